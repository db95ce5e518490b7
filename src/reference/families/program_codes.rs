//! `programs.csv`: program codes of one year.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::record::Record;
use crate::reference::start_list::ProgramCodeRow;

impl Row for ProgramCodeRow {
    const FILE: &'static str = "programs.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/programs.csv");
    const DESCRIBES: &'static str = "program codes of 2023, where a program list can start";
    const COLUMNS: &'static [&'static str] =
        &["nrmp_code", "institution", "program", "state", "position", "track", "year", "source_id"];
    const KEY: &'static [&'static str] = &["nrmp_code"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let state = record.remark("state");
        Ok(Self {
            nrmp_code: record.text("nrmp_code")?,
            institution: record.text("institution")?,
            program: record.text("program")?,
            state: (!state.is_empty()).then_some(state),
            position: record.key("position")?,
            track: record.optional_key("track")?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }

    fn track(&self) -> Option<&str> {
        self.track.as_deref()
    }
}
