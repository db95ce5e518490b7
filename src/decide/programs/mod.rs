//! Which programs of a list to apply to (`docs/programs.md`).

mod choice;
mod curate;
mod laws;
mod parts;
mod reasons;

pub use curate::{Asked, CurateError, curate};
pub use parts::Place;
