//! Chart: rank reached on the primary rank order list.

use super::histogram::{Block, Row, histograms, tallest};
use super::prelude::*;
use crate::engine::results::{PortfolioResult, Results};
use crate::report::percent::{Counted, chance, spoken, whole};

/// Histograms of the ranks reached in these results.
pub(super) struct RankReached<'a>(pub &'a Results);

impl RankReached<'_> {
    fn blocks(&self) -> Vec<Block> {
        (1..).zip(&self.0.portfolios).map(|(number, portfolio)| block(self.0, number, portfolio)).collect()
    }
}

impl Picture for RankReached<'_> {
    /// Where the first program on the list is reached most and least often.
    fn finding(&self) -> String {
        let start = "You match to the first program on your list in";
        match extremes(self.0, |portfolio| portfolio.rank_reached.first_choice) {
            None => String::new(),
            Some([_, (name, first)]) if self.0.portfolios.len() == 1 => {
                format!("{start} {first} of seasons with “{name}”")
            }
            Some([(_, low), (_, high)]) if low == high => format!("{start} {low} of seasons with every portfolio"),
            Some([(lowest, low), (highest, high)]) => {
                format!("{start} {high} of seasons with “{highest}”, in {low} with “{lowest}”")
            }
        }
    }

    fn explanation(&self) -> String {
        format!(
            "Height: share of all simulated seasons matched at that rank; the highest bar is {}. The hatched bar is no match \
             on the primary list. Portfolios rank different programs first, so rank 1 means another program in each.",
            spoken(&whole(tallest(&self.blocks())))
        )
    }

    fn description(&self) -> String {
        let parts = self.0.portfolios.iter().map(|portfolio| {
            let first = chance(&portfolio.rank_reached.first_choice, Counted::of(self.0));
            format!("{}: first rank in {first}", portfolio.name)
        });
        format!("Histograms of the rank reached on the primary list. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        histograms(sketch, &self.blocks(), "none", "rank on the primary list");
    }
}

fn block(results: &Results, number: usize, portfolio: &PortfolioResult) -> Block {
    let reached = &portfolio.rank_reached;
    let none = (1.0 - reached.distribution.iter().sum::<f64>()).max(0.0);
    let shares = std::iter::once(none).chain(reached.distribution.iter().copied()).collect();
    let row = Row {
        name: format!("rank 1 in {}", chance(&reached.first_choice, Counted::of(results))),
        failure: format!("none in {}", spoken(&whole(none))),
        note: String::new(),
        shares,
    };
    Block { portfolio: number, name: portfolio.name.clone(), rows: vec![row] }
}
