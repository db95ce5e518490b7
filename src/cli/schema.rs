//! `matchfolio schema`: what a person writes and what the program writes, as JSON
//! Schema or as tables of fields.

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::failure::Failure;
use super::terminal::print;
use super::validate;
use crate::calibration::validation::Validation;
use crate::decide::answers::{backups, basis, comparison, optimize, programs, ranks, sensitivity, sweep};
use crate::engine::results::{self, Results};
use crate::report::contract::{Layout, markdown, schema};
use crate::report::{csv, tables};
use crate::scenario;

/// Options of `schema`.
#[derive(Args, Debug)]
pub struct SchemaOptions {
    /// Which file
    #[arg(value_name = "FILE", default_value = "scenario")]
    pub contract: Contract,
    /// Print tables of the fields, as in docs/, instead of JSON Schema
    #[arg(long)]
    pub markdown: bool,
}

/// A file with a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Contract {
    /// Scenario files, which you write
    Scenario,
    /// results.json of matchfolio run
    Results,
    /// comparison.json of matchfolio run with several scenarios
    Comparison,
    /// basis.json of matchfolio run
    Basis,
    /// sensitivity.json of matchfolio sensitivity and matchfolio run
    Sensitivity,
    /// sweep.json of matchfolio sweep
    Sweep,
    /// backups.json of matchfolio backups
    Backups,
    /// optimize.json of matchfolio optimize
    Optimize,
    /// programs.json of matchfolio programs
    Programs,
    /// ranks.json of matchfolio ranks
    Ranks,
    /// validation.json of matchfolio validate
    Validation,
}

impl Contract {
    /// Its JSON Schema.
    #[must_use]
    pub fn schema(self) -> Value {
        match self {
            Self::Scenario => scenario::schema::schema(),
            Self::Results => schema::<Results>(results::SCHEMA),
            Self::Comparison => schema::<comparison::ScenarioComparison>(comparison::SCHEMA),
            Self::Basis => schema::<basis::Basis>(basis::SCHEMA),
            Self::Sensitivity => schema::<sensitivity::Sensitivity>(sensitivity::SCHEMA),
            Self::Sweep => schema::<sweep::SweepAnswer>(sweep::SCHEMA),
            Self::Backups => schema::<backups::Backups>(backups::SCHEMA),
            Self::Optimize => schema::<optimize::OptimizeAnswer>(optimize::SCHEMA),
            Self::Programs => schema::<programs::Programs>(programs::SCHEMA),
            Self::Ranks => schema::<ranks::Ranks>(ranks::SCHEMA),
            Self::Validation => schema::<Validation>(Validation::SCHEMA),
        }
    }

    /// Its fields as tables, and the columns of the tables written beside it; objects
    /// that `results` has too are described there.
    fn markdown(self) -> String {
        let results = Self::Results.schema();
        let name = self.to_possible_value();
        let name = name.as_ref().map(clap::builder::PossibleValue::get_name);
        let layout = match self {
            Self::Scenario => Layout::Sections,
            Self::Results => Layout::Objects { of: None, elsewhere: None },
            _ => Layout::Objects { of: name, elsewhere: Some(&results) },
        };
        markdown(&self.schema(), layout) + &self.columns()
    }

    /// The columns of the tables written beside it.
    fn columns(self) -> String {
        match self {
            Self::Scenario | Self::Basis => String::new(),
            Self::Results => tables::description(),
            Self::Comparison => csv::comparison::description(),
            Self::Sensitivity => csv::sensitivity::description(),
            Self::Sweep => csv::sweep::description(),
            Self::Backups => csv::backups::description(),
            Self::Optimize => csv::optimize::description(),
            Self::Programs => csv::programs::description(),
            Self::Ranks => csv::ranks::description(),
            Self::Validation => validate::description(),
        }
    }
}

/// Prints the schema, or the tables.
pub(super) fn execute(options: &SchemaOptions) -> Result<(), Failure> {
    let contract = options.contract;
    print(&if options.markdown { contract.markdown() } else { format!("{:#}\n", contract.schema()) })
}
