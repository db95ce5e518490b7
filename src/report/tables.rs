//! Tables as CSV and Parquet: the only writer that uses polars.

mod plans;

use polars::prelude::{
    Column, CsvWriter, DataFrame, IntoColumn, NamedFrom, ParquetWriter, PolarsError, SerWriter, Series,
};

use super::error::ReportError;
use crate::engine::results::{Estimate, InterviewCounts, InterviewPoint, PortfolioResult, Results, Verdict};

/// A table ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedTable {
    /// File name without extension.
    pub name: &'static str,
    frame: DataFrame,
}

/// Every table of the results (`docs/results-format.md`).
///
/// # Errors
///
/// [`ReportError::Table`] if a table cannot be put together.
pub fn tables(results: &Results) -> Result<Vec<NamedTable>, ReportError> {
    let mut columns = vec![
        ("portfolios", portfolios(results)),
        ("outcomes", outcomes(results)),
        ("interviews", interviews(results)),
        ("comparisons", comparisons(results)),
        ("rank_reached", rank_reached(results)),
        ("interview_curve", interview_curve(results)),
    ];
    if let Some(found) = &results.plans {
        columns.push(("plan_seasons", plans::seasons(found)));
        columns.push(("plan_states", plans::states(found)));
        columns.push(("plan_flows", plans::flows(found)));
    }
    columns.into_iter().map(|(name, columns)| NamedTable::new(name, columns)).collect()
}

impl NamedTable {
    /// A table of these columns, which are of equal length.
    ///
    /// # Errors
    ///
    /// [`ReportError::Table`] if they are not.
    pub(super) fn new(name: &'static str, columns: Vec<Column>) -> Result<Self, ReportError> {
        let frame = DataFrame::new_infer_height(columns).map_err(|reason| failed(name, &reason))?;
        Ok(Self { name, frame })
    }

