//! Lazy greedy with swaps, and enumeration where it is small enough.
//!
//! With independent outcomes and equal prices the greedy part is the marginal
//! improvement algorithm (Chade and Smith 2006, *Econometrica* 74), which is
//! exact there. Prices in tiers and outcomes that hang together break its
//! proof, so whole tiers are moves of their own, the search starts from several
//! points, and swaps close in on the optimum; `tests` hold it against
//! enumeration.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::objective::{Judged, Knob, Levels, Objective, combinations, is_feasible, nothing};

/// Gains below this are rounding.
const TOLERANCE: f64 = 1e-9;

/// Points judged in one call: enough to keep threads busy, few enough to stop early.
const BATCH: usize = 24;

/// Ends of growth from which swaps go on, the best first: the others lie too far behind to come first by swaps, which
/// are most of the work.
const ENDS: usize = 8;

/// How hard to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thoroughness {
    /// Up to so many points all are judged, and the optimum is certain.
    pub enumerate_up_to: usize,
    /// Whether the search also starts from each amount and each pair of amounts
    /// filled first (Sviridenko 2004), and empties each amount in turn and grows
    /// the rest anew.
    pub regrow: bool,
}

/// The best point within `budget`, from nothing and from each of `starts` that can be afforded.
///
/// # Errors
///
/// Those of the objective.
pub fn search<O: Objective>(
    objective: &mut O,
    budget: f64,
    starts: &[Levels],
    thoroughness: Thoroughness,
) -> Result<Judged, O::Error> {
    if combinations(objective).is_some_and(|count| count <= thoroughness.enumerate_up_to) {
        return enumerate(objective, budget);
    }
    let empty = nothing(objective);
    let affordable = starts.iter().filter(|start| is_feasible(objective, start, budget)).cloned();
    let mut starts: Vec<Levels> = std::iter::once(empty).chain(affordable).collect();
    if thoroughness.regrow {
        starts.extend(filled_first(objective, budget));
    }
    let mut ends: Vec<Judged> = Vec::new();
    for start in starts {
        let grown = grow(objective, budget, start, None)?;
        // Two starts that grow into one point have one end.
        if ends.iter().all(|end| end.point != grown.point) {
            ends.push(grown);
        }
    }
    ends.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    let mut best: Option<Judged> = None;
    for grown in ends.into_iter().take(ENDS) {
        let end = exchange(objective, budget, grown, thoroughness)?;
        if best.as_ref().is_none_or(|best| end.worth > best.worth + TOLERANCE) {
            best = Some(end);
        }
    }
    match best {
        Some(best) => Ok(best),
        None => judged(objective, nothing(objective)),
    }
}

/// The best of all points within `budget`; among equals the first.
///
/// # Errors
///
/// Those of the objective.
pub fn enumerate<O: Objective>(objective: &mut O, budget: f64) -> Result<Judged, O::Error> {
    let levels: Vec<usize> = objective.knobs().iter().map(Knob::levels).collect();
    let mut best = judged(objective, nothing(objective))?;
    let mut point = best.point.clone();
    let mut batch = Vec::new();
    loop {
        let ended = !count_up(&mut point, &levels);
        if !ended && is_feasible(objective, &point, budget) {
            batch.push(point.clone());
        }
        if ended || batch.len() == 1024 {
            if let Some(found) = best_of(objective, &batch)?.filter(|found| found.worth > best.worth + TOLERANCE) {
                best = found;
            }
            batch.clear();
        }
        if ended {
            return Ok(best);
        }
    }
}

/// The next point, the last knob fastest; false after the last one.
fn count_up(point: &mut [usize], levels: &[usize]) -> bool {
    for (level, count) in point.iter_mut().zip(levels).rev() {
        *level += 1;
        if *level < *count {
            return true;
        }
        *level = 0;
    }
    false
}

fn judged<O: Objective>(objective: &mut O, point: Levels) -> Result<Judged, O::Error> {
    let worth = objective.worths(std::slice::from_ref(&point))?.first().copied().unwrap_or(f64::NEG_INFINITY);
    Ok(Judged { point, worth })
}

fn best_of<O: Objective>(objective: &mut O, points: &[Levels]) -> Result<Option<Judged>, O::Error> {
    let worths = objective.worths(points)?;
    let all = points.iter().zip(worths).map(|(point, worth)| Judged { point: point.clone(), worth });
    Ok(all.reduce(|best, next| if next.worth > best.worth { next } else { best }))
}

