//! The sampler against the exact engine over 200 random scenarios.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::uncertainty::DrawMode;
use matchfolio::engine::verify::{Difference, LIMIT, differences, largest};
use matchfolio::model::{Values, Visa};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::fixtures::applicant;
use crate::properties::{any_portfolio, uncertain_prior};

/// Scenarios, unless the environment asks for another number:
/// `MATCHFOLIO_SCENARIOS=2000 cargo test certificate -- --nocapture`.
const SCENARIOS: u64 = 200;

/// Each scenario: two portfolios of up to four lines of three tracks
/// (categorical, mixed, preliminary in any role), with screening, signals,
/// visa, interview limits, permuted preferences, lines of one track apart, and
/// for every third scenario two tracks that share their strength in part.
fn scenario_differences(runner: &mut TestRunner, number: u64) -> Vec<Difference> {
    let mut draw = || any_portfolio().new_tree(runner).expect("a portfolio").current();
    let mut portfolios = [draw(), draw()];
    for portfolio in &mut portfolios {
        // One order of programs: each line a preference of its own.
        let mut order: Vec<usize> = (0..portfolio.lines.len()).collect();
        order.sort_by_key(|line| portfolio.lines[*line].preference);
        for (place, line) in (0..).zip(order) {
            portfolio.lines[line].preference = place;
        }
    }
    "other".clone_into(&mut portfolios[1].name);
    let mut prior = uncertain_prior();
    prior.radiology_pair = number.is_multiple_of(3).then_some((0, 1));
    let mut person = applicant(3);
    person.visa = match number % 3 {
        0 => Visa::None,
        1 => Visa::J1,
        _ => Visa::H1bOnly,
    };
    let values =
        Values { matched: vec![1.0, 0.7, 0.0], matched_without_pgy1: vec![0.0, 0.3, 0.0], preliminary_only: 0.2 };
    let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: Some(&values) };
    let mode = if number.is_multiple_of(2) { DrawMode::Central } else { DrawMode::Posterior };
    let settings =
        |trials| Precision { seed: number, trials: Some(trials), threads: None, mode, ..Precision::default() };
    let interrupted = AtomicBool::new(false);
    let sampled = simulate(&question, &settings(16 * 2048), &Silent, &interrupted).expect("the sampler runs");
    // Points spread over a lattice at every other central scenario; plain points elsewhere.
    let effort = if number.is_multiple_of(4) && prior.radiology_pair.is_none() {
        Effort::EachDrawPrecise
    } else {
        Effort::ManyDraws
    };
    let points = 16 * effort.block_points(&question);
    let exact = integrate(
        &question,
        &Precision { effort: Some(effort), ..settings(points) },
        Detail::Distributions,
        &Silent,
        &interrupted,
    );
    differences(&question, &exact.expect("the recursion runs"), &sampled)
}

/// Some 6,000 comparisons for 200 scenarios; one beyond five standard errors has probability
/// below 0.4% over all of them (0.1% beyond six for 2,000 scenarios), and the seeds are fixed. The mean
/// square must be near one, or errors are stated too small or too large.
#[test]
fn random_scenarios_agree_in_every_quantity() {
    let asked = std::env::var("MATCHFOLIO_SCENARIOS").ok();
    let scenarios = asked.map_or(SCENARIOS, |count| count.parse().expect("a number"));
    let limit = if scenarios > SCENARIOS { 6.0 } else { LIMIT };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut squares, mut largest_of_all) = (Vec::new(), 0.0_f64);
    for number in 0..scenarios {
        let all = scenario_differences(&mut runner, number);
        let worst = largest(&all).expect("quantities");
        assert!(worst.in_errors() < limit, "scenario {number}: {worst:?}");
        largest_of_all = largest_of_all.max(worst.in_errors());
        squares.extend(all.iter().map(Difference::in_errors).filter(|errors| *errors > 0.0).map(|e| e * e));
    }
    let mean_square = squares.iter().sum::<f64>() / squares.len() as f64;
    println!("{} comparisons, the largest {largest_of_all:.2}, mean square {mean_square:.3}", squares.len());
    assert!((0.7..1.3).contains(&mean_square), "{} comparisons, mean square {mean_square}", squares.len());
}
