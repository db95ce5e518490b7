//! The answer on a terminal, section by section.

use super::grid::{Measure, by_track, columns, limit, printed, stacked, unbroken};
use super::plans::plans;
use super::style::{ConsoleStyle, bar, paint, paint_bar, wrapped};
use crate::engine::results::{Estimate, Notice, PortfolioResult, Results, Severity};
use crate::report::number::{counted, dollars, mean_count, thousands, value};
use crate::report::percent::{Counted, chance, interval, preliminary_only, without_pgy1};
use crate::report::presentable::{presentable, shortened};
use crate::report::sentences::{
    HOW_GOOD, HOW_TO_READ, NOT_A_PROMISE, PARTIALLY_MATCHED, answer, difference, how_simulated, interval_sources,
    touches_safest,
};

/// Columns a portfolio's name takes at most when there is little room.
const NAME_WIDTH: usize = 24;

/// The whole answer: comparison, where failure comes from, differences,
/// notices, and how it was simulated. Ends with a line break.
#[must_use]
pub fn table(results: &Results, style: ConsoleStyle) -> String {
    let results = &presentable(results);
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let mut parts = vec![
        format!(
            "{} (Match {})\n{}",
            paint(&results.scenario.title, "1", style),
            results.scenario.season,
            wrapped(&answer(results), "", style)
        ),
        section("Will I match? What each portfolio costs and risks", &risks(results, style), style),
        section("Where would I end up? (columns: portfolios by number)", &destinations(results, style), style),
        section("How many interviews would I attend? (average)", &interviews(results, style), style),
        section("What goes wrong when it goes wrong?", &failures(results, style), style),
    ];
    if !results.comparisons.is_empty() {
        parts.push(section(
            "How do the portfolios differ? (same simulated seasons)",
            &differences(results, style),
            style,
        ));
    }
    if let Some(found) = &results.plans {
        parts.push(section("What if I try again? Residencies over several seasons", &plans(found, style), style));
    }
    if !results.notices.is_empty() {
        let notices: Vec<String> = results.notices.iter().map(|one| notice(one, style)).collect();
        parts.push(section("Notes", &notices.join("\n"), style));
    }
    parts.extend(interval_sources(results).map(|sentence| wrapped(&sentence, "", style)));
    parts.push(wrapped(&how_simulated(results), "", style));
    parts.push(format!("{}\n{}\n", wrapped(HOW_TO_READ, "", style), wrapped(NOT_A_PROMISE, "", style)));
    parts.join("\n\n")
}

fn section(heading: &str, body: &str, style: ConsoleStyle) -> String {
    format!("{}\n{body}", paint(heading, "1", style))
}

