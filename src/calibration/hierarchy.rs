//! The slopes `λ` of all tracks as draws of one law (`docs/methods.md` §9): what the
//! other tracks say of a track's slope is its prior. The spreads of strength of seniors are pooled alike.
//!
//! `λ_s ~ N(μ, τ²)`, with `μ` and `τ` on a grid under weak priors (Gelman et al.,
//! Bayesian Data Analysis, 3rd edition, chapter 5). The likelihood that the tables of a
//! track give to `μ` and `τ` follows from the points of its posterior under a wide prior,
//! weighed anew.

use crate::model::Spread;
use crate::model::fitted::PARAMETERS;

/// How far below the highest logarithm of a weight a point counts for nothing.
pub(super) const NEGLIGIBLE: f64 = 12.0;

/// The wide prior of a slope taken alone, and prior of the mean `μ` of all.
pub const WIDE: SlopePrior = SlopePrior { mean: 0.5, sd: 1.0, degrees: None };

/// The quantity that is pooled: its place among the fitted parameters, and its wide prior.
#[derive(Clone, Copy, Debug)]
pub struct Pooled {
    /// Place among the fitted parameters.
    pub axis: usize,
    /// Prior of the quantity in one track alone, and of its mean over all tracks.
    pub wide: SlopePrior,
}

/// The slopes `λ`.
pub const SLOPES: Pooled = Pooled { axis: LAMBDA, wide: WIDE };

/// Scale of the half-normal prior of the spread `τ`: as wide as the prior of one slope.
const SPREAD_SCALE: f64 = 1.0;

/// Place of `λ` among the fitted parameters.
pub const LAMBDA: usize = 3;

/// The grid: means from -1.5 to 2.5, spreads at the middles of cells from 0 to 2.
const MEANS: u32 = 41;
const SPREADS: u32 = 40;

/// Points of a posterior, each with the logarithm of its weight.
pub type Points = Vec<([f64; PARAMETERS], f64)>;

/// What is known of a slope before the tables of its track: a law of Student, which is what a
/// mixture of normal laws of different spreads comes close to, or a normal law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopePrior {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub sd: f64,
    /// Degrees of freedom, above 4; none for a normal law.
    pub degrees: Option<f64>,
}

impl SlopePrior {
    /// Half of its square is the negative logarithm of the density, less that at the mean.
    #[must_use]
    pub fn residual(&self, lambda: f64) -> f64 {
        let apart = (lambda - self.mean) / self.sd;
        match self.degrees {
            Some(degrees) => {
                let squared = (degrees + 1.0) * libm::log1p(apart * apart / (degrees - 2.0));
                squared.sqrt().copysign(apart)
            }
            None => apart,
        }
    }
}

/// What all tracks together say of the law of their slopes, and what it says of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    /// Mean `μ` of the slopes over tracks, with the posterior standard deviation.
    pub mean: Spread,
    /// Spread `τ` of the slopes over tracks, with the posterior standard deviation.
    pub spread: Spread,
    /// The prior of each track's slope: mean, variance and kurtosis of the mixture that the
    /// tables of all other tracks leave for it, the uncertainty of `μ` and `τ` included.
    pub priors: Vec<SlopePrior>,
    /// The same for a track whose tables say nothing of its slope: what all tracks leave for it.
    pub of_another: SlopePrior,
    /// Each track's slope given the tables of all tracks, with the mixture itself in place of
    /// that prior: what the fits are held against.
    pub slopes: Vec<Spread>,
}

impl Hierarchy {
    /// The hierarchy of tracks whose posteriors under the wide prior are these points.
    #[must_use]
    pub fn of(tracks: &[Points], pooled: Pooled) -> Self {
        let cells = grid();
        let tracks: Vec<Vec<(f64, f64)>> = tracks.iter().map(|points| values_without_prior(points, pooled)).collect();
        let likelihoods: Vec<Vec<f64>> = tracks.iter().map(|points| likelihoods(points, &cells)).collect();
        let sum_without = |left_out: Option<usize>| -> Vec<f64> {
            let of_cell = |(index, cell): (usize, &Cell)| {
                let others = likelihoods.iter().enumerate().filter(|(track, _)| Some(*track) != left_out);
                cell.log_prior(pooled.wide) + others.map(|(_, of_track)| of_track[index]).sum::<f64>()
            };
            weights(cells.iter().enumerate().map(of_cell).collect())
        };
        let all = sum_without(None);
        let without: Vec<Vec<f64>> = (0..tracks.len()).map(|track| sum_without(Some(track))).collect();
        Self {
            mean: moments(&all, cells.iter().map(|cell| cell.mean)),
            spread: moments(&all, cells.iter().map(|cell| cell.spread)),
            priors: without.iter().map(|others| predictive(others, &cells)).collect(),
            of_another: predictive(&all, &cells),
            slopes: tracks.iter().zip(&without).map(|(points, others)| slope(points, others, &cells)).collect(),
        }
    }
}

