//! What is known of one program a person applies to (`docs/methods.md` §3).

use super::applicant::{ApplicantType, Visa};
use super::logistic::logit;
use super::parameters::SharedParameters;

/// A signal of preference to one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum Signal {
    /// The scarce tier of a specialty with two.
    Gold,
    /// The other tier of a specialty with two.
    Silver,
    /// A signal of a specialty with one tier.
    Plain,
}

/// Numbers of signals by tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignalCounts {
    /// Gold signals.
    pub gold: u32,
    /// Silver signals.
    pub silver: u32,
    /// Signals of a specialty with one tier.
    pub plain: u32,
}

/// Signals from which on programs hardly look at anybody else: an assumption, between the 18 of obstetrics and gynecology
/// and the 25 of otolaryngology and neurological surgery.
const GATE: u32 = 25;

impl SignalCounts {
    /// All signals.
    #[must_use]
    pub fn total(self) -> u32 {
        self.gold + self.silver + self.plain
    }

    /// What is left after `used`.
    #[must_use]
    pub fn less(self, used: Self) -> Self {
        Self {
            gold: self.gold.saturating_sub(used.gold),
            silver: self.silver.saturating_sub(used.silver),
            plain: self.plain.saturating_sub(used.plain),
        }
    }

    /// As many of them as so many programs can get, gold before silver.
    #[must_use]
    pub fn at_most(self, programs: u32) -> Self {
        let gold = self.gold.min(programs);
        let silver = self.silver.min(programs - gold);
        Self { gold, silver, plain: self.plain.min(programs - gold - silver) }
    }

    /// These and those.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self { gold: self.gold + more.gold, silver: self.silver + more.silver, plain: self.plain + more.plain }
    }

    /// Whether there are so many that they are a gate.
    #[must_use]
    pub fn are_gate(self) -> bool {
        self.total() >= GATE
    }

    /// The tier that the program with this 0-based `index` gets, the first programs first.
    #[must_use]
    pub fn at(self, index: u32) -> Option<Signal> {
        let Self { gold, silver, plain } = self;
        let tiers = [(gold, Signal::Gold), (gold + silver, Signal::Silver), (gold + silver + plain, Signal::Plain)];
        tiers.into_iter().find(|(end, _)| index < *end).map(|(_, tier)| tier)
    }
}

/// Share of international graduates among the residents of a program.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct ImgShare {
    /// In the program, 0 to 1.
    pub program: f64,
    /// Among all positions of the track that were filled, above 0 and below 1.
    pub track: f64,
}

/// What is known of one program; nothing by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct ProgramFacts {
    /// Share of international graduates among the residents.
    pub img_share: Option<ImgShare>,
    /// Whether the program sponsors a J-1.
    pub sponsors_j1: Option<bool>,
    /// Whether the program sponsors an H-1B.
    pub sponsors_h1b: Option<bool>,
    /// How well the person thinks to fit, 0 to 1.
    pub own_fit: Option<f64>,
    /// The signal that the program gets.
    pub signal: Option<Signal>,
    /// Whether the applicant has a stated tie to the place.
    pub has_geographic_tie: bool,
    /// Whether the program knows the applicant from a rotation there.
    pub has_rotation: bool,
    /// How far the applicant knows that the program fits, where its openness is known: the mean over the places of such
    /// programs in the line ([`super::portfolio::in_order`]).
    pub known_fit: f64,
}

/// Residents that a share is taken to be counted among: with half a resident
/// added on either side, shares of 0 and 1 stay finite on the logit
/// (Haldane 1956). An assumption; family medicine programs have about 20.
const RESIDENTS: f64 = 20.0;

