//! Charts of the best portfolio: what each amount of money can buy, and in
//! which order it is best spent.

use super::prelude::*;
use super::risk_cost::risk_against_cost;
use crate::decide::answers::optimize::{Found, GoalKey, OptimizeAnswer, Step, Strength};
use crate::report::number::dollars;
use crate::report::optimize_words as words;
use crate::report::percent::{Counted, aside, rounded, spoken, whole};
use crate::report::presentable::shortened;

const DOT: f64 = 4.5;
const BAR: f64 = 18.0;

/// The charts of the answer.
pub fn charts(answer: &OptimizeAnswer) -> Vec<Chart<'_>> {
    vec![Chart::new(FRONTIER, Frontier(answer)), Chart::new(PATH, Path(answer))]
}

/// Name of the files of the chart of what money can buy.
pub const FRONTIER: &str = "frontier";
/// Name of the files of the chart of the order in which it is best spent.
pub const PATH: &str = "path";

/// What each amount of money can buy.
struct Frontier<'a>(&'a OptimizeAnswer);

impl Picture for Frontier<'_> {
    /// What the best portfolio changes against the person's own, in a sentence.
    fn finding(&self) -> String {
        let best = &self.0.best;
        let says = |found: &Found| spoken(&rounded(&found.unmatched, Counted::Exactly));
        let short =
            |found: &&Found| found.shortfall.as_ref().map_or(f64::INFINITY, |shortfall| shortfall.difference.mean);
        let start = format!(
            "With the best portfolio, for {}, you go unmatched in {} of seasons",
            dollars(best.cost_usd),
            says(best)
        );
        match self.0.own.iter().min_by(|a, b| short(a).total_cmp(&short(b))) {
            Some(own) => {
                let name = shortened(&own.name, NAME_IN_TITLE);
                format!("{start}; with your “{name}”, for {}, in {}", dollars(own.cost_usd), says(own))
            }
            None => start,
        }
    }

    fn explanation(&self) -> String {
        "Lower and further left is better. Filled points: highest value for the price. Hollow points: lowest risk for the \
         price. Crosses: the scenario's own portfolios, named below. Bars are plausible ranges (90% credible intervals)."
            .to_owned()
    }

    fn description(&self) -> String {
        let all = self.0.frontier.iter().chain(std::iter::once(&self.0.best)).chain(&self.0.own);
        let parts = all.map(|found| {
            let interval = aside(&found.unmatched);
            let risk = words::chance_of(&found.unmatched);
            format!("{}: {}, unmatched {risk}{interval}", found.name, dollars(found.cost_usd))
        });
        format!("Points of cost and chance of going unmatched. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let answer = self.0;
        let (plot, mut placing) = axes(sketch, answer);
        let at = |found: &Found| plot.at(found.cost_usd, found.unmatched.mean);
        let safest: Vec<Point> = with_strength(answer, Strength::Safety).into_iter().map(at).collect();
        let valued: Vec<Point> = with_strength(answer, Strength::Value).into_iter().map(at).collect();
        sketch.dashes(&safest, CALM, 1.2);
        sketch.line(&valued, CALM, 1.6);
        placing.occupy_line(&safest);
        placing.occupy_line(&valued);
        for found in answer.own.iter().chain([&answer.best]) {
            let ends = found.unmatched.interval90.map(|end| (at(found).0, plot.y(end)));
            sketch.whisker(ends, 3.0, FAINT, 1.0);
            placing.occupy_line(&ends);
        }
        for &point in safest.iter().chain(&valued) {
            sketch.mark(point, DOT, valued.contains(&point), [CALM, CALM]);
            placing.occupy(Area::around(point, DOT));
        }
        for found in &answer.own {
            cross(sketch, at(found));
            placing.occupy(Area::around(at(found), DOT + 1.0));
        }
        sketch.dot(at(&answer.best), DOT + 1.5, DANGER);
        placing.occupy(Area::around(at(&answer.best), DOT + 1.5));
        label(sketch, &mut placing, at(&answer.best), "best");
        for (number, found) in (1..).zip(&answer.own) {
            label(sketch, &mut placing, at(found), &format!("{number}"));
        }
        for (number, found) in (1..).zip(&answer.own) {
            let risk = words::chance_of(&found.unmatched);
            key(sketch, number, &format!("{}, {risk} · {}", dollars(found.cost_usd), found.name), cross);
        }
    }
}

fn with_strength(answer: &OptimizeAnswer, strength: Strength) -> Vec<&Found> {
    answer.frontier.iter().filter(|found| found.is_best_at.contains(&strength)).collect()
}

