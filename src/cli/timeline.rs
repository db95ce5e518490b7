//! `matchfolio timeline`: what to do when.

use std::path::PathBuf;

use clap::Args;

use super::common::{Common, Execute, Format};
use super::failure::Failure;
use super::lookup::{load_one, reference};
use crate::front;
use crate::report::Answer;

/// Options of `timeline`.
#[derive(Args, Debug)]
pub struct TimelineOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

impl Execute for TimelineOptions {
    /// Prints the steps that apply to the applicant.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        let timeline = front::timeline(&load_one(&self.scenario, &reference)?);
        common.answer(&timeline, &timeline.document(), self.format, false)
    }
}
