//! Chart: from where to where people go. Columns are seasons, residencies, further
//! training and where it ends; bands between them are as high as the share that goes that way.

use indexmap::IndexMap;

use super::heading::{self, MARGIN};
use super::palette::{CALM, FAINT, INK, LABEL, NAME, PAPER, SUBTITLE, TICK};
use super::sketch::{Anchor, Area, Font, LINE, Sketch};
use super::text;
use crate::engine::results::plans::{Flow, PlanResult, PlansResult, StageKind};
use crate::report::percent::whole;
use crate::report::presentable::shortened;

use plotters::style::RGBColor;

/// Height of everybody, in pixels.
const EVERYBODY: f64 = 170.0;
/// Space between two boxes of a column.
const GAP: f64 = 9.0;
/// Width of a box.
const BOX: f64 = 20.0;
/// Share below which a band is left out.
const SMALL: f64 = 0.004;
/// Bands, lighter and darker in turn so that neighbors are told apart.
const BANDS: [RGBColor; 2] = [RGBColor(190, 208, 222), RGBColor(219, 219, 214)];

/// A box: a place in a column, with the share of people that comes through it.
struct Stop {
    column: usize,
    name: String,
    share: f64,
}

/// Boxes by key, in the order of the columns.
type Stops = IndexMap<String, Stop>;

pub(super) fn finding(found: &PlansResult) -> String {
    let Some(best) = found.plans.iter().max_by(|a, b| a.residency.mean.total_cmp(&b.residency.mean)) else {
        return String::new();
    };
    let name = shortened(&best.name, 40);
    let mut ends: IndexMap<&str, f64> = IndexMap::new();
    for flow in &best.flows {
        if found.states.get(&flow.to).is_some_and(|state| state.stage == StageKind::Practice) {
            *ends.entry(flow.to.as_str()).or_default() += flow.share.mean;
        }
    }
    match ends.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((state, share)) => {
            format!("With “{name}”, {} of careers end in this way: {}", whole(share), label(found, state))
        }
        None => format!("With “{name}”, no career leads to practice"),
    }
}

pub(super) fn description(found: &PlansResult) -> String {
    let plans = found.plans.iter().map(|plan| {
        let flows = plan.flows.iter().filter(|flow| flow.share.mean >= SMALL);
        let told: Vec<String> = flows
            .map(|flow| {
                format!("{} to {} {}", label(found, &flow.from), label(found, &flow.to), whole(flow.share.mean))
            })
            .collect();
        format!("{}: {}", plan.name, told.join(", "))
    });
    format!("Flows of careers between stages. {}.", plans.collect::<Vec<_>>().join(". "))
}

fn label(found: &PlansResult, key: &str) -> String {
    match (key.strip_prefix("season_"), found.states.get(key)) {
        (Some(number), _) => format!("season {number}"),
        (None, Some(state)) => state.name.clone(),
        (None, None) => key.to_owned(),
    }
}

pub(super) fn sheet(found: &PlansResult, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "The height of a band is the share of careers that take that path; all begin at the first \
                       season. Letters are named below. Paths that fewer than 0.4% take are left out.";
    let mut y = heading::draw(&mut sketch, &finding(found), explanation);
    for plan in &found.plans {
        let name = text::wrapped(&plan.name, NAME.size, width - 2.0 * MARGIN, 2);
        y = sketch.paragraph(MARGIN, y, &name, NAME) + 8.0;
        y = plan_picture(&mut sketch, found, plan, y) + 16.0;
    }
    (sketch, y)
}

/// Boxes, bands and names of one plan; gives the lower edge.
fn plan_picture(sketch: &mut Sketch, found: &PlansResult, plan: &PlanResult, top: f64) -> f64 {
    let flows = through_columns(found, plan);
    let stops = stops(found, &flows);
    let columns = stops.values().map(|stop| stop.column).max().unwrap_or(0);
    let room = sketch.width() - 2.0 * MARGIN - BOX - 16.0;
    let x = |column: usize| MARGIN + room * column as f64 / columns.max(1) as f64;
    let mut boxes: IndexMap<&str, Area> = IndexMap::new();
    let mut lowest = top;
    for column in 0..=columns {
        let mut y = top;
        for (key, stop) in stops.iter().filter(|(_, stop)| stop.column == column) {
            let height = (EVERYBODY * stop.share).max(1.5);
            boxes.insert(key, Area { x0: x(column), y0: y, x1: x(column) + BOX, y1: y + height });
            // Letters of thin boxes need room of their own.
            y += height.max(LABEL.size) + GAP;
        }
        lowest = lowest.max(y - GAP);
    }
    bands(sketch, &flows, &boxes);
    for (place, (key, area)) in boxes.iter().enumerate() {
        sketch.fill(*area, CALM);
        let at = (area.x1 + 4.0, area.y0.midpoint(area.y1).max(area.y0 + LABEL.size / 2.0));
        let around = super::sketch::text_area(at, &letter(place), LABEL, Anchor::Start);
        sketch.fill(Area { x0: around.x0 - 1.0, x1: around.x1 + 1.0, ..around }, PAPER);
        sketch.words(at, letter(place), Font { color: INK, ..LABEL }, Anchor::Start);
        debug_assert!(stops.contains_key(*key));
    }
    names(sketch, &stops, &boxes, lowest + 12.0)
}

