//! A folder that holds one report, the old or the new as a whole.
//!
//! A report is made in a hidden folder beside its target. Then the two change places in one
//! step, and the old one is removed. What an interrupted run leaves behind is removed by the next one;
//! a lock tells it from the folder of a run that still goes on.
//!
//! The list of its files, [`MANIFEST`], tells a report from what else a person keeps in the folder, which stays there.
//! A folder with other files and no list is nobody's to replace.
//! Where folders cannot change places (the system does not know how, or the target is a mount point or the working
//! directory) files are replaced one by one, each the old or the new.
//!
//! The reports of several scenarios stand in subfolders with lists of their own. The list of their common folder, a
//! [`Collection`], names the subfolders.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::artifact::Artifact;
use super::error::ReportError;

/// The list of the files of a report, a path a line. A line that ends with a slash is a folder with a list of its own.
const MANIFEST: &str = ".matchfolio";

/// Names of hidden folders begin with it.
const STAGING: &str = ".matchfolio-";

/// Held by the run that a hidden folder belongs to.
const LOCK: &str = "lock";

/// A hidden folder without a lock is this old before it counts as left behind: another run may be about to lock it.
const UNLOCKED: Duration = Duration::from_secs(10);

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenReport {
    /// Every file, the page first.
    pub files: Vec<PathBuf>,
}

impl WrittenReport {
    /// How many files there are, where, and which page to open.
    pub fn summary(&self, directory: &Path) -> String {
        let page = self.files.iter().find(|file| file.extension().is_some_and(|ending| ending == "html"));
        let page = page.map_or_else(String::new, |page| format!("; open {}", page.display()));
        format!("wrote {} files to {}{page}", self.files.len(), directory.display())
    }
}

/// Writes the files of a report as the whole content of `directory`, but for what never was part of a report.
pub(super) fn replace(directory: &Path, force: bool, mut files: Vec<Artifact>) -> Result<WrittenReport, ReportError> {
    let written = files.iter().map(|(path, _)| directory.join(path)).collect();
    let listed: BTreeSet<String> = files.iter().map(|(path, _)| path.display().to_string()).collect();
    files.push((PathBuf::from(MANIFEST), list_of(&listed)));
    let parent = match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let made = make_directories(parent)?;
    let replaced = if directory.exists() {
        replace_existing(directory, force, &files)
    } else {
        Staging::new(parent, directory, &files).and_then(|staging| staging.move_to(directory))
    };
    if let Err(error) = replaced {
        // Parents made for this report only: removed again while they are empty.
        for path in made.iter().rev() {
            let _ = fs::remove_dir(path);
        }
        return Err(error);
    }
    Ok(WrittenReport { files: written })
}

fn replace_existing(directory: &Path, force: bool, files: &[Artifact]) -> Result<(), ReportError> {
    // Behind a link the folder itself is replaced.
    let directory = &attempt("read", directory, || directory.canonicalize())?;
    let earlier = earlier_files(directory)?;
    for (path, _) in files {
        ensure_nothing_in_the_way(directory, path, &earlier)?;
    }
    let is_in_use = std::env::current_dir().is_ok_and(|here| here.starts_with(directory));
    if let Some(parent) = directory.parent().filter(|_| !is_in_use) {
        match change_places(parent, directory, force, files, &earlier) {
            Err(ReportError::FileSystem { source, .. }) if cannot_change_places(&source) => {}
            replaced => return replaced,
        }
    }
    let staging = Staging::new(directory, directory, files)?;
    // Whenever this run is killed, the list names all that is a report's.
    let both = earlier.iter().chain(files.iter().map(|(path, _)| path)).map(|path| path.display().to_string());
    write_list(directory, &both.collect())?;
    staging.move_each(directory, files)?;
    remove_files(directory, earlier.iter().filter(|path| files.iter().all(|(file, _)| file != *path)))
}

/// Marks the folder as one of ours before anything of a report is in it, so that later runs may go on there.
///
/// # Errors
///
/// What the file system says.
pub(super) fn claim(directory: &Path) -> Result<(), ReportError> {
    make_directories(directory)?;
    if holds_report(directory) { Ok(()) } else { write_list(directory, &BTreeSet::new()) }
}

