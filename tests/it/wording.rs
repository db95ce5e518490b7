//! Texts that people read keep to plain US English: no phrase that was replaced comes back, no space before a percent
//! sign, no British spelling.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Phrases that were replaced, in lowercase.
const REPLACED: [&str; 54] = [
    "leaves you unmatched",
    "a residency to finish",
    "residency that can be finished",
    "matched, but no pgy-1",
    "value by your own values",
    "by your own values",
    "what to know",
    "it means: ",
    "to do: ",
    "the tables lack",
    "exact in all else",
    "leans on",
    "leans most",
    "of no account",
    "what every question has",
    "how to look, and",
    "with honest error",
    "say nothing but",
    "what the flags leave open",
    "one a core",
    "one a line",
    "one a row",
    "one row a person",
    "number to go through",
    "against a random walk",
    "this byte is no character",
    "for certain",
    "it is simulated all the same",
    "cannot be told apart",
    "cannot be told from",
    "can be told (",
    "points less of seasons",
    "points more of seasons",
    "points less often",
    "stops at nothing",
    "kept true by a test",
    "an order of openness",
    "there are no couples",
    "shall i ",
    "moments of doubt",
    "rooms and arrows",
    "a fault of the program",
    "all on one card",
    "what each end is worth",
    "they weigh much",
    "of 12 plain",
    "self-assessment against each",
    "interviews, not taken",
    "programs ranked then",
    "short by",
    "the score is taken",
    "needed without a terminal",
    "years between cost",
    "must be mended",
];

/// Beginnings of words in British spelling.
const BRITISH: [&str; 23] = [
    "artefact",
    "behaviour",
    "cancelled",
    "centre",
    "colour",
    "favour",
    "generalis",
    "grey",
    "honour",
    "judgement",
    "labelled",
    "learnt",
    "licence",
    "linearis",
    "maximis",
    "minimis",
    "modelled",
    "neighbour",
    "normalis",
    "optimis",
    "signalled",
    "standardis",
    "summaris",
];

/// Names that are spelled so: a town in a program list, and the file of the font's license.
const NAMES: [&str; 2] = ["greywater", "dejavusans-licence"];

/// Files and folders that are not finished yet: each is being rewritten by another change.
const UNFINISHED: [&str; 18] = [
    // Formulas, formats and the guide for developers.
    "docs/methods.md",
    "docs/scenario-format.md",
    "docs/conventions.md",
    "docs/performance.md",
    // Made from doc comments of `src/engine` and `src/decide/answers`.
    "docs/results-format.md",
    // Rank lists, and the tutorials, which show what `init` and the warnings say.
    "docs/ranks.md",
    "docs/tutorial-adviser.md",
    "docs/tutorial-applicant.md",
    "docs/tutorial-researcher.md",
    // Its example shows warnings of `src/scenario`.
    "docs/plans.md",
    // Their types and messages.
    "src/calibration",
    "src/cli/init",
    "src/cli/validate.rs",
    "src/engine",
    "src/model",
    "src/reference",
    "src/scenario",
    // What those messages look like.
    "tests/it/scenario/snapshots",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder with one of these extensions.
fn files(folder: &str, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        if next.is_dir() {
            open.extend(fs::read_dir(&next).unwrap().map(|entry| entry.unwrap().path()));
        } else if next.extension().and_then(|one| one.to_str()).is_some_and(|one| extensions.contains(&one)) {
            found.push(next);
        }
    }
    found.sort();
    found
}

fn name_of(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn is_finished(path: &Path) -> bool {
    let name = name_of(path);
    !UNFINISHED.iter().any(|one| name == *one || name.starts_with(&format!("{one}/")))
}

/// Comments and string literals of a source file, line by line; its tests may say anything.
fn texts_of(source: &str) -> Vec<String> {
    let mut is_inside = false;
    let mut texts = Vec::new();
    for line in source.lines().take_while(|line| *line != "mod tests {") {
        if !is_inside && line.trim_start().starts_with("//") {
            texts.push(line.trim_start().to_owned());
            continue;
        }
        let mut text = String::new();
        let mut signs = line.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' if is_inside => text.extend(signs.next()),
                '\'' if !is_inside && signs.peek() == Some(&'"') => drop(signs.next()),
                '"' => {
                    is_inside = !is_inside;
                    text.push(' ');
                }
                _ if is_inside => text.push(sign),
                _ => {}
            }
        }
        texts.push(text);
    }
    texts
}

