//! Chart: a hundred seasons as marks, with the first portfolio of the file beside the safest.

use super::prelude::*;
use crate::engine::results::Results;
use crate::report::document::Icons;
use crate::report::presentable::shortened;
use crate::report::seasons::{icons, pictured};

/// Distance between two marks at most.
const STEP: f64 = 16.0;

/// Room between two hundreds.
const GUTTER: f64 = 16.0;

/// Width from which a hundred has twenty marks in a line, not ten.
const WIDE_ENOUGH: f64 = 280.0;

/// A hundred seasons with each portfolio.
pub(super) struct Seasons<'a>(pub &'a Results);

impl Picture for Seasons<'_> {
    fn finding(&self) -> String {
        let counts: Vec<usize> = icons(self.0).hundreds.iter().map(|(_, counts)| counts[0]).collect();
        let names: Vec<String> = pictured(self.0).iter().map(|of| shortened(&of.name, NAME_IN_TITLE)).collect();
        match (&counts[..], &names[..]) {
            ([only], [name]) => format!("With “{name}”, {only} of 100 seasons end unmatched"),
            ([first, safest], [of_first, of_safest]) if first == safest => {
                format!("{safest} of 100 seasons end unmatched with “{of_safest}”, as many as with “{of_first}”")
            }
            ([first, safest], [of_first, of_safest]) => {
                format!("{safest} of 100 seasons end unmatched with “{of_safest}”, {first} with “{of_first}”")
            }
            _ => String::new(),
        }
    }

    fn explanation(&self) -> String {
        "Each mark is one of 100 simulated seasons. Nobody knows which of them yours will be.".to_owned()
    }

    fn description(&self) -> String {
        let icons = icons(self.0);
        let hundreds = icons.hundreds.iter().map(|(name, counts)| {
            let told = counts.iter().zip(&icons.kinds).map(|(count, kind)| format!("{count} {kind}"));
            format!("{name}: {}", told.collect::<Vec<_>>().join(", "))
        });
        format!("A hundred seasons by how they end. {}.", listed(hundreds))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let icons = icons(self.0);
        let columns = icons.hundreds.len().max(1) as f64;
        let width = (sketch.room() - (columns - 1.0) * GUTTER) / columns;
        let (top, mut lowest) = (sketch.y, sketch.y);
        let number = |name: &str| self.0.portfolios.iter().position(|of| of.name == name).map_or(0, |place| place + 1);
        let names = icons.hundreds.iter().map(|(name, _)| text::wrapped(name, NAME.size, width, 2));
        let names: Vec<Vec<String>> = names.collect();
        let lines = names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        for (place, ((_, counts), of)) in icons.hundreds.iter().zip(pictured(self.0)).enumerate() {
            let left = MARGIN + (width + GUTTER) * place as f64;
            sketch.showing(&[number(&of.name)], |sketch| {
                sketch.lines((left, top), &names[place], NAME);
                let ends = hundred(sketch, (left, top + lines * 17.0 + 4.0), width, counts);
                lowest = key(sketch, (left, ends + 8.0), width, counts, &icons).max(lowest);
            });
        }
        sketch.y = lowest;
    }
}

/// Draws the marks from this corner; gives where they end.
fn hundred(sketch: &mut Sketch, (left, top): Point, width: f64, counts: &[usize; 4]) -> f64 {
    let across = if width >= WIDE_ENOUGH { 20 } else { 10 };
    let step = (width / f64::from(across)).min(STEP);
    let kinds = (0..counts.len()).flat_map(|kind| std::iter::repeat_n(kind, counts[kind]));
    let at =
        |place: u32| (left + step * (f64::from(place % across) + 0.5), top + step * (f64::from(place / across) + 0.5));
    for (place, kind) in (0..).zip(kinds) {
        mark(sketch, at(place), 0.36 * step, kind);
    }
    top + step * f64::from(100 / across)
}

/// Draws what the marks stand for, with how many there are; gives where it ends.
fn key(sketch: &mut Sketch, (left, top): Point, width: f64, counts: &[usize; 4], icons: &Icons) -> f64 {
    const INDENT: f64 = 18.0;
    let mut y = top;
    for kind in icons.occurring() {
        let (count, words) = (counts[kind], &icons.kinds[kind]);
        mark(sketch, (left + 6.0, y + 7.0), 5.0, kind);
        let lines = text::wrapped(&format!("{count} {words}"), LABEL.size, width - INDENT, 3);
        y = sketch.lines((left + INDENT, y), &lines, LABEL) + 3.0;
    }
    y
}

/// A mark that is told apart by its form: a cross, a hatched square, a ring or a disc.
fn mark(sketch: &mut Sketch, (x, y): Point, reach: f64, kind: usize) {
    match kind {
        0 => {
            sketch.line(&[(x - reach, y - reach), (x + reach, y + reach)], DANGER, 2.2);
            sketch.line(&[(x - reach, y + reach), (x + reach, y - reach)], DANGER, 2.2);
        }
        1 => sketch.fill_hatched(Area::around((x, y), 0.9 * reach), Look::WITHOUT_PGY1),
        2 => sketch.ring((x, y), reach, CALM),
        _ => sketch.dot((x, y), reach, CALM),
    }
}
