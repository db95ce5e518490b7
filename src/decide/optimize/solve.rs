//! The answer: the survivors of the search at full precision, on common draws
//! with the person's own portfolios.

use super::layout::Layout;
use super::mix::{Aim, Measures};
use super::objective::{Point, is_paid};
use super::order::preference_order;
use super::promise::beyond;
use super::survey::{Survey, Surveyor};
use super::terms::OptimizeError;
use super::toml::block;
use crate::decide::answers::Header;
use crate::decide::answers::optimize::{
    Found, GoalKey, Independence, LimitKey, Limits, OptimizeAnswer, OrderSource, PlannedLine, RankedTrack, Shortfall,
    Stage, Step, Strength,
};
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Study};
use crate::engine::conditional::recursion::OutcomeChances;
use crate::engine::conditional::tabulation::{Draws, Tabulation};
use crate::engine::results::Estimate;
use crate::model::{Line, Portfolio, Screening};

/// Name of the best portfolio, also in the block to paste.
const BEST: &str = "Best found";

/// Other portfolios shown.
const CLOSE: usize = 5;

/// The best portfolio of the scenario under the terms, with all that it is judged by.
///
/// # Errors
///
/// [`OptimizeError`] says which limit cannot be kept, and by how much.
pub fn optimize(surveyor: &Surveyor<'_>, header: Header) -> Result<OptimizeAnswer, OptimizeError> {
    let (scenario, terms) = (surveyor.scenario, surveyor.terms);
    let layout = Layout::new(scenario, terms, terms.budget_usd)?;
    let survey = surveyor.survey(&layout)?;
    // The best is chosen at full precision before the path to it can be known.
    let chosen = Final::of(surveyor, &layout, &survey.finalists)?;
    let best = chosen.best()?;
    let (path, next) = surveyor.path(&layout, &survey.finalists[best])?;
    let all = Points::of(&survey, best, path, next);
    let found = Final::of(surveyor, &layout, &all.points)?;
    answer(surveyor, &layout, &survey, &all, &found, header)
}

/// Every point of the answer once, and where each part of the answer finds its own.
struct Points {
    points: Vec<Point>,
    rivals: Vec<usize>,
    frontier: Vec<(Aim, usize)>,
    independent: usize,
    path: Vec<usize>,
    next: Option<usize>,
}

impl Points {
    fn of(survey: &Survey, best: usize, path: Vec<Point>, next: Option<Point>) -> Self {
        let mut points = vec![survey.finalists[best].clone()];
        let mut place = |point: &Point| {
            points.iter().position(|known| known == point).unwrap_or_else(|| {
                points.push(point.clone());
                points.len() - 1
            })
        };
        let rivals = survey.rivals.iter().map(&mut place).collect();
        let frontier = survey.frontier.iter().map(|(aim, point)| (*aim, place(point))).collect();
        let independent = place(&survey.independent.point);
        let path = path.iter().map(&mut place).collect();
        let next = next.as_ref().map(&mut place);
        Self { points, rivals, frontier, independent, path, next }
    }
}

/// Portfolios at full precision.
pub(super) struct Final<'a> {
    surveyor: Surveyor<'a>,
    aim: Aim,
    measures: Measures<'a>,
    cells: Vec<Cells>,
}

/// What is known of one portfolio, by parameter draw and part.
pub(super) struct Cells {
    pub unmatched: Series,
    pub residency: Series,
    pub first_choice: Series,
    pub value: Option<Series>,
}

impl Cells {
    /// What is aimed at, higher is better.
    fn goal(&self, aim: Aim) -> Series {
        match (aim, &self.value) {
            (Aim::Value, Some(value)) => value.clone(),
            (Aim::FirstChoice, _) => self.first_choice.clone(),
            _ => self.unmatched.times(-1.0),
        }
    }
}

impl<'a> Final<'a> {
    /// Points of a layout.
    pub(super) fn of(surveyor: &Surveyor<'a>, layout: &Layout<'_>, points: &[Point]) -> Result<Self, OptimizeError> {
        let (scenario, precision) = (surveyor.scenario, surveyor.precision);
        let measures = surveyor.measures();
        let (menu, selections) = layout.narrowed(points);
        let draws = Draws { seed: precision.seed, count: precision.draws, threads: precision.threads };
        let tables = Tabulation::new(&scenario.applicant, &scenario.prior, &menu, draws, surveyor.interrupted)?;
        let cells = tables
            .chances(&selections)?
            .iter()
            .map(|chances| {
                let series = |of: &dyn Fn(&OutcomeChances) -> f64| Series(chances.parts(of));
                Cells {
                    unmatched: series(&|outcome| outcome.unmatched),
                    residency: series(&|outcome| outcome.matched.iter().sum()),
                    first_choice: series(&|outcome| outcome.matched[measures.first_choice]),
                    value: measures.values.map(|values| series(&|outcome| outcome.value(values))),
                }
            })
            .collect();
        Ok(Self { surveyor: *surveyor, aim: surveyor.aim()?, measures, cells })
    }

    /// P(unmatched) of a portfolio.
    pub(super) fn unmatched(&self, place: usize) -> Estimate {
        self.cells[place].unmatched.estimate_chance()
    }

