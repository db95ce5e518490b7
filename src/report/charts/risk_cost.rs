//! Chart: chance of going unmatched against cost, with the efficient frontier.

use super::prelude::*;
use crate::engine::results::{PortfolioResult, Results};
use crate::report::frontier::{frontier, is_efficient};
use crate::report::number::dollars;
use crate::report::percent::{Counted, aside, chance, has_interval, rounded, spoken};
use crate::report::presentable::shortened;
use crate::report::sentences::{safest, safest_group};

const DOT: f64 = 5.0;
/// Points on the frontier, which are filled, and the others.
const MARKS: [RGBColor; 2] = [CALM, INK];

/// Points of these results.
pub(super) struct RiskCost<'a>(pub &'a Results);

impl Picture for RiskCost<'_> {
    /// What more money buys, in a sentence that respects ties.
    fn finding(&self) -> String {
        let line = frontier(self.0);
        let (Some(&cheapest), Some(&best)) = (line.first(), line.last()) else {
            return String::new();
        };
        let name = |portfolio: &PortfolioResult| shortened(&portfolio.name, NAME_IN_TITLE);
        let risk = |of: &PortfolioResult| spoken(&rounded(&of.outcomes.unmatched, Counted::of(self.0)));
        let cost = dollars(cheapest.cost_usd);
        if self.0.portfolios.len() == 1 {
            let (name, risk) = (name(best), risk(best));
            return format!("“{name}” costs {cost}, and you go unmatched in {risk} of seasons");
        }
        if best.cost_usd <= cheapest.cost_usd {
            let is_safest = safest(self.0).is_some_and(|best| best.name == cheapest.name);
            let is_alone = safest_group(self.0).len() == 1;
            let (name, risk) = (name(cheapest), risk(cheapest));
            if is_safest && is_alone {
                return format!(
                    "The cheapest portfolio, “{name}”, is also the safest: {cost}, unmatched in {risk} of seasons"
                );
            }
            return format!(
                "No portfolio is detectably safer than the cheapest, “{name}”: {cost}, unmatched in {risk} of seasons"
            );
        }
        let more = dollars(best.cost_usd - cheapest.cost_usd);
        let (from, to) = (risk(cheapest), risk(best));
        let (cheapest, best) = (name(cheapest), name(best));
        if from == to {
            return format!("“{best}” costs {more} more than “{cheapest}” for nearly the same risk of {to}");
        }
        format!(
            "“{best}” costs {more} more than “{cheapest}” and lowers the risk of going unmatched from {from} to {to}"
        )
    }

    fn explanation(&self) -> String {
        let how = match self.0.portfolios.len() {
            1 => "The bar is the plausible range (90% credible interval).",
            _ => {
                "Lower and further left is better. Bars are plausible ranges (90% credible intervals). Filled points on the \
                 dashed line are the efficient frontier: no cheaper portfolio is as safe. Numbers are named below."
            }
        };
        how.to_owned()
    }

    fn description(&self) -> String {
        let parts = self.0.portfolios.iter().map(|portfolio| sentence(self.0, portfolio));
        format!("Points of cost and chance of going unmatched. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let results = self.0;
        let costs = || results.portfolios.iter().map(|portfolio| portfolio.cost_usd);
        let (low, high) = (costs().fold(f64::INFINITY, f64::min), costs().fold(0.0, f64::max));
        let margin = (0.08 * (high - low)).max(0.1 * high).max(50.0);
        let risks = results.portfolios.iter().map(|portfolio| portfolio.outcomes.unmatched);
        let highest = risks.map(|unmatched| unmatched.mean.max(unmatched.interval90[1])).fold(0.0, f64::max);
        let (plot, placing) = risk_against_cost(sketch, ((low - margin).max(0.0), high + margin), highest);
        points(sketch, placing, results, &plot);
        for (number, portfolio) in (1..).zip(&results.portfolios) {
            let risk = chance(&portfolio.outcomes.unmatched, Counted::of(results));
            let words = format!("{}, {risk} · {}", dollars(portfolio.cost_usd), portfolio.name);
            sketch.showing(&[number], |sketch| {
                key(sketch, number, &words, |sketch, at| sketch.mark(at, DOT, is_efficient(results, portfolio), MARKS));
            });
        }
    }
}

