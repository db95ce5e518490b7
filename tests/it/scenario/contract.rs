//! The checked-in schema, the documented format and the program agree.

use std::collections::BTreeSet;
use std::path::PathBuf;

use matchfolio::scenario::schema::scenario_schema;
use matchfolio::scenario::{Diagnostic, compile_text};
use serde_json::Value;

use super::tables::TABLES;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_checked_in_schema_is_the_generated_one() {
    let path = root().join("scenarios/schema/scenario.schema.json");
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
        std::fs::write(&path, scenario_schema()).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == scenario_schema(), "{} is stale; run the tests with MATCHFOLIO_UPDATE=1", path.display());
}

/// Name in the schema, header, and the keys it needs with a usual value.
pub type Section = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The sections of a scenario by their name in the schema, with what each needs at least.
pub const SECTIONS: [Section; 6] = [
    ("Scenario", "", &[("season", "2026")]),
    (
        "Applicant",
        "[applicant]",
        &[("type", "\"non_us_img\""), ("step2_ck", "240"), ("years_since_graduation", "1"), ("visa", "\"j1\"")],
    ),
    ("Limits", "[limits]", &[]),
    ("Portfolio", "[[portfolio]]", &[("name", "\"A\"")]),
    ("Line", "[[portfolio.line]]", &[("track", "\"family_medicine\""), ("programs", "80")]),
    ("Interview", "[[interview]]", &[("program", "\"A\""), ("track", "\"family_medicine\"")]),
];

/// The smallest scenario with `key = value` in one section; an interview only where that is the section.
pub fn with(section: &str, key: &str, value: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (name, header, needed) in SECTIONS.into_iter().filter(|(name, ..)| *name != "Interview" || section == *name) {
        lines.push(header.to_owned());
        for (known, usual) in needed.iter().filter(|(known, _)| name != section || *known != key) {
            lines.push(format!("{known} = {usual}"));
        }
        if name == section {
            lines.push(format!("{key} = {value}"));
        }
    }
    lines.join("\n") + "\n"
}

fn problems_of(text: &str) -> Vec<Diagnostic> {
    match compile_text("a.toml", text, &TABLES) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.problems().to_vec(),
    }
}

pub fn properties(section: &str) -> Value {
    let schema: Value = serde_json::from_str(&scenario_schema()).unwrap();
    let place = if section == "Scenario" { &schema } else { &schema["$defs"][section] };
    place["properties"].clone()
}

#[test]
fn the_keys_that_are_read_are_those_of_the_schema() {
    for (section, _, _) in SECTIONS {
        let problems = problems_of(&with(section, "zzzz", "1"));
        let mut hints = problems.iter().filter_map(|problem| problem.hint.as_deref());
        let keys = hints.find_map(|hint| hint.strip_prefix("known keys: ")).unwrap();
        let read: BTreeSet<String> = keys.split(", ").map(str::to_owned).collect();
        let known: BTreeSet<String> = properties(section).as_object().unwrap().keys().cloned().collect();
        assert_eq!(read, known, "{section}");
    }
}

#[test]
fn the_ranges_of_the_schema_are_those_that_are_checked() {
    let mut checked = 0;
    for (section, _, _) in SECTIONS {
        for (key, property) in properties(section).as_object().unwrap() {
            let refused = |value: f64| {
                let problems = problems_of(&with(section, key, &value.to_string()));
                problems.iter().any(|problem| problem.message.starts_with(&format!("`{key}` is")))
            };
            if let Some(low) = property["minimum"].as_f64() {
                assert!(!refused(low) && refused(low - 1.0), "lower end of {key}");
                checked += 1;
            }
            if let Some(high) = property["maximum"].as_f64() {
                assert!(!refused(high) && refused(high + 1.0), "upper end of {key}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 20, "only {checked} ends were found in the schema");
}

#[test]
fn what_the_schema_requires_is_required() {
    for (section, _, needed) in SECTIONS {
        for (key, _) in needed {
            let problems = problems_of(&with(section, key, "0").replace(&format!("{key} = 0\n"), ""));
            let missing = format!("`{key}` is missing");
            assert!(problems.iter().any(|problem| problem.message.starts_with(&missing)), "{section} {key}");
        }
    }
}

#[test]
fn every_track_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/scenario-format.md")).unwrap();
    for row in &TABLES.tracks {
        assert!(text.contains(&format!("| `{}` |", row.track)), "docs/scenario-format.md lacks {}", row.track);
    }
}

#[test]
fn the_small_scenario_of_the_documents_compiles() {
    let text = std::fs::read_to_string(root().join("docs/scenario-format.md")).unwrap();
    let example = text.split("```toml\n").find(|part| part.starts_with("season")).unwrap();
    let example = example.split("```").next().unwrap();
    compile_text("example.toml", example, &TABLES).unwrap();
}
