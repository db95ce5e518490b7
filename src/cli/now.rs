//! `matchfolio now`: what to do in a season in progress.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::now::Now;
use crate::front::{self, Scenario, Settings};

/// Options of `now`.
#[derive(Args, Debug)]
pub struct NowOptions {
    /// Scenario file with a [progress] section
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

impl Question for NowOptions {
    type Answer = Now;

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        Ok(front::now(scenario, settings)?)
    }
}
