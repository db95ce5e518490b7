//! Which further specialty adds most below the present portfolio, and whether it
//! fails in the same seasons.

pub mod failure;
mod find;
mod look;

pub use find::{Asked, backups};
