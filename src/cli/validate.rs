//! `matchfolio validate`: predicted against published.

use std::fmt::Write as _;

use super::arguments::{Common, ValidateOptions, ValidationFormat};
use super::data::reference;
use super::failure::Failure;
use super::terminal::{print, talk};
use crate::calibration::validation::{KindScore, ScoredFigure, Validation, validate};
use crate::report::charts::WIDE;
use crate::report::charts::calibration::{self, CalibrationChart, CalibrationPoint};
use crate::report::csv;
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

/// The figures, one a row.
#[must_use]
pub fn csv(validation: &Validation) -> String {
    let mut text = "figure,name,year,kind,source,source_quality,unit,predicted,predictive_sd,low90,high90,published,\
                    difference,difference_in_sd,is_covered\n"
        .to_owned();
    for one in &validation.figures {
        let [low, high] = one.interval90;
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{:.4},{:.4},{low:.4},{high:.4},{},{:.4},{:.4},{}",
            one.figure,
            csv::cell(&one.name),
            one.year,
            one.kind,
            one.source,
            one.source_quality,
            one.unit,
            one.predicted,
            one.predictive_sd,
            one.published,
            one.difference,
            one.difference_in_sd,
            one.is_covered
        );
    }
    text
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
