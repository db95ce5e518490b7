//! A study person by person: who needs help first, and what is their best plan.

use crate::decide::answers::study::{
    BandCount, GroupResult, Member, Outcome, PersonResult, Problem, RunnerUp, SCHEMA, StudyAnswer, StudyTable,
};
use crate::engine::results::RiskBand;
use crate::report::columns::{Column, MadeFrom, SHARE, csv, csv_beside, estimate, number, text};

/// The summary of a whole study.
pub fn summary(table: &StudyTable, groups: Vec<GroupResult>) -> StudyAnswer {
    let mut people: Vec<PersonResult> = table.members.iter().filter_map(|member| person(member, table)).collect();
    // Stable, so that equals stay in the order of the table.
    people.sort_by(|a, b| b.risk_band.cmp(&a.risk_band).then_with(|| b.unmatched.mean.total_cmp(&a.unmatched.mean)));
    let bands = RiskBand::ALL
        .into_iter()
        .rev()
        .map(|band| BandCount { band, people: people.iter().filter(|person| person.risk_band == band).count() as u64 });
    StudyAnswer {
        schema: SCHEMA,
        version: table.version.clone(),
        seed: table.seed,
        parameter_draws: table.draws,
        study: table.study.clone(),
        scenario: table.scenario.clone(),
        scenarios: table.members.len() as u64,
        bands: bands.collect(),
        people,
        groups,
        problems: table.members.iter().flat_map(|member| member.problems.iter().cloned()).collect(),
        unused: table.unused.clone(),
    }
}

fn person(member: &Member, table: &StudyTable) -> Option<PersonResult> {
    let of = |outcome: &'static str| member.outcomes.iter().filter(move |one| &*one.outcome == outcome);
    let safest = of(Outcome::UNMATCHED).min_by(|a, b| a.estimate.mean.total_cmp(&b.estimate.mean))?;
    let residency = of(Outcome::RESIDENCY).find(|one| one.portfolio == safest.portfolio)?.estimate;
    let next = of(Outcome::ABOVE_SAFEST).min_by(|a, b| a.estimate.mean.total_cmp(&b.estimate.mean));
    let best = of(Outcome::VALUE).max_by(|a, b| a.estimate.mean.total_cmp(&b.estimate.mean));
    let best = best.and_then(|best| of(Outcome::ABOVE_SAFEST).find(|one| one.portfolio == best.portfolio));
    let beside = |one: &Outcome| RunnerUp {
        portfolio: one.portfolio.to_string(),
        unmatched_difference: one.estimate,
        is_tie: one.estimate.is_tie(),
    };
    let setting = |column: &usize| format!("{} = {}", table.columns[*column], member.cells[*column]);
    Some(PersonResult {
        person: member.person.clone(),
        settings: table.varied.iter().map(setting).collect(),
        safest: safest.portfolio.to_string(),
        unmatched: safest.estimate,
        residency,
        risk_band: RiskBand::of(safest.estimate.mean, residency.mean),
        runner_up: next.map(beside),
        best_valued: best.map(beside),
        unmatched_above_unchanged: of(Outcome::SAFEST_ABOVE_UNCHANGED).next().map(|one| one.estimate),
    })
}

impl<'a> From<&'a StudyAnswer> for MadeFrom<'a> {
    fn from(answer: &'a StudyAnswer) -> Self {
        let StudyAnswer { scenario, seed, version, parameter_draws, .. } = answer;
        Self { scenario, seed: *seed, version, draws: *parameter_draws }
    }
}

/// The groups as CSV.
pub fn groups_csv(answer: &StudyAnswer) -> String {
    let keys = |group: &GroupResult| {
        let pairs = group.group.iter().filter_map(|key| key.split_once(" = "));
        pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).unzip()
    };
    let (names, _): (Vec<String>, Vec<String>) = answer.groups.first().map(keys).unwrap_or_default();
    csv_beside(names, |group| keys(group).1, &MadeFrom::from(answer).after(group_columns()), &answer.groups)
}

fn group_columns() -> Vec<Column<GroupResult>> {
    vec![
        text("portfolio", "Name of the portfolio.", |one| Some(&one.portfolio)),
        text("outcome", "Outcome, as in `study.csv`.", |one| Some(&one.outcome)),
        text("track", "Key of the track; empty for outcomes that have none.", |one| Some(&one.track)),
        number("people", "", "People in the group.", |one| Some(one.people as f64)),
        estimate("", SHARE, "Averages over the people, of means, of ends of intervals, and of errors.", |one| {
            Some(one.average)
        }),
        number("person10", SHARE, "One in ten people has a mean below this.", |one| Some(one.person10)),
        number("person50", SHARE, "Half the people have a mean below this.", |one| Some(one.person50)),
        number("person90", SHARE, "One in ten people has a mean above this.", |one| Some(one.person90)),
    ]
}

/// What could not be read, as CSV.
pub fn problems_csv(answer: &StudyAnswer) -> String {
    let columns: Vec<Column<Problem>> = vec![
        number("row", "", "Row of the table of people; empty without one.", |one| one.row.map(|row| row as f64)),
        text("person", "Name of the person.", |one| Some(&one.person)),
        text("column", "Column; empty where it is none alone.", |one| Some(&one.column)),
        text("message", "What is wrong.", |one| Some(&one.message)),
    ];
    csv(&columns, &answer.problems)
}

/// The columns of the table of people.
#[must_use]
pub fn people_columns<'a>() -> Vec<Column<&'a PersonResult>> {
    vec![
        text("person", "Name of the person.", |one| Some(&one.person)),
        text("setting", "What the grid and the changes set first; empty without them.", |one| {
            one.settings.first().map(String::as_str)
        }),
        text("safest", "Portfolio with the lowest chance of going unmatched.", |one| Some(&one.safest)),
        estimate("unmatched_", SHARE, "No position at all, with it.", |one| Some(one.unmatched)),
        estimate("residency_", SHARE, "A complete residency, with it.", |one| Some(one.residency)),
        text("risk_band", "Risk band: low, moderate, high or very high.", |one| Some(one.risk_band.label())),
        text("runner_up", "The next safest portfolio; empty if there is no other.", |one| {
            Some(&one.runner_up.as_ref()?.portfolio)
        }),
        estimate("runner_up_above_", SHARE, "P(unmatched) of the next safest minus that of the safest.", |one| {
            Some(one.runner_up.as_ref()?.unmatched_difference)
        }),
        text("best_valued", "Portfolio that is best by the values, if it is not the safest; empty otherwise.", |one| {
            Some(&one.best_valued.as_ref()?.portfolio)
        }),
        estimate("best_valued_above_", SHARE, "Its P(unmatched) minus that of the safest.", |one| {
            Some(one.best_valued.as_ref()?.unmatched_difference)
        }),
        text("change", "With `--set`: the change, or `none`; empty without.", |one| {
            one.settings.iter().find_map(|setting| setting.strip_prefix("change = "))
        }),
        estimate(
            "unmatched_above_unchanged_",
            SHARE,
            "`unmatched` minus that of the same person without the change, each with the safest portfolio; empty where nothing is changed.",
            |one| one.unmatched_above_unchanged,
        ),
    ]
}
