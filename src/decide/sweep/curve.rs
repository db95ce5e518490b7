//! From outcomes to a curve: points, steps, and where steps stop to pay.

use super::Sweeper;
use super::plan::{Place, Plan};
use crate::decide::answers::sweep::{Curve, LITTLE, Other, Point, Step, Subject};
use crate::decide::study::{Measure, Outcomes};
use crate::engine::results::Estimate;
use crate::scenario::Scenario;

/// A portfolio that is not varied.
pub(super) fn other(scenario: &Scenario, portfolio: usize, found: &Outcomes) -> Other {
    Other {
        portfolio: scenario.portfolios[portfolio].portfolio.name.clone(),
        unmatched: found.series(Measure::Unmatched).estimate_chance(),
    }
}

/// The curve of a plan, with outcomes in its order.
pub(super) fn swept(
    sweeper: &Sweeper<'_>,
    subject: Subject,
    plan: &Plan,
    typed: &Outcomes,
    found: &[Outcomes],
) -> Curve {
    let points = plan.places.iter().zip(found).map(|(place, one)| point(place, one, typed)).collect();
    let is_line = subject != Subject::TwoKeys;
    let pairs = (1..found.len()).filter(|_| is_line).map(|next| (next - 1, next));
    let steps: Vec<Step> = pairs.map(|(from, to)| step(plan, found, from, to)).collect();
    let last = found.len().saturating_sub(1);
    let counts = subject == Subject::Applications || plan.axes.iter().any(|axis| axis.counts_applications);
    let little = |step: &Step| step.gain_per_ten.is_none_or(|gain| gain.mean < LITTLE);
    let not_worth = |step: &Step| {
        step.cost_usd > 0.0 && sweeper.worth_usd.is_some_and(|worth| step.gain.mean * worth < step.cost_usd)
    };
    Curve {
        portfolio: plan.typed.candidate.portfolio.name.clone(),
        axes: plan.axes.clone(),
        typed: point(&plan.typed, typed, typed),
        points,
        overall: (is_line && last > 0).then(|| step(plan, found, 0, last)),
        little_from: if counts { from_which(&steps, little) } else { None },
        not_worth_from: from_which(&steps, not_worth),
        steps,
    }
}

/// The smallest value from which all steps to the end are of this kind.
fn from_which(steps: &[Step], is: impl Fn(&Step) -> bool) -> Option<f64> {
    let of_kind = steps.iter().rev().take_while(|step| is(step));
    of_kind.last().map(|step| step.from)
}

fn point(place: &Place, found: &Outcomes, typed: &Outcomes) -> Point {
    let unmatched = found.series(Measure::Unmatched);
    Point {
        at: place.at.clone(),
        applications: place.candidate.portfolio.applications(),
        cost_usd: place.cost_usd,
        unmatched: unmatched.estimate_chance(),
        residency: found.series(Measure::Residency).estimate_chance(),
        value: place.values.as_ref().map(|values| found.series(Measure::Value(values)).estimate()),
        unmatched_minus_typed: unmatched.minus(&typed.series(Measure::Unmatched)).estimate(),
    }
}

fn step(plan: &Plan, found: &[Outcomes], from: usize, to: usize) -> Step {
    let (before, after) = (&plan.places[from], &plan.places[to]);
    let count = |place: &Place| i64::from(place.candidate.portfolio.applications());
    let (applications, cost_usd) = (count(after) - count(before), after.cost_usd - before.cost_usd);
    let gain = found[from].series(Measure::Unmatched).minus(&found[to].series(Measure::Unmatched));
    let per = |amount: f64, of: f64| -> Option<Estimate> { (of > 0.0).then(|| gain.times(amount / of).estimate()) };
    Step {
        from: before.at.first().copied().unwrap_or_default(),
        to: after.at.first().copied().unwrap_or_default(),
        applications,
        cost_usd,
        gain: gain.estimate(),
        gain_per_ten: per(10.0, applications as f64),
        gain_per_100_usd: per(100.0, cost_usd),
    }
}
