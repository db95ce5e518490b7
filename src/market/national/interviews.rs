//! Who interviews where: programs invite their best applicants until their interviews are used, and applicants keep those
//! that they want most.
//!
//! This is deferred acceptance with the programs proposing: whoever has more invitations than they attend declines the one they
//! want least, and the program invites the next. The result does not depend on the order in which programs are asked.

use super::applications::{Applications, Judge};
use super::draws::Role;

/// An interview of a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interview {
    /// The program.
    pub program: u32,
    /// Place of its track among the choices of the person.
    pub choice: u8,
    /// Whether it was signaled.
    pub is_signaled: bool,
    /// What the person thinks of it.
    pub taste: f64,
}

impl Interview {
    /// Whether the person would rather have this one: the preferred track first, then taste.
    fn is_preferred_to(&self, other: &Self) -> bool {
        let order = other.choice.cmp(&self.choice).then(self.taste.total_cmp(&other.taste));
        order.then(other.program.cmp(&self.program)).is_gt()
    }
}

/// The interviews of one person, most wanted first once all are known.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Those for the primary list.
    pub primary: Vec<Interview>,
    /// Those for supplemental lists.
    pub pgy1: Vec<Interview>,
    /// Invitations, those declined too.
    pub invitations: u32,
}

/// Who interviews where, and how well an application had to be judged.
pub struct Interviews {
    /// The calendars of everybody.
    pub calendars: Vec<Calendar>,
    /// By program, the judgment of the last application that was invited; minus infinity where all were and interviews are left.
    pub cutoffs: Vec<f64>,
}

/// The interviews of everybody.
#[must_use]
pub fn interviews(judge: &Judge<'_>, applications: &Applications) -> Interviews {
    let people = &judge.drawn.people;
    let programs = judge.country.programs.len();
    let mut calendars = vec![Calendar::default(); people.len()];
    let mut next = vec![0_usize; programs];
    let mut held = vec![0_u32; programs];
    let mut waiting: Vec<u32> = (0..u32::try_from(programs).unwrap_or(u32::MAX)).rev().collect();
    while let Some(program) = waiting.pop() {
        let at = program as usize;
        let list = applications.to(program);
        while held[at] < judge.rules.capacity[at] && next[at] < list.len() {
            let application = list[next[at]];
            next[at] += 1;
            let who = application.person() as usize;
            let person = &people[who];
            let track = judge.country.programs[at].track;
            let choice = person.choice_of(track);
            let interview = Interview {
                program,
                choice: u8::try_from(choice).unwrap_or(u8::MAX),
                is_signaled: application.is_signaled(),
                taste: judge.taste(person, program),
            };
            let calendar = &mut calendars[who];
            calendar.invitations += 1;
            let (kept, most) = match person.choices()[choice].role {
                Role::Primary => (&mut calendar.primary, judge.rules.max_interviews),
                Role::Pgy1 => (&mut calendar.pgy1, judge.rules.max_pgy1_interviews),
            };
            if kept.len() < most {
                kept.push(interview);
                held[at] += 1;
                continue;
            }
            let least = (0..kept.len()).reduce(|a, b| if kept[a].is_preferred_to(&kept[b]) { b } else { a });
            if let Some(least) = least.filter(|least| interview.is_preferred_to(&kept[*least])) {
                let declined = std::mem::replace(&mut kept[least], interview).program as usize;
                held[at] += 1;
                held[declined] -= 1;
                waiting.push(u32::try_from(declined).unwrap_or(u32::MAX));
            }
        }
    }
    for calendar in &mut calendars {
        for list in [&mut calendar.primary, &mut calendar.pgy1] {
            list.sort_unstable_by(|one, other| {
                if one.is_preferred_to(other) { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater }
            });
        }
    }
    let cutoff = |program: u32| {
        let (at, list) = (program as usize, applications.to(program));
        match next[at].checked_sub(1) {
            _ if held[at] < judge.rules.capacity[at] => f64::NEG_INFINITY,
            Some(last) => list[last].score(),
            None => f64::INFINITY,
        }
    };
    let cutoffs = (0..u32::try_from(programs).unwrap_or(u32::MAX)).map(cutoff).collect();
    Interviews { calendars, cutoffs }
}
