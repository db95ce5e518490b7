//! `matchfolio data`: the reference tables, their sources, and what is assumed.

use clap::{ArgGroup, Args};

use super::common::{Common, Execute};
use super::failure::Failure;
use super::lookup::{parse_state, reference, track_keys};
use super::terminal::print;
use crate::reference::{ProgramCodeRow, Reference, start_list};
use crate::report::answers::data;

/// Options of `data`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").multiple(false))]
pub struct DataOptions {
    /// List the assumptions and effects with their origins
    #[arg(long, group = "what")]
    pub assumptions: bool,
    /// List the sources in full
    #[arg(long, group = "what")]
    pub sources: bool,
    /// Print the program codes of 2023 as a program list for you to filter and complete
    #[arg(long, group = "what")]
    pub programs: bool,
    /// With --programs: only these tracks, by key, name or short name such as IR
    #[arg(long, value_name = "TRACK", requires = "programs", value_delimiter = ',')]
    pub track: Vec<String>,
    /// With --programs: only these states, as two-letter codes
    #[arg(long, value_name = "STATE", requires = "programs", value_delimiter = ',', value_parser = parse_state)]
    pub state: Vec<String>,
}

impl Execute for DataOptions {
    /// Prints the tables, or what is asked of them.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        if self.programs {
            return print(&self.start_of_list(common, &reference)?);
        }
        common.print(&if self.assumptions {
            data::assumptions(&reference)
        } else if self.sources {
            data::sources(&reference)
        } else {
            data::tables(&reference)
        })
    }
}

impl DataOptions {
    /// The program codes of the tracks and states asked for, as a program list to complete.
    fn start_of_list(&self, common: &Common, reference: &Reference) -> Result<String, Failure> {
        let tracks = track_keys(&self.track, reference)?;
        let all = start_list(common.data.as_deref())?;
        let is_asked_for = |row: &&ProgramCodeRow| {
            row.track.as_ref().is_some_and(|track| tracks.is_empty() || tracks.contains(track))
                && (self.state.is_empty() || row.state.as_ref().is_some_and(|state| self.state.contains(state)))
        };
        Ok(data::start_of_list(&all.iter().filter(is_asked_for).collect::<Vec<_>>()))
    }
}
