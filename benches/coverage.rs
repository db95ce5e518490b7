//! How often twice the stated Monte Carlo error covers the truth, and what it is in multiples of the true error.
//!
//! For every scenario named (by default three of the shipped ones) and for 8, 64 and 1,024 parameter draws, 200 seeds
//! each; the truth is the mean over all seeds of 1,024 draws. Beside the estimator of the engine stand others:
//! every draw by itself, mirrored pairs, and groups of eight.
//!
//! ```sh
//! cargo bench --profile dev --bench coverage
//! cargo bench --profile dev --bench coverage -- scenarios/rank_list.toml
//! ```

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "what a benchmark sets up is small, may fail loudly, and says what it found"
)]

use std::path::Path;
use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::estimate::estimate;
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::Precision;
use matchfolio::reference::Reference;
use matchfolio::scenario::{Scenario, compile_text};

const SEEDS: u64 = 200;
const DRAWS: [usize; 3] = [8, 64, 1024];
const USUAL: [&str; 3] =
    ["scenarios/ir_img_layers.toml", "scenarios/psychiatry_with_fm.toml", "scenarios/prelim_bridge.toml"];

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let scenarios = if named.is_empty() { USUAL.map(str::to_owned).to_vec() } else { named };
    println!("scenario, portfolio | draws | true error | covered | stated/true | by draws | by pairs | by groups");
    for path in scenarios {
        of_scenario(&path);
    }
}

fn of_scenario(path: &str) {
    let reference = Reference::embedded().expect("the tables");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("the scenario");
    let loaded = compile_text(path, &text, &reference).map_err(|found| found.render(false)).expect("the scenario");
    let scenario = &loaded.scenario;
    // By portfolio and seed: P(unmatched) by draw.
    let mut found: Vec<Vec<Vec<f64>>> = vec![Vec::new(); scenario.portfolios.len()];
    for seed in 1..=SEEDS {
        for (portfolio, means) in found.iter_mut().zip(means(scenario, seed)) {
            portfolio.push(means);
        }
    }
    for (planned, seeds) in scenario.portfolios.iter().zip(&found) {
        let all = |of: &dyn Fn(&Vec<f64>) -> f64| seeds.iter().map(of).sum::<f64>() / SEEDS as f64;
        let truth = all(&|draws| mean(draws));
        for count in DRAWS {
            let off = |draws: &Vec<f64>| mean(&draws[..count]) - truth;
            let error = all(&|draws| off(draws).powi(2)).sqrt();
            let ratio = |of: &dyn Fn(&[f64]) -> f64| all(&|draws| of(&draws[..count]).powi(2)).sqrt() / error;
            let covered = all(&|draws| f64::from(u8::from(off(draws).abs() <= 2.0 * stated(&draws[..count]))));
            let [draws, pairs, groups] = [1, 2, 8].map(|together| ratio(&|draws| spread(draws, together)));
            println!(
                "{path}, {} | {count} | {:.3} points | {:.1}% | {:.2} | {draws:.2} | {pairs:.2} | {groups:.2}",
                planned.portfolio.name,
                100.0 * error,
                100.0 * covered,
                ratio(&stated),
            );
        }
    }
}

/// P(unmatched) of every portfolio by draw.
fn means(scenario: &Scenario, seed: u64) -> Vec<Vec<f64>> {
    let portfolios: Vec<_> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question =
        Question { applicant: &scenario.applicant, prior: &scenario.prior, portfolios: &portfolios, values: None };
    let precision = Precision { seed, draws: DRAWS[2] as u64, ..Precision::default() };
    let found =
        integrate(&question, &precision, Detail::Outcomes, &Silent, &AtomicBool::new(false)).expect("it integrates");
    let of = |portfolio| found.means(portfolio, Quantity::Unmatched).iter().map(|draw| draw.mean).collect();
    (0..portfolios.len()).map(of).collect()
}

fn mean(draws: &[f64]) -> f64 {
    draws.iter().sum::<f64>() / draws.len() as f64
}

/// The error that the engine states.
fn stated(draws: &[f64]) -> f64 {
    use matchfolio::engine::estimate::DrawMean;
    let draws: Vec<DrawMean> =
        draws.iter().map(|mean| DrawMean { trials: 1.0, mean: *mean, chance_variance: 0.0 }).collect();
    estimate(&draws).mc_error
}

/// The error from the spread of parts of so many draws, which fewer than two parts do not have.
fn spread(draws: &[f64], together: usize) -> f64 {
    let parts: Vec<f64> = draws.chunks(together).map(mean).collect();
    let (count, middle) = (parts.len() as f64, mean(&parts));
    (parts.iter().map(|part| (part - middle).powi(2)).sum::<f64>() / (count - 1.0) / count).sqrt()
}
