//! Documents on a terminal: sentences broken at its width, tables under one style, color where it is wanted.
//!
//! This is the one place that makes texts of the scenario fit for a terminal, so no name can move its cursor.

mod icons;
mod lines;
mod table;

pub use lines::{ConsoleStyle, broken_at};

use lines::{filled, painted};

use super::document::{Block, Document, Step, Text, Tone, Unasked};
use super::presentable::{in_one_line, spaced};
use crate::engine::results::{Notice, Severity};

/// The escape sequence of headings.
const BOLD: &str = "1";

/// The document as text. Ends with a line break.
pub fn text(document: &Document, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let parts = document.parts.iter().map(|blocks| shown(blocks, style));
    // A heading alone stands over what is for the page.
    let telling = parts.filter(|part| part.iter().any(|(is_heading, _)| !is_heading));
    let joined = |part: Vec<(bool, String)>| part.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    telling.map(joined).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// The blocks that a terminal shows, and whether they are headings.
fn shown(blocks: &[Block], style: ConsoleStyle) -> Vec<(bool, String)> {
    let one = |one: &Block| match one {
        Block::Fold(fold) if fold.unasked == Unasked::Terminal => shown(&fold.blocks, style),
        Block::Chart(_) | Block::Fold(_) => Vec::new(),
        other => vec![(matches!(other, Block::Heading(_)), block(other, style))],
    };
    blocks.iter().flat_map(one).collect()
}

fn block(block: &Block, style: ConsoleStyle) -> String {
    match block {
        Block::Title { title, season } => {
            let title = in_one_line(title);
            // A title that names the year needs no second one.
            let year = if title.contains(&season.to_string()) { String::new() } else { format!(" (Match {season})") };
            format!("{}{year}", painted(&title, BOLD, style))
        }
        Block::Heading(heading) => painted(&filled(&in_one_line(heading), "", 0, style.width), BOLD, style),
        Block::Text(text) => sentences(text, style),
        Block::Lines(lines) => broken_at(&each_line(lines), style.width),
        Block::Verbatim(lines) => each_line(lines),
        Block::Table(one) => table::plain(one, style),
        Block::Spread(spread) => table::spread(spread, style),
        Block::Listing(listing) => table::listing(listing, style),
        Block::Notice(one) => notice(one, style),
        Block::Items(items) => each(items, |item| filled(&in_one_line(item), "• ", 2, style.width)),
        Block::Steps(steps) => numbered(steps, style),
        Block::Facts(facts) => {
            let told: Vec<String> = facts.iter().map(|(name, stated)| format!("{name}: {stated}")).collect();
            filled(&in_one_line(&told.join(" · ")), "", 0, style.width)
        }
        Block::Icons(icons) => icons::marks(icons, style),
        // Left out or unfolded by `shown`.
        Block::Chart(_) | Block::Fold(_) => String::new(),
    }
}

fn each<T>(all: &[T], shown: impl Fn(&T) -> String) -> String {
    all.iter().map(shown).collect::<Vec<_>>().join("\n")
}

/// Proposals behind their numbers.
fn numbered(steps: &[Step], style: ConsoleStyle) -> String {
    let lines = steps.iter().zip(1..).flat_map(|(step, number): (_, u32)| {
        let say = |first: &str, words: &str, rest| filled(&in_one_line(words), first, rest, style.width);
        let facts = step.facts.iter().map(move |fact| say("   ", fact, 3));
        let edits = step.edits.iter().map(move |edit| say("   Edit: ", edit, 5));
        std::iter::once(say(&format!("{number}. "), &step.words, 3)).chain(facts).chain(edits)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn each_line(lines: &str) -> String {
    lines.lines().map(spaced).collect::<Vec<_>>().join("\n")
}

fn sentences(text: &Text, style: ConsoleStyle) -> String {
    let shown = filled(&in_one_line(&text.words), &spaced(&text.first), text.rest, style.width);
    if text.tone == Tone::Loud { painted(&shown, BOLD, style) } else { shown }
}

/// What was seen, its effect on the numbers, and a suggestion.
fn notice(notice: &Notice, style: ConsoleStyle) -> String {
    let (word, code) = match notice.severity {
        Severity::Warning => ("warning", "33;1"),
        Severity::Note => ("note", "36"),
    };
    let say = |first: &str, words: &str, rest| filled(&in_one_line(words), first, rest, style.width);
    let seen = say(&format!("{word}: "), &notice.seen, 2).replacen(word, &painted(word, code, style), 1);
    let (meaning, action) = (say("  effect: ", &notice.meaning, 4), say("  suggestion: ", &notice.action, 4));
    format!("{seen}\n{meaning}\n{action}")
}

#[cfg(test)]
mod tests {
    use textwrap::core::display_width;

    use super::*;

    #[test]
    fn long_lines_are_broken_and_short_ones_are_left_as_they_are() {
        let text = "error: a   b\n   = help: one two three four five six seven eight nine ten eleven twelve";
        let told = broken_at(text, 40);
        assert!(told.starts_with("error: a   b\n   = help:"), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= 40), "{told}");
        assert!(told.lines().nth(2).is_some_and(|line| line.starts_with("     ")), "{told}");
    }

    #[test]
    fn color_has_no_width() {
        let painted = "\u{1b}[1;31merror\u{1b}[0m: 12345678901234567890";
        assert_eq!(broken_at(painted, 27), painted);
        let broken = broken_at(&format!("{painted} one two three four five six seven"), 30);
        assert!(broken.lines().all(|line| display_width(line) <= 30), "{broken}");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        let shown = filled("日本語 日本語 日本語", "", 0, 14);
        assert_eq!(shown, "日本語 日本語\n日本語");
    }

    #[test]
    fn no_text_of_a_scenario_reaches_the_terminal_with_a_control_character() {
        let mut document = Document::default();
        document
            .hanging("\u{7}", "x", 0)
            .heading("a\u{1b}[31m")
            .say("b\u{7}")
            .lines("c\u{1b}[2J\nd")
            .verbatim("e\rf")
            .item("g\u{202e}h");
        let shown = text(&document, ConsoleStyle::default());
        assert!(shown.chars().all(|sign| sign == '\n' || !sign.is_control() && sign != '\u{202e}'), "{shown:?}");
    }
}
