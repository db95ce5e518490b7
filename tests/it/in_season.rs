//! A season in progress: the conditional engine against seasons that are simulated program by program and kept where they
//! show what has come so far.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::landing::RankedProgram;
use matchfolio::engine::conditional::observed::{Observation, observe};
use matchfolio::engine::conditional::{Detail, Integration, integrate};
use matchfolio::engine::driver::{EngineError, Question, Silent};
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::model::acceptance::{Place, acceptance_probability};
use matchfolio::model::date::Date;
use matchfolio::model::invitation::InvitationLaw;
use matchfolio::model::season::Standing;
use matchfolio::model::strength::residual_strength;
use matchfolio::model::{Applicant, Line, ParameterPrior, Parameters, Portfolio, Role, SeasonSoFar};
use matchfolio::random::philox::{Key, PhiloxStream};
use matchfolio::random::{normal_of_word, uniform_of_word};
use rand::rand_core::Rng;

use crate::fixtures::{applicant, assumptions_without_known_fit, portfolio, prior, settings, track, varying};

const LAST_DAY: f64 = 161.0;
const LIMIT: usize = 6;

fn small_prior() -> ParameterPrior {
    prior(
        vec![track("first", -1.4, 1.1, -0.9, 0.8), track("second", -0.9, 0.9, -0.4, 0.5)],
        assumptions_without_known_fit(),
    )
}

/// Twelve and ten programs; with more, six further ones of the second track.
fn portfolios() -> Vec<Portfolio> {
    let with = |second| {
        let lines = vec![Line::typical(0, 12), Line { preference: 2, ..Line::typical(1, second) }];
        portfolio(lines, u32::try_from(LIMIT).ok())
    };
    vec![with(10), with(16)]
}

fn in_season(day: f64, invitations: [u32; 2]) -> Applicant {
    let portfolio = portfolios().remove(0);
    let date = Date::new(2026, 11, 15).expect("a day");
    let so_far = SeasonSoFar { portfolio, invitations: invitations.to_vec(), date, day, last_day: LAST_DAY };
    Applicant { so_far: Some(Box::new(so_far)), ..applicant(2) }
}

fn integrated(prior: &ParameterPrior, person: &Applicant, portfolios: &[Portfolio], mode: DrawMode) -> Integration {
    let question = Question { applicant: person, prior, portfolios, values: None };
    let effort = Effort::for_mode(mode);
    let blocks = if mode.has_draws() { 128 } else { 4 };
    let settings = Precision { trials: Some(blocks * effort.block_points(&question)), mode, ..settings(1) };
    integrate(
        &question,
        &Precision { effort: Some(effort), ..settings },
        Detail::Distributions,
        &Silent,
        &AtomicBool::new(false),
    )
    .expect("integrated")
}

fn mean(found: &Integration, portfolio: usize, quantity: Quantity<'_>) -> f64 {
    let parts = found.parts(portfolio, quantity).concat();
    parts.iter().sum::<f64>() / parts.len() as f64
}

/// Sums over the seasons kept: how many, and by portfolio unmatched, matched in the first track, interviews of the second.
#[derive(Default)]
struct Kept {
    seasons: f64,
    sums: [[f64; 3]; 2],
    squares: [[f64; 3]; 2],
}

/// Seasons simulated program by program, of which those are kept that show `seen` by now.
fn kept(prior: &ParameterPrior, person: &Applicant, seen: [u32; 2], seasons: u32) -> Kept {
    let (parameters, covariates) = Sampler::new(prior, person, DrawMode::Central, 1).draw(0);
    let so_far = person.so_far.as_ref().expect("a season in progress");
    let share = so_far.share_come(&parameters.shared);
    let standing =
        |track: usize| Standing::new(&covariates, person.record(track), &parameters.tracks[track], &parameters.effects);
    let standings = [standing(0), standing(1)];
    let laws = portfolios()[1].lines.clone().map_laws(&standings, &parameters);
    let mut random = PhiloxStream::new(Key::new(77), [3, 0, 0]);
    let mut found = Kept::default();
    for _ in 0..seasons {
        let mut normal = || normal_of_word(random.next_u32());
        let (theta, luck) = (normal(), parameters.shared.interview_luck_spread * normal());
        let latents = [[normal(), normal()], [normal(), normal()]];
        let (mut come, mut now, mut later, mut taken) = ([0_u32; 2], [0_usize; 2], 0, [0.0; 2]);
        for (track, law) in laws.iter().enumerate() {
            let z = residual_strength(parameters.shared.strength_correlation, theta, latents[track][0]);
            let shift = standings[track].residual * z + parameters.shared.season_spread * latents[track][1];
            taken[track] = acceptance_probability(&parameters.tracks[track], standings[track].strength(z), luck);
            for (index, offset) in law.offsets.iter().enumerate() {
                let invites = uniform_of_word(random.next_u32()) < law.probability(*offset, shift);
                let is_early = uniform_of_word(random.next_u32()) < share;
                if index >= if track == 0 { 12 } else { 10 } {
                    // Applied to only now: whoever would have invited before now no longer does.
                    later += usize::from(invites && !is_early);
                } else if invites {
                    come[track] += u32::from(is_early);
                    now[track] += 1;
                }
            }
        }
        if come != seen {
            continue;
        }
        found.seasons += 1.0;
        for (portfolio, second) in [now[1], now[1] + later].into_iter().enumerate() {
            let first = now[0].min(LIMIT);
            let second = second.min(LIMIT - first);
            let refused =
                |track: usize, attended: usize| (1.0_f64 - taken[track]).powi(i32::try_from(attended).unwrap());
            let values = [refused(0, first) * refused(1, second), 1.0 - refused(0, first), second as f64];
            for (place, value) in values.into_iter().enumerate() {
                found.sums[portfolio][place] += value;
                found.squares[portfolio][place] += value * value;
            }
        }
    }
    found
}

