//! Chart: from where to where people go. Columns are the seasons in which the search ends, the residencies found, and
//! where careers end; bands between them are as high as the share that goes that way, in the color of where it ends.

use indexmap::{IndexMap, IndexSet};

use super::prelude::*;
use crate::engine::results::plans::{PlanResult, PlansResult, StageKind};
use crate::report::percent::whole;
use crate::report::plan_sentences::{best, practice_of_choice};
use crate::report::presentable::shortened;

/// Height of everybody, in pixels.
const EVERYBODY: f64 = 150.0;
/// Space between two boxes of a column.
const GAP: f64 = 7.0;
/// Width of a box.
const BOX: f64 = 12.0;
/// Height of a line of a label.
const LABEL_LINE: f64 = 13.5;
/// Share below which a band is left out.
const SMALL: f64 = 0.004;
/// Room for labels beside the first and the last column, and beside a column between them.
const LABELS: [f64; 3] = [84.0, 150.0, 140.0];
/// Width from which the seasons have a column.
const WIDE_ENOUGH: f64 = 500.0;

/// Those who come to where it ends from a residency, directly or by further training.
type Ways<'a> = IndexMap<(&'a str, &'a str), f64>;

/// Flows of these plans.
pub(super) struct PlanFlows<'a> {
    /// What was found.
    pub found: &'a PlansResult,
    /// Key of the track of the first choice.
    pub first_choice: Option<&'a str>,
}

/// Stands for those of the last season who find nothing, as if it were a season after it.
const NEVER: &str = "season_never";

impl PlanFlows<'_> {
    fn stage(&self, key: &str) -> Option<StageKind> {
        self.found.states.get(key).map(|state| state.stage)
    }

    fn name(&self, key: &str) -> String {
        self.found.states.get(key).map_or_else(|| key.to_owned(), |state| state.name.clone())
    }

    /// Whether careers do not end there: training that leads on.
    fn leads_on(&self, key: &str) -> bool {
        self.stage(key) == Some(StageKind::Training)
    }

    /// From each residency to where careers end: of those in further training as many go each way as of all in it.
    fn ends<'a>(&self, plan: &'a PlanResult) -> Ways<'a> {
        let mut ways = Ways::new();
        for ((_, first), share) in found(plan) {
            self.follow(plan, first, first, share, &mut ways);
        }
        ways
    }

    fn follow<'a>(&self, plan: &'a PlanResult, first: &'a str, here: &'a str, share: f64, ways: &mut Ways<'a>) {
        let on: Vec<_> = plan.flows.iter().filter(|flow| flow.from == here && flow.to != here).collect();
        let all: f64 = on.iter().map(|flow| flow.share.mean).sum();
        if share < SMALL / 100.0 || all <= 0.0 || !self.leads_on(here) {
            *ways.entry((first, here)).or_default() += share;
            return;
        }
        for flow in on {
            self.follow(plan, first, &flow.to, share * flow.share.mean / all, ways);
        }
    }

    /// The practice that is blue in all panels.
    fn practice(&self) -> Option<&str> {
        practice_of_choice(self.found, self.first_choice)
    }

    /// The color of where a career ends.
    fn color(&self, key: &str) -> RGBColor {
        match (self.stage(key), self.practice() == Some(key)) {
            (Some(StageKind::Practice), true) => RGBColor(140, 190, 222),
            (Some(StageKind::Practice | StageKind::Training), _) => RGBColor(160, 214, 190),
            _ => RGBColor(240, 180, 140),
        }
    }
}

/// From each season to the residency found in it; who finds none ends there.
fn found(plan: &PlanResult) -> Ways<'_> {
    let from_search = plan.flows.iter().filter(|flow| is_season(&flow.from) && !is_season(&flow.to));
    from_search.map(|flow| ((flow.from.as_str(), flow.to.as_str()), flow.share.mean)).collect()
}

fn wide_enough(ways: Ways<'_>) -> Vec<((&str, &str), f64)> {
    ways.into_iter().filter(|(_, share)| *share >= SMALL).collect()
}

fn is_season(key: &str) -> bool {
    key.starts_with("season_")
}

