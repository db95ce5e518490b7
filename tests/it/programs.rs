//! `matchfolio programs`: what it decides, and what it writes.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use matchfolio::decide::study::{Candidate, Measure, Study};
use matchfolio::engine::precision::Precision;
use matchfolio::model::{Line, Portfolio};
use matchfolio::reference::Reference;
use matchfolio::scenario::{compile_text, load, program_list};
use serde_json::Value;

const SCENARIO: &str = "scenarios/programs/im_fm_list.toml";
const LIST: &str = "scenarios/programs/im_fm_2027.csv";

static TABLES: LazyLock<Reference> = LazyLock::new(|| Reference::embedded().unwrap());

fn output(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn refused(arguments: &[&str], code: i32) -> String {
    let found = output(arguments);
    let message = String::from_utf8(found.stderr).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(found.status.code(), Some(code), "{arguments:?}: {message}");
    message
}

fn answer(arguments: &[&str]) -> Value {
    let mut all = vec!["programs", "--no-report", "--quiet", "--format", "json", "--draws", "64"];
    all.extend(arguments);
    let found = output(&all);
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    serde_json::from_slice(&found.stdout).unwrap()
}

fn programs(answer: &Value, is_asked_for: impl Fn(&Value) -> bool) -> Vec<&Value> {
    answer["programs"].as_array().unwrap().iter().filter(|program| is_asked_for(program)).collect()
}

fn named<'a>(answer: &'a Value, name: &str) -> &'a Value {
    programs(answer, |program| program["name"] == name)[0]
}

#[test]
fn the_shipped_example_compiles_and_compares_naming_with_counting() {
    let loaded = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(SCENARIO), &TABLES).unwrap();
    assert!(loaded.text.starts_with("#:schema ../schema/scenario.schema.json\n"));
    let portfolios = &loaded.scenario.portfolios;
    assert_eq!(portfolios.len(), 3);
    assert!(portfolios.iter().all(|planned| planned.portfolio.applications() == 24));
    assert_eq!(loaded.scenario.lists.len(), 2);
}

#[test]
fn the_budget_holds_the_closed_are_dropped_and_the_rest_falls_by_gain() {
    let answer = answer(&[SCENARIO]);
    assert_eq!(answer["schema"], "matchfolio.programs/1");
    assert!(answer["kept"]["cost_usd"].as_f64().unwrap() <= 340.0);
    assert!(answer["all_listed"]["cost_usd"].as_f64().unwrap() > 340.0);
    for program in programs(&answer, |program| program["j1"] == false) {
        assert_eq!(program["drop_reason"], "no_visa", "{program}");
        assert_eq!(program["interview"]["mean"], 0.0);
    }
    let gains: Vec<f64> = programs(&answer, |program| !program["gain"].is_null())
        .iter()
        .map(|program| program["gain"]["mean"].as_f64().unwrap())
        .collect();
    assert!(gains.len() == 20 && gains.is_sorted_by(|a, b| a >= b), "{gains:?}");
    let kept = programs(&answer, |program| program["decision"] != "drop");
    let orders: Vec<u64> = kept.iter().map(|program| program["order"].as_u64().unwrap()).collect();
    assert_eq!(orders, (1..=kept.len() as u64).collect::<Vec<_>>());
    assert_eq!(named(&answer, "Alder Grove Medical Center")["decision"], "signal");
    // A signal adds something, and less than the program that gets it.
    for program in programs(&answer, |program| !program["gain"].is_null()) {
        let mean = |number: &str| program[number]["mean"].as_f64();
        assert_eq!(mean("signal_gain").is_some(), program["signal"].is_string(), "{program}");
        assert!(mean("signal_gain").is_none_or(|signal| 0.0 < signal && Some(signal) < mean("gain")), "{program}");
    }
    // Fewer applications never help where no limit on interviews binds.
    assert!(answer["unmatched_difference"]["mean"].as_f64().unwrap() >= 0.0);
}

#[test]
fn programs_of_equal_facts_have_equal_numbers_and_are_called_alike() {
    let answer = answer(&[SCENARIO]);
    let (one, other) = (named(&answer, "Juniper Bay Medical Center"), named(&answer, "Kestrel Regional Hospital"));
    for number in ["interview", "match_if_first", "gain", "alike"] {
        assert_eq!(one[number], other[number], "{number}");
    }
    assert_eq!(one["alike"], 2);
    assert_eq!(other["is_tied_with_previous"], true);
}

#[test]
fn only_programs_in_the_states_asked_for_are_kept() {
    let answer = answer(&[SCENARIO, "--states", "ny,NJ"]);
    for program in programs(&answer, |program| program["decision"] != "drop") {
        assert!(["NY", "NJ"].contains(&program["state"].as_str().unwrap()), "{program}");
    }
    let outside = programs(&answer, |program| program["drop_reason"] == "outside_states");
    assert!(!outside.is_empty() && outside.iter().all(|program| program["interview"].is_null()));
}

#[test]
fn a_list_on_the_command_line_takes_the_place_of_the_lines_of_its_tracks() {
    let named = answer(&[SCENARIO]);
    let given = answer(&[SCENARIO, LIST, "--portfolio", "As many, not named"]);
    assert_eq!(given["portfolio"], "As many, not named");
    assert_eq!(given["programs"], named["programs"]);
    assert_eq!(given["kept"], named["kept"]);
}