/// One pair of `μ` and `τ`.
#[derive(Clone, Copy, Debug)]
struct Cell {
    mean: f64,
    spread: f64,
}

impl Cell {
    fn log_prior(&self, wide: SlopePrior) -> f64 {
        log_normal(self.mean, wide.mean, wide.sd) - (self.spread / SPREAD_SCALE).powi(2) / 2.0
    }
}

fn grid() -> Vec<Cell> {
    let spreads = (0..SPREADS).map(|step| 0.05 * (f64::from(step) + 0.5));
    spreads.flat_map(|spread| (0..MEANS).map(move |step| Cell { mean: -1.5 + 0.1 * f64::from(step), spread })).collect()
}

/// Logarithm of a normal density but for a constant.
fn log_normal(value: f64, mean: f64, sd: f64) -> f64 {
    -((value - mean) / sd).powi(2) / 2.0 - libm::log(sd)
}

/// The values of the points that count, each with its weight without any prior of the value.
fn values_without_prior(points: &Points, Pooled { axis, wide }: Pooled) -> Vec<(f64, f64)> {
    let highest = points.iter().map(|(_, weight)| *weight).fold(f64::NEG_INFINITY, f64::max);
    let counting = points.iter().filter(|(_, weight)| *weight > highest - NEGLIGIBLE);
    let without_prior = |(at, weight): &([f64; PARAMETERS], f64)| {
        (at[axis], libm::exp(weight - highest - log_normal(at[axis], wide.mean, wide.sd)))
    };
    counting.map(without_prior).collect()
}

/// Logarithm of the likelihood of each cell by the tables of one track, but for a constant:
/// the mean over its posterior of the ratio of the two priors.
fn likelihoods(points: &[(f64, f64)], cells: &[Cell]) -> Vec<f64> {
    let likelihood = |cell: &Cell| {
        let of_point = |(lambda, weight): &(f64, f64)| weight * libm::exp(log_normal(*lambda, cell.mean, cell.spread));
        libm::log(points.iter().map(of_point).sum::<f64>().max(f64::MIN_POSITIVE))
    };
    cells.iter().map(likelihood).collect()
}

/// A track's slope, its prior being the mixture of the cells with these weights.
fn slope(points: &[(f64, f64)], others: &[f64], cells: &[Cell]) -> Spread {
    let prior = |lambda: f64| -> f64 {
        let of_cell = |(weight, cell): (&f64, &Cell)| weight * libm::exp(log_normal(lambda, cell.mean, cell.spread));
        others.iter().zip(cells).map(of_cell).sum()
    };
    let weighed: Vec<f64> = points.iter().map(|(lambda, weight)| weight * prior(*lambda)).collect();
    let whole: f64 = weighed.iter().sum();
    let shares: Vec<f64> = weighed.iter().map(|weight| weight / whole).collect();
    moments(&shares, points.iter().map(|(lambda, _)| *lambda))
}

/// Weights that add up to one, from their logarithms.
fn weights(logs: Vec<f64>) -> Vec<f64> {
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.into_iter().map(|log| libm::exp(log - highest)).collect();
    let whole: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / whole).collect()
}

/// Mean and standard deviation of weighted values.
fn moments(weights: &[f64], values: impl Iterator<Item = f64> + Clone) -> Spread {
    let mean: f64 = weights.iter().zip(values.clone()).map(|(weight, value)| weight * value).sum();
    let variance: f64 = weights.iter().zip(values).map(|(weight, value)| weight * (value - mean).powi(2)).sum();
    Spread { mean, sd: variance.sqrt() }
}

