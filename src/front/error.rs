//! Why a question has no answer: one type for all questions, [`enum@Error`], and
//! what each of them can say.
//!
//! Every message is lowercase, names the thing, and says what to do; that of a
//! wrong scenario shows each problem with its line.

use thiserror::Error;

#[doc(inline)]
pub use crate::decide::optimize::OptimizeError;
#[doc(inline)]
pub use crate::decide::programs::CurateError;
#[doc(inline)]
pub use crate::decide::ranks::RanksError;
#[doc(inline)]
pub use crate::decide::sweep::SweepError;
#[doc(inline)]
pub use crate::engine::driver::EngineError;
#[doc(inline)]
pub use crate::random::sobol::SobolError;
#[doc(inline)]
pub use crate::reference::{Place, ReferenceError};
#[doc(inline)]
pub use crate::scenario::diagnose::Mark;
#[doc(inline)]
pub use crate::scenario::vary::VaryError;
#[doc(inline)]
pub use crate::scenario::{Diagnostic, Diagnostics, ScenarioError};

/// Why a question has no answer.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A reference table is missing, unreadable or wrong.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The scenario cannot be read, or says something wrong; shows every problem with its line.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A program list says something wrong; shows every problem with its line.
    #[error("{0}")]
    List(Diagnostics),
    /// A number of the scenario cannot be set as asked.
    #[error(transparent)]
    Vary(#[from] VaryError),
    /// What is asked does not go with the scenario, or not with itself.
    #[error("{0}")]
    Question(String),
    /// The engine could not start, cannot do the scenario, or was interrupted before there was a result.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// No sweep.
    #[error(transparent)]
    Sweep(#[from] SweepError),
    /// No advice on rank order lists.
    #[error(transparent)]
    Ranks(#[from] RanksError),
    /// No portfolio keeps the limits.
    #[error(transparent)]
    Optimize(#[from] OptimizeError),
    /// Nothing says what can be spent.
    #[error("the budget is missing; state budget_usd in [limits] of the scenario, or use --budget")]
    NoBudget,
    /// Nothing can be chosen from a program list.
    #[error(transparent)]
    Programs(#[from] CurateError),
    /// The two engines do not agree: an internal error.
    #[error("the engines disagree: {0}; this is an internal error, please report it with the scenario")]
    Disagreement(String),
}