#[test]
fn the_application_list_is_a_program_list_that_can_be_named_again() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("answer");
    let found = output(&["programs", SCENARIO, "--draws", "64", "--quiet", "--out", &out.to_string_lossy()]);
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    for file in ["programs.json", "charts/gain_by_program.svg"] {
        assert!(out.join(file).exists(), "{file}");
    }
    let bytes = std::fs::read(out.join("programs.csv")).unwrap();
    let kept = program_list::read("programs.csv", &bytes, &TABLES).unwrap().programs;
    let original =
        program_list::read(LIST, &std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(LIST)).unwrap(), &TABLES);
    let original = original.unwrap().programs;
    assert!(kept.len() > 10 && kept.len() < original.len());
    for program in kept {
        let first = original.iter().find(|listed| listed.name == program.name).unwrap();
        assert_eq!(program_list::ListedProgram { row: first.row, ..program }, *first);
    }
}

#[test]
fn what_cannot_be_curated_is_refused_with_a_reason() {
    let message = refused(&["programs", "scenarios/psychiatry_with_fm.toml"], 2);
    assert!(message.contains("names a program list"), "{message}");
    let message = refused(&["programs", SCENARIO, "--portfolio", "Named program"], 2);
    assert!(message.contains("\"Named programs\""), "{message}");
    let message = refused(&["programs", SCENARIO, "--states", "AK", "--no-report"], 2);
    assert!(message.contains("4 sponsor no visa that you can use, and 20 are outside"), "{message}");
    refused(&["programs", SCENARIO, "--states", "XX"], 2);
    refused(&["programs", SCENARIO, "there_is_none.csv"], 3);
    let message = refused(&["programs", SCENARIO, "tests/it/scenario/wrong_lists/unknown_columns.csv"], 3);
    assert!(message.contains("did you mean `name`?"), "{message}");
    let message = refused(&["programs", SCENARIO, "tests/it/scenario/wrong_lists/too_many_signals.csv"], 3);
    assert!(message.contains("no program of a track of portfolio"), "{message}");
    let message = refused(&["data", "--programs", "--track", "zzz"], 2);
    assert!(message.contains("internal_medicine"), "{message}");
    refused(&["data", "--track", "internal_medicine"], 2);
}

#[test]
fn the_start_of_a_list_is_a_list() {
    let found = output(&["data", "--programs"]);
    let list = program_list::read("start.csv", &found.stdout, &TABLES).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert!(list.programs.len() > 5000 && list.known() == 0, "{}", list.programs.len());
    for row in &TABLES.tracks {
        assert!(!list.of_track(&row.track).programs.is_empty(), "{}", row.track);
    }
}

/// Programs told apart by position only: a season without each of them, worked
/// out one by one, loses what the answer says, also where that lies between two worked out.
#[test]
fn gains_between_two_that_are_worked_out_are_right_to_one_percent() {
    let folder = tempfile::tempdir().unwrap();
    let rows: String = (1..=60).map(|number| format!("P{number},internal_medicine\n")).collect();
    std::fs::write(folder.path().join("list.csv"), format!("name,track\n{rows}")).unwrap();
    let text = "season = 2027\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = 244\nyears_since_graduation = 3\nvisa = \"j1\"\n\
                [[portfolio]]\nname = \"A\"\n[[portfolio.line]]\ntrack = \"internal_medicine\"\nprogram_list = \"list.csv\"\n";
    let file = folder.path().join("scenario.toml");
    std::fs::write(&file, text).unwrap();
    let answer = answer(&[&file.to_string_lossy()]);
    let scenario = compile_text(&file.to_string_lossy(), text, &TABLES).unwrap().scenario;
    let interrupted = AtomicBool::new(false);
    let precision = Precision { seed: 1, draws: 64, threads: None, ..Precision::default() };
    let study = Study { prior: &scenario.prior, precision, interrupted: &interrupted };
    let whole = scenario.portfolios[0].portfolio.clone();
    let without = |gone: u32| {
        let line = |earlier_programs: u32, programs: u32, preference: u32| Line {
            earlier_programs,
            programs,
            preference,
            facts: None,
            ..whole.lines[0].clone()
        };
        let lines = vec![line(0, gone - 1, 1), line(gone, 60 - gone, 2)];
        Portfolio { lines: lines.into_iter().filter(|line| line.programs > 0).collect(), ..whole.clone() }
    };
    for gone in [1, 2, 9, 23, 44, 59] {
        let candidates = [whole.clone(), without(gone)]
            .map(|portfolio| Candidate { applicant: scenario.applicant.clone(), portfolio });
        let outcomes = study.outcomes(&candidates).unwrap();
        let residency = |which: usize| outcomes[which].series(Measure::Residency).mean();
        let exact = residency(0) - residency(1);
        let found = named(&answer, &format!("P{gone}"))["gain"]["mean"].as_f64().unwrap();
        assert!((found / exact - 1.0).abs() < 0.01, "{gone}: {found} {exact}");
    }
}

#[test]
fn a_list_of_mere_names_is_said_to_be_ranked_by_its_order_alone() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.csv");
    let told = |rows: &str| {
        std::fs::write(&list, rows).unwrap();
        let list = list.display().to_string();
        let found = output(&["programs", SCENARIO, &list, "--no-report", "--quiet", "--draws", "16"]);
        String::from_utf8(found.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let names = told("name,track\nA,IM\nB,IM\nC,IM\n");
    assert!(names.contains("ranked by its order alone"), "{names}");
    let known = told("name,track,img_share\nA,IM,40%\nB,IM,\nC,IM,\n");
    assert!(!known.contains("by its order alone"), "{known}");
}
