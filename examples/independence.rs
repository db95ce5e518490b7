//! What is lost by multiplying the failures of two specialties as if they were
//! independent: strength is shared, so both fail in the same seasons.
//!
//! ```sh
//! cargo run --example independence
//! ```

#![allow(clippy::print_stdout, reason = "an example shows what it found")]

use std::error::Error;
use std::sync::atomic::AtomicBool;

use matchfolio::decide::series::Series;
use matchfolio::decide::study::{Candidate, Measure, Precision, Study};
use matchfolio::model::{Line, Portfolio};
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;

const SCENARIO: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = 240
years_since_graduation = 4
us_clinical_months = 2
visa = "j1"
letters = { internal_medicine = 2, family_medicine = 1 }
[[portfolio]]
name = "both"
[[portfolio.line]]
track = "internal_medicine"
programs = 80
[[portfolio.line]]
track = "family_medicine"
programs = 60
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let reference = Reference::embedded()?;
    let loaded = compile_text("example", SCENARIO, &reference).map_err(|problems| problems.render(false))?;
    let scenario = loaded.scenario;
    let both = scenario.portfolios[0].portfolio.clone();
    let alone = |line: &Line| Portfolio { lines: vec![line.clone()], ..both.clone() };
    let portfolios = [both.clone(), alone(&both.lines[0]), alone(&both.lines[1])];
    let interrupted = AtomicBool::new(false);
    let study = Study {
        prior: &scenario.prior,
        precision: Precision { seed: 1, draws: 1024, threads: None },
        interrupted: &interrupted,
    };
    let candidates = portfolios.map(|portfolio| Candidate { applicant: scenario.applicant.clone(), portfolio });
    let found = study.outcomes(&candidates)?;
    let [joint, first, second]: [Series; 3] = std::array::from_fn(|place| found[place].series(Measure::Unmatched));
    let naive = first.mean() * second.mean();
    let shown = joint.estimate_chance();
    println!("internal medicine alone fails in {:.1} % of seasons", 100.0 * first.mean());
    println!("family medicine alone in {:.1} %", 100.0 * second.mean());
    println!("as if independent, both in {:.1} %", 100.0 * naive);
    println!("in the model, both in {:.1} % (± {:.1})", 100.0 * shown.mean, 100.0 * shown.mc_error);
    Ok(())
}
