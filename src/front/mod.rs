//! What a researcher, and the command line, ask of a scenario: read it, alter
//! it, simulate it, and put the questions of [`crate::decide`] to it.
//!
//! Nothing is computed here. Each function gathers what its question needs from
//! the scenario and the reference tables, so that a number has one way to come about,
//! whoever asks for it.

mod allotments;
mod backups;
mod basis;
mod couple;
mod draws;
pub mod error;
mod identity;
mod now;
mod optimize;
mod plans;
mod programs;
mod ranks;
mod reference;
mod scenario;
mod sensitivity;
mod settings;
mod simulation;
mod story;
mod study;
mod sweep;
mod timeline;
mod unstated;

pub use backups::{BackupsQuestion, backups};
pub use basis::basis;
pub use draws::draws;
pub use error::Error;
pub use now::now;
pub use optimize::{OptimizeQuestion, optimize};
pub use programs::{ProgramsQuestion, programs};
pub use ranks::{RanksQuestion, ranks};
pub use reference::Reference;
pub use scenario::Scenario;
pub use sensitivity::sensitivity;
pub use settings::Settings;
pub use simulation::{compare, simulate, simulate_by, simulate_verified};
pub use sweep::{SweepQuestion, sweep};
pub use timeline::timeline;

pub(crate) use couple::couple;
pub(crate) use identity::{data_sha256, identity, portable};
pub(crate) use sensitivity::sensitivity_of;
pub(crate) use simulation::{merged, outlook, part, safest, simulated};
pub(crate) use story::story;
pub(crate) use study::StudyRun;
pub(crate) use unstated::unstated_range;
