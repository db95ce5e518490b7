//! Putting an instance together, and what can be wrong with it.

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::instance::{Couple, Instance, NOWHERE, Reversion, Supplement, count};
use super::ragged::Ragged;

/// What is wrong with a part of an instance. Numbers are the ids of the file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Problem {
    /// Two programs have one id.
    #[error("there is already a program {0}; give each program one line and an id of its own")]
    SameProgram(u64),
    /// Two people have one id.
    #[error("there is already an applicant {0}; an applicant is either single or in one couple")]
    SamePerson(u64),
    /// Two couples have one id.
    #[error("there is already a couple {0}; give each couple an id of its own")]
    SameCouple(u64),
    /// A list names a program twice.
    #[error("program {0} is listed twice; keep the place where it is preferred most")]
    ProgramTwice(u64),
    /// A program ranks a person twice.
    #[error("applicant {0} is listed twice; keep the better of the two ranks")]
    PersonTwice(u64),
    /// A couple lists a pair twice.
    #[error("the pair {0} {1} is listed twice; keep the place where it is preferred most")]
    PairTwice(i128, i128),
    /// Pairs after the pair of no match for both.
    #[error("nothing may follow the pair -1 -1: it means that both would rather be unmatched than have what follows")]
    AfterNoMatch,
    /// A supplemental list for a program that the person does not rank.
    #[error("applicant {person} has a supplemental list for program {program} and does not rank that program")]
    SupplementUnranked {
        /// The person.
        person: u64,
        /// The advanced program.
        program: u64,
    },
    /// Two supplemental lists for one program.
    #[error("applicant {person} already has a supplemental list for program {program}")]
    SupplementTwice {
        /// The person.
        person: u64,
        /// The advanced program.
        program: u64,
    },
    /// A supplemental list names the program that it belongs to.
    #[error("the supplemental list for program {0} names program {0} itself")]
    SupplementItself(u64),
    /// Positions of a program go to two others.
    #[error("the unfilled positions of program {0} already go to another program")]
    ReversionTwice(u64),
    /// Reversions lead back to where they began.
    #[error("the unfilled positions of program {0} would come back to it; take one of these lines out")]
    ReversionCycle(u64),
    /// More than the numbers of this program can count.
    #[error("there are more than four billion entries")]
    TooLarge,
}

/// Ids and the indices they got.
#[derive(Clone, Debug, Default)]
struct Names {
    ids: Vec<u64>,
    indices: HashMap<u64, u32>,
}

impl Names {
    fn add(&mut self, id: u64) -> Option<u32> {
        let index = u32::try_from(self.ids.len()).ok().filter(|index| *index < NOWHERE)?;
        if self.indices.contains_key(&id) {
            return None;
        }
        self.indices.insert(id, index);
        self.ids.push(id);
        Some(index)
    }
}

/// Collects what is submitted and gives an [`Instance`].
///
/// Programs come first, then people and couples, then rankings, supplemental lists, reversions and even quotas. Ids are any
/// numbers; all methods take and give the indices that [`program`](Self::program),
/// [`single`](Self::single) and [`couple`](Self::couple) have counted up from 0. An index that was never given makes a
/// method panic, as an index out of range does.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    people: Names,
    programs: Names,
    couple_ids: Names,
    quotas: Vec<u32>,
    lists: Ragged<u32>,
    couples: Vec<Couple>,
    pairs: Ragged<[u32; 2]>,
    couple_of: Vec<u32>,
    rankings: Vec<Vec<u32>>,
    supplements: Vec<(Supplement, Vec<u32>)>,
    supplemented: HashSet<(u32, u32)>,
    reversions: Vec<Reversion>,
    receiver: Vec<u32>,
    is_even: Vec<bool>,
    seen: Vec<u32>,
    seen_people: Vec<u32>,
    stamp: u32,
}

