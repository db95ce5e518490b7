//! The results of a run: what the terminal and the page say of them, from one declaration.

mod basis;
mod details;
mod moves;
mod opening;
mod plans;

use super::Answer;
use crate::engine::results::{Comparison, Estimate, PortfolioResult, Results, SCHEMA, Severity};
use crate::report::charts::{Chart, ChartKind};
use crate::report::columns::{Column, MadeFrom};
use crate::report::document::{
    self, Block, Document, Kind, NUMBERS, Spread, Table, Unasked, Width, number, small, words,
};
use crate::report::error::ReportError;
use crate::report::interview_curve::{self, ASSOCIATION_AND_EFFECT};
use crate::report::number::{counted, dollars, value};
use crate::report::page::Background;
use crate::report::percent::{Counted, chance, interval, preliminary_only, without_pgy1};
use crate::report::presentable::shortened;
use crate::report::seasons::pictured;
use crate::report::sentences::{
    HOW_GOOD, HOW_TO_READ, NOT_A_PROMISE, PARTIALLY_MATCHED, beside_verdict, difference, how_simulated,
    interval_sources, rest_on_unstated, touches_safest,
};
use crate::report::tables::{self, OutcomeRow};

/// Columns a portfolio's name takes at most when there is little room.
const NAME_WIDTH: usize = 24;

/// Columns the name of a measure may take.
const MEASURE_WIDTH: usize = 30;

/// Differences that are told unasked: those nearest to the safest portfolio.
const MOST_DIFFERENCES: usize = 3;

impl Answer for Results {
    const NAME: &'static str = "results";
    const QUESTION: &'static str = "What are your chances with each portfolio?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "portfolio, outcome and track";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| one.into());
    type Row<'a> = OutcomeRow<'a>;

    fn columns<'a>() -> Vec<Column<OutcomeRow<'a>>> {
        tables::outcomes()
    }

    fn rows(&self) -> Vec<OutcomeRow<'_>> {
        tables::outcome_rows(self)
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        ChartKind::ALL.into_iter().filter_map(|kind| kind.of(self)).collect()
    }

    fn csv(&self) -> Result<String, ReportError> {
        Ok(tables::outcomes_csv(self))
    }

    fn described() -> String {
        tables::description()
    }

    fn document(&self) -> Document {
        document(self, None)
    }
}

/// What is said of a run, first what decides; with what would help and what the numbers rest on, where they are known.
pub fn document(results: &Results, background: Option<&Background>) -> Document {
    let few_draws = results.notices.iter().find(|notice| notice.is_of_few_draws());
    let without_errors = few_draws.map(|_| without_errors(results));
    let results = without_errors.as_ref().unwrap_or(results);
    let mut document = Document::of(&results.scenario);
    if let Some(notice) = few_draws {
        document.notice(notice);
        document.part();
    }
    if results.simulation.partial {
        document.hanging("Partial: ", "this run stopped early. The numbers are valid but less precise.", 0);
    }
    if let Some(found) = &results.plans {
        plans::opening(found, &mut document);
        document.heading("The first season: which portfolio is the safest?");
    }
    opening::opening(results, background, &mut document);
    portfolios(results, &mut document);
    if let Some(found) = &results.plans {
        plans::careers(found, &mut document);
    }
    if let Some(background) = background {
        moves::moves(&background.moves, &mut document);
    }
    interviews(results, &mut document);
    notes(results, &mut document);
    if let Some(background) = background {
        basis::basis(background, &mut document);
    }
    document.part();
    if let Some(sources) = interval_sources(results) {
        document.fold("Where the uncertainty comes from", Unasked::Nobody, [small(sources)]);
    }
    let simulated = match few_draws {
        Some(_) => "Too few draws of the uncertain parameters to say how large the simulation error is.".to_owned(),
        None => how_simulated(results),
    };
    document.small(simulated).small(HOW_TO_READ).small(NOT_A_PROMISE);
    document
}

/// The same results with errors that nothing is known of, so that no number is told with one.
fn without_errors(results: &Results) -> Results {
    let mut shown = results.clone();
    let of_portfolios = shown.portfolios.iter_mut().flat_map(|one| {
        let outcomes = &mut one.outcomes;
        let matched = outcomes.matched.values_mut().chain(outcomes.matched_without_pgy1.values_mut());
        let own = [&mut outcomes.unmatched, &mut outcomes.preliminary_only, &mut one.residency];
        own.into_iter().chain(matched).chain(one.expected_value.as_mut())
    });
    let of_pairs = shown
        .comparisons
        .iter_mut()
        .flat_map(|pair| [Some(&mut pair.unmatched_difference), pair.value_difference.as_mut()]);
    of_portfolios.chain(of_pairs.flatten()).for_each(|estimate| estimate.mc_error = f64::INFINITY);
    shown
}

