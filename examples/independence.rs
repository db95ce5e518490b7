//! What is lost by multiplying the failures of two specialties as if they were independent? Both hang on the
//! same applicant, so they fail in the same seasons.
//!
//! ```sh
//! cargo run --example independence
//! ```

use std::error::Error;
use std::io::{self, Write};

use matchfolio::{Drawn, Reference, Scenario, Settings, draws};

const APPLICANT: &str = r#"
    season = 2027
    [applicant]
    type = "non_us_img"
    step2_ck = 255
    years_since_graduation = 2
    us_clinical_months = 6
    visa = "j1"
    letters = { internal_medicine = 2, family_medicine = 2 }

    [[portfolio]]
    name = "both"
    [[portfolio.line]]
    track = "internal_medicine"
    programs = 120
    sponsors_only = true
    [[portfolio.line]]
    track = "family_medicine"
    programs = 120
    sponsors_only = true

    [[portfolio]]
    name = "internal medicine alone"
    [[portfolio.line]]
    track = "internal_medicine"
    programs = 120
    sponsors_only = true

    [[portfolio]]
    name = "family medicine alone"
    [[portfolio.line]]
    track = "family_medicine"
    programs = 120
    sponsors_only = true
"#;

fn main() -> Result<(), Box<dyn Error>> {
    independence(&mut io::stdout().lock())
}

/// Writes what independence says and what the model says: over all draws, and where strength is shared less and more.
/// A test holds the tutorial to it.
pub(crate) fn independence(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let reference = Reference::embedded()?;
    let scenario = Scenario::from_text("applicant.toml", APPLICANT, &reference)?;
    // The chances draw by draw: what is drawn is what nobody knows of the parameters.
    let found = draws(&scenario, &Settings::default())?;
    for portfolio in &found.portfolios {
        writeln!(
            out,
            "{:<24} unmatched in {:.1}% of seasons",
            portfolio.name,
            percent(&portfolio.unmatched, |_| true)
        )?;
    }
    // How much of an applicant's strength counts in every specialty, and the middle of its draws.
    let shared = found.parameters.iter().find(|one| one.name == "strength_correlation").ok_or("no such parameter")?;
    let mut sorted = shared.values.clone();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted[sorted.len() / 2];
    writeln!(out, "\n{:<33} {:>14} {:>12}", "both fail, in % of seasons", "if independent", "in the model")?;
    let all = |_: usize| true;
    let (less, more) = (|draw: usize| shared.values[draw] < middle, |draw: usize| shared.values[draw] >= middle);
    let rows: [(String, &dyn Fn(usize) -> bool); 3] = [
        ("all draws".to_owned(), &all),
        (format!("strength correlated below {middle:.2}"), &less),
        (format!("strength correlated from {middle:.2} on"), &more),
    ];
    for (words, is_wanted) in rows {
        let [both, internal, family] = [0, 1, 2].map(|at| percent(&found.portfolios[at].unmatched, is_wanted));
        writeln!(out, "{words:<33} {:>14.1} {both:>12.1}", internal * family / 100.0)?;
    }
    Ok(())
}

/// Mean over the draws that are wanted, in percent.
fn percent(draws: &[Drawn], is_wanted: impl Fn(usize) -> bool) -> f64 {
    let wanted: Vec<f64> = draws.iter().enumerate().filter(|(at, _)| is_wanted(*at)).map(|(_, of)| of.mean).collect();
    100.0 * wanted.iter().sum::<f64>() / wanted.len() as f64
}
