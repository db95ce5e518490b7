//! What the simulated market came to, beside what was published: `matchfolio.market/1`.

pub mod opinion;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::results::ScenarioIdentity;
pub use crate::model::ApplicantType;

/// Name of the contract.
pub const SCHEMA: &str = "matchfolio.market/1";

/// A number over the simulated markets.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OverMarkets {
    /// Mean over the markets.
    pub mean: f64,
    /// 5% and 95% points over the markets: how far one year differs from another by chance alone. With one market both are its value.
    pub interval90: [f64; 2],
    /// Standard error of the mean; null with one market.
    pub mc_error: Option<f64>,
}

/// A published figure with what is known of other years.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PublishedFigure {
    /// The latest figure.
    pub value: f64,
    /// Year of its Match.
    #[schemars(with = "u32")]
    pub year: u16,
    /// Least and greatest of all published years.
    pub range: [f64; 2],
    /// Years that are published.
    pub years: u32,
    /// Source of the latest figure, a key of `sources.csv`.
    pub source_id: String,
}

/// What a published figure is to the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing in the market was made from it.
    Judge,
    /// It, or figures close to it, stand behind the market's inputs, so that agreement proves little.
    NearInput,
    /// Nothing is published.
    Unpublished,
}

/// One number of the market.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MarketFigure {
    /// Name of the variant; null for the market of the file itself.
    pub variant: Option<String>,
    /// Key of the quantity.
    pub quantity: &'static str,
    /// The quantity in words.
    pub label: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Key of the track; null for all.
    pub track: Option<String>,
    /// Short name of the track; null for all.
    pub track_name: Option<String>,
    /// Applicant type; null for all.
    pub applicants: Option<ApplicantType>,
    /// What the market gives.
    pub market: OverMarkets,
    /// What the one-applicant model gives for the same people with the same applications; null where it says nothing of it, and in variants.
    pub model: Option<OverMarkets>,
    /// What was published; null where nothing was.
    pub published: Option<PublishedFigure>,
    /// What the published figure is to the simulation.
    pub standing: Standing,
    /// In a variant, the difference from the market of the file, in the same markets; null otherwise.
    pub change: Option<OverMarkets>,
}

/// How many interviews the applicants of one type have.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct InterviewCounts {
    /// Type.
    pub applicants: ApplicantType,
    /// Share of them, 0 to 1, with 0, 1, 2, … interviews on the primary list; the last counts all with more.
    pub shares: Vec<f64>,
}

/// A published figure that the file wants the simulation to come near to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Replication {
    /// The quantity in words, with track, type and variant.
    pub what: String,
    /// Published.
    pub published: f64,
    /// How far off the mean may be.
    pub tolerance: f64,
    /// Mean over the markets; null if the market has no such figure.
    pub found: Option<f64>,
    /// Whether it is within the tolerance.
    pub is_met: bool,
    /// Where it was published.
    pub source: String,
    /// Why it may fail, as the file says; null where it says nothing.
    pub reason: Option<String>,
}

/// The simulated national market.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Market {
    /// Name of the contract.
    pub schema: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all draws.
    pub seed: u64,
    /// Markets simulated.
    pub markets: u64,
    /// Whether the work was interrupted; then these are the markets that were finished.
    pub partial: bool,
    /// The market file.
    pub scenario: ScenarioIdentity,
    /// Applicants of one market.
    pub applicants: u64,
    /// Programs.
    pub programs: u64,
    /// Positions.
    pub positions: u64,
    /// Matches, of all markets and variants.
    pub matches: u64,
    /// Of these, how many are stable, each proved by a complete check.
    pub stable: u64,
    /// Every number: by quantity, then track, then type; variants after the market of the file.
    pub figures: Vec<MarketFigure>,
    /// Interviews by type.
    pub interviews: Vec<InterviewCounts>,
    /// Published figures that the file wants met.
    pub replications: Vec<Replication>,
}

impl Market {
    /// A number of the market of the file.
    #[must_use]
    pub fn figure(
        &self,
        quantity: &str,
        track: Option<&str>,
        applicants: Option<ApplicantType>,
    ) -> Option<&MarketFigure> {
        self.figures.iter().find(|one| {
            one.variant.is_none()
                && one.quantity == quantity
                && one.track.as_deref() == track
                && one.applicants == applicants
        })
    }
}
