//! A reapplicant is somebody whose earlier season brought no residency.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::landing::RankedProgram;
use matchfolio::engine::conditional::observed::{Observation, Observed, observe};
use matchfolio::engine::conditional::tabulation::{Menu, Pick, Slot, Tabulation};
use matchfolio::engine::conditional::{Detail, integrate, obstacle};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::results::Estimate;
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::trials::BLOCK_TRIALS;
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::acceptance::Place;
use matchfolio::model::acceptance::acceptance_probability;
use matchfolio::model::invitation::InvitationLaw;
use matchfolio::model::season::Standing;
use matchfolio::model::strength::residual_strength;
use matchfolio::model::{
    Applicant, ApplicantType, FailedSeason, ParameterPrior, Portfolio, Role, SpecialtyRecord, Uncertain,
};
use matchfolio::random::philox::{Key, PhiloxStream};
use matchfolio::random::{normal_of_word, uniform_of_word};
use matchfolio::reference::Reference;
use matchfolio::scenario::{Loaded, WarningKind, compile_text};
use rand::rand_core::Rng;

use crate::fixtures::{
    applicant, assumptions_without_known_fit, full_assumptions, line, portfolio, prior, quiet_assumptions, track,
};

const CASE: &str = include_str!("reapplicant/us_md_graduate_reapplies.toml");

/// The person, had they failed with `portfolio` when everything else was the same.
fn who_failed(person: &Applicant, portfolio: &Portfolio) -> Applicant {
    let season = FailedSeason { applicant: person.clone(), portfolio: portfolio.clone(), is_named: true };
    Applicant { failed: Some(Box::new(season)), ..person.clone() }
}

fn settings(trials: u64, mode: DrawMode) -> Precision {
    Precision { seed: 11, trials: Some(trials), threads: None, mode, ..Precision::default() }
}

/// P(unmatched) by the conditional engine.
fn exact(prior: &ParameterPrior, person: &Applicant, portfolios: &[Portfolio], draws: u64) -> Vec<Estimate> {
    let mode = if draws == 1 { DrawMode::Central } else { DrawMode::Posterior };
    let question = Question { applicant: person, prior, portfolios, values: None };
    let effort = Effort::for_mode(mode);
    let blocks = if draws == 1 { 16 } else { draws };
    let settings = settings(blocks * effort.block_points(&question), mode);
    let found = integrate(
        &question,
        &Precision { effort: Some(effort), ..settings },
        Detail::Distributions,
        &Silent,
        &AtomicBool::new(false),
    );
    let found = found.expect("integrated");
    (0..portfolios.len()).map(|portfolio| found.unmatched(portfolio)).collect()
}

/// The same by the trials engine.
fn drawn(
    prior: &ParameterPrior,
    person: &Applicant,
    portfolios: &[Portfolio],
    blocks: u64,
    mode: DrawMode,
) -> Vec<Estimate> {
    let question = Question { applicant: person, prior, portfolios, values: None };
    let settings = settings(blocks * BLOCK_TRIALS, mode);
    let found = simulate(&question, &settings, &Silent, &AtomicBool::new(false)).expect("simulated");
    (0..portfolios.len()).map(|portfolio| found.unmatched(portfolio)).collect()
}

fn close(a: &Estimate, b: &Estimate) {
    let error = a.mc_error.hypot(b.mc_error);
    assert!((a.mean - b.mean).abs() < 4.0 * error + 1e-9, "{a:?} {b:?}");
}

