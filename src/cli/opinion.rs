//! `matchfolio run --market`: a person's chances with acceptance from simulated markets.

use std::path::{Path, PathBuf};

use super::common::AnswerOptions;
use super::failure::Failure;
use super::question::Question;
use crate::front::{Scenario, Settings, identity, portable};
use crate::market::answer::opinion::SecondOpinion;
use crate::market::national::{Quantity, Run};
use crate::market::opinion::{OpinionQuestion, second_opinion};
use crate::reference::Reference;
use crate::scenario::ScenarioError;
use crate::scenario::market::{MarketFile, Policy, changed_policy, load_market, market_of_text};

/// What stands for the file in messages on changes of the market.
const CHANGES: &str = "--market-set";

/// `run --market` as it was typed.
pub struct Opinion {
    /// The file.
    pub scenario: PathBuf,
    /// Where the answer goes.
    pub options: AnswerOptions,
    /// Market file; none for the market of the season.
    pub market: Option<PathBuf>,
    /// Changes of the market.
    pub changes: Vec<String>,
    /// Markets to simulate.
    pub markets: u64,
}

impl Opinion {
    fn market(&self, reference: &Reference, season: u16) -> Result<MarketFile, ScenarioError> {
        let mut market = if let Some(path) = &self.market {
            load_market(path, reference, Quantity::KEYS)?
        } else {
            let text = format!("title = \"The {season} Match\"\nseason = {season}\n");
            market_of_text("the market of the season", &text, reference, Quantity::KEYS)
                .map_err(ScenarioError::Wrong)?
        };
        market.file = portable(&market.file).to_owned();
        market.markets = self.markets;
        Ok(market)
    }

    /// The variants of the market file, then what was typed.
    fn changes(&self, market: &MarketFile, reference: &Reference) -> Result<Vec<(String, Policy)>, ScenarioError> {
        let typed = |typed: &String| {
            let lines = typed.split(',').map(|one| one.trim().trim_start_matches("policy.").trim_end_matches('%'));
            let text = lines.collect::<Vec<_>>().join("\n");
            let policy = changed_policy(CHANGES, &text, &market.policy, reference).map_err(ScenarioError::Wrong)?;
            Ok((typed.clone(), policy))
        };
        market.variants.iter().cloned().map(Ok).chain(self.changes.iter().map(typed)).collect()
    }
}

impl Question for Opinion {
    type Answer = SecondOpinion;

    const COUNTED: &'static str = "matches";

    fn typed(&self) -> (&Path, &AnswerOptions) {
        (&self.scenario, &self.options)
    }

    fn ask(&self, scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<SecondOpinion, Failure> {
        if scenario.loaded().couple.is_some() {
            let message = "--market is for one applicant; leave it out, or take `[partner]` out".to_owned();
            return Err(Failure::Arguments(message));
        }
        let wrong = |error| Failure::Scenarios(vec![error]);
        let (compiled, reference) = (scenario.compiled_scenario(), scenario.reference());
        let market = self.market(reference, compiled.season).map_err(wrong)?;
        if market.specialty.is_some() {
            let message =
                format!("{} is a market of one specialty by itself; --market needs one of the country", market.file);
            return Err(Failure::Arguments(message));
        }
        let changes = self.changes(&market, reference).map_err(wrong)?;
        let identity = identity(compiled);
        let question = OpinionQuestion {
            scenario: compiled,
            identity: &identity,
            market: &market,
            changes: &changes,
            draws: self.options.draws,
        };
        let run = Run {
            seed: self.options.seed,
            threads: self.options.threads.map(usize::from),
            progress: settings.told(),
            interrupted: settings.stop(),
        };
        Ok(second_opinion(reference, &question, run)?)
    }
}
