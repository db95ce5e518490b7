//! The shipped parameters against the figures they stand for.

use matchfolio::engine::uncertainty::{DrawMode, Group, Sampler};
use matchfolio::model::fitted::{COORDINATES, PARAMETERS};
use matchfolio::model::logistic::{logistic, logit};
use matchfolio::model::typical::{GroupOutcome, Habits, Rates, Strengths, TypicalApplicant};
use matchfolio::model::{ApplicantType, FittedLaw, ParameterPrior, Point, TrackKind, TrackParameters, TrackPrior};
use matchfolio::reference::{ErasApplicantsRow, OfferSpreadRow, Reference};

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
        let track = &prior.tracks[0];
        let (shared, effects) = (prior.assumptions.central(), prior.effects.central());
        let habits = Habits { shared: &shared, effects: &effects };
        let found = TypicalApplicant::program_by_program(track).rates(&track.fitted.center, habits);
        assert!((found.matched - row.match_rate).abs() < 0.0005, "{}: {found:?} against {row:?}", row.track);
        assert!((found.invitation / row.invitation_rate - 1.0).abs() < 0.005, "{}: {found:?}", row.track);
    }
}

/// Whatever spread and slope are drawn, the rates of a type that was not fitted are those of its
/// target: all that is uncertain about the match rate is the error that the target states. 60
/// draws know a standard deviation to 9 %; four of these errors are allowed for each of 60 targets,
/// which a right program would miss in one seed of 260.
#[test]
fn draws_of_shifted_parameters_keep_the_rates_of_the_target() {
    let reference = reference();
    for target in &reference.targets {
        let kind = target.applicant_type;
        let prior = reference.prior(kind, std::slice::from_ref(&target.track)).expect("a prior");
        let typical = TypicalApplicant::new(&prior.tracks[0]);
        let person = matchfolio::model::Applicant { kind, ..applicant(1) };
        let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, 5);
        let logits: Vec<f64> = (0..60)
            .map(|number| {
                let (parameters, _) = sampler.draw(number);
                logit(typical.rates(&point_of(&parameters.tracks[0]), (&parameters).into()).matched)
            })
            .collect();
        let mean = logits.iter().sum::<f64>() / 60.0;
        let sd = (logits.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / 59.0).sqrt();
        let name = format!("{} {kind:?}: {mean} ± {sd}", target.track);
        if target.match_rate < 0.97 {
            let error = 4.0 * target.match_sd / 60.0_f64.sqrt() + 0.01;
            assert!((mean - logit(target.match_rate)).abs() < error, "{name}");
            assert!((sd / target.match_sd - 1.0).abs() < 4.0 * 0.092, "{name}");
        } else {
            // Where nearly everybody matches, some draws cannot reach the rate: somebody has no interview.
            let matched = logits.iter().map(|one| logistic(*one)).sum::<f64>() / 60.0;
            assert!((matched - target.match_rate).abs() < 0.02, "{name}: {matched}");
        }
    }
}

/// The fitted parameters of a draw.
fn point_of(track: &TrackParameters) -> Point {
    let (a, ln_sigma, step2) = (track.a, track.sigma.ln(), track.step2_ck_per_10);
    Point { a, ln_sigma, kappa: track.kappa, lambda: track.lambda, step2 }
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
    let covariance =
        std::array::from_fn(|i| std::array::from_fn(|j| if i == j { sds[i] * sds[i] } else { -0.2 * sds[i] * sds[j] }));
    let mut correlated = track("a track", -3.2, 1.0, -1.1, 0.4);
    correlated.fitted = FittedLaw::new(correlated.fitted.center, &covariance).expect("a covariance");
    prior(vec![correlated], quiet_assumptions())
}

/// 4,000 draws; tolerance five standard errors, which a right program would miss in one seed of 100,000.
#[test]
fn draws_have_the_covariance_of_their_law() {
    let (prior, person) = (correlated(), applicant(1));
    let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, 3);
    let typical = TypicalApplicant::new(&prior.tracks[0]);
    let count = 4000_u32;
    let drawn: Vec<[f64; PARAMETERS]> = (0..count)
        .map(|number| {
            let (parameters, _) = sampler.draw(number.into());
            let point = point_of(&parameters.tracks[0]);
            let rates = typical.rates(&point, (&parameters).into());
            [logit(rates.invitation), point.ln_sigma, logit(rates.matched), point.lambda, point.step2]
        })
        .collect();
    let (shared, effects) = (prior.assumptions.central(), prior.effects.central());
    let at_center = typical.rates(&prior.tracks[0].fitted.center, Habits { shared: &shared, effects: &effects });
    let Point { ln_sigma, lambda, step2, .. } = prior.tracks[0].fitted.center;
    let center = [logit(at_center.invitation), ln_sigma, logit(at_center.matched), lambda, step2];
    let sds = [0.3, 0.2, 0.25, 0.4, 0.1];
    for i in 0..PARAMETERS {
        for j in 0..=i {
            let products = drawn.iter().map(|one| (one[i] - center[i]) * (one[j] - center[j]) / (sds[i] * sds[j]));
            let (found, expected) = (products.sum::<f64>() / f64::from(count), if i == j { 1.0 } else { -0.2 });
            let error = (2.0 / f64::from(count)).sqrt();
            assert!((found - expected).abs() < 5.0 * error, "{} and {}: {found}", COORDINATES[i], COORDINATES[j]);
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
        (0..50)
            .map(|number| sampler.draw(number).0.tracks[0].step2_ck_per_10)
            .fold(0.0, |most: f64, b| most.max((b - prior.tracks[0].fitted.center.step2).abs()))
    };
    assert!(spread(DrawMode::Only(Group::Fitted)) > 0.05);
    assert!(spread(DrawMode::Only(Group::Effects)) < 1e-12);
}

