//! `matchfolio run` of a file with a partner.

use std::path::{Path, PathBuf};

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::couple::CoupleAnswer;
use crate::front::{Scenario, Settings, couple};

/// `run` of a couple as it was typed.
pub struct CoupleOptions {
    /// The file.
    pub scenario: PathBuf,
    /// Where the answer goes.
    pub options: AnswerOptions,
}

impl Question for CoupleOptions {
    type Answer = CoupleAnswer;

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.options)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<CoupleAnswer, Failure> {
        Ok(couple(scenario, settings)?)
    }
}
