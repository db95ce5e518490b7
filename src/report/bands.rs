//! Risk bands in words: which one, what it means, and what it has meant.

use super::percent::whole;
use crate::engine::results::{AdviceGroup, BandMeaning, RiskBand};

/// What the band means and has meant, in two sentences.
pub fn meaning(band: RiskBand, meanings: &[BandMeaning]) -> String {
    let observed = meanings.iter().find(|one| one.band == band);
    let observed = observed.map_or_else(String::new, |one| format!(" {}", has_meant(one)));
    format!("{}{observed}", limits(band))
}

/// The limits of the band.
fn limits(band: RiskBand) -> String {
    let safer = RiskBand::ALL.into_iter().rev().find(|other| *other < band);
    let Some(safer) = safer else {
        return format!(
            "It means that you go unmatched in under {} of seasons and get a complete residency in at least {}.",
            whole(band.unmatched_below()),
            whole(band.residency_from())
        );
    };
    let (unmatched, residency) = (whole(safer.unmatched_below()), whole(safer.residency_from()));
    if band == RiskBand::VeryHigh {
        return format!(
            "It means that you go unmatched in {unmatched} of seasons or more, or get a complete residency in under \
             {residency}."
        );
    }
    format!(
        "It means that you go unmatched in {unmatched} to {} of seasons, or get a complete residency in only {} to \
         {residency}.",
        whole(band.unmatched_below()),
        whole(band.residency_from())
    )
}

/// What the band of a plan means: ending without a residency stands for going unmatched.
pub fn plan_meaning(band: RiskBand) -> String {
    let safer = RiskBand::ALL.into_iter().rev().find(|other| *other < band);
    let from = safer.map(|safer| whole(safer.unmatched_below()));
    let share = match (from, band) {
        (None, _) => format!("under {}", whole(band.unmatched_below())),
        (Some(from), RiskBand::VeryHigh) => format!("{from} or more"),
        (Some(from), _) => format!("{from} to {}", whole(band.unmatched_below())),
    };
    format!("It means that {share} of simulated careers have no residency after the last season of the plan.")
}

/// What became of published groups in the band.
fn has_meant(meaning: &BandMeaning) -> String {
    let Some([low, median, high]) = meaning.observed_unmatched else {
        return "No published group is predicted to be in this band.".to_owned();
    };
    format!(
        "Of the {} published groups that the model puts in this band, between {} and {} went unmatched (median {}).",
        meaning.groups,
        ends(low),
        ends(high),
        whole(median)
    )
}

/// A share that may be nobody at all: it was counted.
fn ends(share: f64) -> String {
    if share > 0.0 { whole(share) } else { "0%".to_owned() }
}

/// Every band with its limits, in one sentence.
pub fn all_limits() -> String {
    let told = RiskBand::ALL[..3].iter().map(|band| {
        let (unmatched, residency) = (whole(band.unmatched_below()), whole(band.residency_from()));
        format!("{} (unmatched under {unmatched} and a complete residency in at least {residency})", band.label())
    });
    format!("Risk bands: {}, and very high for all else.", told.collect::<Vec<_>>().join(", "))
}

/// Where the advice guides would put the applicant.
pub fn advice(group: &AdviceGroup) -> String {
    let reasons = if group.reasons.is_empty() { String::new() } else { format!(" ({})", group.reasons.join("; ")) };
    format!(
        "Advice guides would call you “{}” for radiology{reasons}. That is a rule of thumb, not a result of the model.",
        group.group
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_band_says_its_limits_and_what_became_of_published_groups() {
        let meanings = fixture::one_portfolio().risk_bands;
        let told = RiskBand::ALL.map(|band| meaning(band, &meanings));
        assert!(told[0].contains("under 10%") && told[0].contains("at least 85%"), "{}", told[0]);
        assert!(told[1].contains("in 10% to 25% of seasons") && told[1].contains("70% to 85%"), "{}", told[1]);
        assert!(told[2].contains("in 25% to 50%") && told[2].contains("between 2% and 30%"), "{}", told[2]);
        assert!(told[3].contains("50% of seasons or more") && told[3].contains("No published group"), "{}", told[3]);
    }
}
