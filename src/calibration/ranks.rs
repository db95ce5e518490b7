//! Contiguous ranks of the matched and the not matched, as the model gives them
//! for the published average applicant (`docs/methods.md` §9).

use super::average::{average_line, pool_parameters};
use super::setting::Setting;
use crate::model::Point;
use crate::model::acceptance::acceptance_probability;
use crate::model::counts::poisson_binomial;
use crate::model::invitation::InvitationLaw;
use crate::model::logistic::GAUSS_HERMITE_5;

/// Nodes of the integral over strength, and how many standard deviations they reach.
///
/// Equal steps are all but exact for a smooth function under a normal density.
const NODES: i32 = 20;
const REACH: f64 = 5.0;

/// What the model says of the pool of one track, given at least one interview.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// `P(k, outcome)` for the matched and the not matched, by `k` from 0; the
    /// entries of `k = 0` are 0, and all others sum to one.
    pub ranks: [Vec<f64>; 2],
    /// Mean strength of the matched and the not matched.
    pub strength: [f64; 2],
    /// Invitations per application, those without an interview included.
    pub invitation_rate: f64,
}

impl Predicted {
    /// Share matched to the track.
    #[must_use]
    pub fn match_rate(&self) -> f64 {
        self.ranks[0].iter().sum()
    }

    /// `P(k ≤ count | outcome)`, where `outcome` is 0 for the matched and 1 for the others.
    #[must_use]
    pub fn share_up_to(&self, outcome: usize, count: f64) -> f64 {
        let ranks = &self.ranks[outcome];
        let counted = ranks.iter().enumerate().take_while(|(k, _)| *k as f64 <= count);
        counted.map(|(_, share)| share).sum::<f64>() / ranks.iter().sum::<f64>()
    }

    /// Mean of `k` given the outcome.
    #[must_use]
    pub fn mean_ranks(&self, outcome: usize) -> f64 {
        let ranks = &self.ranks[outcome];
        ranks.iter().enumerate().map(|(k, share)| k as f64 * share).sum::<f64>() / ranks.iter().sum::<f64>()
    }

    /// Smallest `k` that at least the share `t` of the outcome's group does not exceed.
    #[must_use]
    pub fn quantile(&self, outcome: usize, t: f64) -> usize {
        let whole: f64 = self.ranks[outcome].iter().sum();
        let mut below = 0.0;
        let reached = self.ranks[outcome].iter().position(|share| {
            below += share;
            below >= t * whole
        });
        reached.unwrap_or(self.ranks[outcome].len().saturating_sub(1))
    }
}

/// What the model says of the pool of `setting` at `point`.
#[must_use]
pub fn predict(setting: &Setting, point: &Point) -> Predicted {
    let track = setting.at(point);
    let parameters = pool_parameters(&track, setting);
    let law = InvitationLaw::new(&average_line(&track), 0.0, &parameters);
    let spread = parameters.tracks[0].sigma;
    let mut sums = Sums::new(law.offsets.len());
    for node in -NODES..=NODES {
        let z = REACH * f64::from(node) / f64::from(NODES);
        let chances: Vec<f64> = law.offsets.iter().map(|offset| law.probability(*offset, spread * z)).collect();
        let taken = GAUSS_HERMITE_5.map(|(luck, weight)| {
            let luck = setting.shared.interview_luck_spread * luck;
            (acceptance_probability(&parameters.tracks[0], spread * z, luck), weight)
        });
        sums.add(libm::exp(-z * z / 2.0), spread * z, &chances, taken);
    }
    sums.conditional()
}

/// Sums over the nodes of the integral.
struct Sums {
    ranks: [Vec<f64>; 2],
    strength: [f64; 2],
    invited: f64,
    weight: f64,
    invitations: Vec<f64>,
}

impl Sums {
    fn new(programs: usize) -> Self {
        let none = vec![0.0; programs + 1];
        Self { ranks: [none.clone(), none.clone()], strength: [0.0; 2], invited: 0.0, weight: 0.0, invitations: none }
    }

    fn add(&mut self, weight: f64, strength: f64, chances: &[f64], taken: [(f64, f64); 5]) {
        poisson_binomial(chances, &mut self.invitations);
        self.weight += weight;
        self.invited += weight * chances.iter().sum::<f64>() / chances.len() as f64;
        let mut passed_over = taken.map(|(_, weight)| weight);
        for (k, share) in self.invitations.iter().enumerate().skip(1) {
            for (left, (chance, _)) in passed_over.iter_mut().zip(taken) {
                *left *= 1.0 - chance;
            }
            let unmatched: f64 = passed_over.iter().sum();
            for (outcome, part) in [1.0 - unmatched, unmatched].into_iter().enumerate() {
                let mass = weight * share * part;
                self.ranks[outcome][k] += mass;
                self.strength[outcome] += mass * strength;
            }
        }
    }

    /// The sums given at least one interview.
    fn conditional(mut self) -> Predicted {
        let of_outcome: [f64; 2] = [0, 1].map(|outcome| self.ranks[outcome].iter().sum());
        let active: f64 = of_outcome.iter().sum();
        self.ranks.iter_mut().flatten().for_each(|share| *share /= active);
        Predicted {
            ranks: self.ranks,
            strength: [self.strength[0] / of_outcome[0], self.strength[1] / of_outcome[1]],
            invitation_rate: self.invited / self.weight,
        }
    }
}
