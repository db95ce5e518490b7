//! The results as the page shows them: every number already in words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::frontier::{is_efficient, tells_apart};
use super::interview_curve::track_name;
use super::number::{dollars, mean_count, thousands, value};
use super::percent::{
    Counted, chance, error_points, interval, interval_points, preliminary_only, signed_points, whole, without_pgy1,
};
use super::sentences::{PARTIALLY_MATCHED, difference, touches_safest};
use crate::engine::results::{Comparison, Estimate, Notice, PortfolioResult, Results, Severity};

/// A table with a heading for each column.
#[derive(Debug, Serialize)]
pub(super) struct ViewTable {
    /// Headings; the first column holds names.
    pub header: Vec<String>,
    /// Cells in words.
    pub rows: Vec<Vec<String>>,
}

/// A row of the table that opens the page: words to read, and beside them the numbers it is sorted by.
#[derive(Debug, Serialize)]
pub(super) struct ViewPortfolio {
    name: String,
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
    sorted_by: SortedBy,
}

#[derive(Debug, Serialize)]
struct SortedBy {
    unmatched: f64,
    residency: f64,
    applications: u32,
    cost: f64,
    interviews: f64,
    value: Option<f64>,
}

/// A notice with its kind as a word.
#[derive(Debug, Serialize)]
pub(super) struct ViewNotice {
    kind: &'static str,
    seen: String,
    meaning: String,
    action: String,
}

/// The opening table.
pub(super) fn portfolios(results: &Results) -> Vec<ViewPortfolio> {
    let row = |portfolio: &PortfolioResult| {
        let unmatched = &portfolio.outcomes.unmatched;
        ViewPortfolio {
            name: portfolio.name.clone(),
            applications: thousands(u64::from(portfolio.applications)),
            cost: dollars(portfolio.cost_usd),
            unmatched: chance(unmatched, Counted::of(results)),
            interval: interval(unmatched),
            bar: (100.0 * unmatched.mean).clamp(0.0, 100.0),
            interviews: mean_count(&portfolio.interviews_total.mean),
            residency: chance(&portfolio.residency, Counted::of(results)),
            value: portfolio.expected_value.as_ref().map(value),
            is_efficient: is_efficient(results, portfolio),
            sorted_by: SortedBy {
                unmatched: unmatched.mean,
                residency: portfolio.residency.mean,
                applications: portfolio.applications,
                cost: portfolio.cost_usd,
                interviews: portfolio.interviews_total.mean.mean,
                value: portfolio.expected_value.as_ref().map(|value| value.mean),
            },
        }
    };
    results.portfolios.iter().map(row).collect()
}

/// Chances of every destination.
pub(super) fn destinations(results: &Results) -> ViewTable {
    let counted_as = Counted::of(results);
    let mut header = vec!["Portfolio".to_owned()];
    header.extend(results.tracks.values().map(|label| label.name.clone()));
    header.extend([PARTIALLY_MATCHED, "Preliminary year only", "Unmatched"].map(str::to_owned));
    let rows = results.portfolios.iter().map(|portfolio| {
        let outcomes = &portfolio.outcomes;
        let track = |key: &String| outcomes.matched.get(key).map_or_else(dash, |share| chance(share, counted_as));
        let without = without_pgy1(portfolio, counted_as).unwrap_or_else(dash);
        let mut cells = vec![portfolio.name.clone()];
        cells.extend(results.tracks.keys().map(track));
        cells.extend([
            without,
            preliminary_only(portfolio, counted_as).unwrap_or_else(dash),
            chance(&outcomes.unmatched, counted_as),
        ]);
        cells
    });
    telling(ViewTable { header, rows: rows.collect() })
}

/// The table without the columns that have nothing but dashes: tracks that only serve the PGY-1, and outcomes that no
/// portfolio can have.
fn telling(table: ViewTable) -> ViewTable {
    let tells: Vec<bool> =
        (0..table.header.len()).map(|cell| cell == 0 || table.rows.iter().any(|row| row[cell] != dash())).collect();
    let kept =
        |cells: Vec<String>| cells.into_iter().zip(&tells).filter(|(_, tells)| **tells).map(|(cell, _)| cell).collect();
    ViewTable { header: kept(table.header), rows: table.rows.into_iter().map(kept).collect() }
}

/// Cost and chance of going unmatched.
pub(super) fn risk_cost(results: &Results) -> ViewTable {
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
    telling(ViewTable { header: header.map(str::to_owned).to_vec(), rows: rows.collect() })
}

/// Number of each portfolio by its name, from 1: what marks its rows.
pub(super) fn places(results: &Results) -> BTreeMap<String, usize> {
    results.portfolios.iter().map(|portfolio| portfolio.name.clone()).zip(1..).collect()
}

