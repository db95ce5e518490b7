//! Plans over several seasons: closed forms with and without persistence, brute
//! force, conservation, selection, and one engine against the other.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::driver::Silent;
use matchfolio::engine::estimate::DrawMean;
use matchfolio::engine::findings::Findings;
use matchfolio::engine::precision::Precision;
use matchfolio::engine::seasons::conditional::{block_points, integrate};
use matchfolio::engine::seasons::means::PlanMeans;
use matchfolio::engine::seasons::trials::{BLOCK, simulate};
use matchfolio::engine::seasons::{PlanFindings, PlanQuestion};
use matchfolio::engine::uncertainty::DrawMode;
use matchfolio::model::logistic::{logistic, logit};
use matchfolio::model::pathway::{Pathways, Stage, State, Transition};
use matchfolio::model::plan::{
    Activity, Entrances, Plan, PlanPrior, PlannedSeason, Plans, PricedPortfolio, YearBetween,
    without_primary_preliminaries,
};
use matchfolio::model::soap::{SoapChoice, SoapPrior};
use matchfolio::model::{
    Applicant, Assumption, EffectsPrior, FailedSeason, Line, ParameterPrior, Portfolio, PriorShape, Role, TrackKind,
    TrackPrior, Uncertain,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::fixtures::*;
use crate::properties::{any_portfolio, uncertain_prior};

fn fixed(value: f64) -> Assumption {
    Assumption { value, prior: PriorShape::Fixed }
}

/// Every track leads to practice in three years with chance 0.9.
fn pathways(prior: &ParameterPrior) -> Pathways {
    let state = |key: &str, stage, years| State {
        key: key.to_owned(),
        name: key.to_owned(),
        stage,
        entered_by: Some(key.to_owned()),
        route: None,
        years,
        career: None,
        groups: Vec::new(),
    };
    let mut states = vec![state("preliminary_year", Stage::Search, Some(1)), state("rest", Stage::Search, Some(1))];
    states.extend(prior.tracks.iter().map(|track| state(&track.id, Stage::Training, Some(3))));
    states.push(state("soap_categorical", Stage::Training, Some(3)));
    let first = 2;
    let practice = states.len();
    states.push(state("practice", Stage::Practice, None));
    states.push(state("search_over", Stage::Out, None));
    let steps = (first..practice).flat_map(|from| {
        let step = |to, chance: Option<f64>| Transition { from, to, chance: chance.map(fixed), cost_usd: 0.0 };
        [step(practice, Some(0.9)), step(practice + 1, None)]
    });
    Pathways { transitions: steps.collect(), states, groups: Vec::new() }
}

/// What the seasons of a test are: a portfolio and which SOAP places would be taken.
type Season = (Portfolio, SoapChoice);

fn plan(prior: &ParameterPrior, seasons: Vec<Season>, max_preliminary_years: usize) -> Plan {
    let kinds: Vec<TrackKind> = prior.tracks.iter().map(|track| track.kind).collect();
    let priced = |portfolio| PricedPortfolio { portfolio, fees_usd: 1000.0 };
    let year = YearBetween { activity: 1, us_clinical_months: None, publications: None, cost_usd: None };
    let pathways = pathways(prior);
    let tracks = prior.tracks.iter().map(|track| (track.id.as_str(), track.kind));
    let entrances = Entrances::new(&pathways, &[], tracks, std::iter::repeat_n("rest", seasons.len() - 1));
    let season = |(number, (portfolio, soap)): (usize, Season)| PlannedSeason {
        before: (number > 0).then_some(year),
        without_preliminary: without_primary_preliminaries(&portfolio, &kinds).map(priced),
        asked: priced(portfolio),
        soap,
    };
    Plan {
        name: "plan".to_owned(),
        route: String::new(),
        further_routes: Vec::new(),
        max_preliminary_years,
        seasons: seasons.into_iter().enumerate().map(season).collect(),
        entrances: entrances.expect("every state is there"),
    }
}

fn plans(prior: &ParameterPrior, soap_share: f64, plans: Vec<Plan>) -> Plans {
    let activity = |key: &str, months| Activity {
        key: key.to_owned(),
        name: key.to_owned(),
        us_clinical_months: fixed(months),
        publications: fixed(0.0),
        cost_usd: fixed(500.0),
    };
    let soap = SoapPrior {
        placed: fixed(soap_share),
        placed_later: fixed(soap_share),
        categorical: fixed(0.6),
        strength_slope: fixed(0.5),
        pgy1_shift: fixed(0.5),
    };
    let activities = vec![activity("preliminary_year", 6.0), activity("rest", 0.0)];
    let prior = PlanPrior { soap, activities, preliminary_year: 0, pathways: pathways(prior) };
    Plans {
        plans,
        prior,
        later: None,
        soap_categorical_value: None,
        careers_of_choice: Vec::new(),
        choice: String::new(),
    }
}

fn settings(trials: u64, mode: DrawMode) -> Precision {
    Precision { seed: 5, trials: Some(trials), threads: None, mode, ..Precision::default() }
}

fn question<'a>(applicant: &'a Applicant, prior: &'a ParameterPrior, plans: &'a Plans) -> PlanQuestion<'a> {
    PlanQuestion { applicant, prior, values: None, plans }
}

