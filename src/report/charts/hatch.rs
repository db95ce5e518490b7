//! Hatchings that tell areas apart without color.

use super::sketch::{Area, Point};

/// Lines drawn over a filled area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hatch {
    /// None.
    Plain,
    /// Rising to the right.
    Rising,
    /// Falling to the right.
    Falling,
    /// Upright.
    Upright,
    /// Level.
    Level,
    /// Rising and falling.
    Crossed,
    /// Upright and level.
    Grid,
}

impl Hatch {
    /// The lines that fill this area.
    pub(super) fn lines(self, area: Area) -> Vec<(Point, Point)> {
        const GAP: f64 = 6.0;
        match self {
            Self::Plain => Vec::new(),
            Self::Rising => diagonals(area, GAP, true),
            Self::Falling => diagonals(area, GAP, false),
            Self::Upright => uprights(area, GAP),
            Self::Level => levels(area, GAP),
            Self::Crossed => [diagonals(area, GAP, true), diagonals(area, GAP, false)].concat(),
            Self::Grid => [uprights(area, GAP), levels(area, GAP)].concat(),
        }
    }
}

fn uprights(area: Area, gap: f64) -> Vec<(Point, Point)> {
    steps(area.x0, area.x1, gap).map(|x| ((x, area.y0), (x, area.y1))).collect()
}

fn levels(area: Area, gap: f64) -> Vec<(Point, Point)> {
    steps(area.y0, area.y1, gap).map(|y| ((area.x0, y), (area.x1, y))).collect()
}

/// Lines at 45 degrees, cut at the edges of the area.
fn diagonals(area: Area, gap: f64, rising: bool) -> Vec<(Point, Point)> {
    let (width, height) = (area.x1 - area.x0, area.y1 - area.y0);
    let place = |x: f64, y: f64| (area.x0 + x, if rising { area.y1 - y } else { area.y0 + y });
    steps(-height, width, gap * std::f64::consts::SQRT_2)
        .map(|offset| {
            let (from, to) = (offset.max(0.0), (offset + height).min(width));
            (place(from, from - offset), place(to, to - offset))
        })
        .collect()
}

/// Positions strictly between two ends.
fn steps(from: f64, to: f64, gap: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(from + gap), move |position| Some(position + gap)).take_while(move |&at| at < to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_inside_its_area() {
        let area = Area { x0: 10.0, y0: 5.0, x1: 73.0, y1: 31.0 };
        for hatch in [Hatch::Rising, Hatch::Falling, Hatch::Upright, Hatch::Level, Hatch::Crossed, Hatch::Grid] {
            let lines = hatch.lines(area);
            assert!(!lines.is_empty());
            for (x, y) in lines.into_iter().flat_map(|(from, to)| [from, to]) {
                assert!((10.0..=73.0).contains(&x) && (5.0 - 1e-9..=31.0 + 1e-9).contains(&y), "{hatch:?} {x} {y}");
            }
        }
    }
}
