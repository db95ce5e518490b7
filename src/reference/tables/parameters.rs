//! `parameters/`: the model's parameters of a track and applicant type with their joint uncertainty and what they
//! were made from, as `calibrate` writes them, and the figures that some of them are solved from.

use super::sources::Origin;
use crate::model::fitted::{COORDINATES, PARAMETERS};
use crate::model::symmetric::{Matrix, cholesky};
use crate::model::{ApplicantType, Point};
use crate::reference::error::ReferenceError;
use crate::reference::load::Reference;
use crate::reference::prior::{not_covered, whom};
use crate::reference::record::Record;
use crate::reference::table::{Row as _, table};

/// Largest distance of a logit parameter from 0 that is not a mistake: at 20 a
/// probability is 2e-9.
const LOGIT_LIMIT: f64 = 20.0;

/// Largest standard deviation of a parameter.
const SD_LIMIT: f64 = 10.0;

table! {
    /// Parameters of one track and applicant type.
    pub struct ParameterRow: "parameters/fitted.csv",
        "fitted parameters of the model by track and applicant type; `calibrate` writes them";
    key: track, applicant_type;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Applications of the published average applicant.
    mean_applications: u32 = whole(1..=10_000),
    /// Share of the pool that needs a visa, 0 to 1.
    visa_need_share: f64 = number(0.0..=1.0),
    /// Central values.
    center[a ln_sigma kappa lambda step2_ck_per_10]: Point = point,
    /// Standard deviations of the coordinates ([`crate::model::fitted::COORDINATES`]); the
    /// covariances stand in `parameters/covariances.csv`.
    sds[invitation_logit_sd ln_sigma_sd match_logit_sd lambda_sd step2_ck_per_10_sd]: [f64; PARAMETERS] = sds,
    /// Invitations per application of the published average applicant, 0 to 1.
    invitation_rate: f64 = number(0.0..=1.0),
    /// Share of active applicants matched to the track under these parameters, 0 to 1.
    match_rate: f64 = number(0.0..=1.0),
    origin: Origin = word,
    source_id: String = source,
    /// Which figures informed it.
    informed_by: String = remark,
}

