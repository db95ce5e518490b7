//! From what was typed to a checked [`Scenario`](super::compiled::Scenario),
//! with every problem and every warning.

mod applicant;
mod attendance;
mod compiler;
mod couple;
mod failed;
mod lists;
mod pgy1;
mod plan_checks;
mod plans;
mod pools;
mod portfolio;
pub(super) mod regions;
mod scenario;
mod signals;
mod so_far;
mod tracks;
mod values;

pub use compiler::Compiler;
pub use couple::{areas, couple_rule, partner_of};
pub use lists::read_lists;
pub use scenario::{FileIdentity, compile};
pub(super) use tracks::unknown_track;
