//! Addresses of draws: (trial, entity, purpose, index) → four words.
//!
//! Which field separates what: the **trial** number separates simulated
//! seasons; the **entity** (a track, by its name and not by its place in a
//! file) separates specialties; the **purpose** separates the questions asked
//! of one entity; the **index** separates programs of a track. So two
//! portfolios that apply to the same program see the same draw, adding a program
//! or a track shifts nobody else's draw, and one trial can be replayed alone.

#![expect(
    clippy::cast_possible_truncation,
    reason = "places within blocks and groups, and positions of programs: all below 2^24"
)]

use super::philox::{Key, PhiloxStream, block, high, lanes, low};

/// What a draw decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// Strength of the person: `θ` (no track) and `δ_s`.
    Strength = 1,
    /// The season: `ω` (no track) and `ε_s`.
    Season = 2,
    /// Whether a program invites: the first eight bits.
    Invitation = 3,
    /// Whether a program would take the applicant.
    Acceptance = 4,
    /// Order among programs of equal preference.
    Interleave = 5,
    /// Whether the position matched is categorical or advanced.
    PositionKind = 6,
    /// Parameter draws; the trial field holds the number of the draw.
    Parameter = 7,
    /// Seeds of Sobol scramblings; the trial field holds their number.
    Scrambling = 9,
    /// Whether a program invites: the next 32 bits, where the first eight leave it open.
    InvitationRest = 8,
    /// Keys of the seasons after the first one of a plan; the trial field holds the season.
    LaterSeason = 14,
    /// What SOAP brings.
    Soap = 15,
    /// The key of the earlier season of a person who failed before.
    EarlierSeason = 16,
    /// Which program of its run the applicant matches to.
    Rank = 17,
    /// The people of a market; the entity is their group, the trial field holds market and number.
    MarketPerson = 18,
    /// The programs of a market; the trial field holds market and number.
    MarketProgram = 19,
    /// What people of a market think of programs.
    MarketTaste = 20,
    /// What programs of a market think of people.
    MarketPair = 21,
    /// The key of a partner.
    Partner = 22,
    /// In which part of the country a program lies.
    Area = 23,
}

/// Entity of draws that belong to no track.
pub const NO_TRACK: u32 = 0;

/// Programs a track may have: the index shares a word with the purpose.
pub const MAX_INDEX: u32 = 1 << 24;