    /// The table as CSV: UTF-8, comma, a header, numbers in full precision.
    ///
    /// # Errors
    ///
    /// [`ReportError::Table`] if it cannot be encoded.
    pub fn to_csv(&self) -> Result<Vec<u8>, ReportError> {
        let mut bytes = Vec::new();
        let written = CsvWriter::new(&mut bytes).include_header(true).finish(&mut self.frame.clone());
        written.map_err(|reason| failed(&format!("{}.csv", self.name), &reason))?;
        Ok(bytes)
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
///
/// # Errors
///
/// [`ReportError::Table`] if the table cannot be encoded.
pub fn outcomes_csv(results: &Results) -> Result<String, ReportError> {
    let bytes = NamedTable::new("outcomes", outcomes(results))?.to_csv()?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn failed(table: &str, reason: &PolarsError) -> ReportError {
    ReportError::Table { table: table.to_owned(), reason: reason.to_string() }
}

/// A column of words.
pub(super) fn texts<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// A column of numbers.
pub(super) fn numbers(name: &str, values: impl Iterator<Item = f64>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

fn optional_numbers(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// A column of counts.
pub(super) fn counts(name: &str, values: impl Iterator<Item = u32>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// Four columns of an estimate, named with this prefix.
pub(super) fn estimates(prefix: &str, values: &[Option<Estimate>]) -> [Column; 4] {
    let column = |part: &str, of: fn(&Estimate) -> f64| {
        optional_numbers(&format!("{prefix}{part}"), values.iter().map(|value| value.as_ref().map(of)))
    };
    [
        column("mean", |value| value.mean),
        column("low90", |value| value.interval90[0]),
        column("high90", |value| value.interval90[1]),
        column("mc_error", |value| value.mc_error),
    ]
}

fn portfolios(results: &Results) -> Vec<Column> {
    let all = || results.portfolios.iter();
    let told = |prefix: &str, of: fn(&PortfolioResult) -> Option<Estimate>| {
        estimates(prefix, &all().map(of).collect::<Vec<_>>())
    };
    let mut columns = vec![
        texts("portfolio", all().map(|one| one.name.as_str())),
        counts("applications", all().map(|one| one.applications)),
        numbers("cost_usd", all().map(|one| one.cost_usd)),
    ];
    columns.extend(told("unmatched_", |one| Some(one.outcomes.unmatched)));
    columns.extend(told("interviews_", |one| Some(one.interviews_total.mean)));
    columns.extend(told("expected_value_", |one| one.expected_value));
    columns.extend(told("no_interview_", |one| Some(one.failure.no_interview)));
    columns.extend(told("interviews_not_taken_", |one| Some(one.failure.interviews_not_taken)));
    columns.extend(told("first_choice_", |one| Some(one.rank_reached.first_choice)));
    columns.extend(told("one_more_unmatched_", |one| Some(one.interview_curve.as_ref()?.one_more_unmatched)));
    columns
}

/// One outcome of one portfolio; `track` is empty where the outcome has none.
struct OutcomeRow<'a> {
    portfolio: &'a str,
    outcome: &'static str,
    track: &'a str,
    share: Estimate,
}

fn outcome_rows(portfolio: &PortfolioResult) -> Vec<OutcomeRow<'_>> {
    let row = |outcome, track, share| OutcomeRow { portfolio: &portfolio.name, outcome, track, share };
    let outcomes = &portfolio.outcomes;
    let mut rows =
        vec![row("unmatched", "", outcomes.unmatched), row("preliminary_only", "", outcomes.preliminary_only)];
    rows.extend(outcomes.matched.iter().map(|(track, &share)| row("matched", track, share)));
    let without = outcomes.matched_without_pgy1.iter();
    rows.extend(without.map(|(track, &share)| row("matched_without_pgy1", track, share)));
    rows
}

fn outcomes(results: &Results) -> Vec<Column> {
    let rows: Vec<OutcomeRow<'_>> = results.portfolios.iter().flat_map(outcome_rows).collect();
    let mut columns = vec![
        texts("portfolio", rows.iter().map(|row| row.portfolio)),
        texts("outcome", rows.iter().map(|row| row.outcome)),
        optional_texts("track", rows.iter().map(|row| (!row.track.is_empty()).then_some(row.track))),
    ];
    columns.extend(estimates("", &rows.iter().map(|row| Some(row.share)).collect::<Vec<_>>()));
    columns
}

fn optional_texts<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// Stands for all tracks together where a track is expected.
const ALL_TRACKS: &str = "all";

fn interviews(results: &Results) -> Vec<Column> {
    let mut rows: Vec<(&str, &str, u32, f64)> = Vec::new();
    for portfolio in &results.portfolios {
        let by_track = portfolio.interviews.iter().map(|(track, counted)| (track.as_str(), counted));
        for (track, counted) in by_track.chain([(ALL_TRACKS, &portfolio.interviews_total)]) {
            rows.extend(shares(counted).map(|(count, share)| (portfolio.name.as_str(), track, count, share)));
        }
    }
    vec![
        texts("portfolio", rows.iter().map(|row| row.0)),
        texts("track", rows.iter().map(|row| row.1)),
        counts("count", rows.iter().map(|row| row.2)),
        numbers("share", rows.iter().map(|row| row.3)),
    ]
}

fn shares(counted: &InterviewCounts) -> impl Iterator<Item = (u32, f64)> {
    (0_u32..).zip(counted.distribution.iter().copied())
}

fn comparisons(results: &Results) -> Vec<Column> {
    let all = || results.comparisons.iter();
    let mut columns =
        vec![texts("a", all().map(|pair| pair.a.as_str())), texts("b", all().map(|pair| pair.b.as_str()))];
    let unmatched: Vec<_> = all().map(|pair| Some(pair.unmatched_difference)).collect();
    columns.extend(estimates("unmatched_difference_", &unmatched));
    let value: Vec<_> = all().map(|pair| pair.value_difference).collect();
    columns.extend(estimates("value_difference_", &value));
    columns.push(numbers("share_of_draws_a_lower", all().map(|pair| pair.share_of_draws_a_lower)));
    columns.push(texts("verdict", all().map(|pair| verdict(pair.verdict))));
    columns
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::ALower => "a_lower",
        Verdict::BLower => "b_lower",
        Verdict::Tie => "tie",
    }
}

fn rank_reached(results: &Results) -> Vec<Column> {
    let mut rows: Vec<(&str, u32, f64)> = Vec::new();
    for portfolio in &results.portfolios {
        let ranks = (1_u32..).zip(portfolio.rank_reached.distribution.iter().copied());
        rows.extend(ranks.map(|(rank, share)| (portfolio.name.as_str(), rank, share)));
    }
    vec![
        texts("portfolio", rows.iter().map(|row| row.0)),
        counts("rank", rows.iter().map(|row| row.1)),
        numbers("share", rows.iter().map(|row| row.2)),
    ]
}

fn interview_curve(results: &Results) -> Vec<Column> {
    let curves = results.portfolios.iter().filter_map(|one| Some((one.name.as_str(), one.interview_curve.as_ref()?)));
    let rows: Vec<(&str, &str, &InterviewPoint)> = curves
        .flat_map(|(name, curve)| curve.points.iter().map(move |point| (name, curve.track.as_str(), point)))
        .collect();
    let told = |prefix: &str, of: fn(&InterviewPoint) -> Option<Estimate>| {
        estimates(prefix, &rows.iter().map(|row| of(row.2)).collect::<Vec<_>>())
    };
    let mut columns = vec![
        texts("portfolio", rows.iter().map(|row| row.0)),
        texts("track", rows.iter().map(|row| row.1)),
        counts("interviews", rows.iter().map(|row| row.2.interviews)),
        numbers("share", rows.iter().map(|row| row.2.share)),
    ];
    columns.extend(told("matched_", |point| Some(point.matched)));
    columns.extend(told("one_more_", |point| Some(point.one_more)));
    columns.extend(told("selection_", |point| point.selection));
    columns
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
                    .into_reader_with_file_handle(Cursor::new(table.to_csv().expect("encoded")))
                    .finish()
                    .expect("read back");
                assert!(csv.equals_missing(&parquet), "{fixture} {}: {csv} {parquet}", table.name);
            }
        }
    }

    #[test]
    fn outcomes_of_a_portfolio_sum_to_one_in_the_table() {
        let results = fixture::five_by_six();
        for portfolio in &results.portfolios {
            let sum: f64 = outcome_rows(portfolio).iter().map(|row| row.share.mean).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{}", portfolio.name);
        }
    }

    #[test]
    fn the_tables_have_the_documented_columns() {
        let tables = tables(&fixture::five_by_six()).expect("tables");
        let outcomes = tables.iter().find(|table| table.name == "outcomes").expect("outcomes");
        let columns: Vec<&str> = outcomes.frame.get_column_names().into_iter().map(PlSmallStr::as_str).collect();
        assert_eq!(columns, ["portfolio", "outcome", "track", "mean", "low90", "high90", "mc_error"]);
    }
}
