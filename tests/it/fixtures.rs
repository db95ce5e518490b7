//! Small priors, applicants and portfolios with every number in sight.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, Integration, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::simulate::{Simulation, simulate};
use matchfolio::engine::uncertainty::DrawMode;
use matchfolio::model::fitted::PARAMETERS;
use matchfolio::model::{
    Applicant, ApplicantType, Assumption, AssumptionsPrior, EffectsPrior, FittedLaw, FurtherRecord, Home, Line,
    ParameterPrior, Point, PoolMoments, PoolProfile, Portfolio, PriorShape, Screening, SignalCounts, Spread, TrackKind,
    TrackPrior, Uncertain, Unstated, Visa,
};

pub fn exact(mean: f64) -> Spread {
    Spread { mean, sd: 0.0 }
}

fn fixed(value: f64) -> Assumption {
    Assumption { value, prior: PriorShape::Fixed }
}

/// A categorical track of 500 programs; invitation logit `a`, acceptance logit `kappa`, spread of strength `sigma`.
pub fn track(id: &str, a: f64, sigma: f64, kappa: f64, lambda: f64) -> TrackPrior {
    let none = PoolMoments { mean: 0.0, sd: 0.0 };
    TrackPrior {
        id: id.to_owned(),
        name: id.to_owned(),
        short_name: id.to_owned(),
        kind: TrackKind::Residency { categorical_share: 1.0 },
        categorical_matches: None,
        pool_programs: 500,
        sponsor_share_j1: 0.65,
        sponsor_share_h1b: 0.23,
        mean_applications: 80,
        visa_need_share: 0.0,
        rate_counts_everyone: false,
        usual_signals: SignalCounts::default(),
        markets: Vec::new(),
        fitted: FittedLaw::exact(Point {
            a,
            // No spread at all is the logarithm of nothing.
            ln_sigma: if sigma == 0.0 { f64::NEG_INFINITY } else { sigma.ln() },
            kappa,
            lambda,
            step2: 0.39,
        }),
        pool: PoolProfile {
            step2_ck: PoolMoments { mean: 250.0, sd: 0.0 },
            years_since_graduation: none,
            us_clinical_months: none,
            ln_publications: none,
        },
    }
}

/// The track with these standard deviations of the coordinates of its law, each varying alone.
pub fn varying(track: TrackPrior, sds: [f64; PARAMETERS]) -> TrackPrior {
    TrackPrior { fitted: FittedLaw::independent(track.fitted.center, sds), ..track }
}

/// Shared parameters that switch every source of chance off but the coin flips.
pub fn quiet_assumptions() -> AssumptionsPrior {
    AssumptionsPrior {
        strength_correlation: fixed(0.0),
        radiology_correlation: fixed(0.0),
        season_spread: fixed(0.0),
        openness_weight: fixed(0.0),
        screening_typical: fixed(0.3),
        screening_researched: fixed(0.7),
        interview_luck_spread: fixed(0.0),
        pool_shift_spread: fixed(0.0),
        img_share_correlation: fixed(0.5),
        img_share_spread: fixed(2.0),
        known_fit: fixed(0.0),
        demand_gradient: fixed(0.0),
        invitation_median_day: fixed(35.0),
        invitation_steepness: fixed(1.95),
    }
}

/// The central values of `docs/methods.md`.
pub fn full_assumptions() -> AssumptionsPrior {
    AssumptionsPrior {
        strength_correlation: fixed(0.6),
        radiology_correlation: fixed(0.8),
        season_spread: fixed(0.15),
        openness_weight: fixed(0.8),
        interview_luck_spread: fixed(0.5),
        known_fit: fixed(1.5),
        demand_gradient: fixed(0.5),
        ..quiet_assumptions()
    }
}

/// The same without a known fit: few programs then invite few people, so that what is observed is not rare.
pub fn assumptions_without_known_fit() -> AssumptionsPrior {
    AssumptionsPrior { known_fit: fixed(0.0), ..full_assumptions() }
}

