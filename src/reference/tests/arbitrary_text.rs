//! Whatever stands in a table, reading it ends in rows or in an error.

use proptest::prelude::*;

use super::super::csv::Table;
use super::super::record::{Names, Record};
use super::super::table::Row;
use super::super::tables::FeeRow;

/// Reads a table of fees and parses every row.
fn read(text: &str) -> Option<usize> {
    let table = Table::read(FeeRow::FILE, text, &FeeRow::COLUMNS.concat()).ok()?;
    let names = Names::default();
    let rows = (0..table.lines.len()).filter(|row| FeeRow::parse(Record::new(&table, *row, &names)).is_ok());
    Some(rows.count())
}

/// Characters that mean something to a CSV reader, and some that mean nothing.
fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("\"".to_owned()),
        Just("\"\"".to_owned()),
        Just(",".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\r\n".to_owned()),
        Just("\0".to_owned()),
        Just("#".to_owned()),
        Just("\\".to_owned()),
        Just("ρ".to_owned()),
        any::<String>(),
    ]
}

#[test]
fn the_shipped_fees_are_read_whole() {
    assert_eq!(read(FeeRow::EMBEDDED), Some(FeeRow::EMBEDDED.lines().count() - 1));
}

proptest! {
    #[test]
    fn odd_text_inside_a_table_never_panics(places in prop::collection::vec((any::<prop::sample::Index>(), odd_text()), 1..6)) {
        let mut text = FeeRow::EMBEDDED.to_owned();
        for (place, odd) in places {
            let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).collect();
            text.insert_str(*place.get(&starts), &odd);
        }
        let rows = read(&text).unwrap_or_default();
        prop_assert!(rows <= text.lines().count());
    }

    #[test]
    fn arbitrary_text_below_the_header_never_panics(body in any::<String>()) {
        let text = format!("{}\n{body}", FeeRow::COLUMNS.concat().join(","));
        let rows = read(&text).unwrap_or_default();
        prop_assert!(rows <= text.lines().count());
    }
}
