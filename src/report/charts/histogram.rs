//! Small histograms of counts, one above another, with one axis below.
//!
//! The bar that means failure (no interview, no match) stands first, in the
//! color and hatching of going unmatched.

use super::prelude::*;
use crate::report::percent::whole;

/// Bars kept at most; what lies beyond is added to the last.
const MOST_BARS: usize = 41;

/// Shares below this are not given a bar of their own at the right end.
const NEGLIGIBLE: f64 = 0.004;

/// Height of the tallest bar where there are several blocks, and where there is one.
const BARS: [f64; 2] = [34.0, 56.0];

/// Height of a line of a label.
const LABEL_LINE: f64 = 13.5;

/// Space between the heading and the first histogram, with the share that its height stands for.
const SCALE: f64 = 14.0;

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
    /// Number of the portfolio that they are about, from 1.
    pub portfolio: usize,
    /// Heading.
    pub name: String,
    /// Histograms from top to bottom.
    pub rows: Vec<Row>,
}

/// What all blocks of a chart share.
struct Frame {
    /// Number of bars.
    bars: usize,
    /// Whether the last bar stands for "so many or more".
    is_open: bool,
    /// Share that fills the whole height of a row.
    tallest: f64,
    /// That height.
    height: f64,
    /// Name of the first bar on the axis.
    first_tick: &'static str,
    /// Title of the axis.
    axis: &'static str,
}

impl Frame {
    /// The frame in which all these blocks fit and can be compared.
    fn around(blocks: &[Block], first_tick: &'static str, axis: &'static str) -> Self {
        let bars = bars(blocks);
        let longest = rows(blocks).map(|row| row.shares.len()).max().unwrap_or(0);
        Self {
            bars,
            is_open: longest > bars,
            tallest: tallest(blocks),
            height: BARS[usize::from(blocks.len() == 1)],
            first_tick,
            axis,
        }
    }

    /// Where the middle of a bar stands on the axis; a gap sets the failure bar apart.
    fn middle(position: usize) -> f64 {
        position as f64 + if position == 0 { 0.5 } else { 1.0 }
    }

    /// The level axis in a plot of this width: a number at the first bar, the last, and between them at multiples of
    /// the smallest step for which the numbers stand apart.
    fn axis(&self, width: f64) -> Axis {
        let last = self.bars.saturating_sub(1);
        let with_step = |step: usize| {
            let inner = (1..last).filter(move |position| position % step == 0 && last - position > step / 2);
            let places = std::iter::once(0).chain(inner).chain([last]);
            places.map(|position| (Self::middle(position), self.tick_words(position))).collect::<Vec<_>>()
        };
        let all = Axis::blank(0.0, self.bars as f64 + 0.5).titled(self.axis);
        let pixels = width / (all.high - all.low);
        let half = |words: &str| text::width(words, TICK.size) / 2.0 + 1.5;
        let are_apart = |ticks: &Vec<(f64, String)>| {
            ticks.windows(2).all(|pair| half(&pair[0].1) + half(&pair[1].1) <= pixels * (pair[1].0 - pair[0].0))
        };
        let found = [1, 2, 5, 10].map(with_step).into_iter().find(are_apart);
        all.labeled(found.unwrap_or_else(|| with_step(self.bars)))
    }

    fn tick_words(&self, position: usize) -> String {
        match position {
            0 => self.first_tick.to_owned(),
            last if last + 1 == self.bars && self.is_open => format!("{last}+"),
            count => count.to_string(),
        }
    }
}

fn rows(blocks: &[Block]) -> impl Iterator<Item = &Row> {
    blocks.iter().flat_map(|block| &block.rows)
}

/// Number of bars in which all but slivers have room.
fn bars(blocks: &[Block]) -> usize {
    let last = |row: &Row| row.shares.iter().rposition(|&share| share >= NEGLIGIBLE).unwrap_or(0);
    rows(blocks).map(|row| 1 + last(row)).max().unwrap_or(0).clamp(6, MOST_BARS)
}

