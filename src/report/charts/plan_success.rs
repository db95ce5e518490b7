//! Chart: chance of a residency by season, with the interval over the uncertain
//! parameters, and what independent years would give.

use super::prelude::*;
use crate::engine::results::plans::{PlanResult, PlanSeason, PlansResult};
use crate::report::percent::{Counted, chance, rounded, spoken};
use crate::report::plan_sentences::{best, by_residency, in_words};
use crate::report::presentable::shortened;

/// The interval: light enough for lines and gray copies.
const BAND: RGBColor = RGBColor(206, 224, 236);

const PANEL_HEIGHT: f64 = 210.0;

/// Curves of these plans.
pub(super) struct PlanSuccess<'a>(pub &'a PlansResult);

impl Picture for PlanSuccess<'_> {
    fn finding(&self) -> String {
        let (Some(best), Some(least)) = (best(self.0), self.0.plans.iter().min_by(|a, b| by_residency(a, b))) else {
            return String::new();
        };
        let told = |plan: &PlanResult| {
            let share = spoken(&rounded(&plan.residency, Counted::of_plans(self.0)));
            format!("{share} of careers with “{}”", shortened(&plan.name, NAME_IN_TITLE))
        };
        let last =
            best.seasons.last().map_or_else(String::new, |season| format!("By the Match of {}, ", season.season));
        if best.name == least.name {
            return format!("{last}a residency is found in {}", told(best));
        }
        format!("{last}a residency is found in {}, and in {}", told(best), told(least))
    }

    fn explanation(&self) -> String {
        "Chance of a residency by the end of each Match. The band is the plausible range (90% credible interval). Dashes: \
         the chance if seasons were independent, which ignores that your strength stays."
            .to_owned()
    }

    fn description(&self) -> String {
        let plans = self.0.plans.iter().map(|plan| in_words(self.0, plan));
        format!("Chance of a residency by season. {}.", plans.collect::<Vec<_>>().join(". "))
    }

    fn draw(&self, sketch: &mut Sketch) {
        plan_panels(sketch, self.0, PANEL_HEIGHT, |sketch, plan, area| panel(sketch, self.0, plan, area));
    }
}

fn panel(sketch: &mut Sketch, found: &PlansResult, plan: &PlanResult, area: Area) {
    let plot = plot(sketch, plan, Area { x1: area.x1 - 18.0, ..area });
    let at = |of: fn(&PlanSeason) -> f64| -> Vec<Point> {
        plan.seasons.iter().enumerate().map(|(place, season)| plot.at(place as f64, of(season))).collect()
    };
    let low = at(|season| season.residency_by_now.interval90[0]);
    let mut band = at(|season| season.residency_by_now.interval90[1]);
    if let [only] = low[..] {
        sketch.line(&[only, band[0]], BAND, 8.0);
    } else {
        band.extend(low.into_iter().rev());
        sketch.polygon(&band, BAND);
    }
    sketch.dashes(&at(|season| season.if_years_were_independent.mean), FAINT, 1.5);
    let means = at(|season| season.residency_by_now.mean);
    sketch.curve(&means, 3.5, CALM, 2.0);
    labels(sketch, found, plan, &means, area, &plot);
}

/// Seasons across, shares up.
fn plot(sketch: &mut Sketch, plan: &PlanResult, room: Area) -> Plot {
    let last = plan.seasons.len().saturating_sub(1).max(1) as f64;
    let is_short = plan.seasons.len() > 4;
    let year = |season: u16| if is_short { format!("’{:02}", season % 100) } else { season.to_string() };
    let years = plan.seasons.iter().enumerate().map(|(place, season)| (place as f64, year(season.season)));
    let across = Axis::blank(-0.08 * last, last).labeled(years).titled("Match year");
    Plot::within(sketch, room, &across, &Axis::shares(20))
}

/// The last chance, the first, and of those between as many as have room; under
/// their points, since the dashes run above.
fn labels(sketch: &mut Sketch, found: &PlansResult, plan: &PlanResult, points: &[Point], area: Area, plot: &Plot) {
    let last = points.len().saturating_sub(1);
    let mut taken: Vec<Area> = Vec::new();
    for place in (0..points.len()).rev().take(1).chain(0..last) {
        let (x, anchor) = match place {
            0 => (points[0].0 - 4.0, HPos::Left),
            end if end == last => (area.x1, HPos::Right),
            _ => (points[place].0, HPos::Center),
        };
        let at = (x, (points[place].1 + 13.0).min(plot.area.y1 - 6.0));
        let words = chance(&plan.seasons[place].residency_by_now, Counted::of_plans(found));
        let around = text_area(at, &words, LABEL.size, anchor);
        if !taken.iter().any(|other| other.overlaps(&around)) {
            taken.push(sketch.plate(at, &words, LABEL, anchor, PAPER));
        }
    }
}
