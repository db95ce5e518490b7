//! `matchfolio schema`: what a person writes and what the program writes, as JSON
//! Schema or as tables of fields.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::Value;

use super::common::{Common, Execute};
use super::failure::Failure;
use super::terminal::print;
use crate::report::answers::{CONTRACTS, Contract};
use crate::report::contract::{Layout, markdown};
use crate::scenario::schema::schema;

/// The contract of what a person writes.
const SCENARIO: Contract =
    Contract { name: "scenario", about: "Scenario files, which you write", schema, columns: String::new };

/// Options of `schema`.
#[derive(Args, Debug)]
pub struct SchemaOptions {
    /// Which file
    #[arg(value_name = "FILE", default_value = SCENARIO.name, value_parser = named())]
    contract: Contract,
    /// Print tables of the fields, as in docs/, instead of JSON Schema
    #[arg(long)]
    markdown: bool,
}

fn contracts() -> impl Iterator<Item = Contract> {
    std::iter::once(SCENARIO).chain(CONTRACTS)
}

/// Reads the name of a contract.
fn named() -> impl TypedValueParser<Value = Contract> {
    let names = contracts().map(|one| PossibleValue::new(one.name).help(one.about));
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .map(|name| contracts().find(|one| one.name == name).unwrap_or(SCENARIO))
}

/// The fields of a contract as tables, and the columns of the tables written beside it; objects that
/// `results` has too are described there.
fn tables(contract: Contract) -> String {
    let results: Value = (CONTRACTS[0].schema)();
    let layout = match contract.name {
        "scenario" => Layout::Sections,
        "results" => Layout::Objects { of: None, elsewhere: None },
        name => Layout::Objects { of: Some(name), elsewhere: Some(&results) },
    };
    markdown(&(contract.schema)(), layout) + &(contract.columns)()
}

impl Execute for SchemaOptions {
    /// Prints the schema, or the tables.
    fn execute(&self, _: &Common) -> Result<(), Failure> {
        let contract = self.contract;
        print(&if self.markdown { tables(contract) } else { format!("{:#}\n", (contract.schema)()) })
    }
}
