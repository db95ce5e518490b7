//! Sections of the page that are made from answers of their own, not from the results.

mod basis;
mod markup;
mod moves;

use crate::decide::answers::basis::Basis;
use crate::decide::answers::sensitivity::Sensitivity;

pub(super) use basis::view_basis;
pub(super) use markup::{held_together, with_code};
pub(super) use moves::view_moves;

/// What the page shows beside the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Background {
    /// What moves the answer of the safest portfolio; in words why not, where it could not be worked out.
    pub moves: Result<Sensitivity, String>,
    /// What the numbers rest on.
    pub basis: Basis,
}
