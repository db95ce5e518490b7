//! What one stretch of programs does to the calendar and to the match, given the
//! latents that all tracks share.
//!
//! A stretch is a run of programs of one track and one role, next to each other
//! in the order of preference. Given the shared latents (`θ`, `ω`) stretches
//! of different tracks are independent, so the latents of a track alone (`δ_s`,
//! `ε_s`) can be integrated stretch by stretch: the kernels below are means over
//! them. With `K` the number of invitations of the stretch and `q` the
//! chance that a program takes the applicant,
//!
//! | kernel | at | is |
//! | --- | --- | --- |
//! | `attended` | `k` | `E P(K = k)` |
//! | `attended_or_more` | `r` | `E P(K ≥ r)` |
//! | `open` | `k` | `E P(K = k)·(1−q)^k`: `k` attended, nobody took |
//! | `open_when_full` | `r` | `E P(K ≥ r)·(1−q)^r`: only `r` could be attended, nobody took |
//! | `one_more` | `k` | `E P(K = k)·(1−q)^k·q`: nobody took, and one more would have |
//! | `one_more_when_full` | `r` | `E P(K ≥ r)·(1−q)^r·q`: the same where only `r` could be attended |
//!
//! | `order.exactly` | `k`, `r` | `E P(K = k)·(S(r−1) − S(r))`: `k` attended, the `r`-th takes |
//! | `order.or_more` | `k`, `r` | `E P(K ≥ k)·(S(r−1) − S(r))`: the same where only `k` could be attended |
//!
//! with `S(m)` the chance that the first `m` of `k` refuse ([`Refusals::by_first`]).
//!
//! The last four are made only where they are asked for.

use crate::model::acceptance::{Refusals, ln_refused};
use crate::model::so_far::thin;

/// The kernels of a stretch. Places beyond the end are 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kernel {
    /// `k` attended.
    pub attended: Vec<f64>,
    /// At least `r` invitations.
    pub attended_or_more: Vec<f64>,
    /// `k` attended, nobody took.
    pub open: Vec<f64>,
    /// Only `r` could be attended, nobody took.
    pub open_when_full: Vec<f64>,
    /// `k` attended, nobody took, and one more program would have.
    pub one_more: Vec<f64>,
    /// Only `r` could be attended, nobody took, and one more program would have.
    pub one_more_when_full: Vec<f64>,
    /// Which program takes, where that matters beside the number attended.
    pub order: Order,
}

/// Which program of a stretch takes: by number attended, the chance of the first, the second, ….
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// So many attended.
    pub exactly: Rows,
    /// At least so many invitations.
    pub or_more: Rows,
}

/// Rows of 0, 1, 2, … numbers, one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    rows: usize,
    cells: Vec<f64>,
}

impl Rows {
    /// Number of rows.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rows
    }

    /// The row of `length` numbers, if there is one.
    #[must_use]
    pub fn get(&self, length: usize) -> Option<&[f64]> {
        (length < self.rows).then(|| &self.cells[before(length)..before(length + 1)])
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = &[f64]> {
        (0..self.rows).filter_map(|length| self.get(length))
    }

    fn iter_mut(&mut self) -> impl Iterator<Item = &mut [f64]> {
        let mut rest = &mut self.cells[..];
        (0..self.rows).map(move |length| {
            let (row, after) = std::mem::take(&mut rest).split_at_mut(length);
            rest = after;
            row
        })
    }

    fn grow(&mut self, rows: usize) {
        self.rows = self.rows.max(rows);
        self.cells.resize(before(self.rows), 0.0);
    }

    fn truncate(&mut self, rows: usize) {
        self.rows = self.rows.min(rows);
        self.cells.truncate(before(self.rows));
    }
}

/// Numbers in the rows before that of `length` numbers.
fn before(length: usize) -> usize {
    length * length.saturating_sub(1) / 2
}

/// Chance of a number of invitations below which it and all higher ones are left out.
const NEGLIGIBLE: f64 = 1e-14;

/// The same where only the rank obtained depends on it.
const NEGLIGIBLE_ORDER: f64 = 1e-9;

