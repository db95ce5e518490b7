//! Who invites, decided for 64 programs at a time.
//!
//! The chance of an invitation is one smooth curve over the logit for all
//! programs of a line. A program's draw is a byte and, only where that leaves the
//! decision open, 32 bits more: it invites if its draw of 40 bits, as a
//! number from 0 to 1, lies below its chance.
//!
//! Most programs do not invite. So a trial compares all bytes with bounds
//! that hold for a whole row of season shifts, and looks closely at the few that pass.

use crate::model::invitation::InvitationLaw;
use crate::model::logistic::GAUSS_HERMITE_5;
use crate::random::address::GROUP;

use super::curve::{Curve, MARGIN, NODES_PER_UNIT};

/// Standard deviations of the season shift that the rows cover on each side;
/// draws are of 32 bits and stay within 6.4.
const REACH: f64 = 6.5;

/// Nodes from one row to the next.
const ROW_NODES: usize = 2;

/// Values of a byte.
const BYTES: f64 = 256.0;

/// The season shifts of one track, in rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShiftGrid {
    /// Largest shift on either side.
    half: f64,
    rows: usize,
}

/// A season shift and the row it lies in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPoint {
    row: usize,
    /// The shift above the lowest, in nodes.
    nodes: f64,
}

impl ShiftGrid {
    /// The grid for a shift `s = σ_res·z + ε` of standard deviation `spread`.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive count"
    )]
    pub fn new(spread: f64) -> Self {
        let half = REACH * spread;
        let rows = 2.0 * half * NODES_PER_UNIT as f64 / ROW_NODES as f64;
        Self {
            half,
            rows: rows as usize + 1,
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
        let nodes = (s.clamp(-self.half, self.half) + self.half) * NODES_PER_UNIT as f64;
        GridPoint {
            row: (nodes as usize / ROW_NODES).min(self.rows - 1),
            nodes,
        }
    }
}

/// Invitations of the programs of one line over the grid of its track.
#[derive(Clone, Debug, PartialEq)]
pub struct InvitationTable {
    curve: ChanceCurve,
    /// Place on the curve of each program at the lowest shift, in nodes.
    places: Vec<f64>,
    /// Position of the line's first program in its track.
    first: usize,
    /// Groups of programs of the track that the line has a part in.
    groups: Vec<GroupTable>,
}

/// The programs of a line within one group of 64 of its track.
#[derive(Clone, Debug, PartialEq)]
struct GroupTable {
    /// Number of the group in the track.
    group: usize,
    /// One bit a program of the line.
    members: u64,
    /// By row: the highest byte with which the program could invite.
    highest: Vec<[u8; GROUP]>,
}

impl InvitationTable {
    /// The table of `law` over `grid`, for a line whose programs stand from position `first` on in its track.
    #[must_use]
    pub fn new(law: &InvitationLaw, grid: &ShiftGrid, first: usize) -> Self {
        let curve = ChanceCurve::new(law, grid);
        let places: Vec<f64> = law
            .offsets
            .iter()
            .map(|offset| curve.curve.place(offset - grid.half))
            .collect();
        let end = first + places.len();
        let groups = (first / GROUP..end.div_ceil(GROUP))
            .map(|group| GroupTable::new(group, first, &places, &curve, grid))
            .collect();
        Self {
            curve,
            places,
            first,
            groups,
        }
    }

    /// Calls `invite` with the position in its track of each program of the
    /// line that invites at `point`, in order. `draws` are the bytes of the
    /// track's programs, `rest` gives the 32 bits that follow.
    #[inline]
    pub fn invited(
        &self,
        point: GridPoint,
        draws: &[[u8; GROUP]],
        rest: impl Fn(u32) -> u32,
        mut invite: impl FnMut(u32),
    ) {
        for table in &self.groups {
            let bytes = &draws[table.group];
            let mut open = at_most(bytes, &table.highest[point.row]) & table.members;
            while open != 0 {
                let place = open.trailing_zeros() as usize;
                open &= open - 1;
                let position = table.group * GROUP + place;
                if self.invites(position, point, bytes[place], &rest) {
                    invite(position as u32);
                }
            }
        }
    }

    #[inline]
    fn invites(&self, position: usize, point: GridPoint, byte: u8, rest: impl Fn(u32) -> u32) -> bool {
        let place = self.places[position - self.first] + point.nodes;
        let node = self.curve.node(place);
        let (below, above) = (self.curve.bytes[node], self.curve.bytes[node + 1]);
        if byte < below || byte > above {
            return byte < below;
        }
        let chance = self.curve.curve.at(place);
        let draw = f64::from(byte) + (f64::from(rest(position as u32)) + 0.5) / 4_294_967_296.0;
        draw < chance
    }
}

impl GroupTable {
    fn new(group: usize, first: usize, places: &[f64], curve: &ChanceCurve, grid: &ShiftGrid) -> Self {
        let mut members = 0;
        let mut highest = vec![[0; GROUP]; grid.rows];
        for place in 0..GROUP {
            let index = (group * GROUP + place).checked_sub(first);
            let Some(program) = index.and_then(|index| places.get(index)) else {
                continue;
            };
            members |= 1 << place;
            // The node above the highest place in the row.
            let above = curve.node(*program) + ROW_NODES + 1;
            let bounds = curve.bytes[above..].iter().step_by(ROW_NODES);
            for (row, bound) in highest.iter_mut().zip(bounds) {
                row[place] = *bound;
            }
        }
        Self {
            group,
            members,
            highest,
        }
    }
}

