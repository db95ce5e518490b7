//! Plans over several seasons.

use indexmap::IndexMap;

use crate::engine::results::Estimate;
use crate::engine::results::plans::{PlanResult, PlanSeason, PlansResult};
use crate::report::document::{Document, Table, Width, dash, number, words};
use crate::report::number::{dollars, value};
use crate::report::percent::{Counted, chance, interval};
use crate::report::plan_sentences::{INDEPENDENT, comparison, told_groups};
use crate::report::presentable::shortened;

/// Columns that names take at most.
const NAME_WIDTH: usize = 20;

/// What each plan gives, season by season and in the end.
pub(super) fn plans(found: &PlansResult, document: &mut Document) {
    for (plan, place) in found.plans.iter().zip(1..) {
        let place: usize = place;
        if place > 1 {
            document.part();
        }
        document.hanging("", format!("Plan {place}: {}", plan.name), 2).table(seasons(found, plan));
    }
    document.paragraphs([INDEPENDENT]);
    document.part().verbatim("On average").table(worth(found));
    document
        .part()
        .verbatim("Where would I be after the first Match?")
        .table(whereabouts(found))
        .say(format!("Specialties of choice: {}.", found.choice));
    if !found.comparisons.is_empty() {
        document.part();
    }
    for pair in &found.comparisons {
        document.item(comparison(pair));
    }
}

fn seasons(found: &PlansResult, plan: &PlanResult) -> Table {
    let columns = [number("Match"), words("Portfolio").wide(Width::AtMost(NAME_WIDTH))];
    let columns = columns.into_iter().chain(["Still trying", "Of these", "So far", "Range", "If indep."].map(number));
    let row = |season: &PlanSeason| {
        let of_those = season.residency_of_those.as_ref();
        vec![
            season.season.to_string(),
            shortened(&season.portfolio, 2 * NAME_WIDTH),
            if season.still_trying.mean >= 1.0 {
                "all".to_owned()
            } else {
                chance(&season.still_trying, Counted::of_plans(found))
            },
            of_those.map_or_else(dash, |share| chance(share, Counted::of_plans(found))),
            chance(&season.residency_by_now, Counted::of_plans(found)),
            interval(&season.residency_by_now),
            chance(&season.if_years_were_independent, Counted::of_plans(found)),
        ]
    };
    Table::new(columns, plan.seasons.iter().map(row))
}

/// Worth, money and years.
fn worth(found: &PlansResult) -> Table {
    let rows = found.plans.iter().zip(1..).map(|(plan, place): (&PlanResult, usize)| {
        vec![
            place.to_string(),
            plan.expected_value.as_ref().map_or_else(dash, value),
            dollars(plan.fees_usd.mean),
            dollars(plan.years_usd.mean),
            format!("{:.1}", plan.years_between.mean),
        ]
    });
    Table::new(["Plan", "Value", "Fees", "Cost of gap years", "Gap years"].map(number), rows)
}

/// The groups after some years, by plan.
fn whereabouts(found: &PlansResult) -> Table {
    let years = found.plans.first().into_iter().flat_map(|first| first.milestones.keys());
    let title = |year: &String| if year == "1" { "after 1 year".to_owned() } else { format!("{year} years") };
    let columns = [number("Plan"), words("")].into_iter().chain(years.map(|year| number(title(year))));
    let rows = found.plans.iter().zip(1..).flat_map(|(plan, at): (&PlanResult, usize)| {
        told_groups(found).into_iter().enumerate().map(move |(place, (key, name))| {
            let mut cells = vec![if place == 0 { at.to_string() } else { String::new() }, name.to_owned()];
            let cell = |groups: &IndexMap<String, Estimate>| {
                // Nobody can be there yet, or no more: that is no question of chance.
                let shown = groups.get(key).filter(|share: &&Estimate| share.mean > 0.0);
                shown.map_or_else(dash, |share| chance(share, Counted::of_plans(found)))
            };
            cells.extend(plan.milestones.values().map(cell));
            cells
        })
    });
    Table::new(columns, rows)
}