/// A folder in whose subfolders the reports of several scenarios stand.
#[derive(Debug)]
pub struct Collection {
    directory: PathBuf,
    /// Files of the earlier report in the folder.
    earlier: Vec<PathBuf>,
    /// Subfolders of the new reports.
    folders: BTreeSet<String>,
}

impl Collection {
    /// Begins reports in subfolders. An earlier report stays until [`Collection::finish`].
    ///
    /// # Errors
    ///
    /// [`ReportError::Occupied`] if the folder holds a report and `force` is not given, and what the file system says.
    pub fn begin(directory: &Path, force: bool) -> Result<Self, ReportError> {
        ensure_free_for_several(directory, force)?;
        make_directories(directory)?;
        let earlier = earlier_files(directory)?;
        Ok(Self { directory: directory.to_path_buf(), earlier, folders: BTreeSet::new() })
    }

    /// Says that the next report goes into the subfolder of this name.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn add(&mut self, name: &str) -> Result<(), ReportError> {
        self.folders.insert(format!("{name}/"));
        // Whenever this run is killed, the list names all that is a report's.
        let earlier = self.earlier.iter().map(|path| path.display().to_string());
        write_list(&self.directory, &earlier.chain(self.folders.iter().cloned()).collect())
    }

    /// Removes what is left of the earlier report.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn finish(self) -> Result<(), ReportError> {
        let is_old = |path: &&PathBuf| {
            path.as_path() != Path::new(MANIFEST) && !self.folders.iter().any(|folder| path.starts_with(folder))
        };
        remove_files(&self.directory, self.earlier.iter().filter(is_old))?;
        write_list(&self.directory, &self.folders)
    }
}

/// Refuses the folder of an earlier report without `force`. Files that are no report's stay beside the subfolders.
///
/// # Errors
///
/// [`ReportError::Occupied`].
pub fn ensure_free_for_several(directory: &Path, force: bool) -> Result<(), ReportError> {
    if holds_report(directory) && !force {
        return Err(ReportError::Occupied { path: directory.to_path_buf() });
    }
    Ok(())
}

/// Whether the folder has the list of a report.
pub(super) fn holds_report(directory: &Path) -> bool {
    fs::symlink_metadata(directory.join(MANIFEST)).is_ok_and(|about| about.is_file())
}

/// Whether this entry of a folder is not what a run in progress, or a killed one, has there.
pub(super) fn is_of_no_run(entry: &fs::DirEntry) -> bool {
    !entry.file_name().to_string_lossy().starts_with(STAGING)
}

/// A list as it is written.
fn list_of(lines: &BTreeSet<String>) -> Vec<u8> {
    lines.iter().flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()
}

/// Replaces the list of a folder in one step.
fn write_list(directory: &Path, lines: &BTreeSet<String>) -> Result<(), ReportError> {
    let staging = Staging::new(directory, directory, &[(PathBuf::from(MANIFEST), list_of(lines))])?;
    let list = directory.join(MANIFEST);
    attempt("replace", &list, || fs::rename(staging.report().join(MANIFEST), &list))
}

/// Removes files of an earlier report, and the folders that are empty then.
fn remove_files<'p>(directory: &Path, paths: impl Iterator<Item = &'p PathBuf>) -> Result<(), ReportError> {
    for path in paths {
        let file = directory.join(path);
        attempt("remove", &file, || fs::remove_file(&file))?;
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            let _ = fs::remove_dir(directory.join(folder));
        }
    }
    Ok(())
}

/// Makes the report in `parent`, and lets it and the `earlier` one change places.
fn change_places(
    parent: &Path,
    directory: &Path,
    force: bool,
    files: &[Artifact],
    earlier: &[PathBuf],
) -> Result<(), ReportError> {
    let staging = Staging::new(parent, directory, files)?;
    keep_others(directory, &staging.report(), earlier)?;
    attempt("replace", directory, || exchange(&staging.report(), directory))?;
    let _ = write_folder_through(parent);
    // Another run may have been here since the target was looked at.
    check_target(&staging.report(), force).map_err(|_| {
        let _ = exchange(&staging.report(), directory);
        ReportError::Occupied { path: directory.to_path_buf() }
    })
}

/// A report that is not yet in its place. It vanishes with this value.
struct Staging {
    folder: tempfile::TempDir,
    _lock: File,
}