impl ProgramFacts {
    /// Whether the program sponsors a visa that the applicant can use; none if that is not known.
    ///
    /// As in [`TrackPrior::sponsor_share`](super::prior::TrackPrior::sponsor_share),
    /// programs that sponsor an H-1B are taken to sponsor a J-1 too, where the
    /// one is known and the other is not.
    #[must_use]
    pub fn sponsors(&self, visa: Visa) -> Option<bool> {
        let j1 = self.sponsors_j1.or(self.sponsors_h1b.filter(|sponsors| *sponsors));
        let h1b = self.sponsors_h1b.or(self.sponsors_j1.filter(|sponsors| !*sponsors));
        match visa {
            Visa::None => Some(true),
            Visa::H1bOnly => h1b,
            Visa::J1OrH1b if h1b == Some(true) => Some(true),
            Visa::J1 | Visa::J1OrH1b => j1,
        }
    }

    /// The share of international graduates as evidence of openness to this
    /// kind of applicant; it is none for a graduate of a US school.
    #[must_use]
    pub fn openness_evidence(&self, kind: ApplicantType) -> Option<ImgShare> {
        self.img_share.filter(|_| kind.is_img())
    }
}

impl ImgShare {
    /// `d = (logit s̃ − μ)/σ_img`: the share among those of all programs of the
    /// track, in standard deviations.
    ///
    /// Shares are taken as logit-normal over programs, with spread `σ_img` and
    /// the center `μ = √(1 + πσ_img²/8)·logit s̄` at which their mean is the
    /// published one (approximation of `MacKay` 1992).
    #[must_use]
    pub fn standardised(&self, shared: &SharedParameters) -> f64 {
        let spread = shared.img_share_spread;
        let residents = (self.program * RESIDENTS + 0.5) / (RESIDENTS + 1.0);
        let centre = (1.0 + std::f64::consts::PI * spread * spread / 8.0).sqrt() * logit(self.track);
        (logit(residents) - centre) / spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::logistic::logistic;
    use crate::random::normal_quantile;

    #[test]
    fn a_visa_that_nobody_sponsors_is_known_to_be_closed_and_the_nested_one_is_inferred() {
        let facts = |sponsors_j1, sponsors_h1b| ProgramFacts { sponsors_j1, sponsors_h1b, ..ProgramFacts::default() };
        let (yes, no) = (Some(true), Some(false));
        for (j1, h1b, visa, expected) in [
            (None, None, Visa::None, yes),
            (no, no, Visa::None, yes),
            (None, None, Visa::J1, None),
            (no, None, Visa::J1, no),
            (None, yes, Visa::J1, yes),
            (None, no, Visa::J1, None),
            (yes, None, Visa::H1bOnly, None),
            (no, None, Visa::H1bOnly, no),
            (yes, no, Visa::H1bOnly, no),
            (yes, no, Visa::J1OrH1b, yes),
            (no, no, Visa::J1OrH1b, no),
            (no, yes, Visa::J1OrH1b, yes),
            (None, no, Visa::J1OrH1b, None),
        ] {
            assert_eq!(facts(j1, h1b).sponsors(visa), expected, "{j1:?} {h1b:?} {visa:?}");
        }
    }

    /// Over all programs the evidence has mean 0, so that openness keeps its mean.
    #[test]
    fn the_mean_share_of_a_track_is_met_by_the_assumed_law_of_shares() {
        for mean in [0.1, 0.3, 0.45] {
            for spread in [1.0, 2.0, 2.5] {
                let centre = (1.0 + std::f64::consts::PI * spread * spread / 8.0_f64).sqrt() * logit(mean);
                let shares =
                    (0..20_000).map(|k| logistic(centre + spread * normal_quantile((f64::from(k) + 0.5) / 20_000.0)));
                let found = shares.sum::<f64>() / 20_000.0;
                assert!((found - mean).abs() < 0.02, "{found} {mean} {spread}");
            }
        }
    }

    #[test]
    fn shares_count_for_international_graduates_only() {
        let img_share = Some(ImgShare { program: 0.5, track: 0.3 });
        let facts = ProgramFacts { img_share, ..ProgramFacts::default() };
        assert!(facts.openness_evidence(ApplicantType::UsImg).is_some());
        assert!(facts.openness_evidence(ApplicantType::UsDo).is_none());
    }
}
