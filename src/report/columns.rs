//! Columns of a table: what a file calls them, what they mean, and where their
//! values come from. The writers and the page on formats go by the same ones, so
//! that what is said is what is written.

use std::fmt::Write as _;

use polars::prelude::{Column as Written, IntoColumn, NamedFrom, Series};

use super::presentable::spaced;
use crate::decide::answers::Header;
use crate::engine::results::{Estimate, Results};

/// Unit of chances and shares, and of differences of them.
pub(super) const SHARE: &str = "fraction";
/// Unit of money.
pub(super) const DOLLARS: &str = "US dollars";
/// Unit of worth by the person's own values.
pub(super) const WORTH: &str = "value, 0 to 1";

/// A column of a table whose rows are made from `R`, or the four columns of an estimate.
pub struct Column<R> {
    /// Names in the file: one, or those of the mean, both ends of the interval and the error.
    pub names: Vec<String>,
    /// Unit; empty for words and plain numbers.
    pub unit: &'static str,
    /// What it means, and when it is empty.
    pub meaning: &'static str,
    values: Values<R>,
}

/// Where the values of a column come from.
enum Values<R> {
    Text(fn(&R) -> Option<&str>),
    Count(fn(&R) -> u32),
    Number(fn(&R) -> Option<f64>),
    Estimate(fn(&R) -> Option<Estimate>),
    /// The same text in every row.
    SameText(String),
    /// The same number in every row.
    SameCount(u64),
}

/// Ends of the names of an estimate's columns.
const ESTIMATE: [&str; 4] = ["mean", "low90", "high90", "mc_error"];

/// A column of words; empty where there are none.
pub fn text<R>(name: &str, meaning: &'static str, of: fn(&R) -> Option<&str>) -> Column<R> {
    Column { names: vec![name.to_owned()], unit: "", meaning, values: Values::Text(of) }
}

/// A column of counts.
pub fn count<R>(name: &str, meaning: &'static str, of: fn(&R) -> u32) -> Column<R> {
    Column { names: vec![name.to_owned()], unit: "", meaning, values: Values::Count(of) }
}

/// A column of numbers in a unit; empty where there are none.
pub fn number<R>(name: &str, unit: &'static str, meaning: &'static str, of: fn(&R) -> Option<f64>) -> Column<R> {
    Column { names: vec![name.to_owned()], unit, meaning, values: Values::Number(of) }
}

/// The columns of an estimate: mean, both ends of the 90% interval, Monte Carlo error;
/// empty where there is none.
pub fn estimate<R>(
    prefix: &str,
    unit: &'static str,
    meaning: &'static str,
    of: fn(&R) -> Option<Estimate>,
) -> Column<R> {
    let names = ESTIMATE.map(|end| format!("{prefix}{end}")).into();
    Column { names, unit, meaning, values: Values::Estimate(of) }
}

/// What the numbers of a table were made from: its last columns, so that tables of several runs can be put together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MadeFrom<'a> {
    /// Scenario file as named on the command line.
    pub scenario: &'a str,
    /// Seed of all draws.
    pub seed: u64,
    /// Version of the program.
    pub version: &'a str,
    /// Draws of the uncertain parameters.
    pub draws: u64,
}

impl<'a> From<&'a Header> for MadeFrom<'a> {
    fn from(header: &'a Header) -> Self {
        let Header { version, seed, parameter_draws, scenario, .. } = header;
        Self { scenario: &scenario.file, seed: *seed, version, draws: *parameter_draws }
    }
}

impl<'a> From<&'a Results> for MadeFrom<'a> {
    fn from(results: &'a Results) -> Self {
        let Results { version, seed, simulation, scenario, .. } = results;
        Self { scenario: &scenario.file, seed: *seed, version, draws: simulation.parameter_draws }
    }
}

impl MadeFrom<'_> {
    /// The columns of a table with those that say what it was made from, but for what it says itself.
    #[must_use]
    pub fn after<R>(&self, mut columns: Vec<Column<R>>) -> Vec<Column<R>> {
        for own in self.columns() {
            if columns.iter().all(|column| column.names != own.names) {
                columns.push(own);
            }
        }
        columns
    }

    fn columns<R>(&self) -> [Column<R>; 4] {
        let column = |name: &str, meaning, values| Column { names: vec![name.to_owned()], unit: "", meaning, values };
        let [scenario, version] = [self.scenario, self.version].map(|text| Values::SameText(text.to_owned()));
        [
            column("scenario", "Scenario file as named on the command line.", scenario),
            column("seed", "Seed of all draws.", Values::SameCount(self.seed)),
            column("version", "Version of the program.", version),
            column(
                "draws",
                "Draws of the uncertain parameters, as the JSON file says; in `market.csv` simulated markets.",
                Values::SameCount(self.draws),
            ),
        ]
    }
}

