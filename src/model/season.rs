//! One season of one applicant under one portfolio (`docs/methods.md` §5–§7): which
//! interviews are attended, what stands on the rank order lists, who is first
//! to take the applicant.

use super::applicant::{Applicant, SpecialtyRecord};
use super::parameters::{Effects, Parameters, TrackParameters};
use super::portfolio::Line;
use super::prior::TrackKind;
use super::strength::{Covariates, explained_strength, explained_variance, residual_spread};

/// Where the applicant stands in a track before the latents are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// `b_s·x` and the unobserved shift between pools, on the log-odds.
    pub explained: f64,
    /// `σ_res`: spread of the strength that the covariates leave open.
    pub residual: f64,
}

impl Standing {
    /// The standing of `covariates` in `track`; `record` is what there is from its specialty.
    #[must_use]
    pub fn new(covariates: &Covariates, record: SpecialtyRecord, track: &TrackParameters, effects: &Effects) -> Self {
        let record = (track.kind != TrackKind::Preliminary).then_some(record);
        let step2 = track.step2_ck_per_10;
        let variance = explained_variance(step2, &track.pool, effects, covariates.unstated);
        Self {
            explained: explained_strength(covariates, record, step2, &track.pool, effects) + track.pool_shift,
            residual: residual_spread(track.sigma, variance),
        }
    }

    /// The standing of an applicant with these covariates in every track.
    #[must_use]
    pub fn in_tracks(covariates: &Covariates, applicant: &Applicant, parameters: &Parameters) -> Vec<Self> {
        let Parameters { tracks, effects, .. } = parameters;
        let standing = |(index, track)| Self::new(covariates, applicant.record(index), track, effects);
        tracks.iter().enumerate().map(standing).collect()
    }

    /// Strength `b·x + σ_res·z` on the log-odds.
    #[must_use]
    pub fn strength(&self, z: f64) -> f64 {
        self.explained + self.residual * z
    }
}

/// A program where the applicant interviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attended {
    /// Index of the line in its portfolio.
    pub line: usize,
    /// Index of the track in the parameters.
    pub track: usize,
    /// 0-based position in the track, through all lines.
    pub position: u32,
}

/// How a season ends; the outcomes exclude each other (`docs/methods.md` §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No position at all.
    Unmatched,
    /// A preliminary or transitional year alone.
    PreliminaryOnly,
    /// Matched to the track, with a PGY-1 where one is needed.
    Matched(usize),
    /// Matched to an advanced position of the track, without a PGY-1.
    MatchedWithoutPgy1(usize),
}

/// The end of a season and how it came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// How it ended.
    pub outcome: Outcome,
    /// Rank matched on the primary rank order list, 1-based.
    pub rank: Option<u32>,
    /// Programs on the primary rank order list, as far as it was walked: all
    /// of them for the unmatched.
    pub ranked: u32,
}

/// What decides a season once the interviews are known.
pub trait Decisions {
    /// Whether the program would take the applicant. The answer for one
    /// program is the same on the primary and on the supplemental list.
    fn would_take(&mut self, program: Attended) -> bool;
    /// Whether the position at the program is categorical, given the share of such positions.
    fn is_categorical(&mut self, program: Attended, share: f64) -> bool;
}

/// Walks the rank order lists over `attended`, of which those on the primary list stand in order of preference.
///
/// The match is the first program that would take the applicant. An advanced
/// match then walks the supplemental list for its PGY-1 (`docs/methods.md` §7).
pub fn resolve(
    attended: &[Attended],
    lines: &[Line],
    tracks: &[TrackParameters],
    decisions: &mut impl Decisions,
) -> Resolution {
    let mut ranked = 0;
    for program in attended.iter().filter(|program| lines[program.line].role.is_on_primary_list()) {
        ranked += 1;
        if decisions.would_take(*program) {
            let outcome = outcome_at(*program, attended, lines, tracks, decisions);
            return Resolution { outcome, rank: Some(ranked), ranked };
        }
    }
    Resolution { outcome: Outcome::Unmatched, rank: None, ranked }
}

/// What a match to `matched`, a program of the primary list, leads to.
pub fn outcome_at(
    matched: Attended,
    attended: &[Attended],
    lines: &[Line],
    tracks: &[TrackParameters],
    decisions: &mut impl Decisions,
) -> Outcome {
    match tracks[matched.track].kind {
        TrackKind::Preliminary => Outcome::PreliminaryOnly,
        TrackKind::Residency { categorical_share } => {
            residency_outcome(matched, categorical_share, attended, lines, decisions)
        }
    }
}

fn residency_outcome(
    matched: Attended,
    categorical_share: f64,
    attended: &[Attended],
    lines: &[Line],
    decisions: &mut impl Decisions,
) -> Outcome {
    let has_pgy1 = categorical_share >= 1.0
        || decisions.is_categorical(matched, categorical_share)
        || attended
            .iter()
            .filter(|program| lines[program.line].role.is_on_supplemental_list())
            .any(|program| decisions.would_take(*program));
    if has_pgy1 { Outcome::Matched(matched.track) } else { Outcome::MatchedWithoutPgy1(matched.track) }
}
