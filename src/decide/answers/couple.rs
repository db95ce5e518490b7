//! What happens to two people who match as a couple: `matchfolio.couple/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Header;
pub use crate::engine::results::Estimate;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.couple/1";

/// How the couple ranks pairs of programs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PairRule {
    /// What counts as together: `state`, `division` or `region`.
    pub together: &'static str,
    /// Ranks given up to be together.
    pub apart_ranks: usize,
    /// Whether pairs that are not together are left out.
    pub only_together: bool,
    /// Whether pairs with a position for one and no match for the other follow all pairs of positions.
    pub one_alone: bool,
    /// Pairs listed at most.
    pub most_pairs: usize,
}

/// How seasons end for two people, as shares, 0 to 1, or differences of them. A position is a complete residency, with its PGY-1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct CoupleChances {
    /// Both have one.
    pub both: Estimate,
    /// The applicant alone has one.
    pub applicant_alone: Estimate,
    /// The partner alone has one.
    pub partner_alone: Estimate,
    /// Neither has one.
    pub neither: Estimate,
    /// Both have one, in one area.
    pub together: Estimate,
    /// The applicant has one.
    pub applicant: Estimate,
    /// The partner has one.
    pub partner: Estimate,
    /// Both matched, also to a preliminary year or to an advanced position without its PGY-1, as published figures count.
    pub both_matched: Estimate,
    /// Mean place of the applicant's match on their own list, from 1, over the seasons with one; null if there are none.
    pub applicant_place: Option<Estimate>,
    /// The same of the partner.
    pub partner_place: Option<Estimate>,
}

/// The two with one way of applying each.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct CoupleWay {
    /// Name of the applicant's portfolio.
    pub portfolio: String,
    /// Name of the partner's.
    pub partner_portfolio: String,
    /// As a couple.
    pub couple: CoupleChances,
    /// Each with a list of their own, in the same seasons.
    pub separately: CoupleChances,
    /// `couple` less `separately`: the price of the common list.
    pub price: CoupleChances,
    /// As a couple with places for one alone at the end of the list where the rule has none, and without them where it has.
    pub other_end: CoupleChances,
    /// `other_end` less `couple`.
    pub other_end_difference: CoupleChances,
}

/// What was published of all couples.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PublishedCouples {
    /// Year of the Match.
    pub year: u32,
    /// Share of whom both matched, 0 to 1.
    pub both: f64,
    /// Share of whom one matched.
    pub one: f64,
    /// Share of whom neither matched.
    pub neither: f64,
    /// Source, a key of `sources.csv`.
    pub source_id: String,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct CoupleAnswer {
    /// What every answer begins with.
    #[serde(flatten)]
    pub header: Header,
    /// How the couple ranks.
    pub rule: PairRule,
    /// Simulated seasons of each way.
    pub seasons: u64,
    /// Whether the work was interrupted.
    pub partial: bool,
    /// Ways of applying, in file order.
    pub ways: Vec<CoupleWay>,
    /// All couples of the country; null where nothing is published.
    pub published: Option<PublishedCouples>,
}
