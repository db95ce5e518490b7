//! Priors put together from the shipped rows.

use super::super::{Reference, ReferenceError};
use crate::model::{ApplicantType, Home, ParameterPrior, PriorShape, TrackKind};

const IR: &str = "interventional_radiology_integrated";
const DR: &str = "diagnostic_radiology";

fn prior(tracks: &[&str]) -> Result<ParameterPrior, ReferenceError> {
    let tracks: Vec<String> = tracks.iter().map(|track| (*track).to_owned()).collect();
    Reference::embedded().unwrap().prior(ApplicantType::NonUsImg, &tracks)
}

#[test]
fn a_preliminary_year_is_nobodys_home() {
    let ids = ["transitional_year", DR].map(str::to_owned);
    assert_eq!(Reference::embedded().unwrap().prior(ApplicantType::NonUsImg, &ids).unwrap().home, Home::Track(1));
}

#[test]
fn tracks_stand_in_the_order_given_and_the_first_is_home() {
    let prior = prior(&["internal_medicine", DR, IR]).unwrap();
    let ids: Vec<&str> = prior.tracks.iter().map(|track| track.id.as_str()).collect();
    assert_eq!(ids, ["internal_medicine", DR, IR]);
    assert_eq!(prior.home, Home::Track(0));
}

#[test]
fn the_radiology_pair_is_interventional_then_diagnostic() {
    assert_eq!(prior(&["internal_medicine", DR, IR]).unwrap().radiology_pair, Some((2, 1)));
    assert_eq!(prior(&[DR, "internal_medicine"]).unwrap().radiology_pair, None);
}

#[test]
fn a_ninety_percent_interval_becomes_a_normal_spread() {
    let effects = prior(&[DR]).unwrap().effects;
    let within = effects.gold_signal.sd * 2.0 * 1.6449;
    assert!((within - 1.0).abs() < 1e-4, "{within}");
    assert_eq!(effects.exam_failure.mean, -1.0);
}

#[test]
fn each_effect_and_assumption_reads_its_own_row() {
    let reference = Reference::embedded().unwrap();
    let prior = prior(&[DR]).unwrap();
    let (effects, assumptions) = (prior.effects, prior.assumptions);
    for (key, spread) in [
        ("years_since_graduation", effects.years_since_graduation),
        ("us_clinical_month", effects.us_clinical_month),
        ("ln_publications", effects.ln_publications),
        ("exam_failure", effects.exam_failure),
        ("letters_none", effects.letters_none),
        ("letters_one", effects.letters_one),
        ("gold_signal", effects.gold_signal),
        ("silver_signal", effects.silver_signal),
        ("plain_signal", effects.plain_signal),
        ("gate_signal", effects.gate_signal),
        ("geographic_tie", effects.geographic_tie),
        ("rotation", effects.rotation),
    ] {
        assert_eq!(spread, reference.effect(key).unwrap().spread(), "{key}");
    }
    for (key, assumption) in [
        ("strength_correlation", assumptions.strength_correlation),
        ("radiology_correlation", assumptions.radiology_correlation),
        ("season_spread", assumptions.season_spread),
        ("openness_weight", assumptions.openness_weight),
        ("screening_typical", assumptions.screening_typical),
        ("screening_researched", assumptions.screening_researched),
        ("interview_luck_spread", assumptions.interview_luck_spread),
        ("pool_shift_spread", assumptions.pool_shift_spread),
        ("known_fit", assumptions.known_fit),
        ("demand_gradient", assumptions.demand_gradient),
    ] {
        let row = reference.assumption(key).unwrap();
        assert_eq!((assumption.value, assumption.prior), (row.value, row.shape()), "{key}");
    }
}

#[test]
fn priors_of_assumptions_have_the_shapes_of_the_methods() {
    let assumptions = prior(&[DR]).unwrap().assumptions;
    assert_eq!(assumptions.strength_correlation.prior, PriorShape::Beta { alpha: 6.0, beta: 4.0 });
    assert_eq!(assumptions.season_spread.prior, PriorShape::HalfNormal { scale: 0.2 });
    let bounded = PriorShape::Normal { mean: 0.8, sd: 0.3, lower: 0.05, upper: 2.0 };
    assert_eq!(assumptions.openness_weight.prior, bounded);
    assert_eq!(assumptions.pool_shift_spread.prior, PriorShape::Fixed);
}

#[test]
fn a_track_carries_pool_visa_and_kind() {
    let prior = prior(&[DR, "internal_medicine"]).unwrap();
    let [radiology, medicine] = prior.tracks.as_slice() else { panic!("two tracks") };
    assert_eq!(radiology.short_name, "DR");
    assert_eq!(radiology.pool_programs, 204);
    // 9 PGY-1 positions in 2025 and 102 matches of 2026, with 12.5% of all positions as 10 matches more.
    assert_eq!(radiology.kind, TrackKind::Residency { categorical_share: 10.25 / 112.0 });
    assert_eq!(medicine.kind, TrackKind::Residency { categorical_share: 1.0 });
    assert_eq!((radiology.sponsor_share_j1, radiology.sponsor_share_h1b), (0.731, 0.232));
    assert_eq!(radiology.visa_need_share, 0.852);
    assert_eq!(radiology.pool.us_clinical_months.mean, 3.0);
    assert!(radiology.pool.step2_ck.mean > medicine.pool.step2_ck.mean);
}

#[test]
fn an_unknown_track_is_named() {
    let message = prior(&[DR, "astrology"]).unwrap_err().to_string();
    assert!(message.contains("no track for `astrology`"), "{message}");
}

#[test]
fn missing_parameters_are_named_with_track_and_type() {
    let mut reference = Reference::embedded().unwrap();
    reference.parameters.retain(|row| row.track != DR);
    let error = reference.prior(ApplicantType::NonUsImg, &[DR.to_owned()]).unwrap_err().to_string();
    for part in ["parameters/fitted.csv", "no parameters", "`diagnostic_radiology`", "`non_us_img`"] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn a_missing_pool_or_visa_row_is_named() {
    let mut reference = Reference::embedded().unwrap();
    reference.pools.retain(|row| row.track != DR);
    let error = reference.prior(ApplicantType::NonUsImg, &[DR.to_owned()]).unwrap_err().to_string();
    assert!(error.contains("pools/pools.csv: no `step2_ck` for track `diagnostic_radiology`"), "{error}");
    reference.sponsorship.clear();
    let error = reference.prior(ApplicantType::NonUsImg, &[DR.to_owned()]).unwrap_err().to_string();
    assert!(error.contains("visa/sponsorship.csv: no share of programs that sponsor `j1`"), "{error}");
}
