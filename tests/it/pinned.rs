//! Numbers of one scenario and seed. If they move, the reason belongs under
//! "Changes of numbers" in CHANGELOG.md; `INSTA_UPDATE=always cargo test` writes them anew.

use std::process::Command;

fn outcomes(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(["run", "scenarios/dr_strong_cautious.toml", "--no-report", "--quiet", "--format", "csv", "--seed", "7"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    // Twelve digits: the same on every machine, and enough to see any change.
    let text = String::from_utf8(output.stdout).expect("the program writes text");
    let rounded = |field: &str| match field.parse::<f64>() {
        Ok(number) if field.contains('.') => format!("{number:.12}"),
        _ => field.to_owned(),
    };
    text.lines().map(|row| row.split(',').map(rounded).collect::<Vec<_>>().join(",") + "\n").collect()
}

#[test]
fn the_trials_engine_gives_the_pinned_numbers() {
    insta::assert_snapshot!(outcomes(&["--engine", "trials", "--trials", "131072"]));
}

#[test]
fn the_conditional_engine_gives_the_pinned_numbers() {
    insta::assert_snapshot!(outcomes(&["--engine", "conditional", "--trials", "1024"]));
}
