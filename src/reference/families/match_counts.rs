//! `fit/match_counts.csv`: applicants matched and not matched to their preferred specialty.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::MatchCountRow;
use crate::reference::keys::APPLICANT_TYPES;
use crate::reference::record::Record;

impl Row for MatchCountRow {
    const FILE: &'static str = "fit/match_counts.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/match_counts.csv");
    const DESCRIBES: &'static str = "applicants matched and not matched to their preferred specialty";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "year", "matched", "not_matched", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "year"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            matched: record.whole("matched", 0..=1_000_000)?,
            not_matched: record.whole("not_matched", 0..=1_000_000)?,
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
