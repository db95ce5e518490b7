//! Chances of an invitation, tabulated: `p_i` is a smooth function of one number
//! per season, the shift `s = σ_res·z + ε` of the track.
//!
//! Rows of the table are values of `s`, columns the programs of a line; a trial
//! interpolates between two neighbouring rows. Node values are lowered by a
//! twelfth of the second difference, so that linear interpolation, which is
//! too high on a convex function, is right on average over a step: the error
//! that is left in a mean is of the fourth order in the step.

use crate::model::invitation::InvitationLaw;

/// Scale of a threshold: a program invites when the top 24 bits of its draw lie below `p · 2²⁴`.
pub const SCALE: f64 = 16_777_216.0;

/// Standard deviations of `s` that the grid covers on each side; draws are of 32 bits and stay within 6.4.
const REACH: f64 = 6.5;

/// Largest step between rows, on the log-odds.
const STEP: f64 = 1.0 / 32.0;

/// The grid of the season shift of one track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShiftGrid {
    low: f64,
    step: f64,
    rows: usize,
}

/// A place on the grid: a row and the share of the way to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPoint {
    row: usize,
    share: f32,
}

impl ShiftGrid {
    /// The grid for a shift of standard deviation `spread`; a single row if it is 0.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive count"
    )]
    pub fn new(spread: f64) -> Self {
        if spread == 0.0 {
            return Self {
                low: 0.0,
                step: 1.0,
                rows: 1,
            };
        }
        let step = STEP.min(spread / 8.0);
        let half = (REACH * spread / step).ceil();
        Self {
            low: -half * step,
            step,
            rows: 2 * half as usize + 1,
        }
    }

    /// Where the shift `s` lies; beyond the ends, the end.
    #[must_use]
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the rows"
    )]
    pub fn locate(&self, s: f64) -> GridPoint {
        let last = (self.rows - 1) as f64;
        let place = ((s - self.low) / self.step).clamp(0.0, last);
        let row = (place as usize).min(self.rows.saturating_sub(2));
        GridPoint {
            row,
            share: (place - row as f64) as f32,
        }
    }

    fn value(&self, row: f64) -> f64 {
        self.low + row * self.step
    }
}

/// Thresholds of the programs of one line over the grid of its track.
#[derive(Clone, Debug, PartialEq)]
pub struct ThresholdTable {
    programs: usize,
    cells: Vec<f32>,
}

impl ThresholdTable {
    /// The table of `law` over `grid`.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "thresholds are compared in single precision"
    )]
    pub fn new(law: &InvitationLaw, grid: &ShiftGrid) -> Self {
        let curve = CorrectedCurve::new(law, grid);
        // A grid of one row still gets two, so that a trial always reads a pair.
        let rows = grid.rows.max(2);
        let mut cells = Vec::with_capacity(rows * law.offsets.len());
        for row in 0..rows {
            let shift = grid.value(row as f64);
            cells.extend(
                law.offsets
                    .iter()
                    .map(|offset| (curve.at(offset + shift) * SCALE) as f32),
            );
        }
        Self {
            programs: law.offsets.len(),
            cells,
        }
    }

    /// Calls `invite` with the index of each program of the line whose draw
    /// lies below its threshold at `point`, in order.
    #[inline]
    pub fn invited(&self, point: GridPoint, draws: &[f32], mut invite: impl FnMut(usize)) {
        let start = point.row * self.programs;
        let (lower, rest) = self.cells[start..].split_at(self.programs);
        let upper = &rest[..self.programs];
        let draws = &draws[..self.programs];
        for (index, ((low, high), draw)) in lower.iter().zip(upper).zip(draws).enumerate() {
            if *draw < low + point.share * (high - low) {
                invite(index);
            }
        }
    }
}

/// Largest step between the nodes of a [`CorrectedCurve`], on the log-odds.
const CURVE_STEP: f64 = 1.0 / 16.0;

/// The chance of an invitation over the logit, lowered by a twelfth of its
/// second difference at the grid's step; by cubic interpolation between nodes
/// (relative error below 1e-6 at this step, by the fourth derivative).
struct CorrectedCurve {
    low: f64,
    nodes: Vec<f64>,
}

impl CorrectedCurve {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive count"
    )]
    fn new(law: &InvitationLaw, grid: &ShiftGrid) -> Self {
        let (least, most) = law
            .offsets
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), offset| {
                (least.min(*offset), most.max(*offset))
            });
        let high = grid.value(grid.rows as f64);
        let low = least + grid.low - CURVE_STEP;
        let count = ((most + high - low) / CURVE_STEP).ceil() as usize + 3;
        let nodes = (0..count)
            .map(|node| corrected(law, grid, low + node as f64 * CURVE_STEP))
            .collect();
        Self { low, nodes }
    }

    /// The corrected chance at logit `x`, by the cubic through the four nearest nodes.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the nodes by construction"
    )]
    fn at(&self, x: f64) -> f64 {
        let place = (x - self.low) / CURVE_STEP;
        let node = (place as usize).clamp(1, self.nodes.len() - 3);
        let t = place - node as f64;
        let [before, left, right, after] = [0, 1, 2, 3].map(|k| self.nodes[node + k - 1]);
        let (t0, t1, t2) = (t + 1.0, t - 1.0, t - 2.0);
        -before * t * t1 * t2 / 6.0 + left * t0 * t1 * t2 / 2.0 - right * t0 * t * t2 / 2.0 + after * t0 * t * t1 / 6.0
    }
}

fn corrected(law: &InvitationLaw, grid: &ShiftGrid, x: f64) -> f64 {
    let middle = law.probability(x, 0.0);
    if grid.rows == 1 {
        return middle;
    }
    middle - (law.probability(x, grid.step) - 2.0 * middle + law.probability(x, -grid.step)) / 12.0
}
