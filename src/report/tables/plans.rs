//! Tables of plans over several seasons.

use polars::prelude::{Column, IntoColumn, NamedFrom, Series};

use super::{estimates, optional_texts, texts};
use crate::engine::results::Estimate;
use crate::engine::results::plans::{Flow, PlanResult, PlanSeason, PlansResult};

/// One row a plan and season.
pub(super) fn seasons(found: &PlansResult) -> Vec<Column> {
    let rows: Vec<(&PlanResult, &PlanSeason)> =
        found.plans.iter().flat_map(|plan| plan.seasons.iter().map(move |season| (plan, season))).collect();
    let years: Vec<u32> = rows.iter().map(|(_, season)| u32::from(season.season)).collect();
    let told = |prefix: &str, of: fn(&PlanSeason) -> Option<Estimate>| {
        estimates(prefix, &rows.iter().map(|(_, season)| of(season)).collect::<Vec<_>>())
    };
    let sum = |shares: &indexmap::IndexMap<String, Estimate>| shares.values().map(|share| share.mean).sum::<f64>();
    let mean = |name: &str, of: &dyn Fn(&PlanSeason) -> f64| {
        Series::new(name.into(), rows.iter().map(|(_, season)| of(season)).collect::<Vec<_>>()).into_column()
    };
    let mut columns = vec![
        texts("plan", rows.iter().map(|(plan, _)| plan.name.as_str())),
        Series::new("season".into(), years).into_column(),
        optional_texts("before", rows.iter().map(|(_, season)| season.before.as_deref())),
        texts("portfolio", rows.iter().map(|(_, season)| season.portfolio.as_str())),
    ];
    columns.extend(told("still_trying_", |season| Some(season.still_trying)));
    columns.push(mean("matched", &|season| sum(&season.endings.matched)));
    columns.push(mean("pgy1_in_soap", &|season| sum(&season.endings.pgy1_in_soap)));
    columns.push(mean("soap_categorical", &|season| season.endings.soap_categorical.mean));
    columns.push(mean("preliminary", &|season| season.endings.preliminary.mean));
    columns.push(mean("soap_preliminary", &|season| season.endings.soap_preliminary.mean));
    columns.push(mean("without_pgy1", &|season| season.endings.without_pgy1.mean));
    columns.push(mean("nothing", &|season| season.endings.nothing.mean));
    columns.extend(told("residency_of_those_", |season| season.residency_of_those));
    columns.extend(told("residency_by_now_", |season| Some(season.residency_by_now)));
    columns.extend(told("if_years_were_independent_", |season| Some(season.if_years_were_independent)));
    columns.extend(told("if_every_year_were_the_first_", |season| Some(season.if_every_year_were_the_first)));
    columns
}

/// One row a plan, year and state.
pub(super) fn states(found: &PlansResult) -> Vec<Column> {
    let mut rows: Vec<(&str, u32, &str, Estimate)> = Vec::new();
    for plan in &found.plans {
        for (year, states) in (0..).zip(&plan.states_by_year) {
            rows.extend(states.iter().map(|(state, share)| (plan.name.as_str(), year, state.as_str(), *share)));
        }
    }
    let years: Vec<u32> = rows.iter().map(|row| row.1).collect();
    let mut columns = vec![
        texts("plan", rows.iter().map(|row| row.0)),
        Series::new("year".into(), years).into_column(),
        texts("state", rows.iter().map(|row| row.2)),
    ];
    columns.extend(estimates("", &rows.iter().map(|row| Some(row.3)).collect::<Vec<_>>()));
    columns
}

/// One row a plan and way.
pub(super) fn flows(found: &PlansResult) -> Vec<Column> {
    let rows: Vec<(&str, &Flow)> =
        found.plans.iter().flat_map(|plan| plan.flows.iter().map(move |flow| (plan.name.as_str(), flow))).collect();
    let mut columns = vec![
        texts("plan", rows.iter().map(|row| row.0)),
        texts("from", rows.iter().map(|row| row.1.from.as_str())),
        texts("to", rows.iter().map(|row| row.1.to.as_str())),
    ];
    columns.extend(estimates("", &rows.iter().map(|row| Some(row.1.share)).collect::<Vec<_>>()));
    columns
}
