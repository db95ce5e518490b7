//! Couples: closed forms, the engines on each of the two alone, and `matchfolio run` of a file with a partner.

use std::fs;
use std::sync::atomic::AtomicBool;

use matchfolio::engine::couple::{CoupleDraw, CoupleFindings, Member, Way, simulate};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::precision::Precision;
use matchfolio::engine::tally::PortfolioCounts;
use matchfolio::model::couple::{LineAreas, PairRule};
use matchfolio::model::logistic::logistic;
use matchfolio::model::{AssumptionsPrior, ParameterPrior, Portfolio};

use crate::fixtures::*;
use crate::matching::program;

const TRIALS: u64 = 1 << 18;

/// A list without an end, on which distance counts for nothing.
const FREE: PairRule = PairRule { apart_ranks: 0, only_together: false, one_alone: true, most_pairs: usize::MAX };

/// Everything in one area.
fn here() -> LineAreas {
    LineAreas { known: Vec::new(), law: vec![(1.0, 7)] }
}

/// Two areas with half of the programs each.
fn halves() -> LineAreas {
    LineAreas { known: Vec::new(), law: vec![(0.5, 1), (1.0, 2)] }
}

fn found(prior: &ParameterPrior, portfolios: [&Portfolio; 2], areas: &[LineAreas], rule: PairRule) -> CoupleFindings {
    let applicant = applicant(prior.tracks.len());
    let member = |portfolio| Member { applicant: &applicant, prior, portfolio, areas };
    let settings = Precision { threads: Some(2), ..settings(TRIALS) };
    simulate(portfolios.map(member), rule, &settings, &Silent, &AtomicBool::new(false)).expect("a couple")
}

fn share(found: &CoupleFindings, way: Way, of: impl Fn(&matchfolio::engine::couple::CoupleCounts) -> u64) -> f64 {
    let sum: u64 = found.draws.iter().map(|draw: &CoupleDraw| of(&draw[way as usize])).sum();
    sum as f64 / found.trials as f64
}

#[test]
fn one_program_each_is_four_coins_and_the_areas_are_two_more() {
    let prior = prior(vec![track("one", -0.5, 0.0, 0.3, 0.0)], quiet_assumptions());
    let one = portfolio(vec![line(0, 1, 1)], None);
    let p = logistic(-0.5) * logistic(0.3);
    let free = found(&prior, [&one, &one], &[halves()], FREE);
    assert_share(share(&free, Way::Couple, |c| c.residencies[3]), p * p, TRIALS, "both");
    assert_share(share(&free, Way::Couple, |c| c.residencies[1]), p * (1.0 - p), TRIALS, "the first alone");
    assert_share(share(&free, Way::Couple, |c| c.residencies[2]), p * (1.0 - p), TRIALS, "the second alone");
    assert_share(share(&free, Way::Couple, |c| c.together), p * p / 2.0, TRIALS, "together");
    assert_share(share(&free, Way::OtherEnd, |c| c.residencies[0]), 1.0 - p * p, TRIALS, "none without both");
    // Only pairs that are together: half of the pairs are left, and without places for one alone nothing else.
    let strict = PairRule { only_together: true, one_alone: false, ..FREE };
    let strict = found(&prior, [&one, &one], &[halves()], strict);
    assert_share(
        share(&strict, Way::Couple, |c| c.residencies[3]),
        p * p / 2.0,
        TRIALS,
        "both, together or not at all",
    );
    assert_eq!(share(&strict, Way::Couple, |c| c.residencies[1] + c.residencies[2]), 0.0);
}

