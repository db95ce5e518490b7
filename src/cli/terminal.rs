//! Standard output and standard error: the only place that writes to them.

use std::io::{self, IsTerminal, Write};

use super::failure::Failure;
use crate::report::{ConsoleStyle, wrapped};

/// Writes a result to standard output.
///
/// A reader that closed the pipe has seen enough: that is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Says something on standard error; if nobody can hear it, nothing is lost.
pub fn talk(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// Whether color may be used on standard output.
pub fn color_on_stdout(refused: bool) -> bool {
    !refused && !is_refused_by_environment() && io::stdout().is_terminal()
}

/// Whether color may be used on standard error.
pub fn color_on_stderr(refused: bool) -> bool {
    !refused && !is_refused_by_environment() && io::stderr().is_terminal()
}

/// Whether `NO_COLOR` is set and not empty (no-color.org).
fn is_refused_by_environment() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Columns where there is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// Columns of the terminal on standard output, 80 where there is none.
pub fn width() -> usize {
    terminal_size::terminal_size_of(io::stdout()).map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

/// Fewest columns that a text is broken at.
const LEAST_WIDTH: usize = 60;

/// Columns of the terminal on standard error, at least 60; 80 where there is none.
pub fn width_of_talk() -> usize {
    let found = terminal_size::terminal_size_of(io::stderr());
    found.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0)).max(LEAST_WIDTH)
}

/// The lines that are longer than `width` broken, what follows them set in by two columns more.
///
/// Escape sequences have no width.
pub fn broken_at(text: &str, width: usize) -> String {
    let broken = |line: &str| {
        let seen = visible(line);
        if seen.chars().count() <= width {
            return line.to_owned();
        }
        let margin = seen.chars().take_while(|sign| *sign == ' ').count();
        let hidden = line.chars().count() - seen.chars().count();
        // What is hidden stands at the beginning of a line, where no word is broken yet.
        let style = ConsoleStyle { color: false, width: width + hidden };
        let first = wrapped(line, &" ".repeat(margin + 2), style);
        let Some((head, tail)) = first.split_once('\n').filter(|_| hidden > 0) else { return first };
        let rest = format!("{}{}", " ".repeat(margin + 2), tail.split_whitespace().collect::<Vec<_>>().join(" "));
        let style = ConsoleStyle { color: false, width };
        format!("{head}\n{}", wrapped(&rest, &" ".repeat(margin + 2), style))
    };
    text.lines().map(broken).collect::<Vec<_>>().join("\n")
}

/// The text without escape sequences for color.
pub fn visible(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut seen = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        seen.push_str(part.split_once('m').map_or("", |(_, after)| after));
    }
    seen
}

#[cfg(test)]
mod tests {
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
        assert_eq!(visible(painted), "error: 12345678901234567890");
        assert_eq!(broken_at(painted, 27), painted);
        let broken = broken_at(&format!("{painted} one two three four five six seven"), 30);
        assert!(broken.lines().all(|line| visible(line).chars().count() <= 30), "{broken}");
    }
}
