//! `matchfolio market` as a person runs it.

use crate::matching::program;
use std::fs;

#[test]
fn the_shipped_market_prints_its_tables_and_every_match_is_stable() {
    let file = "scenarios/market_2026.toml";
    let (code, printed, said) = program(&["market", file, "--markets", "1", "--no-report", "--quiet"]);
    assert_eq!(code, 0, "{said}");
    for words in ["Who matches?", "non-US IMG", "What stays unfilled?", "Published"] {
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