fn risks(results: &Results, style: ConsoleStyle) -> String {
    let header = ["", "Portfolio", "Applied", "Cost", "Unmatched", "Range", ""];
    let rows = results.portfolios.iter().zip(1..).map(|(portfolio, number)| {
        let unmatched = &portfolio.outcomes.unmatched;
        vec![
            number.to_string(),
            shortened(&portfolio.name, 3 * NAME_WIDTH),
            thousands(u64::from(portfolio.applications)),
            dollars(portfolio.cost_usd),
            chance(unmatched, Counted::of(results)),
            interval(unmatched),
            bar(unmatched.mean),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut table = columns(&header.map(str::to_owned), rows.clone(), style);
    let mut room = beside_name(&table, style);
    if room < NAME_WIDTH / 2 {
        // A narrow terminal has no place for bars.
        let short = rows.into_iter().map(|row| row[..header.len() - 1].to_vec());
        table = columns(&header.map(str::to_owned)[..header.len() - 1], short.collect(), style);
        room = beside_name(&table, style);
    }
    (0..header.len()).filter(|index| *index != 1).for_each(|index| unbroken(&mut table, index));
    limit(&mut table, 1, room.clamp(NAME_WIDTH / 2, 2 * NAME_WIDTH));
    // The bars are painted afterwards: escape sequences would count as width.
    printed(&table).lines().map(|line| paint_bar(line, style)).collect::<Vec<_>>().join("\n")
}

/// Columns that are left for the name when every other column has what it needs.
fn beside_name(table: &comfy_table::Table, style: ConsoleStyle) -> usize {
    let widths = table.column_max_content_widths();
    let others = widths.iter().enumerate().filter(|(index, _)| *index != 1).map(|(_, width)| usize::from(*width) + 2);
    style.width.saturating_sub(others.sum())
}

fn destinations(results: &Results, style: ConsoleStyle) -> String {
    let counted_as = Counted::of(results);
    let mut measures = by_track(results, |of, key| of.outcomes.matched.get(key).map(|share| chance(share, counted_as)));
    measures.push(Measure::new("Complete residency", move |of| Some(chance(&of.residency, counted_as))));
    if results.portfolios.iter().any(|of| !of.outcomes.matched_without_pgy1.is_empty()) {
        measures.push(Measure::new(PARTIALLY_MATCHED, move |of| without_pgy1(of, counted_as)));
    }
    // Where no line can end in a preliminary year alone there is nothing to tell.
    if results.portfolios.iter().any(|of| of.outcomes.preliminary_only.mean > 0.0) {
        measures.push(Measure::new("Preliminary year only", move |of| preliminary_only(of, counted_as)));
    }
    measures.push(Measure::new("Unmatched", move |of| Some(chance(&of.outcomes.unmatched, counted_as))));
    if results.portfolios.iter().any(|of| of.expected_value.is_some()) {
        measures.push(Measure::new(HOW_GOOD, |of| of.expected_value.as_ref().map(value)));
    }
    stacked(results, &measures, style)
}

fn interviews(results: &Results, style: ConsoleStyle) -> String {
    let mut measures = by_track(results, |of, key| of.interviews.get(key).map(|counts| mean_count(&counts.mean)));
    if results.tracks.len() > 1 {
        measures.push(Measure::new("All tracks", |of| Some(mean_count(&of.interviews_total.mean))));
    }
    measures.push(Measure::new("  range in 90% of seasons", spread));
    stacked(results, &measures, style)
}

/// Between which numbers of interviews nine in ten seasons lie.
fn spread(portfolio: &PortfolioResult) -> Option<String> {
    let quantiles = &portfolio.interviews_total.quantiles;
    Some(format!("{}–{}", quantiles.get("0.05")?, quantiles.get("0.95")?))
}

fn failures(results: &Results, style: ConsoleStyle) -> String {
    let counted_as = Counted::of(results);
    let told = |of: fn(&PortfolioResult) -> &Estimate| move |p: &PortfolioResult| Some(chance(of(p), counted_as));
    let measures = [
        Measure::new("No interview (primary list)", told(|of| &of.failure.no_interview)),
        Measure::new("Interviewed, not matched", told(|of| &of.failure.interviews_not_taken)),
        Measure::new("Unmatched, given an interview", move |of| {
            of.failure.unmatched_given_interview.map(|one| chance(&one, counted_as))
        }),
        Measure::new("Programs ranked in those seasons", |of| {
            of.failure.mean_ranked_when_not_taken.map(|mean| format!("{mean:.1}"))
        }),
        Measure::new(PARTIALLY_MATCHED, move |of| without_pgy1(of, counted_as)),
    ];
    stacked(results, &measures, style)
}

/// The safest portfolio against every other; the other pairs are left to the page.
fn differences(results: &Results, style: ConsoleStyle) -> String {
    let told = results.comparisons.iter().filter(|pair| touches_safest(results, pair));
    let mut lines: Vec<String> = told.map(|pair| wrapped(&format!("• {}", difference(pair)), "  ", style)).collect();
    let left = results.comparisons.len().saturating_sub(lines.len());
    if left > 0 {
        lines.push(format!("  … and {} in the report", counted(u64::try_from(left).unwrap_or(u64::MAX), "other pair")));
    }
    lines.join("\n")
}

/// What was seen, its effect on the numbers, and a suggestion.
pub(super) fn notice(notice: &Notice, style: ConsoleStyle) -> String {
    let (word, code) = match notice.severity {
        Severity::Warning => ("warning", "33;1"),
        Severity::Note => ("note", "36"),
    };
    let text = format!("{word}: {}", notice.seen);
    let first = wrapped(&text, "  ", style).replacen(word, &paint(word, code, style), 1);
    let meaning = wrapped(&format!("  effect: {}", notice.meaning), "    ", style);
    let action = wrapped(&format!("  suggestion: {}", notice.action), "    ", style);
    format!("{first}\n{meaning}\n{action}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_line_fits_eighty_columns() {
        for (fixture, results) in fixture::all() {
            if fixture == "odd" {
                continue;
            }
            let text = table(&results, ConsoleStyle::default());
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{fixture}: {line}");
            }
        }
    }

    #[test]
    fn a_narrow_terminal_loses_the_bars_and_breaks_no_number() {
        let narrow = risks(&fixture::five_by_six(), ConsoleStyle { color: false, width: 60 });
        assert!(narrow.contains("Unmatched") && narrow.contains("Applied"), "{narrow}");
        assert!(!narrow.contains('█') && narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
        assert!(risks(&fixture::five_by_six(), ConsoleStyle::default()).contains('█'));
    }

    #[test]
    fn escape_sequences_appear_only_with_color() {
        for (fixture, results) in fixture::all() {
            assert!(!table(&results, ConsoleStyle::default()).contains('\u{1b}'), "{fixture}");
            let painted = table(&results, ConsoleStyle { color: true, width: 80 });
            assert!(painted.contains("\u{1b}[1m"), "{fixture}");
        }
    }

    #[test]
    fn the_answer_the_notices_and_the_caution_are_all_there() {
        let results = fixture::five_by_six();
        let text = table(&results, ConsoleStyle::default()).replace('\n', " ");
        for part in
            ["safest portfolio", "warning: the parameters", "effect:", "suggestion:", "not a promise", "200,000"]
        {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn a_chance_of_zero_is_never_printed_as_zero_percent() {
        let text = table(&fixture::extremes(), ConsoleStyle::default());
        assert!(!text.contains(" 0.0%") && !text.contains(" 0%"), "{text}");
        assert!(text.contains("<0.1%"));
    }
}
