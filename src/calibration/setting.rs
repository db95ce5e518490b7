//! What the fit of one track varies, and what it holds fixed.

use crate::model::{ApplicantType, SharedParameters, TrackPrior};
use crate::reference::{Reference, ReferenceError};

/// Number of fitted parameters.
pub const PARAMETERS: usize = 5;

/// Their names, in the order of [`Point::values`].
pub const NAMES: [&str; PARAMETERS] = ["a", "ln_sigma", "kappa", "lambda", "step2_ck_per_10"];

/// `√(3/4)`: correlation of the score with strength at most (`docs/methods.md` §4).
const MOST_EXPLAINED: f64 = 0.866_025_403_784_438_6;

/// One value of every fitted parameter of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Level of the invitation logit, `a`.
    pub a: f64,
    /// Logarithm of the spread of strength, `ln σ`.
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

/// What the fit of one track holds fixed.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The track: programs, applications, need of a visa, moments of the pool.
    /// Its own parameters are replaced by the fitted ones.
    pub track: TrackPrior,
    /// Assumptions, at their central values.
    pub shared: SharedParameters,
    /// Prior of the effect of Step 2 CK: mean and standard deviation.
    pub step2_prior: (f64, f64),
}

impl Setting {
    /// The setting of a track for non-US IMGs.
    ///
    /// # Errors
    ///
    /// When the tables lack a row of the track.
    pub fn of(reference: &Reference, track: &str) -> Result<Self, ReferenceError> {
        let prior = reference.prior(ApplicantType::NonUsImg, &[track.to_owned()])?;
        let b = prior.effects.step2_ck_per_10;
        let shared = prior.assumptions.central();
        Ok(Self { track: prior.tracks[0].clone(), shared, step2_prior: (b.mean, b.sd) })
    }

    /// The track with the parameters of `point` in place of its own.
    #[must_use]
    pub fn at(&self, point: &Point) -> TrackPrior {
        let mut track = self.track.clone();
        track.a.mean = point.a;
        track.ln_sigma.mean = point.ln_sigma;
        track.kappa.mean = point.kappa;
        track.lambda.mean = point.lambda;
        track
    }

    /// Points of Step 2 CK that one unit of strength is worth on average: the
    /// slope of the regression of the score on strength, `(b/10)·sd²/σ²`, both
    /// being normal over the pool.
    ///
    /// As in `σ_res`, no more than three quarters of `σ²` is ever explained.
    #[must_use]
    pub fn score_per_strength(&self, point: &Point) -> f64 {
        let (sd, sigma) = (self.track.pool.step2_ck.sd, libm::exp(point.ln_sigma));
        let correlation = (point.step2 / 10.0 * sd / sigma).clamp(-MOST_EXPLAINED, MOST_EXPLAINED);
        correlation * sd / sigma
    }
}
