//! One season played out program by program as `docs/methods.md` tells it, §2 to §7,
//! with nothing of the model or the engines but the normal quantile: against both engines.

use std::sync::atomic::AtomicBool;

use matchfolio::engine::conditional::{Detail, integrate};
use matchfolio::engine::driver::{Question, Silent};
use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::precision::{Effort, Precision};
use matchfolio::engine::tally::PortfolioCounts;
use matchfolio::model::{Line, Portfolio, Role, Screening, TrackKind, TrackPrior, Visa};
use matchfolio::random::normal::normal_quantile;

use crate::fixtures::*;

const SEASONS: u64 = 1 << 19;
const LIMIT: usize = 6;
const PGY1_LIMIT: usize = 1;
/// Level, spread, level of being taken and its slope, share of categorical positions, and whether a PGY-1 alone.
const TRACKS: [(f64, f64, f64, f64, f64, bool); 4] = [
    (-1.2, 1.0, -1.0, 0.5, 0.25, false),
    (-1.6, 1.2, -0.8, 0.2, 0.125, false),
    (-1.0, 0.9, -0.6, 0.3, 0.0, true),
    (-1.9, 0.95, -1.5, 0.5, 1.0, false),
];
/// A failed examination and an earlier Match.
const EXPLAINED: f64 = -1.0;
/// By line, in the order of preference: track, programs, screening, only programs that sponsor, effects of its first programs.
const LINES: [(usize, u32, f64, bool, [f64; 5]); 5] = [
    (0, 10, 0.7, false, [0.93 + 0.5, 0.93 + 0.5, 0.45, 0.45, 0.45]),
    (2, 8, 0.3, false, [0.0; 5]),
    (1, 15, 0.3, false, [0.0; 5]),
    (3, 20, 0.0, true, [0.7 + 1.2, 0.7, 0.7, 0.0, 0.0]),
    (2, 6, 0.3, false, [0.0; 5]),
];
/// Lines of the primary list in the order in which interviews are kept: that of the second residency is stated,
/// then come the other residencies, then the preliminary years.
const KEPT: [usize; 4] = [2, 0, 3, 1];
/// The line of the supplemental list alone.
const PGY1: usize = 4;
/// Most interviews attended of each line.
const KEEP: [usize; 5] = [99, 99, 3, 4, 99];

/// `SplitMix64` (Steele, Lea & Flood 2014), and normals by inversion.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) >> 12) as f64 / (1_u64 << 52) as f64
    }

    fn normal(&mut self) -> f64 {
        normal_quantile(self.share().max(1e-16))
    }

    fn falls(&mut self, logit: f64, factor: f64) -> bool {
        self.share() < factor / (1.0 + (-logit).exp())
    }
}

/// What a season ends with: 0 unmatched, 1 a preliminary year alone, 2 + track matched, 6 + track without a PGY-1;
/// and whether nobody on the primary list interviewed.
fn season(dice: &mut Dice) -> (usize, bool) {
    let theta = dice.normal();
    let mut delta = [0; 4].map(|_| dice.normal());
    delta[1] = 0.8 * delta[0] + 0.6 * delta[1];
    let z = delta.map(|own| 0.6_f64.sqrt() * theta + 0.4_f64.sqrt() * own);
    let crowding = [0; 4].map(|_| 0.15 * dice.normal());
    let luck = 0.5 * dice.normal();
    // Of each interview of a line: whether the program would take the applicant.
    let mut attended = LINES.map(|_| Vec::new());
    for place in KEPT.into_iter().chain([PGY1]) {
        let (track, programs, screening, sponsors_only, effects) = LINES[place];
        let (a, sigma, kappa, lambda, ..) = TRACKS[track];
        let (pool, sponsor) = if sponsors_only { (500.0 * 0.65, 1.0) } else { (500.0, 0.65) };
        let earlier: u32 = LINES[..place].iter().filter(|line| line.0 == track).map(|line| line.1).sum();
        for position in earlier..earlier + programs {
            let seen = normal_quantile(1.0 - (f64::from(position) + 1.0 - 0.375) / (pool + 0.25));
            let open = screening * seen + (1.0 - screening * screening).sqrt() * dice.normal();
            let fit = 1.5 / (1.0 + ((f64::from(position) + 1.0 - 15.0) / 2.0).exp());
            let effect = fit + effects.get(position as usize).copied().unwrap_or(0.0);
            let invites = a + EXPLAINED + sigma * z[track] + crowding[track] + 0.8 * open + effect;
            let on_list: usize = KEPT.map(|line| attended[line].len()).iter().sum();
            let fits = if place == PGY1 { attended[place].len() < PGY1_LIMIT } else { on_list < LIMIT };
            if dice.falls(invites, sponsor) && fits && attended[place].len() < KEEP[place] {
                let takes = kappa + lambda * (EXPLAINED + sigma * z[track]) + luck;
                attended[place].push(dice.falls(takes, 1.0));
            }
        }
    }
    let of_line = |place: usize| attended[place].iter().map(move |takes| (LINES[place].0, *takes));
    // In the order of preference.
    let interviews: Vec<(usize, bool)> = (0..PGY1).flat_map(of_line).collect();
    let preliminary = |track: usize| TRACKS[track].5;
    let pgy1 = interviews.iter().copied().chain(of_line(PGY1)).any(|(track, takes)| preliminary(track) && takes);
    let outcome = match interviews.iter().find(|(_, takes)| *takes) {
        None => 0,
        Some((track, _)) if preliminary(*track) => 1,
        Some((track, _)) if dice.share() < TRACKS[*track].4 || pgy1 => 2 + track,
        Some((track, _)) => 6 + track,
    };
    (outcome, interviews.is_empty())
}

