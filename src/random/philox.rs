//! Philox4x32-10, a counter-based generator: any draw is a function of a key
//! and an address, so no draw depends on how many came before it.
//!
//! Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3"
//! (SC 2011). The tests hold the known answers published with Random123.

use std::convert::Infallible;

use rand::rand_core::TryRng;

const MULTIPLIER: [u64; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: u32 = 10;
const LOW: u64 = 0xFFFF_FFFF;

/// A 64-bit key: the seed of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key([u32; 2]);

impl Key {
    /// The key of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self([low(seed), high(seed)])
    }
}

/// The low 32 bits.
#[must_use]
pub fn low(word: u64) -> u32 {
    (word & LOW) as u32
}

/// The high 32 bits.
#[must_use]
pub fn high(word: u64) -> u32 {
    (word >> 32) as u32
}

/// The block of four words at `counter`.
#[must_use]
pub fn block(key: Key, counter: [u32; 4]) -> [u32; 4] {
    let [a, b, c, d] = lanes::<1>(key, counter.map(|word| [word]));
    [a[0], b[0], c[0], d[0]]
}

/// `L` blocks at once: `counters[w][l]` is word `w` of the counter of lane `l`.
///
/// Equal to `L` calls of [`block`]; written over arrays so that the compiler
/// can use whatever vector unit the target has. It does so for 16 lanes; fewer
/// it unrolls into scalar code before it looks for vectors. Words are kept in
/// 64 bits, whose upper halves are never read: that is how a vector unit multiplies them.
#[must_use]
#[inline]
pub fn lanes<const L: usize>(key: Key, counters: [[u32; L]; 4]) -> [[u32; L]; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counters.map(|words| words.map(u64::from));
    let [mut k0, mut k1] = key.0;
    for _ in 0..ROUNDS {
        for lane in 0..L {
            let even = MULTIPLIER[0] * (c0[lane] & LOW);
            let odd = MULTIPLIER[1] * (c2[lane] & LOW);
            c0[lane] = (odd >> 32) ^ c1[lane] ^ u64::from(k0);
            c2[lane] = (even >> 32) ^ c3[lane] ^ u64::from(k1);
            c1[lane] = odd;
            c3[lane] = even;
        }
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [c0, c1, c2, c3].map(|words| words.map(low))
}

/// A stream of draws at one address, for samplers that take a varying number
/// of them (`rand_distr`): counter word 3 counts the blocks.
#[derive(Clone, Debug)]
pub struct PhiloxStream {
    key: Key,
    address: [u32; 3],
    next_block: u32,
    buffer: [u32; 4],
    used: usize,
}

impl PhiloxStream {
    /// The stream at `address`.
    #[must_use]
    pub fn new(key: Key, address: [u32; 3]) -> Self {
        Self { key, address, next_block: 0, buffer: [0; 4], used: 4 }
    }

    fn next_word(&mut self) -> u32 {
        if self.used == self.buffer.len() {
            let [a, b, c] = self.address;
            self.buffer = block(self.key, [a, b, c, self.next_block]);
            self.next_block = self.next_block.wrapping_add(1);
            self.used = 0;
        }
        let word = self.buffer[self.used];
        self.used += 1;
        word
    }
}

impl TryRng for PhiloxStream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next_word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low_word = u64::from(self.next_word());
        Ok(low_word | u64::from(self.next_word()) << 32)
    }

    fn try_fill_bytes(&mut self, destination: &mut [u8]) -> Result<(), Infallible> {
        for chunk in destination.chunks_mut(4) {
            let bytes = self.next_word().to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;

    #[test]
    fn the_known_answers_of_random123_hold() {
        let cases = [
            ([0; 4], [0; 2], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            ([u32::MAX; 4], [u32::MAX; 2], [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
                [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
            ),
        ];
        for (counter, key, expected) in cases {
            assert_eq!(block(Key(key), counter), expected);
        }
    }

    #[test]
    fn lanes_equal_single_blocks() {
        let key = Key::new(0x0123_4567_89ab_cdef);
        let mut counters = [[7; 16]; 4];
        counters[3] = std::array::from_fn(|lane| low(lane as u64));
        let together = lanes(key, counters);
        for lane in 0..16 {
            let alone = block(key, [7, 7, 7, lane]);
            assert_eq!([0, 1, 2, 3].map(|word| together[word][lane as usize]), alone);
        }
    }

    #[test]
    fn a_stream_reads_its_blocks_in_order() {
        let key = Key::new(42);
        let mut stream = PhiloxStream::new(key, [1, 2, 3]);
        let words: Vec<u32> = (0..8).map(|_| stream.next_u32()).collect();
        assert_eq!(words[..4], block(key, [1, 2, 3, 0]));
        assert_eq!(words[4..], block(key, [1, 2, 3, 1]));
    }
}
