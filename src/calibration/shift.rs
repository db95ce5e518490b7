//! Parameters of applicant types without printed rank distributions: the level
//! of invitation `a` and of acceptance `κ` moved from the non-US IMG fit until
//! the average applicant is invited and matched as often as published.

use thiserror::Error;

use crate::model::logistic::logit;
use crate::model::{ApplicantType, SharedParameters, TrackPrior};
use crate::reference::{Origin, ParameterRow, Reference, ReferenceError, TargetRow};

use super::average::average;

/// Steps of a solution at most, and the gap on the logit scale that ends it.
const STEPS: u32 = 60;
const TOLERANCE: f64 = 1e-6;

/// A target cannot be met.
#[derive(Debug, Error)]
pub enum ShiftError {
    /// The tables lack what the solution starts from.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The base track has no fit for non-US IMG.
    #[error("parameters/targets.csv: base track `{track}` has no non-US IMG parameters; name one that has")]
    NoBase {
        /// The base track named.
        track: String,
    },
    /// No level reaches the rate.
    #[error("parameters/targets.csv: {what} of {target} is out of reach for track `{track}`; nearest is {nearest:.4}")]
    OutOfReach {
        /// Which rate.
        what: &'static str,
        /// The rate asked for.
        target: f64,
        /// The rate at the last step.
        nearest: f64,
        /// The track.
        track: String,
    },
}

/// The parameter rows that the targets of `reference` ask for, in their order.
///
/// # Errors
///
/// When a base track is missing or a rate cannot be reached.
pub fn shifted_rows(reference: &Reference) -> Result<Vec<ParameterRow>, ShiftError> {
    reference.targets.iter().map(|target| shifted_row(reference, target)).collect()
}

fn shifted_row(reference: &Reference, target: &TargetRow) -> Result<ParameterRow, ShiftError> {
    let base = reference
        .parameters_for(&target.base_track, ApplicantType::NonUsImg)
        .ok_or_else(|| ShiftError::NoBase { track: target.base_track.clone() })?;
    let fitted = reference.prior(ApplicantType::NonUsImg, std::slice::from_ref(&target.base_track))?;
    let shared = fitted.assumptions.central();
    let programs = reference.track(&target.track).map_or(0, |track| track.programs);
    let need = if target.applicant_type == ApplicantType::NonUsImg { base.visa_need_share } else { 0.0 };
    let start = TrackPrior {
        mean_applications: target.mean_applications,
        visa_need_share: need,
        pool_programs: programs,
        ..fitted.tracks[0].clone()
    };
    let solved = solve(start, target, &shared)?;
    let reached = average(&solved, &shared);
    Ok(ParameterRow {
        track: target.track.clone(),
        applicant_type: target.applicant_type,
        mean_applications: target.mean_applications,
        visa_need_share: need,
        a: rounded(solved.a.mean),
        a_sd: rounded(base.a_sd.hypot(target.a_sd)),
        ln_sigma: base.ln_sigma,
        ln_sigma_sd: base.ln_sigma_sd,
        kappa: rounded(solved.kappa.mean),
        kappa_sd: rounded(base.kappa_sd.hypot(target.kappa_sd)),
        lambda: base.lambda,
        lambda_sd: base.lambda_sd,
        invitation_rate: rounded(reached.invitation_rate),
        match_rate: rounded(reached.match_rate),
        origin: Origin::Assumption,
        source_id: target.source_id.clone(),
        note: format!("solved from parameters/targets.csv; spread and slope of {} non-US IMG", target.base_track),
    })
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn solve(mut track: TrackPrior, target: &TargetRow, shared: &SharedParameters) -> Result<TrackPrior, ShiftError> {
    let unreachable = |what, target_rate, nearest| ShiftError::OutOfReach {
        what,
        target: target_rate,
        nearest,
        track: target.track.clone(),
    };
    if let Some(rate) = target.invitation_rate {
        let found = climb(rate, |step| {
            track.a.mean += step;
            average(&track, shared).invitation_rate
        });
        found.map_err(|nearest| unreachable("an invitation rate", rate, nearest))?;
    }
    let found = climb(target.match_rate, |step| {
        track.kappa.mean += step;
        average(&track, shared).match_rate
    });
    found.map_err(|nearest| unreachable("a match rate", target.match_rate, nearest))?;
    Ok(track)
}

/// Moves a level by the remaining gap on the logit scale until `rate` is met;
/// gives the last rate seen if it never is.
fn climb(rate: f64, mut after_step: impl FnMut(f64) -> f64) -> Result<(), f64> {
    let mut reached = after_step(0.0);
    for _ in 0..STEPS {
        let gap = logit(rate) - logit(reached);
        if gap.abs() < TOLERANCE {
            return Ok(());
        }
        reached = after_step(gap);
    }
    Err(reached)
}