impl<R> Column<R> {
    /// The type of its values.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.values {
            Values::Text(_) | Values::SameText(_) => "text",
            Values::Count(_) | Values::SameCount(_) => "whole number",
            Values::Number(_) | Values::Estimate(_) => "number",
        }
    }

    /// What is written of one row.
    fn cells(&self, row: &R) -> Vec<String> {
        match &self.values {
            Values::SameText(text) => vec![text.clone()],
            Values::SameCount(count) => vec![count.to_string()],
            Values::Text(of) => vec![of(row).unwrap_or_default().to_owned()],
            Values::Count(of) => vec![of(row).to_string()],
            Values::Number(of) => vec![of(row).map_or_else(String::new, |number| number.to_string())],
            Values::Estimate(of) => estimate_cells(of(row).as_ref()).to_vec(),
        }
    }

    /// The same of all rows for a data frame.
    fn written(&self, rows: &[R]) -> Vec<Written> {
        let numbers = |name: &String, of: &dyn Fn(&R) -> Option<f64>| {
            Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into_column()
        };
        let Some(name) = self.names.first() else { return Vec::new() };
        match &self.values {
            Values::SameText(text) => vec![Series::new(name.into(), vec![text.as_str(); rows.len()]).into_column()],
            Values::SameCount(count) => vec![Series::new(name.into(), vec![*count; rows.len()]).into_column()],
            Values::Text(of) => vec![Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into_column()],
            Values::Count(of) => vec![Series::new(name.into(), rows.iter().map(of).collect::<Vec<_>>()).into_column()],
            Values::Number(of) => vec![numbers(name, of)],
            Values::Estimate(of) => {
                let ends: [fn(&Estimate) -> f64; 4] =
                    [|one| one.mean, |one| one.interval90[0], |one| one.interval90[1], |one| one.mc_error];
                let columns = self.names.iter().zip(ends);
                columns.map(|(name, end)| numbers(name, &|row| of(row).as_ref().map(end))).collect()
            }
        }
    }
}

/// The columns with their values for a data frame.
#[must_use]
pub fn written<R>(columns: &[Column<R>], rows: &[R]) -> Vec<Written> {
    columns.iter().flat_map(|column| column.written(rows)).collect()
}

/// The table as CSV with a header, numbers in full precision.
#[must_use]
pub fn csv<R>(columns: &[Column<R>], rows: &[R]) -> String {
    csv_beside(Vec::new(), |_| Vec::new(), columns, rows)
}

/// The same of one of several scenarios, whose name stands in the column `scenario` before the others; the header
/// only where it is the first of them.
#[must_use]
pub fn csv_of_scenario<R>(from: &MadeFrom<'_>, is_first: bool, columns: Vec<Column<R>>, rows: &[R]) -> String {
    let [scenario, ..] = from.columns();
    let text = csv(&from.after([vec![scenario], columns].into_iter().flatten().collect()), rows);
    let header = if is_first { 0 } else { text.find('\n').map_or(0, |end| end + 1) };
    text[header..].to_owned()
}

/// The table as CSV with further columns of these names before the others.
#[must_use]
pub fn csv_beside<R>(
    names: Vec<String>,
    beside: impl Fn(&R) -> Vec<String>,
    columns: &[Column<R>],
    rows: &[R],
) -> String {
    let header = names.into_iter().chain(columns.iter().flat_map(|column| column.names.clone()));
    let cells = |one: &R| {
        let own = columns.iter().flat_map(|column| column.cells(one));
        row(&beside(one).into_iter().chain(own).collect::<Vec<_>>())
    };
    row(&header.collect::<Vec<_>>()) + &rows.iter().map(cells).collect::<String>()
}

/// What a file holds, for the page on formats: a heading, what a row is, the columns.
#[must_use]
pub fn described<R>(file: &str, row: &str, columns: &[Column<R>]) -> String {
    let mut text = format!(
        "\n### `{file}`\n\nOne row for each {row}.\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n"
    );
    for column in columns {
        let names = column.names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let (kind, unit, meaning) = (column.kind(), column.unit, column.meaning);
        let _ = writeln!(text, "| {names} | {kind} | {unit} | {meaning} |");
    }
    text
}

/// One row of CSV as it is, for a table that only this program reads.
#[must_use]
pub fn exactly<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    cells.into_iter().map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

/// One row of CSV.
#[must_use]
pub fn row(cells: &[String]) -> String {
    cells.iter().map(|one| cell(one)).collect::<Vec<_>>().join(",") + "\n"
}

