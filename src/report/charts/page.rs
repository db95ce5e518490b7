//! The sheet that plotters draws on: a backend of our own, which writes SVG.
//!
//! Plotters places everything on whole numbers. One of them is a tenth of a pixel here ([`to_units`], [`to_pixels`]),
//! so that nothing is seen to be rounded; the SVG is in pixels. Hatchings and dashes, which plotters does not know, are
//! patterns and dash arrays of SVG.

use std::convert::Infallible;
use std::fmt::Write as _;

use plotters::style::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::palette::Look;
use super::text;

/// Fonts in order of preference; `DejaVu Sans` is the one embedded for PNG.
pub(super) const FONT_FAMILY: &str = "DejaVu Sans, Verdana, Arial, sans-serif";

/// Units of plotters in a pixel.
const UNITS: f64 = 10.0;

/// Height that no chart reaches, in pixels: charts know theirs only when they are done.
const TALLEST: f64 = 100_000.0;

/// How far the baseline of a text is below its middle, as a share of the font size.
const BASELINE: f64 = 0.27;

/// Pixels in units of plotters.
#[expect(clippy::cast_possible_truncation, reason = "pixels of a chart, far inside the range; `as` saturates")]
pub(super) fn to_units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// Units of plotters in pixels.
pub(super) fn to_pixels(units: i32) -> f64 {
    f64::from(units) / UNITS
}

/// What is drawn so far on a sheet of a fixed width, an element a line.
pub(super) struct Page {
    /// What the ids of its patterns begin with.
    prefix: String,
    width: f64,
    body: String,
    /// The hatchings in it, whose places are their ids.
    looks: Vec<Look>,
}

impl Page {
    /// An empty sheet of this width in pixels for a chart of this name. Both are in the ids, so that several charts
    /// can stand on one page.
    pub(super) fn new(chart: &str, width: f64) -> Self {
        Self { prefix: format!("{chart}-{width:.0}-hatch-"), width, body: String::new(), looks: Vec::new() }
    }

    fn element(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.body, "{element}");
    }

    /// Begins a group that shows these portfolios (numbers from 1).
    pub(super) fn begin(&mut self, portfolios: &[usize]) {
        let classes: Vec<String> = portfolios.iter().map(|number| format!("of-{number}")).collect();
        self.element(format_args!("<g class=\"{}\">", classes.join(" ")));
    }

    /// Ends the group.
    pub(super) fn end(&mut self) {
        self.element(format_args!("</g>"));
    }

    /// The hatching of an area between two corners.
    pub(super) fn hatch(&mut self, from: BackendCoord, to: BackendCoord, look: Look) {
        let known = self.looks.iter().position(|known| *known == look);
        let place = known.unwrap_or(self.looks.len());
        if known.is_none() {
            self.looks.push(look);
        }
        let fill = format!("url(#{}{place})", self.prefix);
        self.rectangle(from, to, &fill);
    }

    fn rectangle(&mut self, from: BackendCoord, to: BackendCoord, fill: &str) {
        let (x, y) = (to_pixels(from.0.min(to.0)), to_pixels(from.1.min(to.1)));
        let (width, height) = (to_pixels((to.0 - from.0).abs()), to_pixels((to.1 - from.1).abs()));
        self.element(format_args!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"));
    }

    /// A line through these points, in dashes or not.
    pub(super) fn line<S: BackendStyle>(
        &mut self,
        points: impl IntoIterator<Item = BackendCoord>,
        style: &S,
        is_dashed: bool,
    ) {
        let points: Vec<BackendCoord> = points.into_iter().collect();
        if points.len() < 2 {
            return;
        }
        let (data, color, width) = (path(points), hex(style.color()), f64::from(style.stroke_width()) / UNITS);
        let dashes = if is_dashed { " stroke-dasharray=\"5 3.5\"" } else { "" };
        self.element(format_args!(
            "<path d=\"{data}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"{dashes}/>"
        ));
    }

    /// The document: patterns, a white sheet of this height in pixels, what is drawn, and a title and a description
    /// for readers who cannot see it.
    pub(super) fn svg(&self, height: f64, title: &str, description: &str) -> String {
        let patterns: String = (0_usize..).zip(&self.looks).map(|(place, look)| self.pattern(place, *look)).collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{label}\" font-family=\"{FONT_FAMILY}\">\n\
             <title>{label}</title>\n<desc>{}</desc>\n{patterns}<rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\n\
             {}</svg>\n",
            escaped(description),
            self.body,
            width = self.width,
            label = escaped(title),
        )
    }

    /// The hatching at this place as a pattern.
    fn pattern(&self, place: usize, look: Look) -> String {
        let ((side, path), ink) = (look.hatch.tile(), hex(plotters::style::Color::to_backend_color(&look.ink())));
        format!(
            "<pattern id=\"{}{place}\" patternUnits=\"userSpaceOnUse\" width=\"{side}\" height=\"{side}\">\
             <path d=\"{path}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"0.8\"/></pattern>\n",
            self.prefix
        )
    }
}

/// Points as data of a path.
fn path(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let points = points.into_iter().map(|(x, y)| format!("{} {}", to_pixels(x), to_pixels(y)));
    format!("M{}", points.collect::<Vec<_>>().join("L"))
}

