//! Which further specialty adds most: tracks that no line uses, failures that come together, worth and money.

use std::sync::atomic::AtomicBool;

use matchfolio::decide::answers::Header;
use matchfolio::decide::answers::backups::{Backup, Backups, SCHEMA};
use matchfolio::decide::backups::{Asked, backups};
use matchfolio::decide::edits;
use matchfolio::decide::study::{Candidate, Study};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::precision::Precision;
use matchfolio::engine::results::ScenarioIdentity;
use matchfolio::model::{Assumption, PriorShape, Role, Visa};
use matchfolio::reference::Reference;
use matchfolio::scenario::{Loaded, Scenario, Warning, WarningKind, compile_text};

static NEVER: AtomicBool = AtomicBool::new(false);

const RADIOLOGY: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = 246
years_since_graduation = 3
us_clinical_months = 4
visa = "j1"
letters = { diagnostic_radiology = 2, pediatrics = 1 }
[values]
diagnostic_radiology = 1.0
internal_medicine = 0.6
preliminary_only = 0.2
matched_without_pgy1 = 0.4
[[portfolio]]
name = "DR"
[[portfolio.line]]
track = "internal_medicine_preliminary"
programs = 20
role = "pgy1"
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 60
[[portfolio.line]]
track = "general_surgery_preliminary"
programs = 10
role = "primary"
"#;

fn loaded(text: &str, further: &[&str]) -> Loaded {
    let further: Vec<String> = further.iter().map(|&key| key.to_owned()).collect();
    let reference = Reference::embedded().expect("tables");
    let found = compile_text("x.toml", text, &reference).and_then(|loaded| loaded.with_tracks(&reference, &further));
    found.unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn answer(scenario: &Scenario, programs: u32, draws: u64) -> Backups {
    answer_considering(scenario, &vec![false; scenario.prior.tracks.len()], programs, draws)
}

fn answer_considering(scenario: &Scenario, considered: &[bool], programs: u32, draws: u64) -> Backups {
    let now = Candidate { applicant: scenario.applicant.clone(), portfolio: scenario.portfolios[0].portfolio.clone() };
    let is_used = |track: usize| now.portfolio.lines.iter().any(|line| line.track == track);
    let tracks: Vec<usize> = (0..scenario.prior.tracks.len()).filter(|track| !is_used(*track)).collect();
    let asked = Asked {
        now: &now,
        tracks: &tracks,
        considered,
        programs,
        pricing: &scenario.pricing,
        values: scenario.values.as_ref(),
        stated: &scenario.stated_values,
    };
    let precision = Precision { seed: 5, draws, threads: Some(2), ..Precision::default() };
    let study = Study { prior: &scenario.prior, precision, interrupted: &NEVER };
    let identity = ScenarioIdentity {
        title: scenario.title.clone(),
        file: scenario.file.clone(),
        sha256: scenario.sha256.clone(),
        season: scenario.season,
    };
    let header = Header {
        schema: SCHEMA,
        version: "0",
        seed: 5,
        parameter_draws: draws,
        scenario: identity,
        notices: Vec::new(),
    };
    backups(header, &study, asked, &Silent).expect("found")
}

fn of<'a>(found: &'a Backups, track: &str) -> &'a Backup {
    let all = found.backups.iter().chain(&found.preliminary);
    all.into_iter().find(|backup| backup.track == track).unwrap_or_else(|| panic!("{track} was looked at"))
}

#[test]
fn further_tracks_stand_behind_the_typed_ones_and_change_nothing_else() {
    let plain = compile_text("x.toml", RADIOLOGY, &Reference::embedded().expect("tables")).expect("right");
    let more = loaded(RADIOLOGY, &["pediatrics", "internal_medicine", "diagnostic_radiology", "transitional_year"]);
    let keys = |loaded: &Loaded| -> Vec<String> {
        loaded.scenario.prior.tracks.iter().map(|track| track.id.clone()).collect()
    };
    let typed = keys(&plain);
    assert_eq!(keys(&more)[..typed.len()], typed);
    assert_eq!(keys(&more)[typed.len()..], ["pediatrics", "internal_medicine", "transitional_year"]);
    assert_eq!(more.scenario.prior.tracks[..typed.len()], plain.scenario.prior.tracks);
    assert_eq!(more.scenario.portfolios, plain.scenario.portfolios);
    assert_eq!(
        more.scenario.applicant.letters[typed.len()..],
        [1, 2, 2],
        "stated letters count, typical ones otherwise"
    );
    assert_eq!(more.scenario.stated_values.tracks[typed.len()..], [false, true, true]);
    // What was typed for an unused track is used now; the other notices stay.
    assert!(more.warnings.len() < plain.warnings.len());
    let is_about_parameters = |warning: &Warning| matches!(warning.kind, WarningKind::AssumedParameters { .. });
    let kept = |warning: &Warning| is_about_parameters(warning) || plain.warnings.contains(warning);
    assert!(more.warnings.iter().all(kept), "{:?}", more.warnings);
}

