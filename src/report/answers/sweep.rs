//! Numbers of a scenario gone through.

use super::Answer;
use crate::decide::answers::sweep::{Axis, Curve, Point, SCHEMA, Subject, Sweep, SweepAnswer};
use crate::engine::results::Estimate;
use crate::report::charts::{self, Chart};
use crate::report::columns::{self, Column, DOLLARS, MadeFrom, SHARE, WORTH, count, estimate};
use crate::report::document::{Block, Document, NUMBERS, Spread, Table, Unasked, dash, hanging, number, words};
use crate::report::number::{counted, dollars, value};
use crate::report::percent::{interval, largest_error, size_points};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, PARTIAL, left_open};
use crate::report::sweep_words::{at, risk, sentences};

/// How to read the tables.
const HOW_TO_READ: &str = "Range: the 90% credible interval, that is, the range the data leave open. All values use the \
     same draws, so differences are known much better than the risks themselves. The model says what would happen to this \
     applicant if this number were different and everything else the same.";

/// Said where all lines are scaled together.
const IN_PROPORTION: &str = "Every line of a portfolio keeps the share of its programs shown, rounded, but at least one. \
     Signals are kept as long as there are programs for them. A column ends where a line runs out of programs.";

impl Answer for SweepAnswer {
    const NAME: &'static str = "sweep";
    const QUESTION: &'static str = "What does each step change?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "point of a curve";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text("subject", "`one_key`, `two_keys`, `applications` or `budget`.", |row| {
                Some(subject(row.sweep.subject))
            }),
            columns::text("portfolio", "Name of the portfolio.", |row| Some(&row.curve.portfolio)),
            columns::text("first", "The first number: its path in the scenario, or its label.", |row| {
                row.curve.axes.first().map(name)
            }),
            columns::number("first_value", "its own", "Value of the first number.", |row| {
                row.point.at.first().copied()
            }),
            columns::text("second", "The second number; empty without one.", |row| row.curve.axes.get(1).map(name)),
            columns::number("second_value", "its own", "Value of the second number; empty without one.", |row| {
                row.point.at.get(1).copied()
            }),
            count("applications", "Applications of the whole portfolio.", |row| row.point.applications),
            columns::number("cost_usd", DOLLARS, "Cost of the whole portfolio.", |row| Some(row.point.cost_usd)),
            estimate("unmatched_", SHARE, "P(unmatched).", |row| Some(row.point.unmatched)),
            estimate("residency_", SHARE, "A complete residency.", |row| Some(row.point.residency)),
            estimate("value_", WORTH, "Expected value; empty without `[values]`.", |row| row.point.value),
            estimate(
                "unmatched_minus_typed_",
                SHARE,
                "P(unmatched) minus P(unmatched) of the portfolio as typed.",
                |row| Some(row.point.unmatched_minus_typed),
            ),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let curves = self.sweeps.iter().flat_map(|sweep| sweep.curves.iter().map(move |curve| (sweep, curve)));
        curves.flat_map(|(sweep, curve)| curve.points.iter().map(move |point| Row { sweep, curve, point })).collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        charts::sweep::charts(self)
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        if self.partial {
            document.hanging("Partial: ", PARTIAL, 0).part();
        }
        document.paragraphs(left_open(&self.header));
        for sweep in &self.sweeps {
            section(self, sweep, &mut document);
        }
        let notices = self.header.notices.len() as u64;
        let noted = format!("The scenario has {}; `matchfolio check` shows them.", counted(notices, "note"));
        let points = self.sweeps.iter().flat_map(|sweep| &sweep.curves).flat_map(|curve| &curve.points);
        document
            .paragraphs((notices > 0).then_some(noted))
            .paragraphs([format!(
                "{} of the uncertain parameters; the simulation error is at most {}.",
                counted(self.header.parameter_draws, "draw"),
                largest_error(points.map(|point| &point.unmatched))
            )])
            .part()
            .say(HOW_TO_READ)
            .say(NOT_A_PROMISE);
        document
    }
}

fn section(answer: &SweepAnswer, sweep: &Sweep, document: &mut Document) {
    document.long_heading(heading(sweep));
    if charts::sweep::is_drawn(answer, sweep) {
        document.chart(charts::sweep::stem(sweep));
    }
    let told = sweep.curves.iter().map(|curve| sentences(answer, sweep.subject, curve).join(" "));
    let told: Vec<String> = told.filter(|said| !said.is_empty()).collect();
    if told.is_empty() {
        document.verbatim("");
    } else {
        document.fold("What each step changes", Unasked::Terminal, [Block::Items(told)]);
    }
    let numbers = match (sweep.subject, sweep.curves.as_slice()) {
        (Subject::TwoKeys, [curve]) => vec![Block::Spread(matrix(curve))],
        (_, [curve]) => vec![Block::Table(detailed(answer, sweep.subject, curve))],
        (_, curves) => side_by_side(sweep.subject, curves),
    };
    document.fold(NUMBERS, Unasked::Terminal, numbers);
    if sweep.subject == Subject::Budget {
        document.say(IN_PROPORTION);
    }
    if !sweep.others.is_empty() && sweep.subject == Subject::OneKey {
        let told =
            sweep.others.iter().map(|other| format!("“{}” {}", cleaned(&other.portfolio), risk(&other.unmatched)));
        document.say(format!("Other portfolios, as typed: {}.", told.collect::<Vec<_>>().join(", ")));
    }
}

