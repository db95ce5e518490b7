//! `fit/listings.csv`: applicants who ranked a specialty and positions they filled.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::ListingRow;
use crate::reference::keys::APPLICANT_TYPES;
use crate::reference::record::Record;

impl Row for ListingRow {
    const FILE: &'static str = "fit/listings.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/listings.csv");
    const DESCRIBES: &'static str = "applicants who ranked a specialty and positions they filled";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "pgy", "applicants", "filled", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "pgy", "year"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let applicants = record.whole("applicants", 0..=1_000_000)?;
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            pgy: record.whole("pgy", 1..=2)?,
            applicants,
            filled: record.whole("filled", 0..=applicants)?,
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
