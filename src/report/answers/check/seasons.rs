//! The resolved plans over several seasons.

use crate::model::plan::{Plan, Plans, YearBetween};
use crate::model::soap::SoapChoice;
use crate::model::{Assumption, Uncertain};
use crate::report::document::{Document, Table, dash, number, words};
use crate::report::number::dollars;
use crate::scenario::Scenario;
use crate::scenario::assessment::shown;

/// Every plan of the scenario.
pub fn plans(scenario: &Scenario, document: &mut Document) {
    let Some(plans) = &scenario.plans else { return };
    for plan in &plans.plans {
        let most = plan.max_preliminary_years;
        document
            .part()
            .verbatim(format!("Plan \"{}\"", plan.name))
            .table(seasons(plan, plans, scenario.season))
            .verbatim(format!("  preliminary years served at most: {most}"));
        if has_choice(plan, plans) {
            document.verbatim(format!("  diagnostic radiology leads to: {}", plan.route.replace('_', " ")));
        }
        if !plan.further_routes.is_empty() {
            document.verbatim(format!("  aimed at: {}", plan.further_routes.join(", ").replace('_', " ")));
        }
    }
    document.part().verbatim(format!("Specialties of choice: {}", plans.choice));
}

fn seasons(plan: &Plan, plans: &Plans, first_season: u16) -> Table {
    let columns = [
        words("season"),
        words("year before"),
        words("gives"),
        number("costs"),
        words("portfolio"),
        words("SOAP"),
        number("fees"),
    ];
    let rows = plan.seasons.iter().zip(first_season..).map(|(season, year)| {
        let [before, gives, costs] =
            season.before.map_or_else(|| [dash(), dash(), dash()], |year| between(year, plans));
        let portfolio = season.asked.portfolio.name.clone();
        vec![
            year.to_string(),
            before,
            gives,
            costs,
            portfolio,
            soap(season.soap).to_owned(),
            dollars(season.asked.fees_usd),
        ]
    });
    Table::new(columns, rows).inset()
}

/// Whether a track of the plan leads to other places on another route.
fn has_choice(plan: &Plan, plans: &Plans) -> bool {
    let mut lines = plan.seasons.iter().flat_map(|season| &season.asked.portfolio.lines);
    lines.any(|line| {
        let state = plan.entrances.tracks[line.track].map(|state| &plans.prior.pathways.states[state]);
        state.is_some_and(|state| state.route.as_ref() == Some(&plan.route))
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
fn between(year: YearBetween, plans: &Plans) -> [String; 3] {
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
    let gives = if gives.is_empty() { dash() } else { gives.join(", ") };
    let cost = year.cost_usd.unwrap_or(activity.cost_usd.value);
    [activity.name.clone(), gives, dollars(cost)]
}
