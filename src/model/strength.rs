//! Strength of the applicant against the pool of a track (`docs/methods.md` §2, §4).

use super::applicant::{ApplicantType, SpecialtyRecord, Unstated};
use super::parameters::Effects;
use super::prior::PoolProfile;

/// Months of clinical experience in the United States beyond which more counts for nothing.
pub const CLINICAL_MONTHS_COUNTED: f64 = 12.0;

/// Months of experience in a specialty beyond which more counts for nothing (assumption).
const SPECIALTY_MONTHS_COUNTED: u32 = 6;

/// Letters from a specialty beyond which more count for nothing.
const LETTERS_COUNTED: f64 = 2.0;

/// Weight of a failed attempt as a share of that of the one before (assumption, `docs/methods.md` §4).
const NEXT_FAILURE: f64 = 0.5;

/// The covariates of an applicant, each at one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Covariates {
    /// Type of medical school and citizenship.
    pub kind: ApplicantType,
    /// USMLE Step 2 CK score.
    pub step2_ck: f64,
    /// Failed attempts at examinations.
    pub exam_failures: u32,
    /// Years since graduation.
    pub years_since_graduation: f64,
    /// Months of clinical experience in the United States; where not stated, beyond the mean of the pool.
    pub us_clinical_months: f64,
    /// Months of observerships in the United States.
    pub observership_months: f64,
    /// Whether COMLEX is the only examination taken.
    pub is_comlex_only: bool,
    /// Publications; where not stated, beyond the typical number of the pool.
    pub publications: f64,
    /// What is not stated.
    pub unstated: Unstated,
}

/// `b_s·x` on the log-odds of an invitation: the covariates centerd on the
/// published pool of the track.
///
/// `step2_ck_per_10` is the effect of 10 points of Step 2 CK in this track.
/// `record` is what there is from the specialty; none where the
/// question does not arise (preliminary tracks). The reference is two letters, no failure,
/// USMLE, no observership and no experience in the specialty. What is not stated is that of the pool.
#[must_use]
pub fn explained_strength(
    covariates: &Covariates,
    record: Option<SpecialtyRecord>,
    step2_ck_per_10: f64,
    pool: &PoolProfile,
    effects: &Effects,
) -> f64 {
    let Unstated { us_clinical_months, publications, .. } = covariates.unstated;
    let months = covariates.us_clinical_months + if us_clinical_months { pool.us_clinical_months.mean } else { 0.0 };
    let published = covariates.publications + if publications { libm::expm1(pool.ln_publications.mean) } else { 0.0 };
    let hands_on = months.min(CLINICAL_MONTHS_COUNTED);
    let watched = covariates.observership_months.min(CLINICAL_MONTHS_COUNTED - hands_on);
    step2_ck_per_10 * (covariates.step2_ck - pool.step2_ck.mean) / 10.0
        + effects.years_since_graduation * (covariates.years_since_graduation - pool.years_since_graduation.mean)
        + effects.us_clinical_month * (hands_on - pool.us_clinical_months.mean)
        + effects.observership_month * watched
        + effects.ln_publications * (libm::log1p(published) - pool.ln_publications.mean)
        + effects.exam_failure * weight_of_failures(covariates.exam_failures)
        + if covariates.is_comlex_only { effects.comlex_only } else { 0.0 }
        + record.map_or(0.0, |record| effect_of_record(record, effects))
}

/// What the letters and the experience in a specialty add. Letters of other kinds count as parts of one from the
/// specialty, between none, one and two of which the effect is a straight line.
fn effect_of_record(record: SpecialtyRecord, effects: &Effects) -> f64 {
    let parts = [
        (record.letters, 1.0),
        (record.general_letters, effects.general_letter.clamp(0.0, 1.0)),
        (record.related_letters, effects.related_letter.clamp(0.0, 1.0)),
        (record.home_letters, effects.home_letter.clamp(0.0, 1.0)),
    ];
    let letters: f64 = parts.iter().map(|(count, worth)| f64::from(*count) * worth).sum();
    let letters = if letters < 1.0 {
        effects.letters_none + letters * (effects.letters_one - effects.letters_none)
    } else {
        effects.letters_one * (LETTERS_COUNTED - letters.min(LETTERS_COUNTED))
    };
    letters + effects.specialty_month * f64::from(record.months.min(SPECIALTY_MONTHS_COUNTED))
}

/// What failed attempts weigh against a single one: 0, 1, 1½, 1¾, …
#[must_use]
pub fn weight_of_failures(failures: u32) -> f64 {
    (1.0 - libm::pow(NEXT_FAILURE, f64::from(failures))) / (1.0 - NEXT_FAILURE)
}

