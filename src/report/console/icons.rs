//! A hundred seasons as marks on a terminal, told apart without color.

use textwrap::core::display_width;

use super::lines::{ConsoleStyle, painted};
use crate::report::document::Icons;
use crate::report::presentable::{in_one_line, shortened};

/// Marks of the kinds, the worst first, and the escape sequences of their colors.
const MARKS: [(&str, &str); 4] = [("×", "31"), ("/", "33"), ("○", "36"), ("●", "32")];

/// Marks in a line.
const IN_A_LINE: usize = 20;

/// Columns between two hundreds.
const GAP: usize = 2;

/// The hundreds side by side, below one another where there is no room, each over what its marks stand for.
pub(super) fn marks(icons: &Icons, style: ConsoleStyle) -> String {
    let with_spaces = 2 * IN_A_LINE - 1;
    let across = (style.width + GAP) / (with_spaces + GAP);
    let rows = icons.hundreds.chunks(across.max(1)).map(|row| {
        let columns: Vec<Vec<Cell>> = row.iter().map(|one| column(icons, one, with_spaces, style)).collect();
        let lines = (0..columns.first().map_or(0, Vec::len)).map(|line| {
            let cells: Vec<String> = columns.iter().map(|column| column[line].padded(with_spaces)).collect();
            cells.join(&" ".repeat(GAP)).trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    rows.collect::<Vec<_>>().join("\n\n")
}

/// A line of a column, with the columns that it takes: escape sequences take none.
struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    fn padded(&self, width: usize) -> String {
        format!("{}{}", self.text, " ".repeat(width.saturating_sub(self.width)))
    }
}

/// The name, the marks line by line, and how many there are of each kind.
fn column(icons: &Icons, (name, counts): &(String, [usize; 4]), width: usize, style: ConsoleStyle) -> Vec<Cell> {
    let name = shortened(&in_one_line(name), width);
    let plain = |text: String| Cell { width: display_width(&text), text };
    let all: Vec<String> = MARKS
        .iter()
        .zip(counts)
        .flat_map(|((mark, color), count)| std::iter::repeat_n(painted(mark, color, style), *count))
        .collect();
    let lines = all.chunks(IN_A_LINE).map(|line| Cell { text: line.join(" "), width: 2 * line.len() - 1 });
    let key = icons.occurring().map(|kind| {
        let ((mark, color), words) = (MARKS[kind], format!(" {:>3} {}", counts[kind], icons.kinds[kind]));
        let words = shortened(&words, width - 1);
        Cell { width: 1 + display_width(&words), text: format!("{}{words}", painted(mark, color, style)) }
    });
    std::iter::once(plain(name)).chain(lines).chain(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn icons() -> Icons {
        Icons {
            kinds: ["unmatched", "partially matched", "backup", "first choice"].map(str::to_owned),
            hundreds: vec![("one".to_owned(), [71, 3, 0, 26]), ("a".repeat(90), [29, 9, 39, 23])],
        }
    }

    #[test]
    fn two_hundreds_stand_side_by_side_on_eighty_columns_and_each_has_all_its_marks() {
        let shown = marks(&icons(), ConsoleStyle::default());
        assert!(shown.lines().all(|line| display_width(line) <= 80), "{shown}");
        assert_eq!(shown.lines().count(), 1 + 5 + 4, "{shown}");
        let seasons = shown.lines().skip(1).take(5).collect::<String>();
        let counted = ["×", "/", "○", "●"].map(|mark| seasons.matches(mark).count());
        assert_eq!(counted, [100, 12, 39, 49], "{shown}");
    }

    #[test]
    fn a_narrow_terminal_has_them_below_one_another() {
        let shown = marks(&icons(), ConsoleStyle { color: true, width: 60 });
        assert_eq!(shown.lines().count(), 2 * 10 + 1, "{shown}");
    }
}
