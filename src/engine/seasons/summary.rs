//! From what was found of plans to the results contract.

use indexmap::IndexMap;

use super::findings::PlanFindings;
use super::flows::{taken, ways};
use super::means::PlanMeans;
use super::question::{LAST_YEAR, PlanQuestion};
use crate::engine::results::plans::{
    Flow, PlanComparison, PlanResult, PlanSeason, PlansResult, SeasonEndings, StageKind, StateLabel,
};
use crate::engine::results::{Estimate, StoppingReason, Verdict};
use crate::engine::tally::pairs;
use crate::model::pathway::{Pathways, Stage};
use crate::model::plan::{Plan, PlannedSeason};
use crate::model::soap::SoapChoice;
use crate::model::{RiskBand, Values};

/// Years at which groups are reported.
const MILESTONES: [usize; 3] = [1, 3, 7];

/// Key of the group of those who train or practise in a track of choice.
pub const IN_TRACK_OF_CHOICE: &str = "in_track_of_choice";

/// Chance below which a state or a way does not occur.
const NEVER: f64 = 1e-9;

/// The results of `found`; `first_season` is the year of the first Match.
#[must_use]
pub fn summarise(question: &PlanQuestion<'_>, found: &PlanFindings, first_season: u16) -> PlansResult {
    let plans = &question.plans.plans;
    let occurring = occurring_states(question, found);
    let pathways = &question.plans.prior.pathways;
    let mut groups: IndexMap<String, String> =
        pathways.groups.iter().map(|group| (group.key.clone(), group.name.clone())).collect();
    groups.insert(IN_TRACK_OF_CHOICE.to_owned(), "in a track of choice".to_owned());
    let results: Vec<PlanResult> = plans
        .iter()
        .enumerate()
        .map(|(index, plan)| PlanSummary { question, found, index, plan, occurring: &occurring }.result(first_season))
        .collect();
    PlansResult {
        engine: found.engine,
        trials: found.points,
        parameter_draws: found.draws.len() as u64,
        partial: found.stopped == StoppingReason::Interrupted,
        choice: question.plans.choice.clone(),
        groups,
        states: occurring.iter().map(|state| label(pathways, *state)).collect(),
        plans: results,
        comparisons: pairs(plans.len()).map(|(a, b)| comparison(question, found, a, b)).collect(),
    }
}

fn label(pathways: &Pathways, state: usize) -> (String, StateLabel) {
    let state = &pathways.states[state];
    let stage = match state.stage {
        Stage::Search => StageKind::Search,
        Stage::Training => StageKind::Training,
        Stage::Practice => StageKind::Practice,
        Stage::Out => StageKind::Out,
    };
    (state.key.clone(), StateLabel { name: state.name.clone(), stage })
}

/// States that somebody comes to under some plan, forks left out.
fn occurring_states(question: &PlanQuestion<'_>, found: &PlanFindings) -> Vec<usize> {
    let pathways = &question.plans.prior.pathways;
    let occurs = |state: &usize| {
        let comes = |means: &PlanMeans| {
            let entered = means.found.iter().chain(&means.states).map(|states| states[*state]);
            let steps = pathways.transitions.iter().zip(&means.taken).filter(|(step, _)| step.to == *state);
            entered.chain(steps.map(|(_, taken)| *taken)).any(|chance| chance > NEVER)
        };
        found.draws.iter().flatten().flatten().any(comes)
    };
    let stays = |state: &usize| pathways.states[*state].years != Some(0);
    (0..pathways.states.len()).filter(stays).filter(occurs).collect()
}

fn comparison(question: &PlanQuestion<'_>, found: &PlanFindings, a: usize, b: usize) -> PlanComparison {
    let plans = &question.plans.plans;
    let residency = |means: &PlanMeans| means.residency_by(means.seasons.len() - 1);
    let difference = found.difference(a, b, residency);
    // The verdict is about what is to be avoided.
    let without = Estimate { mean: -difference.mean, ..difference };
    PlanComparison {
        a: plans[a].name.clone(),
        b: plans[b].name.clone(),
        residency_difference: difference,
        verdict: Verdict::of(&without),
        value_difference: question
            .values
            .map(|values| found.difference(a, b, |means| value(values, question.plans.soap_categorical_value, means))),
    }
}