/// Both engines at central parameters: the exact one first.
fn both(prior: &ParameterPrior, plans: &Plans, blocks: u64) -> [PlanFindings; 2] {
    both_of(&applicant(prior.tracks.len()), prior, plans, blocks)
}

fn both_of(person: &Applicant, prior: &ParameterPrior, plans: &Plans, blocks: u64) -> [PlanFindings; 2] {
    let question = question(person, prior, plans);
    let interrupted = AtomicBool::new(false);
    let mode = DrawMode::Central;
    [
        integrate(&question, &settings(blocks * block_points(person), mode), &Silent, &interrupted)
            .expect("integrated"),
        simulate(&question, &settings(blocks * BLOCK, mode), &Silent, &interrupted).expect("simulated"),
    ]
}

/// No effect of anything that changes from season to season.
fn unchanging() -> EffectsPrior {
    EffectsPrior { years_since_graduation: exact(0.0), us_clinical_month: exact(0.0), ..effects() }
}

fn changeless(tracks: Vec<TrackPrior>) -> ParameterPrior {
    ParameterPrior { effects: unchanging(), ..prior(tracks, quiet_assumptions()) }
}

fn one_line(programs: u32) -> Portfolio {
    portfolio(vec![line(0, programs, 1)], None)
}

fn repeated(portfolio: &Portfolio, seasons: usize) -> Vec<Season> {
    vec![(portfolio.clone(), SoapChoice::No); seasons]
}

/// Nobody differs from anybody: the second and third attempt are like the first.
#[test]
fn without_persistence_seasons_are_independent_and_arithmetic_is_right() {
    let prior = changeless(vec![track("one", -3.0, 0.0, -1.0, 0.0)]);
    let plans = plans(&prior, 0.0, vec![plan(&prior, repeated(&one_line(30), 3), 0)]);
    let failure = (1.0 - logistic(-3.0) * logistic(-1.0)).powi(30);
    let [exact, drawn] = both(&prior, &plans, 64);
    for season in 0..3 {
        let expected = 1.0 - failure.powi(i32::try_from(season).expect("small") + 1);
        let found = exact.chance(0, |means| means.residency_by(season));
        assert!((found.mean - expected).abs() < 1e-6, "{season}: {found:?} {expected}");
        let found = drawn.chance(0, |means| means.residency_by(season));
        assert!((found.mean - expected).abs() < 4.0 * found.mc_error, "{season}: {found:?} {expected}");
    }
}

/// A year older: each season has a chance of its own, worked out by hand.
#[test]
fn what_changes_between_seasons_counts_as_its_effects_say() {
    let prior = prior(vec![track("one", -2.0, 0.0, -1.0, 0.5)], quiet_assumptions());
    let plans = plans(&prior, 0.0, vec![plan(&prior, repeated(&one_line(20), 3), 0)]);
    let failure = |explained: f64| (1.0 - logistic(-2.0 + explained) * logistic(-1.0 + 0.5 * explained)).powi(20);
    let failures = [failure(0.0), failure(-0.09), failure(-0.18)];
    let [exact, _] = both(&prior, &plans, 1);
    for (season, expected) in [failures[0], failures[0] * failures[1], failures.iter().product()].iter().enumerate() {
        let found = exact.chance(0, |means| means.residency_by(season)).mean;
        assert!((found - (1.0 - expected)).abs() < 1e-6, "{season}: {found}");
    }
}

