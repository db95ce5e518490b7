//! `fit/invitation_rates.csv`: observed invitations per application.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::fit_rows::InvitationRateRow;
use crate::reference::keys::{APPLICANT_TYPES, ORIGINS};
use crate::reference::record::Record;

impl Row for InvitationRateRow {
    const FILE: &'static str = "fit/invitation_rates.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/fit/invitation_rates.csv");
    const DESCRIBES: &'static str = "observed invitations per application";
    const COLUMNS: &'static [&'static str] =
        &["track", "applicant_type", "observation", "rate", "sd", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "applicant_type", "observation"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            observation: record.key("observation")?,
            rate: record.number("rate", 0.001..=0.999)?,
            sd: record.positive("sd", 10.0)?,
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
