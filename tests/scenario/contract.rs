//! The checked-in schema, the documented format and the program agree.

use std::path::{Path, PathBuf};

use matchfolio::scenario::schema::scenario_schema;
use serde_json::Value;

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
    assert!(
        stored == scenario_schema(),
        "{} is stale; run the tests with MATCHFOLIO_UPDATE=1",
        path.display()
    );
}

/// Every key of the schema, with the name of its section.
fn keys() -> Vec<(String, String)> {
    let schema: Value = serde_json::from_str(&scenario_schema()).unwrap();
    let mut sections = vec![("scenario".to_owned(), schema["properties"].clone())];
    for (name, section) in schema["$defs"].as_object().unwrap() {
        sections.push((name.clone(), section["properties"].clone()));
    }
    sections
        .into_iter()
        .flat_map(|(name, keys)| {
            let keys: Vec<String> = keys
                .as_object()
                .map(|keys| keys.keys().cloned().collect())
                .unwrap_or_default();
            keys.into_iter().map(move |key| (name.clone(), key))
        })
        .collect()
}

#[test]
fn every_key_of_the_schema_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/scenario-format.md")).unwrap();
    for (section, key) in keys() {
        assert!(
            text.contains(&format!("`{key}`")),
            "docs/scenario-format.md says nothing of `{key}` of {section}"
        );
    }
}

#[test]
fn every_key_of_the_schema_is_read_and_no_other() {
    let read = ["src/scenario/read/scenario.rs", "src/scenario/read/section.rs"]
        .map(|file| std::fs::read_to_string(Path::new(&root()).join(file)).unwrap())
        .concat();
    let keys = keys();
    assert!(keys.len() > 25, "{keys:?}");
    for (section, key) in keys {
        assert!(
            read.contains(&format!("\"{key}\"")),
            "`{key}` of {section} is in the schema and not read"
        );
    }
}

#[test]
fn every_track_is_documented() {
    let text = std::fs::read_to_string(root().join("docs/scenario-format.md")).unwrap();
    for row in matchfolio::reference::Reference::embedded().unwrap().tracks {
        assert!(
            text.contains(&format!("| `{}` |", row.track)),
            "docs/scenario-format.md lacks {}",
            row.track
        );
    }
}

#[test]
fn the_small_scenario_of_the_documents_compiles() {
    let text = std::fs::read_to_string(root().join("docs/scenario-format.md")).unwrap();
    let example = text.split("```toml\n").find(|part| part.starts_with("season")).unwrap();
    let example = example.split("```").next().unwrap();
    let reference = matchfolio::reference::Reference::embedded().unwrap();
    matchfolio::scenario::compile_text("example.toml", example, &reference).unwrap();
}