impl Kernel {
    /// Starts a mean over the latents of the track.
    pub fn clear(&mut self) {
        for kernel in self.all() {
            kernel.clear();
        }
        self.one_more.clear();
        self.one_more_when_full.clear();
        self.order.exactly.truncate(0);
        self.order.or_more.truncate(0);
    }

    /// Adds `weight` times the kernels at one strength: invitations as `counts` says, from programs that
    /// take with chance `taken`.
    pub fn add(&mut self, counts: &Counts, taken: f64, weight: f64) {
        let length = counts.exactly.len();
        let [attended, attended_or_more, open, open_when_full] = self.all().map(|kernel| first(kernel, length));
        for (sums, terms) in [(attended, &counts.exactly), (attended_or_more, &counts.or_more)] {
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += weight * term);
        }
        counts.add_powers(weight, 1.0 - taken, open, open_when_full);
    }

    /// Adds `weight` times what one more program would do at one strength.
    pub fn add_one_more(&mut self, counts: &Counts, taken: f64, weight: f64) {
        let length = counts.exactly.len();
        let [within, when_full] =
            [&mut self.one_more, &mut self.one_more_when_full].map(|kernel| first(kernel, length));
        counts.add_powers(weight * taken, 1.0 - taken, within, when_full);
    }

    /// Adds `weight` times which program takes at one strength, for up to `most` attended; `gradient` is how the
    /// chance falls with demand.
    pub fn add_order(&mut self, counts: &Counts, taken: f64, gradient: f64, most: usize, weight: f64) {
        let is_asked = |or_more: &&f64| weight * **or_more >= NEGLIGIBLE_ORDER;
        let length = counts.or_more.iter().take(most.saturating_add(1)).take_while(is_asked).count();
        let Order { exactly, or_more } = &mut self.order;
        exactly.grow(length);
        or_more.grow(length);
        let chances = counts.exactly.iter().zip(&counts.or_more).take(length);
        let refusals = Refusals::new(ln_refused(taken), gradient);
        let rows = exactly.iter_mut().zip(or_more.iter_mut());
        for (attended, ((exactly, or_more), chances)) in rows.zip(chances).enumerate() {
            let mut refused = refusals.by_first(attended);
            let mut before = refused.next().unwrap_or(1.0);
            for ((exactly, or_more), after) in exactly.iter_mut().zip(or_more).zip(refused) {
                let here = weight * (before - after);
                *exactly += chances.0 * here;
                *or_more += chances.1 * here;
                before = after;
            }
        }
    }

    /// `k` attended and somebody took, and the same where only `r` could be attended.
    pub fn taken(&self, within: &mut Vec<f64>, when_full: &mut Vec<f64>) {
        let difference = |all: &[f64], open: &[f64], into: &mut Vec<f64>| {
            into.clear();
            into.extend(all.iter().zip(open).map(|(all, open)| all - open));
        };
        difference(&self.attended, &self.open, within);
        difference(&self.attended_or_more, &self.open_when_full, when_full);
    }

    /// Declines all invitations but the first `keep`.
    pub fn cap(&mut self, keep: usize) {
        if keep >= self.attended.len() {
            return;
        }
        self.attended[keep] = self.attended_or_more[keep];
        self.open[keep] = self.open_when_full[keep];
        if let Some(full) = self.one_more_when_full.get(keep) {
            self.one_more[keep] = *full;
        }
        for (exactly, full) in self.order.exactly.iter_mut().zip(self.order.or_more.iter()).skip(keep).take(1) {
            exactly.copy_from_slice(full);
        }
        for kernel in self.all() {
            kernel.truncate(keep + 1);
        }
        self.one_more.truncate(keep + 1);
        self.one_more_when_full.truncate(keep + 1);
        self.order.exactly.truncate(keep + 1);
        self.order.or_more.truncate(keep + 1);
    }

    /// Leaves out what a limit of `most` interviews never asks for. One place beyond the limit
    /// stays, which says that it binds.
    pub fn trim(&mut self, most: usize) {
        for kernel in self.all() {
            kernel.truncate(most.saturating_add(2));
            kernel.shrink_to_fit();
        }
    }

    fn all(&mut self) -> [&mut Vec<f64>; 4] {
        [&mut self.attended, &mut self.attended_or_more, &mut self.open, &mut self.open_when_full]
    }
}

