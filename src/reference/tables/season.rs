//! `season/`: the dates of a season, and what is to be done on them.

use crate::model::date::{Date, FRIDAY, WEDNESDAY};
use crate::reference::error::ReferenceError;
use crate::reference::load::Reference;
use crate::reference::record::{Record, quoted};
use crate::reference::table::{Row as _, table, words};

use super::sources::Origin;

/// Farthest that something is from the event it is counted from, in days.
const FARTHEST: f64 = 800.0;

words! {
    /// How an event usually falls in its month.
    pub enum DayRule {
        /// Its first Wednesday.
        FirstWednesday = "first_wednesday",
        /// Its third Friday.
        ThirdFriday = "third_friday",
        /// The day of the column `day`.
        Day = "day",
    }
}

words! {
    /// Yes or no.
    pub enum YesNo {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

words! {
    /// Who a step is for.
    pub enum StepFor {
        /// Everyone.
        Everyone = "everyone",
        /// Who applies for the first time.
        FirstTime = "first_time",
        /// Who has been through a Match without finding a residency.
        Reapplicant = "reapplicant",
        /// Who has no score of Step 2 CK yet.
        ScorePending = "score_pending",
        /// Who ranks alone.
        Alone = "alone",
        /// Who ranks as one of a couple.
        Couple = "couple",
        /// Graduates of schools abroad.
        Img = "img",
        /// The same who apply for the first time.
        FirstTimeImg = "first_time_img",
        /// Who would accept a J-1.
        J1 = "j1",
        /// Who would accept an H-1B.
        H1b = "h1b",
        /// Who applies to a specialty that uses signals.
        Signals = "signals",
        /// Who applies to a specialty that uses ERAS.
        Eras = "eras",
        /// Who applies to a specialty with an application service of its own.
        ResidencyCas = "residency_cas",
        /// Who applies to advanced positions.
        Advanced = "advanced",
    }
}

table! {
    /// Something that happens in every season, and when it usually does.
    pub struct EventRow: "season/events.csv", "events of a season, and the days on which they usually fall";
    key: event;
    row: has_day;
    columns:
    /// Key, for example `rank_lists_due`.
    event: String = key,
    /// What happens, for a person.
    words: String = text,
    rule: DayRule = word,
    /// Month that the rule counts in.
    month: u32 = whole(1..=12),
    /// Day of the month, for the rule `day`.
    day: Option<u32> = optional_whole(1..=31),
    /// Days after the day of the rule; before it if negative.
    plus_days: f64 = number(-FARTHEST..=FARTHEST),
    /// Whether it lies in the year before Match Day.
    is_in_year_before: YesNo = word,
    source_id: String = source,
    note: String = remark,
}

fn has_day(record: Record<'_>, row: &EventRow) -> Result<(), ReferenceError> {
    match (row.rule, row.day) {
        (DayRule::Day, None) => Err(record.wrong("day", "nothing", "a day of the month")),
        (DayRule::FirstWednesday | DayRule::ThirdFriday, Some(day)) => {
            Err(record.wrong("day", day.to_string(), "nothing, as the rule gives the day"))
        }
        _ => Ok(()),
    }
}

table! {
    /// A published date.
    pub struct DateRow: "season/dates.csv", "published dates of a season";
    key: season, event;
    together: every_event_is_known;
    columns:
    /// Season: the year of the Match.
    season: u16 = year,
    /// Event of `season/events.csv`.
    event: String = key,
    date[date]: Date = date,
    source_id: String = source,
    note: String = remark,
}

fn date(record: Record<'_>) -> Result<Date, ReferenceError> {
    let text = record.text("date")?;
    Date::parse(&text).ok_or_else(|| record.wrong("date", quoted(&text), "a day such as 2026-11-15"))
}

fn every_event_is_known(reference: &Reference) -> Result<(), ReferenceError> {
    check_events(reference, DateRow::FILE, reference.season_dates.iter().map(|row| row.event.as_str()))
}

table! {
    /// Something to do, counted from an event.
    pub struct StepRow: "season/steps.csv", "what an applicant does in the 18 months before Match Day";
    key: step;
    together: every_step_has_an_event;
    columns:
    /// Key.
    step: String = key,
    /// Event of `season/events.csv` that it is counted from.
    event: String = key,
    /// Days after the event; before it if negative.
    days: f64 = number(-FARTHEST..=FARTHEST),
    applies_to: StepFor = word,
    /// What to do, for a person.
    words: String = text,
    origin: Origin = word,
    source_id: String = source,
    note: String = remark,
}

fn every_step_has_an_event(reference: &Reference) -> Result<(), ReferenceError> {
    check_events(reference, StepRow::FILE, reference.season_steps.iter().map(|row| row.event.as_str()))
}

fn check_events<'a>(
    reference: &Reference,
    file: &'static str,
    mut named: impl Iterator<Item = &'a str>,
) -> Result<(), ReferenceError> {
    let is_known = |event: &str| reference.season_events.iter().any(|row| row.event == event);
    match named.find(|event| !is_known(event)) {
        None => Ok(()),
        Some(unknown) => Err(ReferenceError::MissingKey {
            file: EventRow::FILE,
            column: "event",
            key: unknown.to_owned(),
            expected: format!("the events that {file} names"),
        }),
    }
}

/// The day of an event in one season.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeasonDay<'a> {
    /// The day.
    pub date: Date,
    /// Whether it was published for this season; otherwise it is the usual day.
    pub is_published: bool,
    /// Source of the date, or of the rule.
    pub source_id: &'a str,
}

impl Reference {
    /// The day of an event of `season/events.csv`: as published, or as usual.
    #[must_use]
    pub fn season_day(&self, event: &str, season: u16) -> Option<SeasonDay<'_>> {
        let published = self.season_dates.iter().find(|row| row.season == season && row.event == event);
        if let Some(row) = published {
            return Some(SeasonDay { date: row.date, is_published: true, source_id: &row.source_id });
        }
        let row = self.season_events.iter().find(|row| row.event == event)?;
        let year = i32::from(season) - i32::from(row.is_in_year_before == YesNo::Yes);
        let day = match row.rule {
            DayRule::FirstWednesday => Date::nth_weekday(year, row.month, WEDNESDAY, 1),
            DayRule::ThirdFriday => Date::nth_weekday(year, row.month, FRIDAY, 3),
            DayRule::Day => Date::new(year, row.month, row.day?),
        };
        let date = day?.plus_days(whole_days(row.plus_days));
        Some(SeasonDay { date, is_published: false, source_id: &row.source_id })
    }
}

/// A number of days of a table.
#[expect(clippy::cast_possible_truncation, reason = "the tables allow at most 800 days")]
#[must_use]
pub fn whole_days(days: f64) -> i32 {
    days.round() as i32
}
