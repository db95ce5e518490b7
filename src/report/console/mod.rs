//! The answer on a terminal: a table a person understands at once, then what
//! stands behind it.

pub mod backups;
mod grid;
pub mod sensitivity;
mod style;
mod summary;
mod warnings;

pub use style::ConsoleStyle;
pub use summary::table;