/// The first `length` places, which are there afterwards.
fn first(places: &mut Vec<f64>, length: usize) -> &mut [f64] {
    if places.len() < length {
        places.resize(length, 0.0);
    }
    &mut places[..length]
}

/// How many programs of a stretch invite, at one strength: a weighted sum over
/// the season shocks. It depends on no other latent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Weight times chance of `k` invitations.
    exactly: Vec<f64>,
    /// Weight times chance of at least `r`.
    or_more: Vec<f64>,
}

impl Counts {
    /// Adds `weight` times the distribution that `counter` has come to.
    pub fn add(&mut self, counter: &Counter, weight: f64) {
        let one = counter.distribution();
        let sums = first(&mut self.exactly, one.len()).iter_mut().zip(first(&mut self.or_more, one.len()));
        // Tails from the far end, so that small ones keep their digits.
        let mut or_more = 0.0;
        for ((exactly, tail), chance) in sums.zip(one).rev() {
            or_more += chance;
            *exactly += weight * chance;
            *tail += weight * or_more;
        }
    }

    /// Adds the counts times `start`, `start·factor`, `start·factor²`, … to as many places.
    fn add_powers(&self, start: f64, factor: f64, exactly: &mut [f64], or_more: &mut [f64]) {
        let mut power = start;
        let sums = exactly.iter_mut().zip(or_more);
        for ((exactly, tail), (count, or_more)) in sums.zip(self.exactly.iter().zip(&self.or_more)) {
            *exactly += power * count;
            *tail += power * or_more;
            power *= factor;
        }
    }
}

/// What has come of the invitations of a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Come {
    /// Programs that have invited.
    pub come: usize,
    /// Share of a season's invitations that have come.
    pub share: f64,
}

/// Programs whose invitations are counted in one pass over the distribution.
const TOGETHER: usize = 4;

/// Counts invitations program by program: the distribution of their number, as far as it is not negligible.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    /// The distribution, between [`TOGETHER`] zeros on each side; what is beyond them means nothing.
    now: Vec<f64>,
    next: Vec<f64>,
    /// Places of the distribution.
    length: usize,
    /// Chances of the programs that are being counted.
    chances: Vec<f64>,
}

impl Counter {
    /// Begins with no program.
    pub fn start(&mut self) {
        self.start_at(0);
    }

    /// Begins with so many invitations for sure.
    fn start_at(&mut self, invitations: usize) {
        self.length = invitations + 1;
        self.now.clear();
        self.now.resize(self.length + 2 * TOGETHER, 0.0);
        self.now[TOGETHER + invitations] = 1.0;
    }

    /// Counts programs that invite with chances `invited`; of more than `most` invitations it is enough to know
    /// that they are more, so what is beyond `most + 1` stays there.
    ///
    /// Four programs at a time: first the distribution among them, then one pass.
    pub fn count(&mut self, invited: impl Iterator<Item = f64>, most: usize) {
        let places = most.saturating_add(2);
        let mut chances = std::mem::take(&mut self.chances);
        chances.clear();
        invited.for_each(|chance| chances.push(chance));
        // Programs that never invite change nothing.
        chances.resize(chances.len().next_multiple_of(TOGETHER), 0.0);
        for few in chances.as_chunks().0 {
            self.convolve(among(*few), places);
        }
        self.chances = chances;
    }

    /// The distribution of the programs counted, given that of their invitations so many have come, which each has by
    /// now with the same chance.
    pub fn condition(&mut self, Come { come, share }: Come) {
        let distribution = &mut self.now[TOGETHER..TOGETHER + self.length];
        let chance = thin(distribution, come, share);
        if chance > 0.0 {
            for count in distribution {
                *count /= chance;
            }
        } else {
            // Such a point has no weight.
            self.start_at(come);
        }
    }

    /// Chance of 0, 1, 2, … invitations.
    #[must_use]
    pub fn distribution(&self) -> &[f64] {
        self.now.get(TOGETHER..TOGETHER + self.length).unwrap_or_default()
    }

