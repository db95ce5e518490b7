//! Chart: where people are, year by year after the first Match, as stacked areas.
//! A year is one state, so the areas have steps.

use super::hatch::Hatch;
use super::heading::{self, MARGIN};
use super::palette::{FAINT, LABEL, Look, PAPER, SUBTITLE, TICK};
use super::plans::panels;
use super::sketch::{Anchor, Area, Sketch};
use super::text;
use crate::engine::results::plans::{PlanResult, PlansResult, StageKind};
use crate::report::percent::whole;
use crate::report::presentable::shortened;

use plotters::style::RGBColor;

const PANEL_HEIGHT: f64 = 220.0;

/// Largest share in any year below which a state is counted with others of its kind.
const SMALL: f64 = 0.04;

/// Most states of a kind that are told apart.
const MOST_OF_A_KIND: usize = 4;

/// A series of the chart: states that look alike.
struct Layer {
    name: String,
    look: Look,
    states: Vec<String>,
}

/// Kinds from the bottom up, with what the small ones together are called.
const KINDS: [(StageKind, &str); 4] = [
    (StageKind::Practice, "other practice"),
    (StageKind::Training, "other training"),
    (StageKind::Search, "other gap years"),
    (StageKind::Out, "neither training nor practice"),
];

pub(super) fn finding(found: &PlansResult) -> String {
    let Some(best) = found.plans.iter().max_by(|a, b| practicing(found, a).total_cmp(&practicing(found, b))) else {
        return String::new();
    };
    let last = best.states_by_year.len().saturating_sub(1);
    let name = shortened(&best.name, 40);
    format!("With “{name}”, {} of careers are in practice after {last} years", whole(practicing(found, best)))
}

/// Share in practice in the last year.
fn practicing(found: &PlansResult, plan: &PlanResult) -> f64 {
    let in_practice = |key: &String| found.states.get(key).is_some_and(|state| state.stage == StageKind::Practice);
    let last = plan.states_by_year.last();
    last.map_or(0.0, |states| states.iter().filter(|(key, _)| in_practice(key)).map(|(_, share)| share.mean).sum())
}

pub(super) fn description(found: &PlansResult) -> String {
    let layers = layers(found);
    let plans = found.plans.iter().map(|plan| {
        let years = [1, 3, 7].into_iter().filter(|year| *year < plan.states_by_year.len());
        let told = years.map(|year| {
            let parts = layers.iter().filter(|layer| share(layer, plan, year) >= 0.005);
            let parts: Vec<String> =
                parts.map(|layer| format!("{} {}", layer.name, whole(share(layer, plan, year)))).collect();
            format!("after {year} years: {}", parts.join(", "))
        });
        format!("{}, {}", plan.name, told.collect::<Vec<_>>().join("; "))
    });
    format!("Stacked areas of the stages of careers by year. {}.", plans.collect::<Vec<_>>().join(". "))
}

pub(super) fn sheet(found: &PlansResult, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Share of careers by academic year, counted from the July after the first Match, averaged over \
                       the uncertain parameters.";
    let top = heading::draw(&mut sketch, &finding(found), explanation);
    let layers = layers(found);
    let top = legend(&mut sketch, &layers, top) + 10.0;
    let bottom = panels(&mut sketch, found, top, PANEL_HEIGHT, |sketch, index, area| {
        panel(sketch, &layers, &found.plans[index], area);
    });
    (sketch, bottom + MARGIN)
}

/// States from the bottom up; the small ones of a kind together.
fn layers(found: &PlansResult) -> Vec<Layer> {
    let largest = |key: &String| {
        let years = found.plans.iter().flat_map(|plan| &plan.states_by_year);
        years.filter_map(|states| states.get(key)).map(|share| share.mean).fold(0.0, f64::max)
    };
    let mut layers = Vec::new();
    for (kind, others) in KINDS {
        let mut states: Vec<(&String, f64)> = found
            .states
            .iter()
            .filter(|(_, state)| state.stage == kind)
            .map(|(key, _)| (key, largest(key)))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        states.sort_by(|a, b| b.1.total_cmp(&a.1));
        let told = states.iter().take_while(|(_, share)| *share >= SMALL).count().min(MOST_OF_A_KIND);
        // One that would stand alone among the others keeps its name.
        let told = if told + 1 == states.len() { states.len() } else { told };
        let together = if kind == StageKind::Out { 0 } else { told };
        for (key, _) in &states[..together] {
            let name = found.states.get(*key).map_or_else(String::new, |state| state.name.clone());
            layers.push((kind, name, vec![(*key).clone()]));
        }
        if together < states.len() {
            let rest = states[together..].iter().map(|(key, _)| (*key).clone()).collect();
            layers.push((kind, others.to_owned(), rest));
        }
    }
    layers
        .into_iter()
        .enumerate()
        .map(|(place, (kind, name, states))| Layer { name, look: look(kind, place), states })
        .collect()
}