impl Picture for PlanFlows<'_> {
    fn finding(&self) -> String {
        let Some(best) = best(self.found) else { return String::new() };
        let name = shortened(&best.name, NAME_IN_TITLE);
        let mut ends: IndexMap<&str, f64> = IndexMap::new();
        for ((_, end), share) in self.ends(best) {
            if self.stage(end) == Some(StageKind::Practice) {
                *ends.entry(end).or_default() += share;
            }
        }
        let of_choice = self.practice().and_then(|practice| Some((practice, *ends.get(practice)?)));
        match of_choice.or_else(|| ends.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))) {
            Some((state, share)) => {
                format!("With “{name}”, {} of careers end in this way: {}", whole(share), self.name(state))
            }
            None => format!("With “{name}”, no career leads to practice"),
        }
    }

    fn explanation(&self) -> String {
        let practice = self.practice().map_or_else(String::new, |key| {
            format!("Blue is {}, green is practice in another specialty", self.name(key))
        });
        format!(
            "From the residency that is found, and on a wide screen from the season in which it is found, to where the career \
             ends. The height of a band is the share of careers. {practice}, orange is no practice. Paths that fewer than 0.4% take \
             are left out."
        )
    }

    fn description(&self) -> String {
        let plans = self.found.plans.iter().map(|plan| {
            let ways = self.ends(plan);
            let told = ways.iter().filter(|(_, share)| **share >= SMALL).map(|((from, to), share)| {
                if from == to {
                    format!("{} {}", self.name(to), whole(*share))
                } else {
                    format!("{} to {} {}", self.name(from), self.name(to), whole(*share))
                }
            });
            format!("{}: {}", plan.name, told.collect::<Vec<_>>().join(", "))
        });
        format!("Flows of careers between stages. {}.", plans.collect::<Vec<_>>().join(". "))
    }

    fn draw(&self, sketch: &mut Sketch) {
        for plan in &self.found.plans {
            sketch.paragraph(&plan.name, NAME, 2);
            sketch.y += 6.0;
            self.draw_plan(sketch, plan);
            sketch.y += 14.0;
        }
    }
}

/// A box, with its label and the share of people that comes through it.
struct Stop {
    label: Vec<String>,
    area: Area,
    color: RGBColor,
    /// Where the next band comes in, and goes out.
    incoming: f64,
    outgoing: f64,
}

/// The boxes of a column by key.
type Column<'a> = IndexMap<&'a str, Stop>;

