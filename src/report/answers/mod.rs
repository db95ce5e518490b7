//! Every answer with its name, contract, document, table and charts: one file each, and one line in [`CONTRACTS`].

pub mod backups;
pub mod calibration;
pub mod check;
pub mod comparison;
mod couple;
pub mod data;
mod draws;
mod market;
mod now;
mod opinion;
pub mod optimize;
pub mod programs;
mod ranks;
pub mod results;
pub mod sensitivity;
pub mod story;
mod study;
mod sweep;
pub mod timeline;
pub mod validation;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::charts::Chart;
use super::columns::{self, Column, MadeFrom};
use super::contract::schema;
use super::document::Document;
use super::error::ReportError;
use super::json::to_json;
use crate::calibration::validation::Validation;
use crate::decide::answers::backups::Backups;
use crate::decide::answers::basis::{self, Basis};
use crate::decide::answers::comparison::ScenarioComparison;
use crate::decide::answers::couple::CoupleAnswer;
use crate::decide::answers::draws::Draws;
use crate::decide::answers::now::Now;
use crate::decide::answers::optimize::OptimizeAnswer;
use crate::decide::answers::programs::Programs;
use crate::decide::answers::ranks::Ranks;
use crate::decide::answers::sensitivity::Sensitivity;
use crate::decide::answers::study::StudyAnswer;
use crate::decide::answers::sweep::SweepAnswer;
use crate::decide::answers::timeline::Timeline;
use crate::engine::results::Results;
use crate::market::answer::Market;
use crate::market::answer::opinion::SecondOpinion;

/// An answer in every form it is shown or written in.
pub trait Answer: Serialize + JsonSchema + Sized {
    /// Its name: that of its command and of the files it is written to.
    const NAME: &'static str;
    /// What it answers, over its page.
    const QUESTION: &'static str;
    /// Name of its contract, for example `matchfolio.sweep/1`.
    const SCHEMA: &'static str;
    /// What its table has a row for.
    const ROW: &'static str;
    /// File name of its table, without extension.
    const TABLE: &'static str = Self::NAME;
    /// Whether its table is also written as Parquet.
    const HAS_PARQUET: bool = false;

    /// What the numbers of its table were made from, which its last columns say; none where it is a list, or of no one
    /// scenario.
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>>;

    /// What a row of its table is made from.
    type Row<'a>
    where
        Self: 'a;

    /// The columns of its table.
    fn columns<'a>() -> Vec<Column<Self::Row<'a>>>
    where
        Self: 'a;

    /// The rows of its table.
    fn rows(&self) -> Vec<Self::Row<'_>>;

    /// What it says to a person.
    fn document(&self) -> Document;

    /// Whether the work was interrupted, and only what was finished stands in the answer.
    fn is_partial(&self) -> bool {
        false
    }

    /// Its charts; the document says where each stands on the page.
    fn charts(&self) -> Vec<Chart<'_>> {
        Vec::new()
    }

    /// The contract as text.
    ///
    /// # Errors
    ///
    /// When it cannot be encoded.
    fn json(&self) -> Result<String, ReportError> {
        to_json(self)
    }

    /// Its table as CSV.
    ///
    /// # Errors
    ///
    /// When it cannot be encoded.
    fn csv(&self) -> Result<String, ReportError> {
        Ok(columns::csv(&self.all_columns(), &self.rows()))
    }

    /// The columns of its table as written.
    fn all_columns(&self) -> Vec<Column<Self::Row<'_>>> {
        match Self::MADE_FROM {
            Some(of) => of(self).after(Self::columns()),
            None => Self::columns(),
        }
    }

    /// What its table holds, for `docs/results-format.md`.
    #[must_use]
    fn described() -> String {
        let columns = match Self::MADE_FROM {
            Some(_) => MadeFrom::default().after(Self::columns()),
            None => Self::columns(),
        };
        columns::described(&format!("{}.csv", Self::TABLE), Self::ROW, &columns)
    }
}

/// A file with a contract, for `matchfolio schema`.
#[derive(Clone, Copy, Debug)]
pub struct Contract {
    /// Its short name.
    pub name: &'static str,
    /// Which file it is, and of which command.
    pub about: &'static str,
    /// Its JSON Schema.
    pub schema: fn() -> Value,
    /// The columns of the tables that are written beside it.
    pub columns: fn() -> String,
}

impl Contract {
    const fn of<A: Answer>(about: &'static str) -> Self {
        Self { name: A::NAME, about, schema: || schema::<A>(A::SCHEMA), columns: A::described }
    }
}

/// The contracts of everything that is written, in the order in which they are listed.
pub const CONTRACTS: [Contract; 17] = [
    Contract::of::<Results>("results.json of matchfolio run"),
    Contract::of::<ScenarioComparison>("comparison.json of matchfolio run with several scenarios"),
    Contract {
        name: "basis",
        about: "basis.json of matchfolio run",
        schema: || schema::<Basis>(basis::SCHEMA),
        columns: String::new,
    },
    Contract::of::<CoupleAnswer>("couple.json of matchfolio run with a partner"),
    Contract::of::<Sensitivity>("sensitivity.json of matchfolio sensitivity and matchfolio run"),
    Contract::of::<SweepAnswer>("sweep.json of matchfolio sweep"),
    Contract::of::<Backups>("backups.json of matchfolio backups"),
    Contract::of::<OptimizeAnswer>("optimize.json of matchfolio optimize"),
    Contract::of::<Programs>("programs.json of matchfolio programs"),
    Contract::of::<Ranks>("ranks.json of matchfolio ranks"),
    Contract::of::<Timeline>("what matchfolio timeline prints as JSON"),
    Contract::of::<Now>("now.json of matchfolio now"),
    Contract::of::<Draws>("draws.json of matchfolio draws"),
    Contract::of::<StudyAnswer>("study.json of matchfolio study and matchfolio merge"),
    Contract::of::<Validation>("validation.json of matchfolio validate"),
    Contract::of::<Market>("market.json of matchfolio market"),
    Contract::of::<SecondOpinion>("second-opinion.json of matchfolio run --market"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_contract_is_named_by_its_schema_and_no_two_are_named_alike() {
        for (place, contract) in CONTRACTS.iter().enumerate() {
            let title = (contract.schema)()["title"].as_str().unwrap_or_default().to_owned();
            let version = title.strip_prefix(&format!("matchfolio.{}/", contract.name));
            assert!(version.is_some_and(|version| version.parse::<u32>().is_ok()), "{}: {title}", contract.name);
            assert!(CONTRACTS[..place].iter().all(|other| other.name != contract.name), "{}", contract.name);
        }
    }
}
