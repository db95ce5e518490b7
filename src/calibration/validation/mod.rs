//! How good the model is: published figures that nothing was fitted to,
//! predicted with the present parameters and scored (`docs/methods.md`, "How good it is").

pub mod bands;
pub mod baseline;
pub mod counts;
pub mod figures;
pub mod forecast;
pub mod freshness;
pub mod inputs;
pub mod levels;
pub mod population;
pub mod predictions;
pub mod score;
pub mod seasons;

pub use forecast::{draft, score_forecast};
pub use freshness::Freshness;
pub use predictions::{ValidationError, validate, validate_telling};
pub use score::{Score, ScoredFigure, Validation};
