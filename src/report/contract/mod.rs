//! The contracts of what is written, derived from their types: JSON Schema for
//! programs, tables of fields for people.

mod kind;
mod markdown;

pub use markdown::{Layout, markdown};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

/// The JSON Schema of results or of an answer, whose contract is named `contract`
/// (for example `matchfolio.sweep/1`).
///
/// Every key is required unless it may be left out. Further keys are allowed,
/// since a later version of the program may add some.
pub fn schema<T: JsonSchema>(contract: &str) -> Value {
    let mut schema = SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), json!(contract));
    if let Some(name) = schema.pointer_mut("/properties/schema").and_then(Value::as_object_mut) {
        name.insert("const".to_owned(), json!(contract));
    }
    schema.to_value()
}
