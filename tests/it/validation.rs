//! Published figures are predicted, not fitted, and the score is what it says.

use std::process::{Command, Output};
use std::sync::LazyLock;

use matchfolio::calibration::validation::{Validation, validate};
use matchfolio::cli::validate::{csv, json, table};
use matchfolio::model::ApplicantType;
use matchfolio::reference::{AssumptionRow, CATEGORICAL_SHARE_WEIGHT, FigureRestriction, FigureRow, Reference};
use serde_json::Value;

/// Folders of tables that the parameters come from.
const FITTED: [&str; 2] = ["parameters/", "fit/"];

static SCORED: LazyLock<Validation> = LazyLock::new(|| validate(&Reference::embedded().unwrap(), 1).unwrap());

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// Sum of the predictions whose keys begin and end so.
fn total(begin: &str, end: &str) -> (usize, f64) {
    let chosen = SCORED.figures.iter().filter(|one| one.figure.starts_with(begin) && one.figure.ends_with(end));
    chosen.fold((0, 0.0), |(count, sum), one| (count + 1, sum + one.predicted))
}

#[test]
fn nothing_that_is_scored_was_fitted() {
    let reference = Reference::embedded().unwrap();
    let fitted: Vec<&String> = reference
        .tables
        .iter()
        .filter(|table| FITTED.iter().any(|folder| table.path.starts_with(folder)))
        .flat_map(|table| &table.sources)
        .collect();
    assert!(fitted.iter().any(|source| *source == "nrmp_adv_2025_bytype"), "the test finds the fitted tables");
    for figure in &reference.figures {
        assert!(!fitted.contains(&&figure.source_id), "{}: {} is fitted", figure.figure, figure.source_id);
    }
}

#[test]
fn at_least_sixty_figures_are_scored_each_once() {
    assert!(SCORED.figures.len() >= 60, "{}", SCORED.figures.len());
    let reference = Reference::embedded().unwrap();
    let keys: Vec<&str> = SCORED.figures.iter().map(|one| one.figure.as_str()).collect();
    assert_eq!(keys, reference.figures.iter().map(|row| row.figure.as_str()).collect::<Vec<_>>());
}

#[test]
fn shares_of_a_whole_add_up() {
    for (begin, end) in
        [("fills_dr_", "_2020"), ("fills_dr_", "_2022"), ("fills_ir_", "_2023"), ("rank_obtained_", "_2021")]
    {
        let (count, sum) = total(begin, end);
        assert_eq!(count, 4, "{begin}");
        assert!((sum - 100.0).abs() < 1e-6, "{begin}: {sum}");
    }
}

#[test]
fn the_rate_of_all_lies_between_those_with_and_without_visa_need() {
    let mut reference = Reference::embedded().unwrap();
    let all = reference.figures.iter().find(|row| row.figure == "match_rate_non_us_img_2025").unwrap().clone();
    let of = |restriction| FigureRow { restriction, ..all.clone() };
    reference.figures =
        [FigureRestriction::NeedsVisa, FigureRestriction::None, FigureRestriction::NeedsNoVisa].map(of).into();
    let predicted: Vec<f64> = validate(&reference, 1).unwrap().figures.iter().map(|one| one.predicted).collect();
    assert!(predicted[0] < predicted[1] && predicted[1] < predicted[2], "{predicted:?}");
}

