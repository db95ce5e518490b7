//! The best portfolio under a budget: how many programs of each track, which
//! of them researched, and where the signals go.

pub mod objective;
pub mod search;

#[cfg(test)]
mod tests;
