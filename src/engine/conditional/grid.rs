//! A walk over the calendar with a second number beside the interviews attended in all.

use super::kernel::{Kernel, Order};

/// Chances by a number that is counted (rows) and by interviews attended in all (columns; a single
/// one where the total does not matter).
pub(super) struct Grid {
    columns: usize,
    cells: Vec<f64>,
}

/// How a stretch passes.
#[derive(Clone, Copy)]
pub(super) struct Passing {
    /// Most interviews attended; none where the calendar never fills.
    pub(super) limit: Option<usize>,
    /// Whether the interviews of the stretch are counted.
    pub(super) is_counted: bool,
    /// Whether the total is needed afterwards.
    pub(super) keeps_total: bool,
}

impl Grid {
    /// Before anything is counted, where `attended[k]` is the chance of `k` interviews.
    pub(super) fn start(attended: &[f64]) -> Self {
        Self { columns: attended.len(), cells: attended.to_vec() }
    }

    /// Chances of the number counted.
    pub(super) fn counted(&self) -> impl Iterator<Item = f64> {
        self.cells.chunks(self.columns).map(|row| row.iter().sum())
    }

    /// After a stretch: `within[k]` is the chance of `k` more, `full[r]` of
    /// filling the calendar where only `r` more fit.
    pub(super) fn passed(&self, within: &[f64], full: &[f64], passing: Passing) -> Self {
        let most = within.len() - 1;
        let mut after = self.shaped(most, if passing.is_counted { most } else { 0 }, passing);
        // Places that one more interview moves on by.
        let step = if passing.is_counted { after.columns } else { 0 } + usize::from(passing.keeps_total);
        for (place, chance) in self.cells.iter().enumerate().filter(|(_, chance)| **chance != 0.0) {
            let (start, room) = self.reach(place, after.columns, passing);
            for (more, more_chance) in within.iter().take(room).enumerate() {
                after.cells[start + more * step] += chance * more_chance;
            }
            if let Some(full) = full.get(room) {
                after.cells[start + room * step] += chance * full;
            }
        }
        after
    }

    /// After the stretch of the match, of which those programs count that were asked.
    pub(super) fn matched(&self, order: &Order, passing: Passing) -> Self {
        let most = order.exactly.count() - 1;
        let mut after = self.shaped(most, most, passing);
        for (place, chance) in self.cells.iter().enumerate().filter(|(_, chance)| **chance != 0.0) {
            let (start, room) = self.reach(place, after.columns, passing);
            let fits = order.exactly.iter().take(room).enumerate();
            let full = order.or_more.get(room).map(|asked| (room, asked));
            for (attended, asked) in fits.chain(full) {
                let start = start + if passing.keeps_total { attended } else { 0 };
                for (number, taken) in (1..).zip(asked) {
                    after.cells[start + number * after.columns] += chance * taken;
                }
            }
        }
        after
    }

    /// Nothing yet, where a stretch adds at most so many interviews, and so many to the number counted.
    fn shaped(&self, most: usize, counted: usize, passing: Passing) -> Self {
        let limit = passing.limit.unwrap_or(usize::MAX);
        let columns = if passing.keeps_total { (self.columns + most).min(limit.saturating_add(1)) } else { 1 };
        Self { columns, cells: vec![0.0; (self.cells.len() / self.columns + counted) * columns] }
    }

    /// Where a cell stands in a grid of so many columns, and how many more interviews fit.
    fn reach(&self, place: usize, columns: usize, passing: Passing) -> (usize, usize) {
        let (row, column) = (place / self.columns, place % self.columns);
        let start = row * columns + if passing.keeps_total { column } else { 0 };
        (start, passing.limit.map_or(usize::MAX, |limit| limit - column))
    }
}

/// The calendar after one more stretch, of which all that fit are attended.
pub(super) fn filled(before: &[f64], kernel: &Kernel, limit: Option<usize>) -> Vec<f64> {
    let limit = limit.unwrap_or(usize::MAX);
    let mut after = vec![0.0; (before.len() + kernel.attended.len() - 1).min(limit.saturating_add(1))];
    for (attended, chance) in before.iter().enumerate() {
        let room = limit - attended;
        for (more, more_chance) in kernel.attended.iter().take(room).enumerate() {
            after[attended + more] += chance * more_chance;
        }
        if let Some(full) = kernel.attended_or_more.get(room) {
            after[limit] += chance * full;
        }
    }
    after
}