/// Kinds that are not a career are gray.
fn look(kind: StageKind, place: usize) -> Look {
    match kind {
        StageKind::Out => Look { color: PAPER, hatch: Hatch::Plain },
        StageKind::Search => {
            const HATCHES: [Hatch; 4] = [Hatch::Rising, Hatch::Level, Hatch::Falling, Hatch::Upright];
            Look { color: RGBColor(220, 220, 220), hatch: HATCHES[place % HATCHES.len()] }
        }
        StageKind::Training | StageKind::Practice => Look::track(place),
    }
}

fn share(layer: &Layer, plan: &PlanResult, year: usize) -> f64 {
    let states = &plan.states_by_year[year];
    layer.states.iter().filter_map(|key| states.get(key)).map(|share| share.mean).sum()
}

/// Swatches with names, in as many rows as needed; gives the lower edge.
fn legend(sketch: &mut Sketch, layers: &[Layer], top: f64) -> f64 {
    const SWATCH: f64 = 16.0;
    let right = sketch.width() - MARGIN;
    let (mut x, mut y) = (MARGIN, top);
    for layer in layers {
        let name = text::fitted(&layer.name, LABEL.size, right - MARGIN - SWATCH - 6.0);
        let width = SWATCH + 5.0 + text::width(&name, LABEL.size);
        if x > MARGIN && x + width > right {
            x = MARGIN;
            y += 18.0;
        }
        let area = Area { x0: x, y0: y, x1: x + SWATCH, y1: y + 12.0 };
        swatch(sketch, layer.look, area);
        sketch.words((x + SWATCH + 5.0, y + 6.0), name, LABEL, Anchor::Start);
        x += width + 14.0;
    }
    y + 14.0
}

fn swatch(sketch: &mut Sketch, look: Look, area: Area) {
    sketch.fill_hatched(area, look.color, look.hatch, look.ink());
    let corners = [(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1), (area.x0, area.y0)];
    sketch.line(&corners, FAINT, 0.6);
}

fn panel(sketch: &mut Sketch, layers: &[Layer], plan: &PlanResult, area: Area) {
    let plot = Area { x0: area.x0 + 36.0, y0: area.y0 + 6.0, x1: area.x1 - 4.0, y1: area.y1 - 34.0 };
    let years = plan.states_by_year.len();
    let width = (plot.x1 - plot.x0) / years.max(1) as f64;
    let height = plot.y1 - plot.y0;
    let mut tops = vec![plot.y1; years];
    for layer in layers {
        let mut edge = Vec::new();
        for (year, top) in tops.iter_mut().enumerate() {
            let x0 = plot.x0 + width * year as f64;
            let y1 = *top;
            *top -= height * share(layer, plan, year);
            if y1 - *top > 0.05 {
                let part = Area { x0, y0: *top, x1: x0 + width, y1 };
                sketch.fill_hatched(part, layer.look.color, layer.look.hatch, layer.look.ink());
            }
            edge.extend([(x0, *top), (x0 + width, *top)]);
        }
        sketch.line(&edge, FAINT, 0.7);
    }
    for step in 0..=4_u8 {
        let y = plot.y1 - height * f64::from(step) / 4.0;
        sketch.line(&[(plot.x0 - 3.0, y), (plot.x0, y)], FAINT, 1.0);
        sketch.words((plot.x0 - 6.0, y), format!("{}%", 25 * step), TICK, Anchor::End);
    }
    let frame = [(plot.x0, plot.y0), (plot.x0, plot.y1), (plot.x1, plot.y1), (plot.x1, plot.y0), (plot.x0, plot.y0)];
    sketch.line(&frame, FAINT, 0.8);
    for year in (0..years).filter(|year| years <= 6 || year.is_multiple_of(2)) {
        let x = plot.x0 + width * (year as f64 + 0.5);
        sketch.words((x, plot.y1 + 11.0), year.to_string(), TICK, Anchor::Middle);
    }
    let middle = plot.x0.midpoint(plot.x1);
    sketch.words((middle, plot.y1 + 26.0), "years after the first Match", SUBTITLE, Anchor::Middle);
}