/// One season of somebody who failed is the second season of a plan among those who come to it: with strength,
/// luck, crowding and openness, a track whose lines stand apart, a year between, and another portfolio.
#[test]
fn one_season_of_a_reapplicant_is_season_two_of_a_plan() {
    let tracks = vec![track("one", -2.5, 1.0, -0.5, 0.4), track("two", -2.0, 0.8, -1.0, 0.3)];
    let prior = prior(tracks, full_assumptions());
    let failed =
        portfolio(vec![line(0, 15, 1), line(1, 10, 2), Line { earlier_programs: 15, ..line(0, 10, 3) }], Some(9));
    let asked = portfolio(vec![line(1, 25, 1), line(0, 20, 2)], None);
    let person = applicant(2);
    let season = FailedSeason { applicant: person.clone(), portfolio: failed.clone(), is_named: true };
    let again = Applicant { years_since_graduation: Uncertain::certain(1.0), failed: Some(Box::new(season)), ..person };
    let single = integrated(&prior, &again, std::slice::from_ref(&asked)).unmatched(0);
    let plans = plans(&prior, 0.0, vec![plan(&prior, vec![(failed, SoapChoice::No), (asked, SoapChoice::No)], 0)]);
    for found in both(&prior, &plans, 256) {
        let residency = |means: &PlanMeans| means.seasons[1].endings.residency();
        let share = found.share(0, residency, |means| means.seasons[1].trying).expect("some fail first");
        // Four standard errors: a right program fails once in 16,000 seeds.
        let error = share.mc_error.hypot(single.mc_error);
        assert!((1.0 - share.mean - single.mean).abs() < 4.0 * error, "{share:?} {single:?}");
        assert!(error < 0.01, "{share:?} {single:?}");
    }
}

/// One program that surely invites and takes whoever is stronger than average:
/// who failed once fails always, where arithmetic of independent years says 7/8.
#[test]
fn with_perfect_persistence_the_second_attempt_changes_nothing() {
    let prior = changeless(vec![track("one", 1000.0, 1.0, 0.0, 1e9)]);
    let plans = plans(&prior, 0.0, vec![plan(&prior, repeated(&one_line(1), 3), 0)]);
    for found in both(&prior, &plans, 64) {
        let by = |season| found.chance(0, move |means: &PlanMeans| means.residency_by(season));
        let first = by(0);
        assert!((first.mean - 0.5).abs() < 4.0 * first.mc_error + 1e-12, "{first:?}");
        for season in [1, 2] {
            assert!((by(season).mean - first.mean).abs() < 1e-12, "{first:?} {:?}", by(season));
        }
        let independent = found.independent_years(0, 2);
        assert!((independent.mean - 0.875).abs() < 4.0 * independent.mc_error + 1e-3, "{independent:?}");
    }
}

