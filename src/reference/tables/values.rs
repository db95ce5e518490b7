//! `values/priorities.csv`: how far a specialty serves what a person wants of a career.

use crate::reference::record::Word as _;
use crate::reference::table::{table, words};

use super::sources::Origin;

words! {
    /// What a person wants of a career, for the first values of a scenario.
    pub enum Priority {
        /// Time with patients.
        Patients = "patients",
        /// Procedures.
        Procedures = "procedures",
        /// Imaging.
        Imaging = "imaging",
        /// Regular hours.
        Hours = "hours",
        /// A residency in the United States, whichever it is.
        Staying = "staying",
    }
}

table! {
    /// How far a track serves each priority, 0 (not at all) to 1 (as much as any).
    pub struct PriorityRow: "values/priorities.csv",
        "how far a specialty serves what a person wants, for the first values of matchfolio init";
    key: track;
    columns:
    /// Residency track.
    track: String = track,
    patients: f64 = number(0.0..=1.0),
    procedures: f64 = number(0.0..=1.0),
    imaging: f64 = number(0.0..=1.0),
    hours: f64 = number(0.0..=1.0),
    origin: Origin = word,
    source_id: String = source,
    note: String = text,
}

impl PriorityRow {
    /// How far the track serves a priority; none for staying, which every residency serves alike.
    #[must_use]
    pub fn serves(&self, priority: Priority) -> Option<f64> {
        match priority {
            Priority::Patients => Some(self.patients),
            Priority::Procedures => Some(self.procedures),
            Priority::Imaging => Some(self.imaging),
            Priority::Hours => Some(self.hours),
            Priority::Staying => None,
        }
    }
}

/// The word of a priority.
#[must_use]
pub fn priority_word(priority: Priority) -> &'static str {
    priority.word()
}

/// The priority of a word.
#[must_use]
pub fn priority_of(word: &str) -> Option<Priority> {
    Priority::ALL.into_iter().find(|priority| priority.word() == word)
}

impl Priority {
    /// Every priority.
    pub const ALL: [Self; 5] = [Self::Patients, Self::Procedures, Self::Imaging, Self::Hours, Self::Staying];
}
