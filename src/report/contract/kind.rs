//! The type of a field in words, with its range.

use serde_json::Value;

use crate::report::number::thousands;

/// The type of what holds one of a few words, which stand with their meanings.
const ONE_WORD: &str = "one of these words";

/// The description of a schema; empty if there is none.
pub(super) fn plain(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

/// The definition that a field leads to, directly, in a list, by key or or-null, with its name.
pub(super) fn definition<'a>(schema: &'a Value, field: &'a Value) -> Option<(&'a str, &'a Value)> {
    if let Some(reference) = field["$ref"].as_str() {
        let name = reference.strip_prefix("#/$defs/")?;
        return Some((name, schema.pointer(reference.strip_prefix('#')?)?));
    }
    let inner = [field.get("items"), field.get("additionalProperties"), not_null(field).filter(|one| *one != field)];
    inner.into_iter().flatten().find_map(|inner| definition(schema, inner))
}

/// The words that a field may hold, each with its meaning, if it holds one of a few.
pub(super) fn choices(schema: &Value, field: &Value) -> Option<String> {
    let one = |choice: &Value| format!("`{}`: {}", word(&choice["const"]), plain(choice));
    if let Some(choices) = words_of(field).or_else(|| words_of(definition(schema, field)?.1)) {
        return Some(choices.iter().map(one).collect::<Vec<_>>().join(" "));
    }
    field["anyOf"].as_array()?.iter().find_map(|inner| choices(schema, inner))
}

/// The choices of a type that holds one of a few words.
fn words_of(field: &Value) -> Option<&Vec<Value>> {
    field["oneOf"].as_array().filter(|choices| choices.iter().all(|one| one.get("const").is_some()))
}

/// The type in words; `link` names an object.
pub(super) fn kind(schema: &Value, field: &Value, link: &dyn Fn(&str) -> String) -> String {
    let of = |inner: &Value| kind(schema, inner, link);
    if let Some(one) = not_null(field).filter(|one| *one != field) {
        return format!("{} or null", of(one));
    }
    if let Some(reference) = field["$ref"].as_str() {
        let name = reference.trim_start_matches("#/$defs/");
        return if words_of(&schema["$defs"][name]).is_some() { ONE_WORD.to_owned() } else { link(name) };
    }
    if let Some(fixed) = field.get("const") {
        return format!("`{}`", word(fixed));
    }
    if words_of(field).is_some() {
        return ONE_WORD.to_owned();
    }
    if let Some(choices) = field["anyOf"].as_array() {
        return choices.iter().map(of).collect::<Vec<_>>().join(", or ");
    }
    match &field["type"] {
        Value::Array(types) => several(field, types),
        Value::String(name) => match name.as_str() {
            "array" => list(field, &of(&field["items"])),
            "object" => several_of(&of(&field["additionalProperties"]), " by key"),
            "string" => "text".to_owned() + &range(field, "minLength", "maxLength", " characters"),
            "boolean" => "`true` or `false`".to_owned(),
            "integer" => "whole number".to_owned() + &range(field, "minimum", "maximum", ""),
            _ => "number".to_owned() + &range(field, "minimum", "maximum", ""),
        },
        _ => "anything".to_owned(),
    }
}

/// What a field holds where it is not null, if it can be null.
fn not_null(field: &Value) -> Option<&Value> {
    match field["anyOf"].as_array()?.as_slice() {
        [one, null] if null["type"] == "null" => Some(one),
        _ => None,
    }
}

/// A type that is one of several: something or null, or a number that may be a range in quotes.
fn several(field: &Value, types: &[Value]) -> String {
    let is = |name: &str| types.iter().any(|one| one == name);
    let of = |name: &str| {
        let mut single = field.clone();
        single["type"] = name.into();
        kind(&Value::Null, &single, &|_| String::new())
    };
    if is("number") && is("string") {
        return "number or range".to_owned() + &range(field, "minimum", "maximum", "");
    }
    types
        .iter()
        .filter_map(Value::as_str)
        .map(|name| if name == "null" { name.to_owned() } else { of(name) })
        .collect::<Vec<_>>()
        .join(" or ")
}

fn list(field: &Value, item: &str) -> String {
    match (field["minItems"].as_u64(), field["maxItems"].as_u64()) {
        (Some(low), Some(high)) if low == high => format!("list of {low} {}", several_of(item, "")),
        _ => format!("list of {}", several_of(item, "")) + &range(field, "minItems", "maxItems", ""),
    }
}

/// A type in the plural and how its values are arranged, before its range; an object keeps its name.
fn several_of(item: &str, arranged: &str) -> String {
    let (name, range) = item.split_at(item.find(", ").unwrap_or(item.len()));
    let name = match name {
        ONE_WORD => "these words".to_owned(),
        "text" | "number" | "whole number" => format!("{name}s"),
        _ => name.to_owned(),
    };
    name + arranged + range
}

/// `, 0 to 12`, or as much of it as there is; counts begin at 0 without saying so.
fn range(field: &Value, low: &str, high: &str, unit: &str) -> String {
    match (field.get(low).map(end), field.get(high).map(end)) {
        (Some(low), Some(high)) => format!(", {low} to {high}{unit}"),
        (Some(low), None) if low == "1" => ", not empty".to_owned(),
        (Some(low), None) if low != "0" => format!(", at least {low}"),
        (None, Some(high)) => format!(", at most {high}{unit}"),
        _ => String::new(),
    }
}

/// An end of a range; years and other small numbers are not grouped.
fn end(value: &Value) -> String {
    value.as_u64().filter(|number| *number >= 10_000).map_or_else(|| value.to_string(), thousands)
}

/// A value as it is written without quotes.
fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
