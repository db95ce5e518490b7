//! `matchfolio sweep` as a person meets it: what it answers, and what it refuses.

use std::process::{Command, Output};

use serde_json::Value;

const SCENARIO: &str = "scenarios/psychiatry_with_fm.toml";

fn sweep(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.arg("sweep").args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = sweep(&[arguments, &["--no-report", "--quiet", "--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn points(curve: &Value) -> &Vec<Value> {
    curve["points"].as_array().unwrap()
}

#[test]
fn the_point_at_the_typed_value_is_the_answer_of_the_scenario_itself() {
    let answer = json(&[SCENARIO, "--vary", "portfolio[1].line[1].programs=60..80:10", "--draws", "64"]);
    assert_eq!(answer["schema"], "matchfolio.sweep/1");
    let curve = &answer["sweeps"][0]["curves"][0];
    let typed = &points(curve)[1];
    assert_eq!(typed["at"][0], 70.0);
    assert_eq!(number(&typed["unmatched_minus_typed"]["mean"]), 0.0);
    assert_eq!(typed["unmatched"], curve["typed"]["unmatched"]);
    // 64 draws of 16 points, the same that `run` takes.
    let run = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(["run", SCENARIO, "--no-report", "--quiet", "--format", "json", "--trials", "1024"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let results: Value = serde_json::from_slice(&run.stdout).unwrap();
    let own = &results["portfolios"][0];
    for (swept, run) in [
        ("unmatched", &own["outcomes"]["unmatched"]),
        ("residency", &own["residency"]),
        ("value", &own["expected_value"]),
    ] {
        let difference = number(&typed[swept]["mean"]) - number(&run["mean"]);
        assert!(difference.abs() < 1e-12, "{swept}: {difference}");
    }
    assert_eq!(typed["cost_usd"], own["cost_usd"]);
    let others = answer["sweeps"][0]["others"].as_array().unwrap();
    let other = number(&others[0]["unmatched"]["mean"]);
    assert!((other - number(&results["portfolios"][1]["outcomes"]["unmatched"]["mean"])).abs() < 1e-12);
}

/// Central parameters leave chance alone: no ranges, and the numbers of `run --central-parameters`.
#[test]
fn at_central_parameters_a_sweep_has_the_numbers_of_run_and_no_ranges() {
    let answer = json(&[SCENARIO, "--vary", "portfolio[1].line[1].programs=60..80:10", "--central-parameters"]);
    assert_eq!(answer["parameter_draws"], 0);
    let run = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(["run", SCENARIO, "--no-report", "--quiet", "--format", "json", "--central-parameters"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let results: Value = serde_json::from_slice(&run.stdout).unwrap();
    let typed = &points(&answer["sweeps"][0]["curves"][0])[1]["unmatched"];
    let known = &results["portfolios"][0]["outcomes"]["unmatched"];
    assert!((number(&typed["mean"]) - number(&known["mean"])).abs() < 1e-12);
    assert_eq!(typed["interval90"][0], typed["interval90"][1]);
    assert!(number(&typed["mc_error"]) < 1e-4);
    let refused = sweep(&[SCENARIO, "--central-parameters", "--draws", "64", "--no-report"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// Psychiatry alone, where no other line's interviews can be displaced; each step within twice its
/// error, which exact sums on common draws keep far from zero.
#[test]
fn more_programs_lower_the_risk_and_each_ten_gain_less() {
    let answer = json(&[SCENARIO, "--vary", "portfolio[2].line[1].programs=0..200:20", "--draws", "64"]);
    let curve = &answer["sweeps"][0]["curves"][0];
    assert!((number(&points(curve)[0]["unmatched"]["mean"]) - 1.0).abs() < 1e-12, "no program, no match");
    let gains: Vec<(f64, f64)> = curve["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| (number(&step["gain_per_ten"]["mean"]), number(&step["gain_per_ten"]["mc_error"])))
        .collect();
    assert_eq!(gains.len(), 10);
    assert!(gains.iter().all(|(gain, error)| *gain > -2.0 * error), "{gains:?}");
    assert!(gains[0].0 > 3.0 * gains[9].0, "{gains:?}");
    let overall: f64 = gains.iter().map(|(gain, _)| 2.0 * gain).sum();
    assert!((overall - number(&curve["overall"]["gain"]["mean"])).abs() < 1e-9);
}

#[test]
fn a_number_of_the_applicant_concerns_every_portfolio_or_the_one_asked_for() {
    let vary = "applicant.step2_ck=229..249:20";
    let all = json(&[SCENARIO, "--vary", vary, "--draws", "32"]);
    let curves = all["sweeps"][0]["curves"].as_array().unwrap();
    assert_eq!(curves.len(), 3);
    for curve in curves {
        assert_eq!(number(&points(curve)[0]["unmatched_minus_typed"]["mean"]), 0.0);
        assert!(number(&points(curve)[1]["unmatched_minus_typed"]["mean"]) < 0.0, "a better score");
    }
    for name in ["Psychiatry only", "2"] {
        let one = json(&[SCENARIO, "--vary", vary, "--draws", "32", "--portfolio", name]);
        assert_eq!(one["sweeps"][0]["curves"].as_array().unwrap().as_slice(), &curves[1..2]);
    }
}

#[test]
fn two_numbers_give_a_grid_whose_edges_are_the_curves_of_one() {
    let (first, second) = ("portfolio[1].line[1].programs=0..70:35", "portfolio[1].line[2].programs=0..100:50");
    let grid = json(&[SCENARIO, "--vary", first, "--vary", second, "--draws", "32"]);
    let grid = points(&grid["sweeps"][0]["curves"][0]).clone();
    assert_eq!(grid.len(), 9);
    assert!(number(&grid[0]["unmatched"]["mean"]) > 1.0 - 1e-12, "no programs at all");
    let one = json(&[SCENARIO, "--vary", second, "--draws", "32"]);
    for (cell, point) in grid[6..].iter().zip(points(&one["sweeps"][0]["curves"][0])) {
        assert_eq!(cell["unmatched"], point["unmatched"]);
    }
}

#[test]
fn without_a_number_there_are_the_two_standard_sweeps_with_their_charts() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("sweep");
    let done = sweep(&[SCENARIO, "--draws", "16", "--quiet", "--format", "csv", "--out", &out.to_string_lossy()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let rows = String::from_utf8(done.stdout).unwrap();
    assert!(rows.lines().any(|row| row.starts_with("applications,Psychiatry 70 + FM 100,")), "{rows}");
    assert!(rows.lines().filter(|row| row.starts_with("budget,Psychiatry only,")).count() >= 8, "{rows}");
    let columns = rows.lines().next().unwrap().split(',').count();
    assert!(rows.lines().all(|row| row.split(',').count() == columns || row.contains('"')), "{rows}");
    for file in ["sweep.json", "sweep.csv", "charts/risk_against_applications.svg", "charts/risk_against_budget.svg"] {
        assert!(out.join(file).is_file(), "{file}");
    }
}

#[test]
fn what_a_match_is_worth_says_where_applications_cost_more() {
    let vary = "portfolio[2].line[1].programs=20..200:20";
    let from = |usd: &str| {
        let answer = json(&[SCENARIO, "--vary", vary, "--draws", "64", "--worth-usd", usd]);
        answer["sweeps"][0]["curves"][0]["not_worth"]["from"].as_f64()
    };
    assert_eq!(from("1"), Some(20.0), "for a dollar nothing pays");
    assert_eq!(from("1000000000"), None, "for a fortune everything pays");
    let middle = from("10000").unwrap_or(200.0);
    assert!(from("20000").unwrap_or(200.0) >= middle);
}

#[test]
fn wrong_numbers_ranges_and_portfolios_end_with_two_and_a_hint() {
    let programs = "portfolio[1].line[1].programs=0..20:10";
    for (arguments, part) in [
        (&["--vary", "applicant.step2ck=230..240"][..], "did you mean applicant.step2_ck?"),
        (&["--vary", "applicant.step2_ck=240..230"], "write 230..240"),
        (&["--vary", "portfolio[1].line[1].programs=0..900"], "allowed here: 0 to"),
        (&["--vary", "portfolio[1].line[1].preference=1..2"], "mixed at random"),
        (&["--vary", programs, "--vary", programs], "the same parameter is varied twice"),
        (&["--vary", programs, "--vary", "season=2026..2027", "--vary", "season=2026..2027"], "at most two parameters"),
        (&["--vary", programs, "--portfolio", "2"], "Psychiatry only"),
        (&["--portfolio", "Psych"], "1 \"Psychiatry 70 + FM 100\""),
        (&["--worth-usd", "0"], "must be above 0"),
    ] {
        let refused = sweep(&[&[SCENARIO, "--no-report"], arguments].concat());
        let said = String::from_utf8(refused.stderr).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(part), "{arguments:?}: {said}");
    }
}

/// `dr_then_ir` has one portfolio whose lines interleave.
#[test]
fn a_portfolio_that_interleaves_does_not_stand_in_the_way_of_the_others() {
    let file = "scenarios/dr_then_ir.toml";
    let answer = json(&[file, "--vary", "limits.max_interviews=10..20:10", "--draws", "16", "--portfolio", "1"]);
    assert_eq!(answer["sweeps"][0]["curves"].as_array().unwrap().len(), 1);
    let refused = sweep(&[file, "--vary", "limits.max_interviews=10..20:10", "--no-report"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(refused.status.code() == Some(2) && said.contains("--portfolio"), "{said}");
}

/// Sweeps may begin at no programs at all, which neither engine may stumble over.
#[test]
fn no_programs_leave_one_unmatched_for_certain_in_both_engines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.toml");
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/dr_then_ir.toml")).unwrap();
    let none: Vec<String> = text
        .lines()
        .filter(|line| !line.contains("_signals"))
        .map(|line| if line.starts_with("programs = ") { "programs = 0".to_owned() } else { line.to_owned() })
        .collect();
    std::fs::write(&file, none.join("\n")).unwrap();
    for engine in ["trials", "conditional"] {
        let run = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
            .args(["run", &file.to_string_lossy(), "--quiet", "--trials", "4096", "--engine", engine])
            .args(["--out", &folder.path().join(engine).to_string_lossy()])
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let written = std::fs::read_to_string(folder.path().join(engine).join("results.json")).unwrap();
        let results: Value = serde_json::from_str(&written).unwrap();
        for portfolio in results["portfolios"].as_array().unwrap() {
            assert_eq!(portfolio["outcomes"]["unmatched"]["mean"], 1.0, "{engine} {}", portfolio["name"]);
            assert_eq!(portfolio["applications"], 0);
        }
    }
}
