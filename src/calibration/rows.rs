//! Fitted parameters of every track and applicant type: the fits of non-US IMGs,
//! and what is moved from them for the others (`docs/methods.md` §9).

use thiserror::Error;

use super::figures::{GroupMean, step2};
use super::fit::{FitError, FittedTrack, fit_all};
use super::ranks::predict;
use super::setting::{PARAMETERS, Point, Setting};
use super::shift::{ShiftError, shifted_rows};
use super::symmetric::{Matrix, sandwich};
use crate::model::{ApplicantType, Spread, TrackPrior};
use crate::reference::{Origin, ParameterRow, Reference, ReferenceError, TargetRow};

/// Spread of the effect of Step 2 CK between applicant types of one track
/// (assumption): half of the spread that its prior has between tracks and samples.
const STEP2_TYPE_SPREAD: f64 = 0.04;

/// The effect of Step 2 CK is the fifth parameter.
const STEP2: usize = PARAMETERS - 1;

/// Parameters could not be made.
#[derive(Debug, Error)]
pub enum CalibrationError {
    /// A table lacks what is needed.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// A fit.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A target of another applicant type.
    #[error(transparent)]
    Shift(#[from] ShiftError),
}

/// The parameters of one track and applicant type with their covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedRow {
    /// Levels, spread and slope with their standard deviations.
    pub parameters: ParameterRow,
    /// Effect of 10 points of Step 2 CK.
    pub step2: Spread,
    /// Covariance of `a`, `ln σ`, `κ`, `λ` and the effect of Step 2 CK.
    pub covariance: Matrix<PARAMETERS>,
    /// Which figures informed it.
    pub informed_by: String,
}

/// Everything that `calibrate` finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The fits, in the order of the tracks.
    pub fits: Vec<FittedTrack>,
    /// One row a track and applicant type: first the fits, then the others.
    pub rows: Vec<FittedRow>,
}

/// Fits all tracks and moves the fits to the other applicant types.
///
/// # Errors
///
/// When a table lacks a row, a fit is not determined, or a target is out of reach.
pub fn calibrate(reference: &Reference) -> Result<Calibration, CalibrationError> {
    let fits = fit_all(reference)?;
    let mut rows: Vec<FittedRow> = fits.iter().map(|fit| fitted_row(reference, fit)).collect();
    let mut fitted = reference.clone();
    for row in &rows {
        let is_it = |old: &&mut ParameterRow| {
            old.track == row.parameters.track && old.applicant_type == row.parameters.applicant_type
        };
        if let Some(old) = fitted.parameters.iter_mut().find(is_it) {
            *old = row.parameters.clone();
        }
    }
    for (target, parameters) in fitted.targets.iter().zip(shifted_rows(&fitted)?) {
        if let Some(base) = fits.iter().find(|fit| fit.track() == target.base_track) {
            rows.push(moved_row(&fitted, base, target, parameters));
        }
    }
    Ok(Calibration { fits, rows })
}

