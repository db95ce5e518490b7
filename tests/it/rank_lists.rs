//! Rank order lists after the interviews: weighted points against seasons that
//! are simulated one by one and kept where they show what was observed.

use std::sync::atomic::AtomicBool;

use matchfolio::answers::ranks::Ranks;
use matchfolio::engine::conditional::landing::RankedProgram;
use matchfolio::engine::conditional::observed::{Observation, Observed, observe};
use matchfolio::engine::driver::Silent;
use matchfolio::engine::precision::Precision;
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::acceptance::{Place, acceptance_probability};
use matchfolio::model::counts::poisson_binomial;
use matchfolio::model::invitation::InvitationLaw;
use matchfolio::model::season::Standing;
use matchfolio::model::strength::residual_strength;
use matchfolio::model::{
    Applicant, ApplicantType, Line, ParameterPrior, Parameters, Portfolio, Role, SpecialtyRecord, TrackKind,
};
use matchfolio::random::philox::{Key, PhiloxStream};
use matchfolio::random::{normal_of_word, uniform_of_word};
use matchfolio::reference::Reference;
use matchfolio::{RanksQuestion, ranks};
use rand::rand_core::Rng;

use crate::fixtures::{applicant, assumptions_without_known_fit, portfolio, prior, track, varying};

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
    prior(tracks, assumptions_without_known_fit())
}

fn applied() -> Portfolio {
    portfolio(vec![Line::typical(0, 6), Line { preference: 2, ..Line::typical(1, 5) }, preliminary(4)], None)
}

fn preliminary(programs: u32) -> Line {
    Line { preference: 3, role: Role::Both, ..Line::typical(2, programs) }
}

fn program(track: usize, role: Role, worth: f64) -> RankedProgram {
    RankedProgram { track, role, worth, worth_without_pgy1: worth / 2.0, place: Place::ALONE }
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
        so_far: None,
        programs: &interviewed().1,
        lists: &lists,
    };
    let Settings { seed, draws, points } = settings;
    let effort = Precision { seed, draws, threads: Some(1), ..Precision::default() };
    observe(&observation, &effort, points, &Silent, &AtomicBool::new(false)).expect("observed")
}

/// How often each end came about in the seasons kept of one draw: by list unmatched, matched and
/// without a PGY-1 by program.
struct Kept {
    seasons: f64,
    ends: Vec<Vec<f64>>,
    taken: f64,
}

