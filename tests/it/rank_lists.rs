//! Rank order lists after the interviews: weighted points against seasons that
//! are simulated one by one and kept where they show what was observed.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::landing::RankedProgram;
use matchfolio::engine::conditional::observed::{Observation, Observed, ObservedEffort, observe};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::acceptance::acceptance_probability;
use matchfolio::model::invitation::InvitationLaw;
use matchfolio::model::season::Standing;
use matchfolio::model::strength::residual_strength;
use matchfolio::model::{Line, ParameterPrior, Parameters, Portfolio, Role, TrackKind};
use matchfolio::random::philox::{Key, PhiloxStream};
use matchfolio::random::{normal_of_word, uniform_of_word};
use rand::rand_core::Rng;

use crate::fixtures::{applicant, full_assumptions, portfolio, prior, track, varying};

const DRAWS: u64 = 32;
const SEASONS_A_DRAW: u32 = 60_000;
const SEED: u64 = 11;

/// An advanced track, a categorical one and preliminary years; levels and slopes are uncertain.
fn small_prior() -> ParameterPrior {
    let mut tracks = vec![
        track("advanced", -0.4, 1.2, -0.9, 0.8),
        track("categorical", -0.9, 0.9, -0.5, 0.5),
        track("preliminary", 0.2, 0.8, 0.1, 0.3),
    ];
    tracks[0].kind = TrackKind::Residency { categorical_share: 0.3 };
    tracks[2].kind = TrackKind::Preliminary;
    let tracks = tracks.into_iter().map(|track| varying(track, [0.5, 0.0, 0.4, 0.3, 0.0])).collect();
    prior(tracks, full_assumptions())
}

fn applied() -> Portfolio {
    portfolio(vec![Line::typical(0, 6), Line { preference: 2, ..Line::typical(1, 5) }, preliminary(4)], None)
}

fn preliminary(programs: u32) -> Line {
    Line { preference: 3, role: Role::Both, ..Line::typical(2, programs) }
}

fn program(track: usize, role: Role, worth: f64) -> RankedProgram {
    RankedProgram { track, role, worth, worth_without_pgy1: worth / 2.0 }
}

/// Four of the six, one of the five, two of the four; interviews of the first two tracks in turn.
fn interviewed() -> (Vec<u32>, Vec<RankedProgram>) {
    let programs = vec![
        program(0, Role::Primary, 1.0),
        program(1, Role::Primary, 0.9),
        program(0, Role::Primary, 0.9),
        program(2, Role::Both, 0.3),
        program(2, Role::Pgy1, 0.3),
    ];
    (vec![4, 1, 2], programs)
}

fn lists() -> Vec<Vec<usize>> {
    vec![vec![0, 1, 2, 3], vec![3, 2, 1, 0], vec![0]]
}

#[derive(Clone, Copy)]
struct Settings {
    seed: u64,
    draws: u64,
    points: u32,
}

fn weighted(invitations: &[u32], settings: Settings) -> Observed {
    let (prior, person, portfolio, lists) = (small_prior(), applicant(3), applied(), lists());
    let observation = Observation {
        applicant: &person,
        prior: &prior,
        portfolio: &portfolio,
        invitations,
        programs: &interviewed().1,
        lists: &lists,
    };
    let Settings { seed, draws, points } = settings;
    let effort = ObservedEffort { seed, draws, points, threads: Some(1), mode: DrawMode::Posterior };
    observe(&observation, effort, &Silent, &AtomicBool::new(false)).expect("observed")
}

/// How often each end came about in the seasons kept: by list unmatched, matched and without a PGY-1 by program.
#[derive(Default)]
struct Kept {
    seasons: f64,
    ends: Vec<Vec<f64>>,
    taken: f64,
}

impl Kept {
    fn new() -> Self {
        Self { ends: vec![vec![0.0; 11]; lists().len()], ..Self::default() }
    }
}

