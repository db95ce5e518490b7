//! A JSON Schema as tables of fields for people: what `docs/scenario-format.md`
//! and `docs/results-format.md` show.
//!
//! Names, order, types and ranges are those of the schema, meanings its
//! descriptions, which are the comments on the types.

use std::fmt::Write as _;

use serde_json::Value;

use super::kind::{choices, definition, kind, plain};

/// How the objects of a schema are headed, and what a field tells beside its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout<'a> {
    /// Sections of a file that a person writes: headed as in TOML, with defaults.
    Sections,
    /// Objects of a contract: headed by the name of the type, with the short name
    /// of the contract unless the objects of several contracts are described here.
    Objects {
        /// Short name of the contract, for example `sweep`.
        of: Option<&'a str>,
        /// Schema whose objects are described elsewhere, without its short name.
        elsewhere: Option<&'a Value>,
    },
}

/// The tables of `schema`: first the whole, then each object where it first occurs.
pub fn markdown(schema: &Value, layout: Layout<'_>) -> String {
    let mut page = Page { schema, layout, told: Vec::new(), text: String::new() };
    page.object(schema, None);
    page.text
}

/// A row is broken where a cell has a line break, and a cell ends at a bar.
pub(super) fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

struct Page<'a> {
    schema: &'a Value,
    layout: Layout<'a>,
    /// Objects that have their table.
    told: Vec<String>,
    text: String,
}

impl<'a> Page<'a> {
    /// The table of one object, and those of the objects in it.
    fn object(&mut self, object: &'a Value, heading: Option<String>) {
        if let Some(heading) = heading {
            let _ = write!(self.text, "\n### {heading}\n\n");
        }
        let _ = write!(self.text, "{}\n\n", plain(object).trim());
        self.text.push_str(match self.layout {
            Layout::Sections => "| key | meaning | type and range | default |\n| --- | --- | --- | --- |\n",
            Layout::Objects { .. } => "| field | type | meaning |\n| --- | --- | --- |\n",
        });
        let fields = fields(object);
        for (name, field) in &fields {
            let row = self.row(object, name, field);
            self.text.push_str(&row);
        }
        for (_, field) in fields {
            self.objects_in(field);
        }
    }

    /// The tables of objects that a field leads to and that have none yet.
    fn objects_in(&mut self, field: &'a Value) {
        let Some((name, object)) = definition(self.schema, field) else { return };
        if object.get("properties").is_none() || self.told.iter().any(|told| told == name) || self.is_elsewhere(name) {
            return;
        }
        self.told.push(name.to_owned());
        self.object(object, Some(self.heading(name)));
    }

    fn heading(&self, name: &str) -> String {
        match self.layout {
            Layout::Sections => format!("`{}`", section(self.schema, name)),
            Layout::Objects { of: Some(contract), .. } => format!("{} of `{contract}`", words(name)),
            Layout::Objects { of: None, .. } => words(name),
        }
    }

    /// Whether the schema that is described elsewhere has the same object.
    fn is_elsewhere(&self, name: &str) -> bool {
        let Layout::Objects { elsewhere: Some(other), .. } = self.layout else { return false };
        let place = format!("/$defs/{name}");
        other.pointer(&place).is_some_and(|object| self.schema.pointer(&place) == Some(object))
    }

