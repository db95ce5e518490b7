//! `words/aliases.csv` and `words/outside.csv`: what people write for a key, and what is not covered.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::WORD_KINDS;
use crate::reference::record::Record;
use crate::reference::words::{AliasRow, OutsideRow};

impl Row for AliasRow {
    const FILE: &'static str = "words/aliases.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/words/aliases.csv");
    const DESCRIBES: &'static str = "what people write for a specialty, an applicant type, a visa, a column or a state";
    const COLUMNS: &'static [&'static str] = &["kind", "typed", "means", "ask"];
    const KEY: &'static [&'static str] = &["kind", "typed"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let (means, ask) = (record.remark("means"), record.remark("ask"));
        if means.is_empty() == ask.is_empty() {
            return Err(record.wrong("ask", "both or neither", "either a meaning or what to ask"));
        }
        Ok(Self { kind: record.one_of("kind", &WORD_KINDS)?, typed: record.text("typed")?, means, ask })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

impl Row for OutsideRow {
    const FILE: &'static str = "words/outside.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/words/outside.csv");
    const DESCRIBES: &'static str = "specialties and matches that are not covered, why, and where to look";
    const COLUMNS: &'static [&'static str] = &["specialty", "name", "reason", "look"];
    const KEY: &'static [&'static str] = &["specialty"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self {
            specialty: record.key("specialty")?,
            name: record.text("name")?,
            reason: record.text("reason")?,
            look: record.text("look")?,
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}
