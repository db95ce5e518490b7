//! `pathways/*.csv`: years between, and the state machine of training.

use super::Row;
use super::soap::judged;
use crate::model::pathway::Stage;
use crate::reference::error::ReferenceError;
use crate::reference::keys::ORIGINS;
use crate::reference::plan_rows::{ActivityQuantity, ActivityRow, GroupRow, Judged, StateRow, TransitionRow};
use crate::reference::record::{Record, quoted};

/// What an activity gives or costs, with the largest value that is not a mistake.
const QUANTITIES: [(&str, (ActivityQuantity, f64)); 3] = [
    ("us_clinical_months", (ActivityQuantity::UsClinicalMonths, 12.0)),
    ("publications", (ActivityQuantity::Publications, 100.0)),
    ("cost_usd", (ActivityQuantity::CostUsd, 1_000_000.0)),
];

/// Stages.
const STAGES: [(&str, Stage); 4] =
    [("search", Stage::Search), ("training", Stage::Training), ("practice", Stage::Practice), ("out", Stage::Out)];

impl Row for ActivityRow {
    const FILE: &'static str = "pathways/activities.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/pathways/activities.csv");
    const DESCRIBES: &'static str = "what a year between two seasons gives and costs";
    const COLUMNS: &'static [&'static str] =
        &["activity", "quantity", "value", "low", "high", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["activity", "quantity"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let (quantity, most) = record.one_of("quantity", &QUANTITIES)?;
        Ok(Self { activity: record.key("activity")?, quantity, judged: judged(record, (0.0, most))? })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.judged.source_id.as_str())]
    }
}

impl Row for GroupRow {
    const FILE: &'static str = "pathways/groups.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/pathways/groups.csv");
    const DESCRIBES: &'static str = "groups of states that are counted together";
    const COLUMNS: &'static [&'static str] = &["group", "name"];
    const KEY: &'static [&'static str] = &["group"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        Ok(Self { group: record.key("group")?, name: record.text("name")? })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        Vec::new()
    }
}

impl Row for StateRow {
    const FILE: &'static str = "pathways/states.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/pathways/states.csv");
    const DESCRIBES: &'static str = "states of training and practice, and the years spent in them";
    const COLUMNS: &'static [&'static str] = &[
        "state",
        "name",
        "stage",
        "entered_by",
        "route",
        "years",
        "career",
        "groups",
        "origin",
        "year",
        "source_id",
        "note",
    ];
    const KEY: &'static [&'static str] = &["state"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let stage = record.one_of("stage", &STAGES)?;
        let years = record.optional_whole("years", 0..=20)?;
        let is_right = match stage {
            Stage::Search => years == Some(1),
            Stage::Training => years.is_some(),
            Stage::Practice | Stage::Out => years.is_none(),
        };
        if !is_right {
            let found = quoted(&record.remark("years"));
            return Err(record.wrong(
                "years",
                found,
                "1 for `search`, a number for `training`, nothing for the others",
            ));
        }
        Ok(Self {
            state: record.key("state")?,
            name: record.text("name")?,
            stage,
            entered_by: record.optional_key("entered_by")?,
            route: record.optional_key("route")?,
            years,
            career: record.optional_key("career")?,
            groups: record.remark("groups").split_whitespace().map(str::to_owned).collect(),
            origin: record.one_of("origin", &ORIGINS)?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}

impl Row for TransitionRow {
    const FILE: &'static str = "pathways/transitions.csv";
    const EMBEDDED: &'static str = include_str!("../../../data/pathways/transitions.csv");
    const DESCRIBES: &'static str = "chances of the ways between states";
    const COLUMNS: &'static [&'static str] =
        &["from", "to", "chance", "low", "high", "cost_usd", "origin", "year", "source_id", "note"];
    const KEY: &'static [&'static str] = &["from", "to"];

    fn parse(record: Record<'_>) -> Result<Self, ReferenceError> {
        let row = Self {
            from: record.key("from")?,
            to: record.key("to")?,
            chance: None,
            cost_usd: record.number("cost_usd", 0.0..=1_000_000.0)?,
            origin: record.one_of("origin", &ORIGINS)?,
            year: record.year("year")?,
            source_id: record.key("source_id")?,
            note: record.remark("note"),
        };
        let chance = match record.optional_number("chance", 0.0..=1.0)? {
            None => None,
            Some(value) => Some(Judged {
                value,
                low: record.number("low", 0.0..=value)?,
                high: record.number("high", value..=1.0)?,
                origin: row.origin,
                year: row.year,
                source_id: row.source_id.clone(),
                note: row.note.clone(),
            }),
        };
        Ok(Self { chance, ..row })
    }

    fn sources(&self) -> Vec<(&'static str, &str)> {
        vec![("source_id", self.source_id.as_str())]
    }
}
