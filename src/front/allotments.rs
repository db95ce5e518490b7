//! The signals of the season, by groups of the scenario's tracks that share them.

use crate::decide::optimize::Allotment;
use crate::reference::{Reference, SignalTier};
use crate::scenario::Scenario;

/// One entry a group, in the order of its first track; a group of a season without signals has none of them.
pub(super) fn allotments(scenario: &Scenario, reference: &Reference) -> Vec<Allotment> {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for (track, prior) in scenario.prior.tracks.iter().enumerate() {
        let group = reference.track(&prior.id).and_then(|row| row.signal_group.as_deref());
        let Some(group) = group else { continue };
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, tracks)) => tracks.push(track),
            None => groups.push((group, vec![track])),
        }
    }
    let signals = |group: &str, tier| reference.allotment(group, tier, scenario.season).map_or(0, |row| row.signals);
    let allotment = |(group, tracks): (&str, Vec<usize>)| Allotment {
        tracks,
        gold: signals(group, SignalTier::Gold),
        silver: signals(group, SignalTier::Silver),
        signals: signals(group, SignalTier::Single),
    };
    groups.into_iter().map(allotment).collect()
}
