//! A study of many people: contract `matchfolio.study/1`, and the table that it is a summary of.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::engine::results::{Estimate, RiskBand};

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.study/1";

/// What a study found, person by person and group by group.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct StudyAnswer {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Draws of the uncertain parameters behind every number.
    pub parameter_draws: u64,
    /// Study file.
    pub study: String,
    /// Scenario file that every person begins with.
    pub scenario: String,
    /// Scenarios that were worked out: one for each person, and for each point of the grid and each change if there are any.
    pub scenarios: u64,
    /// How many of them fall in each risk band under their safest portfolio, the riskiest band first.
    pub bands: Vec<BandCount>,
    /// Everybody, the riskiest band first, and in it the highest chance of going unmatched.
    pub people: Vec<PersonResult>,
    /// Averages over groups of people, if groups were asked for.
    pub groups: Vec<GroupResult>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Columns of the table of people that set nothing and are only carried through.
    pub unused: Vec<UnusedColumn>,
}

/// A column of the table of people that sets no key of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UnusedColumn {
    /// Its header.
    pub column: String,
    /// Whether it names specialties, which change nobody's portfolios.
    pub names_specialties: bool,
}

/// How many people are in a risk band.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BandCount {
    /// The band.
    pub band: RiskBand,
    /// People.
    pub people: u64,
}

/// One person, at one point of the grid.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PersonResult {
    /// Name of the person.
    pub person: String,
    /// What the grid and the changes set, as `key = value`.
    pub settings: Vec<String>,
    /// Portfolio with the lowest chance of going unmatched.
    pub safest: String,
    /// P(unmatched) with it.
    pub unmatched: Estimate,
    /// Chance of a complete residency with it.
    pub residency: Estimate,
    /// Risk band with it.
    pub risk_band: RiskBand,
    /// The next safest portfolio; null if there is no other.
    pub runner_up: Option<RunnerUp>,
    /// Portfolio that is best by the values of the file, if there are values and it is not the safest; null otherwise.
    pub best_valued: Option<RunnerUp>,
    /// P(unmatched) with it minus that of the same person without the change (`--set`) and with the portfolio that is the safest
    /// then, on common draws; null where nothing is changed.
    pub unmatched_above_unchanged: Option<Estimate>,
}

/// Another portfolio of a person beside the safest.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RunnerUp {
    /// Its name.
    pub portfolio: String,
    /// Its P(unmatched) minus that of the safest, on common draws.
    pub unmatched_difference: Estimate,
    /// Whether there is no detectable difference: it is within twice its error.
    pub is_tie: bool,
}

/// The people of a group under one portfolio.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GroupResult {
    /// What they have in common, as `key = value`.
    pub group: Vec<String>,
    /// Name of the portfolio.
    pub portfolio: String,
    /// Outcome, as in the table of the study.
    pub outcome: String,
    /// Key of the track; empty for outcomes that have none.
    pub track: String,
    /// People in the group.
    pub people: u64,
    /// Averages over the people: of their means, of both ends of their intervals, and of their errors. People share the
    /// parameter draws, so that neither interval nor error gets smaller with more people.
    pub average: Estimate,
    /// One in ten has a mean below this.
    pub person10: f64,
    /// Half have a mean below this.
    pub person50: f64,
    /// One in ten has a mean above this.
    pub person90: f64,
}

/// Something that could not be read, so that a person was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// Row of the table of people, the first below the header is 1; null without a table, and in an anonymous study.
    pub row: Option<u64>,
    /// Name of the person.
    pub person: String,
    /// Column of the table, or key of the grid; empty where it is none alone.
    pub column: String,
    /// What is wrong and what to type; empty in an anonymous study.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            Some(row) => write!(f, "row {row}")?,
            None => f.write_str(&self.person)?,
        }
        if !self.column.is_empty() {
            write!(f, ", column `{}`", self.column)?;
        }
        if self.message.is_empty() {
            f.write_str(": cannot be read; run the study without --anonymous to see what and where")
        } else {
            write!(f, ": {}", self.message)
        }
    }
}

/// One outcome of one portfolio of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Name of the portfolio.
    pub portfolio: Arc<str>,
    /// Which outcome.
    pub outcome: Arc<str>,
    /// Key of the track; empty for outcomes that have none.
    pub track: Arc<str>,
    /// Its chance; for the expected value that, and for a difference the difference of two chances.
    pub estimate: Estimate,
}

impl Outcome {
    /// No position at all.
    pub const UNMATCHED: &'static str = "unmatched";
    /// A complete residency.
    pub const RESIDENCY: &'static str = "residency";
    /// What the outcomes are worth by the values of the file.
    pub const VALUE: &'static str = "expected_value";
    /// P(unmatched) above that of the safest portfolio of the person.
    pub const ABOVE_SAFEST: &'static str = "unmatched_above_safest";
    /// P(unmatched) after a change above that before it, with the same portfolio.
    pub const ABOVE_UNCHANGED: &'static str = "unmatched_above_unchanged";
    /// The same with the safest portfolio after the change and the safest before it.
    pub const SAFEST_ABOVE_UNCHANGED: &'static str = "safest_above_unchanged";
}

/// One scenario of a study: a person with what was set for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Row of the table of people, the first below the header is 1.
    pub row: Option<u64>,
    /// Name of the person.
    pub person: String,
    /// One cell for each column of the study.
    pub cells: Vec<String>,
    /// Their outcomes; none if something could not be read.
    pub outcomes: Vec<Outcome>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// A whole study: everybody with their outcomes, in the order of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyTable {
    /// Version of the program.
    pub version: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Parameter draws behind every number.
    pub draws: u64,
    /// Study file.
    pub study: String,
    /// Scenario file.
    pub scenario: String,
    /// Names of the columns of the table of people, and keys of the grid.
    pub columns: Vec<String>,
    /// Indices of the columns by which people are grouped.
    pub by: Vec<usize>,
    /// Indices of the columns that are gone through: those of the grid and that of the changes.
    pub varied: Vec<usize>,
    /// Columns of the table of people that set nothing.
    pub unused: Vec<UnusedColumn>,
    /// Everybody.
    pub members: Vec<Member>,
}
