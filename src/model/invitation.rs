//! Who is invited (`docs/methods.md` §3, §4): what one program of a line adds to the
//! log-odds, before the latents of the season.

use super::applicant::Applicant;
use super::logistic::mean_logistic;
use super::openness::{known_fit, seen_openness, unseen_spread};
use super::parameters::Parameters;
use super::portfolio::Line;
use super::program::ProgramFacts;

/// The invitation law of a line given parameters and the applicant's explained
/// strength: `p_i(s) = factor · E_e logistic(offset_i + s + spread·e)`, where
/// `s = σ_res·z + ε` is all that changes from season to season.
#[derive(Clone, Debug, PartialEq)]
pub struct InvitationLaw {
    /// Fixed part of the logit of each program, in the order of application.
    pub offsets: Vec<f64>,
    /// Spread of the unseen openness on the logit, `τ_u·√(1−r²)`.
    pub spread: f64,
    /// `ν_s(visa)`, or 1 where every program of the line sponsors.
    pub factor: f64,
}

impl InvitationLaw {
    /// The law of `line` for an applicant with `explained` strength `b·x` in its
    /// track, as far as the position of its programs tells; actions at the
    /// programs of a list are a matter of [`Self::by_facts`].
    #[must_use]
    pub fn new(line: &Line, explained: f64, parameters: &Parameters) -> Self {
        let track = &parameters.tracks[line.track];
        let shared = &parameters.shared;
        let screening = shared.screening(line.screening);
        let pool = line.pool(track.pool_programs, track.sponsor_share);
        let offsets = (0..line.programs).map(|index| {
            let position = line.earlier_programs + index + 1;
            let seen = shared.openness_weight * screening * seen_openness(line.place_in_pool(index), pool);
            let acted = if line.facts.is_some() { 0.0 } else { action_effect(line, index, parameters) };
            track.a + explained + seen + shared.known_fit * known_fit(position) + acted
        });
        let offsets = offsets.collect();
        Self {
            offsets,
            spread: shared.openness_weight * unseen_spread(screening),
            factor: if line.sponsors_only { 1.0 } else { track.sponsor_share },
        }
    }

    /// The laws of `line` where what is known of its programs tells them
    /// apart: one law for those that share its `spread` and `factor`. Programs
    /// that are known to sponsor no visa the applicant can use are in none.
    #[must_use]
    pub fn by_facts(line: &Line, explained: f64, applicant: &Applicant, parameters: &Parameters) -> Vec<PartialLaw> {
        let whole = Self::new(line, explained, parameters);
        let Some(facts) = &line.facts else {
            return vec![PartialLaw { indices: (0..line.programs).collect(), law: whole }];
        };
        let mut parts: Vec<PartialLaw> = Vec::new();
        for (index, position_offset) in (0..line.programs).zip(&whole.offsets) {
            let facts = facts.get(index as usize).copied().unwrap_or_default();
            let program = KnownProgram { track: line.track, facts, explained, applicant, parameters };
            let (offset, spread, factor) = program.law(*position_offset, &whole);
            if factor == 0.0 {
                continue;
            }
            match parts.iter_mut().find(|part| part.law.spread == spread && part.law.factor == factor) {
                Some(part) => {
                    part.indices.push(index);
                    part.law.offsets.push(offset);
                }
                None => {
                    parts
                        .push(PartialLaw { indices: vec![index], law: Self { offsets: vec![offset], spread, factor } });
                }
            }
        }
        parts
    }

    /// Chance of an invitation from a program with this `offset` at season shift `s`.
    #[must_use]
    pub fn probability(&self, offset: f64, s: f64) -> f64 {
        self.factor * mean_logistic(offset + s, self.spread)
    }
}

/// The invitation law of some programs of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct PartialLaw {
    /// Which programs of the line, 0-based, rising.
    pub indices: Vec<u32>,
    /// Their law; an offset for each of them.
    pub law: InvitationLaw,
}

/// One program of a list.
struct KnownProgram<'a> {
    track: usize,
    facts: ProgramFacts,
    explained: f64,
    applicant: &'a Applicant,
    parameters: &'a Parameters,
}

impl KnownProgram<'_> {
    /// Offset, spread and factor of the program; what is not known is as in
    /// `whole`, the law of a line of unnamed programs, where its offset is `position_offset`.
    fn law(&self, position_offset: f64, whole: &InvitationLaw) -> (f64, f64, f64) {
        let factor = match self.facts.sponsors(self.applicant.visa) {
            Some(sponsors) => f64::from(u8::from(sponsors)),
            None => whole.factor,
        };
        let shared = &self.parameters.shared;
        let (level, spread) = match self.facts.openness_evidence(self.applicant.kind) {
            // The share takes the place of what the position tells.
            Some(share) => {
                let correlation = shared.img_share_correlation;
                let seen = shared.openness_weight * correlation * share.standardised(shared);
                let fit = shared.known_fit * self.facts.known_fit;
                let level = self.parameters.tracks[self.track].a + self.explained + seen + fit;
                (level, shared.openness_weight * unseen_spread(correlation))
            }
            None => (position_offset, whole.spread),
        };
        (level + self.known_effect(), spread, factor)
    }

    /// What a list says of fit, signal, tie and rotation, on the log-odds.
    fn known_effect(&self) -> f64 {
        let Parameters { effects, tracks, .. } = self.parameters;
        effects.signal(self.facts.signal, tracks[self.track].has_signal_gate)
            + self.facts.own_fit.map_or(0.0, |fit| effects.own_fit * (2.0 * fit - 1.0))
            + if self.facts.has_geographic_tie { effects.geographic_tie } else { 0.0 }
            + if self.facts.has_rotation { effects.rotation } else { 0.0 }
    }
}

/// Signals, ties and rotations at the program with this 0-based `index` in its line.
fn action_effect(line: &Line, index: u32, parameters: &Parameters) -> f64 {
    let Parameters { effects, tracks, .. } = parameters;
    effects.signal(line.signal_counts().at(index), tracks[line.track].has_signal_gate)
        + if index < line.geographic_ties { effects.geographic_tie } else { 0.0 }
        + if index < line.rotations { effects.rotation } else { 0.0 }
}
