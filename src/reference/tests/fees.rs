//! Fees against the totals that the publisher prints.

use super::super::{FeeSchedule, Reference};

fn fees(season: u16) -> FeeSchedule {
    Reference::embedded().unwrap().fee_schedule(season).unwrap()
}

/// Fees for applications in one specialty.
fn in_one_specialty(season: u16, count: u32) -> f64 {
    fees(season).applications([("internal_medicine", count)].into_iter())
}

#[test]
fn every_total_that_the_publisher_prints_is_met() {
    let reference = Reference::embedded().unwrap();
    for row in &reference.worked_totals {
        let schedule = reference.fee_schedule(row.season).unwrap();
        let counts = row.counts().unwrap();
        for (specialty, _) in &counts {
            let is_known = reference.tracks.iter().any(|track| track.eras_specialty == *specialty);
            assert!(is_known, "{specialty}");
        }
        assert_eq!(schedule.applications(counts.into_iter()), row.usd, "{} {}", row.season, row.applications);
    }
    let totals: Vec<f64> = reference.worked_totals.iter().map(|row| row.usd).collect();
    assert_eq!(totals, [519.0, 388.0, 457.0, 335.0, 330.0, 797.0, 780.0, 683.0]);
}

#[test]
fn the_printed_discount_is_three_fifths_of_fifty_applications() {
    assert_eq!(in_one_specialty(2026, 50) * 0.6, 558.0);
}

#[test]
fn the_cost_curve_of_one_specialty_follows_the_tiers() {
    let counts = [10, 20, 30, 40, 60, 80, 100, 150, 200];
    let of_2024 = [99.0, 289.0, 519.0, 789.0, 1329.0, 1869.0, 2409.0, 3759.0, 5109.0];
    let of_2025 = [110.0, 220.0, 330.0, 630.0, 1230.0, 1830.0, 2430.0, 3930.0, 5430.0];
    for (index, count) in counts.into_iter().enumerate() {
        assert_eq!(in_one_specialty(2024, count), of_2024[index], "{count} in 2024");
        assert_eq!(in_one_specialty(2025, count), of_2025[index], "{count} in 2025");
        assert_eq!(in_one_specialty(2026, count), of_2025[index], "{count} in 2026");
    }
}

#[test]
fn tiers_start_anew_in_each_specialty_and_counts_of_one_add_up() {
    let schedule = fees(2026);
    let apart = schedule.applications([("a", 20), ("b", 20)].into_iter());
    let together = schedule.applications([("a", 20), ("a", 20)].into_iter());
    assert_eq!((apart, together), (440.0, 630.0));
}

#[test]
fn the_tiers_of_residencycas_are_apart_from_those_of_eras() {
    let of = |season: u16, counts: &[(&'static str, u32)]| fees(season).applications(counts.iter().copied());
    let emergency = |count| of(2026, &[("emergency_medicine", count)]);
    assert_eq!([1, 18, 19, 30, 31, 46].map(emergency), [99.0, 99.0, 117.0, 315.0, 338.0, 683.0]);
    let both = of(2026, &[("emergency_medicine", 46), ("internal_medicine", 46)]);
    assert_eq!(both, 683.0 + in_one_specialty(2026, 46));
    // Before it left, emergency medicine cost as much as any specialty in ERAS.
    assert_eq!(of(2025, &[("emergency_medicine", 46)]), in_one_specialty(2025, 46));
    assert!(fees(2027).is_apart("emergency_medicine") && !fees(2025).is_apart("emergency_medicine"));
}

#[test]
fn a_price_that_no_source_gives_is_called_assumed() {
    let later = fees(2027);
    assert!(later.is_apart("obstetrics_gynecology") && later.is_assumed("obstetrics_gynecology"));
    assert!(!later.is_assumed("emergency_medicine") && !later.is_assumed("internal_medicine"));
    assert!(!fees(2024).is_apart("obstetrics_gynecology"));
}

#[test]
fn no_applications_cost_nothing_and_absurd_counts_do_not_overflow() {
    let schedule = fees(2026);
    assert_eq!(schedule.applications(std::iter::empty()), 0.0);
    assert_eq!(in_one_specialty(2026, 0), 0.0);
    let most = schedule.applications([("a", u32::MAX), ("a", u32::MAX)].into_iter());
    assert_eq!(most, 330.0 + 30.0 * f64::from(u32::MAX - 30));
}

#[test]
fn each_fee_is_of_the_latest_season_not_after_the_one_asked_for() {
    let later = fees(2027);
    assert_eq!(later.applications_season(), 2026);
    assert_eq!((later.registration(), later.registration_season()), (70.0, 2025));
    assert_eq!((later.extra_rank(), later.extra_rank_season()), (30.0, 2025));
    assert_eq!((later.usmle_transcript(), later.usmle_transcript_season()), (80.0, 2024));
    assert_eq!((later.comlex_transcript(), later.comlex_transcript_season()), (80.0, 2024));
    assert_eq!((fees(2024).registration(), fees(2024).registration_season()), (75.0, 2017));
}

#[test]
fn a_season_before_the_first_schedule_has_none() {
    assert!(Reference::embedded().unwrap().fee_schedule(2023).is_none());
}
