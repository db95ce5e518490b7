//! Several tracks looked at below one portfolio at one precision.

use super::failure::Failures;
use crate::decide::edits;
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::driver::EngineError;
use crate::model::Portfolio;

/// A track with the programs applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Index of the track.
    pub track: usize,
    /// Programs.
    pub programs: u32,
}

/// What was found below the present portfolio.
pub struct Look {
    /// The present portfolio.
    pub present: Outcomes,
    /// What was found of each layer.
    pub layers: Vec<Seen>,
    /// For each mix, the portfolio with it.
    pub mixes: Vec<Outcomes>,
}

/// A layer below the present portfolio.
pub struct Seen {
    /// The portfolio with it.
    pub with: Outcomes,
    /// The same without any letter from the specialty; none where the letters are stated.
    pub without_letters: Option<Outcomes>,
    /// How the failures hang together.
    pub failures: Failures,
}

/// Works out `layers`, each alone below `now`, and `mixes`, all of whose layers are added, on common draws.
///
/// # Errors
///
/// As [`Study::outcomes`].
pub fn look(study: &Study<'_>, now: &Candidate, layers: &[Layer], mixes: &[[Layer; 2]]) -> Result<Look, EngineError> {
    let first = now.portfolio.lines.len();
    let free = edits::without_limit(&now.portfolio);
    let of = |portfolio: Portfolio| Candidate { applicant: now.applicant.clone(), portfolio };
    let mut candidates = vec![now.clone(), of(free.clone())];
    for layer in layers {
        let with = with_layers(study, now, &now.portfolio, &[*layer]);
        let both = with_layers(study, now, &free, &[*layer]);
        let alone = edits::lines_from(&both, first);
        let unlettered = now.applicant.without_letters(layer.track);
        candidates.extend(unlettered.map(|applicant| Candidate { applicant, portfolio: with.clone() }));
        candidates.extend([with, alone, both].map(of));
    }
    candidates.extend(mixes.iter().map(|mix| of(with_layers(study, now, &now.portfolio, mix))));
    let mut found = study.outcomes(&candidates)?.into_iter();
    let (Some(present), Some(free)) = (found.next(), found.next()) else { return Err(EngineError::NothingDone) };
    let fails = |outcomes: &Outcomes| -> Series { outcomes.series(Measure::Unmatched) };
    let free = fails(&free);
    let mut seen = Vec::with_capacity(layers.len());
    for layer in layers {
        let is_unstated = now.applicant.without_letters(layer.track).is_some();
        let without_letters = if is_unstated { found.next() } else { None };
        let (Some(with), Some(alone), Some(both)) = (found.next(), found.next(), found.next()) else {
            return Err(EngineError::NothingDone);
        };
        let failures = Failures { present: free.clone(), backup: fails(&alone), both: fails(&both) };
        seen.push(Seen { with, without_letters, failures });
    }
    Ok(Look { present, layers: seen, mixes: found.collect() })
}

/// The portfolio with every layer below the one before it.
pub fn with_layers(study: &Study<'_>, now: &Candidate, portfolio: &Portfolio, layers: &[Layer]) -> Portfolio {
    layers.iter().fold(portfolio.clone(), |larger, layer| {
        edits::with_backup(&larger, layer.track, layer.programs, study.prior, now.applicant.visa)
    })
}
