//! `visa/sponsorship.csv`: share of programs that sponsor a visa.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::{ORIGINS, VISAS};
use crate::reference::record::Record;
use crate::reference::rows::SponsorshipRow;

impl Row for SponsorshipRow {
    const FILE: &'static str = "visa/sponsorship.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/visa/sponsorship.csv");
    const DESCRIBES: &'static str = "share of programs that sponsor a J-1 or an H-1B";
    const COLUMNS: &'static [&'static str] = &["track", "visa", "share", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["track", "visa"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            track: record.key("track")?,
            visa: record.one_of("visa", &VISAS)?,
            share: record.number("share", 0.0..=1.0)?,
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
