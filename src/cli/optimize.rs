//! `matchfolio optimize`: the best mix of programs under a budget.

#![expect(clippy::doc_markdown, reason = "comments here are help texts, which show no backticks")]

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::optimize::OptimizeAnswer;
use crate::decide::optimize::Goal;
use crate::front::{self, OptimizeQuestion, Scenario, Settings};
use crate::scenario::numbers::{self, Typed};

/// Options of `optimize`.
#[derive(Args, Debug)]
pub struct OptimizeOptions {
    /// Scenario file; its tracks are the ones to choose from
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// What to optimize [default: value if the scenario has values, else risk]
    #[arg(long, value_enum)]
    pub goal: Option<OptimizeGoal>,
    /// Budget in dollars [default: budget_usd of the scenario]
    #[arg(long, value_name = "USD", value_parser = parse_budget)]
    pub budget: Option<f64>,
    /// Highest P(unmatched) you accept, from 0 to 1 [default: max_unmatched of the scenario]
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub max_unmatched: Option<f64>,
    /// Number of programs you have time to research [default: researched_programs of the scenario]
    ///
    /// Without either, every line keeps its screening.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=1000))]
    pub researched: Option<u32>,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

/// What `optimize` optimizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OptimizeGoal {
    /// Highest expected value, by the values of the scenario
    Value,
    /// Lowest chance of going unmatched
    Risk,
}

fn parse_budget(text: &str) -> Result<f64, String> {
    match numbers::typed(text) {
        Some(Typed::Number(dollars)) if (0.0..=1_000_000.0).contains(&dollars) => Ok(dollars),
        _ => Err("must be an amount in dollars from 0 to 1,000,000".to_owned()),
    }
}

fn parse_share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("must be between 0 and 1; 0.1 means 10%".to_owned()),
    }
}

impl Question for OptimizeOptions {
    type Answer = OptimizeAnswer;

    const COUNTED: &'static str = "searches";

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        let question = OptimizeQuestion {
            goal: self.goal.map(|goal| match goal {
                OptimizeGoal::Value => Goal::Value,
                OptimizeGoal::Risk => Goal::Risk,
            }),
            budget_usd: self.budget,
            max_unmatched: self.max_unmatched,
            researched_programs: self.researched,
        };
        Ok(front::optimize(scenario, &question, settings)?)
    }
}
