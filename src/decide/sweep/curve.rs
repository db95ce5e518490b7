//! From outcomes to a curve: points, steps, and where steps stop to pay.

use super::Sweeper;
use super::plan::{Course, Place};
use super::work::Worked;
use crate::decide::answers::sweep::{Curve, LITTLE, Other, Point, Step, Subject, Turning};
use crate::engine::results::Estimate;
use crate::scenario::Scenario;

/// A portfolio that is not varied.
pub(super) fn other(scenario: &Scenario, portfolio: usize, found: &Worked) -> Other {
    Other {
        portfolio: scenario.portfolios[portfolio].portfolio.name.clone(),
        unmatched: found.unmatched.estimate_chance(),
    }
}

/// The curve of a plan, with outcomes in its order. Where some are missing, nothing is said of the whole way and of
/// where steps stop to pay, which the points after them may change.
pub(super) fn swept(
    sweeper: &Sweeper<'_>,
    subject: Subject,
    plan: &Course,
    typed: &Worked,
    found: &[Option<Worked>],
) -> Curve {
    let done = plan.places.iter().zip(found).filter_map(|(place, one)| Some((place, one.as_ref()?)));
    let done: Vec<(&Place, &Worked)> = done.collect();
    let points = done.iter().map(|(place, one)| point(place, one, typed)).collect();
    let is_line = subject != Subject::TwoKeys;
    let pairs = done.windows(2).filter(|_| is_line);
    let steps: Vec<Step> = pairs.map(|pair| step(pair[0], pair[1])).collect();
    let is_whole = done.len() == plan.places.len();
    let whole = (is_whole && !steps.is_empty()).then_some(steps.as_slice());
    let counts = subject == Subject::Applications || plan.axes.iter().any(|axis| axis.counts_applications);
    let little = |step: &Step, end: End| step.gain_per_ten.is_none_or(|gain| end(&gain) < LITTLE);
    let buys = counts || subject == Subject::Budget;
    let not_worth =
        |worth: f64| move |step: &Step, end: End| step.cost_usd > 0.0 && end(&step.gain) * worth < step.cost_usd;
    let ends = done.first().zip(done.last());
    Curve {
        portfolio: plan.typed.candidate.portfolio.name.clone(),
        axes: plan.axes.clone(),
        typed: point(&plan.typed, typed, typed),
        points,
        overall: whole.and(ends).map(|(first, last)| step(*first, *last)),
        little: whole.filter(|_| counts).map(|steps| turning(steps, little)),
        not_worth: sweeper
            .worth_usd
            .and_then(|worth| whole.filter(|_| buys).map(|steps| turning(steps, not_worth(worth)))),
        steps,
    }
}

/// The mean of an estimate, or an end of its interval.
type End = fn(&Estimate) -> f64;

/// The smallest value from which all steps to the end do not pay.
fn turning(steps: &[Step], fails: impl Fn(&Step, End) -> bool) -> Turning {
    let from = |end: End| steps.iter().rev().take_while(|step| fails(step, end)).last().map(|step| step.from);
    Turning {
        from: from(|gain| gain.mean),
        from_at_low_gain: from(|gain| gain.interval90[0]),
        from_at_high_gain: from(|gain| gain.interval90[1]),
    }
}

fn point(place: &Place, found: &Worked, typed: &Worked) -> Point {
    Point {
        at: place.at.clone(),
        applications: place.candidate.portfolio.applications(),
        cost_usd: place.cost_usd,
        unmatched: found.unmatched.estimate_chance(),
        residency: found.residency,
        value: found.value,
        unmatched_minus_typed: found.unmatched.minus(&typed.unmatched).estimate(),
    }
}

fn step((before, found_before): (&Place, &Worked), (after, found_after): (&Place, &Worked)) -> Step {
    let count = |place: &Place| i64::from(place.candidate.portfolio.applications());
    let (applications, cost_usd) = (count(after) - count(before), after.cost_usd - before.cost_usd);
    let gain = found_before.unmatched.minus(&found_after.unmatched);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn step(from: f64, gain: f64) -> Step {
        let gain = Estimate { mean: gain, interval90: [gain / 2.0, gain * 2.0], mc_error: 0.0 };
        let gain_per_ten = Some(gain);
        Step { from, to: from + 10.0, applications: 10, cost_usd: 300.0, gain, gain_per_ten, gain_per_100_usd: None }
    }

    #[test]
    fn steps_stop_to_pay_where_no_later_one_does() {
        let steps = [step(0.0, 0.2), step(10.0, 0.004), step(20.0, 0.008), step(30.0, 0.003), step(40.0, 0.001)];
        let found = turning(&steps, |step, end| end(&step.gain) < LITTLE);
        assert_eq!((found.from, found.from_at_low_gain, found.from_at_high_gain), (Some(30.0), Some(10.0), Some(40.0)));
        assert_eq!(turning(&steps, |_, _| false).from, None);
        assert_eq!(turning(&steps, |_, _| true).from, Some(0.0));
    }
}
