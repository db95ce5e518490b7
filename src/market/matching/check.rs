//! Whether a matching is stable, found from the lists as submitted.
//!
//! This shares nothing with the solver: it looks every rank up anew and holds places as sorted lists of people.

use super::instance::{Instance, Matching, NOWHERE};

/// Why something is not a matching of an instance at all. Numbers are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A person has a place that they did not list, or whose program does not rank them.
    NotMutual {
        /// The person.
        person: u32,
        /// The program.
        program: u32,
    },
    /// The two members of a couple have places that are no pair of its list, or of a pair that is not mutual.
    NoSuchPair {
        /// The couple.
        couple: u32,
    },
    /// A person has a second place without a supplemental list in play that names it.
    NoSuchSecond {
        /// The person.
        person: u32,
        /// The program of the second place.
        program: u32,
    },
    /// A program has more people than positions.
    TooMany {
        /// The program.
        program: u32,
        /// Its positions after reversions.
        quota: u32,
        /// The people it was given.
        filled: u32,
    },
    /// A program that takes an even number has an odd one.
    Odd {
        /// The program.
        program: u32,
    },
}

/// Somebody who would rather be elsewhere and would be taken there. Numbers are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// A single applicant and a program.
    Single {
        /// The person.
        person: u32,
        /// The program.
        program: u32,
    },
    /// A couple and the programs of a pair that it ranks.
    Couple {
        /// The couple.
        couple: u32,
        /// The pair; [`NOWHERE`] where a member would go nowhere.
        pair: [u32; 2],
    },
    /// A person who keeps their advanced position, and a program of the supplemental list for it.
    Second {
        /// The person.
        person: u32,
        /// The program.
        program: u32,
    },
}

/// What was found about a matching.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Why it is no matching at all; then nothing was looked for further.
    pub flaws: Vec<Flaw>,
    /// The blocking pairs.
    pub blocks: Vec<Block>,
    /// Choices that somebody prefers to their place, each of which a program refuses. Together with an empty list of blocks
    /// they are the certificate: every wish for something better was looked at, and every one is refused.
    pub refused: u64,
    /// The positions of each program after reversions and even quotas.
    pub quotas: Vec<u32>,
}

impl Verdict {
    /// Whether the matching is one, and nothing blocks it.
    #[must_use]
    pub fn is_stable(&self) -> bool {
        self.flaws.is_empty() && self.blocks.is_empty()
    }
}

/// Checks a matching against everything submitted.
#[must_use]
pub fn check(instance: &Instance, matching: &Matching) -> Verdict {
    let filled = matching.filled(instance.programs().len());
    let left = quotas_left(instance, &filled);
    let mut verdict = check_under(instance, matching, &lowered(instance, &left, &filled));
    let odd = (0..instance.number_of_programs()).filter(|p| instance.is_even(*p) && filled[*p as usize] % 2 == 1);
    verdict.flaws.extend(odd.map(|program| Flaw::Odd { program }));
    verdict
}

/// Checks a matching with these positions, whatever reversions and even quotas say.
#[must_use]
pub fn check_under(instance: &Instance, matching: &Matching, quotas: &[u32]) -> Verdict {
    let checker = Checker::new(instance, matching, quotas);
    let flaws = checker.flaws();
    if !flaws.is_empty() {
        return Verdict { flaws, quotas: quotas.to_vec(), ..Verdict::default() };
    }
    let mut verdict = Verdict { quotas: quotas.to_vec(), ..Verdict::default() };
    checker.singles(&mut verdict);
    checker.couples(&mut verdict);
    checker.seconds(&mut verdict);
    verdict
}

