//! `parameters/provisional.csv`: the model's parameters of a track and applicant type.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::{APPLICANT_TYPES, ORIGINS};
use crate::reference::record::Record;
use crate::reference::rows::ParameterRow;

/// Largest distance of a logit parameter from 0 that is not a mistake: at 20 a
/// probability is 2e-9.
const LOGIT_LIMIT: f64 = 20.0;

/// Largest standard deviation of a parameter.
const SD_LIMIT: f64 = 10.0;

impl Row for ParameterRow {
    const FILE: &'static str = "parameters/provisional.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/parameters/provisional.csv");
    const DESCRIBES: &'static str = "invitation and acceptance parameters by track and applicant type (provisional)";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "applicant_type",
        "mean_applications",
        "visa_need_share",
        "a",
        "a_sd",
        "ln_sigma",
        "ln_sigma_sd",
        "kappa",
        "kappa_sd",
        "lambda",
        "lambda_sd",
        "invitation_rate",
        "match_rate",
        "origin",
        "source_id",
        "note",
    ];
    const KEY: &'static [&'static str] = &["track", "applicant_type"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            mean_applications: record.whole("mean_applications", 1..=10_000)?,
            visa_need_share: record.number("visa_need_share", 0.0..=1.0)?,
            a: record.number("a", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
            a_sd: record.positive("a_sd", SD_LIMIT)?,
            ln_sigma: record.number("ln_sigma", -5.0..=3.0)?,
            ln_sigma_sd: record.positive("ln_sigma_sd", SD_LIMIT)?,
            kappa: record.number("kappa", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
            kappa_sd: record.positive("kappa_sd", SD_LIMIT)?,
            lambda: record.number("lambda", -LOGIT_LIMIT..=LOGIT_LIMIT)?,
            lambda_sd: record.positive("lambda_sd", SD_LIMIT)?,
            invitation_rate: record.number("invitation_rate", 0.0..=1.0)?,
            match_rate: record.number("match_rate", 0.0..=1.0)?,
            origin: record.one_of("origin", &ORIGINS)?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}
