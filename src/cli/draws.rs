//! `matchfolio draws`: parameters and chances draw by draw.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::draws::Draws;
use crate::front::{self, Scenario, Settings};

/// Options of `draws`.
#[derive(Args, Debug)]
pub struct DrawsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

impl Question for DrawsOptions {
    type Answer = Draws;

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        Ok(front::draws(scenario, settings)?)
    }
}
