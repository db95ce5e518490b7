//! `matchfolio ranks`: which rank order list to certify once the interviews are known.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::ranks::Ranks;
use crate::front::{self, RanksQuestion, Scenario, Settings};

/// Options of `ranks`.
#[derive(Args, Debug)]
pub struct RanksOptions {
    /// Scenario file with [[interview]] sections, most preferred first
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Portfolio you applied with [default: the first]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Rank after which one of the alternatives ends your true order [default: half of the list]
    #[arg(long, value_name = "RANKS", value_parser = clap::value_parser!(u16).range(1..=60))]
    pub cut: Option<u16>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

impl Question for RanksOptions {
    type Answer = Ranks;

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        let question = RanksQuestion { portfolio: self.portfolio.clone(), cut: self.cut.map(usize::from) };
        Ok(front::ranks(scenario, &question, settings)?)
    }
}
