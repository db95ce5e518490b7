//! From a scenario to results: which engine answers, how hard it works, and
//! what the reader must know of it.

use super::error::{Error, QuestionError};
use super::identity::{band_meanings, identity, profile};
use super::now::explained;
use super::plans::PlanRun;
use super::scenario::Scenario;
use super::settings::Settings;
use super::unstated::unstated_range;
use crate::decide::answers::PortfolioChoice;
use crate::decide::answers::comparison::ScenarioComparison;
use crate::decide::compare::{self as decided, Run};
use crate::engine::conditional::{Detail, integrate, obstacle};
use crate::engine::driver::{EngineError, Question, Shard};
use crate::engine::estimate::{estimate, estimate_chance};
use crate::engine::findings::{Findings, Quantity, Unmatched};
use crate::engine::precision::Precision;
use crate::engine::results::{Engine, Notice, Results, Severity, StoppingReason};
use crate::engine::seasons::{self, PlanQuestion};
use crate::engine::simulate::{self, Simulation};
use crate::engine::summary::{Header, summarise};
use crate::engine::verify::{self, Difference, LIMIT, largest};
use crate::engine::width;
use crate::model::{ApplicantType, Portfolio, RiskBand, TrackKind};
use crate::scenario::{self, Loaded};

/// Parameter draws behind the chances that stand beside a rule of thumb.
const FEW_DRAWS: u64 = 64;

