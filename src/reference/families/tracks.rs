//! `tracks/tracks.csv`: what one applies to, and how many programs there are.

use super::Row;
use crate::reference::error::ReferenceError;
use crate::reference::keys::TRACK_KINDS;
use crate::reference::record::Record;
use crate::reference::rows::{TrackKindRow, TrackRow};

impl Row for TrackRow {
    const FILE: &'static str = "tracks/tracks.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/tracks/tracks.csv");
    const DESCRIBES: &'static str = "tracks: programs in the country and share of categorical positions";
    const COLUMNS: &'static [&'static str] = &[
        "track",
        "name",
        "short_name",
        "kind",
        "eras_specialty",
        "signal_group",
        "programs",
        "categorical_share_pct",
        "categorical_share_source_id",
        "year",
        "source_id",
        "note",
    ];
    const KEY: &'static [&'static str] = &["track"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let kind = record.one_of("kind", &TRACK_KINDS)?;
        Ok(Self {
            track: record.key("track")?,
            name: record.text("name")?,
            short_name: short_name(record)?,
            kind,
            eras_specialty: record.key("eras_specialty")?,
            signal_group: record.optional_key("signal_group")?,
            programs: record.whole("programs", 1..=100_000)?,
            categorical_share_pct: categorical_share_pct(record, kind)?,
            categorical_share_source_id: record.key("categorical_share_source_id")?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("categorical_share_source_id", self.categorical_share_source_id.as_str()),
            ("source_id", self.source_id.as_str()),
        ]
    }
}

/// The short name: charts have room for six characters.
fn short_name(record: Record<'_>) -> Result<String, ReferenceError> {
    let name = record.text("short_name")?;
    if name.chars().count() <= 6 {
        return Ok(name);
    }
    Err(record.wrong("short_name", format!("`{name}`"), "at most six characters"))
}

/// The share of categorical positions: it must agree with the kind.
fn categorical_share_pct(record: Record<'_>, kind: TrackKindRow) -> Result<f64, ReferenceError> {
    const COLUMN: &str = "categorical_share_pct";
    match kind {
        TrackKindRow::Categorical => record.number(COLUMN, 100.0..=100.0),
        TrackKindRow::Preliminary => record.number(COLUMN, 0.0..=0.0),
        TrackKindRow::Mixed => record.number(COLUMN, 0.0..=100.0),
    }
}