/// Simulates the seasons of one parameter draw, word by word.
fn simulate(parameters: &Parameters, standings: &[Standing], stream: &mut PhiloxStream, kept: &mut Kept) {
    let shared = &parameters.shared;
    let laws: Vec<InvitationLaw> = applied()
        .lines
        .iter()
        .map(|line| InvitationLaw::new(line, standings[line.track].explained, parameters))
        .collect();
    let (invitations, programs) = interviewed();
    let lists = lists();
    for _ in 0..SEASONS_A_DRAW {
        let [theta, omega] = [0, 1].map(|_| normal_of_word(stream.next_u32()));
        let latents = [0, 1, 2].map(|track| {
            let z = residual_strength(shared.strength_correlation, theta, normal_of_word(stream.next_u32()));
            let shock = shared.season_spread * normal_of_word(stream.next_u32());
            let law: &InvitationLaw = &laws[track];
            let shift = standings[track].residual * z + shock;
            let came = law
                .offsets
                .iter()
                .filter(|offset| uniform_of_word(stream.next_u32()) < law.probability(**offset, shift));
            let came = u32::try_from(came.count()).unwrap();
            let luck = shared.interview_luck_spread * omega;
            (came, acceptance_probability(&parameters.tracks[track], standings[track].strength(z), luck))
        });
        if (0..3).any(|track| latents[track].0 != invitations[track]) {
            continue;
        }
        kept.seasons += 1.0;
        kept.taken += latents[0].1;
        let takes: Vec<bool> =
            programs.iter().map(|program| uniform_of_word(stream.next_u32()) < latents[program.track].1).collect();
        let is_categorical = uniform_of_word(stream.next_u32()) < 0.3;
        for (list, ends) in lists.iter().zip(&mut kept.ends) {
            let landed = list.iter().copied().find(|program| takes[*program]);
            let has_pgy1 = is_categorical || (takes[3] && !landed_before(list, landed, 3)) || takes[4];
            let end = match landed {
                None => 0,
                Some(program) if programs[program].track == 0 && !has_pgy1 => 6 + program,
                Some(program) => 1 + program,
            };
            ends[end] += 1.0;
        }
    }
}

/// Whether `program` was asked before the one landed at; it refused then.
fn landed_before(list: &[usize], landed: Option<usize>, program: usize) -> bool {
    let place = |of: usize| list.iter().position(|one| *one == of);
    landed.and_then(place).zip(place(program)).is_some_and(|(landed, asked)| asked < landed)
}

fn simulated() -> Kept {
    let (prior, person) = (small_prior(), applicant(3));
    let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, SEED);
    let mut kept = Kept::new();
    for draw in 0..DRAWS {
        let (parameters, covariates) = sampler.draw(draw);
        let standings: Vec<Standing> =
            parameters.tracks.iter().map(|track| Standing::new(&covariates, 2, track, &parameters.effects)).collect();
        let mut stream = PhiloxStream::new(Key::new(5), [u32::try_from(draw).unwrap(), 0, 0]);
        simulate(&parameters, &standings, &mut stream, &mut kept);
    }
    kept
}

/// On the same 32 parameter draws. Of 1.9 million seasons some tens of thousands show these counts;
/// 31 shares are compared at four standard errors of their binomial law, with a
/// twentieth of that for the points: a right program fails in fewer than 1 of 300 tries.
#[test]
fn weighted_points_agree_with_the_seasons_that_show_the_same_invitations() {
    let (found, kept) = (weighted(&interviewed().0, Settings { seed: SEED, draws: DRAWS, points: 1024 }), simulated());
    assert!(kept.seasons > 10_000.0, "{} seasons", kept.seasons);
    let agree = |what: &str, exact: f64, share: f64| {
        let error = (share * (1.0 - share) / kept.seasons).sqrt().max(1.0 / kept.seasons);
        assert!((exact - share).abs() < 4.2 * error, "{what}: {exact} {share} ± {error}");
    };
    for (list, ends) in kept.ends.iter().enumerate() {
        let chance = |end: usize| {
            found.estimate_chance(|part| match end {
                0 => part.landings[list].unmatched,
                1..6 => part.landings[list].matched[end - 1],
                _ => part.landings[list].without_pgy1[end - 6],
            })
        };
        for (end, count) in ends.iter().enumerate() {
            agree(&format!("list {list}, end {end}"), chance(end).mean, count / kept.seasons);
        }
    }
    agree("taken", found.estimate_chance(|part| part.taken[0]).mean, kept.taken / kept.seasons);
}

