//! `matchfolio market`: the national market, simulated, beside what was published.

use std::path::PathBuf;

use clap::Args;

use super::common::{Common, Execute, Format};
use super::failure::Failure;
use super::interruption::{INTERRUPTED, listen_for_interruption};
use super::lookup::reference;
use super::progress::Bar;
use super::question::Place;
use crate::front::portable;
use crate::market::answer::Market;
use crate::market::national::{Quantity, Run, simulate};
use crate::report::Answer;
use crate::report::html::TypedFile;
use crate::scenario::market::{MOST_MARKETS, load_market};

/// Options of `market`.
#[derive(Args, Debug)]
pub struct MarketOptions {
    /// Market file
    #[arg(value_name = "MARKET")]
    pub market: PathBuf,
    /// Number of markets to simulate [default: that of the file, or 20]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_MARKETS))]
    pub markets: Option<u64>,
    /// Folder for the charts and tables [default: reports/NAME-market]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier answer
    #[arg(long)]
    pub force: bool,
    /// Print the answer without writing files
    #[arg(long, conflicts_with_all = ["out", "force"])]
    pub no_report: bool,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Seed of all random draws; the same file, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl Execute for MarketOptions {
    /// Simulates the markets, prints what they came to, and writes it.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        let load = load_market(&self.market, &reference, Quantity::KEYS);
        let mut file = load.map_err(|error| Failure::Scenarios(vec![error]))?;
        let place = Place::new::<Market>(&self.market, self.out.as_deref(), self.no_report, self.force)?;
        file.markets = self.markets.unwrap_or(file.markets);
        file.file = portable(&file.file).to_owned();
        listen_for_interruption()?;
        let bar = Bar::of(common.quiet, "matches");
        let threads = self.threads.map(usize::from);
        let run = Run { seed: self.seed, threads, progress: &bar, interrupted: &INTERRUPTED };
        let answer = simulate(&reference, &file, run);
        bar.finish();
        let answer = answer?;
        let typed = TypedFile { kind: "Market", file: &file.file, sha256: &file.sha256, text: None };
        place.deliver(&answer, &answer.document(), &[typed], self.seed, self.format, common)
    }
}
