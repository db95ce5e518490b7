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
//! with `S(m)` the chance that the first `m` of `k` refuse ([`refused_by_first`]).
//!
//! The last four are made only where they are asked for.

use crate::model::acceptance::refused_by_first;

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
    pub exactly: Vec<Vec<f64>>,
    /// At least so many invitations.
    pub or_more: Vec<Vec<f64>>,
}

impl Order {
    /// Chance that the first, the second, … program takes, where at most `room` can be attended.
    #[must_use]
    pub fn landed(&self, room: usize) -> Vec<f64> {
        let mut landed = vec![0.0; room.min(self.exactly.len().saturating_sub(1))];
        let fits = self.exactly.iter().take(room).chain(self.or_more.get(room));
        for taken in fits {
            landed.iter_mut().zip(taken).for_each(|(sum, taken)| *sum += taken);
        }
        landed
    }
}

/// Chance of a number of invitations below which it and all higher ones are left out.
const NEGLIGIBLE: f64 = 1e-14;

impl Kernel {
    /// Starts a mean over the latents of the track.
    pub fn clear(&mut self) {
        for kernel in self.all() {
            kernel.clear();
        }
        self.one_more.clear();
        self.one_more_when_full.clear();
        self.order.exactly.clear();
        self.order.or_more.clear();
    }

    /// Adds the kernels at one strength: invitations as `counts` says, weighted
    /// there, from programs that take with chance `taken`.
    pub fn add(&mut self, counts: &Counts, taken: f64) {
        let length = counts.exactly.len();
        for kernel in self.all() {
            if kernel.len() < length {
                kernel.resize(length, 0.0);
            }
        }
        let refused = 1.0 - taken;
        let mut power = 1.0;
        for (k, (count, or_more)) in counts.exactly.iter().zip(&counts.or_more).enumerate() {
            self.attended[k] += count;
            self.attended_or_more[k] += or_more;
            self.open[k] += power * count;
            self.open_when_full[k] += power * or_more;
            power *= refused;
        }
    }

    /// Adds at one strength what one more program would do.
    pub fn add_one_more(&mut self, counts: &Counts, taken: f64) {
        let length = counts.exactly.len();
        for kernel in [&mut self.one_more, &mut self.one_more_when_full] {
            if kernel.len() < length {
                kernel.resize(length, 0.0);
            }
        }
        let mut power = taken;
        for (k, (count, or_more)) in counts.exactly.iter().zip(&counts.or_more).enumerate() {
            self.one_more[k] += power * count;
            self.one_more_when_full[k] += power * or_more;
            power *= 1.0 - taken;
        }
    }

