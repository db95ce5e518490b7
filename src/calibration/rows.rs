//! Fitted parameters of every track and applicant type: the fits of non-US IMGs,
//! and what is moved from them for the others (`docs/methods.md` §9).

use thiserror::Error;

use super::figures::{GroupMean, TrackFigures, step2};
use super::fit::{FitError, Fits, FittedTrack, fit_all};
use super::hierarchy::{Hierarchy, LAMBDA};
use super::ranks::predict;
use super::seniors::{FittedSeniors, fit_seniors};
use super::setting::Setting;
use super::shift::{Base, FittedRates, InvitationShare, Shift, ShiftError};
use super::yields::{self, Yield};
use crate::model::fitted::PARAMETERS;
use crate::model::symmetric::{Matrix, sandwich};
use crate::model::typical::Rates;
use crate::model::{ApplicantType, Point, Spread, TrackPrior};
use crate::reference::{Origin, ParameterRow, Reference, ReferenceError, TargetRow};

/// Source of the fitted rows: this program and the tables it was given.
const FIT_SOURCE: &str = "matchfolio_fit_2026";

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
    /// Central values, standard deviations, and which figures informed them.
    pub parameters: ParameterRow,
    /// Covariance of the coordinates ([`crate::model::fitted::COORDINATES`]).
    pub covariance: Matrix<PARAMETERS>,
}

/// Everything that `calibrate` finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The fits, in the order of the tracks.
    pub fits: Vec<FittedTrack>,
    /// What their slopes have in common.
    pub hierarchy: Hierarchy,
    /// How much of a difference in matches between types is one of invitations.
    pub invitations: InvitationShare,
    /// One row a track and applicant type: first the fits, then the others.
    pub rows: Vec<FittedRow>,
}

/// Fits all tracks and moves the fits to the other applicant types.
///
/// # Errors
///
/// When a table lacks a row, a fit is not determined, or a target is out of reach.
pub fn calibrate(reference: &Reference) -> Result<Calibration, CalibrationError> {
    let Fits { tracks: fits, hierarchy } = fit_all(reference)?;
    let spreads = TypeSpreads::of(reference)?;
    let mut rows: Vec<FittedRow> = fits.iter().map(fitted_row).collect();
    let seniors = fit_seniors(reference, &hierarchy)?;
    let invitations = invitation_share(reference, &fits, &seniors)?;
    for target in &reference.targets {
        let target = yields::informed(reference, target)?;
        let of_seniors = seniors.iter().find(|fit| fit.setting.track.id == target.base_track);
        let is_of_us_school = !target.applicant_type.is_img();
        match of_seniors.filter(|_| is_of_us_school) {
            Some(fit) if target.applicant_type == ApplicantType::UsMd && target.track == target.base_track => {
                rows.push(senior_row(reference, fit, &target)?);
            }
            Some(FittedSeniors { setting, point, law, .. }) => {
                rows.push(moved_row(reference, Base { setting, point, law }, &target, spreads, invitations)?);
            }
            None => {
                let base = fits.iter().find(|fit| fit.track() == target.base_track);
                let base = base.ok_or_else(|| ShiftError::NoBase { track: target.base_track.clone() })?;
                let FittedTrack { setting, point, law, .. } = base;
                rows.push(moved_row(reference, Base { setting, point, law }, &target, spreads, invitations)?);
            }
        }
    }
    Ok(Calibration { fits, hierarchy, invitations, rows })
}