fn tracks() -> Vec<TrackPrior> {
    let named = |(place, (a, sigma, kappa, lambda, categorical_share, is_preliminary))| TrackPrior {
        kind: if is_preliminary { TrackKind::Preliminary } else { TrackKind::Residency { categorical_share } },
        ..track(["ir", "dr", "ty", "im"][place], a, sigma, kappa, lambda)
    };
    TRACKS.into_iter().enumerate().map(named).collect()
}

fn portfolio_of_the_lines() -> Portfolio {
    let mut lines: Vec<Line> = (1..)
        .zip(LINES)
        .map(|(preference, (track, programs, screening, sponsors_only, _))| Line {
            screening: Screening::Level(screening),
            sponsors_only,
            ..line(track, programs, preference)
        })
        .collect();
    (lines[0].gold_signals, lines[0].silver_signals, lines[0].geographic_ties) = (2, 3, 2);
    lines[1].role = Role::Both;
    (lines[3].signals, lines[3].rotations) = (3, 1);
    (lines[2].interview_priority, lines[2].keep, lines[3].keep) = (Some(1), Some(3), Some(4));
    (lines[4].role, lines[4].earlier_programs) = (Role::Pgy1, 8);
    Portfolio { pgy1_interviews: Some(1), ..portfolio(lines, Some(6)) }
}

#[test]
fn a_season_played_out_by_the_text_ends_as_the_engines_say() {
    let mut dice = Dice(20_270_315);
    let (mut ends, mut without) = ([0_u64; 10], 0_u64);
    for _ in 0..SEASONS {
        let (outcome, no_interview) = season(&mut dice);
        ends[outcome] += 1;
        without += u64::from(no_interview);
    }
    let mut prior = prior(tracks(), full_assumptions());
    prior.radiology_pair = Some((0, 1));
    let mut person = applicant(4);
    (person.visa, person.exam_failures) = (Visa::J1, 1);
    let portfolios = [portfolio_of_the_lines()];

    let simulation = run(&prior, &person, &portfolios, 1 << 21);
    let drawn = |count: &dyn Fn(&PortfolioCounts) -> u64| share(&simulation, count);
    let question = Question { applicant: &person, prior: &prior, portfolios: &portfolios, values: None };
    let (detail, effort) = (Detail::Distributions, Effort::ManyDraws);
    let exact = integrate(
        &question,
        &Precision { effort: Some(effort), ..settings(1 << 17) },
        detail,
        &Silent,
        &AtomicBool::new(false),
    );
    let exact = exact.expect("the integration runs");
    let integral = |quantity| {
        let draws = exact.means(0, quantity);
        draws.iter().map(|draw| draw.mean).sum::<f64>() / draws.len() as f64
    };
    let played = |count: u64| count as f64 / SEASONS as f64;

    let unmatched = (played(ends[0]), drawn(&PortfolioCounts::unmatched), integral(Quantity::Unmatched));
    let no_interview = (played(without), drawn(&|c| c.no_interview), integral(Quantity::NoInterview));
    let alone = (played(ends[1]), drawn(&|c| c.preliminary_only), integral(Quantity::PreliminaryOnly));
    let mut compared = vec![("unmatched", unmatched), ("no interview", no_interview), ("preliminary only", alone)];
    for track in [0, 1, 3] {
        let with = (played(ends[2 + track]), drawn(&|c| c.matched[track]), integral(Quantity::Matched(track)));
        let bare = (
            played(ends[6 + track]),
            drawn(&|c| c.matched_without_pgy1[track]),
            integral(Quantity::MatchedWithoutPgy1(track)),
        );
        compared.extend([("matched", with), ("without a PGY-1", bare)]);
    }
    for (what, (played, drawn, integral)) in compared {
        // The engines' own errors are below half of that of the seasons played out.
        let error = 1.2 * (drawn * (1.0 - drawn) / SEASONS as f64).sqrt() + 1e-9;
        assert!((played - drawn).abs() < 4.0 * error, "{what}: {played} by the text, {drawn} drawn, ± {error}");
        assert!(
            (played - integral).abs() < 4.0 * error,
            "{what}: {played} by the text, {integral} integrated, ± {error}"
        );
    }
}
