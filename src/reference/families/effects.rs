//! `effects/effects.csv` and `effects/assumptions.csv`: what moves an invitation,
//! and what no open source gives.

use super::Row;
use crate::reference::error::{ReferenceError, nearest};
use crate::reference::keys::{ASSUMPTIONS, EFFECTS, HELD, ORIGINS};
use crate::reference::record::{Record, quoted};
use crate::reference::rows::{AssumptionRow, EffectRow};

/// Largest effect on the log-odds that is not a mistake: odds times 22,000.
const LOG_ODDS_LIMIT: f64 = 10.0;

impl Row for EffectRow {
    const FILE: &'static str = "effects/effects.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/effects/effects.csv");
    const DESCRIBES: &'static str = "effects on the log-odds of an invitation, with 90% intervals";
    const COLUMNS: &'static [&'static str] =
        &["effect", "unit", "value", "low", "high", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["effect"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let value = record.number("value", -LOG_ODDS_LIMIT..=LOG_ODDS_LIMIT)?;
        Ok(Self {
            effect: known_key(record, "effect", &EFFECTS)?,
            unit: record.text("unit")?,
            value,
            low: record.number("low", -LOG_ODDS_LIMIT..=value)?,
            high: record.number("high", value..=LOG_ODDS_LIMIT)?,
            origin: record.one_of("origin", &ORIGINS)?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}

impl Row for AssumptionRow {
    const FILE: &'static str = "effects/assumptions.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/effects/assumptions.csv");
    const DESCRIBES: &'static str = "assumptions of the model with their priors";
    const COLUMNS: &'static [&'static str] =
        &["assumption", "symbol", "value", "prior", "first", "second", "lower", "upper", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["assumption"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let assumption = known_key(record, "assumption", &ASSUMPTIONS.map(|(key, _, _)| key))?;
        let (least, most) = value_range(&assumption);
        let prior = record.one_of("prior", &["fixed", "normal", "beta", "half_normal"].map(|prior| (prior, prior)))?;
        let row = Self {
            assumption,
            symbol: record.text("symbol")?,
            value: record.number("value", least..=most)?,
            prior: prior.to_owned(),
            first: record.optional_number("first", -1000.0..=1000.0)?,
            second: record.optional_number("second", -1000.0..=1000.0)?,
            lower: record.optional_number("lower", least..=most)?,
            upper: record.optional_number("upper", least..=most)?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        };
        check_prior(record, &row)?;
        Ok(row)
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
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

/// The range of an assumption's value.
fn value_range(assumption: &str) -> (f64, f64) {
    ASSUMPTIONS.iter().find(|(key, _, _)| *key == assumption).map_or((0.0, 0.0), |(_, least, most)| (*least, *most))
}

/// Each prior needs its own parameters, and no others.
fn check_prior(record: Record<'_>, row: &AssumptionRow) -> Result<(), ReferenceError> {
    let is_positive = |parameter: Option<f64>| parameter.is_some_and(|value| value > 0.0);
    let has_bounds = row.lower.is_some() || row.upper.is_some();
    let (fits, expected) = match row.prior.as_str() {
        prior if prior != "fixed" && HELD.contains(&row.assumption.as_str()) => (false, "`fixed`"),
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