impl Staging {
    /// Writes the files of a report meant for `directory` into a hidden folder in `parent`.
    fn new(parent: &Path, directory: &Path, files: &[Artifact]) -> Result<Self, ReportError> {
        remove_what_was_left(parent);
        let folder = attempt("write into", parent, || tempfile::Builder::new().prefix(STAGING).tempdir_in(parent))?;
        let lock = attempt("write into", parent, || File::create_new(folder.path().join(LOCK)))?;
        attempt("lock", parent, || lock.lock())?;
        let staging = Self { folder, _lock: lock };
        let mut folders = BTreeSet::new();
        for (path, bytes) in files {
            let (staged, meant) = (staging.report().join(path), directory.join(path));
            let below = staged.parent().unwrap_or(&staged).to_path_buf();
            attempt("write", &meant, || fs::create_dir_all(&below))?;
            attempt("write", &meant, || write_through(&staged, bytes))?;
            folders.insert(below);
        }
        for folder in &folders {
            attempt("write", directory, || write_folder_through(folder))?;
        }
        Ok(staging)
    }

    fn report(&self) -> PathBuf {
        self.folder.path().join("report")
    }

    /// Moves the report to where nothing is yet.
    fn move_to(&self, directory: &Path) -> Result<(), ReportError> {
        let moved = attempt("write", directory, || rename_to_nothing(&self.report(), directory));
        let _ = directory.parent().map(write_folder_through);
        match moved {
            Err(_) if directory.exists() => Err(ReportError::Occupied { path: directory.to_path_buf() }),
            moved => moved,
        }
    }

    /// Replaces the files in an existing folder, each by one rename.
    fn move_each(&self, directory: &Path, files: &[Artifact]) -> Result<(), ReportError> {
        for (path, _) in files {
            let target = directory.join(path);
            if let Some(folder) = target.parent() {
                attempt("make the directory", folder, || fs::create_dir_all(folder))?;
            }
            attempt("replace", &target, || fs::rename(self.report().join(path), &target))?;
        }
        Ok(())
    }
}

/// Removes hidden folders of runs that were killed. What cannot be removed stays: the next run tries again.
fn remove_what_was_left(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten().filter(|entry| !is_of_no_run(entry)) {
        let is_left = if let Ok(lock) = File::open(entry.path().join(LOCK)) {
            lock.try_lock().is_ok()
        } else {
            let age = entry.metadata().and_then(|about| about.modified()).map(|time| time.elapsed());
            matches!(age, Ok(Ok(age)) if age > UNLOCKED)
        };
        if is_left {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Refuses a target that is a file, that holds something without `force`, or that holds something else than a report.
pub(super) fn check_target(directory: &Path, force: bool) -> Result<(), ReportError> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(ReportError::NotADirectory { path: nearest_existing(directory) });
        }
        Err(error) => return Err(ReportError::file_system("read", directory)(error)),
    };
    let path = directory.to_path_buf();
    match (entries.flatten().any(|entry| is_of_no_run(&entry)), holds_report(directory)) {
        (true, false) => Err(ReportError::NoReport { path }),
        (true, true) if !force => Err(ReportError::Occupied { path }),
        _ => Ok(()),
    }
}

