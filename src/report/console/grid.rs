//! Tables on a terminal: rows of measures, columns of portfolios.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};

use super::style::ConsoleStyle;
use crate::engine::results::{PortfolioResult, Results, TrackLabel};

/// Columns the name of a row may take.
const MEASURE_WIDTH: usize = 30;

/// Spaces after every column.
const PADDING: usize = 2;

/// Lines under the heading only; rows stand close together.
const LINES: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Headings of columns that hold names, which stand at the left.
const NAMES: [&str; 4] = ["", "Portfolio", "Scenario", "List"];

/// What a row says of a portfolio, if anything.
type Told<'a> = Box<dyn Fn(&PortfolioResult) -> Option<String> + 'a>;

/// One row: its name and what it says.
pub(super) struct Measure<'a> {
    name: String,
    of: Told<'a>,
}

impl<'a> Measure<'a> {
    /// A row of this name.
    pub(super) fn new(name: &str, of: impl Fn(&PortfolioResult) -> Option<String> + 'a) -> Self {
        Self { name: name.to_owned(), of: Box::new(of) }
    }
}

/// One row a track.
pub(super) fn by_track<'a>(
    results: &'a Results,
    of: impl Fn(&PortfolioResult, &str) -> Option<String> + Copy + 'a,
) -> Vec<Measure<'a>> {
    let row = |(key, label): (&'a String, &'a TrackLabel)| Measure::new(&label.name, move |one| of(one, key));
    results.tracks.iter().map(row).collect()
}

/// Tables below one another, one column a portfolio, as many as fit the width.
pub(super) fn stacked(results: &Results, measures: &[Measure<'_>], style: ConsoleStyle) -> String {
    let told: Vec<Vec<Option<String>>> =
        results.portfolios.iter().map(|one| measures.iter().map(|measure| (measure.of)(one)).collect()).collect();
    let widest = told.iter().flatten().flatten().map(|cell| cell.chars().count()).max().unwrap_or(0);
    let fitting = (style.width.saturating_sub(MEASURE_WIDTH) / (widest + PADDING)).max(1);
    let numbered: Vec<(usize, Vec<Option<String>>)> = (1..).zip(told).collect();
    let tables = numbered.chunks(balanced(numbered.len(), fitting)).map(|chunk| side_by_side(measures, chunk, style));
    tables.collect::<Vec<_>>().join("\n\n")
}

/// One table of numbered portfolios; rows that say nothing of any of them are left out.
fn side_by_side(measures: &[Measure<'_>], chunk: &[(usize, Vec<Option<String>>)], style: ConsoleStyle) -> String {
    let header: Vec<String> =
        std::iter::once(String::new()).chain(chunk.iter().map(|(number, _)| number.to_string())).collect();
    let rows = measures.iter().enumerate().filter_map(|(row, measure)| {
        let cells: Vec<Option<&String>> = chunk.iter().map(|(_, told)| told[row].as_ref()).collect();
        cells.iter().any(Option::is_some).then(|| {
            let words = cells.into_iter().map(|cell| cell.cloned().unwrap_or_else(|| "–".to_owned()));
            std::iter::once(measure.name.clone()).chain(words).collect()
        })
    });
    let mut table = columns(&header, rows.collect(), style);
    limit(&mut table, 0, MEASURE_WIDTH);
    printed(&table)
}

/// Columns a table when `all` columns are shared out evenly over the fewest tables.
pub(super) fn balanced(all: usize, fitting: usize) -> usize {
    let tables = all.div_ceil(fitting).max(1);
    all.div_ceil(tables).max(1)
}

/// A table with numbers at the right: every column but those headed by nothing or by names.
pub(super) fn columns(header: &[String], rows: Vec<Vec<String>>, style: ConsoleStyle) -> Table {
    let mut table = Table::new();
    table
        .load_style(LINES)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(style.width).unwrap_or(80))
        .set_header(header.to_vec());
    table.add_rows(rows);
    for (index, title) in header.iter().enumerate() {
        if let Some(column) = table.column_mut(index) {
            column.set_padding((0, u16::try_from(PADDING).unwrap_or(2)));
            if !NAMES.contains(&title.as_str()) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
    }
    table
}

/// Breaks the lines of a column at this width.
pub(super) fn limit(table: &mut Table, column: usize, width: usize) {
    let width = Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX));
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::UpperBoundary(width));
    }
}

/// Never breaks the cells of a column.
pub(super) fn unbroken(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// The table as text, without spaces at the ends of lines.
pub(super) fn printed(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
