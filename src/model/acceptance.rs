//! Who is taken (`docs/methods.md` §6): the chance that a program on the rank order
//! list would take the applicant.

use super::logistic::logistic;
use super::parameters::TrackParameters;

/// `q_s = logistic(κ + λ·(b·x + σ_res·z) + σ_ω·ω)`.
///
/// `strength` is `b·x + σ_res·z`, `luck` is `σ_ω·ω`.
#[must_use]
pub fn acceptance_probability(track: &TrackParameters, strength: f64, luck: f64) -> f64 {
    logistic(acceptance_logit(track, strength, luck))
}

/// `logit q_s`, for those who tabulate the logistic function.
#[must_use]
#[inline]
pub fn acceptance_logit(track: &TrackParameters, strength: f64, luck: f64) -> f64 {
    track.kappa + track.lambda * strength + luck
}