fn loaded(text: &str) -> Loaded {
    let reference = Reference::embedded().expect("the tables");
    compile_text("case.toml", text, &reference).unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

fn of_file(text: &str, draws: u64) -> Vec<Estimate> {
    let scenario = loaded(text).scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    exact(&scenario.prior, &scenario.applicant, &portfolios, draws)
}

/// One track, no luck and no openness: given strength programs are independent, so that the chance of failing
/// twice can be summed over a fine grid of strength.
#[test]
fn failing_again_has_the_chance_of_failing_twice_over_that_of_failing_once() {
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    for programs in [5, 30, 90] {
        let prior = prior(vec![track("one", -2.0, 1.0, -0.5, 0.4)], quiet_assumptions());
        let asked = portfolio(vec![line(0, programs, 1)], None);
        let (mut once, mut twice) = (0.0, 0.0);
        for step in -2000..=2000 {
            let z = f64::from(step) / 250.0;
            let taken = logistic(-2.0 + z) * logistic(-0.5 + 0.4 * z);
            let failed = (1.0 - taken).powi(i32::try_from(programs).expect("few"));
            let weight = (-z * z / 2.0).exp();
            once += weight * failed;
            twice += weight * failed * failed;
        }
        let person = who_failed(&applicant(1), &asked);
        let portfolios = [asked];
        let of_engines =
            [exact(&prior, &person, &portfolios, 1), drawn(&prior, &person, &portfolios, 64, DrawMode::Central)];
        for found in of_engines {
            let found = found[0];
            // Four standard errors: a right program fails once in 16,000 seeds. Where failures are rare
            // some people stand for several trials, which the error of a count does not know.
            let error = found.mc_error.max(0.002);
            assert!((found.mean - twice / once).abs() < 4.0 * error, "{programs}: {found:?} {}", twice / once);
        }
    }
}

#[test]
fn the_engines_agree_on_a_reapplicant() {
    let tracks = vec![track("one", -2.5, 1.0, -0.5, 0.4), track("two", -1.5, 0.8, -1.0, 0.3)];
    let prior = prior(tracks, full_assumptions());
    let failed = portfolio(vec![line(0, 20, 1), line(1, 15, 2)], Some(8));
    let asked = [failed.clone(), portfolio(vec![line(1, 30, 1), line(0, 10, 2)], None)];
    let person = who_failed(&applicant(2), &failed);
    let exact = exact(&prior, &person, &asked, 1);
    for (a, b) in exact.iter().zip(&drawn(&prior, &person, &asked, 64, DrawMode::Central)) {
        close(a, b);
    }
}

#[test]
fn the_engines_agree_within_every_parameter_draw() {
    let scenario = loaded(CASE).scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let exact = exact(&scenario.prior, &scenario.applicant, &portfolios, 64);
    for (a, b) in exact.iter().zip(&drawn(&scenario.prior, &scenario.applicant, &portfolios, 64, DrawMode::Posterior)) {
        // The draws are the same, and their spread is nearly all of the stated error.
        assert!((a.mean - b.mean).abs() < 0.01, "{a:?} {b:?}");
    }
}

#[test]
fn an_earlier_season_with_lines_that_interleave_goes_to_the_trials_engine() {
    let prior = prior(vec![track("one", -2.0, 1.0, -0.5, 0.4), track("two", -2.0, 1.0, -0.5, 0.4)], full_assumptions());
    let together = portfolio(vec![line(0, 10, 1), line(1, 10, 1)], None);
    let person = who_failed(&applicant(2), &together);
    let portfolios = [portfolio(vec![line(0, 10, 1), line(1, 10, 2)], None)];
    let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: None };
    assert!(obstacle(&question).is_some());
    // Without a limit the order of programs says nothing of who fails.
    let in_order = exact(&prior, &who_failed(&applicant(2), &portfolios[0]), &portfolios, 1);
    close(&in_order[0], &drawn(&prior, &person, &portfolios, 64, DrawMode::Central)[0]);
}

#[test]
fn a_reapplicant_is_never_better_off_than_the_same_person_who_applies_first() {
    let again = of_file(CASE, 128);
    let first = of_file(&CASE.replace("reapplicant = true", "reapplicant = false"), 128);
    for (again, first) in again.iter().zip(&first) {
        assert!(again.mean > first.mean, "{again:?} {first:?}");
    }
}

#[test]
fn who_nearly_always_matches_and_failed_is_far_weaker() {
    let prior = prior(vec![track("one", 0.0, 1.0, 1.0, 0.5)], full_assumptions());
    let asked = portfolio(vec![line(0, 40, 1)], None);
    let portfolios = [asked.clone()];
    let first = exact(&prior, &applicant(1), &portfolios, 1)[0].mean;
    let again = exact(&prior, &who_failed(&applicant(1), &asked), &portfolios, 1)[0].mean;
    assert!(first < 0.03 && again > 5.0 * first, "{first} {again}");
}

