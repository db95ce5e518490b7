//! The chance of going unmatched under every portfolio of a scenario file.
//!
//! ```sh
//! cargo run --example compare -- scenarios/ir_img_layers.toml
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, Effort, integrate};
use matchfolio::engine::driver::{Question, Settings, Silent};
use matchfolio::engine::findings::Findings;
use matchfolio::engine::uncertainty::DrawMode;
use matchfolio::reference::Reference;
use matchfolio::scenario::load;

/// Draws of the uncertain parameters.
const DRAWS: u64 = 1024;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).ok_or("which scenario file?")?;
    let scenario = load(&PathBuf::from(file), &Reference::embedded()?)?.scenario;
    let portfolios: Vec<_> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let question = Question {
        applicant: &scenario.applicant,
        prior: &scenario.prior,
        portfolios: &portfolios,
        values: scenario.values.as_ref(),
    };
    let effort = Effort::ManyDraws;
    let trials = DRAWS * effort.block_points(&question);
    let settings = Settings { seed: 1, trials, target_error: None, threads: None, mode: DrawMode::Posterior };
    let found = integrate(&question, &settings, Detail::Outcomes, effort, &Silent, &AtomicBool::new(false))?;
    for (index, portfolio) in portfolios.iter().enumerate() {
        let unmatched = found.unmatched(index);
        let [low, high] = unmatched.interval90;
        println!(
            "{:<40} unmatched {:.3} ± {:.3} (90 % interval {low:.3} to {high:.3})",
            portfolio.name, unmatched.mean, unmatched.mc_error
        );
    }
    Ok(())
}
