//! `matchfolio init`: whatever a person answers, the file is right.

use std::path::Path;
use std::process::Output;
use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::model::{ApplicantType, Line, Role, Visa};
use matchfolio::reference::TrackKindRow;
use matchfolio::reference::{Priority, Reference};
use matchfolio::scenario::compile_text;
use matchfolio::scenario::start::{Score, Start, scenario_text, usual_backups};

fn start(kind: ApplicantType, first: &str) -> Start {
    let backups = usual_backups(first).into_iter();
    Start {
        priorities: Vec::new(),
        title: None,
        season: 2027,
        kind,
        score: Score::Step2Ck("\"240 to 250\"".to_owned()),
        exam_failures: 0,
        years_since_graduation: 2,
        us_clinical_months: Some(3),
        publications: Some(2),
        visa: if kind == ApplicantType::NonUsImg { Visa::J1 } else { Visa::None },
        letters: Some(vec![1; backups.len() + 1]),
        tracks: std::iter::once(first).chain(backups).map(str::to_owned).collect(),
        max_interviews: Some(20),
        budget_usd: None,
        assumed: Vec::new(),
    }
}

#[test]
fn every_residency_track_and_type_gives_a_scenario_that_compiles() {
    let reference = Reference::embedded().unwrap();
    for kind in ApplicantType::ALL {
        for row in reference.tracks.iter().filter(|row| row.kind != TrackKindRow::Preliminary) {
            if reference.prior(kind, std::slice::from_ref(&row.track)).is_err() {
                continue;
            }
            let text = scenario_text(&start(kind, &row.track), &reference).unwrap();
            let loaded = compile_text("start.toml", &text, &reference)
                .unwrap_or_else(|problems| panic!("{} {}\n{}", kind.key(), row.track, problems.render(false)));
            assert!(loaded.scenario.portfolios.len() >= 2, "{}", row.track);
            let first = loaded.scenario.prior.tracks[loaded.scenario.prior.home.track().unwrap()].id.clone();
            assert_eq!(first, row.track);
        }
    }
}

#[test]
fn a_budget_is_kept_where_it_can_be() {
    let reference = Reference::embedded().unwrap();
    let cost = |budget| {
        let one = Start { budget_usd: budget, ..start(ApplicantType::NonUsImg, "diagnostic_radiology") };
        let text = scenario_text(&one, &reference).unwrap();
        let loaded = compile_text("start.toml", &text, &reference).unwrap();
        loaded.scenario.portfolios.iter().map(|planned| planned.cost.total()).fold(0.0, f64::max)
    };
    let free = cost(None);
    assert!(free > 2000.0 && cost(Some(2000.0)) <= 2000.0, "{free}");
}

fn init(folder: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("matchfolio").unwrap().arg("init").args(arguments).current_dir(folder).output().unwrap()
}

const FLAGS: [&str; 10] =
    ["--type", "non_us_img", "--step2-ck", "245", "--track", "IR", "--years-since-graduation", "2", "--visa", "j1"];

