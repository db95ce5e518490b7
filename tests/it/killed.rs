//! A run that is killed while it writes leaves the old report or the new one.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Kills, unless the environment asks for another number: `MATCHFOLIO_KILLS=200 cargo test killed`.
const KILLS: u64 = 12;

/// Longest wait between the beginning of the writing and the kill.
const LONGEST: u64 = 40_000;

/// A run with few draws, which writes the report of a seed into `out` in the place of an earlier one.
fn run(parent: &Path, seed: u64) -> Child {
    begun(parent, seed, true)
}

fn begun(parent: &Path, seed: u64, force: bool) -> Child {
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/prelim_bridge.toml");
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command
        .current_dir(parent)
        .arg("run")
        .arg(scenario)
        .args(["--out", "out", "--brief", "--trials", "128"])
        .args(force.then_some("--force"));
    command.args(["--seed", &seed.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("started")
}

fn report(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).expect("a report") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).expect("below").to_path_buf(), fs::read(&path).expect("read"));
            }
        }
    }
    found
}

/// What stands beside the report: the hidden folders of runs, also of those that were killed.
fn beside(parent: &Path) -> BTreeSet<OsString> {
    fs::read_dir(parent).expect("readable").flatten().map(|entry| entry.file_name()).collect()
}

#[test]
fn a_killed_run_leaves_the_old_report_or_the_new_one() {
    let kills = std::env::var("MATCHFOLIO_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let whole = [1, 2].map(|seed| {
        assert!(run(folder.path(), seed).wait().expect("ended").success());
        report(&out)
    });
    assert!(whole[0] != whole[1], "two reports that differ");
    let mut random = 1_u64;
    let mut killed = 0;
    for kill in 0..kills {
        let before = beside(folder.path());
        let mut child = run(folder.path(), 1 + kill % 2);
        let begun = Instant::now();
        while beside(folder.path()).is_subset(&before) && child.try_wait().expect("known").is_none() {
            assert!(begun.elapsed() < Duration::from_mins(2), "nothing was written");
            std::thread::sleep(Duration::from_micros(200));
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        std::thread::sleep(Duration::from_micros((random >> 33) % LONGEST));
        killed += u64::from(child.try_wait().expect("known").is_none());
        let _ = child.kill();
        child.wait().expect("ended");
        assert!(whole.contains(&report(&out)), "kill {kill} left half a report");
    }
    assert!(killed > 0, "every run ended before it was killed");
    // A run that was killed before it had its lock counts as killed after ten seconds.
    std::thread::sleep(Duration::from_secs(11));
    assert!(run(folder.path(), 1).wait().expect("ended").success());
    assert_eq!(beside(folder.path()).len(), 1, "a killed run's files stay");
    assert!(report(&out) == whole[0]);
}

#[test]
fn of_two_runs_into_one_new_folder_the_second_ends_with_2_and_the_report_is_of_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let alone = |seed| {
        let whole = tempfile::tempdir().expect("a folder");
        assert!(begun(whole.path(), seed, false).wait().expect("ended").success());
        report(&whole.path().join("out"))
    };
    let whole = [alone(1), alone(2)];
    let mut both = [1, 2].map(|seed| begun(folder.path(), seed, false));
    let codes = both.each_mut().map(|run| run.wait().expect("ended").code());
    let first = codes.iter().position(|code| *code == Some(0)).expect("one of them is done");
    assert_eq!(codes[1 - first], Some(2));
    assert!(report(&out) == whole[first]);
    assert_eq!(beside(folder.path()).len(), 1);
}