impl PlanFlows<'_> {
    fn draw_plan(&self, sketch: &mut Sketch, plan: &PlanResult) {
        let (found, ends) = (wide_enough(found(plan)), wide_enough(self.ends(plan)));
        let strip = sketch.strip(0.0);
        let has_seasons = strip.width() > WIDE_ENOUGH;
        let [season_labels, last_labels, middle_labels] = LABELS;
        let last_labels = if has_seasons { last_labels } else { (strip.width() - 60.0) / 2.0 - BOX };
        let (left, right) = (strip.x0, strip.x1 - last_labels - BOX);
        let name = |key: &str| match self.stage(key) {
            Some(StageKind::Training) => self.name(key),
            Some(StageKind::Search) => "preliminary year only".to_owned(),
            _ => "no residency".to_owned(),
        };
        let middle_x = if has_seasons { left.midpoint(right) - 30.0 } else { left + last_labels + 4.0 };
        let labels = if has_seasons { middle_labels } else { last_labels };
        let top = strip.y0;
        let mut middle =
            self.column(ends.iter().map(|((from, _), share)| (*from, *share)), (middle_x, top), labels, &name, &|_| {
                INK
            });
        let color = |key: &str| self.color(key);
        let mut last = self.column(
            ends.iter().map(|((_, to), share)| (*to, *share)),
            (right, top),
            last_labels,
            &|key| self.name(key),
            &color,
        );
        bands(sketch, &ends, &mut middle, &mut last, &|to| color(to));
        if has_seasons {
            let year = |key: &str| {
                let number = key.rsplit('_').next().and_then(|number| number.parse::<usize>().ok());
                let season = number.and_then(|number| plan.seasons.get(number - 1));
                season.map_or_else(|| "never found".to_owned(), |season| format!("{}: found", season.season))
            };
            let found: Vec<_> = found
                .into_iter()
                .map(|((from, to), share)| ((if self.leads_on(to) { from } else { NEVER }, to), share))
                .collect();
            let shares = found.iter().map(|((from, _), share)| (*from, *share));
            let mut seasons = self.column(shares, (left + season_labels, top), season_labels, &year, &|_| INK);
            middle.values_mut().for_each(|stop| stop.incoming = stop.area.y0);
            bands(sketch, &found, &mut seasons, &mut middle, &|to| {
                if self.leads_on(to) { RGBColor(222, 222, 218) } else { color(to) }
            });
            draw_stops(sketch, &seasons, false);
            sketch.y = seasons.values().map(|stop| stop.area.y1.max(stop.bottom())).fold(sketch.y, f64::max);
        }
        draw_stops(sketch, &middle, has_seasons);
        draw_stops(sketch, &last, true);
        let ends = middle.values().chain(last.values()).map(|stop| stop.area.y1.max(stop.bottom()));
        sketch.y = ends.fold(sketch.y, f64::max);
    }

    /// Boxes below one another from a corner, each with room for its label.
    fn column<'a>(
        &self,
        shares: impl Iterator<Item = (&'a str, f64)>,
        (x0, top): Point,
        labels: f64,
        name: &dyn Fn(&str) -> String,
        color: &dyn Fn(&str) -> RGBColor,
    ) -> Column<'a> {
        let mut all: IndexMap<&str, f64> = IndexMap::new();
        shares.for_each(|(key, share)| *all.entry(key).or_default() += share);
        let order = |key: &str| (is_season(key), self.found.states.get_index_of(key));
        let keys: IndexSet<&str> = all.keys().copied().collect();
        let mut keys: Vec<&str> = keys.into_iter().collect();
        // Seasons have no state, and come in their order.
        keys.sort_by(|a, b| order(a).cmp(&order(b)).then(a.cmp(b)));
        let mut y0 = top;
        let stop = |key: &'a str| {
            let share = all[key];
            let label = text::wrapped(&format!("{} {}", name(key), whole(share)), LABEL.size, labels - 8.0, 3);
            let height = (EVERYBODY * share).max(1.5);
            let slot = height.max(LABEL_LINE * label.len() as f64);
            let upper = y0 + (slot - height) / 2.0;
            y0 += slot + GAP;
            let area = Area { x0, y0: upper, x1: x0 + BOX, y1: upper + height };
            (key, Stop { label, area, color: color(key), incoming: upper, outgoing: upper })
        };
        keys.into_iter().map(stop).collect()
    }
}

impl Stop {
    /// Where the label ends.
    fn bottom(&self) -> f64 {
        self.area.y0.midpoint(self.area.y1) + LABEL_LINE * self.label.len() as f64 / 2.0
    }
}

/// Boxes with their labels behind them, or before.
fn draw_stops(sketch: &mut Sketch, column: &Column<'_>, is_behind: bool) {
    for stop in column.values() {
        sketch.fill(stop.area, stop.color);
        sketch.line(
            &[
                (stop.area.x0, stop.area.y0),
                (stop.area.x1, stop.area.y0),
                (stop.area.x1, stop.area.y1),
                (stop.area.x0, stop.area.y1),
                (stop.area.x0, stop.area.y0),
            ],
            FAINT,
            0.6,
        );
        let (x, anchor) = if is_behind { (stop.area.x1 + 6.0, HPos::Left) } else { (stop.area.x0 - 6.0, HPos::Right) };
        let first = stop.bottom() - LABEL_LINE * (stop.label.len() as f64 - 0.5);
        for (line, words) in stop.label.iter().enumerate() {
            sketch.plate((x, first + LABEL_LINE * line as f64), words, LABEL, anchor, PAPER);
        }
    }
}

/// Bands leave and come in by the order of their other ends, so that they cross as little as can be.
fn bands(
    sketch: &mut Sketch,
    ways: &[((&str, &str), f64)],
    from: &mut Column<'_>,
    to: &mut Column<'_>,
    color: &dyn Fn(&str) -> RGBColor,
) {
    let mut ways = ways.to_vec();
    ways.sort_by_key(|((start, end), _)| (from.get_index_of(start), to.get_index_of(end)));
    for ((start, end), share) in ways {
        let height = EVERYBODY * share;
        let (Some(from), Some(to)) = (from.get_mut(start), to.get_mut(end)) else { continue };
        band(sketch, (from.area.x1, from.outgoing), (to.area.x0, to.incoming), height, color(end));
        from.outgoing += height;
        to.incoming += height;
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