/// What non-US IMGs and US MD seniors, who both have fits, say of the difference between types.
fn invitation_share(
    reference: &Reference,
    imgs: &[FittedTrack],
    seniors: &[FittedSeniors],
) -> Result<InvitationShare, ReferenceError> {
    let pairs: Vec<[FittedRates<'_>; 2]> = imgs
        .iter()
        .filter_map(|img| {
            let senior = seniors.iter().find(|fit| fit.setting.track.id == img.track())?;
            let matched = img.predicted.match_rate();
            let rates = Rates { invitation: img.predicted.invitation_rate, matched };
            Some([FittedRates { rates, law: &img.law }, FittedRates { rates: senior.rates, law: &senior.law }])
        })
        .collect();
    Ok(InvitationShare::learned(&pairs, reference.assumed("yield_source_spread")?))
}

fn fitted_row(fit: &FittedTrack) -> FittedRow {
    let TrackPrior { id, mean_applications, visa_need_share, .. } = &fit.setting.track;
    let figures = &fit.figures;
    FittedRow {
        parameters: ParameterRow {
            track: id.clone(),
            applicant_type: ApplicantType::NonUsImg,
            mean_applications: *mean_applications,
            visa_need_share: *visa_need_share,
            center: rounded_point(&fit.point),
            sds: sds(&fit.law),
            invitation_rate: rounded(fit.predicted.invitation_rate),
            match_rate: rounded(fit.predicted.match_rate()),
            origin: Origin::Fit,
            source_id: FIT_SOURCE.to_owned(),
            informed_by: words_of_figures(figures),
        },
        covariance: fit.law,
    }
}

/// Which figures a fit rests on; groups below five applicants are not printed.
fn words_of_figures(figures: &TrackFigures) -> String {
    let counted = figures.matched + figures.not_matched;
    let groups = figures.ranks.iter().zip(["matched", "not matched"]);
    let printed: Vec<String> =
        groups.filter_map(|(ranks, outcome)| ranks.map(|ranks| format!("{} {outcome}", ranks.n))).collect();
    let what = if figures.step2.is_some() { "ranks and Step 2 CK" } else { "ranks" };
    format!("match counts of {counted}; {what} of {}; slopes of the other tracks", printed.join(" and "))
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn rounded_point(point: &Point) -> Point {
    Point::from_values(point.values().map(rounded))
}

fn sds(covariance: &Matrix<PARAMETERS>) -> [f64; PARAMETERS] {
    std::array::from_fn(|i| rounded(covariance[i][i].sqrt()))
}

/// How far parameters that are taken over from a fit differ between applicant types, as
/// standard deviations (assumptions).
#[derive(Clone, Copy)]
struct TypeSpreads {
    lambda: f64,
    step2: f64,
}

impl TypeSpreads {
    fn of(reference: &Reference) -> Result<Self, ReferenceError> {
        Ok(Self { lambda: reference.assumed("slope_type_spread")?, step2: reference.assumed("step2_ck_type_spread")? })
    }
}

/// The row of US MD seniors, fitted to their own figures.
fn senior_row(reference: &Reference, fit: &FittedSeniors, target: &TargetRow) -> Result<FittedRow, ReferenceError> {
    Ok(FittedRow {
        parameters: ParameterRow {
            track: target.track.clone(),
            applicant_type: target.applicant_type,
            mean_applications: target.mean_applications,
            visa_need_share: 0.0,
            center: rounded_point(&fit.point),
            sds: sds(&fit.law),
            invitation_rate: rounded(fit.rates.invitation),
            match_rate: rounded(fit.rates.matched),
            origin: Origin::Fit,
            source_id: target.source_id.clone(),
            informed_by: informed_by(reference, target, step2(reference, &target.track, target.applicant_type))?,
        },
        covariance: fit.law,
    })
}

/// The row of another type: its levels solved from the target; spread and slope of the base
/// track, the slope known less well.
fn moved_row(
    reference: &Reference,
    base: Base<'_>,
    target: &TargetRow,
    spreads: TypeSpreads,
    invitations: InvitationShare,
) -> Result<FittedRow, ShiftError> {
    let shift = Shift::new(reference, base, target, invitations.share.mean)?;
    let point = shift.point()?;
    let mut covariance = shift.covariance();
    covariance[LAMBDA][LAMBDA] += spreads.lambda * spreads.lambda;
    covariance[STEP2][STEP2] += spreads.step2 * spreads.step2;
    let pool = step2(reference, &target.track, target.applicant_type);
    let prior = Spread { mean: point.step2, sd: covariance[STEP2][STEP2].sqrt() };
    let setting = Setting { track: shift.track(&point), ..base.setting.clone() };
    let learnt = pool.map_or(prior, |means| pooled_step2(&setting, &point, means, prior));
    let mut scale = [[0.0; PARAMETERS]; PARAMETERS];
    for (index, row) in scale.iter_mut().enumerate() {
        row[index] = if index == STEP2 { learnt.sd / prior.sd } else { 1.0 };
    }
    let covariance = sandwich(&scale, &covariance);
    let reached = shift.rates(&point);
    Ok(FittedRow {
        parameters: ParameterRow {
            track: target.track.clone(),
            applicant_type: target.applicant_type,
            mean_applications: target.mean_applications,
            visa_need_share: setting.track.visa_need_share,
            center: rounded_point(&Point { step2: learnt.mean, ..point }),
            sds: sds(&covariance),
            invitation_rate: rounded(reached.invitation),
            match_rate: rounded(reached.matched),
            origin: Origin::Assumption,
            source_id: target.source_id.clone(),
            informed_by: informed_by(reference, target, pool)?,
        },
        covariance,
    })
}

/// The effect of Step 2 CK given the means of matched and not matched of this
/// type: normal prior from the base track, and a difference that is linear in
/// the effect once the other parameters are given.
fn pooled_step2(setting: &Setting, point: &Point, [matched, not_matched]: [GroupMean; 2], prior: Spread) -> Spread {
    let strength = predict(setting, point).strength;
    let gain = setting.score_per_strength(point) * (strength[0] - strength[1]) / point.step2;
    let error = matched.error().hypot(not_matched.error());
    let precision = prior.sd.powi(-2) + (gain / error).powi(2);
    let mean = (prior.mean / prior.sd.powi(2) + gain * (matched.mean - not_matched.mean) / (error * error)) / precision;
    Spread { mean, sd: precision.sqrt().recip() }
}

fn informed_by(
    reference: &Reference,
    target: &TargetRow,
    step2: Option<[GroupMean; 2]>,
) -> Result<String, ReferenceError> {
    let is_it = |track: &str, kind: ApplicantType| track == target.track && kind == target.applicant_type;
    let counts = reference.match_counts.iter().find(|row| is_it(&row.track, row.applicant_type));
    let listed = reference.listings.iter().find(|row| is_it(&row.track, row.applicant_type));
    let mut parts = vec![match counts {
        Some(row) => format!("match rate of the {} who preferred it in {}", row.matched + row.not_matched, row.year),
        None => format!("match rate {} ({})", origin_word(target.origin), target.source_id),
    }];
    let observed = yields::of(reference, &target.track, target.applicant_type)?;
    parts.push(match (observed, target.invitation_rate) {
        (Some(found), _) => words_of_yield(&found),
        (None, Some(_)) => format!("invitation rate ({})", target.invitation_source_id),
        (None, None) => "level of invitation moved from the base track with the match rate".to_owned(),
    });
    if let Some([matched, not_matched]) = step2 {
        parts.push(format!("Step 2 CK of {} matched and {} not matched", matched.n, not_matched.n));
    }
    let bands = reference.score_bands.iter().filter(|row| is_it(&row.track, row.applicant_type)).count();
    if bands > 0 {
        parts.push(format!("match rates in {bands} bands of Step 2 CK"));
    }
    if reference.interview_counts.iter().any(|row| is_it(&row.track, row.applicant_type)) {
        parts.push("spread of the number of interviews".to_owned());
    }
    if let Some(row) = listed {
        parts.push(format!(
            "context only: {} of {} who ranked a PGY-{} position of it in {} filled one",
            row.filled, row.applicants, row.pgy, row.year
        ));
    }
    parts.push(match target.applicant_type {
        kind if kind.is_img() => format!("spread and slope of {} non-US IMG", target.base_track),
        ApplicantType::UsMd if target.track == target.base_track => {
            "spread and slope pooled over all tracks".to_owned()
        }
        _ => format!("spread and slope of {} US MD seniors", target.base_track),
    });
    Ok(parts.join("; "))
}

fn words_of_yield(found: &Yield) -> String {
    let [lowest, highest] = found.range;
    match found.observations {
        1 => format!("invitation rate of one observation ({lowest:.2})"),
        count => format!("invitation rate of {count} observations ({lowest:.2} to {highest:.2})"),
    }
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
