//! The lists without what cannot come about, in the form that the solver walks through.
//!
//! Beside each program that an applicant lists stands the rank that the program gives the applicant, so that nothing has to be
//! looked up while the match runs.

use super::instance::{Instance, NOWHERE};
use super::ragged::Ragged;

/// A program with the rank at which it lists the applicant, 0 the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub program: u32,
    pub rank: u32,
}

/// No program.
pub(super) const NO_CHOICE: Choice = Choice { program: NOWHERE, rank: NOWHERE };

/// Entries that the Match ignores because only one side made them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OneSided {
    /// Entries of applicants (a couple's pair counts once) that name a program which does not rank them.
    pub by_applicants: u64,
    /// Entries of programs that name an applicant who does not list the program anywhere.
    pub by_programs: u64,
}

/// The lists of both sides as far as they are mutual, ready for [`solve_loaded`](super::solve_loaded).
#[derive(Debug)]
pub struct Mutual<'a> {
    /// By person; empty for members of couples.
    pub(super) singles: Ragged<Choice>,
    /// Members of each couple.
    pub(super) members: Vec<[u32; 2]>,
    /// By couple.
    pub(super) pairs: Ragged<[Choice; 2]>,
    /// By person; [`NOWHERE`] for single applicants.
    pub(super) couple_of: &'a [u32],
    /// By program; everyone it lists, at their rank.
    pub(super) rankings: &'a Ragged<u32>,
    /// By supplemental list: its advanced program.
    pub(super) supplement_programs: Vec<u32>,
    /// By supplemental list.
    pub(super) supplements: Ragged<Choice>,
    /// By person: the first of their supplemental lists; one entry more than there are people.
    pub(super) first_supplement: Vec<u32>,
    /// What was left out.
    pub(super) one_sided: OneSided,
}

/// Rank of one person at every program, and which programs they name.
struct Ranks {
    rank: Vec<u32>,
    named_by: Vec<u32>,
}

