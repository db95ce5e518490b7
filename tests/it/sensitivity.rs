//! What moves the answer: derivatives, signs, and what must not move anything.

use std::sync::atomic::AtomicBool;

use matchfolio::decide::answers::Header;
use matchfolio::decide::answers::sensitivity::{SCHEMA, Sensitivity};
use matchfolio::decide::edits;
use matchfolio::decide::sensitivity::{Allotment, Surroundings, leaning_draws, pin, sensitivity};
use matchfolio::decide::study::{Candidate, Measure, Study};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::precision::Precision;
use matchfolio::engine::results::ScenarioIdentity;
use matchfolio::model::Uncertain;
use matchfolio::reference::Reference;
use matchfolio::scenario::{Scenario, compile_text};
use proptest::prelude::*;

use crate::properties::{any_portfolio, uncertain_prior};

static NEVER: AtomicBool = AtomicBool::new(false);

fn precision(draws: u64) -> Precision {
    Precision { seed: 11, draws, threads: Some(2), ..Precision::default() }
}

fn scenario(applicant: &str, line: &str) -> Scenario {
    let text = format!(
        "season = 2027\n[applicant]\ntype = \"non_us_img\"\nyears_since_graduation = 3\nvisa = \"j1\"\n{applicant}\n\
         [limits]\nmax_interviews = 20\n\
         [[portfolio]]\nname = \"one\"\n[[portfolio.line]]\ntrack = \"psychiatry\"\nprograms = 40\n{line}\n\
         [[portfolio]]\nname = \"other\"\n[[portfolio.line]]\ntrack = \"neurology\"\nprograms = 30\n"
    );
    let loaded = compile_text("x.toml", &text, &Reference::embedded().expect("tables"));
    loaded.unwrap_or_else(|problems| panic!("{}", problems.render(false))).scenario
}

fn candidate(scenario: &Scenario) -> Candidate {
    Candidate { applicant: scenario.applicant.clone(), portfolio: scenario.portfolios[0].portfolio.clone() }
}

fn answer(scenario: &Scenario, allotments: &[Allotment]) -> Sensitivity {
    let now = candidate(scenario);
    let study = Study { prior: &scenario.prior, precision: precision(64), interrupted: &NEVER };
    let around = Surroundings {
        now: &now,
        prior: &scenario.prior,
        pricing: &scenario.pricing,
        allotments,
        budget_usd: scenario.budget_usd,
    };
    let identity = ScenarioIdentity {
        title: scenario.title.clone(),
        file: scenario.file.clone(),
        sha256: scenario.sha256.clone(),
        season: scenario.season,
    };
    let header =
        Header { schema: SCHEMA, version: "0", seed: 11, parameter_draws: 64, scenario: identity, notices: Vec::new() };
    sensitivity(header, &study, around, scenario.values.as_ref(), leaning_draws(64), &Silent).expect("found")
}

#[test]
fn another_score_comes_last_where_the_score_is_taken() {
    let keys = |score: &str| {
        let scenario = scenario(&format!("step2_ck = {score}\nus_clinical_months = 3"), "");
        answer(&scenario, &[]).changes.into_iter().map(|change| change.key).collect::<Vec<_>>()
    };
    let (taken, expected) = (keys("240"), keys("\"236 to 244\""));
    assert!(taken[taken.len() - 2..].iter().all(|key| key.starts_with("step2_ck")), "{taken:?}");
    assert!(expected[..expected.len() - 2].iter().any(|key| key.starts_with("step2_ck")), "{expected:?}");
}

