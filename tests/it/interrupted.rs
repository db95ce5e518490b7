//! Ctrl-C and the signal to terminate, sent to the program itself: what is finished is kept and marked as partial, in the
//! message and in the file alike.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

const SCENARIO: &str = "scenarios/dr_strong_cautious.toml";

/// Waits before the signal that are tried one after the other. The work asked for takes longer than any of them.
const WAITS: [u64; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

const SIGNALS: [&str; 2] = ["-INT", "-TERM"];

/// The program, stopped by the signal after so many seconds.
fn stopped(arguments: &[&str], out: &Path, signal: &str, seconds: u64) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.args(arguments).arg("--out").arg(out).current_dir(env!("CARGO_MANIFEST_DIR"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    std::thread::sleep(Duration::from_secs(seconds));
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill is there").success());
    child.wait_with_output().expect("the program ends")
}

/// What was said, without the breaks of lines.
fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Nothing was finished: the program says so, and neither prints nor writes anything.
fn assert_is_nothing(ended: &Output, out: &Path) {
    let told = said(&ended.stderr);
    assert!(told.contains("no answer and nothing was written"), "{told}");
    assert!(ended.stdout.is_empty() && !out.exists(), "{told}");
}

/// Stops the command later and later, until it has finished something; `file` of its folder then says so at `place`.
fn assert_is_kept(arguments: &[&str], file: &str, place: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut waits = WAITS.into_iter().peekable();
    for signal in SIGNALS {
        let out = folder.path().join(signal);
        loop {
            let seconds = *waits.peek().unwrap_or_else(|| panic!("{arguments:?} finishes nothing"));
            let ended = stopped(arguments, &out, signal, seconds);
            if ended.status.code() == Some(130) && out.exists() {
                let (told, printed) = (said(&ended.stderr), said(&ended.stdout));
                assert!(told.contains("what was finished is kept and marked as partial"), "{told}");
                assert!(printed.to_lowercase().contains("partial: "), "{printed}");
                let written = fs::read_to_string(out.join(file)).expect("the answer");
                let answer: Value = serde_json::from_str(&written).expect("JSON");
                assert_eq!(answer.pointer(place), Some(&Value::Bool(true)), "{arguments:?}");
                break;
            }
            // Before the program listens, the signal ends it as it ends any other.
            if ended.status.code().is_some() {
                assert_eq!(ended.status.code(), Some(130), "{arguments:?}: {}", said(&ended.stderr));
                assert_is_nothing(&ended, &out);
            }
            waits.next();
        }
    }
}

#[test]
fn a_run_that_is_stopped_keeps_the_seasons_done() {
    assert_is_kept(&["run", SCENARIO, "--trials", "1000000000000"], "results.json", "/simulation/partial");
}

#[test]
fn a_sweep_that_is_stopped_keeps_the_points_done() {
    let vary = "applicant.step2_ck=220..279:1";
    assert_is_kept(&["sweep", SCENARIO, "--vary", vary, "--draws", "1024"], "sweep.json", "/partial");
}

#[test]
fn a_search_for_the_best_portfolio_that_is_stopped_keeps_the_best_so_far() {
    let long = ["optimize", "scenarios/optimize_six_tracks.toml", "--draws", "8192"];
    assert_is_kept(&long, "optimize.json", "/partial");
}

#[test]
fn markets_that_are_stopped_keep_those_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("small.toml");
    fs::write(&file, "season = 2026\n[applicants]\nshare_of_country = 0.1\n").expect("written");
    assert_is_kept(&["market", file.to_str().expect("text"), "--markets", "10000"], "market.json", "/partial");
}

#[test]
fn a_question_whose_parts_say_nothing_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("answer");
    for signal in SIGNALS {
        let mut waits = WAITS.into_iter();
        let ended = loop {
            let seconds = waits.next().expect("the program listens at some time");
            let ended = stopped(&["draws", SCENARIO, "--draws", "8192"], &out, signal, seconds);
            if ended.status.code().is_some() {
                break ended;
            }
        };
        assert_eq!(ended.status.code(), Some(130), "{}", said(&ended.stderr));
        assert_is_nothing(&ended, &out);
    }
}