/// What each portfolio risks, costs and leads to.
fn portfolios(results: &Results, document: &mut Document) {
    document.heading("Will I match? What each portfolio costs and risks");
    if let Some(beside) = beside_verdict(results) {
        document.say(beside);
    }
    document.table(risks(results)).small(
        "“Residency” is the chance of a complete residency: a match with every year that it requires. Range: of the \
         chance of going unmatched.",
    );
    if let Some(open) = rest_on_unstated(results) {
        document.small(open);
    }
    let numbers = Block::Spread(destinations(results));
    document.heading("Where would I end up?").chart(ChartKind::Outcomes.file_stem());
    document.fold(NUMBERS, Unasked::Terminal, [numbers]);
    if results.portfolios.len() > 1 {
        differences(results, document.heading("How do the portfolios differ? (same simulated seasons)"));
        document
            .heading("What does it cost to lower the risk?")
            .figure(ChartKind::RiskCost.file_stem(), [Block::Table(details::risk_cost(results))]);
    }
}

/// How many interviews there are, what becomes of them, and how the seasons that fail do so.
fn interviews(results: &Results, document: &mut Document) {
    document
        .heading("What goes wrong when it goes wrong?")
        .chart(ChartKind::Interviews.file_stem())
        .fold("Interviews attended, with every portfolio", Unasked::Nobody, [
            Block::Table(details::interviews(results)),
            small("5% to 95%: quantiles over the simulated seasons and parameter draws."),
        ])
        .fold("No interview, or interviews without a match", Unasked::Nobody, [
            small(
                "You can go unmatched in two ways: without any interview on the primary list (interviews that could \
                 only provide the PGY-1 year of an advanced position do not count), or with interviews but no match. A \
                 partial match, an advanced position without the PGY-1 year it requires, is a third kind of failure.",
            ),
            Block::Spread(failures(results)),
        ]);
    let effects = interview_curve::effects_on_unmatched(results);
    if !effects.is_empty() {
        document.fold("What would one more interview do?", Unasked::Nobody, [
            small(interview_curve::finding(results)),
            small(ASSOCIATION_AND_EFFECT),
            Block::Chart(ChartKind::InterviewCurve.file_stem()),
            Block::Items(effects),
            Block::Table(details::interview_curves(results)),
            small(
                "The effect and the remaining rise are in percentage points. The remaining rise is how much more the \
                 curve rises to the next number than one more interview would add.",
            ),
        ]);
    }
    document.fold(
        "How far down my list would I match?",
        Unasked::Nobody,
        [Block::Chart(ChartKind::RankReached.file_stem()), Block::Table(details::ranks(results))],
    );
}

/// Warnings in full, notes in one line each.
fn notes(results: &Results, document: &mut Document) {
    let (warnings, notes): (Vec<_>, Vec<_>) =
        results.notices.iter().partition(|notice| notice.severity == Severity::Warning);
    document.notices(warnings.into_iter().filter(|notice| !notice.is_of_few_draws()));
    if notes.is_empty() {
        return;
    }
    document.heading("Good to know");
    for note in &notes {
        document.item(&note.seen);
    }
    let in_full = notes.into_iter().map(|note| Block::Notice(note.clone()));
    document.fold("What these notes mean, and what to do", Unasked::Nobody, in_full);
}

fn risks(results: &Results) -> Table {
    let name = words("Portfolio").wide(Width::Left { least: NAME_WIDTH / 2, most: 2 * NAME_WIDTH });
    let bar = document::Column { kind: Kind::Bar, ..words("").minor() };
    let columns = [name, number("Unmatched"), number("Range"), words("Risk").minor(), number("Residency").minor()];
    let columns = columns.into_iter().chain([number("Cost").minor(), bar]);
    let rows = results.portfolios.iter().map(|of| {
        let unmatched = &of.outcomes.unmatched;
        vec![
            shortened(&of.name, 3 * NAME_WIDTH),
            chance(unmatched, Counted::of(results)),
            interval(unmatched),
            of.risk_band.label().to_owned(),
            chance(&of.residency, Counted::of(results)),
            dollars(of.cost_usd),
            unmatched.mean.to_string(),
        ]
    });
    Table::new(columns, rows).choice()
}