impl Builder {
    /// Nothing submitted yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a program with its number of positions, and gives its index.
    ///
    /// # Errors
    ///
    /// When the id is taken.
    pub fn program(&mut self, id: u64, quota: u32) -> Result<u32, Problem> {
        let index = self.programs.add(id).ok_or(Problem::SameProgram(id))?;
        self.quotas.push(quota);
        self.rankings.push(Vec::new());
        self.receiver.push(NOWHERE);
        self.is_even.push(false);
        self.seen.push(0);
        Ok(index)
    }

    /// Adds a single applicant with a rank order list, and gives their index.
    ///
    /// # Errors
    ///
    /// When the id is taken, or the list names a program twice.
    pub fn single(&mut self, id: u64, list: &[u32]) -> Result<u32, Problem> {
        self.ensure_distinct_programs(list)?;
        let index = self.person(id, NOWHERE)?;
        self.lists.push(list.iter().copied());
        Ok(index)
    }

    /// Adds a couple, its two members and the pairs that they rank, and gives the members' indices.
    ///
    /// # Errors
    ///
    /// When an id is taken, a pair is listed twice, or pairs follow the one of no match for both.
    pub fn couple(&mut self, id: u64, members: [u64; 2], pairs: &[[u32; 2]]) -> Result<[u32; 2], Problem> {
        let both_nowhere = pairs.iter().position(|pair| *pair == [NOWHERE; 2]);
        if both_nowhere.is_some_and(|place| place + 1 < pairs.len()) {
            return Err(Problem::AfterNoMatch);
        }
        let pairs = &pairs[..both_nowhere.unwrap_or(pairs.len())];
        self.ensure_distinct_pairs(pairs)?;
        let couple = self.couple_ids.add(id).ok_or(Problem::SameCouple(id))?;
        let members = [self.person(members[0], couple)?, self.person(members[1], couple)?];
        self.lists.push([]);
        self.lists.push([]);
        self.couples.push(Couple { id, members });
        self.pairs.push(pairs.iter().copied());
        Ok(members)
    }

    /// Sets the rank order list of a program.
    ///
    /// # Errors
    ///
    /// When it names a person twice.
    pub fn ranking(&mut self, program: u32, people: &[u32]) -> Result<(), Problem> {
        self.stamp = self.stamp.checked_add(1).ok_or(Problem::TooLarge)?;
        self.seen_people.resize(self.people.ids.len(), 0);
        for person in people {
            let seen = &mut self.seen_people[*person as usize];
            if *seen == self.stamp {
                return Err(Problem::PersonTwice(self.people.ids[*person as usize]));
            }
            *seen = self.stamp;
        }
        self.rankings[program as usize] = people.to_vec();
        Ok(())
    }

    /// Adds the supplemental list of a person for one advanced program that they rank.
    ///
    /// # Errors
    ///
    /// When they do not rank that program, have such a list already, or the list names a program twice or that program.
    pub fn supplement(&mut self, person: u32, program: u32, list: &[u32]) -> Result<(), Problem> {
        self.ensure_distinct_programs(list)?;
        let (person_id, program_id) = (self.people.ids[person as usize], self.programs.ids[program as usize]);
        if list.contains(&program) {
            return Err(Problem::SupplementItself(program_id));
        }
        if !self.ranks(person, program) {
            return Err(Problem::SupplementUnranked { person: person_id, program: program_id });
        }
        if !self.supplemented.insert((person, program)) {
            return Err(Problem::SupplementTwice { person: person_id, program: program_id });
        }
        self.supplements.push((Supplement { person, program }, list.to_vec()));
        Ok(())
    }

    /// Lets the unfilled positions of one program go to another, `at_most` of them.
    ///
    /// # Errors
    ///
    /// When they go elsewhere already, or would come back to where they were.
    pub fn reversion(&mut self, from: u32, to: u32, at_most: u32) -> Result<(), Problem> {
        let id = self.programs.ids[from as usize];
        if self.receiver[from as usize] != NOWHERE {
            return Err(Problem::ReversionTwice(id));
        }
        let mut reached = to;
        while reached != NOWHERE {
            if reached == from {
                return Err(Problem::ReversionCycle(id));
            }
            reached = self.receiver[reached as usize];
        }
        self.receiver[from as usize] = to;
        self.reversions.push(Reversion { from, to, at_most });
        Ok(())
    }