pub fn effects() -> EffectsPrior {
    EffectsPrior {
        years_since_graduation: exact(-0.09),
        us_clinical_month: exact(0.06),
        ln_publications: exact(0.21),
        exam_failure: exact(-1.0),
        letters_none: exact(-0.8),
        letters_one: exact(-0.3),
        general_letter: exact(0.5),
        related_letter: exact(0.75),
        home_letter: exact(0.25),
        observership_month: exact(0.02),
        specialty_month: exact(0.05),
        comlex_only: exact(-0.5),
        gold_signal: exact(0.93),
        silver_signal: exact(0.45),
        plain_signal: exact(0.7),
        gate_signal: exact(2.6),
        geographic_tie: exact(0.5),
        rotation: exact(1.2),
        own_fit: exact(0.3),
    }
}

#[expect(clippy::large_types_passed_by_value, reason = "made in place by each test")]
pub fn prior(tracks: Vec<TrackPrior>, assumptions: AssumptionsPrior) -> ParameterPrior {
    ParameterPrior { tracks, effects: effects(), assumptions, home: Home::Track(0), radiology_pair: None }
}

/// The average of the pool of [`track`], who needs no visa.
pub fn applicant(tracks: usize) -> Applicant {
    Applicant {
        kind: ApplicantType::NonUsImg,
        step2_ck: Uncertain::certain(250.0),
        exam_failures: 0,
        years_since_graduation: Uncertain::certain(0.0),
        us_clinical_months: Uncertain::certain(0.0),
        publications: Uncertain::certain(0.0),
        visa: Visa::None,
        letters: vec![2; tracks],
        further: FurtherRecord::default(),
        failed: None,
        so_far: None,
        unstated: Unstated::default(),
        unstated_letters: Vec::new(),
    }
}

pub fn line(track: usize, programs: u32, preference: u32) -> Line {
    Line { screening: Screening::None, preference, ..Line::typical(track, programs) }
}

pub fn portfolio(lines: Vec<Line>, max_interviews: Option<u32>) -> Portfolio {
    Portfolio { name: "portfolio".to_owned(), lines, max_interviews, pgy1_interviews: None }
}

pub fn settings(trials: u64) -> Precision {
    Precision { seed: 20_270_315, trials: Some(trials), threads: None, mode: DrawMode::Central, ..Precision::default() }
}

pub fn run(prior: &ParameterPrior, applicant: &Applicant, portfolios: &[Portfolio], trials: u64) -> Simulation {
    let question = Question { applicant, prior, portfolios, values: None };
    simulate(&question, &settings(trials), &Silent, &AtomicBool::new(false)).expect("the simulation runs")
}

/// The conditional engine at the central parameters.
pub fn integrated(prior: &ParameterPrior, applicant: &Applicant, portfolios: &[Portfolio]) -> Integration {
    let question = Question { applicant, prior, portfolios, values: None };
    let effort = Effort::EachDrawPrecise;
    let settings = settings(4 * effort.block_points(&question));
    integrate(
        &question,
        &Precision { effort: Some(effort), ..settings },
        Detail::Distributions,
        &Silent,
        &AtomicBool::new(false),
    )
    .expect("the integration runs")
}

/// Share of all trials, for a count.
pub fn share(simulation: &Simulation, count: impl Fn(&matchfolio::engine::tally::PortfolioCounts) -> u64) -> f64 {
    let counted: u64 = simulation.draws.iter().map(|draw| count(&draw.portfolios[0])).sum();
    counted as f64 / simulation.trials as f64
}

/// Fails when `found` is more than four standard errors of a share over
/// `trials` from `expected`: a false alarm once in 16,000 comparisons. Seeds
/// are fixed, so a comparison that holds once holds always.
pub fn assert_share(found: f64, expected: f64, trials: u64, what: &str) {
    let error = (expected * (1.0 - expected) / trials as f64).sqrt().max(1e-9);
    assert!((found - expected).abs() < 4.0 * error, "{what}: found {found}, expected {expected} ± {error}");
}
