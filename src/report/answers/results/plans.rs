//! Plans over several seasons.

use crate::engine::results::Estimate;
use crate::engine::results::plans::{PlanResult, PlanSeason, PlansResult};
use crate::report::bands::plan_meaning;
use crate::report::charts::ChartKind;
use crate::report::document::{Block, Document, NUMBERS, Table, Unasked, Width, dash, number, small, words};
use crate::report::number::{dollars, value};
use crate::report::percent::{Counted, chance, interval};
use crate::report::plan_sentences::{INDEPENDENT, against_best, best, comparison, finding, told_groups};
use crate::report::presentable::shortened;

/// Columns that names take at most.
const NAME_WIDTH: usize = 20;

/// What the plans lead to: what a run with plans says first.
pub(super) fn opening(found: &PlansResult, document: &mut Document) {
    document.loud(format!("{}.", finding(found)));
    if let Some(best) = best(found) {
        document.hanging(format!("Risk band: {}. ", best.risk_band.label()), plan_meaning(best.risk_band), 0);
    }
    document.part().chart(ChartKind::PlanSuccess.file_stem());
    document.fold(NUMBERS, Unasked::Terminal, [Block::Table(seasons(found)), small(INDEPENDENT)]);
    if !found.comparisons.is_empty() {
        document.part();
    }
    for pair in against_best(found) {
        document.item(format!("{}.", comparison(pair)));
    }
}

/// What each plan costs, and where careers are years later.
pub(super) fn careers(found: &PlansResult, document: &mut Document) {
    document
        .heading("What does each plan cost, and where would I be years later?")
        .table(worth(found))
        .chart(ChartKind::PlanFlows.file_stem())
        .chart(ChartKind::PlanYears.file_stem())
        .fold(
            "Where would I be after 1, 3 and 7 years?",
            Unasked::Nobody,
            [Block::Table(whereabouts(found)), small(format!("Specialties of choice: {}.", found.choice))],
        );
}

fn seasons(found: &PlansResult) -> Table {
    let name = words("Plan").wide(Width::Left { least: NAME_WIDTH / 2, most: 2 * NAME_WIDTH });
    let columns = [name, number("Match"), words("Portfolio").wide(Width::AtMost(NAME_WIDTH))];
    let numbers = ["Of these", "So far", "Range", "Indep."].map(number);
    let columns = columns.into_iter().chain(numbers);
    let row = |plan: &PlanResult, season: &PlanSeason, is_first: bool| {
        let shown = |share: &Estimate| chance(share, Counted::of_plans(found));
        vec![
            if is_first { shortened(&plan.name, 2 * NAME_WIDTH) } else { String::new() },
            season.season.to_string(),
            format!(
                "{}{}",
                shortened(&season.portfolio, 2 * NAME_WIDTH),
                if season.takes_soap { "" } else { " (no SOAP)" }
            ),
            season.residency_of_those.as_ref().map_or_else(dash, shown),
            shown(&season.residency_by_now),
            interval(&season.residency_by_now),
            shown(&season.if_years_were_independent),
        ]
    };
    let rows = found
        .plans
        .iter()
        .flat_map(|plan| plan.seasons.iter().enumerate().map(move |(place, season)| row(plan, season, place == 0)));
    Table::new(columns, rows)
}

/// Worth, money and years.
fn worth(found: &PlansResult) -> Table {
    let rows = found.plans.iter().map(|plan| {
        vec![
            plan.name.clone(),
            plan.expected_value.as_ref().map_or_else(dash, value),
            dollars(plan.fees_usd.mean),
            dollars(plan.years_usd.mean),
            format!("{:.1}", plan.years_between.mean),
        ]
    });
    let name = words("Plan, on average").wide(Width::AtMost(2 * NAME_WIDTH));
    Table::named(name, ["Value", "Fees", "Cost of gap years", "Gap years"], rows).telling()
}

/// The groups after some years, by plan.
fn whereabouts(found: &PlansResult) -> Table {
    let groups = told_groups(found);
    let names = groups.iter().map(|(_, name)| words(*name));
    let columns = [words("Plan"), words("Years after the first Match")].into_iter().chain(names);
    let rows = found.plans.iter().flat_map(|plan| {
        plan.milestones.iter().map(|(year, shares)| {
            // Nobody can be there yet, or no more: no matter of chance.
            let share = |key: &str| shares.get(key).filter(|share| share.mean > 0.0);
            let shown = |share: &Estimate| format!("{} ({})", chance(share, Counted::of_plans(found)), interval(share));
            let cells = groups.iter().map(|(key, _)| share(key).map_or_else(dash, shown));
            [plan.name.clone(), year.clone()].into_iter().chain(cells).collect()
        })
    });
    Table::new(columns, rows)
}