#[test]
fn other_ways_of_applying_do_not_change_who_the_person_is() {
    let fewer = CASE.replacen("programs = 40", "programs = 5", 1);
    let alone = of_file(CASE, 64);
    let beside = of_file(&fewer, 64);
    assert_eq!(alone[0], beside[0]);
    assert!(beside[1].mean > alone[1].mean);
    let named = CASE.replace("reapplicant = true", "reapplicant = true\nfailed_with = \"FM 40\"");
    assert_ne!(of_file(&named, 64)[0], alone[0]);
}

/// What the rank order list of the first `ranked` programs of one track does after so many invitations, at central
/// parameters; all invitations came from that track, in order of preference.
fn after_invitations(
    prior: &ParameterPrior,
    person: &Applicant,
    (portfolio, invitations): (&Portfolio, &[u32]),
    (ranked, blocks): (u32, u64),
) -> Observed {
    let program =
        RankedProgram { track: 0, role: Role::Primary, worth: 1.0, worth_without_pgy1: 0.0, place: Place::ALONE };
    let programs = vec![program; ranked as usize];
    let lists = [(0..ranked as usize).collect::<Vec<_>>()];
    let observation = Observation {
        applicant: person,
        prior,
        portfolio,
        invitations,
        so_far: None,
        programs: &programs,
        lists: &lists,
    };
    let effort = Precision { seed: 11, draws: blocks, threads: None, mode: DrawMode::Central, ..Precision::default() };
    observe(&observation, &effort, 64, &Silent, &AtomicBool::new(false)).expect("observed")
}

/// One track, no luck and no openness: both observations of strength can be summed over a fine grid.
#[test]
fn failure_and_invitations_are_two_observations_of_one_strength() {
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let prior = prior(vec![track("one", -1.0, 1.0, -0.5, 0.8)], quiet_assumptions());
    let (then, now) = (portfolio(vec![line(0, 30, 1)], None), portfolio(vec![line(0, 20, 1)], None));
    let person = who_failed(&applicant(1), &then);
    for invitations in [0, 2, 5, 12] {
        let (mut weights, mut taken) = ([0.0; 2], [0.0; 2]);
        for step in -2000..=2000 {
            let z = f64::from(step) / 250.0;
            let (invited, takes) = (logistic(-1.0 + z), logistic(-0.5 + 0.8 * z));
            let failed = (-z * z / 2.0).exp() * (1.0 - invited * takes).powi(30);
            let observed = failed * invited.powi(invitations) * (1.0 - invited).powi(20 - invitations);
            for (which, weight) in [failed, observed].into_iter().enumerate() {
                weights[which] += weight;
                taken[which] += weight * takes;
            }
        }
        let invited = [u32::try_from(invitations).expect("few")];
        let found = after_invitations(&prior, &person, (&now, &invited), (invited[0], 4));
        let of_engine =
            [found.estimate_before(|part| part.taken_before[0]), found.estimate_chance(|part| part.taken[0])];
        for (found, which) in of_engine.iter().zip(0..) {
            let exact = taken[which] / weights[which];
            // Sobol points of a smooth function: far nearer than the grid of any report.
            assert!((found.mean - exact).abs() < 4.0 * found.mc_error + 1e-3, "{invitations}: {found:?} {exact}");
            assert!(found.mc_error < 0.005, "{found:?}");
        }
    }
}

/// The chance of every number of invitations times what follows from it adds up to what `run` says.
#[test]
fn over_all_invitations_the_lists_of_a_reapplicant_go_unmatched_as_often_as_the_season() {
    let prior = prior(vec![track("one", -1.0, 1.0, -1.0, 0.8)], full_assumptions());
    let asked = portfolio(vec![line(0, 6, 1)], None);
    let person = who_failed(&applicant(1), &asked);
    let portfolios = [asked.clone()];
    let season = exact(&prior, &person, &portfolios, 1)[0];
    let (mut unmatched, mut whole) = (0.0, 0.0);
    for invitations in 0..=6 {
        let found = after_invitations(&prior, &person, (&asked, &[invitations]), (invitations, 16));
        // Means over the same points as those before anything is observed, so that their ratio is a chance.
        unmatched += found.estimate_before(|part| part.landings[0].unmatched).mean;
        whole += found.estimate_before(|part| part.weight).mean;
    }
    assert!((whole - 1.0).abs() < 0.003, "{whole}");
    assert!((unmatched - season.mean).abs() < 4.0 * season.mc_error + 0.003, "{unmatched} {season:?}");
}

