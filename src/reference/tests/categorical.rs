//! The share of categorical positions by applicant type.

use super::super::{CATEGORICAL_SHARE_WEIGHT, CategoricalCounts, Reference};
use super::{assert_says, message};
use crate::model::{ApplicantType, PriorShape, TrackKind};

const NEUROLOGY: &str = "neurology";

fn share(reference: &Reference, track: &str, kind: ApplicantType) -> f64 {
    reference.categorical_share(reference.track(track).unwrap(), kind).unwrap().unwrap().share
}

#[test]
fn counts_are_pooled_with_the_share_of_the_tracks_positions() {
    let of = |filled, matches| CategoricalCounts { filled, year: 2025, matches, weight: 10.0 };
    // (9 + 10·0.125)/(102 + 10).
    assert!((of(9, 102.0).share(0.125) - 10.25 / 112.0).abs() < 1e-12);
    assert_eq!(of(9, 102.0).rests_on(), 112.0);
    // More positions than matches of another year are all matches: (215 + 10·0.737)/(215 + 10).
    assert!((of(223, 215.0).share(0.737) - 222.37 / 225.0).abs() < 1e-12);
    // Nobody counted: the share of the track.
    assert!((of(0, 0.0).share(0.2) - 0.2).abs() < 1e-12);
    // Thousands counted: their own share.
    assert!((of(50_000, 100_000.0).share(0.2) - 0.5).abs() < 1e-4);
}

#[test]
fn a_type_has_the_share_of_its_own_matches() {
    let reference = Reference::embedded().unwrap();
    let non_us = |track| share(&reference, track, ApplicantType::NonUsImg);
    for (track, low, high) in [
        (NEUROLOGY, 0.98, 0.995),
        ("anesthesiology", 0.92, 0.95),
        ("interventional_radiology_integrated", 0.37, 0.43),
        ("diagnostic_radiology", 0.08, 0.1),
    ] {
        assert!((low..high).contains(&non_us(track)), "{track}: {}", non_us(track));
    }
    let us_md = share(&reference, NEUROLOGY, ApplicantType::UsMd);
    assert!((0.68..0.72).contains(&us_md), "{us_md}");
}

#[test]
fn the_prior_carries_the_share_with_its_counts() {
    let reference = Reference::embedded().unwrap();
    let tracks = [NEUROLOGY, "internal_medicine", "transitional_year"].map(str::to_owned);
    let prior = reference.prior(ApplicantType::NonUsImg, &tracks).unwrap();
    let [neurology, medicine, year] = prior.tracks.as_slice() else { panic!("three tracks") };
    let share = share(&reference, NEUROLOGY, ApplicantType::NonUsImg);
    assert_eq!(neurology.kind, TrackKind::Residency { categorical_share: share });
    let Some(PriorShape::Beta { alpha, beta }) = neurology.categorical().map(|of| of.prior) else { panic!("a law") };
    assert!((alpha / (alpha + beta) - share).abs() < 1e-12);
    // 215 matches of non-US IMGs and the weight of 10.
    assert!((alpha + beta - 225.0).abs() < 1e-9, "{}", alpha + beta);
    assert_eq!(medicine.kind, TrackKind::Residency { categorical_share: 1.0 });
    assert_eq!(medicine.categorical().map(|of| of.prior), Some(PriorShape::Fixed));
    assert_eq!(year.categorical(), None);
}

#[test]
fn a_type_without_counts_keeps_the_share_of_the_positions() {
    let mut reference = Reference::embedded().unwrap();
    reference.listings.retain(|row| row.applicant_type != ApplicantType::NonUsImg);
    let found = reference.categorical_share(reference.track(NEUROLOGY).unwrap(), ApplicantType::NonUsImg);
    let found = found.unwrap().unwrap();
    assert_eq!((found.share, found.of_track, found.counts), (0.737, 0.737, None));
    assert!(found.words().contains("73.7% of matches, as of all positions"), "{}", found.words());
    assert_eq!(found.source_ids, ["nrmp_program_results_2016_2020"]);
    let prior = reference.prior(ApplicantType::NonUsImg, &[NEUROLOGY.to_owned()]).unwrap();
    assert_eq!(prior.tracks[0].categorical().map(|of| of.prior), Some(PriorShape::Fixed));
}

#[test]
fn the_share_says_what_it_rests_on_and_names_known_sources() {
    let reference = Reference::embedded().unwrap();
    let found = reference.categorical_share(reference.track(NEUROLOGY).unwrap(), ApplicantType::NonUsImg);
    let found = found.unwrap().unwrap();
    let parts = ["98.8% of matches", "223 PGY-1 positions filled in 2025", "215 matches", "73.7%", "as 10 matches"];
    assert_says(&found.words(), &parts);
    for id in ["nrmp_adv_2025_bytype", "nrmp_co_nonus_2026", "nrmp_program_results_2016_2020"] {
        assert!(found.source_ids.iter().any(|known| known == id), "{id}");
    }
    assert!(found.source_ids.iter().all(|id| reference.source(id).is_some()));
}

#[test]
fn a_weight_that_is_none_is_refused() {
    let weight = "categorical_share_weight,m_c,10,fixed,";
    let zero = message("effects/assumptions.csv", weight, "categorical_share_weight,m_c,0,fixed,");
    assert_says(&zero, &["column `value`", "from 0.001 to 1000"]);
    let drawn = message("effects/assumptions.csv", weight, "categorical_share_weight,m_c,10,half_normal,4");
    assert_says(&drawn, &["column `prior`", "`fixed`"]);
    let mut reference = Reference::embedded().unwrap();
    reference.assumptions.retain(|row| row.assumption != CATEGORICAL_SHARE_WEIGHT);
    let error = reference.prior(ApplicantType::UsMd, &[NEUROLOGY.to_owned()]).unwrap_err().to_string();
    assert_says(&error, &["effects/assumptions.csv", "`categorical_share_weight`"]);
}

#[test]
fn more_positions_filled_than_ranked_are_refused() {
    let text = message("fit/listings.csv", "neurology,non_us_img,1,627,223,", "neurology,non_us_img,1,627,628,");
    assert_says(&text, &["column `filled`", "from 0 to 627"]);
}
