//! The files of a report, ready to be written.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use super::answers::Answer;
use super::charts::{Chart, WIDE};
use super::error::ReportError;
use super::html::Origin;
use super::page::Background;
use super::presentable::{presentable, written};
use super::tables::{self, NamedTable};
use super::{html, json};
use crate::engine::results::Results;

/// Where and how to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputOptions {
    /// Target directory; made if it does not exist.
    pub directory: PathBuf,
    /// Whether files of an earlier report may be replaced.
    pub force: bool,
    /// Whether charts are also written as PNG; needs the feature `png`.
    pub png: bool,
    /// Whether only results and tables are written: no page, no charts.
    pub tables_only: bool,
    /// Command that makes the same report again, for the page.
    pub command: String,
}

/// A file of a report: its place under the target directory, and its content.
pub(super) type Artifact = (PathBuf, Vec<u8>);

pub(super) fn artifact(name: &str, text: String) -> Artifact {
    (PathBuf::from(name), text.into_bytes())
}

/// Makes every file: page, results, charts and tables.
pub(super) fn artifacts(
    results: &Results,
    background: Option<&Background>,
    scenario_text: &str,
    options: &OutputOptions,
) -> Result<Vec<Artifact>, ReportError> {
    let mut files = vec![artifact("results.json", results.json()?)];
    if !options.tables_only {
        files.insert(0, artifact("report.html", html::page(results, background, scenario_text, &options.command)?));
        files.extend(pictures(&presentable(results).charts(), options.png)?);
    }
    if let Some(background) = background {
        files.push(artifact("basis.json", json::to_json(&background.basis)?));
        if let Ok(moves) = &background.moves {
            files.push(artifact("sensitivity.json", moves.json()?));
            files.extend(pictures(&moves.charts(), options.png)?);
        }
    }
    for table in tables::tables(results)? {
        let place = |kind: &str| Path::new("tables").join(table.name).with_extension(kind);
        files.push((place("parquet"), table.to_parquet()?));
        files.push((place("csv"), table.csv.into_bytes()));
    }
    Ok(files)
}

/// Makes the files of one answer: its page, its contract, its table, and its charts as SVG and PNG.
pub(super) fn answer_artifacts<A: Answer>(answer: &A, origin: &Origin<'_>) -> Result<Vec<Artifact>, ReportError> {
    let mut files = vec![
        artifact(&format!("{}.html", A::NAME), html::answer_page(answer, origin)?),
        artifact(&format!("{}.json", A::NAME), answer.json()?),
        artifact(&format!("{}.csv", A::TABLE), answer.csv()?),
    ];
    if A::HAS_PARQUET {
        let table = NamedTable::new(A::TABLE, &answer.all_columns(), &answer.rows())?;
        files.push((Path::new(A::TABLE).with_extension("parquet"), table.to_parquet()?));
    }
    files.extend(pictures(&answer.charts(), true)?);
    Ok(files)
}

/// Charts as SVG and, if `png`, as PNG.
fn pictures(charts: &[Chart<'_>], png: bool) -> Result<Vec<Artifact>, ReportError> {
    let drawn: Vec<(&str, String)> =
        charts.iter().map(|chart| Ok((chart.stem(), chart.svg(WIDE)?))).collect::<Result<_, ReportError>>()?;
    // Each on a thread of its own: there are few, and a person waits for them.
    let files: Vec<Result<Vec<Artifact>, ReportError>> = thread::scope(|scope| {
        let made: Vec<_> = drawn.iter().map(|(stem, svg)| scope.spawn(move || picture(stem, svg, png))).collect();
        made.into_iter().map(|chart| chart.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    Ok(files.into_iter().collect::<Result<Vec<_>, _>>()?.concat())
}

/// The files of one chart.
fn picture(stem: &str, svg: &str, png: bool) -> Result<Vec<Artifact>, ReportError> {
    let svg = written(svg, false);
    let place = |kind: &str| Path::new("charts").join(stem).with_extension(kind);
    let png = if png { picture_of(stem, &svg)? } else { None };
    let png = png.map(|bytes| (place("png"), bytes));
    Ok(png.into_iter().chain([(place("svg"), svg.into_bytes())]).collect())
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
