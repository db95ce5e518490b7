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
    #[error(transparent)]
    Question(#[from] QuestionError),
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

/// What is asked does not go with the scenario, or not with itself.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum QuestionError {
    /// The number of parameter draws is out of range.
    #[error("{asked} draws were requested; allowed: {fewest} to {most}")]
    Draws {
        /// Draws asked for.
        asked: u64,
        /// Fewest.
        fewest: u64,
        /// Most.
        most: u64,
    },
    /// The number of threads is out of range.
    #[error("{asked} threads were requested; allowed: 1 to {most}")]
    Threads {
        /// Threads asked for.
        asked: usize,
        /// Most.
        most: usize,
    },
    /// A question about a couple, and there is no partner.
    #[error(
        "the scenario has no partner; write `[partner]` with the keys of `[applicant]`, and `[[partner.portfolio]]`"
    )]
    NoPartner,
    /// Draws and trials at once.
    #[error("draws and trials both set how long to simulate; give only one of them")]
    DrawsAndTrials,
    /// Draws of parameters that are not drawn.
    #[error("parameters held at their central values have no draws; give only one of the two")]
    CentralDraws,
    /// The target error is out of range.
    #[error("the target error must be above 0 and at most 0.1; 0.001 means 0.1 percentage points")]
    TargetError,
    /// A target error where both engines answer, which could then stop at different draws.
    #[error("a comparison of both engines allows no target error")]
    VerifiedTargetError,
    /// Trials, a target error or central parameters for another question than a simulation.
    #[error("trials, a target error and central parameters are for simulations only; this question takes draws")]
    OnlyForSimulations,
    /// A part of a simulation that the conditional engine answers.
    #[error(
        "only simulated seasons can be split into parts (--shard), and the conditional engine answers this scenario without \
         them in seconds; add --engine trials to simulate seasons"
    )]
    PartOfConditional,
    /// A part of a simulation of plans.
    #[error("plans over several seasons cannot be split into parts; take out [[plan]], or leave out --shard")]
    PartOfPlans,
    /// Parts that do not hold what this simulation counts.
    #[error("a part does not hold the counts of this simulation; run it again with --shard")]
    ForeignParts,
    /// A comparison of fewer than two scenarios.
    #[error("a comparison takes at least two scenarios")]
    FewScenarios,
    /// No portfolio has this name or number.
    #[error("the scenario has no portfolio {asked:?}; it has: {}", known.join(", "))]
    NoPortfolio {
        /// What was asked for.
        asked: String,
        /// The portfolios of the scenario, each with its number.
        known: Vec<String>,
    },
    /// The scenario is altered in code, but what the question starts from was stated for the original.
    #[error(
        "the scenario was altered after it was read, but its {stated} to the original; use the scenario as it is in the \
         file"
    )]
    Altered {
        /// What was stated, with its verb.
        stated: &'static str,
    },
    /// A question that begins before the season, of a season in progress.
    #[error(
        "{question} chooses applications before the season begins, and this scenario has [progress]; take the section \
         out, or ask matchfolio now"
    )]
    InProgress {
        /// The question.
        question: &'static str,
    },
    /// What a match is worth is out of range.
    #[error("the worth of a match must be between $0 and $1,000,000,000")]
    Worth,
    /// One parameter is varied twice.
    #[error("the same parameter is varied twice; name two different ones (--vary)")]
    VariedTwice,
    /// More than two parameters are varied.
    #[error("at most two parameters can be varied (--vary)")]
    ManyVaried,
    /// The number of programs of a further track is out of range.
    #[error("{asked} programs were requested; allowed: 1 to 1000")]
    Programs {
        /// Programs asked for.
        asked: u32,
    },
    /// No track has this key.
    #[error("there is no track {asked:?}; known tracks: {}", known.join(", "))]
    NoTrack {
        /// What was asked for.
        asked: String,
        /// Keys of all tracks.
        known: Vec<String>,
    },
    /// The scenario excludes the track.
    #[error("the scenario excludes {track:?}; remove it, or take it out of exclude")]
    Excluded {
        /// Key of the track.
        track: String,
    },
    /// The portfolio uses the track already.
    #[error("{track:?} is already in portfolio {portfolio:?}; name another track")]
    AlreadyUsed {
        /// Key of the track.
        track: String,
        /// Name of the portfolio.
        portfolio: String,
    },
    /// The tables do not cover the track for such an applicant.
    #[error("the tables do not cover {track:?} for a {applicant}; remove it")]
    NotCovered {
        /// Key of the track.
        track: String,
        /// Type of the applicant.
        applicant: &'static str,
    },
    /// The budget is out of range.
    #[error("the budget must be between $0 and $1,000,000")]
    Budget,
    /// The limit on P(unmatched) is no share.
    #[error("the highest P(unmatched) must be between 0 and 1; 0.1 means 10%")]
    MaxUnmatched,
    /// More programs to research than anybody can.
    #[error("at most 1000 programs can be researched")]
    Researched,
    /// No state has this code.
    #[error("{asked:?} is not the two-letter code of a state, DC or a territory")]
    State {
        /// What was asked for.
        asked: String,
    },
    /// The portfolio names no program list.
    #[error(
        "no line of portfolio \"{portfolio}\" names a program list; name one with `program_list = \"FILE.csv\"`, or give \
         the list after the scenario"
    )]
    NoProgramList {
        /// Name of the portfolio.
        portfolio: String,
    },
    /// The place where the true order is cut is out of range.
    #[error("the true order can be cut after 1 to 60 ranks")]
    Cut,
}
