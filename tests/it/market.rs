//! `matchfolio market` as a person runs it.

use crate::matching::program;
use std::fs;

#[test]
fn the_shipped_market_prints_its_tables_and_every_match_is_stable() {
    let file = "scenarios/market_2026.toml";
    let (code, printed, said) = program(&["market", file, "--markets", "1", "--no-report", "--quiet"]);
    assert_eq!(code, 0, "{said}");
    for words in ["points off what was published", "Who matches?", "non-US IMG", "What stays unfilled?", "Published"] {
        assert!(printed.contains(words), "{words} is not in {printed}");
    }
    assert!(printed.contains("1 of 1."), "{printed}");
}

#[test]
fn the_replication_of_interview_caps_says_what_fails_and_writes_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("caps");
    let file = "scenarios/market_interview_caps.toml";
    let (code, printed, said) = program(&["market", file, "--markets", "5", "--out", out.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.contains("Does it reproduce what was published?") && printed.contains("passed over"), "{printed}");
    for name in ["market.json", "market.csv", "market.parquet", "charts/interviews.svg"] {
        assert!(fs::metadata(out.join(name)).unwrap().len() > 100, "{name}");
    }
}

#[test]
fn a_wrong_market_file_is_told_with_its_line_and_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.toml");
    fs::write(&path, "season = 2026\n[policy]\nmax_interview = 12\n").unwrap();
    let (code, _, said) = program(&["market", path.to_str().unwrap(), "--no-report"]);
    assert!(code == 3 && said.contains("wrong.toml:3:") && said.contains("max_interviews"), "{said}");
}

/// A market of a twentieth of the country, which takes a second.
const SMALL: &str =
    "season = 2026\n[applicants]\nshare_of_country = 0.05\n[[variant]]\nname = \"caps\"\nmax_interviews = 8\n";

#[test]
fn a_second_opinion_stands_beside_the_usual_answer_and_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (market, out) = (folder.path().join("small.toml"), folder.path().join("out"));
    fs::write(&market, SMALL).unwrap();
    let asked = format!("--market={}", market.display());
    let change = "more_applicants.internal_medicine=+20%";
    let (code, printed, said) = program(&[
        "run",
        "scenarios/ir_us_senior.toml",
        &asked,
        "--markets",
        "2",
        "--market-set",
        change,
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(code, 0, "{said}");
    for words in [
        "This is a second opinion",
        "What if nobody attended more than 8 interviews? (“caps”)",
        "What if Internal Medicine had 20% more applicants?",
        "at most 8",
    ] {
        assert!(printed.contains(words), "{words} is not in {printed}");
    }
    let written = fs::read_to_string(out.join("second-opinion.json")).unwrap();
    assert!(written.contains("\"matchfolio.second-opinion/1\"") && !written.contains(folder.path().to_str().unwrap()));
    assert!(fs::metadata(out.join("second-opinion.csv")).unwrap().len() > 1000);
}

#[test]
fn a_wrong_change_of_the_market_says_what_to_type() {
    let run = |arguments: &[&str]| {
        let all = [&["run", "scenarios/ir_us_senior.toml", "--no-report"], arguments].concat();
        let (code, _, said) = program(&all);
        (code, said)
    };
    let (code, said) = run(&["--market", "--market-set", "max_interview=12"]);
    assert!(code == 3 && said.contains("--market-set:1:") && said.contains("max_interviews"), "{said}");
    let (code, said) = run(&["--market-set", "max_interviews=12"]);
    assert!(code == 2 && said.contains("--market"), "{said}");
    let (code, said) = run(&["--market=scenarios/market_interview_caps.toml"]);
    let on_one_line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(code == 2 && on_one_line.contains("one specialty by itself"), "{code} {said}");
}
