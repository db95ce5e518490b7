//! Chart: chance of a residency by season, with the interval over the uncertain
//! parameters, and what independent years would give.

use super::heading::{self, MARGIN};
use super::palette::{CALM, FAINT, GRID, INK, LABEL, PAPER, SUBTITLE, TICK};
use super::plans::panels;
use super::sketch::{Anchor, Area, Font, Sketch, text_area};
use super::ticks::Scale;
use crate::engine::results::plans::{PlanResult, PlanSeason, PlansResult};
use crate::report::percent::{Counted, chance};
use crate::report::plan_sentences;

use plotters::style::RGBColor;

/// The interval: light enough for lines and gray copies.
const BAND: RGBColor = RGBColor(206, 224, 236);

const PANEL_HEIGHT: f64 = 210.0;

pub(super) fn finding(found: &PlansResult) -> String {
    plan_sentences::finding(found)
}

pub(super) fn description(found: &PlansResult) -> String {
    let plans = found.plans.iter().map(|plan| plan_sentences::in_words(found, plan));
    format!("Chance of a residency by season. {}.", plans.collect::<Vec<_>>().join(". "))
}

pub(super) fn sheet(found: &PlansResult, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Chance of a residency by the end of each Match. The band is the plausible range (90% credible \
                       interval). Dashes: the chance if seasons were independent, which ignores that your strength stays.";
    let top = heading::draw(&mut sketch, &finding(found), explanation);
    let bottom = panels(&mut sketch, found, top, PANEL_HEIGHT, |sketch, index, area| {
        panel(sketch, found, &found.plans[index], area);
    });
    (sketch, bottom + MARGIN)
}

fn panel(sketch: &mut Sketch, found: &PlansResult, plan: &PlanResult, area: Area) {
    let plot = Area { x0: area.x0 + 38.0, y0: area.y0 + 8.0, x1: area.x1 - 22.0, y1: area.y1 - 34.0 };
    let up = Scale { low: 0.0, high: 1.0, from: plot.y1, to: plot.y0 };
    let last = plan.seasons.len().saturating_sub(1).max(1) as f64;
    let across = |place: usize| plot.x0 + 14.0 + (plot.x1 - plot.x0 - 14.0) * place as f64 / last;
    axes(sketch, plan, plot, up, &across);
    let seasons = || plan.seasons.iter().enumerate();
    let at = |of: fn(&PlanSeason) -> f64| -> Vec<(f64, f64)> {
        seasons().map(|(place, season)| (across(place), up.at(of(season)))).collect()
    };
    let low = at(|season| season.residency_by_now.interval90[0]);
    let mut band = at(|season| season.residency_by_now.interval90[1]);
    if let [only] = low[..] {
        sketch.line(&[only, band[0]], BAND, 8.0);
    } else {
        band.extend(low.into_iter().rev());
        sketch.polygon(band, BAND);
    }
    for pair in at(|season| season.if_years_were_independent.mean).windows(2) {
        sketch.dashes(pair[0], pair[1], FAINT, 1.5);
    }
    let means = at(|season| season.residency_by_now.mean);
    sketch.line(&means, CALM, 2.0);
    for point in &means {
        sketch.dot(*point, 3.5, CALM);
    }
    labels(sketch, found, plan, &means, area, plot);
}

/// The last chance, the first, and of those between as many as have room; under
/// their points, since the dashes run above.
fn labels(sketch: &mut Sketch, found: &PlansResult, plan: &PlanResult, points: &[(f64, f64)], area: Area, plot: Area) {
    let last = points.len().saturating_sub(1);
    let order = (0..points.len()).rev().take(1).chain(0..last);
    let mut taken: Vec<Area> = Vec::new();
    for place in order {
        let (x, anchor) = match place {
            0 => (points[0].0 - 4.0, Anchor::Start),
            end if end == last => (area.x1, Anchor::End),
            _ => (points[place].0, Anchor::Middle),
        };
        let at = (x, (points[place].1 + 13.0).min(plot.y1 - 6.0));
        let words = chance(&plan.seasons[place].residency_by_now, Counted::of_plans(found));
        let around = text_area(at, &words, LABEL, anchor);
        let plate = Area { x0: around.x0 - 2.0, x1: around.x1 + 1.0, ..around };
        if taken.iter().any(|other| other.overlaps(&plate)) {
            continue;
        }
        sketch.fill(plate, PAPER);
        sketch.words(at, words, Font { color: INK, ..LABEL }, anchor);
        taken.push(plate);
    }
}

fn axes(sketch: &mut Sketch, plan: &PlanResult, plot: Area, up: Scale, across: &dyn Fn(usize) -> f64) {
    for step in 0..=5_u8 {
        let y = up.at(f64::from(step) / 5.0);
        sketch.line(&[(plot.x0, y), (plot.x1, y)], GRID, 1.0);
        sketch.words((plot.x0 - 6.0, y), format!("{}%", 20 * step), TICK, Anchor::End);
    }
    sketch.line(&[(plot.x0, plot.y0), (plot.x0, plot.y1), (plot.x1, plot.y1)], FAINT, 1.0);
    for (place, season) in plan.seasons.iter().enumerate() {
        let short =
            if plan.seasons.len() > 4 { format!("’{:02}", season.season % 100) } else { season.season.to_string() };
        sketch.words((across(place), plot.y1 + 11.0), short, TICK, Anchor::Middle);
    }
    sketch.words((plot.x0.midpoint(plot.x1), plot.y1 + 26.0), "Match year", SUBTITLE, Anchor::Middle);
}
