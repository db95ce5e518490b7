//! `fit/score_bands.csv`: match rates of US MD seniors by Step 2 CK.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::ScoreBandRow;
use crate::reference::keys::APPLICANT_TYPES;
use crate::reference::record::Record;

impl Row for ScoreBandRow {
    const FILE: &'static str = "fit/score_bands.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/score_bands.csv");
    const DESCRIBES: &'static str = "match rates of US MD seniors by Step 2 CK";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "score", "applicants", "match_rate", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "score"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            score: record.number("score", 100.0..=300.0)?,
            applicants: record.whole("applicants", 1..=1_000_000)?,
            match_rate: record.number("match_rate", 0.0..=1.0)?,
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
