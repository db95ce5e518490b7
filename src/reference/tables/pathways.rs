//! `pathways/`: years between, and the state machine of training.

use super::soap::{Judged, judged};
use super::sources::Origin;
use crate::model::pathway::Stage;
use crate::reference::error::ReferenceError;
use crate::reference::plan_prior::check_pathways;
use crate::reference::record::{Record, Word, quoted};
use crate::reference::table::{table, words};

words! {
    /// What an activity gives or costs.
    pub enum ActivityQuantity {
        /// Months of clinical experience in the United States.
        UsClinicalMonths = "us_clinical_months",
        /// Publications.
        Publications = "publications",
        /// Cost, United States dollars.
        CostUsd = "cost_usd",
    }
}

impl ActivityQuantity {
    /// Words for a person.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UsClinicalMonths => "months of US clinical experience",
            Self::Publications => "publications",
            Self::CostUsd => "cost in US dollars",
        }
    }

    /// Largest value that is not a mistake.
    fn limit(self) -> f64 {
        match self {
            Self::UsClinicalMonths => 12.0,
            Self::Publications => 100.0,
            Self::CostUsd => 1_000_000.0,
        }
    }
}

impl Word for Stage {
    const WORDS: &'static [(&'static str, Self)] =
        &[("search", Self::Search), ("training", Self::Training), ("practice", Self::Practice), ("out", Self::Out)];
}

table! {
    /// A year between.
    pub struct ActivityRow: "pathways/activities.csv", "what a year between two seasons gives and costs";
    key: activity, quantity;
    columns:
    /// Activity; a state of `pathways/states.csv` is entered by it.
    activity: String = key,
    /// What it gives or costs.
    quantity: ActivityQuantity = word,
    /// The number.
    judged[value low high origin year source_id note]: Judged = judged((0.0, quantity.limit())),
}

table! {
    /// A group of states.
    pub struct GroupRow: "pathways/groups.csv", "groups of states that are counted together";
    key: group;
    columns:
    /// Key.
    group: String = key,
    /// Words for a person.
    name: String = text,
}

table! {
    /// A state.
    pub struct StateRow: "pathways/states.csv", "states of training and practice, and the years spent in them";
    key: state;
    row: check_years;
    columns:
    /// Key.
    state: String = key,
    /// Words for a person.
    name: String = text,
    /// Kind.
    stage: Stage = word,
    /// Track, activity or ending that puts someone here.
    entered_by: Option<String> = optional_key,
    /// Only on this route.
    route: Option<String> = optional_key,
    /// Years; none is for good.
    years: Option<u32> = optional_whole(0..=20),
    /// Career that it belongs to.
    career: Option<String> = optional_key,
    /// Groups that it belongs to.
    groups[groups]: Vec<String> = groups,
    /// Where the years come from.
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

#[expect(clippy::unnecessary_wraps, reason = "the reading of a column can fail")]
fn groups(record: Record<'_>) -> Result<Vec<String>, ReferenceError> {
    Ok(record.cell("groups").split_whitespace().map(str::to_owned).collect())
}

fn check_years(record: Record<'_>, row: &StateRow) -> Result<(), ReferenceError> {
    let is_right = match row.stage {
        Stage::Search => row.years == Some(1),
        Stage::Training => row.years.is_some(),
        Stage::Practice | Stage::Out => row.years.is_none(),
    };
    if is_right {
        return Ok(());
    }
    let expected = "1 for `search`, a number for `training`, nothing for the others";
    Err(record.wrong("years", quoted(record.cell("years")), expected))
}

table! {
    /// A way between states.
    pub struct TransitionRow: "pathways/transitions.csv", "chances of the ways between states";
    key: from, to;
    together: check_pathways;
    columns:
    /// State left.
    from: String = key,
    /// State entered.
    to: String = key,
    /// Chance; none is what the others leave.
    chance[chance low high]: Option<Judged> = chance,
    /// Cost, United States dollars.
    cost_usd: f64 = number(0.0..=1_000_000.0),
    origin: Origin = word,
    year: u16 = year,
    source_id: String = source,
    note: String = remark,
}

fn chance(record: Record<'_>) -> Result<Option<Judged>, ReferenceError> {
    let Some(value) = record.optional_number("chance", 0.0..=1.0)? else { return Ok(None) };
    Ok(Some(Judged {
        value,
        low: record.number("low", 0.0..=value)?,
        high: record.number("high", value..=1.0)?,
        origin: record.word("origin")?,
        year: record.year("year")?,
        source_id: record.source("source_id")?,
        note: record.remark("note")?,
    }))
}
