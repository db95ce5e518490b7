//! `signals/allotments.csv`: program signals allowed by season.

use std::collections::BTreeSet;

use super::tracks::TrackRow;
use crate::reference::error::ReferenceError;
use crate::reference::load::Reference;
use crate::reference::table::{Row as _, table, words};

words! {
    /// A tier of program signals.
    pub enum SignalTier {
        /// The stronger of two tiers.
        Gold = "gold",
        /// The weaker of two tiers.
        Silver = "silver",
        /// The only tier.
        Single = "single",
    }
}

table! {
    /// Signals allowed.
    pub struct AllotmentRow: "signals/allotments.csv", "program signals allowed by season and specialty group";
    key: season, signal_group, tier;
    together: every_group_has_a_row;
    columns:
    /// Season: the year of the Match.
    season: u16 = year,
    /// Group of tracks that shares the allotment.
    signal_group: String = key,
    tier: SignalTier = word,
    signals: u32 = whole(1..=1000),
    source_id: String = source,
    note: String = remark,
}

fn every_group_has_a_row(reference: &Reference) -> Result<(), ReferenceError> {
    let groups: BTreeSet<&str> = reference.tracks.iter().filter_map(|track| track.signal_group.as_deref()).collect();
    let has_row = |group: &str| reference.allotments.iter().any(|row| row.signal_group == group);
    match groups.into_iter().find(|group| !has_row(group)) {
        None => Ok(()),
        Some(missing) => Err(ReferenceError::MissingKey {
            file: AllotmentRow::FILE,
            column: "signal_group",
            key: missing.to_owned(),
            expected: format!("the signal groups of {}", TrackRow::FILE),
        }),
    }
}
