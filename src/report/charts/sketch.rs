//! A drawing in the making, laid out in pixels from top to bottom.

#[cfg(test)]
use std::cell::Ref;
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind};
pub(super) use plotters::style::text_anchor::HPos;
use plotters::style::text_anchor::{Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, TextStyle};
use plotters_backend::BackendCoord;

use super::page::{FONT_FAMILY, Page, to_units};
use super::palette::{Font, Hatch, Look, PAPER};
use super::text;
use crate::report::error::ReportError;

/// Space around every chart, in pixels.
pub(super) const MARGIN: f64 = 16.0;

/// Height of a line of text as a multiple of the font size.
pub(super) const LINE: f64 = 1.35;

/// How far areas side by side reach over one another, so that no paper shows between them.
pub(super) const SEAM: f64 = 0.3;

/// A corner, or an end of a line, in pixels from the upper left.
pub(super) type Point = (f64, f64);

/// An upright rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    /// Left edge.
    pub x0: f64,
    /// Upper edge.
    pub y0: f64,
    /// Right edge.
    pub x1: f64,
    /// Lower edge.
    pub y1: f64,
}

impl Area {
    /// The rectangle between two opposite corners.
    pub(super) fn between(a: Point, b: Point) -> Self {
        Self { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) }
    }

    /// The square around a point, this far to each side.
    pub(super) fn around((x, y): Point, reach: f64) -> Self {
        Self { x0: x - reach, y0: y - reach, x1: x + reach, y1: y + reach }
    }

    /// The middle.
    pub(super) fn middle(&self) -> Point {
        (self.x0.midpoint(self.x1), self.y0.midpoint(self.y1))
    }

    /// Distance between the left and the right edge.
    pub(super) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    /// Whether two areas share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }
}

impl Font {
    /// The style of plotters for text on both sides of its vertical middle.
    pub(super) fn style(self, anchor: HPos) -> TextStyle<'static> {
        let font = (FONT_FAMILY, to_units(self.size)).into_font().color(&self.color);
        font.pos(Pos::new(anchor, VPos::Center))
    }
}

/// What is drawn so far on a sheet of a fixed width.
pub(in crate::report) struct Sketch {
    page: Rc<RefCell<Page>>,
    sheet: DrawingArea<Page, Shift>,
    chart: String,
    width: f64,
    /// The first error of plotters, if any; the document is not made then.
    failure: Option<String>,
    /// How far down the sheet is used, in pixels: where the next part begins.
    pub y: f64,
}

impl Sketch {
    /// An empty sheet of this width in pixels for a chart of this name.
    pub(super) fn new(chart: &str, width: f64) -> Self {
        let page = Rc::new(RefCell::new(Page::new(chart, width)));
        Self { sheet: DrawingArea::from(&page), page, chart: chart.to_owned(), width, failure: None, y: MARGIN }
    }

    /// Width of the sheet in pixels.
    pub(super) fn width(&self) -> f64 {
        self.width
    }

    /// Where the margin at the right begins.
    pub(super) fn right(&self) -> f64 {
        self.width - MARGIN
    }

    /// Width between the margins.
    pub(super) fn room(&self) -> f64 {
        self.width - 2.0 * MARGIN
    }

    /// The next strip of this height between the margins.
    pub(super) fn strip(&self, height: f64) -> Area {
        Area { x0: MARGIN, y0: self.y, x1: self.right(), y1: self.y + height }
    }

    /// The sheet for what plotters lays out itself.
    pub(super) fn sheet(&self) -> &DrawingArea<Page, Shift> {
        &self.sheet
    }