/// A way to raise one amount.
struct Raise {
    knob: usize,
    /// Which of the targets of [`targets`] this is.
    kind: usize,
    point: Levels,
    price: f64,
    /// Gain per price when last looked at; infinite if never.
    promise: f64,
}

/// Adds the raise with the highest gain per price until none gains or none can be afforded.
///
/// Lazy: a raise whose gain per price, when last looked at, was below the best
/// one of this round is not looked at again. This is right while gains
/// diminish (Minoux 1978); where they do not, swaps find what it missed.
/// `barred` is a knob that stays as it is.
fn grow<O: Objective>(
    objective: &mut O,
    budget: f64,
    start: Levels,
    barred: Option<usize>,
) -> Result<Judged, O::Error> {
    let mut at = judged(objective, start)?;
    let mut promises = vec![[f64::INFINITY; TARGETS]; at.point.len()];
    loop {
        let mut raises = raises(objective, budget, &at.point, barred, &promises);
        raises.sort_by(|a, b| b.promise.partial_cmp(&a.promise).unwrap_or(Ordering::Equal));
        let mut best: Option<(f64, Judged)> = None;
        for batch in raises.chunks(BATCH) {
            let enough = best.as_ref().map_or(0.0, |(rate, _)| *rate);
            if best.is_some() && batch[0].promise <= enough {
                break;
            }
            let points: Vec<Levels> = batch.iter().map(|raise| raise.point.clone()).collect();
            let worths = objective.worths(&points)?;
            for (raise, worth) in batch.iter().zip(worths) {
                let gain = worth - at.worth;
                let rate = gain / raise.price.max(1e-6);
                promises[raise.knob][raise.kind] = rate;
                if gain > TOLERANCE && best.as_ref().is_none_or(|(most, _)| rate > *most) {
                    best = Some((rate, Judged { point: raise.point.clone(), worth }));
                }
            }
        }
        match best {
            Some((_, next)) => at = next,
            None => return Ok(at),
        }
    }
}

/// Ways to raise an amount: one level, two levels, to the next corner of the prices, and all that can be afforded.
const TARGETS: usize = 4;

fn raises<O: Objective>(
    objective: &O,
    budget: f64,
    at: &[usize],
    barred: Option<usize>,
    promises: &[[f64; TARGETS]],
) -> Vec<Raise> {
    let before = objective.cost(at);
    let mut found = Vec::new();
    for knob in (0..at.len()).filter(|knob| Some(*knob) != barred) {
        let mut known: Vec<usize> = Vec::new();
        for (kind, level) in targets(objective, budget, at, knob).into_iter().enumerate() {
            let Some(level) = level.filter(|level| !known.contains(level)) else { continue };
            known.push(level);
            let point = with(at, knob, level);
            if is_feasible(objective, &point, budget) {
                let price = objective.cost(&point) - before;
                found.push(Raise { knob, kind, point, price, promise: promises[knob][kind] });
            }
        }
    }
    found
}

/// Levels above the present one worth trying, in the order of [`TARGETS`].
fn targets<O: Objective>(objective: &O, budget: f64, at: &[usize], knob: usize) -> [Option<usize>; TARGETS] {
    let Knob::Amount { most, corners } = &objective.knobs()[knob] else { return [None; TARGETS] };
    let up = |by: usize| (at[knob] + by <= *most).then_some(at[knob] + by);
    let corner = corners.iter().copied().find(|corner| *corner > at[knob]);
    [up(1), up(2), corner, most_affordable(objective, budget, at, knob)]
}

/// The highest level of an amount that can be afforded, if above the present one.
fn most_affordable<O: Objective>(objective: &O, budget: f64, at: &[usize], knob: usize) -> Option<usize> {
    let levels = at[knob] + 1..objective.knobs()[knob].levels();
    let mut point = at.to_vec();
    let mut best = None;
    for level in levels {
        point[knob] = level;
        if !is_feasible(objective, &point, budget) {
            break;
        }
        best = Some(level);
    }
    best
}

fn with(at: &[usize], knob: usize, level: usize) -> Levels {
    let mut point = at.to_vec();
    point[knob] = level;
    point
}

