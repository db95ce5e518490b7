//! `matchfolio optimize` as a person uses it.

use assert_cmd::Command;
use serde_json::Value;

const SCENARIO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/psychiatry_with_fm.toml");

fn optimize(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.args(["optimize", SCENARIO, "--no-report", "--quiet", "--draws", "16", "--threads", "2"]).args(options);
    command
}

fn answer(options: &[&str]) -> Value {
    let output = optimize(options).args(["--format", "json"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn complaint(options: &[&str]) -> String {
    let output = optimize(options).assert().code(2).get_output().stderr.clone();
    String::from_utf8(output).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn number(of: &Value, pointer: &str) -> f64 {
    of.pointer(pointer).and_then(Value::as_f64).unwrap_or_else(|| panic!("{pointer} in {of}"))
}

#[test]
fn the_best_portfolio_keeps_every_limit_and_beats_those_of_the_scenario_that_do() {
    let answer = answer(&["--budget", "2500", "--researched", "40"]);
    assert_eq!(answer["schema"], "matchfolio.optimize/1");
    assert!(number(&answer, "/best/cost_usd") <= 2500.0);
    let lines = answer["best"]["lines"].as_array().unwrap();
    let researched = lines.iter().filter(|line| line["is_researched"] == true).map(|line| number(line, "/programs"));
    assert!(researched.sum::<f64>() <= 40.0);
    assert_eq!(answer["best"]["shortfall"], Value::Null);
    for own in answer["own"].as_array().unwrap() {
        let is_within = own["beyond"].as_array().unwrap().is_empty();
        assert!(!is_within || number(own, "/shortfall/difference/mean") > 0.0, "{own}");
    }
}

#[test]
fn the_path_is_nested_and_ends_in_the_best_portfolio() {
    let answer = answer(&["--budget", "2500"]);
    let path = answer["path"].as_array().unwrap();
    let programs = |step: &Value| -> Vec<u64> {
        step["programs"].as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).collect()
    };
    for pair in path.windows(2) {
        let (before, after) = (programs(&pair[0]), programs(&pair[1]));
        assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
        let price = number(&pair[1], "/cost_usd") - number(&pair[0], "/cost_usd");
        assert!((price - number(&pair[1], "/price_usd")).abs() < 1e-9);
    }
    let last = path.last().unwrap();
    assert_eq!(number(last, "/cost_usd"), number(&answer, "/best/cost_usd"));
    assert_eq!(last["unmatched"], answer["best"]["unmatched"]);
    let gains: f64 = path.iter().map(|step| number(step, "/gain/mean")).sum();
    assert!((gains - number(&answer, "/best/value/mean")).abs() < 1e-9, "gains add up to the value");
}

#[test]
fn no_portfolio_of_the_frontier_is_beaten_by_another_in_everything() {
    let answer = answer(&["--budget", "2500"]);
    let frontier = answer["frontier"].as_array().unwrap();
    assert!(frontier.len() >= 5, "{}", frontier.len());
    let scores = |one: &Value| {
        let better_when_lower = ["/cost_usd", "/unmatched/mean"].map(|pointer| -number(one, pointer));
        let better_when_higher = ["/first_choice/mean", "/value/mean"].map(|pointer| number(one, pointer));
        [better_when_lower, better_when_higher].concat()
    };
    for a in frontier {
        for b in frontier.iter().filter(|b| *b != a) {
            let is_beaten = scores(b).iter().zip(scores(a)).all(|(b, a)| *b >= a) && scores(a) != scores(b);
            assert!(!is_beaten, "{a} by {b}");
        }
    }
}

#[test]
fn the_numbers_do_not_depend_on_the_number_of_threads() {
    let output = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
        command.args(["optimize", SCENARIO, "--no-report", "--budget", "1500", "--draws", "16", "--format", "csv"]);
        command.args(["--threads", threads]).output().unwrap().stdout
    };
    let one = output("1");
    assert!(one.len() > 500);
    assert_eq!(one, output("3"));
}

#[test]
fn limits_that_cannot_be_kept_say_what_can_be_reached_and_for_how_much() {
    let small = complaint(&["--budget", "100"]);
    assert!(small.contains("a budget of $100 does not cover any application") && small.contains("--budget"), "{small}");
    let safe = complaint(&["--budget", "1500", "--max-unmatched", "0.001"]);
    assert!(safe.contains("the lowest found is") && safe.contains("even $6,000 would not"), "{safe}");
    let reachable = complaint(&["--budget", "700", "--max-unmatched", "0.6"]);
    assert!(reachable.contains("would reach") && reachable.contains("raise the budget"), "{reachable}");
}

#[test]
fn a_limit_on_the_risk_is_kept_and_one_out_of_reach_is_refused() {
    let free = answer(&["--budget", "3500"]);
    let limit = number(&free, "/best/unmatched/mean") + 0.001;
    let safer = answer(&["--budget", "3500", "--max-unmatched", &limit.to_string()]);
    assert!(number(&safer, "/best/unmatched/mean") <= limit);
    assert!(number(&safer, "/best/value/mean") <= number(&free, "/best/value/mean") + 1e-9);
    let out_of_reach = (limit - 0.1).to_string();
    let refused = complaint(&["--budget", "3500", "--max-unmatched", &out_of_reach]);
    assert!(refused.contains("the lowest found is"), "{refused}");
}

#[test]
fn without_a_budget_or_values_the_message_says_what_to_add() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plain.toml");
    let text = std::fs::read_to_string(SCENARIO).unwrap();
    let without_budget = text.replace("budget_usd = 4500", "");
    let (head, rest) = without_budget.split_once("[values]").unwrap();
    let without_values = format!("{head}[[portfolio]]{}", rest.split_once("[[portfolio]]").unwrap().1);
    std::fs::write(&file, without_values).unwrap();
    let run = |options: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
        command.arg("optimize").arg(&file).args(["--no-report", "--quiet", "--draws", "16"]).args(options);
        command.output().unwrap()
    };
    let words = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let no_budget = run(&[]);
    assert_eq!(no_budget.status.code(), Some(2));
    assert!(words(&no_budget).contains("budget_usd in [limits]"), "{}", words(&no_budget));
    let no_values = run(&["--budget", "1000", "--goal", "value"]);
    assert_eq!(no_values.status.code(), Some(2));
    assert!(words(&no_values).contains("no [values]"), "{}", words(&no_values));
    let risk = run(&["--budget", "1000"]);
    let shown = String::from_utf8_lossy(&risk.stdout).into_owned();
    assert!(risk.status.success() && shown.contains("The scenario states no values"), "{shown}");
}
