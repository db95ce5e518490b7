//! What to do when, in the season of a scenario.

use super::identity::identity;
use super::scenario::Scenario;
use crate::decide::answers::timeline::{SCHEMA, Timeline, TimelineStep};
use crate::model::date::Date;
use crate::model::plan::{Plan, PlannedSeason};
use crate::model::soap::SoapChoice;
use crate::model::{SignalCounts, Visa};
use crate::reference::{Origin, Reference, SeasonDay, StepFor, StepRow, whole_days};
use crate::scenario::{self, ScoreSource};

/// Source of what is advice of this project.
const ADVICE: &str = "matchfolio_assumption";

/// What this applicant does when, from 18 months before Match Day: on published dates where the tables have them, else in the
/// usual part of the month. The decisions of the scenario's plans stand at their dates. In a season in progress only what is
/// still to come is told.
#[must_use]
pub fn timeline(scenario: &Scenario<'_>) -> Timeline {
    let (compiled, reference) = (scenario.compiled_scenario(), scenario.reference());
    let applicable = reference.season_steps.iter().filter(|row| applies(row.applies_to, scenario));
    let mut steps: Vec<TimelineStep> =
        applicable.filter_map(|row| Some(step(row, reference.season_day(&row.event, compiled.season)?))).collect();
    for plan in compiled.plans.iter().flat_map(|plans| &plans.plans) {
        decisions(plan, compiled, reference, &mut steps);
    }
    let from = compiled.applicant.so_far.as_ref().map(|so_far| so_far.date.to_string());
    if let Some(from) = &from {
        steps.retain(|step| step.date >= *from);
    }
    steps.sort_by(|a, b| a.date.cmp(&b.date));
    Timeline { schema: SCHEMA, version: env!("CARGO_PKG_VERSION"), scenario: identity(compiled), from, steps }
}

fn applies(to: StepFor, asked: &Scenario<'_>) -> bool {
    let (scenario, reference) = (asked.compiled_scenario(), asked.reference());
    let (is_first_time, is_couple) = (scenario.applicant.failed.is_none(), asked.loaded().couple.is_some());
    let lines = || scenario.portfolios.iter().flat_map(|planned| &planned.portfolio.lines);
    let tracks = || lines().map(|line| &scenario.prior.tracks[line.track]);
    let has_own_service = |track: &str| {
        let specialty = reference.track(track).map(|row| row.eras_specialty.as_str());
        reference.fees.iter().any(|row| row.season <= scenario.season && row.specialty.as_deref() == specialty)
    };
    match to {
        StepFor::Everyone => true,
        StepFor::FirstTime => is_first_time,
        StepFor::Reapplicant => !is_first_time,
        StepFor::ScorePending => scenario.score_source == ScoreSource::Pending,
        StepFor::Alone => !is_couple,
        StepFor::Couple => is_couple,
        StepFor::Img => scenario.applicant.kind.is_img(),
        StepFor::FirstTimeImg => is_first_time && scenario.applicant.kind.is_img(),
        StepFor::J1 => matches!(scenario.applicant.visa, Visa::J1 | Visa::J1OrH1b),
        StepFor::H1b => matches!(scenario.applicant.visa, Visa::H1bOnly | Visa::J1OrH1b),
        StepFor::Signals => tracks().any(|track| track.usual_signals != SignalCounts::default()),
        StepFor::Eras => tracks().any(|track| !has_own_service(&track.id)),
        StepFor::ResidencyCas => tracks().any(|track| has_own_service(&track.id)),
        StepFor::Advanced => tracks().any(|track| track.kind.has_advanced_positions()),
    }
}

/// The step, at a day of its event.
fn step(row: &StepRow, event: SeasonDay<'_>) -> TimelineStep {
    let days = whole_days(row.days);
    // What is counted from an event is advice, and has no day of its own.
    let is_published = event.is_published && days == 0 && row.origin == Origin::Published;
    let source_id = if row.origin == Origin::Published { event.source_id } else { &row.source_id };
    told(event.date.plus_days(days), is_published, row.words.clone(), source_id)
}

fn told(date: Date, is_published: bool, what: String, source_id: &str) -> TimelineStep {
    TimelineStep {
        date: date.to_string(),
        when: if is_published { date.in_words() } else { format!("about {}", date.about()) },
        is_published,
        what,
        plans: Vec::new(),
        source_id: source_id.to_owned(),
    }
}

/// What a plan decides, season by season.
fn decisions(plan: &Plan, scenario: &scenario::Scenario, reference: &Reference, steps: &mut Vec<TimelineStep>) {
    let mut decide = |event: &str, season: u16, what: String| {
        let Some(day) = reference.season_day(event, season) else { return };
        let step = told(day.date, day.is_published, what, ADVICE);
        let is_same =
            |other: &&mut TimelineStep| !other.plans.is_empty() && other.date == step.date && other.what == step.what;
        match steps.iter_mut().find(is_same) {
            Some(same) => same.plans.push(plan.name.clone()),
            None => steps.push(TimelineStep { plans: vec![plan.name.clone()], ..step }),
        }
    };
    for (year, season) in (scenario.season..).zip(&plan.seasons) {
        let condition = if year == scenario.season { "" } else { "if still without a residency: " };
        if let Some(activity) = activity(scenario, season) {
            decide("training_starts", year - 1, format!("{condition}begin the year between ({activity})"));
        }
        let portfolio = &season.asked.portfolio.name;
        decide("applications_open", year, format!("{condition}apply with “{portfolio}” for the {year} Match"));
        let soap = match season.soap {
            SoapChoice::Any => "take any position in SOAP",
            SoapChoice::Categorical => "take only a categorical position, or a missing PGY-1, in SOAP",
            SoapChoice::No => "take no position in SOAP",
        };
        decide("match_week", year, format!("if unmatched: {soap}"));
    }
}

fn activity<'a>(scenario: &'a scenario::Scenario, season: &PlannedSeason) -> Option<&'a str> {
    let between = season.before?;
    let plans = scenario.plans.as_ref()?;
    Some(&plans.prior.activities.get(between.activity)?.name)
}
