//! Tables of plans over several seasons.

use indexmap::IndexMap;

use crate::engine::results::Estimate;
use crate::engine::results::plans::{Flow, PlanSeason, PlansResult};
use crate::report::columns::{Column, SHARE, count, estimate, number, text};

/// One season of one plan.
pub(super) struct SeasonRow<'a> {
    plan: &'a str,
    season: &'a PlanSeason,
}

pub(super) fn seasons<'a>() -> Vec<Column<SeasonRow<'a>>> {
    let mut columns: Vec<Column<SeasonRow<'_>>> = vec![
        text("plan", "Name of the plan.", |row| Some(row.plan)),
        count("season", "Season: the year of the Match.", |row| u32::from(row.season.season)),
        text("before", "What is done in the year before it, in words; empty before the first.", |row| {
            row.season.before.as_deref()
        }),
        text("portfolio", "Name of the portfolio.", |row| Some(&row.season.portfolio)),
        estimate("still_trying_", SHARE, "Taking part in the season: nothing was found before.", |row| {
            Some(row.season.still_trying)
        }),
    ];
    columns.extend(endings());
    columns.extend([
        estimate(
            "residency_of_those_",
            SHARE,
            "A residency in this season, among those who take part; empty if nobody does.",
            |row: &SeasonRow<'_>| row.season.residency_of_those,
        ),
        estimate("residency_by_now_", SHARE, "A residency by the end of this season.", |row| {
            Some(row.season.residency_by_now)
        }),
        estimate("if_years_were_independent_", SHARE, "What `1 − Π (1 − p)` would give by now.", |row| {
            Some(row.season.if_years_were_independent)
        }),
        estimate(
            "if_every_year_were_the_first_",
            SHARE,
            "What `1 − (1 − p)^n` of the first season's chance would give by now.",
            |row| Some(row.season.if_every_year_were_the_first),
        ),
    ]);
    columns
}

/// Means of the endings, as shares of everyone who sets out.
fn endings<'a>() -> [Column<SeasonRow<'a>>; 7] {
    fn all(shares: &IndexMap<String, Estimate>) -> f64 {
        shares.values().map(|share| share.mean).sum()
    }
    [
        number("matched", SHARE, "Mean: a residency from the Match, all tracks.", |row: &SeasonRow<'_>| {
            Some(all(&row.season.endings.matched))
        }),
        number("pgy1_in_soap", SHARE, "Mean: an advanced position with its PGY-1 from SOAP, all tracks.", |row| {
            Some(all(&row.season.endings.pgy1_in_soap))
        }),
        number("soap_categorical", SHARE, "Mean: a categorical position from SOAP.", |row| {
            Some(row.season.endings.soap_categorical.mean)
        }),
        number("preliminary", SHARE, "Mean: a preliminary year from the Match.", |row| {
            Some(row.season.endings.preliminary.mean)
        }),
        number("soap_preliminary", SHARE, "Mean: a preliminary year from SOAP.", |row| {
            Some(row.season.endings.soap_preliminary.mean)
        }),
        number("without_pgy1", SHARE, "Mean: an advanced position lost for want of a PGY-1.", |row| {
            Some(row.season.endings.without_pgy1.mean)
        }),
        number("nothing", SHARE, "Mean: no position.", |row| Some(row.season.endings.nothing.mean)),
    ]
}

pub(super) fn season_rows(found: &PlansResult) -> Vec<SeasonRow<'_>> {
    let plans = found.plans.iter();
    plans.flat_map(|plan| plan.seasons.iter().map(|season| SeasonRow { plan: &plan.name, season })).collect()
}

/// One state in one year of one plan.
pub(super) struct StateRow<'a> {
    plan: &'a str,
    year: u32,
    state: &'a str,
    share: Estimate,
}

pub(super) fn states<'a>() -> Vec<Column<StateRow<'a>>> {
    vec![
        text("plan", "Name of the plan.", |row| Some(row.plan)),
        count("year", "Academic year after the first Match, 0 to 10.", |row| row.year),
        text("state", "Key of the state.", |row| Some(row.state)),
        estimate("", SHARE, "Chance of being in it; a year adds up to one.", |row| Some(row.share)),
    ]
}

pub(super) fn state_rows(found: &PlansResult) -> Vec<StateRow<'_>> {
    let mut rows = Vec::new();
    for plan in &found.plans {
        for (year, states) in (0..).zip(&plan.states_by_year) {
            rows.extend(states.iter().map(|(state, &share)| StateRow { plan: &plan.name, year, state, share }));
        }
    }
    rows
}

/// One way of one plan.
pub(super) struct FlowRow<'a> {
    plan: &'a str,
    flow: &'a Flow,
}

pub(super) fn flows<'a>() -> Vec<Column<FlowRow<'a>>> {
    vec![
        text("plan", "Name of the plan.", |row| Some(row.plan)),
        text("from", "Key of a state, or `season_1` to `season_5`.", |row| Some(&row.flow.from)),
        text("to", "Key of a state, or `season_2` to `season_5`.", |row| Some(&row.flow.to)),
        estimate("", SHARE, "Share of everyone who goes that way sooner or later.", |row| Some(row.flow.share)),
    ]
}

pub(super) fn flow_rows(found: &PlansResult) -> Vec<FlowRow<'_>> {
    let plans = found.plans.iter();
    plans.flat_map(|plan| plan.flows.iter().map(|flow| FlowRow { plan: &plan.name, flow })).collect()
}