/// One advanced program, SOAP, two seasons: every history summed by hand over a fine grid of strength.
#[test]
fn two_seasons_of_one_program_agree_with_every_history_worked_out_by_hand() {
    let mut advanced = track("one", -0.5, 1.2, 0.3, 0.8);
    advanced.kind = TrackKind::Residency { categorical_share: 0.25 };
    let prior = prior(vec![advanced], quiet_assumptions());
    let season = (one_line(1), SoapChoice::Any);
    let plans = plans(&prior, 0.3, vec![plan(&prior, vec![season.clone(), season], 1)]);
    let (mut residency, mut twice_preliminary, mut total) = ([0.0; 2], 0.0, 0.0);
    let step = 1.0 / 256.0;
    for k in -1700..=1700 {
        let z = f64::from(k) * step;
        let weight = libm::exp(-z * z / 2.0);
        total += weight;
        let tilted = |shift: f64| logistic(logit(0.3) + 0.5 * z + shift);
        let matched =
            |explained: f64| logistic(-0.5 + explained + 1.2 * z) * logistic(0.3 + 0.8 * (explained + 1.2 * z));
        let m = matched(0.0);
        let first = m * (0.25 + 0.75 * tilted(0.5)) + (1.0 - m) * tilted(0.0) * 0.6;
        let preliminary = (1.0 - m) * tilted(0.0) * 0.4;
        residency[0] += weight * first;
        // With the year behind, an advanced position lacks nothing; no further such year is served.
        let m = matched(-0.09 + 6.0 * 0.06);
        let after_preliminary = m + (1.0 - m) * tilted(0.0) * 0.6;
        let m = matched(-0.09);
        let after_rest = m * (0.25 + 0.75 * tilted(0.5)) + (1.0 - m) * tilted(0.0) * 0.6;
        let rest = 1.0 - first - preliminary;
        residency[1] += weight * (preliminary * after_preliminary + rest * after_rest);
        twice_preliminary += weight * rest * (1.0 - m) * tilted(0.0) * 0.4;
    }
    let close = |found: matchfolio::engine::results::Estimate, sum: f64| {
        assert!((found.mean - sum / total).abs() < 4.0 * found.mc_error, "{found:?} {}", sum / total);
        assert!(found.mc_error < 0.003, "{found:?}");
    };
    for found in both(&prior, &plans, 400) {
        close(found.chance(0, |means| means.seasons[0].endings.residency()), residency[0]);
        close(found.chance(0, |means| means.seasons[1].endings.residency()), residency[1]);
        close(found.chance(0, |means| means.seasons[1].endings.any_preliminary()), twice_preliminary);
    }
}

/// Strength differs, nothing else changes: those who try again succeed less and less often.
#[test]
fn a_cohort_over_four_seasons_succeeds_less_often_at_each_attempt() {
    let prior =
        ParameterPrior { effects: unchanging(), ..prior(vec![track("one", -3.0, 1.0, -0.5, 0.4)], full_assumptions()) };
    let plans = plans(&prior, 0.0, vec![plan(&prior, repeated(&one_line(40), 4), 0)]);
    for found in both(&prior, &plans, 128) {
        let of = |season: usize| {
            found.share(
                0,
                move |means| means.seasons[season].endings.residency(),
                move |means| means.seasons[season].trying,
            )
        };
        let shares: Vec<_> = (0..4).map(|season| of(season).expect("some still try")).collect();
        for pair in shares.windows(2) {
            let error = pair[0].mc_error.hypot(pair[1].mc_error);
            assert!(pair[0].mean - pair[1].mean > 3.0 * error, "{shares:?}");
        }
        let simulated = found.chance(0, |means| means.residency_by(3)).mean;
        assert!(found.independent_years(0, 3).mean > simulated + 0.05);
    }
}

/// Two plans of three seasons over random portfolios of three tracks.
fn random_plans(runner: &mut TestRunner, prior: &ParameterPrior) -> Plans {
    let mut random_plan = |most| {
        let mut season = |soap| {
            let mut portfolio = any_portfolio().new_tree(runner).expect("a portfolio").current();
            let mut order: Vec<usize> = (0..portfolio.lines.len()).collect();
            order.sort_by_key(|line| portfolio.lines[*line].preference);
            for (place, line) in (0..).zip(order) {
                portfolio.lines[line].preference = place;
            }
            (portfolio, soap)
        };
        let seasons = vec![season(SoapChoice::Any), season(SoapChoice::Any), season(SoapChoice::Categorical)];
        plan(prior, seasons, most)
    };
    let both = vec![random_plan(1), random_plan(2)];
    plans(prior, 0.3, both)
}

fn assert_conserved(means: &PlanMeans, exact: bool) {
    let tolerance = if exact { 1e-9 } else { 1e-12 };
    for (year, states) in means.states.iter().enumerate() {
        let somewhere: f64 = states.iter().sum();
        assert!((somewhere - 1.0).abs() < tolerance, "year {year}: {somewhere}");
    }
    let mut trying = 1.0;
    for season in &means.seasons {
        assert!((season.trying - trying).abs() < tolerance && (season.endings.total() - trying).abs() < tolerance);
        trying -= season.endings.residency();
    }
    let found: f64 = means.found.iter().flatten().sum();
    assert!((found - 1.0).abs() < tolerance, "{found}");
}