#[test]
fn every_change_has_its_sign_and_its_price() {
    let scenario =
        scenario("step2_ck = \"236 to 244\"\nus_clinical_months = 3\nletters = { psychiatry = 1 }", "signals = 0");
    let found = answer(&scenario, &[Allotment { tracks: vec![0], gold: 0, silver: 0, signals: 10 }]);
    let change = |key: &str| {
        let all = found.changes.iter().map(|change| change.key.as_str()).collect::<Vec<_>>();
        found.changes.iter().find(|change| change.key == key).unwrap_or_else(|| panic!("{key} in {all:?}"))
    };
    for key in [
        "step2_ck+5",
        "us_clinical_months+3",
        "publications+1",
        "letters.psychiatry+1",
        "screening.psychiatry=researched",
        "signals.psychiatry",
        "programs.psychiatry+10",
        "budget_usd+500",
    ] {
        let change = change(key);
        assert!(change.unmatched.mean < 0.0 && !change.is_tie, "{change:?}");
        assert!((change.unmatched.mean + change.residency.mean).abs() < 1e-12, "a categorical track: {change:?}");
        assert!((change.unmatched_per_unit.mean * change.amount - change.unmatched.mean).abs() < 1e-12);
    }
    assert!(change("step2_ck-5").unmatched.mean > 0.0 && change("years_since_graduation+1").unmatched.mean > 0.0);
    let priced = change("programs.psychiatry+10");
    let mut larger = candidate(&scenario).portfolio;
    larger.lines[0].programs += 10;
    let fee = scenario.pricing.cost(&larger).total() - scenario.portfolios[0].cost.total();
    assert!(fee > 0.0 && priced.cost_usd == Some(fee));
    let per_100 = priced.unmatched_per_100_usd.expect("a price").mean;
    assert!((per_100 * fee / 100.0 - priced.unmatched.mean).abs() < 1e-12);
    assert!(change("budget_usd+500").cost_usd.expect("a price") <= 500.0);
    assert!(found.changes.is_sorted_by(|a, b| a.unmatched.mean.abs() >= b.unmatched.mean.abs()));
    assert!(found.leanings.is_sorted_by(|a, b| a.swing() >= b.swing()));
}

#[test]
fn what_is_at_its_bound_says_so_instead_of_a_change_of_nothing() {
    let scenario = scenario(
        "step2_ck = 298\nus_clinical_months = 14\nletters = { psychiatry = 2 }",
        "screening = \"researched\"\nsignals = 10",
    );
    let found = answer(&scenario, &[Allotment { tracks: vec![0], gold: 0, silver: 0, signals: 10 }]);
    for key in [
        "step2_ck+5",
        "us_clinical_months+1",
        "us_clinical_months+3",
        "letters.psychiatry+1",
        "screening.psychiatry=researched",
        "signals.psychiatry",
        "visa=j1_or_h1b",
    ] {
        assert!(found.no_gain.iter().any(|one| one.key == key && !one.reason.is_empty()), "{key}");
        assert!(found.changes.iter().all(|change| change.key != key), "{key}");
    }
}

#[test]
fn what_belongs_to_a_track_that_is_not_used_changes_nothing() {
    let stated = "step2_ck = 240\nhome_specialty = \"psychiatry\"\nletters = { psychiatry = 1 }";
    let scenario = scenario(stated, "");
    let now = candidate(&scenario);
    let study = Study { prior: &scenario.prior, precision: precision(64), interrupted: &NEVER };
    let mut other = now.clone();
    other.applicant.letters[1] += 1;
    let mut harsher = scenario.prior.clone();
    harsher.tracks[1].fitted.center.a -= 2.0;
    let moved = Study { prior: &harsher, ..study };
    let series = |study: &Study<'_>, candidate: &Candidate| {
        study.outcomes(std::slice::from_ref(candidate)).expect("found")[0].series(Measure::Unmatched)
    };
    assert_eq!(series(&study, &now), series(&study, &other));
    assert_eq!(series(&study, &now), series(&moved, &now));
    let found = answer(&scenario, &[]);
    let told = |key: &str| found.leanings.iter().any(|leaning| leaning.key == key);
    assert!(told("track.psychiatry") && !told("track.neurology") && !told("pool_shift"), "{:?}", found.leanings);
    for key in ["gold_signal", "rotation", "exam_failure", "radiology_correlation"] {
        assert!(!told(key), "{key} has nothing to do with this portfolio");
    }
}

#[test]
fn every_uncertain_assumption_and_effect_can_be_pinned_without_moving_its_centre() {
    let prior = scenario("step2_ck = 240", "").prior;
    let (assumptions, effects) = (pin::uncertain_assumptions(&prior), pin::uncertain_effects(&prior));
    assert!(assumptions.len() >= 7 && effects.len() >= 10);
    for (name, assumption) in assumptions {
        let pinned = pin::with_assumption(&prior, &name, 0.123).expect("known");
        assert_ne!(pinned, prior, "{name}");
        assert_eq!(pinned.assumptions.central(), prior.assumptions.central(), "{name}: {assumption:?}");
    }
    for (name, _) in effects {
        assert_ne!(pin::with_effect(&prior, &name, 0.123).expect("known"), prior, "{name}");
    }
    assert!(pin::uncertain_effects(&pin::all_held(&prior)).is_empty());
}