fn fitted_row(reference: &Reference, fit: &FittedTrack) -> FittedRow {
    let TrackPrior { id, mean_applications, visa_need_share, .. } = &fit.setting.track;
    let sds = fit.sds().map(rounded);
    let [a, ln_sigma, kappa, lambda, step2] = fit.point.values().map(rounded);
    let figures = &fit.figures;
    let counted = figures.matched + figures.not_matched;
    let old = reference.parameters_for(id, ApplicantType::NonUsImg);
    FittedRow {
        parameters: ParameterRow {
            track: id.clone(),
            applicant_type: ApplicantType::NonUsImg,
            mean_applications: *mean_applications,
            visa_need_share: *visa_need_share,
            a,
            a_sd: sds[0],
            ln_sigma,
            ln_sigma_sd: sds[1],
            kappa,
            kappa_sd: sds[2],
            lambda,
            lambda_sd: sds[3],
            invitation_rate: rounded(fit.predicted.invitation_rate),
            match_rate: rounded(fit.predicted.match_rate()),
            origin: Origin::Fit,
            source_id: old.map_or_else(String::new, |row| row.source_id.clone()),
            note: String::new(),
        },
        step2: Spread { mean: step2, sd: sds[STEP2] },
        covariance: fit.posterior.covariance,
        informed_by: format!(
            "match counts of {counted}; ranks and Step 2 CK of {} matched and {} not matched",
            figures.ranks[0].n, figures.ranks[1].n
        ),
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// The row of another type: its levels solved from the target, with the error
/// of the target added; spread and slope of the base track.
fn moved_row(reference: &Reference, base: &FittedTrack, target: &TargetRow, parameters: ParameterRow) -> FittedRow {
    let mut covariance = base.posterior.covariance;
    covariance[0][0] += target.a_sd * target.a_sd;
    covariance[2][2] += target.kappa_sd * target.kappa_sd;
    covariance[STEP2][STEP2] += STEP2_TYPE_SPREAD * STEP2_TYPE_SPREAD;
    let pool = step2(reference, &target.track, target.applicant_type);
    let prior = Spread { mean: base.point.step2, sd: covariance[STEP2][STEP2].sqrt() };
    let learnt = pool.map_or(prior, |means| pooled_step2(reference, base, &parameters, means, prior));
    let mut scale = [[0.0; PARAMETERS]; PARAMETERS];
    for (index, row) in scale.iter_mut().enumerate() {
        row[index] = if index == STEP2 { learnt.sd / prior.sd } else { 1.0 };
    }
    FittedRow {
        step2: Spread { mean: rounded(learnt.mean), sd: rounded(learnt.sd) },
        covariance: sandwich(&scale, &covariance),
        informed_by: informed_by(reference, target, pool),
        parameters: ParameterRow { note: String::new(), ..parameters },
    }
}

/// The effect of Step 2 CK given the means of matched and not matched of this
/// type: normal prior from the base track, and a difference that is linear in
/// the effect once the other parameters are given.
fn pooled_step2(
    reference: &Reference,
    base: &FittedTrack,
    parameters: &ParameterRow,
    [matched, not_matched]: [GroupMean; 2],
    prior: Spread,
) -> Spread {
    let kind = parameters.applicant_type;
    let Ok(of_type) = reference.prior(kind, std::slice::from_ref(&parameters.track)) else { return prior };
    let track = TrackPrior {
        mean_applications: parameters.mean_applications,
        visa_need_share: parameters.visa_need_share,
        ..of_type.tracks[0].clone()
    };
    let setting = Setting { track, ..base.setting.clone() };
    let point = Point {
        a: parameters.a,
        ln_sigma: parameters.ln_sigma,
        kappa: parameters.kappa,
        lambda: parameters.lambda,
        step2: prior.mean,
    };
    let strength = predict(&setting, &point).strength;
    let gain = setting.score_per_strength(&point) * (strength[0] - strength[1]) / point.step2;
    let error = matched.error().hypot(not_matched.error());
    let precision = prior.sd.powi(-2) + (gain / error).powi(2);
    let mean = (prior.mean / prior.sd.powi(2) + gain * (matched.mean - not_matched.mean) / (error * error)) / precision;
    Spread { mean, sd: precision.sqrt().recip() }
}

fn informed_by(reference: &Reference, target: &TargetRow, step2: Option<[GroupMean; 2]>) -> String {
    let is_it = |track: &str, kind: ApplicantType| track == target.track && kind == target.applicant_type;
    let counts = reference.match_counts.iter().find(|row| is_it(&row.track, row.applicant_type));
    let listed = reference.listings.iter().find(|row| is_it(&row.track, row.applicant_type));
    let mut parts = vec![match counts {
        Some(row) => format!("match rate of {} in {}", row.matched + row.not_matched, row.year),
        None => format!("match rate {} ({})", origin_word(target.origin), target.source_id),
    }];
    parts.push(match target.invitation_rate {
        Some(_) => format!("invitation rate ({})", target.invitation_source_id),
        None => "level of invitation of the base track".to_owned(),
    });
    if let Some([matched, not_matched]) = step2 {
        parts.push(format!("Step 2 CK of {} matched and {} not matched", matched.n, not_matched.n));
    }
    if let Some(row) = listed {
        parts.push(format!("{} of {} who ranked it in {} (context)", row.filled, row.applicants, row.year));
    }
    parts.push(format!("spread and slope of {} non-US IMG", target.base_track));
    parts.join("; ")
}

/// The word of the tables for an origin.
pub(super) fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::Published => "published",
        Origin::Computed => "computed",
        Origin::Fit => "fit",
        Origin::Assumption => "assumption",
    }
}
