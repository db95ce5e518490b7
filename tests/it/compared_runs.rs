//! Several scenarios side by side: what the comparison says is what the runs said.

use std::sync::atomic::AtomicBool;

use matchfolio::decide::compare::{Run, compare};
use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::Findings;
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::results::Verdict;
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::summary::{Header, summarise};
use matchfolio::engine::trials::BLOCK_TRIALS;
use matchfolio::engine::uncertainty::DrawMode;
use matchfolio::model::Portfolio;
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;

const DRAWS: u64 = 256;

fn text(title: &str, step2_ck: u32, tracks: [&str; 2]) -> String {
    let line = |track: &str| format!("[[portfolio.line]]\ntrack = \"{track}\"\nprograms = 40\n");
    format!(
        "title = \"{title}\"\nseason = 2027\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = {step2_ck}\n\
         years_since_graduation = 3\nvisa = \"j1\"\n[[portfolio]]\nname = \"both\"\n{}{}[[portfolio]]\nname = \"{} alone\"\n{}",
        line(tracks[0]),
        line(tracks[1]),
        tracks[1],
        line(tracks[1]),
    )
}

fn run(text: &str, is_conditional: bool) -> Run {
    let reference = Reference::embedded().expect("tables");
    let loaded = compile_text("x.toml", text, &reference).expect("right");
    let scenario = &loaded.scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question =
        Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios: &portfolios, values: None };
    let mode = DrawMode::Posterior;
    let effort = Effort::for_mode(mode);
    let block = if is_conditional { effort.block_points(&question) } else { BLOCK_TRIALS };
    let settings = Precision { seed: 4, trials: Some(DRAWS * block), threads: Some(1), mode, ..Precision::default() };
    let never = AtomicBool::new(false);
    let findings: Box<dyn Findings> = if is_conditional {
        Box::new(
            integrate(
                &question,
                &Precision { effort: Some(effort), ..settings },
                Detail::Distributions,
                &Silent,
                &never,
            )
            .expect("found"),
        )
    } else {
        Box::new(simulate(&question, &settings, &Silent, &never).expect("found"))
    };
    let header = Header {
        scenario: matchfolio::engine::results::ScenarioIdentity {
            title: scenario.title.clone(),
            file: scenario.file.clone(),
            sha256: scenario.sha256.clone(),
            season: scenario.season,
        },
        applicant: matchfolio::engine::results::Profile {
            facts: Vec::new(),
            not_stated: Vec::new(),
            first_choice: None,
            home_specialty: None,
            advice_group: None,
            budget_usd: None,
        },
        risk_bands: Vec::new(),
        costs_usd: vec![0.0; portfolios.len()],
        parameters: String::new(),
        interval_sources: Vec::new(),
        notices: Vec::new(),
    };
    Run::new(scenario, &summarise(&question, &settings, findings.as_ref(), header), findings.as_ref())
}

const TRACKS: [&str; 2] = ["internal_medicine", "family_medicine"];

#[test]
fn the_same_person_twice_differs_by_nothing() {
    let found = compare(&[run(&text("a", 240, TRACKS), true), run(&text("b", 240, TRACKS), true)]).expect("two");
    assert_eq!(found.differences.len(), 2);
    for difference in &found.differences {
        assert_eq!((difference.unmatched_difference.mean, difference.unmatched_difference.mc_error), (0.0, 0.0));
        assert!(difference.verdict == Verdict::Tie && difference.has_common_latents);
    }
}

#[test]
fn a_difference_of_people_is_that_of_their_means_and_known_better_than_either() {
    let found = compare(&[run(&text("a", 240, TRACKS), true), run(&text("b", 246, TRACKS), true)]).expect("two");
    let pair = &found.differences[0];
    let (a, b) = (&found.entries[pair.a], &found.entries[pair.b]);
    assert_eq!((a.portfolio.as_str(), b.portfolio.as_str(), pair.verdict), ("both", "both", Verdict::ALower));
    assert!((pair.unmatched_difference.mean - (a.unmatched.mean - b.unmatched.mean)).abs() < 1e-12);
    assert!(pair.unmatched_difference.mc_error < a.unmatched.mc_error / 3.0, "{pair:?}");
    assert_eq!(pair.share_of_draws_a_lower, 1.0);
}

/// The file's order of tracks gives the coordinates of what each track has alone; what is said must not depend on it.
#[test]
fn another_order_of_tracks_is_still_paired_and_right() {
    let turned = text("b", 240, [TRACKS[1], TRACKS[0]]).replace("family_medicine alone", "other");
    let found = compare(&[run(&text("a", 240, TRACKS), true), run(&turned, true)]).expect("two");
    let pair = found.differences[0];
    let entry = &found.entries[pair.a];
    // The same programs in another order of preference: nobody goes unmatched more often, beyond the shift
    // between pools, which belongs to the second track of each file. Unpaired runs would know it less well.
    let unpaired = entry.unmatched.mc_error.hypot(found.entries[pair.b].unmatched.mc_error);
    assert!(pair.unmatched_difference.mc_error < unpaired, "{pair:?}");
}

#[test]
fn seasons_of_the_sampler_are_paired_by_parameter_draw_alone() {
    let found = compare(&[run(&text("a", 240, TRACKS), true), run(&text("b", 240, TRACKS), false)]).expect("two");
    let pair = &found.differences[0];
    assert!(!pair.has_common_latents && pair.common_draws == DRAWS);
    let difference = &pair.unmatched_difference;
    assert!(difference.mc_error > 0.0 && difference.mean.abs() < 4.0 * difference.mc_error, "{difference:?}");
    // What independent parameter draws would leave in the difference.
    let [low, high] = found.entries[0].unmatched.interval90;
    let spread = (high - low) / 3.29 / (DRAWS as f64).sqrt();
    assert!(difference.mc_error < spread / 2.0, "parameter draws are not common: {pair:?}");
}

#[test]
fn names_that_two_scenarios_have_carry_their_scenario() {
    let other = text("b", 240, TRACKS).replace("family_medicine alone", "other");
    let found = compare(&[run(&text("a", 240, TRACKS), true), run(&other, true)]).expect("two");
    let labels: Vec<&str> = found.entries.iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(labels, ["both · a", "family_medicine alone", "both · b", "other"]);
    assert!(compare(&[run(&other, true)]).is_none());
    let twins = compare(&[run(&other, true), run(&other, true)]).expect("two");
    assert_eq!(twins.scenarios[1].label, "b (x.toml)");
}
