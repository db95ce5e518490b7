//! One uncertain quantity moved to a chosen point of its own prior, or one group
//! drawn alone: by editing the prior, so that the engine need not know.

use crate::model::fitted::FittedLaw;
use crate::model::{Assumption, ParameterPrior, PriorShape, Spread, TrackPrior};

/// Shares of its prior below the two points that a quantity is moved to.
pub const ENDS: [f64; 2] = [0.05, 0.95];

/// The assumptions that are uncertain, by name.
#[must_use]
pub fn uncertain_assumptions(prior: &ParameterPrior) -> Vec<(String, Assumption)> {
    let mut found = Vec::new();
    prior.assumptions.at(|name, assumption| {
        if assumption.prior != PriorShape::Fixed {
            found.push((name.to_owned(), assumption));
        }
        assumption.value
    });
    found
}

/// The effects that are uncertain, by name.
#[must_use]
pub fn uncertain_effects(prior: &ParameterPrior) -> Vec<(String, Spread)> {
    let mut found = Vec::new();
    prior.effects.at(|name, spread| {
        if spread.sd > 0.0 {
            found.push((name.to_owned(), spread));
        }
        spread.mean
    });
    found
}

/// The prior with one assumption at `value`; none if there is none of this name.
///
/// The central value stays: levels were fitted with it (`docs/methods.md` §10).
#[must_use]
pub fn with_assumption(prior: &ParameterPrior, name: &str, value: f64) -> Option<ParameterPrior> {
    let mut pinned = prior.clone();
    pinned.assumptions.get_mut(name)?.prior = held_at(value);
    Some(pinned)
}

/// The prior with one effect at `value`; none if there is none of this name.
#[must_use]
pub fn with_effect(prior: &ParameterPrior, name: &str, value: f64) -> Option<ParameterPrior> {
    let mut pinned = prior.clone();
    *pinned.effects.get_mut(name)? = Spread { mean: value, sd: 0.0 };
    Some(pinned)
}

/// The prior with everything at its central value but the parameters of one track.
#[must_use]
pub fn track_alone(prior: &ParameterPrior, track: usize) -> ParameterPrior {
    let mut alone = all_held(prior);
    alone.tracks[track] = prior.tracks[track].clone();
    alone
}

/// The prior with everything at its central value but the unobserved shifts between pools.
#[must_use]
pub fn pool_shifts_alone(prior: &ParameterPrior) -> ParameterPrior {
    let mut alone = all_held(prior);
    alone.assumptions.pool_shift_spread = prior.assumptions.pool_shift_spread;
    alone
}

/// The prior with everything at its central value, and no shift between pools.
#[must_use]
pub fn all_held(prior: &ParameterPrior) -> ParameterPrior {
    let mut held = prior.clone();
    held.tracks.iter_mut().for_each(hold_track);
    for (name, spread) in uncertain_effects(prior) {
        if let Some(effect) = held.effects.get_mut(&name) {
            *effect = Spread { sd: 0.0, ..spread };
        }
    }
    for (name, assumption) in uncertain_assumptions(prior) {
        if let Some(of) = held.assumptions.get_mut(&name) {
            of.prior = held_at(assumption.value);
        }
    }
    held.assumptions.pool_shift_spread.prior = held_at(0.0);
    held
}

fn hold_track(track: &mut TrackPrior) {
    track.fitted = FittedLaw::exact(track.fitted.center);
    track.categorical_matches = None;
}

/// A prior without spread that leaves the central value of its assumption alone.
fn held_at(value: f64) -> PriorShape {
    PriorShape::Normal { mean: value, sd: 0.0, lower: value, upper: value }
}
