//! What must hold for any portfolio.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::{Findings as _, Quantity};
use matchfolio::engine::plan::SeasonPlan;
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::simulate::{Simulation, simulate};
use matchfolio::engine::trials::{BLOCK_TRIALS, run_block};
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::{Applicant, Line, ParameterPrior, Portfolio, Role, Screening, TrackKind, Values};
use matchfolio::random::philox::Key;
use matchfolio::reference::Reference;
use matchfolio::scenario::compile_text;
use proptest::prelude::*;

use crate::fixtures::*;

/// Three tracks: categorical, mixed, preliminary; everything uncertain.
pub fn uncertain_prior() -> ParameterPrior {
    let mut mixed = track("mixed", -2.8, 1.0, -0.8, 0.4);
    mixed.kind = TrackKind::Residency { categorical_share: 0.3 };
    mixed.categorical_matches = Some(20.0);
    let mut preliminary = track("preliminary", -2.0, 0.9, -0.9, 0.1);
    preliminary.kind = TrackKind::Preliminary;
    let tracks = [track("categorical", -3.2, 1.1, -1.2, 0.3), mixed, preliminary];
    prior(tracks.map(|track| varying(track, [0.2, 0.1, 0.2, 0.3, 0.05])).into(), full_assumptions())
}

fn any_line() -> impl Strategy<Value = Line> {
    let kept = (prop::option::weighted(0.3, 1..8_u32), prop::option::weighted(0.4, 1..4_u32));
    (0..3_usize, 1..40_u32, 1..4_u32, 0..3_u32, 0.0..0.9_f64, 0..3_usize, kept).prop_map(
        |(track, programs, preference, signals, screening, role, (keep, interview_priority))| {
            let mut line = line(track, programs, preference);
            line.gold_signals = signals.min(programs);
            line.screening = Screening::Level(screening);
            (line.keep, line.interview_priority) = (keep, interview_priority);
            if track == 2 {
                line.role = [Role::Pgy1, Role::Primary, Role::Both][role];
            }
            line
        },
    )
}

pub fn any_portfolio() -> impl Strategy<Value = Portfolio> {
    (prop::collection::vec(any_line(), 1..5), prop::option::of(1..20_u32), prop::option::of(1..6_u32)).prop_map(
        |(lines, limit, pgy1_interviews)| with_positions(Portfolio { pgy1_interviews, ..portfolio(lines, limit) }),
    )
}

/// Counts each line's programs on from the earlier lines of its track.
fn with_positions(mut portfolio: Portfolio) -> Portfolio {
    let mut reached = [0; 3];
    for line in &mut portfolio.lines {
        line.earlier_programs = reached[line.track];
        reached[line.track] += line.programs;
    }
    portfolio
}

fn simulated(portfolios: &[Portfolio], mode: DrawMode, threads: usize) -> Simulation {
    let prior = uncertain_prior();
    let person: Applicant = applicant(3);
    let values =
        Values { matched: vec![1.0, 0.7, 0.0], matched_without_pgy1: vec![0.5, 0.35, 0.0], preliminary_only: 0.2 };
    let question = Question { applicant: &person, prior: &prior, portfolios, values: Some(&values) };
    let settings = Precision { seed: 5, trials: Some(1 << 14), threads: Some(threads), mode, ..Precision::default() };
    simulate(&question, &settings, &Silent, &AtomicBool::new(false)).expect("the simulation runs")
}

