//! Risk groups as advisers use them: rules of thumb, not results of the model.

use crate::model::{Applicant, ApplicantType, Visa};

/// The tracks that the rule speaks of.
const RADIOLOGY: [&str; 2] = ["diagnostic_radiology", "interventional_radiology_integrated"];

/// Where advisers would put the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskGroup {
    /// Nothing speaks against it.
    HigherLikelihood,
    /// Neither.
    Moderate,
    /// Something speaks strongly against it.
    HighRisk,
}

impl RiskGroup {
    /// Words for a person.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::HigherLikelihood => "higher likelihood",
            Self::Moderate => "moderate",
            Self::HighRisk => "high risk",
        }
    }
}

/// The rule for radiology and non-US IMGs, in words.
pub const RADIOLOGY_RULE: &str = "Higher likelihood: Step 2 CK 245 or more at the first attempt, at most 3 years since \
graduation, some clinical experience in the United States, J-1 acceptable; high risk: Step 2 CK under 235, any failed \
attempt, over 6 years, no such experience, or H-1B only; moderate: all between";

/// A group with what put the applicant there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskAssessment {
    /// Group.
    pub group: RiskGroup,
    /// What keeps the applicant out of the next better group; empty in the best.
    pub reasons: Vec<String>,
}

/// The group for radiology; none for other types, and if no radiology track is
/// applied to. Stated ranges count at their middle.
#[must_use]
pub fn radiology_risk<'t>(applicant: &Applicant, tracks: impl IntoIterator<Item = &'t str>) -> Option<RiskAssessment> {
    let is_radiology = tracks.into_iter().any(|track| RADIOLOGY.contains(&track));
    if applicant.kind != ApplicantType::NonUsImg || !is_radiology {
        return None;
    }
    let against = high_risk_reasons(applicant);
    if !against.is_empty() {
        return Some(RiskAssessment { group: RiskGroup::HighRisk, reasons: against });
    }
    let short = moderate_reasons(applicant);
    let group = if short.is_empty() { RiskGroup::HigherLikelihood } else { RiskGroup::Moderate };
    Some(RiskAssessment { group, reasons: short })
}

fn high_risk_reasons(applicant: &Applicant) -> Vec<String> {
    let (score, years) = (applicant.step2_ck.middle(), applicant.years_since_graduation.middle());
    let reasons = [
        (score < 235.0).then(|| format!("Step 2 CK {score} is under 235")),
        (applicant.exam_failures > 0).then(|| "a failed attempt".to_owned()),
        (years > 6.0).then(|| format!("{years} years since graduation are over 6")),
        (applicant.us_clinical_months.middle() <= 0.0 && !applicant.unstated.us_clinical_months)
            .then(|| "no clinical experience in the United States".to_owned()),
        (applicant.visa == Visa::H1bOnly).then(|| "H-1B only".to_owned()),
    ];
    reasons.into_iter().flatten().collect()
}

fn moderate_reasons(applicant: &Applicant) -> Vec<String> {
    let (score, years) = (applicant.step2_ck.middle(), applicant.years_since_graduation.middle());
    let reasons = [
        (score < 245.0).then(|| format!("Step 2 CK {score} is under 245")),
        (years > 3.0).then(|| format!("{years} years since graduation are over 3")),
    ];
    reasons.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Uncertain;

    fn applicant() -> Applicant {
        Applicant {
            kind: ApplicantType::NonUsImg,
            step2_ck: Uncertain::certain(245.0),
            exam_failures: 0,
            years_since_graduation: Uncertain::certain(3.0),
            us_clinical_months: Uncertain::certain(1.0),
            publications: Uncertain::certain(0.0),
            visa: Visa::J1,
            letters: Vec::new(),
            further: crate::model::FurtherRecord::default(),
            failed: None,
            so_far: None,
            unstated: crate::model::Unstated::default(),
            unstated_letters: Vec::new(),
        }
    }

    fn group(applicant: &Applicant) -> RiskGroup {
        radiology_risk(applicant, ["diagnostic_radiology"]).unwrap().group
    }

    #[test]
    fn the_edges_belong_to_the_better_group() {
        assert_eq!(group(&applicant()), RiskGroup::HigherLikelihood);
        let moderate = Applicant { step2_ck: Uncertain::certain(235.0), ..applicant() };
        assert_eq!(group(&moderate), RiskGroup::Moderate);
        let six_years = Applicant { years_since_graduation: Uncertain::certain(6.0), ..applicant() };
        assert_eq!(group(&six_years), RiskGroup::Moderate);
    }

    #[test]
    fn one_thing_against_it_is_enough_for_high_risk() {
        let cases = [
            Applicant { step2_ck: Uncertain::certain(234.0), ..applicant() },
            Applicant { exam_failures: 1, ..applicant() },
            Applicant { years_since_graduation: Uncertain::certain(7.0), ..applicant() },
            Applicant { us_clinical_months: Uncertain::certain(0.0), ..applicant() },
            Applicant { visa: Visa::H1bOnly, ..applicant() },
        ];
        for case in cases {
            let risk = radiology_risk(&case, ["interventional_radiology_integrated"]).unwrap();
            assert_eq!((risk.group, risk.reasons.len()), (RiskGroup::HighRisk, 1), "{case:?}");
        }
    }

    #[test]
    fn the_rule_is_silent_where_it_was_not_made_for() {
        assert_eq!(radiology_risk(&applicant(), ["internal_medicine"]), None);
        let senior = Applicant { kind: ApplicantType::UsMd, ..applicant() };
        assert_eq!(radiology_risk(&senior, ["diagnostic_radiology"]), None);
    }
}
