//! A finished piece of a study: a file whose name is the SHA-256 of what its numbers come from.
//!
//! It is a CSV table: a line for each outcome or problem of each of its scenarios, counted from 0, and a last line
//! that says how many there are. It is put in its place whole, so that a piece that is there is finished.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::decide::answers::study::{Outcome, Problem};
use crate::engine::results::Estimate;
use crate::report::columns::exactly;
use crate::report::error::ReportError;

/// Folder of the pieces, within that of a study.
const FOLDER: &str = "pieces";

/// What came of each scenario of a piece: its outcomes, or what could not be read.
pub type PieceFound = Vec<Result<Vec<Outcome>, Vec<Problem>>>;

/// Where a piece stands.
#[must_use]
pub fn piece_path(directory: &Path, sha256: &str) -> PathBuf {
    directory.join(FOLDER).join(sha256).with_extension("csv")
}

/// Whether a piece is there, whole.
#[must_use]
pub fn is_finished(directory: &Path, sha256: &str, scenarios: usize) -> bool {
    read_piece(directory, sha256, scenarios, &mut HashMap::new()).is_ok()
}

/// Writes a piece; a piece of this name that is there is replaced in one step.
///
/// # Errors
///
/// When the file system refuses.
pub fn write_piece(directory: &Path, sha256: &str, found: &PieceFound) -> Result<(), ReportError> {
    let mut text = String::new();
    for (scenario, found) in found.iter().enumerate() {
        let scenario = scenario.to_string();
        match found {
            Ok(outcomes) => outcomes.iter().for_each(|one| {
                let Estimate { mean, interval90: [low, high], mc_error } = one.estimate;
                let numbers = [mean, low, high, mc_error].map(|number| number.to_string());
                let words = [&scenario, &*one.portfolio, &*one.outcome, &*one.track];
                let cells = words.into_iter().chain(numbers.iter().map(String::as_str));
                text += &exactly(cells);
            }),
            Err(problems) => problems.iter().for_each(|one| {
                text += &exactly([&*scenario, "", PROBLEM, "", &*one.column, &*one.message, "", ""]);
            }),
        }
    }
    text += &exactly(["", "", END, "", &*found.len().to_string(), "", "", ""]);
    write_whole(&piece_path(directory, sha256), text.as_bytes())
}

/// What stands for the outcome in a line of a problem.
const PROBLEM: &str = "problem";

/// What stands there in the last line.
const END: &str = "end";

/// Reads a piece of so many scenarios; `names` keeps words that occur often.
///
/// # Errors
///
/// In words, when it is not there or not whole.
pub fn read_piece(
    directory: &Path,
    sha256: &str,
    scenarios: usize,
    names: &mut HashMap<String, Arc<str>>,
) -> Result<PieceFound, String> {
    let path = piece_path(directory, sha256);
    let text = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let damaged = |()| format!("{} is damaged", path.display());
    let mut name = |word: &str| names.entry(word.to_owned()).or_insert_with(|| word.into()).clone();
    let mut found: PieceFound = (0..scenarios).map(|_| Ok(Vec::new())).collect();
    let mut is_whole = false;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&*text);
    for row in reader.records() {
        let row = row.map_err(|_| ()).map_err(damaged)?;
        let [place, portfolio, outcome, track, rest @ ..] = &row.iter().collect::<Vec<_>>()[..] else {
            return Err(damaged(()));
        };
        if *outcome == END {
            is_whole = rest.first().is_some_and(|count| *count == scenarios.to_string());
            continue;
        }
        let place = place.parse::<usize>().ok().and_then(|place| found.get_mut(place)).ok_or(()).map_err(damaged)?;
        if *outcome == PROBLEM {
            let cell = |index: usize| rest.get(index).copied().unwrap_or_default().to_owned();
            let problem = Problem { row: None, person: String::new(), column: cell(0), message: cell(1) };
            match place {
                Ok(_) => *place = Err(vec![problem]),
                Err(problems) => problems.push(problem),
            }
            continue;
        }
        let numbers: Vec<f64> = rest.iter().filter_map(|number| number.parse().ok()).collect();
        let ([mean, low, high, mc_error], Ok(outcomes)) = (&numbers[..], place) else { return Err(damaged(())) };
        let estimate = Estimate { mean: *mean, interval90: [*low, *high], mc_error: *mc_error };
        outcomes.push(Outcome { portfolio: name(portfolio), outcome: name(outcome), track: name(track), estimate });
    }
    if is_whole { Ok(found) } else { Err(damaged(())) }
}

/// Puts a file in its place whole, in one step.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".piece-");
        // As any other file: whoever merges the parts need not be who made them.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    written().map_err(ReportError::file_system("write", path))
}
