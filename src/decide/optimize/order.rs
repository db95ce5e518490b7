//! In which order the lines of a chosen portfolio are ranked.

use crate::model::{Line, Role};
use crate::scenario::Scenario;

/// The line of the scenario that says all of a track but how many programs,
/// how well chosen and how signaled: the first line of that track.
#[must_use]
pub fn template(scenario: &Scenario, track: usize) -> Line {
    let lines = scenario.portfolios.iter().flat_map(|planned| &planned.portfolio.lines);
    let first = lines.into_iter().find(|line| line.track == track);
    first.cloned().unwrap_or_else(|| Line::typical(track, 1))
}

/// Tracks in order of preference.
///
/// By what they are worth to the person; without values by the preference that
/// their first lines state. Equals stay in the order of the file. Lines that only
/// give the PGY-1 take no rank on the primary list, and stand last.
#[must_use]
pub fn preference_order(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenario.prior.tracks.len()).collect();
    let worth = |track: &usize| match &scenario.values {
        Some(values) => -values.matched[*track],
        None => f64::from(template(scenario, *track).preference),
    };
    order.sort_by(|a, b| {
        let is_ranked = |track: &usize| template(scenario, *track).role != Role::Pgy1;
        is_ranked(b).cmp(&is_ranked(a)).then(worth(a).total_cmp(&worth(b)))
    });
    order
}

/// The track the person wants most: the first in the order that stands on the primary list.
#[must_use]
pub fn first_choice(scenario: &Scenario) -> usize {
    let order = preference_order(scenario);
    let is_ranked = |track: &&usize| template(scenario, **track).role != Role::Pgy1;
    order.iter().find(is_ranked).or(order.first()).copied().unwrap_or(0)
}