/// Two tracks with luck and crowding of their own in each season, drawn word by word; people who found a residency
/// then, or who were invited otherwise now, are dropped. At four standard errors of the share kept.
#[test]
fn people_kept_by_rejection_are_taken_as_often_as_the_weighted_points_say() {
    let prior = prior(
        vec![track("one", -1.2, 1.0, -0.8, 0.8), track("two", -0.8, 0.9, -1.2, 0.5)],
        assumptions_without_known_fit(),
    );
    let (then, now) =
        (portfolio(vec![line(0, 8, 1), line(1, 6, 2)], None), portfolio(vec![line(0, 6, 1), line(1, 4, 2)], None));
    let person = who_failed(&applicant(2), &then);
    let (parameters, covariates) = Sampler::new(&prior, &person, DrawMode::Central, 11).draw(0);
    let standings: Vec<Standing> = parameters
        .tracks
        .iter()
        .map(|track| Standing::new(&covariates, SpecialtyRecord::of_letters(2), track, &parameters.effects))
        .collect();
    let laws = |portfolio: &Portfolio| -> Vec<InvitationLaw> {
        portfolio
            .lines
            .iter()
            .map(|line| InvitationLaw::new(line, standings[line.track].explained, &parameters))
            .collect()
    };
    let (then_laws, now_laws) = (laws(&then), laws(&now));
    let mut stream = PhiloxStream::new(Key::new(5), [0; 3]);
    let (mut kept, mut taken) = (0.0, [0.0; 2]);
    for _ in 0..400_000 {
        let theta = normal_of_word(stream.next_u32());
        let z = [0, 1].map(|_| {
            residual_strength(parameters.shared.strength_correlation, theta, normal_of_word(stream.next_u32()))
        });
        // Invitations and the chance of being taken, by track, of a season.
        let season = |laws: &[InvitationLaw], stream: &mut PhiloxStream| {
            let luck = parameters.shared.interview_luck_spread * normal_of_word(stream.next_u32());
            [0, 1].map(|track| {
                let shock = parameters.shared.season_spread * normal_of_word(stream.next_u32());
                let shift = standings[track].residual * z[track] + shock;
                let law = &laws[track];
                let came = law
                    .offsets
                    .iter()
                    .filter(|offset| uniform_of_word(stream.next_u32()) < law.probability(**offset, shift));
                let takes =
                    acceptance_probability(&parameters.tracks[track], standings[track].strength(z[track]), luck);
                (came.count(), takes)
            })
        };
        let earlier = season(&then_laws, &mut stream);
        let is_refused = |(came, takes): (usize, f64)| (0..came).all(|_| uniform_of_word(stream.next_u32()) >= takes);
        if !earlier.map(is_refused).iter().all(|refused| *refused) {
            continue;
        }
        let now = season(&now_laws, &mut stream);
        if [now[0].0, now[1].0] == [2, 1] {
            kept += 1.0;
            taken[0] += now[0].1;
            taken[1] += now[1].1;
        }
    }
    assert!(kept > 5_000.0, "{kept}");
    let found = after_invitations(&prior, &person, (&now, &[2, 1]), (2, 16));
    for (track, taken) in taken.into_iter().enumerate() {
        let found = found.estimate_chance(|part| part.taken[track]);
        // The chances of single people spread by less than 0.25.
        let error = found.mc_error.hypot(0.25 / f64::sqrt(kept));
        assert!((found.mean - taken / kept).abs() < 4.0 * error, "{track}: {found:?} {}", taken / kept);
    }
}

