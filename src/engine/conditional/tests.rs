//! The recursion and the distributions against brute force: every way in which
//! the programs can invite and take, resolved by the rules of the model.

#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small positive counts")]

use rand::rand_core::Rng;

use super::detail::Distributions;
use super::kernel::{Counter, Counts, Kernel};
use super::one_more::{OneMore, Preferred};
use super::recursion::{OutcomeChances, Recursion};
use super::rules::{Rules, StretchRole};
use crate::engine::interview_curve::{CurveQuantity, SeasonsWith};
use crate::model::acceptance::{ln_refused, refused_by_first};
use crate::model::season::{Attended, Decisions, Outcome, resolve};
use crate::model::{Line, PoolMoments, PoolProfile, Role, TrackKind, TrackParameters};
use crate::random::philox::{Key, PhiloxStream};
use crate::random::uniform_of_word;

const TRACKS: usize = 3;

/// How the chance of being taken falls with demand.
const GRADIENT: f64 = 0.6;

/// A stretch at one value of all latents.
#[derive(Debug)]
struct Stretch {
    track: usize,
    invited: Vec<f64>,
    taken: f64,
    role: Role,
    categorical_share: Option<f64>,
    /// Most interviews attended of the stretch.
    keep: usize,
    /// Interviews of the least number are kept first; no two are equal.
    priority: f64,
}

impl Stretch {
    fn role(&self) -> StretchRole {
        let gives_pgy1 = self.categorical_share.is_none() && self.role.is_on_supplemental_list();
        StretchRole { track: self.track, gives_pgy1, categorical_share: self.categorical_share }
    }

    fn kernel(&self) -> Kernel {
        let (mut counts, mut kernel) = (Counts::default(), Kernel::default());
        counts.add(&counted(&self.invited), 1.0);
        kernel.add(&counts, self.taken, 1.0);
        kernel.add_one_more(&counts, self.taken, 1.0);
        kernel.add_order(&counts, self.taken, GRADIENT, usize::MAX, 1.0);
        kernel.cap(self.keep);
        kernel
    }
}

/// How many programs with these chances invite.
fn counted(chances: &[f64]) -> Counter {
    let mut counter = Counter::default();
    counter.start();
    counter.count(chances.iter().copied(), usize::MAX);
    counter
}

/// Stretches in order of preference.
struct Case {
    stretches: Vec<Stretch>,
    limit: usize,
    pgy1_limit: usize,
}

impl Case {
    fn primary(&self) -> Vec<&Stretch> {
        self.stretches.iter().filter(|stretch| stretch.role.is_on_primary_list()).collect()
    }

    /// Those of the supplemental list alone, in the order kept.
    fn pgy1(&self) -> Vec<&Stretch> {
        let mut found: Vec<&Stretch> =
            self.stretches.iter().filter(|stretch| !stretch.role.is_on_primary_list()).collect();
        found.sort_by(|a, b| a.priority.total_cmp(&b.priority));
        found
    }

    fn rules(&self) -> Rules {
        let primary = self.primary();
        let mut kept: Vec<usize> = (0..primary.len()).collect();
        kept.sort_by(|a, b| primary[*a].priority.total_cmp(&primary[*b].priority));
        Rules {
            primary: primary.iter().map(|stretch| stretch.role()).collect(),
            kept,
            limit: self.limit,
            pgy1: self.pgy1().iter().map(|stretch| stretch.track).collect(),
            pgy1_limit: self.pgy1_limit,
        }
    }

    fn kernels(&self) -> Vec<Kernel> {
        self.primary().iter().chain(&self.pgy1()).map(|stretch| stretch.kernel()).collect()
    }

    /// The interviews attended of those who `invited`, by program: kept by priority up to the limits, then
    /// put in order of preference.
    fn attended(&self, invited: &[bool]) -> Vec<Attended> {
        let mut places = Vec::new();
        for (line, stretch) in self.stretches.iter().enumerate() {
            places.extend(stretch.invited.iter().map(|_| line));
        }
        let mut kept: Vec<usize> = (0..places.len()).filter(|program| invited[*program]).collect();
        kept.sort_by(|a, b| self.stretches[places[*a]].priority.total_cmp(&self.stretches[places[*b]].priority));
        let mut of_line = vec![0; self.stretches.len()];
        let mut of_list = [0; 2];
        kept.retain(|program| {
            let stretch = &self.stretches[places[*program]];
            let (list, limit) = if stretch.role.is_on_primary_list() { (0, self.limit) } else { (1, self.pgy1_limit) };
            let fits = of_line[places[*program]] < stretch.keep && of_list[list] < limit;
            of_line[places[*program]] += usize::from(fits);
            of_list[list] += usize::from(fits);
            fits
        });
        kept.sort_unstable();
        let one = |program: &usize| {
            let line = places[*program];
            Attended { line, track: self.stretches[line].track, position: *program as u32 }
        };
        kept.iter().map(one).collect()
    }
}

