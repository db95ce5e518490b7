//! Tables as CSV and Parquet, which polars writes.

mod plans;

use polars::prelude::{DataFrame, ParquetWriter, PolarsError};

use super::columns::{
    self, Column, DOLLARS, MadeFrom, SHARE, WORTH, count, described, estimate, number, text, written,
};
use super::error::ReportError;
use crate::engine::results::{Comparison, Estimate, InterviewPoint, PortfolioResult, Results, Verdict};

/// A table ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTable {
    /// File name without extension.
    pub name: &'static str,
    /// The table as CSV: UTF-8, comma, a header, numbers in full precision.
    pub csv: String,
    frame: DataFrame,
}

/// Every table of the results (`docs/results-format.md`).
///
/// # Errors
///
/// [`ReportError::Table`] if a table cannot be put together.
pub fn tables(results: &Results) -> Result<Vec<NamedTable>, ReportError> {
    let from = &MadeFrom::from(results);
    let mut tables = vec![
        NamedTable::new("portfolios", &from.after(portfolios()), &results.portfolios),
        NamedTable::new("outcomes", &from.after(outcomes()), &outcome_rows(results)),
        NamedTable::new("interviews", &from.after(interviews()), &interview_rows(results)),
        NamedTable::new("comparisons", &from.after(comparisons()), &results.comparisons),
        NamedTable::new("rank_reached", &from.after(rank_reached()), &rank_rows(results)),
        NamedTable::new("interview_curve", &from.after(interview_curve()), &curve_rows(results)),
    ];
    if let Some(found) = &results.plans {
        tables.push(NamedTable::new("plan_seasons", &from.after(plans::seasons()), &plans::season_rows(found)));
        tables.push(NamedTable::new("plan_states", &from.after(plans::states()), &plans::state_rows(found)));
        tables.push(NamedTable::new("plan_flows", &from.after(plans::flows()), &plans::flow_rows(found)));
    }
    tables.into_iter().collect()
}

/// What each table holds, for `docs/results-format.md`.
pub fn description() -> String {
    [
        table_of("portfolios", "portfolio", portfolios()),
        table_of("outcomes", "portfolio, outcome and track", outcomes()),
        table_of("interviews", "portfolio, track and number of interviews", interviews()),
        table_of("comparisons", "pair of portfolios", comparisons()),
        table_of("rank_reached", "portfolio and rank", rank_reached()),
        table_of("interview_curve", "portfolio and number of interviews in its preferred track", interview_curve()),
        table_of("plan_seasons", "plan and season", plans::seasons()),
        table_of("plan_states", "plan, year and state", plans::states()),
        table_of("plan_flows", "plan and way", plans::flows()),
    ]
    .concat()
}

fn table_of<R>(name: &str, row: &str, columns: Vec<Column<R>>) -> String {
    let file = format!("tables/{name}.csv` and `.parquet");
    described(&file, row, &MadeFrom::default().after(columns))
}

impl NamedTable {
    /// The table of these columns and rows.
    ///
    /// # Errors
    ///
    /// [`ReportError::Table`] if the columns do not make a table.
    pub fn new<R>(name: &'static str, columns: &[Column<R>], rows: &[R]) -> Result<Self, ReportError> {
        let frame = DataFrame::new_infer_height(written(columns, rows)).map_err(|reason| failed(name, &reason))?;
        Ok(Self { name, csv: columns::csv(columns, rows), frame })
    }

    /// The table as Parquet.
    ///
    /// # Errors
    ///
    /// [`ReportError::Table`] if it cannot be encoded.
    pub fn to_parquet(&self) -> Result<Vec<u8>, ReportError> {
        let mut bytes = Vec::new();
        let written = ParquetWriter::new(&mut bytes).finish(&mut self.frame.clone());
        written.map_err(|reason| failed(&format!("{}.parquet", self.name), &reason))?;
        Ok(bytes)
    }
}

/// The table of outcomes alone, as CSV.
pub fn outcomes_csv(results: &Results) -> String {
    columns::csv(&MadeFrom::from(results).after(outcomes()), &outcome_rows(results))
}

/// The same of one of several scenarios, with a column `scenario`; the header only where it is the first of them.
pub fn outcomes_csv_of_several(results: &Results, is_first: bool) -> String {
    columns::csv_of_scenario(&results.into(), is_first, outcomes(), &outcome_rows(results))
}

fn failed(table: &str, reason: &PolarsError) -> ReportError {
    ReportError::Table { table: table.to_owned(), reason: reason.to_string() }
}

