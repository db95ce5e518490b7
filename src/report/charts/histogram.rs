//! Small histograms of counts, one above another, with one axis below.
//!
//! The bar that means failure (no interview, no match) stands first, in the
//! colour and hatching of going unmatched.

use super::palette::{CALM, DANGER_TEXT, GRID, LABEL, Look, NAME, TICK};
use super::sketch::{Anchor, Area, Font, LINE, Sketch};
use super::text;

/// Bars kept at most; what lies beyond is added to the last.
const MOST_BARS: usize = 41;

/// Shares below this are not given a bar of their own at the right end.
const NEGLIGIBLE: f64 = 0.004;

/// Height of one histogram with its label.
const ROW: f64 = 54.0;

/// One histogram.
pub(super) struct Row {
    /// Name at the left.
    pub name: String,
    /// What is said of the failure bar, for example `none in 34 %`.
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
    #[expect(clippy::cast_precision_loss, reason = "a few rows")]
    let rows = block.rows.len() as f64 * ROW;
    #[expect(clippy::cast_precision_loss, reason = "at most two lines")]
    let heading = lines as f64 * LINE * NAME.size;
    heading + 4.0 + rows + 42.0
}

/// Draws a block with its upper left corner at `corner`.
pub(super) fn draw(sketch: &mut Sketch, block: &Block, frame: &Frame, corner: (f64, f64), width: f64) {
    let (left, top) = corner;
    let names = text::wrapped(&block.name, NAME.size, width, 2);
    let mut y = sketch.paragraph(left, top, &names, NAME) + 4.0;
    let label_width = (0.36 * width).min(124.0);
    let bars = Area { x0: left + label_width + 6.0, y0: y, x1: left + width, y1: y };
    for row in &block.rows {
        labels(sketch, row, (left, y), label_width);
        histogram(sketch, row, frame, Area { y0: y + 4.0, y1: y + ROW - 4.0, ..bars });
        y += ROW;
    }
    axis(sketch, frame, Area { y0: y, y1: y, ..bars });
}

fn labels(sketch: &mut Sketch, row: &Row, corner: (f64, f64), width: f64) {
    let danger = Font { size: TICK.size, colour: DANGER_TEXT };
    let lines = [(row.name.as_str(), LABEL), (row.failure.as_str(), danger), (row.note.as_str(), TICK)];
    let mut y = corner.1 + 12.0;
    for (words, font) in lines {
        if !words.is_empty() {
            sketch.words((corner.0, y), text::fitted(words, font.size, width), font, Anchor::Start);
            y += 13.5;
        }
    }
}

fn histogram(sketch: &mut Sketch, row: &Row, frame: &Frame, area: Area) {
    sketch.line(&[(area.x0, area.y1), (area.x1, area.y1)], GRID, 1.0);
    for (position, share) in gathered(&row.shares, frame.bars).into_iter().enumerate() {
        let (x0, x1) = bar_ends(frame, area, position);
        let bar = Area { x0, y0: area.y1 - (area.y1 - area.y0) * share / frame.tallest, x1, y1: area.y1 };
        if share <= 0.0 {
            continue;
        }
        if position == 0 {
            let look = Look::UNMATCHED;
            sketch.fill_hatched(bar, look.colour, look.hatch, look.ink());
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