/// Share of the highest bar.
pub(super) fn tallest(blocks: &[Block]) -> f64 {
    rows(blocks).flat_map(|row| gathered(&row.shares, bars(blocks))).fold(1e-9, f64::max)
}

/// Shares with everything beyond the last bar added to it.
fn gathered(shares: &[f64], bars: usize) -> Vec<f64> {
    let mut kept: Vec<f64> = shares.iter().copied().take(bars).collect();
    if let Some(last) = kept.last_mut().filter(|_| shares.len() > bars) {
        *last += shares[bars..].iter().sum::<f64>();
    }
    kept
}

/// Draws the histograms of every block in a panel of its own, one a portfolio.
pub(super) fn histograms(sketch: &mut Sketch, blocks: &[Block], first_tick: &'static str, axis: &'static str) {
    let frame = Frame::around(blocks, first_tick, axis);
    let panel = |block: &Block| Panel { name: block.name.clone(), portfolios: vec![block.portfolio] };
    let all: Vec<Panel> = blocks.iter().map(panel).collect();
    let height = |index: usize, width: f64| {
        let rows = blocks[index].rows.iter().map(|row| row_height(row, label_width(width), frame.height));
        SCALE + rows.sum::<f64>() + below(&frame.axis(width))
    };
    panels(sketch, &all, 260.0, height, |sketch, index, area| draw(sketch, &blocks[index], &frame, area));
}

/// Width of the labels left of the bars.
fn label_width(width: f64) -> f64 {
    (0.4 * width).min(132.0)
}

/// Height of one histogram with its label.
fn row_height(row: &Row, label_width: f64, bars: f64) -> f64 {
    let lines = label_lines(row, label_width).len() as f64;
    (bars + 8.0).max(lines * LABEL_LINE + 12.0)
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

fn draw(sketch: &mut Sketch, block: &Block, frame: &Frame, area: Area) {
    let label_width = label_width(area.width());
    let bars = Area { x0: area.x0 + label_width + 6.0, ..area };
    let axis = frame.axis(bars.width());
    let scale = format!("top line: {}", whole(frame.tallest));
    sketch.words((area.x1, area.y0 + SCALE - 7.0), scale, TICK, HPos::Right);
    let mut y = area.y0 + SCALE;
    for row in &block.rows {
        for (line, (words, font)) in label_lines(row, label_width).into_iter().enumerate() {
            sketch.words((area.x0, y + 12.0 + LABEL_LINE * line as f64), words, font, HPos::Left);
        }
        y += row_height(row, label_width, frame.height);
        histogram(sketch, row, frame, Area { y0: y - 4.0 - frame.height, y1: y - 4.0, ..bars });
    }
    let used = sketch.y;
    axis_below(sketch, Area { y1: y - 4.0, ..bars }, &axis);
    sketch.y = used;
}

fn histogram(sketch: &mut Sketch, row: &Row, frame: &Frame, area: Area) {
    let unlabeled = [0.0, frame.tallest].map(|share| (share, String::new()));
    let up = Axis { has_grid: true, ..Axis::blank(0.0, frame.tallest).labeled(unlabeled) };
    let plot = Plot::between(sketch, area, &Axis::blank(0.0, frame.bars as f64 + 0.5), &up);
    let shares = gathered(&row.shares, frame.bars);
    for (position, share) in shares.into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
        let middle = Frame::middle(position);
        let bar = Area::between(plot.at(middle - 0.42, 0.0), plot.at(middle + 0.42, share));
        sketch.fill_hatched(bar, if position == 0 { Look::UNMATCHED } else { Look::plain(CALM) });
    }
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
        let frame = Frame::around(&[Block { portfolio: 1, name: "b".into(), rows: vec![row] }], "0", "interviews");
        assert_eq!((frame.bars, frame.is_open), (6, false));
    }
}
