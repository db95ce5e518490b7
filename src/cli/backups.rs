//! `matchfolio backups`: which further specialty adds most.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::lookup::track_keys;
use super::question::Question;
use crate::decide::answers::backups::Backups;
use crate::front::{self, BackupsQuestion, Scenario, Settings};

/// Options of `backups`.
#[derive(Args, Debug)]
pub struct BackupsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio to examine [default: the safest in the file]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Examine only this specialty, by key, name or short name; can be repeated [default: all that the portfolio does not use]
    #[arg(long = "track", value_name = "TRACK")]
    pub tracks: Vec<String>,
    /// Number of programs of each specialty
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub programs: u16,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

impl Question for BackupsOptions {
    type Answer = Backups;

    const COUNTED: &'static str = "steps";

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        let question = BackupsQuestion {
            portfolio: self.portfolio.clone(),
            tracks: track_keys(&self.tracks, scenario.reference())?,
            programs: self.programs.into(),
        };
        Ok(front::backups(scenario, &question, settings)?)
    }
}
