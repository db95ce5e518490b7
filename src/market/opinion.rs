//! A person's chances with acceptance from simulated markets (`docs/market.md`): a second opinion, and what changes of the market do.

mod person;
#[cfg(test)]
mod tests;
mod words;

use std::sync::atomic::{AtomicBool, Ordering};

use self::person::under;
use self::words::in_words;
use super::answer::opinion::{
    Chances, MarketChange, PortfolioChange, PortfolioOpinion, SCHEMA, SecondOpinion, TrackChange, TrackOpinion,
};
use super::national::{Acceptance, Levels, MarketError, PolicyLevels, Run, identity, levels, over_markets};
use crate::engine::conditional::{Detail, integrate, obstacle};
use crate::engine::driver::{EngineError, Question, Silent};
use crate::engine::estimate::{DrawMean, estimate, estimate_chance};
use crate::engine::findings::{Findings, Quantity};
use crate::engine::precision::Precision;
use crate::engine::results::{Engine, Estimate, ScenarioIdentity};
use crate::engine::simulate;
use crate::model::logistic::logistic;
use crate::model::{MarketAcceptance, MarketLevel, ParameterPrior, Portfolio, TrackKind, TrackPrior};
use crate::reference::Reference;
use crate::scenario::Scenario;
use crate::scenario::market::{MarketFile, Policy};

/// People over all markets below whom acceptance stays the fitted one (assumption): their level has an error of about 0.2.
const FEWEST_PEOPLE: u64 = 100;

/// Parameter draws of the trials engine, whose draws take a hundred times as long as those of the other.
const TRIALS_DRAWS: u64 = 128;

/// What is asked.
#[derive(Clone, Copy)]
pub struct OpinionQuestion<'a> {
    /// The person.
    pub scenario: &'a Scenario,
    /// Which scenario it is.
    pub identity: &'a ScenarioIdentity,
    /// The market.
    pub market: &'a MarketFile,
    /// Changes of the market, by name.
    pub changes: &'a [(String, Policy)],
    /// Parameter draws of the one-applicant model; none is what suits the engine.
    pub draws: Option<u64>,
}

/// Chances by parameter draw, of every portfolio: unmatched, and a complete residency.
type Means = Vec<[Vec<DrawMean>; 2]>;

/// The person under the fit, with acceptance from the markets, and under changes of these.
///
/// # Errors
/// When a table lacks something, the system gives no threads, or the run is interrupted.
pub fn second_opinion(
    reference: &Reference,
    question: &OpinionQuestion<'_>,
    run: Run<'_>,
) -> Result<SecondOpinion, MarketError> {
    let OpinionQuestion { scenario, market, changes, .. } = *question;
    let prior = &scenario.prior;
    let keys: Vec<String> = prior.tracks.iter().map(|track| track.id.clone()).collect();
    let policies: Vec<&Policy> =
        std::iter::once(&market.policy).chain(changes.iter().map(|(_, policy)| policy)).collect();
    let found = levels(reference, market, &policies, (scenario.applicant.kind, &keys), run)?;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let engine = Engines { scenario, draws: question.draws, run };
    let (fitted, kind, draws) = engine.chances(prior, &portfolios)?;
    let base = &found.policies[0];
    let acceptance = engine.means(&moved(prior, base, &|at| with_acceptance(at, base)), &portfolios)?;
    let both = engine.means(&moved(prior, base, &|at| with_both(at, base)), &portfolios)?;
    let mut told = Vec::new();
    for ((name, policy), now) in changes.iter().zip(&found.policies[1..]) {
        let (theirs, person) = under(&portfolios, prior, (&market.policy, policy));
        let after = engine.means(&gated(moved(prior, base, &|at| with_change(at, base, now)), policy), &theirs)?;
        let in_market = engine.means(&gated(moved(prior, base, &|at| with_both(at, now)), policy), &theirs)?;
        let portfolio = |number: usize| PortfolioChange {
            name: portfolios[number].name.clone(),
            after: chances(&after[number], market.markets),
            change: difference(&after[number], &fitted[number], market.markets),
            change_in_market: difference(&in_market[number], &both[number], market.markets),
        };
        told.push(MarketChange {
            name: name.clone(),
            words: in_words((&market.policy, policy), reference),
            person,
            portfolios: (0..portfolios.len()).map(portfolio).collect(),
            tracks: residencies(prior)
                .filter_map(|(place, track)| track_change(track, &base[place], &now[place]))
                .collect(),
        });
    }
    let opinion = |number: usize| PortfolioOpinion {
        name: portfolios[number].name.clone(),
        fitted: chances(&fitted[number], 1),
        acceptance: chances(&acceptance[number], market.markets),
        market: chances(&both[number], market.markets),
        difference: difference(&acceptance[number], &fitted[number], market.markets),
    };
    Ok(SecondOpinion {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        seed: run.seed,
        scenario: question.identity.clone(),
        market: identity(market),
        markets: market.markets,
        matches: found.matches[0],
        stable: found.matches[1],
        engine: kind,
        parameter_draws: draws,
        portfolios: (0..portfolios.len()).map(opinion).collect(),
        tracks: residencies(prior).map(|(place, track)| track_opinion(track, &found, place)).collect(),
        changes: told,
    })
}

