//! The checked scenario: past [`super::compile_text`] nothing can be invalid.

use super::pricing::{Cost, Pricing};
use super::program_list::LineList;
pub use super::read::convert::Nearness;
use crate::model::couple::PairRule;
use crate::model::plan::Plans;
use crate::model::{Applicant, ParameterPrior, Portfolio, Role, Uncertain, Values};

/// A portfolio with what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPortfolio {
    /// What the engine takes.
    pub portfolio: Portfolio,
    /// What it costs.
    pub cost: Cost,
}

/// An interview attended.
#[derive(Clone, Debug, PartialEq)]
pub struct Interview {
    /// Name of the program.
    pub program: String,
    /// Index of its track in the parameters.
    pub track: usize,
    /// Which rank order list the program can stand on; the primary list for residencies.
    pub role: Role,
    /// Worth of a match there, with a PGY-1 where one is needed, 0 to 1.
    pub worth: f64,
    /// Worth of an advanced match there without a PGY-1, 0 to 1.
    pub worth_without_pgy1: f64,
}

/// What is known once the interviews are over.
#[derive(Clone, Debug, PartialEq)]
pub struct Attendance {
    /// Interviews attended in the true order of preference, at least one of them on the primary list.
    pub interviews: Vec<Interview>,
    /// Invitations received, by index of the track, at least the interviews attended there.
    pub invitations: Vec<u32>,
}

/// Share of a track's own value that an advanced match without a PGY-1 is
/// worth unless the person says otherwise: an assumption, halfway between
/// having the position and having nothing.
pub const SHARE_WITHOUT_PGY1: f64 = 0.5;

/// What the person said of the worth of outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedValues {
    /// Whether the worth of a match is stated, by index of the track.
    pub tracks: Vec<bool>,
    /// Worth of any advanced match without a PGY-1, if stated.
    pub without_pgy1: Option<f64>,
}

impl StatedValues {
    /// The values if a match in `track` were worth `worth`.
    #[must_use]
    pub fn with(&self, values: &Values, track: usize, worth: f64) -> Values {
        let mut changed = values.clone();
        changed.matched[track] = worth;
        changed.matched_without_pgy1[track] = self.without_pgy1.unwrap_or(worth * SHARE_WITHOUT_PGY1);
        changed
    }
}

/// Where the score of Step 2 CK comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScoreSource {
    /// The file states it.
    Stated,
    /// The exam is not taken yet, and those who apply have such scores.
    Pending,
    /// A COMLEX Level 2-CE score, or a range of it, corresponds to it.
    Comlex(Uncertain),
}

/// How a couple ranks pairs of programs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoupleRule {
    /// What counts as together.
    pub together: Nearness,
    /// The list of pairs.
    pub pairs: PairRule,
}

/// A scenario that can be simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Title.
    pub title: String,
    /// Season: the year of the Match.
    pub season: u16,
    /// File as named on the command line.
    pub file: String,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: String,
    /// The applicant.
    pub applicant: Applicant,
    /// Where the applicant's score comes from.
    pub score_source: ScoreSource,
    /// What the person can spend, if stated.
    pub budget_usd: Option<f64>,
    /// The highest P(unmatched) that a portfolio chosen for the person may have, if stated.
    pub max_unmatched: Option<f64>,
    /// Programs the person has time to research, if stated.
    pub researched_programs: Option<u32>,
    /// Keys of tracks that the person would not accept.
    pub excluded: Vec<String>,
    /// What portfolios over these tracks cost.
    pub pricing: Pricing,
    /// Portfolios in file order, at least one.
    pub portfolios: Vec<PlannedPortfolio>,
    /// Program lists that lines name, in file order.
    pub lists: Vec<LineList>,
    /// What outcomes are worth, if stated.
    pub values: Option<Values>,
    /// What is known once the interviews are over, if the file says it.
    pub attendance: Option<Attendance>,
    /// Which of the values were stated; a track that no portfolio uses need not have one.
    pub stated_values: StatedValues,
    /// What is known of the parameters. `prior.tracks` holds the tracks that a
    /// portfolio uses, in the order of first appearance, and then the further
    /// ones that were asked for.
    pub prior: ParameterPrior,
    /// Plans over several seasons, if there are any.
    pub plans: Option<Plans>,
}