#[test]
fn many_invitations_speak_for_the_applicant_and_none_against() {
    let taken = |invitations: [u32; 3]| {
        let found = weighted(&invitations, Settings { seed: SEED, draws: 256, points: 16 });
        assert!(found.effective_draws() < 256.0 && found.effective_points() < 256.0 * 64.0);
        (found.estimate_before(|part| part.taken_before[0]), found.estimate_chance(|part| part.taken[0]))
    };
    let ((before, many), (_, none)) = (taken([6, 5, 4]), taken([0, 0, 0]));
    assert!(many.mean > before.mean + 5.0 * many.mc_error, "{before:?} {many:?}");
    assert!(none.mean < before.mean - 5.0 * none.mc_error, "{before:?} {none:?}");
}

/// Twenty disjoint runs of 128 draws: their spread is the stated error, within the 45 % that a
/// chi-square law of 19 degrees leaves out in 1 of 200 tries, and their own noise.
#[test]
fn the_stated_error_is_the_spread_of_independent_runs() {
    let unmatched = |seed: u64| {
        let found = weighted(&interviewed().0, Settings { seed, draws: 128, points: 16 });
        found.estimate_chance(|part| part.landings[0].unmatched)
    };
    let runs: Vec<_> = (100..120).map(unmatched).collect();
    let mean = runs.iter().map(|run| run.mean).sum::<f64>() / 20.0;
    let spread = (runs.iter().map(|run| (run.mean - mean).powi(2)).sum::<f64>() / 19.0).sqrt();
    let stated = runs.iter().map(|run| run.mc_error).sum::<f64>() / 20.0;
    assert!((0.55..1.45).contains(&(spread / stated)), "{spread} {stated}");
}

/// Without an advanced position nothing can beat the true order, at any point (Dubins & Freedman 1981; Roth 1982).
#[test]
fn no_order_and_no_cut_is_worth_more_than_the_truth_at_any_point() {
    let mut prior = small_prior();
    prior.tracks[0].kind = TrackKind::Residency { categorical_share: 1.0 };
    let programs = [1.0, 0.8, 0.7, 0.2].map(|worth| program(usize::from(worth == 0.8), Role::Primary, worth));
    let (person, portfolio) = (applicant(3), applied());
    let mut lists = vec![vec![0, 1, 2, 3]];
    for first in 0..4 {
        for second in (0..4).filter(|second| *second != first) {
            lists.push(vec![first, second]);
            let rest = (0..4).filter(|other| ![first, second].contains(other));
            lists.push([first, second].into_iter().chain(rest).collect());
        }
    }
    let observation = Observation {
        applicant: &person,
        prior: &prior,
        portfolio: &portfolio,
        invitations: &[3, 1, 0],
        programs: &programs,
        lists: &lists,
    };
    let effort = ObservedEffort { seed: 2, draws: 64, points: 16, threads: Some(1), mode: DrawMode::Posterior };
    let found = observe(&observation, effort, &Silent, &AtomicBool::new(false)).expect("observed");
    for (index, list) in lists.iter().enumerate() {
        assert_eq!(found.gains(index), (0, 0.0), "{list:?}");
        let more_unmatched = found.estimate(|part| part.landings[index].unmatched - part.landings[0].unmatched).mean;
        assert!(if list.len() == 4 { more_unmatched.abs() < 1e-12 } else { more_unmatched > 0.0 }, "{list:?}");
    }
}

#[test]
fn the_ends_of_a_list_add_up_to_one() {
    let found = weighted(&interviewed().0, Settings { seed: SEED, draws: 64, points: 16 });
    for list in 0..3 {
        let whole = found.estimate(|part| {
            let landing = &part.landings[list];
            landing.unmatched + landing.matched.iter().chain(&landing.without_pgy1).sum::<f64>()
        });
        assert!((whole.mean - 1.0).abs() < 1e-12 && whole.mc_error < 1e-12);
    }
}
