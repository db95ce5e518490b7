//! One market from the first application to SOAP.

use super::applications::{Applications, Judge, ModelSeason};
use super::country::{Country, Rules, type_index};
use super::draws::{Drawn, is_advanced};
use super::interviews::{Calendar, Interviews, interviews};
use super::lists::{Submitted, submitted};
use crate::market::matching::{NOWHERE, Outcome, Problem, Solution, solve};
use crate::model::ApplicantType;
use crate::random::philox::Key;

/// How a market came out.
pub struct Season {
    /// Who was there.
    pub drawn: Drawn,
    /// Who interviewed where.
    pub calendars: Vec<Calendar>,
    /// By program, the judgment of the last application that was invited; minus infinity where all were and interviews are left.
    pub cutoffs: Vec<f64>,
    /// Applications to each program.
    pub applications: Vec<usize>,
    /// What was submitted.
    pub submitted: Submitted,
    /// The match.
    pub solution: Solution,
    /// The place of each person from their list, as an index of programs; [`NOWHERE`] for none.
    pub first: Vec<u32>,
    /// Their second place, for the PGY-1 of an advanced one.
    pub second: Vec<u32>,
    /// Positions that the match filled, by program.
    pub filled: Vec<u32>,
    /// Unmatched people whom SOAP places.
    pub in_soap: Vec<bool>,
    /// The seasons of the one-applicant model, where asked for.
    pub model: Vec<ModelSeason>,
}

impl Season {
    /// Simulates market `number` under the rules.
    ///
    /// # Errors
    /// When the lists do not fit together, which would be an internal error.
    pub fn new(country: &Country, rules: &Rules, key: Key, number: u64, with_model: bool) -> Result<Self, Problem> {
        let drawn = Drawn::new(country, rules, key, number);
        let mut applications = Applications::new(country, rules, &drawn, key, with_model);
        let judge = Judge { country, rules, drawn: &drawn, key };
        let Interviews { calendars, cutoffs } = interviews(&judge, &applications);
        let model = std::mem::take(&mut applications.model);
        let programs = u32::try_from(country.programs.len()).unwrap_or(u32::MAX);
        let counts = (0..programs).map(|program| applications.to(program).len()).collect();
        drop(applications);
        let submitted = submitted(&judge, &calendars)?;
        let solution = solve(&submitted.instance);
        let places = |of: &[u32]| -> Vec<u32> {
            let place = |number: &u32| if *number == NOWHERE { NOWHERE } else { of[*number as usize] };
            submitted.number_of.iter().map(place).collect()
        };
        let (first, second) = (places(&solution.matching.first), places(&solution.matching.second));
        let filled = solution.matching.filled(country.programs.len());
        let mut season = Self {
            drawn,
            calendars,
            cutoffs,
            applications: counts,
            submitted,
            solution,
            first,
            second,
            filled,
            in_soap: Vec::new(),
            model,
        };
        season.in_soap = season.soap(country);
        Ok(season)
    }

    /// Whether the matching is stable.
    #[must_use]
    pub fn is_stable(&self) -> bool {
        matches!(self.solution.outcome, Outcome::Stable(_))
    }

    /// Whether a person holds a position that begins with PGY-1, or an advanced one with its PGY-1.
    #[must_use]
    pub fn is_matched(&self, country: &Country, person: usize) -> bool {
        let first = self.first[person];
        first != NOWHERE && (!is_advanced(country, first) || self.second[person] != NOWHERE)
    }

    /// Positions that the match left unfilled, by program.
    pub fn unfilled<'a>(&'a self, country: &'a Country) -> impl Iterator<Item = u32> + 'a {
        country.programs.iter().zip(&self.filled).map(|(program, filled)| program.quota - filled)
    }

    /// Whom SOAP places: of each type the share of its unmatched that was published, the strongest first, while there are positions;
    /// if the shares ask for more, all types get less in proportion.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most as many as there are people")]
    fn soap(&self, country: &Country) -> Vec<bool> {
        let people = &self.drawn.people;
        let mut unmatched: Vec<Vec<u32>> = vec![Vec::new(); ApplicantType::ALL.len()];
        for (number, person) in (0_u32..).zip(people) {
            if !self.is_matched(country, number as usize) {
                unmatched[type_index(person.kind)].push(number);
            }
        }
        let positions: u32 = self.unfilled(country).sum();
        let share =
            |kind: ApplicantType| country.soap.iter().find(|(of, _)| *of == kind).map_or(0.0, |(_, share)| *share);
        let wanted = |kind: ApplicantType| share(kind) * unmatched[type_index(kind)].len() as f64;
        let all: f64 = ApplicantType::ALL.into_iter().map(wanted).sum();
        let part = if all > 0.0 { (f64::from(positions) / all).min(1.0) } else { 0.0 };
        let mut placed = vec![false; people.len()];
        for kind in ApplicantType::ALL {
            let strength = |number: &u32| people[*number as usize].choices()[0].strength;
            let mut order = unmatched[type_index(kind)].clone();
            order.sort_unstable_by(|one, other| strength(other).total_cmp(&strength(one)).then(one.cmp(other)));
            let count = (wanted(kind) * part).floor() as usize;
            order.into_iter().take(count).for_each(|number| placed[number as usize] = true);
        }
        placed
    }
}
