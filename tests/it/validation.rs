//! Published figures are predicted, not fitted, and the score is what it says.

use std::process::{Command, Output};
use std::sync::LazyLock;

use matchfolio::calibration::validation::bands::{bands, table as band_table};
use matchfolio::calibration::validation::predictions::Population;
use matchfolio::calibration::validation::{Freshness, Validation, draft, score_forecast, validate};
use matchfolio::cli::validate::{Answer, forecast, summary, table};
use matchfolio::engine::driver::Silent;
use matchfolio::model::ApplicantType;
use matchfolio::reference::{
    ApplicantGroup, AssumptionRow, CATEGORICAL_SHARE_WEIGHT, FigureQuantity, FigureRestriction, FigureRow,
    PublishedRow, RankObtainedRow, Reference,
};
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
fn no_figure_that_counts_comes_from_a_fitted_table() {
    let reference = Reference::embedded().unwrap();
    let fitted: Vec<&String> = reference
        .tables
        .iter()
        .filter(|table| FITTED.iter().any(|folder| table.path.starts_with(folder)))
        .flat_map(|table| &table.sources)
        .collect();
    assert!(fitted.iter().any(|source| *source == "nrmp_adv_2025_bytype"), "the test finds the fitted tables");
    for figure in reference.figures.iter().filter(|row| Freshness::of(row, &reference) == Freshness::Fresh) {
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
    for (begin, end) in [("fills_dr_", "_2020"), ("fills_dr_", "_2022"), ("fills_ir_", "_2023")] {
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

/// The same people, in the year in which the counts say that the track was easier, match more often.
#[test]
fn a_rate_is_predicted_for_a_track_as_hard_as_it_was_that_year() {
    let predicted = |year: u16, counts: bool| {
        let mut reference = Reference::embedded().unwrap();
        reference.figures.retain(|row| row.figure == "single_orthopedic_surgery_us_md_2022");
        reference.figures[0].year = year;
        reference.levels.retain(|_| counts);
        validate(&reference, 1).unwrap().figures[0].predicted
    };
    // Of US MD seniors who ranked it 79% filled a position in 2020, and 65% in 2022.
    assert!(predicted(2020, true) > predicted(2022, true) + 2.0);
    assert!((predicted(2020, false) - predicted(2022, false)).abs() < 1e-9, "nothing tells the years apart");
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
fn the_score_is_that_of_its_fresh_figures() {
    let fresh: Vec<_> = SCORED.figures.iter().filter(|one| one.freshness == Freshness::Fresh).collect();
    let percent: Vec<_> = fresh.iter().filter(|one| one.unit == "percent").collect();
    let mean = |of: &dyn Fn(f64, f64) -> f64| {
        percent.iter().map(|one| of(one.predicted - one.published, one.baseline - one.published)).sum::<f64>()
            / percent.len() as f64
    };
    assert!((SCORED.fresh.mean_absolute_error - mean(&|error, _| error.abs())).abs() < 1e-9);
    assert!((SCORED.fresh.baseline_error - mean(&|_, naive| naive.abs())).abs() < 1e-9);
    let covered = percent.iter().filter(|one| (one.quantiles[0]..=one.quantiles[4]).contains(&one.published)).count();
    assert!((SCORED.fresh.coverage90 - covered as f64 / percent.len() as f64).abs() < 1e-12);
    assert_eq!(SCORED.kinds.iter().map(|score| score.count).sum::<usize>(), fresh.len());
    for one in &SCORED.figures {
        assert!(one.quantiles.is_sorted(), "{}", one.figure);
        assert!(one.quantiles[0] < one.predicted && one.predicted < one.quantiles[4], "{}", one.figure);
        assert!(one.predictive_sd > 0.0 && one.predictive_sd.is_finite(), "{}", one.figure);
        assert!(one.baseline.is_finite() && one.interval_score >= 0.0, "{}", one.figure);
    }
    assert_eq!(SCORED.failures().len(), fresh.iter().filter(|one| !one.is_covered).count());
}

/// Rates of whole types, shares near the fitted table of 2025, and what other figures imply do not count.
#[test]
fn figures_that_repeat_the_tables_do_not_count() {
    let reference = Reference::embedded().unwrap();
    let class = |figure: &str| {
        let row = reference.figures.iter().find(|row| row.figure == figure).unwrap();
        Freshness::of(row, &reference)
    };
    for near in
        ["match_rate_us_md_2014", "match_rate_non_us_img_2025", "img_share_pathology_2024", "fills_dr_us_md_2023"]
    {
        assert_eq!(class(near), Freshness::NearInput, "{near}");
    }
    for trivial in [
        "match_rate_img_2024",
        "ranks_10_im_md_2014",
        "fills_dr_non_us_img_2020",
        "single_diagnostic_radiology_us_do_2020",
    ] {
        assert_eq!(class(trivial), Freshness::Trivial, "{trivial}");
    }
    for fresh in ["match_rate_img_2020", "img_share_pathology_2017", "dr_only_choice_us_md_2020", "ranks_10_gs_md_2014"]
    {
        let expected = if fresh.starts_with("match_rate") { Freshness::NearInput } else { Freshness::Fresh };
        assert_eq!(class(fresh), expected, "{fresh}");
    }
}

/// A table that is fitted makes a near-input of a figure that was fresh.
#[test]
fn the_class_follows_the_fitted_tables() {
    let mut reference = Reference::embedded().unwrap();
    let row = reference.figures.iter().find(|row| row.figure == "img_share_pathology_2017").unwrap().clone();
    assert_eq!(Freshness::of(&row, &reference), Freshness::Fresh);
    reference.listings.iter_mut().filter(|one| one.track == "pathology").for_each(|one| one.year = 2019);
    assert_eq!(Freshness::of(&row, &reference), Freshness::NearInput);
}

#[test]
fn the_naive_prediction_is_the_last_published_value_where_there_is_one() {
    let of = |figure: &str| SCORED.figures.iter().find(|one| one.figure == figure).unwrap();
    let rate = of("match_rate_us_md_2025");
    assert_eq!((rate.baseline_rule, rate.baseline), ("last published value", 93.5));
    let alone = of("dr_only_choice_us_do_2020");
    assert_eq!(alone.baseline_rule, "rate of the type in this specialty");
    assert!((alone.baseline - 68.4).abs() < 0.1, "{}", alone.baseline);
    assert_eq!(of("ranks_10_gs_md_2014").baseline_rule, "one acceptance rate for all");
}

#[test]
fn a_higher_score_band_matches_more_often_and_so_does_a_single_choice() {
    let mut reference = Reference::embedded().unwrap();
    let base = reference.figures.iter().find(|row| row.figure == "preferred_ir_us_md_2022").unwrap().clone();
    let of = |restriction, low, high| FigureRow {
        quantity: FigureQuantity::MatchRatePreferred,
        track: Some("anesthesiology".to_owned()),
        applicants: ApplicantGroup::Type(ApplicantType::UsMd),
        restriction,
        low,
        high,
        ..base.clone()
    };
    reference.figures = vec![
        of(FigureRestriction::Step2Band, Some(220), Some(229)),
        of(FigureRestriction::None, None, None),
        of(FigureRestriction::Step2Band, Some(250), None),
        of(FigureRestriction::OnlyChoice, None, None),
    ];
    let scored = validate(&reference, 1).unwrap();
    let predicted: Vec<f64> = scored.figures.iter().map(|one| one.predicted).collect();
    assert!(predicted[0] < predicted[1] && predicted[1] < predicted[2], "{predicted:?}");
    assert!(predicted[1] < predicted[3], "{predicted:?}");
    assert_eq!(scored.figures[0].baseline_rule, "logistic curve in the score");
    assert!(scored.figures[0].baseline < scored.figures[2].baseline);
}

/// Rewritten by `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_score_in_the_methods_is_that_of_the_program() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/methods.md");
    let page = std::fs::read_to_string(file).unwrap();
    let (before, rest) = page.split_once("<!-- begin: score -->").unwrap();
    let (_, after) = rest.split_once("<!-- end: score -->").unwrap();
    let block = format!("<!-- begin: score -->\n```text\n{}```\n<!-- end: score -->", summary(&SCORED));
    let fresh = [before, &block, after].concat();
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
        std::fs::write(file, &fresh).unwrap();
    }
    let stored = std::fs::read_to_string(file).unwrap();
    assert!(stored == fresh, "docs/methods.md is stale; run MATCHFOLIO_UPDATE=1 cargo test and read the difference");
}

/// SHA-256 of the forecast. After Match Day it is never edited: a forecast that can be changed then is none.
const SEALED: &str = "a361a9053345577d4e52b2eae5cf7e96b99807248d2bfcd00af8dc377cd07037";

#[test]
fn the_sealed_forecast_was_not_edited() {
    let reference = Reference::embedded().unwrap();
    let table = reference.tables.iter().find(|table| table.path == "forecasts/2027.csv").unwrap();
    assert_eq!(table.sha256, SEALED);
    assert!(table.rows >= 60, "{}", table.rows);
    for row in &reference.forecasts {
        assert_eq!(row.year, 2027, "{}", row.figure);
        assert_eq!(row.tables_sha256.len(), 64, "{}", row.figure);
    }
    assert!(reference.published.iter().all(|one| reference.forecasts.iter().any(|row| row.figure == one.figure)));
}

#[test]
fn a_forecast_is_scored_as_figures_appear() {
    let mut reference = Reference::embedded().unwrap();
    let rows = draft(&reference, 1, 2027).unwrap();
    assert!(rows.len() >= 60, "{}", rows.len());
    reference.published.clear();
    assert!(score_forecast(&reference, 2027).is_empty());
    assert!(forecast(&reference, 2026).contains("no forecast of the 2026"));
    reference.published = rows
        .iter()
        .map(|row| PublishedRow { figure: row.figure.clone(), value: row.quantiles[2], source_id: String::new() })
        .collect();
    reference.forecasts = rows;
    let scores = score_forecast(&reference, 2027);
    let all = scores.last().unwrap();
    assert_eq!((all.count, all.mean_absolute_error, all.coverage90), (reference.forecasts.len(), 0.0, 1.0));
    assert!((all.skill - 1.0).abs() < 1e-12 && all.baseline_error > 0.0);
    assert!(forecast(&reference, 2027).contains("all published figures"));
}

#[test]
fn failures_are_named_with_a_reason_in_the_table() {
    let text = table(&SCORED);
    for failure in SCORED.failures() {
        assert!(text.contains(&format!("{} {}: predicted", failure.name, failure.year)), "{}", failure.figure);
        assert!(failure.likely_reason.is_some());
    }
    assert_eq!(SCORED.csv().unwrap().lines().count(), SCORED.figures.len() + 1);
}

#[test]
fn the_program_writes_the_same_score_and_a_chart_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("score");
    let shown = program(&["validate", "--format", "json", "--out", &out.to_string_lossy()]);
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    let text = String::from_utf8(shown.stdout).unwrap();
    assert_eq!(text, SCORED.json().unwrap(), "same tables, seed and version");
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(read["schema"], "matchfolio.validation/2");
    assert!(read["fresh"]["mean_absolute_error"].is_f64() && read["fresh"]["coverage90"].is_f64());
    for figure in read["figures"].as_array().unwrap() {
        for key in ["name", "year", "source", "predicted", "quantiles", "baseline", "freshness", "published"] {
            assert!(!figure[key].is_null(), "{key} of {figure}");
        }
    }
    for file in
        ["validation.json", "figures.csv", "charts/calibration.svg", "charts/calibration.png", "charts/reliability.svg"]
    {
        assert!(out.join(file).metadata().unwrap().len() > 0, "{file}");
    }
    let refused = program(&["validate", "--out", &out.to_string_lossy()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--force"));
    assert_eq!(std::fs::read_to_string(out.join("validation.json")).unwrap(), text);
}

#[test]
fn a_figure_about_nobody_is_named() {
    let mut reference = Reference::embedded().unwrap();
    reference.population.retain(|row| row.track == "internal_medicine");
    reference.figures.retain(|row| row.figure == "ranks_10_gs_img_2014");
    let error = validate(&reference, 1).unwrap_err().to_string();
    assert!(error.contains("nobody") && error.contains("ranks_10_gs_img_2014"), "{error}");
    reference.figures.clear();
    assert!(validate(&reference, 1).unwrap_err().to_string().contains("no figure"));
}

/// The gradient of demand and the luck of interviews were fitted to the ranks of 2021: the shares at the central values are
/// near the published ones, and a much larger or smaller value of either is further away.
#[test]
fn ranks_obtained_in_2021_are_those_that_demand_and_luck_were_fitted_to() {
    let mut reference = Reference::embedded().unwrap();
    reference.population.retain(|row| row.applicant_type == ApplicantType::UsMd);
    let pattern = reference.figures.iter().find(|row| row.figure == "rank_obtained_1_3_2018").unwrap().clone();
    let distance = |reference: &Reference| -> f64 {
        let population = Population::new(reference, 1, &Silent).unwrap();
        let miss = |row: &RankObtainedRow| {
            let figure = FigureRow { year: 2021, low: Some(row.first), high: row.last, ..pattern.clone() };
            population.predict(&figure, reference).unwrap().mean - 100.0 * row.share
        };
        (reference.ranks_obtained.iter().map(miss).map(|miss| miss * miss).sum::<f64>() / 4.0).sqrt()
    };
    let fitted = distance(&reference);
    assert!(fitted < 3.5, "{fitted} points");
    let with_gradient = |value: f64| {
        let mut moved = reference.clone();
        let row = moved.assumptions.iter_mut().find(|row| row.assumption == "demand_gradient").unwrap();
        (row.value, row.first) = (value, Some(value));
        distance(&moved)
    };
    let (none, large) = (with_gradient(0.0), with_gradient(0.6));
    assert!(none > fitted + 0.2, "{none} without a gradient, {fitted} with it");
    assert!(large > fitted + 0.2, "{large} with a large gradient, {fitted} with it");
}

/// Rewritten by `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn what_the_risk_bands_have_meant_is_that_of_the_program() {
    let reference = Reference::embedded().unwrap();
    let fresh = band_table(&bands(&SCORED, &reference));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/validation/bands.csv");
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
        std::fs::write(file, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), fresh, "run MATCHFOLIO_UPDATE=1 cargo test");
}

#[test]
fn a_riskier_band_holds_groups_of_whom_more_went_unmatched() {
    let rows = bands(&SCORED, &Reference::embedded().unwrap());
    assert!(rows.iter().map(|row| row.groups).sum::<u32>() >= 60, "{rows:?}");
    let medians: Vec<f64> = rows.iter().filter_map(|row| row.median).collect();
    assert!(medians.len() >= 3 && medians.is_sorted(), "{rows:?}");
}
