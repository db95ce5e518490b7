//! What is known of single programs counts as it is defined (`docs/methods.md`
//! §3, §4), in both engines alike.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::simulate::simulate;
use matchfolio::engine::uncertainty::{DrawMode, Sampler};
use matchfolio::engine::verify::{LIMIT, differences, largest};
use matchfolio::model::invitation::InvitationLaw;
use matchfolio::model::openness::{known_fit, seen_openness};
use matchfolio::model::{
    Applicant, ApplicantType, ImgShare, Line, Parameters, Portfolio, ProgramFacts, Screening, Signal, Visa,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::fixtures::*;
use crate::properties::uncertain_prior;

const NOTHING: ProgramFacts = ProgramFacts {
    known_fit: 0.0,
    img_share: None,
    sponsors_j1: None,
    sponsors_h1b: None,
    own_fit: None,
    signal: None,
    has_geographic_tie: false,
    has_rotation: false,
};

fn of_list(track: usize, preference: u32, facts: &[ProgramFacts]) -> Line {
    let programs = u32::try_from(facts.len()).unwrap();
    Line { screening: Screening::Level(0.6), facts: Some(facts.into()), ..line(track, programs, preference) }
}

fn needing_j1() -> Applicant {
    Applicant { visa: Visa::J1, ..applicant(3) }
}

fn parameters(applicant: &Applicant) -> Parameters {
    Sampler::new(&uncertain_prior(), applicant, DrawMode::Central, 1).draw(0).0
}

/// Offset, spread and factor of each program, by index.
fn law(applicant: &Applicant, facts: &[ProgramFacts]) -> Vec<Option<(f64, f64, f64)>> {
    let mut found = vec![None; facts.len()];
    for part in InvitationLaw::by_facts(&of_list(0, 1, facts), 0.25, applicant, &parameters(applicant)) {
        for (index, offset) in part.indices.iter().zip(&part.law.offsets) {
            found[*index as usize] = Some((*offset, part.law.spread, part.law.factor));
        }
    }
    found
}

fn assert_close(found: (f64, f64, f64), expected: (f64, f64, f64)) {
    let gaps = [found.0 - expected.0, found.1 - expected.1, found.2 - expected.2];
    assert!(gaps.iter().all(|gap| gap.abs() < 1e-12), "{found:?} {expected:?}");
}

#[test]
fn a_list_of_which_nothing_is_known_gives_the_same_answer_as_a_number_of_programs() {
    let prior = uncertain_prior();
    let person = needing_j1();
    let later = Line { earlier_programs: 30, ..line(0, 20, 2) };
    let portfolios = |first: Line| {
        [portfolio(vec![first, later.clone(), line(1, 15, 3)], None), portfolio(vec![line(2, 5, 1)], Some(4))]
    };
    let plain = portfolios(Line { screening: Screening::Level(0.6), ..line(0, 30, 1) });
    let listed = portfolios(of_list(0, 1, &[NOTHING; 30]));
    let exact = [&plain, &listed].map(|portfolios| integrated(&prior, &person, portfolios));
    assert_eq!(exact[0], exact[1]);
    let sampled = [&plain, &listed].map(|portfolios| run(&prior, &person, portfolios, 1 << 14));
    assert_eq!(sampled[0], sampled[1]);
}

#[test]
fn what_is_not_known_of_a_program_is_told_by_its_position() {
    let person = needing_j1();
    let fact = ProgramFacts { own_fit: Some(1.0), ..NOTHING };
    let found = law(&person, &[NOTHING, NOTHING, fact, fact]);
    let expected = |position: u32, fit: f64| {
        let offset = -3.2 + 0.25 + 0.8 * 0.6 * seen_openness(position, 500.0) + 1.5 * known_fit(position) + fit;
        (offset, 0.8 * 0.8, 0.65)
    };
    assert_close(found[1].unwrap(), expected(2, 0.0));
    assert_close(found[3].unwrap(), expected(4, 0.3));
}

#[test]
fn a_known_share_of_international_graduates_takes_the_place_of_the_position() {
    let person = needing_j1();
    let share =
        |program| ProgramFacts { img_share: Some(ImgShare { program, track: 0.3 }), known_fit: 0.375, ..NOTHING };
    let found = law(&person, &[share(0.0), share(0.3), share(1.0), share(0.3)]);
    // By hand: μ = √(1 + π·4/8)·logit 0.3, shares among 20 residents with half a one added on either side.
    let centre = (1.0 + std::f64::consts::PI / 2.0).sqrt() * (0.3_f64 / 0.7).ln();
    for (place, share) in [(0, 0.0), (1, 0.3), (2, 1.0)] {
        let counted: f64 = (20.0 * share + 0.5) / 21.0;
        let evidence = ((counted / (1.0 - counted)).ln() - centre) / 2.0;
        let offset = -3.2 + 0.25 + 0.8 * 0.5 * evidence + 1.5 * 0.375;
        assert_close(found[place].unwrap(), (offset, 0.8 * 0.75_f64.sqrt(), 0.65));
    }
    assert_eq!(found[1], found[3], "programs of equal facts are alike wherever they stand");
    let graduate = Applicant { kind: ApplicantType::UsMd, ..applicant(3) };
    let unknown = law(&graduate, &[NOTHING; 4]);
    assert_eq!(law(&graduate, &[share(0.0), share(0.3), share(1.0), share(0.3)]), unknown);
}

#[test]
fn actions_at_a_program_of_a_list_count_as_those_of_a_line() {
    let person = needing_j1();
    let acted = ProgramFacts { has_geographic_tie: true, has_rotation: true, own_fit: Some(0.0), ..NOTHING };
    let signals =
        [Signal::Gold, Signal::Silver, Signal::Plain].map(|one| ProgramFacts { signal: Some(one), ..NOTHING });
    let plain = law(&person, &[NOTHING; 4]);
    let found = law(&person, &[acted, signals[0], signals[1], signals[2]]);
    for (place, effect) in [(0, 0.5 + 1.2 - 0.3), (1, 0.93), (2, 0.45), (3, 0.7)] {
        let (offset, spread, factor) = plain[place].unwrap();
        assert_close(found[place].unwrap(), (offset + effect, spread, factor));
    }
}

#[test]
fn a_program_that_sponsors_no_visa_of_the_person_never_invites_and_a_sponsor_is_certain() {
    let person = needing_j1();
    let visa = |sponsors_j1| ProgramFacts { sponsors_j1: Some(sponsors_j1), ..NOTHING };
    let found = law(&person, &[visa(false), visa(true), NOTHING]);
    assert_eq!((found[0], found[1].unwrap().2, found[2].unwrap().2), (None, 1.0, 0.65));
    let prior = uncertain_prior();
    let closed = [portfolio(vec![of_list(0, 1, &[visa(false); 12])], None)];
    let exact = integrated(&prior, &person, &closed);
    assert!((exact.means(0, Quantity::Unmatched)[0].mean - 1.0).abs() < 1e-12);
    assert_eq!(exact.means(0, Quantity::Interviews(3))[0].mean, 0.0);
    let sampled = run(&prior, &person, &closed, 1 << 12);
    assert_eq!(sampled.draws[0].portfolios[0].no_interview, sampled.trials);
}

fn any_facts() -> impl Strategy<Value = ProgramFacts> {
    let yes_no = || prop::option::of(any::<bool>());
    let signal = prop::option::weighted(0.2, prop::sample::select(vec![Signal::Gold, Signal::Silver, Signal::Plain]));
    let share = prop::option::of(0.0..=1.0_f64);
    (share, yes_no(), yes_no(), prop::option::of(0.0..=1.0_f64), signal, any::<bool>(), any::<bool>()).prop_map(
        |(share, sponsors_j1, sponsors_h1b, own_fit, signal, tie, rotation)| ProgramFacts {
            img_share: share.map(|program| ImgShare { program, track: 0.35 }),
            sponsors_j1,
            sponsors_h1b,
            own_fit,
            signal,
            has_geographic_tie: tie,
            has_rotation: rotation && tie,
            known_fit: 0.2,
        },
    )
}

fn any_listed_portfolio() -> impl Strategy<Value = Portfolio> {
    let facts = || prop::collection::vec(any_facts(), 1..70);
    (facts(), facts(), prop::option::of(1..20_u32)).prop_map(|(first, second, limit)| {
        let earlier_programs = u32::try_from(first.len()).unwrap();
        let lines = vec![
            of_list(0, 1, &first),
            of_list(1, 2, &second),
            Line { earlier_programs, ..line(0, 10, 3) },
            of_list(2, 4, &second[..1]),
        ];
        portfolio(lines, limit)
    })
}

/// Some 400 comparisons; one beyond five standard errors has probability below 0.03 % over all of them.
#[test]
fn both_engines_agree_over_lists() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let prior = uncertain_prior();
    for number in 0..24 {
        let portfolios = [any_listed_portfolio().new_tree(&mut runner).unwrap().current()];
        let visa = [Visa::None, Visa::J1, Visa::H1bOnly, Visa::J1OrH1b][usize::try_from(number % 4).unwrap()];
        let person = Applicant { visa, ..applicant(3) };
        let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: None };
        let mode = if number % 8 < 4 { DrawMode::Central } else { DrawMode::Posterior };
        let settings =
            |trials| Precision { seed: number, trials: Some(trials), threads: None, mode, ..Precision::default() };
        let interrupted = AtomicBool::new(false);
        let sampled = simulate(&question, &settings(64 * 2048), &Silent, &interrupted).unwrap();
        let effort = Effort::ManyDraws;
        let points = settings(64 * effort.block_points(&question));
        let exact = integrate(
            &question,
            &Precision { effort: Some(effort), ..points },
            Detail::Distributions,
            &Silent,
            &interrupted,
        )
        .unwrap();
        let all = differences(&question, &exact, &sampled);
        let worst = largest(&all).unwrap();
        assert!(worst.in_errors() < LIMIT, "scenario {number}: {worst:?}");
    }
}
