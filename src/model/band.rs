//! Risk bands: words for how likely a season is to go wrong (`docs/methods.md`, "How good it is").

use serde::{Deserialize, Serialize};

/// How likely it is to go unmatched, or to end without a complete residency: the first band whose two limits
/// (`RiskBand::unmatched_below`, `RiskBand::residency_from`) both hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskBand {
    /// Unmatched in less than 10% of seasons, and a complete residency in at least 85%.
    Low,
    /// Unmatched in less than 25% of seasons, and a complete residency in at least 70%.
    Moderate,
    /// Unmatched in less than 50% of seasons, and a complete residency in at least 45%.
    High,
    /// Everything riskier.
    VeryHigh,
}

impl RiskBand {
    /// Every band, the safest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Moderate, Self::High, Self::VeryHigh];

    /// The band of these two chances, 0 to 1.
    #[must_use]
    pub fn of(unmatched: f64, residency: f64) -> Self {
        let holds = |band: &Self| unmatched < band.unmatched_below() && residency >= band.residency_from();
        Self::ALL.into_iter().find(holds).unwrap_or(Self::VeryHigh)
    }

    /// The band of a group of people of whom only the share that went unmatched is known, 0 to 1.
    #[must_use]
    pub fn of_unmatched(unmatched: f64) -> Self {
        Self::of(unmatched, 1.0 - unmatched)
    }

    /// The chance of going unmatched is below this, 0 to 1; infinite where there is no limit.
    #[must_use]
    pub const fn unmatched_below(self) -> f64 {
        match self {
            Self::Low => 0.10,
            Self::Moderate => 0.25,
            Self::High => 0.50,
            Self::VeryHigh => f64::INFINITY,
        }
    }

    /// The chance of a complete residency is at least this, 0 to 1: five points are left for partial matches and
    /// preliminary years.
    #[must_use]
    pub const fn residency_from(self) -> f64 {
        match self {
            Self::Low => 0.85,
            Self::Moderate => 0.70,
            Self::High => 0.45,
            Self::VeryHigh => 0.0,
        }
    }

    /// Words for a person.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Moderate => "moderate",
            Self::High => "high",
            Self::VeryHigh => "very high",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cutoff_of_unmatched_belongs_to_the_riskier_band() {
        let cases = [(0.0, RiskBand::Low), (0.0999, RiskBand::Low), (0.10, RiskBand::Moderate)];
        let higher = [(0.2499, RiskBand::Moderate), (0.25, RiskBand::High), (0.4999, RiskBand::High)];
        for (unmatched, band) in
            cases.into_iter().chain(higher).chain([(0.5, RiskBand::VeryHigh), (1.0, RiskBand::VeryHigh)])
        {
            assert_eq!(RiskBand::of_unmatched(unmatched), band, "{unmatched}");
        }
    }

    #[test]
    fn a_cutoff_of_residencies_belongs_to_the_safer_band() {
        for (residency, band) in [
            (0.85, RiskBand::Low),
            (0.8499, RiskBand::Moderate),
            (0.70, RiskBand::Moderate),
            (0.6999, RiskBand::High),
            (0.45, RiskBand::High),
            (0.4499, RiskBand::VeryHigh),
        ] {
            assert_eq!(RiskBand::of(0.01, residency), band, "{residency}");
        }
    }
}