fn difference(exact: &[DrawMean], drawn: &[DrawMean]) -> f64 {
    let pairs = || exact.iter().zip(drawn);
    let difference: f64 = pairs().map(|(a, b)| a.mean - b.mean).sum();
    let variance: f64 = pairs().map(|(a, b)| a.chance_variance + b.chance_variance).sum();
    if difference.abs() < 1e-6 { 0.0 } else { difference / variance.sqrt() }
}

/// Some 2,000 comparisons of the two engines on common parameter draws: beyond
/// five standard errors by chance in 0.1 % of such sets; seeds are fixed. Everybody
/// is somewhere in every year, in every part of every draw.
#[test]
fn both_engines_agree_on_random_plans_and_lose_nobody() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut squares = Vec::new();
    for number in 0..48 {
        let mut prior = uncertain_prior();
        prior.radiology_pair = (number % 3 == 0).then_some((0, 1));
        let plans = random_plans(&mut runner, &prior);
        let person = applicant(3);
        let question = question(&person, &prior, &plans);
        let interrupted = AtomicBool::new(false);
        let mode = DrawMode::Posterior;
        // A seed of its own each time: common draws would make the comparisons one.
        let settings = |trials| Precision { seed: number, ..settings(trials, mode) };
        let exact = integrate(&question, &settings(48 * block_points(&person)), &Silent, &interrupted).expect("exact");
        let drawn = simulate(&question, &settings(48 * BLOCK), &Silent, &interrupted).expect("drawn");
        for (findings, is_exact) in [(&exact, true), (&drawn, false)] {
            for means in findings.draws.iter().flatten().flatten() {
                assert_conserved(means, is_exact);
            }
        }
        for plan in 0..2 {
            for season in 0..3 {
                type Of = fn(&PlanMeans, usize) -> f64;
                let quantities: [Of; 8] = [
                    |means, season| means.residency_by(season),
                    |means, season| means.seasons[season].histories.iter().map(|[_, residency]| residency).sum(),
                    |means, season| means.seasons[season].endings.soap_categorical,
                    |means, season| means.seasons[season].endings.preliminary,
                    |means, season| means.seasons[season].endings.soap_preliminary,
                    |means, season| means.seasons[season].endings.pgy1_in_soap.iter().sum(),
                    |means, season| means.seasons[season].endings.without_pgy1.iter().sum(),
                    |means, season| means.states[season + 1].iter().enumerate().map(|(k, p)| k as f64 * p).sum(),
                ];
                for (which, quantity) in quantities.iter().enumerate() {
                    let of = |means: &PlanMeans| quantity(means, season);
                    let errors = difference(&exact.means(plan, of), &drawn.means(plan, of));
                    assert!(errors.abs() < 5.0, "plans {number}, {plan}, season {season}, quantity {which}: {errors}");
                    if errors != 0.0 {
                        squares.push(errors * errors);
                    }
                }
            }
        }
    }
    let mean_square = squares.iter().sum::<f64>() / squares.len() as f64;
    assert!((0.7..1.3).contains(&mean_square), "{} comparisons, mean square {mean_square}", squares.len());
}

/// The trials of a plan are those of the one-season engine, person by person and program by program.
#[test]
fn the_first_season_of_a_plan_is_the_season_of_the_trials_engine() {
    let tracks = vec![track("one", -2.0, 1.0, -0.5, 0.3), track("two", -1.5, 1.0, 0.2, 0.1)];
    let prior = prior(tracks, full_assumptions());
    let asked =
        portfolio(vec![line(0, 30, 1), line(1, 20, 1), Line { earlier_programs: 30, ..line(0, 25, 2) }], Some(6));
    let plans = plans(&prior, 0.0, vec![plan(&prior, repeated(&asked, 1), 0)]);
    let person = applicant(2);
    // Blocks of the two engines begin with the same trials: compare draw by draw
    // what 256 of 2,048 trials say of all of them.
    let found = simulate(
        &question(&person, &prior, &plans),
        &Precision { seed: 20_270_315, ..settings(64 * BLOCK, DrawMode::Central) },
        &Silent,
        &AtomicBool::new(false),
    )
    .expect("simulated");
    let whole = run(&prior, &person, &[asked], 64 * 2048);
    let unmatched = share(&whole, matchfolio::engine::tally::PortfolioCounts::unmatched);
    let nothing = found.chance(0, |means| means.seasons[0].endings.nothing);
    // A sample of an eighth: its distance from the whole has 7/8 of its variance.
    let error = nothing.mc_error * (7.0_f64 / 8.0).sqrt();
    assert!((nothing.mean - unmatched).abs() < 3.0 * error, "{nothing:?} {unmatched}");
}

