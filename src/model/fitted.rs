//! The parameters of a track that are fitted together, and what is known of them
//! (`docs/methods.md` §9).
//!
//! The tables fix combinations of them far better than any one alone, so they are
//! drawn from one joint law.

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

/// A joint normal law of the fitted parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedLaw {
    /// Central values.
    pub center: Point,
    /// Cholesky root `L` of the covariance, `L·Lᵀ`.
    root: Matrix<PARAMETERS>,
}

impl FittedLaw {
    /// The law with this centre and covariance; none if the covariance is not positive definite.
    #[must_use]
    pub fn new(center: Point, covariance: &Matrix<PARAMETERS>) -> Option<Self> {
        Some(Self { center, root: cholesky(covariance)? })
    }

    /// The law of parameters that are known exactly.
    #[must_use]
    pub fn exact(center: Point) -> Self {
        Self { center, root: [[0.0; PARAMETERS]; PARAMETERS] }
    }

    /// The law in which every parameter varies alone, with these standard deviations.
    #[must_use]
    pub fn independent(center: Point, sds: &Point) -> Self {
        let sds = sds.values();
        let root = std::array::from_fn(|i| std::array::from_fn(|j| if i == j { sds[i] } else { 0.0 }));
        Self { center, root }
    }

    /// The parameters at standard normal coordinates; all 0 is the centre.
    #[must_use]
    pub fn at(&self, normals: &[f64; PARAMETERS]) -> Point {
        Point::from_values(moved(&self.center.values(), &self.root, normals))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
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
            let (moved, center) = (law.at(&unit).values(), CENTER.values());
            std::array::from_fn(|i| moved[i] - center[i])
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
        assert_eq!(FittedLaw::exact(CENTER).at(&[3.0; PARAMETERS]), CENTER);
    }

    #[test]
    fn a_covariance_that_is_none_gives_no_law() {
        assert!(FittedLaw::new(CENTER, &[[1.0; PARAMETERS]; PARAMETERS]).is_none());
    }
}
