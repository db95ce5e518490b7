//! From what was typed to a checked [`Scenario`](super::compiled::Scenario),
//! with every problem and every warning.

mod applicant;
mod attendance;
mod failed;
mod far;
mod lists;
mod names;
mod pgy1;
mod plan_checks;
mod plans;
mod pools;
mod portfolio;
mod scenario;
mod signals;
mod tracks;
mod values;

pub use lists::read_lists;
pub use scenario::{FileIdentity, compile};
