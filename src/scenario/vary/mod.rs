//! Scenarios with one number set to another: which keys hold numbers, how a
//! path names one, and what the scenario is with another value there.
//!
//! The value goes into what was typed and through the same compilation, so
//! that every rule, price and warning of a scenario holds for it.

mod error;
pub(super) mod field;
mod keys;
mod path;
mod range;
mod variation;

pub use error::VaryError;
pub use keys::Key;
pub use path::{Step, steps};
pub use range::Range;
pub use variation::{Change, Variation};
