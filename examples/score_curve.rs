//! How does the chance of going unmatched fall with Step 2 CK? One person and portfolio, all scores on
//! common draws, as CSV.
//!
//! ```sh
//! cargo run --example score_curve > curve.csv
//! ```

use std::error::Error;
use std::io::{self, Write};

use matchfolio::{Reference, Scenario, Settings, SweepQuestion, sweep};

const APPLICANT: &str = r#"
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
    score_curve(&mut io::stdout().lock())
}

/// Writes one row a score; a test holds the tutorial to it.
pub(crate) fn score_curve(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let reference = Reference::embedded()?;
    let scenario = Scenario::from_text("applicant.toml", APPLICANT, &reference)?;
    let scores = SweepQuestion::over("applicant.step2_ck=220..270:10");
    let answer = sweep(&scenario, &scores, &Settings::default().draws(256))?;
    let curve = &answer.sweeps[0].curves[0];
    writeln!(out, "step2_ck,unmatched,low90,high90,mc_error,less_than_at_245,mc_error_of_that")?;
    for point in &curve.points {
        let (unmatched, change) = (point.unmatched, point.unmatched_minus_typed);
        let [low, high] = unmatched.interval90;
        writeln!(
            out,
            "{},{:.3},{low:.3},{high:.3},{:.4},{:.3},{:.4}",
            point.at[0], unmatched.mean, unmatched.mc_error, -change.mean, change.mc_error
        )?;
    }
    Ok(())
}
