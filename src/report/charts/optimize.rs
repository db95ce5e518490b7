//! Charts of the best portfolio: what each amount of money can buy, and in
//! which order it is best spent.

use super::catalogue::WIDE;
use super::heading::{self, MARGIN, NAME_IN_TITLE};
use super::palette::{CALM, DANGER, FAINT, INK, LABEL, Look, PAPER, TICK};
use super::placing::Placing;
use super::risk_axes::risk_axes;
use super::sketch::{Anchor, Area, Font, Point, Sketch};
use super::text;
use super::ticks::{Scale, round_steps};
use crate::decide::answers::optimize::{Found, GoalKey, OptimizeAnswer, Step, Strength};
use crate::report::error::ReportError;
use crate::report::number::dollars;
use crate::report::optimize_words as words;
use crate::report::percent::{Counted, aside, rounded, spoken, whole};
use crate::report::presentable::shortened;

const DOT: f64 = 4.5;
const PLOT_HEIGHT: f64 = 300.0;
const BAR: f64 = 18.0;

/// The charts of the answer, by stem of their files, as SVG.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn charts(answer: &OptimizeAnswer) -> Result<Vec<(&'static str, String)>, ReportError> {
    let (sketch, height) = frontier(answer, WIDE);
    let frontier = sketch.finish("frontier", height, &frontier_finding(answer), &frontier_description(answer))?;
    let (sketch, height) = path(answer, WIDE);
    let path = sketch.finish("path", height, &path_finding(answer), &path_description(answer))?;
    Ok(vec![("frontier", frontier), ("path", path)])
}

/// What the best portfolio changes against the person's own, in a sentence.
fn frontier_finding(answer: &OptimizeAnswer) -> String {
    let best = &answer.best;
    let says = |found: &Found| spoken(&rounded(&found.unmatched, Counted::Exactly));
    let short = |found: &&Found| found.shortfall.as_ref().map_or(f64::INFINITY, |shortfall| shortfall.difference.mean);
    let start = format!(
        "With the best portfolio, for {}, you go unmatched in {} of seasons",
        dollars(best.cost_usd),
        says(best)
    );
    match answer.own.iter().min_by(|a, b| short(a).total_cmp(&short(b))) {
        Some(own) => {
            let name = shortened(&own.name, NAME_IN_TITLE);
            format!("{start}; with your “{name}”, for {}, in {}", dollars(own.cost_usd), says(own))
        }
        None => start,
    }
}

fn frontier_description(answer: &OptimizeAnswer) -> String {
    let all = answer.frontier.iter().chain(std::iter::once(&answer.best)).chain(&answer.own);
    let parts = all.map(|found| {
        let interval = aside(&found.unmatched);
        let risk = words::chance_of(&found.unmatched);
        format!("{}: {}, unmatched {risk}{interval}", found.name, dollars(found.cost_usd))
    });
    format!("Points of cost and chance of going unmatched. {}.", parts.collect::<Vec<_>>().join("; "))
}

fn with_strength(answer: &OptimizeAnswer, strength: Strength) -> Vec<&Found> {
    answer.frontier.iter().filter(|found| found.is_best_at.contains(&strength)).collect()
}

fn frontier(answer: &OptimizeAnswer, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Lower and further left is better. Filled points: highest value for the price. Hollow points: \
                       lowest risk for the price. Crosses: the scenario's own portfolios, named below. Bars are \
                       plausible ranges (90% credible intervals).";
    let top = heading::draw(&mut sketch, &frontier_finding(answer), explanation);
    let plot = Area { x0: MARGIN + 52.0, y0: top + 22.0, x1: width - MARGIN - 14.0, y1: top + 22.0 + PLOT_HEIGHT };
    let (across, up) = axes(&mut sketch, answer, plot);
    let at = |found: &Found| (across.at(found.cost_usd), up.at(100.0 * found.unmatched.mean));
    let mut placing = Placing::within(Area { y0: plot.y0 - 2.0, ..plot });
    let safest: Vec<Point> = with_strength(answer, Strength::Safety).into_iter().map(at).collect();
    let valued: Vec<Point> = with_strength(answer, Strength::Value).into_iter().map(at).collect();
    for pair in safest.windows(2) {
        sketch.dashes(pair[0], pair[1], CALM, 1.2);
    }
    sketch.line(&valued, CALM, 1.6);
    for pair in safest.windows(2).chain(valued.windows(2)) {
        along(&mut placing, pair[0], pair[1]);
    }
    for found in answer.own.iter().chain(std::iter::once(&answer.best)) {
        whiskers(&mut sketch, &mut placing, found, at(found).0, up);
    }
    for (points, is_filled) in [(&safest, false), (&valued, true)] {
        for &point in points {
            sketch.dot(point, DOT, CALM);
            if !is_filled {
                sketch.dot(point, DOT - 1.5, PAPER);
            }
            taken(&mut placing, point, DOT);
        }
    }
    for found in &answer.own {
        cross(&mut sketch, at(found));
        taken(&mut placing, at(found), DOT + 1.0);
    }
    sketch.dot(at(&answer.best), DOT + 1.5, DANGER);
    taken(&mut placing, at(&answer.best), DOT + 1.5);
    label(&mut sketch, &mut placing, at(&answer.best), "best");
    for (number, found) in (1..).zip(&answer.own) {
        label(&mut sketch, &mut placing, at(found), &format!("{number}"));
    }
    if let Some(&first) = safest.first().filter(|_| !valued.is_empty()) {
        label(&mut sketch, &mut placing, first, "lowest risk");
    }
    if let Some(&first) = valued.first() {
        label(&mut sketch, &mut placing, first, "highest value");
    }
    let bottom = key(&mut sketch, answer, plot.y1 + 50.0);
    (sketch, bottom + MARGIN)
}