fn hex(BackendColor { rgb: (red, green, blue), .. }: BackendColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// Text made safe inside an element or a quoted attribute.
fn escaped(text: &str) -> String {
    const SIGNS: [(char, &str); 5] = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];
    SIGNS.iter().fold(text.to_owned(), |safe, (sign, name)| safe.replace(*sign, name))
}

/// What drawing on the sheet gives: it cannot fail.
type Drawn<T = ()> = Result<T, DrawingErrorKind<Infallible>>;

impl DrawingBackend for Page {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (to_units(self.width).unsigned_abs(), to_units(TALLEST).unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, _fill: bool) -> Drawn {
        self.rectangle(from, to, &hex(style.color()));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.line(path, style, false);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, _fill: bool) -> Drawn {
        let (x, y, radius, color) = (to_pixels(at.0), to_pixels(at.1), f64::from(radius) / UNITS, hex(style.color()));
        self.element(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{color}\"/>"));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.element(format_args!("<path d=\"{}Z\" fill=\"{}\"/>", path(corners), hex(style.color())));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, words: &str, style: &T, at: BackendCoord) -> Drawn {
        if words.is_empty() {
            return Ok(());
        }
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let size = style.size() / UNITS;
        let below_middle = match style.anchor().v_pos {
            VPos::Top => 0.5,
            VPos::Center => 0.0,
            VPos::Bottom => -0.5,
        };
        let (x, y) = (to_pixels(at.0), to_pixels(at.1 + to_units((below_middle + BASELINE) * size)));
        let (color, words) = (hex(style.color()), escaped(words));
        self.element(format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{color}\"{anchor}>{words}</text>"
        ));
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(&self, words: &str, style: &T) -> Drawn<(u32, u32)> {
        let size = style.size() / UNITS;
        Ok((to_units(text::width(words, size)).unsigned_abs(), to_units(size).unsigned_abs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::sketch::{Area, Sketch, text_area};

    /// What the tests of charts look at.
    impl Page {
        fn elements<'a>(&'a self, beginning: &'a str) -> impl Iterator<Item = &'a str> {
            self.body.lines().filter(move |line| line.starts_with(beginning))
        }

        /// The space that each text takes.
        pub(in crate::report::charts) fn text_areas(&self) -> Vec<(Area, String)> {
            let area = |line: &str| {
                let words = line.split('>').nth(1).unwrap().trim_end_matches("</text").to_owned();
                let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
                let words = names.iter().fold(words, |words, (name, sign)| words.replace(name, sign));
                let anchor = match line {
                    line if line.contains("\"middle\"") => HPos::Center,
                    line if line.contains("\"end\"") => HPos::Right,
                    _ => HPos::Left,
                };
                let size = number(line, "font-size");
                let at = (number(line, "x"), number(line, "y") - BASELINE * size);
                (text_area(at, &words, size, anchor), words)
            };
            self.elements("<text ").map(area).collect()
        }

        /// The two corners of every upright line.
        pub(in crate::report::charts) fn upright_lines(&self) -> Vec<Area> {
            let ends = |line: &str| {
                let data = line.split('"').nth(1)?.strip_prefix('M')?;
                let point = |point: &str| point.split_once(' ').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()));
                let points: Vec<(f64, f64)> = data.split('L').filter_map(point).collect();
                (points.len() == 2 && points[0].0 == points[1].0).then(|| Area::between(points[0], points[1]))
            };
            self.elements("<path ").filter(|line| line.contains("stroke=")).filter_map(ends).collect()
        }

        /// The areas that are filled.
        pub(in crate::report::charts) fn filled_areas(&self) -> Vec<Area> {
            let area = |line: &str| {
                let (x0, y0) = (number(line, "x"), number(line, "y"));
                Area { x0, y0, x1: x0 + number(line, "width"), y1: y0 + number(line, "height") }
            };
            self.elements("<rect ").map(area).collect()
        }
    }

    fn number(line: &str, name: &str) -> f64 {
        let value = line.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.unwrap().parse().unwrap()
    }

    #[test]
    fn shapes_of_a_portfolio_stand_in_a_group_with_its_number() {
        let mut page = Page::new("x", 90.0);
        page.begin(&[1, 3]);
        page.draw_rect((10, 20), (55, 70), &BackendColor { alpha: 1.0, rgb: (0, 0, 0) }, true).unwrap();
        page.end();
        let svg = page.svg(50.0, "", "");
        let group =
            "<g class=\"of-1 of-3\">\n<rect x=\"1\" y=\"2\" width=\"4.5\" height=\"5\" fill=\"#000000\"/>\n</g>";
        assert!(svg.contains(group), "{svg}");
    }

    #[test]
    fn a_hatching_is_one_pattern_however_many_areas_have_it() {
        let mut sketch = Sketch::new("bars", 100.0);
        for x0 in [0.0, 20.0, 40.0] {
            sketch.fill_hatched(Area { x0, y0: 0.0, x1: x0 + 10.0, y1: 10.0 }, Look::UNMATCHED);
        }
        let svg = sketch.finish("", "").unwrap();
        assert_eq!(svg.matches("<pattern id=\"bars-100-hatch-0\"").count(), 1, "{svg}");
        assert_eq!(svg.matches("fill=\"url(#bars-100-hatch-0)\"").count(), 3, "{svg}");
    }
}
