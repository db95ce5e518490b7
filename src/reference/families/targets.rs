//! `parameters/targets.csv`: published figures that the parameters of other
//! applicant types than non-US IMG are solved from.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::{APPLICANT_TYPES, ORIGINS};
use crate::reference::record::Record;
use crate::reference::rows::TargetRow;

impl Row for TargetRow {
    const FILE: &'static str = "parameters/targets.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/parameters/targets.csv");
    const DESCRIBES: &'static str = "invitation and match rates that the shifted parameters are solved from";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "applicant_type",
        "base_track",
        "mean_applications",
        "invitation_rate",
        "invitation_source_id",
        "match_rate",
        "source_id",
        "origin",
        "invitation_sd",
        "match_sd",
        "year",
        "note",
    ];
    const KEY: &'static [&'static str] = &["track", "applicant_type"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            applicant_type: record.one_of("applicant_type", &APPLICANT_TYPES)?,
            base_track: record.key("base_track")?,
            mean_applications: record.whole("mean_applications", 1..=10_000)?,
            invitation_rate: record.optional_number("invitation_rate", 0.001..=0.999)?,
            invitation_source_id: record.key("invitation_source_id")?,
            match_rate: record.number("match_rate", 0.001..=0.999)?,
            source_id: record.key("source_id")?,
            origin: record.one_of("origin", &ORIGINS)?,
            invitation_sd: record.positive("invitation_sd", 10.0)?,
            match_sd: record.positive("match_sd", 10.0)?,
            year: record.year("year")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str()), ("invitation_source_id", self.invitation_source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        Some(&self.track)
    }
}
