//! `parameters/fitted.csv`, `parameters/covariances.csv` and `parameters/fit.csv`: the model's
//! parameters of a track and applicant type with their joint uncertainty, and what they
//! were made from, as `calibrate` writes them.

use super::Row;
use crate::model::Point;
use crate::model::fitted::COORDINATES;
use crate::reference::error::ReferenceError;
use crate::reference::keys::{APPLICANT_TYPES, FITTED, ORIGINS};
use crate::reference::record::Record;
use crate::reference::rows::{CovarianceRow, FitRecordRow, ParameterRow};

/// Largest distance of a logit parameter from 0 that is not a mistake: at 20 a
/// probability is 2e-9.
const LOGIT_LIMIT: f64 = 20.0;

/// Largest standard deviation of a parameter.
const SD_LIMIT: f64 = 10.0;

impl Row for ParameterRow {
    const FILE: &'static str = "parameters/fitted.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/parameters/fitted.csv");
    const DESCRIBES: &'static str =
        "fitted parameters of the model by track and applicant type; `calibrate` writes them";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "applicant_type",
        "mean_applications",
        "visa_need_share",
        "a",
        "ln_sigma",
        "kappa",
        "lambda",
        "step2_ck_per_10",
        "invitation_logit_sd",
        "ln_sigma_sd",
        "match_logit_sd",
        "lambda_sd",
        "step2_ck_per_10_sd",
        "invitation_rate",
        "match_rate",
        "origin",
        "source_id",
        "informed_by",
    ];
    const KEY: &'static [&'static str] = &["track", "applicant_type"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            mean_applications: record.whole("mean_applications", 1..=10_000)?,
            visa_need_share: record.number("visa_need_share", 0.0..=1.0)?,
            center: Point {
                a: record.number("a", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
                ln_sigma: record.number("ln_sigma", -5.0..=3.0)?,
                kappa: record.number("kappa", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
                lambda: record.number("lambda", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
                step2: record.number("step2_ck_per_10", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
            },
            sds: [
                record.positive("invitation_logit_sd", SD_LIMIT)?,
                record.positive("ln_sigma_sd", SD_LIMIT)?,
                record.positive("match_logit_sd", SD_LIMIT)?,
                record.positive("lambda_sd", SD_LIMIT)?,
                record.positive("step2_ck_per_10_sd", SD_LIMIT)?,
            ],
            invitation_rate: record.number("invitation_rate", 0.0..=1.0)?,
            match_rate: record.number("match_rate", 0.0..=1.0)?,
            origin: record.one_of("origin", &ORIGINS)?,
            source_id: record.key("source_id")?,
            informed_by: record.remark("informed_by"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}

impl Row for FitRecordRow {
    const FILE: &'static str = "parameters/fit.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/parameters/fit.csv");
    const DESCRIBES: &'static str = "what the fitted parameters were made from: program version and tables";
    const COLUMNS: &'static [&'static str] = &["item", "value"];
    const KEY: &'static [&'static str] = &["item"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self { item: record.text("item")?, value: record.text("value")? })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

impl Row for CovarianceRow {
    const FILE: &'static str = "parameters/covariances.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/parameters/covariances.csv");
    const DESCRIBES: &'static str = "covariances of the fitted parameters of a track, lower triangles";
    const COLUMNS: &'static [&'static str] = &["track", "applicant_type", "row", "column", "covariance"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "row", "column"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let (row, column) = (record.one_of("row", &FITTED)?, record.one_of("column", &FITTED)?);
        if column > row {
            return Err(record.wrong(
                "column",
                COORDINATES[column],
                format!("`{}` or one before it", COORDINATES[row]),
            ));
        }
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            row,
            column,
            covariance: record.number("covariance", -SD_LIMIT * SD_LIMIT..=SD_LIMIT * SD_LIMIT)?,
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}
