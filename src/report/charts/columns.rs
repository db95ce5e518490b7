//! Blocks of histograms set in one or two columns.

use super::heading::{self, MARGIN};
use super::histogram::{self, Block, Frame};
use super::sketch::Sketch;

/// From this width on, and for more than one portfolio, there are two columns.
const TWO_COLUMNS_FROM: f64 = 560.0;

const GUTTER: f64 = 28.0;

/// A sheet with the heading and all blocks, one a portfolio, and its height.
pub(super) fn sheet(width: f64, finding: &str, explanation: &str, blocks: &[Block], frame: &Frame) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let top = heading::draw(&mut sketch, finding, explanation);
    let is_double = width >= TWO_COLUMNS_FROM && blocks.len() > 1;
    let column = if is_double { (width - 2.0 * MARGIN - GUTTER) / 2.0 } else { width - 2.0 * MARGIN };
    let heights: Vec<f64> = blocks.iter().map(|block| histogram::height(block, column)).collect();
    let numbered: Vec<(usize, &Block)> = (1..).zip(blocks).collect();
    let (left, right) = numbered.split_at(if is_double { balance(&heights) } else { blocks.len() });
    let first = stack(&mut sketch, left, frame, (MARGIN, top), column);
    let second = stack(&mut sketch, right, frame, (MARGIN + column + GUTTER, top), column);
    (sketch, first.max(second))
}

/// How many blocks go into the first column so that the sheet is as short as possible.
fn balance(heights: &[f64]) -> usize {
    let tallest = |count: usize| {
        let (first, second) = heights.split_at(count);
        first.iter().sum::<f64>().max(second.iter().sum())
    };
    (1..=heights.len()).rev().min_by(|&a, &b| tallest(a).total_cmp(&tallest(b))).unwrap_or(heights.len())
}

/// Draws blocks below one another, each with the number of its portfolio; gives the lower edge.
fn stack(sketch: &mut Sketch, blocks: &[(usize, &Block)], frame: &Frame, corner: (f64, f64), width: f64) -> f64 {
    let mut y = corner.1;
    for &(number, block) in blocks {
        sketch.showing(&[number], |sketch| histogram::draw(sketch, block, frame, (corner.0, y), width));
        y += histogram::height(block, width);
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_even_as_the_order_allows() {
        assert_eq!(balance(&[1.0, 1.0, 2.0]), 2);
        assert_eq!(balance(&[5.0, 1.0, 1.0]), 1);
        assert_eq!(balance(&[1.0, 1.0, 1.0]), 2);
        assert_eq!(balance(&[1.0]), 1);
    }
}
