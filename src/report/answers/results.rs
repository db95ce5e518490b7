//! The results of a run.

use super::Answer;
use super::plans::plans;
use crate::engine::results::{Estimate, PortfolioResult, Results, SCHEMA};
use crate::report::charts::{ChartKind, PlanChart, WIDE, draw, draw_plans};
use crate::report::columns::Column;
use crate::report::document::{self, Document, Kind, Spread, Table, Width, number, words};
use crate::report::error::ReportError;
use crate::report::number::{counted, dollars, mean_count, thousands, value};
use crate::report::percent::{Counted, chance, interval, preliminary_only, without_pgy1};
use crate::report::presentable::shortened;
use crate::report::sentences::{
    HOW_GOOD, HOW_TO_READ, NOT_A_PROMISE, PARTIALLY_MATCHED, answer, difference, how_simulated, interval_sources,
    touches_safest,
};
use crate::report::tables::{self, OutcomeRow};

/// Columns a portfolio's name takes at most when there is little room.
const NAME_WIDTH: usize = 24;

/// Columns the name of a measure may take.
const MEASURE_WIDTH: usize = 30;

impl Answer for Results {
    const NAME: &'static str = "results";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "portfolio, outcome and track";
    type Row<'a> = OutcomeRow<'a>;

    fn columns<'a>() -> Vec<Column<OutcomeRow<'a>>> {
        tables::outcomes()
    }

    fn rows(&self) -> Vec<OutcomeRow<'_>> {
        tables::outcome_rows(self)
    }

    fn charts(&self) -> Result<Vec<(&'static str, String)>, ReportError> {
        let charts = ChartKind::ALL.map(|kind| Ok((kind.file_stem(), draw(self, kind, WIDE)?.svg)));
        let plans = PlanChart::ALL.map(|kind| Ok(draw_plans(self, kind, WIDE)?.map(|svg| (kind.file_stem(), svg))));
        charts.into_iter().chain(plans.into_iter().filter_map(Result::transpose)).collect()
    }

    fn csv(&self) -> Result<String, ReportError> {
        Ok(tables::outcomes_csv(self))
    }

    fn described() -> String {
        tables::description()
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.scenario);
        document
            .say(answer(self))
            .heading("Will I match? What each portfolio costs and risks")
            .table(risks(self))
            .heading("Where would I end up? (columns: portfolios by number)")
            .spread(destinations(self))
            .heading("How many interviews would I attend? (average)")
            .spread(interviews(self))
            .heading("What goes wrong when it goes wrong?")
            .spread(failures(self));
        if !self.comparisons.is_empty() {
            differences(self, document.heading("How do the portfolios differ? (same simulated seasons)"));
        }
        if let Some(found) = &self.plans {
            plans(found, document.heading("What if I try again? Residencies over several seasons"));
        }
        document
            .notices(&self.notices)
            .paragraphs(interval_sources(self))
            .paragraphs([how_simulated(self)])
            .part()
            .say(HOW_TO_READ)
            .say(NOT_A_PROMISE);
        document
    }
}

fn risks(results: &Results) -> Table {
    let name = words("Portfolio").wide(Width::Left { least: NAME_WIDTH / 2, most: 2 * NAME_WIDTH });
    let numbers = ["Applied", "Cost", "Unmatched", "Range"].map(number);
    let bar = document::Column { kind: Kind::Bar, ..words("") };
    let columns = [words(""), name].into_iter().chain(numbers).chain([bar]);
    let rows = results.portfolios.iter().zip(1..).map(|(portfolio, place): (_, usize)| {
        let unmatched = &portfolio.outcomes.unmatched;
        vec![
            place.to_string(),
            shortened(&portfolio.name, 3 * NAME_WIDTH),
            thousands(u64::from(portfolio.applications)),
            dollars(portfolio.cost_usd),
            chance(unmatched, Counted::of(results)),
            interval(unmatched),
            unmatched.mean.to_string(),
        ]
    });
    Table::new(columns, rows)
}