    fn row(&self, object: &Value, name: &str, field: &Value) -> String {
        let description = plain(field);
        let kind = cell(&kind(self.schema, field, &|name| self.link(name)));
        let chosen = choices(self.schema, field).map(|choices| format!(" {choices}")).unwrap_or_default();
        let is_required = object["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
        let shown = if name == OTHER_KEYS { "*any other key*".to_owned() } else { format!("`{name}`") };
        match self.layout {
            Layout::Objects { .. } => {
                let absent = if is_required { "" } else { ", may be left out" };
                format!("| {shown} | {kind}{absent} | {} |\n", cell(&(description + &chosen)))
            }
            Layout::Sections => {
                let (meaning, default) = description.split_once(DEFAULT).unwrap_or((&description, ""));
                let default = if is_required { "required" } else { default.trim_end_matches('.') };
                format!("| {shown} | {} | {kind} | {} |\n", cell(&(meaning.to_owned() + &chosen)), cell(default))
            }
        }
    }

    /// The name of an object with a link to its table.
    fn link(&self, name: &str) -> String {
        let heading = if self.is_elsewhere(name) { words(name) } else { self.heading(name) };
        let kept = heading.to_lowercase().replace(' ', "-");
        let anchor: String = kept.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect();
        let shown = if self.layout == Layout::Sections { heading } else { words(name) };
        format!("[{shown}](#{anchor})")
    }
}

/// What begins the default of a key at the end of its description.
const DEFAULT: &str = "Default: ";

/// Stands for keys that are not named.
const OTHER_KEYS: &str = "";

/// The fields of an object in the order of the type.
fn fields(object: &Value) -> Vec<(&str, &Value)> {
    let properties = object["properties"].as_object().into_iter().flatten();
    let order = object.get("x-order").or(object.get("required")).and_then(Value::as_array);
    let place = |name: &str| order.and_then(|order| order.iter().position(|one| one == name)).unwrap_or(usize::MAX);
    let mut fields: Vec<(&str, &Value)> = properties.map(|(name, field)| (name.as_str(), field)).collect();
    fields.sort_by_key(|(name, _)| place(name));
    fields
        .extend(object.get("additionalProperties").filter(|other| other.is_object()).map(|other| (OTHER_KEYS, other)));
    fields
}

/// The header of a section in TOML, for example `[[portfolio.line]]`.
fn section(schema: &Value, name: &str) -> String {
    path(schema, schema, name)
        .map_or_else(String::new, |(path, is_list)| if is_list { format!("[[{path}]]") } else { format!("[{path}]") })
}

/// Where below `object` a section stands, and whether it is one of a list.
fn path(schema: &Value, object: &Value, wanted: &str) -> Option<(String, bool)> {
    fields(object).into_iter().find_map(|(key, field)| {
        let (name, inner) = definition(schema, field)?;
        if name == wanted {
            return Some((key.to_owned(), field["type"] == "array"));
        }
        let (rest, is_list) = path(schema, inner, wanted)?;
        Some((format!("{key}.{rest}"), is_list))
    })
}

/// The name of a type as words: `InterviewCounts` is "Interview counts".
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(letter);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> Value {
        json!({
            "description": "A meal.",
            "properties": {
                "guests": {"description": "People | animals.", "type": "integer", "minimum": 0},
                "dish": {"description": "What is eaten. Default: soup.", "anyOf": [{"$ref": "#/$defs/MainDish"}, {"type": "null"}]},
                "prices": {"description": "By size.", "type": "object", "additionalProperties": {"type": "number", "maximum": 9}},
                "course": {"description": "Which.", "$ref": "#/$defs/Course"},
                "dishes": {"description": "All.", "type": "array", "items": {"$ref": "#/$defs/MainDish"}, "minItems": 1, "maxItems": 20000}
            },
            "required": ["dishes", "guests"],
            "$defs": {
                "MainDish": {
                    "description": "One dish.",
                    "properties": {"name": {"description": "Its name.", "type": ["string", "null"]}},
                    "required": ["name"]
                },
                "Course": {"oneOf": [{"const": "first", "description": "Early."}, {"const": "last", "description": "Late."}]}
            }
        })
    }

    #[test]
    fn a_contract_is_told_in_the_order_of_its_fields_with_objects_where_they_occur() {
        let told = markdown(&schema(), Layout::Objects { of: Some("meal"), elsewhere: None });
        let rows = [
            "A meal.",
            "",
            "| field | type | meaning |",
            "| --- | --- | --- |",
            "| `dishes` | list of [Main dish](#main-dish-of-meal), 1 to 20,000 | All. |",
            "| `guests` | whole number | People \\| animals. |",
            "| `course` | one of these words, may be left out | Which. `first`: Early. `last`: Late. |",
            "| `dish` | [Main dish](#main-dish-of-meal) or null, may be left out | What is eaten. Default: soup. |",
            "| `prices` | numbers by key, at most 9, may be left out | By size. |",
            "",
            "### Main dish of `meal`",
            "",
            "One dish.",
            "",
            "| field | type | meaning |",
            "| --- | --- | --- |",
            "| `name` | text or null | Its name. |",
            "",
        ];
        assert_eq!(told, rows.join("\n"));
    }

    #[test]
    fn a_file_that_a_person_writes_is_told_by_sections_with_defaults() {
        let told = markdown(&schema(), Layout::Sections);
        assert!(told.contains("\n### `[[dishes]]`\n"), "{told}");
        assert!(told.contains("| `dish` | What is eaten. | [`[[dishes]]`](#dishes) or null | soup |"), "{told}");
        assert!(told.contains("| `guests` | People \\| animals. | whole number | required |"), "{told}");
    }

    #[test]
    fn an_object_that_is_described_elsewhere_is_only_linked() {
        let elsewhere = schema();
        let told = markdown(&schema(), Layout::Objects { of: Some("meal"), elsewhere: Some(&elsewhere) });
        assert!(!told.contains("###") && told.contains("[Main dish](#main-dish)"), "{told}");
        let mut other = schema();
        other["$defs"]["MainDish"]["description"] = "Another.".into();
        let told = markdown(&schema(), Layout::Objects { of: Some("meal"), elsewhere: Some(&other) });
        assert!(told.contains("### Main dish of `meal`"), "{told}");
    }
}