/// Simulates every portfolio, and every plan, of a scenario, as `matchfolio run` does.
///
/// All portfolios see the same draws, so that their differences ([`Results::comparisons`]) are known far
/// better than the chances themselves.
///
/// # Errors
/// When the settings are out of range, threads cannot be had, or the simulation is interrupted before the first
/// seasons are done; interrupted later, it gives what there is, marked as partial.
pub fn simulate(scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Results, Error> {
    simulated(scenario, None, false, settings).map(|(results, _)| results)
}

/// The same by one engine, whatever the scenario.
///
/// # Errors
/// As [`simulate`](simulate()), and when the conditional engine is asked for and cannot do the scenario.
pub fn simulate_by(scenario: &Scenario<'_>, engine: Engine, settings: &Settings<'_>) -> Result<Results, Error> {
    simulated(scenario, Some(engine), false, settings).map(|(results, _)| results)
}

/// The same by both engines on the same parameter draws; a notice says how far they differ.
///
/// # Errors
/// As [`simulate`](simulate()), and when the engines differ by more than chance allows.
pub fn simulate_verified(scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<Results, Error> {
    simulated(scenario, None, true, settings).map(|(results, _)| results)
}

/// Simulates several scenarios and compares all their portfolios on common draws, as
/// `matchfolio run` does with several files.
///
/// # Errors
/// With fewer than two scenarios, as [`simulate`](simulate()), and when interrupted.
pub fn compare(scenarios: &[Scenario<'_>], settings: &Settings<'_>) -> Result<ScenarioComparison, Error> {
    let mut runs = Vec::new();
    for scenario in scenarios {
        let (results, findings) = simulated(scenario, None, false, settings)?;
        if results.simulation.partial {
            return Err(EngineError::NothingDone.into());
        }
        runs.push(Run::new(scenario.compiled_scenario(), &results, findings.as_ref()));
    }
    Ok(decided::compare(&runs).ok_or(QuestionError::FewScenarios)?)
}

/// The results of one scenario, and what they were made from: by `asked`, or by the conditional engine where it supports the
/// scenario, then with `verify` held against trials.
pub(crate) fn simulated(
    scenario: &Scenario<'_>,
    asked: Option<Engine>,
    verify: bool,
    settings: &Settings<'_>,
) -> Result<(Results, Box<dyn Findings>), Error> {
    let portfolios = portfolios(scenario.compiled_scenario());
    let question = question(scenario.compiled_scenario(), &portfolios);
    let engine = asked.unwrap_or_else(|| suited(obstacle(&question).is_none()));
    let run = settings.precision_of_simulation(engine)?;
    if verify && run.target_error.is_some() {
        return Err(QuestionError::VerifiedTargetError.into());
    }
    let findings = found(&question, &run, engine, Detail::Distributions, settings)
        .map_err(|error| explained(error, scenario.loaded()))?;
    let results = completed(scenario, &question, (asked, verify), (run, findings.as_ref()), settings)?;
    Ok((results, findings))
}

/// One part of the simulation of a scenario by trials, asked for or fallen back to, which [`merged`] completes.
pub(crate) fn part(
    scenario: &Scenario<'_>,
    asked: Option<Engine>,
    shard: Shard,
    settings: &Settings<'_>,
) -> Result<Simulation, Error> {
    let portfolios = portfolios(scenario.compiled_scenario());
    let question = question(scenario.compiled_scenario(), &portfolios);
    if asked.unwrap_or_else(|| suited(obstacle(&question).is_none())) != Engine::Trials {
        return Err(QuestionError::PartOfConditional.into());
    }
    if scenario.compiled_scenario().plans.is_some() {
        return Err(QuestionError::PartOfPlans.into());
    }
    let run = settings.precision_of_simulation(Engine::Trials)?;
    let found = simulate::simulate_part(&question, &run, shard, settings.told(), settings.stop())?;
    if found.stopped == StoppingReason::Interrupted { Err(EngineError::NothingDone.into()) } else { Ok(found) }
}

/// What [`simulated`] gives, from all parts of the simulation in their order.
pub(crate) fn merged(
    scenario: &Scenario<'_>,
    asked: Option<Engine>,
    parts: Vec<Simulation>,
    settings: &Settings<'_>,
) -> Result<(Results, Box<dyn Findings>), Error> {
    let portfolios = portfolios(scenario.compiled_scenario());
    let question = question(scenario.compiled_scenario(), &portfolios);
    let run = settings.precision_of_simulation(Engine::Trials)?;
    let findings = Simulation::whole(&question, &run, parts).ok_or(QuestionError::ForeignParts)?;
    let results = completed(scenario, &question, (asked, false), (run, &findings), settings)?;
    Ok((results, Box::new(findings)))
}

/// The results of what was found about all portfolios, with what needs further work: what the width of the intervals comes
/// from, notices, and plans.
fn completed(
    scenario: &Scenario<'_>,
    question: &Question<'_>,
    (asked, verify): (Option<Engine>, bool),
    (run, findings): (Precision, &dyn Findings),
    settings: &Settings<'_>,
) -> Result<Results, Error> {
    let compiled = scenario.compiled_scenario();
    let mut header = header(scenario);
    if run.mode.has_draws() && findings.stopped() != StoppingReason::Interrupted {
        header.interval_sources = width::unmatched_shares(question, &run, Settings::default().stop())?;
    }
    if run.mode.has_draws() && findings.parameter_draws() < FEWEST_DRAWS {
        header.notices.insert(0, Notice::few_draws(findings.parameter_draws()));
    }
    match obstacle(question) {
        Some(obstacle) if asked.is_none() => header.notices.push(fallen_back(obstacle)),
        None if verify => header.notices.push(verified(question, &run, findings, settings)?),
        _ => {}
    }
    let attended = (0..question.portfolios.len()).map(|number| residency_interviews(compiled, findings, number));
    header.notices.extend(unused_interviews(compiled, &attended.collect::<Vec<f64>>()));
    header.notices.extend(why_this_order(scenario, findings));
    let mut results = summarise(question, &run, findings, header);
    if let Some(range) = unstated_range(compiled)? {
        range.complete(&mut results);
    }
    if !results.simulation.partial {
        add_plans(&mut results, compiled, (asked, verify), (run, findings.parameter_draws()), settings)?;
    }
    Ok(results)
}

/// Parameter draws below which the errors cannot be trusted.
const FEWEST_DRAWS: u64 = 8;

/// Share of the interviews that could be attended below which the others are worth a word.
const FEW_ATTENDED: f64 = 0.6;

/// Residency interviews attended on average.
fn residency_interviews(scenario: &scenario::Scenario, findings: &dyn Findings, portfolio: usize) -> f64 {
    let residencies =
        scenario.prior.tracks.iter().enumerate().filter(|(_, track)| track.kind != TrackKind::Preliminary);
    let mean = |(track, _)| estimate(&findings.means(portfolio, Quantity::Interviews(track))).mean;
    residencies.map(mean).sum()
}

/// That the calendar has room for many more interviews than come.
fn unused_interviews(scenario: &scenario::Scenario, attended: &[f64]) -> Option<Notice> {
    // In a season in progress `matchfolio now` says what can still be done.
    if scenario.applicant.so_far.is_some() {
        return None;
    }
    let few = scenario.portfolios.iter().zip(attended).filter_map(|(planned, attended)| {
        let limit = planned.portfolio.max_interviews.filter(|limit| *attended < FEW_ATTENDED * f64::from(*limit))?;
        Some(format!("{attended:.0} of {limit} with “{}”", planned.portfolio.name))
    });
    let few: Vec<String> = few.collect();
    (!few.is_empty()).then(|| Notice {
        severity: Severity::Note,
        seen: format!("the calendar has room for more residency interviews than come on average: {}", few.join(", ")),
        meaning: "more invitations could be attended, so that more applications would not be wasted".to_owned(),
        action: "apply to more programs or to another specialty; `matchfolio backups` compares them".to_owned(),
    })
}

/// Where the order of several specialties comes from, for types whose level is taken from published rates: how often
/// there is no interview, how often interviews end in a match, and what is published.
fn why_this_order(scenario: &Scenario<'_>, findings: &dyn Findings) -> Option<Notice> {
    let compiled = scenario.compiled_scenario();
    let kind = compiled.applicant.kind;
    if matches!(kind, ApplicantType::NonUsImg | ApplicantType::UsMd) {
        return None;
    }
    let tracks = &compiled.prior.tracks;
    let mut seen: Vec<usize> = Vec::new();
    let mut told = Vec::new();
    for (number, planned) in compiled.portfolios.iter().enumerate() {
        let mut of = planned.portfolio.lines.iter().map(|line| line.track);
        let Some(track) = of.next().filter(|first| of.all(|track| track == *first) && !seen.contains(first)) else {
            continue;
        };
        if tracks[track].kind == TrackKind::Preliminary {
            continue;
        }
        seen.push(track);
        let percent = |share: f64| format!("{:.0}%", 100.0 * share);
        let none = estimate_chance(&findings.means(number, Quantity::NoInterview)).mean;
        let fails = findings.unmatched_given_interview(number).map_or(0.0, |chance| chance.mean);
        let published = scenario.reference().listing(&tracks[track].id, kind).map(|row| {
            let share = percent(f64::from(row.filled) / f64::from(row.applicants));
            format!(", published {share} ({} of {}, {})", row.filled, row.applicants, row.year)
        });
        told.push(format!(
            "{}: no interview in {}, a match in {} of the others{}",
            tracks[track].name,
            percent(none),
            percent(1.0 - fails),
            published.unwrap_or_default()
        ));
    }
    (told.len() > 1).then(|| Notice {
        severity: Severity::Note,
        seen: format!("why the specialties come out in this order: {}", told.join("; ")),
        meaning: format!(
            "published are the shares of {}s that ranked a program of the specialty, so had an interview there, and \
             matched; how many get none is known for non-US IMGs and US MD seniors alone",
            kind.label()
        ),
        action:
            "a specialty that comes out safer than its name suggests is one where this share is high; check what it \
                 asks for, such as letters of its own, before you rely on it"
                .to_owned(),
    })
}

/// What a few draws say of every portfolio before it is run.
pub(crate) struct Outlook {
    /// The chance of going unmatched.
    pub(crate) unmatched: Vec<Unmatched>,
    /// That the calendar has room for more interviews than come.
    pub(crate) unused_interviews: Option<Notice>,
}

/// What every portfolio leads to, over fewer draws than a simulation takes.
pub(crate) fn outlook(loaded: &Loaded, settings: &Settings<'_>) -> Result<Outlook, Error> {
    let scenario = &loaded.scenario;
    let portfolios = portfolios(scenario);
    let question = question(scenario, &portfolios);
    let engine = suited(obstacle(&question).is_none());
    let run = settings.draws(FEW_DRAWS).precision_of_simulation(engine)?;
    let findings =
        found(&question, &run, engine, Detail::Interviews, settings).map_err(|error| explained(error, loaded))?;
    let of = |portfolio| {
        let overall = findings.unmatched(portfolio);
        let residency = estimate_chance(&findings.means(portfolio, Quantity::AnyResidency));
        Unmatched {
            overall,
            given_interview: findings.unmatched_given_interview(portfolio),
            band: RiskBand::of(overall.mean, residency.mean),
        }
    };
    let numbers = 0..portfolios.len();
    let attended: Vec<f64> =
        numbers.clone().map(|number| residency_interviews(scenario, findings.as_ref(), number)).collect();
    Ok(Outlook { unmatched: numbers.map(of).collect(), unused_interviews: unused_interviews(scenario, &attended) })
}

fn portfolios(scenario: &scenario::Scenario) -> Vec<Portfolio> {
    scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect()
}

fn question<'a>(scenario: &'a scenario::Scenario, portfolios: &'a [Portfolio]) -> Question<'a> {
    Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios, values: scenario.values.as_ref() }
}

fn found(
    question: &Question<'_>,
    run: &Precision,
    engine: Engine,
    detail: Detail,
    settings: &Settings<'_>,
) -> Result<Box<dyn Findings>, EngineError> {
    Ok(match engine {
        Engine::Conditional => Box::new(integrate(question, run, detail, settings.told(), settings.stop())?),
        Engine::Trials => Box::new(simulate::simulate(question, run, settings.told(), settings.stop())?),
    })
}

/// The engine that answers unless one is asked for: the conditional where it supports what is asked.
pub(super) fn suited(is_conditional: bool) -> Engine {
    if is_conditional { Engine::Conditional } else { Engine::Trials }
}

/// Simulates the plans of the scenario, if it has any, as `run` simulated its portfolios.
fn add_plans(
    results: &mut Results,
    scenario: &scenario::Scenario,
    (asked, verify): (Option<Engine>, bool),
    (run, draws): (Precision, u64),
    settings: &Settings<'_>,
) -> Result<(), Error> {
    let Some(plans) = &scenario.plans else { return Ok(()) };
    let question = PlanQuestion {
        applicant: &scenario.applicant,
        prior: &scenario.prior,
        values: scenario.values.as_ref(),
        plans,
    };
    let run = PlanRun { question, precision: run, draws, watched: *settings };
    match run.found(asked) {
        Ok(found) => {
            if verify && found.engine == Engine::Conditional {
                results.notices.push(run.verified(&found)?);
            }
            let found = seasons::summary::summarise(&run.question, &found, scenario.season);
            results.simulation.partial = found.partial;
            results.plans = Some(found);
        }
        // The portfolios are done: what there is of them is shown.
        Err(EngineError::NothingDone) => results.simulation.partial = true,
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Holds what the conditional engine found against the trials engine on the same parameter draws.
fn verified(
    question: &Question<'_>,
    run: &Precision,
    exact: &dyn Findings,
    settings: &Settings<'_>,
) -> Result<Notice, Error> {
    let blocks = exact.trials().div_ceil(run.effort().block_points(question));
    let run = Precision { draws: blocks, trials: None, ..*run };
    let sampled = simulate::simulate(question, &run, settings.told(), settings.stop())?;
    agreement(&verify::differences(question, exact, &sampled))
}

/// A note that the engines agree.
///
/// # Errors
/// [`Error::Disagreement`] with the largest difference, if chance does not allow it.
pub(super) fn agreement(differences: &[Difference]) -> Result<Notice, Error> {
    let worst = largest(differences).ok_or_else(|| Error::Disagreement("nothing to compare".to_owned()))?;
    let seen = format!(
        "the largest of {} differences between the two engines is {:.1} standard errors: {}",
        differences.len(),
        worst.in_errors(),
        worst.what
    );
    if worst.in_errors() > LIMIT {
        return Err(Error::Disagreement(seen));
    }
    Ok(Notice {
        severity: Severity::Note,
        seen,
        meaning: "the two engines agree; a difference above five standard errors would be a disagreement".to_owned(),
        action: "nothing".to_owned(),
    })
}

fn fallen_back(obstacle: String) -> Notice {
    Notice {
        severity: Severity::Note,
        seen: obstacle,
        meaning: "the conditional engine needs a fixed order of programs, so every season was drawn at random"
            .to_owned(),
        action: "give each line its own preference for more precise results in less time".to_owned(),
    }
}

fn header(scenario: &Scenario<'_>) -> Header {
    let compiled = scenario.compiled_scenario();
    Header {
        scenario: identity(compiled),
        applicant: profile(compiled),
        risk_bands: band_meanings(scenario.reference()),
        costs_usd: compiled.portfolios.iter().map(|planned| planned.cost.total()).collect(),
        parameters: "fitted".to_owned(),
        interval_sources: Vec::new(),
        notices: scenario.notices(),
    }
}

impl Scenario<'_> {
    /// Index of the portfolio that a question about one is asked of, and why: the one of this name or number, or the one
    /// with the lowest chance of going unmatched.
    pub(super) fn examined(
        &self,
        asked: Option<&str>,
        settings: &Settings<'_>,
    ) -> Result<(usize, PortfolioChoice), Error> {
        let compiled = self.compiled_scenario();
        if asked.is_some() || compiled.portfolios.len() == 1 {
            let choice = if asked.is_some() { PortfolioChoice::Named } else { PortfolioChoice::Only };
            return Ok((self.portfolio(asked)?, choice));
        }
        Ok((safest(&outlook(self.loaded(), settings)?.unmatched), PortfolioChoice::Safest))
    }
}

/// Index of the portfolio with the lowest chance of going unmatched.
pub(crate) fn safest(chances: &[Unmatched]) -> usize {
    let least = (0..chances.len()).min_by(|a, b| chances[*a].overall.mean.total_cmp(&chances[*b].overall.mean));
    least.unwrap_or_default()
}