#[test]
fn a_range_moves_as_a_whole_and_what_it_leaves_open_is_told() {
    let sure = answer(&scenario("step2_ck = 240", ""), &[]);
    let unsure = answer(&scenario("step2_ck = \"230 to 250\"", ""), &[]);
    let told = |found: &Sensitivity| found.leanings.iter().any(|leaning| leaning.key == "applicant.step2_ck");
    assert!(!told(&sure) && told(&unsure));
    let leaning = unsure.leanings.iter().find(|leaning| leaning.key == "applicant.step2_ck").expect("told");
    assert_eq!((leaning.low.at, leaning.high.at), (Some(231.0), Some(249.0)));
    assert!(leaning.low.unmatched.mean > 0.0 && leaning.high.unmatched.mean < 0.0);
    let gain = |found: &Sensitivity| {
        found.changes.iter().find(|change| change.key == "step2_ck+5").expect("tried").unmatched.mean
    };
    // The mean gain over the range is about that of its middle: a curve, not a kink.
    assert!((gain(&unsure) / gain(&sure) - 1.0).abs() < 0.25, "{} {}", gain(&unsure), gain(&sure));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    /// A finite difference is a derivative where half the step gives half the change. On
    /// common draws nothing but curvature is left: 10 points of Step 2 CK are 0.39 on the
    /// log-odds, so 2 points bend by a few percent of their own effect.
    #[test]
    fn the_effect_of_a_score_is_nearly_linear_in_small_steps(score in 225.0..265.0_f64, programs in 10..80_u32) {
        let mut scenario = scenario("step2_ck = 240\nletters = { psychiatry = 1 }", "");
        scenario.portfolios[0].portfolio.lines[0].programs = programs;
        let study = Study { prior: &scenario.prior, precision: precision(64), interrupted: &NEVER };
        let people = [0.0, 1.0, 2.0, 4.0].map(|more| {
            let mut person = candidate(&scenario);
            person.applicant.step2_ck = Uncertain::certain(score + more);
            person
        });
        let found = study.outcomes(&people).expect("found");
        let gain = |to: usize| {
            found[0].series(Measure::Unmatched).minus(&found[to].series(Measure::Unmatched)).mean()
        };
        prop_assert!(gain(1) > 0.0);
        prop_assert!((gain(2) / (2.0 * gain(1)) - 1.0).abs() < 0.1, "{} {}", gain(1), gain(2));
        prop_assert!((gain(3) / (4.0 * gain(1)) - 1.0).abs() < 0.2, "{} {}", gain(1), gain(3));
    }

    /// Given the latents the engine is exact, so this holds in every part of every draw;
    /// 1e-12 is left for rounding. Programs are added at the end of the last line, so that no
    /// position moves, and without a limit, so that no interview is lost to another track.
    #[test]
    fn more_applications_never_raise_the_chance_of_going_unmatched(portfolio in any_portfolio(), more in 1..20_u32) {
        let mut portfolio = edits::without_limit(&portfolio);
        for (line, place) in portfolio.lines.iter_mut().zip(1..) {
            line.preference = place;
        }
        let prior = uncertain_prior();
        let person = crate::fixtures::applicant(3);
        let study = Study { prior: &prior, precision: precision(16), interrupted: &NEVER };
        let larger = edits::with_more_programs(&portfolio, portfolio.lines.len() - 1, more);
        let of = |portfolio| Candidate { applicant: person.clone(), portfolio };
        let found = study.outcomes(&[of(portfolio), of(larger)]).expect("found");
        let gain = found[0].series(Measure::Unmatched).minus(&found[1].series(Measure::Unmatched));
        prop_assert!(gain.0.iter().flatten().all(|part| *part > -1e-12), "{gain:?}");
    }
}

/// The text of the scenario with an edit of [applicant] or of a line put in, as a person would.
fn edited(text: &str, edit: &str) -> String {
    let (place, keys) = edit.rsplit_once(": ").expect("a place and what to write there");
    if place.ends_with("[[portfolio.line]]") {
        // The first portfolio ends where the second begins.
        let line = format!("[[portfolio.line]]\n{}\n[[portfolio]]\nname = \"other\"", keys.replace(", ", "\n"));
        return text.replace("[[portfolio]]\nname = \"other\"", &line);
    }
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let section = if place.contains("[applicant]") { "[applicant]" } else { "[[portfolio.line]]" };
    let at = lines.iter().position(|line| line == section).expect("the section is there");
    for assignment in keys.split(", ") {
        let key = assignment.split(" = ").next().expect("a key");
        let end = (at + 1..lines.len()).find(|place| lines[*place].starts_with('[')).unwrap_or(lines.len());
        match (at + 1..end).find(|place| lines[*place].starts_with(&format!("{key} ="))) {
            Some(place) => assignment.clone_into(&mut lines[place]),
            None => lines.insert(at + 1, assignment.to_owned()),
        }
    }
    lines.join("\n")
}

