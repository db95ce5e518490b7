//! The files of a report, ready to be written.

use std::path::{Path, PathBuf};

use super::charts::{self, Chart, ChartKind, WIDE};
use super::error::ReportError;
use super::output::OutputOptions;
use super::{html, json, tables};
use crate::engine::results::Results;

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Artefact {
    /// Place under the target directory.
    pub path: PathBuf,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Artefact {
    fn new(folder: &str, name: &str, bytes: Vec<u8>) -> Self {
        Self { path: Path::new(folder).join(name), bytes }
    }
}

/// Makes every file: page, results, charts and tables.
pub(super) fn artefacts(
    results: &Results,
    scenario_text: &str,
    options: &OutputOptions,
) -> Result<Vec<Artefact>, ReportError> {
    let page = html::page(results, scenario_text, &options.command)?;
    let mut files = vec![
        Artefact::new("", "report.html", page.into_bytes()),
        Artefact::new("", "results.json", json::to_json(results)?.into_bytes()),
    ];
    for kind in ChartKind::ALL {
        let chart = charts::draw(results, kind, WIDE)?;
        if options.png {
            files.extend(picture(&chart)?);
        }
        files.push(Artefact::new("charts", &format!("{}.svg", kind.file_stem()), chart.svg.into_bytes()));
    }
    for table in tables::tables(results)? {
        files.push(Artefact::new("tables", &format!("{}.csv", table.name), table.to_csv()?));
        files.push(Artefact::new("tables", &format!("{}.parquet", table.name), table.to_parquet()?));
    }
    Ok(files)
}

#[cfg(feature = "png")]
fn picture(chart: &Chart) -> Result<Option<Artefact>, ReportError> {
    let stem = chart.kind.file_stem();
    let bytes = super::png::from_svg(stem, &chart.svg)?;
    Ok(Some(Artefact::new("charts", &format!("{stem}.png"), bytes)))
}

#[cfg(not(feature = "png"))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape as with the feature")]
fn picture(_chart: &Chart) -> Result<Option<Artefact>, ReportError> {
    Ok(None)
}
