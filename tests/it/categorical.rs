//! The share of categorical positions of an applicant type, from the tables to the outcomes of both engines.

use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::uncertainty::{DrawMode, Group, Sampler};
use matchfolio::model::{ApplicantType, ParameterPrior, TrackKind};
use matchfolio::reference::Reference;

use crate::fixtures::{applicant, assert_share, integrated, line, portfolio, prior, quiet_assumptions, run, track};

const TRIALS: u64 = 200_000;

fn neurology(reference: &Reference, kind: ApplicantType) -> ParameterPrior {
    reference.prior(kind, &["neurology".to_owned()]).unwrap()
}

/// What share of the matches lacks a PGY-1 where nothing serves the supplemental list: by conditional
/// integration and by trials, with the number of matches among these.
fn lacking(prior: &ParameterPrior, kind: ApplicantType) -> (f64, f64, u64) {
    let person = matchfolio::model::Applicant { kind, ..applicant(1) };
    let portfolios = [portfolio(vec![line(0, 40, 1)], None)];
    let exact = integrated(prior, &person, &portfolios);
    let mean = |quantity| {
        let means = exact.means(0, quantity);
        means.iter().map(|draw| draw.mean).sum::<f64>() / means.len() as f64
    };
    let (with, without) = (mean(Quantity::Matched(0)), mean(Quantity::MatchedWithoutPgy1(0)));
    let trials = run(prior, &person, &portfolios, TRIALS);
    let counts = trials.draws.iter().map(|draw| &draw.portfolios[0]);
    let (matches, lacking) = counts.fold((0, 0), |(matches, lacking), counts| {
        let without = counts.matched_without_pgy1[0];
        (matches + counts.matched[0] + without, lacking + without)
    });
    (without / (with + without), lacking as f64 / matches as f64, matches)
}

#[test]
fn a_match_lacks_its_pgy1_as_often_as_the_type_has_no_categorical_position() {
    let reference = Reference::embedded().unwrap();
    let mut found = Vec::new();
    for kind in [ApplicantType::NonUsImg, ApplicantType::UsMd] {
        let row = reference.track("neurology").unwrap();
        let expected = 1.0 - reference.categorical_share(row, kind).unwrap().unwrap().share;
        let (exact, tried, matches) = lacking(&neurology(&reference, kind), kind);
        assert!((exact - expected).abs() < 1e-9, "{kind:?}: {exact} {expected}");
        assert_share(tried, expected, matches, "the trials engine");
        found.push(exact);
    }
    assert!(found[0] < 0.02 && found[1] > 0.25, "{found:?}");
}

#[test]
fn who_matches_to_categorical_positions_alone_never_lacks_a_pgy1() {
    let mut reference = Reference::embedded().unwrap();
    let row = reference.tracks.iter_mut().find(|row| row.track == "neurology").unwrap();
    row.categorical_share_pct = 100.0;
    let prior = neurology(&reference, ApplicantType::NonUsImg);
    assert_eq!(prior.tracks[0].kind, TrackKind::Residency { categorical_share: 1.0 });
    let (exact, tried, matches) = lacking(&prior, ApplicantType::NonUsImg);
    assert_eq!((exact, tried), (0.0, 0.0));
    assert!(matches > 1000);
}

fn share_of(sampler: &Sampler<'_>, number: u64) -> f64 {
    sampler.draw(number).0.tracks[0].kind.categorical_share().unwrap()
}

/// Beta(6, 14): mean 0.3, variance 0.3·0.7/21.
#[test]
fn the_share_is_drawn_from_its_law_with_the_fitted_parameters() {
    let mut mixed = track("mixed", -2.8, 1.0, -0.8, 0.4);
    mixed.kind = TrackKind::Residency { categorical_share: 0.3 };
    mixed.categorical_matches = Some(20.0);
    let prior = prior(vec![mixed], quiet_assumptions());
    let person = applicant(1);
    let draws = |mode| {
        let sampler = Sampler::new(&prior, &person, mode, 3);
        (0..4000).map(|number| share_of(&sampler, number)).collect::<Vec<f64>>()
    };
    for mode in [DrawMode::Posterior, DrawMode::Only(Group::Fitted)] {
        let drawn = draws(mode);
        let mean = drawn.iter().sum::<f64>() / 4000.0;
        let variance = drawn.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / 3999.0;
        assert!((mean - 0.3).abs() < 0.002, "{mean}");
        assert!((variance / 0.01 - 1.0).abs() < 0.1, "{variance}");
    }
    for mode in [DrawMode::Central, DrawMode::Only(Group::Assumptions)] {
        assert!(draws(mode).iter().all(|share| *share == 0.3));
    }
    let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, 3);
    let named = sampler.named(7).into_iter().find(|(name, _)| name == "mixed/categorical_share").unwrap();
    assert_eq!(named.1, share_of(&sampler, 7));
}

/// Near 1 the law is steep; its quantiles stay inside and in order.
#[test]
fn every_share_of_the_tables_has_quantiles_in_order() {
    let reference = Reference::embedded().unwrap();
    for row in &reference.tracks {
        for kind in ApplicantType::ALL {
            let prior = reference.prior(kind, std::slice::from_ref(&row.track)).unwrap();
            let Some(share) = prior.tracks[0].categorical() else { continue };
            let at = [0.001, 0.05, 0.5, 0.95, 0.999].map(|point| share.quantile(point));
            assert!(at.is_sorted() && at[0] >= 0.0 && at[4] <= 1.0, "{} {kind:?}: {at:?}", row.track);
            assert!(at[0] <= share.value && share.value <= at[4], "{} {kind:?}: {at:?}", row.track);
        }
    }
}