/// A slope drawn from the law of all slopes: a mixture of the cells' normal laws. Its
/// excess kurtosis `6/(ν − 4)` gives the degrees of freedom `ν`.
fn predictive(weights: &[f64], cells: &[Cell]) -> SlopePrior {
    let of_cells = |value: &dyn Fn(&Cell) -> f64| -> f64 {
        weights.iter().zip(cells).map(|(weight, cell)| weight * value(cell)).sum()
    };
    let mean = of_cells(&|cell| cell.mean);
    let squares = |cell: &Cell| (cell.spread.powi(2), (cell.mean - mean).powi(2));
    let variance = of_cells(&|cell| {
        let (within, between) = squares(cell);
        within + between
    });
    let fourth = of_cells(&|cell| {
        let (within, between) = squares(cell);
        3.0 * within * within + 6.0 * within * between + between * between
    });
    let excess = fourth / (variance * variance) - 3.0;
    SlopePrior { mean, sd: variance.sqrt(), degrees: (excess > 0.0).then(|| 4.0 + 6.0 / excess) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::normal_quantile;

    /// The posterior under the wide prior of a track whose tables say `estimate ± error`.
    fn track(estimate: f64, error: f64) -> Points {
        let count = 400;
        let node = |index: u32| {
            let lambda = estimate + 2.0 * error * normal_quantile((f64::from(index) + 0.5) / f64::from(count));
            let proposal = log_normal(lambda, estimate, 2.0 * error);
            let posterior = log_normal(lambda, estimate, error) + log_normal(lambda, WIDE.mean, WIDE.sd);
            ([0.0, 0.0, 0.0, lambda, 0.0], posterior - proposal)
        };
        (0..count).map(node).collect()
    }

    /// With normal likelihoods the one of a cell is normal too: the sum of both variances.
    #[test]
    fn the_likelihood_of_a_cell_is_that_of_two_normal_laws() {
        let (estimate, error) = (0.8, 0.4);
        let cells = grid();
        let found = likelihoods(&values_without_prior(&track(estimate, error), SLOPES), &cells);
        let exact = |cell: &Cell| log_normal(estimate, cell.mean, error.hypot(cell.spread));
        let near = |cell: &Cell| cell.spread > 0.1 && (cell.mean - estimate).abs() < 0.75;
        let apart: Vec<f64> =
            found.iter().zip(&cells).filter(|(_, cell)| near(cell)).map(|(found, cell)| found - exact(cell)).collect();
        assert!(apart.len() > 300);
        for one in &apart {
            assert!((one - apart[0]).abs() < 0.01, "{one} {}", apart[0]);
        }
    }

    #[test]
    fn tracks_that_agree_lend_each_other_a_narrow_prior_and_others_a_wide_one() {
        let alike = Hierarchy::of(&[0.1, 0.2, 0.15, 0.1, 0.2].map(|slope| track(slope, 0.1)), SLOPES);
        let apart = Hierarchy::of(&[-0.9, 1.4, 0.2, 0.9, -0.4].map(|slope| track(slope, 0.1)), SLOPES);
        assert!((alike.mean.mean - 0.15).abs() < 0.03 && alike.spread.mean < 0.2, "{alike:?}");
        assert!(apart.spread.mean > 0.7, "{apart:?}");
        assert!(alike.priors.iter().all(|prior| prior.sd < 0.3), "{alike:?}");
        assert!(apart.priors.iter().all(|prior| prior.sd > 0.7), "{apart:?}");
    }

    /// Its own tables come in once, by the likelihood.
    #[test]
    fn the_prior_of_a_track_does_not_know_its_own_tables() {
        let with = |last: f64| Hierarchy::of(&[track(0.2, 0.2), track(0.4, 0.3), track(last, 0.2)], SLOPES).priors;
        let (low, high) = (with(-1.0), with(2.0));
        assert!((low[2].mean - high[2].mean).abs() < 1e-12 && (low[2].sd - high[2].sd).abs() < 1e-12);
        assert!(high[0].mean > low[0].mean + 0.3, "{low:?} {high:?}");
    }

    /// Density of the prior of Student by its formula, and its variance by summation.
    #[test]
    fn a_prior_has_its_variance_and_heavier_tails_than_a_normal_law() {
        let prior = SlopePrior { mean: 0.3, sd: 0.5, degrees: Some(7.0) };
        let density = |lambda: f64| libm::exp(-prior.residual(lambda).powi(2) / 2.0);
        let nodes = || (-40_000..=40_000).map(|step| prior.mean + f64::from(step) / 1000.0);
        let whole: f64 = nodes().map(density).sum();
        let variance: f64 = nodes().map(|lambda| density(lambda) * (lambda - prior.mean).powi(2)).sum();
        assert!((variance / whole - 0.25).abs() < 1e-3, "{}", variance / whole);
        let normal = SlopePrior { degrees: None, ..prior };
        assert!(prior.residual(2.3) < normal.residual(2.3) && prior.residual(-1.7) > normal.residual(-1.7));
    }

    #[test]
    fn a_track_alone_keeps_a_prior_at_least_as_wide_as_the_wide_one() {
        let alone = Hierarchy::of(&[track(0.2, 0.2)], SLOPES).priors[0];
        assert!((alone.mean - WIDE.mean).abs() < 0.05 && alone.sd > WIDE.sd, "{alone:?}");
    }
}
