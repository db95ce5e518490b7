//! The parameters of a track that are fitted together, and what is known of them
//! (`docs/methods.md` §9).
//!
//! The tables fix combinations of them far better than any one alone, so they are
//! drawn from one joint law. It is a normal law of the rates that the tables print
//! rather than of the levels behind them: where few applicants stand behind a fit, a
//! normal law of the levels has draws with rates far beyond what was published.

use super::symmetric::{Matrix, cholesky, moved};

/// Number of fitted parameters.
pub const PARAMETERS: usize = 5;

/// Their names, in the order of [`Point::values`].
pub const NAMES: [&str; PARAMETERS] = ["a", "ln_sigma", "kappa", "lambda", "step2_ck_per_10"];

/// One value of every fitted parameter of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Level of the invitation logit, `a`.
    pub a: f64,
    /// Logarithm of the spread of strength among all applicants of the pool, `ln σ`.
    pub ln_sigma: f64,
    /// Level of the acceptance logit, `κ`.
    pub kappa: f64,
    /// Slope of the acceptance logit in strength, `λ`.
    pub lambda: f64,
    /// Effect of 10 points of Step 2 CK on the log-odds of an invitation, `b`.
    pub step2: f64,
}

impl Point {
    /// The values, in the order of [`NAMES`].
    #[must_use]
    pub fn values(&self) -> [f64; PARAMETERS] {
        [self.a, self.ln_sigma, self.kappa, self.lambda, self.step2]
    }

    /// The point with these values, in the order of [`NAMES`].
    #[must_use]
    pub fn from_values([a, ln_sigma, kappa, lambda, step2]: [f64; PARAMETERS]) -> Self {
        Self { a, ln_sigma, kappa, lambda, step2 }
    }
}

/// What the joint law of a track is a law of: the logits of the two rates that the levels
/// `a` and `κ` stand for ([`super::typical::Rates`]), and the other parameters.
pub const COORDINATES: [&str; PARAMETERS] =
    ["invitation_logit", "ln_sigma", "match_logit", "lambda", "step2_ck_per_10"];

/// A joint normal law around the fitted parameters, in the [`COORDINATES`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedLaw {
    /// Central values.
    pub center: Point,
    /// Cholesky root `L` of the covariance `L·Lᵀ` of the coordinates.
    root: Matrix<PARAMETERS>,
}

impl FittedLaw {
    /// The law with this center and covariance; none if the covariance is not positive definite.
    #[must_use]
    pub fn new(center: Point, covariance: &Matrix<PARAMETERS>) -> Option<Self> {
        Some(Self { center, root: cholesky(covariance)? })
    }

    /// The law of parameters that are known exactly.
    #[must_use]
    pub fn exact(center: Point) -> Self {
        Self { center, root: [[0.0; PARAMETERS]; PARAMETERS] }
    }

    /// The law in which every coordinate varies alone, with these standard deviations.
    #[must_use]
    pub fn independent(center: Point, sds: [f64; PARAMETERS]) -> Self {
        let root = std::array::from_fn(|i| std::array::from_fn(|j| if i == j { sds[i] } else { 0.0 }));
        Self { center, root }
    }

    /// How far the coordinates are from the center at these standard normal numbers.
    #[must_use]
    pub fn deviation(&self, normals: &[f64; PARAMETERS]) -> [f64; PARAMETERS] {
        moved(&[0.0; PARAMETERS], &self.root, normals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CENTER: Point = Point { a: -3.0, ln_sigma: 0.1, kappa: -1.0, lambda: 0.4, step2: 0.39 };

    #[test]
    fn a_step_along_each_coordinate_adds_up_to_the_covariance() {
        let mut covariance = [[0.02; PARAMETERS]; PARAMETERS];
        (0..PARAMETERS).for_each(|i| covariance[i][i] = 0.1 + 0.05 * i as f64);
        covariance[0][1] = -0.07;
        covariance[1][0] = -0.07;
        let law = FittedLaw::new(CENTER, &covariance).unwrap();
        let steps: [[f64; PARAMETERS]; PARAMETERS] = std::array::from_fn(|axis| {
            let unit: [f64; PARAMETERS] = std::array::from_fn(|i| f64::from(u8::from(i == axis)));
            law.deviation(&unit)
        });
        for (i, row) in covariance.iter().enumerate() {
            for (j, entry) in row.iter().enumerate() {
                let found: f64 = steps.iter().map(|step| step[i] * step[j]).sum();
                assert!((found - entry).abs() < 1e-12, "{i} {j}: {found} {entry}");
            }
        }
    }

    #[test]
    fn exact_parameters_do_not_move() {
        assert_eq!(FittedLaw::exact(CENTER).deviation(&[3.0; PARAMETERS]), [0.0; PARAMETERS]);
    }

    #[test]
    fn a_covariance_that_is_none_gives_no_law() {
        assert!(FittedLaw::new(CENTER, &[[1.0; PARAMETERS]; PARAMETERS]).is_none());
    }
}