/// Flows that are wide enough, each from one column to a later one.
fn through_columns<'a>(found: &PlansResult, plan: &'a PlanResult) -> Vec<&'a Flow> {
    plan.flows
        .iter()
        .filter(|flow| flow.share.mean >= SMALL)
        // Those who try again stay in the column of seasons; who stops there has no further way.
        .filter(|flow| column(found, &flow.from) < column(found, &flow.to))
        .collect()
}

/// Seasons, residencies, what follows them, and the end.
fn column(found: &PlansResult, key: &str) -> usize {
    if key.starts_with("season_") {
        return 0;
    }
    match found.states.get(key).map(|state| state.stage) {
        Some(StageKind::Training) if comes_from_training(found, key) => 2,
        Some(StageKind::Training | StageKind::Search) => 1,
        _ => 3,
    }
}

fn comes_from_training(found: &PlansResult, key: &str) -> bool {
    let mut flows = found.plans.iter().flat_map(|plan| &plan.flows);
    flows.any(|flow| flow.to == key && !flow.from.starts_with("season_"))
}

fn stops(found: &PlansResult, flows: &[&Flow]) -> Stops {
    let mut stops = Stops::new();
    let share = |key: &str| {
        let total =
            |of: &dyn Fn(&Flow) -> bool| flows.iter().filter(|flow| of(flow)).map(|flow| flow.share.mean).sum::<f64>();
        total(&|flow| flow.from == key).max(total(&|flow| flow.to == key))
    };
    let mut keys: Vec<&str> = Vec::new();
    for key in flows.iter().flat_map(|flow| [flow.from.as_str(), flow.to.as_str()]) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys.sort_by_key(|key| (column(found, key), found.states.get_index_of(*key)));
    for key in keys {
        let name = label(found, key);
        let name = if key.starts_with("season_") { format!("search ends in {name}") } else { name };
        stops.insert(key.to_owned(), Stop { column: column(found, key), name, share: share(key) });
    }
    // No empty column.
    let mut used: Vec<usize> = stops.values().map(|stop| stop.column).collect();
    used.dedup();
    for stop in stops.values_mut() {
        stop.column = used.iter().position(|column| *column == stop.column).unwrap_or(stop.column);
    }
    stops
}

fn bands(sketch: &mut Sketch, flows: &[&Flow], boxes: &IndexMap<&str, Area>) {
    let place = |key: &str| boxes.get_index_of(key).unwrap_or(usize::MAX);
    let mut ordered: Vec<&&Flow> = flows.iter().collect();
    ordered.sort_by_key(|flow| (place(&flow.from), place(&flow.to)));
    let mut left: IndexMap<&str, f64> = boxes.iter().map(|(key, area)| (*key, area.y0)).collect();
    // Bands come in by the order of where they come from, so that they cross as little as can be.
    let mut right = left.clone();
    for (index, flow) in ordered.iter().enumerate() {
        let (Some(from), Some(to)) = (boxes.get(flow.from.as_str()), boxes.get(flow.to.as_str())) else { continue };
        let height = EVERYBODY * flow.share.mean;
        let take = |edges: &mut IndexMap<&str, f64>, key: &str| {
            let y = edges.get_mut(key).map_or(0.0, |edge| {
                let y = *edge;
                *edge += height;
                y
            });
            (y, y + height)
        };
        let (start, end) = (take(&mut left, &flow.from), take(&mut right, &flow.to));
        band(sketch, (from.x1, start), (to.x0, end), BANDS[index % BANDS.len()]);
    }
}

/// A band that leaves and arrives level.
fn band(sketch: &mut Sketch, from: (f64, (f64, f64)), to: (f64, (f64, f64)), color: RGBColor) {
    const STEPS: u8 = 24;
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let edge = |start: f64, end: f64| -> Vec<(f64, f64)> {
        (0..=STEPS)
            .map(|step| {
                let t = f64::from(step) / f64::from(STEPS);
                (from.0 + (to.0 - from.0) * t, start + (end - start) * ease(t))
            })
            .collect()
    };
    let (upper, lower) = (edge(from.1.0, to.1.0), edge(from.1.1, to.1.1));
    let corners: Vec<(f64, f64)> = upper.iter().copied().chain(lower.iter().rev().copied()).collect();
    sketch.polygon(corners, color);
    sketch.line(&upper, FAINT, 0.5);
    sketch.line(&lower, FAINT, 0.5);
}

/// A, B, C and so on.
fn letter(place: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    letters.get(place).map_or_else(|| (place + 1).to_string(), |letter| char::from(*letter).to_string())
}

/// Letters with names and shares, as many in a row as fit; gives the lower edge.
fn names(sketch: &mut Sketch, stops: &Stops, boxes: &IndexMap<&str, Area>, top: f64) -> f64 {
    let right = sketch.width() - MARGIN;
    let (mut x, mut y) = (MARGIN, top);
    for (place, key) in boxes.keys().enumerate() {
        let Some(stop) = stops.get(*key) else { continue };
        let words = format!("{} {} {}", letter(place), stop.name, whole(stop.share));
        let words = text::fitted(&words, TICK.size, right - MARGIN);
        let width = text::width(&words, TICK.size);
        if x > MARGIN && x + width > right {
            (x, y) = (MARGIN, y + LINE * TICK.size);
        }
        sketch.words((x, y), words, Font { color: SUBTITLE.color, ..TICK }, Anchor::Start);
        x += width + 16.0;
    }
    y + TICK.size
}
