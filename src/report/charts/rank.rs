//! Chart: rank reached on the primary rank order list.

use super::columns;
use super::heading::NAME_IN_TITLE;
use super::histogram::{Block, Frame, Row};
use super::sketch::Sketch;
use crate::engine::results::{PortfolioResult, Results};
use crate::report::error::ReportError;
use crate::report::percent::{Counted, chance, rounded, spoken, whole};
use crate::report::presentable::shortened;

/// Draws the chart at this width in pixels.
pub(super) fn draw(results: &Results, chart: &str, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(results, width);
    sketch.finish(chart, height, &finding(results), &description(results))
}

fn sheet(results: &Results, width: f64) -> (Sketch, f64) {
    let blocks: Vec<Block> = results.portfolios.iter().map(|portfolio| block(results, portfolio)).collect();
    let frame = Frame::around(&blocks, "none", "rank on the primary list");
    let explanation = format!(
        "Height: share of all simulated seasons matched at that rank; the highest bar is {}. The hatched bar is no match \
         on the primary list. Portfolios rank different programs first, so rank 1 means another program in each.",
        spoken(&whole(frame.tallest))
    );
    columns::sheet(width, &finding(results), &explanation, &blocks, &frame)
}

fn block(results: &Results, portfolio: &PortfolioResult) -> Block {
    let reached = &portfolio.rank_reached;
    let none = (1.0 - reached.distribution.iter().sum::<f64>()).max(0.0);
    let shares = std::iter::once(none).chain(reached.distribution.iter().copied()).collect();
    let row = Row {
        name: format!("rank 1 in {}", chance(&reached.first_choice, Counted::of(results))),
        failure: format!("none in {}", spoken(&whole(none))),
        note: String::new(),
        shares,
    };
    Block { name: portfolio.name.clone(), rows: vec![row] }
}

/// Where the first program on the list is reached most and least often.
fn finding(results: &Results) -> String {
    let share = |portfolio: &PortfolioResult| portfolio.rank_reached.first_choice.mean;
    let by_share = |a: &&PortfolioResult, b: &&PortfolioResult| share(a).total_cmp(&share(b));
    let lowest = results.portfolios.iter().min_by(by_share);
    let highest = results.portfolios.iter().max_by(by_share);
    let (Some(lowest), Some(highest)) = (lowest, highest) else {
        return String::new();
    };
    let name = |portfolio: &PortfolioResult| shortened(&portfolio.name, NAME_IN_TITLE);
    let first =
        |portfolio: &PortfolioResult| spoken(&rounded(&portfolio.rank_reached.first_choice, Counted::of(results)));
    if results.portfolios.len() == 1 {
        format!("You match to the first program on your list in {} of seasons with “{}”", first(highest), name(highest))
    } else {
        format!(
            "You match to the first program on your list in {} of seasons with “{}”, in {} with “{}”",
            first(highest),
            name(highest),
            first(lowest),
            name(lowest)
        )
    }
}

fn description(results: &Results) -> String {
    let parts = results.portfolios.iter().map(|portfolio| {
        let first = chance(&portfolio.rank_reached.first_choice, Counted::of(results));
        format!("{}: first rank in {first}", portfolio.name)
    });
    format!("Histograms of the rank reached on the primary list. {}.", parts.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
pub(super) fn sketched(results: &Results, width: f64) -> Sketch {
    sheet(results, width).0
}
