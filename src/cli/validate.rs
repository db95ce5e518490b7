//! `matchfolio validate`: predicted against published.

use std::fmt::Write as _;

use super::arguments::{Common, ValidateOptions, ValidationFormat};
use super::data::reference;
use super::failure::Failure;
use super::terminal::{print, talk};
use crate::calibration::validation::{KindScore, ScoredFigure, Validation, validate};
use crate::report::charts::WIDE;
use crate::report::charts::calibration::{self, CalibrationChart, CalibrationPoint};
use crate::report::columns::{self, Column, count, described, number, text};
use crate::report::{ensure_writable, write_answer};

/// Predicts and scores every figure, prints the score and writes it where asked.
pub(super) fn execute(options: &ValidateOptions, common: &Common) -> Result<(), Failure> {
    if let Some(folder) = &options.out {
        ensure_writable(folder, options.force)?;
    }
    let validation = validate(&reference(common)?, options.seed)?;
    if let Some(folder) = &options.out {
        let texts = [("validation.json", json(&validation)?), ("figures.csv", csv(&validation))];
        let charts = [("calibration", calibration::draw(&chart(&validation), WIDE)?)];
        let written = write_answer(&charts, &texts, folder, options.force)?;
        if !common.quiet {
            for file in &written.files {
                talk(&format!("wrote {}", file.display()));
            }
        }
    }
    print(&match options.format {
        ValidationFormat::Table => table(&validation),
        ValidationFormat::Json => json(&validation)?,
        ValidationFormat::Csv => csv(&validation),
    })
}

/// The score as indented JSON, `matchfolio.validation/1`.
///
/// # Errors
///
/// When a number cannot be encoded, which a fault of the program alone can cause.
pub fn json(validation: &Validation) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(validation).map_err(|error| Failure::Fault(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn columns() -> Vec<Column<ScoredFigure>> {
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
        number("low90", IN_UNIT, "5 % point of the prediction.", |one| Some(one.interval90[0])),
        number("high90", IN_UNIT, "95 % point of the prediction.", |one| Some(one.interval90[1])),
        number("published", IN_UNIT, "The published figure.", |one| Some(one.published)),
        number("difference", IN_UNIT, "Predicted less published.", |one| Some(one.difference)),
        number("difference_in_sd", "standard deviations", "The same over `predictive_sd`.", |one| {
            Some(one.difference_in_sd)
        }),
        text("is_covered", "`true` or `false`: whether the interval holds the published figure.", |one| {
            Some(if one.is_covered { "true" } else { "false" })
        }),
    ]
}

/// The unit that stands in the row.
const IN_UNIT: &str = "`unit`";

/// The figures, one a row.
#[must_use]
pub fn csv(validation: &Validation) -> String {
    columns::csv(&columns(), &validation.figures)
}

/// What the file of figures holds, for `docs/results-format.md`.
#[must_use]
pub fn description() -> String {
    described("figures.csv", "figure", &columns())
}

/// Predicted against published by kind, the score, and what fails.
#[must_use]
pub fn table(validation: &Validation) -> String {
    let mut text =
        "Predicted against published, in percent, lengths of lists in programs; * is outside its 90 % interval.\n\n"
            .to_owned();
    for score in &validation.kinds {
        let mut of_kind = validation.figures.iter().filter(|one| one.kind == score.kind).peekable();
        if of_kind.peek().is_some() {
            let _ = writeln!(text, "{}\n  year  predicted        90 %     published    diff    sd", score.kind);
            text.extend(of_kind.map(line));
            text.push('\n');
        }
    }
    text.push_str("Score\n  figures  mean abs. error  mean diff  coverage\n");
    for score in &validation.kinds {
        text.push_str(&score_line(score));
    }
    let _ = writeln!(
        text,
        "\nAll {} figures: mean absolute error {:.1} points ({:.1} programs for lengths of lists); {:.0} % of the 90 % \
         intervals hold the published figure.",
        validation.figures.len(),
        validation.mean_absolute_error,
        validation.mean_absolute_error_programs,
        100.0 * validation.coverage90
    );
    text.push_str(&failures(validation));
    text
}

fn line(one: &ScoredFigure) -> String {
    let [low, high] = one.interval90;
    let mark = if one.is_covered { ' ' } else { '*' };
    format!(
        "{mark} {}  {:>9.1}  {low:>5.1} to {high:>5.1}  {:>9.1}  {:>+6.1}  {:>+4.1}  {}\n",
        one.year, one.predicted, one.published, one.difference, one.difference_in_sd, one.name
    )
}

fn score_line(score: &KindScore) -> String {
    format!(
        "  {:>7}  {:>15.1}  {:>+9.1}  {:>6.0} %  {}\n",
        score.count,
        score.mean_absolute_error,
        score.mean_difference,
        100.0 * score.coverage90,
        score.kind
    )
}

fn failures(validation: &Validation) -> String {
    let failures = validation.failures();
    if failures.is_empty() {
        return "Every published figure lies in its interval.\n".to_owned();
    }
    let mut text = "\nOutside their intervals (*), the furthest first\n".to_owned();
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
    let percent = validation.figures.iter().filter(|one| one.unit == "percent");
    let points = percent.map(|one| CalibrationPoint {
        name: format!("{} {}", one.name, one.year),
        group: one.kind.to_owned(),
        predicted: one.predicted,
        interval90: one.interval90,
        published: one.published,
    });
    CalibrationChart {
        points: points.collect(),
        mean_absolute_error: validation.mean_absolute_error,
        coverage90: validation.coverage90,
    }
}
