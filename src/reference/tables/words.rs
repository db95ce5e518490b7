//! `words/`: what people write for a key, and what is not covered.

use crate::reference::error::ReferenceError;
use crate::reference::record::Record;
use crate::reference::table::{table, words};

words! {
    /// What a word can name.
    pub enum WordKind {
        /// A track.
        Track = "track",
        /// A specialty that is not covered: a row of `words/outside.csv`.
        Outside = "outside",
        /// An applicant type.
        ApplicantType = "applicant_type",
        /// A visa.
        Visa = "visa",
        /// A column of a program list.
        Column = "column",
        /// A key of a scenario, as tables of people head their columns.
        Key = "key",
        /// A state or territory.
        State = "state",
    }
}

table! {
    /// A word that people use.
    pub struct AliasRow: "words/aliases.csv",
        "what people write for a specialty, an applicant type, a visa, a column, a key of a scenario or a state";
    key: kind, typed;
    row: means_or_asks;
    columns:
    /// What it names.
    kind: WordKind = word,
    /// The word as people write it; case, spaces and punctuation do not count.
    typed: String = text,
    /// The key it stands for; empty where it could stand for several.
    means: String = remark,
    /// What to type instead; empty where the meaning is plain.
    ask: String = remark,
}

fn means_or_asks(record: Record<'_>, row: &AliasRow) -> Result<(), ReferenceError> {
    if row.means.is_empty() == row.ask.is_empty() {
        return Err(record.wrong("ask", "both or neither", "either a meaning or what to ask"));
    }
    Ok(())
}

table! {
    /// A specialty that is not covered.
    pub struct OutsideRow: "words/outside.csv", "specialties and matches that are not covered, why, and where to look";
    key: specialty;
    columns:
    /// Key.
    specialty: String = key,
    /// Name, which begins the sentence.
    name: String = text,
    /// Why it is not covered, which continues the sentence.
    reason: String = text,
    /// Where to look, or what to do.
    look: String = text,
    /// Who says so.
    source_id: String = source,
}

table! {
    /// A part of the country by the states that make it up.
    pub struct RegionRow: "words/regions.csv", "regions and divisions of the country, by their states";
    key: region;
    columns:
    /// Name; case, spaces and punctuation do not count.
    region: String = text,
    /// Codes of its states, with spaces between.
    states: String = text,
    source_id: String = source,
}

impl OutsideRow {
    /// The sentence that says why it is not covered.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{} {}", self.name, self.reason)
    }
}