/// A pair in which both are taken is there whenever each has a program that takes them, so that a list without an end costs no
/// match, whatever distance is worth: it moves only where the two end.
#[test]
fn distance_costs_rank_and_no_match_unless_pairs_are_left_out() {
    let prior = prior(vec![track("one", -1.5, 0.8, -0.5, 0.6)], full_assumptions());
    let lists = [&portfolio(vec![line(0, 25, 1)], Some(12)), &portfolio(vec![line(0, 30, 1)], None)];
    let far = PairRule { apart_ranks: 50, ..FREE };
    let [free, far] = [FREE, far].map(|rule| found(&prior, lists, &[halves()], rule));
    for (one, other) in free.draws.iter().zip(&far.draws) {
        let [apart, couple, _] = one;
        assert_eq!(apart.residencies, couple.residencies);
        assert_eq!(couple.residencies, other[Way::Couple as usize].residencies);
        assert_eq!(apart, &other[Way::Apart as usize]);
    }
    let together = |found: &CoupleFindings, way| share(found, way, |c| c.together);
    assert!(together(&far, Way::Couple) > together(&free, Way::Couple) + 0.1);
    let places =
        |found: &CoupleFindings| found.draws.iter().map(|draw| draw[1].places[0] + draw[1].places[1]).sum::<u64>();
    assert!(places(&far) > places(&free));
    let few = found(&prior, lists, &[halves()], PairRule { most_pairs: 5, ..FREE });
    assert!(share(&few, Way::Couple, |c| c.residencies[3]) < share(&free, Way::Couple, |c| c.residencies[3]) - 0.02);
}

#[test]
fn each_alone_has_the_season_of_the_trials_engine() {
    let assumptions = AssumptionsPrior { demand_gradient: quiet_assumptions().demand_gradient, ..full_assumptions() };
    let tracks = vec![track("one", -1.5, 0.8, -0.5, 0.6), track("two", -1.0, 0.8, -0.2, 0.6)];
    let prior = prior(tracks, assumptions);
    let ours = portfolio(vec![line(0, 25, 1), line(1, 10, 2)], Some(12));
    let areas = vec![here(); 2];
    let couple = found(&prior, [&ours, &ours], &areas, FREE);
    let alone = run(&prior, &applicant(2), std::slice::from_ref(&ours), TRIALS);
    // Without demand the same coins decide, one by one.
    let unmatched: u64 = couple.draws.iter().map(|draw| draw[0].residencies[0] + draw[0].residencies[2]).sum();
    let expected: u64 = alone.draws.iter().map(|draw| PortfolioCounts::unmatched(&draw.portfolios[0])).sum();
    assert_eq!((unmatched, couple.trials), (expected, alone.trials));
    // The partner has a season of their own, which is as likely.
    let theirs = share(&couple, Way::Apart, |c| c.residencies[0] + c.residencies[1]);
    assert_share(theirs, expected as f64 / alone.trials as f64, TRIALS, "the partner unmatched");
}

#[test]
fn two_strangers_are_independent_but_for_how_crowded_their_track_is() {
    let chance = |season: f64| {
        let spread = matchfolio::model::Assumption { value: season, ..quiet_assumptions().season_spread };
        let assumptions = AssumptionsPrior { season_spread: spread, ..full_assumptions() };
        let prior = prior(vec![track("one", -2.5, 0.8, -0.5, 0.6)], assumptions);
        let list = portfolio(vec![line(0, 15, 1)], None);
        let couple = found(&prior, [&list, &list], &[here()], FREE);
        let of = |counted: fn(&matchfolio::engine::couple::CoupleCounts) -> u64| share(&couple, Way::Apart, counted);
        let both = of(|c| c.residencies[3]);
        (both, (both + of(|c| c.residencies[1])) * (both + of(|c| c.residencies[2])))
    };
    let (both, product) = chance(0.0);
    assert_share(both, product, TRIALS, "independent");
    let (both, product) = chance(1.5);
    assert!(both > product + 0.02, "{both} {product}");
}