fn portfolios() -> Vec<Column<PortfolioResult>> {
    vec![
        text("portfolio", "Name of the portfolio.", |one| Some(&one.name)),
        count("applications", "Applications over all lines.", |one| one.applications),
        number("cost_usd", DOLLARS, "Application fees, registration and transcripts.", |one| Some(one.cost_usd)),
        estimate("unmatched_", SHARE, "No position at all.", |one| Some(one.outcomes.unmatched)),
        estimate("residency_", SHARE, "A complete residency.", |one| Some(one.residency)),
        estimate("interviews_", "interviews", "Interviews attended, all tracks together.", |one| {
            Some(one.interviews_total.mean)
        }),
        estimate("expected_value_", WORTH, "Expected value; empty without `[values]`.", |one| one.expected_value),
        estimate("no_interview_", SHARE, "Unmatched without any interview on the primary list.", |one| {
            Some(one.failure.no_interview)
        }),
        estimate("interviews_not_taken_", SHARE, "Unmatched although there were interviews.", |one| {
            Some(one.failure.interviews_not_taken)
        }),
        estimate(
            "unmatched_given_interview_",
            SHARE,
            "Unmatched among the seasons with an interview on the primary list.",
            |one| one.failure.unmatched_given_interview,
        ),
        estimate("first_choice_", SHARE, "Matched at rank 1 of the primary list.", |one| {
            Some(one.rank_reached.first_choice)
        }),
        estimate(
            "one_more_unmatched_",
            SHARE,
            "Change of P(unmatched) by one more interview in the preferred track; empty without an interview curve.",
            |one| Some(one.interview_curve.as_ref()?.one_more_unmatched),
        ),
    ]
}

/// One outcome of one portfolio.
pub struct OutcomeRow<'a> {
    portfolio: &'a str,
    outcome: &'static str,
    track: Option<&'a str>,
    share: Estimate,
}

pub(super) fn outcomes<'a>() -> Vec<Column<OutcomeRow<'a>>> {
    vec![
        text("portfolio", "Name of the portfolio.", |row| Some(row.portfolio)),
        text(
            "outcome",
            "`unmatched`, `preliminary_only`, `matched`, `matched_without_pgy1`, which add up to one; and `residency`, a complete \
             residency, which is `matched` in all tracks together.",
            |row| Some(row.outcome),
        ),
        text("track", "Key of the track, for `matched` and `matched_without_pgy1`; otherwise empty.", |row| row.track),
        estimate("", SHARE, "Chance of the outcome.", |row| Some(row.share)),
    ]
}

pub(super) fn outcome_rows(results: &Results) -> Vec<OutcomeRow<'_>> {
    results.portfolios.iter().flat_map(outcomes_of).collect()
}

/// The outcome that holds others.
const RESIDENCY: &str = "residency";

fn outcomes_of(portfolio: &PortfolioResult) -> Vec<OutcomeRow<'_>> {
    let row = |outcome, track, share| OutcomeRow { portfolio: &portfolio.name, outcome, track, share };
    let outcomes = &portfolio.outcomes;
    let mut rows =
        vec![row("unmatched", None, outcomes.unmatched), row("preliminary_only", None, outcomes.preliminary_only)];
    rows.extend(outcomes.matched.iter().map(|(track, &share)| row("matched", Some(track), share)));
    let without = outcomes.matched_without_pgy1.iter();
    rows.extend(without.map(|(track, &share)| row("matched_without_pgy1", Some(track), share)));
    rows.push(row(RESIDENCY, None, portfolio.residency));
    rows
}

/// How often something that is counted came to this number.
struct CountRow<'a> {
    portfolio: &'a str,
    track: &'a str,
    count: u32,
    share: f64,
}

/// Stands for all tracks together where a track is expected.
const ALL_TRACKS: &str = "all";

fn interviews<'a>() -> Vec<Column<CountRow<'a>>> {
    vec![
        text("portfolio", "Name of the portfolio.", |row| Some(row.portfolio)),
        text("track", "Key of the track, or `all` for all tracks together.", |row| Some(row.track)),
        count("count", "Interviews attended.", |row| row.count),
        number("share", SHARE, "Share of seasons with so many.", |row| Some(row.share)),
    ]
}

fn interview_rows(results: &Results) -> Vec<CountRow<'_>> {
    let mut rows = Vec::new();
    for one in &results.portfolios {
        let by_track = one.interviews.iter().map(|(track, counted)| (track.as_str(), counted));
        for (track, counted) in by_track.chain([(ALL_TRACKS, &one.interviews_total)]) {
            let shares = (0_u32..).zip(&counted.distribution);
            rows.extend(shares.map(|(count, &share)| CountRow { portfolio: &one.name, track, count, share }));
        }
    }
    rows
}

fn comparisons() -> Vec<Column<Comparison>> {
    vec![
        text("a", "Name of the first portfolio.", |pair| Some(&pair.a)),
        text("b", "Name of the second portfolio.", |pair| Some(&pair.b)),
        estimate("unmatched_difference_", SHARE, "P(unmatched) of `a` minus that of `b`.", |pair| {
            Some(pair.unmatched_difference)
        }),
        estimate(
            "value_difference_",
            WORTH,
            "Expected value of `a` minus that of `b`; empty without `[values]`.",
            |pair| pair.value_difference,
        ),
        number(
            "share_of_draws_a_lower",
            SHARE,
            "Share of parameter draws in which `a` has the lower chance of going unmatched.",
            |pair| Some(pair.share_of_draws_a_lower),
        ),
        text("verdict", "`a_lower`, `b_lower`, or `tie` within twice the Monte Carlo error.", |pair| {
            Some(verdict(pair.verdict))
        }),
    ]
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::ALower => "a_lower",
        Verdict::BLower => "b_lower",
        Verdict::Tie => "tie",
    }
}

