//! Tests of the room: the shipped tables, every check on load, fees and priors.

mod arbitrary_text;
mod broken_pathways;
mod broken_shape;
mod broken_values;
mod categorical;
mod fees;
mod prior;
mod shipped;

use super::Reference;
use super::load::SHIPPED;

/// A folder with the shipped tables.
fn shipped_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in SHIPPED.iter().copied() {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The shipped tables with one of them edited.
fn load_with(file: &str, edit: impl Fn(&str) -> String) -> Result<Reference, super::ReferenceError> {
    let folder = shipped_folder();
    let (_, text) = SHIPPED.iter().copied().find(|(shipped, _)| *shipped == file).unwrap();
    let edited = edit(text);
    assert_ne!(edited, text, "the edit of {file} changes nothing");
    std::fs::write(folder.path().join(file), edited).unwrap();
    Reference::from_directory(folder.path())
}

/// The message for a shipped table in which the first `from` became `to`.
fn message(file: &str, from: &str, to: &str) -> String {
    load_with(file, |text| text.replacen(from, to, 1)).unwrap_err().to_string()
}

/// The message for a shipped table whose lines were edited.
fn message_for_lines(file: &str, edit: impl Fn(&mut Vec<String>)) -> String {
    let edit = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        edit(&mut lines);
        lines.join("\n")
    };
    load_with(file, edit).unwrap_err().to_string()
}

/// Asserts that a message contains every part.
fn assert_says(message: &str, parts: &[&str]) {
    for part in parts {
        assert!(message.contains(part), "`{part}` is not in: {message}");
    }
}
