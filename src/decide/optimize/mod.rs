//! The best portfolio under a budget: how many programs of each track, which
//! of them researched, and where the signals go.

pub mod frontier;
pub mod layout;
pub mod mix;
pub mod objective;
pub mod order;
pub mod precise;
pub mod promise;
pub mod search;
pub mod signals;
pub mod solve;
pub mod survey;
pub mod terms;
pub mod toml;

pub use solve::optimize;
pub use survey::{Steps, Surveyor};
pub use terms::{Allotment, Goal, OptimizeError, Terms};

#[cfg(test)]
mod tests;
