//! Plans over several seasons on a terminal.

use indexmap::IndexMap;

use super::grid::{columns, limit, printed};
use super::style::{ConsoleStyle, wrapped};
use crate::engine::results::Estimate;
use crate::engine::results::plans::{PlanComparison, PlanResult, PlanSeason, PlansResult};
use crate::report::number::{dollars, value};
use crate::report::percent::{Counted, chance, interval};
use crate::report::plan_sentences::{INDEPENDENT, comparison, told_groups};
use crate::report::presentable::shortened;

/// Columns that names take at most.
const NAME_WIDTH: usize = 20;

/// What each plan gives, season by season and in the end.
pub(super) fn plans(found: &PlansResult, style: ConsoleStyle) -> String {
    let mut parts: Vec<String> =
        found.plans.iter().zip(1..).map(|(plan, number)| season_table(found, plan, number, style)).collect();
    parts.push(wrapped(INDEPENDENT, "", style));
    parts.push(worth(found, style));
    parts.push(whereabouts(found, style));
    let differences: Vec<String> = found.comparisons.iter().map(|pair| line(pair, style)).collect();
    if !differences.is_empty() {
        parts.push(differences.join("\n"));
    }
    parts.join("\n\n")
}

fn line(pair: &PlanComparison, style: ConsoleStyle) -> String {
    wrapped(&format!("• {}", comparison(pair)), "  ", style)
}

fn season_table(found: &PlansResult, plan: &PlanResult, number: usize, style: ConsoleStyle) -> String {
    let header = ["Match", "Portfolio", "Still trying", "Of these", "So far", "Range", "If indep."];
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
            of_those.map_or_else(|| "–".to_owned(), |share| chance(share, Counted::of_plans(found))),
            chance(&season.residency_by_now, Counted::of_plans(found)),
            interval(&season.residency_by_now),
            chance(&season.if_years_were_independent, Counted::of_plans(found)),
        ]
    };
    let mut table = columns(&header.map(str::to_owned), plan.seasons.iter().map(row).collect(), style);
    limit(&mut table, 1, NAME_WIDTH);
    let name = wrapped(&format!("Plan {number}: {}", plan.name), "  ", style);
    format!("{name}\n{}", printed(&table))
}

/// Worth, money and years.
fn worth(found: &PlansResult, style: ConsoleStyle) -> String {
    let header = ["Plan", "Value", "Fees", "Cost of gap years", "Gap years"];
    let rows = found.plans.iter().zip(1..).map(|(plan, number): (&PlanResult, usize)| {
        vec![
            number.to_string(),
            plan.expected_value.as_ref().map_or_else(|| "–".to_owned(), value),
            dollars(plan.fees_usd.mean),
            dollars(plan.years_usd.mean),
            format!("{:.1}", plan.years_between.mean),
        ]
    });
    format!("On average\n{}", printed(&columns(&header.map(str::to_owned), rows.collect(), style)))
}

/// The groups after some years, by plan.
fn whereabouts(found: &PlansResult, style: ConsoleStyle) -> String {
    let Some(first) = found.plans.first() else { return String::new() };
    let mut header = vec!["Plan".to_owned(), String::new()];
    header.extend(
        first.milestones.keys().map(
            |year| {
                if year == "1" { "after 1 year".to_owned() } else { format!("{year} years") }
            },
        ),
    );
    let rows = found.plans.iter().zip(1..).flat_map(|(plan, number): (&PlanResult, usize)| {
        told_groups(found).into_iter().enumerate().map(move |(place, (key, name))| {
            let mut cells = vec![if place == 0 { number.to_string() } else { String::new() }, name.to_owned()];
            let cell = |groups: &IndexMap<String, Estimate>| {
                // Nobody can be there yet, or no more: that is no question of chance.
                let shown = groups.get(key).filter(|share: &&Estimate| share.mean > 0.0);
                shown.map_or_else(|| "–".to_owned(), |share| chance(share, Counted::of_plans(found)))
            };
            cells.extend(plan.milestones.values().map(cell));
            cells
        })
    });
    let table = printed(&columns(&header, rows.collect(), style));
    let choice = wrapped(&format!("Specialties of choice: {}.", found.choice), "", style);
    format!("Where would I be after the first Match?\n{table}\n{choice}")
}
