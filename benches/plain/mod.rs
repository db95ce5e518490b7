//! The season of `docs/methods.md` §2–§6 written the plain way: the baseline.

use matchfolio::engine::trials::BLOCK_TRIALS;
use matchfolio::model::acceptance::acceptance_probability;
use matchfolio::model::calendar::preference_groups;
use matchfolio::model::invitation::InvitationLaw;
use matchfolio::model::logistic::logistic;
use matchfolio::model::season::Standing;
use matchfolio::model::strength::{Covariates, residual_strength};
use matchfolio::model::{Applicant, Parameters, Portfolio};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, RngExt, SeedableRng};
use rand_distr::StandardNormal;

/// What a plain block counts.
#[derive(Debug, Default)]
pub struct PlainTally {
    /// Seasons without a match.
    pub unmatched: u64,
    /// Seasons matched, by track.
    pub matched: Vec<u64>,
    /// Seasons by number of interviews.
    pub interviews: Vec<u64>,
}

/// One block of seasons; `seed` of its stream of random numbers.
pub fn plain_block(
    applicant: &Applicant,
    portfolio: &Portfolio,
    parameters: &Parameters,
    covariates: &Covariates,
    seed: u64,
) -> PlainTally {
    let standings = Standing::in_tracks(covariates, applicant, parameters);
    let laws: Vec<(usize, InvitationLaw)> = preference_groups(portfolio)
        .into_iter()
        .flatten()
        .map(|index| {
            let line = &portfolio.lines[index];
            let law = InvitationLaw::new(line, standings[line.track].explained, parameters);
            (line.track, law)
        })
        .collect();
    let limit = portfolio.max_interviews.unwrap_or(portfolio.applications()) as usize;
    let mut tally = PlainTally { unmatched: 0, matched: vec![0; standings.len()], interviews: vec![0; limit + 1] };
    let mut stream = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut strengths = vec![0.0; standings.len()];
    let mut attended = Vec::new();
    for _ in 0..BLOCK_TRIALS {
        let luck = parameters.shared.interview_luck_spread * normal(&mut stream);
        invitations(&laws, &standings, parameters, &mut stream, &mut strengths, &mut attended);
        attended.truncate(limit);
        tally.interviews[attended.len()] += 1;
        let matched = attended.iter().find(|track| {
            let strength = standings[**track].strength(strengths[**track]);
            let chance = acceptance_probability(&parameters.tracks[**track], strength, luck);
            stream.random::<f64>() < chance
        });
        match matched {
            Some(track) => tally.matched[*track] += 1,
            None => tally.unmatched += 1,
        }
    }
    tally
}

/// Fills `attended` with the track of each program that invites, in order of preference.
fn invitations(
    laws: &[(usize, InvitationLaw)],
    standings: &[Standing],
    parameters: &Parameters,
    stream: &mut impl Rng,
    strengths: &mut [f64],
    attended: &mut Vec<usize>,
) {
    let shared = &parameters.shared;
    let theta = normal(stream);
    for strength in &mut *strengths {
        *strength = residual_strength(shared.strength_correlation, theta, normal(stream));
    }
    attended.clear();
    for (track, law) in laws {
        let season = shared.season_spread * normal(stream);
        let shift = standings[*track].residual * strengths[*track] + season;
        for offset in &law.offsets {
            let chance = law.factor * logistic(offset + shift + law.spread * normal(stream));
            if stream.random::<f64>() < chance {
                attended.push(*track);
            }
        }
    }
}

fn normal(stream: &mut impl Rng) -> f64 {
    stream.sample(StandardNormal)
}
