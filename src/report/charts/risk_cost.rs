//! Chart: chance of going unmatched against cost, with the efficient frontier.

use super::heading::{self, MARGIN, NAME_IN_TITLE};
use super::palette::{CALM, INK, LABEL, PAPER};
use super::placing::{Placing, side_by_side};
use super::risk_axes::risk_axes;
use super::sketch::{Anchor, Area, Sketch};
use super::text;
use super::ticks::{Scale, round_steps};
use crate::engine::results::{PortfolioResult, Results};
use crate::report::error::ReportError;
use crate::report::frontier::{frontier, is_efficient};
use crate::report::number::dollars;
use crate::report::percent::{Counted, aside, chance, has_interval, rounded, spoken};
use crate::report::presentable::shortened;

const DOT: f64 = 5.0;
const PLOT_HEIGHT: f64 = 280.0;

/// Draws the chart at this width in pixels.
pub(super) fn draw(results: &Results, chart: &str, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(results, width);
    sketch.finish(chart, height, &finding(results), &description(results))
}

fn sheet(results: &Results, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = match results.portfolios.len() {
        1 => "The bar is the plausible range (90% credible interval).",
        _ => {
            "Lower and further left is better. Bars are plausible ranges (90% credible intervals). Filled points on the \
             dashed line are the efficient frontier: no cheaper portfolio is as safe. Numbers are named below."
        }
    };
    let top = heading::draw(&mut sketch, &finding(results), explanation);
    let plot = Area { x0: MARGIN + 52.0, y0: top + 22.0, x1: width - MARGIN - 14.0, y1: top + 22.0 + PLOT_HEIGHT };
    let (across, up) = axes(&mut sketch, results, plot);
    let places: Vec<f64> = results.portfolios.iter().map(|portfolio| across.at(portfolio.cost_usd)).collect();
    let places = side_by_side(&places, 2.0 * DOT + 2.0);
    let mut placing = Placing::within(Area { y0: plot.y0 - 2.0, ..plot });
    staircase(&mut sketch, &mut placing, results, &places, up);
    points(&mut sketch, placing, results, &places, up);
    let bottom = key(&mut sketch, results, plot.y1 + 50.0);
    (sketch, bottom + MARGIN)
}

/// What more money buys, in a sentence that respects ties.
fn finding(results: &Results) -> String {
    let line = frontier(results);
    let (Some(&cheapest), Some(&best)) = (line.first(), line.last()) else {
        return String::new();
    };
    let name = |portfolio: &PortfolioResult| shortened(&portfolio.name, NAME_IN_TITLE);
    let risk = |of: &PortfolioResult| spoken(&rounded(&of.outcomes.unmatched, Counted::of(results)));
    let cost = dollars(cheapest.cost_usd);
    if results.portfolios.len() == 1 {
        let (name, risk) = (name(best), risk(best));
        return format!("“{name}” costs {cost}, and you go unmatched in {risk} of seasons");
    }
    if best.cost_usd <= cheapest.cost_usd {
        let (name, risk) = (name(cheapest), risk(cheapest));
        return format!(
            "No portfolio is detectably safer than the cheapest, “{name}”: {cost}, unmatched in {risk} of seasons"
        );
    }
    let more = dollars(best.cost_usd - cheapest.cost_usd);
    let (from, to) = (risk(cheapest), risk(best));
    let (cheapest, best) = (name(cheapest), name(best));
    format!("“{best}” costs {more} more than “{cheapest}” and lowers the risk of going unmatched from {from} to {to}")
}

fn description(results: &Results) -> String {
    let parts = results.portfolios.iter().map(|portfolio| sentence(results, portfolio));
    format!("Points of cost and chance of going unmatched. {}.", parts.collect::<Vec<_>>().join("; "))
}

fn sentence(results: &Results, portfolio: &PortfolioResult) -> String {
    let unmatched = &portfolio.outcomes.unmatched;
    let interval = aside(unmatched);
    format!(
        "{}: {}, unmatched {}{interval}",
        portfolio.name,
        dollars(portfolio.cost_usd),
        chance(unmatched, Counted::of(results))
    )
}

/// Grid, ticks and titles; gives the scales.
fn axes(sketch: &mut Sketch, results: &Results, plot: Area) -> (Scale, Scale) {
    let (costs, risks) = (cost_steps(results, plot.x1 - plot.x0), risk_steps(results));
    let (across, up) = risk_axes(sketch, plot, &costs, &risks);
    (across, up)
}

/// Round costs around those of the portfolios, as many as the width has room for.
fn cost_steps(results: &Results, width: f64) -> Vec<f64> {
    let costs = || results.portfolios.iter().map(|portfolio| portfolio.cost_usd);
    let (low, high) = (costs().fold(f64::INFINITY, f64::min), costs().fold(0.0, f64::max));
    let margin = (0.08 * (high - low)).max(0.1 * high).max(50.0);
    round_steps((low - margin).max(0.0), high + margin, if width > 400.0 { 6.0 } else { 3.0 })
}

