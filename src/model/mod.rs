//! The model of one season (`model.md` §2–§7) as pure functions: no files, no
//! threads, no global state.

pub mod applicant;
pub mod portfolio;
pub mod prior;

pub use applicant::{Applicant, ApplicantType, Uncertain, Visa};
pub use portfolio::{Line, Portfolio, Role, Screening, Values};
pub use prior::{
    Assumption, AssumptionsPrior, EffectsPrior, ParameterPrior, PoolMoments, PoolProfile, PriorShape, Spread,
    TrackKind, TrackPrior,
};