/// The published applicants of a specialty where strength is spread by `spread`, at the published rate of offers.
fn offered(row: &OfferSpreadRow, spread: f64, habits: Habits<'_>) -> GroupOutcome {
    let of_specialty = TrackPrior {
        pool_programs: row.programs,
        mean_applications: row.applications,
        ..track("specialty", -1.5, spread, 0.0, 0.0)
    };
    let typical = TypicalApplicant::program_by_program(&of_specialty);
    let rates = Rates { invitation: row.offers / f64::from(row.applications), matched: 0.75 };
    let point = typical.with_rates(rates, &of_specialty.fitted.center, habits);
    typical.outcome(&point, Strengths { mean: 0.0, spread }, habits)
}

/// Where independence is wrong (`docs/methods.md` §9): offers of one applicant go together, by as much as the spread of
/// strength that the fit gives US MD seniors. The number of applications may differ by a fifth besides. Nothing was fitted to
/// the row.
#[test]
fn interview_offers_spread_as_strength_says_and_not_as_independent_programs_would() {
    let reference = reference();
    let prior = |track: &String| reference.prior(ApplicantType::UsMd, std::slice::from_ref(track)).expect("a prior");
    let priors: Vec<ParameterPrior> = reference.tracks.iter().map(|row| prior(&row.track)).collect();
    let residencies = || priors.iter().map(|prior| &prior.tracks[0]).filter(|one| one.kind != TrackKind::Preliminary);
    let ln_sigma = residencies().map(|track| track.fitted.center.ln_sigma).sum::<f64>() / residencies().count() as f64;
    let (shared, effects) = (priors[0].assumptions.central(), priors[0].effects.central());
    let habits = Habits { shared: &shared, effects: &effects };
    for row in &reference.offer_spreads {
        let sd = |spread: f64, of_applications: f64| {
            let found = offered(row, spread, habits);
            assert!((found.invitations - row.offers).abs() < 1e-3, "{found:?}");
            (found.invitation_variance + (of_applications * row.offers).powi(2)).sqrt()
        };
        let independent = [sd(0.0, 0.0), sd(0.0, 0.2)];
        let correlated = [sd(ln_sigma.exp(), 0.0), sd(ln_sigma.exp(), 0.2)];
        assert!(independent.iter().all(|sd| *sd < row.offers_sd / 2.0), "{independent:?}");
        // Three quarters of the printed spread; the fit of seniors is to other specialties.
        assert!(correlated.iter().all(|sd| (sd / row.offers_sd - 1.0).abs() < 0.3), "{correlated:?}");
    }
}

/// IMGs who must have applied for so many to rank the specialty, if the shares without an interview are the model's.
fn implied_applicants(reference: &Reference, row: &ErasApplicantsRow) -> f64 {
    let of_type = |kind: ApplicantType| {
        let prior = reference.prior(kind, std::slice::from_ref(&row.track)).expect("a prior");
        let (track, shared, effects) = (&prior.tracks[0], prior.assumptions.central(), prior.effects.central());
        let habits = Habits { shared: &shared, effects: &effects };
        let center = &track.fitted.center;
        let strengths = Strengths { mean: 0.0, spread: center.ln_sigma.exp() };
        let without = TypicalApplicant::new(track).outcome(center, strengths, habits).without_invitation;
        let ranked = reference.listings.iter().find(|listed| {
            listed.track == row.track && listed.applicant_type == kind && listed.pgy == 1 && listed.year == row.year
        });
        let ranked = f64::from(ranked.expect("a listing").applicants);
        ranked / (1.0 - without)
    };
    of_type(ApplicantType::UsImg) + of_type(ApplicantType::NonUsImg)
}

/// Who ranked a specialty had an interview, so that those who applied and did not rank it bound the share without any from
/// above. The numbers of applicants are early ones of the season, as a forum quotes them: a standard error of a tenth is
/// assumed, and two are allowed. Nothing was fitted to them.
#[test]
fn no_more_imgs_go_without_an_interview_than_applied_and_ranked_nothing() {
    let reference = reference();
    assert_eq!(reference.eras_applicants.len(), 3);
    for row in &reference.eras_applicants {
        let (implied, applied) = (implied_applicants(&reference, row), f64::from(row.applicants));
        assert!((implied / applied).ln() < 0.2, "{}: {implied} of {applied}", row.track);
    }
}