    /// The best of the portfolios that keep the limit on P(unmatched).
    fn best(&self) -> Result<usize, OptimizeError> {
        let terms = self.surveyor.terms;
        let keeps =
            |place: &usize| terms.max_unmatched.is_none_or(|limit| self.cells[*place].unmatched.mean() <= limit);
        let goal = |place: usize| self.cells[place].goal(self.aim).mean();
        let kept: Vec<usize> = (0..self.cells.len()).filter(keeps).collect();
        match kept.into_iter().reduce(|best, next| if goal(next) > goal(best) { next } else { best }) {
            Some(best) => Ok(best),
            None => Err(beyond(&self.surveyor)?),
        }
    }

    /// The person's own portfolios, on the same draws.
    fn own(&self) -> Result<Vec<Cells>, OptimizeError> {
        let scenario = self.surveyor.scenario;
        let interrupted = self.surveyor.interrupted;
        let study = Study { prior: &scenario.prior, precision: self.surveyor.precision, interrupted };
        let candidate =
            |portfolio: &Portfolio| Candidate { applicant: scenario.applicant.clone(), portfolio: portfolio.clone() };
        let candidates: Vec<Candidate> =
            scenario.portfolios.iter().map(|planned| candidate(&planned.portfolio)).collect();
        let found = study.outcomes(&candidates)?;
        let cells = found.iter().map(|outcomes| Cells {
            unmatched: outcomes.series(Measure::Unmatched),
            residency: outcomes.series(Measure::Residency),
            first_choice: outcomes.series(Measure::Matched(self.measures.first_choice)),
            value: self.measures.values.map(|values| outcomes.series(Measure::Value(values))),
        });
        Ok(cells.collect())
    }

    /// A portfolio as the answer shows it; the first of the points is the best.
    fn shown(&self, portfolio: &Portfolio, cells: &Cells, is_best: bool) -> Found {
        let scenario = self.surveyor.scenario;
        let shortfall = (!is_best).then(|| {
            let difference = self.cells[0].goal(self.aim).minus(&cells.goal(self.aim)).estimate();
            Shortfall { difference, is_tied: is_tie(&difference) }
        });
        Found {
            name: portfolio.name.clone(),
            is_best_at: Vec::new(),
            beyond: self.beyond(portfolio, cells),
            lines: portfolio.lines.iter().map(|line| planned(line, &scenario.prior.tracks[line.track].id)).collect(),
            applications: portfolio.applications(),
            cost_usd: scenario.pricing.cost(portfolio).total(),
            unmatched: cells.unmatched.estimate_chance(),
            residency: cells.residency.estimate_chance(),
            first_choice: cells.first_choice.estimate_chance(),
            value: cells.value.as_ref().map(Series::estimate_chance),
            shortfall,
        }
    }
}

impl Final<'_> {
    /// Limits that a portfolio does not keep.
    fn beyond(&self, portfolio: &Portfolio, cells: &Cells) -> Vec<LimitKey> {
        let terms = self.surveyor.terms;
        let researched = portfolio.lines.iter().filter(|line| line.screening == Screening::Researched);
        let researched: u32 = researched.map(|line| line.programs).sum();
        let cost = self.surveyor.scenario.pricing.cost(portfolio).total();
        let broken = [
            (!is_paid(cost, terms.budget_usd), LimitKey::Budget),
            (terms.researched_programs.is_some_and(|most| researched > most), LimitKey::Research),
            (terms.max_unmatched.is_some_and(|most| cells.unmatched.mean() > most), LimitKey::Risk),
        ];
        broken.into_iter().filter(|(is_broken, _)| *is_broken).map(|(_, limit)| limit).collect()
    }
}

fn is_tie(difference: &Estimate) -> bool {
    difference.mean.abs() <= 2.0 * difference.mc_error
}

fn planned(line: &Line, track: &str) -> PlannedLine {
    PlannedLine {
        track: track.to_owned(),
        programs: line.programs,
        is_researched: line.screening == Screening::Researched,
        gold_signals: line.gold_signals,
        silver_signals: line.silver_signals,
        signals: line.signals,
    }
}

fn answer(
    surveyor: &Surveyor<'_>,
    layout: &Layout<'_>,
    survey: &Survey,
    all: &Points,
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
    let promised = survey.independent.unmatched;
    let choice = show(all.independent, "If programs were independent");
    Ok(OptimizeAnswer {
        header,
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
        independence: Independence { choice, promised_unmatched: promised },
        stages: stages(survey, surveyor.precision.draws, found.cells.len()),
        best,
    })
}

fn stages(survey: &Survey, draws: u64, portfolios: usize) -> Vec<Stage> {
    let first = survey.judged.map(|(draws, portfolios)| Stage { draws, portfolios: portfolios as u64 });
    first.into_iter().chain([Stage { draws, portfolios: portfolios as u64 }]).collect()
}

/// The path, and the step after it.
fn steps(layout: &Layout<'_>, all: &Points, found: &Final<'_>) -> (Vec<Step>, Option<Step>) {
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
fn frontier(all: &Points, found: &Final<'_>, show: &dyn Fn(usize, &str) -> Found) -> Vec<Found> {
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
