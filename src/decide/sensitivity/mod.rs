//! What moves the answer: changes that the applicant can make, and the
//! assumptions and parameters that matter.

pub mod changes;
pub mod find;
pub mod further;
pub mod leanings;
pub mod pin;

pub use changes::Surroundings;

pub use crate::decide::optimize::Allotment;
pub use find::{leaning_draws, sensitivity};
pub use further::further;