/// A table with one column a portfolio, by number.
fn by_portfolio(results: &Results, rows: Vec<Row>) -> Spread {
    Spread {
        first: words("").wide(Width::AtMost(MEASURE_WIDTH)),
        room: MEASURE_WIDTH,
        cell: None,
        titles: (1..=results.portfolios.len()).map(|place| place.to_string()).collect(),
        rows,
    }
}

/// A measure with what it says of each portfolio, if anything.
type Row = (String, Vec<Option<String>>);

fn row(results: &Results, name: &str, of: impl Fn(&PortfolioResult) -> Option<String>) -> Row {
    (name.to_owned(), results.portfolios.iter().map(of).collect())
}

/// One row a track.
fn by_track(results: &Results, of: impl Fn(&PortfolioResult, &str) -> Option<String>) -> Vec<Row> {
    results.tracks.iter().map(|(key, label)| row(results, &label.name, |one| of(one, key))).collect()
}

/// Complete residencies, of whatever track.
pub(in crate::report) const RESIDENCY: &str = "Complete residency";

/// Chances of every destination, and what they are worth.
pub(in crate::report) fn destinations(results: &Results) -> Spread {
    let counted_as = Counted::of(results);
    let shown = |estimate: &Estimate| Some(chance(estimate, counted_as));
    let mut rows = by_track(results, |of, key| of.outcomes.matched.get(key).and_then(shown));
    rows.extend([
        row(results, RESIDENCY, |of| shown(&of.residency)),
        row(results, PARTIALLY_MATCHED, |of| without_pgy1(of, counted_as)),
        row(results, "Preliminary year only", |of| preliminary_only(of, counted_as)),
        row(results, "Unmatched", |of| shown(&of.outcomes.unmatched)),
        row(results, HOW_GOOD, |of| of.expected_value.as_ref().map(value)),
    ]);
    by_portfolio(results, rows)
}

fn interviews(results: &Results) -> Spread {
    let mut rows = by_track(results, |of, key| of.interviews.get(key).map(|counts| mean_count(&counts.mean)));
    if results.tracks.len() > 1 {
        rows.push(row(results, "All tracks", |of| Some(mean_count(&of.interviews_total.mean))));
    }
    rows.push(row(results, "  range in 90% of seasons", spread));
    by_portfolio(results, rows)
}

/// Between which numbers of interviews nine in ten seasons lie.
fn spread(portfolio: &PortfolioResult) -> Option<String> {
    let quantiles = &portfolio.interviews_total.quantiles;
    Some(format!("{}–{}", quantiles.get("0.05")?, quantiles.get("0.95")?))
}

/// What goes wrong when it goes wrong.
pub(in crate::report) fn failures(results: &Results) -> Spread {
    let counted_as = Counted::of(results);
    let shown = |estimate: &Estimate| Some(chance(estimate, counted_as));
    let rows = vec![
        row(results, "No interview (primary list)", |of| shown(&of.failure.no_interview)),
        row(results, "Interviewed, not matched", |of| shown(&of.failure.interviews_not_taken)),
        row(results, "Unmatched, given an interview", |of| {
            of.failure.unmatched_given_interview.as_ref().and_then(shown)
        }),
        row(results, "Programs ranked in those seasons", |of| {
            of.failure.mean_ranked_when_not_taken.map(|mean| format!("{mean:.1}"))
        }),
        row(results, PARTIALLY_MATCHED, |of| without_pgy1(of, counted_as)),
    ];
    by_portfolio(results, rows)
}

/// The safest portfolio against every other; the other pairs are left to the page.
fn differences(results: &Results, document: &mut Document) {
    let (told, left): (Vec<_>, Vec<_>) = results.comparisons.iter().partition(|pair| touches_safest(results, pair));
    for pair in told {
        document.item(difference(pair));
    }
    if !left.is_empty() {
        document.verbatim(format!("  … and {} in the report", counted(left.len() as u64, "other pair")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::console::{self, ConsoleStyle};
    use crate::report::fixture;

    fn table(results: &Results, style: ConsoleStyle) -> String {
        console::text(&results.document(), style)
    }

    fn risks(results: &Results, style: ConsoleStyle) -> String {
        let mut document = Document::default();
        console::text(document.table(super::risks(results)), style)
    }

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