/// Preliminary places only: with a year behind nothing is left to rank, and the numbers say so.
#[test]
fn who_has_served_all_preliminary_years_ranks_none_and_finds_none() {
    let mut preliminary = track("one", 1000.0, 0.0, 1000.0, 0.0);
    preliminary.kind = TrackKind::Preliminary;
    let prior = prior(vec![preliminary], quiet_assumptions());
    let asked = portfolio(vec![Line { role: Role::Both, ..line(0, 3, 1) }], None);
    let plans = plans(&prior, 0.0, vec![plan(&prior, repeated(&asked, 3), 1)]);
    for found in both(&prior, &plans, 4) {
        let chance = |of: fn(&PlanMeans) -> f64| found.chance(0, of).mean;
        assert_eq!(chance(|means| means.seasons[0].endings.preliminary), 1.0);
        assert_eq!(chance(|means| means.seasons[1].endings.nothing), 1.0);
        assert_eq!(chance(|means| means.states[0][0]), 1.0);
        assert_eq!(chance(|means| means.states[1][1]), 1.0);
        // Fees of the first season only: nothing is asked for later.
        assert_eq!(found.number(0, |means| means.fees_usd).mean, 1000.0);
        assert_eq!(found.number(0, |means| means.years_between).mean, 2.0);
    }
}

/// Somebody who failed a season and makes a plan of two is in seasons two and three of the plan of somebody who begins a
/// year earlier. Both engines against each other and against that plan: 16 comparisons at four standard
/// errors, which a right program fails once in 1,000 seeds.
#[test]
fn the_plan_of_a_reapplicant_goes_on_where_the_plan_of_a_first_application_failed() {
    let mut advanced = track("advanced", -2.5, 1.0, -0.5, 0.4);
    advanced.kind = TrackKind::Residency { categorical_share: 0.5 };
    let prior = prior(vec![advanced, track("other", -1.8, 0.8, -1.0, 0.3)], assumptions_without_known_fit());
    let asked = portfolio(vec![line(0, 20, 1), line(1, 15, 2)], Some(8));
    let plan_of = |seasons| plans(&prior, 0.0, vec![plan(&prior, repeated(&asked, seasons), 0)]);
    let (three, two) = (plan_of(3), plan_of(2));
    let graduated = |years| Applicant { years_since_graduation: Uncertain::certain(years), ..applicant(2) };
    let season = FailedSeason { applicant: graduated(3.0), portfolio: asked.clone(), is_named: true };
    let again = Applicant { failed: Some(Box::new(season)), ..graduated(4.0) };
    let (first, again) = (both_of(&graduated(3.0), &prior, &three, 512), both_of(&again, &prior, &two, 512));
    for later in 0..2 {
        let failed = |means: &PlanMeans| 1.0 - means.residency_by(0);
        let found = |means: &PlanMeans| means.residency_by(later + 1) - means.residency_by(0);
        let continued = first.each_ref().map(|first| first.share(0, found, failed).expect("some fail"));
        let begun = again.each_ref().map(|again| again.chance(0, |means| means.residency_by(later)));
        for (one, other) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let (a, b) = (continued[one], begun[other]);
            assert!(
                (a.mean - b.mean).abs() < 4.0 * a.mc_error.hypot(b.mc_error),
                "season {later}, engines {one} and {other}: {a:?} {b:?}"
            );
            // The failure says something, or the comparison could not fail.
            let unselected = first[one].chance(0, |means| means.residency_by(later));
            assert!(b.mean < unselected.mean - 0.02, "{b:?} {unselected:?}");
        }
    }
}

/// Same seed, any number of threads: the same numbers to the last bit.
#[test]
fn plans_do_not_depend_on_the_number_of_threads() {
    let prior = uncertain_prior();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    let plans = random_plans(&mut TestRunner::new_with_rng(Config::default(), rng), &prior);
    let person = applicant(3);
    let question = question(&person, &prior, &plans);
    let interrupted = AtomicBool::new(false);
    let with = |threads, block| Precision { threads: Some(threads), ..settings(16 * block, DrawMode::Posterior) };
    let exact =
        |threads| integrate(&question, &with(threads, block_points(&person)), &Silent, &interrupted).expect("exact");
    assert_eq!(exact(1), exact(3));
    let drawn = |threads| simulate(&question, &with(threads, BLOCK), &Silent, &interrupted).expect("drawn");
    assert_eq!(drawn(1), drawn(3));
}

