//! What to do now, in a season in progress: `matchfolio.now/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.now/1";

/// Invitations of one track, so far and still to come.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TrackNow {
    /// Key of the track.
    pub track: String,
    /// Name for people.
    pub name: String,
    /// Programs applied to.
    pub applications: u32,
    /// Programs that have invited so far.
    pub invitations: u32,
    /// Expected invitations by now, before anything had come.
    pub expected_by_now: Estimate,
    /// Chance of so few invitations by now or fewer, before anything had come.
    pub as_few: Estimate,
    /// Expected invitations still to come, given all that has come.
    pub still_to_come: Estimate,
    /// Chance that none is still to come.
    pub none_to_come: Estimate,
    /// Chances of 0, 1, 2, … invitations still to come; those at the end that are below a millionth are left out.
    pub distribution: Vec<f64>,
}

impl TrackNow {
    /// The number of invitations still to come that is not exceeded with this chance.
    #[must_use]
    pub fn to_come(&self, chance: f64) -> u32 {
        let mut so_far = 0.0;
        let place = self.distribution.iter().position(|share| {
            so_far += share;
            so_far >= chance
        });
        u32::try_from(place.unwrap_or(self.distribution.len().saturating_sub(1))).unwrap_or(u32::MAX)
    }
}

/// What a way to go on is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WayKind {
    /// Apply to further programs now.
    Add,
    /// Attend the interviews of one specialty before those of the others.
    Shift,
    /// Another portfolio of the file.
    Portfolio,
}

/// A way to go on, against going on as applied, on common draws; shares, not points.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Way {
    /// What it is about.
    pub kind: WayKind,
    /// In words.
    pub words: String,
    /// What to write in a copy of the portfolio, one string for each place; empty for a portfolio of the file.
    pub edits: Vec<String>,
    /// Fees beyond those paid, in United States dollars.
    pub cost_usd: f64,
    /// Whether all fees stay within the budget of the scenario; true where it states none.
    pub is_within_budget: bool,
    /// Change of P(unmatched).
    pub unmatched: Estimate,
    /// Change of the chance of a complete residency.
    pub residency: Estimate,
    /// Change of the expected value; null without `[values]`.
    pub value: Option<Estimate>,
    /// Whether the change of the chance of a complete residency is within twice its error of nothing.
    pub is_tie: bool,
}

/// How often SOAP is needed, and what it gives.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SoapNeed {
    /// Chance of needing any position: unmatched on the Monday of Match Week.
    pub any_position: Estimate,
    /// Chance of needing a PGY-1 for an advanced position.
    pub pgy1: Estimate,
    /// Share of the unmatched of this applicant type who are placed in SOAP, with its 90% interval.
    pub placed: Estimate,
    /// Share of these places that are categorical, all types together, with its 90% interval.
    pub categorical: Estimate,
}

/// A season in progress: what is still to come, and what would help.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Now {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// Name of the portfolio that was applied with.
    pub portfolio: String,
    /// The day, for example `2026-11-15`.
    pub date: String,
    /// Share of a season's invitations that have been sent by that day, in all specialties together.
    pub sent_by_now: Estimate,
    /// Tracks applied to, in the order of the file.
    pub tracks: Vec<TrackNow>,
    /// P(unmatched) given what has come, going on as applied.
    pub unmatched: Estimate,
    /// The same before anything had come.
    pub unmatched_before: Estimate,
    /// A complete residency given what has come.
    pub residency: Estimate,
    /// The same before anything had come.
    pub residency_before: Estimate,
    /// Ways to go on, the largest gain in a complete residency first.
    pub ways: Vec<Way>,
    /// What SOAP would be needed for.
    pub soap: SoapNeed,
}

/// Gain in the chance of a complete residency from which a way is worth naming.
const WORTH_NAMING: f64 = 0.005;

/// Share of the invitations sent from which the rank order list and SOAP are what is left.
const LATE: f64 = 0.95;

impl Now {
    /// The way of this kind that raises the chance of a complete residency most, by at least half a point, beyond its
    /// error and within the budget.
    #[must_use]
    pub fn best(&self, kind: WayKind) -> Option<&Way> {
        self.worthwhile(kind).find(|way| way.is_within_budget)
    }

    /// The same if only the budget speaks against it.
    #[must_use]
    pub fn beyond_budget(&self, kind: WayKind) -> Option<&Way> {
        self.worthwhile(kind).find(|way| !way.is_within_budget)
    }

    fn worthwhile(&self, kind: WayKind) -> impl Iterator<Item = &Way> {
        self.ways.iter().filter(move |way| way.kind == kind && !way.is_tie && way.residency.mean >= WORTH_NAMING)
    }

    /// Whether so few invitations are still to be sent that adding programs is over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.sent_by_now.mean >= LATE
    }
}
