//! What each amount of money buys: the search repeated by steps of the budget,
//! for each aim, and the nested path to one portfolio.

use super::mix::{Aim, Mix};
use super::objective::{Judged, Levels, Objective};
use super::search::{Thoroughness, search};
use crate::engine::driver::EngineError;

/// Steps of the budget on the frontier.
pub const COST_STEPS: u32 = 8;

/// Budgets from the cheapest portfolio to all there is.
#[must_use]
pub fn budgets(cheapest: f64, budget: f64) -> Vec<f64> {
    let step = (budget - cheapest) / f64::from(COST_STEPS);
    (1..=COST_STEPS).map(|number| cheapest + step * f64::from(number)).collect()
}

/// The best portfolio for each budget, each search starting from the one before; `told` is called after each.
///
/// # Errors
///
/// When interrupted.
pub fn along(
    mix: &mut Mix<'_>,
    aim: Aim,
    budgets: &[f64],
    (thoroughness, told): (Thoroughness, &dyn Fn()),
) -> Result<Vec<Levels>, EngineError> {
    let mut starts: Vec<Levels> = Vec::new();
    let mut found = Vec::new();
    for budget in budgets {
        let best = search(&mut mix.aimed(aim, None), *budget, &starts, thoroughness)?;
        starts = vec![best.point.clone()];
        found.push(best.point);
        told();
    }
    Ok(found)
}

/// The way from nothing to `end` that gains most for its price at every step:
/// points from the first step to `end`, each with no more of anything than the next.
///
/// `stops` are the levels of an amount that a step may end at, besides its end.
///
/// # Errors
///
/// Those of the objective.
pub fn nested_path<O: Objective>(
    objective: &mut O,
    end: &[usize],
    stops: impl Fn(usize, usize) -> bool,
) -> Result<Vec<Levels>, O::Error> {
    let amounts: Vec<usize> = amounts(objective);
    let mut at = Judged { point: end.to_vec(), worth: 0.0 };
    for knob in &amounts {
        at.point[*knob] = 0;
    }
    at.worth = worth(objective, &at.point)?;
    let mut path = Vec::new();
    while at.point != end {
        let steps: Vec<Levels> = amounts
            .iter()
            .filter_map(|knob| {
                let level =
                    (at.point[*knob] + 1..=end[*knob]).find(|level| *level == end[*knob] || stops(*knob, *level));
                level.map(|level| raised(&at.point, *knob, level))
            })
            .collect();
        at = best_for_its_price(objective, &at, steps)?;
        path.push(at.point.clone());
    }
    Ok(path)
}

/// The raise by one stop that gains most for its price, whatever it costs; none if there is none.
///
/// # Errors
///
/// Those of the objective.
pub fn next_step<O: Objective>(
    objective: &mut O,
    at: &[usize],
    stops: impl Fn(usize, usize) -> bool,
) -> Result<Option<Levels>, O::Error> {
    let levels: Vec<usize> = objective.knobs().iter().map(super::objective::Knob::levels).collect();
    let next = |knob: &usize| {
        let level = (at[*knob] + 1..levels[*knob]).find(|level| stops(*knob, *level));
        level.map(|level| raised(at, *knob, level))
    };
    let steps: Vec<Levels> =
        amounts(objective).iter().filter_map(next).filter(|point| objective.allows(point)).collect();
    if steps.is_empty() {
        return Ok(None);
    }
    let start = Judged { point: at.to_vec(), worth: worth(objective, at)? };
    let best = best_for_its_price(objective, &start, steps)?;
    Ok((best.worth > start.worth).then_some(best.point))
}

fn amounts<O: Objective>(objective: &O) -> Vec<usize> {
    let knobs = objective.knobs().iter().enumerate();
    knobs.filter(|(_, knob)| matches!(knob, super::objective::Knob::Amount { .. })).map(|(place, _)| place).collect()
}

fn raised(at: &[usize], knob: usize, level: usize) -> Levels {
    let mut point = at.to_vec();
    point[knob] = level;
    point
}

fn worth<O: Objective>(objective: &mut O, point: &[usize]) -> Result<f64, O::Error> {
    Ok(objective.worths(&[point.to_vec()])?.first().copied().unwrap_or(f64::NEG_INFINITY))
}

fn best_for_its_price<O: Objective>(objective: &mut O, at: &Judged, steps: Vec<Levels>) -> Result<Judged, O::Error> {
    let before = objective.cost(&at.point);
    let worths = objective.worths(&steps)?;
    let rate =
        |judged: &Judged, objective: &O| (judged.worth - at.worth) / (objective.cost(&judged.point) - before).max(1e-6);
    let judged = steps.into_iter().zip(worths).map(|(point, worth)| Judged { point, worth });
    let best = judged.reduce(|best, next| if rate(&next, objective) > rate(&best, objective) { next } else { best });
    Ok(best.unwrap_or_else(|| at.clone()))
}