/// What is assumed of SOAP and of pathways has a prior, and the prior moves the interval.
#[test]
fn assumptions_beyond_the_season_widen_the_interval() {
    let prior = changeless(vec![track("one", -3.0, 0.0, -1.0, 0.0)]);
    let certain = plans(&prior, 0.3, vec![plan(&prior, vec![(one_line(10), SoapChoice::Any); 2], 1)]);
    let mut uncertain = certain.clone();
    uncertain.prior.soap.placed.prior = PriorShape::Beta { alpha: 3.0, beta: 7.0 };
    for step in &mut uncertain.prior.pathways.transitions {
        if let Some(chance) = &mut step.chance {
            chance.prior = PriorShape::Beta { alpha: 9.0, beta: 1.0 };
        }
    }
    let person = applicant(1);
    let width = |plans: &Plans, of: fn(&PlanMeans) -> f64| {
        let settings = settings(128 * block_points(&person), DrawMode::Posterior);
        let found = integrate(&question(&person, &prior, plans), &settings, &Silent, &AtomicBool::new(false));
        let [low, high] = found.expect("integrated").chance(0, of).interval90;
        high - low
    };
    let residency = |means: &PlanMeans| means.residency_by(1);
    let practicing = |means: &PlanMeans| means.states[5][4];
    assert!(width(&certain, residency) < 1e-9 && width(&certain, practicing) < 1e-9);
    assert!(width(&uncertain, residency) > 0.1 && width(&uncertain, practicing) > 0.1);
}

/// Plans that begin alike see the same draws: what they share is not in the error of their difference.
#[test]
fn plans_are_compared_on_common_draws() {
    let prior = uncertain_prior();
    let asked = portfolio(vec![line(0, 30, 1)], None);
    let better = portfolio(vec![line(0, 31, 1)], None);
    let two = vec![plan(&prior, repeated(&asked, 2), 0), plan(&prior, repeated(&better, 2), 0)];
    let plans = plans(&prior, 0.0, two);
    let person = applicant(3);
    let settings = settings(64 * block_points(&person), DrawMode::Posterior);
    let found = integrate(&question(&person, &prior, &plans), &settings, &Silent, &AtomicBool::new(false));
    let found = found.expect("integrated");
    let residency = |means: &PlanMeans| means.residency_by(1);
    let difference = found.difference(1, 0, residency);
    assert!(difference.mean > 5.0 * difference.mc_error, "{difference:?}");
    assert!(difference.mc_error < found.chance(0, residency).mc_error / 20.0, "{difference:?}");
}

/// From the second season on a senior is a graduate: both engines take the later parameters, and the first season does not.
#[test]
fn later_seasons_have_the_parameters_of_later_seasons() {
    let parameters = |kappa| prior(vec![track("one", -1.5, 1.0, kappa, 0.4)], quiet_assumptions());
    let prior = parameters(0.5);
    let asked = || (portfolio(vec![line(0, 6, 1)], None), SoapChoice::No);
    let of = |later: Option<ParameterPrior>| {
        let plans = Plans { later, ..plans(&prior, 0.0, vec![plan(&prior, vec![asked(), asked()], 0)]) };
        both(&prior, &plans, 256).map(|found| {
            [0, 1].map(|season| found.chance(0, move |means: &PlanMeans| means.seasons[season].endings.residency()))
        })
    };
    let (same, other) = (of(None), of(Some(parameters(-1.5))));
    for (same, other) in same.into_iter().zip(other) {
        assert_eq!(same[0], other[0]);
        assert!(other[1].mean < same[1].mean - 0.05, "{other:?} and {same:?}");
    }
    let [exact, drawn] = other;
    let error = exact[1].mc_error.hypot(drawn[1].mc_error);
    assert!((exact[1].mean - drawn[1].mean).abs() < 4.0 * error && error < 0.01, "{other:?}");
}
