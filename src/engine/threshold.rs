//! Who invites, decided for 64 programs at a time.
//!
//! The chance of an invitation is one smooth curve over the logit for all
//! programs of a line. A program's draw is a byte and, only where that leaves the
//! decision open, 32 bits more: it invites if its draw of 40 bits, as a
//! number from 0 to 1, lies below its chance.
//!
//! Most programs do not invite. So a trial compares all bytes with bounds
//! that hold for a whole row of season shifts, and looks closely at the few that pass.

#![expect(clippy::cast_possible_truncation, reason = "positions of programs, below 2^24")]

use crate::model::invitation::InvitationLaw;
use crate::random::address::{GROUP, place_in_group};

use super::chance::ChanceCurve;
use super::curve::NODES_PER_UNIT;

/// Standard deviations of the season shift that the rows cover on each side;
/// draws are of 32 bits and stay within 6.4.
const REACH: f64 = 6.5;

/// Nodes from one row to the next.
const ROW_NODES: usize = 2;

/// Bits behind the point of a place in fixed point.
const FIXED_BITS: u32 = 32;

/// A place in fixed point, rounded down.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places are small and not negative")]
fn fixed(place: f64) -> u64 {
    (place * (1_u64 << FIXED_BITS) as f64) as u64
}

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
    /// The same in fixed point.
    fixed_nodes: u64,
}

impl ShiftGrid {
    /// The grid for a shift `s = σ_res·z + ε` of standard deviation `spread`.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive count")]
    pub fn new(spread: f64) -> Self {
        let half = REACH * spread;
        let rows = 2.0 * half * NODES_PER_UNIT as f64 / ROW_NODES as f64;
        Self { half, rows: rows as usize + 1 }
    }

    /// Where the shift `s` lies; beyond the ends, the end.
    #[must_use]
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the rows")]
    pub fn locate(&self, s: f64) -> GridPoint {
        let nodes = (s.clamp(-self.half, self.half) + self.half) * NODES_PER_UNIT as f64;
        GridPoint { row: (nodes as usize / ROW_NODES).min(self.rows - 1), nodes, fixed_nodes: fixed(nodes) }
    }
}

/// Invitations of programs of one line over the grid of its track.
#[derive(Clone, Debug, PartialEq)]
pub struct InvitationTable {
    curve: ChanceCurve,
    /// Place on the curve at the lowest shift, in nodes, by position from the first program on.
    places: Vec<f64>,
    /// The same in fixed point.
    fixed_places: Vec<u64>,
    /// Position of the first program in its track.
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
    /// By row and place: the highest byte with which the program could invite.
    highest: Vec<[u8; GROUP]>,
}

impl InvitationTable {
    /// The table of `law` over `grid`, for programs that stand at these rising `positions` in their track.
    #[must_use]
    pub fn new(law: &InvitationLaw, grid: &ShiftGrid, positions: &[usize]) -> Self {
        let curve = ChanceCurve::new(law, grid.half, ROW_NODES);
        let first = positions.first().copied().unwrap_or(0);
        let end = positions.last().map_or(first, |last| last + 1);
        // Programs in between that are not of the table have no place.
        let mut known = vec![None; end - first];
        for (position, offset) in positions.iter().zip(&law.offsets) {
            known[position - first] = Some(curve.curve.place(offset - grid.half));
        }
        let groups = (first / GROUP..end.div_ceil(GROUP))
            .map(|group| GroupTable::new(group, first, &known, &curve, grid))
            .collect();
        let places: Vec<f64> = known.into_iter().map(Option::unwrap_or_default).collect();
        Self { curve, fixed_places: places.iter().map(|place| fixed(*place)).collect(), places, first, groups }
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
                let in_group = open.trailing_zeros() as usize;
                open &= open - 1;
                let position = table.group * GROUP + in_group;
                if self.invites(position, point, bytes[place_in_group(in_group)], &rest) {
                    invite(position as u32);
                }
            }
        }
    }

    /// Whether the program at `position` invites with `byte`: from the bytes at
    /// the nodes around its place, unless they leave it open.
    #[inline]
    fn invites(&self, position: usize, point: GridPoint, byte: u8, rest: impl Fn(u32) -> u32) -> bool {
        let place = self.fixed_places[position - self.first] + point.fixed_nodes;
        // Two numbers were rounded down.
        let (below, above) = (place >> FIXED_BITS, ((place + 2) >> FIXED_BITS) + 1);
        if byte < self.curve.bytes[below as usize] {
            return true;
        }
        byte <= self.curve.bytes[above as usize] && self.invites_exactly(position, point, byte, rest)
    }

    /// Whether it invites, from all 40 bits and the curve itself.
    #[cold]
    #[inline(never)]
    fn invites_exactly(&self, position: usize, point: GridPoint, byte: u8, rest: impl Fn(u32) -> u32) -> bool {
        let chance = self.curve.curve.at(self.places[position - self.first] + point.nodes);
        let draw = f64::from(byte) + (f64::from(rest(position as u32)) + 0.5) / 4_294_967_296.0;
        draw < chance
    }
}

