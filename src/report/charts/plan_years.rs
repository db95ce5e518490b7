//! Chart: where people are, year by year after the first Match, as stacked areas.
//! A year is one state, so the areas have steps.

use std::cmp::Ordering;

use super::prelude::*;
use crate::engine::results::plans::{PlanResult, PlansResult, StageKind};
use crate::report::percent::whole;
use crate::report::plan_sentences::practice_of_choice;
use crate::report::presentable::shortened;

const PANEL_HEIGHT: f64 = 220.0;

/// Largest share in any year below which a state is counted with others of its kind.
const SMALL: f64 = 0.04;

/// A series of the chart: states that look alike.
struct Layer {
    name: String,
    look: Look,
    states: Vec<String>,
}

/// Kinds from the bottom up, with how many states of each are told apart, and what the others together are called: at
/// most six fills.
const KINDS: [(StageKind, usize, &str); 4] = [
    (StageKind::Practice, 1, "practice in another specialty"),
    (StageKind::Training, 1, "other training"),
    (StageKind::Search, 0, "gap years"),
    (StageKind::Out, 0, "neither training nor practice"),
];

/// Stacked areas of these plans.
pub(super) struct PlanYears<'a> {
    /// What was found.
    pub found: &'a PlansResult,
    /// Key of the track of the first choice.
    pub first_choice: Option<&'a str>,
}

impl Picture for PlanYears<'_> {
    fn finding(&self) -> String {
        let Some(best) =
            self.found.plans.iter().max_by(|a, b| practicing(self.found, a).total_cmp(&practicing(self.found, b)))
        else {
            return String::new();
        };
        let last = best.states_by_year.len().saturating_sub(1);
        let name = shortened(&best.name, NAME_IN_TITLE);
        format!("With “{name}”, {} of careers are in practice after {last} years", whole(practicing(self.found, best)))
    }

    fn explanation(&self) -> String {
        "Share of careers by academic year, counted from the July after the first Match, averaged over the uncertain \
         parameters."
            .to_owned()
    }

    fn description(&self) -> String {
        let layers = layers(self.found, self.first_choice);
        let plans = self.found.plans.iter().map(|plan| {
            let years = [1, 3, 7].into_iter().filter(|year| *year < plan.states_by_year.len());
            let told = years.map(|year| {
                let parts = layers.iter().filter(|layer| share(layer, plan, year) >= 0.005);
                let parts: Vec<String> =
                    parts.map(|layer| format!("{} {}", layer.name, whole(share(layer, plan, year)))).collect();
                format!("after {year} years: {}", parts.join(", "))
            });
            format!("{}, {}", plan.name, listed(told))
        });
        format!("Stacked areas of the stages of careers by year. {}.", plans.collect::<Vec<_>>().join(". "))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let layers = layers(self.found, self.first_choice);
        legend(sketch, layers.iter().map(|layer| (Some(layer.look), layer.name.clone())), LABEL);
        sketch.y += 10.0;
        plan_panels(sketch, self.found, PANEL_HEIGHT, |sketch, plan, area| panel(sketch, &layers, plan, area));
    }
}

/// Share in practice in the last year.
fn practicing(found: &PlansResult, plan: &PlanResult) -> f64 {
    let in_practice = |key: &String| found.states.get(key).is_some_and(|state| state.stage == StageKind::Practice);
    let last = plan.states_by_year.last();
    last.map_or(0.0, |states| states.iter().filter(|(key, _)| in_practice(key)).map(|(_, share)| share.mean).sum())
}

/// States from the bottom up; the small ones of a kind together.
fn layers(found: &PlansResult, first_choice: Option<&str>) -> Vec<Layer> {
    let practice = practice_of_choice(found, first_choice);
    let is_choice = |key: &str| practice == Some(key) || first_choice.is_some_and(|track| key.starts_with(track));
    let largest = |key: &String| {
        let years = found.plans.iter().flat_map(|plan| &plan.states_by_year);
        years.filter_map(|states| states.get(key)).map(|share| share.mean).fold(0.0, f64::max)
    };
    let mut layers = Vec::new();
    for (kind, most, others) in KINDS {
        let mut states: Vec<(&String, f64)> = found
            .states
            .iter()
            .filter(|(_, state)| state.stage == kind)
            .map(|(key, _)| (key, largest(key)))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        // The first choice is named, whatever else is more frequent.
        let order = |(key, share): &(&String, f64)| (is_choice(key), *share);
        states.sort_by(|a, b| order(b).partial_cmp(&order(a)).unwrap_or(Ordering::Equal));
        let told = states.iter().take_while(|(_, share)| *share >= SMALL).count().min(most);
        // One that would stand alone among the others keeps its name.
        let is_alone = most > 0 && told + 1 == states.len();
        let together = if is_alone { states.len() } else { told };
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
        StageKind::Out => Look::plain(PAPER),
        StageKind::Search => Look { color: RGBColor(220, 220, 220), hatch: Hatch::Rising },
        StageKind::Training | StageKind::Practice => Look::track(place),
    }
}

fn share(layer: &Layer, plan: &PlanResult, year: usize) -> f64 {
    let states = &plan.states_by_year[year];
    layer.states.iter().filter_map(|key| states.get(key)).map(|share| share.mean).sum()
}

fn panel(sketch: &mut Sketch, layers: &[Layer], plan: &PlanResult, area: Area) {
    let years = plan.states_by_year.len();
    let labeled = (0..years).filter(|year| years <= 6 || year.is_multiple_of(2));
    let labels = labeled.map(|year| (year as f64 + 0.5, year.to_string()));
    let across = Axis::blank(0.0, years.max(1) as f64).labeled(labels).titled("years after the first Match");
    let plot = Plot::within(sketch, Area { x1: area.x1 - 4.0, ..area }, &across, &Axis::shares(25));
    let mut tops = vec![0.0; years];
    for layer in layers {
        let mut edge: Vec<Point> = Vec::new();
        for (year, top) in tops.iter_mut().enumerate() {
            let (from, to) = (year as f64, (year + 1) as f64);
            let part = share(layer, plan, year);
            let area = Area::between(plot.at(from, *top), plot.at(to, *top + part));
            *top += part;
            if part > 0.0 {
                sketch.fill_hatched(Area { x1: area.x1 + SEAM, ..area }, layer.look);
            }
            edge.extend([(area.x0, area.y0), (area.x1, area.y0)]);
        }
        sketch.line(&edge, FAINT, 0.7);
    }
    let corners = [plot.at(0.0, 1.0), plot.at(years as f64, 1.0), plot.at(years as f64, 0.0)];
    sketch.line(&corners, FAINT, 0.8);
}
