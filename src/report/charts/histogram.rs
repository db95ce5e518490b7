//! Small histograms of counts, one above another, with one axis below.
//!
//! The bar that means failure (no interview, no match) stands first, in the
//! color and hatching of going unmatched.

use super::palette::{CALM, DANGER_TEXT, GRID, LABEL, Look, NAME, TICK};
use super::sketch::{Anchor, Area, Font, LINE, Sketch};
use super::text;
use crate::report::percent::whole;

/// Bars kept at most; what lies beyond is added to the last.
const MOST_BARS: usize = 41;

/// Shares below this are not given a bar of their own at the right end.
const NEGLIGIBLE: f64 = 0.004;

/// Height of the tallest bar.
const BARS: f64 = 34.0;

/// Height of a line of a label.
const LABEL_LINE: f64 = 13.5;

/// Space between the heading and the first histogram, with the share that its height stands for.
const SCALE: f64 = 16.0;

/// One histogram.
pub(super) struct Row {
    /// Name at the left.
    pub name: String,
    /// What is said of the failure bar, for example `none in 34%`.
    pub failure: String,
    /// What else is said, for example `mean 5.2`.
    pub note: String,
    /// Shares; the first is the failure bar.
    pub shares: Vec<f64>,
}

/// Histograms that belong together.
pub(super) struct Block {
    /// Heading.
    pub name: String,
    /// Histograms from top to bottom.
    pub rows: Vec<Row>,
}

/// What all blocks of a chart share.
pub(super) struct Frame {
    /// Number of bars.
    pub bars: usize,
    /// Whether the last bar stands for "so many or more".
    pub is_open: bool,
    /// Share that fills the whole height of a row.
    pub tallest: f64,
    /// Name of the first bar on the axis.
    pub first_tick: &'static str,
    /// Title of the axis.
    pub axis: &'static str,
}

impl Frame {
    /// The frame in which all these blocks fit and can be compared.
    pub(super) fn around(blocks: &[Block], first_tick: &'static str, axis: &'static str) -> Self {
        let rows = || blocks.iter().flat_map(|block| &block.rows);
        let needed = rows().map(|row| 1 + row.shares.iter().rposition(|&share| share >= NEGLIGIBLE).unwrap_or(0)).max();
        let longest = rows().map(|row| row.shares.len()).max().unwrap_or(0);
        let bars = needed.unwrap_or(0).clamp(6, MOST_BARS);
        let tallest = rows().flat_map(|row| gathered(&row.shares, bars)).fold(0.0, f64::max);
        Self { bars, is_open: longest > bars, tallest: tallest.max(1e-9), first_tick, axis }
    }
}

/// Shares with everything beyond the last bar added to it.
fn gathered(shares: &[f64], bars: usize) -> Vec<f64> {
    let mut kept: Vec<f64> = shares.iter().copied().take(bars).collect();
    if let Some(last) = kept.last_mut().filter(|_| shares.len() > bars) {
        *last += shares[bars..].iter().sum::<f64>();
    }
    kept
}

/// Height of a block drawn into a column of this width.
pub(super) fn height(block: &Block, width: f64) -> f64 {
    let lines = text::wrapped(&block.name, NAME.size, width, 2).len();
    let rows: f64 = block.rows.iter().map(|row| row_height(row, label_width(width))).sum();
    #[expect(clippy::cast_precision_loss, reason = "at most two lines")]
    let heading = lines as f64 * LINE * NAME.size;
    heading + SCALE + rows + 42.0
}

/// Width of the labels left of the bars.
fn label_width(width: f64) -> f64 {
    (0.4 * width).min(132.0)
}

/// Height of one histogram with its label.
fn row_height(row: &Row, label_width: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most three lines")]
    let lines = label_lines(row, label_width).len() as f64;
    (BARS + 8.0).max(lines * LABEL_LINE + 12.0)
}

/// What stands left of the bars: the note beside the name where it fits, else below.
fn label_lines(row: &Row, width: f64) -> Vec<(String, Font)> {
    let danger = Font { size: TICK.size, color: DANGER_TEXT };
    let together = format!("{} · {}", row.name, row.note);
    let failure = (row.failure.clone(), danger);
    let lines = if row.note.is_empty() {
        vec![(row.name.clone(), LABEL), failure]
    } else if text::width(&together, LABEL.size) <= width {
        vec![(together, LABEL), failure]
    } else {
        vec![(row.name.clone(), LABEL), failure, (row.note.clone(), TICK)]
    };
    lines.into_iter().map(|(words, font)| (text::fitted(&words, font.size, width), font)).collect()
}

