//! The search in stages: few draws for all portfolios, more for those that
//! survive, and the whole precision for the few that are reported.

use std::cell::Cell;
use std::sync::atomic::AtomicBool;

use super::frontier::{COST_STEPS, along, budgets, nested_path, next_step};
use super::layout::Layout;
use super::mix::{Aim, Means, Measures, Mix};
use super::objective::Levels;
use super::order::first_choice;
use super::search::{Thoroughness, search};
use super::terms::{Goal, OptimizeError, Terms};
use crate::engine::conditional::tabulation::{SelectionChances, Tabulation, chances_once};
use crate::engine::driver::{EngineError, Progress};
use crate::engine::precision::Precision;
use crate::scenario::Scenario;

/// Draws of the first stage, which judges every portfolio that the search meets.
const COARSE_DRAWS: u64 = 16;

/// Draws of the second stage, which judges the best of them.
pub(super) const MIDDLE_DRAWS: u64 = 64;

/// Portfolios that go on to the second stage, and to the last.
const SURVIVORS: usize = 64;
const FINALISTS: usize = 8;

/// Other portfolios that are held against the best one for a tie, and how many
/// programs each must differ by from the others.
const RIVALS: usize = 10;
const APART: u32 = 10;

/// The search for the best portfolio.
const MAIN: Thoroughness = Thoroughness { enumerate_up_to: 500, regrow: true };

/// The searches along the frontier, each of which starts from the one before.
const LIGHT: Thoroughness = Thoroughness { enumerate_up_to: 500, regrow: false };

/// The search by the arithmetic of independent chances, which one exact point a portfolio makes cheap.
const THOROUGH: Thoroughness = Thoroughness { enumerate_up_to: 10_000, regrow: false };

/// What the first two stages found; of a search that was stopped, the best so far and nothing else.
pub struct Survey {
    /// Candidates for the best portfolio, the best so far first.
    pub finalists: Vec<Levels>,
    /// Portfolios that differ from it and come close.
    pub rivals: Vec<Levels>,
    /// The best for each budget by each aim.
    pub frontier: Vec<(Aim, Levels)>,
    /// What independent programs would have chosen, with the P(unmatched) they promise; none if the search was stopped.
    pub independent: Option<IndependentChoice>,
    /// Draws and portfolios judged of each stage, one stage after the other.
    pub judged: Vec<(u64, usize)>,
}

impl Survey {
    /// What is known of a search that was stopped.
    #[must_use]
    pub fn stopped(best: Levels, judged: Vec<(u64, usize)>) -> Self {
        Self { finalists: vec![best], rivals: Vec::new(), frontier: Vec::new(), independent: None, judged }
    }
}

/// What the assumption of independence chose and promises.
#[derive(Clone, Debug, PartialEq)]
pub struct IndependentChoice {
    /// Its choice.
    pub point: Levels,
    /// P(unmatched) that it promises for its choice.
    pub unmatched: f64,
}

/// All that a survey needs to know.
#[derive(Clone, Copy)]
pub struct Surveyor<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What is asked for.
    pub terms: &'a Terms,
    /// How precisely the answer is wanted.
    pub precision: Precision,
    /// Set when the person asks to stop.
    pub interrupted: &'a AtomicBool,
    /// How far the work is.
    pub steps: &'a Steps<'a>,
}

/// Tells how far the work is, search by search.
pub struct Steps<'a> {
    progress: &'a dyn Progress,
    done: Cell<u64>,
}

impl<'a> Steps<'a> {
    /// Searches beside those of the frontier: tables, the best, independence, a second look, the path, the answer.
    const OTHERS: u64 = 6;

    /// Nothing done yet.
    #[must_use]
    pub fn new(progress: &'a dyn Progress) -> Self {
        Self { progress, done: Cell::new(0) }
    }

    /// One more step is done, of as many as the frontier of `aims` aims takes.
    fn advance(&self, aims: usize) {
        self.done.set(self.done.get() + 1);
        let total = Self::OTHERS + aims as u64 * u64::from(COST_STEPS);
        self.progress.advanced(self.done.get().min(total), total);
    }
}

impl<'a> Surveyor<'a> {
    /// What is aimed at.
    ///
    /// # Errors
    ///
    /// When value is asked for and no values are stated.
    pub fn aim(&self) -> Result<Aim, OptimizeError> {
        match (self.terms.goal, &self.scenario.values) {
            (Some(Goal::Value), None) => Err(OptimizeError::NoValues),
            (None | Some(Goal::Value), Some(_)) => Ok(Aim::Value),
            (Some(Goal::Risk) | None, _) => Ok(Aim::Safety),
        }
    }

