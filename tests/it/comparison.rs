//! Several scenarios in one run, and rank list advice, as a person meets them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const TWO: [&str; 2] = ["scenarios/dr_high_risk_backup_first.toml", "scenarios/dr_high_risk_backup_first_j1.toml"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn output(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_matchfolio")).args(arguments).current_dir(root()).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = output(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Rewrites the block with `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_document_shows_what_the_comparison_prints() {
    let text = printed(&["run", TWO[0], TWO[1], "--no-report", "--quiet", "--trials", "4096"]);
    let (_, tail) = text.split_once("\n2 scenarios").unwrap();
    let expected = format!("2 scenarios{tail}");
    let path = root().join("docs/compare.md");
    let document = fs::read_to_string(&path).unwrap();
    let (before, rest) = document.split_once("```text\n").unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() && shown != expected {
        fs::write(&path, format!("{before}```text\n{expected}```{after}")).unwrap();
    }
    assert!(shown == expected, "docs/compare.md shows other output; run MATCHFOLIO_UPDATE=1 cargo test and look at it");
}

#[test]
fn in_brief_only_the_table_of_all_is_printed() {
    let arguments = ["run", TWO[0], TWO[1], "--no-report", "--quiet", "--trials", "512"];
    let text = printed(&arguments);
    let (_, tail) = text.split_once("\n2 scenarios").unwrap();
    let brief = printed(&[&arguments[..], &["--brief"]].concat());
    assert_eq!(brief.trim_start(), format!("2 scenarios{tail}"));
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_comparison_of_two_files_is_written_beside_their_reports() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("both");
    let arguments = ["run", TWO[0], TWO[1], "--trials", "512", "--quiet", "--out", out.to_str().unwrap()];
    printed(&arguments);
    let comparison = json(&out.join("comparison/comparison.json"));
    assert_eq!(comparison["schema"], "matchfolio.comparison/1");
    let results = json(&out.join("dr_high_risk_backup_first_j1/results.json"));
    let entries = comparison["entries"].as_array().unwrap();
    let of_second: Vec<&Value> = entries.iter().filter(|entry| entry["scenario"] == 1).collect();
    for (entry, portfolio) in of_second.iter().zip(results["portfolios"].as_array().unwrap()) {
        assert_eq!(entry["unmatched"], portfolio["outcomes"]["unmatched"]);
        assert_eq!(entry["residency"], portfolio["residency"]);
    }
    for difference in comparison["differences"].as_array().unwrap() {
        let mean = |entry: &Value| {
            entries[usize::try_from(entry.as_u64().unwrap()).unwrap()]["unmatched"]["mean"].as_f64().unwrap()
        };
        let found = difference["unmatched_difference"]["mean"].as_f64().unwrap();
        assert!((found - (mean(&difference["a"]) - mean(&difference["b"]))).abs() < 1e-12, "{difference}");
        assert_eq!(difference["has_common_latents"], true);
    }
    assert!(out.join("comparison/charts/comparison.svg").is_file() && out.join("comparison/comparison.csv").is_file());
    // A second run must not overwrite.
    assert_eq!(output(&arguments).status.code(), Some(2));
}

#[test]
fn json_on_standard_output_stays_one_document_a_scenario() {
    let text = printed(&["run", TWO[0], TWO[1], "--no-report", "--quiet", "--trials", "512", "--format", "json"]);
    let documents: Vec<Value> =
        serde_json::Deserializer::from_str(&text).into_iter().map(|document| document.unwrap()).collect();
    assert_eq!(documents.len(), 2);
    assert!(documents.iter().all(|document| document["schema"] == "matchfolio.results/1"));
}

#[test]
fn rank_list_advice_adds_up_and_says_that_truth_is_best() {
    let text = printed(&["ranks", "scenarios/rank_list.toml", "--no-report", "--draws", "128", "--format", "json"]);
    let ranks: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&ranks["schema"], &ranks["parameter_draws"]), (&"matchfolio.ranks/1".into(), &128.into()));
    let lists = ranks["lists"].as_array().unwrap();
    assert!(lists.len() > 3);
    for list in lists {
        let mean = |value: &Value| value["mean"].as_f64().unwrap();
        let landed: f64 = list["landings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|landing| mean(&landing["matched"]) + mean(&landing["matched_without_pgy1"]))
            .sum();
        assert!((landed + mean(&list["unmatched"]) - 1.0).abs() < 1e-9, "{list}");
        let against = &list["against_true_order"];
        assert!(against.is_null() || against["verdict"] != "gains", "{against}");
    }
    assert!(ranks["independent"]["understated_by"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_portfolio_applied_with_can_be_named_and_must_fit_the_invitations() {
    let of = |name: &str| {
        output(&["ranks", "scenarios/rank_list.toml", "--no-report", "--draws", "32", "--portfolio", name])
    };
    assert_eq!(of("DR + IM + TY").status.code(), Some(0));
    let unknown = of("DR + XY");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("\"IM alone\""));
    let small = of("DR + TY");
    assert_eq!(small.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&small.stderr).contains("5 programs of Internal Medicine invited"));
}

#[test]
fn a_scenario_without_interviews_is_told_what_to_write() {
    let found = output(&["ranks", TWO[0], "--no-report"]);
    assert_eq!(found.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&found.stderr).contains("[[interview]]"));
}

/// What `ranks` says as JSON of the shipped scenario with these texts replaced.
fn changed(changes: &[(&str, &str)]) -> Value {
    let mut text = fs::read_to_string(root().join("scenarios/rank_list.toml")).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("changed.toml");
    fs::write(&path, text).unwrap();
    let printed = printed(&["ranks", path.to_str().unwrap(), "--no-report", "--draws", "128", "--format", "json"]);
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn a_full_calendar_asks_for_the_invitations_that_were_declined() {
    let asks = |ranks: &Value| ranks["notices"].to_string().contains("[invitations]");
    let full = ("max_interviews = 20", "max_interviews = 7");
    assert!(asks(&changed(&[full, ("internal_medicine = 5", "internal_medicine = 3")])));
    assert!(!asks(&changed(&[full])));
    assert!(!asks(&changed(&[])));
}

/// Without a PGY-1 in sight, and worth nothing without one, radiology first is not the order of these values.
#[test]
fn an_order_that_forgets_the_missing_pgy1_is_found_out() {
    let role = "track = \"transitional_year\"\nrole = \"pgy1\"\n";
    let interviews =
        format!("[[interview]]\nprogram = \"Lakeside TY\"\n{role}\n[[interview]]\nprogram = \"Harbor TY\"\n{role}");
    let ranks = changed(&[(interviews.as_str(), ""), ("matched_without_pgy1 = 0.45", "matched_without_pgy1 = 0.0")]);
    let lists = ranks["lists"].as_array().unwrap();
    let reversed = lists.iter().find(|list| list["kind"] == "reversed").unwrap();
    assert_eq!(reversed["against_true_order"]["verdict"], "gains");
    assert!(reversed["against_true_order"]["points_better"].as_u64().unwrap() > 0);
    let cut = lists.iter().find(|list| list["kind"] == "cut").unwrap();
    assert_eq!(
        (&cut["against_true_order"]["verdict"], &cut["against_true_order"]["points_better"]),
        (&"loses".into(), &0.into())
    );
}
