//! Plans over several seasons as the page shows them.

use serde::Serialize;

use super::document::{Table, dash, words};
use super::number::{dollars, value};
use super::percent::{Counted, chance, error_points, interval};
use super::plan_sentences::{INDEPENDENT, comparison, finding, told_groups};
use crate::engine::results::Estimate;
use crate::engine::results::plans::{PlanResult, PlanSeason, PlansResult};

/// Everything of the section, in words; the charts apart.
#[derive(Debug, Serialize)]
pub(super) struct ViewPlans {
    finding: String,
    independent: &'static str,
    seasons: Table,
    worth: Table,
    whereabouts: Table,
    choice: String,
    differences: Vec<String>,
}

/// The section.
pub(super) fn plans(found: &PlansResult) -> ViewPlans {
    ViewPlans {
        finding: finding(found),
        independent: INDEPENDENT,
        seasons: seasons(found),
        worth: worth(found),
        whereabouts: whereabouts(found),
        choice: found.choice.clone(),
        differences: found.comparisons.iter().map(|pair| format!("{}.", comparison(pair))).collect(),
    }
}

fn seasons(found: &PlansResult) -> Table {
    let header = [
        "Plan",
        "Match",
        "Year before",
        "Portfolio",
        "Still trying",
        "Residency, of these",
        "So far",
        "Plausible range",
        "Simulation error, points",
        "If seasons were independent",
        "SOAP: categorical",
        "Preliminary year",
    ];
    let share = |estimate: &Estimate| {
        if estimate.mean >= 1.0 { "all".to_owned() } else { chance(estimate, Counted::of_plans(found)) }
    };
    let row = |plan: &PlanResult, season: &PlanSeason| {
        let by_now = &season.residency_by_now;
        let preliminary = season.endings.preliminary.mean + season.endings.soap_preliminary.mean;
        vec![
            plan.name.clone(),
            season.season.to_string(),
            season.before.clone().unwrap_or_else(dash),
            season.portfolio.clone(),
            share(&season.still_trying),
            season.residency_of_those.as_ref().map_or_else(dash, |of| chance(of, Counted::of_plans(found))),
            chance(by_now, Counted::of_plans(found)),
            interval(by_now),
            error_points(by_now),
            chance(&season.if_years_were_independent, Counted::of_plans(found)),
            share(&season.endings.soap_categorical),
            share(&Estimate { mean: preliminary, ..season.endings.preliminary }),
        ]
    };
    let rows = found.plans.iter().flat_map(|plan| plan.seasons.iter().map(move |season| row(plan, season)));
    Table::new(header.map(words), rows)
}

fn worth(found: &PlansResult) -> Table {
    let header = ["Plan", "Value", "Fees, mean", "Cost of gap years, mean", "Gap years, mean"];
    let rows = found.plans.iter().map(|plan| {
        vec![
            plan.name.clone(),
            plan.expected_value.as_ref().map_or_else(dash, value),
            dollars(plan.fees_usd.mean),
            dollars(plan.years_usd.mean),
            format!("{:.1}", plan.years_between.mean),
        ]
    });
    Table::new(header.map(words), rows)
}

fn whereabouts(found: &PlansResult) -> Table {
    let mut header = vec!["Plan".to_owned(), "Years after the first Match".to_owned()];
    header.extend(told_groups(found).into_iter().map(|(_, name)| name.to_owned()));
    let rows = found.plans.iter().flat_map(|plan| {
        plan.milestones.iter().map(|(year, groups)| {
            let mut cells = vec![plan.name.clone(), year.clone()];
            // Nobody can be there yet, or no more: no matter of chance.
            let cell = |key: &str| groups.get(key).filter(|share| share.mean > 0.0);
            let shown = |share: &Estimate| format!("{} ({})", chance(share, Counted::of_plans(found)), interval(share));
            cells.extend(told_groups(found).into_iter().map(|(key, _)| cell(key).map_or_else(dash, shown)));
            cells
        })
    });
    Table::new(header.into_iter().map(words), rows)
}