/// Up to seven programs in up to four lines of a categorical, a mixed and a preliminary track.
fn random_case(number: u32) -> Case {
    let mut stream = PhiloxStream::new(Key::new(3), [number, 0, 0]);
    let mut uniform = || uniform_of_word(stream.next_u32());
    let lines = 1 + (uniform() * 4.0) as usize;
    let mut programs = 0;
    // In every third case interviews are kept in the order of preference.
    let is_permuted = !number.is_multiple_of(3);
    let stretches = (0..lines)
        .map(|place| {
            let track = (uniform() * TRACKS as f64) as usize;
            let count = (1 + (uniform() * 3.0) as usize).min(8 - lines - programs.min(7 - lines)).max(1);
            programs += count;
            let role = [Role::Pgy1, Role::Primary, Role::Both][(uniform() * 3.0) as usize];
            Stretch {
                track,
                invited: (0..count).map(|_| uniform()).collect(),
                taken: uniform(),
                role: if track == 2 { role } else { Role::Primary },
                categorical_share: [Some(1.0), Some(0.3), None][track],
                keep: 1 + (uniform() * 4.0) as usize,
                priority: if is_permuted { uniform() } else { place as f64 },
            }
        })
        .collect::<Vec<_>>();
    let all: usize = stretches.iter().map(|stretch| stretch.invited.len()).sum();
    let mut limit = || 1 + (uniform() * (all + 1) as f64) as usize;
    Case { stretches, limit: limit(), pgy1_limit: limit() }
}

fn track_parameters(kind: TrackKind) -> TrackParameters {
    let none = PoolMoments { mean: 0.0, sd: 0.0 };
    TrackParameters {
        id: String::new(),
        kind,
        pool_programs: 1.0,
        sponsor_share: 1.0,
        a: 0.0,
        sigma: 1.0,
        kappa: 0.0,
        lambda: 0.0,
        step2_ck_per_10: 0.0,
        pool: PoolProfile {
            step2_ck: none,
            years_since_graduation: none,
            us_clinical_months: none,
            ln_publications: none,
        },
        pool_shift: 0.0,
        has_signal_gate: false,
    }
}

fn line(stretch: &Stretch) -> Line {
    Line { role: stretch.role, ..Line::typical(stretch.track, stretch.invited.len() as u32) }
}

/// Takes by program, position being the number of the program in the whole list.
struct Fixed<'a> {
    takes: &'a [bool],
    categorical: bool,
}

impl Decisions for Fixed<'_> {
    fn would_take(&mut self, program: Attended) -> bool {
        self.takes[program.position as usize]
    }

    fn is_categorical(&mut self, _program: Attended, _share: f64) -> bool {
        self.categorical
    }
}