fn point(record: Record<'_>) -> Result<Point, ReferenceError> {
    Ok(Point {
        a: record.number("a", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
        ln_sigma: record.number("ln_sigma", -5.0..=3.0)?,
        kappa: record.number("kappa", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
        lambda: record.number("lambda", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
        step2: record.number("step2_ck_per_10", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
    })
}

fn sds(record: Record<'_>) -> Result<[f64; PARAMETERS], ReferenceError> {
    Ok([
        record.positive("invitation_logit_sd", SD_LIMIT)?,
        record.positive("ln_sigma_sd", SD_LIMIT)?,
        record.positive("match_logit_sd", SD_LIMIT)?,
        record.positive("lambda_sd", SD_LIMIT)?,
        record.positive("step2_ck_per_10_sd", SD_LIMIT)?,
    ])
}

table! {
    /// Covariance of two coordinates of the joint law.
    pub struct CovarianceRow: "parameters/covariances.csv",
        "covariances of the fitted parameters of a track, lower triangles";
    key: track, applicant_type, row, column;
    row: in_lower_triangle;
    together: check_covariances;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Index of the first coordinate in [`crate::model::fitted::COORDINATES`].
    row: usize = one_of(&coordinates()),
    /// Index of the second.
    column: usize = one_of(&coordinates()),
    /// Their covariance.
    covariance: f64 = number(-SD_LIMIT * SD_LIMIT..=SD_LIMIT * SD_LIMIT),
}

fn coordinates() -> Vec<(&'static str, usize)> {
    COORDINATES.into_iter().enumerate().map(|(index, name)| (name, index)).collect()
}

fn in_lower_triangle(
    record: Record<'_>,
    &CovarianceRow { row, column, .. }: &CovarianceRow,
) -> Result<(), ReferenceError> {
    if column <= row {
        return Ok(());
    }
    Err(record.wrong("column", COORDINATES[column], format!("`{}` or one before it", COORDINATES[row])))
}

/// How far a printed variance may be from the square of its printed standard deviation, relative to it.
const ROUNDING: f64 = 0.02;

/// The covariances of each row of parameters must be complete, have a root, and be those of its standard deviations.
fn check_covariances(reference: &Reference) -> Result<(), ReferenceError> {
    for row in &reference.parameters {
        let covariance = covariance_of(row, &reference.covariances)?;
        let agrees = |(i, sd): (usize, &f64)| (covariance[i][i] / (sd * sd) - 1.0).abs() < ROUNDING;
        let problem = if cholesky(&covariance).is_none() {
            "are not positive definite"
        } else if !row.sds.iter().enumerate().all(agrees) {
            "are not those of the standard deviations in parameters/fitted.csv"
        } else {
            continue;
        };
        let whom = whom(&row.track, row.applicant_type);
        return Err(ReferenceError::WrongCovariances { file: CovarianceRow::FILE, whom, problem });
    }
    Ok(())
}

/// The covariance of the parameters of a row, from the lower triangle in the table.
pub(in crate::reference) fn covariance_of(
    row: &ParameterRow,
    covariances: &[CovarianceRow],
) -> Result<Matrix<PARAMETERS>, ReferenceError> {
    let mut of_row = [[None; PARAMETERS]; PARAMETERS];
    let is_of_row = |entry: &&CovarianceRow| entry.track == row.track && entry.applicant_type == row.applicant_type;
    for entry in covariances.iter().filter(is_of_row) {
        of_row[entry.row][entry.column] = Some(entry.covariance);
        of_row[entry.column][entry.row] = Some(entry.covariance);
    }
    let mut covariance = [[0.0; PARAMETERS]; PARAMETERS];
    for (i, entries) in of_row.iter().enumerate() {
        for (j, entry) in entries.iter().enumerate() {
            covariance[i][j] = entry.ok_or_else(|| {
                let what = format!("covariance of `{}` and `{}`", COORDINATES[i.max(j)], COORDINATES[i.min(j)]);
                not_covered::<CovarianceRow>(what, whom(&row.track, row.applicant_type))
            })?;
        }
    }
    Ok(covariance)
}

table! {
    /// Something that the fitted parameters were made from.
    pub struct FitRecordRow: "parameters/fit.csv",
        "what the fitted parameters were made from: program version and tables";
    key: item;
    columns:
    /// `program_version`, or `sha256 of` a table.
    item: String = text,
    /// Version or hash.
    value: String = text,
}

table! {
    /// What the parameters of a track and applicant type are solved from where no
    /// rank distributions are printed.
    pub struct TargetRow: "parameters/targets.csv",
        "invitation and match rates that the shifted parameters are solved from";
    key: track, applicant_type;
    columns:
    track: String = track,
    applicant_type: ApplicantType = applicant_type,
    /// Track whose fit (of US MD seniors, or of non-US IMGs for IMGs) gives the spread of strength and the slope `λ`.
    base_track: String = key,
    /// Applications of the average applicant.
    mean_applications: u32 = whole(1..=10_000),
    /// Invitations per application of the average applicant, 0 to 1; without one, those of the
    /// base track, moved by a share of what the match rates differ by.
    invitation_rate: Option<f64> = optional_number(0.001..=0.999),
    /// Source of the invitation rate.
    invitation_source_id: String = source,
    /// Share of active applicants matched to the track, 0 to 1.
    match_rate: f64 = number(0.001..=0.999),
    /// Source of the match rate.
    source_id: String = source,
    /// Where the match rate comes from.
    origin: Origin = word,
    /// Standard deviation of the invitation rate on the log-odds.
    invitation_sd: f64 = positive(10.0),
    /// Standard deviation of the match rate on the log-odds.
    match_sd: f64 = positive(10.0),
    /// Year of the match rate.
    year: u16 = year,
    note: String = remark,
}
