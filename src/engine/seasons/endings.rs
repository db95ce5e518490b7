//! How a season ends for someone in a plan: the outcome of the Match and of SOAP.

use super::tree::Node;
use crate::model::season::Outcome;
use crate::model::soap::Soap;

/// Chances of the outcomes of the Match, by index of the track where it matters; they add up to one.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchChances {
    /// Matched, with a PGY-1 where one is needed.
    pub matched: Vec<f64>,
    /// Matched to an advanced position, without a PGY-1.
    pub without_pgy1: Vec<f64>,
    /// A preliminary year alone.
    pub preliminary: f64,
    /// Unmatched.
    pub unmatched: f64,
}

impl MatchChances {
    /// Unmatched for certain, of so many tracks.
    #[must_use]
    pub fn unmatched(tracks: usize) -> Self {
        Self { matched: vec![0.0; tracks], without_pgy1: vec![0.0; tracks], preliminary: 0.0, unmatched: 1.0 }
    }

    /// The outcome of one season that was drawn.
    #[must_use]
    pub fn certain(outcome: Outcome, tracks: usize) -> Self {
        let mut chances = Self { unmatched: 0.0, ..Self::unmatched(tracks) };
        match outcome {
            Outcome::Unmatched => chances.unmatched = 1.0,
            Outcome::PreliminaryOnly => chances.preliminary = 1.0,
            Outcome::Matched(track) => chances.matched[track] = 1.0,
            Outcome::MatchedWithoutPgy1(track) => chances.without_pgy1[track] = 1.0,
        }
        chances
    }
}

/// Chances of the ways a season can end; they add up to one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endings {
    /// A residency from the Match, by track.
    pub matched: Vec<f64>,
    /// An advanced position from the Match with its PGY-1 from SOAP, by track.
    pub pgy1_in_soap: Vec<f64>,
    /// A categorical position from SOAP.
    pub soap_categorical: f64,
    /// A preliminary year from the Match.
    pub preliminary: f64,
    /// A preliminary year from SOAP.
    pub soap_preliminary: f64,
    /// An advanced position that lacks its PGY-1 after SOAP too, and is lost, by track.
    pub without_pgy1: Vec<f64>,
    /// Nothing.
    pub nothing: f64,
}

impl Endings {
    /// Nothing yet, for so many tracks.
    #[must_use]
    pub fn new(tracks: usize) -> Self {
        let none = || vec![0.0; tracks];
        Self { matched: none(), pgy1_in_soap: none(), without_pgy1: none(), ..Self::default() }
    }

    /// How the season of `node` ends where the Match goes as `found` says and
    /// mean strength is `mean_z`.
    #[must_use]
    pub fn of(node: &Node, found: &MatchChances, soap: &Soap, mean_z: f64) -> Self {
        let places = soap.unmatched(node.season, mean_z, node.soap, node.may_take_preliminary);
        // A PGY-1 that is behind serves every advanced position.
        let pgy1 = if node.has_pgy1 { 1.0 } else { soap.pgy1(node.season, mean_z, node.soap) };
        let mut endings = Self {
            matched: found.matched.clone(),
            pgy1_in_soap: found.without_pgy1.iter().map(|chance| chance * pgy1).collect(),
            soap_categorical: found.unmatched * places.categorical,
            preliminary: found.preliminary,
            soap_preliminary: found.unmatched * places.preliminary,
            without_pgy1: found.without_pgy1.iter().map(|chance| chance * (1.0 - pgy1)).collect(),
            nothing: found.unmatched * (1.0 - places.categorical - places.preliminary),
        };
        if node.has_pgy1 {
            for (matched, lacking) in endings.matched.iter_mut().zip(&mut endings.pgy1_in_soap) {
                *matched += std::mem::take(lacking);
            }
        }
        endings
    }

    /// A residency to finish, from the Match or from SOAP.
    #[must_use]
    pub fn residency(&self) -> f64 {
        self.matched.iter().chain(&self.pgy1_in_soap).sum::<f64>() + self.soap_categorical
    }

    /// A preliminary year, from the Match or from SOAP.
    #[must_use]
    pub fn any_preliminary(&self) -> f64 {
        self.preliminary + self.soap_preliminary
    }

    /// Everything together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.residency() + self.any_preliminary() + self.without_pgy1.iter().sum::<f64>() + self.nothing
    }

    /// One of the endings with certainty: the one that the share `share` (0 to 1) of the whole falls to.
    #[must_use]
    pub fn chosen(mut self, share: f64) -> Self {
        let mut left = share * self.total();
        let is_chosen = |chance: &mut f64| {
            let chosen = *chance > 0.0 && (0.0..*chance).contains(&left);
            left -= *chance;
            *chance = f64::from(u8::from(chosen));
        };
        let alone = [&mut self.soap_categorical, &mut self.soap_preliminary, &mut self.preliminary, &mut self.nothing];
        let tracks = self.matched.iter_mut().chain(&mut self.pgy1_in_soap).chain(&mut self.without_pgy1);
        alone.into_iter().chain(tracks).for_each(is_chosen);
        self
    }

    /// Adds `weight` times `other`.
    pub fn add(&mut self, other: &Self, weight: f64) {
        let tracks = |ours: &mut [f64], theirs: &[f64]| {
            for (ours, theirs) in ours.iter_mut().zip(theirs) {
                *ours += weight * theirs;
            }
        };
        tracks(&mut self.matched, &other.matched);
        tracks(&mut self.pgy1_in_soap, &other.pgy1_in_soap);
        tracks(&mut self.without_pgy1, &other.without_pgy1);
        self.soap_categorical += weight * other.soap_categorical;
        self.preliminary += weight * other.preliminary;
        self.soap_preliminary += weight * other.soap_preliminary;
        self.nothing += weight * other.nothing;
    }
}