#[test]
fn flags_are_enough_without_a_terminal_and_the_file_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let written = init(folder.path(), &FLAGS);
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    assert!(String::from_utf8_lossy(&written.stdout).contains("matchfolio run scenario.toml"));
    let again = init(folder.path(), &FLAGS);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));
    let check = Command::cargo_bin("matchfolio")
        .unwrap()
        .args(["check", "scenario.toml"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

#[test]
fn what_is_missing_or_wrong_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, said) in [
        (&[][..], "--type, --step2-ck, --track"),
        (&["--type", "us_md", "--step2-ck", "250", "--track", "astrology"][..], "`astrology` is no residency track"),
        (&["--type", "us_md", "--step2-ck", "25"][..], "a score from 100 to 300"),
        (&["--type", "us_md", "--step2-ck", "250", "--track", "DR", "--backup", "dr"][..], "named twice"),
        (&["--type", "us_md", "--step2-ck", "250", "--track", "DR", "--letters", "1,9"][..], "0 to 4"),
    ] {
        let output = init(folder.path(), arguments);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(said), "{stderr}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn init_by_flags(folder: &Path, more: &[&str]) -> Output {
    let out = folder.join("mine.toml").display().to_string();
    let flags = ["init", "--type", "us_md", "--step2-ck", "245", "--out", &out];
    Command::cargo_bin("matchfolio").unwrap().args(flags).args(more).output().unwrap()
}

#[test]
fn what_no_flag_stated_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let said = String::from_utf8(init_by_flags(folder.path(), &["--track", "DR"]).stdout).unwrap();
    for part in ["letters (two from each", "publications (typical)", "failed attempts (none)", "The file marks them"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let text = std::fs::read_to_string(folder.path().join("mine.toml")).unwrap();
    let marked = |key: &str| text.lines().any(|line| line.starts_with(key) && line.contains("ASSUMED"));
    assert!(marked("exam_failures = 0") && marked("us_clinical_months = 12") && !marked("step2_ck"), "{text}");
    let all = ["--track", "DR", "--letters", "1", "--us-clinical-months", "12", "--publications", "0"];
    let stated = [&all[..], &["--exam-failures", "0", "--force"]].concat();
    let said = String::from_utf8(init_by_flags(folder.path(), &stated).stdout).unwrap();
    assert!(!said.contains("Not stated"), "{said}");
}

#[test]
fn comlex_alone_and_a_score_that_is_not_there_yet_are_answers() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("mine.toml").display().to_string();
    let written = |flags: &[&str]| {
        let all = ["init", "--track", "PMR", "--force", "--out", &out];
        let made = Command::cargo_bin("matchfolio").unwrap().args(all).args(flags).output().unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&made.stdout), String::from_utf8_lossy(&made.stderr));
        let text = std::fs::read_to_string(&out).unwrap_or_default();
        (made.status.code(), said.split_whitespace().collect::<Vec<_>>().join(" "), text)
    };
    let (code, said, text) = written(&["--type", "osteopathic", "--comlex-level-2", "540-560"]);
    assert!(code == Some(0) && text.contains("comlex_level_2 = \"540 to 560\""), "{said}{text}");
    let (code, said, text) = written(&["--type", "MD", "--step2-ck", "not yet"]);
    assert!(code == Some(0) && text.contains("step2_ck_pending = true") && text.contains("ASSUMED"), "{said}{text}");
    for (flags, wrong) in [
        (&["--type", "us_md", "--comlex-level-2", "560"][..], "COMLEX is for osteopathic schools"),
        (&["--type", "us_do", "--comlex-level-2", "560", "--step2-ck", "240"][..], "cannot be used with"),
        (&["--type", "us_do", "--comlex-level-2", "pass"][..], "a score from 9 to 999, or a range such as 530 to 570"),
    ] {
        let (code, said, _) = written(flags);
        assert!(code != Some(0) && said.contains(wrong), "{flags:?} {said}");
    }
}

