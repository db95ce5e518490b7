//! The answer: the survivors of the search at full precision, on common draws
//! with the person's own portfolios.

use std::sync::atomic::AtomicBool;

use super::layout::Layout;
use super::mix::Aim;
use super::objective::Levels;
use super::order::preference_order;
use super::precise::Final;
use super::promise::beyond;
use super::survey::{MIDDLE_DRAWS, Survey, Surveyor};
use super::terms::OptimizeError;
use super::toml::block;
use crate::decide::answers::Header;
use crate::decide::answers::optimize::{
    Found, GoalKey, Independence, Limits, OptimizeAnswer, OrderSource, RankedTrack, Stage, Step, Strength,
};
use crate::decide::series::Series;
use crate::engine::conditional::tabulation::Tabulation;
use crate::engine::driver::EngineError;

/// Name of the best portfolio, also in the block to paste.
const BEST: &str = "Best found";

/// Never set: the last look after the person asked to stop.
static NO_MORE: AtomicBool = AtomicBool::new(false);

/// Other portfolios shown.
const CLOSE: usize = 5;

/// The best portfolio of the scenario under the terms, with all that it is judged by; when interrupted, the best found so
/// far.
///
/// # Errors
///
/// [`OptimizeError`] says which limit cannot be kept, and by how much; when interrupted before any portfolio within
/// the limits was found.
pub fn optimize(surveyor: &Surveyor<'_>, header: Header) -> Result<OptimizeAnswer, OptimizeError> {
    let layout = Layout::new(surveyor.scenario, surveyor.terms, surveyor.terms.budget_usd)?;
    let tables = surveyor.coarse(&layout)?;
    let survey = surveyor.survey(&layout, &tables)?;
    match searched(surveyor, &layout, tables, &survey, header.clone()) {
        Err(OptimizeError::Engine(EngineError::NothingDone)) => stopped(surveyor, &layout, survey, header),
        answer => answer,
    }
}

/// The answer of a search that comes to its end.
fn searched(
    surveyor: &Surveyor<'_>,
    layout: &Layout<'_>,
    tables: Tabulation<'_>,
    survey: &Survey,
    header: Header,
) -> Result<OptimizeAnswer, OptimizeError> {
    // The best is chosen at full precision before the path to it can be known.
    let chosen = Final::of(surveyor, layout, &survey.finalists)?;
    let Some(best) = chosen.best() else {
        return Err(beyond(surveyor, layout, &survey.finalists, &chosen)?);
    };
    surveyor.advance();
    let (path, next) = surveyor.path(layout, &tables, &survey.finalists[best])?;
    drop(tables);
    surveyor.advance();
    let all = Places::of(survey, best, &path, next.as_ref());
    let found = Final::of(surveyor, layout, &all.points)?;
    answer(surveyor, layout, survey, &all, &found, header)
}

/// The answer of a search that was stopped: the best so far beside the person's own portfolios, with so few draws that
/// it takes a moment.
fn stopped(
    surveyor: &Surveyor<'_>,
    layout: &Layout<'_>,
    survey: Survey,
    header: Header,
) -> Result<OptimizeAnswer, OptimizeError> {
    let precision = surveyor.precision.at_most(MIDDLE_DRAWS);
    let surveyor = Surveyor { precision, interrupted: &NO_MORE, ..*surveyor };
    let chosen = Final::of(&surveyor, layout, &survey.finalists)?;
    // What breaks a limit answers nothing.
    let best = chosen.best().ok_or(EngineError::NothingDone)?;
    let survey = Survey::stopped(survey.finalists[best].clone(), survey.judged);
    let all = Places::of(&survey, 0, &[], None);
    let found = Final::of(&surveyor, layout, &all.points)?;
    let answer = answer(&surveyor, layout, &survey, &all, &found, header)?;
    let header = Header { parameter_draws: precision.draws, ..answer.header };
    Ok(OptimizeAnswer { header, partial: true, frontier: Vec::new(), ..answer })
}

