//! The scenarios that are shipped compile without errors and say whom they are about.

use std::path::{Path, PathBuf};

use matchfolio::scenario::{Loaded, Severity, Warning, load};

use super::tables::TABLES;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"))
}

fn loaded(name: &str) -> Loaded {
    load(&path(name), &TABLES).unwrap_or_else(|error| panic!("{name}:\n{error}"))
}

/// What every shipped scenario must be: useful to compare with, and documented.
fn check(name: &str) -> Loaded {
    let loaded = loaded(name);
    assert!(loaded.scenario.portfolios.len() >= 3, "{name} compares too little");
    assert!(loaded.text.starts_with("#:schema ./schema/scenario.schema.json\n"), "{name} names no schema");
    assert!(loaded.text.contains("\n# About: "), "{name} does not say whom it is about");
    assert!(loaded.scenario.values.is_some(), "{name} states no values");
    assert!(loaded.scenario.budget_usd.is_some(), "{name} states no budget");
    loaded
}

/// Whether a file of the folder is a scenario, and not a market.
pub fn is_scenario(path: &Path) -> bool {
    let is_market = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("market_"));
    path.extension().is_some_and(|extension| extension == "toml") && !is_market
}

/// A comment that allows lines of one track to be screened differently.
const SCREENING_IS_ASKED: &str = "Screening is the question here";

/// A portfolio that looks programs up and one that does not differ in effort, and not only in what is applied to.
#[test]
fn lines_of_a_track_are_screened_alike_unless_screening_is_the_question() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut checked = 0;
    for file in files.filter(|path| is_scenario(path)) {
        let loaded = load(&file, &TABLES).unwrap_or_else(|error| panic!("{}:\n{error}", file.display()));
        if loaded.text.contains(SCREENING_IS_ASKED) {
            continue;
        }
        let portfolios = loaded.scenario.portfolios.iter().map(|planned| &planned.portfolio);
        let lines: Vec<_> = portfolios.flat_map(|portfolio| &portfolio.lines).collect();
        for line in &lines {
            let first = lines.iter().find(|other| other.track == line.track).unwrap();
            let track = &loaded.scenario.prior.tracks[line.track].id;
            assert_eq!(line.screening, first.screening, "{}: {track}", file.display());
        }
        checked += 1;
    }
    assert!(checked > 5, "{checked}");
}

#[test]
fn ir_img_layers_compiles() {
    let scenario = check("ir_img_layers").scenario;
    assert_eq!(scenario.portfolios.len(), 6);
    assert_eq!(scenario.prior.tracks[scenario.prior.home.track().unwrap()].id, "interventional_radiology_integrated");
    assert!(scenario.prior.radiology_pair.is_some());
}

#[test]
fn dr_strong_cautious_compiles() {
    check("dr_strong_cautious");
}

#[test]
fn dr_moderate_heavy_backup_compiles() {
    check("dr_moderate_heavy_backup");
}

#[test]
fn competitive_dream_compiles_and_sends_the_signals_that_are_a_gate() {
    let scenario = check("competitive_dream").scenario;
    let of = |portfolio: usize| scenario.portfolios[portfolio].portfolio.lines[0].signal_counts();
    assert!(of(0).are_gate() && of(2).are_gate(), "{:?} {:?}", of(0), of(2));
    assert_eq!((of(0).plain, of(2).gold, of(2).silver), (30, 3, 25));
}

#[test]
fn dr_high_risk_backup_first_compiles_with_and_without_a_j1() {
    let only_h1b = check("dr_high_risk_backup_first").scenario;
    let with_j1 = check("dr_high_risk_backup_first_j1").scenario;
    assert_ne!(only_h1b.applicant.visa, with_j1.applicant.visa);
    assert_eq!(only_h1b.portfolios, with_j1.portfolios);
}

#[test]
fn psychiatry_with_fm_compiles() {
    check("psychiatry_with_fm");
}

#[test]
fn ir_us_senior_compiles() {
    check("ir_us_senior");
}

#[test]
fn rank_list_compiles_with_its_interviews_and_more_invitations() {
    let scenario = check("rank_list").scenario;
    let attendance = scenario.attendance.expect("interviews");
    assert_eq!(attendance.interviews.len(), 9);
    assert_eq!(attendance.invitations, [4, 5, 2]);
    assert_eq!(attendance.interviews[0].worth, 1.0);
    assert_eq!(attendance.interviews[0].worth_without_pgy1, 0.45);
}

#[test]
fn dr_then_ir_compiles_and_warns_of_the_portfolio_without_a_pgy1() {
    let loaded = check("dr_then_ir");
    let warnings: Vec<String> =
        loaded.warnings.iter().filter(|warning| warning.severity() == Severity::Warning).map(Warning::seen).collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("DR 90, no PGY-1"));
}

#[test]
fn ir_long_way_compiles_and_compares_three_plans_of_three_seasons() {
    let scenario = check("ir_long_way").scenario;
    let plans = scenario.plans.expect("plans");
    assert_eq!(plans.plans.iter().map(|plan| plan.seasons.len()).collect::<Vec<_>>(), [3, 3, 3]);
    assert_eq!(plans.careers_of_choice, ["interventional_radiology"]);
}

#[test]
fn prelim_bridge_compiles_and_is_warned_that_a_preliminary_place_is_no_backup() {
    let loaded = check("prelim_bridge");
    let seen: Vec<String> =
        loaded.warnings.iter().filter(|warning| warning.severity() == Severity::Warning).map(Warning::seen).collect();
    assert!(seen.iter().any(|text| text.contains("ranks preliminary programs on the primary list")), "{seen:?}");
}

#[test]
fn research_year_compiles() {
    check("research_year");
}
