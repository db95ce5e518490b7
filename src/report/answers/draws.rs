//! Parameters and chances draw by draw.

use super::Answer;
use crate::decide::answers::draws::{Drawn, Draws, PortfolioDraws, SCHEMA};
use crate::report::columns::{Column, MadeFrom, count, number, text};
use crate::report::document::{Document, Table, Width, words};
use crate::report::number::counted;
use crate::report::presentable::cleaned;

/// One quantity in one draw.
pub struct Row<'a> {
    draw: u32,
    portfolio: Option<&'a str>,
    quantity: &'a str,
    track: Option<&'a str>,
    value: f64,
    mc_error: Option<f64>,
}

impl Answer for Draws {
    const NAME: &'static str = "draws";
    const QUESTION: &'static str = "How much depends on what is not known?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "quantity in a draw";
    const HAS_PARQUET: bool = true;
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            count(
                "draw",
                "Number of the draw, from 1. Eight neighbors (1 to 8, 9 to 16, …) depend on each other.",
                |row| row.draw,
            ),
            text("portfolio", "Name of the portfolio; empty for what was drawn.", |row| row.portfolio),
            text(
                "quantity",
                "Name of what was drawn, or `unmatched`, `residency`, `preliminary_only`, `matched` or `expected_value`.",
                |row| Some(row.quantity),
            ),
            text("track", "Key of the track, for `matched`; otherwise empty.", |row| row.track),
            number("value", "its own", "Its value; chances are shares, 0 to 1.", |row| Some(row.value)),
            number(
                "mc_error",
                "as value",
                "Monte Carlo standard error of a chance; empty for what was drawn.",
                |row| row.mc_error,
            ),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let drawn = self.parameters.iter().flat_map(|one| {
            (1..).zip(&one.values).map(|(draw, value)| Row {
                draw,
                portfolio: None,
                quantity: &one.name,
                track: None,
                value: *value,
                mc_error: None,
            })
        });
        let chances = self.portfolios.iter().flat_map(|one| {
            quantities(one).into_iter().flat_map(move |(quantity, track, draws)| {
                (1..).zip(draws).map(move |(draw, of)| Row {
                    draw,
                    portfolio: Some(&one.name),
                    quantity,
                    track,
                    value: of.mean,
                    mc_error: Some(of.mc_error),
                })
            })
        });
        drawn.chain(chances).collect()
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        document
            .heading("How far does P(unmatched) depend on what is not known?")
            .table(spread(&self.portfolios))
            .paragraphs([format!(
                "{} of {} uncertain quantities. draws.parquet and draws.csv hold each quantity in each draw, and every \
                 chance under that draw.",
                counted(self.header.parameter_draws, "draw"),
                self.parameters.len()
            )]);
        document
    }
}

/// What is known of a portfolio in each draw, by name and track.
fn quantities(one: &PortfolioDraws) -> Vec<(&str, Option<&str>, &[Drawn])> {
    let mut all: Vec<(&str, Option<&str>, &[Drawn])> = vec![
        ("unmatched", None, &one.unmatched),
        ("residency", None, &one.residency),
        ("preliminary_only", None, &one.preliminary_only),
    ];
    all.extend(one.matched.iter().map(|(track, draws)| ("matched", Some(track.as_str()), draws.as_slice())));
    all.extend(one.expected_value.iter().map(|draws| ("expected_value", None, draws.as_slice())));
    all
}

fn spread(portfolios: &[PortfolioDraws]) -> Table {
    let columns = [
        words("Portfolio").wide(Width::Beside { others: 40, least: 20 }),
        words("5% point"),
        words("Median"),
        words("95% point"),
    ];
    let row = |one: &PortfolioDraws| {
        let points = one.unmatched_quantiles.map(|point| format!("{:.1}%", 100.0 * point));
        [cleaned(&one.name)].into_iter().chain(points).collect()
    };
    Table::new(columns, portfolios.iter().map(row))
}