    /// What is measured.
    #[must_use]
    pub fn measures(&self) -> Measures<'a> {
        Measures { values: self.scenario.values.as_ref(), first_choice: first_choice(self.scenario) }
    }

    /// One more step of the work is done.
    pub fn advance(&self) {
        self.steps.advance(self.aims().len());
    }

    /// Tables of a layout at the precision of the first stage.
    ///
    /// # Errors
    ///
    /// As [`Tabulation::new`].
    pub fn coarse<'l>(&self, layout: &'l Layout<'_>) -> Result<Tabulation<'l>, EngineError>
    where
        'a: 'l,
    {
        let scenario = self.scenario;
        Tabulation::new(
            &scenario.applicant,
            &scenario.prior,
            &layout.menu,
            &self.precision.at_most(COARSE_DRAWS),
            self.interrupted,
        )
    }

    /// The first two stages, the first by `tables` of the layout; when interrupted, the best portfolio met so far.
    ///
    /// # Errors
    ///
    /// When no application can be paid, no values are stated, or when interrupted before any was met.
    pub fn survey(&self, layout: &Layout<'_>, tables: &Tabulation<'_>) -> Result<Survey, OptimizeError> {
        let mut mix = Mix::new(layout, tables, self.measures());
        match self.surveyed(layout, tables, &mut mix) {
            Err(OptimizeError::Engine(EngineError::NothingDone)) => {
                let best = self.best(&mut mix, self.aim()?, 1)?.pop();
                let is_any = |best: &Levels| (0..layout.menu.slots.len()).any(|slot| layout.programs(slot, best) > 0);
                let best = best.filter(is_any).ok_or(EngineError::NothingDone)?;
                Ok(Survey::stopped(best, vec![(self.precision.at_most(COARSE_DRAWS).draws, mix.points.len())]))
            }
            survey => survey,
        }
    }

    fn surveyed<'l>(
        &self,
        layout: &'l Layout<'_>,
        tables: &'l Tabulation<'_>,
        mix: &mut Mix<'l>,
    ) -> Result<Survey, OptimizeError> {
        let (aim, budget) = (self.aim()?, self.terms.budget_usd);
        self.advance();
        let mut starts = vec![layout.all_researched()];
        starts.extend(self.scenario.portfolios.iter().map(|planned| layout.nearest(&planned.portfolio)));
        search(&mut mix.aimed(aim, self.terms.max_unmatched), budget, &starts, MAIN)?;
        self.advance();
        let steps = budgets(self.cheapest(layout), budget);
        let mut frontier = Vec::new();
        for aim in self.aims() {
            frontier
                .extend(along(mix, aim, &steps, (LIGHT, &|| self.advance()))?.into_iter().map(|point| (aim, point)));
        }
        let coarse_judged = mix.points.len();
        let survivors = self.best(mix, aim, SURVIVORS)?;
        let independent = independent_choice(self, layout, tables, aim)?;
        self.advance();
        let middle = self.judged_again(layout, &survivors, MIDDLE_DRAWS)?;
        self.advance();
        let limit = self.terms.max_unmatched;
        let mut order: Vec<usize> = (0..survivors.len()).collect();
        let is_too_risky = |place: usize| limit.is_some_and(|limit| middle[place].1 > limit);
        order.sort_by(|a, b| {
            is_too_risky(*a).cmp(&is_too_risky(*b)).then(middle[*b].0.total_cmp(&middle[*a].0)).then(a.cmp(b))
        });
        let ordered: Vec<Levels> = order.iter().map(|place| survivors[*place].clone()).collect();
        let finalists: Vec<Levels> = ordered.iter().take(FINALISTS).cloned().collect();
        let rivals = apart(layout, &ordered);
        let judged = [(COARSE_DRAWS, coarse_judged), (MIDDLE_DRAWS, survivors.len())]
            .map(|(most, judged)| (self.precision.at_most(most).draws, judged));
        Ok(Survey { finalists, rivals, frontier, independent: Some(independent), judged: judged.to_vec() })
    }

    /// The nested path to `best`, and the step after it, by `tables` of the layout.
    ///
    /// # Errors
    ///
    /// When interrupted.
    pub fn path(
        &self,
        layout: &Layout<'_>,
        tables: &Tabulation<'_>,
        best: &[usize],
    ) -> Result<(Vec<Levels>, Option<Levels>), OptimizeError> {
        let aim = self.aim()?;
        let mut mix = Mix::new(layout, tables, self.measures());
        let is_stop = |slot: usize, level: usize| {
            let programs = layout.menu.slots[slot].counts[level - 1];
            programs == 10 || programs == 30 || programs > 30 && programs.is_multiple_of(20)
        };
        let path = nested_path(&mut mix.aimed(aim, None), best, is_stop)?;
        let is_next = |slot: usize, level: usize| {
            let counts = &layout.menu.slots[slot].counts;
            let before = best[slot].checked_sub(1).map_or(0, |level| counts[level]);
            counts[level - 1] >= before + 10
        };
        let next = next_step(&mut mix.aimed(aim, None), best, is_next)?;
        Ok((path, next))
    }

    /// What a portfolio can be best at.
    fn aims(&self) -> Vec<Aim> {
        let all = [Aim::Value, Aim::Safety, Aim::FirstChoice];
        all.into_iter().filter(|aim| *aim != Aim::Value || self.scenario.values.is_some()).collect()
    }

    fn cheapest(&self, layout: &Layout<'_>) -> f64 {
        let one = |slot: usize| {
            let mut point = vec![0; layout.knobs.len()];
            point[slot] = 1;
            layout.cost(&point)
        };
        let has_any = |slot: &usize| !layout.menu.slots[*slot].counts.is_empty();
        (0..layout.menu.slots.len()).filter(has_any).map(one).fold(self.terms.budget_usd, f64::min)
    }

    /// The best portfolios within the limits of all that were met.
    fn best(&self, mix: &mut Mix<'_>, aim: Aim, most: usize) -> Result<Vec<Levels>, EngineError> {
        let points = mix.points.clone();
        let means = mix.means(&points)?;
        let limit = self.terms.max_unmatched.unwrap_or(1.0);
        let mut ranked: Vec<(Levels, f64, f64)> = points
            .into_iter()
            .zip(means)
            .filter(|(point, _)| mix.layout.is_within(point, self.terms.budget_usd))
            .map(|(point, means)| (point, (means.unmatched() - limit).max(0.0), means.of(aim)))
            .collect();
        ranked.sort_by(|a, b| a.1.total_cmp(&b.1).then(b.2.total_cmp(&a.2)));
        Ok(ranked.into_iter().take(most).map(|(point, _, _)| point).collect())
    }

    /// Goal and P(unmatched) of each point at more draws.
    fn judged_again(
        &self,
        layout: &Layout<'_>,
        points: &[Levels],
        draws: u64,
    ) -> Result<Vec<(f64, f64)>, OptimizeError> {
        let (aim, measures) = (self.aim()?, self.measures());
        let (menu, selections) = layout.narrowed(points);
        let (applicant, prior) = (&self.scenario.applicant, &self.scenario.prior);
        let precision = self.precision.at_most(draws);
        let found = chances_once(applicant, prior, &menu, &precision, self.interrupted, &selections)?;
        let of = |chances: &SelectionChances| {
            (chances.mean(|outcome| measures.of(aim, outcome)), chances.mean(|outcome| outcome.unmatched))
        };
        Ok(found.iter().map(of).collect())
    }
}