impl Mutual<'_> {
    /// The mutual lists of everything submitted.
    #[must_use]
    pub fn new(instance: &Instance) -> Mutual<'_> {
        let ranked_by = ranked_by(instance);
        let programs = instance.programs.len();
        let mut sides = [0, 1].map(|_| Ranks { rank: vec![NOWHERE; programs], named_by: vec![NOWHERE; programs] });
        let mut mutual = Mutual {
            singles: Ragged::default(),
            members: instance.couples.iter().map(|couple| couple.members).collect(),
            pairs: Ragged::default(),
            couple_of: &instance.couple_of,
            rankings: &instance.rankings,
            supplement_programs: instance.supplements.iter().map(|supplement| supplement.program).collect(),
            supplements: Ragged::default(),
            first_supplement: Vec::with_capacity(instance.people.len() + 1),
            one_sided: OneSided::default(),
        };
        for person in 0..instance.number_of_people() {
            let [ranks, partner_ranks] = &mut sides;
            ranks.set(ranked_by.get(person));
            mutual.add_single(instance, person, ranks);
            mutual.add_supplements(instance, person, ranks);
            if let Some(couple) = instance.couple_of(person) {
                let members = instance.couples[couple as usize].members;
                let side = usize::from(members[1] == person);
                for pair in instance.pairs(couple) {
                    ranks.name(&pair[side..=side], person);
                }
                if side == 0 {
                    partner_ranks.set(ranked_by.get(members[1]));
                    mutual.add_couple(instance.pairs(couple), [ranks, partner_ranks]);
                    partner_ranks.clear(ranked_by.get(members[1]));
                }
            }
            let unnamed = ranked_by.get(person).iter().filter(|choice| !ranks.is_named(choice.program, person));
            mutual.one_sided.by_programs += unnamed.count() as u64;
            ranks.clear(ranked_by.get(person));
        }
        mutual.first_supplement.push(super::instance::count(mutual.supplements.len()));
        mutual
    }

    fn add_single(&mut self, instance: &Instance, person: u32, ranks: &mut Ranks) {
        let list = instance.list(person);
        let before = self.singles.items().len();
        ranks.name(list, person);
        self.singles.push(list.iter().filter_map(|program| ranks.choice(*program)));
        self.one_sided.by_applicants += (list.len() + before - self.singles.items().len()) as u64;
    }

    fn add_supplements(&mut self, instance: &Instance, person: u32, ranks: &mut Ranks) {
        self.first_supplement.push(super::instance::count(self.supplements.len()));
        let mut index = super::instance::count(self.supplements.len());
        while instance.supplements.get(index as usize).is_some_and(|supplement| supplement.person == person) {
            let list = instance.supplement_lists.get(index);
            let before = self.supplements.items().len();
            ranks.name(list, person);
            self.supplements.push(list.iter().filter_map(|program| ranks.choice(*program)));
            self.one_sided.by_applicants += (list.len() + before - self.supplements.items().len()) as u64;
            index += 1;
        }
    }

    fn add_couple(&mut self, pairs: &[[u32; 2]], [first, second]: [&Ranks; 2]) {
        let before = self.pairs.items().len();
        let side = |program, ranks: &Ranks| if program == NOWHERE { Some(NO_CHOICE) } else { ranks.choice(program) };
        self.pairs.push(pairs.iter().filter_map(|[one, other]| Some([side(*one, first)?, side(*other, second)?])));
        self.one_sided.by_applicants += (pairs.len() + before - self.pairs.items().len()) as u64;
    }

    /// How many people there are.
    pub(super) fn people(&self) -> u32 {
        super::instance::count(self.couple_of.len())
    }

    /// How many couples there are.
    pub(super) fn couples(&self) -> u32 {
        super::instance::count(self.members.len())
    }

    /// Whether a person has any supplemental list.
    pub(super) fn has_supplement(&self, person: u32) -> bool {
        let person = person as usize;
        self.first_supplement[person] < self.first_supplement[person + 1]
    }

    /// The supplemental list that a person has for this program.
    pub(super) fn supplement_for(&self, person: u32, program: u32) -> Option<u32> {
        let [from, to] = [person as usize, person as usize + 1].map(|place| self.first_supplement[place]);
        (from..to).find(|list| self.supplement_programs[*list as usize] == program)
    }
}

impl Ranks {
    fn set(&mut self, choices: &[Choice]) {
        for choice in choices {
            self.rank[choice.program as usize] = choice.rank;
        }
    }

    fn clear(&mut self, choices: &[Choice]) {
        for choice in choices {
            self.rank[choice.program as usize] = NOWHERE;
        }
    }

    fn choice(&self, program: u32) -> Option<Choice> {
        let rank = self.rank[program as usize];
        (rank != NOWHERE).then_some(Choice { program, rank })
    }

    fn name(&mut self, programs: &[u32], person: u32) {
        for program in programs.iter().filter(|program| **program != NOWHERE) {
            self.named_by[*program as usize] = person;
        }
    }

    fn is_named(&self, program: u32, person: u32) -> bool {
        self.named_by[program as usize] == person
    }
}

/// By person: the programs that rank them.
fn ranked_by(instance: &Instance) -> Ragged<Choice> {
    let mut next = vec![0_usize; instance.people.len() + 1];
    for person in instance.rankings.items() {
        next[*person as usize + 1] += 1;
    }
    for place in 1..next.len() {
        next[place] += next[place - 1];
    }
    let ends = next[1..].to_vec();
    let mut items = vec![NO_CHOICE; instance.rankings.items().len()];
    for program in 0..instance.number_of_programs() {
        for (rank, person) in (0..).zip(instance.ranking(program)) {
            let place = &mut next[*person as usize];
            items[*place] = Choice { program, rank };
            *place += 1;
        }
    }
    Ragged::from_parts(ends, items)
}