/// Draws a block with its upper left corner at `corner`.
pub(super) fn draw(sketch: &mut Sketch, block: &Block, frame: &Frame, corner: (f64, f64), width: f64) {
    let (left, top) = corner;
    let names = text::wrapped(&block.name, NAME.size, width, 2);
    let mut y = sketch.paragraph(left, top, &names, NAME) + SCALE;
    let label_width = label_width(width);
    let bars = Area { x0: left + label_width + 6.0, y0: y, x1: left + width, y1: y };
    scale(sketch, frame, bars);
    for row in &block.rows {
        labels(sketch, row, (left, y), label_width);
        let lower = y + row_height(row, label_width) - 4.0;
        histogram(sketch, row, frame, Area { y0: lower - BARS, y1: lower, ..bars });
        y = lower + 4.0;
    }
    axis(sketch, frame, Area { y0: y, y1: y, ..bars });
}

/// Says above the first histogram which share its full height is.
fn scale(sketch: &mut Sketch, frame: &Frame, bars: Area) {
    sketch.words((bars.x1, bars.y0 - 4.0), format!("height {}", whole(frame.tallest)), TICK, Anchor::End);
}

fn labels(sketch: &mut Sketch, row: &Row, corner: (f64, f64), width: f64) {
    let mut y = corner.1 + 12.0;
    for (words, font) in label_lines(row, width) {
        sketch.words((corner.0, y), words, font, Anchor::Start);
        y += LABEL_LINE;
    }
}

fn histogram(sketch: &mut Sketch, row: &Row, frame: &Frame, area: Area) {
    for y in [area.y0, area.y1] {
        sketch.line(&[(area.x0, y), (area.x1, y)], GRID, 1.0);
    }
    for (position, share) in gathered(&row.shares, frame.bars).into_iter().enumerate() {
        let (x0, x1) = bar_ends(frame, area, position);
        let bar = Area { x0, y0: area.y1 - (area.y1 - area.y0) * share / frame.tallest, x1, y1: area.y1 };
        if share <= 0.0 {
            continue;
        }
        if position == 0 {
            let look = Look::UNMATCHED;
            sketch.fill_hatched(bar, look.color, look.hatch, look.ink());
        } else {
            sketch.fill(bar, CALM);
        }
    }
}

/// Left and right edge of a bar; a gap sets the failure bar apart.
#[expect(clippy::cast_precision_loss, reason = "a few dozen bars")]
fn bar_ends(frame: &Frame, area: Area, position: usize) -> (f64, f64) {
    let step = (area.x1 - area.x0) / (frame.bars as f64 + 0.5);
    let apart = if position == 0 { 0.0 } else { 0.5 * step };
    let x0 = area.x0 + apart + position as f64 * step;
    (x0 + 0.08 * step, x0 + 0.92 * step)
}

fn axis(sketch: &mut Sketch, frame: &Frame, area: Area) {
    for position in ticked(frame, area) {
        let (x0, x1) = bar_ends(frame, area, position);
        sketch.words((x0.midpoint(x1), area.y0 + 5.0), tick_words(frame, position), TICK, Anchor::Middle);
    }
    let words = text::fitted(frame.axis, TICK.size, area.x1 - area.x0);
    sketch.words((area.x0.midpoint(area.x1), area.y0 + 20.0), words, TICK, Anchor::Middle);
}

fn tick_words(frame: &Frame, position: usize) -> String {
    match position {
        0 => frame.first_tick.to_owned(),
        last if last + 1 == frame.bars && frame.is_open => format!("{last}+"),
        count => count.to_string(),
    }
}

/// Bars that get a number: the first, the last, and between them multiples of
/// the smallest step for which the numbers stand apart.
fn ticked(frame: &Frame, area: Area) -> Vec<usize> {
    let last = frame.bars.saturating_sub(1);
    let with_step = |step: usize| {
        let inner = (1..last).filter(move |position| position % step == 0 && last - position > step / 2);
        std::iter::once(0).chain(inner).chain([last]).collect::<Vec<_>>()
    };
    let found = [1, 2, 5, 10].map(with_step).into_iter().find(|ticks| are_apart(frame, area, ticks));
    found.unwrap_or_else(|| vec![0, last])
}

fn are_apart(frame: &Frame, area: Area, ticks: &[usize]) -> bool {
    let extent = |position: usize| {
        let (x0, x1) = bar_ends(frame, area, position);
        let half = text::width(&tick_words(frame, position), TICK.size) / 2.0 + 1.5;
        (x0.midpoint(x1) - half, x0.midpoint(x1) + half)
    };
    ticks.windows(2).all(|pair| extent(pair[0]).1 <= extent(pair[1]).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gathering_the_tail_keeps_the_whole() {
        let shares = vec![0.02; 50];
        let kept = gathered(&shares, 31);
        assert_eq!(kept.len(), 31);
        assert!((kept.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_certain_count_still_gives_a_frame() {
        let row = Row { name: "x".into(), failure: String::new(), note: String::new(), shares: vec![1.0] };
        let frame = Frame::around(&[Block { name: "b".into(), rows: vec![row] }], "0", "interviews");
        assert_eq!((frame.bars, frame.is_open), (6, false));
    }
}