    /// Lets a program take an even number of applicants only.
    pub fn even(&mut self, program: u32) {
        self.is_even[program as usize] = true;
    }

    /// The index of the program with this id.
    #[must_use]
    pub fn program_index(&self, id: u64) -> Option<u32> {
        self.programs.indices.get(&id).copied()
    }

    /// The index of the person with this id.
    #[must_use]
    pub fn person_index(&self, id: u64) -> Option<u32> {
        self.people.indices.get(&id).copied()
    }

    /// The instance.
    #[must_use]
    pub fn finish(mut self) -> Instance {
        self.supplements.sort_by_key(|(supplement, _)| supplement.person);
        let (supplements, supplement_lists): (Vec<_>, Vec<_>) = self.supplements.into_iter().unzip();
        Instance {
            people: self.people.ids,
            programs: self.programs.ids,
            quotas: self.quotas,
            lists: self.lists,
            couples: self.couples,
            pairs: self.pairs,
            couple_of: self.couple_of,
            rankings: self.rankings.into_iter().collect(),
            supplements,
            supplement_lists: supplement_lists.into_iter().collect(),
            reversions: self.reversions,
            is_even: self.is_even,
        }
    }

    fn person(&mut self, id: u64, couple: u32) -> Result<u32, Problem> {
        let index = self.people.add(id).ok_or(Problem::SamePerson(id))?;
        self.couple_of.push(couple);
        Ok(index)
    }

    fn ensure_distinct_programs(&mut self, list: &[u32]) -> Result<(), Problem> {
        self.stamp = self.stamp.checked_add(1).ok_or(Problem::TooLarge)?;
        for program in list {
            let seen = &mut self.seen[*program as usize];
            if *seen == self.stamp {
                return Err(Problem::ProgramTwice(self.programs.ids[*program as usize]));
            }
            *seen = self.stamp;
        }
        Ok(())
    }

    fn ensure_distinct_pairs(&self, pairs: &[[u32; 2]]) -> Result<(), Problem> {
        let mut sorted = pairs.to_vec();
        sorted.sort_unstable();
        let id = |program: u32| self.programs.ids.get(program as usize).map_or(-1, |id| i128::from(*id));
        match sorted.windows(2).find(|two| two[0] == two[1]) {
            Some(twice) => Err(Problem::PairTwice(id(twice[0][0]), id(twice[0][1]))),
            None => Ok(()),
        }
    }

    /// Whether a person's list, or a pair of their couple, has them at this program.
    fn ranks(&self, person: u32, program: u32) -> bool {
        let couple = self.couple_of[person as usize];
        if couple == NOWHERE {
            return self.lists.get(person).contains(&program);
        }
        let side = usize::from(self.couples[couple as usize].members[1] == person);
        self.pairs.get(couple).iter().any(|pair| pair[side] == program)
    }
}

/// The ids of an instance again, to look up what another file says.
#[derive(Debug)]
pub(super) struct Lookup {
    people: HashMap<u64, u32>,
    programs: HashMap<u64, u32>,
}

impl Lookup {
    pub(super) fn new(instance: &Instance) -> Self {
        let indices = |ids: &[u64]| ids.iter().enumerate().map(|(index, id)| (*id, count(index))).collect();
        Self { people: indices(&instance.people), programs: indices(&instance.programs) }
    }

    pub(super) fn person(&self, id: u64) -> Option<u32> {
        self.people.get(&id).copied()
    }

    pub(super) fn program(&self, id: u64) -> Option<u32> {
        self.programs.get(&id).copied()
    }
}
