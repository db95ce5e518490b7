//! Chart: from where to where people go. Columns are seasons, residencies, further
//! training and where it ends; bands between them are as high as the share that goes that way.

use super::prelude::*;
use crate::engine::results::plans::{Flow, PlanResult, PlansResult, StageKind};
use crate::report::percent::whole;
use crate::report::presentable::shortened;
use indexmap::{IndexMap, IndexSet};

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

/// A box, with the share of people that comes through it.
struct Stop {
    name: String,
    share: f64,
    area: Area,
    /// Where the next band comes in, and goes out.
    incoming: f64,
    outgoing: f64,
}

/// Boxes by key, column by column.
type Stops<'a> = IndexMap<&'a str, Stop>;

/// Flows of these plans.
pub(super) struct PlanFlows<'a>(pub &'a PlansResult);

impl Picture for PlanFlows<'_> {
    fn finding(&self) -> String {
        let Some(best) = self.0.plans.iter().max_by(|a, b| a.residency.mean.total_cmp(&b.residency.mean)) else {
            return String::new();
        };
        let name = shortened(&best.name, NAME_IN_TITLE);
        let mut ends: IndexMap<&str, f64> = IndexMap::new();
        for flow in &best.flows {
            if self.0.states.get(&flow.to).is_some_and(|state| state.stage == StageKind::Practice) {
                *ends.entry(flow.to.as_str()).or_default() += flow.share.mean;
            }
        }
        match ends.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((state, share)) => {
                format!("With “{name}”, {} of careers end in this way: {}", whole(share), label(self.0, state))
            }
            None => format!("With “{name}”, no career leads to practice"),
        }
    }

    fn explanation(&self) -> String {
        "The height of a band is the share of careers that take that path; all begin at the first season. Letters are named \
         below. Paths that fewer than 0.4% take are left out."
            .to_owned()
    }

    fn description(&self) -> String {
        let plans = self.0.plans.iter().map(|plan| {
            let flows = plan.flows.iter().filter(|flow| flow.share.mean >= SMALL);
            let told: Vec<String> = flows
                .map(|flow| {
                    format!("{} to {} {}", label(self.0, &flow.from), label(self.0, &flow.to), whole(flow.share.mean))
                })
                .collect();
            format!("{}: {}", plan.name, told.join(", "))
        });
        format!("Flows of careers between stages. {}.", plans.collect::<Vec<_>>().join(". "))
    }

    fn draw(&self, sketch: &mut Sketch) {
        for plan in &self.0.plans {
            sketch.paragraph(&plan.name, NAME, 2);
            sketch.y += 8.0;
            plan_picture(sketch, self.0, plan);
            sketch.y += 12.0;
        }
    }
}

fn label(found: &PlansResult, key: &str) -> String {
    match (key.strip_prefix("season_"), found.states.get(key)) {
        (Some(number), _) => format!("season {number}"),
        (None, Some(state)) => state.name.clone(),
        (None, None) => key.to_owned(),
    }
}

/// Boxes, bands and names of one plan.
fn plan_picture(sketch: &mut Sketch, found: &PlansResult, plan: &PlanResult) {
    let flows = through_columns(found, plan);
    let mut stops = stops(found, &flows, sketch.strip(0.0));
    bands(sketch, flows, &mut stops);
    for (place, Stop { area, .. }) in stops.values().enumerate() {
        sketch.fill(*area, CALM);
        let at = (area.x1 + 4.0, area.y0.midpoint(area.y1).max(area.y0 + LABEL.size / 2.0));
        sketch.plate(at, &letter(place), LABEL, HPos::Left, PAPER);
    }
    sketch.y = stops.values().map(|stop| stop.area.y1).fold(sketch.y, f64::max) + 10.0;
    let named = stops.values().enumerate();
    let names = named.map(|(place, stop)| format!("{} {} {}", letter(place), stop.name, whole(stop.share)));
    legend(sketch, names.map(|words| (None, words)), TICK);
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

/// The boxes that the flows touch, in columns across the room.
fn stops<'a>(found: &PlansResult, flows: &[&'a Flow], room: Area) -> Stops<'a> {
    let mut keys: IndexSet<&str> = flows.iter().flat_map(|flow| [flow.from.as_str(), flow.to.as_str()]).collect();
    let order = |key: &str| (column(found, key), found.states.get_index_of(key));
    keys.sort_by(|a, b| order(a).cmp(&order(b)));
    // No empty column.
    let columns: IndexSet<usize> = keys.iter().map(|key| column(found, key)).collect();
    let step = (room.width() - BOX - 16.0) / columns.len().saturating_sub(1).max(1) as f64;
    let mut stops = Stops::new();
    for (place, wanted) in columns.into_iter().enumerate() {
        let (x0, mut y0) = (room.x0 + step * place as f64, room.y0);
        for key in keys.iter().filter(|key| column(found, key) == wanted) {
            let total = |side: fn(&Flow) -> &str| -> f64 {
                flows.iter().filter(|flow| side(flow) == *key).map(|flow| flow.share.mean).sum()
            };
            let share = total(|flow| &flow.from).max(total(|flow| &flow.to));
            let name = if wanted == 0 { format!("search ends in {}", label(found, key)) } else { label(found, key) };
            let height = (EVERYBODY * share).max(1.5);
            let area = Area { x0, y0, x1: x0 + BOX, y1: y0 + height };
            stops.insert(key, Stop { name, share, area, incoming: y0, outgoing: y0 });
            // Letters of thin boxes need room of their own.
            y0 += height.max(LABEL.size) + GAP;
        }
    }
    stops
}

/// Bands leave and come in by the order of their other ends, so that they cross as little as can be.
fn bands(sketch: &mut Sketch, mut flows: Vec<&Flow>, stops: &mut Stops<'_>) {
    let place = |key: &str| stops.get_index_of(key);
    flows.sort_by_key(|flow| (place(&flow.from), place(&flow.to)));
    for (index, flow) in flows.into_iter().enumerate() {
        let height = EVERYBODY * flow.share.mean;
        let Some(from) = stops.get_mut(flow.from.as_str()) else { continue };
        let start = (from.area.x1, from.outgoing);
        from.outgoing += height;
        let Some(to) = stops.get_mut(flow.to.as_str()) else { continue };
        let end = (to.area.x0, to.incoming);
        to.incoming += height;
        band(sketch, start, end, height, BANDS[index % BANDS.len()]);
    }
}

/// A band of this height that leaves and arrives level, between its upper ends.
fn band(sketch: &mut Sketch, from: Point, to: Point, height: f64, color: RGBColor) {
    let upper = (0..=24_u8).map(|step| {
        let way = f64::from(step) / 24.0;
        let eased = way * way * (3.0 - 2.0 * way);
        (from.0 + (to.0 - from.0) * way, from.1 + (to.1 - from.1) * eased)
    });
    let upper: Vec<Point> = upper.collect();
    let lower: Vec<Point> = upper.iter().map(|(x, y)| (*x, y + height)).collect();
    sketch.polygon(&upper.iter().chain(lower.iter().rev()).copied().collect::<Vec<_>>(), color);
    sketch.line(&upper, FAINT, 0.5);
    sketch.line(&lower, FAINT, 0.5);
}

/// A, B, C and so on.
fn letter(place: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    letters.get(place).map_or_else(|| (place + 1).to_string(), |letter| char::from(*letter).to_string())
}
