//! Tables on a terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use textwrap::core::display_width;

use super::lines::{ConsoleStyle, filled, painted};
use crate::report::document::{self, Column, Kind, Listing, Spread, Width, dash, number, words};
use crate::report::presentable::{in_one_line, shortened};

/// Spaces after every column.
const PADDING: usize = 2;

/// Lines under the heading only; rows stand close together.
const LINES: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Cells of the bar that shows a chance.
const BAR_CELLS: f64 = 8.0;

/// Columns kept free at the end of the lines of a listing.
const MARGIN: usize = 3;

/// A table within the width.
pub(super) fn plain(table: &document::Table, style: ConsoleStyle) -> String {
    if table.is_inset {
        return inset(table, style);
    }
    let (mut columns, mut rows) = (table.columns.clone(), table.rows.clone());
    if table.is_choice && table.rows.len() > 1 {
        columns.insert(0, words(""));
        rows.iter_mut().zip(1..).for_each(|(row, place): (_, usize)| row.insert(0, place.to_string()));
    }
    ruled(columns, rows, style)
}

fn ruled(columns: Vec<Column>, rows: Vec<Vec<String>>, style: ConsoleStyle) -> String {
    let mut table = laid_out(&columns, &rows, style);
    let place = columns.iter().position(|column| matches!(column.width, Width::Left { .. }));
    if let Some((place, Width::Left { least, most })) = place.map(|place| (place, columns[place].width)) {
        let room = beside(&table, &columns, place, style);
        // A narrow terminal has no place for bars, and then for what matters less.
        if let Some(minor) = columns.iter().rposition(|column| column.is_minor).filter(|_| room < least) {
            let mut others = columns;
            others.remove(minor);
            let without = |mut row: Vec<String>| {
                row.remove(minor);
                row
            };
            return ruled(others, rows.into_iter().map(without).collect(), style);
        }
        for (other, column) in columns.iter().enumerate().filter(|(other, _)| *other != place) {
            if !matches!(column.width, Width::AtMost(_)) {
                constrain(&mut table, other, ColumnConstraint::ContentWidth);
            }
        }
        constrain(&mut table, place, at_most(room.clamp(least, most)));
    }
    // The bars are painted afterwards: escape sequences would count as width.
    table.lines().map(|line| paint_bar(line.trim_end(), style)).collect::<Vec<_>>().join("\n")
}

/// The table with alignments and widths, but for the column that takes what is left.
fn laid_out(columns: &[Column], rows: &[Vec<String>], style: ConsoleStyle) -> Table {
    let mut table = empty(columns, style);
    let shown = |cell: &String, column: &Column| match (column.kind, cell.parse()) {
        (Kind::Bar, Ok(share)) => bar(share),
        _ => in_one_line(cell),
    };
    table
        .add_rows(rows.iter().map(|row| row.iter().zip(columns).map(|(cell, of)| shown(cell, of)).collect::<Vec<_>>()));
    for (place, column) in columns.iter().enumerate() {
        if let Some(shown) = table.column_mut(place) {
            shown.set_padding((0, columns_of(PADDING)));
            if column.kind == Kind::Number {
                shown.set_cell_alignment(CellAlignment::Right);
            }
        }
        match column.width {
            Width::Any | Width::Left { .. } => {}
            Width::AtMost(most) => constrain(&mut table, place, at_most(most)),
            Width::Beside { others, least } => {
                constrain(&mut table, place, at_most(least.max(style.width.saturating_sub(others))));
            }
        }
    }
    table
}

fn empty(columns: &[Column], style: ConsoleStyle) -> Table {
    let mut table = Table::new();
    table
        .load_style(LINES)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(columns_of(style.width))
        .set_header(columns.iter().map(|column| in_one_line(&column.title)));
    table
}

/// A table whose columns are set in, with headings at the left.
fn inset(table: &document::Table, style: ConsoleStyle) -> String {
    let mut shown = empty(&table.columns, style);
    for row in &table.rows {
        let cells = row.iter().zip(&table.columns).map(|(text, column)| {
            let text = in_one_line(text);
            let cell = Cell::new(match column.width {
                Width::AtMost(most) => filled(&text, "", 0, most),
                _ => text,
            });
            if column.kind == Kind::Number { cell.set_alignment(CellAlignment::Right) } else { cell }
        });
        shown.add_row(cells.collect::<Vec<_>>());
    }
    shown.trim_fmt()
}

