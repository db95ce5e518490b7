//! What `matchfolio validate` says: predicted against published.

use std::fmt::Write as _;

use super::Answer;
use crate::calibration::validation::{Freshness, Score, ScoredFigure, Validation, score_forecast};
use crate::reference::{ForecastRow, Reference};
use crate::report::charts::Chart;
use crate::report::charts::calibration::{CalibrationChart, CalibrationPoint};
use crate::report::charts::reliability::ReliabilityChart;
use crate::report::columns::{self, Column, MadeFrom, count, number, text};
use crate::report::document::{Block, Document, Unasked};

/// Names of the files of its charts.
const CALIBRATION: &str = "calibration";
const RELIABILITY: &str = "reliability";

impl Answer for Validation {
    const NAME: &'static str = "validation";
    const QUESTION: &'static str = "How close are the predictions to published figures?";
    const SCHEMA: &'static str = Self::SCHEMA;
    const ROW: &'static str = "figure";
    const TABLE: &'static str = "figures";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = None;
    type Row<'a> = &'a ScoredFigure;

    fn columns<'a>() -> Vec<Column<&'a ScoredFigure>> {
        vec![
            text("figure", "Key of the figure in `validation/figures.csv`.", |one| Some(&one.figure)),
            text("name", "Name for people.", |one| Some(&one.name)),
            count("year", "Year of the figure.", |one| u32::from(one.year)),
            text("kind", "Kind of figure, in words.", |one| Some(one.kind)),
            text("source", "Key of the source in `sources.csv`.", |one| Some(&one.source)),
            text("source_quality", "Quality of the copy: `A`, `B` or `C`.", |one| Some(one.source_quality)),
            text("unit", "Unit of the figure: `percent` or `programs`.", |one| Some(one.unit)),
            number("predicted", IN_UNIT, "Mean of the prediction.", |one| Some(one.predicted)),
            number("predictive_sd", IN_UNIT, "Standard deviation of the prediction.", |one| Some(one.predictive_sd)),
            number("q05", IN_UNIT, "5% point of the prediction.", |one| Some(one.quantiles[0])),
            number("q25", IN_UNIT, "25% point of the prediction.", |one| Some(one.quantiles[1])),
            number("q50", IN_UNIT, "Median of the prediction.", |one| Some(one.quantiles[2])),
            number("q75", IN_UNIT, "75% point of the prediction.", |one| Some(one.quantiles[3])),
            number("q95", IN_UNIT, "95% point of the prediction.", |one| Some(one.quantiles[4])),
            number("baseline", IN_UNIT, "The naive prediction.", |one| Some(one.baseline)),
            text("baseline_rule", "What the naive prediction is.", |one| Some(one.baseline_rule)),
            text("freshness", "`fresh`, or `near_input` or `trivial`, which do not count.", |one| {
                Some(one.freshness.word())
            }),
            number(
                "rolled_back",
                IN_UNIT,
                "The prediction from rates published before that Match; empty for most.",
                |one| one.rolled_back,
            ),
            number("interval_score", IN_UNIT, "Weighted interval score of the prediction.", |one| {
                Some(one.interval_score)
            }),
            number("published", IN_UNIT, "The published figure.", |one| Some(one.published)),
            number("difference", IN_UNIT, "Predicted less published.", |one| Some(one.difference)),
            number("difference_in_sd", "standard deviations", "The same over `predictive_sd`.", |one| {
                Some(one.difference_in_sd)
            }),
            text("is_covered", "`true` or `false`: whether the 90% interval holds the published figure.", |one| {
                Some(if one.is_covered { "true" } else { "false" })
            }),
        ]
    }

    fn rows(&self) -> Vec<&ScoredFigure> {
        self.figures.iter().collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        vec![Chart::new(CALIBRATION, chart(self)), Chart::new(RELIABILITY, diagram(self))]
    }

    fn document(&self) -> Document {
        let mut document = Document::default();
        let numbers = [Block::Verbatim(table(self))];
        document.chart(CALIBRATION).chart(RELIABILITY).fold("Every figure, and the score", Unasked::Terminal, numbers);
        document
    }
}

/// The unit that stands in the row.
const IN_UNIT: &str = "`unit`";

/// A forecast as CSV.
pub fn forecast_csv(rows: &[ForecastRow]) -> String {
    columns::csv(&forecast_columns(), rows)
}

/// Columns of a forecast, those of `forecasts/2027.csv`.
fn forecast_columns() -> Vec<Column<ForecastRow>> {
    vec![
        text("figure", "Key of the figure.", |one| Some(&one.figure)),
        text("name", "Name for people.", |one| Some(&one.name)),
        count("year", "Year of the Match.", |one| u32::from(one.year)),
        text("kind", "Kind of figure, in words.", |one| Some(&one.kind)),
        number("q05", "percent", "5% point of the prediction.", |one| Some(one.quantiles[0])),
        number("q25", "percent", "25% point of the prediction.", |one| Some(one.quantiles[1])),
        number("q50", "percent", "Median of the prediction.", |one| Some(one.quantiles[2])),
        number("q75", "percent", "75% point of the prediction.", |one| Some(one.quantiles[3])),
        number("q95", "percent", "95% point of the prediction.", |one| Some(one.quantiles[4])),
        number("baseline", "percent", "The naive prediction.", |one| Some(one.baseline)),
        text("baseline_rule", "What the naive prediction is.", |one| Some(&one.baseline_rule)),
        text("program_version", "Version of the program.", |one| Some(&one.program_version)),
        text("tables_sha256", "SHA-256 over those of all tables.", |one| Some(&one.tables_sha256)),
    ]
}

