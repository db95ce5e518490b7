//! Mean and covariance of a posterior by importance sampling.
//!
//! The normal law at the mode is a poor picture of some posteriors: `λ` and `σ`
//! trade off along a curve, and the quartile terms are flat where a printed
//! quartile is consistent. So points are drawn from a wider normal law, weighed
//! by the posterior, and their moments give the normal law of the next round.

use super::least_squares::half_square;
use crate::model::symmetric::{Matrix, cholesky, moved};
use crate::random::sobol::Scrambling;

/// Points of each round; every round starts from the moments of the one before.
const POINTS: [u32; 3] = [1024, 1024, 2048];

/// How much wider than the last moments the points are spread.
const WIDER: f64 = 1.4;

/// The first two moments of a posterior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments<const N: usize> {
    /// Means.
    pub mean: [f64; N],
    /// Covariances.
    pub covariance: Matrix<N>,
    /// Effective number of points of the last round, `(Σw)²/Σw²`.
    pub effective_points: f64,
}

/// Points of the posterior whose half sum of squared `residuals` is the negative
/// logarithm, each with the logarithm of its weight, starting from a normal law.
/// None if that has no root.
pub fn sample<const N: usize>(
    residuals: impl Fn(&[f64; N]) -> Vec<f64>,
    mean: [f64; N],
    covariance: &Matrix<N>,
) -> Option<Vec<([f64; N], f64)>> {
    let (mut mean, mut covariance) = (mean, *covariance);
    let mut points = Vec::new();
    for (round, count) in (0_u32..).zip(POINTS) {
        let root = cholesky(&covariance)?.map(|row| row.map(|entry| WIDER * entry));
        points = drawn(&mean, &root, Scrambling::within_limits(count, N, round), &residuals);
        Moments { mean, covariance, .. } = weighed(&points);
    }
    Some(points)
}

/// Points of the wider normal law, each with the logarithm of its weight.
fn drawn<const N: usize>(
    mean: &[f64; N],
    root: &Matrix<N>,
    sequence: Scrambling,
    residuals: &impl Fn(&[f64; N]) -> Vec<f64>,
) -> Vec<([f64; N], f64)> {
    let mut normals = Vec::with_capacity(N);
    let point = |index: u32| {
        sequence.normals(index, &mut normals);
        let u: [f64; N] = std::array::from_fn(|axis| normals[axis]);
        let at = moved(mean, root, &u);
        (at, half_square(&u) - half_square(&residuals(&at)))
    };
    (0..sequence.len()).map(point).collect()
}

/// The moments of points with the logarithms of their weights.
#[must_use]
pub fn weighed<const N: usize>(points: &[([f64; N], f64)]) -> Moments<N> {
    let highest = points.iter().map(|(_, weight)| *weight).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = points.iter().map(|(_, weight)| libm::exp(weight - highest)).collect();
    let whole: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let mean_of = |value: &dyn Fn(&[f64; N]) -> f64| {
        points.iter().zip(&weights).map(|((at, _), weight)| weight * value(at)).sum::<f64>() / whole
    };
    let mean: [f64; N] = std::array::from_fn(|i| mean_of(&|at| at[i]));
    let covariance =
        std::array::from_fn(|i| std::array::from_fn(|j| mean_of(&|at| (at[i] - mean[i]) * (at[j] - mean[j]))));
    Moments { mean, covariance, effective_points: whole * whole / squares }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_moments_of_a_normal_law_are_found_from_a_wrong_start() {
        let residuals = |[x, y]: &[f64; 2]| vec![(x - 2.0) / 0.5, (y - x) / 2.0];
        let found = weighed(&sample(residuals, [1.7, 1.0], &[[0.4, 0.0], [0.0, 3.0]]).unwrap());
        assert!((found.mean[0] - 2.0).abs() < 0.01 && (found.mean[1] - 2.0).abs() < 0.05, "{found:?}");
        assert!((found.covariance[0][0] - 0.25).abs() < 0.01, "{found:?}");
        assert!((found.covariance[0][1] - 0.25).abs() < 0.02, "{found:?}");
        assert!((found.covariance[1][1] - 4.25).abs() < 0.2, "{found:?}");
    }
}
