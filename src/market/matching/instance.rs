//! What was submitted to a match, and a result of it.

use super::ragged::Ragged;

/// In place of the number of a program: no program.
pub const NOWHERE: u32 = u32::MAX;

/// Two people who rank pairs of programs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Couple {
    /// The couple's own number in the file.
    pub id: u64,
    /// Its members, as indices of people.
    pub members: [u32; 2],
}

/// Whose supplemental list it is, and the position that brings it into play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supplement {
    /// The person, as an index.
    pub person: u32,
    /// The advanced program, as an index: the list counts while the person is matched there.
    pub program: u32,
}

/// Positions that another program gets if they stay unfilled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reversion {
    /// The program that gives its unfilled positions, as an index.
    pub from: u32,
    /// The program that receives them, as an index.
    pub to: u32,
    /// The most positions that it gives.
    pub at_most: u32,
}

/// Everything submitted to a match. It is made by a [`Builder`](super::Builder) and is consistent:
/// every index is in range, and no list names anything twice.
///
/// People and programs are numbered from 0 in the order in which they were added; lists hold these
/// numbers and not the ids of the file.
#[derive(Clone, Debug)]
pub struct Instance {
    pub(super) people: Vec<u64>,
    pub(super) programs: Vec<u64>,
    pub(super) quotas: Vec<u32>,
    pub(super) lists: Ragged<u32>,
    pub(super) couples: Vec<Couple>,
    pub(super) pairs: Ragged<[u32; 2]>,
    pub(super) couple_of: Vec<u32>,
    pub(super) rankings: Ragged<u32>,
    pub(super) supplements: Vec<Supplement>,
    pub(super) supplement_lists: Ragged<u32>,
    pub(super) reversions: Vec<Reversion>,
    pub(super) is_even: Vec<bool>,
}

impl Instance {
    /// The ids of all people, members of couples included.
    #[must_use]
    pub fn people(&self) -> &[u64] {
        &self.people
    }

    /// The ids of all programs.
    #[must_use]
    pub fn programs(&self) -> &[u64] {
        &self.programs
    }

    /// The positions of each program.
    #[must_use]
    pub fn quotas(&self) -> &[u32] {
        &self.quotas
    }

    /// The rank order list of a single applicant, most preferred first; empty for the member of a couple.
    #[must_use]
    pub fn list(&self, person: u32) -> &[u32] {
        self.lists.get(person)
    }

    /// The couples.
    #[must_use]
    pub fn couples(&self) -> &[Couple] {
        &self.couples
    }

    /// The pairs that a couple ranks, most preferred first; [`NOWHERE`] stands for no program.
    #[must_use]
    pub fn pairs(&self, couple: u32) -> &[[u32; 2]] {
        self.pairs.get(couple)
    }

    /// The couple that a person belongs to.
    #[must_use]
    pub fn couple_of(&self, person: u32) -> Option<u32> {
        Some(self.couple_of[person as usize]).filter(|couple| *couple != NOWHERE)
    }

    /// The rank order list of a program, most preferred first.
    #[must_use]
    pub fn ranking(&self, program: u32) -> &[u32] {
        self.rankings.get(program)
    }

    /// The supplemental lists, sorted by person, each with its programs.
    pub fn supplements(&self) -> impl Iterator<Item = (Supplement, &[u32])> {
        (0..).zip(&self.supplements).map(|(index, supplement)| (*supplement, self.supplement_lists.get(index)))
    }

    /// Who gives unfilled positions to whom.
    #[must_use]
    pub fn reversions(&self) -> &[Reversion] {
        &self.reversions
    }

    /// Whether a program takes an even number of applicants only.
    #[must_use]
    pub fn is_even(&self, program: u32) -> bool {
        self.is_even[program as usize]
    }

    /// How many people there are; members of couples count one each.
    #[must_use]
    pub fn number_of_people(&self) -> u32 {
        count(self.people.len())
    }

    /// How many programs there are.
    #[must_use]
    pub fn number_of_programs(&self) -> u32 {
        count(self.programs.len())
    }

    /// How many couples there are.
    #[must_use]
    pub fn number_of_couples(&self) -> u32 {
        count(self.couples.len())
    }
}

/// A length that the builder has kept below `u32::MAX`.
pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NOWHERE)
}

/// Who is placed where: indices of programs by index of person, [`NOWHERE`] for nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    /// The place from the rank order list.
    pub first: Vec<u32>,
    /// The further place from a supplemental list.
    pub second: Vec<u32>,
}

impl Matching {
    /// Nobody is placed.
    #[must_use]
    pub fn empty(people: usize) -> Self {
        Self { first: vec![NOWHERE; people], second: vec![NOWHERE; people] }
    }

    /// How many people have a place from their rank order list.
    #[must_use]
    pub fn matched(&self) -> usize {
        self.first.iter().filter(|program| **program != NOWHERE).count()
    }

    /// How many places each program gave, of `programs` programs.
    #[must_use]
    pub fn filled(&self, programs: usize) -> Vec<u32> {
        let mut filled = vec![0; programs];
        for program in self.first.iter().chain(&self.second).filter(|program| **program != NOWHERE) {
            filled[*program as usize] += 1;
        }
        filled
    }
}
