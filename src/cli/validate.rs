//! `matchfolio validate`: predicted against published.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::common::{Common, Execute, typed_command};
use super::failure::Failure;
use super::lookup::reference;
use super::progress::Bar;
use super::question::origin;
use super::terminal::print;
use crate::calibration::validation::{draft, validate_telling};
use crate::report::answers::validation::forecast_csv;
use crate::report::{ensure_writable, write_answer};

pub use crate::report::Answer;
pub use crate::report::answers::validation::{forecast, summary, table};

/// Options of `validate`.
#[derive(Args, Debug)]
pub struct ValidateOptions {
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = ValidationFormat::Table)]
    pub format: ValidationFormat,
    /// Show the forecast of this Match, and its score as far as figures are published
    #[arg(long, value_name = "YEAR", conflicts_with_all = ["out", "draft_forecast"])]
    pub forecast: Option<u16>,
    /// Print a new forecast of this Match, as CSV
    #[arg(long, value_name = "YEAR", conflicts_with = "out")]
    pub draft_forecast: Option<u16>,
    /// Write the score, the table and both charts to this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the files of an earlier validation
    #[arg(long, requires = "out")]
    pub force: bool,
    /// Seed of all random draws; the same tables, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// What `validate` prints on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ValidationFormat {
    /// Predicted and published figures, and where they differ, as text
    Table,
    /// Scores and figures as JSON (matchfolio.validation/2)
    Json,
    /// The figures as CSV, one per row
    Csv,
}

impl Execute for ValidateOptions {
    /// Predicts and scores every figure, prints the score and writes it where asked.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        if let Some(folder) = &self.out {
            ensure_writable(folder, self.force)?;
        }
        let reference = reference(common)?;
        if let Some(year) = self.draft_forecast {
            return print(&forecast_csv(&draft(&reference, self.seed, year)?));
        }
        if let Some(year) = self.forecast {
            return print(&forecast(&reference, year));
        }
        let bar = Bar::of(common.quiet, "parameter draws");
        let validation = validate_telling(&reference, self.seed, &bar);
        bar.finish();
        let validation = validation?;
        if let Some(folder) = &self.out {
            let written = write_answer(&validation, &origin(&[], self.seed, &typed_command()), folder, self.force)?;
            for file in &written.files {
                common.talk(&format!("wrote {}", file.display()));
            }
        }
        match self.format {
            ValidationFormat::Table => common.show(&validation.document(), self.out.is_some()),
            ValidationFormat::Json => print(&validation.json()?),
            ValidationFormat::Csv => print(&validation.csv()?),
        }
    }
}