/// The kernels that `optimize` tabulates give what the engine gives.
#[test]
fn tabulated_portfolios_are_those_of_the_same_reapplicant() {
    let prior = prior(vec![track("one", -2.5, 1.0, -0.5, 0.4)], full_assumptions());
    let asked = portfolio(vec![line(0, 20, 1)], None);
    let person = who_failed(&applicant(1), &asked);
    let slots = vec![Slot { variants: vec![line(0, 20, 1)], counts: vec![20] }];
    let menu = Menu { slots, max_interviews: None, pgy1_interviews: None };
    let interrupted = AtomicBool::new(false);
    let draws = Precision { seed: 11, draws: 16, threads: None, ..Precision::default() };
    let tables = Tabulation::new(&person, &prior, &menu, &draws, &interrupted).expect("tabulated");
    let chances = tables.chances(&[vec![Pick { slot: 0, variant: 0, count: 0 }]]).expect("chances");
    let portfolios = [asked];
    let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: None };
    let effort = Effort::ManyDraws;
    let settings = settings(16 * effort.block_points(&question), DrawMode::Posterior);
    let found =
        integrate(&question, &Precision { effort: Some(effort), ..settings }, Detail::Outcomes, &Silent, &interrupted)
            .expect("integrated");
    let means: f64 = found.parts(0, Quantity::Unmatched).iter().flatten().sum::<f64>() / 32.0;
    assert!((chances[0].mean(|chances| chances.unmatched) - means).abs() < 1e-9, "{means}");
}

#[test]
fn seniors_who_graduated_or_applied_before_are_told_their_type() {
    let senior = CASE.replace("us_md_graduate", "us_md");
    let warned = |text: &str| {
        let warnings = loaded(text).warnings;
        warnings.iter().any(|warning| warning.kind == WarningKind::SeniorWhoGraduated { kind: ApplicantType::UsMd })
    };
    assert!(warned(&senior));
    assert!(warned(&senior.replace("years_since_graduation = 2", "years_since_graduation = 0")));
    assert!(warned(&senior.replace("reapplicant = true", "reapplicant = false")));
    assert!(!warned(CASE));
}

#[test]
fn the_earlier_season_is_a_year_earlier_with_the_same_record() {
    let applicant = loaded(CASE).scenario.applicant;
    let season = applicant.failed.clone().expect("an earlier season");
    assert_eq!(season.applicant.years_since_graduation, Uncertain::certain(1.0));
    assert_eq!(season.portfolio.name, "IM 80");
    let now = Applicant { failed: None, ..applicant };
    assert_eq!(Applicant { years_since_graduation: now.years_since_graduation, ..season.applicant }, now);
}

#[test]
fn what_contradicts_an_earlier_season_is_refused() {
    let reference = Reference::embedded().expect("the tables");
    let refused = |text: &str, words: &str| {
        let problems = compile_text("case.toml", text, &reference).expect_err("it is wrong").render(false);
        assert!(problems.contains(words), "{problems}");
    };
    let named =
        |name: &str| CASE.replace("reapplicant = true", &format!("reapplicant = true\nfailed_with = \"{name}\""));
    refused(&named("nothing"), "no portfolio is called");
    refused(&named("FM 40").replace("reapplicant = true", "reapplicant = false"), "needs `reapplicant = true`");
}

const INTERVIEW: &str = "\n[[interview]]\nprogram = \"Lakeside\"\ntrack = \"internal_medicine\"\n";

/// What `ranks` says of the case with one interview, in 64 draws.
fn ranked(text: &str) -> Result<matchfolio::answers::ranks::Ranks, String> {
    let reference = matchfolio::Reference::embedded().expect("the tables");
    let text = format!("{text}{INTERVIEW}");
    let scenario = matchfolio::Scenario::from_text("case.toml", &text, &reference).expect("right");
    let settings = matchfolio::Settings::default().draws(64);
    matchfolio::ranks(&scenario, &matchfolio::RanksQuestion::default(), &settings).map_err(|error| error.to_string())
}

#[test]
fn ranks_knows_of_the_earlier_season() {
    let again = ranked(CASE).expect("answered");
    let first = ranked(&CASE.replace("reapplicant = true", "reapplicant = false")).expect("answered");
    let (again, first) = (&again.tracks[0], &first.tracks[0]);
    assert!(again.expected_invitations.mean < 0.97 * first.expected_invitations.mean, "{again:?} {first:?}");
    assert!(again.taken_before.mean < first.taken_before.mean, "{again:?} {first:?}");
}

#[test]
fn ranks_refuses_an_earlier_season_without_one_order_of_programs() {
    let together = CASE.replace("programs = ", "preference = 1\nprograms = ");
    let refused = |name: &str| {
        let named = format!("reapplicant = true\nfailed_with = \"{name}\"");
        ranked(&together.replace("reapplicant = true", &named))
    };
    assert!(refused("IM 80 + FM 40").expect_err("it interleaves").contains("interleave at random"));
    assert!(refused("IM 80").is_ok());
}
