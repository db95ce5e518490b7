//! Random choices that are the same on every machine.

/// A linear congruential generator with the constants of Knuth's MMIX; the high bits are the good ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chance(pub u64);

impl Chance {
    /// A number below `bound`; 0 if the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let scaled = (u128::from(self.0 >> 32) * bound as u128) >> 32;
        usize::try_from(scaled).unwrap_or(0)
    }
}
