//! One simulated season, program by program.

use crate::engine::results::ScenarioIdentity;

/// One simulated season under every portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Which scenario it is of.
    pub scenario: ScenarioIdentity,
    /// Seed of all draws.
    pub seed: u64,
    /// Number of the season, from 1.
    pub season: u64,
    /// What became of it, by portfolio.
    pub portfolios: Vec<PortfolioStory>,
}

/// One simulated season under one portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct PortfolioStory {
    /// Name of the portfolio.
    pub name: String,
    /// Its tracks, in the order of the file.
    pub tracks: Vec<TrackStory>,
    /// Programs on the primary rank order list, in order of preference.
    pub ranked: Vec<String>,
    /// Programs that interviewed for the supplemental list alone.
    pub supplemental: Vec<String>,
    /// Invitations that were declined for want of room.
    pub declined: usize,
    /// Place of the match on the primary list, from 1; none if there is none.
    pub rank: Option<usize>,
    /// What the season ends with.
    pub ending: Ending,
}

/// What a season ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// No position.
    Unmatched,
    /// A preliminary or transitional year alone.
    PreliminaryOnly,
    /// A complete residency.
    Residency,
    /// An advanced position without its PGY-1.
    WithoutPgy1,
}

/// What one specialty made of the season.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackStory {
    /// Name for people.
    pub name: String,
    /// Programs applied to.
    pub applications: u32,
    /// Programs that invited.
    pub invited: Vec<String>,
    /// How far the season lies from what the application explains, in standard deviations.
    pub luck: f64,
    /// The chance that a program which interviewed takes the person, 0 to 1.
    pub acceptance: f64,
}
