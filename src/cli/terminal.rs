//! Standard output and standard error: the only place that writes to them.

use std::io::{self, IsTerminal, Write};

use super::failure::Failure;
use crate::report::written;

/// Writes a result to standard output, without characters that would disturb a terminal.
///
/// A reader that closed the pipe has seen enough: that is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let text = written(text, color_on_stdout(false));
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}

/// Says something on standard error, without characters that would disturb a terminal; if nobody can hear it, nothing
/// is lost.
pub fn talk(text: &str) {
    say(text, false);
}

/// The same with the colors that the text has, if `is_colored`.
pub fn say(text: &str, is_colored: bool) {
    let _ = writeln!(io::stderr().lock(), "{}", written(text.trim_end(), is_colored));
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