/// Axes that hold everything shown, and the budget; gives the plot, and room for labels in it.
fn axes(sketch: &mut Sketch, answer: &OptimizeAnswer) -> (Plot, Placing) {
    let shown = || {
        let of_frontier = answer.frontier.iter().filter(|found| found.is_best_at != [Strength::FirstChoice]);
        of_frontier.chain([&answer.best]).chain(&answer.own)
    };
    let most = shown().map(|found| found.cost_usd).fold(answer.limits.budget_usd, f64::max);
    let ends = answer.own.iter().chain([&answer.best]).map(|found| found.unmatched.interval90[1]);
    let highest = shown().map(|found| found.unmatched.mean).chain(ends).fold(0.0, f64::max);
    let (plot, placing) = risk_against_cost(sketch, (0.0, most), highest);
    let budget = plot.x(answer.limits.budget_usd);
    sketch.dashes(&[(budget, plot.area.y0), (budget, plot.area.y1)], FAINT, 1.2);
    sketch.words((budget, plot.area.y0 - 8.0), "budget", TICK, HPos::Right);
    (plot, placing)
}

fn label(sketch: &mut Sketch, placing: &mut Placing, at: Point, words: &str) {
    if let Some(place) = placing.beside(at, DOT, words, LABEL) {
        sketch.words(place, words, LABEL, HPos::Center);
    }
}

fn cross(sketch: &mut Sketch, at: Point) {
    for slope in [-1.0, 1.0] {
        sketch.line(&[(at.0 - DOT, at.1 - slope * DOT), (at.0 + DOT, at.1 + slope * DOT)], INK, 2.0);
    }
}

/// In which order the money is best spent.
struct Path<'a>(&'a OptimizeAnswer);

/// Share of the best that the sentence over the path looks for.
const MOST_OF_IT: f64 = 0.8;

impl Picture for Path<'_> {
    fn finding(&self) -> String {
        let what = match self.0.goal {
            GoalKey::Value => "the value",
            GoalKey::Risk => "the chance of a match",
        };
        match self.0.path.iter().find(|step| share_reached(self.0, step) >= MOST_OF_IT) {
            Some(step) => format!(
                "The first {} of {} buy {} of {what} of the best portfolio",
                dollars(step.cost_usd),
                dollars(self.0.best.cost_usd),
                whole(share_reached(self.0, step).min(1.0))
            ),
            None => format!("Every step up to {} adds something", dollars(self.0.best.cost_usd)),
        }
    }

    fn explanation(&self) -> String {
        "Each bar is the portfolio after one more step: the programs applied to, divided by track in order of preference. \
         On the left is the total cost, on the right the chance of going unmatched."
            .to_owned()
    }

    fn description(&self) -> String {
        let parts = self.0.path.iter().map(|step| {
            let track = &words::track(self.0, &step.track).name;
            let risk = words::chance_of(&step.unmatched);
            format!("{track} {} to {} for {}: unmatched {risk}", step.from, step.to, dollars(step.price_usd))
        });
        format!("Stacked bars of programs by track, one per step. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let answer = self.0;
        let is_used = |position: &usize| answer.path.iter().any(|step| step.programs[*position] > 0);
        let used = (0..answer.tracks.len()).filter(is_used);
        legend(sketch, used.map(|track| (Some(Look::track(track)), answer.tracks[track].name.clone())), LABEL);
        sketch.y += 16.0;
        sketch.words((MARGIN, sketch.y), "cost", TICK, HPos::Left);
        sketch.words((sketch.right(), sketch.y), "unmatched", TICK, HPos::Right);
        sketch.y += 12.0;
        let most: u32 = answer.path.iter().map(|step| step.programs.iter().sum()).max().unwrap_or(1);
        for step in &answer.path {
            let row = sketch.strip(BAR);
            let middle = row.middle().1;
            sketch.words((MARGIN, middle), dollars(step.cost_usd), LABEL, HPos::Left);
            sketch.words((row.x1, middle), words::chance_of(&step.unmatched), LABEL, HPos::Right);
            let bar = Area { x0: row.x0 + 56.0, x1: row.x1 - 62.0, ..row };
            stacked_bar(sketch, &parts_of(step), f64::from(most.max(1)), bar);
            sketch.y += BAR + 6.0;
        }
    }
}

fn parts_of(step: &Step) -> Vec<Part> {
    let part = |(track, programs): (usize, &u32)| Part {
        share: f64::from(*programs),
        look: Look::track(track),
        labels: vec![programs.to_string()],
    };
    step.programs.iter().enumerate().map(part).collect()
}

/// How far a step is on the way from nothing to the best, 0 to 1.
fn share_reached(answer: &OptimizeAnswer, step: &Step) -> f64 {
    match (answer.goal, &step.value, &answer.best.value) {
        (GoalKey::Value, Some(value), Some(best)) if best.mean > 0.0 => value.mean / best.mean,
        _ => (1.0 - step.unmatched.mean) / (1.0 - answer.best.unmatched.mean).max(1e-9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::picture::assert_is_legible;
    use crate::report::optimize_fixture::optimized;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for answer in optimized() {
            assert_is_legible(&Frontier(&answer), "frontier");
            assert_is_legible(&Path(&answer), "path");
        }
    }

    #[test]
    fn the_titles_say_what_is_found() {
        let [answer, _] = optimized();
        assert!(
            Frontier(&answer).finding().contains("for $3,000, you go unmatched in 20% of seasons; with your “own”")
        );
        assert_eq!(Path(&answer).finding(), "The first $1,000 of $3,000 buy 83% of the value of the best portfolio");
    }
}
