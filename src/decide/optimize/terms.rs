//! What is asked for, and why it may not be had.

use thiserror::Error;

use crate::engine::driver::EngineError;
use crate::scenario::numbers::dollars;

/// What is made as good as the budget allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Goal {
    /// The highest expected value of the outcome.
    Value,
    /// The lowest chance of going unmatched.
    Risk,
}

/// Signals that a group of tracks shares in a season.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allotment {
    /// Indices of the tracks.
    pub tracks: Vec<usize>,
    /// Gold signals.
    pub gold: u32,
    /// Silver signals.
    pub silver: u32,
    /// Signals of a specialty with one tier.
    pub signals: u32,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// The goal; none is value if the scenario states values, risk otherwise.
    pub goal: Option<Goal>,
    /// What can be spent, United States dollars.
    pub budget_usd: f64,
    /// The highest P(unmatched) accepted.
    pub max_unmatched: Option<f64>,
    /// Programs that the person has time to research. With none given every line keeps the screening it has.
    pub researched_programs: Option<u32>,
    /// The season's signals.
    pub allotments: Vec<Allotment>,
}

/// Why there is no best portfolio.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OptimizeError {
    /// Expected value is asked for, but the scenario says not what outcomes are worth.
    #[error(
        "the scenario has no [values], so there is no expected value to maximize; add them, or choose the lowest risk (--goal risk)"
    )]
    NoValues,
    /// Numbers of programs are chosen here, and a list says which they are.
    #[error(
        "portfolio \"{portfolio}\" names a program list, but `optimize` chooses how many programs of a track; give the line \
         `programs` instead, or use `matchfolio programs` to choose from the list"
    )]
    NamedPrograms {
        /// The portfolio.
        portfolio: String,
    },
    /// Not one application can be paid.
    #[error(
        "a budget of {} does not cover any application: registration and transcripts cost {}, and \
         with {programs} programs of {track}, the cheapest line, the total is {}; raise the budget \
         (budget_usd in [limits], or --budget)",
        dollars(*budget_usd), dollars(*fixed_usd), dollars(*cheapest_usd)
    )]
    BudgetTooSmall {
        /// The budget.
        budget_usd: f64,
        /// Registration and transcripts.
        fixed_usd: f64,
        /// Programs of the cheapest line.
        programs: u32,
        /// Its track.
        track: String,
        /// What the cheapest portfolio costs in all.
        cheapest_usd: f64,
    },
    /// No portfolio within the budget is as safe as asked.
    #[error(
        "no portfolio for {} lowers P(unmatched) to {:.1}%: the lowest found is {:.1}% \
         (±{:.1}), for {} with {plan}; {beyond}",
        dollars(*budget_usd), 100.0 * limit, 100.0 * lowest, 100.0 * error, dollars(*cost_usd)
    )]
    RiskUnreachable {
        /// The highest P(unmatched) accepted.
        limit: f64,
        /// The budget.
        budget_usd: f64,
        /// The lowest P(unmatched) found within it.
        lowest: f64,
        /// Its Monte Carlo error.
        error: f64,
        /// What that costs.
        cost_usd: f64,
        /// The portfolio, in words.
        plan: String,
        /// What more money would do, in words.
        beyond: String,
    },
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
}
