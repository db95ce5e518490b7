//! Several scenarios side by side on a terminal.

use super::grid::{columns, limit, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use super::summary::notice;
use crate::decide::answers::comparison::{ComparedScenario, Entry, EntryDifference, PairKind, ScenarioComparison};
use crate::engine::results::{Estimate, Verdict};
use crate::report::number::{counted, dollars, value};
use crate::report::percent::{Counted, aside_points, chance, interval, largest_error, size_points, whole};
use crate::report::presentable::{cleaned, shortened};

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

/// The whole comparison. Ends with a line break.
#[must_use]
pub fn comparison_text(comparison: &ScenarioComparison, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let section = |heading: &str, body: &str| format!("{}\n{body}", paint(heading, "1", style));
    let heading = format!(
        "{} compared, using the same parameter draws and luck",
        counted(comparison.scenarios.len() as u64, "scenario")
    );
    let is_class = comparison.scenarios.len() >= CLASS || comparison.entries.len() >= MANY_ENTRIES;
    let mut parts = if is_class {
        vec![section(&heading, &class(comparison, style))]
    } else {
        vec![section(&heading, &scenarios(comparison, style)), entries(comparison, style)]
    };
    if is_class && !comparison.differences.is_empty() {
        let pairs = counted(comparison.differences.len() as u64, "pair");
        parts.push(wrapped(&format!("The differences of {pairs} are in comparison.json."), "", style));
    } else if !comparison.differences.is_empty() {
        parts.push(section("Differences between scenarios", &differences(comparison, style)));
    }
    if !comparison.notices.is_empty() {
        let notices: Vec<String> = comparison.notices.iter().map(|one| notice(one, style)).collect();
        parts.push(notices.join("\n"));
    }
    parts.join("\n\n") + "\n"
}

/// The scenarios by number.
fn scenarios(comparison: &ScenarioComparison, style: ConsoleStyle) -> String {
    let numbered = comparison.scenarios.iter().zip(1..);
    let line = |(one, number): (&ComparedScenario, u32)| {
        wrapped(&format!("{number}  {} (Match {})", cleaned(&one.label), one.identity.season), "   ", style)
    };
    numbered.map(line).collect::<Vec<_>>().join("\n")
}

/// Every portfolio of every scenario.
fn entries(comparison: &ScenarioComparison, style: ConsoleStyle) -> String {
    let header = ["", "Portfolio", "Cost", "Unmatched", "Range", "Residency", "Value"];
    let rows = comparison.entries.iter().map(|entry| {
        let mut row = vec![(entry.scenario + 1).to_string(), cleaned(&entry.portfolio), dollars(entry.cost_usd)];
        row.extend(risks(entry));
        row.push(entry.expected_value.as_ref().map_or_else(|| "–".to_owned(), value));
        row
    });
    let mut table = columns(&header.map(str::to_owned), rows.collect(), style);
    limit(&mut table, 1, NAME_WIDTH);
    format!("{}\n{}", printed(&table), wrapped(&errors(comparison, true), "", style))
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

fn risks(entry: &Entry) -> [String; 3] {
    [chance(&entry.unmatched, Counted::Exactly), interval(&entry.unmatched), chance(&entry.residency, Counted::Exactly)]
}

/// One row a scenario, as given: its safest portfolio.
fn class(comparison: &ScenarioComparison, style: ConsoleStyle) -> String {
    let header = ["", "Scenario", "Unmatched", "Range", "Residency"];
    let rows = comparison.scenarios.iter().zip(1..).map(|(one, number): (_, u32)| {
        let entry = &comparison.entries[one.safest];
        let name = format!("{}: {}", cleaned(&one.label), cleaned(&entry.portfolio));
        let mut row = vec![number.to_string(), shortened(&name, 3 * NAME_WIDTH)];
        row.extend(risks(entry));
        row
    });
    let mut table = columns(&header.map(str::to_owned), rows.collect(), style);
    limit(&mut table, 1, NAME_WIDTH + 6);
    let legend = format!(
        "Each row is the safest portfolio of that scenario; the others are in the reports. {}",
        errors(comparison, false)
    );
    format!("{}\n{}", printed(&table), wrapped(&legend, "", style))
}

fn differences(comparison: &ScenarioComparison, style: ConsoleStyle) -> String {
    let told = comparison.differences.iter().take(MOST_DIFFERENCES);
    let mut lines: Vec<String> =
        told.map(|one| wrapped(&format!("• {}", difference(comparison, one)), "  ", style)).collect();
    let left = comparison.differences.len().saturating_sub(MOST_DIFFERENCES);
    if left > 0 {
        lines.push(format!("  … and {} in comparison.json", counted(left as u64, "other pair")));
    }
    lines.join("\n")
}

fn difference(comparison: &ScenarioComparison, one: &EntryDifference) -> String {
    let (a, b) = (&comparison.entries[one.a], &comparison.entries[one.b]);
    let name = |entry: &Entry| shortened(&cleaned(&entry.portfolio), NAME_IN_SENTENCE);
    let what = match one.kind {
        PairKind::SamePortfolio => {
            format!("“{}” in scenario {} and in scenario {}", name(a), a.scenario + 1, b.scenario + 1)
        }
        PairKind::Safest => {
            format!(
                "The safest portfolios, “{}” in scenario {} and “{}” in scenario {}",
                name(a),
                a.scenario + 1,
                name(b),
                b.scenario + 1
            )
        }
    };
    let size = size_points(&one.unmatched_difference);
    let ends = aside_points(&in_its_direction(&one.unmatched_difference));
    let of_draws = whole(match one.verdict {
        Verdict::BLower => 1.0 - one.share_of_draws_a_lower,
        _ => one.share_of_draws_a_lower,
    });
    match one.verdict {
        Verdict::Tie => format!("{what}: no detectable difference ({size} percentage points)."),
        verdict => {
            let more = if verdict == Verdict::ALower { "less" } else { "more" };
            format!(
                "{what}: {size} percentage points {more} likely to go unmatched in the first{ends}; so in {of_draws} of the \
                 parameter draws."
            )
        }
    }
}

/// The difference as "so many points less" or "more" says it: not below 0.
fn in_its_direction(difference: &Estimate) -> Estimate {
    let [low, high] = difference.interval90;
    if difference.mean < 0.0 {
        Estimate { mean: -difference.mean, interval90: [-high, -low], ..*difference }
    } else {
        *difference
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture_answers::comparison;

    #[test]
    fn every_line_fits_eighty_columns() {
        for scenarios in [2, 5, 30] {
            for line in comparison_text(&comparison(scenarios), ConsoleStyle::default()).lines() {
                assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
            }
        }
    }

    #[test]
    fn a_class_has_one_row_a_person_in_the_order_given() {
        let text = comparison_text(&comparison(30), ConsoleStyle::default());
        let places: Vec<usize> =
            (1..=30).map(|person| text.find(&format!("Person {person}: ")).expect("a row")).collect();
        assert!(places.is_sorted());
        assert!(text.contains("The differences of 58 pairs") && !text.contains('•'));
    }

    #[test]
    fn a_tie_is_no_detectable_difference() {
        let told = |answer: &ScenarioComparison| {
            comparison_text(answer, ConsoleStyle::default()).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let mut answer = comparison(2);
        assert!(
            told(&answer).contains("percentage points less likely")
                && !told(&answer).contains("no detectable difference")
        );
        answer.differences[0].verdict = Verdict::Tie;
        assert!(told(&answer).contains("no detectable difference ("));
    }
}