/// Worth of where one stands after the last season.
fn value(values: &Values, soap_categorical: Option<f64>, means: &PlanMeans) -> f64 {
    let dot = |chances: &[f64], worth: &[f64]| -> f64 { chances.iter().zip(worth).map(|(p, v)| p * v).sum() };
    let found: f64 = means
        .seasons
        .iter()
        .map(|season| {
            let endings = &season.endings;
            dot(&endings.matched, &values.matched)
                + dot(&endings.pgy1_in_soap, &values.matched)
                + endings.soap_categorical * soap_categorical.unwrap_or(0.0)
        })
        .sum();
    let last = means.seasons.last().map_or(0.0, |season| {
        season.endings.any_preliminary() * values.preliminary_only
            + dot(&season.endings.without_pgy1, &values.matched_without_pgy1)
    });
    found + last
}

struct PlanSummary<'a> {
    question: &'a PlanQuestion<'a>,
    found: &'a PlanFindings,
    index: usize,
    plan: &'a Plan,
    occurring: &'a [usize],
}

impl PlanSummary<'_> {
    fn result(&self, first_season: u16) -> PlanResult {
        let values = self.question.values;
        let worth = self.question.plans.soap_categorical_value;
        let residency = self.chance(|means| means.residency_by(means.seasons.len() - 1));
        PlanResult {
            name: self.plan.name.clone(),
            after_dr: self.plan.route.clone(),
            max_preliminary_years: self.plan.max_preliminary_years,
            seasons: (first_season..)
                .zip(self.plan.seasons.iter().enumerate())
                .map(|(year, (season, planned))| self.season(year, season, planned))
                .collect(),
            residency,
            risk_band: RiskBand::of_unmatched(1.0 - residency.mean),
            expected_value: values.map(|values| self.chance(|means| value(values, worth, means))),
            fees_usd: self.number(|means| means.fees_usd),
            years_usd: self.number(|means| means.years_usd),
            years_between: self.number(|means| means.years_between),
            milestones: MILESTONES.iter().map(|year| (year.to_string(), self.milestone(*year))).collect(),
            states_by_year: (0..=LAST_YEAR).map(|year| self.states(year)).collect(),
            flows: self.flows(),
        }
    }

    fn chance(&self, of: impl Fn(&PlanMeans) -> f64) -> Estimate {
        self.found.chance(self.index, of)
    }

    fn number(&self, of: impl Fn(&PlanMeans) -> f64) -> Estimate {
        self.found.number(self.index, of)
    }

    fn pathways(&self) -> &Pathways {
        &self.question.plans.prior.pathways
    }

    fn season(&self, year: u16, season: usize, planned: &PlannedSeason) -> PlanSeason {
        let (found, index) = (self.found, self.index);
        let activities = &self.question.plans.prior.activities;
        let first = |means: &PlanMeans| vec![means.seasons[0].endings.residency()];
        let years = i32::try_from(season).unwrap_or(i32::MAX) + 1;
        PlanSeason {
            season: year,
            before: planned.before.map(|year| activities[year.activity].name.clone()),
            portfolio: planned.asked.portfolio.name.clone(),
            takes_soap: planned.soap != SoapChoice::No,
            still_trying: self.chance(|means| means.seasons[season].trying),
            endings: self.endings(season),
            residency_of_those: found.share(
                index,
                |means| means.seasons[season].endings.residency(),
                |means| means.seasons[season].trying,
            ),
            residency_by_now: self.chance(|means| means.residency_by(season)),
            if_years_were_independent: found.independent_years(index, season),
            if_every_year_were_the_first: found.of_means(index, first, |p| 1.0 - (1.0 - p[0]).powi(years)),
        }
    }

    fn endings(&self, season: usize) -> SeasonEndings {
        let endings = |means: &PlanMeans| means.seasons[season].endings.clone();
        let asked = &self.plan.seasons[season].asked.portfolio;
        let tracks = self.question.prior.tracks.iter().enumerate();
        let residencies = tracks.filter(|(track, _)| {
            self.plan.entrances.tracks[*track].is_some() && asked.lines.iter().any(|line| line.track == *track)
        });
        let by_track = |of: &dyn Fn(&PlanMeans, usize) -> f64, advanced_only: bool| -> IndexMap<String, Estimate> {
            let shown = residencies.clone().filter(|(_, track)| !advanced_only || track.kind.has_advanced_positions());
            shown.map(|(index, track)| (track.id.clone(), self.chance(|means| of(means, index)))).collect()
        };
        SeasonEndings {
            matched: by_track(&|means, track| means.seasons[season].endings.matched[track], false),
            pgy1_in_soap: by_track(&|means, track| means.seasons[season].endings.pgy1_in_soap[track], true),
            soap_categorical: self.chance(|means| endings(means).soap_categorical),
            preliminary: self.chance(|means| endings(means).preliminary),
            soap_preliminary: self.chance(|means| endings(means).soap_preliminary),
            without_pgy1: self.chance(|means| endings(means).without_pgy1.iter().sum()),
            nothing: self.chance(|means| endings(means).nothing),
        }
    }

    /// Chances of the groups in year `year`.
    fn milestone(&self, year: usize) -> IndexMap<String, Estimate> {
        let pathways = self.pathways();
        let in_states = |is_in: &dyn Fn(usize) -> bool| {
            let states: Vec<usize> = (0..pathways.states.len()).filter(|state| is_in(*state)).collect();
            self.chance(|means| states.iter().map(|state| means.states[year][*state]).sum())
        };
        let mut chances: IndexMap<String, Estimate> = pathways
            .groups
            .iter()
            .map(|group| (group.key.clone(), in_states(&|state| pathways.states[state].groups.contains(&group.key))))
            .collect();
        let careers = &self.question.plans.careers_of_choice;
        let is_of_choice =
            |state: usize| pathways.states[state].career.as_ref().is_some_and(|career| careers.contains(career));
        chances.insert(IN_TRACK_OF_CHOICE.to_owned(), in_states(&is_of_choice));
        chances
    }

    fn states(&self, year: usize) -> IndexMap<String, Estimate> {
        let states = self.occurring.iter();
        let key = |state: usize| self.pathways().states[state].key.clone();
        states.map(|state| (key(*state), self.chance(|means| means.states[year][*state]))).collect()
    }

    /// Seasons to states and to the next season, then states to states.
    fn flows(&self) -> Vec<Flow> {
        let pathways = self.pathways();
        let season_key = |season: usize| format!("season_{}", season + 1);
        let key = |state: usize| pathways.states[state].key.clone();
        let mut flows = Vec::new();
        for season in 0..self.plan.seasons.len() {
            for state in self.occurring {
                let share = self.chance(|means| means.found[season][*state]);
                flows.push(Flow { from: season_key(season), to: key(*state), share });
            }
            if season + 1 < self.plan.seasons.len() {
                let share = self.chance(|means| means.seasons[season + 1].trying);
                flows.push(Flow { from: season_key(season), to: season_key(season + 1), share });
            }
        }
        let mut all = ways(pathways);
        all.sort_by_key(|way| (way.from, way.to));
        for ways in all.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)) {
            let share = self.chance(|means| ways.iter().map(|way| taken(pathways, means, way)).sum());
            flows.push(Flow { from: key(ways[0].from), to: key(ways[0].to), share });
        }
        flows.retain(|flow| flow.share.mean > NEVER);
        flows
    }
}