trait MapLaws {
    fn map_laws(&self, standings: &[Standing; 2], parameters: &Parameters) -> [InvitationLaw; 2];
}

impl MapLaws for Vec<Line> {
    fn map_laws(&self, standings: &[Standing; 2], parameters: &Parameters) -> [InvitationLaw; 2] {
        [0, 1].map(|track| InvitationLaw::new(&self[track], standings[track].explained, parameters))
    }
}

#[test]
fn the_rest_of_a_season_is_that_of_seasons_kept_where_they_show_what_came() {
    let prior = small_prior();
    for (day, seen) in [(46.0, [1, 3]), (46.0, [0, 0]), (20.0, [2, 0]), (80.0, [4, 1])] {
        let person = in_season(day, seen);
        let found = integrated(&prior, &person, &portfolios(), DrawMode::Central);
        let expected = kept(&prior, &person, seen, 400_000);
        assert!(expected.seasons > 2000.0, "{day} {seen:?}: {} seasons", expected.seasons);
        for portfolio in 0..2 {
            let quantities = [Quantity::Unmatched, Quantity::Matched(0), Quantity::Interviews(1)];
            for (place, quantity) in quantities.into_iter().enumerate() {
                let value = expected.sums[portfolio][place] / expected.seasons;
                let variance = expected.squares[portfolio][place] / expected.seasons - value * value;
                let error = (variance / expected.seasons).sqrt();
                // Four standard errors: a right program fails once in 16,000 comparisons, of which these are 24.
                let exact = mean(&found, portfolio, quantity);
                assert!(
                    (exact - value).abs() < 4.0 * error + 1e-4,
                    "{day} {seen:?} portfolio {portfolio} quantity {place}: {exact} against {value} ± {error}"
                );
            }
        }
    }
}

#[test]
fn before_the_first_invitation_can_have_come_the_season_is_as_without_progress() {
    let prior = small_prior();
    let plain = integrated(&prior, &applicant(2), &portfolios()[..1], DrawMode::Central);
    let found = integrated(&prior, &in_season(0.0, [0, 0]), &portfolios()[..1], DrawMode::Central);
    for quantity in [Quantity::Unmatched, Quantity::Matched(0), Quantity::Matched(1), Quantity::Interviews(0)] {
        let (plain, found) = (mean(&plain, 0, quantity), mean(&found, 0, quantity));
        assert!((plain - found).abs() < 5e-4, "{plain} {found}");
    }
    let (plain, found) = (plain.interviews(0, 0), found.interviews(0, 0));
    assert!(plain.iter().zip(&found).all(|(a, b)| (a - b).abs() < 1e-3), "{plain:?} {found:?}");
}

