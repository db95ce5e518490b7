//! Where a report may be written, and its writing.

use std::path::{Path, PathBuf};

use super::answers::Answer;
use super::artifact::{OutputOptions, answer_artifacts, artifacts};
use super::error::ReportError;
use super::folder::{WrittenReport, check_target, nearest_existing, replace};
use super::html::Origin;
use super::page::Background;
use crate::engine::results::Results;

/// Makes every file of the report and writes it under `options.directory`.
///
/// `background` is what the page shows beside the results, and what is written
/// beside them; `scenario_text` is the scenario as typed, which the page shows.
///
/// # Errors
///
/// [`ReportError`] if the target may not be used, something cannot be made, or
/// the file system refuses. Nothing is left behind then, and an earlier report stays
/// as it was.
pub fn write_report(
    results: &Results,
    background: Option<&Background>,
    scenario_text: &str,
    options: &OutputOptions,
) -> Result<WrittenReport, ReportError> {
    check_target(&options.directory, options.force)?;
    let artifacts = artifacts(results, background, scenario_text, options)?;
    replace(&options.directory, options.force, artifacts)
}

/// Writes files that are already made, each at its path below `directory`, in
/// the same way as a report.
///
/// # Errors
///
/// [`ReportError`] if the target may not be used, or the file system refuses.
pub fn write_files(directory: &Path, force: bool, files: &[(PathBuf, Vec<u8>)]) -> Result<WrittenReport, ReportError> {
    check_target(directory, force)?;
    replace(directory, force, files.to_vec())
}

/// Writes the answer to one question under `directory`: its page, which says where it comes from, its contract and its
/// table, and its charts as SVG and (with the feature `png`) PNG below `charts`.
///
/// # Errors
///
/// As [`write_report`].
pub fn write_answer(
    answer: &impl Answer,
    origin: &Origin<'_>,
    directory: &Path,
    force: bool,
) -> Result<WrittenReport, ReportError> {
    check_target(directory, force)?;
    replace(directory, force, answer_artifacts(answer, origin)?)
}

/// Finds out whether a report could be written, before a long simulation.
///
/// Writes nothing that stays.
///
/// # Errors
///
/// [`ReportError::Occupied`] if the target holds a report and `force` is not
/// given, [`ReportError::NoReport`] if it holds anything else, [`ReportError::NotADirectory`] if a file is in the way,
/// [`ReportError::FileSystem`] if nothing can be written there.
pub fn ensure_writable(directory: &Path, force: bool) -> Result<(), ReportError> {
    check_target(directory, force)?;
    let existing = nearest_existing(directory);
    if !existing.is_dir() {
        return Err(ReportError::NotADirectory { path: existing });
    }
    tempfile::tempfile_in(&existing).map(drop).map_err(ReportError::file_system("write into", &existing))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::report::fixture;

    fn options(directory: &Path, force: bool) -> OutputOptions {
        let command = "matchfolio run scenarios/example.toml".to_owned();
        OutputOptions { directory: directory.to_path_buf(), force, png: false, tables_only: false, command }
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).expect("readable");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_report_has_its_documented_files_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("a/b/out");
        let written = write_report(&fixture::one_portfolio(), None, "title = \"x\"\n", &options(&target, false))
            .expect("written");
        assert!(written.files.iter().all(|file| file.is_file()));
        assert_eq!(names(&target), [".matchfolio", "charts", "report.html", "results.json", "tables"]);
        assert_eq!(names(&target.join("charts")).len(), 5);
        assert_eq!(names(&target.join("tables")).len(), 12);
        assert_eq!(names(target.parent().expect("a parent")), ["out"]);
    }

    #[test]
    fn an_earlier_report_is_replaced_only_with_force_and_other_files_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        write_report(&fixture::one_portfolio(), None, "", &options(&target, false)).expect("written");
        fs::write(target.join("mine.txt"), "mine").expect("written");
        let refused = write_report(&fixture::one_portfolio(), None, "", &options(&target, false));
        let error = refused.expect_err("refused");
        assert!(matches!(error, ReportError::Occupied { .. }));
        assert!(error.to_string().contains("--force") && error.to_string().contains("--out"));
        assert!(ensure_writable(&target, false).is_err());
        ensure_writable(&target, true).expect("writable");
        write_report(&fixture::one_portfolio(), None, "", &options(&target, true)).expect("written");
        assert_eq!(names(&target), [".matchfolio", "charts", "mine.txt", "report.html", "results.json", "tables"]);
        assert_eq!(fs::read_to_string(target.join("mine.txt")).expect("read"), "mine");
    }

    #[test]
    fn a_folder_without_a_report_is_never_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("report.html"), "mine").expect("written");
        for force in [false, true] {
            let refused = write_report(&fixture::one_portfolio(), None, "", &options(folder.path(), force));
            let error = refused.expect_err("refused");
            assert!(matches!(error, ReportError::NoReport { .. }) && error.is_of_the_target(), "{error}");
            assert!(matches!(ensure_writable(folder.path(), force), Err(ReportError::NoReport { .. })));
        }
        assert_eq!(names(folder.path()), ["report.html"]);
        assert_eq!(fs::read_to_string(folder.path().join("report.html")).expect("read"), "mine");
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "x").expect("written");
        for target in [file.clone(), file.join("out")] {
            let error = ensure_writable(&target, false).expect_err("not a directory");
            assert!(matches!(&error, ReportError::NotADirectory { path } if *path == file), "{error}");
        }
    }
}