#[test]
fn a_backup_stands_below_every_residency_and_above_a_preliminary_year_at_the_end() {
    let scenario = loaded(RADIOLOGY, &["pediatrics", "transitional_year"]).scenario;
    let present = &scenario.portfolios[0].portfolio;
    let preferences = |track: usize| {
        let larger = edits::with_backup(present, track, 40, &scenario.prior, Visa::J1);
        larger.lines.iter().map(|line| line.preference).collect::<Vec<_>>()
    };
    assert_eq!(preferences(3), [1, 2, 4, 3]);
    assert_eq!(preferences(4), [1, 2, 3, 4]);
    let larger = edits::with_backup(present, 4, 40, &scenario.prior, Visa::J1);
    assert!(larger.lines[3].role == Role::Both && larger.lines[3].sponsors_only);
}

#[test]
fn the_answer_covers_what_was_asked_in_order_and_with_its_price() {
    let further = ["pediatrics", "internal_medicine", "family_medicine", "transitional_year", "neurology"];
    let scenario = loaded(RADIOLOGY, &further).scenario;
    let found = answer(&scenario, 40, 64);
    assert_eq!(found.backups.len(), 4);
    assert_eq!(found.preliminary.len(), 1);
    assert!(found.backups.is_sorted_by(|a, b| a.residency_gain.mean >= b.residency_gain.mean));
    for backup in &found.backups {
        assert!(backup.unmatched_fall.mean > 0.0 && backup.residency_gain.mean > 0.0, "{backup:?}");
        assert!(backup.saves.mean <= backup.saves_if_independent.mean, "{backup:?}");
        assert!(backup.failure_correlation.mean > 0.0, "strength is shared: {backup:?}");
        let per_dollar = backup.per_100_usd.as_ref().expect("a price").residency_gain.mean;
        assert!((per_dollar * backup.cost_usd / 100.0 - backup.residency_gain.mean).abs() < 1e-12);
    }
    // The preliminary year in internal medicine has begun the tiers of that specialty.
    assert!(of(&found, "internal_medicine").cost_usd > of(&found, "family_medicine").cost_usd);
    assert_eq!(of(&found, "pediatrics").letters, 1);
    let mix = found.best_mix.as_ref().expect("tried");
    assert_eq!(mix.parts.iter().map(|part| part.programs).sum::<u32>(), 40);
    let best = found.backups[0].residency_gain.mean;
    assert!((mix.residency_gain.mean - best - mix.residency_beyond_best_alone.mean).abs() < 1e-12);
}

#[test]
fn at_its_break_even_worth_a_backup_adds_as_much_value_as_the_best_stated_one() {
    let scenario = loaded(RADIOLOGY, &["pediatrics", "internal_medicine"]).scenario;
    let found = answer(&scenario, 40, 64);
    let needed = of(&found, "pediatrics").break_even_worth.expect("its worth is not stated");
    let target = of(&found, "internal_medicine").value_gain.expect("stated").mean;
    assert!(of(&found, "internal_medicine").break_even_worth.is_none());
    let mut stated = scenario.clone();
    let values = stated.values.take().expect("stated");
    stated.values = Some(stated.stated_values.with(&values, 3, needed));
    stated.stated_values.tracks[3] = true;
    let gain = of(&answer(&stated, 40, 64), "pediatrics").value_gain.expect("stated now").mean;
    assert!((gain - target).abs() < 1e-9, "{gain} {target} at {needed}");
}

#[test]
fn a_pool_smaller_than_asked_for_is_used_whole() {
    let scenario = loaded(RADIOLOGY, &["child_neurology"]).scenario;
    let found = answer(&scenario, 400, 16);
    let pool = edits::pool(&scenario.prior, 3, Visa::J1, true);
    assert!(pool < 400 && found.backups[0].programs == pool);
    assert!(found.best_mix.is_none(), "a single backup has nothing to be mixed with");
}