    /// Convolves the distribution with `few`; what is negligible at the end, or beyond so many places, goes to the place
    /// before it.
    fn convolve(&mut self, [none, one, two, three, four]: [f64; TOGETHER + 1], places: usize) {
        let mut length = self.length + TOGETHER;
        first(&mut self.next, length + 2 * TOGETHER);
        let terms = self.now[..length + TOGETHER].array_windows();
        for (sum, [d4, d3, d2, d1, d0]) in self.next[TOGETHER..].iter_mut().zip(terms) {
            *sum = none * d0 + one * d1 + two * d2 + three * d3 + four * d4;
        }
        let distribution = &mut self.next[TOGETHER..];
        while length > 1 && (length > places || distribution[length - 1] < NEGLIGIBLE) {
            distribution[length - 2] += distribution[length - 1];
            length -= 1;
        }
        distribution[length..length + TOGETHER].fill(0.0);
        self.length = length;
        std::mem::swap(&mut self.now, &mut self.next);
    }
}

/// How many invite of programs that invite with these chances.
fn among([a, b, c, d]: [f64; TOGETHER]) -> [f64; TOGETHER + 1] {
    let [none, one] = [1.0 - a, a];
    let not = 1.0 - b;
    let [none, one, two] = [none * not, one * not + none * b, one * b];
    let not = 1.0 - c;
    let [none, one, two, three] = [none * not, one * not + none * c, two * not + one * c, two * c];
    let not = 1.0 - d;
    [none * not, one * not + none * d, two * not + one * d, three * not + two * d, three * d]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::counts::poisson_binomial;

    fn counted(chances: &[f64], most: usize) -> Counter {
        let mut counter = Counter::default();
        counter.start();
        counter.count(chances.iter().copied(), most);
        counter
    }

    #[test]
    fn kernels_of_two_programs_are_those_worked_out_by_hand() {
        let (mut counts, mut kernel) = (Counts::default(), Kernel::default());
        counts.add(&counted(&[0.5, 0.2], usize::MAX), 1.0);
        kernel.add(&counts, 0.25, 1.0);
        kernel.add_one_more(&counts, 0.25, 1.0);
        let close = |found: &[f64], expected: [f64; 3]| {
            assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-15), "{found:?} {expected:?}");
        };
        close(&kernel.attended, [0.4, 0.5, 0.1]);
        close(&kernel.attended_or_more, [1.0, 0.6, 0.1]);
        close(&kernel.open, [0.4, 0.5 * 0.75, 0.1 * 0.5625]);
        close(&kernel.open_when_full, [1.0, 0.6 * 0.75, 0.1 * 0.5625]);
        close(&kernel.one_more, [0.4 * 0.25, 0.5 * 0.75 * 0.25, 0.1 * 0.5625 * 0.25]);
        close(&kernel.one_more_when_full, [0.25, 0.6 * 0.75 * 0.25, 0.1 * 0.5625 * 0.25]);
    }

    #[test]
    fn four_programs_at_a_time_count_like_one_after_the_other() {
        for programs in 0..40 {
            let chances: Vec<f64> = (0..programs).map(|k| 0.6 / (1.0 + f64::from(k % 7))).collect();
            let mut plain = vec![0.0; chances.len() + 1];
            poisson_binomial(&chances, &mut plain);
            let mut counts = counted(&chances, usize::MAX).distribution().to_vec();
            let cut = counted(&chances, 5).distribution().to_vec();
            assert!(cut.len() <= 7 && cut.iter().zip(&plain).take(6).all(|(cut, plain)| (cut - plain).abs() < 1e-13));
            assert!((cut.iter().sum::<f64>() - 1.0).abs() < 1e-13, "{programs}");
            counts.resize(plain.len(), 0.0);
            assert!(counts.iter().zip(&plain).all(|(fast, plain)| (fast - plain).abs() < 1e-13), "{programs}");
        }
    }

    #[test]
    fn what_is_left_out_is_negligible_and_the_whole_remains_one() {
        let chances: Vec<f64> = (0..300).map(|k| 0.2 / (1.0 + f64::from(k))).collect();
        let counts = counted(&chances, usize::MAX).distribution().to_vec();
        assert!(counts.len() < 40, "{}", counts.len());
        assert!((counts.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }
}
