//! The answer on a terminal: a table a person understands at once, then what
//! stands behind it.

mod comparison;
mod grid;
mod ranks;
mod style;
mod summary;

pub use comparison::comparison_text;
pub use ranks::ranks_text;
pub use style::ConsoleStyle;
pub use summary::table;
