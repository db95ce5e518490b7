//! `fit/applicants.csv`: the average applicant of a track whose parameters are fitted.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::ApplicantRow;
use crate::reference::keys::{APPLICANT_TYPES, ORIGINS};
use crate::reference::record::Record;

impl Row for ApplicantRow {
    const FILE: &'static str = "fit/applicants.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/applicants.csv");
    const DESCRIBES: &'static str = "applications of the average applicant of each fitted track, and need of a visa";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "applicant_type",
        "mean_applications",
        "origin",
        "source_id",
        "visa_need_share",
        "visa_source_id",
        "year",
        "note",
    ];
    const KEY: &'static [&'static str] = &["track", "applicant_type"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            mean_applications: record.whole("mean_applications", 1..=10_000)?,
            origin: record.one_of("origin", &ORIGINS)?,
            source_id: record.key("source_id")?,
            visa_need_share: record.number("visa_need_share", 0.0..=1.0)?,
            visa_source_id: record.key("visa_source_id")?,
            year: record.year("year")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str()), ("visa_source_id", self.visa_source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}
