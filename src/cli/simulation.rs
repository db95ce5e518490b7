//! From a scenario to results: which engine answers, how hard it works, and
//! what the reader must know of it.

use std::sync::atomic::{AtomicBool, Ordering};

use super::arguments::{CENTRAL_BLOCKS, Common, DEFAULT_BLOCKS, Engine, RunOptions, TARGET_BLOCKS};
use super::failure::Failure;
use super::progress::Bar;
use crate::engine::conditional::{Detail, Effort, integrate, obstacle};
use crate::engine::driver::{EngineError, Progress, Question, Settings, Silent};
use crate::engine::findings::Findings;
use crate::engine::results::{EngineKind, Estimate, Notice, Results, ScenarioIdentity, Severity, StoppingReason};
use crate::engine::seasons::{self, PlanFindings, PlanQuestion};
use crate::engine::simulate::simulate;
use crate::engine::summary::{Header, summarise};
use crate::engine::trials::BLOCK_TRIALS;
use crate::engine::uncertainty::DrawMode;
use crate::engine::{verify, width};
use crate::model::Portfolio;
use crate::scenario::{Loaded, Scenario, Warning, warning};

/// Set by Ctrl-C; looked at between waves of trials.
pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// The first Ctrl-C ends the simulation with what there is, the second ends the program.
pub fn listen_for_interruption() -> Result<(), Failure> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(super::exit_codes::INTERRUPTED));
        }
    })
    .map_err(|error| Failure::Fault(format!("no handler for Ctrl-C: {error}")))
}

/// Parameter draws behind the chances that `check` shows.
const CHECK_BLOCKS: u64 = 256;

/// P(unmatched) of every portfolio, over fewer draws than a run takes.
pub fn unmatched(loaded: &Loaded) -> Result<Vec<Estimate>, Failure> {
    let scenario = &loaded.scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question = question(scenario, &portfolios);
    let conditional = obstacle(&question).is_none();
    let mode = DrawMode::Posterior;
    let block = if conditional { Effort::for_mode(mode).block_points(&question) } else { BLOCK_TRIALS };
    let settings = Settings { seed: 1, trials: CHECK_BLOCKS * block, target_error: None, threads: None, mode };
    let findings = found(&question, &settings, conditional, Detail::Outcomes, &Silent)?;
    Ok((0..portfolios.len()).map(|portfolio| findings.unmatched(portfolio)).collect())
}

fn question<'a>(scenario: &'a Scenario, portfolios: &'a [Portfolio]) -> Question<'a> {
    Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios, values: scenario.values.as_ref() }
}

/// The results of one scenario, and what they were made from.
pub fn simulated(
    loaded: &Loaded,
    options: &RunOptions,
    common: &Common,
) -> Result<(Results, Box<dyn Findings>), Failure> {
    let scenario = &loaded.scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question = question(scenario, &portfolios);
    let obstacle = obstacle(&question);
    let conditional = options.engine == Engine::Conditional || options.engine == Engine::Auto && obstacle.is_none();
    let settings = settings(options, &question, conditional);
    let bar = Bar::new(common.quiet);
    let findings = found(&question, &settings, conditional, Detail::Distributions, &bar);
    bar.finish();
    let findings = findings?;
    let mut header = header(loaded);
    if settings.mode.has_draws() && findings.stopped() != StoppingReason::Interrupted {
        header.interval_sources = width::unmatched_shares(&question, &settings, &AtomicBool::new(false))?;
    }
    match obstacle {
        Some(obstacle) if options.engine == Engine::Auto => header.notices.push(fallen_back(obstacle)),
        None if options.verify => header.notices.push(verified(&question, &settings, findings.as_ref(), &bar)?),
        _ => {}
    }
    let mut results = summarise(&question, &settings, findings.as_ref(), header);
    if let Some(plans) = scenario.plans.as_ref().filter(|_| !results.simulation.partial) {
        let draws = if settings.mode.has_draws() { findings.parameter_draws() } else { CENTRAL_PLAN_BLOCKS };
        let question = PlanQuestion {
            applicant: &scenario.applicant,
            prior: &scenario.prior,
            values: scenario.values.as_ref(),
            plans,
        };
        let run = PlanRun { question, settings, draws };
        match run.found(options.engine, &bar) {
            Ok(found) => {
                if options.verify && found.engine == EngineKind::Conditional {
                    results.notices.push(run.verified(&found, &bar)?);
                }
                let found = seasons::summary::summarise(&run.question, &found, scenario.season);
                results.simulation.partial = found.partial;
                results.plans = Some(found);
            }
            // The portfolios are done: what there is of them is shown.
            Err(EngineError::NothingDone) => results.simulation.partial = true,
            Err(error) => return Err(error.into()),
        }
    }
    Ok((results, findings))
}

/// Blocks of a run over several seasons at central parameters.
const CENTRAL_PLAN_BLOCKS: u64 = 512;

/// Plans over several seasons, on as many parameter draws as the seasons of the portfolios.
struct PlanRun<'a> {
    question: PlanQuestion<'a>,
    settings: Settings,
    draws: u64,
}

