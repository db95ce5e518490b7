//! Tables that are shown on demand.

use crate::engine::results::{Estimate, Results};
use crate::report::document::{Table, dash, number, words};
use crate::report::frontier::{is_efficient, tells_apart};
use crate::report::interview_curve::track_name;
use crate::report::number::{dollars, mean_count};
use crate::report::percent::{Counted, chance, error_points, interval, interval_points, signed_points, whole};

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
    let header = ["Cost", "Unmatched", "Plausible range", "Simulation error, points", "On the frontier"];
    Table::named(words("Portfolio"), header, rows).telling()
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
    let header = ["Mean", "None", "5%", "25%", "Median", "75%", "95%"].map(number);
    Table::new([words("Portfolio"), words("Track")].into_iter().chain(header), rows)
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
    let header = ["Interviews", "Seasons", "Matched", "Plausible range", "Effect of one more", "Remaining rise"];
    Table::new([words("Portfolio"), words("Track")].into_iter().chain(header.map(number)), rows)
}

/// Share of seasons matched at each of the first ranks.
pub(super) fn ranks(results: &Results) -> Table {
    const SHOWN: usize = 10;
    let mut header = Vec::new();
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
    Table::named(words("Portfolio"), header, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn titles(table: &Table) -> Vec<String> {
        table.columns.iter().map(|column| column.title.clone()).collect()
    }

    #[test]
    fn the_frontier_is_told_only_where_it_parts_the_portfolios() {
        let portfolio = |name: &str, cost, risk| fixture::portfolio(name, cost, risk, &[1.0]);
        let better = portfolio("better", 1_000.0, 0.2);
        let table = |others| risk_cost(&fixture::results("t", [vec![better.clone()], others].concat()));
        let parted = table(vec![portfolio("worse", 2_000.0, 0.4)]);
        assert!(titles(&parted).contains(&"On the frontier".to_owned()) && parted.rows[1][5] == "no");
        let all = table(vec![portfolio("dearer and safer", 2_000.0, 0.1)]);
        assert_eq!(all.columns.len(), 5);
        assert_eq!(risk_cost(&fixture::one_portfolio()).columns.len(), 5);
    }
}
