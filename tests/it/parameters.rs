//! The shipped parameters against the figures they stand for.

use matchfolio::calibration::average::average;
use matchfolio::engine::uncertainty::{DrawMode, Group, Sampler};
use matchfolio::model::fitted::{NAMES, PARAMETERS};
use matchfolio::model::{ApplicantType, FittedLaw, ParameterPrior, Point, TrackPrior};
use matchfolio::reference::Reference;

use crate::fixtures::{applicant, prior, quiet_assumptions, track};

fn reference() -> Reference {
    Reference::embedded().expect("the shipped tables are right")
}

/// The formula of the program gives the rates that the table prints, within the rounding of its parameters.
#[test]
fn the_average_applicant_of_every_track_matches_as_often_as_the_table_says() {
    let reference = reference();
    for row in &reference.parameters {
        let prior = reference.prior(row.applicant_type, std::slice::from_ref(&row.track)).expect("a prior");
        let found = average(&prior.tracks[0], &prior.assumptions.central());
        assert!((found.match_rate - row.match_rate).abs() < 0.0005, "{}: {found:?} against {row:?}", row.track);
        assert!((found.invitation_rate / row.invitation_rate - 1.0).abs() < 0.005, "{}: {found:?}", row.track);
    }
}

/// Whatever the spread and the slope of a type that was not fitted are, its match rate is
/// that of the target: all that is left uncertain is the error that the target states.
#[test]
fn a_shifted_law_is_as_sure_of_its_match_rate_as_the_target() {
    let reference = reference();
    for target in &reference.targets {
        let prior = reference.prior(target.applicant_type, std::slice::from_ref(&target.track)).expect("a prior");
        let shared = prior.assumptions.central();
        let logit_rate = |point: Point| {
            let track = TrackPrior { fitted: FittedLaw::exact(point), ..prior.tracks[0].clone() };
            let rate = average(&track, &shared).match_rate;
            (rate / (1.0 - rate)).ln()
        };
        let law = prior.tracks[0].fitted;
        let along = |axis: usize, step: f64| {
            let normals: [f64; PARAMETERS] = std::array::from_fn(|i| if i == axis { step } else { 0.0 });
            logit_rate(law.at(&normals))
        };
        let slope = |axis: usize| (along(axis, 0.05) - along(axis, -0.05)) / 0.1;
        let found = (0..PARAMETERS).map(|axis| slope(axis).powi(2)).sum::<f64>().sqrt();
        let at = |step: f64| logit_rate(Point { kappa: law.center.kappa + step, ..law.center });
        let stated = target.kappa_sd * (at(0.05) - at(-0.05)) / 0.1;
        assert!((found / stated - 1.0).abs() < 0.1, "{} {:?}: {found} {stated}", target.track, target.applicant_type);
    }
}

#[test]
fn every_track_has_parameters_for_every_applicant_type() {
    let reference = reference();
    for track in &reference.tracks {
        for kind in ApplicantType::ALL {
            let prior = reference.prior(kind, std::slice::from_ref(&track.track));
            assert!(prior.is_ok(), "{prior:?}");
        }
    }
}

/// One track whose parameters are correlated.
fn correlated() -> ParameterPrior {
    let sds = [0.3, 0.2, 0.25, 0.4, 0.1];
    let covariance = std::array::from_fn(|i| {
        std::array::from_fn(|j| if i == j { sds[i] * sds[i] } else { -0.2 * sds[i] * sds[j] })
    });
    let mut correlated = track("a track", -3.2, 1.0, -1.1, 0.4);
    correlated.fitted = FittedLaw::new(correlated.fitted.center, &covariance).expect("a covariance");
    prior(vec![correlated], quiet_assumptions())
}

/// 4,000 draws; tolerance five standard errors, which a right program would miss in one seed of 100,000.
#[test]
fn draws_have_the_covariance_of_their_law() {
    let (prior, person) = (correlated(), applicant(1));
    let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, 3);
    let count = 4000_u32;
    let drawn: Vec<[f64; PARAMETERS]> = (0..count)
        .map(|number| {
            let track = &sampler.draw(number.into()).0.tracks[0];
            [track.a, track.sigma.ln(), track.kappa, track.lambda, track.step2_ck_per_10]
        })
        .collect();
    let center = prior.tracks[0].fitted.center.values();
    let sds = [0.3, 0.2, 0.25, 0.4, 0.1];
    for i in 0..PARAMETERS {
        for j in 0..=i {
            let products = drawn.iter().map(|one| (one[i] - center[i]) * (one[j] - center[j]) / (sds[i] * sds[j]));
            let (found, expected) = (products.sum::<f64>() / f64::from(count), if i == j { 1.0 } else { -0.2 });
            let error = (2.0 / f64::from(count)).sqrt();
            assert!((found - expected).abs() < 5.0 * error, "{} and {}: {found}", NAMES[i], NAMES[j]);
        }
    }
}

#[test]
fn a_further_track_changes_no_draw_of_the_others() {
    let (alone, person) = (correlated(), applicant(2));
    let mut both = alone.clone();
    both.tracks.push(track("another", -2.0, 0.8, -0.5, 0.1));
    let sampler = |prior| Sampler::new(prior, &person, DrawMode::Posterior, 3);
    for number in 0..20 {
        assert_eq!(sampler(&alone).draw(number).0.tracks[0], sampler(&both).draw(number).0.tracks[0]);
    }
}

#[test]
fn step_2_is_among_what_was_fitted() {
    let (prior, person) = (correlated(), applicant(1));
    let spread = |mode| {
        let sampler = Sampler::new(&prior, &person, mode, 3);
        (0..50).map(|number| sampler.draw(number).0.tracks[0].step2_ck_per_10).fold(0.0, |most: f64, b| {
            most.max((b - prior.tracks[0].fitted.center.step2).abs())
        })
    };
    assert!(spread(DrawMode::Only(Group::Fitted)) > 0.05);
    assert!(spread(DrawMode::Only(Group::Effects)) < 1e-12);
}
