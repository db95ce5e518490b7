//! The whole match: the ladder under the quotas of the file, then under those that reversions and even quotas make of them.

use super::check::Verdict;
use super::instance::{Instance, Matching};
use super::ladder::{Attempt, Climb, Rung, climb};
use super::mutual::{Mutual, OneSided};

/// What a match came to.
#[derive(Clone, Debug)]
pub struct Solution {
    /// Whether it is stable, and what that rests on.
    pub outcome: Outcome,
    /// The matching; if none was found stable, the one with the fewest blocking pairs found.
    pub matching: Matching,
    /// What was found about it from the lists as submitted, by code that shares nothing with the solver.
    pub verdict: Verdict,
    /// What was tried under the last quotas.
    pub attempts: Vec<Attempt>,
    /// Entries that were ignored.
    pub one_sided: OneSided,
    /// How often quotas were changed by reversions and even quotas.
    pub rounds: u64,
}

/// Whether a match is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is, and this method found it. Of the verdict, `refused` is the certificate.
    Stable(Rung),
    /// No stable matching was found, which does not say that there is none.
    NoneFound,
    /// There is no stable matching: all combinations of what couples and people with supplemental lists could get were gone through.
    NoneExists {
        /// How many combinations these were.
        combinations: u64,
    },
}

/// Matches applicants and programs.
///
/// It always ends. Deferred acceptance answers each entry of an applicant's list at most once. With couples or supplemental lists,
/// each further attempt allows every applicant a fixed number of moves, and the number of attempts is fixed. Reversions
/// and even quotas repeat this, and each time at least one position moves along a reversion, which have no cycles, or one is
/// taken out of use until more arrive.
#[must_use]
pub fn solve(instance: &Instance) -> Solution {
    solve_loaded(instance, &Mutual::new(instance))
}

/// The same for lists that were made ready before, which takes as long as the match itself.
#[must_use]
pub fn solve_loaded(instance: &Instance, mutual: &Mutual) -> Solution {
    let mut positions = Positions::new(instance);
    let mut rounds = 0;
    loop {
        let quotas = positions.quotas();
        let climb = climb(instance, mutual, &quotas);
        if !positions.change(instance, &climb.matching.filled(quotas.len())) {
            return solution(instance, climb, mutual.one_sided, rounds);
        }
        rounds += 1;
    }
}

fn solution(instance: &Instance, climb: Climb, one_sided: OneSided, rounds: u64) -> Solution {
    let has_rules = !instance.reversions.is_empty() || instance.is_even.contains(&true);
    let outcome = match (climb.found_by, climb.proof) {
        (Some(rung), _) => Outcome::Stable(rung),
        // Under other rounds of quotas there might be one, so that here it proves nothing.
        (None, Some(combinations)) if !has_rules => Outcome::NoneExists { combinations },
        (None, _) => Outcome::NoneFound,
    };
    let Climb { matching, verdict, attempts, .. } = climb;
    Solution { outcome, matching, verdict, attempts, one_sided, rounds }
}

/// The positions of each program as they change.
struct Positions {
    /// Its own and those it received.
    total: Vec<u32>,
    /// Those it gave.
    given: Vec<u32>,
    /// The most that it may fill, so that the number is even.
    cap: Vec<u32>,
}

impl Positions {
    fn new(instance: &Instance) -> Self {
        let total = instance.quotas.clone();
        Self { given: vec![0; total.len()], cap: vec![u32::MAX; total.len()], total }
    }

    fn quotas(&self) -> Vec<u32> {
        let left = self.total.iter().zip(&self.given).map(|(total, given)| total - given);
        left.zip(&self.cap).map(|(left, cap)| left.min(*cap)).collect()
    }

    /// Moves unfilled positions; if there are none to move, makes odd numbers even. Says whether anything changed.
    fn change(&mut self, instance: &Instance, filled: &[u32]) -> bool {
        let mut changed = false;
        for reversion in &instance.reversions {
            let (from, to) = (reversion.from as usize, reversion.to as usize);
            let unfilled = (self.total[from] - filled[from]).min(reversion.at_most);
            let more = unfilled.saturating_sub(self.given[from]).min(u32::MAX - self.total[to]);
            if more > 0 {
                self.given[from] += more;
                self.total[to] += more;
                self.cap[to] = u32::MAX;
                changed = true;
            }
        }
        if changed {
            return true;
        }
        for program in (0..instance.number_of_programs()).filter(|program| instance.is_even(*program)) {
            let index = program as usize;
            if filled[index] % 2 == 1 {
                self.cap[index] = filled[index] - 1;
                changed = true;
            }
        }
        changed
    }
}