#[test]
fn what_is_suggested_to_write_in_the_file_gives_the_change_that_was_computed() {
    let text = "season = 2027\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = 240\nyears_since_graduation = 3\n\
                us_clinical_months = 3\npublications = 1\nvisa = \"h1b_only\"\n[limits]\nmax_interviews = 20\n\
                [[portfolio]]\nname = \"one\"\n[[portfolio.line]]\ntrack = \"psychiatry\"\nprograms = 40\nsignals = 4\n\
                [[portfolio]]\nname = \"other\"\n[[portfolio.line]]\ntrack = \"neurology\"\nprograms = 30\n";
    let compiled = |text: &str| {
        let loaded = compile_text("x.toml", text, &Reference::embedded().expect("tables"));
        candidate(&loaded.unwrap_or_else(|problems| panic!("{}", problems.render(false))).scenario)
    };
    let loaded = compile_text("x.toml", text, &Reference::embedded().expect("tables")).expect("right");
    let now = candidate(&loaded.scenario);
    let around = Surroundings {
        now: &now,
        prior: &loaded.scenario.prior,
        pricing: &loaded.scenario.pricing,
        allotments: &[Allotment { tracks: vec![0], gold: 0, silver: 0, signals: 10 }],
        budget_usd: None,
    };
    let mut seen = 0;
    for proposal in matchfolio::decide::sensitivity::changes::changes(around).0 {
        // Letters stand in a table of their own, which the little editor above does not know.
        if proposal.edits.is_empty() || proposal.key.starts_with("letters") {
            continue;
        }
        let text = proposal.edits.iter().fold(text.to_owned(), |text, edit| edited(&text, edit));
        assert_eq!(compiled(&text), proposal.candidate, "{}: {:?}", proposal.key, proposal.edits);
        seen += 1;
    }
    assert!(seen >= 7, "only {seen} changes were tried");
}

/// What is not stated is counted from the mean of a pool: a number in its place would make the applicant weaker.
#[test]
fn an_edit_of_what_is_not_stated_names_what_is_added() {
    let text = "season = 2027\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = 246\nyears_since_graduation = 2\n\
                visa = \"none\"\n[[portfolio]]\nname = \"one\"\n[[portfolio.line]]\ntrack = \"internal_medicine\"\n\
                programs = 100\n";
    let loaded = compile_text("x.toml", text, &Reference::embedded().expect("tables")).expect("right");
    let now = candidate(&loaded.scenario);
    let around = Surroundings {
        now: &now,
        prior: &loaded.scenario.prior,
        pricing: &loaded.scenario.pricing,
        allotments: &[],
        budget_usd: None,
    };
    let changes = matchfolio::decide::sensitivity::changes::changes(around).0;
    for (key, edit) in [
        ("us_clinical_months+3", "in [applicant]: us_clinical_months = what you have now, plus 3"),
        ("publications+1", "in [applicant]: publications = what you have now, plus 1"),
    ] {
        let proposal = changes.iter().find(|one| one.key == key).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(proposal.edits, [edit]);
    }
}

#[test]
fn suggestions_help_can_be_paid_and_are_of_different_subjects() {
    let scenario = scenario("step2_ck = 240\nus_clinical_months = 3", "");
    let mut found = answer(&scenario, &[]);
    let suggested = found.suggestions();
    assert_eq!(suggested.len(), 3, "{suggested:?}");
    for one in &suggested {
        let change = one.change;
        assert!(change.residency.mean > 0.0 && !change.is_past && !change.edits.is_empty(), "{one:?}");
    }
    let months = suggested.iter().filter(|one| one.change.key.starts_with("us_clinical_months")).count();
    assert!(months <= 1, "{suggested:?}");
    let order: Vec<f64> = suggested.iter().map(|one| one.change.months.unwrap_or(0.0)).collect();
    assert!(order.is_sorted(), "{order:?}");
    for change in &mut found.changes {
        change.is_within_budget = change.cost_usd.is_none();
    }
    assert!(found.suggestions().iter().all(|one| one.change.cost_usd.is_none()));
}