/// Residency tracks with their places: preliminary years keep what was fitted, since markets do not simulate who ranks them alone.
fn residencies(prior: &ParameterPrior) -> impl Iterator<Item = (usize, &TrackPrior)> {
    prior.tracks.iter().enumerate().filter(|(_, track)| track.kind != TrackKind::Preliminary)
}

/// Track and market of a level.
#[derive(Clone, Copy)]
struct At<'a> {
    track: &'a TrackPrior,
    place: usize,
    market: usize,
}

/// The prior with a level by market in each residency track where enough people interview in the market without a change.
fn moved(prior: &ParameterPrior, base: &[PolicyLevels], level: &dyn Fn(At<'_>) -> MarketLevel) -> ParameterPrior {
    let mut moved = prior.clone();
    for (place, track) in residencies(prior).filter(|(place, _)| base[*place].people >= FEWEST_PEOPLE) {
        let markets = 0..base[place].invitations.len();
        moved.tracks[place].markets = markets.map(|market| level(At { track, place, market })).collect();
    }
    moved
}

/// The level and slope of being taken in a market.
fn in_market(of: &PolicyLevels, market: usize) -> Acceptance {
    Acceptance { kappa: of.acceptance.kappa + of.deviations[market], ..of.acceptance }
}

fn with_acceptance(at: At<'_>, base: &[PolicyLevels]) -> MarketLevel {
    let Acceptance { kappa, lambda } = in_market(&base[at.place], at.market);
    MarketLevel {
        invitation: 0.0,
        acceptance: MarketAcceptance::Instead { kappa, lambda },
        has_signal_gate: at.track.usual_signals.are_gate(),
    }
}

fn with_both(at: At<'_>, levels: &[PolicyLevels]) -> MarketLevel {
    MarketLevel { invitation: levels[at.place].invitations[at.market], ..with_acceptance(at, levels) }
}

/// The fitted level, moved by as much as the market moves.
fn with_change(at: At<'_>, base: &[PolicyLevels], now: &[PolicyLevels]) -> MarketLevel {
    let (before, after) = (in_market(&base[at.place], at.market), in_market(&now[at.place], at.market));
    let invitation = now[at.place].invitations[at.market] - base[at.place].invitations[at.market];
    let acceptance =
        MarketAcceptance::Added { kappa: after.kappa - before.kappa, lambda: after.lambda - before.lambda };
    MarketLevel { invitation, acceptance, ..with_acceptance(at, base) }
}

/// With signals that are a gate where so many are sent.
fn gated(mut prior: ParameterPrior, policy: &Policy) -> ParameterPrior {
    for track in &mut prior.tracks {
        let is_gate = policy.signals_of(&track.id, track.usual_signals).are_gate();
        track.markets.iter_mut().for_each(|level| level.has_signal_gate = is_gate);
    }
    prior
}

/// The one-applicant model, run for this person.
struct Engines<'a> {
    scenario: &'a Scenario,
    draws: Option<u64>,
    run: Run<'a>,
}

impl Engines<'_> {
    fn means(&self, prior: &ParameterPrior, portfolios: &[Portfolio]) -> Result<Means, MarketError> {
        self.chances(prior, portfolios).map(|(means, ..)| means)
    }

    fn chances(&self, prior: &ParameterPrior, portfolios: &[Portfolio]) -> Result<(Means, Engine, u64), MarketError> {
        let question = Question { applicant: &self.scenario.applicant, prior, portfolios, values: None };
        let usual = Precision { seed: self.run.seed, threads: self.run.threads, ..Precision::default() };
        let (findings, engine): (Box<dyn Findings>, Engine) = if obstacle(&question).is_none() {
            let precision = Precision { draws: self.draws.unwrap_or(usual.draws), ..usual };
            let found = integrate(&question, &precision, Detail::Outcomes, &Silent, self.run.interrupted)?;
            (Box::new(found), Engine::Conditional)
        } else {
            let precision = Precision { draws: self.draws.unwrap_or(TRIALS_DRAWS), ..usual };
            (Box::new(simulate::simulate(&question, &precision, &Silent, self.run.interrupted)?), Engine::Trials)
        };
        if is_set(self.run.interrupted) {
            return Err(EngineError::NothingDone.into());
        }
        let of =
            |number| [Quantity::Unmatched, Quantity::AnyResidency].map(|quantity| findings.means(number, quantity));
        Ok(((0..portfolios.len()).map(of).collect(), engine, findings.parameter_draws()))
    }
}

