//! What a portfolio costs: applications through ERAS or ResidencyCAS (tiers reset per specialty), NRMP
//! registration and transcripts.

use crate::model::{ApplicantType, Portfolio};
use crate::reference::FeeSchedule;

/// What one portfolio costs, in United States dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Application fees of ERAS and ResidencyCAS.
    pub applications: f64,
    /// NRMP registration.
    pub registration: f64,
    /// Examination transcripts.
    pub transcripts: f64,
}

impl Cost {
    /// Everything together.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.applications + self.registration + self.transcripts
    }
}

/// The fees of a season for one type of applicant, by the tracks of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Pricing {
    /// ERAS specialty of each track that lines index.
    pub(super) specialties: Vec<String>,
    /// Type of the applicant, which decides on the transcripts.
    pub(super) kind: ApplicantType,
    /// The fees.
    pub(super) fees: FeeSchedule,
}

impl Pricing {
    /// Applications by ERAS specialty with their fees, in the order of first
    /// appearance. Two tracks of one specialty share its tiers.
    #[must_use]
    pub fn fees_by_specialty(&self, portfolio: &Portfolio) -> Vec<(&str, u32, f64)> {
        let counts = self.applications_by_specialty(portfolio).into_iter();
        counts
            .map(|(specialty, count)| (specialty, count, self.fees.applications(std::iter::once((specialty, count)))))
            .collect()
    }

    /// Whether a specialty is applied to through ResidencyCAS.
    #[must_use]
    pub fn is_apart(&self, specialty: &str) -> bool {
        self.fees.is_apart(specialty)
    }

    /// Whether the application fees of a specialty are assumed.
    #[must_use]
    pub fn is_assumed(&self, specialty: &str) -> bool {
        self.fees.is_assumed(specialty)
    }

    fn applications_by_specialty(&self, portfolio: &Portfolio) -> Vec<(&str, u32)> {
        let mut counts: Vec<(&str, u32)> = Vec::new();
        for line in &portfolio.lines {
            let specialty = self.specialties[line.track].as_str();
            match counts.iter_mut().find(|(known, _)| *known == specialty) {
                Some((_, count)) => *count += line.programs,
                None => counts.push((specialty, line.programs)),
            }
        }
        counts
    }

    /// The cost of a portfolio. Everyone sends a USMLE transcript, US DO seniors and graduates a
    /// COMLEX transcript too.
    #[must_use]
    pub fn cost(&self, portfolio: &Portfolio) -> Cost {
        self.cost_of(portfolio.lines.iter().map(|line| (line.track, line.programs)))
    }

    /// The same of so many programs of each track.
    pub fn cost_of(&self, programs: impl Iterator<Item = (usize, u32)>) -> Cost {
        let comlex = if self.kind.is_us_do() { self.fees.comlex_transcript() } else { 0.0 };
        let by_specialty = programs.map(|(track, programs)| (self.specialties[track].as_str(), programs));
        Cost {
            applications: self.fees.applications(by_specialty),
            registration: self.fees.registration(),
            transcripts: self.fees.usmle_transcript() + comlex,
        }
    }
}
