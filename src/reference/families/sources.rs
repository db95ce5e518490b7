//! `sources.csv`: where the numbers come from.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::record::Record;
use crate::reference::rows::Source;

impl Row for Source {
    const FILE: &'static str = "sources.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/sources.csv");
    const DESCRIBES: &'static str = "where the numbers come from";
    const COLUMNS: &'static [&'static str] = &["source_id", "publisher", "title", "year", "table", "address"];
    const KEY: &'static [&'static str] = &["source_id"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            source_id: record.key("source_id")?,
            publisher: record.text("publisher")?,
            title: record.text("title")?,
            year: record.text("year")?,
            table: record.remark("table"),
            address: record.remark("address"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}
