//! Chart: interviews attended in each track, as distributions.

use super::histogram::{Block, Row, histograms, tallest};
use super::prelude::*;
use crate::engine::results::{InterviewCounts, PortfolioResult, Results};
use crate::report::number::mean_count;
use crate::report::percent::{spoken, whole};

/// Histograms of the interviews of these results.
pub(super) struct Interviews<'a>(pub &'a Results);

impl Interviews<'_> {
    fn blocks(&self) -> Vec<Block> {
        self.0.portfolios.iter().map(|portfolio| block(self.0, portfolio)).collect()
    }
}

impl Picture for Interviews<'_> {
    /// How often there is nothing to rank, under the best and the worst portfolio.
    ///
    /// Interviews that serve only the supplemental list do not count, as in the table of failures.
    fn finding(&self) -> String {
        let start = "You get no interview on the primary list in";
        match extremes(self.0, |portfolio| portfolio.failure.no_interview) {
            None => String::new(),
            Some([(name, none), _]) if self.0.portfolios.len() == 1 => {
                format!("{start} {none} of seasons with “{name}”")
            }
            Some([(_, low), (_, high)]) if low == high => format!("{start} {low} of seasons with every portfolio"),
            Some([(lowest, low), (highest, high)]) => {
                format!("{start} {low} of seasons with “{lowest}”, in {high} with “{highest}”")
            }
        }
    }

    fn explanation(&self) -> String {
        format!(
            "Height: share of simulated seasons with this many interviews; the highest bar is {}. The hatched bar is no interview \
             at all in that track. Most of the risk is at the left end, which an average does not show.",
            spoken(&whole(tallest(&self.blocks())))
        )
    }

    fn description(&self) -> String {
        let parts = self.0.portfolios.iter().map(|portfolio| {
            let counts = &portfolio.interviews_total;
            format!("{}: mean {}, none in {}", portfolio.name, mean_count(&counts.mean), whole(none_at_all(counts)))
        });
        format!("Histograms of interviews attended by portfolio and track. {}.", listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        histograms(sketch, &self.blocks(), "0", "interviews attended");
    }
}

fn block(results: &Results, portfolio: &PortfolioResult) -> Block {
    let tracks = portfolio.interviews.iter().map(|(key, counts)| {
        let name = results.tracks.get(key).map_or(key.as_str(), |label| label.short_name.as_str());
        row(name, counts)
    });
    let total = (portfolio.interviews.len() > 1).then(|| row("all tracks", &portfolio.interviews_total));
    Block { name: portfolio.name.clone(), rows: tracks.chain(total).collect() }
}

fn row(name: &str, counts: &InterviewCounts) -> Row {
    Row {
        name: name.to_owned(),
        failure: format!("none in {}", spoken(&whole(none_at_all(counts)))),
        note: format!("mean {}", mean_count(&counts.mean)),
        shares: counts.distribution.clone(),
    }
}

fn none_at_all(counts: &InterviewCounts) -> f64 {
    counts.distribution.first().copied().unwrap_or(0.0)
}
