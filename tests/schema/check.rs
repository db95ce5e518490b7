//! Checks the JSON Schemas with an off-the-shelf validator: what an editor
//! underlines in a scenario is what `matchfolio` refuses, and what the commands
//! write is what their schemas say.
//!
//! `cargo test --manifest-path tests/schema/Cargo.toml`
#![cfg(test)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod contracts;

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn validator() -> Validator {
    let text = fs::read_to_string(root().join("scenarios/schema/scenario.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// A scenario as the data model that a schema speaks of.
fn read(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap()
}

/// Whether the file is a market, which is no scenario.
fn is_market(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("market_"))
}

/// Every scenario below `folder`.
fn scenarios(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| match path.extension() {
            _ if path.is_dir() => scenarios(&path),
            Some(end) if end == "toml" && !is_market(&path) => vec![path],
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn every_shipped_scenario_validates() {
    let validator = validator();
    let shipped = scenarios(&root().join("scenarios"));
    assert!(shipped.len() >= 9, "only {} scenarios were found", shipped.len());
    for path in shipped {
        let wrong: Vec<String> = validator
            .iter_errors(&read(&fs::read_to_string(&path).unwrap()))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
    }
}

#[test]
fn the_scenario_of_the_readme_validates() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (scenario, _) = rest.split_once("```").unwrap();
    assert!(validator().is_valid(&read(scenario)));
}

#[test]
fn wrong_scenarios_do_not_validate() {
    let right = fs::read_to_string(root().join("scenarios/ir_img_layers.toml")).unwrap();
    let validator = validator();
    assert!(validator.is_valid(&read(&right)));
    let wrongs = [
        ("an unknown type of applicant", "type = \"non_us_img\"", "type = \"martian\""),
        ("an unknown key", "visa = ", "viza = "),
        ("a season that is a word", "season = 2027", "season = \"next\""),
        ("a season out of range", "season = 2027", "season = 1066"),
        ("an unknown visa", "visa = \"j1\"", "visa = \"tourist\""),
        ("an unknown role", "role = \"pgy1\"", "role = \"chief\""),
        ("a negative number of programs", "programs = ", "programs = -"),
        ("letters from an unknown specialty", "neurology = 0", "neurologist = 0"),
        ("the worth of an unknown specialty", "general_surgery = 0.65", "surgeon = 0.65"),
        ("an applicant without a score", "step2_ck = ", "step1 = "),
    ];
    for (what, old, new) in wrongs {
        let wrong = right.replacen(old, new, 1);
        assert!(wrong != right, "{what}: the scenario has no {old}");
        assert!(!validator.is_valid(&read(&wrong)), "the schema accepts {what}");
    }
}