/// Draws the axes of risk against cost in dollars; gives the plot, and room for labels in it.
pub(super) fn risk_against_cost(sketch: &mut Sketch, costs: (f64, f64), highest: f64) -> (Plot, Placing) {
    let wanted = if sketch.width() > 450.0 { 6.0 } else { 3.0 };
    let across = Axis::dollars(costs.0, costs.1, wanted).titled("cost of applying (US dollars)");
    let up = Axis::up_to(highest).titled("chance of going unmatched");
    let plot = Plot::within(sketch, sketch.strip(340.0), &across, &up);
    sketch.y += 350.0;
    let placing = Placing::within(Area { y0: plot.area.y0 - 2.0, ..plot.area });
    (plot, placing)
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

fn points(sketch: &mut Sketch, mut placing: Placing, results: &Results, plot: &Plot) {
    let places: Vec<f64> = results.portfolios.iter().map(|portfolio| plot.x(portfolio.cost_usd)).collect();
    let places = side_by_side(&places, 2.0 * DOT + 2.0);
    let risks = results.portfolios.iter().map(|portfolio| plot.y(portfolio.outcomes.unmatched.mean));
    let dots: Vec<Point> = places.into_iter().zip(risks).collect();
    let staircase = staircase(results, &dots);
    sketch.dashes(&staircase, CALM, 1.5);
    placing.occupy_line(&staircase);
    for (number, (portfolio, &dot)) in (1..).zip(results.portfolios.iter().zip(&dots)) {
        let unmatched = &portfolio.outcomes.unmatched;
        if has_interval(unmatched) {
            let ends = unmatched.interval90.map(|end| (dot.0, plot.y(end)));
            sketch.showing(&[number], |sketch| sketch.whisker(ends, 4.0, INK, 1.2));
            placing.occupy(Area { x0: dot.0 - 4.0, y0: ends[1].1, x1: dot.0 + 4.0, y1: ends[0].1 });
        }
        placing.occupy(Area::around(dot, DOT));
    }
    for (number, (portfolio, &dot)) in (1..).zip(results.portfolios.iter().zip(&dots)) {
        sketch.showing(&[number], |sketch| {
            sketch.mark(dot, DOT, is_efficient(results, portfolio), MARKS);
            if let Some(at) = placing.beside(dot, DOT, &number.to_string(), LABEL) {
                sketch.words(at, number.to_string(), LABEL, HPos::Center);
            }
        });
    }
}

/// The frontier as steps: paying more keeps the risk until the next portfolio is reached.
fn staircase(results: &Results, dots: &[Point]) -> Vec<Point> {
    let on_frontier = results.portfolios.iter().zip(dots).filter(|(portfolio, _)| is_efficient(results, portfolio));
    let mut dots: Vec<Point> = on_frontier.map(|(_, &dot)| dot).collect();
    dots.sort_by(|a, b| a.0.total_cmp(&b.0));
    let corners = dots.windows(2).flat_map(|pair| [pair[0], (pair[1].0, pair[0].1)]);
    corners.chain(dots.last().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::results::Verdict;
    use crate::report::fixture;

    #[test]
    fn the_title_says_what_more_money_buys() {
        let title = RiskCost(&fixture::five_by_six()).finding();
        assert!(title.contains("costs $3,540 more") && title.ends_with("from 93% to 26%"), "{title}");
    }

    #[test]
    fn the_title_claims_no_gain_where_all_risks_are_tied() {
        let mut results = fixture::five_by_six();
        results.comparisons.iter_mut().for_each(|pair| pair.verdict = Verdict::Tie);
        assert!(
            RiskCost(&results).finding().starts_with("No portfolio is detectably safer than the cheapest, “IR only”")
        );
    }
}
