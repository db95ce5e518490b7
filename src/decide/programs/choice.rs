//! Which open programs to keep: as many as the budget allows, those that add most.

use std::collections::HashSet;

use super::parts::{Place, applying_to};
use crate::decide::answers::programs::DropReason;
use crate::model::Portfolio;
use crate::scenario::Pricing;

/// What one open program adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// The program.
    pub place: Place,
    /// What is lost without it.
    pub mean: f64,
    /// Monte Carlo standard error.
    pub error: f64,
}

/// Sorts by falling gain; of equal gains the earlier in the file stands first.
pub fn sort(gains: &mut [Gain]) {
    gains.sort_by(|a, b| b.mean.total_cmp(&a.mean).then(a.place.cmp(&b.place)));
}

/// The programs to drop out of `gains`, which fall: those without a gain beyond
/// twice its error, then the least until the rest fits the budget.
pub fn dropped(
    gains: &[Gain],
    portfolio: &Portfolio,
    pricing: &Pricing,
    budget_usd: Option<f64>,
) -> Vec<(Place, DropReason)> {
    let has_gain = |gain: &&Gain| gain.mean > 2.0 * gain.error;
    let mut dropped: Vec<(Place, DropReason)> =
        gains.iter().filter(|gain| !has_gain(gain)).map(|gain| (gain.place, DropReason::NoGain)).collect();
    let mut kept: Vec<Place> = gains.iter().filter(has_gain).map(|gain| gain.place).collect();
    let costs = |kept: &[Place]| {
        let applied: HashSet<Place> = kept.iter().copied().collect();
        pricing.cost(&applying_to(portfolio, &applied)).total()
    };
    while budget_usd.is_some_and(|budget| costs(&kept) > budget) {
        let Some(least) = kept.pop() else { break };
        dropped.push((least, DropReason::OverBudget));
    }
    dropped
}