/// Columns between two columns beside the padding.
const SEPARATOR: usize = 1;

/// Columns that are left for the one at `place` when every other has what it needs.
fn beside(table: &Table, columns: &[Column], place: usize, style: ConsoleStyle) -> usize {
    let widths = table.column_max_content_widths();
    let widths = widths.iter().zip(columns).map(|(width, column)| match column.width {
        Width::AtMost(most) => most.min(usize::from(*width)),
        _ => usize::from(*width),
    });
    let others = widths.enumerate().filter(|(other, _)| *other != place);
    let taken: usize = others.map(|(_, width)| width + PADDING + SEPARATOR).sum();
    style.width.saturating_sub(taken + PADDING)
}

fn constrain(table: &mut Table, place: usize, constraint: ColumnConstraint) {
    if let Some(column) = table.column_mut(place) {
        column.set_constraint(constraint);
    }
}

fn at_most(width: usize) -> ColumnConstraint {
    ColumnConstraint::UpperBoundary(comfy_table::Width::Fixed(columns_of(width)))
}

fn columns_of(width: usize) -> u16 {
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// Tables below one another, with as many columns side by side as fit the width.
pub(super) fn spread(spread: &Spread, style: ConsoleStyle) -> String {
    let widest = || spread.rows.iter().flat_map(|(_, cells)| cells).flatten().map(|cell| display_width(cell)).max();
    let cell = spread.cell.or_else(widest).unwrap_or(0);
    let fitting = (style.width.saturating_sub(spread.room) / (cell + PADDING)).max(1);
    let places: Vec<usize> = (0..spread.titles.len()).collect();
    let tables = places.chunks(balanced(places.len(), fitting)).map(|chunk| {
        let columns = std::iter::once(spread.first.clone()).chain(chunk.iter().map(|at| number(&spread.titles[*at])));
        let telling = spread.rows.iter().filter(|(_, cells)| chunk.iter().any(|at| cells[*at].is_some()));
        let rows = telling.map(|(name, cells)| {
            let shown = chunk.iter().map(|at| cells[*at].clone().unwrap_or_else(dash));
            std::iter::once(name.clone()).chain(shown).collect()
        });
        ruled(columns.collect(), rows.collect(), style)
    });
    tables.collect::<Vec<_>>().join(if spread.cell.is_some() { "\n" } else { "\n\n" })
}

/// Columns of a table when `all` columns are shared out evenly over the fewest tables.
fn balanced(all: usize, fitting: usize) -> usize {
    let tables = all.div_ceil(fitting).max(1);
    all.div_ceil(tables).max(1)
}

/// Columns of fixed widths over the whole line, with a note under each row.
pub(super) fn listing(listing: &Listing, style: ConsoleStyle) -> String {
    let fixed: usize = listing.columns.iter().filter_map(|(_, _, width)| *width).sum();
    let left = style.width.saturating_sub(fixed + MARGIN);
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let cells = cells.zip(&listing.columns).map(|(cell, (_, kind, width))| {
            let (width, cell) = match width {
                Some(width) => (*width, cell),
                None => (left, shortened(&cell, left.saturating_sub(1))),
            };
            if *kind == Kind::Number { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        cells.collect::<String>().trim_end().to_owned()
    };
    let mut lines = vec![line(&mut listing.columns.iter().map(|(title, ..)| (*title).to_owned()))];
    lines.push("─".repeat(style.width));
    for (cells, note) in &listing.rows {
        lines.push(line(&mut cells.iter().map(|cell| in_one_line(cell))));
        lines.push(filled(&in_one_line(note), "     ", 5, style.width));
    }
    lines.join("\n")
}

/// A bar of block characters, to an eighth of a cell.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=80")]
fn bar(share: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * BAR_CELLS * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), PARTS[eighths % 8])
}

/// Paints the block characters of a line.
fn paint_bar(line: &str, style: ConsoleStyle) -> String {
    let is_block = |sign: char| ('▉'..='▏').contains(&sign) || sign == '█';
    match line.find(is_block) {
        Some(start) => {
            let end = line.rfind(is_block).map_or(start, |last| last + '█'.len_utf8());
            format!("{}{}{}", &line[..start], painted(&line[start..end], "31", style), &line[end..])
        }
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_with_the_chance() {
        assert_eq!(bar(0.0), "");
        assert_eq!(bar(0.5), "████");
        assert_eq!(bar(1.0), "████████");
        assert_eq!(bar(0.0625), "▌");
    }
}
