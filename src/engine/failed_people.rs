//! People who failed before, for the trials engine: earlier seasons are drawn, and
//! those without a residency say how strong the person of a trial is
//! (`docs/methods.md` §4, “Who failed before”).

use super::plan::SeasonPlan;
use super::trials::{BLOCK_TRIALS, trials_without_residency};
use crate::model::strength::Covariates;
use crate::model::{FailedSeason, ParameterPrior, Parameters};
use crate::random::address::{NO_TRACK, Purpose, trial_word, words};
use crate::random::philox::Key;

/// Blocks of earlier seasons that are drawn for one block of trials at most. Where they hold fewer failures than the
/// block has trials, some people stand for several trials.
const MOST_BLOCKS: u64 = 64;

/// The people of one block of trials.
pub struct FailedPeople {
    /// Key of the earlier season.
    key: Key,
    /// Trials of the earlier season without a residency.
    numbers: Vec<u64>,
}

impl FailedPeople {
    /// The people of block `number` of a run with this `key`, at least `wanted` if so many are found: those whose
    /// `season` fails under `parameters`, with these `covariates` at that time.
    pub fn of_block(
        prior: &ParameterPrior,
        season: &FailedSeason,
        (parameters, covariates): (Parameters, &Covariates),
        key: Key,
        (number, wanted): (u64, u64),
    ) -> Self {
        let [low, high, ..] = words(key, 0, NO_TRACK, Purpose::EarlierSeason, 0);
        let key = Key::new(u64::from(high) << 32 | u64::from(low));
        let portfolios = std::slice::from_ref(&season.portfolio);
        let plan = SeasonPlan::new(prior, &season.applicant, portfolios, parameters, covariates);
        let firsts = (0..MOST_BLOCKS).map(|tried| (number * MOST_BLOCKS + tried) * BLOCK_TRIALS);
        let mut numbers = Vec::new();
        for first in firsts {
            numbers.extend(trials_without_residency(&plan, key, first));
            if numbers.len() as u64 >= wanted {
                break;
            }
        }
        if numbers.is_empty() {
            numbers.extend(weakest(key, number * MOST_BLOCKS * BLOCK_TRIALS));
        }
        Self { key, numbers }
    }

    /// The word that gives the strength of the person of a trial.
    pub fn strength_word(&self, trial: u64, entity: u32) -> u32 {
        let place = usize::try_from(trial % BLOCK_TRIALS).unwrap_or_default() % self.numbers.len();
        trial_word(self.key, self.numbers[place], entity, Purpose::Strength)
    }
}

/// The weakest of the people tried: next to nobody fails, and who does is at least as weak.
fn weakest(key: Key, first: u64) -> Option<u64> {
    (first..first + MOST_BLOCKS * BLOCK_TRIALS)
        .min_by_key(|number| trial_word(key, *number, NO_TRACK, Purpose::Strength))
}
