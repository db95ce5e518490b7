//! What every chart is: a finding over a drawing, with the same in words.

use super::palette::{SUBTITLE, TITLE};
use super::sketch::Sketch;
use crate::engine::results::{Estimate, PortfolioResult, Results};
use crate::report::error::ReportError;
use crate::report::percent::{Counted, rounded, spoken};
use crate::report::presentable::shortened;

/// Width of charts that are written as files, and shown on wide screens and paper, in pixels.
pub const WIDE: f64 = 720.0;
/// Width of charts shown on telephones, in pixels.
pub const NARROW: f64 = 340.0;

/// Most lines a finding may take.
const TITLE_LINES: usize = 5;
/// Most lines the explanation may take.
const SUBTITLE_LINES: usize = 6;
/// Widest portfolio name in a finding, in characters.
pub(super) const NAME_IN_TITLE: usize = 40;

/// A chart of one answer.
pub(in crate::report) trait Picture {
    /// What the chart shows, in a sentence: its title.
    fn finding(&self) -> String;

    /// How the chart is to be read.
    fn explanation(&self) -> String;

    /// Every number in words, for readers who cannot see the chart.
    fn description(&self) -> String;

    /// Draws what stands below the heading.
    fn draw(&self, sketch: &mut Sketch);
}

impl<P: Picture + ?Sized> Picture for &P {
    fn finding(&self) -> String {
        (**self).finding()
    }

    fn explanation(&self) -> String {
        (**self).explanation()
    }

    fn description(&self) -> String {
        (**self).description()
    }

    fn draw(&self, sketch: &mut Sketch) {
        (**self).draw(sketch);
    }
}

/// A chart of an answer, which can be drawn at any width.
pub struct Chart<'a> {
    stem: &'a str,
    picture: Box<dyn Picture + 'a>,
}

impl<'a> Chart<'a> {
    /// The chart of files with this name, without extension.
    pub(in crate::report) fn new(stem: &'a str, picture: impl Picture + 'a) -> Self {
        Self { stem, picture: Box::new(picture) }
    }

    /// Name of its files without extension; of the charts of an answer each has its own.
    #[must_use]
    pub fn stem(&self) -> &'a str {
        self.stem
    }

    /// What it shows.
    #[cfg(test)]
    pub(super) fn picture(&self) -> &dyn Picture {
        self.picture.as_ref()
    }

    /// The chart as SVG at this width in pixels; the height follows from the content.
    ///
    /// # Errors
    ///
    /// [`ReportError::Chart`] if the drawing library refuses.
    pub fn svg(&self, width: f64) -> Result<String, ReportError> {
        svg(self.picture.as_ref(), self.stem, width)
    }
}

/// The chart as SVG at this width in pixels; the height follows from the content. `name` is that of its files without
/// extension.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub(super) fn svg(picture: &dyn Picture, name: &str, width: f64) -> Result<String, ReportError> {
    sketched(picture, name, width).finish(&picture.finding(), &picture.description())
}

/// The chart on its sheet: the heading, and what stands below it.
pub(super) fn sketched(picture: &dyn Picture, name: &str, width: f64) -> Sketch {
    let mut sketch = Sketch::new(name, width);
    sketch.paragraph(&picture.finding(), TITLE, TITLE_LINES);
    sketch.y += 3.0;
    sketch.paragraph(&picture.explanation(), SUBTITLE, SUBTITLE_LINES);
    sketch.y += 10.0;
    picture.draw(&mut sketch);
    sketch
}

/// The portfolios where a chance is lowest and highest, each by its name and the chance as a finding says them.
pub(super) fn extremes(results: &Results, of: impl Fn(&PortfolioResult) -> Estimate) -> Option<[(String, String); 2]> {
    let by_mean = |a: &&PortfolioResult, b: &&PortfolioResult| of(a).mean.total_cmp(&of(b).mean);
    let ends = [results.portfolios.iter().min_by(by_mean)?, results.portfolios.iter().max_by(by_mean)?];
    let chance = |portfolio: &PortfolioResult| spoken(&rounded(&of(portfolio), Counted::of(results)));
    Some(ends.map(|portfolio| (shortened(&portfolio.name, NAME_IN_TITLE), chance(portfolio))))
}

/// Parts of a description, one after the other.
pub(super) fn listed(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().collect::<Vec<_>>().join("; ")
}

/// No text of the chart overlaps another or leaves the sheet, wide or narrow; it has its text alternative, and no
/// name breaks out of it.
#[cfg(test)]
pub(super) fn assert_is_legible(picture: &dyn Picture, what: &str) {
    for width in [WIDE, NARROW] {
        sketched(picture, "chart", width).assert_texts_are_apart(what);
        let svg = svg(picture, "chart", width).expect("drawn");
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{what}");
        assert!(svg.contains("<title>") && svg.contains("<desc>"), "{what}");
        assert!(!svg.contains("<b>") && !svg.contains('\u{1b}'), "{what}: a name breaks out");
    }
}