/// Positions after reversions: what a program gives is what it leaves unfilled, at most what its reversion says.
fn quotas_left(instance: &Instance, filled: &[u32]) -> Vec<u32> {
    let mut quotas = instance.quotas().to_vec();
    let mut givers = vec![0_u32; quotas.len()];
    for reversion in instance.reversions() {
        givers[reversion.to as usize] += 1;
    }
    let mut open: Vec<_> = instance.reversions().to_vec();
    while !open.is_empty() {
        // A program gives once all that it receives is known; reversions have no cycles, so there is always one that can.
        let (ready, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|one| givers[one.from as usize] == 0);
        if ready.is_empty() {
            break;
        }
        for one in ready {
            let given = quotas[one.from as usize].saturating_sub(filled[one.from as usize]).min(one.at_most);
            quotas[one.from as usize] -= given;
            quotas[one.to as usize] = quotas[one.to as usize].saturating_add(given);
            givers[one.to as usize] -= 1;
        }
        open = rest;
    }
    quotas
}

/// Positions of programs with even quotas: no more than they filled.
fn lowered(instance: &Instance, quotas: &[u32], filled: &[u32]) -> Vec<u32> {
    let by_program = (0..).zip(quotas).zip(filled);
    by_program
        .map(|((program, quota), filled)| if instance.is_even(program) { *filled.min(quota) } else { *quota })
        .collect()
}

struct Checker<'a> {
    instance: &'a Instance,
    matching: &'a Matching,
    quotas: &'a [u32],
    /// By person: programs that rank them, ascending, with the rank. Flat, with the ends of each person's part.
    ranks: Vec<(u32, u32)>,
    rank_ends: Vec<usize>,
    /// By program: ranks of those who are there, ascending. Flat, with the ends of each program's part.
    there: Vec<u32>,
    there_ends: Vec<usize>,
}

impl<'a> Checker<'a> {
    fn new(instance: &'a Instance, matching: &'a Matching, quotas: &'a [u32]) -> Self {
        let mut by_person: Vec<usize> = vec![0; instance.people().len()];
        for program in 0..instance.number_of_programs() {
            for person in instance.ranking(program) {
                by_person[*person as usize] += 1;
            }
        }
        let mut place = 0;
        for entry in &mut by_person {
            place += std::mem::replace(entry, place);
        }
        let mut ranks = vec![(0, 0); place];
        for program in 0..instance.number_of_programs() {
            for (rank, person) in (0..).zip(instance.ranking(program)) {
                ranks[by_person[*person as usize]] = (program, rank);
                by_person[*person as usize] += 1;
            }
        }
        let mut checker =
            Self { instance, matching, quotas, ranks, rank_ends: by_person, there: Vec::new(), there_ends: Vec::new() };
        checker.seat();
        checker
    }

    fn seat(&mut self) {
        let mut seats = Vec::with_capacity(self.matching.first.len());
        for (person, places) in (0..).zip(self.matching.first.iter().zip(&self.matching.second)) {
            for program in [*places.0, *places.1] {
                if program != NOWHERE {
                    seats.push((program, self.rank(person, program).unwrap_or(NOWHERE)));
                }
            }
        }
        seats.sort_unstable();
        self.there = seats.iter().map(|seat| seat.1).collect();
        let mut end = 0;
        for program in 0..self.instance.number_of_programs() {
            end += seats[end..].iter().take_while(|seat| seat.0 == program).count();
            self.there_ends.push(end);
        }
    }

    fn rank(&self, person: u32, program: u32) -> Option<u32> {
        let person = person as usize;
        let start = if person == 0 { 0 } else { self.rank_ends[person - 1] };
        let mine = &self.ranks[start..self.rank_ends[person]];
        mine.binary_search_by_key(&program, |entry| entry.0).ok().map(|found| mine[found].1)
    }

    fn there(&self, program: u32) -> &[u32] {
        let program = program as usize;
        let start = if program == 0 { 0 } else { self.there_ends[program - 1] };
        &self.there[start..self.there_ends[program]]
    }

    fn first(&self, person: u32) -> u32 {
        self.matching.first[person as usize]
    }

    fn second(&self, person: u32) -> u32 {
        self.matching.second[person as usize]
    }

