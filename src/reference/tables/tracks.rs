//! `tracks/tracks.csv`: what one applies to, and how many programs there are.

use crate::reference::error::ReferenceError;
use crate::reference::record::Record;
use crate::reference::table::{table, words};

words! {
    /// How the positions of a track begin.
    pub enum TrackKindRow {
        /// All positions run from PGY-1 to the end.
        Categorical = "categorical",
        /// Some positions are categorical, some advanced; see `categorical_shares`.
        Mixed = "mixed",
        /// PGY-1 only.
        Preliminary = "preliminary",
    }
}

table! {
    /// One track.
    pub struct TrackRow: "tracks/tracks.csv", "tracks: programs in the country and share of categorical positions";
    key: track;
    columns:
    /// Key, for example `diagnostic_radiology`.
    track: String = key,
    /// Name for a person.
    name: String = text,
    /// Short name, at most six characters, for example `DR`: charts have room for no more.
    short_name[short_name]: String = short_name,
    /// How the positions begin.
    kind: TrackKindRow = word,
    /// ERAS specialty whose fee tiers the track counts in.
    eras_specialty: String = key,
    /// Group that shares an allotment of signals, if the specialty uses signals.
    signal_group: Option<String> = optional_key,
    /// Programs in the country.
    programs: u32 = whole(1..=100_000),
    /// Share of positions that are categorical, percent; 100 for categorical
    /// tracks, 0 for preliminary ones.
    categorical_share_pct: f64 = number(match kind {
        TrackKindRow::Categorical => 100.0..=100.0,
        TrackKindRow::Preliminary => 0.0..=0.0,
        TrackKindRow::Mixed => 0.0..=100.0,
    }),
    /// Where `categorical_share_pct` comes from.
    categorical_share_source_id: String = source,
    /// Year of the program count.
    year: u16 = year,
    /// Source of the program count.
    source_id: String = source,
    note: String = remark,
}

table! {
    /// Programs of a track in one state.
    pub struct StateProgramsRow: "tracks/states.csv", "programs of each track by state";
    key: track, state;
    columns:
    track: String = track,
    /// Two-letter code of the state.
    state: String = text,
    /// Programs there.
    programs: u32 = whole(1..=10_000),
    /// Year of the list they are counted in.
    year: u16 = year,
    source_id: String = source,
}

fn short_name(record: Record<'_>) -> Result<String, ReferenceError> {
    let name = record.text("short_name")?;
    if name.chars().count() <= 6 {
        return Ok(name);
    }
    Err(record.wrong("short_name", format!("`{name}`"), "at most six characters"))
}
