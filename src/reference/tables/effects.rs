//! `effects/`: what moves an invitation, and what no open source gives.

use super::sources::Origin;
use crate::model::parameters::LOG_ODDS;
use crate::reference::error::{ReferenceError, nearest};
use crate::reference::keys::{assumptions, effects, is_held, range_of};
use crate::reference::load::Reference;
use crate::reference::record::{Record, quoted};
use crate::reference::table::{Row, table};

table! {
    /// An effect on the log-odds of an invitation.
    pub struct EffectRow: "effects/effects.csv", "effects on the log-odds of an invitation, with 90% intervals";
    key: effect;
    together: every_effect_has_a_row;
    columns:
    /// Key, for example `gold_signal`.
    effect[effect]: String = known_key("effect", &effects()),
    unit: String = text,
    /// Central value, log-odds.
    value: f64 = number(LOG_ODDS.0..=LOG_ODDS.1),
    /// Lower end of the 90% interval.
    low: f64 = number(LOG_ODDS.0..=value),
    /// Upper end of the 90% interval.
    high: f64 = number(value..=LOG_ODDS.1),
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

table! {
    /// An assumption with its prior.
    pub struct AssumptionRow: "effects/assumptions.csv", "assumptions of the model with their priors";
    key: assumption;
    row: check_prior;
    together: every_assumption_has_a_row;
    columns:
    /// Key, for example `strength_correlation`.
    assumption[assumption]: String = known_key("assumption", &assumptions()),
    /// Symbol in the methods.
    symbol: String = text,
    /// Central value.
    value: f64 = number(range_of(&assumption)),
    /// `fixed`, `normal` (mean, sd), `beta` (alpha, beta) or `half_normal` (scale).
    prior[prior]: String = prior,
    /// First parameter of the prior, if it has one.
    first: Option<f64> = optional_number(-1000.0..=1000.0),
    /// Second parameter of the prior, if it has one.
    second: Option<f64> = optional_number(-1000.0..=1000.0),
    /// Smallest value allowed.
    lower: Option<f64> = optional_number(range_of(&assumption)),
    /// Largest value allowed.
    upper: Option<f64> = optional_number(range_of(&assumption)),
    /// Year the assumption was made.
    year: u16 = year,
    /// Source (this project).
    source_id: String = source,
    /// Reason.
    note: String = remark,
}

/// A key that must be one of those the program needs.
fn known_key(record: Record<'_>, column: &'static str, known: &[&str]) -> Result<String, ReferenceError> {
    let key = record.key(column)?;
    if known.contains(&key.as_str()) {
        return Ok(key);
    }
    let hint = nearest(&key, known.iter().copied());
    Err(record.wrong(column, quoted(&key), format!("one of {}{hint}", known.join(", "))))
}

fn prior(record: Record<'_>) -> Result<String, ReferenceError> {
    let known = ["fixed", "normal", "beta", "half_normal"].map(|prior| (prior, prior));
    record.one_of("prior", &known).map(str::to_owned)
}

/// Each prior needs its own parameters, and no others.
fn check_prior(record: Record<'_>, row: &AssumptionRow) -> Result<(), ReferenceError> {
    let is_positive = |parameter: Option<f64>| parameter.is_some_and(|value| value > 0.0);
    let has_bounds = row.lower.is_some() || row.upper.is_some();
    let (fits, expected) = match row.prior.as_str() {
        prior if prior != "fixed" && is_held(&row.assumption) => (false, "`fixed`"),
        "fixed" => (row.first.is_none() && row.second.is_none() && !has_bounds, "no parameters and no bounds"),
        "beta" => (
            is_positive(row.first) && is_positive(row.second) && !has_bounds,
            "alpha in `first` and beta in `second`, both above 0, and no bounds",
        ),
        "half_normal" => (
            is_positive(row.first) && row.second.is_none() && !has_bounds,
            "the scale in `first`, above 0, and no bounds",
        ),
        _ => (is_bounded_normal(row), "mean in `first`, sd above 0 in `second`, and `lower` < `upper` around the mean"),
    };
    if fits { Ok(()) } else { Err(record.wrong("prior", format!("`{}` with other parameters", row.prior), expected)) }
}

/// A normal prior is redrawn into its bounds, so the mean must lie within them.
fn is_bounded_normal(row: &AssumptionRow) -> bool {
    match (row.first, row.second, row.lower, row.upper) {
        (Some(mean), Some(sd), Some(lower), Some(upper)) => {
            sd > 0.0 && lower < upper && (lower..=upper).contains(&mean)
        }
        _ => false,
    }
}

fn every_effect_has_a_row(reference: &Reference) -> Result<(), ReferenceError> {
    check_complete::<EffectRow>(&effects(), |key| reference.effect(key).is_some())
}

fn every_assumption_has_a_row(reference: &Reference) -> Result<(), ReferenceError> {
    check_complete::<AssumptionRow>(&assumptions(), |key| reference.assumption(key).is_some())
}

/// Every key that the program needs must have a row.
fn check_complete<R: Row>(keys: &[&str], has_row: impl Fn(&str) -> bool) -> Result<(), ReferenceError> {
    match keys.iter().find(|key| !has_row(key)) {
        None => Ok(()),
        Some(missing) => Err(ReferenceError::MissingKey {
            file: R::FILE,
            column: R::KEY.first().copied().unwrap_or_default(),
            key: (*missing).to_owned(),
            expected: keys.join(", "),
        }),
    }
}