/// Every point of the answer once, and where each part of the answer finds its own.
struct Places {
    points: Vec<Levels>,
    rivals: Vec<usize>,
    frontier: Vec<(Aim, usize)>,
    independent: Option<usize>,
    path: Vec<usize>,
    next: Option<usize>,
}

impl Places {
    fn of(survey: &Survey, best: usize, path: &[Levels], next: Option<&Levels>) -> Self {
        let mut points = vec![survey.finalists[best].clone()];
        let mut place = |point: &Levels| {
            points.iter().position(|known| known == point).unwrap_or_else(|| {
                points.push(point.clone());
                points.len() - 1
            })
        };
        let rivals = survey.rivals.iter().map(&mut place).collect();
        let frontier = survey.frontier.iter().map(|(aim, point)| (*aim, place(point))).collect();
        let independent = survey.independent.as_ref().map(|choice| place(&choice.point));
        let path = path.iter().map(&mut place).collect();
        let next = next.map(&mut place);
        Self { points, rivals, frontier, independent, path, next }
    }
}

fn answer(
    surveyor: &Surveyor<'_>,
    layout: &Layout<'_>,
    survey: &Survey,
    all: &Places,
    found: &Final<'_>,
    header: Header,
) -> Result<OptimizeAnswer, OptimizeError> {
    let (scenario, terms) = (surveyor.scenario, surveyor.terms);
    let show = |place: usize, name: &str| {
        found.shown(&layout.portfolio(name, &all.points[place]), &found.cells[place], place == 0)
    };
    let order = preference_order(scenario);
    let tracks = order.iter().map(|track| {
        let prior = &scenario.prior.tracks[*track];
        RankedTrack { id: prior.id.clone(), name: prior.name.clone(), short_name: prior.short_name.clone() }
    });
    let own = found.own()?;
    let own =
        scenario.portfolios.iter().zip(&own).map(|(planned, cells)| found.shown(&planned.portfolio, cells, false));
    let best = show(0, BEST);
    let mut close: Vec<Found> = all.rivals.iter().filter(|place| **place != 0).map(|place| show(*place, "")).collect();
    close.retain(|one| one.beyond.is_empty());
    let short = |one: &Found| one.shortfall.as_ref().map_or(0.0, |shortfall| shortfall.difference.mean);
    close.sort_by(|a, b| short(a).total_cmp(&short(b)));
    close.truncate(CLOSE);
    for (number, one) in (1..).zip(&mut close) {
        one.name = format!("Close {number}");
    }
    let steps = steps(layout, all, found);
    let independence = all.independent.zip(survey.independent.as_ref()).map(|(place, choice)| Independence {
        choice: show(place, "If programs were independent"),
        promised_unmatched: choice.unmatched,
    });
    Ok(OptimizeAnswer {
        header,
        partial: false,
        goal: if found.aim == Aim::Value { GoalKey::Value } else { GoalKey::Risk },
        limits: Limits {
            budget_usd: terms.budget_usd,
            max_interviews: layout.menu.max_interviews,
            max_unmatched: terms.max_unmatched,
            researched_programs: terms.researched_programs,
        },
        tracks: tracks.collect(),
        order: if scenario.values.is_some() { OrderSource::Values } else { OrderSource::Lines },
        first_choice: scenario.prior.tracks[found.measures.first_choice].id.clone(),
        toml: block(&layout.portfolio(BEST, &all.points[0]), scenario),
        own: own.collect(),
        close,
        frontier: frontier(all, found, &show),
        path: steps.0,
        next: steps.1,
        independence,
        stages: stages(survey, surveyor.precision.draws, found.cells.len()),
        best,
    })
}

fn stages(survey: &Survey, draws: u64, portfolios: usize) -> Vec<Stage> {
    let first = survey.judged.iter().map(|(draws, portfolios)| Stage { draws: *draws, portfolios: *portfolios as u64 });
    first.chain([Stage { draws, portfolios: portfolios as u64 }]).collect()
}

