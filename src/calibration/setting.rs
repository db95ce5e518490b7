//! What the fit of one track varies, and what it holds fixed.

use super::hierarchy::{SlopePrior, WIDE};
use crate::model::{ApplicantType, FittedLaw, Point, SharedParameters, Spread, TrackPrior};
use crate::reference::{Reference, ReferenceError};

/// `√(3/4)`: correlation of the score with strength at most (`docs/methods.md` §4).
const MOST_EXPLAINED: f64 = 0.866_025_403_784_438_6;

/// Where the search starts: some way between all tracks.
pub const START: Point = Point { a: -3.5, ln_sigma: 0.0, kappa: -1.5, lambda: 0.3, step2: 0.39 };

/// What the fit of one track holds fixed.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The track: programs, applications, need of a visa, moments of the pool.
    /// Its own parameters are replaced by the fitted ones.
    pub track: TrackPrior,
    /// Assumptions, at their central values.
    pub shared: SharedParameters,
    /// Prior of the slope `λ`.
    pub lambda_prior: SlopePrior,
    /// Prior of the effect of Step 2 CK.
    pub step2_prior: Spread,
}

impl Setting {
    /// The setting of a track for non-US IMGs taken alone, with a wide prior of its slope.
    ///
    /// # Errors
    ///
    /// When the tables lack a row of the track.
    pub fn of(reference: &Reference, track: &str) -> Result<Self, ReferenceError> {
        let kind = ApplicantType::NonUsImg;
        let average = reference.fitted_average(track, kind)?;
        Ok(Self {
            track: reference.track_prior(kind, track, average, FittedLaw::exact(START))?,
            shared: reference.assumptions_prior()?.central(),
            lambda_prior: WIDE,
            step2_prior: reference.step2_prior()?,
        })
    }

    /// The track with the parameters of `point` in place of its own.
    #[must_use]
    pub fn at(&self, point: &Point) -> TrackPrior {
        TrackPrior { fitted: FittedLaw::exact(*point), ..self.track.clone() }
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
