//! The minimum of a sum of squares by the method of Levenberg (1944) and
//! Marquardt (1963), with derivatives by central differences.

use crate::model::symmetric::{Matrix, cholesky, inverse, solve};

/// Step of the differences: rounding and curvature both stay below 1e-6.
const STEP: f64 = 1e-4;

/// Steps at most.
const STEPS: u32 = 200;

/// Relative gain that ends the search.
const GAIN: f64 = 1e-10;

/// Damping at the start, and where no step helps any more.
const DAMPING: f64 = 1e-2;
const MOST_DAMPING: f64 = 1e10;

/// A minimum, with the curvature there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum<const N: usize> {
    /// Where.
    pub at: [f64; N],
    /// Half the sum of squares.
    pub value: f64,
    /// `(JᵀJ)⁻¹`, the covariance if the residuals were linear; none where a
    /// direction is not informed at all.
    pub covariance: Option<Matrix<N>>,
}

/// Half the sum of squares; infinite where it is not a number.
#[must_use]
pub fn half_square(residuals: &[f64]) -> f64 {
    let value = residuals.iter().map(|r| r * r).sum::<f64>() / 2.0;
    if value.is_nan() { f64::INFINITY } else { value }
}

/// The minimum of half the sum of squares of `residuals` near `start`.
pub fn minimize<const N: usize>(residuals: impl Fn(&[f64; N]) -> Vec<f64>, start: [f64; N]) -> Minimum<N> {
    let mut at = start;
    let mut here = residuals(&at);
    let mut value = half_square(&here);
    let (mut normal, mut gradient) = normal_equations(&residuals, &at, &here);
    let mut damping = DAMPING;
    for _ in 0..STEPS {
        let next = damped_step(&normal, &gradient, damping).map(|step| added(&at, &step));
        let tried = next.map(|next| (next, residuals(&next)));
        match tried.filter(|(_, found)| half_square(found) < value) {
            Some((next, found)) => {
                let gain = value - half_square(&found);
                (at, value, here) = (next, half_square(&found), found);
                (normal, gradient) = normal_equations(&residuals, &at, &here);
                damping /= 5.0;
                if gain < GAIN * (1.0 + value) {
                    break;
                }
            }
            None => damping *= 4.0,
        }
        if damping > MOST_DAMPING {
            break;
        }
    }
    Minimum { at, value, covariance: cholesky(&normal).map(|l| inverse(&l)) }
}

fn added<const N: usize>(x: &[f64; N], step: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| x[i] + step[i])
}

/// The step `−(JᵀJ + damping·diag)⁻¹·gradient`.
fn damped_step<const N: usize>(normal: &Matrix<N>, gradient: &[f64; N], damping: f64) -> Option<[f64; N]> {
    let mut damped = *normal;
    for (i, row) in damped.iter_mut().enumerate() {
        row[i] += damping * row[i].max(1e-9);
    }
    cholesky(&damped).map(|l| solve(&l, &gradient.map(|slope| -slope)))
}

/// `JᵀJ` and `Jᵀr`.
fn normal_equations<const N: usize>(
    residuals: &impl Fn(&[f64; N]) -> Vec<f64>,
    at: &[f64; N],
    here: &[f64],
) -> (Matrix<N>, [f64; N]) {
    let columns: [Vec<f64>; N] = std::array::from_fn(|i| {
        let (mut up, mut down) = (*at, *at);
        up[i] += STEP;
        down[i] -= STEP;
        residuals(&up).iter().zip(residuals(&down)).map(|(up, down)| (up - down) / (2.0 * STEP)).collect()
    });
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    let normal = std::array::from_fn(|i| std::array::from_fn(|j| product(&columns[i], &columns[j])));
    (normal, std::array::from_fn(|i| product(&columns[i], here)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_valley_of_rosenbrock_ends_at_one() {
        let found = minimize(|[x, y]: &[f64; 2]| vec![1.0 - x, 10.0 * (y - x * x)], [-1.2, 1.0]);
        assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-6), "{found:?}");
    }

    #[test]
    fn a_line_through_points_has_the_covariance_of_linear_regression() {
        let points = [(0.0, 1.0), (1.0, 2.1), (2.0, 2.9), (3.0, 4.2)];
        let found = minimize(|[a, b]: &[f64; 2]| points.iter().map(|(x, y)| a + b * x - y).collect(), [0.0, 0.0]);
        let covariance = found.covariance.unwrap_or_default();
        assert!((covariance[0][0] - 0.7).abs() < 1e-6 && (covariance[1][1] - 0.2).abs() < 1e-6, "{covariance:?}");
    }
}
