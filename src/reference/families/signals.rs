//! `signals/allotments.csv`: program signals allowed by season.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::TIERS;
use crate::reference::record::Record;
use crate::reference::rows::AllotmentRow;

impl Row for AllotmentRow {
    const FILE: &'static str = "signals/allotments.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/signals/allotments.csv");
    const DESCRIBES: &'static str = "program signals allowed by season and specialty group";
    const COLUMNS: &'static [&'static str] = &["season", "signal_group", "tier", "signals", "source_id", "note"];
    const KEY: &'static [&'static str] = &["season", "signal_group", "tier"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            season: record.year("season")?,
            signal_group: record.key("signal_group")?,
            tier: record.one_of("tier", &TIERS)?,
            signals: record.whole("signals", 1..=1000)?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}
