//! `matchfolio calibrate`: parameters fitted to the published tables.

use std::path::{Path, PathBuf};

use clap::Args;

use super::common::{Common, Execute};
use super::failure::Failure;
use super::lookup::reference;
use crate::calibration::rows::{Calibration, calibrate};
use crate::calibration::tables::tables;
use crate::reference::Reference;
use crate::report::answers::calibration::{charts, document};
use crate::report::charts::WIDE;
use crate::report::{ReportError, ensure_writable, write_files};

/// Options of `calibrate`.
#[derive(Args, Debug)]
pub struct CalibrateOptions {
    /// Folder for the tables of parameters and the charts
    #[arg(long, value_name = "DIR", default_value = "calibration")]
    pub out: PathBuf,
    /// Replace the files of an earlier calibration
    #[arg(long)]
    pub force: bool,
    /// Check three posteriors against a Metropolis sampler and report the differences
    #[arg(long)]
    pub check_metropolis: bool,
}

impl Execute for CalibrateOptions {
    /// Fits the parameters, writes them, and prints how they compare with the figures.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        ensure_writable(&self.out, self.force)?;
        let found = calibrate(&reference)?;
        let document = document(&found, self.check_metropolis);
        let written = write_files(&self.out, self.force, &files(&found, &reference)?)?;
        common.talk(&format!("wrote {} files below {}", written.files.len(), self.out.display()));
        common.print(&document)
    }
}

/// The tables, and the charts.
fn files(found: &Calibration, reference: &Reference) -> Result<Vec<(PathBuf, Vec<u8>)>, ReportError> {
    let tables = tables(found, reference).into_iter().map(|table| (table.path.into(), table.text.into_bytes()));
    let place = |track: &str| Path::new("charts").join(format!("{track}.svg"));
    let charts = charts(found);
    let charts = charts.iter().map(|chart| Ok((place(chart.stem()), chart.svg(WIDE)?.into_bytes())));
    tables.map(Ok).chain(charts).collect()
}