/// One bit for each place where the byte of `draws` is at most that of `highest`.
#[inline]
fn at_most(draws: &[u8; GROUP], highest: &[u8; GROUP]) -> u64 {
    let mut flags = [0; GROUP];
    for ((flag, draw), bound) in flags.iter_mut().zip(draws).zip(highest) {
        *flag = u8::from(draw <= bound);
    }
    let mut bits = 0;
    for (index, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        bits |= gather(u64::from_le_bytes(*eight)) << (8 * index);
    }
    bits
}

/// The lowest bits of eight bytes, side by side: the multiplication brings
/// each of them to its own place in the highest byte.
#[inline]
fn gather(flags: u64) -> u64 {
    flags.wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// The chance of an invitation over the logit, in units of a byte.
#[derive(Clone, Debug, PartialEq)]
struct ChanceCurve {
    curve: Curve,
    /// Whole parts of the nodes; at most 255.
    bytes: Vec<u8>,
}

impl ChanceCurve {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive count, and bytes that saturate"
    )]
    fn new(law: &InvitationLaw, grid: &ShiftGrid) -> Self {
        let (least, most) = law
            .offsets
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), offset| {
                (least.min(*offset), most.max(*offset))
            });
        let low = least - grid.half - MARGIN as f64 / NODES_PER_UNIT as f64;
        let range = (most - least + 2.0 * grid.half) * NODES_PER_UNIT as f64;
        // The bounds of the last row reach beyond the range by up to a row and a node.
        let count = range as usize + 2 * (MARGIN + ROW_NODES + 1);
        let nodes = scaled_chances(law, low, count);
        let bytes = nodes.iter().map(|node| *node as u8).collect();
        Self {
            curve: Curve::new(low, nodes),
            bytes,
        }
    }

    /// The node at or below `place`.
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "within the nodes by construction"
    )]
    fn node(&self, place: f64) -> usize {
        (place as usize).min(self.bytes.len() - 2)
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
    use crate::random::philox::{Key, block, low};

    fn law(programs: usize, level: f64, spread: f64, factor: f64) -> InvitationLaw {
        InvitationLaw {
            offsets: (0..programs).map(|k| level - 0.01 * k as f64).collect(),
            spread,
            factor,
        }
    }

    fn laws() -> Vec<InvitationLaw> {
        vec![
            law(1, -3.4, 0.76, 1.0),
            law(60, -3.4, 0.76, 1.0),
            law(130, -1.0, 0.0, 0.65),
            law(64, 2.0, 1.5, 1.0),
        ]
    }

    #[test]
    fn the_curve_is_the_invitation_law() {
        for law in laws() {
            let grid = ShiftGrid::new(1.1);
            let curve = ChanceCurve::new(&law, &grid);
            for k in 0..=1000 {
                let x = -grid.half + law.offsets[0] + f64::from(k) / 500.0 * grid.half;
                let exact = law.probability(x, 0.0);
                let error = curve.curve.at(curve.curve.place(x)) / BYTES / exact - 1.0;
                assert!(error.abs() < 1e-6, "at {x}: {error}");
            }
        }
    }

    #[test]
    fn rows_of_64_decide_like_one_program_after_the_other() {
        let key = Key::new(3);
        for spread in [0.0, 0.05, 1.1] {
            for (first, law) in laws().into_iter().enumerate() {
                let first = first * 37;
                let grid = ShiftGrid::new(spread);
                let table = InvitationTable::new(&law, &grid, first);
                let groups = (first + law.offsets.len()).div_ceil(GROUP);
                for trial in 0..400 {
                    let s = spread * (f64::from(trial) - 200.0) / 40.0;
                    let words = |place: usize| block(key, [trial as u32, place as u32, 0, 0]);
                    let draws: Vec<[u8; GROUP]> = (0..groups)
                        .map(|group| std::array::from_fn(|place| words(group * GROUP + place)[0] as u8))
                        .collect();
                    let rest = |position: u32| words(position as usize)[1];
                    let mut found = Vec::new();
                    table.invited(grid.locate(s), &draws, rest, |position| found.push(position));
                    let plain: Vec<u32> = (0..law.offsets.len())
                        .filter(|index| {
                            let position = first + index;
                            let byte = draws[position / GROUP][position % GROUP];
                            let draw = u64::from(byte) << 32 | u64::from(rest(position as u32));
                            (draw as f64 + 0.5) / 1_099_511_627_776.0 < law.probability(law.offsets[*index], s)
                        })
                        .map(|index| (first + index) as u32)
                        .collect();
                    assert_eq!(found, plain, "spread {spread}, first {first}, trial {trial}");
                }
            }
        }
    }

    #[test]
    fn nothing_and_certainty_are_decided_without_exception() {
        for (level, invited) in [(-1000.0, 0), (1000.0, 60)] {
            let law = law(60, level, 0.76, 1.0);
            let grid = ShiftGrid::new(1.1);
            let table = InvitationTable::new(&law, &grid, 0);
            for byte in [0, 255] {
                for rest in [0, u32::MAX] {
                    let mut count = 0;
                    table.invited(grid.locate(0.3), &[[byte; GROUP]], |_| rest, |_| count += 1);
                    assert_eq!(count, invited, "level {level}, byte {byte}, rest {rest}");
                }
            }
        }
    }

    #[test]
    fn bits_stand_where_bytes_are_at_most_their_bounds() {
        let key = Key::new(5);
        for trial in 0..200 {
            let byte = |place: usize, word: usize| block(key, [trial, low(place as u64), 1, 0])[word] as u8;
            let draws = std::array::from_fn(|place| byte(place, 0) % 8);
            let bounds = std::array::from_fn(|place| byte(place, 1) % 8);
            let bits = at_most(&draws, &bounds);
            for place in 0..GROUP {
                assert_eq!(bits >> place & 1 == 1, draws[place] <= bounds[place]);
            }
        }
    }
}
