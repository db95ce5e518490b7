//! The recursion and the distributions against brute force: every way in which
//! the programs can invite and take, resolved by the rules of the model.

#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small positive counts")]

use rand::rand_core::Rng;

use super::detail::Distributions;
use super::kernel::{Counts, Kernel};
use super::recursion::{OutcomeChances, Recursion, StretchRole};
use crate::model::season::{Attended, Decisions, Outcome, resolve};
use crate::model::{Line, PoolMoments, PoolProfile, Role, TrackKind, TrackParameters};
use crate::random::philox::{Key, PhiloxStream};
use crate::random::uniform_of_word;

const TRACKS: usize = 3;

/// A stretch at one value of all latents.
#[derive(Debug)]
struct Stretch {
    track: usize,
    invited: Vec<f64>,
    taken: f64,
    is_primary: bool,
    is_supplemental: bool,
    categorical_share: Option<f64>,
}

impl Stretch {
    fn role(&self) -> StretchRole {
        let Self { track, is_primary, is_supplemental, categorical_share, .. } = *self;
        StretchRole { track, is_primary, is_supplemental, categorical_share }
    }

    fn kernel(&self) -> Kernel {
        let (mut counts, mut kernel) = (Counts::default(), Kernel::default());
        counts.add(self.invited.iter().copied(), 1.0);
        kernel.add(&counts, self.taken);
        kernel
    }
}

struct Case {
    stretches: Vec<Stretch>,
    limit: usize,
}

/// Up to seven programs in up to four lines of a categorical, a mixed and a preliminary track.
fn random_case(number: u32) -> Case {
    let mut stream = PhiloxStream::new(Key::new(3), [number, 0, 0]);
    let mut uniform = || uniform_of_word(stream.next_u32());
    let lines = 1 + (uniform() * 4.0) as usize;
    let mut programs = 0;
    let stretches = (0..lines)
        .map(|_| {
            let track = (uniform() * TRACKS as f64) as usize;
            let count = (1 + (uniform() * 3.0) as usize).min(8 - lines - programs.min(7 - lines)).max(1);
            programs += count;
            let role = [Role::Pgy1, Role::Primary, Role::Both][(uniform() * 3.0) as usize];
            Stretch {
                track,
                invited: (0..count).map(|_| uniform()).collect(),
                taken: uniform(),
                is_primary: track != 2 || role.is_on_primary_list(),
                is_supplemental: track == 2 && role.is_on_supplemental_list(),
                categorical_share: [Some(1.0), Some(0.3), None][track],
            }
        })
        .collect::<Vec<_>>();
    let all: usize = stretches.iter().map(|stretch| stretch.invited.len()).sum();
    Case { stretches, limit: 1 + (uniform() * (all + 1) as f64) as usize }
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
    }
}

fn line(stretch: &Stretch) -> Line {
    let role = match (stretch.is_primary, stretch.is_supplemental) {
        (true, true) => Role::Both,
        (true, false) => Role::Primary,
        (false, _) => Role::Pgy1,
    };
    Line { role, ..Line::typical(stretch.track, stretch.invited.len() as u32) }
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
    for choice in 0..1_u32 << (2 * programs.len()) {
        let invited: Vec<bool> = (0..programs.len()).map(|k| choice >> k & 1 == 1).collect();
        let takes: Vec<bool> = (0..programs.len()).map(|k| choice >> (k + programs.len()) & 1 == 1).collect();
        let weight: f64 = programs
            .iter()
            .enumerate()
            .map(|(k, (_, p, q))| (if invited[k] { *p } else { 1.0 - p }) * (if takes[k] { *q } else { 1.0 - q }))
            .product();
        let attended: Vec<Attended> = programs
            .iter()
            .enumerate()
            .filter(|(k, _)| invited[*k])
            .take(case.limit)
            .map(|(k, (line, _, _))| Attended { line: *line, track: lines[*line].track, position: k as u32 })
            .collect();
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
                distributions.rank[rank as usize - 1] += weight;
            }
            for track in 0..TRACKS {
                let count = attended.iter().filter(|program| program.track == track).count();
                distributions.interviews[track][count] += weight;
            }
            distributions.interviews[TRACKS][attended.len()] += weight;
        }
    }
    (chances, distributions)
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
            "{what}: {found} against {expected}, limit {} of {:?}",
            case.limit,
            case.stretches
        );
    }
}

#[test]
fn outcomes_agree_with_every_way_the_season_can_go() {
    let mut recursion = Recursion::default();
    for number in 0..150 {
        let case = random_case(number);
        let (expected, _) = brute_force(&case);
        let mut found = OutcomeChances::new(TRACKS);
        run(&mut recursion, &case, case.limit, &mut found);
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
    for number in 0..150 {
        let case = random_case(number);
        let (_, expected) = brute_force(&case);
        let mut found = Distributions::new(&counts(&case.stretches));
        let kernels: Vec<Kernel> = case.stretches.iter().map(Stretch::kernel).collect();
        let roles: Vec<StretchRole> = case.stretches.iter().map(Stretch::role).collect();
        found.add(&roles, &kernels.iter().collect::<Vec<_>>(), case.limit, 1.0);
        for slot in 0..=TRACKS {
            assert_close(&found.interviews[slot], &expected.interviews[slot], "interviews", &case);
        }
        assert_close(&found.rank, &expected.rank, "rank", &case);
        assert_close(&[found.ranked_not_taken], &[expected.ranked_not_taken], "ranked", &case);
    }
}

fn run(recursion: &mut Recursion, case: &Case, limit: usize, found: &mut OutcomeChances) {
    let kernels: Vec<Kernel> = case.stretches.iter().map(Stretch::kernel).collect();
    let roles: Vec<StretchRole> = case.stretches.iter().map(Stretch::role).collect();
    recursion.run(&roles, &kernels.iter().collect::<Vec<_>>(), limit, found);
}