/// How often the Match was made at a rank.
struct RankRow<'a> {
    portfolio: &'a str,
    rank: u32,
    share: f64,
}

fn rank_reached<'a>() -> Vec<Column<RankRow<'a>>> {
    vec![
        text("portfolio", "Name of the portfolio.", |row| Some(row.portfolio)),
        count("rank", "Rank on the primary list, 1 for the first.", |row| row.rank),
        number("share", SHARE, "Share of all seasons matched at this rank.", |row| Some(row.share)),
    ]
}

fn rank_rows(results: &Results) -> Vec<RankRow<'_>> {
    let mut rows = Vec::new();
    for one in &results.portfolios {
        let ranks = (1_u32..).zip(&one.rank_reached.distribution);
        rows.extend(ranks.map(|(rank, &share)| RankRow { portfolio: &one.name, rank, share }));
    }
    rows
}

/// The seasons of a portfolio with one number of interviews.
struct CurveRow<'a> {
    portfolio: &'a str,
    track: &'a str,
    point: &'a InterviewPoint,
}

fn interview_curve<'a>() -> Vec<Column<CurveRow<'a>>> {
    vec![
        text("portfolio", "Name of the portfolio.", |row| Some(row.portfolio)),
        text("track", "Key of its preferred track.", |row| Some(row.track)),
        count("interviews", "Interviews attended in the track.", |row| row.point.interviews),
        number("share", SHARE, "Share of all seasons with so many.", |row| Some(row.point.share)),
        estimate("matched_", SHARE, "Share of these that matched to the track: an association.", |row| {
            Some(row.point.matched)
        }),
        estimate(
            "one_more_",
            SHARE,
            "By how much one more interview in the same seasons would raise that share: an effect.",
            |row| Some(row.point.one_more),
        ),
        estimate(
            "selection_",
            SHARE,
            "`matched` of the next number, less `matched` and `one_more` of this one; empty where the next is not listed.",
            |row| row.point.selection,
        ),
    ]
}

fn curve_rows(results: &Results) -> Vec<CurveRow<'_>> {
    let curves = results.portfolios.iter().filter_map(|one| Some((one.name.as_str(), one.interview_curve.as_ref()?)));
    curves
        .flat_map(|(portfolio, curve)| {
            curve.points.iter().map(move |point| CurveRow { portfolio, track: &curve.track, point })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars::prelude::{CsvReadOptions, ParquetReader, PlSmallStr, SerReader};

    use super::*;
    use crate::report::fixture;

    #[test]
    fn parquet_read_back_equals_the_table_and_its_csv() {
        for (fixture, results) in fixture::all() {
            for table in tables(&results).expect("tables") {
                let parquet = ParquetReader::new(Cursor::new(table.to_parquet().expect("encoded"))).finish();
                let parquet = parquet.expect("read back");
                assert!(parquet.equals_missing(&table.frame), "{fixture} {}", table.name);
                let csv = CsvReadOptions::default()
                    .with_schema(Some(table.frame.schema().clone()))
                    .into_reader_with_file_handle(Cursor::new(table.csv.clone()))
                    .finish()
                    .expect("read back");
                // Names that would disturb a terminal or a spreadsheet are cleaned in CSV alone.
                let is_same =
                    if fixture == "odd" { csv.shape() == parquet.shape() } else { csv.equals_missing(&parquet) };
                assert!(is_same, "{fixture} {}: {csv} {parquet}", table.name);
            }
        }
    }

    #[test]
    fn outcomes_of_a_portfolio_sum_to_one_in_the_table() {
        let results = fixture::five_by_six();
        for portfolio in &results.portfolios {
            let rows = outcomes_of(portfolio);
            let (residency, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.outcome == RESIDENCY);
            let sum: f64 = others.iter().map(|row| row.share.mean).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{}", portfolio.name);
            assert!(residency.len() == 1 && residency[0].share == portfolio.residency, "{}", portfolio.name);
        }
    }

    #[test]
    fn the_tables_have_the_documented_columns() {
        let tables = tables(&fixture::five_by_six()).expect("tables");
        let outcomes = tables.iter().find(|table| table.name == "outcomes").expect("outcomes");
        let columns: Vec<&str> = outcomes.frame.get_column_names().into_iter().map(PlSmallStr::as_str).collect();
        let estimate = ["portfolio", "outcome", "track", "mean", "low90", "high90", "mc_error"];
        assert_eq!(columns, [&estimate[..], &["scenario", "seed", "version", "draws"]].concat());
        let ends = |table: &NamedTable| {
            table.csv.lines().next().is_some_and(|header| header.ends_with(",scenario,seed,version,draws"))
        };
        assert!(tables.iter().all(ends));
    }
}
