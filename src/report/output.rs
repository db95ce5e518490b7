//! Writes a report: everything beside the target first, then moved into place,
//! so that a reader never finds half a file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::answers::Answer;
use super::artifact::{Artifact, OutputOptions, answer_artifacts, artifacts};
use super::error::ReportError;
use super::page::Background;
use crate::engine::results::Results;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenReport {
    /// Every file, the page first.
    pub files: Vec<PathBuf>,
}

/// Makes every file of the report and writes it under `options.directory`.
///
/// `background` is what the page shows beside the results, and what is written
/// beside them; `scenario_text` is the scenario as typed, which the page shows.
///
/// # Errors
///
/// [`ReportError`] if the target may not be used, something cannot be made, or
/// the file system refuses. Nothing is left behind then: a target that did not
/// exist still does not, and each file of an existing one is the old or the new.
pub fn write_report(
    results: &Results,
    background: Option<&Background>,
    scenario_text: &str,
    options: &OutputOptions,
) -> Result<WrittenReport, ReportError> {
    check_target(&options.directory, options.force)?;
    let artifacts = artifacts(results, background, scenario_text, options)?;
    write_artifacts(&options.directory, &artifacts)
}

/// Writes files that are already made, each at its path below `directory`, in
/// the same way as a report.
///
/// # Errors
///
/// [`ReportError`] if the target may not be used, or the file system refuses.
pub fn write_files(directory: &Path, force: bool, files: &[(PathBuf, Vec<u8>)]) -> Result<WrittenReport, ReportError> {
    check_target(directory, force)?;
    write_artifacts(directory, files)
}

/// Writes the answer to one question under `directory`: its contract and its table, and its charts as SVG and
/// (with the feature `png`) PNG below `charts`.
///
/// # Errors
///
/// As [`write_report`].
pub fn write_answer(answer: &impl Answer, directory: &Path, force: bool) -> Result<WrittenReport, ReportError> {
    check_target(directory, force)?;
    write_artifacts(directory, &answer_artifacts(answer)?)
}

/// Finds out whether a report could be written, before a long simulation.
///
/// Writes nothing that stays.
///
/// # Errors
///
/// [`ReportError::Occupied`] if the target holds something and `force` is not
/// given, [`ReportError::NotADirectory`] if a file is in the way,
/// [`ReportError::FileSystem`] if nothing can be written there.
pub fn ensure_writable(directory: &Path, force: bool) -> Result<(), ReportError> {
    check_target(directory, force)?;
    let existing = nearest_existing(directory);
    if !existing.is_dir() {
        return Err(ReportError::NotADirectory { path: existing });
    }
    tempfile::tempfile_in(&existing).map(drop).map_err(ReportError::file_system("write into", &existing))
}

/// Refuses a target that is a file, or that holds something without `force`.
fn check_target(directory: &Path, force: bool) -> Result<(), ReportError> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(ReportError::NotADirectory { path: nearest_existing(directory) });
        }
        Err(error) => return Err(ReportError::file_system("read", directory)(error)),
    };
    if !force && entries.take(1).count() > 0 {
        return Err(ReportError::Occupied { path: directory.to_path_buf() });
    }
    Ok(())
}

