//! Scenario files, from the outside: the shipped ones compile, the wrong ones
//! get messages a stranger can act on, and no bytes make the program panic.

#[path = "scenario/any_bytes.rs"]
mod any_bytes;
#[path = "scenario/check.rs"]
mod check;
#[path = "scenario/contract.rs"]
mod contract;
#[path = "scenario/shipped.rs"]
mod shipped;
#[path = "scenario/wrong.rs"]
mod wrong;