/// Every invitation, every decision, every kind of position, with its chance.
fn brute_force(case: &Case) -> (OutcomeChances, Distributions) {
    let lines: Vec<Line> = case.stretches.iter().map(line).collect();
    let kinds = [
        TrackKind::Residency { categorical_share: 1.0 },
        TrackKind::Residency { categorical_share: 0.3 },
        TrackKind::Preliminary,
    ];
    let tracks: Vec<TrackParameters> = kinds.into_iter().map(track_parameters).collect();
    let programs: Vec<(usize, f64, f64)> = case
        .stretches
        .iter()
        .enumerate()
        .flat_map(|(line, stretch)| stretch.invited.iter().map(move |invited| (line, *invited, stretch.taken)))
        .collect();
    let mut chances = OutcomeChances::new(TRACKS);
    let mut distributions = Distributions::new(&counts(&case.stretches));
    distributions.one_more.by_interviews.resize(8, SeasonsWith::default());
    for choice in 0..1_u32 << (2 * programs.len()) {
        let invited: Vec<bool> = (0..programs.len()).map(|k| choice >> k & 1 == 1).collect();
        let takes: Vec<bool> = (0..programs.len()).map(|k| choice >> (k + programs.len()) & 1 == 1).collect();
        let weight: f64 = programs
            .iter()
            .enumerate()
            .map(|(k, (_, p, q))| (if invited[k] { *p } else { 1.0 - p }) * (if takes[k] { *q } else { 1.0 - q }))
            .product();
        let attended = case.attended(&invited);
        for (categorical, share) in [(true, 0.3), (false, 0.7)] {
            let resolution = resolve(&attended, &lines, &tracks, &mut Fixed { takes: &takes, categorical });
            let weight = weight * share;
            match resolution.outcome {
                Outcome::Unmatched => {
                    chances.unmatched += weight;
                    chances.no_interview += if resolution.ranked == 0 { weight } else { 0.0 };
                    distributions.ranked_not_taken += weight * f64::from(resolution.ranked);
                }
                Outcome::PreliminaryOnly => chances.preliminary_only += weight,
                Outcome::Matched(track) => chances.matched[track] += weight,
                Outcome::MatchedWithoutPgy1(track) => chances.matched_without_pgy1[track] += weight,
            }
            if let Some(rank) = resolution.rank {
                // Within the line of the match the rank is spread as demand says.
                let is_ranked = |program: &&Attended| lines[program.line].role.is_on_primary_list();
                let ranked: Vec<&Attended> = attended.iter().filter(is_ranked).collect();
                let line = ranked[rank as usize - 1].line;
                let first = ranked.iter().position(|program| program.line == line).unwrap();
                let count = ranked.iter().filter(|program| program.line == line).count();
                let refused: Vec<f64> =
                    refused_by_first(ln_refused(case.stretches[line].taken), GRADIENT, count).collect();
                for place in 0..count {
                    let share = (refused[place] - refused[place + 1]) / (1.0 - refused[count]);
                    distributions.rank[first + place] += weight * share;
                }
            }
            for track in 0..TRACKS {
                let count = attended.iter().filter(|program| program.track == track).count();
                distributions.interviews[track][count] += weight;
            }
            distributions.interviews[TRACKS][attended.len()] += weight;
            if let Some(preferred) = preferred(case) {
                let last = last_line(case, preferred);
                let takes = [&takes[..], &[true]].concat();
                let with = with_one_more(&attended, preferred, last, programs.len() as u32);
                let with = resolve(&with, &lines, &tracks, &mut Fixed { takes: &takes, categorical }).outcome;
                let is_match = |outcome: Outcome| {
                    [Outcome::Matched(preferred.track), Outcome::MatchedWithoutPgy1(preferred.track)].contains(&outcome)
                };
                let gain = weight * case.stretches[last].taken;
                let in_track = attended.iter().filter(|program| program.track == preferred.track).count();
                let seasons = &mut distributions.one_more.by_interviews[in_track];
                seasons.seasons += weight;
                seasons.matched += if is_match(resolution.outcome) { weight } else { 0.0 };
                seasons.gained += if is_match(with) && !is_match(resolution.outcome) { gain } else { 0.0 };
                let is_rescued = resolution.outcome == Outcome::Unmatched && with != Outcome::Unmatched;
                distributions.one_more.unmatched += if is_rescued { gain } else { 0.0 };
            }
        }
    }
    (chances, distributions)
}

/// The first residency track in the order of preference, unless there is none.
fn preferred(case: &Case) -> Option<Preferred> {
    let roles = case.rules().primary;
    let first = roles.iter().find(|role| role.categorical_share.is_some())?;
    Preferred::new(first.track, &roles)
}

/// The last line of the preferred track.
fn last_line(case: &Case, preferred: Preferred) -> usize {
    case.stretches.iter().rposition(|stretch| stretch.track == preferred.track).unwrap()
}

/// The interviews with one more, at `position`, after the `last` line of the preferred track.
fn with_one_more(attended: &[Attended], preferred: Preferred, last: usize, position: u32) -> Vec<Attended> {
    let before = attended.iter().filter(|program| program.line <= last).count();
    let one_more = Attended { line: last, track: preferred.track, position };
    [&attended[..before], &[one_more], &attended[before..]].concat()
}

fn counts(stretches: &[Stretch]) -> Vec<usize> {
    (0..TRACKS)
        .map(|track| {
            stretches.iter().filter(|stretch| stretch.track == track).map(|stretch| stretch.invited.len()).sum()
        })
        .collect()
}

fn assert_close(found: &[f64], expected: &[f64], what: &str, case: &Case) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            (found - expected).abs() < 1e-12,
            "{what}: {found} against {expected}, limits {} and {} of {:?}",
            case.limit,
            case.pgy1_limit,
            case.stretches
        );
    }
}

#[test]
fn outcomes_agree_with_every_way_the_season_can_go() {
    let mut recursion = Recursion::default();
    for number in 0..400 {
        let case = random_case(number);
        let (expected, _) = brute_force(&case);
        let mut found = OutcomeChances::new(TRACKS);
        let kernels = case.kernels();
        recursion.run(&case.rules(), &kernels.iter().collect::<Vec<_>>(), &mut found);
        let flat = |chances: &OutcomeChances| {
            let mut all = vec![chances.no_interview, chances.unmatched, chances.preliminary_only];
            all.extend(&chances.matched);
            all.extend(&chances.matched_without_pgy1);
            all
        };
        assert_close(&flat(&found), &flat(&expected), "outcomes", &case);
    }
}