fn is_set(interrupted: &AtomicBool) -> bool {
    interrupted.load(Ordering::Relaxed)
}

fn chances(means: &[Vec<DrawMean>; 2], markets: u64) -> Chances {
    let [unmatched, residency] =
        [0, 1].map(|place| Estimate { mc_error: error(&means[place], markets), ..estimate_chance(&means[place]) });
    Chances { unmatched, residency }
}

/// The differences of two runs on common draws; what chance there is within a draw is in both.
fn difference(of: &[Vec<DrawMean>; 2], less: &[Vec<DrawMean>; 2], markets: u64) -> Chances {
    let [unmatched, residency] = [0, 1].map(|place| {
        let pairs = of[place].iter().zip(&less[place]);
        let draws: Vec<DrawMean> =
            pairs.map(|(one, other)| DrawMean { mean: one.mean - other.mean, chance_variance: 0.0, ..*one }).collect();
        Estimate { mc_error: error(&draws, markets), ..estimate(&draws) }
    });
    Chances { unmatched, residency }
}

/// Standard error of a mean over draws that markets serve in turn: that by draws, or the greater one by markets, since there are few of
/// these.
fn error(draws: &[DrawMean], markets: u64) -> f64 {
    let by_draws = estimate(draws).mc_error;
    let markets = usize::try_from(markets).unwrap_or(usize::MAX).min(draws.len());
    let of_market = |market: usize| {
        let theirs = || draws.iter().skip(market).step_by(markets);
        theirs().map(|draw| draw.mean).sum::<f64>() / theirs().count() as f64
    };
    let by_market = over_markets((0..markets).map(of_market).collect()).and_then(|over| over.mc_error);
    by_market.map_or(by_draws, |by_market| by_market.max(by_draws))
}

/// The chance that a program takes somebody of this strength, with interviews that go as usual.
fn taken(acceptance: Acceptance, strength: f64) -> f64 {
    logistic(acceptance.kappa + acceptance.lambda * strength)
}

fn track_opinion(track: &TrackPrior, found: &Levels, place: usize) -> TrackOpinion {
    let base = &found.policies[0][place];
    let point = track.fitted.center;
    let is_from_market = base.people >= FEWEST_PEOPLE;
    let acceptance =
        || (0..base.invitations.len()).map(|market| taken(in_market(base, market), base.strength)).collect();
    let invitation = || base.invitations.iter().sum::<f64>() / base.invitations.len() as f64;
    let rate = found.preferred[place].as_ref();
    TrackOpinion {
        track: track.id.clone(),
        name: track.short_name.clone(),
        people: base.people,
        is_from_market,
        fitted_acceptance: taken(Acceptance { kappa: point.kappa, lambda: point.lambda }, base.strength),
        market_acceptance: is_from_market.then(|| over_markets(acceptance())).flatten(),
        invitation_odds_ratio: is_from_market.then(|| libm::exp(invitation())),
        market_rate: rate.map(|rate| rate.market),
        model_rate: rate.and_then(|rate| rate.model),
        published: rate.and_then(|rate| rate.published.clone()),
    }
}

fn track_change(track: &TrackPrior, base: &PolicyLevels, now: &PolicyLevels) -> Option<TrackChange> {
    let mean = |of: &dyn Fn(usize) -> f64| {
        let markets = base.invitations.len();
        (0..markets).map(of).sum::<f64>() / markets as f64
    };
    (base.people >= FEWEST_PEOPLE).then(|| TrackChange {
        track: track.id.clone(),
        name: track.short_name.clone(),
        invitation_odds_ratio: libm::exp(mean(&|market| now.invitations[market] - base.invitations[market])),
        acceptance: mean(&|market| {
            taken(in_market(now, market), base.strength) - taken(in_market(base, market), base.strength)
        }),
    })
}
