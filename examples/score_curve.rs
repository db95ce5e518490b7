//! How the chance of going unmatched falls with Step 2 CK, for one person and
//! portfolio, all scores on the same draws; CSV on standard output.
//!
//! ```sh
//! cargo run --example score_curve > curve.csv
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::sync::atomic::AtomicBool;

use matchfolio::decide::study::{Candidate, Measure, Precision, Study};
use matchfolio::model::{Applicant, Uncertain};
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;

const SCENARIO: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = 245
years_since_graduation = 3
us_clinical_months = 3
visa = "j1"
letters = { internal_medicine = 3 }
[[portfolio]]
name = "internal medicine"
[[portfolio.line]]
track = "internal_medicine"
programs = 100
sponsors_only = true
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let reference = Reference::embedded()?;
    let loaded = compile_text("example", SCENARIO, &reference).map_err(|problems| problems.render(false))?;
    let scenario = loaded.scenario;
    let interrupted = AtomicBool::new(false);
    let study = Study {
        prior: &scenario.prior,
        precision: Precision { seed: 1, draws: 512, threads: None },
        interrupted: &interrupted,
    };
    let scores: Vec<f64> = (0..=10).map(|step| 220.0 + 5.0 * f64::from(step)).collect();
    let candidates: Vec<Candidate> = scores
        .iter()
        .map(|score| Candidate {
            applicant: Applicant { step2_ck: Uncertain::certain(*score), ..scenario.applicant.clone() },
            portfolio: scenario.portfolios[0].portfolio.clone(),
        })
        .collect();
    let found = study.outcomes(&candidates)?;
    println!("step2_ck,unmatched,low90,high90,mc_error,gain_over_previous,gain_mc_error");
    for (place, (score, outcomes)) in scores.iter().zip(&found).enumerate() {
        let unmatched = outcomes.series(Measure::Unmatched);
        let before = &found[place.saturating_sub(1)].series(Measure::Unmatched);
        // A difference on common draws: known far better than either chance.
        let gain = before.minus(&unmatched).estimate();
        let shown = unmatched.estimate_chance();
        let [low, high] = shown.interval90;
        println!(
            "{score},{:.4},{low:.4},{high:.4},{:.5},{:.4},{:.5}",
            shown.mean, shown.mc_error, gain.mean, gain.mc_error
        );
    }
    Ok(())
}
