//! `matchfolio sweep`: numbers of a scenario gone through.

#![expect(clippy::doc_markdown, reason = "comments here are help texts, which show no backticks")]

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::decide::answers::sweep::SweepAnswer;
use crate::front::{self, Scenario, Settings, SweepQuestion};

/// Options of `sweep`.
#[derive(Args, Debug)]
pub struct SweepOptions {
    /// Scenario file
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Parameter to vary; once for curves, twice for a heat map
    ///
    /// Write PATH=FROM..TO or PATH=FROM..TO:STEP, for example applicant.step2_ck=230..270:5 or
    /// 'portfolio."IR + DR".line[1].programs=0..60'. Name portfolios by name or number, as in
    /// portfolio[2]; portfolios and lines are numbered from 1. Without --vary, the command varies
    /// the programs of each line of one portfolio, and the money spent on all portfolios.
    #[arg(long, value_name = "PATH=RANGE")]
    pub vary: Vec<String>,
    /// Portfolio to examine, by name or number [default: those that the parameter affects]
    ///
    /// With two parameters, and for the programs of each line, only one portfolio is examined: by default
    /// that of the parameters, or the first.
    #[arg(long, value_name = "NAME")]
    pub portfolio: Option<String>,
    /// What matching is worth to you in dollars; shows where more applications cost more than they bring
    #[arg(long, value_name = "USD", value_parser = parse_dollars)]
    pub worth_usd: Option<f64>,
    /// Hold every parameter at its central value; the numbers then have no plausible ranges
    #[arg(long, conflicts_with = "draws")]
    pub central_parameters: bool,
    /// Common options.
    #[command(flatten)]
    pub answer: AnswerOptions,
}

fn parse_dollars(text: &str) -> Result<f64, String> {
    let amount: f64 =
        text.trim_start_matches('$').parse().map_err(|_| "type an amount in dollars, for example 500".to_owned())?;
    if amount > 0.0 && amount <= 1e9 { Ok(amount) } else { Err("must be above 0 and at most 1,000,000,000".to_owned()) }
}

impl Question for SweepOptions {
    type Answer = SweepAnswer;

    const COUNTED: &'static str = "values";

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.answer)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Self::Answer, Failure> {
        let question =
            SweepQuestion { vary: self.vary.clone(), portfolio: self.portfolio.clone(), worth_usd: self.worth_usd };
        let settings = if self.central_parameters { settings.central_parameters() } else { *settings };
        Ok(front::sweep(scenario, &question, &settings)?)
    }
}
