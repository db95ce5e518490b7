//! From what was typed to a checked [`Scenario`](super::compiled::Scenario),
//! with every problem and every warning.

mod applicant;
mod cost;
mod names;
mod pgy1;
mod pools;
mod portfolio;
mod scenario;
mod signals;
mod tracks;
mod values;

pub use cost::applications_by_specialty;
pub use scenario::{FileIdentity, compile};
