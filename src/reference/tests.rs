//! Tests of the room.
use super::*;

#[test]
fn the_shipped_tables_load() {
    let reference = Reference::embedded().unwrap();
    assert_eq!(reference.tracks.len(), 19);
    assert_eq!(reference.tables.len(), 10);
}
