//! The results as the page shows them: every number already in words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::answers::results as answers;
use super::document::{Spread, Table, dash, words};
use super::frontier::{is_efficient, tells_apart};
use super::interview_curve::track_name;
use super::number::{dollars, mean_count, thousands, value};
use super::percent::{Counted, chance, error_points, interval, interval_points, signed_points, whole};
use super::sentences::{HOW_GOOD, difference, touches_safest};
use crate::engine::results::{Comparison, Estimate, Notice, PortfolioResult, Results, Severity};

/// A row of the table that opens the page: words to read, and beside them the numbers it is sorted by.
#[derive(Debug, Serialize)]
pub(super) struct ViewPortfolio<'a> {
    applications: String,
    cost: String,
    unmatched: String,
    interval: String,
    /// Length of the bar, in percent.
    bar: f64,
    interviews: String,
    residency: String,
    value: Option<String>,
    is_efficient: bool,
    /// What the words are of.
    of: &'a PortfolioResult,
}

/// The opening table.
pub(super) fn portfolios(results: &Results) -> Vec<ViewPortfolio<'_>> {
    let rows = results.portfolios.iter().map(|portfolio| {
        let unmatched = &portfolio.outcomes.unmatched;
        ViewPortfolio {
            applications: thousands(u64::from(portfolio.applications)),
            cost: dollars(portfolio.cost_usd),
            unmatched: chance(unmatched, Counted::of(results)),
            interval: interval(unmatched),
            bar: (100.0 * unmatched.mean).clamp(0.0, 100.0),
            interviews: mean_count(&portfolio.interviews_total.mean),
            residency: chance(&portfolio.residency, Counted::of(results)),
            value: portfolio.expected_value.as_ref().map(value),
            is_efficient: is_efficient(results, portfolio),
            of: portfolio,
        }
    });
    rows.collect()
}

/// Chances of every destination.
pub(super) fn destinations(results: &Results) -> Table {
    let told_elsewhere = [answers::RESIDENCY, HOW_GOOD];
    let mut spread = answers::destinations(results);
    spread.rows.retain(|(name, _)| !told_elsewhere.contains(&name.as_str()));
    by_portfolio(results, &spread)
}

/// One row a portfolio.
fn by_portfolio(results: &Results, spread: &Spread) -> Table {
    let rows = results.portfolios.iter().enumerate().map(|(place, portfolio)| {
        let cells = spread.rows.iter().map(|(_, cells)| cells[place].clone().unwrap_or_else(dash));
        std::iter::once(portfolio.name.clone()).chain(cells).collect()
    });
    let titles = spread.rows.iter().map(|(name, _)| words(name));
    telling(Table::new(std::iter::once(words("Portfolio")).chain(titles), rows))
}

/// The table without the columns that have nothing but dashes: tracks that only serve the PGY-1, and outcomes that no
/// portfolio can have.
fn telling(mut table: Table) -> Table {
    for place in (1..table.columns.len()).rev() {
        if table.rows.iter().all(|row| row[place] == dash()) {
            table.columns.remove(place);
            table.rows.iter_mut().for_each(|row| drop(row.remove(place)));
        }
    }
    table
}

/// Cost and chance of going unmatched.
pub(super) fn risk_cost(results: &Results) -> Table {
    let rows = results.portfolios.iter().map(|portfolio| {
        let unmatched = &portfolio.outcomes.unmatched;
        vec![
            portfolio.name.clone(),
            dollars(portfolio.cost_usd),
            chance(unmatched, Counted::of(results)),
            interval(unmatched),
            error_points(unmatched),
            match (tells_apart(results), is_efficient(results, portfolio)) {
                (false, _) => dash(),
                (true, true) => "yes".to_owned(),
                (true, false) => "no".to_owned(),
            },
        ]
    });
    let header = ["Portfolio", "Cost", "Unmatched", "Plausible range", "Simulation error, points", "On the frontier"];
    telling(Table::new(header.map(words), rows))
}

/// Number of each portfolio by its name, from 1: what marks its rows.
pub(super) fn places(results: &Results) -> BTreeMap<String, usize> {
    results.portfolios.iter().map(|portfolio| portfolio.name.clone()).zip(1..).collect()
}

/// What goes wrong when it goes wrong.
pub(super) fn failures(results: &Results) -> Table {
    by_portfolio(results, &answers::failures(results))
}

/// Interviews attended: mean, share of none, and quantiles.
pub(super) fn interviews(results: &Results) -> Table {
    let mut rows = Vec::new();
    for portfolio in &results.portfolios {
        let tracks = portfolio.interviews.iter().map(|(key, counts)| {
            let name = results.tracks.get(key).map_or(key.as_str(), |label| label.name.as_str());
            (name, counts)
        });
        for (track, counts) in tracks.chain([("all tracks", &portfolio.interviews_total)]) {
            let mut cells = vec![portfolio.name.clone(), track.to_owned(), mean_count(&counts.mean)];
            cells.push(whole(counts.distribution.first().copied().unwrap_or(0.0)));
            let quantile = |key| counts.quantiles.get(key).map_or_else(dash, u32::to_string);
            cells.extend(["0.05", "0.25", "0.5", "0.75", "0.95"].map(quantile));
            rows.push(cells);
        }
    }
    let header = ["Portfolio", "Track", "Mean", "None", "5%", "25%", "Median", "75%", "95%"];
    Table::new(header.map(words), rows)
}