/// Keeps labels off a line.
fn along(placing: &mut Placing, from: Point, to: Point) {
    let parts = 40;
    for part in 0..=parts {
        let share = f64::from(part) / f64::from(parts);
        taken(placing, (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)), 2.0);
    }
}

fn label(sketch: &mut Sketch, placing: &mut Placing, at: Point, words: &str) {
    if let Some(place) = placing.beside(at, DOT, words, LABEL) {
        sketch.words(place, words, LABEL, Anchor::Middle);
    }
}

fn taken(placing: &mut Placing, at: Point, radius: f64) {
    placing.occupy(Area { x0: at.0 - radius, y0: at.1 - radius, x1: at.0 + radius, y1: at.1 + radius });
}

fn cross(sketch: &mut Sketch, at: Point) {
    for slope in [-1.0, 1.0] {
        sketch.line(&[(at.0 - DOT, at.1 - slope * DOT), (at.0 + DOT, at.1 + slope * DOT)], INK, 2.0);
    }
}

fn whiskers(sketch: &mut Sketch, placing: &mut Placing, found: &Found, x: f64, up: Scale) {
    let [low, high] = found.unmatched.interval90.map(|end| up.at(100.0 * end));
    sketch.line(&[(x, low), (x, high)], FAINT, 1.0);
    for end in [low, high] {
        sketch.line(&[(x - 3.0, end), (x + 3.0, end)], FAINT, 1.0);
    }
    placing.occupy(Area { x0: x - 3.0, y0: high, x1: x + 3.0, y1: low });
}

/// Grid, ticks and titles; gives the scales.
fn axes(sketch: &mut Sketch, answer: &OptimizeAnswer, plot: Area) -> (Scale, Scale) {
    let shown = || {
        let of_frontier = answer.frontier.iter().filter(|found| found.is_best_at != [Strength::FirstChoice]);
        of_frontier.chain(std::iter::once(&answer.best)).chain(&answer.own)
    };
    let most = shown().map(|found| found.cost_usd).fold(answer.limits.budget_usd, f64::max);
    let costs = round_steps(0.0, most, if plot.x1 - plot.x0 > 400.0 { 6.0 } else { 3.0 });
    let ends = answer.own.iter().chain(std::iter::once(&answer.best)).map(|found| found.unmatched.interval90[1]);
    let highest = shown().map(|found| found.unmatched.mean).chain(ends).fold(0.01, f64::max);
    let risks: Vec<f64> =
        round_steps(0.0, (100.0 * highest).min(100.0), 5.0).into_iter().filter(|risk| *risk <= 100.0).collect();
    let (across, up) = risk_axes(sketch, plot, &costs, &risks);
    let budget = across.at(answer.limits.budget_usd);
    sketch.dashes((budget, plot.y0), (budget, plot.y1), FAINT, 1.2);
    sketch.words((budget, plot.y0 - 16.0), "budget", TICK, Anchor::End);
    (across, up)
}

/// The person's own portfolios by number; gives the lower edge.
fn key(sketch: &mut Sketch, answer: &OptimizeAnswer, top: f64) -> f64 {
    let right = sketch.width() - MARGIN;
    let mut y = top;
    for (number, found) in (1..).zip(&answer.own) {
        cross(sketch, (MARGIN + DOT, y + 7.0));
        sketch.words((MARGIN + 32.0, y + 7.0), number.to_string(), LABEL, Anchor::End);
        let risk = words::chance_of(&found.unmatched);
        let words = format!("{}, {risk} · {}", dollars(found.cost_usd), found.name);
        let lines = text::wrapped(&words, LABEL.size, right - MARGIN - 40.0, 3);
        y = sketch.paragraph(MARGIN + 40.0, y, &lines, LABEL) + 3.0;
    }
    y
}

/// How far a step is on the way from nothing to the best, 0 to 1.
fn share_reached(answer: &OptimizeAnswer, step: &Step) -> f64 {
    match (answer.goal, &step.value, &answer.best.value) {
        (GoalKey::Value, Some(value), Some(best)) if best.mean > 0.0 => value.mean / best.mean,
        _ => (1.0 - step.unmatched.mean) / (1.0 - answer.best.unmatched.mean).max(1e-9),
    }
}

/// Share of the best that the sentence over the path looks for.
const MOST_OF_IT: f64 = 0.8;

