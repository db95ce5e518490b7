//! The answer on a terminal: a table a person understands at once, then what
//! stands behind it.

pub mod backups;
mod comparison;
mod grid;
pub mod optimize;
mod plans;
pub mod programs;
mod ranks;
pub mod sensitivity;
mod style;
mod summary;
mod sweep;
mod warnings;

pub use comparison::comparison_text;
pub use ranks::ranks_text;
pub(in crate::report) use style::paint;
pub use style::{ConsoleStyle, wrapped};
pub use summary::table;
pub use sweep::sweep_table;