    /// Adds at one strength which program takes, for up to `most` attended; `gradient` is how the chance
    /// falls with demand.
    pub fn add_order(&mut self, counts: &Counts, taken: f64, gradient: f64, most: usize) {
        let length = counts.exactly.len().min(most.saturating_add(1));
        let Order { exactly, or_more } = &mut self.order;
        for attended in exactly.len()..length {
            exactly.push(vec![0.0; attended]);
            or_more.push(vec![0.0; attended]);
        }
        let chances = counts.exactly.iter().zip(&counts.or_more);
        for (attended, ((exactly, or_more), chances)) in exactly.iter_mut().zip(or_more).zip(chances).enumerate() {
            let mut refused = refused_by_first(taken, gradient, attended);
            let mut before = refused.next().unwrap_or(1.0);
            for ((exactly, or_more), after) in exactly.iter_mut().zip(or_more).zip(refused) {
                *exactly += chances.0 * (before - after);
                *or_more += chances.1 * (before - after);
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
        if let Some(full) = self.order.or_more.get(keep) {
            self.order.exactly[keep].clone_from(full);
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

/// How many programs of a stretch invite, at one strength: a weighted sum over
/// the season shocks. It does not depend on `ω`, and is kept while only that moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Weight times chance of `k` invitations.
    exactly: Vec<f64>,
    /// Weight times chance of at least `r`.
    or_more: Vec<f64>,
    /// Distribution at one shock.
    one: Vec<f64>,
}

impl Counts {
    /// Starts a sum over the shocks.
    pub fn clear(&mut self) {
        self.exactly.clear();
        self.or_more.clear();
    }

    /// Adds `weight` times the distribution where programs invite with chances `invited`.
    pub fn add(&mut self, invited: impl Iterator<Item = f64>, weight: f64) {
        let mut one = std::mem::take(&mut self.one);
        count_distribution(invited, &mut one);
        self.add_distribution(&one, weight);
        self.one = one;
    }

    /// Adds `weight` times a distribution of the number of invitations.
    pub fn add_distribution(&mut self, one: &[f64], weight: f64) {
        for sum in [&mut self.exactly, &mut self.or_more] {
            if sum.len() < one.len() {
                sum.resize(one.len(), 0.0);
            }
        }
        // Tails from the far end, so that small ones keep their digits.
        let mut or_more = 0.0;
        for (k, chance) in one.iter().enumerate().rev() {
            or_more += chance;
            self.exactly[k] += weight * chance;
            self.or_more[k] += weight * or_more;
        }
    }
}

/// Programs whose invitations are counted in one pass over the distribution.
const TOGETHER: usize = 4;

/// Distribution of the number of invitations, into `counts`, as far as it is not negligible.
///
/// Four programs at a time: first the distribution among them, then one pass.
fn count_distribution(invited: impl Iterator<Item = f64>, counts: &mut Vec<f64>) {
    counts.clear();
    counts.push(1.0);
    count_on(invited, counts);
}

/// Adds more programs to a distribution of the number of invitations.
pub fn count_on(invited: impl Iterator<Item = f64>, counts: &mut Vec<f64>) {
    let mut few = [1.0, 0.0, 0.0, 0.0, 0.0];
    let mut gathered = 0;
    for chance in invited {
        for k in (1..=TOGETHER).rev() {
            few[k] = few[k] * (1.0 - chance) + few[k - 1] * chance;
        }
        few[0] *= 1.0 - chance;
        gathered += 1;
        if gathered == TOGETHER {
            convolve(counts, &few);
            few = [1.0, 0.0, 0.0, 0.0, 0.0];
            gathered = 0;
        }
    }
    if gathered > 0 {
        convolve(counts, &few);
    }
}

/// Convolves `counts` with `few`; what is negligible at the end goes to the place before it.
fn convolve(counts: &mut Vec<f64>, few: &[f64; TOGETHER + 1]) {
    let length = counts.len();
    counts.resize(length + TOGETHER, 0.0);
    let [none, one, two, three, four] = *few;
    for k in (TOGETHER..counts.len()).rev() {
        let [d4, d3, d2, d1, d0] = [counts[k - 4], counts[k - 3], counts[k - 2], counts[k - 1], counts[k]];
        counts[k] = none * d0 + one * d1 + two * d2 + three * d3 + four * d4;
    }
    for k in (0..TOGETHER).rev() {
        counts[k] = (0..=k).map(|back| few[back] * counts[k - back]).sum();
    }
    while counts.len() > 1 && counts[counts.len() - 1] < NEGLIGIBLE {
        let top = counts.pop().unwrap_or(0.0);
        let last = counts.len() - 1;
        counts[last] += top;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::counts::poisson_binomial;

    #[test]
    fn kernels_of_two_programs_are_those_worked_out_by_hand() {
        let (mut counts, mut kernel) = (Counts::default(), Kernel::default());
        counts.add([0.5, 0.2].into_iter(), 1.0);
        kernel.add(&counts, 0.25);
        kernel.add_one_more(&counts, 0.25);
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
            let mut counts = Vec::new();
            count_distribution(chances.iter().copied(), &mut counts);
            counts.resize(plain.len(), 0.0);
            assert!(counts.iter().zip(&plain).all(|(fast, plain)| (fast - plain).abs() < 1e-13), "{programs}");
        }
    }

    #[test]
    fn what_is_left_out_is_negligible_and_the_whole_remains_one() {
        let mut counts = Vec::new();
        count_distribution((0..300).map(|k| 0.2 / (1.0 + f64::from(k))), &mut counts);
        assert!(counts.len() < 40, "{}", counts.len());
        assert!((counts.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }
}