fn heading(sweep: &Sweep) -> String {
    let axes = sweep.curves.first().map(|curve| curve.axes.as_slice()).unwrap_or_default();
    let label = |place: usize| axes.get(place).map_or_else(String::new, |axis| cleaned(&axis.label));
    match sweep.subject {
        Subject::OneKey => format!("How the risk of going unmatched changes with {}", label(0)),
        Subject::TwoKeys => {
            format!("How the risk of going unmatched changes with {} (down) and {} (across)", label(0), label(1))
        }
        Subject::Applications => {
            let name = sweep.curves.first().map_or_else(String::new, |curve| cleaned(&curve.portfolio));
            format!("How the risk of going unmatched changes with the programs of each line of “{name}”")
        }
        Subject::Budget => "How the risk of going unmatched changes with the money spent".to_owned(),
    }
}

/// One row a value, everything that is known of it.
fn detailed(answer: &SweepAnswer, subject: Subject, curve: &Curve) -> Table {
    let mut titles = vec!["At", "Cost", "Unmatched", "Range", "Residency"];
    titles.extend(answer.has_values.then_some("Value"));
    titles.push("Versus typed");
    let rows = curve.points.iter().map(|point| {
        let mut cells = vec![
            point.at.first().map_or_else(String::new, |value| placed(subject, *value)),
            dollars(point.cost_usd),
            risk(&point.unmatched),
            interval(&point.unmatched),
            risk(&point.residency),
        ];
        if answer.has_values {
            cells.push(point.value.as_ref().map_or_else(dash, value));
        }
        cells.push(against(&point.unmatched_minus_typed));
        cells
    });
    Table::new(titles.into_iter().map(number), rows)
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
fn side_by_side(subject: Subject, curves: &[Curve]) -> Vec<Block> {
    let mut values: Vec<f64> =
        curves.iter().flat_map(|curve| &curve.points).filter_map(|point| point.at.first().copied()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let numbered: Vec<(usize, &Curve)> = (1..).zip(curves).collect();
    let named = numbered.iter().map(|(place, curve)| {
        let name = if subject == Subject::Applications { &curve.axes[0].label } else { &curve.portfolio };
        hanging(format!("{place} "), name, 3)
    });
    let cell = |curve: &Curve, value: f64| {
        let found = curve.points.iter().find(|point| point.at.first() == Some(&value));
        found.map(|point| brief(subject, point))
    };
    let row = |value: f64| (placed(subject, value), curves.iter().map(|curve| cell(curve, value)).collect());
    let spread = Spread {
        first: number("At"),
        of: "",
        names: Vec::new(),
        room: ROOM,
        cell: Some(if subject == Subject::Budget { 15 } else { 8 }),
        titles: numbered.iter().map(|(place, _)| place.to_string()).collect(),
        rows: values.into_iter().map(row).collect(),
    };
    named.chain([Block::Spread(spread)]).collect()
}

/// Columns to keep free for the values of a number.
const ROOM: usize = 8;

fn brief(subject: Subject, point: &Point) -> String {
    let risk = risk(&point.unmatched);
    if subject == Subject::Budget { format!("{} {risk}", dollars(point.cost_usd)) } else { risk }
}

/// First number down, second across.
fn matrix(curve: &Curve) -> Spread {
    let mut across: Vec<f64> = curve.points.iter().map(|point| point.at[1]).collect();
    across.sort_by(f64::total_cmp);
    across.dedup();
    let rows = curve.points.chunk_by(|a, b| a.at[0] == b.at[0]);
    let cell =
        |row: &[Point], value: f64| row.iter().find(|point| point.at[1] == value).map(|point| risk(&point.unmatched));
    let cells = |row: &[Point]| across.iter().map(|value| cell(row, *value)).collect();
    let rows = rows.map(|row| (at(row[0].at[0]), cells(row))).collect();
    Spread {
        first: words(""),
        of: "",
        names: Vec::new(),
        room: ROOM,
        cell: Some(7),
        titles: across.into_iter().map(at).collect(),
        rows,
    }
}

/// One point of one curve.
pub struct Row<'a> {
    sweep: &'a Sweep,
    curve: &'a Curve,
    point: &'a Point,
}

const fn subject(subject: Subject) -> &'static str {
    match subject {
        Subject::OneKey => "one_key",
        Subject::TwoKeys => "two_keys",
        Subject::Applications => "applications",
        Subject::Budget => "budget",
    }
}

fn name(axis: &Axis) -> &str {
    axis.path.as_ref().unwrap_or(&axis.label)
}
