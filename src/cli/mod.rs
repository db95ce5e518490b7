//! The commands: arguments to library calls, results to text.

pub mod check;
pub mod schema;
