//! Blocks of histograms set in one or two columns.

use super::heading::{self, MARGIN};
use super::histogram::{self, Block, Frame};
use super::sketch::Sketch;

/// From this width on, and for more than one portfolio, there are two columns.
const TWO_COLUMNS_FROM: f64 = 560.0;

const GUTTER: f64 = 28.0;

/// A sheet with the heading and all blocks, and its height.
pub(super) fn sheet(width: f64, finding: &str, explanation: &str, blocks: &[Block], frame: &Frame) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let mut top = heading::draw(&mut sketch, finding, explanation);
    let columns = if width >= TWO_COLUMNS_FROM && blocks.len() > 1 {
        2
    } else {
        1
    };
    #[expect(clippy::cast_precision_loss, reason = "one or two columns")]
    let count = columns as f64;
    let column = (width - 2.0 * MARGIN - (count - 1.0) * GUTTER) / count;
    for row in blocks.chunks(columns) {
        let mut left = MARGIN;
        for block in row {
            histogram::draw(&mut sketch, block, frame, (left, top), column);
            left += column + GUTTER;
        }
        top += row
            .iter()
            .map(|block| histogram::height(block, column))
            .fold(0.0, f64::max);
    }
    (sketch, top)
}