/// The path, and the step after it.
fn steps(layout: &Layout<'_>, all: &Places, found: &Final<'_>) -> (Vec<Step>, Option<Step>) {
    let slots = layout.menu.slots.len();
    let programs =
        |place: usize| -> Vec<u32> { (0..slots).map(|slot| layout.programs(slot, &all.points[place])).collect() };
    let fixed = layout.cost(&vec![0; layout.knobs.len()]);
    let step = |before: Option<usize>, place: usize| {
        let (old, new) = (before.map_or(vec![0; slots], programs), programs(place));
        let slot = (0..slots).find(|slot| old[*slot] != new[*slot]).unwrap_or(0);
        let goal = found.cells[place].goal(found.aim);
        let nothing = if found.aim == Aim::Value { 0.0 } else { -1.0 };
        let gain = match before {
            Some(before) => goal.minus(&found.cells[before].goal(found.aim)),
            None => goal.with(&goal, |worth, _| worth - nothing),
        };
        let cost_usd = layout.cost(&all.points[place]);
        Step {
            track: found.surveyor.scenario.prior.tracks[layout.track(slot)].id.clone(),
            from: old[slot],
            to: new[slot],
            price_usd: cost_usd - before.map_or(fixed, |before| layout.cost(&all.points[before])),
            cost_usd,
            gain: gain.estimate(),
            unmatched: found.cells[place].unmatched.estimate_chance(),
            value: found.cells[place].value.as_ref().map(Series::estimate_chance),
            programs: new,
        }
    };
    let befores = std::iter::once(None).chain(all.path.iter().map(|place| Some(*place)));
    let path = befores.zip(&all.path).map(|(before, place)| step(before, *place)).collect();
    (path, all.next.map(|place| step(Some(0), place)))
}

/// Portfolios by cost that no other equals or beats in cost, value, safety and
/// first choice at once, by means; the best portfolio is among them if none does.
fn frontier(all: &Places, found: &Final<'_>, show: &dyn Fn(usize, &str) -> Found) -> Vec<Found> {
    let mut kept: Vec<(Found, Vec<Strength>)> = Vec::new();
    let places = std::iter::once((found.aim, 0)).chain(all.frontier.iter().copied());
    for (aim, place) in places {
        let strength = match aim {
            Aim::Value => Strength::Value,
            Aim::Safety => Strength::Safety,
            Aim::FirstChoice => Strength::FirstChoice,
        };
        let portfolio = show(place, "");
        match kept.iter_mut().find(|(known, _)| known.lines == portfolio.lines) {
            Some((_, strengths)) if strengths.contains(&strength) => {}
            Some((_, strengths)) => strengths.push(strength),
            None => kept.push((portfolio, vec![strength])),
        }
    }
    let is_beaten = |one: &Found| kept.iter().any(|(other, _)| dominates(other, one));
    let mut frontier: Vec<Found> = kept
        .iter()
        .filter(|(one, _)| !one.lines.is_empty() && !is_beaten(one))
        .map(|(one, strengths)| Found { is_best_at: strengths.clone(), ..one.clone() })
        .collect();
    frontier.sort_by(|a, b| a.cost_usd.total_cmp(&b.cost_usd).then(b.unmatched.mean.total_cmp(&a.unmatched.mean)));
    for (number, one) in (1..).zip(&mut frontier) {
        one.name = format!("F{number}");
    }
    frontier
}

/// Whether `a` is at least as good as `b` in everything and better in something.
fn dominates(a: &Found, b: &Found) -> bool {
    let scores = |one: &Found| {
        [-one.cost_usd, -one.unmatched.mean, one.first_choice.mean, one.value.map_or(0.0, |value| value.mean)]
    };
    let (a, b) = (scores(a), scores(b));
    a != b && a.iter().zip(b).all(|(a, b)| *a >= b)
}
