//! How likely is it to go unmatched under every way of applying, and which differences are real?
//!
//! ```sh
//! cargo run --example compare -- scenarios/psychiatry_with_fm.toml
//! ```

use std::error::Error;
use std::io::{self, Write};

use matchfolio::results::Verdict;
use matchfolio::{Reference, Scenario, Settings, simulate};

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args_os().nth(1).ok_or("which scenario file?")?;
    compare(file.as_ref(), &mut io::stdout().lock())
}

/// Writes the chances of every portfolio of `file`, and every difference; a test holds the tutorial to it.
pub(crate) fn compare(file: &std::path::Path, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let reference = Reference::embedded()?;
    let scenario = Scenario::from_file(file, &reference)?;
    let results = simulate(&scenario, &Settings::default())?;
    for portfolio in &results.portfolios {
        let (name, unmatched) = (&portfolio.name, portfolio.outcomes.unmatched.as_chance());
        writeln!(out, "{name:<22} for ${:.0}: unmatched {unmatched}", portfolio.cost_usd)?;
    }
    // Portfolios are simulated on common draws: take their difference from here, not from the two chances.
    writeln!(out)?;
    for pair in &results.comparisons {
        let difference = pair.unmatched_difference.as_points();
        let tie = if pair.verdict == Verdict::Tie { ": a tie" } else { "" };
        writeln!(out, "{} less {}: {difference}{tie}", pair.a, pair.b)?;
    }
    Ok(())
}
