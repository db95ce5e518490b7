//! The best specialty outside the file, of those that the person has considered and of the others.

use super::changes::{Surroundings, backup};
use super::find::change;
use crate::decide::answers::sensitivity::FurtherSpecialty;
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::driver::EngineError;
use crate::model::Values;

/// Parameter draws at most: there are many specialties, and the best gains points and not tenths.
const MOST_DRAWS: u64 = 32;

/// For each of `tracks`, by index in the prior with whether the person has considered it, what it would add as a backup.
/// The best that is worth suggesting of those considered comes first, then the best of the others.
///
/// # Errors
///
/// As [`Study::outcomes`].
pub fn further(
    study: &Study<'_>,
    around: Surroundings<'_>,
    tracks: &[(usize, bool)],
    values: Option<&Values>,
) -> Result<Vec<FurtherSpecialty>, EngineError> {
    let mut coarse = *study;
    coarse.precision.draws = coarse.precision.draws.min(MOST_DRAWS);
    let proposed = tracks
        .iter()
        .filter_map(|(track, is_considered)| backup(around, *track).map(|proposal| (*track, *is_considered, proposal)));
    let proposed: Vec<_> = proposed.collect();
    let mut candidates: Vec<Candidate> = vec![around.now.clone()];
    candidates.extend(proposed.iter().map(|(_, _, proposal)| proposal.candidate.clone()));
    let found = coarse.outcomes(&candidates)?;
    let applicant = &around.now.applicant;
    let specialties = proposed.into_iter().zip(&found[1..]).map(|((track, is_considered, proposal), outcomes)| {
        let specialty = FurtherSpecialty {
            name: study.prior.tracks[track].name.clone(),
            is_considered,
            letters: applicant.letters[track],
            are_letters_stated: !applicant.unstated_letters.contains(&track),
            residency_without_letters: None,
            parameter_draws: coarse.precision.draws,
            change: change(proposal.clone(), outcomes, &found[0], around, values),
        };
        (specialty, track, proposal.candidate)
    });
    let worthwhile: Vec<_> = specialties.filter(|(one, ..)| one.change.is_worth_suggesting()).collect();
    let best = |is_considered: bool| {
        let group = worthwhile.iter().filter(|(one, ..)| one.is_considered == is_considered);
        group.max_by(|(a, ..), (b, ..)| a.change.residency.mean.total_cmp(&b.change.residency.mean))
    };
    let without_letters = |(specialty, track, candidate): &(FurtherSpecialty, usize, Candidate)| {
        let unlettered = applicant.without_letters(*track);
        let unlettered = unlettered.map(|applicant| Candidate { applicant, ..candidate.clone() });
        let found = unlettered.map(|candidate| coarse.outcomes(&[around.now.clone(), candidate])).transpose()?;
        let residency = |outcomes: &Outcomes| outcomes.series(Measure::Residency);
        let gain = found.map(|found| residency(&found[1]).minus(&residency(&found[0])).estimate());
        Ok(FurtherSpecialty { residency_without_letters: gain, ..specialty.clone() })
    };
    [true, false].into_iter().filter_map(best).map(without_letters).collect()
}