/// The target, or the closest directory above it that exists.
fn nearest_existing(directory: &Path) -> PathBuf {
    let found = directory.ancestors().find(|path| !path.as_os_str().is_empty() && path.exists());
    found.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

fn write_artifacts(directory: &Path, artifacts: &[Artifact]) -> Result<WrittenReport, ReportError> {
    let parent = match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let made = make_directories(parent)?;
    let written = stage_and_move(parent, directory, artifacts);
    if written.is_err() {
        // Parents made for this report only: removed again while they are empty.
        for path in made.iter().rev() {
            let _ = fs::remove_dir(path);
        }
    }
    written
}

/// Makes the directory and those above it; gives the ones that were missing, outermost first.
fn make_directories(directory: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let missing = directory.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
    missing.reverse();
    fs::create_dir_all(directory).map_err(ReportError::file_system("make the directory", directory))?;
    Ok(missing)
}

/// Writes everything into a hidden directory beside the target, which vanishes
/// on any error, then moves it.
fn stage_and_move(parent: &Path, directory: &Path, artifacts: &[Artifact]) -> Result<WrittenReport, ReportError> {
    let is_new = !directory.exists();
    // An existing target may be a mount point or the working directory, so its
    // files are staged inside it: a rename must not cross file systems.
    let beside = if is_new { parent } else { directory };
    let staging = tempfile::Builder::new()
        .prefix(".matchfolio-")
        .tempdir_in(beside)
        .map_err(ReportError::file_system("write into", beside))?;
    let staged = staging.path().join("report");
    for (path, bytes) in artifacts {
        write_one(&staged.join(path), &directory.join(path), bytes)?;
    }
    if is_new {
        fs::rename(&staged, directory).map_err(ReportError::file_system("write", directory))?;
    } else {
        move_each(&staged, directory, artifacts)?;
    }
    Ok(WrittenReport { files: artifacts.iter().map(|(path, _)| directory.join(path)).collect() })
}

/// Writes one staged file; errors name the path it was meant for.
fn write_one(staged: &Path, meant: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    if let Some(folder) = staged.parent() {
        fs::create_dir_all(folder).map_err(ReportError::file_system("write", meant))?;
    }
    fs::write(staged, bytes).map_err(ReportError::file_system("write", meant))
}

/// Refuses a folder where the file should be, and a file where its folder should
/// be, so that an earlier report is not replaced by half of a new one.
fn ensure_nothing_in_the_way(directory: &Path, path: &Path) -> Result<(), ReportError> {
    let target = directory.join(path);
    if target.is_dir() {
        return Err(ReportError::file_system("replace", &target)(io::ErrorKind::IsADirectory.into()));
    }
    match target.parent() {
        Some(folder) if folder.exists() && !folder.is_dir() => {
            Err(ReportError::NotADirectory { path: folder.to_path_buf() })
        }
        _ => Ok(()),
    }
}

/// Replaces the files in an existing target, each by one rename, once nothing is in the way of any.
fn move_each(staged: &Path, directory: &Path, artifacts: &[Artifact]) -> Result<(), ReportError> {
    for (path, _) in artifacts {
        ensure_nothing_in_the_way(directory, path)?;
    }
    for (path, _) in artifacts {
        let target = directory.join(path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(ReportError::file_system("make the directory", folder))?;
        }
        fs::rename(staged.join(path), &target).map_err(ReportError::file_system("replace", &target))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn options(directory: &Path, force: bool) -> OutputOptions {
        let command = "matchfolio run scenarios/example.toml".to_owned();
        OutputOptions { directory: directory.to_path_buf(), force, png: false, command }
    }

    fn artifact(path: &str, bytes: &[u8]) -> Artifact {
        (PathBuf::from(path), bytes.to_vec())
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
        assert_eq!(names(&target), ["charts", "report.html", "results.json", "tables"]);
        assert_eq!(names(&target.join("charts")).len(), 5);
        assert_eq!(names(&target.join("tables")).len(), 12);
        assert_eq!(names(target.parent().expect("a parent")), ["out"]);
    }

    #[test]
    fn an_occupied_target_is_refused_without_force_and_untouched() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine.txt"), "mine").expect("written");
        let error =
            write_report(&fixture::one_portfolio(), None, "", &options(folder.path(), false)).expect_err("refused");
        assert!(matches!(error, ReportError::Occupied { .. }));
        assert!(error.to_string().contains("--force") && error.to_string().contains("--out"));
        assert!(ensure_writable(folder.path(), false).is_err());
        assert_eq!(names(folder.path()), ["mine.txt"]);
    }

    #[test]
    fn force_replaces_only_the_files_of_the_report() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("mine.txt"), "mine").expect("written");
        fs::write(folder.path().join("results.json"), "old").expect("written");
        ensure_writable(folder.path(), true).expect("writable");
        write_report(&fixture::one_portfolio(), None, "", &options(folder.path(), true)).expect("written");
        assert_eq!(names(folder.path()), ["charts", "mine.txt", "report.html", "results.json", "tables"]);
        assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).expect("read"), "mine");
        assert!(fs::read_to_string(folder.path().join("results.json")).expect("read").starts_with('{'));
    }

    #[test]
    fn a_failing_write_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let clash = [artifact("a", b"file"), artifact("a/b", b"inside a file")];
        let error = write_artifacts(&folder.path().join("deep/out"), &clash).expect_err("a file is no folder");
        assert!(error.to_string().contains("a/b"), "{error}");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_failing_replacement_leaves_the_old_files_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("first"), "old").expect("written");
        fs::create_dir(folder.path().join("second")).expect("made");
        fs::write(folder.path().join("second/inside"), "old").expect("written");
        let error = write_artifacts(folder.path(), &[artifact("first", b"new"), artifact("second", b"new")]);
        assert!(error.expect_err("a folder is in the way").to_string().contains("second"));
        assert_eq!(names(folder.path()), ["first", "second"]);
        assert_eq!(fs::read(folder.path().join("first")).expect("read"), b"old");
        assert_eq!(fs::read(folder.path().join("second/inside")).expect("read"), b"old");
    }

    #[test]
    fn a_file_where_a_folder_should_be_keeps_an_earlier_report_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("first"), "old").expect("written");
        fs::write(folder.path().join("charts"), "mine").expect("written");
        let error = write_artifacts(folder.path(), &[artifact("first", b"new"), artifact("charts/one.svg", b"new")]);
        assert!(matches!(error, Err(ReportError::NotADirectory { path }) if path == folder.path().join("charts")));
        assert_eq!(fs::read(folder.path().join("first")).expect("read"), b"old");
        assert_eq!(fs::read(folder.path().join("charts")).expect("read"), b"mine");
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
