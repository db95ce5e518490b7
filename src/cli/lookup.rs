//! What commands look up before they start: reference tables, scenario files, and the keys of what was typed.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::common::Common;
use super::failure::Failure;
use crate::front;
use crate::reference::words::{TrackName, track_name};
use crate::reference::{Reference, ReferenceError};
use crate::scenario::diagnose::{did_you_mean, meant};
use crate::scenario::program_list::state_code;
use crate::scenario::{self, LARGEST_FILE, Loaded, ScenarioError, compile_bytes};

/// The reference tables: those of `--data`, or the built-in ones.
///
/// # Errors
///
/// When a table is missing, unreadable or wrong.
pub fn reference(common: &Common) -> Result<Reference, ReferenceError> {
    common.data.as_deref().map_or_else(Reference::embedded, Reference::from_directory)
}

/// The scenario of a file; `-` is standard input.
fn load(path: &Path, reference: &Reference) -> Result<Loaded, ScenarioError> {
    if path.as_os_str() != "-" {
        return scenario::load(path, reference);
    }
    let mut bytes = Vec::new();
    let unreadable = |source| ScenarioError::Unreadable { path: PathBuf::from(STANDARD_INPUT), source };
    io::stdin().take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    compile_bytes(STANDARD_INPUT, &bytes, reference).map_err(ScenarioError::Wrong)
}

/// What a scenario from standard input is called.
const STANDARD_INPUT: &str = "stdin";

/// Every scenario, or everything that is wrong with any of them.
pub fn load_all(paths: &[PathBuf], reference: &Reference) -> Result<Vec<Loaded>, Failure> {
    let mut known = BTreeSet::new();
    if let Some(twice) = paths.iter().find(|path| path.canonicalize().is_ok_and(|place| !known.insert(place))) {
        let message = format!("the scenario {} is given twice; name each file once", twice.display());
        return Err(Failure::Arguments(message));
    }
    let (mut loaded, mut errors): (Vec<Loaded>, Vec<ScenarioError>) = (Vec::new(), Vec::new());
    for path in paths {
        match load(path, reference) {
            Ok(scenario) => loaded.push(scenario),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(loaded) } else { Err(Failure::Scenarios(errors)) }
}

/// The one scenario of a question.
pub fn load_one<'r>(path: &Path, reference: &'r Reference) -> Result<front::Scenario<'r>, Failure> {
    let loaded = load(path, reference).map_err(|error| Failure::Scenarios(vec![error]))?;
    Ok(front::Scenario::of(loaded, reference))
}

/// The keys of tracks that were typed by key, name or short name.
///
/// # Errors
///
/// When a name is that of no track.
pub fn track_keys(typed: &[String], reference: &Reference) -> Result<Vec<String>, Failure> {
    let rows = || reference.tracks.iter();
    let key = |name: &String| {
        let found = match track_name(name, &reference.tracks) {
            Some(TrackName::Track(row)) => Some(row.track.clone()),
            Some(TrackName::Outside(row)) => {
                return Err(Failure::Arguments(format!("{}; {}", row.sentence(), row.look)));
            }
            Some(TrackName::Ask(ask)) => {
                return Err(Failure::Arguments(format!("there is no track `{name}`; {ask}")));
            }
            None => None,
        };
        found.ok_or_else(|| {
            let names = rows().flat_map(|row| [row.track.as_str(), row.name.as_str()]);
            let near = did_you_mean(&meant(name, names), |near| format!("`{near}`"));
            let known = || rows().map(|row| format!("{} ({})", row.track, row.short_name)).collect::<Vec<_>>();
            let hint = near.unwrap_or_else(|| format!("known tracks: {}", known().join(", ")));
            Failure::Arguments(format!("there is no track `{name}`; {hint}"))
        })
    };
    typed.iter().map(key).collect()
}

/// A state by its code or name.
pub fn parse_state(text: &str) -> Result<String, String> {
    state_code(text).ok_or_else(|| "type a state, DC or a territory, for example NY".to_owned())
}
