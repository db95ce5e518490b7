//! A drawing in the making: shapes in pixels, drawn through plotters at the end.
//!
//! Charts are laid out from top to bottom and only know their height when they
//! are done, so shapes are kept until then. Plotters rounds to whole pixels;
//! everything is therefore drawn [`SCALE`] times as large and shown at the
//! intended size through `viewBox`.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::hatch::Hatch;
use super::{svg, text};
use crate::report::error::ReportError;

/// How many units of the `viewBox` make one pixel.
pub(super) const SCALE: f64 = 4.0;

/// Plotters divides the font size by this when it writes SVG.
const FONT_DIVISOR: f64 = 1.24;

/// Fonts in order of preference; `DejaVu Sans` is the one embedded for PNG.
pub(super) const FONT_FAMILY: &str = "DejaVu Sans, Verdana, Arial, sans-serif";

/// Height of a line of text as a multiple of the font size.
pub(super) const LINE: f64 = 1.35;

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
    /// Whether two areas share more than an edge.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }
}

/// Which end of the text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centerd there.
    Middle,
    /// The text ends there.
    End,
}

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    /// Size in pixels.
    pub size: f64,
    /// Color.
    pub color: RGBColor,
}

#[derive(Clone, Debug)]
enum Shape {
    Filled { area: Area, color: RGBColor },
    Polygon { corners: Vec<Point>, color: RGBColor },
    Line { points: Vec<Point>, color: RGBColor, width: f64 },
    Dot { center: Point, radius: f64, color: RGBColor },
    Words { at: Point, text: String, font: Font, anchor: Anchor },
}

/// Shapes drawn so far on a sheet of a fixed width.
#[derive(Debug)]
pub(super) struct Sketch {
    width: f64,
    groups: Vec<Group>,
}

/// Shapes drawn after one another.
#[derive(Debug, Default)]
struct Group {
    /// Numbers of the portfolios they show, from 1; none for what belongs to the whole chart.
    portfolios: Vec<usize>,
    shapes: Vec<Shape>,
}

impl Sketch {
    /// An empty sheet of this width in pixels.
    pub(super) fn new(width: f64) -> Self {
        Self { width, groups: vec![Group::default()] }
    }

    /// Width of the sheet in pixels.
    pub(super) fn width(&self) -> f64 {
        self.width
    }

    /// Marks what `draw` draws as showing these portfolios (numbers from 1), so that the page can highlight them.
    pub(super) fn showing<T>(&mut self, portfolios: &[usize], draw: impl FnOnce(&mut Self) -> T) -> T {
        self.groups.push(Group { portfolios: portfolios.to_vec(), shapes: Vec::new() });
        let drawn = draw(self);
        self.groups.push(Group::default());
        drawn
    }

    fn add(&mut self, shape: Shape) {
        if let Some(group) = self.groups.last_mut() {
            group.shapes.push(shape);
        }
    }

    /// A filled rectangle.
    pub(super) fn fill(&mut self, area: Area, color: RGBColor) {
        self.add(Shape::Filled { area, color });
    }

    /// A filled rectangle with a hatching of thin lines over it.
    pub(super) fn fill_hatched(&mut self, area: Area, color: RGBColor, hatch: Hatch, ink: RGBColor) {
        self.fill(area, color);
        for (from, to) in hatch.lines(area) {
            self.line(&[from, to], ink, 0.8);
        }
    }

    /// A filled polygon.
    pub(super) fn polygon(&mut self, corners: Vec<Point>, color: RGBColor) {
        self.add(Shape::Polygon { corners, color });
    }

    /// A line through these points.
    pub(super) fn line(&mut self, points: &[Point], color: RGBColor, width: f64) {
        self.add(Shape::Line { points: points.to_vec(), color, width });
    }

    /// A straight line in dashes.
    pub(super) fn dashes(&mut self, from: Point, to: Point, color: RGBColor, width: f64) {
        const DASH: f64 = 5.0;
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        let mut start = 0.0;
        while start < length {
            let end = (start + DASH).min(length);
            let at = |distance: f64| (from.0 + dx * distance / length, from.1 + dy * distance / length);
            self.line(&[at(start), at(end)], color, width);
            start += 1.7 * DASH;
        }
    }

    /// A filled disc.
    pub(super) fn dot(&mut self, center: Point, radius: f64, color: RGBColor) {
        self.add(Shape::Dot { center, radius, color });
    }

    /// One line of text; `at` is its vertical middle.
    pub(super) fn words(&mut self, at: Point, text: impl Into<String>, font: Font, anchor: Anchor) {
        self.add(Shape::Words { at, text: text.into(), font, anchor });
    }

    /// Lines of text from `top` downwards; gives where they end.
    pub(super) fn paragraph(&mut self, left: f64, top: f64, lines: &[String], font: Font) -> f64 {
        let mut y = top;
        for line in lines {
            self.words((left, y + LINE * font.size / 2.0), line.as_str(), font, Anchor::Start);
            y += LINE * font.size;
        }
        y
    }