    fn flaws(&self) -> Vec<Flaw> {
        let instance = self.instance;
        let mut flaws = Vec::new();
        for person in 0..instance.number_of_people() {
            for program in [self.first(person), self.second(person)] {
                if program != NOWHERE && self.rank(person, program).is_none() {
                    flaws.push(Flaw::NotMutual { person, program });
                }
            }
            let program = self.first(person);
            if instance.couple_of(person).is_none() && program != NOWHERE && !instance.list(person).contains(&program) {
                flaws.push(Flaw::NotMutual { person, program });
            }
        }
        for (couple, two) in (0..).zip(instance.couples()) {
            let held = two.members.map(|person| self.first(person));
            if held != [NOWHERE; 2] && !instance.pairs(couple).contains(&held) {
                flaws.push(Flaw::NoSuchPair { couple });
            }
        }
        let mut in_play = vec![false; self.matching.second.len()];
        for (supplement, list) in instance.supplements() {
            let program = self.second(supplement.person);
            in_play[supplement.person as usize] |=
                self.first(supplement.person) == supplement.program && list.contains(&program);
        }
        for person in 0..instance.number_of_people() {
            if self.second(person) != NOWHERE && !in_play[person as usize] {
                flaws.push(Flaw::NoSuchSecond { person, program: self.second(person) });
            }
        }
        for program in 0..instance.number_of_programs() {
            let (quota, filled) = (self.quotas[program as usize], super::instance::count(self.there(program).len()));
            if filled > quota {
                flaws.push(Flaw::TooMany { program, quota, filled });
            }
        }
        flaws
    }

    /// How many people a program has whom it prefers to this rank, those who are `asking` not counted.
    fn better(&self, program: u32, rank: u32, asking: &[u32]) -> u32 {
        let better = self.there(program).partition_point(|held| *held < rank);
        let is_among = |person: &&u32| {
            let is_there = self.first(**person) == program || self.second(**person) == program;
            is_there && self.rank(**person, program).is_some_and(|held| held < rank)
        };
        super::instance::count(better) - super::instance::count(asking.iter().filter(is_among).count())
    }

    /// Whether a person would be among the best `quota` of those whom a program has and this person.
    fn takes(&self, program: u32, person: u32) -> bool {
        let rank = self.rank(person, program);
        rank.is_some_and(|rank| self.better(program, rank, &[person]) < self.quotas[program as usize])
    }

    fn singles(&self, verdict: &mut Verdict) {
        for person in 0..self.instance.number_of_people() {
            let held = self.first(person);
            for program in self.instance.list(person).iter().copied().take_while(|program| *program != held) {
                if self.takes(program, person) {
                    verdict.blocks.push(Block::Single { person, program });
                } else {
                    verdict.refused += 1;
                }
            }
        }
    }

    fn couples(&self, verdict: &mut Verdict) {
        for (couple, two) in (0..).zip(self.instance.couples()) {
            let held = two.members.map(|person| self.first(person));
            for pair in self.instance.pairs(couple).iter().copied().take_while(|pair| *pair != held) {
                if self.takes_pair(pair, two.members) {
                    verdict.blocks.push(Block::Couple { couple, pair });
                } else {
                    verdict.refused += 1;
                }
            }
        }
    }

    fn takes_pair(&self, pair: [u32; 2], members: [u32; 2]) -> bool {
        let [one, other] = pair;
        if one == other {
            let ranks = members.map(|person| self.rank(person, one));
            let [Some(first), Some(second)] = ranks else { return false };
            return self.better(one, first.max(second), &members) + 2 <= self.quotas[one as usize];
        }
        [0, 1].into_iter().all(|side| pair[side] == NOWHERE || self.takes(pair[side], members[side]))
    }

    fn seconds(&self, verdict: &mut Verdict) {
        for (supplement, list) in self.instance.supplements() {
            let person = supplement.person;
            if self.first(person) != supplement.program {
                continue;
            }
            let held = self.second(person);
            for program in list.iter().copied().take_while(|program| *program != held) {
                if self.takes(program, person) {
                    verdict.blocks.push(Block::Second { person, program });
                } else {
                    verdict.refused += 1;
                }
            }
        }
    }
}
