//! `fit/interview_counts.csv`: how interviews spread over applicants.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::InterviewCountRow;
use crate::reference::keys::APPLICANT_TYPES;
use crate::reference::record::Record;

impl Row for InterviewCountRow {
    const FILE: &'static str = "fit/interview_counts.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/interview_counts.csv");
    const DESCRIBES: &'static str = "how interviews spread over applicants";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "mean", "sd", "applications_relative_sd", "n", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "source_id"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            mean: record.positive("mean", 1000.0)?,
            sd: record.positive("sd", 1000.0)?,
            applications_relative_sd: record.number("applications_relative_sd", 0.0..=5.0)?,
            n: record.whole("n", 1..=1_000_000)?,
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