/// Match by number of interviews in the preferred track, and the effect of one more.
pub(super) fn interview_curves(results: &Results) -> Table {
    let mut rows = Vec::new();
    for portfolio in &results.portfolios {
        let Some(curve) = &portfolio.interview_curve else { continue };
        for point in &curve.points {
            let points = |estimate: &Estimate| {
                let range = interval_points(estimate).map_or_else(String::new, |range| format!(" ({range})"));
                format!("{}{range}", signed_points(estimate.mean))
            };
            rows.push(vec![
                portfolio.name.clone(),
                track_name(results, curve).to_owned(),
                point.interviews.to_string(),
                whole(point.share),
                chance(&point.matched, Counted::of(results)),
                interval(&point.matched),
                points(&point.one_more),
                point.selection.as_ref().map_or_else(dash, points),
            ]);
        }
    }
    let header = [
        "Portfolio",
        "Track",
        "Interviews",
        "Seasons",
        "Matched",
        "Plausible range",
        "Effect of one more",
        "Remaining rise",
    ];
    Table::new(header.map(words), rows)
}

/// Share of seasons matched at each of the first ranks.
pub(super) fn ranks(results: &Results) -> Table {
    const SHOWN: usize = 10;
    let mut header = vec!["Portfolio".to_owned()];
    header.extend((1..=SHOWN).map(|rank| format!("Rank {rank}")));
    header.push(format!("Beyond {SHOWN}"));
    let rows = results.portfolios.iter().map(|portfolio| {
        let shares = &portfolio.rank_reached.distribution;
        let mut cells = vec![portfolio.name.clone()];
        cells.extend((0..SHOWN).map(|rank| shares.get(rank).map_or_else(dash, |&share| whole(share))));
        cells.push(
            shares.get(SHOWN..).filter(|rest| !rest.is_empty()).map_or_else(dash, |rest| whole(rest.iter().sum())),
        );
        cells
    });
    Table::new(header.into_iter().map(words), rows)
}

/// Every pair in words: those with the safest portfolio, and the others.
pub(super) fn differences(results: &Results) -> (Vec<String>, Vec<String>) {
    let (first, others): (Vec<&Comparison>, Vec<&Comparison>) =
        results.comparisons.iter().partition(|pair| touches_safest(results, pair));
    let told = |pairs: Vec<&Comparison>| pairs.into_iter().map(|pair| format!("{}.", difference(pair))).collect();
    (told(first), told(others))
}

/// Notices, warnings first.
pub(super) fn notices(results: &Results) -> Vec<&Notice> {
    let (warnings, notes): (Vec<_>, Vec<_>) =
        results.notices.iter().partition(|notice| notice.severity == Severity::Warning);
    warnings.into_iter().chain(notes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::sentences::PARTIALLY_MATCHED;

    fn titles(table: &Table) -> Vec<String> {
        table.columns.iter().map(|column| column.title.clone()).collect()
    }

    #[test]
    fn a_track_that_only_serves_the_pgy1_has_no_column_of_dashes() {
        let mut results = fixture::five_by_six();
        let (all, last) = (titles(&destinations(&results)), results.tracks.last().expect("a track").1.name.clone());
        assert!(all.contains(&last));
        let key = results.tracks.last().expect("a track").0.clone();
        results.portfolios.iter_mut().for_each(|one| one.outcomes.matched.retain(|other, _| *other != key));
        let shown = destinations(&results);
        assert_eq!(shown.columns.len(), all.len() - 1);
        assert!(!titles(&shown).contains(&last) && shown.rows.iter().all(|row| row.len() == shown.columns.len()));
    }

    #[test]
    fn no_pgy1_is_missed_where_no_position_is_advanced() {
        let mut results = fixture::five_by_six();
        let missed = |results: &Results| [destinations(results), failures(results)];
        let name = PARTIALLY_MATCHED.to_owned();
        results.portfolios[0].outcomes.matched_without_pgy1.clear();
        for table in &missed(&results) {
            let column = titles(table).iter().position(|one| *one == name).expect("others have some");
            assert_eq!((table.rows[0][column].as_str(), table.rows[1][column] == "–"), ("–", false));
        }
        results.portfolios.iter_mut().for_each(|one| one.outcomes.matched_without_pgy1.clear());
        assert!(missed(&results).iter().all(|table| !titles(table).contains(&name)));
    }

    #[test]
    fn the_frontier_is_told_only_where_it_parts_the_portfolios() {
        let several = risk_cost(&fixture::five_by_six());
        assert!(
            titles(&several).contains(&"On the frontier".to_owned()) && several.rows.iter().any(|row| row[5] == "no")
        );
        assert_eq!(risk_cost(&fixture::one_portfolio()).columns.len(), 5);
    }
}
