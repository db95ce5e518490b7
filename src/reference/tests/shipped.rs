//! The shipped tables load, and a folder of the same shape gives the same rows.

use super::super::tables::{Covariate, MatchOutcome, Origin, SignalTier, SponsoredVisa, TrackKindRow};
use super::super::{Reference, start_list, words};
use super::{SHIPPED, load_with, shipped_folder};
use crate::model::ApplicantType;

fn shipped() -> Reference {
    Reference::embedded().unwrap()
}

#[test]
fn a_folder_with_the_shipped_tables_gives_the_same_rows() {
    assert_eq!(Reference::from_directory(shipped_folder().path()).unwrap(), shipped());
}

#[test]
fn line_ends_byte_order_mark_quotes_and_column_order_do_not_matter() {
    let windows = load_with("fees/schedule.csv", |text| format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    assert_eq!(windows.fees, shipped().fees);
    let moved = load_with("signals/allotments.csv", |text| {
        let line = |line: &str| {
            let (season, rest) = line.split_once(',').unwrap();
            format!("{rest},\"{season}\"\n")
        };
        text.lines().map(line).collect()
    });
    assert_eq!(moved.unwrap().allotments, shipped().allotments);
}

#[test]
fn every_table_is_listed_with_its_rows_and_sources() {
    let reference = shipped();
    let listed: Vec<&str> = reference.tables.iter().map(|table| table.path).collect();
    assert_eq!(listed, SHIPPED.iter().map(|(file, _)| *file).collect::<Vec<_>>());
    let fees = reference.tables.iter().find(|table| table.path == "fees/schedule.csv").unwrap();
    assert_eq!(fees.rows, reference.fees.len());
    assert!(fees.sources.contains(&"aamc_fees_2026".to_owned()), "{:?}", fees.sources);
}

#[test]
fn a_table_that_changed_since_the_fit_is_found() {
    assert!(shipped().changed_since_fit().is_empty());
    let edited = load_with("parameters/targets.csv", |text| text.replacen(",0.975,", ",0.97,", 1)).unwrap();
    assert_eq!(edited.changed_since_fit(), ["parameters/targets.csv"]);
    let unread = load_with("signals/allotments.csv", |text| text.replacen(",6,", ",7,", 1));
    assert!(unread.unwrap().changed_since_fit().is_empty());
}

#[test]
fn every_source_is_used() {
    let reference = shipped();
    for source in &reference.sources {
        let is_used = reference.tables.iter().any(|table| table.sources.contains(&source.source_id))
            || words::sources().any(|of_words| of_words == source.source_id)
            || start_list(None).unwrap().iter().any(|row| row.source_id == source.source_id);
        assert!(is_used, "{} is not used", source.source_id);
    }
}

#[test]
fn the_start_of_program_lists_has_programs_of_every_track() {
    let start = start_list(None).unwrap();
    assert_eq!(start.len(), 6263);
    for track in shipped().tracks {
        let count = start.iter().filter(|row| row.track.as_ref() == Some(&track.track)).count();
        // Two years apart, and the list tells pathways of one program apart.
        assert!((0.8..1.2).contains(&(count as f64 / f64::from(track.programs))), "{}: {count}", track.track);
    }
}

#[test]
fn every_track_has_a_pool_for_every_type_and_both_visas() {
    let reference = shipped();
    for track in &reference.tracks {
        for kind in ApplicantType::ALL {
            for covariate in [
                Covariate::Step2Ck,
                Covariate::YearsSinceGraduation,
                Covariate::UsClinicalMonths,
                Covariate::LnPublications,
            ] {
                assert!(
                    reference.pool(&track.track, kind, covariate).is_some(),
                    "{} {kind:?} {covariate:?}",
                    track.track
                );
            }
        }
        for visa in [SponsoredVisa::J1, SponsoredVisa::H1b] {
            assert!(reference.sponsorship(&track.track, visa).is_some(), "{} {visa:?}", track.track);
        }
    }
}

#[test]
fn every_residency_track_has_parameters_for_non_us_imgs_fitted_where_lists_are_printed() {
    let reference = shipped();
    let is_printed = |track: &str| reference.rank_distributions.iter().any(|row| row.track == track);
    for track in reference.tracks.iter().filter(|track| track.kind != TrackKindRow::Preliminary) {
        let row = reference.parameters_for(&track.track, ApplicantType::NonUsImg);
        let origin = if is_printed(&track.track) { Origin::Fit } else { Origin::Assumption };
        assert_eq!(row.map(|row| row.origin), Some(origin), "{}", track.track);
    }
}

#[test]
fn assumptions_and_computed_rows_give_a_reason() {
    let reference = shipped();
    let needs_reason = |origin| matches!(origin, Origin::Assumption | Origin::Computed);
    for row in reference.pools.iter().filter(|row| needs_reason(row.origin)) {
        assert!(!row.note.is_empty(), "{row:?}");
    }
    for row in reference.effects.iter().filter(|row| needs_reason(row.origin)) {
        assert!(!row.note.is_empty(), "{row:?}");
    }
    for row in reference.sponsorship.iter().filter(|row| needs_reason(row.origin)) {
        assert!(!row.note.is_empty(), "{row:?}");
    }
    assert!(reference.assumptions.iter().all(|row| !row.note.is_empty()));
}

#[test]
fn published_figures_are_the_printed_ones() {
    let reference = shipped();
    let radiology = reference.track("diagnostic_radiology").unwrap();
    assert_eq!((radiology.programs, radiology.year), (204, 2025));
    assert_eq!((radiology.categorical_share_pct * 1208.0 / 100.0).round(), 151.0);
    let sponsors = reference.sponsorship("diagnostic_radiology", SponsoredVisa::J1).unwrap();
    assert_eq!((sponsors.share * 104.0).round(), 76.0);
    let average = reference.fitted_average("diagnostic_radiology", ApplicantType::NonUsImg).unwrap();
    assert_eq!(average.mean_applications, 72);
    let gold = reference.effect("gold_signal").unwrap();
    let odds = |share: f64| share / (1.0 - share);
    assert!((gold.value - (odds(0.598) / odds(0.37)).ln()).abs() < 0.005, "{}", gold.value);
    assert_eq!(reference.assumption("openness_weight").unwrap().value, 0.8);
}

#[test]
fn the_step_2_pool_of_a_type_is_the_mixture_of_matched_and_not_matched() {
    let reference = shipped();
    let pool = reference.pool("diagnostic_radiology", ApplicantType::NonUsImg, Covariate::Step2Ck).unwrap();
    let mean: f64 = (102.0 * 251.0 + 73.0 * 250.0) / 175.0;
    let variance: f64 = (102.0 * (14.0_f64.powi(2) + (251.0 - mean).powi(2))
        + 73.0 * (15.0_f64.powi(2) + (250.0 - mean).powi(2)))
        / 175.0;
    assert!((pool.mean - mean).abs() < 0.051, "{}", pool.mean);
    assert!((pool.sd - variance.sqrt()).abs() < 0.051, "{}", pool.sd);
}

#[test]
fn an_allotment_is_of_the_latest_season_of_its_group() {
    let reference = shipped();
    let signals = |group: &str, tier, season| reference.allotment(group, tier, season).map(|row| row.signals);
    let radiology = "diagnostic_and_interventional_radiology";
    assert_eq!(signals(radiology, SignalTier::Gold, 2027), Some(6));
    assert_eq!(signals(radiology, SignalTier::Silver, 2027), Some(6));
    assert_eq!(signals("internal_medicine", SignalTier::Single, 2024), Some(7));
    assert_eq!(signals("internal_medicine", SignalTier::Gold, 2027), Some(3));
    assert_eq!(signals("internal_medicine", SignalTier::Single, 2027), None, "given up in 2025");
    assert_eq!(signals("internal_medicine", SignalTier::Single, 2021), None, "before the first season");
}

#[test]
fn tracks_that_share_signals_share_a_group() {
    let reference = shipped();
    let group = |id: &str| reference.track(id).unwrap().signal_group.clone();
    assert_eq!(group("diagnostic_radiology"), group("interventional_radiology_integrated"));
    assert_ne!(group("diagnostic_radiology"), group("internal_medicine"));
    assert_eq!(group("internal_medicine_preliminary"), None);
}

#[test]
fn an_unknown_key_is_not_found() {
    let reference = shipped();
    assert!(reference.track("astrology").is_none());
    assert!(reference.source("astrology").is_none());
    assert!(reference.effect("astrology").is_none());
    assert!(reference.assumption("astrology").is_none());
}

#[test]
fn the_tables_of_the_fit_hold_the_printed_figures() {
    let reference = shipped();
    let counts = reference.match_counts.iter().find(|row| row.track == "diagnostic_radiology").unwrap();
    assert_eq!((counts.applicant_type, counts.matched, counts.not_matched), (ApplicantType::NonUsImg, 102, 73));
    let ranks = reference.rank_distributions.iter().find(|row| row.track == "diagnostic_radiology").unwrap();
    assert_eq!((ranks.outcome, ranks.n, ranks.q1, ranks.median, ranks.q3), (MatchOutcome::Matched, 75, 2.0, 5.0, 8.0));
    assert_eq!((ranks.min, ranks.max, ranks.mean, ranks.sd), (1, 14, 5.3, 3.4));
}

#[test]
fn printed_distributions_are_in_order_and_no_more_match_than_apply() {
    let reference = shipped();
    for row in &reference.rank_distributions {
        let points = [f64::from(row.min), row.q1, row.median, row.q3, f64::from(row.max)];
        assert!(points.is_sorted() && row.mean >= points[0] && row.mean <= points[4], "{row:?}");
    }
    assert!(reference.listings.iter().all(|row| row.filled <= row.applicants));
}
