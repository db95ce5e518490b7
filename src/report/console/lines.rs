//! Lines of a terminal: how wide and colored they are, and where they are broken.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm, core::display_width};

/// How the terminal wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsoleStyle {
    /// Whether escape sequences for color may be used.
    pub color: bool,
    /// Columns to fill; fewer than 60 are treated as 60.
    pub width: usize,
}

impl Default for ConsoleStyle {
    /// No color, 80 columns.
    fn default() -> Self {
        Self { color: false, width: 80 }
    }
}

/// The text in an escape sequence where color is wanted.
pub(super) fn painted(text: &str, code: &str, style: ConsoleStyle) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// The words broken between them, the first line after `first`, the others set in by `rest` columns.
pub(super) fn filled(words: &str, first: &str, rest: usize, width: usize) -> String {
    let rest = " ".repeat(rest);
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(&rest)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    textwrap::fill(&words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "), options)
}

/// The lines that are longer than `width` broken, what follows them set in by two columns more.
///
/// Escape sequences have no width.
pub fn broken_at(text: &str, width: usize) -> String {
    let broken = |line: &str| {
        if display_width(line) <= width {
            return line.to_owned();
        }
        let words = line.trim_start_matches(' ');
        let margin = line.len() - words.len();
        filled(words, &line[..margin], margin + 2, width)
    };
    text.lines().map(broken).collect::<Vec<_>>().join("\n")
}
