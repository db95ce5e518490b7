//! Risk bands in words: which one, what it means, and what it has meant.

use super::percent::whole;
use crate::engine::results::{AdviceGroup, BandMeaning, PortfolioResult, RiskBand};

/// What the band of a portfolio means, as far as its chances are beyond the limits, and has meant, in two sentences.
pub fn meaning(portfolio: &PortfolioResult, meanings: &[BandMeaning]) -> String {
    let (unmatched, residency) = (portfolio.outcomes.unmatched.mean, portfolio.residency.mean);
    let band = portfolio.risk_band;
    let observed = meanings.iter().find(|one| one.band == band);
    let observed = observed.map_or_else(String::new, |one| format!(" {}", has_meant(one)));
    format!("{}{observed}", limits(band, unmatched, residency))
}

/// The limits of the band that these chances are beyond.
fn limits(band: RiskBand, unmatched: f64, residency: f64) -> String {
    let safer = RiskBand::ALL.into_iter().rev().find(|other| *other < band);
    let Some(safer) = safer else {
        return format!(
            "It means that you go unmatched in under {} of seasons and get a complete residency in at least {}.",
            whole(band.unmatched_below()),
            whole(band.residency_from())
        );
    };
    let (from, below) = (whole(safer.unmatched_below()), whole(safer.residency_from()));
    let is_last = band == RiskBand::VeryHigh;
    let risk = if is_last {
        format!("{from} of seasons or more")
    } else {
        format!("{from} to {} of seasons", whole(band.unmatched_below()))
    };
    let left =
        if is_last { format!("under {below}") } else { format!("only {} to {below}", whole(band.residency_from())) };
    let mut reasons = Vec::new();
    if unmatched >= safer.unmatched_below() {
        reasons.push(format!("go unmatched in {risk}"));
    }
    if residency < safer.residency_from() {
        reasons.push(format!("get a complete residency in {left}"));
    }
    format!("It means that you {}.", reasons.join(" and "))
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
        let results = fixture::one_portfolio();
        let of = |unmatched: f64, residency: f64| {
            let mut portfolio = results.portfolios[0].clone();
            portfolio.outcomes.unmatched.mean = unmatched;
            portfolio.residency.mean = residency;
            portfolio.risk_band = RiskBand::of(unmatched, residency);
            meaning(&portfolio, &results.risk_bands)
        };
        let low = of(0.05, 0.9);
        assert!(low.contains("under 10%") && low.contains("at least 85%"), "{low}");
        let moderate = of(0.2, 0.8);
        assert!(moderate.contains("go unmatched in 10% to 25% of seasons and get"), "{moderate}");
        assert!(moderate.contains("only 70% to 85%"), "{moderate}");
        let high = of(0.3, 0.7);
        assert!(high.contains("in 25% to 50% of seasons.") && high.contains("between 2% and 30%"), "{high}");
        let very_high = of(0.25, 0.34);
        assert!(very_high.starts_with("It means that you get a complete residency in under 45%."), "{very_high}");
        let most = of(0.6, 0.6);
        assert!(most.contains("50% of seasons or more.") && most.contains("No published group"), "{most}");
    }
}
