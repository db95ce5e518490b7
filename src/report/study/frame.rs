//! The table of a study as polars writes it: a row for each outcome of each portfolio of each person.

use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn, NamedFrom, ParquetReader, ParquetWriter, PolarsError, SerReader, Series,
};

use crate::decide::answers::study::{GroupResult, Member, Outcome, StudyTable};
use crate::engine::results::Estimate;
use crate::report::columns::row;
use crate::report::error::ReportError;

/// The table as a data frame.
pub struct Frame(DataFrame);

/// A row: a person with one of their outcomes.
type Row<'a> = (&'a Member, &'a Outcome);

fn rows(table: &StudyTable) -> impl Iterator<Item = Row<'_>> {
    table.members.iter().flat_map(|member| member.outcomes.iter().map(move |outcome| (member, outcome)))
}

/// Numbers of an outcome, in the order of their columns.
fn numbers(estimate: &Estimate) -> [f64; 4] {
    let [low, high] = estimate.interval90;
    [estimate.mean, low, high, estimate.mc_error]
}

/// Names of these columns.
const NUMBERS: [&str; 4] = ["mean", "low90", "high90", "mc_error"];

impl Frame {
    /// The frame of a study.
    pub fn of(table: &StudyTable) -> Result<Self, ReportError> {
        let words = |name: &str, of: &dyn Fn(Row<'_>) -> String| {
            Series::new(name.into(), rows(table).map(of).collect::<Vec<_>>()).into_column()
        };
        let mut columns = vec![words("person", &|(member, _)| member.person.clone())];
        columns.extend(table.columns.iter().enumerate().map(|(index, name)| stated(table, index, name)));
        columns.push(words("portfolio", &|(_, one)| one.portfolio.to_string()));
        columns.push(words("outcome", &|(_, one)| one.outcome.to_string()));
        columns.push(words("track", &|(_, one)| one.track.to_string()));
        for (index, name) in NUMBERS.into_iter().enumerate() {
            let values: Vec<f64> = rows(table).map(|(_, one)| numbers(&one.estimate)[index]).collect();
            columns.push(Series::new(name.into(), values).into_column());
        }
        columns.push(words("scenario", &|_| table.scenario.clone()));
        let count = rows(table).count();
        columns.push(Series::new("seed".into(), vec![table.seed; count]).into_column());
        columns.push(words("version", &|_| table.version.clone()));
        columns.push(Series::new("draws".into(), vec![table.draws; count]).into_column());
        Ok(Self(DataFrame::new_infer_height(columns).map_err(|reason| failed("study", &reason))?))
    }

    /// The frame as Parquet.
    pub fn parquet(&self) -> Result<Vec<u8>, ReportError> {
        let mut bytes = Vec::new();
        let written = ParquetWriter::new(&mut bytes).finish(&mut self.0.clone());
        written.map_err(|reason| failed("study.parquet", &reason))?;
        Ok(bytes)
    }

    /// The same table as CSV.
    pub fn csv(&self, table: &StudyTable) -> String {
        let names: Vec<String> = self.0.get_column_names().into_iter().map(ToString::to_string).collect();
        let (seed, draws) = (table.seed.to_string(), table.draws.to_string());
        let mut text = row(&names);
        for (member, one) in rows(table) {
            let mut cells = vec![member.person.clone()];
            cells.extend(member.cells.iter().cloned());
            cells.extend([&one.portfolio, &one.outcome, &one.track].map(ToString::to_string));
            cells.extend(numbers(&one.estimate).map(|number| number.to_string()));
            cells.extend([&table.scenario, &seed, &table.version, &draws].map(Clone::clone));
            text += &row(&cells);
        }
        text
    }

