//! Several scenarios side by side.

use super::Answer;
use crate::decide::answers::comparison::{
    ComparedScenario, Entry, EntryDifference, PairKind, SCHEMA, ScenarioComparison,
};
use crate::engine::results::Verdict;
use crate::report::charts::Chart;
use crate::report::columns::{self, Column, DOLLARS, MadeFrom, SHARE, WORTH, count, estimate};
use crate::report::document::{Document, Table, Width, dash, number, words};
use crate::report::number::{counted, dollars, value};
use crate::report::percent::{Counted, aside_told_points, chance, interval, largest_error, spoken, told_points, whole};
use crate::report::presentable::{cleaned, shortened, told_apart};

/// Scenarios from which on a class is shown: one row a scenario.
const CLASS: usize = 6;
/// Portfolios from which on a class is shown.
const MANY_ENTRIES: usize = 31;
/// Differences that are written out.
const MOST_DIFFERENCES: usize = 12;
/// Longest name in a sentence, in characters.
const NAME_IN_SENTENCE: usize = 60;
/// Columns a name takes at most.
const NAME_WIDTH: usize = 30;

/// Name of the files of its chart.
const CHART: &str = "comparison";

impl Answer for ScenarioComparison {
    const NAME: &'static str = "comparison";
    const QUESTION: &'static str = "Who is at risk, and with which portfolio?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "portfolio";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> =
        Some(|one| MadeFrom { seed: one.seed, version: one.version, ..MadeFrom::default() });
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text("scenario", "Title, with the file where two scenarios have one title.", |row| {
                Some(&row.scenario.label)
            }),
            columns::text("file", "File as named on the command line.", |row| Some(&row.scenario.identity.file)),
            columns::text("portfolio", "Name of the portfolio.", |row| Some(&row.entry.portfolio)),
            count("applications", "Applications over all lines.", |row| row.entry.applications),
            columns::number("cost_usd", DOLLARS, "Application fees, registration and transcripts.", |row| {
                Some(row.entry.cost_usd)
            }),
            estimate("unmatched_", SHARE, "No position at all.", |row| Some(row.entry.unmatched)),
            estimate("residency_", SHARE, "A complete residency.", |row| Some(row.entry.residency)),
            columns::text("risk_band", "Risk band: low, moderate, high or very high.", |row| {
                Some(row.entry.risk_band.label())
            }),
            estimate(
                "expected_value_",
                WORTH,
                "Value by the weights of its own scenario; empty without them.",
                |row| row.entry.expected_value,
            ),
            columns::number("draws", "", "Draws of the uncertain parameters.", |row| {
                Some(row.scenario.parameter_draws as f64)
            }),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        self.entries.iter().map(|entry| Row { scenario: &self.scenarios[entry.scenario], entry }).collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        vec![Chart::new(CHART, self)]
    }

    fn document(&self) -> Document {
        document(self, true)
    }
}

/// What is said of several scenarios; files are named only where they are written.
pub fn document(answer: &ScenarioComparison, is_written: bool) -> Document {
    let mut document = Document::default();
    let scenarios = counted(answer.scenarios.len() as u64, "scenario");
    document.heading(format!("{scenarios} compared, using the same parameter draws and luck")).chart(CHART);
    let is_class = answer.scenarios.len() >= CLASS || answer.entries.len() >= MANY_ENTRIES;
    if is_class {
        let others = if is_written { "; the others are in the reports" } else { "" };
        document.table(class(answer)).say(format!(
            "The riskiest first. Each row is the safest portfolio of that scenario{others}. {}",
            errors(answer, false)
        ));
    } else {
        for (one, number) in answer.scenarios.iter().zip(1..) {
            let number: u32 = number;
            document.hanging(format!("{number} "), format!("{} (Match {})", one.label, one.identity.season), 3);
        }
        document.part().table(entries(answer)).say(errors(answer, true));
    }
    if !is_class && !answer.differences.is_empty() {
        differences(answer, is_written, document.heading("Differences between scenarios"));
    } else if is_written && !answer.differences.is_empty() {
        let pairs = counted(answer.differences.len() as u64, "pair");
        document.paragraphs([format!("The differences of {pairs} are in comparison.json.")]);
    }
    if !answer.notices.is_empty() {
        document.part();
        answer.notices.iter().for_each(|notice| document.notice(notice));
    }
    document
}