#[test]
fn distributions_agree_with_every_way_the_season_can_go() {
    for number in 0..400 {
        let case = random_case(number);
        let (_, expected) = brute_force(&case);
        let mut found = Distributions::new(&counts(&case.stretches));
        let kernels = case.kernels();
        found.add(&case.rules(), &kernels.iter().collect::<Vec<_>>(), 1.0);
        for slot in 0..=TRACKS {
            assert_close(&found.interviews[slot], &expected.interviews[slot], "interviews", &case);
        }
        assert_close(&found.rank, &expected.rank, "rank", &case);
        assert_close(&[found.ranked_not_taken], &[expected.ranked_not_taken], "ranked", &case);
    }
}

#[test]
fn one_more_interview_agrees_with_every_way_the_season_can_go() {
    let mut asked = 0;
    for number in 0..400 {
        let case = random_case(number);
        let Some(preferred) = preferred(&case) else { continue };
        asked += 1;
        let (_, expected) = brute_force(&case);
        let expected = expected.one_more;
        let kernels = case.kernels();
        let mut found = OneMore::default();
        found.add(preferred, &case.rules(), &kernels.iter().collect::<Vec<_>>(), 1.0);
        for (count, expected) in expected.by_interviews.iter().enumerate() {
            let found = found.seasons_with(count);
            let flat = |seasons: &SeasonsWith| [seasons.seasons, seasons.matched, seasons.gained];
            assert_close(&flat(&found), &flat(expected), "seasons by interviews", &case);
        }
        assert_close(&[found.unmatched], &[expected.unmatched], "unmatched but for one", &case);
    }
    assert!(asked > 250, "{asked}");
}

/// Two programs that invite with chance one half, at two strengths alike
/// frequent; the conditional means worked out by hand.
fn curve_of_two_programs(weak: (f64, f64), strong: (f64, f64)) -> OneMore {
    let mut kernel = Kernel::default();
    for (invited, taken) in [weak, strong] {
        let mut counts = Counts::default();
        counts.add(&counted(&[invited; 2]), 1.0);
        kernel.add(&counts, taken, 0.5);
        kernel.add_one_more(&counts, taken, 0.5);
    }
    let primary = vec![StretchRole { track: 0, gives_pgy1: false, categorical_share: Some(1.0) }];
    let rules = Rules { primary, kept: vec![0], limit: 2, pgy1: Vec::new(), pgy1_limit: 1 };
    let mut found = OneMore::default();
    found.add(Preferred { track: 0, last: 0 }, &rules, &[&kernel], 1.0);
    found
}

#[test]
fn where_programs_take_everybody_alike_the_curve_rises_by_the_effect() {
    // Strength moves invitations alone: K says nothing of q = 0.3.
    let found = curve_of_two_programs((0.2, 0.3), (0.7, 0.3));
    for count in 0..2 {
        let value = |quantity: CurveQuantity| quantity.value(|count| found.seasons_with(count)).unwrap();
        let effect = value(CurveQuantity::OneMore(count));
        assert!((effect - [0.3, 0.21][count]).abs() < 1e-14);
        assert!(value(CurveQuantity::Selection(count)).abs() < 1e-14);
    }
}

#[test]
fn where_the_strong_are_taken_sooner_the_curve_rises_beyond_the_effect() {
    let found = curve_of_two_programs((0.2, 0.1), (0.7, 0.6));
    // Weights of weak and strong: of no interview 0.64 and 0.09, of one 0.32 and 0.42, of two 0.04 and 0.49.
    let mean = |weak: f64, strong: f64, values: [f64; 2]| (weak * values[0] + strong * values[1]) / (weak + strong);
    let value = |quantity: CurveQuantity| quantity.value(|count| found.seasons_with(count)).unwrap();
    let curve = [0.0, mean(0.32, 0.42, [0.1, 0.6]), mean(0.04, 0.49, [0.19, 0.84])];
    let effect = [mean(0.64, 0.09, [0.1, 0.6]), mean(0.32, 0.42, [0.9 * 0.1, 0.4 * 0.6])];
    for count in 0..2 {
        assert!((value(CurveQuantity::Matched(count)) - curve[count]).abs() < 1e-14);
        assert!((value(CurveQuantity::OneMore(count)) - effect[count]).abs() < 1e-14);
        let beyond = curve[count + 1] - curve[count] - effect[count];
        assert!((value(CurveQuantity::Selection(count)) - beyond).abs() < 1e-14 && beyond > 0.1, "{beyond}");
    }
    // One more interview saves those whom nobody took: (0.64·0.1 + 0.32·0.9·0.1 + 0.04·0.81·0.1 + …)/2.
    let weak: f64 = 0.1 * (0.64 + 0.32 * 0.9 + 0.04 * 0.81);
    let strong = 0.6 * (0.09 + 0.42 * 0.4 + 0.49 * 0.16);
    assert!((found.unmatched - weak.midpoint(strong)).abs() < 1e-14);
}
