//! The answer of `sensitivity`.

use crate::decide::answers::sensitivity::{Change, Leaning, Sensitivity};
use crate::engine::results::Estimate;
use crate::report::columns::{Column, csv, described, estimate, number, text};
use crate::report::presentable::cleaned;

/// One number.
struct Row<'a> {
    part: &'static str,
    key: &'a str,
    words: &'a str,
    at: Option<f64>,
    quantity: &'static str,
    value: Estimate,
}

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text("part", "`now` (as things stand), `change` or `leaning`.", |row| Some(row.part)),
        text("key", "Key of the change or quantity; `now` for how things stand.", |row| Some(row.key)),
        text("words", "The same in words; the portfolio's name for how things stand.", |row| Some(row.words)),
        number("at", "its own", "Value of the quantity of a leaning; empty elsewhere.", |row| row.at),
        text("quantity", "Name of the number, a field; of a leaning `unmatched_low` and `unmatched_high`.", |row| {
            Some(row.quantity)
        }),
        estimate("", "of the quantity", "The number.", |row| Some(row.value)),
    ]
}

/// One row a number.
#[must_use]
pub fn sensitivity_csv(answer: &Sensitivity) -> String {
    let portfolio = cleaned(&answer.portfolio);
    let mut rows = now(answer, &portfolio);
    rows.extend(answer.changes.iter().flat_map(change));
    rows.extend(answer.leanings.iter().flat_map(leaning));
    csv(&columns(), &rows)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("sensitivity.csv", "available number", &columns())
}

fn now<'a>(answer: &Sensitivity, portfolio: &'a str) -> Vec<Row<'a>> {
    let quantities = [
        ("unmatched", Some(answer.unmatched)),
        ("residency", Some(answer.residency)),
        ("value", answer.expected_value),
    ];
    let row = |(quantity, value): (_, Option<Estimate>)| {
        Some(Row { part: "now", key: "now", words: portfolio, at: None, quantity, value: value? })
    };
    quantities.into_iter().filter_map(row).collect()
}

fn change(change: &Change) -> Vec<Row<'_>> {
    let quantities = [
        ("unmatched", Some(change.unmatched)),
        ("residency", Some(change.residency)),
        ("value", change.value),
        ("unmatched_per_unit", Some(change.unmatched_per_unit)),
        ("unmatched_per_100_usd", change.unmatched_per_100_usd),
        ("residency_per_100_usd", change.residency_per_100_usd),
        ("value_per_100_usd", change.value_per_100_usd),
    ];
    let row = |(quantity, value): (_, Option<Estimate>)| {
        Some(Row { part: "change", key: &change.key, words: &change.words, at: None, quantity, value: value? })
    };
    quantities.into_iter().filter_map(row).collect()
}

fn leaning(leaning: &Leaning) -> [Row<'_>; 2] {
    [("unmatched_low", &leaning.low), ("unmatched_high", &leaning.high)].map(|(quantity, end)| Row {
        part: "leaning",
        key: &leaning.key,
        words: &leaning.words,
        at: end.at,
        quantity,
        value: end.unmatched,
    })
}