impl PlanRun<'_> {
    fn found(&self, engine: Engine, bar: &Bar) -> Result<PlanFindings, EngineError> {
        let is_possible = || seasons::conditional::obstacle(&self.question).is_none();
        let found = if engine == Engine::Conditional || engine == Engine::Auto && is_possible() {
            let settings = self.settings(seasons::conditional::BLOCK_POINTS);
            seasons::conditional::integrate(&self.question, &settings, bar, &INTERRUPTED)
        } else {
            self.sampled(bar)
        };
        bar.finish();
        found
    }

    fn sampled(&self, bar: &Bar) -> Result<PlanFindings, EngineError> {
        let settings = self.settings(seasons::trials::BLOCK);
        seasons::trials::simulate(&self.question, &settings, bar, &INTERRUPTED)
    }

    fn settings(&self, block: u64) -> Settings {
        Settings { trials: self.draws * block, target_error: None, ..self.settings }
    }

    fn verified(&self, exact: &PlanFindings, bar: &Bar) -> Result<Notice, Failure> {
        let sampled = self.sampled(bar);
        bar.finish();
        agreement(&seasons::verify::differences(&self.question, exact, &sampled?))
    }
}

/// Holds what the conditional engine found against the trials engine on the same parameter draws.
fn verified(question: &Question<'_>, settings: &Settings, exact: &dyn Findings, bar: &Bar) -> Result<Notice, Failure> {
    let blocks = exact.trials().div_ceil(Effort::for_mode(settings.mode).block_points(question));
    let sampled = simulate(question, &Settings { trials: blocks * BLOCK_TRIALS, ..*settings }, bar, &INTERRUPTED);
    bar.finish();
    agreement(&verify::differences(question, exact, &sampled?))
}

/// What the differences of both engines say.
fn agreement(differences: &[verify::Difference]) -> Result<Notice, Failure> {
    let worst = verify::largest(differences).ok_or_else(|| Failure::Fault("nothing to compare".to_owned()))?;
    let seen = format!(
        "the largest of {} differences between the two engines is {:.1} standard errors: {}",
        differences.len(),
        worst.in_errors(),
        worst.what
    );
    if worst.in_errors() > verify::LIMIT {
        return Err(Failure::Disagreement(seen));
    }
    Ok(Notice {
        severity: Severity::Note,
        seen,
        meaning: "the exact engine and the sampler agree; beyond five standard errors they would not".to_owned(),
        action: "nothing".to_owned(),
    })
}

fn found(
    question: &Question<'_>,
    settings: &Settings,
    conditional: bool,
    detail: Detail,
    progress: &dyn Progress,
) -> Result<Box<dyn Findings>, EngineError> {
    Ok(if conditional {
        let effort = Effort::for_mode(settings.mode);
        Box::new(integrate(question, settings, detail, effort, progress, &INTERRUPTED)?)
    } else {
        Box::new(simulate(question, settings, progress, &INTERRUPTED)?)
    })
}

fn fallen_back(obstacle: String) -> Notice {
    Notice {
        severity: Severity::Note,
        seen: obstacle,
        meaning: "the exact engine needs one order of programs, so seasons were drawn one by one".to_owned(),
        action: "nothing, or give each line a preference of its own for more digits in less time".to_owned(),
    }
}

fn settings(options: &RunOptions, question: &Question<'_>, conditional: bool) -> Settings {
    let mode = if options.central_parameters { DrawMode::Central } else { DrawMode::Posterior };
    let block = if conditional { Effort::for_mode(mode).block_points(question) } else { BLOCK_TRIALS };
    let blocks = match (options.target_error, mode) {
        (Some(_), _) => TARGET_BLOCKS,
        (None, DrawMode::Central) if conditional => CENTRAL_BLOCKS,
        (None, _) => DEFAULT_BLOCKS,
    };
    Settings {
        seed: options.seed,
        trials: options.trials.unwrap_or(blocks * block),
        target_error: options.target_error,
        threads: options.threads.map(usize::from),
        mode,
    }
}

fn header(loaded: &Loaded) -> Header {
    let scenario = &loaded.scenario;
    Header {
        scenario: identity(scenario),
        costs_usd: scenario.portfolios.iter().map(|planned| planned.cost.total()).collect(),
        parameters: "fitted".to_owned(),
        interval_sources: Vec::new(),
        notices: loaded.warnings.iter().map(notice).collect(),
    }
}

/// Which scenario this is.
pub fn identity(scenario: &Scenario) -> ScenarioIdentity {
    ScenarioIdentity {
        title: scenario.title.clone(),
        file: scenario.file.clone(),
        sha256: scenario.sha256.clone(),
        season: scenario.season,
    }
}

/// A warning of the scenario as the results show it.
pub fn notice(warning: &Warning) -> Notice {
    Notice {
        severity: match warning.severity() {
            warning::Severity::Warning => Severity::Warning,
            warning::Severity::Note => Severity::Note,
        },
        seen: warning.seen(),
        meaning: warning.meaning().to_owned(),
        action: warning.action().to_owned(),
    }
}
