//! What the fit of one track varies, and what it holds fixed.

use std::f64::consts::FRAC_1_SQRT_2;

use super::hierarchy::{SlopePrior, WIDE};
use crate::model::typical::{Habits, Strengths, TypicalApplicant};
use crate::model::{ApplicantType, Effects, FittedLaw, Point, SharedParameters, Spread, TrackPrior};
use crate::reference::{Reference, ReferenceError};

/// `√(3/4)`: correlation of the score with strength at most (`docs/methods.md` §4).
const MOST_EXPLAINED: f64 = 0.866_025_403_784_438_6;

/// Error of the number of IMGs who applied to a specialty, relative: an assumption, since the numbers are early ones.
const ERAS_ERROR: f64 = 0.1;

/// More than the logarithm of how steeply the rates can rise with the levels.
const STEEPEST: f64 = 7.0;

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
    /// Effects, at their central values.
    pub effects: Effects,
    /// Prior of the slope `λ`.
    pub lambda_prior: SlopePrior,
    /// Prior of the effect of Step 2 CK.
    pub step2_prior: Spread,
    /// Share of those who applied that ranked the specialty, where both are counted: at least so many had an interview.
    pub ranked_share: Option<f64>,
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
            effects: reference.effects_prior()?.central(),
            lambda_prior: WIDE,
            step2_prior: reference.step2_prior()?,
            ranked_share: ranked_share(reference, track),
        })
    }

    /// The upper bound on the share without an interview as a residual `r`, `r²/2 = −ln Φ`: who ranked the specialty had
    /// an interview, and some with an interview may not have ranked it. None where nobody counted who applied.
    #[must_use]
    pub fn bound_residual(&self, typical: &TypicalApplicant, point: &Point) -> Option<f64> {
        let ranked = self.ranked_share?;
        let pool = Strengths { mean: 0.0, spread: libm::exp(point.ln_sigma) };
        let with_interview = 1.0 - typical.outcome(point, pool, self.habits()).without_invitation;
        let above = libm::log(with_interview / ranked) / ERAS_ERROR;
        Some((-2.0 * libm::log((0.5 * libm::erfc(-above * FRAC_1_SQRT_2)).max(f64::MIN_POSITIVE))).sqrt())
    }

    /// The track with the parameters of `point` in place of its own.
    #[must_use]
    pub fn at(&self, point: &Point) -> TrackPrior {
        TrackPrior { fitted: FittedLaw::exact(*point), ..self.track.clone() }
    }

    /// The prior of the levels `a` and `κ` as a residual: flat in the logits of the two rates that they stand for, not
    /// in the levels themselves. Flat levels would prefer a large `λ`, since the rate of matches then moves less with `κ`, and
    /// more values of `κ` agree with the published one.
    #[must_use]
    pub fn levels_residual(&self, typical: &TypicalApplicant, point: &Point) -> f64 {
        (2.0 * (STEEPEST - typical.log_steepness(point, self.habits())).max(0.0)).sqrt()
    }

    /// What the typical applicant does.
    #[must_use]
    pub fn habits(&self) -> Habits<'_> {
        Habits { shared: &self.shared, effects: &self.effects }
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

/// IMGs of both kinds who ranked PGY-1 positions of `track`, over those who applied through ERAS.
fn ranked_share(reference: &Reference, track: &str) -> Option<f64> {
    let applied = reference.eras_applicants.iter().find(|row| row.track == track)?;
    let ranked = reference
        .listings
        .iter()
        .filter(|row| row.track == track && row.applicant_type.is_img() && row.pgy == 1 && row.year == applied.year);
    let ranked: u32 = ranked.map(|row| row.applicants).sum();
    (ranked > 0).then(|| f64::from(ranked) / f64::from(applied.applicants))
}
