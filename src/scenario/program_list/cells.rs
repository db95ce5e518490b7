//! The cells of one line of a CSV file (RFC 4180), each with its place, which
//! messages show and no reader of tables gives.

use std::ops::Range;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text, without quotes and without spaces at the ends.
    pub text: String,
    /// Bytes of the file that it takes.
    pub span: Range<usize>,
}

/// The cells of `line`, which begins at byte `start`, with `separator` between them; where a
/// quoted cell does not end, the place of its quote.
pub fn cells(line: &str, start: usize, separator: char) -> Result<Vec<Cell>, Range<usize>> {
    let mut cells = Vec::new();
    let mut rest = 0;
    loop {
        let (cell, end) = cell(line, rest, start, separator)?;
        cells.push(cell);
        if end >= line.len() {
            return Ok(cells);
        }
        rest = end + 1;
    }
}

/// The cell at byte `from` of the line, and where the separator after it stands.
fn cell(line: &str, from: usize, start: usize, separator: char) -> Result<(Cell, usize), Range<usize>> {
    let text = &line[from..];
    let open = text.len() - text.trim_start().len();
    if !text[open..].starts_with('"') {
        let length = text.find(separator).unwrap_or(text.len());
        let end = from + length;
        return Ok((trimmed(line, from..end, start), end));
    }
    let quote = from + open;
    let mut value = String::new();
    let mut signs = line[quote + 1..].char_indices().peekable();
    while let Some((offset, sign)) = signs.next() {
        if sign != '"' {
            value.push(sign);
        } else if signs.next_if(|(_, next)| *next == '"').is_some() {
            value.push('"');
        } else {
            // What stands between the closing quote and the separator belongs to the cell.
            let closed = quote + 1 + offset + 1;
            let end = line[closed..].find(separator).map_or(line.len(), |length| closed + length);
            value.push_str(&line[closed..end]);
            return Ok((Cell { text: on_one_line(&value), span: start + quote..start + end }, end));
        }
    }
    Err(start + quote..start + line.len())
}

/// A text that a spreadsheet broke into lines, on one line.
fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn trimmed(line: &str, within: Range<usize>, start: usize) -> Cell {
    let text = &line[within.clone()];
    let before = if text.trim().is_empty() { 0 } else { text.len() - text.trim_start().len() };
    let first = start + within.start + before;
    Cell { text: text.trim().to_owned(), span: first..first + text.trim().len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        cells(line, 0, ',').unwrap().into_iter().map(|cell| cell.text).collect()
    }

    #[test]
    fn quotes_keep_commas_and_doubled_quotes() {
        assert_eq!(texts("a, b ,,\"c, \"\"d\"\"\" ,"), ["a", "b", "", "c, \"d\"", ""]);
        assert_eq!(texts(""), [""]);
        assert_eq!(texts("\"\""), [""]);
        assert_eq!(texts("\"a\r\n b\",c"), ["a b", "c"]);
    }

    #[test]
    fn semicolons_separate_where_a_spreadsheet_wrote_them() {
        let found: Vec<String> = cells("a;\"b;c\";d, e", 0, ';').unwrap().into_iter().map(|cell| cell.text).collect();
        assert_eq!(found, ["a", "b;c", "d, e"]);
    }

    #[test]
    fn every_cell_knows_its_place() {
        let line = "ab, \"c,d\",é";
        for cell in cells(line, 100, ',').unwrap() {
            let place = &line[cell.span.start - 100..cell.span.end - 100];
            assert_eq!(place.trim_matches('"'), cell.text);
        }
    }

    #[test]
    fn a_quote_that_stays_open_is_named_by_its_place() {
        assert_eq!(cells("a,\"b", 10, ','), Err(12..14));
    }
}