fn unmatched(simulation: &Simulation, portfolio: usize) -> u64 {
    simulation.draws.iter().map(|draw| draw.portfolios[portfolio].unmatched()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outcomes_exclude_each_other_and_sum_to_one(portfolio in any_portfolio()) {
        let simulation = simulated(&[portfolio], DrawMode::Posterior, 2);
        for draw in &simulation.draws {
            let counts = &draw.portfolios[0];
            let matched: u64 = counts.matched.iter().chain(&counts.matched_without_pgy1).sum();
            prop_assert_eq!(counts.unmatched() + counts.preliminary_only + matched, draw.trials);
        }
        let total: u64 = simulation.histograms[0].interviews[3].iter().sum();
        prop_assert_eq!(total, simulation.trials);
    }

    /// On common draws this holds trial by trial, not only on average: without
    /// a limit on interviews, and appended last, so that no position moves.
    #[test]
    fn more_applications_never_raise_the_chance_of_going_unmatched(portfolio in any_portfolio(), more in any_line()) {
        let mut smaller = portfolio;
        smaller.max_interviews = None;
        let mut larger = smaller.clone();
        larger.lines.push(more);
        let simulation = simulated(&[with_positions(smaller), with_positions(larger)], DrawMode::Posterior, 2);
        for draw in &simulation.draws {
            prop_assert!(draw.portfolios[1].unmatched() <= draw.portfolios[0].unmatched());
        }
    }

    /// Preliminary programs take no interview from residencies, whatever list they serve: this holds trial by
    /// trial under any limit, as long as no line states another priority.
    #[test]
    fn a_preliminary_line_never_raises_the_chance_of_going_unmatched(
        portfolio in any_portfolio(), programs in 1..40_u32, role in 0..3_usize, first in any::<bool>(),
    ) {
        let mut without = portfolio;
        for line in &mut without.lines {
            line.interview_priority = None;
            // A line of its own track that comes later would reach for programs less open.
            line.track = line.track.min(1);
            line.role = Role::Primary;
        }
        let mut preliminary = line(2, programs, if first { 0 } else { 9 });
        preliminary.role = [Role::Pgy1, Role::Primary, Role::Both][role];
        let mut with = without.clone();
        with.lines.insert(0, preliminary);
        let simulation = simulated(&[with_positions(without), with_positions(with)], DrawMode::Posterior, 2);
        for draw in &simulation.draws {
            prop_assert!(draw.portfolios[1].unmatched() <= draw.portfolios[0].unmatched());
        }
    }

    /// The same by the conditional engine, in every parameter draw, beside preliminary lines that are there already and whatever
    /// lines keep: preliminary programs that displace one another take the applicant equally often.
    #[test]
    fn a_preliminary_line_never_raises_the_exact_chance_of_going_unmatched(
        portfolio in any_portfolio(), programs in 1..40_u32, role in 0..3_usize, first in any::<bool>(),
    ) {
        let mut without = portfolio;
        for (line, preference) in without.lines.iter_mut().zip(1..) {
            (line.interview_priority, line.preference) = (None, preference);
        }
        let mut preliminary = line(2, programs, if first { 0 } else { 9 });
        preliminary.role = [Role::Pgy1, Role::Primary, Role::Both][role];
        let mut with = without.clone();
        with.lines.push(preliminary);
        let portfolios = [with_positions(without), with_positions(with)];
        let (prior, person) = (uncertain_prior(), applicant(3));
        let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: None };
        let effort = Effort::ManyDraws;
        let mode = DrawMode::Posterior;
        let trials = 8 * effort.block_points(&question);
        let settings = Precision { seed: 5, trials: Some(trials), threads: Some(2), mode, ..Precision::default() };
        let found = integrate(&question, &Precision { effort: Some(effort), ..settings }, Detail::Outcomes, &Silent, &AtomicBool::new(false));
        let found = found.expect("integrated");
        let unmatched = |portfolio| found.parts(portfolio, Quantity::Unmatched).concat();
        for (without, with) in unmatched(0).iter().zip(&unmatched(1)) {
            prop_assert!(*with <= without + 1e-9, "{without} {with}");
        }
    }

    #[test]
    fn dropping_the_last_program_never_helps(portfolio in any_portfolio()) {
        let mut full = portfolio;
        full.max_interviews = None;
        let mut shorter = full.clone();
        let last = shorter.lines.len() - 1;
        if shorter.lines[last].programs == 1 {
            prop_assume!(last > 0);
            shorter.lines.pop();
        } else {
            shorter.lines[last].programs -= 1;
            shorter.lines[last].gold_signals = shorter.lines[last].gold_signals.min(shorter.lines[last].programs);
            full.lines[last].gold_signals = shorter.lines[last].gold_signals;
        }
        let simulation = simulated(&[with_positions(full), with_positions(shorter)], DrawMode::Posterior, 2);
        prop_assert!(unmatched(&simulation, 0) <= unmatched(&simulation, 1));
    }

    /// Ranking in order of one's own values gives, trial by trial, at least the
    /// value of any other order of the same interviews.
    #[test]
    fn the_true_order_of_preference_never_loses(first in 1..40_u32, second in 1..40_u32, permuted in 1..3_u32) {
        let mut a = line(0, first, 1);
        a.screening = Screening::Typical;
        let b = line(1, second, 2);
        let truthful = portfolio(vec![a.clone(), b.clone()], None);
        let mut swapped = portfolio(vec![a, b], None);
        swapped.lines[0].preference = permuted;
        swapped.lines[1].preference = 1;
        let simulation = simulated(&[truthful, swapped], DrawMode::Posterior, 2);
        for draw in &simulation.draws {
            // The second track is worth 0.7, or 0.35 without a PGY-1; the first is worth 1.
            let value = |index: usize| {
                let counts = &draw.portfolios[index];
                1.0 * counts.matched[0] as f64
                    + 0.7 * counts.matched[1] as f64
                    + 0.35 * counts.matched_without_pgy1[1] as f64
            };
            prop_assert!(value(0) >= value(1) - 1e-9);
            prop_assert_eq!(draw.portfolios[0].unmatched(), draw.portfolios[1].unmatched());
        }
    }

    #[test]
    fn the_number_of_threads_changes_nothing(portfolios in prop::collection::vec(any_portfolio(), 1..4)) {
        let one = simulated(&portfolios, DrawMode::Posterior, 1);
        prop_assert_eq!(&one, &simulated(&portfolios, DrawMode::Posterior, 2));
        prop_assert_eq!(&one, &simulated(&portfolios, DrawMode::Posterior, 7));
    }

    /// What happens under one portfolio does not depend on what it is compared with.
    #[test]
    fn a_portfolio_beside_it_changes_no_draw(portfolio in any_portfolio(), other in any_portfolio()) {
        let alone = simulated(std::slice::from_ref(&portfolio), DrawMode::Posterior, 2);
        let beside = simulated(&[other, portfolio], DrawMode::Posterior, 2);
        for (alone, beside) in alone.draws.iter().zip(&beside.draws) {
            prop_assert_eq!(&alone.portfolios[0], &beside.portfolios[1]);
        }
    }

    /// Draws are addressed: a block of trials run alone counts what it counted in the whole run.
    #[test]
    fn a_block_replayed_alone_gives_what_it_gave_in_the_run(portfolio in any_portfolio(), block in 0..8_usize) {
        let whole = simulated(std::slice::from_ref(&portfolio), DrawMode::Posterior, 2);
        let (prior, person) = (uncertain_prior(), applicant(3));
        let portfolios = [portfolio];
        let (parameters, covariates) = Sampler::new(&prior, &person, DrawMode::Posterior, 5).draw(block as u64);
        let plan = SeasonPlan::new(&prior, &person, &portfolios, parameters, &covariates);
        let alone = run_block(&plan, None, Key::new(5), block as u64 * BLOCK_TRIALS, None);
        prop_assert_eq!(&alone.counts.portfolios, &whole.draws[block].portfolios);
    }
}

