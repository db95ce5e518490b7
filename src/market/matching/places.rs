//! The places that programs give, as sets of ranks.
//!
//! A program's list has no ties, so whom it holds is a set of ranks: one bit per rank. The worst rank held stands apart, so that
//! an application is answered by one comparison.

use super::instance::Instance;

const BITS: u32 = u64::BITS;

/// What a program needs to answer an application.
#[derive(Clone, Copy, Debug)]
struct Held {
    quota: u32,
    count: u32,
    /// The worst rank held; of no meaning while nobody is held.
    worst: u32,
    /// The first word of its bits.
    word: u32,
}

/// Whom each program holds.
#[derive(Clone, Debug)]
pub(super) struct Places {
    held: Vec<Held>,
    words: Vec<u64>,
}

impl Places {
    /// Nobody holds a place yet, of which there are `quotas`.
    pub(super) fn new(instance: &Instance, quotas: &[u32]) -> Self {
        let mut word = 0;
        let mut held = Vec::with_capacity(quotas.len());
        for (program, quota) in (0..).zip(quotas) {
            held.push(Held { quota: *quota, count: 0, worst: 0, word });
            word += super::instance::count(instance.ranking(program).len()).div_ceil(BITS);
        }
        Self { held, words: vec![0; word as usize] }
    }

    /// Whether the program would take an applicant of this rank.
    pub(super) fn takes(&self, program: u32, rank: u32) -> bool {
        let held = &self.held[program as usize];
        held.count < held.quota || (held.count > 0 && rank < held.worst)
    }

    /// Whether the program would take this applicant or holds them already.
    pub(super) fn takes_or_holds(&self, program: u32, rank: u32) -> bool {
        self.takes(program, rank) || self.holds(program, rank)
    }

    /// Whether the program would take two applicants of these ranks together, of whom it may hold one already.
    ///
    /// It would if both are among the best `quota` of these two and all whom it holds.
    pub(super) fn takes_both(&self, program: u32, ranks: [u32; 2]) -> bool {
        let held = &self.held[program as usize];
        let worse = ranks[0].max(ranks[1]);
        let there = ranks.iter().filter(|rank| self.holds(program, **rank)).count();
        let others = held.count - super::instance::count(there);
        // So many of the others would have to leave, and all of these must be worse than the two.
        match (others + 2).saturating_sub(held.quota) {
            0 => true,
            1 => held.quota > 1 && worse < held.worst,
            2 => held.quota > 1 && self.below(held, held.worst).is_some_and(|second_worst| worse < second_worst),
            _ => false,
        }
    }

    /// Takes an applicant whom the program [`takes`](Self::takes); gives the rank of whoever has to leave.
    pub(super) fn take(&mut self, program: u32, rank: u32) -> Option<u32> {
        let held = self.held[program as usize];
        self.words[(held.word + rank / BITS) as usize] |= 1 << (rank % BITS);
        let held = &mut self.held[program as usize];
        if held.count < held.quota {
            held.worst = if held.count == 0 { rank } else { held.worst.max(rank) };
            held.count += 1;
            return None;
        }
        let leaves = held.worst;
        self.words[(held.word + leaves / BITS) as usize] &= !(1 << (leaves % BITS));
        let worst = self.below(&self.held[program as usize], leaves).unwrap_or(0);
        self.held[program as usize].worst = worst;
        Some(leaves)
    }

    /// Frees a place that is held.
    pub(super) fn free(&mut self, program: u32, rank: u32) {
        let held = &mut self.held[program as usize];
        self.words[(held.word + rank / BITS) as usize] &= !(1 << (rank % BITS));
        held.count -= 1;
        if held.worst == rank {
            let worst = self.below(&self.held[program as usize], rank).unwrap_or(0);
            self.held[program as usize].worst = worst;
        }
    }

    /// Whether this rank is held.
    pub(super) fn holds(&self, program: u32, rank: u32) -> bool {
        let word = self.held[program as usize].word + rank / BITS;
        self.words[word as usize] >> (rank % BITS) & 1 == 1
    }

    /// Whether somebody whom the program would not take before it freed its last place may now be taken.
    ///
    /// With two places free or more it took everybody before; with one, it may have refused two at once.
    pub(super) fn may_take_more(&self, program: u32) -> bool {
        let held = &self.held[program as usize];
        held.count + 2 >= held.quota
    }

    /// The worst rank held that is better than `rank`.
    fn below(&self, held: &Held, rank: u32) -> Option<u32> {
        let mut index = rank / BITS;
        let mut word = self.words[(held.word + index) as usize] & ((1 << (rank % BITS)) - 1);
        while word == 0 {
            index = index.checked_sub(1)?;
            word = self.words[(held.word + index) as usize];
        }
        Some(index * BITS + BITS - 1 - word.leading_zeros())
    }
}