#[test]
fn a_demand_gradient_moves_places_and_not_who_matches() {
    let tracks = || vec![track("one", -1.5, 0.8, -0.5, 0.6)];
    let flat = AssumptionsPrior { demand_gradient: quiet_assumptions().demand_gradient, ..full_assumptions() };
    let list = portfolio(vec![line(0, 25, 1)], None);
    let of = |assumptions| {
        let couple = found(&prior(tracks(), assumptions), [&list, &list], &[here()], FREE);
        let unmatched = share(&couple, Way::Apart, |c| c.residencies[0] + c.residencies[2]);
        let places: u64 = couple.draws.iter().map(|draw| draw[0].places[0]).sum();
        (unmatched, places as f64 / couple.trials as f64)
    };
    let ((even, early), (steep, late)) = (of(flat), of(full_assumptions()));
    assert_share(steep, even, TRIALS / 2, "unmatched");
    assert!(late > early + 0.05, "{early} {late}");
}

#[test]
fn the_shipped_couple_is_answered_and_written_alike_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let run = |threads: &str| {
        let out = folder.path().join(threads);
        let to = out.to_str().unwrap();
        let (code, printed, said) = program(&["run", "scenarios/couple.toml", "--threads", threads, "--out", to]);
        assert_eq!(code, 0, "{said}");
        (printed, fs::read_to_string(out.join("couple.json")).unwrap(), fs::read(out.join("couple.csv")).unwrap())
    };
    let (one, two) = (run("1"), run("2"));
    assert!(one == two);
    for words in [
        "either way",
        "Together in one state",
        "As a couple",
        "Both, in one state",
        "“no match” pairs",
        "Of all couples in the 2025 Match",
        "(both of you)",
        "place",
    ] {
        assert!(one.0.contains(words), "{words} is not in {}", one.0);
    }
    assert!(one.1.contains("\"matchfolio.couple/1\""));
}

#[test]
fn what_does_not_go_with_a_partner_is_told() {
    let shipped = fs::read_to_string("scenarios/couple.toml").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = |text: &str, arguments: &[&str]| {
        let path = folder.path().join("ours.toml");
        fs::write(&path, text).unwrap();
        let (code, _, said) = program(&[&["run", path.to_str().unwrap(), "--no-report"], arguments].concat());
        (code, said.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let (code, said) = run(&shipped, &["--verify"]);
    assert!(code == 2 && said.contains("--verify is for one applicant"), "{said}");
    let (code, said) = run(&shipped, &["--market"]);
    assert!(code == 2 && said.contains("--market is for one applicant"), "{said}");
    let third =
        "[[partner.portfolio]]\nname = \"Third\"\n[[partner.portfolio.line]]\ntrack = \"psychiatry\"\nprograms = 5\n";
    let (code, said) = run(&format!("{shipped}{third}"), &[]);
    assert!(code == 3 && said.contains("3 portfolios of the partner do not go with 2"), "{said}");
    let both = shipped.replace("type = \"us_do\"", "type = \"us_dd\"").replace("step2_ck = 246", "step2_ck = 2460");
    let (code, said) = run(&both, &[]);
    assert!(code == 3 && said.contains("us_do") && said.contains("2460"), "{said}");
    let (code, said) = run(&shipped.replace("together = \"state\"", "together = \"town\""), &[]);
    assert!(code == 3 && said.contains("\"division\""), "{said}");
    let alone = shipped.split("\n[partner]").next().unwrap();
    let (code, said) = run(&format!("{alone}\n[couple]\napart_ranks = 3\n"), &[]);
    assert!(code == 3 && said.contains("`[couple]` without `[partner]`"), "{said}");
    let (code, said) = run(&format!("{shipped}[progress]\ndate = \"2026-11-15\"\n"), &[]);
    assert!(code == 3 && said.contains("`[progress]` does not go with `[partner]`"), "{said}");
}

#[test]
fn questions_about_one_of_a_couple_say_so() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/couple.toml");
    for command in ["backups", "sensitivity"] {
        let (code, output, errors) = program(&[command, file, "--draws", "64", "--no-report"]);
        assert_eq!(code, 0, "{errors}");
        let text = output.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("this answer is for the applicant alone"), "{command}: {text}");
    }
}
