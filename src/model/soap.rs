//! The Supplemental Offer and Acceptance Program (`docs/methods.md` §8): what
//! happens in the week of Match Day to those without a position, or without
//! the PGY-1 of one. Up to 45 applications and four rounds of offers stand
//! behind the published shares; they are not simulated one by one.

use super::logistic::{logistic, logit};
use super::prior::Assumption;

/// Which positions of the Supplemental Offer and Acceptance Program would be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoapChoice {
    /// Categorical and preliminary ones.
    Any,
    /// Categorical ones, and a PGY-1 that an advanced match lacks.
    Categorical,
    /// None: the person does not take part.
    No,
}

/// What is known of SOAP for one applicant type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SoapPrior {
    /// Share of the unmatched who are placed, in the first season.
    pub placed: Assumption,
    /// The same in later seasons: seniors have become graduates.
    pub placed_later: Assumption,
    /// Share of places that are categorical, the rest being preliminary.
    pub categorical: Assumption,
    /// Slope of the log-odds of a place in mean strength.
    pub strength_slope: Assumption,
    /// By how much the log-odds of a PGY-1 for an advanced match differ from those of any place.
    pub pgy1_shift: Assumption,
}

impl SoapPrior {
    /// Every quantity at the value that `value` gives for its name and prior.
    pub fn at(&self, mut value: impl FnMut(&str, Assumption) -> f64) -> Soap {
        Soap {
            placed: value("soap/placed", self.placed),
            placed_later: value("soap/placed_later", self.placed_later),
            categorical: value("soap/categorical", self.categorical),
            strength_slope: value("soap/strength_slope", self.strength_slope),
            pgy1_shift: value("soap/pgy1_shift", self.pgy1_shift),
        }
    }
}

/// SOAP in one parameter draw; fields as in [`SoapPrior`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Soap {
    /// Share placed, first season.
    pub placed: f64,
    /// Share placed, later seasons.
    pub placed_later: f64,
    /// Share of places that are categorical.
    pub categorical: f64,
    /// Slope in mean strength.
    pub strength_slope: f64,
    /// Shift for a PGY-1 alone.
    pub pgy1_shift: f64,
}

/// Chances of someone unmatched; what is left is no place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SoapChances {
    /// A categorical position.
    pub categorical: f64,
    /// A preliminary position.
    pub preliminary: f64,
}

impl Soap {
    /// Chances of someone unmatched in season `season` (0 is the first) whose
    /// strengths in the tracks applied to have the mean `mean_z`.
    #[must_use]
    pub fn unmatched(&self, season: usize, mean_z: f64, choice: SoapChoice, may_take_preliminary: bool) -> SoapChances {
        if choice == SoapChoice::No {
            return SoapChances { categorical: 0.0, preliminary: 0.0 };
        }
        let placed = self.chance(season, self.strength_slope * mean_z);
        let takes_preliminary = choice == SoapChoice::Any && may_take_preliminary;
        SoapChances {
            categorical: placed * self.categorical,
            preliminary: if takes_preliminary { placed * (1.0 - self.categorical) } else { 0.0 },
        }
    }

    /// Chance that someone who matched to an advanced position finds its PGY-1.
    #[must_use]
    pub fn pgy1(&self, season: usize, mean_z: f64, choice: SoapChoice) -> f64 {
        if choice == SoapChoice::No {
            return 0.0;
        }
        self.chance(season, self.strength_slope * mean_z + self.pgy1_shift)
    }

    fn chance(&self, season: usize, shift: f64) -> f64 {
        let share = if season == 0 { self.placed } else { self.placed_later };
        logistic(logit(share) + shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOAP: Soap = Soap { placed: 0.2, placed_later: 0.1, categorical: 0.6, strength_slope: 0.5, pgy1_shift: 1.0 };

    #[test]
    fn average_strength_is_placed_with_the_published_share_in_the_published_split() {
        let found = SOAP.unmatched(0, 0.0, SoapChoice::Any, true);
        assert!((found.categorical - 0.12).abs() < 1e-12 && (found.preliminary - 0.08).abs() < 1e-12, "{found:?}");
        let later = SOAP.unmatched(2, 0.0, SoapChoice::Any, true);
        assert!((later.categorical - 0.06).abs() < 1e-12);
    }

    #[test]
    fn what_would_not_be_taken_is_not_given_and_strength_helps() {
        let chances = |choice, may| SOAP.unmatched(0, 1.0, choice, may);
        assert_eq!(chances(SoapChoice::No, true), SoapChances { categorical: 0.0, preliminary: 0.0 });
        assert_eq!(chances(SoapChoice::Any, false), chances(SoapChoice::Categorical, true));
        let odds = |p: f64| p / (1.0 - p);
        let placed = chances(SoapChoice::Any, true);
        let ratio = odds(placed.categorical + placed.preliminary) / odds(0.2);
        assert!((ratio - 0.5_f64.exp()).abs() < 1e-12);
        assert!((odds(SOAP.pgy1(0, 0.0, SoapChoice::Any)) / odds(0.2) - 1.0_f64.exp()).abs() < 1e-12);
    }

    #[test]
    fn shares_of_nobody_and_everybody_stay() {
        for placed in [0.0, 1.0] {
            let found = Soap { placed, ..SOAP }.unmatched(0, 0.3, SoapChoice::Any, true);
            assert_eq!(found.categorical + found.preliminary, placed);
        }
    }
}
