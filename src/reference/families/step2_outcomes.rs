//! `fit/step2_by_outcome.csv`: Step 2 CK of the matched and the not matched.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::Step2OutcomeRow;
use crate::reference::keys::{APPLICANT_TYPES, MATCH_OUTCOMES, ORIGINS};
use crate::reference::record::Record;

impl Row for Step2OutcomeRow {
    const FILE: &'static str = "fit/step2_by_outcome.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/step2_by_outcome.csv");
    const DESCRIBES: &'static str = "Step 2 CK of the matched and the not matched";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "outcome", "n", "mean", "sd", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "outcome", "year"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            outcome: record.one_of("outcome", &MATCH_OUTCOMES)?,
            n: record.whole("n", 1..=1_000_000)?,
            mean: record.number("mean", 1.0..=300.0)?,
            sd: record.positive("sd", 100.0)?,
            origin: record.one_of("origin", &ORIGINS)?,
            year: record.year("year")?,
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
