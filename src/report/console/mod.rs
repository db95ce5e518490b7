//! The answer on a terminal: a table a person understands at once, then what
//! stands behind it.

mod grid;
mod plans;
mod style;
mod summary;

pub use style::ConsoleStyle;
pub use summary::table;
