//! The files of a report, ready to be written.

use std::path::{Path, PathBuf};

use super::charts::{self, Chart, ChartKind, PlanChart, WIDE};
use super::error::ReportError;
use super::output::OutputOptions;
use super::page::Background;
use super::{html, json, tables};
use crate::engine::results::Results;

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Artifact {
    /// Place under the target directory.
    pub path: PathBuf,
    /// Content.
    pub bytes: Vec<u8>,
}

impl Artifact {
    fn new(folder: &str, name: &str, bytes: Vec<u8>) -> Self {
        Self { path: Path::new(folder).join(name), bytes }
    }
}

/// Makes every file: page, results, charts and tables.
pub(super) fn artifacts(
    results: &Results,
    background: Option<&Background>,
    scenario_text: &str,
    options: &OutputOptions,
) -> Result<Vec<Artifact>, ReportError> {
    let page = html::page(results, background, scenario_text, &options.command)?;
    let mut files = vec![
        Artifact::new("", "report.html", page.into_bytes()),
        Artifact::new("", "results.json", json::to_json(results)?.into_bytes()),
    ];
    for kind in ChartKind::ALL {
        let chart = charts::draw(results, kind, WIDE)?;
        if options.png {
            files.extend(picture(&chart)?);
        }
        files.push(Artifact::new("charts", &format!("{}.svg", kind.file_stem()), chart.svg.into_bytes()));
    }
    for kind in PlanChart::ALL {
        let Some(svg) = charts::draw_plans(results, kind, WIDE)? else { continue };
        if options.png {
            let png = picture_of(kind.file_stem(), &svg)?;
            files.extend(png.map(|bytes| Artifact::new("charts", &format!("{}.png", kind.file_stem()), bytes)));
        }
        files.push(Artifact::new("charts", &format!("{}.svg", kind.file_stem()), svg.into_bytes()));
    }
    if let Some(background) = background {
        files.extend(of_background(background, options.png)?);
    }
    for table in tables::tables(results)? {
        files.push(Artifact::new("tables", &format!("{}.csv", table.name), table.to_csv()?));
        files.push(Artifact::new("tables", &format!("{}.parquet", table.name), table.to_parquet()?));
    }
    Ok(files)
}

/// What the page shows beside the results, as data and as a chart.
fn of_background(background: &Background, png: bool) -> Result<Vec<Artifact>, ReportError> {
    let mut files = vec![Artifact::new("", "basis.json", json::to_json(&background.basis)?.into_bytes())];
    if let Ok(moves) = &background.moves {
        let chart = charts::draw_tornado(moves, WIDE)?;
        files.push(Artifact::new("", "sensitivity.json", json::to_json(moves)?.into_bytes()));
        if png {
            let picture = picture_of("tornado", &chart)?;
            files.extend(picture.map(|bytes| Artifact::new("charts", "tornado.png", bytes)));
        }
        files.push(Artifact::new("charts", "tornado.svg", chart.into_bytes()));
    }
    Ok(files)
}

/// Makes the files of one answer: texts, and charts as SVG and PNG.
pub(super) fn answer_artifacts(
    charts: &[(&str, String)],
    texts: &[(&str, String)],
) -> Result<Vec<Artifact>, ReportError> {
    let mut files: Vec<Artifact> =
        texts.iter().map(|(name, text)| Artifact::new("", name, text.clone().into_bytes())).collect();
    for (stem, svg) in charts {
        let png = picture_of(stem, svg)?;
        files.extend(png.map(|bytes| Artifact::new("charts", &format!("{stem}.png"), bytes)));
        files.push(Artifact::new("charts", &format!("{stem}.svg"), svg.clone().into_bytes()));
    }
    Ok(files)
}

fn picture(chart: &Chart) -> Result<Option<Artifact>, ReportError> {
    let stem = chart.kind.file_stem();
    let bytes = picture_of(stem, &chart.svg)?;
    Ok(bytes.map(|bytes| Artifact::new("charts", &format!("{stem}.png"), bytes)))
}

#[cfg(feature = "png")]
fn picture_of(stem: &str, svg: &str) -> Result<Option<Vec<u8>>, ReportError> {
    super::png::from_svg(stem, svg).map(Some)
}

#[cfg(not(feature = "png"))]
#[expect(clippy::unnecessary_wraps, reason = "the same shape as with the feature")]
fn picture_of(_stem: &str, _svg: &str) -> Result<Option<Vec<u8>>, ReportError> {
    Ok(None)
}