#[test]
fn once_all_invitations_have_come_the_season_is_that_of_the_rank_list() {
    let prior = ParameterPrior {
        tracks: small_prior().tracks.into_iter().map(|track| varying(track, [0.4, 0.0, 0.3, 0.2, 0.0])).collect(),
        ..small_prior()
    };
    let (come, portfolio) = ([2_u32, 3], portfolios().remove(0));
    let found = integrated(&prior, &in_season(LAST_DAY, come), std::slice::from_ref(&portfolio), DrawMode::Posterior);
    let program = |(track, number): (usize, u32)| RankedProgram {
        track,
        role: Role::Primary,
        worth: 1.0,
        worth_without_pgy1: 0.0,
        place: Place { number: number + 1, of: come[track] },
    };
    let programs: Vec<RankedProgram> =
        (0..2).flat_map(|track| (0..come[track]).map(move |number| program((track, number)))).collect();
    let observation = Observation {
        applicant: &applicant(2),
        prior: &prior,
        portfolio: &portfolio,
        invitations: &come,
        so_far: None,
        programs: &programs,
        lists: &[(0..5).collect()],
    };
    let effort = Precision { seed: 20_270_315, draws: 128, threads: Some(1), ..Precision::default() };
    let observed = observe(&observation, &effort, 64, &Silent, &AtomicBool::new(false)).expect("observed");
    let unmatched = observed.estimate_chance(|part| part.landings[0].unmatched);
    let here = mean(&found, 0, Quantity::Unmatched);
    assert!((here - unmatched.mean).abs() < 4.0 * unmatched.mc_error.max(5e-4), "{here} {unmatched:?}");
    let first = observed.estimate_chance(|part| part.landings[0].matched[..2].iter().sum());
    let here = mean(&found, 0, Quantity::Matched(0));
    assert!((here - first.mean).abs() < 4.0 * first.mc_error.max(5e-4), "{here} {first:?}");
    let interviews = found.interviews(0, 1);
    assert!((interviews[3] - 1.0).abs() < 1e-9, "{interviews:?}");
}

#[test]
fn an_engine_that_cannot_look_at_a_season_in_progress_says_so() {
    let (prior, person) = (small_prior(), in_season(40.0, [1, 1]));
    let apart = vec![
        Line::typical(0, 6),
        Line { preference: 2, ..Line::typical(1, 10) },
        Line { preference: 3, earlier_programs: 6, ..Line::typical(0, 6) },
    ];
    let portfolios = [portfolio(apart, None)];
    let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: None };
    let stop = AtomicBool::new(false);
    let exact = integrate(
        &question,
        &Precision { effort: Some(Effort::EachDrawPrecise), ..settings(64) },
        Detail::Outcomes,
        &Silent,
        &stop,
    );
    assert!(matches!(exact, Err(EngineError::NotConditional(_))));
    let sampled = simulate(&question, &settings(64), &Silent, &stop);
    match sampled {
        Err(EngineError::OnlyConditional(reason)) => assert!(reason.contains("next to each other"), "{reason}"),
        other => panic!("{other:?}"),
    }
    let impossible = in_season(40.0, [13, 0]);
    let question = Question { applicant: &impossible, portfolios: &self::portfolios(), ..question };
    let found = integrate(
        &question,
        &Precision { effort: Some(Effort::EachDrawPrecise), ..settings(64) },
        Detail::Outcomes,
        &Silent,
        &stop,
    );
    assert!(matches!(found, Err(EngineError::Impossible)));
}

const FILE: &str = include_str!("../../scenarios/in_season.toml");

fn read(text: &str) -> Result<matchfolio::Scenario<'static>, String> {
    static REFERENCE: std::sync::LazyLock<matchfolio::Reference> =
        std::sync::LazyLock::new(|| matchfolio::Reference::embedded().expect("tables"));
    matchfolio::Scenario::from_text("in_season.toml", text, &REFERENCE).map_err(|error| error.to_string())
}

#[test]
fn a_wrong_progress_is_told_with_its_place_and_what_to_write() {
    for (from, to, told) in [
        ("\"2026-11-15\"", "\"2026-08-15\"", "is not in the season of the 2027 Match"),
        ("\"2026-11-15\"", "\"15 November\"", "which is not a day"),
        ("diagnostic_radiology = 0,", "diagnostic_radiology = 61,", "61 programs of Diagnostic Radiology invited"),
        ("date = ", "portfolio = \"none\"\ndate = ", "no portfolio is called"),
    ] {
        let error = read(&FILE.replacen(from, to, 1)).expect_err(told);
        assert!(error.contains(told) && error.contains("in_season.toml:"), "{told} is not in {error}");
    }
    let planned = format!("{FILE}[[plan]]\nname = \"p\"\n[[plan.season]]\nportfolio = \"As applied\"\n");
    assert!(read(&planned).expect_err("plans").contains("allows no plans"));
    // The second portfolio has fewer programs than were applied to.
    let at = FILE.rfind("programs = 60").expect("a line");
    let fewer = format!("{}programs = 50{}", &FILE[..at], &FILE[at + "programs = 60".len()..]);
    assert!(read(&fewer).expect_err("no way to go on").contains("cannot follow"));
    assert!(read(&FILE.replacen("\"2026-11-15\"", "2026-11-15", 1)).is_ok(), "a TOML date is a day too");
}

