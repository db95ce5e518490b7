//! Points of the latents near what was observed (`docs/methods.md`, “After the
//! interviews”): a normal distribution at the most likely latents with the curvature
//! there (Laplace's approximation).
//!
//! It only says where to look. Points of it and of the prior are used together and
//! weighted by the mixture of both (the balance heuristic of Veach & Guibas 1995), so
//! that no point has more than twice the weight that it has under the prior, and the
//! answer does not depend on how good the approximation is.

/// Step of the numerical derivatives, in logits.
const STEP: f64 = 0.1;

/// Most steps of Newton's method.
const STEPS: usize = 30;

/// Most halvings of one step.
const HALVINGS: usize = 8;

/// A gain of the logarithm below which the search ends.
const SETTLED: f64 = 1e-6;

/// A normal distribution of the latents.
pub struct Proposal {
    /// Its mean.
    center: Vec<f64>,
    /// The lower triangular `L` with `L·Lᵀ` its precision, by rows.
    factor: Vec<Vec<f64>>,
    /// Logarithm of the determinant of `L`.
    ln_determinant: f64,
}

/// Value, slope and curvature of a logarithm; the curvature of a maximum is positive.
#[derive(Clone, Copy)]
struct Local {
    value: f64,
    slope: f64,
    curvature: f64,
}

impl Proposal {
    /// The proposal where direction `k` of the latents, times the latents, shifts the logits of
    /// something observed whose chance at a shift is `chance(k, shift)`.
    ///
    /// Where the observed cannot happen, or the search does not get anywhere, it is the prior.
    pub fn near(directions: &[Vec<f64>], mut chance: impl FnMut(usize, f64) -> f64) -> Self {
        let dimensions = directions.first().map_or(0, Vec::len);
        let mut found = Self::prior(dimensions);
        let mut local = |latents: &[f64]| -> Vec<Local> {
            directions.iter().enumerate().map(|(k, row)| Local::at(dot(row, latents), |x| chance(k, x))).collect()
        };
        let mut here = local(&found.center);
        for _ in 0..STEPS {
            let height = height(&found.center, &here);
            if !height.is_finite() {
                return Self::prior(dimensions);
            }
            let Some(factor) = factor(directions, &here, dimensions) else { return Self::prior(dimensions) };
            let target = newton(directions, &here, &found.center, &factor);
            let step = (0..HALVINGS).find_map(|halving| {
                let part = 0.5_f64.powi(i32::try_from(halving).unwrap_or(i32::MAX));
                let tried: Vec<f64> = found.center.iter().zip(&target).map(|(a, b)| a + part * (b - a)).collect();
                let there = local(&tried);
                let gain = self::height(&tried, &there) - height;
                (gain > SETTLED).then_some((tried, there))
            });
            let Some((center, there)) = step else { break };
            (found.center, here) = (center, there);
        }
        match factor(directions, &here, dimensions) {
            Some(factor) => {
                let ln_determinant = (0..dimensions).map(|i| libm::log(factor[i][i])).sum();
                Self { factor, ln_determinant, ..found }
            }
            None => Self::prior(dimensions),
        }
    }

    /// The standard normal distribution.
    fn prior(dimensions: usize) -> Self {
        let unit = |i: usize| (0..dimensions).map(|j| if i == j { 1.0 } else { 0.0 }).collect();
        Self { center: vec![0.0; dimensions], factor: (0..dimensions).map(unit).collect(), ln_determinant: 0.0 }
    }

    /// The point of the proposal that standard normals stand for, into `moved`.
    pub fn moved(&self, normals: &[f64], moved: &mut Vec<f64>) {
        moved.clear();
        moved.extend_from_slice(normals);
        backward(&self.factor, moved);
        for (coordinate, center) in moved.iter_mut().zip(&self.center) {
            *coordinate += center;
        }
    }

    /// The density of the prior over that of the mixture of prior and proposal, half and half; at most 2.
    pub fn weight(&self, latents: &[f64]) -> f64 {
        let away: Vec<f64> = latents.iter().zip(&self.center).map(|(x, center)| x - center).collect();
        let squares: f64 = (0..away.len())
            .map(|column| {
                let row = (column..away.len()).map(|row| self.factor[row][column] * away[row]).sum::<f64>();
                row * row
            })
            .sum();
        let ratio = libm::exp((dot(latents, latents) - squares) / 2.0 + self.ln_determinant);
        2.0 / (1.0 + ratio)
    }
}

