//! The checked scenario: past [`super::compile_text`] nothing can be invalid.

use super::pricing::{Cost, Pricing};
use crate::model::plan::Plans;
use crate::model::{Applicant, ParameterPrior, Portfolio, Values};

/// A portfolio with what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPortfolio {
    /// What the engine takes.
    pub portfolio: Portfolio,
    /// What it costs.
    pub cost: Cost,
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
    /// What the person can spend, if stated.
    pub budget_usd: Option<f64>,
    /// What portfolios over these tracks cost.
    pub pricing: Pricing,
    /// Portfolios in file order, at least one.
    pub portfolios: Vec<PlannedPortfolio>,
    /// What outcomes are worth, if stated.
    pub values: Option<Values>,
    /// What is known of the parameters. `prior.tracks` holds only the tracks
    /// that a portfolio uses, in the order of first appearance.
    pub prior: ParameterPrior,
    /// Plans over several seasons, if there are any.
    pub plans: Option<Plans>,
}