#[test]
fn invitations_that_cannot_have_come_are_a_problem_of_the_file_with_their_place() {
    // On the day on which programs first see applications nobody has been invited yet.
    let early = read(&FILE.replacen("2026-11-15", "2026-09-23", 1)).expect("a scenario");
    let quick = matchfolio::Settings::default().draws(16);
    let told = [
        matchfolio::now(&early, &quick).expect_err("impossible"),
        matchfolio::simulate(&early, &quick).expect_err("impossible"),
    ];
    for error in told {
        assert!(matches!(error, matchfolio::Error::Scenario(_)), "{error}");
        let error = error.to_string();
        assert!(error.contains("in_season.toml:") && error.contains("cannot have come"), "{error}");
    }
}

#[test]
fn a_calendar_filled_by_the_harder_specialty_is_said_to_raise_the_risk() {
    // Three interviews in all, and surgery, which takes few of those it interviews, has invited as often.
    let line = |track: &str| format!("[[portfolio.line]]\ntrack = \"{track}\"\nprograms = 60\n");
    let text = format!(
        "season = 2027\n[applicant]\ntype = \"us_img\"\nstep2_ck = 225\nyears_since_graduation = 0\n\
         us_clinical_months = 12\npublications = 1\nletters = {{ general_surgery = 2, pediatrics = 2 }}\n\
         [limits]\nmax_interviews = 3\n[progress]\ndate = \"2026-11-15\"\n\
         invitations = {{ general_surgery = 3, pediatrics = 3 }}\n[[portfolio]]\nname = \"A\"\n{}{}",
        line("general_surgery"),
        line("pediatrics")
    );
    let said = told_now(&text);
    assert!(said.contains("more invitations can raise your chance of going unmatched"), "{said}");
    assert!(said.contains("Keeping interviews in Pediatrics before all others would lower it by"), "{said}");
}

/// What `matchfolio now` prints of this file, in one line.
fn told_now(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("in_season.toml");
    std::fs::write(&file, text).expect("written");
    let found = std::process::Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .arg("now")
        .arg(&file)
        .args(["--no-report", "--quiet", "--draws", "64"])
        .output()
        .expect("the program starts");
    String::from_utf8_lossy(&found.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In late January nothing is gained by applying, the calendar is not full, and the portfolio of the file stands for itself.
#[test]
fn late_in_the_season_the_list_and_soap_are_what_is_left() {
    let late = FILE
        .replace("2026-11-15", "2027-01-25")
        .replace("visa = \"j1\"", "visa = \"h1b_only\"")
        .replace("programs = 60", "programs = 45");
    let told = told_now(&late);
    assert!(told.contains("hold only if you pass Step 3 in time"), "{told}");
    assert!(told.contains("Your next steps are the rank order list") && told.contains("have been sent"), "{told}");
    assert!(!told.contains("Keeping interviews") && !told.contains("budget"), "{told}");
    assert!(told.contains("Going on with “With family") && !told.contains("40 programs"), "{told}");
    let early = told_now(FILE);
    assert!(!early.contains("Your next steps are") && !early.contains("Step 3"), "{early}");
}

#[test]
fn questions_that_begin_before_the_season_say_where_to_ask() {
    let scenario = read(FILE).expect("a scenario");
    let quick = matchfolio::Settings::default().draws(16);
    let told = [
        matchfolio::sensitivity(&scenario, None, &quick).expect_err("in season").to_string(),
        matchfolio::backups(&scenario, &matchfolio::BackupsQuestion::default(), &quick)
            .expect_err("in season")
            .to_string(),
    ];
    assert!(told.iter().all(|message| message.contains("matchfolio now")), "{told:?}");
    let without: String = FILE.split("[progress]").next().unwrap_or_default().to_owned()
        + &FILE[FILE.find("[[portfolio]]").expect("a portfolio")..];
    let error = matchfolio::now(&read(&without).expect("a scenario"), &quick).expect_err("no progress").to_string();
    assert!(error.contains("there is no `[progress]`"), "{error}");
}

#[test]
fn the_answer_says_what_is_to_come_and_what_helps() {
    let found =
        matchfolio::now(&read(FILE).expect("a scenario"), &matchfolio::Settings::default().draws(32)).expect("found");
    let radiology = &found.tracks[0];
    assert_eq!((radiology.invitations, radiology.applications), (0, 60));
    let (mean, none): (f64, f64) =
        ((0..).zip(&radiology.distribution).map(|(n, p)| f64::from(n) * p).sum(), radiology.distribution[0]);
    assert!((mean - radiology.still_to_come.mean).abs() < 1e-3 && (none - radiology.none_to_come.mean).abs() < 1e-9);
    assert!((radiology.distribution.iter().sum::<f64>() - 1.0).abs() < 1e-3);
    assert!(found.unmatched.mean > found.unmatched_before.mean, "no invitation is bad news");
    let best = found.best(matchfolio::answers::now::WayKind::Add).expect("something helps");
    assert!(best.residency.mean > 0.0 && !best.edits.is_empty());
}
