//! Chart: interviews attended in each specialty with the safest portfolio, as distributions.

use super::histogram::{Block, Row, histograms, tallest};
use super::prelude::*;
use crate::engine::results::{InterviewCounts, PortfolioResult, Results};
use crate::report::number::mean_count;
use crate::report::percent::{spoken, whole};
use crate::report::presentable::shortened;
use crate::report::sentences::safest;

/// Specialties that are shown at most: those with the most interviews.
const MOST: usize = 4;

/// Share of seasons that is nothing but rounding.
const IMPOSSIBLE: f64 = 1e-9;

/// Histograms of the interviews with the safest portfolio.
pub(super) struct Interviews<'a>(pub &'a Results);

impl Interviews<'_> {
    fn blocks(&self) -> Vec<Block> {
        safest(self.0).map(|best| block(self.0, best)).into_iter().collect()
    }
}

impl Picture for Interviews<'_> {
    /// How often there is nothing to rank.
    ///
    /// Interviews that serve only the supplemental list do not count, as in the table of failures.
    fn finding(&self) -> String {
        let Some(best) = safest(self.0) else { return String::new() };
        let none = match best.failure.no_interview.mean {
            none if none < IMPOSSIBLE => "every season brings an interview to rank".to_owned(),
            none => format!("{} of seasons bring no interview to rank", spoken(&whole(none))),
        };
        let name = shortened(&best.name, NAME_IN_TITLE);
        let rarest = specialties(best).into_iter().max_by(|a, b| none_at_all(a.1).total_cmp(&none_at_all(b.1)));
        let rarest = rarest.filter(|_| best.outcomes.matched.len() > 1).map_or_else(String::new, |(key, counts)| {
            format!(", and {} no interview in {}", spoken(&whole(none_at_all(counts))), short_name(self.0, key))
        });
        format!("With “{name}”, {none}{rarest}")
    }

    fn explanation(&self) -> String {
        format!(
            "Height: share of simulated seasons with this many interviews; the highest bar is {}. The hatched bar at 0 is \
             no interview at all in that specialty.",
            spoken(&whole(tallest(&self.blocks())))
        )
    }

    fn description(&self) -> String {
        let Some(best) = safest(self.0) else { return String::new() };
        let parts = specialties(best).into_iter().map(|(key, counts)| {
            let name = short_name(self.0, key);
            format!("{name}: mean {}, {}", mean_count(&counts.mean), none_in_words(counts))
        });
        format!("Histograms of interviews attended with {} by specialty. {}.", best.name, listed(parts))
    }

    fn draw(&self, sketch: &mut Sketch) {
        histograms(sketch, &self.blocks(), "0", "interviews attended");
    }
}

/// The specialties in which the portfolio can match, those with the most interviews; all tracks where it has none.
fn specialties(portfolio: &PortfolioResult) -> Vec<(&str, &InterviewCounts)> {
    let is_specialty =
        |key: &str| portfolio.outcomes.matched.is_empty() || portfolio.outcomes.matched.contains_key(key);
    let all = portfolio.interviews.iter().filter(|(key, _)| is_specialty(key));
    let mut all: Vec<(&str, &InterviewCounts)> = all.map(|(key, counts)| (key.as_str(), counts)).collect();
    all.sort_by(|a, b| b.1.mean.mean.total_cmp(&a.1.mean.mean));
    all.truncate(MOST);
    all
}

fn short_name<'a>(results: &'a Results, key: &'a str) -> &'a str {
    results.tracks.get(key).map_or(key, |label| label.short_name.as_str())
}

fn block(results: &Results, portfolio: &PortfolioResult) -> Block {
    let rows = specialties(portfolio).into_iter().map(|(key, counts)| row(short_name(results, key), counts));
    let number = results.portfolios.iter().position(|of| of.name == portfolio.name).map_or(0, |place| place + 1);
    Block { portfolio: number, name: portfolio.name.clone(), rows: rows.collect() }
}

fn row(name: &str, counts: &InterviewCounts) -> Row {
    Row {
        name: name.to_owned(),
        failure: none_in_words(counts),
        note: format!("mean {}", mean_count(&counts.mean)),
        shares: counts.distribution.clone(),
    }
}

/// How often there is none. With invitations in hand that cannot happen.
fn none_in_words(counts: &InterviewCounts) -> String {
    match none_at_all(counts) {
        none if none < IMPOSSIBLE => "always at least one".to_owned(),
        none => format!("none in {}", spoken(&whole(none))),
    }
}

fn none_at_all(counts: &InterviewCounts) -> f64 {
    counts.distribution.first().copied().unwrap_or(0.0)
}
