//! The best portfolio and all it is held against as CSV: one row a number.

use crate::decide::answers::optimize::{Found, OptimizeAnswer, Step};
use crate::engine::results::Estimate;
use crate::report::columns::{Column, csv, described, number, text};

/// One number.
struct Row<'a> {
    part: &'static str,
    portfolio: &'a str,
    quantity: String,
    mean: f64,
    /// With its error, if it has one.
    estimated: Option<Estimate>,
}

const UNIT: &str = "of the quantity";

fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        text(
            "part",
            "`best`, `own`, `close`, `frontier`, `independent` (what independent programs would have chosen) or `path`.",
            |row| Some(row.part),
        ),
        text("portfolio", "Name of the portfolio, or `step 1`, `step 2`, … of the path.", |row| Some(row.portfolio)),
        text(
            "quantity",
            "Name of the number, a field of the portfolio or step; of a line `programs:`, `researched:` (1 or 0), \
             `gold_signals:`, `silver_signals:` or `signals:` with the key of its track.",
            |row| Some(&row.quantity),
        ),
        number("mean", UNIT, "The number.", |row| Some(row.mean)),
        number("low90", UNIT, "5% quantile over parameter draws; empty for plain numbers.", |row| {
            Some(row.estimated?.interval90[0])
        }),
        number("high90", UNIT, "95% quantile over parameter draws; empty for plain numbers.", |row| {
            Some(row.estimated?.interval90[1])
        }),
        number("mc_error", UNIT, "Monte Carlo standard error; empty for plain numbers.", |row| {
            Some(row.estimated?.mc_error)
        }),
    ]
}

/// One row a number; numbers without error leave the last three columns empty.
#[must_use]
pub fn optimize_csv(answer: &OptimizeAnswer) -> String {
    let parts = [
        ("best", std::slice::from_ref(&answer.best)),
        ("own", &answer.own[..]),
        ("close", &answer.close[..]),
        ("frontier", &answer.frontier[..]),
        ("independent", std::slice::from_ref(&answer.independence.choice)),
    ];
    let mut rows: Vec<Row<'_>> =
        parts.iter().flat_map(|(part, all)| all.iter().flat_map(|found| portfolio(part, found))).collect();
    let names: Vec<String> = (1..=answer.path.len() + 1).map(|number| format!("step {number}")).collect();
    let steps = answer.path.iter().chain(&answer.next);
    rows.extend(names.iter().zip(steps).flat_map(|(name, step)| path_step(name, step)));
    csv(&columns(), &rows)
}

/// What the file holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("optimize.csv", "number", &columns())
}

/// A number with or without error.
#[derive(Clone, Copy)]
enum Number {
    Plain(f64),
    Estimated(Estimate),
}

fn row<'a>(part: &'static str, portfolio: &'a str, quantity: String, number: Number) -> Row<'a> {
    let (mean, estimated) = match number {
        Number::Plain(number) => (number, None),
        Number::Estimated(estimate) => (estimate.mean, Some(estimate)),
    };
    Row { part, portfolio, quantity, mean, estimated }
}

fn portfolio<'a>(part: &'static str, found: &'a Found) -> Vec<Row<'a>> {
    let row = |quantity: &str, number| row(part, &found.name, quantity.to_owned(), number);
    let mut rows = Vec::new();
    for line in &found.lines {
        let count = |what: &str, count: u32| row(&format!("{what}:{}", line.track), Number::Plain(f64::from(count)));
        rows.push(count("programs", line.programs));
        rows.push(count("researched", u32::from(line.is_researched)));
        rows.push(count("gold_signals", line.gold_signals));
        rows.push(count("silver_signals", line.silver_signals));
        rows.push(count("signals", line.signals));
    }
    rows.push(row("cost_usd", Number::Plain(found.cost_usd)));
    rows.push(row("unmatched", Number::Estimated(found.unmatched)));
    rows.push(row("residency", Number::Estimated(found.residency)));
    rows.push(row("first_choice", Number::Estimated(found.first_choice)));
    rows.extend(found.value.map(|value| row("value", Number::Estimated(value))));
    rows.extend(found.shortfall.as_ref().map(|shortfall| row("shortfall", Number::Estimated(shortfall.difference))));
    rows
}

fn path_step<'a>(name: &'a str, step: &Step) -> Vec<Row<'a>> {
    let row = |quantity: &str, number| row("path", name, quantity.to_owned(), number);
    let mut rows = vec![
        row(&format!("programs:{}", step.track), Number::Plain(f64::from(step.to))),
        row("price_usd", Number::Plain(step.price_usd)),
        row("cost_usd", Number::Plain(step.cost_usd)),
        row("gain", Number::Estimated(step.gain)),
        row("unmatched", Number::Estimated(step.unmatched)),
    ];
    rows.extend(step.value.map(|value| row("value", Number::Estimated(value))));
    rows
}
