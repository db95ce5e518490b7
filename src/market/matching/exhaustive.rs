//! All combinations of what couples and people with supplemental lists could get: finds a stable matching in a small market
//! whenever there is one, and so proves it when there is none.
//!
//! Once it is fixed what they get, the rest is a market of single applicants in which each of them wants only that. All its
//! stable matchings fill the same places (rural hospitals theorem), and the one that is best for the programs
//! refuses the most: if it does not keep couples from blocking, none does. So one matching per combination is enough.

use super::check::{Verdict, check_under};
use super::instance::{Instance, Matching, NOWHERE};
use super::mutual::{Choice, Mutual};
use super::ragged::Ragged;

/// Most combinations that are gone through.
const COMBINATIONS: u64 = 100_000;

/// Most combinations times entries of all lists.
const WORK: u64 = 30_000_000;

/// What going through all combinations found.
pub(super) struct Exhausted {
    pub combinations: u64,
    pub stable: Option<(Matching, Verdict)>,
}

/// Programs of two people: first places, then second places. Of one person the other half is nowhere.
type Places = [u32; 4];

/// Somebody whose places are fixed, and what these can be.
struct Fixed {
    people: [u32; 2],
    options: Vec<Places>,
}

/// Goes through all combinations, unless there are too many.
pub(super) fn exhaust(instance: &Instance, mutual: &Mutual, quotas: &[u32]) -> Option<Exhausted> {
    let fixed = all_fixed(mutual)?;
    let combinations = fixed
        .iter()
        .try_fold(1_u64, |product, one| product.checked_mul(one.options.len() as u64))
        .filter(|product| *product <= COMBINATIONS)?;
    let entries = mutual.singles.items().len() + mutual.rankings.items().len() + mutual.rankings.len();
    if combinations.saturating_mul(entries as u64) > WORK {
        return None;
    }
    let mut chosen = vec![0; fixed.len()];
    for tried in 1..=combinations {
        let options = fixed.iter().zip(&chosen).map(|(one, option)| (one.people, one.options[*option]));
        let mut matching = Matching::empty(instance.people().len());
        options.for_each(|(people, places)| place(&mut matching, people, places));
        if complete(mutual, quotas, &mut matching) {
            let verdict = check_under(instance, &matching, quotas);
            if verdict.is_stable() {
                return Some(Exhausted { combinations: tried, stable: Some((matching, verdict)) });
            }
        }
        for (option, one) in chosen.iter_mut().zip(&fixed) {
            *option += 1;
            if *option < one.options.len() {
                break;
            }
            *option = 0;
        }
    }
    Some(Exhausted { combinations, stable: None })
}

fn place(matching: &mut Matching, people: [u32; 2], places: Places) {
    for (side, person) in people.into_iter().enumerate().filter(|(_, person)| *person != NOWHERE) {
        matching.first[person as usize] = places[side];
        matching.second[person as usize] = places[side + 2];
    }
}

fn all_fixed(mutual: &Mutual) -> Option<Vec<Fixed>> {
    let mut all = Vec::new();
    for (couple, members) in (0..).zip(&mutual.members) {
        let pairs = mutual.pairs.get(couple).iter().map(|[one, other]| [one.program, other.program]);
        all.push(Fixed { people: *members, options: options(mutual, *members, pairs)? });
    }
    let singles = (0..mutual.people()).filter(|person| mutual.couple_of[*person as usize] == NOWHERE);
    for person in singles.filter(|person| mutual.has_supplement(*person)) {
        let people = [person, NOWHERE];
        let firsts = mutual.singles.get(person).iter().map(|choice| [choice.program, NOWHERE]);
        all.push(Fixed { people, options: options(mutual, people, firsts)? });
    }
    Some(all)
}

/// Every first place with every second place that it brings into play; nothing at all comes last.
fn options(mutual: &Mutual, people: [u32; 2], firsts: impl Iterator<Item = [u32; 2]>) -> Option<Vec<Places>> {
    let mut options = Vec::new();
    for first in firsts {
        let [one, other] = [0, 1].map(|side| seconds(mutual, people[side], first[side]));
        for second in &one {
            options.extend(other.iter().map(|further| [first[0], first[1], *second, *further]));
        }
        if options.len() as u64 > COMBINATIONS {
            return None;
        }
    }
    options.push([NOWHERE; 4]);
    Some(options)
}

fn seconds(mutual: &Mutual, person: u32, first: u32) -> Vec<u32> {
    let list = if person == NOWHERE { None } else { mutual.supplement_for(person, first) };
    let programs = list.map(|list| mutual.supplements.get(list)).unwrap_or_default().iter();
    programs.map(|choice| choice.program).chain([NOWHERE]).collect()
}

/// Places everybody else, programs proposing. Says whether all fixed places were offered to those who hold them.
fn complete(mutual: &Mutual, quotas: &[u32], matching: &mut Matching) -> bool {
    let is_fixed = |person: u32| mutual.couple_of[person as usize] != NOWHERE || mutual.has_supplement(person);
    let fixed = matching.filled(quotas.len()).iter().sum::<u32>();
    let mut offered = 0;
    propose(mutual.rankings, quotas, |program, person| {
        if is_fixed(person) {
            let places = [matching.first[person as usize], matching.second[person as usize]];
            let holds = places.contains(&program);
            offered += u32::from(holds);
            return if holds { Answer::Yes } else { Answer::No };
        }
        answer(mutual.singles.get(person), program, &mut matching.first[person as usize])
    });
    offered == fixed
}

/// What a person says to an offer.
enum Answer {
    Yes,
    No,
    /// Yes, and another program loses them.
    Leaving(u32),
}

/// A single applicant takes what they prefer to what they hold.
fn answer(list: &[Choice], program: u32, held: &mut u32) -> Answer {
    match list.iter().map(|choice| choice.program).find(|listed| *listed == program || *listed == *held) {
        Some(better) if better == program && *held != program => match std::mem::replace(held, program) {
            NOWHERE => Answer::Yes,
            left => Answer::Leaving(left),
        },
        _ => Answer::No,
    }
}

/// Deferred acceptance with programs proposing.
fn propose(rankings: &Ragged<u32>, quotas: &[u32], mut ask: impl FnMut(u32, u32) -> Answer) {
    let mut next = vec![0_usize; quotas.len()];
    let mut free = quotas.to_vec();
    let mut open: Vec<u32> = (0..super::instance::count(quotas.len())).collect();
    while let Some(program) = open.pop() {
        let index = program as usize;
        while free[index] > 0 {
            let Some(person) = rankings.get(program).get(next[index]) else { break };
            next[index] += 1;
            match ask(program, *person) {
                Answer::No => {}
                Answer::Yes => free[index] -= 1,
                Answer::Leaving(left) => {
                    free[index] -= 1;
                    free[left as usize] += 1;
                    open.push(left);
                }
            }
        }
    }
}