fn dash() -> String {
    "–".to_owned()
}

/// What goes wrong when it goes wrong.
pub(super) fn failures(results: &Results) -> ViewTable {
    let counted_as = Counted::of(results);
    let rows = results.portfolios.iter().map(|portfolio| {
        let failure = &portfolio.failure;
        vec![
            portfolio.name.clone(),
            chance(&failure.no_interview, counted_as),
            chance(&failure.interviews_not_taken, counted_as),
            failure.unmatched_given_interview.map_or_else(dash, |one| chance(&one, counted_as)),
            failure.mean_ranked_when_not_taken.map_or_else(dash, |mean| format!("{mean:.1}")),
            without_pgy1(portfolio, counted_as).unwrap_or_else(dash),
        ]
    });
    let header = [
        "Portfolio",
        "No interview on the primary list",
        "Interviewed, not matched",
        "Unmatched, given at least one interview",
        "Programs ranked in those seasons, mean",
        PARTIALLY_MATCHED,
    ];
    telling(ViewTable { header: header.map(str::to_owned).to_vec(), rows: rows.collect() })
}

/// Interviews attended: mean, share of none, and quantiles.
pub(super) fn interviews(results: &Results) -> ViewTable {
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
    ViewTable { header: header.map(str::to_owned).to_vec(), rows }
}

/// Match by number of interviews in the preferred track, and the effect of one more.
pub(super) fn interview_curves(results: &Results) -> ViewTable {
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
    ViewTable { header: header.map(str::to_owned).to_vec(), rows }
}

/// Share of seasons matched at each of the first ranks.
pub(super) fn ranks(results: &Results) -> ViewTable {
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
    ViewTable { header, rows: rows.collect() }
}

/// Every pair in words: those with the safest portfolio, and the others.
pub(super) fn differences(results: &Results) -> (Vec<String>, Vec<String>) {
    let (first, others): (Vec<&Comparison>, Vec<&Comparison>) =
        results.comparisons.iter().partition(|pair| touches_safest(results, pair));
    let told = |pairs: Vec<&Comparison>| pairs.into_iter().map(|pair| format!("{}.", difference(pair))).collect();
    (told(first), told(others))
}

/// Notices, warnings first.
pub(super) fn notices(results: &Results) -> Vec<ViewNotice> {
    let told = |kind, severity: Severity| {
        results.notices.iter().filter(move |one| one.severity == severity).map(move |one| view_notice(kind, one))
    };
    told("warning", Severity::Warning).chain(told("note", Severity::Note)).collect()
}

fn view_notice(kind: &'static str, notice: &Notice) -> ViewNotice {
    ViewNotice { kind, seen: notice.seen.clone(), meaning: notice.meaning.clone(), action: notice.action.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_track_that_only_serves_the_pgy1_has_no_column_of_dashes() {
        let mut results = fixture::five_by_six();
        let (all, last) = (destinations(&results).header, results.tracks.last().expect("a track").1.name.clone());
        assert!(all.contains(&last));
        let key = results.tracks.last().expect("a track").0.clone();
        results.portfolios.iter_mut().for_each(|one| one.outcomes.matched.retain(|other, _| *other != key));
        let shown = destinations(&results);
        assert_eq!(shown.header.len(), all.len() - 1);
        assert!(!shown.header.contains(&last) && shown.rows.iter().all(|row| row.len() == shown.header.len()));
    }

    #[test]
    fn no_pgy1_is_missed_where_no_position_is_advanced() {
        let mut results = fixture::five_by_six();
        let missed = |results: &Results| [destinations(results), failures(results)];
        let name = PARTIALLY_MATCHED.to_owned();
        results.portfolios[0].outcomes.matched_without_pgy1.clear();
        for table in missed(&results) {
            let column = table.header.iter().position(|one| *one == name).expect("others have some");
            assert_eq!((table.rows[0][column].as_str(), table.rows[1][column] == "–"), ("–", false));
        }
        results.portfolios.iter_mut().for_each(|one| one.outcomes.matched_without_pgy1.clear());
        assert!(missed(&results).iter().all(|table| !table.header.contains(&name)));
    }

    #[test]
    fn the_frontier_is_told_only_where_it_parts_the_portfolios() {
        let several = risk_cost(&fixture::five_by_six());
        assert!(
            several.header.contains(&"On the frontier".to_owned()) && several.rows.iter().any(|row| row[5] == "no")
        );
        assert_eq!(risk_cost(&fixture::one_portfolio()).header.len(), 5);
    }
}