/// `Var_pool(b_s·x)`: the part of the spread of strength that the covariates
/// explain, taking them as independent within the pool. What is not stated explains nothing.
#[must_use]
pub fn explained_variance(step2_ck_per_10: f64, pool: &PoolProfile, effects: &Effects, unstated: Unstated) -> f64 {
    let stated = |is_unstated: bool, spread: f64| if is_unstated { 0.0 } else { spread };
    [
        step2_ck_per_10 / 10.0 * pool.step2_ck.sd,
        effects.years_since_graduation * pool.years_since_graduation.sd,
        stated(unstated.us_clinical_months, effects.us_clinical_month * pool.us_clinical_months.sd),
        stated(unstated.publications, effects.ln_publications * pool.ln_publications.sd),
    ]
    .iter()
    .map(|spread| spread * spread)
    .sum()
}

/// `σ_res = √max(σ² − Var_pool(b·x), σ²/4)`: the spread that is left once the
/// covariates are known.
#[must_use]
pub fn residual_spread(sigma: f64, explained_variance: f64) -> f64 {
    (sigma * sigma - explained_variance).max(0.25 * sigma * sigma).sqrt()
}

/// `z_s = √ρ·θ + √(1−ρ)·δ_s`: residual strength in a track.
#[must_use]
pub fn residual_strength(correlation: f64, theta: f64, delta: f64) -> f64 {
    correlation.sqrt() * theta + (1.0 - correlation).max(0.0).sqrt() * delta
}

