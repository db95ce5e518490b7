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
pub enum GainMeasure {
    /// Expected value by the applicant's own values.
    Value,
    /// Chance of a residency that can be finished.
    Residency,
}

/// A list that was curated.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ListIdentity {
    /// File.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// What happens under a way of applying.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct WayOfApplying {
    /// Applications, those of lines without a list among them.
    pub applications: u32,
    /// Applications, registration and transcripts, United States dollars.
    pub cost_usd: f64,
    /// Chance of going unmatched.
    pub unmatched: Estimate,
    /// Chance of a residency that can be finished.
    pub residency: Estimate,
    /// Expected value; none without `[values]`.
    pub value: Option<Estimate>,
}

/// One program of the list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CuratedProgram {
    /// Place in the application list, 1 for the first; none if dropped.
    pub order: Option<u32>,
    /// What to do.
    pub decision: Decision,
    /// Why it is dropped, if it is.
    pub drop_reason: Option<DropReason>,
    /// Row of the list, 1 for the first after the header.
    pub row: usize,
    /// Name.
    pub name: String,
    /// Track.
    pub track: String,
    /// Two-letter code of the state.
    pub state: Option<String>,
    /// Setting, in the person's own words.
    pub setting: Option<String>,
    /// Whether it sponsors a J-1.
    pub j1: Option<bool>,
    /// Whether it sponsors an H-1B.
    pub h1b: Option<bool>,
    /// Share of international graduates among its residents, 0 to 1.
    pub img_share: Option<f64>,
    /// Own fit, 0 to 1.
    pub fit: Option<f64>,
    /// Signal wanted: `gold`, `silver`, or `yes` where there is one tier.
    pub signal: Option<&'static str>,
    /// Whether there is a stated tie to the place.
    pub tie: bool,
    /// Whether it knows the applicant from a rotation.
    pub rotation: bool,
    /// Remark.
    pub notes: Option<String>,
    /// Chance of an interview there if applied to; none outside the states asked for.
    pub interview: Option<Estimate>,
    /// Chance that it invites and would take the applicant: of a match there if
    /// ranked first; none outside the states asked for.
    pub match_if_first: Option<Estimate>,
    /// What is lost if this program alone is taken out of all that are open, by
    /// `gain_measure`; none for programs that are not open.
    pub gain: Option<Estimate>,
    /// What is lost if the program is applied to without the signal it wants; none without a signal.
    pub signal_gain: Option<Estimate>,
    /// Open programs of exactly the same chances, itself among them: any of them could stand in its place.
    pub alike: u32,
    /// Whether its gain is within twice the error of that of the program before it.
    pub is_tied_with_previous: bool,
    /// What its chances rest on, in words.
    pub reasons: Vec<String>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Programs {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Portfolio that the list belongs to.
    pub portfolio: String,
    /// The lists.
    pub lists: Vec<ListIdentity>,
    /// States asked for; none is all.
    pub states: Vec<String>,
    /// What the person can spend, United States dollars.
    pub budget_usd: Option<f64>,
    /// What `gain` is measured in.
    pub gain_measure: GainMeasure,
    /// Every program of the list applied to.
    pub all_listed: WayOfApplying,
    /// The application list, and the portfolio's lines without a list.
    pub kept: WayOfApplying,
    /// P(unmatched) with the application list minus that with every listed program, on common draws.
    pub unmatched_difference: Estimate,
    /// The application list in its order, then what is dropped by falling gain.
    pub programs: Vec<CuratedProgram>,
}