/// Round percentages from nothing to above the highest interval, at most 100.
fn risk_steps(results: &Results) -> Vec<f64> {
    let highest = results.portfolios.iter().map(|portfolio| {
        let unmatched = portfolio.outcomes.unmatched;
        unmatched.mean.max(unmatched.interval90[1])
    });
    let steps = round_steps(0.0, (100.0 * highest.fold(0.01, f64::max)).min(100.0), 5.0);
    steps.into_iter().filter(|&risk| risk <= 100.0).collect()
}

/// The frontier as steps: paying more keeps the risk until the next portfolio is reached.
fn staircase(sketch: &mut Sketch, placing: &mut Placing, results: &Results, places: &[f64], up: Scale) {
    let on_frontier = results.portfolios.iter().zip(places).filter(|(portfolio, _)| is_efficient(results, portfolio));
    let mut dots: Vec<(f64, f64)> =
        on_frontier.map(|(portfolio, &x)| (x, up.at(100.0 * portfolio.outcomes.unmatched.mean))).collect();
    dots.sort_by(|a, b| a.0.total_cmp(&b.0));
    for pair in dots.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let corner = (to.0, from.1);
        for (start, end) in [(from, corner), (corner, to)] {
            sketch.dashes(start, end, CALM, 1.5);
            placing.occupy(Area { x0: start.0, y0: start.1 - 1.0, x1: end.0 + 1.0, y1: end.1 + 1.0 });
        }
    }
}

fn points(sketch: &mut Sketch, mut placing: Placing, results: &Results, places: &[f64], up: Scale) {
    let mut dots = Vec::new();
    for (number, (portfolio, &x)) in (1..).zip(results.portfolios.iter().zip(places)) {
        let unmatched = &portfolio.outcomes.unmatched;
        let y = up.at(100.0 * unmatched.mean);
        if has_interval(unmatched) {
            let [low, high] = unmatched.interval90.map(|end| up.at(100.0 * end));
            sketch.showing(&[number], |sketch| whisker(sketch, x, (low, high)));
            placing.occupy(Area { x0: x - 4.0, y0: high, x1: x + 4.0, y1: low });
        }
        placing.occupy(Area { x0: x - DOT, y0: y - DOT, x1: x + DOT, y1: y + DOT });
        dots.push((x, y));
    }
    for (number, (portfolio, &dot)) in (1..).zip(results.portfolios.iter().zip(&dots)) {
        sketch.showing(&[number], |sketch| {
            mark(sketch, dot, is_efficient(results, portfolio));
            if let Some(at) = placing.beside(dot, DOT, &number.to_string(), LABEL) {
                sketch.words(at, number.to_string(), LABEL, Anchor::Middle);
            }
        });
    }
}

/// The interval as an upright line with ends.
fn whisker(sketch: &mut Sketch, x: f64, (low, high): (f64, f64)) {
    sketch.line(&[(x, low), (x, high)], INK, 1.2);
    for end in [low, high] {
        sketch.line(&[(x - 4.0, end), (x + 4.0, end)], INK, 1.2);
    }
}

/// A filled point on the frontier, a hollow one elsewhere.
fn mark(sketch: &mut Sketch, at: (f64, f64), is_filled: bool) {
    let color = if is_filled { CALM } else { INK };
    sketch.dot(at, DOT, color);
    if !is_filled {
        sketch.dot(at, DOT - 1.5, PAPER);
    }
}

/// What the numbers stand for; gives the lower edge.
fn key(sketch: &mut Sketch, results: &Results, top: f64) -> f64 {
    let right = sketch.width() - MARGIN;
    let mut y = top;
    for (number, portfolio) in (1..).zip(&results.portfolios) {
        let words = format!("{} · {}", facts(results, portfolio), portfolio.name);
        let lines = text::wrapped(&words, LABEL.size, right - MARGIN - 40.0, 3);
        y = sketch.showing(&[number], |sketch| {
            mark(sketch, (MARGIN + DOT, y + 7.0), is_efficient(results, portfolio));
            sketch.words((MARGIN + 32.0, y + 7.0), number.to_string(), LABEL, Anchor::End);
            sketch.paragraph(MARGIN + 40.0, y, &lines, LABEL)
        }) + 3.0;
    }
    y
}

fn facts(results: &Results, portfolio: &PortfolioResult) -> String {
    let risk = chance(&portfolio.outcomes.unmatched, Counted::of(results));
    format!("{}, {risk}", dollars(portfolio.cost_usd))
}

#[cfg(test)]
pub(super) fn sketched(results: &Results, width: f64) -> Sketch {
    sheet(results, width).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::results::Verdict;
    use crate::report::fixture;

    #[test]
    fn the_title_says_what_more_money_buys() {
        let title = finding(&fixture::five_by_six());
        assert!(title.contains("costs $3,540 more") && title.ends_with("from 93% to 26%"), "{title}");
    }

    #[test]
    fn the_title_claims_no_gain_where_all_risks_are_tied() {
        let mut results = fixture::five_by_six();
        results.comparisons.iter_mut().for_each(|pair| pair.verdict = Verdict::Tie);
        assert!(finding(&results).starts_with("No portfolio is detectably safer than the cheapest, “IR only”"));
    }
}
