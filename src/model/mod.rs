//! The model of one season (`docs/methods.md` §2–§7), and of what follows it (§8), as pure functions: no files, no
//! threads, no global state. The engines and the calibration call the same
//! functions, so that the science exists once.

pub mod acceptance;
pub mod applicant;
mod band;
pub mod calendar;
pub mod counts;
pub mod couple;
pub mod date;
pub mod fitted;
pub mod invitation;
pub mod logistic;
pub mod openness;
pub mod parameters;
pub mod pathway;
pub mod plan;
pub mod portfolio;
pub mod prior;
pub mod program;
mod quantile;
pub mod season;
pub mod so_far;
pub mod soap;
pub mod strength;
pub mod symmetric;
pub mod typical;

pub use applicant::{
    Applicant, ApplicantType, FailedSeason, FurtherRecord, SpecialtyRecord, Uncertain, Unstated, Visa,
};
pub use band::RiskBand;
pub use fitted::{FittedLaw, Point};
pub use parameters::{
    Assumptions, AssumptionsPrior, Effects, EffectsPrior, Parameters, SharedParameters, TrackParameters,
};
pub use portfolio::{Line, Portfolio, Region, Role, Screening, Values};
pub use prior::{
    Assumption, Home, MarketAcceptance, MarketLevel, ParameterPrior, PoolMoments, PoolProfile, PriorShape, Spread,
    TrackKind, TrackPrior,
};
pub use program::{ImgShare, ProgramFacts, Signal, SignalCounts};
pub use so_far::SeasonSoFar;
