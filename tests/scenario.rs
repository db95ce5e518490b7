//! Scenario files, from the outside: the shipped ones compile, the wrong ones
//! get messages a stranger can act on, and no bytes make the program panic.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what a test sets up may fail loudly, in its helper functions too"
)]

#[path = "scenario/any_bytes.rs"]
mod any_bytes;
#[path = "scenario/check.rs"]
mod check;
#[path = "scenario/compiled.rs"]
mod compiled;
#[path = "scenario/contract.rs"]
mod contract;
#[path = "scenario/shipped.rs"]
mod shipped;
#[path = "scenario/tables.rs"]
mod tables;
#[path = "scenario/warnings.rs"]
mod warnings;
#[path = "scenario/wrong.rs"]
mod wrong;