/// Where all positions begin with PGY-1 the restriction changes nothing; who has no such position fills none.
#[test]
fn shares_of_pgy1_positions_count_these_alone() {
    let predicted = |restriction, share: &dyn Fn(ApplicantType) -> bool| -> f64 {
        let mut reference = Reference::embedded().unwrap();
        // The counts alone decide: as many positions as matches, or none.
        for row in reference.listings.iter_mut().filter(|row| row.track == "neurology") {
            row.filled = if share(row.applicant_type) { 1_000_000 } else { 0 };
        }
        let is_weight = |row: &&mut AssumptionRow| row.assumption == CATEGORICAL_SHARE_WEIGHT;
        reference.assumptions.iter_mut().filter(is_weight).for_each(|row| row.value = 1e-9);
        reference.figures.retain(|row| row.figure == "img_share_neurology_2024");
        reference.figures[0].restriction = restriction;
        validate(&reference, 1).unwrap().figures[0].predicted
    };
    let is_img = |kind: ApplicantType| kind.is_img();
    let of_all = predicted(FigureRestriction::None, &is_img);
    assert!((predicted(FigureRestriction::Pgy1Positions, &|_| true) - of_all).abs() < 1e-6);
    assert!((predicted(FigureRestriction::Pgy1Positions, &is_img) - 100.0).abs() < 1e-6);
    assert!(predicted(FigureRestriction::Pgy1Positions, &|kind| !kind.is_img()).abs() < 1e-6);
    assert!(of_all > 10.0 && of_all < 40.0, "{of_all}");
}

#[test]
fn the_score_is_that_of_its_figures() {
    let percent: Vec<f64> =
        SCORED.figures.iter().filter(|one| one.unit == "percent").map(|one| one.difference.abs()).collect();
    let mean = percent.iter().sum::<f64>() / percent.len() as f64;
    assert!((SCORED.mean_absolute_error - mean).abs() < 1e-9);
    let inside = |low: f64, high: f64, value: f64| low <= value && value <= high;
    let covered = SCORED.figures.iter().filter(|one| inside(one.interval90[0], one.interval90[1], one.published));
    assert!((SCORED.coverage90 - covered.count() as f64 / SCORED.figures.len() as f64).abs() < 1e-12);
    for one in &SCORED.figures {
        let [low, high] = one.interval90;
        assert!(low < one.predicted && one.predicted < high, "{}: {low} {} {high}", one.figure, one.predicted);
        assert!(one.predictive_sd > 0.0 && one.predictive_sd.is_finite(), "{}", one.figure);
    }
    assert_eq!(SCORED.failures().len(), SCORED.figures.iter().filter(|one| !one.is_covered).count());
}

#[test]
fn failures_are_named_with_a_reason_in_the_table() {
    let text = table(&SCORED);
    for failure in SCORED.failures() {
        assert!(text.contains(&format!("{} {}: predicted", failure.name, failure.year)), "{}", failure.figure);
        assert!(failure.likely_reason.is_some());
    }
    assert_eq!(csv(&SCORED).lines().count(), SCORED.figures.len() + 1);
}

#[test]
fn the_program_writes_the_same_score_and_a_chart_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("score");
    let shown = program(&["validate", "--format", "json", "--out", &out.to_string_lossy()]);
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    let text = String::from_utf8(shown.stdout).unwrap();
    assert_eq!(text, json(&SCORED).unwrap(), "same tables, seed and version");
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["schema"], "matchfolio.validation/1");
    assert!(read["mean_absolute_error"].is_f64() && read["coverage90"].is_f64());
    for figure in read["figures"].as_array().unwrap() {
        for key in ["name", "year", "source", "predicted", "interval90", "published"] {
            assert!(!figure[key].is_null(), "{key} of {figure}");
        }
    }
    for file in ["validation.json", "figures.csv", "charts/calibration.svg", "charts/calibration.png"] {
        assert!(out.join(file).metadata().unwrap().len() > 0, "{file}");
    }
    let refused = program(&["validate", "--out", &out.to_string_lossy()]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--force"));
    assert_eq!(std::fs::read_to_string(out.join("validation.json")).unwrap(), text);
}

#[test]
fn a_figure_about_nobody_is_named() {
    let mut reference = Reference::embedded().unwrap();
    reference.population.retain(|row| row.track != "general_surgery");
    let error = validate(&reference, 1).unwrap_err().to_string();
    assert!(error.contains("nobody") && error.contains("ranks_10_gs_img_2014"), "{error}");
    reference.figures.clear();
    assert!(validate(&reference, 1).unwrap_err().to_string().contains("no figure"));
}
