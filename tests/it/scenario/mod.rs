//! Scenario files, from the outside: the shipped ones compile, the wrong ones
//! get messages a stranger can act on, and no bytes make the program panic.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test sets up may fail loudly, in its helper functions too"
)]

mod any_bytes;
mod check;
mod compiled;
mod contract;
mod lists;
mod plans;
mod shipped;
mod tables;
mod vary;
mod warnings;
mod wrong;