/// Changes of a choice, raises, and swaps of one amount for another, until none gains.
fn exchange<O: Objective>(
    objective: &mut O,
    budget: f64,
    start: Judged,
    thoroughness: Thoroughness,
) -> Result<Judged, O::Error> {
    let mut at = start;
    'again: loop {
        let neighbors = neighbors(objective, budget, &at.point);
        for batch in neighbors.chunks(BATCH) {
            if let Some(better) = best_of(objective, batch)?.filter(|found| found.worth > at.worth + TOLERANCE) {
                at = better;
                continue 'again;
            }
        }
        if thoroughness.regrow {
            for (knob, start) in emptied(objective, &at.point) {
                let grown = grow(objective, budget, start, Some(knob))?;
                if grown.worth > at.worth + TOLERANCE {
                    at = grown;
                    continue 'again;
                }
            }
        }
        return Ok(at);
    }
}

/// Points with one amount emptied, with the knob of that amount.
fn emptied<O: Objective>(objective: &O, at: &[usize]) -> Vec<(usize, Levels)> {
    let is_emptied = |knob: &usize| matches!(objective.knobs()[*knob], Knob::Amount { .. }) && at[*knob] > 0;
    (0..at.len()).filter(is_emptied).map(|knob| (knob, with(at, knob, 0))).collect()
}

/// Points with one amount filled as far as the budget goes, and with a second one filled after it.
fn filled_first<O: Objective>(objective: &O, budget: f64) -> Vec<Levels> {
    let fill = |at: &[usize], knob| most_affordable(objective, budget, at, knob).map(|level| with(at, knob, level));
    let is_amount = |knob: &usize| matches!(objective.knobs()[*knob], Knob::Amount { .. });
    let empty = nothing(objective);
    let mut found = Vec::new();
    for first in (0..empty.len()).filter(is_amount) {
        let Some(alone) = fill(&empty, first) else { continue };
        found.extend((first + 1..empty.len()).filter(is_amount).filter_map(|second| fill(&alone, second)));
        found.push(alone);
    }
    found
}

/// Points one change away: the cheap kinds first.
fn neighbors<O: Objective>(objective: &O, budget: f64, at: &[usize]) -> Vec<Levels> {
    let (mut found, mut seen): (Vec<Levels>, HashSet<Levels>) = (Vec::new(), HashSet::new());
    let mut add = |point: Levels, found: &mut Vec<Levels>| {
        if point != at && is_feasible(objective, &point, budget) && seen.insert(point.clone()) {
            found.push(point);
        }
    };
    for knob in 0..at.len() {
        match &objective.knobs()[knob] {
            Knob::Choice { options } => {
                for option in 0..*options {
                    let changed = with(at, knob, option);
                    if objective.allows(&changed) {
                        add(changed, &mut found);
                    } else {
                        let rooms = (0..at.len()).filter_map(|amount| made_room(objective, budget, &changed, amount));
                        rooms.for_each(|point| add(point, &mut found));
                    }
                }
            }
            Knob::Amount { .. } => {
                for level in targets(objective, budget, at, knob).into_iter().flatten() {
                    add(with(at, knob, level), &mut found);
                }
                for level in lower(objective, at, knob) {
                    add(with(at, knob, level), &mut found);
                }
            }
        }
    }
    for from in 0..at.len() {
        for level in lower(objective, at, from) {
            let lowered = with(at, from, level);
            for to in (0..at.len()).filter(|to| *to != from) {
                if let Some(most) = most_affordable(objective, budget, &lowered, to) {
                    add(with(&lowered, to, most), &mut found);
                    for level in [at[to] + 1, at[to] + 2].into_iter().filter(|level| *level < most) {
                        add(with(&lowered, to, level), &mut found);
                    }
                }
            }
        }
    }
    found
}

/// The point with as much less of one amount as it takes to keep every limit.
fn made_room<O: Objective>(objective: &O, budget: f64, at: &[usize], amount: usize) -> Option<Levels> {
    if matches!(objective.knobs()[amount], Knob::Choice { .. }) {
        return None;
    }
    let lowered = (0..at[amount]).rev().map(|level| with(at, amount, level));
    lowered.into_iter().find(|point| is_feasible(objective, point, budget))
}

/// Levels below the present one worth trying: one, two and four down, the corner below, and none.
fn lower<O: Objective>(objective: &O, at: &[usize], knob: usize) -> Vec<usize> {
    let Knob::Amount { corners, .. } = &objective.knobs()[knob] else { return Vec::new() };
    let level = at[knob];
    let mut below: Vec<usize> = [1, 2, 4].into_iter().filter_map(|by| level.checked_sub(by)).collect();
    below.extend(corners.iter().rev().copied().find(|corner| *corner < level));
    below.extend((level > 0).then_some(0));
    below.sort_unstable_by(|a, b| b.cmp(a));
    below.dedup();
    below
}
