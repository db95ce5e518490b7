//! The JSON Schema of scenario files, for completion and hover texts in editors.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::raw::RawScenario;
use crate::reference::Reference;

/// The schema as pretty JSON with a newline at the end; checked in as
/// `scenarios/schema/scenario.schema.json`.
#[must_use]
pub fn scenario_schema() -> String {
    format!("{:#}\n", schema())
}

/// The schema: what a scenario file may hold.
#[must_use]
pub fn schema() -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<RawScenario>();
    RecursiveTransform(without_null).transform(&mut schema);
    if let Some(values) = schema.pointer_mut("/$defs/Values").and_then(Value::as_object_mut) {
        let worth = "Worth of a match in the track of this name, for example `internal_medicine = 0.6`. \
                     Default: none; required for each residency track that a portfolio uses.";
        let worth = json!({"description": worth, "type": "number", "minimum": 0, "maximum": 1});
        values.insert("additionalProperties".to_owned(), worth);
    }
    if let Some(line) = schema.pointer_mut("/$defs/Line").and_then(Value::as_object_mut) {
        line.insert("oneOf".to_owned(), json!([{"required": ["programs"]}, {"required": ["program_list"]}]));
    }
    schema.insert("title".to_owned(), json!("matchfolio scenario"));
    let tracks = track_keys();
    for section in schema.pointer_mut("/$defs").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        for place in ["/properties/track", "/properties/home_specialty", "/properties/exclude/items"] {
            if let Some(track) = section.pointer_mut(place).and_then(Value::as_object_mut) {
                track.insert("enum".to_owned(), json!(tracks));
            }
        }
        for place in ["/properties/letters", "/properties/experience"] {
            if let Some(by_track) = section.pointer_mut(place).and_then(Value::as_object_mut) {
                by_track.insert("propertyNames".to_owned(), json!({"enum": tracks}));
            }
        }
    }
    if let Some(values) = schema.pointer_mut("/$defs/Values").and_then(Value::as_object_mut) {
        let own = values.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let names: Vec<String> = own.cloned().chain(tracks).collect();
        values.insert("propertyNames".to_owned(), json!({"enum": names}));
    }
    let mut schema = schema.to_value();
    keep_order(&mut schema);
    schema
}

/// Keys of the tracks of the shipped tables; a test of those tables excludes that they cannot be read.
fn track_keys() -> Vec<String> {
    let tables = Reference::embedded();
    tables.map(|tables| tables.tracks.into_iter().map(|row| row.track).collect()).unwrap_or_default()
}

/// Gives each section its keys in the order of the type as `x-order`, since the keys
/// of `properties` are sorted by name.
///
/// A schema of what would be written requires every key, and names them in that order.
fn keep_order(schema: &mut Value) {
    let written = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<RawScenario>();
    let written = written.to_value();
    schema["x-order"] = written["required"].clone();
    for (name, section) in schema["$defs"].as_object_mut().into_iter().flatten() {
        if section.get("properties").is_some() {
            section["x-order"] = written["$defs"][name]["required"].clone();
        }
    }
}

/// TOML has no null: an optional key is left out, so `null` is no type of it.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else {
        return;
    };
    choices.retain(|choice| choice.get("type") != Some(&json!("null")));
    if let [Value::Object(only)] = choices.as_slice() {
        let only = only.clone();
        schema.remove("anyOf");
        for (key, value) in only {
            schema.insert(key, value);
        }
    }
}