/// The target, or the closest directory above it that exists.
pub(super) fn nearest_existing(directory: &Path) -> PathBuf {
    let found = directory.ancestors().find(|path| !path.as_os_str().is_empty() && path.exists());
    found.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The files of the report that is in the folder, as its list says; none without a list.
fn earlier_files(directory: &Path) -> Result<Vec<PathBuf>, ReportError> {
    if !holds_report(directory) {
        return Ok(Vec::new());
    }
    let list = directory.join(MANIFEST);
    let text = attempt("read", &list, || fs::read_to_string(&list))?;
    let mut found = Vec::new();
    for line in text.lines().filter(|line| is_inside(directory, Path::new(line))) {
        if line.ends_with('/') {
            let of_folder = earlier_files(&directory.join(line))?;
            found.extend(of_folder.into_iter().map(|path| Path::new(line).join(path)));
        } else if directory.join(line).is_file() && line != MANIFEST {
            found.push(PathBuf::from(line));
        }
    }
    found.push(PathBuf::from(MANIFEST));
    Ok(found)
}

/// Whether a line of a list is a path below the folder, and no link leads elsewhere on its way.
fn is_inside(directory: &Path, path: &Path) -> bool {
    let is_link = |part: &Path| fs::symlink_metadata(directory.join(part)).is_ok_and(|about| about.is_symlink());
    path.components().next().is_some()
        && path.components().all(|part| matches!(part, Component::Normal(_)))
        && !path.ancestors().filter(|part| !part.as_os_str().is_empty()).any(is_link)
}

/// Puts what is in `directory` beside the `earlier` report into `report` too, unless that has it.
fn keep_others(directory: &Path, report: &Path, earlier: &[PathBuf]) -> Result<(), ReportError> {
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in attempt("read", &directory.join(&folder), || fs::read_dir(directory.join(&folder)))? {
            let entry = attempt("read", directory, || entry)?;
            let path = folder.join(entry.file_name());
            let (from, to) = (directory.join(&path), report.join(&path));
            if earlier.contains(&path) || !is_of_no_run(&entry) {
                continue;
            }
            if attempt("read", &from, || entry.file_type())?.is_dir() {
                let holds_others = attempt("read", &from, || holds_others(&from, &path, earlier))?;
                if holds_others {
                    attempt("keep", &from, || fs::create_dir_all(&to))?;
                    folders.push(path);
                }
            } else if !to.exists() {
                attempt("keep", &from, || link_or_copy(&from, &to))?;
            }
        }
    }
    Ok(())
}

/// Whether a folder is empty or holds anything but files of the earlier report, at any depth.
fn holds_others(folder: &Path, path: &Path, earlier: &[PathBuf]) -> io::Result<bool> {
    let mut is_empty = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        is_empty = false;
        let inside = path.join(entry.file_name());
        let is_other = if entry.file_type()?.is_dir() {
            holds_others(&entry.path(), &inside, earlier)?
        } else {
            !earlier.contains(&inside)
        };
        if is_other {
            return Ok(true);
        }
    }
    Ok(is_empty)
}

/// A second name for the same file, which needs no room; a copy where there are no such names.
fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// Refuses a folder or a file of the person where the file should be, and a file or a link where its folder should
/// be, so that nothing outside of the target is written.
fn ensure_nothing_in_the_way(directory: &Path, path: &Path, earlier: &[PathBuf]) -> Result<(), ReportError> {
    let target = directory.join(path);
    let is_there = fs::symlink_metadata(&target).is_ok_and(|about| !about.is_dir());
    if is_there && !earlier.iter().any(|file| file == path) {
        return Err(ReportError::NotOurs { path: target });
    }
    if target.is_dir() {
        return Err(ReportError::file_system("replace", &target)(io::ErrorKind::IsADirectory.into()));
    }
    let folders = path.ancestors().skip(1).map(|folder| directory.join(folder)).filter(|folder| folder != directory);
    let is_no_folder = |folder: &PathBuf| fs::symlink_metadata(folder).is_ok_and(|about| !about.is_dir());
    match folders.into_iter().find(is_no_folder) {
        Some(path) => Err(ReportError::NotADirectory { path }),
        None => Ok(()),
    }
}

/// Makes the directory and those above it; gives the ones that were missing, outermost first.
fn make_directories(directory: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let missing = directory.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_path_buf).collect();
    missing.reverse();
    attempt("make the directory", directory, || fs::create_dir_all(directory))?;
    Ok(missing)
}

/// Writes a file and waits until it is on the disk.
fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)?;
    File::open(path)?.sync_all()
}

/// Waits until the names in a folder are on the disk.
#[cfg(unix)]
fn write_folder_through(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn write_folder_through(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Lets two folders change places in one step.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an error says that the two folders cannot change places here, though files could be replaced.
fn cannot_change_places(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::CrossesDevices
            | Kind::InvalidInput
            | Kind::PermissionDenied
            | Kind::ReadOnlyFilesystem
            | Kind::ResourceBusy
            | Kind::Unsupported
    )
}

/// Renames a folder to a name that nothing has.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn rename_to_nothing(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(error) if cannot_change_places(&error.into()) => fs::rename(from, to),
        renamed => Ok(renamed?),
    }
}