/// Points that differ from the first and from each other by enough programs to be called another portfolio.
fn apart(layout: &Layout<'_>, ordered: &[Levels]) -> Vec<Levels> {
    let slots = layout.menu.slots.len();
    let distance = |a: &Levels, b: &Levels| -> u32 {
        (0..slots).map(|slot| layout.programs(slot, a).abs_diff(layout.programs(slot, b))).sum()
    };
    let mut chosen: Vec<&Levels> = ordered.first().into_iter().collect();
    for point in ordered {
        if chosen.len() <= RIVALS && chosen.iter().all(|other| distance(point, other) >= APART) {
            chosen.push(point);
        }
    }
    chosen.into_iter().skip(1).cloned().collect()
}

/// The best portfolio under the same terms if every program had its own chances
/// of the same `tables`, and they said nothing of each other.
fn independent_choice(
    surveyor: &Surveyor<'_>,
    layout: &Layout<'_>,
    tables: &Tabulation<'_>,
    aim: Aim,
) -> Result<IndependentChoice, OptimizeError> {
    let independent = tables.independent()?;
    let mut mix = Mix::new(layout, &independent, surveyor.measures());
    let terms = surveyor.terms;
    let starts = [layout.all_researched()];
    let best = search(&mut mix.aimed(aim, terms.max_unmatched), terms.budget_usd, &starts, THOROUGH)?;
    let means = mix.means(std::slice::from_ref(&best.point))?;
    let unmatched = means.first().map_or(1.0, Means::unmatched);
    Ok(IndependentChoice { point: best.point, unmatched })
}
