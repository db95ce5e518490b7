//! The resolved plans over several seasons.

use std::fmt::Write as _;

use comfy_table::{Cell, CellAlignment};

use super::table;
use crate::model::plan::{Plan, Plans, SoapChoice, YearBetween};
use crate::model::{Assumption, Uncertain};
use crate::report::dollars;
use crate::scenario::Scenario;
use crate::scenario::assessment::shown;

/// Every plan of the scenario.
pub fn plans(scenario: &Scenario) -> Vec<String> {
    let Some(plans) = &scenario.plans else { return Vec::new() };
    let mut parts: Vec<String> = plans.plans.iter().map(|plan| one(plan, plans, scenario.season)).collect();
    parts.push(format!("Specialties of choice: {}", plans.choice));
    parts
}

fn one(plan: &Plan, plans: &Plans, first_season: u16) -> String {
    let mut table = table(&["season", "year before", "gives", "costs", "portfolio", "SOAP", "fees"]);
    for (season, year) in plan.seasons.iter().zip(first_season..) {
        let [before, gives, costs] =
            season.before.map_or_else(|| ["–"; 3].map(str::to_owned), |year| words(year, plans));
        table.add_row(vec![
            Cell::new(year),
            Cell::new(before),
            Cell::new(gives),
            Cell::new(costs).set_alignment(CellAlignment::Right),
            Cell::new(&season.asked.portfolio.name),
            Cell::new(soap(season.soap)),
            Cell::new(dollars(season.asked.fees_usd)).set_alignment(CellAlignment::Right),
        ]);
    }
    let mut text = format!("Plan \"{}\"\n{}\n", plan.name, table.trim_fmt());
    let most = plan.max_preliminary_years;
    let _ = write!(text, "  preliminary years served at most: {most}");
    if has_choice(plan, plans) {
        let _ = write!(text, "\n  diagnostic radiology leads to: {}", plan.route.replace('_', " "));
    }
    text
}

/// Whether a track of the plan leads to other places on another route.
fn has_choice(plan: &Plan, plans: &Plans) -> bool {
    let mut lines = plan.seasons.iter().flat_map(|season| &season.asked.portfolio.lines);
    lines.any(|line| {
        plan.entrances.tracks[line.track].is_some_and(|state| plans.prior.pathways.states[state].route.is_some())
    })
}

fn soap(choice: SoapChoice) -> &'static str {
    match choice {
        SoapChoice::Any => "any position",
        SoapChoice::Categorical => "categorical only",
        SoapChoice::No => "no",
    }
}

/// What is done, what it gives, what it costs.
fn words(year: YearBetween, plans: &Plans) -> [String; 3] {
    let activity = &plans.prior.activities[year.activity];
    let given = |stated: Option<Uncertain>, assumed: Assumption, unit: &str| {
        let count = stated.map_or_else(|| assumed.value.to_string(), shown);
        (count != "0").then(|| format!("{count} {unit}"))
    };
    let gives: Vec<String> = [
        given(year.publications, activity.publications, "papers"),
        given(year.us_clinical_months, activity.us_clinical_months, "months"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let gives = if gives.is_empty() { "–".to_owned() } else { gives.join(", ") };
    let cost = year.cost_usd.unwrap_or(activity.cost_usd.value);
    [activity.name.clone(), gives, dollars(cost)]
}
