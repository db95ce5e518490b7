//! Colors and hatchings: the set of Okabe and Ito (2008), safe for color-blind
//! readers, with a hatching of its own for every series so that gray copies work too.

use plotters::style::RGBColor;

/// How text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Font {
    /// Size in pixels.
    pub size: f64,
    /// Color.
    pub color: RGBColor,
}

/// Text and axes.
pub(super) const INK: RGBColor = RGBColor(34, 34, 34);
/// Less important text.
pub(super) const FAINT: RGBColor = RGBColor(90, 90, 90);
/// Lines of the grid.
pub(super) const GRID: RGBColor = RGBColor(222, 222, 222);
/// The sheet.
pub(super) const PAPER: RGBColor = RGBColor(255, 255, 255);
/// Going unmatched, and having no interview: vermillion.
pub(super) const DANGER: RGBColor = RGBColor(213, 94, 0);
/// The same for text: dark enough on white (contrast at least 4.5).
pub(super) const DANGER_TEXT: RGBColor = RGBColor(168, 66, 0);
/// Plain counts, and the frontier: blue.
pub(super) const CALM: RGBColor = RGBColor(0, 114, 178);

const ORANGE: RGBColor = RGBColor(230, 159, 0);
const SKY: RGBColor = RGBColor(86, 180, 233);
const GREEN: RGBColor = RGBColor(0, 158, 115);
const YELLOW: RGBColor = RGBColor(240, 228, 66);
const PURPLE: RGBColor = RGBColor(204, 121, 167);
const GRAY: RGBColor = RGBColor(170, 170, 170);
const DARK: RGBColor = RGBColor(80, 80, 80);

/// Heading of a chart.
pub(super) const TITLE: Font = Font { size: 15.0, color: INK };
/// Line under the heading.
pub(super) const SUBTITLE: Font = Font { size: 11.0, color: FAINT };
/// Names.
pub(super) const NAME: Font = Font { size: 12.0, color: INK };
/// Labels and ticks.
pub(super) const LABEL: Font = Font { size: 10.5, color: INK };
/// Ticks of axes.
pub(super) const TICK: Font = Font { size: 10.5, color: FAINT };

/// Lines over an area that tell it apart without color.
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
    /// Side of the square that is repeated, in pixels, and the path in it. Diagonals go on beyond the corners, so that
    /// they are whole where squares meet.
    pub(super) fn tile(self) -> (u8, &'static str) {
        match self {
            Self::Plain => (8, ""),
            Self::Rising => (8, "M-2 2L2 -2M0 8L8 0M6 10L10 6"),
            Self::Falling => (8, "M-2 6L2 10M0 0L8 8M6 -2L10 2"),
            Self::Crossed => (8, "M-2 2L2 -2M0 8L8 0M6 10L10 6M-2 6L2 10M0 0L8 8M6 -2L10 2"),
            Self::Upright => (6, "M3 0V6"),
            Self::Level => (6, "M0 3H6"),
            Self::Grid => (6, "M3 0V6M0 3H6"),
        }
    }
}

/// How one series looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Color of the area.
    pub color: RGBColor,
    /// Hatching over it.
    pub hatch: Hatch,
}

impl Look {
    /// Going unmatched.
    pub(super) const UNMATCHED: Self = Self { color: DANGER, hatch: Hatch::Rising };
    /// A preliminary year alone.
    pub(super) const PRELIMINARY_ONLY: Self = Self { color: GRAY, hatch: Hatch::Level };
    /// Matched to an advanced position without a PGY-1.
    pub(super) const WITHOUT_PGY1: Self = Self { color: DARK, hatch: Hatch::Crossed };

    /// A color without hatching.
    pub(super) const fn plain(color: RGBColor) -> Self {
        Self { color, hatch: Hatch::Plain }
    }

    /// The look of the track at this position; colors return with another hatching.
    pub(super) fn track(position: usize) -> Self {
        const COLORS: [RGBColor; 6] = [CALM, ORANGE, GREEN, YELLOW, PURPLE, SKY];
        const FIRST: [Hatch; 6] =
            [Hatch::Plain, Hatch::Plain, Hatch::Falling, Hatch::Plain, Hatch::Upright, Hatch::Grid];
        const LATER: [Hatch; 6] =
            [Hatch::Grid, Hatch::Falling, Hatch::Upright, Hatch::Crossed, Hatch::Falling, Hatch::Upright];
        let slot = position % COLORS.len();
        let hatches = if position < COLORS.len() { FIRST } else { LATER };
        Self { color: COLORS[slot], hatch: hatches[slot] }
    }

    /// Color of lines and text on the area: whichever stands out.
    pub(super) fn ink(self) -> RGBColor {
        if luminance(self.color) > 0.36 { INK } else { PAPER }
    }
}

/// The color between two, this share of the way, 0 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two channels of a color")]
pub(super) fn between(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let mix =
        |from: u8, to: u8| (f64::from(from) + share.clamp(0.0, 1.0) * (f64::from(to) - f64::from(from))).round() as u8;
    RGBColor(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Relative luminance of sRGB, 0 to 1 (Web Content Accessibility Guidelines 2.1).
pub(super) fn luminance(color: RGBColor) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.0) + 0.7152 * linear(color.1) + 0.0722 * linear(color.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_series_differ_in_brightness_or_hatching() {
        let mut looks = vec![Look::UNMATCHED, Look::PRELIMINARY_ONLY, Look::WITHOUT_PGY1];
        looks.extend((0..8).map(Look::track));
        for (index, a) in looks.iter().enumerate() {
            for b in &looks[index + 1..] {
                let contrast = (luminance(a.color) - luminance(b.color)).abs();
                assert!(a.hatch != b.hatch || contrast > 0.08, "{a:?} and {b:?} look alike in gray");
            }
        }
    }

    #[test]
    fn text_on_every_series_is_legible() {
        let ratio = |a: f64, b: f64| (a.max(b) + 0.05) / (a.min(b) + 0.05);
        for position in 0..8 {
            let look = Look::track(position);
            assert!(ratio(luminance(look.color), luminance(look.ink())) >= 3.0, "{look:?}");
        }
        assert!(ratio(luminance(DANGER_TEXT), 1.0) >= 4.5);
        assert!(ratio(luminance(FAINT), 1.0) >= 4.5);
    }
}