/// A portfolio with its scenario.
pub struct Row<'a> {
    scenario: &'a ComparedScenario,
    entry: &'a Entry,
}

/// Every portfolio of every scenario.
fn entries(comparison: &ScenarioComparison) -> Table {
    let columns = [words(""), words("Portfolio").wide(Width::AtMost(NAME_WIDTH))];
    let columns = columns.into_iter().chain(["Cost", "Unmatched", "Range", "Risk", "Residency", "Value"].map(number));
    let rows = comparison.entries.iter().map(|entry| {
        let mut row = vec![(entry.scenario + 1).to_string(), entry.portfolio.clone(), dollars(entry.cost_usd)];
        row.extend(risks(entry));
        row.push(entry.expected_value.as_ref().map_or_else(dash, value));
        row
    });
    Table::new(columns, rows)
}

/// How to read the range, and how large the simulation errors are.
fn errors(comparison: &ScenarioComparison, shows_values: bool) -> String {
    let entries = || comparison.entries.iter();
    let values = entries().filter(|_| shows_values).filter_map(|entry| entry.expected_value);
    let chances = largest_error(entries().flat_map(|entry| [&entry.unmatched, &entry.residency]));
    let value = match values.map(|value| value.mc_error).reduce(f64::max) {
        Some(most) => format!(" and, for the values, ±{most:.3}"),
        None => String::new(),
    };
    format!(
        "Range: the 90% credible interval of the chance of going unmatched, that is, the range the data leave open. The \
         simulation error is at most {chances}{value}."
    )
}

fn risks(entry: &Entry) -> [String; 4] {
    [
        chance(&entry.unmatched, Counted::Exactly),
        interval(&entry.unmatched),
        entry.risk_band.label().to_owned(),
        chance(&entry.residency, Counted::Exactly),
    ]
}

/// One row a scenario: its safest portfolio; whoever needs help first stands first.
fn class(comparison: &ScenarioComparison) -> Table {
    let columns = [words(""), words("Scenario").wide(Width::AtMost(NAME_WIDTH + 6))];
    let columns = columns.into_iter().chain(["Unmatched", "Range", "Risk", "Residency"].map(number));
    let mut riskiest_first: Vec<_> = comparison
        .scenarios
        .iter()
        .zip(1_u32..)
        .map(|(one, number)| (one, number, &comparison.entries[one.safest]))
        .collect();
    riskiest_first.sort_by(|(_, _, a), (_, _, b)| b.unmatched.mean.total_cmp(&a.unmatched.mean));
    let rows = riskiest_first.into_iter().map(|(one, number, entry)| {
        let name = format!("{}: {}", cleaned(&one.label), cleaned(&entry.portfolio));
        let mut row = vec![number.to_string(), shortened(&name, 3 * NAME_WIDTH)];
        row.extend(risks(entry));
        row
    });
    Table::new(columns, rows)
}

fn differences(comparison: &ScenarioComparison, is_written: bool, document: &mut Document) {
    for one in comparison.differences.iter().take(MOST_DIFFERENCES) {
        document.item(difference(comparison, one));
    }
    let left = comparison.differences.len().saturating_sub(MOST_DIFFERENCES);
    if left > 0 {
        let place = if is_written { "in comparison.json" } else { "without words here" };
        document.verbatim(format!("  … and {} {place}", counted(left as u64, "other pair")));
    }
}