impl Kept {
    fn new() -> Self {
        Self { seasons: 0.0, ends: vec![vec![0.0; 11]; lists().len()], taken: 0.0 }
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

fn simulated() -> Vec<Kept> {
    let (prior, person) = (small_prior(), applicant(3));
    let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, SEED);
    let of_draw = |draw| {
        let (parameters, covariates) = sampler.draw(draw);
        let standings: Vec<Standing> = parameters
            .tracks
            .iter()
            .map(|track| Standing::new(&covariates, SpecialtyRecord::of_letters(2), track, &parameters.effects))
            .collect();
        let mut stream = PhiloxStream::new(Key::new(5), [u32::try_from(draw).unwrap(), 0, 0]);
        let mut kept = Kept::new();
        simulate(&parameters, &standings, &mut stream, &mut kept);
        kept
    };
    (0..DRAWS).map(of_draw).collect()
}

/// On the same 32 parameter draws, each of which counts once. Of 1.9 million seasons some tens of thousands show
/// these counts; 34 shares are compared at 4.2 standard errors of their binomial distribution, with room
/// for the points: a right program fails in fewer than 1 of 300 tries.
#[test]
fn weighted_points_agree_with_the_seasons_that_show_the_same_invitations() {
    let (found, kept) = (weighted(&interviewed().0, Settings { seed: SEED, draws: DRAWS, points: 1024 }), simulated());
    let fewest = kept.iter().map(|kept| kept.seasons).fold(f64::INFINITY, f64::min);
    assert!(fewest > 50.0, "{fewest} seasons");
    let draws = kept.len() as f64;
    let of_seasons: f64 = kept.iter().map(|kept| 1.0 / kept.seasons).sum::<f64>() / (draws * draws);
    let agree = |what: &str, exact: f64, count: &dyn Fn(&Kept) -> f64| {
        let share = kept.iter().map(|kept| count(kept) / kept.seasons).sum::<f64>() / draws;
        let error = (share * (1.0 - share) * of_seasons).sqrt().max(of_seasons);
        assert!((exact - share).abs() < 4.2 * error, "{what}: {exact} {share} ± {error}");
    };
    for list in 0..lists().len() {
        let chance = |end: usize| {
            found.estimate_chance(|part| match end {
                0 => part.landings[list].unmatched,
                1..6 => part.landings[list].matched[end - 1],
                _ => part.landings[list].without_pgy1[end - 6],
            })
        };
        for end in 0..11 {
            agree(&format!("list {list}, end {end}"), chance(end).mean, &|kept| kept.ends[list][end]);
        }
    }
    agree("taken", found.estimate_chance(|part| part.taken[0]).mean, &|kept| kept.taken);
}

/// Few points must say the same as many: the bias of a ratio is below a tenth of a point. Eight seeds, each on its own
/// 64 draws; the mean difference may be that and three of its standard errors, which a right program
/// exceeds in fewer than 1 of 50 tries of a Student's t distribution of 7 degrees.
#[test]
fn few_points_of_a_draw_are_enough() {
    for invitations in [[0, 0, 0], [4, 1, 2], [6, 5, 4]] {
        let differences = [1_u64, 2, 3, 4, 5, 6, 7, 8].map(|seed| {
            let unmatched = |points: u32| {
                let found = weighted(&invitations, Settings { seed, draws: 64, points });
                let fewest = found.fewest_effective_points();
                assert!(fewest > f64::from(points), "{invitations:?}, {points}: {fewest}");
                found.estimate(|part| part.landings[0].unmatched).mean
            };
            unmatched(16) - unmatched(512)
        });
        let mean = differences.iter().sum::<f64>() / 8.0;
        let error = (differences.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / 56.0).sqrt();
        assert!(mean.abs() < 1e-3 + 3.0 * error, "{invitations:?}: {mean} ± {error}");
    }
}

#[test]
fn many_invitations_speak_for_the_applicant_and_none_against() {
    let taken = |invitations: [u32; 3]| {
        let found = weighted(&invitations, Settings { seed: SEED, draws: 256, points: 16 });
        assert!(found.effective_draws() == 256.0 && found.effective_points() < 256.0 * 128.0);
        (found.estimate_before(|part| part.taken_before[0]), found.estimate_chance(|part| part.taken[0]))
    };
    let ((before, many), (_, none)) = (taken([6, 5, 4]), taken([0, 0, 0]));
    assert!(many.mean > before.mean + 5.0 * many.mc_error, "{before:?} {many:?}");
    assert!(none.mean < before.mean - 5.0 * none.mc_error, "{before:?} {none:?}");
}

/// Every track that has parameters for the type, alone.
fn priors(kind: ApplicantType) -> Vec<ParameterPrior> {
    let reference = Reference::embedded().expect("tables");
    reference.tracks.iter().filter_map(|row| reference.prior(kind, std::slice::from_ref(&row.track)).ok()).collect()
}

/// The likelihood ratio of any two numbers of invitations is monotone in strength, so that the
/// chance of being taken rises with the number. Worked out on a grid in two parameter draws of every type and track.
#[test]
fn in_a_draw_with_a_rising_slope_more_invitations_never_lower_the_chance_of_being_taken() {
    const PROGRAMS: usize = 24;
    let mut checked = 0;
    for (kind, prior) in
        ApplicantType::ALL.iter().flat_map(|kind| priors(*kind).into_iter().map(move |prior| (kind, prior)))
    {
        let person = Applicant { kind: *kind, ..applicant(1) };
        let sampler = Sampler::new(&prior, &person, DrawMode::Posterior, SEED);
        for draw in 0..2 {
            let (parameters, covariates) = sampler.draw(draw);
            let track = &parameters.tracks[0];
            if track.lambda <= 0.0 {
                continue;
            }
            let standing = Standing::new(&covariates, SpecialtyRecord::of_letters(2), track, &parameters.effects);
            let law = InvitationLaw::new(
                &Line::typical(0, u32::try_from(PROGRAMS).unwrap()),
                standing.explained,
                &parameters,
            );
            let (mut weights, mut taken) = ([0.0; PROGRAMS + 1], [0.0; PROGRAMS + 1]);
            for (z, shock) in (-20..=20).flat_map(|z| (-3..=3).map(move |shock| (f64::from(z) / 4.0, f64::from(shock))))
            {
                let shift = standing.residual * z + parameters.shared.season_spread * shock;
                let chances: Vec<f64> = law.offsets.iter().map(|offset| law.probability(*offset, shift)).collect();
                let mut counts = [0.0; PROGRAMS + 1];
                poisson_binomial(&chances, &mut counts[..=chances.len()]);
                let (density, takes) =
                    ((-(z * z + shock * shock) / 2.0).exp(), acceptance_probability(track, standing.strength(z), 0.0));
                for (count, chance) in counts.iter().enumerate() {
                    weights[count] += density * chance;
                    taken[count] += density * chance * takes;
                }
            }
            let means: Vec<f64> =
                weights.iter().zip(&taken).take(law.offsets.len() + 1).map(|(weight, taken)| taken / weight).collect();
            assert!(means.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9), "{kind:?} {}: {means:?}", track.id);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

/// The same of the answers, within twice the error of a difference of two answers on the same draws.
#[test]
fn more_invitations_never_lower_the_answer_for_any_type_and_track() {
    for (kind, prior) in
        ApplicantType::ALL.iter().flat_map(|kind| priors(*kind).into_iter().map(move |prior| (kind, prior)))
    {
        if prior.tracks[0].fitted.center.lambda <= 0.0 {
            continue;
        }
        let person = Applicant { kind: *kind, ..applicant(1) };
        let portfolio = portfolio(vec![Line::typical(0, 20)], None);
        let taken = |invitations: u32| {
            let observation = Observation {
                applicant: &person,
                prior: &prior,
                portfolio: &portfolio,
                invitations: &[invitations],
                so_far: None,
                programs: &[program(0, Role::Both, 1.0)],
                lists: &[vec![0]],
            };
            let effort = Precision { seed: SEED, draws: 64, threads: Some(1), ..Precision::default() };
            let found = observe(&observation, &effort, 8, &Silent, &AtomicBool::new(false)).expect("observed");
            found.estimate_chance(|part| part.taken[0])
        };
        let answers = [0, 1, 4, 10, 19].map(taken);
        for pair in answers.windows(2) {
            let error = pair[0].mc_error.hypot(pair[1].mc_error);
            assert!(pair[1].mean > pair[0].mean - 2.0 * error, "{kind:?} {}: {answers:?}", prior.tracks[0].id);
        }
    }
}

/// What `ranks` says of a file of `tests/it/data`, as JSON.
fn asked(name: &str) -> Ranks {
    let reference = matchfolio::Reference::embedded().expect("tables");
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/data").join(name);
    let scenario = matchfolio::Scenario::from_file(&path, &reference).expect("right");
    ranks(&scenario, &RanksQuestion::default(), &matchfolio::Settings::default().draws(256)).expect("answered")
}

#[test]
fn one_of_sixty_invitations_speaks_against_a_senior_and_twenty_five_for_them() {
    let [one, many] = ["ranks_one_invited.toml", "ranks_many_invited.toml"].map(|name| asked(name).tracks[0].clone());
    assert!(one.taken.mean < one.taken_before.mean && one.taken_before.mean < many.taken.mean, "{one:?} {many:?}");
}

#[test]
fn few_invitations_do_not_make_a_program_likelier_to_take() {
    let answer = asked("dream_and_backup_invited.toml");
    let surgery = &answer.tracks[0];
    // The slope of seniors is uncertain around a little above 0, so that the answers may be a tie.
    let error = surgery.taken.mc_error.hypot(surgery.taken_before.mc_error);
    assert!(surgery.expected_invitations.mean > 10.0, "{surgery:?}");
    assert!(surgery.taken.mean < surgery.taken_before.mean + 2.0 * error, "{surgery:?}");
}

#[test]
fn one_track_needs_no_values() {
    let answer = asked("ranks_without_values.toml");
    let list = &answer.lists[0];
    assert!((list.expected_value.mean + list.unmatched.mean - 1.0).abs() < 1e-9, "{list:?}");
}

/// Twenty disjoint runs of 128 draws: their spread is the stated error, within the 45% that a
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
        so_far: None,
        programs: &programs,
        lists: &lists,
    };
    let effort = Precision { seed: 2, draws: 64, threads: Some(1), ..Precision::default() };
    let found = observe(&observation, &effort, 16, &Silent, &AtomicBool::new(false)).expect("observed");
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