/// A table with one column a portfolio, by number.
fn by_portfolio(results: &Results, rows: Vec<Row>) -> Spread {
    Spread {
        first: words("Portfolio by number").wide(Width::AtMost(MEASURE_WIDTH)),
        of: "Portfolio",
        names: results.portfolios.iter().map(|of| of.name.clone()).collect(),
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
const RESIDENCY: &str = "Complete residency";

/// Chances of every destination, and what they are worth.
fn destinations(results: &Results) -> Spread {
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

/// What goes wrong when it goes wrong.
fn failures(results: &Results) -> Spread {
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

/// The safest portfolio against those nearest to it; the other pairs are told on demand.
fn differences(results: &Results, document: &mut Document) {
    if pictured(results).len() > 1 {
        document.chart(ChartKind::FirstToSafest.file_stem());
    }
    let size = |pair: &&Comparison| pair.unmatched_difference.mean.abs();
    let (mut told, left): (Vec<_>, Vec<_>) = results.comparisons.iter().partition(|pair| touches_safest(results, pair));
    told.sort_by(|a, b| size(a).total_cmp(&size(b)));
    let beyond = told.split_off(told.len().min(MOST_DIFFERENCES));
    for pair in told {
        document.item(format!("{}.", difference(pair)));
    }
    let others: Vec<String> = beyond.into_iter().chain(left).map(|pair| format!("{}.", difference(pair))).collect();
    if !others.is_empty() {
        let label = counted(others.len() as u64, "other pair");
        document.fold(label, Unasked::Nobody, [Block::Items(others)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::console::{self, ConsoleStyle};
    use crate::report::{fixture, fixture_answers};

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
        assert!(narrow.contains("Unmatched") && narrow.contains("Risk"), "{narrow}");
        assert!(!narrow.contains('█') && narrow.lines().all(|line| line.chars().count() <= 60), "{narrow}");
        assert!(risks(&fixture::five_by_six(), ConsoleStyle { color: false, width: 100 }).contains('█'));
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

    /// Lines of the first screen: the verdict, the band, a hundred seasons and what would help.
    const FIRST_SCREEN: usize = 36;

    #[test]
    fn the_first_screen_says_what_decides_before_any_table() {
        for (fixture, results) in fixture::all() {
            let background = fixture_answers::background();
            let text = console::text(&document(&results, Some(&background)), ConsoleStyle::default());
            let (first, rest) = text.split_once("\nWho these numbers are about").expect("who applies");
            if results.plans.is_none() && !["odd", "none"].contains(&fixture) {
                assert!(first.lines().count() <= FIRST_SCREEN, "{fixture}: {first}");
                for part in ["unmatched", "Risk band: ", "● ", "What would lower your risk most", "1. "] {
                    assert!(first.contains(part), "{fixture} lacks {part}: {first}");
                }
            }
            assert!(!first.contains('█') && rest.contains("Will I match?"), "{fixture}");
        }
    }

    #[test]
    fn nothing_but_a_heading_is_left_of_what_is_for_the_page() {
        let text = table(&fixture::five_by_six(), ConsoleStyle::default());
        assert!(!text.contains("What goes wrong when") && !text.contains("What does it cost"), "{text}");
    }

    #[test]
    fn a_run_with_plans_begins_with_them() {
        let text = table(&fixture::planned(), ConsoleStyle::default());
        let places = ["simulated careers", "Indep.", "The first season", "Will I match?"].map(|part| text.find(part));
        assert!(places.is_sorted() && places[0].is_some(), "{text}");
    }

    #[test]
    fn no_pgy1_is_missed_where_no_position_is_advanced() {
        let mut results = fixture::five_by_six();
        let missed = |results: &Results| [destinations(results), failures(results)].map(|spread| spread.turned());
        let place = |table: &Table| table.columns.iter().position(|column| column.title == PARTIALLY_MATCHED);
        results.portfolios[0].outcomes.matched_without_pgy1.clear();
        for table in &missed(&results) {
            let column = place(table).expect("others have some");
            assert_eq!((table.rows[0][column].as_str(), table.rows[1][column] == "–"), ("–", false));
        }
        results.portfolios.iter_mut().for_each(|one| one.outcomes.matched_without_pgy1.clear());
        assert!(missed(&results).iter().all(|table| place(table).is_none()));
    }

    #[test]
    fn a_chance_of_zero_is_never_printed_as_zero_percent() {
        let text = table(&fixture::extremes(), ConsoleStyle::default());
        assert!(!text.contains(" 0.0%") && !text.contains(" 0%"), "{text}");
        assert!(text.contains("<0.1%"));
    }
}