fn path_finding(answer: &OptimizeAnswer) -> String {
    let what = match answer.goal {
        GoalKey::Value => "the value",
        GoalKey::Risk => "the chance of a match",
    };
    match answer.path.iter().find(|step| share_reached(answer, step) >= MOST_OF_IT) {
        Some(step) => format!(
            "The first {} of {} buy {} of {what} of the best portfolio",
            dollars(step.cost_usd),
            dollars(answer.best.cost_usd),
            whole(share_reached(answer, step).min(1.0))
        ),
        None => format!("Every step up to {} adds something", dollars(answer.best.cost_usd)),
    }
}

fn path_description(answer: &OptimizeAnswer) -> String {
    let parts = answer.path.iter().map(|step| {
        let track = &words::track(answer, &step.track).name;
        let risk = words::chance_of(&step.unmatched);
        format!("{track} {} to {} for {}: unmatched {risk}", step.from, step.to, dollars(step.price_usd))
    });
    format!("Stacked bars of programs by track, one per step. {}.", parts.collect::<Vec<_>>().join("; "))
}

fn path(answer: &OptimizeAnswer, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Each bar is the portfolio after one more step: the programs applied to, divided by track in order \
                       of preference. On the left is the total cost, on the right the chance of going unmatched.";
    let mut y = heading::draw(&mut sketch, &path_finding(answer), explanation);
    y = legend(&mut sketch, answer, y) + 12.0;
    let most: u32 = answer.path.iter().map(|step| step.programs.iter().sum()).max().unwrap_or(1);
    let bars = Area { x0: MARGIN + 56.0, y0: y, x1: width - MARGIN - 62.0, y1: y };
    sketch.words((MARGIN, y + 4.0), "cost", TICK, Anchor::Start);
    sketch.words((width - MARGIN, y + 4.0), "unmatched", TICK, Anchor::End);
    y += 16.0;
    for step in &answer.path {
        bar(&mut sketch, step, Area { y0: y, y1: y + BAR, ..bars }, f64::from(most.max(1)));
        y += BAR + 6.0;
    }
    (sketch, y + MARGIN)
}

fn bar(sketch: &mut Sketch, step: &Step, area: Area, most: f64) {
    let middle = area.y0.midpoint(area.y1);
    sketch.words((MARGIN, middle), dollars(step.cost_usd), LABEL, Anchor::Start);
    let mut x = area.x0;
    for (position, programs) in step.programs.iter().enumerate().filter(|(_, programs)| **programs > 0) {
        let look = Look::track(position);
        let end = x + (area.x1 - area.x0) * f64::from(*programs) / most;
        let part = Area { x0: x, x1: end, ..area };
        sketch.fill_hatched(part, look.color, look.hatch, look.ink());
        let number = programs.to_string();
        let font = Font { size: LABEL.size, color: INK };
        let room = text::width(&number, font.size) + 6.0;
        if end - x > room {
            let (center, half) = (x.midpoint(end), room / 2.0);
            sketch.fill(Area { x0: center - half, y0: middle - 6.5, x1: center + half, y1: middle + 6.5 }, PAPER);
            sketch.words((center, middle), number, font, Anchor::Middle);
        }
        x = end;
    }
    let risk = words::chance_of(&step.unmatched);
    sketch.words((sketch.width() - MARGIN, middle), risk, LABEL, Anchor::End);
}

/// Swatches with names, in as many rows as needed; gives the lower edge.
fn legend(sketch: &mut Sketch, answer: &OptimizeAnswer, top: f64) -> f64 {
    const SWATCH: f64 = 16.0;
    let right = sketch.width() - MARGIN;
    let (mut x, mut y) = (MARGIN, top);
    let is_used = |position: &usize| answer.path.iter().any(|step| step.programs[*position] > 0);
    for position in (0..answer.tracks.len()).filter(is_used) {
        let look = Look::track(position);
        let name = text::fitted(&answer.tracks[position].name, LABEL.size, right - MARGIN - SWATCH - 6.0);
        let width = SWATCH + 5.0 + text::width(&name, LABEL.size);
        if x > MARGIN && x + width > right {
            x = MARGIN;
            y += 18.0;
        }
        sketch.fill_hatched(Area { x0: x, y0: y, x1: x + SWATCH, y1: y + 12.0 }, look.color, look.hatch, look.ink());
        sketch.words((x + SWATCH + 5.0, y + 6.0), name, LABEL, Anchor::Start);
        x += width + 14.0;
    }
    y + 14.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::catalogue::NARROW;
    use crate::report::optimize_fixture::optimized;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for answer in optimized() {
            for width in [WIDE, NARROW] {
                for (sketch, _) in [frontier(&answer, width), path(&answer, width)] {
                    sketch.assert_texts_are_apart(width, "optimize");
                }
            }
        }
    }

    #[test]
    fn the_titles_say_what_is_found() {
        let [answer, _] = optimized();
        assert!(frontier_finding(&answer).contains("for $3,000, you go unmatched in 20% of seasons; with your “own”"));
        assert_eq!(path_finding(&answer), "The first $1,000 of $3,000 buy 83% of the value of the best portfolio");
    }
}
