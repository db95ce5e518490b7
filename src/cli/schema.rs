//! `matchfolio schema`: the JSON Schema of the files a person writes.

use crate::scenario::schema::scenario_schema;

/// The text to print: the JSON Schema of scenario files.
#[must_use]
pub fn render() -> String {
    scenario_schema()
}
