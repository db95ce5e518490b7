//! The standard normal draw of a word, from a table: a cubic on each of 1024
//! pieces, for the draws that every trial needs.
//!
//! Pieces halve towards the tail: 32 for each power of two of the distance of the
//! word from its end, so that the error stays below [`ERROR`] everywhere.

use std::sync::LazyLock;

use super::normal::normal_quantile;

/// Largest distance of a tabulated draw from [`normal_of_word`](super::normal_of_word).
pub const ERROR: f64 = 1e-8;

/// Logarithm of the pieces in one power of two.
const PIECE_BITS: u32 = 5;

/// Powers of two that the distance from the end can have.
const OCTAVES: usize = 32;

const PIECES: usize = OCTAVES << PIECE_BITS;

/// Bits of the mantissa that say where in its piece a number lies.
const PLACE_BITS: u32 = 52 - PIECE_BITS;

/// The bits of 1.0.
const ONE: u64 = 1023 << 52;

/// Scale of a distance `2·word + 1` from the end, as a probability.
const SCALE: f64 = 1.0 / 8_589_934_592.0;

/// Cubics for the upper half of the normal law, by piece.
pub struct NormalTable(Box<[[f64; 4]; PIECES]>);

static TABLE: LazyLock<NormalTable> = LazyLock::new(NormalTable::new);

impl NormalTable {
    /// The table; the same for every caller.
    #[must_use]
    pub fn get() -> &'static Self {
        &TABLE
    }

    #[expect(clippy::large_stack_arrays, reason = "made once, and moved to the heap at once")]
    fn new() -> Self {
        let mut pieces = Box::new([[0.0; 4]; PIECES]);
        for (index, piece) in pieces.iter_mut().enumerate() {
            *piece = cubic(index);
        }
        Self(pieces)
    }

    /// The draw of `word`, within [`ERROR`] of [`normal_of_word`](super::normal_of_word).
    #[must_use]
    #[inline]
    pub fn normal(&self, word: u32) -> f64 {
        // All ones in the upper half; there is no branch, since no one could predict it.
        let upper_half = (word >> 31).wrapping_neg();
        let from_end = word ^ upper_half;
        let bits = f64::from(2 * from_end + 1).to_bits();
        let piece = ((bits - ONE) >> PLACE_BITS) as usize % PIECES;
        let t = f64::from_bits(bits & ((1 << PLACE_BITS) - 1) | ONE) - 1.0;
        let [c0, c1, c2, c3] = self.0[piece];
        let magnitude = c0 + t * (c1 + t * (c2 + t * c3));
        f64::from_bits(magnitude.to_bits() ^ u64::from(!upper_half) << 63)
    }
}

/// The cubic of a piece in `t`, from 0 to 1/32: through the quantile at the
/// four Chebyshev points, by divided differences.
#[expect(clippy::cast_possible_truncation, reason = "the octave is below 32")]
fn cubic(index: usize) -> [f64; 4] {
    let width = 1.0 / f64::from(1 << PIECE_BITS);
    let octave = (index >> PIECE_BITS) as u32;
    let start = 1.0 + (index % (1 << PIECE_BITS)) as f64 * width;
    let scale = (1_u64 << octave) as f64 * SCALE;
    // cos(π/8) and cos(3π/8).
    let points = [-0.923_879_532_511_286_7, -0.382_683_432_365_089_8, 0.382_683_432_365_089_8, 0.923_879_532_511_286_7]
        .map(|x| width * (1.0 + x) / 2.0);
    let mut differences = points.map(|t| -normal_quantile(scale * (start + t)));
    for order in 1..4 {
        for k in (order..4).rev() {
            differences[k] = (differences[k] - differences[k - 1]) / (points[k] - points[k - order]);
        }
    }
    // Horner in Newton's form, expanded to powers of t.
    let mut powers = [differences[3], 0.0, 0.0, 0.0];
    for k in (0..3).rev() {
        for power in (1..4).rev() {
            powers[power] = powers[power - 1] - points[k] * powers[power];
        }
        powers[0] = differences[k] - points[k] * powers[0];
    }
    powers
}

#[cfg(test)]
mod tests {
    use super::super::normal_of_word;
    use super::*;

    #[test]
    fn tabulated_draws_stay_within_the_stated_error_of_the_quantile() {
        let table = NormalTable::get();
        let near_the_ends = (0..1 << 12).flat_map(|k| [k, !k]);
        let near_powers = (0..32).flat_map(|k| (0..64).map(move |d| (1_u32 << k).wrapping_add(d).wrapping_sub(32)));
        let throughout = (0..1 << 20).map(|k: u32| k.wrapping_mul(0x9E37_79B9));
        for word in near_the_ends.chain(near_powers).chain(throughout) {
            let error = (table.normal(word) - normal_of_word(word)).abs();
            assert!(error < ERROR, "word {word}: {error}");
        }
    }

    #[test]
    fn the_two_halves_mirror_each_other() {
        let table = NormalTable::get();
        for word in [0, 1, 12_345, 1 << 20, (1 << 31) - 1] {
            assert_eq!(table.normal(word), -table.normal(!word));
        }
    }
}