    /// What has been drawn.
    #[cfg(test)]
    pub(super) fn page(&self) -> Ref<'_, Page> {
        self.page.borrow()
    }

    /// Keeps the first error, to be told by [`Sketch::finish`].
    pub(super) fn keep(&mut self, drawn: Result<(), DrawingAreaErrorKind<Infallible>>) {
        if let Err(reason) = drawn {
            self.failure.get_or_insert_with(|| reason.to_string());
        }
    }

    fn draw<E>(&mut self, element: &E)
    where
        for<'e> &'e E: PointCollection<'e, BackendCoord>,
        E: Drawable<Page>,
    {
        let drawn = self.sheet.draw(element);
        self.keep(drawn);
    }

    /// Marks what `draw` draws as showing these portfolios (numbers from 1), so that the page can highlight them.
    pub(super) fn showing<T>(&mut self, portfolios: &[usize], draw: impl FnOnce(&mut Self) -> T) -> T {
        if portfolios.is_empty() {
            return draw(self);
        }
        self.page.borrow_mut().begin(portfolios);
        let drawn = draw(self);
        self.page.borrow_mut().end();
        drawn
    }

    /// A filled rectangle.
    pub(super) fn fill(&mut self, area: Area, color: RGBColor) {
        self.draw(&Rectangle::new([at((area.x0, area.y0)), at((area.x1, area.y1))], color.filled()));
    }

    /// A filled rectangle with its hatching over it.
    pub(super) fn fill_hatched(&mut self, area: Area, look: Look) {
        self.fill(area, look.color);
        if look.hatch != Hatch::Plain {
            self.page.borrow_mut().hatch(at((area.x0, area.y0)), at((area.x1, area.y1)), look);
        }
    }

    /// A filled polygon.
    pub(super) fn polygon(&mut self, corners: &[Point], color: RGBColor) {
        self.draw(&Polygon::new(placed(corners), color.filled()));
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[Point], color: RGBColor, width: f64) {
        self.draw(&PathElement::new(placed(points), color.stroke_width(to_units(width).unsigned_abs())));
    }

    /// A line through these points in dashes.
    pub(super) fn dashes(&mut self, points: &[Point], color: RGBColor, width: f64) {
        let style = color.stroke_width(to_units(width).unsigned_abs());
        self.page.borrow_mut().line(placed(points), &style, true);
    }

    /// A line with a stroke across each end, which reaches this far to each side: an interval.
    pub(super) fn whisker(&mut self, ends: [Point; 2], reach: f64, color: RGBColor, width: f64) {
        self.line(&ends, color, width);
        let (dx, dy) = if ends[0].0 == ends[1].0 { (reach, 0.0) } else { (0.0, reach) };
        for (x, y) in ends {
            self.line(&[(x - dx, y - dy), (x + dx, y + dy)], color, width);
        }
    }

    /// A filled disc.
    pub(super) fn dot(&mut self, center: Point, radius: f64, color: RGBColor) {
        self.draw(&Circle::new(at(center), to_units(radius), color.filled()));
    }

    /// A line through these points with a disc on each.
    pub(super) fn curve(&mut self, points: &[Point], radius: f64, color: RGBColor, width: f64) {
        self.line(points, color, width);
        for &point in points {
            self.dot(point, radius, color);
        }
    }

    /// A circle around paper.
    pub(super) fn ring(&mut self, center: Point, radius: f64, color: RGBColor) {
        self.dot(center, radius, color);
        self.dot(center, radius - 1.5, PAPER);
    }

    /// A disc in one color if something holds, else a circle in another.
    pub(super) fn mark(&mut self, center: Point, radius: f64, holds: bool, [disc, circle]: [RGBColor; 2]) {
        if holds {
            self.dot(center, radius, disc);
        } else {
            self.ring(center, radius, circle);
        }
    }

    /// One line of text; `position` is its vertical middle.
    pub(super) fn words(&mut self, position: Point, text: impl Into<String>, font: Font, anchor: HPos) {
        self.draw(&Text::new(text.into(), at(position), font.style(anchor)));
    }

    /// One line of text on a plate of this color, so that nothing runs through it; gives the area of the plate.
    pub(super) fn plate(&mut self, position: Point, text: &str, font: Font, anchor: HPos, color: RGBColor) -> Area {
        let around = text_area(position, text, font.size, anchor);
        let plate = Area { x0: around.x0 - 2.0, y0: around.y0 - 1.0, x1: around.x1 + 2.0, y1: around.y1 + 1.0 };
        self.fill(plate, color);
        self.words(position, text, font, anchor);
        plate
    }

    /// Lines of text at the left margin below what is drawn, at most so many.
    pub(super) fn paragraph(&mut self, text: &str, font: Font, most: usize) {
        let lines = text::wrapped(text, font.size, self.room(), most);
        self.y = self.lines((MARGIN, self.y), &lines, font);
    }

    /// Lines of text from `corner` downwards; gives where they end.
    pub(super) fn lines(&mut self, (left, top): Point, lines: &[String], font: Font) -> f64 {
        let mut y = top;
        for line in lines {
            self.words((left, y + LINE * font.size / 2.0), line.as_str(), font, HPos::Left);
            y += LINE * font.size;
        }
        y
    }

    /// The document, which ends a margin below what is drawn; `title` and `description` are its text alternative.
    pub(super) fn finish(self, title: &str, description: &str) -> Result<String, ReportError> {
        match self.failure {
            Some(reason) => Err(ReportError::Chart { chart: self.chart, reason }),
            None => Ok(self.page.borrow().svg((self.y + MARGIN).ceil(), title, description)),
        }
    }

    /// No text leaves the sheet, and none lies over another.
    #[cfg(test)]
    pub(super) fn assert_texts_are_apart(&self, what: &str) {
        let (width, texts) = (self.width, self.page().text_areas());
        assert!(!texts.is_empty(), "{what} has no text");
        for (index, (area, words)) in texts.iter().enumerate() {
            assert!(area.x0 >= 0.0 && area.x1 <= width + 1e-6, "{what} {width}: {words}");
            assert!(area.y0 >= 0.0 && area.y1 <= self.y + MARGIN, "{what} {width}: {words}");
            let other = texts[index + 1..].iter().find(|(other, _)| other.overlaps(area));
            assert_eq!(other, None, "{what} {width}: {words}");
        }
    }
}

/// Space that a line of text takes around its position.
pub(super) fn text_area(at: Point, words: &str, size: f64, anchor: HPos) -> Area {
    let width = text::width(words, size);
    let x0 = match anchor {
        HPos::Left => at.0,
        HPos::Center => at.0 - width / 2.0,
        HPos::Right => at.0 - width,
    };
    Area { x0, y0: at.1 - size / 2.0, x1: x0 + width, y1: at.1 + size / 2.0 }
}

fn at((x, y): Point) -> BackendCoord {
    (to_units(x), to_units(y))
}

fn placed(points: &[Point]) -> Vec<BackendCoord> {
    points.iter().copied().map(at).collect()
}