/// Failures given the parameters are independent where no latent is shared. The
/// correlation is a mean over draws with a standard error of its own; tolerance
/// four of them, a false alarm once in 16,000, and the seed is fixed.
#[test]
fn failures_come_together_only_through_what_specialties_share() {
    let mut scenario = loaded(RADIOLOGY, &["pediatrics"]).scenario;
    let fixed = |value| Assumption { value, prior: PriorShape::Fixed };
    let usual = answer(&scenario, 40, 128).backups[0].failure_correlation;
    scenario.prior.assumptions.strength_correlation = fixed(0.0);
    scenario.prior.assumptions.interview_luck_spread = fixed(0.0);
    let apart = answer(&scenario, 40, 128).backups[0].failure_correlation;
    scenario.prior.assumptions.strength_correlation = fixed(0.99);
    let together = answer(&scenario, 40, 128).backups[0].failure_correlation;
    assert!(apart.mean.abs() < 4.0 * apart.mc_error + 1e-3, "{apart:?}");
    assert!(usual.mean > 0.05 && together.mean > usual.mean, "{usual:?} {together:?}");
}

#[test]
fn what_the_person_named_comes_first_and_is_compared_among_itself() {
    let scenario =
        loaded(RADIOLOGY, &["pediatrics", "neurology", "family_medicine", "pathology", "anesthesiology"]).scenario;
    let keys: Vec<&str> = scenario.prior.tracks.iter().map(|track| track.id.as_str()).collect();
    let considered: Vec<bool> = keys.iter().map(|key| ["family_medicine", "anesthesiology"].contains(key)).collect();
    let found = answer_considering(&scenario, &considered, 30, 64);
    let groups: Vec<bool> = found.backups.iter().map(|backup| backup.is_considered).collect();
    assert_eq!(groups.iter().filter(|named| **named).count(), 2);
    assert!(groups.is_sorted_by(|a, b| a >= b), "{groups:?}");
    let gain_of = |backup: &Backup| backup.residency_gain.mean;
    for group in found.backups.chunk_by(|a, b| a.is_considered == b.is_considered) {
        assert!(!group[0].is_tied_with_first && group.is_sorted_by(|a, b| gain_of(a) >= gain_of(b)));
    }
    let plain = answer(&scenario, 30, 64);
    assert_eq!(plain.backups.len(), found.backups.len());
    assert!(plain.backups.is_sorted_by(|a, b| gain_of(a) >= gain_of(b)));
}

#[test]
fn without_a_name_the_safest_portfolio_is_examined_and_the_answer_says_so() {
    let answer_of = |arguments: &[&str]| -> serde_json::Value {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_matchfolio"))
            .args(arguments)
            .args(["scenarios/psychiatry_with_fm.toml", "--draws", "16", "--format", "json", "--no-report", "--quiet"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("started");
        serde_json::from_slice(&program.stdout).expect("an answer")
    };
    for command in ["backups", "sensitivity"] {
        let found = answer_of(&[command]);
        assert_eq!(found["portfolio"], "Psychiatry 70 + IM 80");
        assert_eq!(found["portfolio_choice"], "safest");
        assert_eq!(answer_of(&[command, "--portfolio", "1"])["portfolio_choice"], "named");
    }
    let named =
        answer_of(&["backups", "--portfolio", "Psychiatry only", "--track", "pathology", "--track", "pediatrics"]);
    assert!(named["backups"].as_array().expect("backups").iter().all(|backup| backup["is_considered"] == true));
    let all = answer_of(&["backups", "--portfolio", "Psychiatry only"]);
    let first: Vec<&str> = all["backups"]
        .as_array()
        .expect("backups")
        .iter()
        .filter(|one| one["is_considered"] == true)
        .filter_map(|one| one["track"].as_str())
        .collect();
    assert!(first.contains(&"family_medicine") && !first.contains(&"pediatrics"), "{first:?}");
}

#[test]
fn a_wrong_name_is_told_with_the_right_ones() {
    let told = |arguments: &[&str]| {
        let program = std::process::Command::new(env!("CARGO_BIN_EXE_matchfolio"))
            .args(arguments)
            .args(["--no-report", "--quiet"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("started");
        assert_eq!(program.status.code(), Some(2), "{arguments:?}");
        // Messages are broken at the width of the terminal.
        String::from_utf8(program.stderr).expect("text").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let file = "scenarios/psychiatry_with_fm.toml";
    for command in ["backups", "sensitivity"] {
        assert!(told(&[command, file, "--portfolio", "none"]).contains("\"Psychiatry only\""));
    }
    assert!(told(&["backups", file, "--track", "psychiatric"]).contains("did you mean `Psychiatry`?"));
    assert!(told(&["backups", file, "--track", "zzz"]).contains("internal_medicine (IM)"));
    assert!(told(&["backups", file, "--track", "psychiatry"]).contains("already"));
}
