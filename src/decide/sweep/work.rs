//! Places worked out a few at a time: of each only what a curve needs is kept,
//! so that memory does not grow with everything that could be asked.

use super::Sweeper;
use super::plan::Place;
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Outcomes};
use crate::engine::driver::EngineError;
use crate::engine::results::Estimate;

/// Candidates worked out together. Stretches that they share are computed once; more of them
/// would gain little and delay the next word on progress.
const TOGETHER: usize = 32;

/// What a sweep keeps of one place.
pub(super) struct Worked {
    /// Chance of going unmatched, by draw: differences are taken from it.
    pub unmatched: Series,
    /// Chance of a complete residency.
    pub residency: Estimate,
    /// Expected worth of the outcome, if stated.
    pub value: Option<Estimate>,
}

impl Worked {
    fn of(place: &Place, found: &Outcomes) -> Self {
        Self {
            unmatched: found.series(Measure::Unmatched),
            residency: found.series(Measure::Residency).estimate_chance(),
            value: place.values.as_ref().map(|values| found.series(Measure::Value(values)).estimate()),
        }
    }
}

impl Sweeper<'_> {
    /// What happens at each place, in their order, all on the same draws; none where the person asked to stop before
    /// it was worked out.
    ///
    /// # Errors
    /// As [`Study::outcomes`](crate::decide::study::Study::outcomes), but when interrupted only before any place was
    /// worked out.
    pub(super) fn work(&self, places: &[&Place]) -> Result<Vec<Option<Worked>>, EngineError> {
        let mut found: Vec<Option<Worked>> = places.iter().map(|_| None).collect();
        let mut done = 0;
        for batch in people(places).iter().flat_map(|person| person.chunks(TOGETHER)) {
            let candidates: Vec<Candidate> = batch.iter().map(|index| places[*index].candidate.clone()).collect();
            let outcomes = match self.study.outcomes(&candidates) {
                Err(EngineError::NothingDone) if done > 0 => break,
                outcomes => outcomes?,
            };
            for (index, outcomes) in batch.iter().zip(outcomes) {
                found[*index] = Some(Worked::of(places[*index], &outcomes));
            }
            done += batch.len();
            self.progress.advanced(done as u64, places.len() as u64);
        }
        Ok(found)
    }
}

/// Indices of the places of each person.
fn people(places: &[&Place]) -> Vec<Vec<usize>> {
    let mut people: Vec<Vec<usize>> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let is_same = |known: &&mut Vec<usize>| places[known[0]].candidate.applicant == place.candidate.applicant;
        match people.iter_mut().find(is_same) {
            Some(known) => known.push(index),
            None => people.push(vec![index]),
        }
    }
    people
}