    /// No text leaves a sheet of this width, and none lies over another.
    #[cfg(test)]
    pub(super) fn assert_texts_are_apart(&self, width: f64, what: &str) {
        let texts = self.text_areas();
        assert!(!texts.is_empty(), "{what} has no text");
        for (index, (area, words)) in texts.iter().enumerate() {
            assert!(area.x0 >= 0.0 && area.x1 <= width + 1e-6, "{what} {width}: {words}");
            let other = texts[index + 1..].iter().find(|(other, _)| other.overlaps(area));
            assert_eq!(other, None, "{what} {width}: {words}");
        }
    }

    /// The two corners of every upright line.
    #[cfg(test)]
    pub(super) fn upright_lines(&self) -> Vec<Area> {
        let lines = self.groups.iter().flat_map(|group| &group.shapes).filter_map(|shape| match shape {
            Shape::Line { points, .. } => match points[..] {
                [(x0, y0), (x1, y1)] if x0 == x1 => Some(Area { x0, y0: y0.min(y1), x1, y1: y0.max(y1) }),
                _ => None,
            },
            _ => None,
        });
        lines.collect()
    }

    /// The areas that are filled.
    #[cfg(test)]
    pub(super) fn filled_areas(&self) -> Vec<Area> {
        let shapes = self.groups.iter().flat_map(|group| &group.shapes);
        shapes.filter_map(|shape| if let Shape::Filled { area, .. } = shape { Some(*area) } else { None }).collect()
    }

    /// The space that each text takes.
    #[cfg(test)]
    pub(super) fn text_areas(&self) -> Vec<(Area, String)> {
        let areas = self.groups.iter().flat_map(|group| &group.shapes).filter_map(|shape| match shape {
            Shape::Words { at, text, font, anchor } => Some((text_area(*at, text, *font, *anchor), text.clone())),
            _ => None,
        });
        areas.collect()
    }

    /// Draws the sheet at this height; `title` and `description` are its text alternative.
    pub(super) fn finish(
        self,
        chart: &str,
        height: f64,
        title: &str,
        description: &str,
    ) -> Result<String, ReportError> {
        let size = (scaled(self.width).unsigned_abs(), scaled(height).unsigned_abs());
        let mut body = String::new();
        for group in self.groups.iter().filter(|group| !group.shapes.is_empty()) {
            let mut drawn = String::new();
            group
                .draw(&mut drawn, size)
                .map_err(|reason| ReportError::Chart { chart: chart.to_owned(), reason: reason.to_string() })?;
            body.push_str(&svg::grouped(&drawn, &group.portfolios));
        }
        Ok(svg::with_text_alternative(&body, (self.width, height), title, description))
    }
}

impl Group {
    fn draw(&self, target: &mut String, size: (u32, u32)) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let sheet = SVGBackend::with_string(target, size).into_drawing_area();
        for shape in &self.shapes {
            match shape {
                Shape::Filled { area, color } => {
                    let corners = [at((area.x0, area.y0)), at((area.x1, area.y1))];
                    sheet.draw(&Rectangle::new(corners, color.filled()))?;
                }
                Shape::Polygon { corners, color } => {
                    let corners: Vec<_> = corners.iter().map(|&corner| at(corner)).collect();
                    sheet.draw(&Polygon::new(corners, color.filled()))?;
                }
                Shape::Line { points, color, width } => {
                    let path: Vec<_> = points.iter().map(|&point| at(point)).collect();
                    sheet.draw(&PathElement::new(path, color.stroke_width(scaled(*width).unsigned_abs())))?;
                }
                Shape::Dot { center, radius, color } => {
                    sheet.draw(&Circle::new(at(*center), scaled(*radius), color.filled()))?;
                }
                Shape::Words { at: position, text, font, anchor } => {
                    let style = (FONT_FAMILY, font.size * SCALE * FONT_DIVISOR).into_font().color(&font.color);
                    let style = style.pos(Pos::new(horizontal(*anchor), VPos::Center));
                    sheet.draw(&Text::new(text.clone(), at(*position), style))?;
                }
            }
        }
        sheet.present()
    }
}

/// Space that a line of text takes around its position.
pub(super) fn text_area(at: Point, words: &str, font: Font, anchor: Anchor) -> Area {
    let width = text::width(words, font.size);
    let x0 = match anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - width / 2.0,
        Anchor::End => at.0 - width,
    };
    let half = font.size / 2.0;
    Area { x0, y0: at.1 - half, x1: x0 + width, y1: at.1 + half }
}

fn horizontal(anchor: Anchor) -> HPos {
    match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    }
}

fn at(point: Point) -> (i32, i32) {
    (scaled(point.0), scaled(point.1))
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a chart, far inside the range; `as` saturates")]
fn scaled(pixels: f64) -> i32 {
    (pixels * SCALE).round() as i32
}