/// A text as a cell, in quotes where it needs them; white space at its ends is kept.
///
/// What a spreadsheet would take for a formula gets an apostrophe, which makes it a text there, and a character that
/// must not be shown becomes a space.
#[must_use]
pub fn cell(text: &str) -> String {
    let text = &spaced(text);
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']) && text.parse::<f64>().is_err();
    if is_formula { quoted(&format!("'{text}")) } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let is_plain = !text.contains(['"', ',', '\n', '\r']) && text.trim() == text;
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

/// The four numbers of an estimate in full precision; empty without one.
fn estimate_cells(estimate: Option<&Estimate>) -> [String; 4] {
    estimate.map_or_else(Default::default, |estimate| {
        let [low, high] = estimate.interval90;
        [estimate.mean, low, high, estimate.mc_error].map(|number| number.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name, a count, a share and an estimate; the last two may be missing.
    type Line = (&'static str, u32, Option<f64>, Option<Estimate>);

    fn columns() -> Vec<Column<Line>> {
        vec![
            text("name", "Name.", |line: &Line| Some(line.0)),
            count("count", "How many.", |line| line.1),
            number("share", "fraction", "Share.", |line| line.2),
            estimate("risk_", "fraction", "Risk.", |line| line.3),
        ]
    }

    const RISK: Estimate = Estimate { mean: 0.25, interval90: [0.125, 0.5], mc_error: 0.0625 };

    #[test]
    fn a_table_has_a_header_and_empty_fields_for_none() {
        let lines = [("A, B", 3, Some(0.5), Some(RISK)), ("C", 0, None, None)];
        let table = "name,count,share,risk_mean,risk_low90,risk_high90,risk_mc_error\n\
                     \"A, B\",3,0.5,0.25,0.125,0.5,0.0625\nC,0,,,,,\n";
        assert_eq!(csv(&columns(), &lines), table);
    }

    #[test]
    fn tables_of_several_scenarios_have_one_header() {
        let of = |scenario: &str, is_first| {
            let from = MadeFrom { scenario, seed: 7, version: "0.1", draws: 64 };
            csv_of_scenario(&from, is_first, columns(), &[("A", 1, None, None)])
        };
        let both = of("a.toml", true) + &of("b, c.toml", false);
        let header = "scenario,name,count,share,risk_mean,risk_low90,risk_high90,risk_mc_error,seed,version,draws";
        assert_eq!(both, format!("{header}\na.toml,A,1,,,,,,7,0.1,64\n\"b, c.toml\",A,1,,,,,,7,0.1,64\n"));
    }

    #[test]
    fn a_table_says_at_its_end_what_it_was_made_from_unless_it_does_so_itself() {
        let from = MadeFrom { scenario: "a.toml", seed: 7, version: "0.1", draws: 64 };
        let one = |columns: Vec<Column<Line>>| csv(&from.after(columns), &[("A", 1, None, None)]);
        let own = |name: &str| vec![text(name, "Name.", |line: &Line| Some(line.0))];
        assert_eq!(one(own("name")), "name,scenario,seed,version,draws\nA,a.toml,7,0.1,64\n");
        assert_eq!(one(own("scenario")), "scenario,seed,version,draws\nA,7,0.1,64\n");
        let frame = written(&from.after(own("name")), &[("A", 1, None, None); 2]);
        assert!(frame.iter().all(|column| column.len() == 2) && frame.len() == 5);
    }

    #[test]
    fn a_data_frame_and_the_description_have_the_columns_of_the_table() {
        let table = csv(&columns(), &[]);
        let header: Vec<&str> = table.trim_end().split(',').collect();
        let frame = written(&columns(), &[("A", 1, None, Some(RISK))]);
        assert_eq!(frame.iter().map(|column| column.name().as_str()).collect::<Vec<_>>(), header);
        let told = described("a.csv", "line", &columns());
        let named = told.split('`').skip(1).step_by(2).skip(1);
        assert_eq!(named.collect::<Vec<_>>(), header);
    }

    #[test]
    fn no_cell_begins_a_formula_in_a_spreadsheet() {
        let cells = ["=1+1", "+A1", "-2 programs", "@x", " =1+1", "=\"a,b\"", "-0.5", "1-2"].map(str::to_owned);
        let safe = "'=1+1,'+A1,'-2 programs,'@x,' =1+1,\"'=\"\"a,b\"\"\",-0.5,1-2\n";
        assert_eq!(row(&cells), safe);
    }

    #[test]
    fn no_cell_holds_a_control_character_or_a_mark_of_direction() {
        let cells = ["a\u{1b}[31mb", "\u{7}=1+1", "a\0b\u{9b}c\u{202e}d", "a\nb"].map(str::to_owned);
        assert_eq!(row(&cells), "a [31mb,' =1+1,a b c d,a b\n");
    }

    #[test]
    fn cells_with_commas_quotes_and_outer_spaces_are_quoted() {
        let cells = ["plain", "a, b", "say \"yes\"", " spaced"].map(str::to_owned);
        assert_eq!(row(&cells), "plain,\"a, b\",\"say \"\"yes\"\"\",\" spaced\"\n");
    }
}
