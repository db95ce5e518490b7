//! The worked examples of the documents: a block whose first line is
//! `$ matchfolio …` shows what that command prints, no more and no less.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const OPEN: &str = "```text\n$ matchfolio ";
const CLOSE: &str = "\n```";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = folder.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    found.push(root().join("README.md"));
    found.sort();
    found
}

/// Words of a command line; single quotes keep words together.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for sign in command.chars() {
        match sign {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(sign),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What the command prints, from the root, with nothing written; of `… | head -N` the first lines, and of
/// `… | grep -m 1 -A N 'text'` the first line that contains the text and the `N` after it.
fn printed(command: &str) -> String {
    if let Some((whole, wanted)) = command.split_once(" | grep -m 1 -A ") {
        let (lines, text) = wanted.split_once(' ').expect("a number and a text");
        let (lines, text): (usize, &str) = (lines.parse().expect("a number of lines"), text.trim_matches('\''));
        let all = printed(whole);
        let found = all.lines().skip_while(|line| !line.contains(text)).take(lines + 1);
        let found: String = found.map(|line| format!("{line}\n")).collect();
        assert!(!found.is_empty(), "{command}: no line has {text}");
        return found;
    }
    if let Some((whole, lines)) = command.split_once(" | head -") {
        let lines = lines.parse().expect("a number of lines");
        return printed(whole).lines().take(lines).map(|line| format!("{line}\n")).collect();
    }
    let program =
        Command::new(env!("CARGO_BIN_EXE_matchfolio")).args(words(command)).current_dir(root()).output().unwrap();
    assert!(program.status.success(), "{command}: {}", String::from_utf8_lossy(&program.stderr));
    String::from_utf8(program.stdout).unwrap()
}

/// The document with every worked example made anew.
fn made_anew(text: &str) -> String {
    let mut rest = text;
    let mut made = String::new();
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (command, shown) = after.split_once('\n').unwrap();
        let closed = if shown.starts_with("```") { 0 } else { shown.find(CLOSE).expect("a block ends") + 1 };
        made = [&made, before, OPEN, command, "\n", printed(command).trim_end(), "\n"].concat();
        rest = &shown[closed..];
    }
    made + rest
}

/// Whether the document shows what its commands print; renewed if asked for.
fn is_fresh(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap();
    let made = made_anew(&text);
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() && made != text {
        fs::write(path, &made).unwrap();
    }
    made == text
}

/// Rewrites the blocks with `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_worked_examples_show_what_their_commands_print() {
    let stale: Vec<PathBuf> = documents().into_iter().filter(|path| !is_fresh(path)).collect();
    assert!(stale.is_empty(), "{stale:?} show other output; run MATCHFOLIO_UPDATE=1 cargo test and look at it");
}

#[test]
fn quotes_keep_words_together() {
    assert_eq!(
        words("sweep a.toml --vary 'portfolio.\"IR + DR\".x=1..2'"),
        ["sweep", "a.toml", "--vary", "portfolio.\"IR + DR\".x=1..2"]
    );
}
