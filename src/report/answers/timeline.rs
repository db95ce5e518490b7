//! What to do when.

use super::Answer;
use crate::decide::answers::timeline::{SCHEMA, Timeline, TimelineStep};
use crate::model::date::Date;
use crate::report::columns::{self, Column, MadeFrom};
use crate::report::document::{Document, Table, Width, words};
use crate::report::presentable::cleaned;

impl Answer for Timeline {
    const NAME: &'static str = "timeline";
    const QUESTION: &'static str = "What should I do when?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "step";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = None;
    type Row<'a> = &'a TimelineStep;

    fn columns<'a>() -> Vec<Column<&'a TimelineStep>> {
        vec![
            columns::text("date", "The day, or the usual one.", |step| Some(&step.date)),
            columns::text("when", "The day as published, or the usual part of the month.", |step| Some(&step.when)),
            columns::text("what", "What to do.", |step| Some(&step.what)),
            columns::text("plan", "Plan whose decision it is; the first of several.", |step| {
                step.plans.first().map(String::as_str)
            }),
            columns::text("source_id", "Source of the day.", |step| Some(&step.source_id)),
        ]
    }

    fn rows(&self) -> Vec<&TimelineStep> {
        self.steps.iter().collect()
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.scenario);
        document.heading(heading(self)).table(steps(&self.steps)).paragraphs([how_to_read()]);
        document
    }
}

fn heading(timeline: &Timeline) -> String {
    let from = timeline.from.as_deref().and_then(Date::parse);
    match from {
        Some(day) => format!("What is still to be done? From {} on", day.in_words()),
        None => "What to do when? From 18 months before Match Day".to_owned(),
    }
}

/// The steps as a table, for the terminal and for the page.
pub fn steps(steps: &[TimelineStep]) -> Table {
    let what = |step: &TimelineStep| {
        let names: Vec<String> = step.plans.iter().map(|plan| format!("“{}”", cleaned(plan))).collect();
        match names[..] {
            [] => step.what.replace('`', ""),
            _ => format!("{}: {}", names.join(", "), step.what),
        }
    };
    let columns = [words("When"), words("What").wide(Width::Beside { others: 30, least: 30 })];
    Table::new(columns, steps.iter().map(|step| vec![step.when.clone(), what(step)]))
}

/// What the dates are.
pub fn how_to_read() -> &'static str {
    "“About” marks the usual time of a step: no date of this season is in the tables, or the time is advice. Before you rely on a \
     date, look at the calendars of ERAS, ResidencyCAS and the NRMP."
}