/// The less risky side first, so that everything is less likely.
fn difference(comparison: &ScenarioComparison, one: &EntryDifference) -> String {
    let labels: Vec<&str> = comparison.scenarios.iter().map(|one| one.label.as_str()).collect();
    let names = told_apart(&labels);
    let portfolio = |entry: &Entry| shortened(&cleaned(&entry.portfolio), NAME_IN_SENTENCE);
    let (lower, higher) = if one.verdict == Verdict::BLower { (one.b, one.a) } else { (one.a, one.b) };
    let [lower, higher] = [lower, higher].map(|entry| &comparison.entries[entry]);
    let side = |entry: &Entry, name: &str| {
        let scenario = format!("scenario {}{name}", entry.scenario + 1);
        match one.kind {
            PairKind::SamePortfolio => scenario,
            PairKind::Safest => format!("“{}” in {scenario}", portfolio(entry)),
        }
    };
    let name = format!(" (“{}”)", shortened(&names[lower.scenario], NAME_IN_SENTENCE));
    let (here, there) = (side(lower, &name), side(higher, ""));
    let (what, at) = match one.kind {
        PairKind::SamePortfolio => (format!("“{}”", portfolio(lower)), "in"),
        PairKind::Safest => ("The safest portfolios".to_owned(), "with"),
    };
    let size = told_points(&one.unmatched_difference);
    let ends = aside_told_points(&one.unmatched_difference.absolute());
    let of_draws = spoken(&whole(match one.verdict {
        Verdict::BLower => 1.0 - one.share_of_draws_a_lower,
        _ => one.share_of_draws_a_lower,
    }));
    match one.verdict {
        Verdict::Tie => {
            format!("{what}: no detectable difference between {here} and {there} ({size} percentage points).")
        }
        _ => format!(
            "{what}: {size} percentage points less likely to go unmatched {at} {here} than {at} {there}{ends}; so in {of_draws} of \
             the parameter draws."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::console::{self, ConsoleStyle};
    use crate::report::fixture_answers::comparison;

    fn shown(answer: &ScenarioComparison) -> String {
        console::text(&answer.document(), ConsoleStyle::default())
    }

    #[test]
    fn every_line_fits_eighty_columns() {
        for scenarios in [2, 5, 30] {
            for line in shown(&comparison(scenarios)).lines() {
                assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
            }
        }
    }

    #[test]
    fn a_class_has_one_row_a_person_the_riskiest_first() {
        let answer = comparison(30);
        let text = shown(&answer);
        let mut places: Vec<(usize, f64)> = (1..=30)
            .map(|person| {
                let place = text.find(&format!("Person {person}: ")).expect("a row");
                (place, answer.entries[answer.scenarios[person - 1].safest].unmatched.mean)
            })
            .collect();
        places.sort_unstable_by_key(|(place, _)| *place);
        assert!(places.is_sorted_by(|(_, a), (_, b)| a >= b), "{places:?}");
        assert!(text.contains("The differences of 58 pairs") && !text.contains('•'));
        let unwritten = console::text(&document(&answer, false), ConsoleStyle::default());
        assert!(!unwritten.contains("comparison.json") && !unwritten.contains("in the reports"), "{unwritten}");
    }

    #[test]
    fn a_tie_is_no_detectable_difference() {
        let told = |answer: &ScenarioComparison| shown(answer).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut answer = comparison(2);
        assert!(
            told(&answer).contains("percentage points less likely")
                && !told(&answer).contains("no detectable difference")
        );
        // Whichever side is less likely to go unmatched is named with its scenario.
        let pair = &answer.differences[0];
        let lower = if pair.verdict == Verdict::BLower { pair.b } else { pair.a };
        let scenario = answer.entries[lower].scenario + 1;
        assert!(told(&answer).contains(&format!("unmatched in scenario {scenario} (“")), "{}", told(&answer));
        answer.differences[0].verdict = Verdict::Tie;
        assert!(told(&answer).contains("no detectable difference between scenario"), "{}", told(&answer));
    }
}