impl Local {
    fn at(shift: f64, mut chance: impl FnMut(f64) -> f64) -> Self {
        let [below, value, above] = [shift - STEP, shift, shift + STEP].map(|x| libm::log(chance(x)));
        let curvature = -(above - 2.0 * value + below) / (STEP * STEP);
        Self { value, slope: (above - below) / (2.0 * STEP), curvature: curvature.max(0.0) }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Logarithm of prior times chance, up to a constant.
fn height(latents: &[f64], local: &[Local]) -> f64 {
    local.iter().map(|one| one.value).sum::<f64>() - dot(latents, latents) / 2.0
}

/// The Cholesky factor of the precision `I + Σ h_k·c_k·c_kᵀ`.
fn factor(directions: &[Vec<f64>], local: &[Local], dimensions: usize) -> Option<Vec<Vec<f64>>> {
    let mut factor = vec![vec![0.0; dimensions]; dimensions];
    for i in 0..dimensions {
        for j in 0..=i {
            let observed: f64 = directions.iter().zip(local).map(|(row, one)| one.curvature * row[i] * row[j]).sum();
            let precision = observed + if i == j { 1.0 } else { 0.0 };
            let rest = precision - dot(&factor[i][..j], &factor[j][..j]);
            factor[i][j] = if i == j { rest.sqrt() } else { rest / factor[j][j] };
        }
        if !factor[i][i].is_finite() || factor[i][i] <= 0.0 {
            return None;
        }
    }
    Some(factor)
}

/// Where a full step of Newton's method from `center` leads.
fn newton(directions: &[Vec<f64>], local: &[Local], center: &[f64], factor: &[Vec<f64>]) -> Vec<f64> {
    let mut target = vec![0.0; center.len()];
    for (row, one) in directions.iter().zip(local) {
        let push = one.slope + one.curvature * dot(row, center);
        for (sum, coefficient) in target.iter_mut().zip(row) {
            *sum += push * coefficient;
        }
    }
    for i in 0..target.len() {
        let known = dot(&factor[i][..i], &target[..i]);
        target[i] = (target[i] - known) / factor[i][i];
    }
    backward(factor, &mut target);
    target
}

/// Solves `Lᵀ·x = b` in place.
fn backward(factor: &[Vec<f64>], b: &mut [f64]) {
    for i in (0..b.len()).rev() {
        let known: f64 = (i + 1..b.len()).map(|row| factor[row][i] * b[row]).sum();
        b[i] = (b[i] - known) / factor[i][i];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With a normal chance of each shift the approximation is exact: mean and precision of two
    /// latents seen through `x + y = 1 ± 0.5` are known.
    #[test]
    fn a_normal_observation_gives_its_posterior() {
        let normal = |_, shift: f64| libm::exp(-(shift - 1.0) * (shift - 1.0) / (2.0 * 0.25));
        let found = Proposal::near(&[vec![1.0, 1.0]], normal);
        for center in &found.center {
            assert!((center - 1.0 / 2.25).abs() < 1e-3, "{center}");
        }
        assert!((found.ln_determinant - 0.5 * 9.0_f64.ln()).abs() < 1e-3, "{}", found.ln_determinant);
    }

    /// Points of both kinds with their weights integrate to one: `E_mixture(π/mixture) = 1`.
    #[test]
    fn weights_have_mean_one_over_the_points_of_both_kinds() {
        let found = Proposal::near(&[vec![0.8, 0.3], vec![0.0, 1.1]], |k, shift| {
            if k == 0 { libm::exp(3.0 * shift) / (1.0 + libm::exp(shift)).powi(9) } else { libm::exp(-shift * shift) }
        });
        let (mut sum, mut moved, step) = (0.0, Vec::new(), 0.05);
        let place = |i: i32| step * f64::from(i);
        for (i, j) in (-120..=120).flat_map(|i| (-120..=120).map(move |j| (i, j))) {
            let point = [place(i), place(j)];
            let share = step * step * libm::exp(-dot(&point, &point) / 2.0) / (2.0 * std::f64::consts::PI);
            found.moved(&point, &mut moved);
            sum += share * (found.weight(&point) + found.weight(&moved)) / 2.0;
        }
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    }

    #[test]
    fn what_cannot_happen_leaves_the_prior() {
        let found = Proposal::near(&[vec![1.0, 0.0]], |_, _| 0.0);
        assert_eq!((found.center, found.ln_determinant), (vec![0.0, 0.0], 0.0));
    }
}