/// Renames a folder to a name that nothing has, or an empty folder.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn rename_to_nothing(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Does one thing with the file system; an error says what was attempted with which path.
fn attempt<T>(action: &'static str, path: &Path, act: impl FnOnce() -> io::Result<T>) -> Result<T, ReportError> {
    step().and_then(|()| act()).map_err(ReportError::file_system(action, path))
}

/// Comes before every use of the file system; tests make one of them fail.
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests have one that fails")]
fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use tests::step;

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;

    use super::*;

    thread_local! {
        /// Steps until one fails.
        static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    pub(super) fn step() -> io::Result<()> {
        let left = LEFT.get();
        LEFT.set(left.wrapping_sub(1));
        if left == 0 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
        files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
    }

    /// Every file below a folder with its content, but for the list.
    fn content(folder: &Path) -> BTreeMap<PathBuf, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(inside) = folders.pop() {
            for entry in fs::read_dir(inside).expect("readable") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name().is_some_and(|name| name != MANIFEST) {
                    let text = fs::read_to_string(&path).expect("text");
                    found.insert(path.strip_prefix(folder).expect("below").to_path_buf(), text);
                }
            }
        }
        found
    }

    fn expected(files: &[(&str, &str)]) -> BTreeMap<PathBuf, String> {
        files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
    }

    const OLD: [(&str, &str); 3] = [("report.html", "old"), ("charts/a.svg", "old"), ("results.json", "old")];
    const NEW: [(&str, &str); 3] = [("report.html", "new"), ("charts/b.svg", "new"), ("sweep.csv", "new")];

    #[test]
    fn a_report_of_another_kind_is_replaced_whole_and_other_files_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        replace(&target, false, artifacts(&OLD)).expect("written");
        fs::write(target.join("notes.txt"), "mine").expect("written");
        fs::create_dir(target.join("charts/mine")).expect("made");
        fs::write(target.join("charts/mine/own.svg"), "mine").expect("written");
        replace(&target, true, artifacts(&NEW)).expect("written");
        let kept = [("notes.txt", "mine"), ("charts/mine/own.svg", "mine")];
        assert_eq!(content(&target), expected(&[&NEW[..], &kept[..]].concat()));
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "nothing is left behind");
    }

    #[test]
    fn reports_of_one_scenario_and_of_several_replace_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        let several = |names: &[&str], force| {
            let mut collection = Collection::begin(&target, force)?;
            for name in names {
                collection.add(name)?;
                replace(&target.join(name), force, artifacts(&NEW))?;
            }
            collection.finish()
        };
        let of = |names: &[&str]| {
            let files =
                names.iter().flat_map(|name| NEW.map(|(path, text)| (Path::new(name).join(path), text.to_owned())));
            files.chain(expected(&[("notes.txt", "mine"), ("a/own.txt", "mine")])).collect::<BTreeMap<_, _>>()
        };
        replace(&target, false, artifacts(&OLD)).expect("written");
        fs::write(target.join("notes.txt"), "mine").expect("written");
        fs::create_dir(target.join("a")).expect("made");
        assert!(matches!(several(&["b"], false), Err(ReportError::Occupied { .. })));
        several(&["a", "b"], true).expect("written");
        fs::write(target.join("a/own.txt"), "mine").expect("written");
        assert_eq!(content(&target), of(&["a", "b"]));
        assert!(!target.join("charts").exists(), "an empty folder of the earlier report stays");
        several(&["b", "c"], true).expect("written");
        assert_eq!(content(&target), of(&["b", "c"]));
        replace(&target, true, artifacts(&OLD)).expect("written");
        assert_eq!(content(&target), expected(&[&OLD[..], &[("notes.txt", "mine"), ("a/own.txt", "mine")]].concat()));
        assert!(!target.join("b").exists() && !target.join("c").exists(), "folders of the earlier reports stay");
    }

    #[test]
    fn a_file_of_the_person_with_the_name_of_one_of_the_report_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        replace(&target, false, artifacts(&OLD)).expect("written");
        fs::write(target.join("sweep.csv"), "mine").expect("written");
        let before = content(&target);
        let refused = replace(&target, true, artifacts(&NEW)).expect_err("refused");
        assert!(matches!(&refused, ReportError::NotOurs { path } if path.ends_with("sweep.csv")), "{refused}");
        assert_eq!(content(&target), before);
    }

    #[test]
    fn whichever_step_fails_the_folder_is_the_old_report_or_the_new_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("deep/out");
        for fails in 0.. {
            let _ = fs::remove_dir_all(folder.path().join("deep"));
            LEFT.set(fails);
            let fresh = replace(&target, false, artifacts(&OLD));
            LEFT.set(usize::MAX);
            if fresh.is_ok() {
                assert!(fails > 10, "{fails}");
                break;
            }
            assert!(!folder.path().join("deep").exists(), "step {fails}");
        }
        fs::write(target.join("notes.txt"), "mine").expect("written");
        let old = expected(&[&OLD[..], &[("notes.txt", "mine")]].concat());
        for fails in 0.. {
            LEFT.set(fails);
            let replaced = replace(&target, true, artifacts(&NEW));
            LEFT.set(usize::MAX);
            if replaced.is_ok() {
                assert!(fails > 20, "{fails}");
                break;
            }
            assert_eq!(content(&target), old, "step {fails}");
            assert_eq!(fs::read_dir(folder.path().join("deep")).expect("readable").count(), 1, "step {fails}");
        }
        assert_eq!(content(&target), expected(&[&NEW[..], &[("notes.txt", "mine")]].concat()));
    }

    #[test]
    fn the_second_of_two_runs_into_one_new_folder_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("out");
        // Both found nothing there; the first is done before the second moves its report.
        let second = Staging::new(folder.path(), &target, &artifacts(&NEW)).expect("staged");
        replace(&target, false, artifacts(&OLD)).expect("written");
        assert!(matches!(second.move_to(&target), Err(ReportError::Occupied { .. })));
        assert_eq!(content(&target), expected(&OLD));
        // Both found an empty folder.
        let empty = folder.path().join("empty");
        fs::create_dir(&empty).expect("made");
        replace(&empty, false, artifacts(&OLD)).expect("written");
        assert!(matches!(replace(&empty, false, artifacts(&NEW)), Err(ReportError::Occupied { .. })));
        assert_eq!(content(&empty), expected(&OLD));
    }

    #[test]
    fn what_a_killed_run_left_is_removed_and_what_a_running_one_has_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let running = Staging::new(folder.path(), Path::new("out"), &artifacts(&OLD)).expect("staged");
        let left = folder.path().join(".matchfolio-left");
        fs::create_dir(&left).expect("made");
        File::create(left.join(LOCK)).expect("made");
        replace(&folder.path().join("out"), false, artifacts(&NEW)).expect("written");
        assert!(!left.exists());
        assert_eq!(content(&running.report()), expected(&OLD));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_inside_the_folder_is_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (target, outside) = (folder.path().join("out"), folder.path().join("outside"));
        fs::create_dir_all(&target).expect("made");
        fs::create_dir_all(&outside).expect("made");
        std::os::unix::fs::symlink(&outside, target.join("charts")).expect("linked");
        let refused = replace(&target, true, artifacts(&NEW));
        assert!(matches!(refused, Err(ReportError::NotADirectory { .. })), "{refused:?}");
        assert_eq!(fs::read_dir(&outside).expect("readable").count(), 0);
    }

    #[test]
    fn a_failing_write_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let clash = artifacts(&[("a", "file"), ("a/b", "inside a file")]);
        let error = replace(&folder.path().join("deep/out"), false, clash).expect_err("a file is no folder");
        assert!(error.to_string().contains("a/b"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 0);
    }

    #[test]
    fn a_file_or_folder_in_the_way_keeps_an_earlier_report_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("first"), "old").expect("written");
        fs::create_dir(folder.path().join("second")).expect("made");
        fs::write(folder.path().join("second/inside"), "old").expect("written");
        fs::write(folder.path().join("charts"), "mine").expect("written");
        fs::write(folder.path().join(MANIFEST), "first\n").expect("written");
        let before = content(folder.path());
        let error = replace(folder.path(), true, artifacts(&[("first", "new"), ("second", "new")]));
        assert!(error.expect_err("a folder is in the way").to_string().contains("second"));
        let error = replace(folder.path(), true, artifacts(&[("first", "new"), ("charts/one.svg", "new")]));
        assert!(matches!(error, Err(ReportError::NotADirectory { path }) if path.ends_with("charts")));
        assert_eq!(content(folder.path()), before);
    }
}
