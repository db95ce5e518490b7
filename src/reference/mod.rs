//! Published tables as typed rows, each with its source.
//!
//! The tables of `data/` are embedded in the binary ([`Reference::embedded`]);
//! a folder of the same shape can stand in for them ([`Reference::from_directory`]).
//! Everything is checked on load, so that whoever holds a [`Reference`] can rely on
//! its numbers being in range, its keys unique and its sources known.

mod categorical;
mod csv;
mod error;
mod fees;
mod files;
mod keys;
mod load;
mod lookup;
mod plan_prior;
mod prior;
mod record;
mod table;
mod tables;
#[cfg(test)]
mod tests;
pub mod words;

pub use categorical::{CATEGORICAL_SHARE_WEIGHT, CategoricalCounts, CategoricalShare};
pub use error::{Place, ReferenceError};
pub use fees::FeeSchedule;
pub(crate) use files::read_bytes;
pub use load::{Reference, TableInfo};
pub use prior::{Average, other_radiology};
pub use tables::*;
