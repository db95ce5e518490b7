//! `matchfolio sensitivity`: what moves the answer of one portfolio.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::sensitivity::Sensitivity;
use crate::front::{self, Scenario, Settings};

/// Options of `sensitivity`.
#[derive(Args, Debug)]
pub struct SensitivityOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio to examine [default: the safest in the file]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

impl Question for SensitivityOptions {
    type Answer = Sensitivity;

    const COUNTED: &'static str = "steps";

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        Ok(front::sensitivity(scenario, self.portfolio.as_deref(), settings)?)
    }
}
