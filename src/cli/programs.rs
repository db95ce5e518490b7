//! `matchfolio programs`: a program list to an application list.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::lookup::parse_state;
use super::question::Question;
use super::terminal::width_of_talk;
use crate::decide::answers::programs::Programs;
use crate::front::{self, ProgramsQuestion, Scenario, Settings};
use crate::report::answers::programs;
use crate::report::cleaned;
use crate::report::console::broken_at;
use crate::report::document::Document;

/// Options of `programs`.
#[derive(Args, Debug)]
pub struct ProgramsOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Program list [default: the lists that the portfolio names]
    ///
    /// Its programs of a track replace the portfolio's lines of that track.
    #[arg(value_name = "LIST.csv")]
    pub list: Option<PathBuf>,
    /// Portfolio, by name or number [default: the first]
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// Keep only programs in these states, as two-letter codes
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = parse_state)]
    pub states: Vec<String>,
    /// Show every program, not only the first 12
    #[arg(long)]
    pub all: bool,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

impl Question for ProgramsOptions {
    type Answer = Programs;

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        let question = ProgramsQuestion {
            list: self.list.clone(),
            portfolio: self.portfolio.clone(),
            states: self.states.clone(),
        };
        Ok(front::programs(scenario, &question, settings)?)
    }

    fn document(&self, answer: &Programs) -> Document {
        programs::document(answer, self.all)
    }

    /// How the list was read: what the answer adds to the notices of the scenario.
    fn remarks(answer: &Programs, scenario: &Scenario<'_>) -> Vec<String> {
        let known = scenario.notices();
        let new = answer.header.notices.iter().filter(|notice| !known.contains(notice));
        new.map(|one| broken_at(&cleaned(&format!("note: {}; {}", one.seen, one.meaning)), width_of_talk())).collect()
    }
}