#[test]
fn part_of_a_name_is_answered_by_the_tracks_that_have_it() {
    let folder = tempfile::tempdir().unwrap();
    let refused = init_by_flags(folder.path(), &["--track", "neurol"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("or Neurological Surgery (NSurg)?") && !said.contains("Psychiatry"), "{said}");
}

#[test]
fn a_title_tells_people_apart_whatever_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let made = init_by_flags(folder.path(), &["--track", "DR", "--title", "Anna \"AO\" O'Neil \\ 2"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let text = std::fs::read_to_string(folder.path().join("mine.toml")).unwrap();
    let loaded = compile_text("mine.toml", &text, &Reference::embedded().unwrap()).unwrap();
    assert_eq!(loaded.scenario.title, "Anna \"AO\" O'Neil \\ 2");
    let refused = init_by_flags(folder.path(), &["--track", "DR", "--force", "--title", " "]);
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn the_beginning_of_a_name_is_enough_where_only_one_begins_so() {
    let folder = tempfile::tempdir().unwrap();
    let made = init_by_flags(folder.path(), &["--track", "interventional radiology", "--backup", "none"]);
    let said = String::from_utf8(made.stdout).unwrap();
    assert!(said.contains("with 1 way of applying") && said.contains("IR only"), "{said}");
    let misspelt = init_by_flags(folder.path(), &["--force", "--track", "diagnostic radiolgy"]);
    let said = String::from_utf8(misspelt.stderr).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("did you mean Diagnostic Radiology (DR)?"), "{said}");
}

/// Chances of going unmatched and of matching only partially: of the whole first scenario, of the same without its
/// PGY-1 lines, and with 150 transitional years of `role` in their place.
fn with_a_limit(max_interviews: Option<u32>, role: Role) -> [(f64, f64); 3] {
    let reference = Reference::embedded().unwrap();
    let first = start(ApplicantType::UsMd, "interventional_radiology_integrated");
    let tracks = ["interventional_radiology_integrated", "diagnostic_radiology", "anesthesiology"];
    let tracks = tracks.map(str::to_owned).to_vec();
    let score = Score::Step2Ck("252".to_owned());
    let (letters, years_since_graduation, us_clinical_months) = (Some(vec![0; 3]), 0, Some(12));
    let one = Start { tracks, letters, score, max_interviews, years_since_graduation, us_clinical_months, ..first };
    let text = scenario_text(&one, &reference).unwrap();
    let scenario = compile_text("start.toml", &text, &reference).unwrap().scenario;
    let whole = scenario.portfolios.last().unwrap().portfolio.clone();
    let mut without = whole.clone();
    without.lines.retain(|line| line.role != Role::Pgy1);
    let mut many = without.clone();
    let transitional = whole.lines.iter().find(|line| line.role == Role::Pgy1).unwrap();
    many.lines.insert(0, Line { programs: 150, role, preference: 0, ..transitional.clone() });
    let portfolios = [whole, without, many];
    let question =
        Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios: &portfolios, values: None };
    let settings = Precision { seed: 1, trials: Some(64 * 16), threads: None, ..Precision::default() };
    let (detail, effort) = (Detail::Outcomes, Effort::ManyDraws);
    let found =
        integrate(&question, &Precision { effort: Some(effort), ..settings }, detail, &Silent, &AtomicBool::new(false))
            .unwrap();
    let mean = |portfolio, quantity| {
        let draws = found.means(portfolio, quantity);
        draws.iter().map(|draw| draw.mean).sum::<f64>() / draws.len() as f64
    };
    [0, 1, 2].map(|portfolio| (mean(portfolio, Quantity::Unmatched), mean(portfolio, Quantity::AnyWithoutPgy1)))
}

/// Under one order of lines this person went unmatched in half of the seasons with a limit of 12.
#[test]
fn preliminary_lines_take_no_residency_interview_and_still_give_the_pgy1() {
    for limit in [Some(12), Some(15), Some(20), Some(25), None] {
        for role in [Role::Pgy1, Role::Primary, Role::Both] {
            let [whole, without, many] = with_a_limit(limit, role);
            assert!((whole.0 - without.0).abs() < 1e-12, "{limit:?}: {whole:?} {without:?}");
            assert!(many.0 < without.0 + 1e-12, "{limit:?} {role:?}: {many:?} {without:?}");
            assert!(whole.1 < 0.05 && whole.1 < without.1 / 4.0, "{limit:?}: {whole:?} {without:?}");
        }
    }
}

#[test]
fn without_a_terminal_the_file_has_the_usual_limit_on_interviews_unless_a_flag_says_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let written = |more: &[&str]| {
        let all = [&["--track", "DR", "--force"], more].concat();
        assert!(init_by_flags(folder.path(), &all).status.success());
        std::fs::read_to_string(folder.path().join("mine.toml")).unwrap()
    };
    assert!(written(&[]).contains("max_interviews = 18 "));
    assert!(written(&["--max-interviews", "12"]).contains("max_interviews = 12 "));
    assert!(!written(&["--max-interviews", "none"]).contains("interviews ="));
}

#[test]
fn every_residency_track_serves_priorities_and_they_become_values_that_can_be_changed() {
    let reference = Reference::embedded().expect("tables");
    for track in reference.tracks.iter().filter(|row| row.kind != matchfolio::reference::TrackKindRow::Preliminary) {
        assert!(
            reference.priorities.iter().any(|row| row.track == track.track),
            "data/values/priorities.csv lacks {}",
            track.track
        );
    }
    let value = |priorities: &[Priority], track: &str| {
        let tracks = ["diagnostic_radiology", "pathology", "family_medicine"].map(str::to_owned).to_vec();
        let one = Start {
            priorities: priorities.to_vec(),
            tracks,
            letters: None,
            ..start(ApplicantType::NonUsImg, "diagnostic_radiology")
        };
        let text = scenario_text(&one, &reference).expect("a text");
        assert!(compile_text("x.toml", &text, &reference).is_ok(), "{text}");
        let line = text
            .split("[values]")
            .nth(1)
            .and_then(|rest| rest.lines().find(|line| line.starts_with(track)))
            .expect("a value");
        line.split('=').nth(1).and_then(|number| number.trim().parse::<f64>().ok()).expect("a number")
    };
    assert_eq!(value(&[], "pathology"), 0.8);
    assert!(value(&[Priority::Imaging], "pathology") > value(&[Priority::Patients], "pathology"));
    // A specialty wanted less is never worth more, whatever the priorities say.
    assert!(value(&[Priority::Patients], "family_medicine") <= value(&[Priority::Patients], "pathology"));
    assert!(value(&[Priority::Patients, Priority::Staying], "pathology") > value(&[Priority::Patients], "pathology"));
    assert_eq!(value(&[Priority::Hours], "diagnostic_radiology"), 1.0);
}
