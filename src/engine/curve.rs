//! Smooth functions of the logit, tabulated.

use std::sync::LazyLock;

use crate::model::logistic::logistic;

/// Nodes in one unit of the logit.
pub const NODES_PER_UNIT: usize = 16;

/// Nodes below the lowest and above the highest place that the cubic needs.
pub const MARGIN: usize = 2;

/// A function of the logit by its values at equally spaced nodes, with cubics
/// between them. For a logistic function, or a mean of shifted ones, the
/// fourth derivative bounds the relative error by 1e-6.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Logit of node 0.
    low: f64,
    nodes: Vec<f64>,
}

impl Curve {
    /// The curve with these values at the logits `low`, `low + 1/16`, …; at least four.
    #[must_use]
    pub fn new(low: f64, nodes: Vec<f64>) -> Self {
        debug_assert!(nodes.len() >= 2 * MARGIN);
        Self { low, nodes }
    }

    /// Place of the logit `x`, in nodes.
    #[must_use]
    #[inline]
    pub fn place(&self, x: f64) -> f64 {
        (x - self.low) * NODES_PER_UNIT as f64
    }

    /// The value at `place`, by the cubic through the four nearest nodes.
    #[must_use]
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the node at or below the place")]
    pub fn at(&self, place: f64) -> f64 {
        let node = (place as usize).clamp(1, self.nodes.len() - 3);
        let t = place - node as f64;
        let near = &self.nodes[node - 1..node + 3];
        let (before, left, right, after) = (near[0], near[1], near[2], near[3]);
        let (t0, t1, t2) = (t + 1.0, t - 1.0, t - 2.0);
        let outer = t * (after * t0 * t1 - before * t1 * t2) / 6.0;
        let inner = t0 * t2 * (left * t1 - right * t) / 2.0;
        outer + inner
    }
}

/// Logits beyond which a draw of 32 bits is certain either way.
const LOGISTIC_REACH: f64 = 32.0;

/// The logistic function between ±32, and its values there beyond them.
pub struct LogisticTable(Curve);

static LOGISTIC: LazyLock<LogisticTable> = LazyLock::new(LogisticTable::new);

impl LogisticTable {
    /// The table; the same for every caller.
    #[must_use]
    pub fn get() -> &'static Self {
        &LOGISTIC
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
    fn new() -> Self {
        let units = 2 * (LOGISTIC_REACH as usize + 1);
        let low = -LOGISTIC_REACH - 1.0;
        let nodes =
            (0..=units * NODES_PER_UNIT).map(|node| logistic(low + node as f64 / NODES_PER_UNIT as f64)).collect();
        Self(Curve::new(low, nodes))
    }

    /// The logistic function at `x`.
    #[must_use]
    #[inline]
    pub fn at(&self, x: f64) -> f64 {
        self.0.at(self.0.place(x.clamp(-LOGISTIC_REACH, LOGISTIC_REACH)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::uniform_of_word;

    #[test]
    fn the_tabulated_logistic_is_the_logistic_within_a_millionth_of_itself() {
        for k in -32_000..=32_000 {
            let x = f64::from(k) / 1000.0;
            let error = LogisticTable::get().at(x) / logistic(x) - 1.0;
            assert!(error.abs() < 1e-6, "at {x}: {error}");
        }
    }

    #[test]
    fn beyond_the_ends_every_draw_is_certain() {
        for x in [-1e9, -33.0] {
            assert!(LogisticTable::get().at(x) < uniform_of_word(0));
            assert!(LogisticTable::get().at(-x) > uniform_of_word(u32::MAX));
        }
    }
}
