//! From interviews to what both sides submit: rank order lists, pairs of couples, supplemental lists.

use std::collections::HashSet;

use super::applications::Judge;
use super::draws::is_advanced;
use super::interviews::{Calendar, Interview};
use crate::market::matching::{Builder, Instance, NOWHERE, Problem};
use crate::model::couple::{USUAL_APART_RANKS, USUAL_MOST_PAIRS};

/// What was submitted, and who is who in it.
pub struct Submitted {
    /// The lists of both sides.
    pub instance: Instance,
    /// The number of each person in the instance; [`NOWHERE`] without interviews.
    pub number_of: Vec<u32>,
}

/// The lists of everybody who interviewed.
///
/// # Errors
/// When the lists do not fit together, which would be an internal error.
pub fn submitted(judge: &Judge<'_>, calendars: &[Calendar]) -> Result<Submitted, Problem> {
    let mut builder = Builder::new();
    for (id, program) in (0..).zip(&judge.country.programs) {
        builder.program(id, program.quota)?;
    }
    let mut number_of = vec![NOWHERE; calendars.len()];
    let mut in_couple: HashSet<u32> = HashSet::new();
    for (id, members) in (0..).zip(&judge.drawn.couples) {
        let lists = members.map(|member| &calendars[member as usize].primary);
        if lists.iter().any(|list| list.is_empty()) {
            continue;
        }
        let numbers = builder.couple(id, members.map(u64::from), &pairs(judge, lists))?;
        for (member, number) in members.iter().zip(numbers) {
            number_of[*member as usize] = number;
            in_couple.insert(*member);
        }
    }
    for (person, calendar) in (0_u32..).zip(calendars) {
        if !in_couple.contains(&person) && !calendar.primary.is_empty() {
            let list: Vec<u32> = calendar.primary.iter().map(|one| one.program).collect();
            number_of[person as usize] = builder.single(u64::from(person), &list)?;
        }
    }
    for (program, ranking) in (0..).zip(rankings(judge, calendars)) {
        let numbers: Vec<u32> = ranking.into_iter().map(|person| number_of[person as usize]).collect();
        builder.ranking(program, &numbers)?;
    }
    for (person, calendar) in calendars.iter().enumerate().filter(|(person, _)| number_of[*person] != NOWHERE) {
        let list: Vec<u32> = calendar.pgy1.iter().map(|one| one.program).collect();
        if list.is_empty() {
            continue;
        }
        for one in calendar.primary.iter().filter(|one| is_advanced(judge.country, one.program)) {
            builder.supplement(number_of[person], one.program, &list)?;
        }
    }
    Ok(Submitted { instance: builder.finish(), number_of })
}

/// The people whom each program ranks, best first.
fn rankings(judge: &Judge<'_>, calendars: &[Calendar]) -> Vec<Vec<u32>> {
    let mut scored: Vec<Vec<(f64, u32)>> = vec![Vec::new(); judge.country.programs.len()];
    for (number, calendar) in (0_u32..).zip(calendars).filter(|(_, calendar)| !calendar.primary.is_empty()) {
        let person = &judge.drawn.people[number as usize];
        for one in calendar.primary.iter().chain(&calendar.pgy1) {
            scored[one.program as usize].push((judge.ranking(person, one.program), number));
        }
    }
    let ranked = scored.into_iter().map(|mut people| {
        people.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        people.into_iter().map(|(_, person)| person).collect()
    });
    ranked.collect()
}

/// The pairs that a couple ranks, as a couple of a scenario does that says nothing of them (`model::couple::PairRule`): by the sum of
/// both ranks, with so many added if the two would be in different states; then a place for one alone.
fn pairs(judge: &Judge<'_>, lists: [&Vec<Interview>; 2]) -> Vec<[u32; 2]> {
    let state = |one: &Interview| judge.drawn.places[one.program as usize].state;
    let mut both: Vec<(usize, usize, [u32; 2])> = Vec::new();
    for (i, one) in lists[0].iter().enumerate() {
        for (j, other) in lists[1].iter().enumerate() {
            let apart = if state(one) == state(other) { 0 } else { USUAL_APART_RANKS };
            both.push((i + j + apart, i, [one.program, other.program]));
        }
    }
    both.sort_unstable();
    both.truncate(USUAL_MOST_PAIRS);
    let mut alone: Vec<(usize, usize, [u32; 2])> = Vec::new();
    alone.extend(lists[0].iter().enumerate().map(|(i, one)| (i, 0, [one.program, NOWHERE])));
    alone.extend(lists[1].iter().enumerate().map(|(j, other)| (j, 1, [NOWHERE, other.program])));
    alone.sort_unstable();
    both.into_iter().chain(alone).map(|(_, _, pair)| pair).collect()
}
