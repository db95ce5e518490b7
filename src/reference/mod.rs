//! Published tables as typed rows, each with its source: the only reader of polars.
//!
//! The tables of `data/` are embedded in the binary ([`Reference::embedded`]);
//! a folder of the same shape can stand in for them ([`Reference::from_directory`]).
//! Everything is checked on load, so that whoever holds a [`Reference`] can rely on
//! its numbers being in range, its keys unique and its sources known.

mod categorical;
mod csv;
mod error;
mod families;
mod fees;
mod files;
mod fit_rows;
mod keys;
mod load;
mod plan_prior;
mod plan_rows;
mod prior;
mod record;
pub mod rows;
mod start_list;
mod tables;
#[cfg(test)]
mod tests;
pub mod validation_rows;
pub mod words;

pub use categorical::{CATEGORICAL_SHARE_WEIGHT, CategoricalCounts, CategoricalShare};
pub use error::{Place, ReferenceError};
pub use fees::FeeSchedule;
pub(crate) use files::read_bytes;
pub use fit_rows::*;
pub use plan_rows::*;
pub use prior::Average;
pub use rows::*;
pub use start_list::{ProgramCodeRow, start_list};
pub use tables::{Reference, TableInfo};
pub use validation_rows::*;
