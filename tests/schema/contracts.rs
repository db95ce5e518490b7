//! Checks what the commands write against the schemas that `matchfolio schema` prints:
//! every file is valid, has every field that is described, and no other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{root, scenarios};

/// The program as built by `cargo build` or `cargo test`.
fn program() -> PathBuf {
    let program = root().join(format!("target/debug/matchfolio{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "build the program first: cargo build");
    program
}

/// What the program prints.
fn printed(arguments: &[&str]) -> String {
    let output = Command::new(program()).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The schema as printed, which allows keys that a later version may add.
fn schema(contract: &str) -> Value {
    let schema = read(&printed(&["schema", contract]));
    jsonschema::meta::validate(&schema).unwrap();
    schema
}

/// The schema with no key allowed that it does not describe.
fn closed(mut schema: Value) -> Validator {
    fn close(object: &mut Value) {
        if object.get("properties").is_some() {
            object["additionalProperties"] = json!(false);
        }
    }
    close(&mut schema);
    schema["$defs"].as_object_mut().unwrap().values_mut().for_each(close);
    jsonschema::validator_for(&schema).unwrap()
}

/// Fails with every place where `document` breaks its contract.
fn check(contract: &str, what: &str, document: &Value) {
    let version = if contract == "validation" { 2 } else { 1 };
    assert_eq!(document["schema"], format!("matchfolio.{contract}/{version}"), "{what}");
    let validator = closed(schema(contract));
    let wrong: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("matchfolio-{name}-{}", std::process::id())))
    }

    fn read(&self, path: &str) -> Value {
        read(&fs::read_to_string(self.0.join(path)).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The results of a scenario from few trials at central parameters.
fn results(scenario: &str, options: &[&str]) -> Value {
    let quick =
        ["run", scenario, "--no-report", "--quiet", "--format", "json", "--central-parameters", "--trials", "1"];
    read(&printed(&[&quick, options].concat()))
}

#[test]
fn results_of_every_shipped_scenario_are_valid() {
    for path in scenarios(&root().join("scenarios")) {
        let name = path.to_string_lossy();
        if fs::read_to_string(&path).unwrap().contains("[partner]") {
            let couple = printed(&["run", &name, "--no-report", "--quiet", "--format", "json"]);
            check("couple", &name, &read(&couple));
        } else {
            check("results", &name, &results(&name, &[]));
        }
    }
    let plans = "scenarios/prelim_bridge.toml";
    check("results", plans, &results(plans, &["--engine", "trials"]));
}

#[test]
fn what_a_run_writes_beside_its_results_is_valid() {
    let folder = Folder::new("run");
    let out = folder.0.to_string_lossy();
    let two = ["scenarios/dr_high_risk_backup_first.toml", "scenarios/dr_high_risk_backup_first_j1.toml"];
    printed(&["run", two[0], two[1], "--quiet", "--trials", "1", "--out", &out]);
    check("comparison", "comparison.json", &folder.read("comparison/comparison.json"));
    for scenario in two {
        let name = Path::new(scenario).file_stem().unwrap().to_str().unwrap();
        for contract in ["results", "basis", "sensitivity"] {
            check(contract, name, &folder.read(&format!("{name}/{contract}.json")));
        }
    }
}

#[test]
fn the_answer_to_every_question_is_valid() {
    let psychiatry = "scenarios/psychiatry_with_fm.toml";
    let (first, second) = ("portfolio[1].line[1].programs=60..80:10", "applicant.step2_ck=235..245:5");
    for (contract, arguments) in [
        ("sensitivity", &["sensitivity", psychiatry][..]),
        ("sweep", &["sweep", psychiatry, "--worth-usd", "100000"]),
        ("sweep", &["sweep", psychiatry, "--vary", first]),
        ("sweep", &["sweep", psychiatry, "--vary", first, "--vary", second]),
        ("draws", &["draws", psychiatry]),
        ("backups", &["backups", "scenarios/dr_strong_cautious.toml", "--programs", "20"]),
        ("optimize", &["optimize", psychiatry, "--budget", "1500"]),
        ("programs", &["programs", "scenarios/programs/im_fm_list.toml"]),
        ("ranks", &["ranks", "scenarios/rank_list.toml"]),
    ] {
        let common = ["--no-report", "--quiet", "--format", "json", "--draws", "16"];
        check(contract, &arguments.join(" "), &read(&printed(&[arguments, &common].concat())));
    }
    check("validation", "validate", &read(&printed(&["validate", "--format", "json", "--quiet"])));
}

#[test]
fn wrong_results_are_not_valid() {
    let right = results("scenarios/ir_img_layers.toml", &[]);
    let published = jsonschema::validator_for(&schema("results")).unwrap();
    let strict = closed(schema("results"));
    assert!(published.is_valid(&right) && strict.is_valid(&right));
    for (what, place, value) in [
        ("another contract", "/schema", json!("matchfolio.results/2")),
        ("a seed in words", "/seed", json!("one")),
        ("an unknown engine", "/engine", json!("steam")),
        ("an estimate without its parts", "/portfolios/0/outcomes/unmatched", json!({"mean": 0.5})),
        ("an interval of one end", "/portfolios/0/outcomes/unmatched/interval90", json!([0.5])),
        ("an unknown verdict", "/comparisons/0/verdict", json!("a_wins")),
        ("a share beyond one", "/comparisons/0/share_of_draws_a_lower", json!(1.5)),
        ("a name that is null", "/portfolios/0/name", json!(null)),
    ] {
        let mut wrong = right.clone();
        *wrong.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = value;
        assert!(!published.is_valid(&wrong), "the schema accepts {what}");
    }
    let mut missing = right.clone();
    missing["portfolios"][0].as_object_mut().unwrap().remove("failure");
    assert!(!published.is_valid(&missing), "the schema accepts a portfolio without a field");
    let mut more = right;
    more["portfolios"][0]["mood"] = json!("good");
    assert!(published.is_valid(&more) && !strict.is_valid(&more), "a field that is not described");
}