impl GroupTable {
    fn new(group: usize, first: usize, places: &[Option<f64>], curve: &ChanceCurve, grid: &ShiftGrid) -> Self {
        let mut members = 0;
        let mut highest = vec![[0; GROUP]; grid.rows];
        for in_group in 0..GROUP {
            let index = (group * GROUP + in_group).checked_sub(first);
            let Some(Some(program)) = index.and_then(|index| places.get(index)) else {
                continue;
            };
            members |= 1 << in_group;
            // The node above the highest place in the row.
            let above = (fixed(*program) >> FIXED_BITS) as usize + ROW_NODES + 1;
            let bounds = curve.bytes[above..].iter().step_by(ROW_NODES);
            for (row, bound) in highest.iter_mut().zip(bounds) {
                row[place_in_group(in_group)] = *bound;
            }
        }
        Self { group, members, highest }
    }
}

/// For each place the bit, within its byte, of the program there.
static BIT: [u8; GROUP] = {
    let mut bits = [0; GROUP];
    let mut place = 0;
    while place < GROUP {
        bits[place] = 1 << (place / 8);
        place += 1;
    }
    bits
};

/// Bit `p` is set where, at the place of position `p`, the byte of `draws` is at most that of `highest`.
#[inline]
fn at_most(draws: &[u8; GROUP], highest: &[u8; GROUP]) -> u64 {
    let mut flags = [0; GROUP];
    for (((flag, draw), bound), bit) in flags.iter_mut().zip(draws).zip(highest).zip(&BIT) {
        *flag = if draw <= bound { *bit } else { 0 };
    }
    let rows = flags.as_chunks::<8>().0.iter();
    rows.fold(0, |bits, row| bits | u64::from_le_bytes(*row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::{Key, block, low};

    fn law(programs: usize, level: f64, spread: f64, factor: f64) -> InvitationLaw {
        InvitationLaw { offsets: (0..programs).map(|k| level - 0.01 * k as f64).collect(), spread, factor }
    }

    fn laws() -> Vec<InvitationLaw> {
        vec![law(1, -3.4, 0.76, 1.0), law(60, -3.4, 0.76, 1.0), law(130, -1.0, 0.0, 0.65), law(64, 2.0, 1.5, 1.0)]
    }

    #[test]
    fn rows_of_64_decide_like_one_program_after_the_other() {
        let key = Key::new(3);
        for spread in [0.0, 0.05, 1.1] {
            for (first, law) in laws().into_iter().enumerate() {
                // Every other law leaves out some programs in between.
                let step = 1 + first % 2 * 2;
                let positions: Vec<usize> = (0..law.offsets.len()).map(|index| first * 37 + index * step).collect();
                let grid = ShiftGrid::new(spread);
                let table = InvitationTable::new(&law, &grid, &positions);
                let groups = (positions[positions.len() - 1] + 1).div_ceil(GROUP);
                for trial in 0..400_u32 {
                    let s = spread * (f64::from(trial) - 200.0) / 40.0;
                    let words = |place: usize| block(key, [trial, place as u32, 0, 0]);
                    let draws: Vec<[u8; GROUP]> = (0..groups)
                        .map(|group| std::array::from_fn(|place| words(group * GROUP + place_in_group(place))[0] as u8))
                        .collect();
                    let rest = |position: u32| words(position as usize)[1];
                    let mut found = Vec::new();
                    table.invited(grid.locate(s), &draws, rest, |position| found.push(position));
                    let plain: Vec<u32> = (0..law.offsets.len())
                        .filter(|index| {
                            let position = positions[*index];
                            let byte = draws[position / GROUP][place_in_group(position % GROUP)];
                            let draw = u64::from(byte) << 32 | u64::from(rest(position as u32));
                            (draw as f64 + 0.5) / 1_099_511_627_776.0 < law.probability(law.offsets[*index], s)
                        })
                        .map(|index| positions[index] as u32)
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
            let table = InvitationTable::new(&law, &grid, &(0..60).collect::<Vec<_>>());
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
            let draws: [u8; GROUP] = std::array::from_fn(|place| byte(place, 0) % 8);
            let bounds: [u8; GROUP] = std::array::from_fn(|place| byte(place, 1) % 8);
            let bits = at_most(&draws, &bounds);
            for position in 0..GROUP {
                let place = place_in_group(position);
                assert_eq!(bits >> position & 1 == 1, draws[place] <= bounds[place]);
            }
        }
    }
}