/// P(unmatched) with its error of each portfolio of a scenario, by name.
fn chances(text: &str) -> BTreeMap<String, (f64, f64)> {
    let loaded = compile_text("order.toml", text, &Reference::embedded().unwrap()).unwrap();
    let scenario = loaded.scenario;
    let portfolios: Vec<Portfolio> = scenario.portfolios.iter().map(|planned| planned.portfolio.clone()).collect();
    let (person, prior) = (&scenario.applicant, &scenario.prior);
    let question = Question { applicant: person, prior, portfolios: &portfolios, values: None };
    let precision = Precision { draws: 512, ..Precision::default() };
    let found = integrate(&question, &precision, Detail::Outcomes, &Silent, &AtomicBool::new(false)).unwrap();
    let chance = |place: usize| (found.unmatched(place).mean, found.unmatched(place).mc_error);
    portfolios.iter().enumerate().map(|(place, one)| (one.name.clone(), chance(place))).collect()
}

/// The same person and the same portfolios, written in another order or beside others, have the same chances.
#[test]
fn the_order_of_a_file_and_other_portfolios_change_no_chance() {
    let line = |track: &str, preference: u32, programs: u32| {
        format!("[[portfolio.line]]\ntrack = \"{track}\"\nprograms = {programs}\npreference = {preference}\n")
    };
    let (psychiatry, family) = (line("psychiatry", 1, 10), line("family_medicine", 2, 10));
    let person = "season = 2027\n[applicant]\ntype = \"us_do\"\nstep2_ck = 240\npublications = 2\n\
                  letters = { psychiatry = 1, family_medicine = 1 }\n";
    for values in ["", "[values]\npsychiatry = 0.4\nfamily_medicine = 1.0\ndermatology = 0.2\n"] {
        let portfolio = |lines: &[&str]| format!("[[portfolio]]\nname = \"A\"\n{}", lines.concat());
        let beside = |name: &str, track: &str| format!("[[portfolio]]\nname = \"{name}\"\n{}", line(track, 1, 5));
        let none = line("dermatology", 3, 0);
        let head = format!("{person}{values}");
        let (mean, error) = chances(&format!("{head}{}", portfolio(&[&psychiatry, &family])))["A"];
        assert!(error < 0.002, "{error}");
        for other in [
            portfolio(&[&family, &psychiatry]),
            portfolio(&[&none, &psychiatry, &family]),
            format!("{}{}", beside("B", "family_medicine"), portfolio(&[&psychiatry, &family])),
            format!("{}{}", beside("B", "dermatology"), portfolio(&[&psychiatry, &family])),
            format!("{}{}", portfolio(&[&psychiatry, &family]), beside("B", "dermatology")),
        ] {
            let (same, other_error) = chances(&format!("{head}{other}"))["A"];
            assert!((same - mean).abs() < 3.0 * error.hypot(other_error), "{mean} and {same} ({error})\n{other}");
        }
    }
}
