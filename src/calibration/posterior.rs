//! What the figures leave uncertain: the posterior near its mode, as a normal
//! law (Laplace), and a short random walk (Metropolis) that checks it.

use super::least_squares::{Minimum, half_square};
use crate::model::symmetric::{Matrix, cholesky, inverse, moved, sandwich};
use crate::random::address::parameter_stream;
use crate::random::philox::Key;
use crate::random::{normal_of_word, uniform_of_word};
use rand::Rng as _;

/// Steps of the second differences, in standard deviations: the first that gives
/// a covariance.
///
/// The quartile terms are flat where a printed quartile is consistent, so the
/// curvature at the mode itself can miss what holds a standard deviation away.
const STEPS: [f64; 4] = [1.0, 0.5, 0.25, 0.125];

/// Acceptance-optimal step of a random walk in `n` dimensions is `2.38/√n` (Gelman, Roberts & Gilks 1996).
const WALK: f64 = 2.38;

/// Covariance of the posterior by second differences of half the sum of squares,
/// in the coordinates in which the linear approximation has unit covariance.
/// None where a direction is not informed.
pub fn laplace<const N: usize>(residuals: impl Fn(&[f64; N]) -> Vec<f64>, minimum: &Minimum<N>) -> Option<Matrix<N>> {
    let root = cholesky(&minimum.covariance?)?;
    STEPS.iter().find_map(|step| {
        let curvature = curvature(&residuals, minimum, &root, *step);
        Some(sandwich(&root, &inverse(&cholesky(&curvature)?)))
    })
}

/// Second differences over `step`, in coordinates `u` with `x = x₀ + L·u`.
fn curvature<const N: usize>(
    residuals: &impl Fn(&[f64; N]) -> Vec<f64>,
    minimum: &Minimum<N>,
    root: &Matrix<N>,
    step: f64,
) -> Matrix<N> {
    let along = |steps: &[(usize, f64)]| {
        let mut u = [0.0; N];
        for (axis, length) in steps {
            u[*axis] += length * step;
        }
        half_square(&residuals(&moved(&minimum.at, root, &u)))
    };
    let entry = |i: usize, j: usize| {
        if i == j {
            return (along(&[(i, 1.0)]) - 2.0 * minimum.value + along(&[(i, -1.0)])) / (step * step);
        }
        let corner = |p: f64, q: f64| along(&[(i, p), (j, q)]);
        let mixed = corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0);
        mixed / (4.0 * step * step)
    };
    std::array::from_fn(|i| std::array::from_fn(|j| entry(i.max(j), i.min(j))))
}

/// Mean and standard deviation of each parameter over a random walk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk<const N: usize> {
    /// Means.
    pub mean: [f64; N],
    /// Standard deviations.
    pub sd: [f64; N],
    /// Share of the proposals that were accepted.
    pub accepted: f64,
}

/// A random walk of so many steps through the posterior, proposals shaped by
/// `covariance`, draws named after `name`. None if `covariance` has no root.
pub fn metropolis<const N: usize>(
    residuals: impl Fn(&[f64; N]) -> Vec<f64>,
    start: [f64; N],
    covariance: &Matrix<N>,
    steps: u32,
    name: &str,
) -> Option<Walk<N>> {
    let root = cholesky(covariance)?;
    let mut stream = parameter_stream(Key::new(1), 0, name);
    let mut at = start;
    let mut value = half_square(&residuals(&at));
    let (mut accepted, mut sum, mut squares) = (0_u32, [0.0; N], [0.0; N]);
    for _ in 0..steps {
        let u: [f64; N] = std::array::from_fn(|_| WALK / (N as f64).sqrt() * normal_of_word(stream.next_u32()));
        let proposed = moved(&at, &root, &u);
        let found = half_square(&residuals(&proposed));
        if uniform_of_word(stream.next_u32()) < libm::exp(value - found) {
            (at, value) = (proposed, found);
            accepted += 1;
        }
        for i in 0..N {
            sum[i] += at[i] - start[i];
            squares[i] += (at[i] - start[i]).powi(2);
        }
    }
    let count = f64::from(steps);
    let mean: [f64; N] = std::array::from_fn(|i| sum[i] / count);
    Some(Walk {
        mean: std::array::from_fn(|i| start[i] + mean[i]),
        sd: std::array::from_fn(|i| (squares[i] / count - mean[i] * mean[i]).max(0.0).sqrt()),
        accepted: f64::from(accepted) / count,
    })
}