    /// Averages over the people of each group, for each outcome of each portfolio, in the order in which they come.
    pub fn groups(&self, table: &StudyTable) -> Result<Vec<GroupResult>, ReportError> {
        if table.by.is_empty() {
            return Ok(Vec::new());
        }
        let names = || table.by.iter().map(|column| table.columns[*column].as_str());
        let keys = names().chain(["portfolio", "outcome", "track"]);
        let grouped = self.0.group_by_stable(keys).map_err(|reason| failed("groups", &reason))?;
        let rows: Vec<Row<'_>> = rows(table).collect();
        let group = |members: Vec<Row<'_>>| {
            let (first, outcome) = members.first()?;
            let mean = |index: usize| {
                members.iter().map(|(_, one)| numbers(&one.estimate)[index]).sum::<f64>() / members.len() as f64
            };
            let mut means: Vec<f64> = members.iter().map(|(_, one)| one.estimate.mean).collect();
            means.sort_by(f64::total_cmp);
            Some(GroupResult {
                group: table
                    .by
                    .iter()
                    .zip(names())
                    .map(|(at, name)| format!("{name} = {}", first.cells[*at]))
                    .collect(),
                portfolio: outcome.portfolio.to_string(),
                outcome: outcome.outcome.to_string(),
                track: outcome.track.to_string(),
                people: members.len() as u64,
                average: Estimate { mean: mean(0), interval90: [mean(1), mean(2)], mc_error: mean(3) },
                person10: quantile(&means, 0.1),
                person50: quantile(&means, 0.5),
                person90: quantile(&means, 0.9),
            })
        };
        let places = grouped.get_groups().iter().map(|group| match group {
            polars::prelude::GroupsIndicator::Idx((_, places)) => places.iter().map(|place| *place as usize).collect(),
            polars::prelude::GroupsIndicator::Slice([from, count]) => {
                (from as usize..(from + count) as usize).collect()
            }
        });
        let members = places.map(|places: Vec<usize>| places.into_iter().map(|place| rows[place]).collect());
        Ok(members.filter_map(group).collect())
    }
}

/// The value below which this share of the sorted numbers lies, between two of them where it falls there.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = sorted.get(place.floor() as usize).copied().unwrap_or_default();
    let above = sorted.get(place.ceil() as usize).copied().unwrap_or_default();
    below + (place - place.floor()) * (above - below)
}

/// A column of the table of people: numbers if every cell that states something is one.
fn stated(table: &StudyTable, index: usize, name: &str) -> Column {
    let cell = |member: &Member| member.cells.get(index).filter(|cell| !cell.is_empty()).cloned();
    let number = |cell: &str| cell.parse::<f64>().ok().filter(|number| number.is_finite());
    let is_number = table.members.iter().filter_map(cell).all(|cell| number(&cell).is_some());
    let has_any = table.members.iter().any(|member| cell(member).is_some());
    if is_number && has_any {
        let values = rows(table).map(|(member, _)| cell(member).and_then(|cell| number(&cell)));
        return Series::new(name.into(), values.collect::<Vec<_>>()).into_column();
    }
    Series::new(name.into(), rows(table).map(|(member, _)| cell(member)).collect::<Vec<_>>()).into_column()
}

fn failed(table: &str, reason: &PolarsError) -> ReportError {
    ReportError::Table { table: table.to_owned(), reason: reason.to_string() }
}

/// Header and rows of a Parquet file, every value as text; empty where there is none.
///
/// # Errors
///
/// In words, when it cannot be read or a column holds what is no text and no number.
pub fn people_of_parquet(bytes: &[u8]) -> Result<(Vec<String>, Vec<Vec<String>>), String> {
    let frame = ParquetReader::new(std::io::Cursor::new(bytes)).finish().map_err(|reason| reason.to_string())?;
    let names: Vec<String> = frame.get_column_names().into_iter().map(ToString::to_string).collect();
    let mut rows = vec![Vec::with_capacity(names.len()); frame.height()];
    for (name, column) in names.iter().zip(frame.columns()) {
        let texts = column.cast(&DataType::String).map_err(|reason| format!("column `{name}`: {reason}"))?;
        let texts = texts.str().map_err(|reason| format!("column `{name}`: {reason}"))?;
        for (row, text) in rows.iter_mut().zip(texts.iter()) {
            row.push(text.unwrap_or_default().trim().to_owned());
        }
    }
    Ok((names, rows))
}