/// The entity of a name: FNV-1a over its bytes, so that it depends on nothing else.
#[must_use]
pub fn entity(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
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
#[must_use]
#[inline]
pub fn program_word(key: Key, trial: u64, entity: u32, purpose: Purpose, position: u32) -> u32 {
    words(key, trial, entity, purpose, position)[0]
}

/// Programs that share four blocks: position `64·g + p` has byte `16·w + 4·b + k`
/// at [`place_in_group`] `(p)`, which is byte `k` of word `w` of block `4·g + b`.
pub const GROUP: usize = 64;

/// Place of the bytes of the program at position `p` of its group: rows and columns
/// of eight exchanged (so the same function leads back). The order lets 64
/// comparisons become the bits of a word without moving them about.
#[must_use]
#[inline]
pub fn place_in_group(p: usize) -> usize {
    p % 8 * 8 + p / 8
}

/// Blocks of a [`GROUP`].
const GROUP_BLOCKS: usize = 4;

/// Trials that one call of [`fill_programs`] covers: as many blocks as keep a vector unit busy.
pub const FILL_TRIALS: usize = 4;

const FILL_LANES: usize = GROUP_BLOCKS * FILL_TRIALS;

/// Words of one block.
const WORDS: usize = 4;

/// The byte of program `position` (0-based).
#[must_use]
pub fn program_byte(key: Key, trial: u64, entity: u32, purpose: Purpose, position: u32) -> u8 {
    let (group, place) = (position / GROUP as u32, place_in_group(position as usize % GROUP));
    let block = place % (WORDS * GROUP_BLOCKS) / WORDS;
    let index = group * GROUP_BLOCKS as u32 + block as u32;
    words(key, trial, entity, purpose, index)[place / (WORDS * GROUP_BLOCKS)].to_le_bytes()[place % WORDS]
}

/// The bytes ([`program_byte`]) of the first groups of programs, each at its
/// [`place_in_group`], in the trials from `trial` on: first all groups of the first
/// trial, then all of the second.
#[inline]
pub fn fill_programs(key: Key, trial: u64, entity: u32, purpose: Purpose, out: &mut [[u8; GROUP]]) {
    let groups = out.len() / FILL_TRIALS;
    let mut counters = [[0; FILL_LANES]; WORDS];
    let trials: [u64; FILL_LANES] = std::array::from_fn(|lane| trial + (lane / GROUP_BLOCKS) as u64);
    counters[0] = trials.map(low);
    counters[1] = trials.map(high);
    counters[2] = [entity; FILL_LANES];
    counters[3] = std::array::from_fn(|lane| tagged(purpose, (lane % GROUP_BLOCKS) as u32));
    for group in 0..groups {
        let drawn = lanes(key, counters);
        for together in 0..FILL_TRIALS {
            let bytes = &mut out[together * groups + group];
            for (lane, words) in drawn.iter().zip(bytes.chunks_exact_mut(WORDS * GROUP_BLOCKS)) {
                let mine = &lane[together * GROUP_BLOCKS..][..GROUP_BLOCKS];
                for (word, place) in mine.iter().zip(words.chunks_exact_mut(WORDS)) {
                    place.copy_from_slice(&word.to_le_bytes());
                }
            }
        }
        for index in &mut counters[3] {
            *index += GROUP_BLOCKS as u32;
        }
    }
}

/// Neighboring trials that share blocks: trial `64·g + 16·w + l` has word `w` of block `16·g + l`.
pub const TRIAL_GROUP: usize = WORDS * TRIAL_LANES;

const TRIAL_LANES: usize = 16;

/// The word of a trial, for quantities that a trial has one of.
#[must_use]
pub fn trial_word(key: Key, trial: u64, entity: u32, purpose: Purpose) -> u32 {
    let (group, place) = (trial / TRIAL_GROUP as u64, trial as usize % TRIAL_GROUP);
    let number = group * TRIAL_LANES as u64 + (place % TRIAL_LANES) as u64;
    words(key, number, entity, purpose, 0)[place / TRIAL_LANES]
}

/// The words ([`trial_word`]) of the [`TRIAL_GROUP`] trials that start at `trial`, a multiple of it; in sequence.
#[must_use]
#[inline]
pub fn trial_words(key: Key, trial: u64, entity: u32, purpose: Purpose) -> [[u32; TRIAL_LANES]; WORDS] {
    let first = trial / TRIAL_GROUP as u64 * TRIAL_LANES as u64;
    let numbers: [u64; TRIAL_LANES] = std::array::from_fn(|lane| first + lane as u64);
    let index = [tagged(purpose, 0); TRIAL_LANES];
    lanes(key, [numbers.map(low), numbers.map(high), [entity; TRIAL_LANES], index])
}

/// Blocks that [`index_words`] draws at once.
pub const INDEX_LANES: usize = 16;

/// The blocks ([`words`]) of sixteen indices: word `w` of index `l` is at `[w][l]`.
#[must_use]
#[inline]
pub fn index_words(
    key: Key,
    trial: u64,
    entity: u32,
    purpose: Purpose,
    indices: [u32; INDEX_LANES],
) -> [[u32; INDEX_LANES]; WORDS] {
    let indices = indices.map(|index| tagged(purpose, index));
    lanes(key, [[low(trial); INDEX_LANES], [high(trial); INDEX_LANES], [entity; INDEX_LANES], indices])
}

/// A stream for samplers that take a varying number of draws.
#[must_use]
pub fn parameter_stream(key: Key, draw: u64, name: &str) -> PhiloxStream {
    PhiloxStream::new(key, [low(draw), entity(name), tagged(Purpose::Parameter, high(draw) & (MAX_INDEX - 1))])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_buffer_holds_the_bytes_of_the_programs_one_by_one() {
        let key = Key::new(7);
        let trial = u64::from(u32::MAX);
        let mut buffer = vec![[0; GROUP]; 3 * FILL_TRIALS];
        fill_programs(key, trial, 99, Purpose::Invitation, &mut buffer);
        for together in 0..FILL_TRIALS {
            for position in 0..3 * GROUP {
                let byte = program_byte(key, trial + together as u64, 99, Purpose::Invitation, position as u32);
                let filled = buffer[together * 3 + position / GROUP][place_in_group(position % GROUP)];
                assert_eq!(filled, byte, "trial {together}, program {position}");
            }
        }
    }

    #[test]
    fn addresses_do_not_change() {
        // As published with the hash.
        assert_eq!([entity("a"), entity("foobar")], [0xe40c_292c, 0xbf9c_f968]);
        for row in 0..8 {
            for column in 0..8 {
                assert_eq!(place_in_group(8 * row + column), 8 * column + row);
            }
        }
        let key = Key::new(3);
        assert_eq!(program_word(key, 5, 7, Purpose::Acceptance, 11), words(key, 5, 7, Purpose::Acceptance, 11)[0]);
    }

    #[test]
    fn words_of_neighbouring_trials_are_the_words_of_each() {
        let key = Key::new(8);
        let first = (1_u64 << 32) - 2 * TRIAL_GROUP as u64;
        for trial in [0, first, 1 << 37] {
            let drawn = trial_words(key, trial, 5, Purpose::Season);
            for (place, word) in drawn.as_flattened().iter().enumerate() {
                assert_eq!(*word, trial_word(key, trial + place as u64, 5, Purpose::Season));
            }
        }
    }

    #[test]
    fn words_of_many_indices_are_the_words_of_each() {
        let key = Key::new(3);
        let indices: [u32; INDEX_LANES] = std::array::from_fn(|lane| 1000 * lane as u32 + 7);
        let drawn = index_words(key, 1 << 33, 5, Purpose::MarketPair, indices);
        for (lane, index) in indices.into_iter().enumerate() {
            let one = words(key, 1 << 33, 5, Purpose::MarketPair, index);
            assert_eq!(one, drawn.map(|word| word[lane]));
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
