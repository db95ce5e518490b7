//! A program list: a CSV file of programs with what the person knows of each
//! (`docs/programs.md`).

mod cells;
mod columns;
mod place;
mod read;
mod sheet;
mod states;
mod words;

use std::sync::Arc;

use crate::model::{ImgShare, ProgramFacts, Signal};
use crate::scenario::warning::{Warning, WarningKind};

pub use columns::Header;
pub use place::{Placed, named, placed};
pub use read::{LARGEST_LIST, read, table};
pub use states::{is_state, state_code};
pub use words::{flag, is_blank};

/// The columns, in the order of a list that is written.
pub const COLUMNS: [&str; 12] =
    ["name", "track", "state", "setting", "j1", "h1b", "img_share", "fit", "signal", "tie", "rotation", "notes"];

/// One row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedProgram {
    /// Data row, the first after the header is 1.
    pub row: usize,
    /// Name, unique among the programs of the track.
    pub name: String,
    /// Key of the track.
    pub track: String,
    /// Two-letter code of the state.
    pub state: Option<String>,
    /// Setting in the person's own words, for example `community`.
    pub setting: Option<String>,
    /// Whether the program sponsors a J-1.
    pub sponsors_j1: Option<bool>,
    /// Whether the program sponsors an H-1B.
    pub sponsors_h1b: Option<bool>,
    /// Share of international graduates among the residents, 0 to 1.
    pub img_share: Option<f64>,
    /// Own fit, 0 to 1.
    pub own_fit: Option<f64>,
    /// Signal wanted.
    pub signal: Option<Signal>,
    /// Whether there is a stated tie to the place.
    pub has_tie: bool,
    /// Whether the program knows the applicant from a rotation.
    pub has_rotation: bool,
    /// Remark.
    pub notes: Option<String>,
}

impl ListedProgram {
    /// What of it counts in the model; `track_share` is the share of
    /// international graduates in the track, without which that of the program says nothing.
    #[must_use]
    pub fn facts(&self, track_share: Option<f64>) -> ProgramFacts {
        let share = self.img_share.zip(track_share);
        ProgramFacts {
            known_fit: 0.0,
            img_share: share.map(|(program, track)| ImgShare { program, track }),
            sponsors_j1: self.sponsors_j1,
            sponsors_h1b: self.sponsors_h1b,
            own_fit: self.own_fit,
            signal: self.signal,
            has_geographic_tie: self.has_tie,
            has_rotation: self.has_rotation,
        }
    }
}

/// A list that was read, or its rows of one track.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgramList {
    /// File, as the scenario or the command line names it.
    pub file: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// How its header was understood.
    pub header: Header,
    /// Programs in the order of the file, which is that of application.
    pub programs: Vec<ListedProgram>,
}

impl ProgramList {
    /// What is said of a header that has other names, or more columns, than this program knows.
    #[must_use]
    pub fn header_note(&self) -> Option<Warning> {
        let Header { renamed, skipped } = self.header.clone();
        let is_plain = renamed.is_empty() && skipped.is_empty();
        (!is_plain).then(|| WarningKind::ListColumns { file: self.file.clone(), renamed, skipped }.of_scenario())
    }

    /// The rows of one track.
    #[must_use]
    pub fn of_track(&self, track: &str) -> Self {
        let programs = self.programs.iter().filter(|program| program.track == track).cloned().collect();
        Self { file: self.file.clone(), sha256: self.sha256.clone(), header: self.header.clone(), programs }
    }

    /// How many programs have known facts that count in the model.
    #[must_use]
    pub fn known(&self) -> usize {
        // Any share of the track serves: only whether there is a fact counts here.
        let is_known = |program: &&ListedProgram| program.facts(Some(0.5)) != ProgramFacts::default();
        self.programs.iter().filter(is_known).count()
    }

    /// What counts in the model, program by program.
    #[must_use]
    pub fn facts(&self, track_share: Option<f64>) -> Arc<[ProgramFacts]> {
        self.programs.iter().map(|program| program.facts(track_share)).collect()
    }
}

/// The list that a line of a portfolio names: its rows of the line's track.
#[derive(Clone, Debug, PartialEq)]
pub struct LineList {
    /// Index of the portfolio.
    pub portfolio: usize,
    /// Index of the line in it.
    pub line: usize,
    /// The programs of the line.
    pub list: ProgramList,
}