/// `δ` of diagnostic radiology given an independent draw and the `δ` of
/// interventional radiology: they read the same file, so the two are
/// correlated by `correlation`.
#[must_use]
pub fn correlated_delta(correlation: f64, partner: f64, own: f64) -> f64 {
    correlation * partner + (1.0 - correlation * correlation).max(0.0).sqrt() * own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::prior::PoolMoments;

    fn pool() -> PoolProfile {
        let moments = |mean, sd| PoolMoments { mean, sd };
        PoolProfile {
            step2_ck: moments(248.0, 12.0),
            years_since_graduation: moments(5.0, 4.0),
            us_clinical_months: moments(3.0, 3.0),
            ln_publications: moments(1.2, 0.9),
        }
    }

    fn effects() -> Effects {
        Effects {
            years_since_graduation: -0.09,
            us_clinical_month: 0.06,
            ln_publications: 0.21,
            exam_failure: -1.0,
            letters_none: -0.8,
            letters_one: -0.3,
            general_letter: 0.5,
            related_letter: 0.75,
            home_letter: 0.25,
            observership_month: 0.02,
            specialty_month: 0.05,
            comlex_only: -0.5,
            gold_signal: 0.93,
            silver_signal: 0.45,
            gate_signal: 2.6,
            plain_signal: 0.7,
            geographic_tie: 0.5,
            rotation: 1.2,
            own_fit: 0.3,
        }
    }

    fn two_letters() -> SpecialtyRecord {
        SpecialtyRecord::of_letters(2)
    }

    fn average() -> Covariates {
        Covariates {
            kind: ApplicantType::NonUsImg,
            step2_ck: 248.0,
            exam_failures: 0,
            years_since_graduation: 5.0,
            us_clinical_months: 3.0,
            observership_months: 0.0,
            is_comlex_only: false,
            publications: libm::expm1(1.2),
            unstated: Unstated::default(),
        }
    }

    #[test]
    fn the_average_of_the_pool_is_neither_strong_nor_weak() {
        assert!(explained_strength(&average(), Some(two_letters()), 0.39, &pool(), &effects()).abs() < 1e-12);
    }

    #[test]
    fn each_covariate_counts_as_its_effect_says() {
        let at = |covariates: Covariates, letters: Option<u32>| {
            explained_strength(&covariates, letters.map(SpecialtyRecord::of_letters), 0.39, &pool(), &effects())
        };
        assert!((at(Covariates { step2_ck: 258.0, ..average() }, Some(2)) - 0.39).abs() < 1e-12);
        assert!((at(Covariates { years_since_graduation: 7.0, ..average() }, Some(2)) + 0.18).abs() < 1e-12);
        assert!((at(Covariates { us_clinical_months: 40.0, ..average() }, Some(2)) - 0.54).abs() < 1e-12);
        for (failures, effect) in [(1, -1.0), (2, -1.5), (3, -1.75)] {
            let found = at(Covariates { exam_failures: failures, ..average() }, Some(2));
            assert!((found - effect).abs() < 1e-12, "{failures} failures: {found}");
        }
        assert!((at(average(), Some(0)) + 0.8).abs() < 1e-12);
        assert!((at(average(), Some(1)) + 0.3).abs() < 1e-12);
        assert!(at(average(), None).abs() < 1e-12);
    }

    #[test]
    fn letters_of_other_kinds_count_as_parts_of_one_and_experience_adds() {
        let of = |record| explained_strength(&average(), Some(record), 0.39, &pool(), &effects());
        let letters = |letters, general_letters, home_letters| {
            of(SpecialtyRecord { letters, general_letters, home_letters, ..SpecialtyRecord::default() })
        };
        assert!((letters(0, 1, 0) - (-0.8 + 0.5 * 0.5)).abs() < 1e-12);
        assert!((letters(1, 1, 0) + 0.15).abs() < 1e-12);
        assert!((letters(0, 0, 4) + 0.3).abs() < 1e-12);
        // Two general letters are one from the specialty, and beyond two nothing counts.
        assert!((letters(1, 2, 0)).abs() < 1e-12 && letters(2, 3, 3).abs() < 1e-12);
        // Of the other radiology, between one from the specialty and one of none.
        let related =
            |letters, related_letters| of(SpecialtyRecord { letters, related_letters, ..SpecialtyRecord::default() });
        assert!((related(0, 1) - (-0.8 + 0.75 * 0.5)).abs() < 1e-12);
        assert!((related(1, 1) - (-0.3 * 0.25)).abs() < 1e-12 && related(2, 2).abs() < 1e-12);
        let months = |months| of(SpecialtyRecord { letters: 2, months, ..SpecialtyRecord::default() });
        assert!((months(3) - 0.15).abs() < 1e-12 && (months(40) - 0.3).abs() < 1e-12);
    }

    #[test]
    fn observerships_count_less_than_hands_on_months_and_share_their_limit() {
        let of = |us_clinical_months, observership_months| {
            let covariates = Covariates { us_clinical_months, observership_months, ..average() };
            explained_strength(&covariates, Some(two_letters()), 0.39, &pool(), &effects())
        };
        assert!((of(3.0, 3.0) - 0.06).abs() < 1e-12);
        assert!((of(10.0, 5.0) - of(10.0, 2.0)).abs() < 1e-12 && (of(12.0, 5.0) - of(12.0, 0.0)).abs() < 1e-12);
        let without_usmle = Covariates { is_comlex_only: true, ..average() };
        assert!(
            (explained_strength(&without_usmle, Some(two_letters()), 0.39, &pool(), &effects()) + 0.5).abs() < 1e-12
        );
    }

    #[test]
    fn what_covariates_explain_leaves_the_residual_but_never_all_of_it() {
        let explained = explained_variance(0.39, &pool(), &effects(), Unstated::default());
        let expected = 0.468_f64.powi(2) + 0.36_f64.powi(2) + 0.18_f64.powi(2) + 0.189_f64.powi(2);
        assert!((explained - expected).abs() < 1e-12);
        assert!((residual_spread(1.0, explained) - (1.0 - expected).sqrt()).abs() < 1e-12);
        assert!((residual_spread(0.5, explained) - 0.25).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_stated_is_that_of_the_pool_and_explains_nothing() {
        let unstated = Unstated { us_clinical_months: true, publications: true };
        let silent = Covariates { us_clinical_months: 0.0, publications: 0.0, unstated, ..average() };
        let of = |covariates| explained_strength(&covariates, Some(two_letters()), 0.39, &pool(), &effects());
        assert!(of(silent).abs() < 1e-12);
        // A month and a paper more count as they do for somebody who stated the mean.
        let more = |covariates: Covariates| Covariates {
            us_clinical_months: covariates.us_clinical_months + 1.0,
            publications: covariates.publications + 1.0,
            ..covariates
        };
        assert!((of(more(silent)) - of(more(average()))).abs() < 1e-12);
        let expected = 0.468_f64.powi(2) + 0.36_f64.powi(2);
        assert!((explained_variance(0.39, &pool(), &effects(), unstated) - expected).abs() < 1e-12);
    }

    #[test]
    fn strength_and_correlated_deltas_have_unit_variance() {
        let (rho, c) = (0.6, 0.8);
        let weight = |theta, delta| residual_strength(rho, theta, delta);
        assert!((weight(1.0, 0.0).powi(2) + weight(0.0, 1.0).powi(2) - 1.0).abs() < 1e-12);
        assert!((correlated_delta(c, 1.0, 0.0).powi(2) + correlated_delta(c, 0.0, 1.0).powi(2) - 1.0).abs() < 1e-12);
    }
}
