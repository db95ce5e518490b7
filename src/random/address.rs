//! Addresses of draws: (trial, entity, purpose, index) → four words.
//!
//! Which field separates what: the **trial** number separates simulated
//! seasons; the **entity** (a track, by its name and not by its place in a
//! file) separates specialties; the **purpose** separates the questions asked
//! of one entity; the **index** separates programs of a track. So two
//! portfolios that apply to the same program see the same draw, adding a program
//! or a track shifts nobody else's draw, and one trial can be replayed alone.

use super::philox::{Key, PhiloxStream, block, high, lanes, low};

/// What a draw decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Strength of the person: `θ` (no track) and `δ_s`.
    Strength = 1,
    /// The season: `ω` (no track) and `ε_s`.
    Season = 2,
    /// Whether a program invites.
    Invitation = 3,
    /// Whether a program would take the applicant.
    Acceptance = 4,
    /// Order among programs of equal preference.
    Interleave = 5,
    /// Whether the position matched is categorical or advanced.
    PositionKind = 6,
    /// Parameter draws; the trial field holds the number of the draw.
    Parameter = 7,
}

/// Entity of draws that belong to no track.
pub const NO_TRACK: u32 = 0;

/// Programs a track may have: the index shares a word with the purpose.
pub const MAX_INDEX: u32 = 1 << 24;

/// The entity of a name: FNV-1a over its bytes, so that it depends on nothing else.
#[must_use]
pub fn entity(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

fn tagged(purpose: Purpose, index: u32) -> u32 {
    debug_assert!(index < MAX_INDEX);
    (purpose as u32) << 24 | index
}

/// The four words at an address.
#[must_use]
pub fn words(key: Key, trial: u64, entity: u32, purpose: Purpose, index: u32) -> [u32; 4] {
    block(key, [low(trial), high(trial), entity, tagged(purpose, index)])
}

/// The word of program `position` (0-based).
///
/// Sixty-four neighbours share sixteen blocks: program `64·g + 16·w + l` has
/// word `w` of block `16·g + l`, so that [`fill_programs`] stores in sequence.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "small constants")]
pub fn program_word(key: Key, trial: u64, entity: u32, purpose: Purpose, position: u32) -> u32 {
    let step = FILL_STEP as u32;
    let lanes = FILL_LANES as u32;
    let index = position / step * lanes + position % lanes;
    words(key, trial, entity, purpose, index)[(position % step / lanes) as usize]
}

/// The first words of `L` neighbouring trials, starting at `trial`.
#[must_use]
#[inline]
#[expect(clippy::needless_range_loop, reason = "the lane indexes two words of the counter")]
pub fn trial_lanes<const L: usize>(key: Key, trial: u64, entity: u32, purpose: Purpose) -> [u32; L] {
    let mut counters = [[0; L]; 4];
    for lane in 0..L {
        let number = trial + lane as u64;
        counters[0][lane] = low(number);
        counters[1][lane] = high(number);
    }
    counters[2] = [entity; L];
    counters[3] = [tagged(purpose, 0); L];
    lanes(key, counters)[0]
}

/// Blocks computed together by [`fill_programs`].
const FILL_LANES: usize = 16;

/// Programs that one step of [`fill_programs`] covers; buffers are multiples of it.
pub const FILL_STEP: usize = 4 * FILL_LANES;

/// The top 24 bits of [`program_word`] for programs 0, 1, 2, … as floating-point
/// numbers, which hold them exactly. `out.len()` is a multiple of [`FILL_STEP`].
#[inline]
pub fn fill_programs(key: Key, trial: u64, entity: u32, purpose: Purpose, out: &mut [f32]) {
    let mut counters = [
        [low(trial); FILL_LANES],
        [high(trial); FILL_LANES],
        [entity; FILL_LANES],
        [0; FILL_LANES],
    ];
    let mut index = tagged(purpose, 0);
    for chunk in out.chunks_exact_mut(FILL_STEP) {
        for word in &mut counters[3] {
            *word = index;
            index += 1;
        }
        let drawn = lanes(key, counters);
        for (words, programs) in drawn.iter().zip(chunk.chunks_exact_mut(FILL_LANES)) {
            for (word, program) in words.iter().zip(programs) {
                *program = top_24_bits(*word);
            }
        }
    }
}

/// The top 24 bits of a word: compared with a probability times 2²⁴.
#[must_use]
#[inline]
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "24 bits are exact in an f32, and positive"
)]
pub fn top_24_bits(word: u32) -> f32 {
    (word >> 8) as i32 as f32
}

/// A stream for samplers that take a varying number of draws.
#[must_use]
pub fn parameter_stream(key: Key, draw: u64, name: &str) -> PhiloxStream {
    PhiloxStream::new(
        key,
        [
            low(draw),
            entity(name),
            tagged(Purpose::Parameter, high(draw) & (MAX_INDEX - 1)),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_buffer_holds_the_words_of_the_programs_one_by_one() {
        let key = Key::new(7);
        let mut buffer = vec![0.0; 2 * FILL_STEP];
        fill_programs(key, 1 << 40, 99, Purpose::Invitation, &mut buffer);
        for position in [0, 1, 3, 4, 63, 64, 127] {
            let word = program_word(key, 1 << 40, 99, Purpose::Invitation, position);
            assert_eq!(buffer[position as usize], top_24_bits(word), "program {position}");
        }
    }

    #[test]
    fn trial_lanes_are_the_first_words_of_neighbouring_trials() {
        let key = Key::new(8);
        let drawn: [u32; 8] = trial_lanes(key, u64::from(u32::MAX) - 2, 5, Purpose::Season);
        for (lane, word) in drawn.into_iter().enumerate() {
            assert_eq!(
                word,
                words(key, u64::from(u32::MAX) - 2 + lane as u64, 5, Purpose::Season, 0)[0]
            );
        }
    }

    #[test]
    fn purposes_entities_and_trials_give_different_draws() {
        let key = Key::new(9);
        let base = words(key, 1, 2, Purpose::Season, 0);
        assert_ne!(base, words(key, 2, 2, Purpose::Season, 0));
        assert_ne!(base, words(key, 1, 3, Purpose::Season, 0));
        assert_ne!(base, words(key, 1, 2, Purpose::Strength, 0));
        assert_ne!(base, words(key, 1, 2, Purpose::Season, 1));
        assert_ne!(base, words(Key::new(10), 1, 2, Purpose::Season, 0));
    }
}
