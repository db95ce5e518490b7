//! One simulated season, told program by program.

use super::error::Error;
use super::identity::identity;
use super::scenario::Scenario;
use crate::decide::answers::story::{Ending, PortfolioStory, Story, TrackStory};
use crate::engine::driver::Question;
use crate::engine::precision::Precision;
use crate::engine::simulate;
use crate::engine::trials::SeasonStory;
use crate::engine::uncertainty::DrawMode;
use crate::model::Portfolio;
use crate::model::season::{Attended, Outcome};
use crate::scenario;

/// Season `season`, from 1, of the trials engine with this seed, under every portfolio.
pub(crate) fn story(scenario: &Scenario<'_>, seed: u64, season: u64, mode: DrawMode) -> Result<Story, Error> {
    let compiled = scenario.compiled_scenario();
    let portfolios: Vec<Portfolio> = compiled.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question =
        Question { applicant: &compiled.applicant, prior: &compiled.prior, portfolios: &portfolios, values: None };
    let precision = Precision { seed, mode, ..Precision::default() };
    let told = simulate::tell(&question, &precision, season.saturating_sub(1))?;
    let portfolios = told.iter().enumerate().map(|(number, told)| of_portfolio(compiled, number, told)).collect();
    Ok(Story { scenario: identity(compiled), seed, season, portfolios })
}

fn of_portfolio(scenario: &scenario::Scenario, number: usize, told: &SeasonStory) -> PortfolioStory {
    let portfolio = &scenario.portfolios[number].portfolio;
    let mut used: Vec<usize> = Vec::new();
    for line in &portfolio.lines {
        if !used.contains(&line.track) {
            used.push(line.track);
        }
    }
    let name = |program: &Attended| program_name(scenario, number, *program);
    let tracks = used.iter().map(|track| TrackStory {
        name: scenario.prior.tracks[*track].name.clone(),
        applications: portfolio.programs(*track),
        invited: told.invited.iter().filter(|program| program.track == *track).map(name).collect(),
        luck: told.luck[*track],
        acceptance: told.acceptance[*track],
    });
    let (ranked, supplemental): (Vec<&Attended>, Vec<&Attended>) =
        told.attended.iter().partition(|program| portfolio.lines[program.line].role.is_on_primary_list());
    PortfolioStory {
        name: portfolio.name.clone(),
        tracks: tracks.collect(),
        ranked: ranked.into_iter().map(name).collect(),
        supplemental: supplemental.into_iter().map(name).collect(),
        declined: told.invited.len().saturating_sub(told.attended.len()),
        rank: told.resolution.rank.map(|rank| rank as usize),
        ending: match told.resolution.outcome {
            Outcome::Unmatched => Ending::Unmatched,
            Outcome::PreliminaryOnly => Ending::PreliminaryOnly,
            Outcome::Matched(_) => Ending::Residency,
            Outcome::MatchedWithoutPgy1(_) => Ending::WithoutPgy1,
        },
    }
}

/// The name that a list gives the program, else its place among those applied to, the most open first.
fn program_name(scenario: &scenario::Scenario, portfolio: usize, program: Attended) -> String {
    let line = &scenario.portfolios[portfolio].portfolio.lines[program.line];
    let place = program.position.saturating_sub(line.earlier_programs) as usize;
    let list = scenario.lists.iter().find(|list| (list.portfolio, list.line) == (portfolio, program.line));
    let named = list.and_then(|list| list.list.programs.get(place)).map(|listed| listed.name.clone());
    named.unwrap_or_else(|| format!("{} {}", scenario.prior.tracks[program.track].short_name, program.position + 1))
}