/// What is wrong with a text, if anything.
fn fault(text: &str) -> Option<String> {
    let lower = NAMES.iter().fold(text.to_lowercase(), |text, name| text.replace(name, ""));
    if let Some(phrase) = REPLACED.iter().find(|phrase| lower.contains(*phrase)) {
        return Some(format!("the replaced phrase {phrase:?}"));
    }
    let begins = |word: &str, start: &&&str| word.starts_with(**start);
    let mut words = lower.split(|sign: char| !sign.is_alphabetic());
    if let Some(word) = words.find_map(|word| BRITISH.iter().find(|start| begins(word, start))) {
        return Some(format!("the British spelling {word:?}"));
    }
    let is_number = |before: &str| before.ends_with(|sign: char| sign.is_ascii_digit() || sign == '}');
    let mut parts = lower.split([' ', '\u{a0}']).zip(lower.split([' ', '\u{a0}']).skip(1));
    parts
        .any(|(before, after)| is_number(before) && after.starts_with('%') && !after.starts_with("%}"))
        .then(|| "a space before %".to_owned())
}

fn faults_of<'t>(name: &str, texts: impl IntoIterator<Item = &'t str>) -> Vec<String> {
    let numbered = (1..).zip(texts);
    let faults = numbered.filter_map(|(line, text): (u32, &str)| {
        fault(text).map(|fault| format!("{name}:{line}: {fault} in {}", text.trim()))
    });
    faults.collect()
}

#[test]
fn a_relapse_is_found() {
    for relapse in [
        "“A” leaves you unmatched least often",
        "in 23.5 % of seasons",
        "in 23.5\u{a0}% of seasons",
        "{share:.1} %",
        "No colour",
        "the centres",
    ] {
        assert!(fault(relapse).is_some(), "{relapse}");
    }
    for fine in ["in 23.5% of seasons", "the center", "Greywater, Idaho", "{% if a > 1 %}", "index % 7"] {
        assert_eq!(fault(fine), None);
    }
    let source = "/// Colour.\nfn grey() { print(\"a \\\" b\n  c\"); }\nmod tests {\n \"colour\"";
    let texts = texts_of(source);
    assert_eq!(texts.len(), 3);
    assert_eq!((texts[0].as_str(), texts[1].trim(), texts[2].trim()), ("/// Colour.", "a \" b", "c"));
}

#[test]
fn sources_and_templates_are_in_plain_english() {
    let mut faults = Vec::new();
    for path in files("src", &["rs"]).iter().filter(|path| is_finished(path)) {
        let texts = texts_of(&fs::read_to_string(path).unwrap());
        faults.extend(faults_of(&name_of(path), texts.iter().map(String::as_str)));
    }
    for path in files("src", &["html"]) {
        faults.extend(faults_of(&name_of(&path), fs::read_to_string(&path).unwrap().lines()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn documents_and_snapshots_are_in_plain_english() {
    let mut paths = files("docs", &["md"]);
    paths.push(root().join("README.md"));
    paths.extend(files("tests", &["snap"]));
    paths.extend(files("src", &["snap"]));
    let mut faults = Vec::new();
    for path in paths.iter().filter(|path| is_finished(path)) {
        faults.extend(faults_of(&name_of(path), fs::read_to_string(path).unwrap().lines()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn help_texts_are_in_plain_english_and_without_backticks() {
    let help = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
        let output = command.args(arguments).arg("--help").env("COLUMNS", "100").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let overview = help(&[]);
    let commands = overview.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands = commands.filter_map(|line| line.split_whitespace().next()).filter(|command| *command != "help");
    let mut faults = Vec::new();
    for (command, text) in commands.map(|command| (command, help(&[command]))).chain([("matchfolio", overview.clone())])
    {
        faults.extend(faults_of(&format!("{command} --help"), text.lines()));
        faults.extend(text.contains('`').then(|| format!("{command} --help: a backtick")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