/// The sealed forecast, and its score as far as figures are published.
#[must_use]
pub fn forecast(reference: &Reference, year: u16) -> String {
    let rows: Vec<&ForecastRow> = reference.forecasts.iter().filter(|row| row.year == year).collect();
    if rows.is_empty() {
        return format!("There is no forecast of the {year} Match.\n");
    }
    let mut text = format!("Forecast of the {year} Match, in percent\n    median        90%      naive  published\n");
    for row in &rows {
        let [low, _, median, _, high] = row.quantiles;
        let published = reference.published.iter().find(|one| one.figure == row.figure);
        let published = published.map_or_else(|| "-".to_owned(), |one| format!("{:.1}", one.value));
        let _ = writeln!(
            text,
            "  {median:>8.1}  {low:>5.1} to {high:>5.1}  {:>5.1}  {published:>9}  {}",
            row.baseline, row.name
        );
    }
    let scores = score_forecast(reference, year);
    if scores.is_empty() {
        text.push_str(
            "\nNo figure of this Match is published in forecasts/2027_published.csv, so there is no score yet.\n",
        );
    } else {
        text.push('\n');
        text.push_str(&score_table("Score", &scores));
    }
    text
}

/// Predicted against published by kind, the score, and what fails.
pub fn table(validation: &Validation) -> String {
    let mut text = "Predicted against published, in percent (lengths of lists in programs). * marks figures outside their \
                    90% interval. Only fresh figures count: - marks figures that nearly repeat an input, = those that are \
                    trivial.\n\n"
        .to_owned();
    let mut kinds: Vec<&str> = Vec::new();
    for one in &validation.figures {
        if !kinds.contains(&one.kind) {
            kinds.push(one.kind);
        }
    }
    for kind in kinds {
        let _ = writeln!(text, "{kind}\n    year  predicted           90%   naive  published    diff    sd");
        text.extend(validation.figures.iter().filter(|one| one.kind == kind).map(line));
        text.push('\n');
    }
    text.push_str(&summary(validation));
    text.push_str(&failures(validation));
    text
}

/// The score by kind, what does not count, and the headline.
#[must_use]
pub fn summary(validation: &Validation) -> String {
    let mut text = score_table("Score of the fresh figures", &validation.kinds);
    text.push_str(&score_line(&validation.fresh));
    text.push('\n');
    text.push_str(&score_table("Not counted", &validation.not_counted));
    text.push('\n');
    text.push_str(&score_table("Shares of filled positions, 2023 to 2026", &validation.rolling_origin));
    let fresh = &validation.fresh;
    let _ = writeln!(
        text,
        "\nOn {} fresh figures the predictions miss by {:.1} percentage points on average, naive predictions by {:.1}. {:.0}% \
         of the 90% intervals hold the published figure.",
        fresh.count,
        fresh.mean_absolute_error,
        fresh.baseline_error,
        100.0 * fresh.coverage90
    );
    text
}

fn line(one: &ScoredFigure) -> String {
    let [low, _, _, _, high] = one.quantiles;
    let mark = if one.is_covered { ' ' } else { '*' };
    let class = match one.freshness {
        Freshness::Fresh => ' ',
        Freshness::NearInput => '-',
        Freshness::Trivial => '=',
    };
    format!(
        "{mark}{class}  {}  {:>9.1}  {low:>5.1} to {high:>5.1}  {:>6.1}  {:>9.1}  {:>+6.1}  {:>+4.1}  {}\n",
        one.year, one.predicted, one.baseline, one.published, one.difference, one.difference_in_sd, one.name
    )
}

fn score_table(heading: &str, scores: &[Score]) -> String {
    let mut text = format!("{heading}\n  figures  error  naive error  skill  interval score  in 50%  in 90%\n");
    text.extend(scores.iter().map(score_line));
    text
}

fn score_line(score: &Score) -> String {
    format!(
        "  {:>7}  {:>5.1}  {:>11.1}  {:>+5.2}  {:>14.1}  {:>5.0}%  {:>5.0}%  {}\n",
        score.count,
        score.mean_absolute_error,
        score.baseline_error,
        score.skill,
        score.interval_score,
        100.0 * score.coverage50,
        100.0 * score.coverage90,
        score.kind
    )
}

fn failures(validation: &Validation) -> String {
    let failures = validation.failures();
    if failures.is_empty() {
        return "Every fresh figure lies in its interval.\n".to_owned();
    }
    let mut text = "\nFresh figures outside their intervals, the furthest first\n".to_owned();
    for one in failures {
        let _ = writeln!(
            text,
            "  {} {}: predicted {:.1}, published {:.1} ({:+.1} sd, {})\n    likely: {}",
            one.name,
            one.year,
            one.predicted,
            one.published,
            one.difference_in_sd,
            one.source,
            one.likely_reason.unwrap_or("unknown")
        );
        if !one.note.is_empty() {
            let _ = writeln!(text, "    of the figure: {}", one.note);
        }
    }
    text
}

fn chart(validation: &Validation) -> CalibrationChart {
    let counted = |one: &&ScoredFigure| one.unit == "percent" && one.freshness == Freshness::Fresh;
    let points = validation.figures.iter().filter(counted).map(|one| CalibrationPoint {
        name: format!("{} {}", one.name, one.year),
        group: one.kind.to_owned(),
        predicted: one.predicted,
        interval90: [one.quantiles[0], one.quantiles[4]],
        published: one.published,
    });
    CalibrationChart {
        points: points.collect(),
        mean_absolute_error: validation.fresh.mean_absolute_error,
        coverage90: validation.fresh.coverage90,
    }
}

fn diagram(validation: &Validation) -> ReliabilityChart {
    ReliabilityChart {
        points: validation.reliability.iter().map(|one| (one.predicted, one.observed)).collect(),
        figures: validation.kinds.iter().map(|score| score.count).sum(),
    }
}
