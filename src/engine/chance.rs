//! The chance of an invitation as a curve over the logit, one for all programs of a line.

use crate::model::invitation::InvitationLaw;
use crate::model::logistic::GAUSS_HERMITE_5;

use super::curve::{Curve, MARGIN, NODES_PER_UNIT};

/// Values of a byte.
const BYTES: f64 = 256.0;

/// The chance of an invitation over the logit, in units of a byte.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ChanceCurve {
    /// 256 times the chance.
    pub(super) curve: Curve,
    /// Whole parts of the nodes; at most 255.
    pub(super) bytes: Vec<u8>,
}

impl ChanceCurve {
    /// The curve of `law` for season shifts up to `half` on either side, with `spare` nodes and one more above.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive count, and bytes that saturate"
    )]
    pub(super) fn new(law: &InvitationLaw, half: f64, spare: usize) -> Self {
        let (least, most) = law
            .offsets
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), offset| (least.min(*offset), most.max(*offset)));
        let low = least - half - MARGIN as f64 / NODES_PER_UNIT as f64;
        let range = (most - least + 2.0 * half) * NODES_PER_UNIT as f64;
        let count = range as usize + 2 * (MARGIN + spare + 1);
        let nodes = scaled_chances(law, low, count);
        let bytes = nodes.iter().map(|node| *node as u8).collect();
        Self { curve: Curve::new(low, nodes), bytes }
    }

    /// Place of the logit `x`, in nodes.
    #[inline]
    pub(super) fn place(&self, x: f64) -> f64 {
        self.curve.place(x)
    }

    /// The chance at `place`, 0 to 1.
    #[inline]
    pub(super) fn chance(&self, place: f64) -> f64 {
        self.curve.at(place) / BYTES
    }
}

/// 256 times the chance at `count` nodes from logit `low` on: [`InvitationLaw::probability`]
/// with the exponentials taken apart, one for each unit of the logit.
fn scaled_chances(law: &InvitationLaw, low: f64, count: usize) -> Vec<f64> {
    let within: [f64; NODES_PER_UNIT] = std::array::from_fn(|k| libm::exp(-(k as f64) / NODES_PER_UNIT as f64));
    let openness = GAUSS_HERMITE_5.map(|(node, weight)| (libm::exp(-law.spread * node), BYTES * law.factor * weight));
    let mut nodes = vec![0.0; count];
    for (unit, chunk) in nodes.chunks_mut(NODES_PER_UNIT).enumerate() {
        let whole = libm::exp(-(low + unit as f64));
        for (shift, weight) in openness {
            for (node, part) in chunk.iter_mut().zip(within) {
                *node += weight / (1.0 + whole * part * shift);
            }
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_the_invitation_law() {
        for (programs, level, spread, factor) in [(1, -3.4, 0.76, 1.0), (130, -1.0, 0.0, 0.65), (64, 2.0, 1.5, 1.0)] {
            let law =
                InvitationLaw { offsets: (0..programs).map(|k| level - 0.01 * f64::from(k)).collect(), spread, factor };
            let half = 7.15;
            let curve = ChanceCurve::new(&law, half, 2).curve;
            for k in 0..=1000 {
                let x = level + half * (f64::from(k) / 500.0 - 1.0);
                let error = curve.at(curve.place(x)) / BYTES / law.probability(x, 0.0) - 1.0;
                assert!(error.abs() < 1e-6, "at {x}: {error}");
            }
        }
    }
}
