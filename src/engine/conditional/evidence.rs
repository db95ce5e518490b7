//! Numbers of invitations as evidence of strength: the chance of what has come at a point of the latents, and the
//! points near which it is likely (`docs/methods.md` §4 and “After the interviews”).

use super::kernel::{Come, Counter};
use super::latents::{LatentSpace, Node};
use super::lines::{LineChances, invited};
use super::proposal::Proposal;
use crate::model::counts::chance_of_count;
use crate::model::season::Standing;
use crate::model::{Applicant, Parameters, Portfolio};

/// Invitations of each track under one parameter draw.
pub(super) struct Evidence<'a> {
    parameters: &'a Parameters,
    standings: &'a [Standing],
    /// Programs applied to, by track.
    applied: Vec<Vec<LineChances>>,
    /// Programs that have invited, by track.
    come: &'a [u32],
    /// Share of a season's invitations that have come.
    pub share: f64,
    counter: Counter,
    /// Distribution of the number that has come, up to the one seen.
    law: Vec<f64>,
}

impl<'a> Evidence<'a> {
    /// The evidence of `come` invitations by track from the programs of `portfolio`, of which a share has come.
    pub(super) fn new(
        (applicant, portfolio): (&Applicant, &Portfolio),
        (parameters, standings): (&'a Parameters, &'a [Standing]),
        (come, share): (&'a [u32], f64),
    ) -> Self {
        let of_track = |track: usize| {
            let lines = portfolio.lines.iter().filter(|line| line.track == track);
            lines.flat_map(|line| LineChances::of_line(line, applicant, standings[track], parameters)).collect()
        };
        let applied = (0..parameters.tracks.len()).map(of_track).collect();
        Self { parameters, standings, applied, come, share, counter: Counter::default(), law: Vec::new() }
    }

    /// The evidence of the season of `applicant`, if it is in progress.
    pub(super) fn of_season(
        applicant: &'a Applicant,
        parameters: &'a Parameters,
        standings: &'a [Standing],
    ) -> Option<Self> {
        let so_far = applicant.so_far.as_deref()?;
        let come = (so_far.invitations.as_slice(), so_far.share_come(&parameters.shared));
        Some(Self::new((applicant, &so_far.portfolio), (parameters, standings), come))
    }

    /// Whether programs of the track were applied to.
    pub(super) fn has(&self, track: usize) -> bool {
        !self.applied[track].is_empty()
    }

    /// The one node of a track at a point: every latent is a coordinate here.
    pub(super) fn node(&self, space: &LatentSpace, track: usize, normals: &[f64]) -> Node {
        space.node(track, normals, self.parameters, &self.standings[track])
    }

    /// Chances of an invitation by the end of the season from the programs of a track, where its logits are shifted.
    pub(super) fn invited(&self, track: usize, shift: f64) -> impl Iterator<Item = f64> {
        invited(&self.applied[track], shift)
    }

    /// Chance of the number that has come from a track where its logits are shifted, and of fewer.
    pub(super) fn chance_in(&mut self, track: usize, shift: f64) -> (f64, f64) {
        let share = self.share;
        let come = self.come[track] as usize;
        let by_now = invited(&self.applied[track], shift).map(|chance| chance * share);
        let exactly = chance_of_count(by_now, come, &mut self.law);
        (exactly, self.law[..come].iter().sum())
    }

    /// Distribution of the invitations still to come from a track where its logits are shifted, into `out`.
    pub(super) fn still_to_come(&mut self, track: usize, shift: f64, out: &mut Vec<f64>) {
        let come = self.come[track] as usize;
        self.counter.start();
        self.counter.count(invited(&self.applied[track], shift), usize::MAX);
        self.counter.condition(Come { come, share: self.share });
        let all = self.counter.distribution();
        out.clear();
        out.extend_from_slice(&all[come.min(all.len() - 1)..]);
    }

    /// Chance of all that has come at a point.
    pub(super) fn chance(&mut self, space: &LatentSpace, normals: &[f64]) -> f64 {
        let mut chance = 1.0;
        for track in 0..self.applied.len() {
            if self.has(track) {
                let node = self.node(space, track, normals);
                chance *= self.chance_in(track, node.shift).0;
            }
        }
        chance
    }

    /// Points near what has come; `center` is where the points of somebody who failed before are moved to.
    pub(super) fn proposal(&mut self, space: &LatentSpace, center: &[f64]) -> Proposal {
        let dimensions = space.dimensions();
        let mut at_origin = vec![0.0; dimensions];
        let observed: Vec<usize> = (0..self.applied.len()).filter(|track| self.has(*track)).collect();
        // The shift of a track is linear in the latents, so that its coefficients are its values at the units.
        let mut directions = vec![vec![0.0; dimensions]; observed.len()];
        for unit in 0..dimensions {
            at_origin[unit] = 1.0;
            for (direction, track) in directions.iter_mut().zip(&observed) {
                direction[unit] = self.node(space, *track, &at_origin).shift;
            }
            at_origin[unit] = 0.0;
        }
        let shift_there = |direction: &Vec<f64>| direction.iter().zip(center).map(|(a, b)| a * b).sum();
        let moved: Vec<f64> = directions.iter().map(shift_there).collect();
        Proposal::near(&directions, |which, shift| self.chance_in(observed[which], moved[which] + shift).0)
    }
}
