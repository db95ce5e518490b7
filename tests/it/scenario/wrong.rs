//! Every file of `wrong/` is refused; its messages are kept as snapshots.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use matchfolio::scenario::{ScenarioError, compile_bytes, load};

use super::tables::TABLES;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/scenario/wrong")
}

#[test]
fn every_wrong_scenario_gets_its_messages() {
    let names: BTreeSet<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(names.len() >= 20, "the folder of wrong scenarios is incomplete");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for path in names {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let bytes = std::fs::read(&path).unwrap();
        let problems = compile_bytes(&format!("{name}.toml"), &bytes, &TABLES).expect_err(&name);
        insta::assert_snapshot!(name, problems.render(false));
    }
}

#[test]
fn unknown_key_number_out_of_range_and_unknown_track_are_reported_together() {
    let bytes = std::fs::read(folder().join("several_problems_at_once.toml")).unwrap();
    let problems = compile_bytes("x.toml", &bytes, &TABLES).unwrap_err();
    let messages: Vec<&str> = problems.problems().iter().map(|problem| problem.message.as_str()).collect();
    for part in ["step2_ck` is 480", "unknown key `viza`", "unknown track `internal_medecine`", "`screening`"] {
        assert!(messages.iter().any(|message| message.contains(part)), "{part} not in {messages:?}");
    }
}

#[test]
fn a_folder_and_a_missing_file_are_unreadable_and_named() {
    for path in [folder(), folder().join("there_is_no_such_file.toml")] {
        let error = load(&path, &TABLES).unwrap_err();
        assert!(matches!(error, ScenarioError::Unreadable { .. }), "{error}");
        assert!(error.to_string().contains(&path.display().to_string()));
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused() {
    let error = compile_bytes("x.toml", &vec![b' '; (1 << 20) + 1], &TABLES).unwrap_err();
    assert!(error.to_string().contains("larger than"), "{error}");
}

#[test]
fn a_device_is_no_scenario() {
    let zeros = Path::new("/dev/zero");
    if zeros.exists() {
        let error = load(zeros, &TABLES).unwrap_err();
        assert!(error.to_string().contains("not a regular file"), "{error}");
    }
}

#[test]
fn a_file_that_is_wrong_in_every_line_gets_some_dozens_of_problems() {
    let text = "a\n".repeat(1 << 14);
    let problems = compile_bytes("x.toml", text.as_bytes(), &TABLES).unwrap_err();
    assert!((20..=50).contains(&problems.problems().len()), "{}", problems.problems().len());
    assert!(problems.to_string().contains("in 16344 further places"), "{problems}");
}

#[test]
fn colour_adds_escapes_and_nothing_else() {
    let bytes = std::fs::read(folder().join("unknown_key.toml")).unwrap();
    let problems = compile_bytes("x.toml", &bytes, &TABLES).unwrap_err();
    assert!(!problems.render(false).contains('\u{1b}'));
    assert!(problems.render(true).contains('\u{1b}'));
}
