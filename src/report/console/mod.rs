//! The answer on a terminal: a table a person understands at once, then what
//! stands behind it.

mod grid;
mod style;
mod summary;
mod sweep;

pub use style::ConsoleStyle;
pub use summary::table;
pub use sweep::sweep_table;
