//! A person's chances with acceptance from simulated markets, beside those of the fitted model: `matchfolio.second-opinion/1`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{OverMarkets, PublishedFigure};
pub use crate::engine::results::Estimate;
use crate::engine::results::{Engine, ScenarioIdentity};

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.second-opinion/1";

/// How a season ends.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Chances {
    /// Unmatched, 0 to 1.
    pub unmatched: Estimate,
    /// A complete residency, 0 to 1.
    pub residency: Estimate,
}

/// A way of applying under the fit and under the market.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PortfolioOpinion {
    /// Name of the portfolio.
    pub name: String,
    /// By the fitted parameters, as in `matchfolio run`.
    pub fitted: Chances,
    /// With the chance of being taken after an interview from the markets, and all else as fitted.
    pub acceptance: Chances,
    /// With the level of invitations from the markets too.
    pub market: Chances,
    /// `acceptance` less `fitted`, on common draws.
    pub difference: Chances,
}

/// What the markets say of a track for this applicant type.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrackOpinion {
    /// Key of the track.
    pub track: String,
    /// Short name.
    pub name: String,
    /// People of the type who interviewed there, in all markets.
    pub people: u64,
    /// Whether acceptance is taken from the markets; otherwise the fitted one stays.
    pub is_from_market: bool,
    /// Chance that a program which interviewed takes somebody of the mean strength of these people, by the fit, 0 to 1.
    pub fitted_acceptance: f64,
    /// The same in the markets, 0 to 1; null where it is not taken from them.
    pub market_acceptance: Option<OverMarkets>,
    /// By how much the odds of an invitation are greater in the markets than by the fit; null where they are not taken from them.
    pub invitation_odds_ratio: Option<f64>,
    /// How many in a hundred of those who prefer the track match to it in the markets; null where nobody of the type prefers it.
    pub market_rate: Option<OverMarkets>,
    /// The same of the same people by the fitted one-applicant model.
    pub model_rate: Option<OverMarkets>,
    /// The same as published; null where it is not.
    pub published: Option<PublishedFigure>,
}

/// A way of applying before and after a change of the market.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PortfolioChange {
    /// Name of the portfolio.
    pub name: String,
    /// After the change: the fitted parameters, moved by as much as the markets move.
    pub after: Chances,
    /// `after` less the fitted chances, on common draws and in the same markets.
    pub change: Chances,
    /// The same change where acceptance and invitations are those of the markets.
    pub change_in_market: Chances,
}

/// How a change of the market moves a track for this applicant type.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrackChange {
    /// Key of the track.
    pub track: String,
    /// Short name.
    pub name: String,
    /// Factor by which the odds of an invitation change.
    pub invitation_odds_ratio: f64,
    /// Change of the chance that a program which interviewed takes somebody of mean strength, 0 to 1.
    pub acceptance: f64,
}

/// What a change of the market does to the person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MarketChange {
    /// The change as typed, or the name of the variant.
    pub name: String,
    /// The change in words, as what follows “What if”.
    pub words: String,
    /// What the person does otherwise than the file says, since the change asks for it; with the portfolios if not in all.
    pub person: Vec<String>,
    /// The ways of applying, in file order.
    pub portfolios: Vec<PortfolioChange>,
    /// The tracks.
    pub tracks: Vec<TrackChange>,
}

/// A second opinion on a person's chances.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SecondOpinion {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all draws.
    pub seed: u64,
    /// The person's scenario.
    pub scenario: ScenarioIdentity,
    /// The market.
    pub market: ScenarioIdentity,
    /// Markets simulated.
    pub markets: u64,
    /// Matches, of all markets and changes.
    pub matches: u64,
    /// Of these, how many are stable.
    pub stable: u64,
    /// The engine of the one-applicant model.
    pub engine: Engine,
    /// Parameter draws; each market serves as many of them.
    pub parameter_draws: u64,
    /// The ways of applying, in file order.
    pub portfolios: Vec<PortfolioOpinion>,
    /// The residency tracks, in the order of the scenario.
    pub tracks: Vec<TrackOpinion>,
    /// What changes of the market do.
    pub changes: Vec<MarketChange>,
}
