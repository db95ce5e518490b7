//! What the page has beside the results, and what it does with words.

mod markup;

use crate::decide::answers::basis::Basis;
use crate::decide::answers::sensitivity::Sensitivity;

pub(super) use markup::{held_together, with_code};

/// What the page shows beside the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Background {
    /// What moves the answer of the safest portfolio; in words why not, where it could not be worked out.
    pub moves: Result<Sensitivity, String>,
    /// What the numbers rest on.
    pub basis: Basis,
}
