//! `matchfolio.programs/1`: a program list curated into an application list.

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.programs/1";

/// What to do with a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Decision {
    /// Apply, with the signal that the list wants.
    Signal,
    /// Apply.
    Keep,
    /// Do not apply.
    Drop,
}

/// Why a program is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DropReason {
    /// It sponsors no visa that the applicant can use.
    NoVisa,
    /// It lies outside the states asked for, or the list does not say where it lies.
    OutsideStates,
    /// It adds nothing beyond the simulation's error.
    NoGain,
    /// The budget is spent on programs that add more.
    OverBudget,
}

/// What a gain is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GainMeasure {
    /// Expected value by the applicant's own values.
    Value,
    /// Chance of a complete residency.
    Residency,
}

/// A list that was curated.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ListIdentity {
    /// File as the scenario names it.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// What happens under a way of applying.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct WayOfApplying {
    /// Applications, those of lines without a list among them.
    pub applications: u32,
    /// Application fees, registration and transcripts, in United States dollars.
    pub cost_usd: f64,
    /// P(unmatched).
    pub unmatched: Estimate,
    /// Chance of a complete residency.
    pub residency: Estimate,
    /// Expected value, 0 to 1; null without `[values]`.
    pub value: Option<Estimate>,
}

/// One program of the list: what to do with it, what the list says of it, and its chances.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct CuratedProgram {
    /// Place in the application list, 1 for the first; null if dropped.
    pub order: Option<u32>,
    /// What to do.
    pub decision: Decision,
    /// Why it is dropped; null if it is not.
    pub drop_reason: Option<DropReason>,
    /// Row of the list, 1 for the first after the header.
    pub row: usize,
    /// Name of the program.
    pub name: String,
    /// Key of its track.
    pub track: String,
    /// Two-letter code of its state; null where the list does not say.
    pub state: Option<String>,
    /// Setting, in the person's own words; null where the list does not say.
    pub setting: Option<String>,
    /// Whether it sponsors a J-1; null where the list does not say.
    pub j1: Option<bool>,
    /// Whether it sponsors an H-1B; null where the list does not say.
    pub h1b: Option<bool>,
    /// Share of international graduates among its residents, 0 to 1; null where the list does not say.
    pub img_share: Option<f64>,
    /// How well the person thinks to fit, 0 to 1; null where the list does not say.
    pub fit: Option<f64>,
    /// Signal wanted: `gold`, `silver`, or `yes` where there is one tier; null for none.
    pub signal: Option<&'static str>,
    /// Whether the applicant has a stated tie to the place.
    pub tie: bool,
    /// Whether it knows the applicant from a rotation.
    pub rotation: bool,
    /// Remark of the list; null for none.
    pub notes: Option<String>,
    /// Chance of an interview there if applied to; 0 without a visa, null outside the states asked for.
    pub interview: Option<Estimate>,
    /// Chance that it invites and would take the applicant: of a match there if it is ranked first; null outside the
    /// states asked for.
    pub match_if_first: Option<Estimate>,
    /// What is lost, by `gain_measure`, if this program alone is taken out of all that are open; null where it is not
    /// open.
    pub gain: Option<Estimate>,
    /// What is lost if the program is applied to without the signal it wants; null without a signal.
    pub signal_gain: Option<Estimate>,
    /// Open programs of exactly the same chances, itself among them: any of them could stand in its place; 0 where it
    /// is not open.
    pub alike: u32,
    /// Whether `gain` is within twice the error of that of the program before it.
    pub is_tied_with_previous: bool,
    /// What its chances rest on, in words.
    pub reasons: Vec<String>,
}

/// A program list curated into an application list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Programs {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Name of the portfolio that the list belongs to.
    pub portfolio: String,
    /// The lists that were curated.
    pub lists: Vec<ListIdentity>,
    /// States asked for, two-letter codes; empty is all.
    pub states: Vec<String>,
    /// What the person can spend, in United States dollars; null without a limit.
    pub budget_usd: Option<f64>,
    /// What `gain` is measured in.
    pub gain_measure: GainMeasure,
    /// What happens if every listed program is applied to, with the portfolio's lines that have no list.
    pub all_listed: WayOfApplying,
    /// What happens under the application list, with the portfolio's lines that have no list.
    pub kept: WayOfApplying,
    /// P(unmatched) of `kept` minus that of `all_listed`, on common draws.
    pub unmatched_difference: Estimate,
    /// The application list in its order, then the dropped by falling gain, then those that were not open.
    pub programs: Vec<CuratedProgram>,
}
