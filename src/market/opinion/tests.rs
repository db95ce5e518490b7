//! What has to hold of every second opinion.

use super::*;
use crate::market::national::Quantity as Figure;
use crate::scenario::compile_text;
use crate::scenario::market::{changed_policy, market_of_text};

/// Two markets of a twentieth of the country.
const MARKET: &str = "season = 2026\nmarkets = 2\n[applicants]\nshare_of_country = 0.05\n";

const PERSON: &str = "season = 2026\n[applicant]\ntype = \"us_md\"\nstep2_ck = 240\n[[portfolio]]\nname = \"A\"\n\
                      [[portfolio.line]]\ntrack = \"psychiatry\"\nprograms = 30\npreference = 1\n[[portfolio]]\nname = \"B\"\n\
                      [[portfolio.line]]\ntrack = \"radiation_oncology\"\nprograms = 20\npreference = 1\n";

fn asked(changes: &[&str], threads: usize) -> SecondOpinion {
    let reference = Reference::embedded().expect("the tables");
    let loaded = compile_text("a.toml", PERSON, &reference).unwrap_or_else(|problems| panic!("{problems}"));
    let market = market_of_text("m.toml", MARKET, &reference, Figure::KEYS).unwrap_or_else(|wrong| panic!("{wrong}"));
    let policy = |text: &&str| {
        let policy = changed_policy("change", text, &market.policy, &reference);
        ((*text).to_owned(), policy.unwrap_or_else(|problems| panic!("{problems}")))
    };
    let changes: Vec<(String, Policy)> = changes.iter().map(policy).collect();
    let identity = ScenarioIdentity { title: String::new(), file: String::new(), sha256: String::new(), season: 2026 };
    let never = AtomicBool::new(false);
    let question = OpinionQuestion {
        scenario: &loaded.scenario,
        identity: &identity,
        market: &market,
        changes: &changes,
        draws: Some(64),
    };
    let run = Run { seed: 5, threads: Some(threads), progress: &Silent, interrupted: &never };
    second_opinion(&reference, &question, run).expect("an opinion")
}

#[test]
fn a_change_that_changes_nothing_moves_no_chance_and_few_people_leave_acceptance_as_it_is() {
    let found = asked(&["max_interviews = 20"], 2);
    for portfolio in &found.changes[0].portfolios {
        for chances in [portfolio.change, portfolio.change_in_market] {
            for estimate in [chances.unmatched, chances.residency] {
                assert!(estimate.mean.abs() < 1e-12 && estimate.mc_error < 1e-12, "{estimate:?}");
            }
        }
    }
    assert!(found.changes[0].person.is_empty());
    let [psychiatry, oncology] = &found.tracks[..] else { panic!("{:?}", found.tracks) };
    assert!(psychiatry.is_from_market && psychiatry.people >= FEWEST_PEOPLE, "{psychiatry:?}");
    assert!(!oncology.is_from_market && oncology.market_acceptance.is_none(), "{oncology:?}");
    assert!(found.portfolios[0].difference.unmatched.mean.abs() > 1e-4, "{:?}", found.portfolios[0]);
    assert!(found.portfolios[1].difference.unmatched.mean.abs() < 1e-12, "{:?}", found.portfolios[1]);
    assert_eq!((found.matches, found.stable), (4, 4));
}

#[test]
fn more_applicants_and_caps_move_the_chances_as_they_must() {
    let changes = ["more_applicants.psychiatry = 100", "max_applications = 8"];
    let found = asked(&changes, 2);
    let [crowded, capped] = &found.changes[..] else { panic!("two changes") };
    let of = |change: &MarketChange| change.portfolios[0].change.unmatched;
    assert!(of(crowded).mean > 0.01, "{:?}", of(crowded));
    let psychiatry = &crowded.tracks[0];
    assert!(psychiatry.invitation_odds_ratio < 0.9 && psychiatry.acceptance < -0.02, "{psychiatry:?}");
    // Fewer applications of everybody make each worth more.
    assert!(capped.tracks[0].invitation_odds_ratio > 1.2, "{:?}", capped.tracks[0]);
    assert!(capped.person.iter().any(|words| words.contains("your first 8 programs")), "{:?}", capped.person);
    let [after, before] = [crowded.portfolios[0].after.unmatched.mean, found.portfolios[0].fitted.unmatched.mean];
    assert!((after - before - of(crowded).mean).abs() < 1e-12);
}

#[test]
fn the_same_question_gives_the_same_answer_on_one_two_and_seven_threads() {
    let [one, two, seven] = [1, 2, 7].map(|threads| asked(&["use_signals = false"], threads));
    assert_eq!(one, two);
    assert_eq!(one, seven);
}

#[test]
fn markets_that_say_what_the_fit_says_change_nothing() {
    let reference = Reference::embedded().expect("the tables");
    let loaded = compile_text("a.toml", PERSON, &reference).unwrap_or_else(|problems| panic!("{problems}"));
    let portfolios: Vec<Portfolio> = loaded.scenario.portfolios.iter().map(|one| one.portfolio.clone()).collect();
    let never = AtomicBool::new(false);
    let run = Run { seed: 5, threads: Some(2), progress: &Silent, interrupted: &never };
    let engines = Engines { scenario: &loaded.scenario, draws: Some(64), run };
    let prior = &loaded.scenario.prior;
    let with = |acceptance: MarketAcceptance| {
        let mut prior = prior.clone();
        for track in &mut prior.tracks {
            let has_signal_gate = track.usual_signals.are_gate();
            track.markets = vec![MarketLevel { invitation: 0.0, acceptance, has_signal_gate }; 3];
        }
        prior
    };
    let fitted = engines.means(prior, &portfolios).expect("chances");
    let unmoved = with(MarketAcceptance::Added { kappa: 0.0, lambda: 0.0 });
    assert_eq!(fitted, engines.means(&unmoved, &portfolios).expect("chances"));
    // Certain to be taken, one is unmatched only without an interview.
    let certain = with(MarketAcceptance::Instead { kappa: 50.0, lambda: 0.0 });
    let question =
        Question { applicant: &loaded.scenario.applicant, prior: &certain, portfolios: &portfolios, values: None };
    let precision = Precision { seed: 5, draws: 64, ..Precision::default() };
    let found = integrate(&question, &precision, Detail::Outcomes, &Silent, &never).expect("an answer");
    for portfolio in 0..2 {
        let [unmatched, none] =
            [Quantity::Unmatched, Quantity::NoInterview].map(|of| estimate(&found.means(portfolio, of)).mean);
        assert!((unmatched - none).abs() < 1e-9, "{unmatched} {none}");
    }
}

#[test]
fn the_error_of_a_mean_holds_how_few_markets_there_are() {
    let draw = |mean| DrawMean { trials: 1.0, mean, chance_variance: 0.0 };
    // Two markets that differ by 0.2, each with 64 equal draws: half the difference is the error.
    let draws: Vec<DrawMean> = (0..128).map(|number| draw(if number % 2 == 0 { 0.4 } else { 0.6 })).collect();
    assert!((error(&draws, 2) - 0.1).abs() < 1e-12, "{}", error(&draws, 2));
    assert!(error(&draws, 1) < 1e-12);
}
