//! How good the model is: published figures that nothing was fitted to,
//! predicted with the present parameters and scored (`docs/methods.md`, "How good it is").

pub mod counts;
pub mod figures;
pub mod population;
pub mod predictions;
pub mod score;
pub mod seasons;

pub use predictions::{ValidationError, validate};
pub use score::{KindScore, ScoredFigure, Validation};
