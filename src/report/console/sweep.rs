//! The answer of `sweep` on a terminal.

use super::grid::{balanced, columns, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use crate::decide::answers::sweep::{Curve, Point, Subject, Sweep, SweepAnswer};
use crate::engine::results::Estimate;
use crate::report::number::{counted, dollars, value};
use crate::report::percent::{interval, largest_error, size_points};
use crate::report::sentences::{NOT_A_PROMISE, left_open};
use crate::report::sweep_words::{at, risk, sentences, shown};

/// How to read the tables.
const HOW_TO_READ: &str = "Range: the 90% credible interval, that is, the range the data leave open. All values use the \
     same draws, so differences are known much better than the risks themselves. The model says what would happen to this \
     applicant if this number were different and everything else the same.";

/// Said where all lines are scaled together.
const IN_PROPORTION: &str = "Every line of a portfolio keeps the share of its programs shown, rounded, but at least one. \
     Signals are kept as long as there are programs for them. A column ends where a line runs out of programs.";

/// The whole answer. Ends with a line break.
#[must_use]
pub fn sweep_table(answer: &SweepAnswer, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let title = shown(&answer.header.scenario.title);
    let mut parts = vec![format!("{} (Match {})", paint(&title, "1", style), answer.header.scenario.season)];
    parts.extend(left_open(&answer.header).map(|sentence| wrapped(&sentence, "", style)));
    parts.extend(answer.sweeps.iter().map(|sweep| section(answer, sweep, style)));
    let curves = || answer.sweeps.iter().flat_map(|sweep| &sweep.curves);
    let notices = answer.header.notices.len();
    if notices > 0 {
        let said = format!("The scenario has {}; `matchfolio check` shows them.", counted(notices as u64, "note"));
        parts.push(wrapped(&said, "", style));
    }
    parts.push(wrapped(
        &format!(
            "{} of the uncertain parameters; the simulation error is at most {}.",
            counted(answer.header.parameter_draws, "draw"),
            largest_error(curves().flat_map(|curve| &curve.points).map(|point| &point.unmatched))
        ),
        "",
        style,
    ));
    parts.push(format!("{}\n{}\n", wrapped(HOW_TO_READ, "", style), wrapped(NOT_A_PROMISE, "", style)));
    parts.join("\n\n")
}

fn section(answer: &SweepAnswer, sweep: &Sweep, style: ConsoleStyle) -> String {
    let mut parts = vec![paint(&wrapped(&heading(sweep), "", style), "1", style)];
    let told = sweep.curves.iter().filter_map(|curve| {
        let said = sentences(answer, sweep.subject, curve);
        (!said.is_empty()).then(|| wrapped(&format!("• {}", said.join(" ")), "  ", style))
    });
    parts.push(told.collect::<Vec<_>>().join("\n"));
    parts.push(match (sweep.subject, sweep.curves.as_slice()) {
        (Subject::TwoKeys, [curve]) => matrix(curve, style),
        (_, [curve]) => detailed(answer, sweep.subject, curve, style),
        (_, curves) => side_by_side(sweep.subject, curves, style),
    });
    if sweep.subject == Subject::Budget {
        parts.push(wrapped(IN_PROPORTION, "", style));
    }
    if !sweep.others.is_empty() && sweep.subject == Subject::OneKey {
        let others = sweep.others.iter();
        let told = others.map(|other| format!("“{}” {}", shown(&other.portfolio), risk(&other.unmatched)));
        parts.push(wrapped(
            &format!("Other portfolios, as typed: {}.", told.collect::<Vec<_>>().join(", ")),
            "",
            style,
        ));
    }
    parts.join("\n")
}

fn heading(sweep: &Sweep) -> String {
    let axes = sweep.curves.first().map(|curve| curve.axes.as_slice()).unwrap_or_default();
    let label = |place: usize| axes.get(place).map_or_else(String::new, |axis| shown(&axis.label));
    match sweep.subject {
        Subject::OneKey => format!("How does {} change the risk of going unmatched?", label(0)),
        Subject::TwoKeys => {
            format!("How do {} (down) and {} (across) change the risk of going unmatched?", label(0), label(1))
        }
        Subject::Applications => {
            let name = sweep.curves.first().map_or_else(String::new, |curve| shown(&curve.portfolio));
            format!("How does the number of programs of each line of “{name}” change the risk of going unmatched?")
        }
        Subject::Budget => "How does the money spent change the risk of going unmatched?".to_owned(),
    }
}

/// One row a value, everything that is known of it.
fn detailed(answer: &SweepAnswer, subject: Subject, curve: &Curve, style: ConsoleStyle) -> String {
    let mut header = vec!["At", "Cost", "Unmatched", "Range", "Residency"];
    if answer.has_values {
        header.push("Value");
    }
    header.push("Versus typed");
    let rows = curve.points.iter().map(|point| {
        let mut cells = vec![
            point.at.first().map_or_else(String::new, |value| placed(subject, *value)),
            dollars(point.cost_usd),
            risk(&point.unmatched),
            interval(&point.unmatched),
            risk(&point.residency),
        ];
        if answer.has_values {
            cells.push(point.value.as_ref().map_or_else(|| "–".to_owned(), value));
        }
        cells.push(against(&point.unmatched_minus_typed));
        cells
    });
    let header: Vec<String> = header.into_iter().map(str::to_owned).collect();
    printed(&columns(&header, rows.collect(), style))
}

/// A value in a column; shares of the typed programs in percent.
fn placed(subject: Subject, value: f64) -> String {
    if subject == Subject::Budget { format!("{}%", at(100.0 * value)) } else { at(value) }
}

/// A difference to the portfolio as typed; one that cannot be detected is a tie.
fn against(difference: &Estimate) -> String {
    if difference.mean == 0.0 && difference.mc_error == 0.0 {
        return "as typed".to_owned();
    }
    if difference.is_tie() {
        return "tie".to_owned();
    }
    let sign = if difference.mean < 0.0 { "−" } else { "+" };
    format!("{sign}{}", size_points(difference))
}

/// One column a curve, one row a value that any of them has.
fn side_by_side(subject: Subject, curves: &[Curve], style: ConsoleStyle) -> String {
    let mut values: Vec<f64> =
        curves.iter().flat_map(|curve| &curve.points).filter_map(|point| point.at.first().copied()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let names = (1..).zip(curves).map(|(number, curve)| {
        let name = if subject == Subject::Applications { &curve.axes[0].label } else { &curve.portfolio };
        wrapped(&format!("{number}  {}", shown(name)), "   ", style)
    });
    let numbered: Vec<(usize, &Curve)> = (1..).zip(curves).collect();
    let cell = |curve: &Curve, value: f64| {
        let found = curve.points.iter().find(|point| point.at.first() == Some(&value));
        found.map_or_else(|| "–".to_owned(), |point| brief(subject, point))
    };
    let tables = numbered.chunks(balanced(numbered.len(), per_table(subject, style))).map(|chunk| {
        let header = std::iter::once("At".to_owned()).chain(chunk.iter().map(|(number, _)| number.to_string()));
        let rows = values.iter().filter(|value| {
            chunk.iter().any(|(_, curve)| curve.points.iter().any(|point| point.at.first() == Some(value)))
        });
        let rows = rows.map(|value| {
            std::iter::once(placed(subject, *value)).chain(chunk.iter().map(|(_, curve)| cell(curve, *value))).collect()
        });
        printed(&columns(&header.collect::<Vec<_>>(), rows.collect(), style))
    });
    names.chain(tables).collect::<Vec<_>>().join("\n")
}

/// Columns that fit the width.
fn per_table(subject: Subject, style: ConsoleStyle) -> usize {
    let cell = if subject == Subject::Budget { 15 } else { 8 };
    ((style.width - 8) / (cell + 2)).max(1)
}

fn brief(subject: Subject, point: &Point) -> String {
    let risk = risk(&point.unmatched);
    if subject == Subject::Budget { format!("{} {risk}", dollars(point.cost_usd)) } else { risk }
}

/// First number down, second across.
fn matrix(curve: &Curve, style: ConsoleStyle) -> String {
    let mut across: Vec<f64> = curve.points.iter().map(|point| point.at[1]).collect();
    across.sort_by(f64::total_cmp);
    across.dedup();
    let rows: Vec<&[Point]> = curve.points.chunk_by(|a, b| a.at[0] == b.at[0]).collect();
    let fitting = ((style.width - 8) / 9).max(1);
    let places: Vec<usize> = (0..across.len()).collect();
    let tables = places.chunks(balanced(places.len(), fitting)).map(|chunk| {
        let header = std::iter::once(String::new()).chain(chunk.iter().map(|place| at(across[*place])));
        let cells = rows.iter().map(|row| {
            let risks = chunk.iter().map(|place| risk(&row[*place].unmatched));
            std::iter::once(at(row[0].at[0])).chain(risks).collect()
        });
        printed(&columns(&header.collect::<Vec<_>>(), cells.collect(), style))
    });
    tables.collect::<Vec<_>>().join("\n")
}
