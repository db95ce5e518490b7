//! Any text in the place of a reference table: the first byte says of which one, the rest is its text.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use matchfolio::reference::Reference;

const TABLES: [&str; 5] =
    ["tracks/tracks.csv", "fees/schedule.csv", "pathways/states.csv", "parameters/fitted.csv", "words/aliases.csv"];

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((which, text)) = bytes.split_first() else { return Corpus::Reject };
    // A file that is no text is refused before any table is read.
    let Ok(text) = std::str::from_utf8(text) else { return Corpus::Reject };
    if let Err(error) = Reference::with_table(TABLES[usize::from(*which) % TABLES.len()], text) {
        assert!(!error.to_string().is_empty());
    }
    Corpus::Keep
});
