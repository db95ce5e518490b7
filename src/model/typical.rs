//! The average applicant that published tables are about (`docs/methods.md` §9): how
//! often they are invited and matched, and the levels `a` and `κ` that make it so.
//!
//! The tables fix these two rates far better than any parameter, so that the
//! uncertainty of a track is told in them, and a draw of the other parameters moves
//! the levels until the rates hold.

use super::fitted::Point;
use super::logistic::{GAUSS_HERMITE_5, logistic, logit};
use super::openness::{known_fit, seen_openness, unseen_spread};
use super::parameters::{Effects, Parameters, SharedParameters};
use super::prior::TrackPrior;
use super::program::Signal;

/// Nodes of the integral over strength on each side of 0, and how far they reach in standard deviations.
///
/// Equal steps are all but exact for a smooth function under a normal density.
const NODES: i32 = 12;
const REACH: f64 = 6.0;

/// Neighboring programs that [`TypicalApplicant::new`] takes as equally open.
const GROUP: u32 = 8;

/// Programs beyond which hardly any is known to fit.
const FADED: u32 = 24;

/// Step of the differences that stand for derivatives by a level.
const LEVEL_STEP: f64 = 1e-3;

/// Steps of a solution at most, the gap on the logit scale that ends it, and the longest step.
const STEPS: u32 = 60;
const TOLERANCE: f64 = 1e-7;
const LONGEST: f64 = 4.0;

/// What the model gives for the average of a pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Invitations per application.
    pub invitation: f64,
    /// Share matched to the track: of all applicants, or of those with at least one interview
    /// ([`TrackPrior::rate_counts_everyone`]).
    pub matched: f64,
}

/// Strength of a group of applicants: normal with this mean and spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strengths {
    /// Mean, on the log-odds of an invitation.
    pub mean: f64,
    /// Standard deviation.
    pub spread: f64,
}

/// What becomes of a group of applicants, those without an interview included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupOutcome {
    /// Share matched to the track.
    pub matched: f64,
    /// Mean strength of the matched and of all others.
    pub strength: [f64; 2],
    /// Mean number of invitations.
    pub invitations: f64,
    /// Variance of the number of invitations over applicants with equally many applications.
    pub invitation_variance: f64,
    /// Share without any invitation.
    pub without_invitation: f64,
}

/// The published average applicant to one track: programs 1 to `n̄` of the pool at
/// typical screening, with the usual signals, strength spread as in the whole pool, no season shock. The share
/// of the pool that needs a visa meets open doors only at programs that sponsor one.
#[derive(Clone, Debug)]
pub struct TypicalApplicant {
    groups: Vec<Programs>,
    programs: f64,
    sponsors: f64,
    counts_everyone: bool,
    has_signal_gate: bool,
}

/// Programs that are taken as equally open.
#[derive(Clone, Debug)]
struct Programs {
    /// `v_i`.
    seen: f64,
    /// How far the applicant knows that they fit.
    fit: f64,
    signal: Option<Signal>,
    count: u32,
}

/// What the applicant does that is the same in all tracks, and what it does for them.
#[derive(Clone, Copy)]
pub struct Habits<'a> {
    /// Screening, openness and what is known of it.
    pub shared: &'a SharedParameters,
    /// The effects of signals.
    pub effects: &'a Effects,
}

impl TypicalApplicant {
    /// The average applicant of `track`, a few neighboring programs taken as equally open.
    #[must_use]
    pub fn new(track: &TrackPrior) -> Self {
        Self::in_groups(track, GROUP)
    }

    /// The same, program by program.
    #[must_use]
    pub fn program_by_program(track: &TrackPrior) -> Self {
        Self::in_groups(track, 1)
    }

    fn in_groups(track: &TrackPrior, size: u32) -> Self {
        let pool = f64::from(track.pool_programs);
        let programs = track.mean_applications.min(track.pool_programs).max(1);
        let signal = |position: u32| track.usual_signals.at(position - 1);
        let positions: Vec<u32> = (1..=programs).collect();
        // Fit fades from one program to the next, as openness does not.
        let (fading, others) = positions.split_at(positions.len().min(FADED as usize));
        let alike = [(fading, size.min(2)), (others, size)].into_iter().flat_map(|(positions, size)| {
            positions.chunk_by(|a, b| signal(*a) == signal(*b)).flat_map(move |run| run.chunks(size as usize))
        });
        let groups = alike.map(|group| {
            let mean = |value: &dyn Fn(u32) -> f64| group.iter().map(|p| value(*p)).sum::<f64>() / group.len() as f64;
            Programs {
                seen: mean(&|position| seen_openness(position, pool)),
                fit: mean(&known_fit),
                signal: signal(group[0]),
                count: u32::try_from(group.len()).unwrap_or(u32::MAX),
            }
        });
        Self {
            groups: groups.collect(),
            programs: f64::from(programs),
            sponsors: 1.0 - track.visa_need_share * (1.0 - track.sponsor_share_j1),
            counts_everyone: track.rate_counts_everyone,
            has_signal_gate: track.usual_signals.are_gate(),
        }
    }

    /// What the model gives at `point`.
    #[must_use]
    pub fn rates(&self, point: &Point, habits: Habits<'_>) -> Rates {
        let season = Seasons::new(self, pool(point.ln_sigma), habits);
        Rates {
            invitation: season.invitation(point.a),
            matched: season.with_level(point.a).matched(point.kappa, point.lambda),
        }
    }

    /// `ln (∂ logit invitation/∂a · ∂ logit matched/∂κ)` at `point`: how steeply the rates rise with their levels.
    #[must_use]
    pub fn log_steepness(&self, point: &Point, habits: Habits<'_>) -> f64 {
        let season = Seasons::new(self, pool(point.ln_sigma), habits);
        let invited = season.with_level(point.a);
        let slope = |rate: &dyn Fn(f64) -> f64, level: f64| {
            let rise = logit(rate(level + LEVEL_STEP)) - logit(rate(level - LEVEL_STEP));
            libm::log((rise / (2.0 * LEVEL_STEP)).max(f64::MIN_POSITIVE))
        };
        slope(&|a| season.invitation(a), point.a) + slope(&|kappa| invited.matched(kappa, point.lambda), point.kappa)
    }

    /// `start` with its levels moved until the model gives these rates; as near as
    /// can be where none does.
    #[must_use]
    pub fn with_rates(&self, rates: Rates, start: &Point, habits: Habits<'_>) -> Point {
        let season = Seasons::new(self, pool(start.ln_sigma), habits);
        let a = solve_level(start.a, rates.invitation, |a| season.invitation(a));
        let invited = season.with_level(a);
        let kappa = solve_level(start.kappa, rates.matched, |kappa| invited.matched(kappa, start.lambda));
        Point { a, kappa, ..*start }
    }

    /// The level `κ` at which groups of applicants, of these strengths and numbers, together match
    /// at this rate, and the rate of each; everything else is as at `point`.
    #[must_use]
    pub fn group_rates(
        &self,
        point: &Point,
        groups: &[(Strengths, f64)],
        rate: f64,
        habits: Habits<'_>,
    ) -> (f64, Vec<f64>) {
        let seasons: Vec<Seasons<'_>> =
            groups.iter().map(|(strengths, _)| Seasons::new(self, *strengths, habits)).collect();
        let invited: Vec<Invited<'_>> = seasons.iter().map(|season| season.with_level(point.a)).collect();
        let rates = |kappa: f64| -> Vec<f64> {
            invited.iter().map(|group| group.outcome(kappa, point.lambda).matched).collect()
        };
        let people: f64 = groups.iter().map(|(_, count)| count).sum();
        let together = |kappa: f64| {
            let matched = rates(kappa).into_iter().zip(groups).map(|(rate, (_, count))| rate * count);
            matched.sum::<f64>() / people
        };
        let kappa = solve_level(point.kappa, rate, together);
        (kappa, rates(kappa))
    }

    /// What becomes of applicants of these strengths at `point`, whose own spread is not used.
    #[must_use]
    pub fn outcome(&self, point: &Point, strengths: Strengths, habits: Habits<'_>) -> GroupOutcome {
        let season = Seasons::new(self, strengths, habits);
        season.with_level(point.a).outcome(point.kappa, point.lambda)
    }
}

impl<'a> From<&'a Parameters> for Habits<'a> {
    fn from(Parameters { shared, effects, .. }: &'a Parameters) -> Self {
        Self { shared, effects }
    }
}

/// The strengths of a whole pool.
fn pool(ln_sigma: f64) -> Strengths {
    Strengths { mean: 0.0, spread: libm::exp(ln_sigma) }
}

/// The part of the chances that the level `a` does not change: odds against an
/// invitation at level 0, taken apart into factors of strength, program and what is unseen.
struct Seasons<'a> {
    typical: &'a TypicalApplicant,
    luck_spread: f64,
    /// Strength, its weight, and its factor.
    strengths: Vec<(f64, f64, f64)>,
    /// Factor of each group of programs.
    programs: Vec<f64>,
    /// Factor and weight of each node of what is unseen.
    unseen: [(f64, f64); 5],
}

impl<'a> Seasons<'a> {
    fn new(typical: &'a TypicalApplicant, Strengths { mean, spread }: Strengths, habits: Habits<'_>) -> Self {
        let Habits { shared, effects } = habits;
        let nodes = (-NODES..=NODES).map(|node| REACH * f64::from(node) / f64::from(NODES));
        let density: Vec<(f64, f64)> = nodes.map(|z| (z, libm::exp(-z * z / 2.0))).collect();
        let whole: f64 = density.iter().map(|(_, weight)| weight).sum();
        let strengths = density.iter().map(|(z, weight)| {
            let strength = mean + spread * z;
            (strength, weight / whole, libm::exp(-strength))
        });
        let seen_weight = shared.openness_weight * shared.screening_typical;
        let of_group = |group: &Programs| {
            let signal = effects.signal(group.signal, typical.has_signal_gate);
            libm::exp(-(seen_weight * group.seen + shared.known_fit * group.fit + signal))
        };
        let unseen_weight = shared.openness_weight * unseen_spread(shared.screening_typical);
        Self {
            typical,
            luck_spread: shared.interview_luck_spread,
            strengths: strengths.collect(),
            programs: typical.groups.iter().map(of_group).collect(),
            unseen: GAUSS_HERMITE_5.map(|(node, weight)| (libm::exp(-unseen_weight * node), weight)),
        }
    }

    /// Chance of an invitation from a program, given the odds against it without what is unseen.
    fn chance(&self, odds: f64) -> f64 {
        self.typical.sponsors * self.unseen.iter().map(|(factor, weight)| weight / (1.0 + odds * factor)).sum::<f64>()
    }

    fn invitation(&self, a: f64) -> f64 {
        let level = libm::exp(-a);
        let of_strength = |factor: f64| -> f64 {
            let groups = self.programs.iter().zip(&self.typical.groups);
            groups.map(|(program, group)| f64::from(group.count) * self.chance(level * factor * program)).sum()
        };
        let invited: f64 = self.strengths.iter().map(|(_, weight, factor)| weight * of_strength(*factor)).sum();
        invited / self.typical.programs
    }

    fn with_level(&self, a: f64) -> Invited<'_> {
        let level = libm::exp(-a);
        let of_strength =
            |factor: f64| self.programs.iter().map(|program| self.chance(level * factor * program)).collect();
        let chances = self.strengths.iter().map(|(_, _, factor)| of_strength(*factor)).collect();
        let invited = Invited { seasons: self, chances, counted: 0.0 };
        Invited { counted: invited.counted(), ..invited }
    }
}

/// Chances of an invitation by strength and group of programs.
struct Invited<'a> {
    seasons: &'a Seasons<'a>,
    chances: Vec<Vec<f64>>,
    /// Share of the applicants that the published share is of ([`Rates::matched`]).
    counted: f64,
}

impl Invited<'_> {
    fn counted(&self) -> f64 {
        let counts_everyone = self.seasons.typical.counts_everyone;
        let counts = |chances| if counts_everyone { 1.0 } else { 1.0 - self.without_invitation(chances) };
        self.by_strength().map(|((_, weight, _), chances)| weight * counts(chances)).sum()
    }

    fn matched(&self, kappa: f64, lambda: f64) -> f64 {
        let at = |((strength, weight, _), chances): (&(f64, f64, f64), &Vec<f64>)| {
            weight * self.matched_at(*strength, chances, kappa, lambda)
        };
        self.by_strength().map(at).sum::<f64>() / self.counted
    }

    fn by_strength(&self) -> impl Iterator<Item = (&(f64, f64, f64), &Vec<f64>)> {
        self.seasons.strengths.iter().zip(&self.chances)
    }

    /// Share matched among all of one strength.
    fn matched_at(&self, strength: f64, chances: &[f64], kappa: f64, lambda: f64) -> f64 {
        let taken =
            GAUSS_HERMITE_5.map(|(luck, _)| logistic(kappa + lambda * strength + self.seasons.luck_spread * luck));
        let nobody = self.none_of(chances, taken);
        GAUSS_HERMITE_5.iter().zip(nobody).map(|((_, weight), nobody)| weight * (1.0 - nobody)).sum()
    }

    fn outcome(&self, kappa: f64, lambda: f64) -> GroupOutcome {
        let (mut matched, mut strengths, mut invitations, mut squares, mut chance) = (0.0, [0.0; 2], 0.0, 0.0, 0.0);
        let mut without_invitation = 0.0;
        for ((strength, weight, _), chances) in self.by_strength() {
            let share = self.matched_at(*strength, chances, kappa, lambda);
            matched += weight * share;
            without_invitation += weight * self.without_invitation(chances);
            strengths[0] += weight * share * strength;
            strengths[1] += weight * (1.0 - share) * strength;
            let by_group = || chances.iter().zip(&self.seasons.typical.groups);
            let mean: f64 = by_group().map(|(p, group)| f64::from(group.count) * p).sum();
            invitations += weight * mean;
            squares += weight * mean * mean;
            chance += weight * by_group().map(|(p, group)| f64::from(group.count) * p * (1.0 - p)).sum::<f64>();
        }
        GroupOutcome {
            matched,
            strength: [strengths[0] / matched, strengths[1] / (1.0 - matched)],
            invitations,
            invitation_variance: chance + squares - invitations * invitations,
            without_invitation,
        }
    }

    fn without_invitation(&self, chances: &[f64]) -> f64 {
        let [nobody] = self.none_of(chances, [1.0]);
        nobody
    }

    /// Chance that no program both invites and takes, at each of several chances that one takes.
    fn none_of<const N: usize>(&self, chances: &[f64], taken: [f64; N]) -> [f64; N] {
        let mut nobody = [1.0; N];
        for (chance, group) in chances.iter().zip(&self.seasons.typical.groups) {
            let refused = power(taken.map(|taken| 1.0 - chance * taken), group.count);
            nobody.iter_mut().zip(refused).for_each(|(nobody, refused)| *nobody *= refused);
        }
        nobody
    }
}

/// `bases` to a whole power by squaring, the same on every machine.
fn power<const N: usize>(bases: [f64; N], exponent: u32) -> [f64; N] {
    let (mut results, mut squares, mut left) = ([1.0; N], bases, exponent);
    while left > 0 {
        if left % 2 == 1 {
            results.iter_mut().zip(squares).for_each(|(result, square)| *result *= square);
        }
        for square in &mut squares {
            *square *= *square;
        }
        left /= 2;
    }
    results
}

/// The level where the rising `function` reaches the share `target`, by the method
/// of secants on the logit scale, begun with a step as long as the gap.
fn solve_level(start: f64, target: f64, function: impl Fn(f64) -> f64) -> f64 {
    let gap_at = |level: f64| logit(target) - logit(function(level));
    let (mut level, mut gap) = (start, gap_at(start));
    let mut slope = 1.0;
    for _ in 0..STEPS {
        if gap.abs() < TOLERANCE {
            break;
        }
        let step = (gap / slope).clamp(-LONGEST, LONGEST);
        let next = gap_at(level + step);
        let found = (gap - next) / step;
        slope = if found.is_finite() && found > 0.05 { found } else { 1.0 };
        (level, gap) = (level + step, next);
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::prior::{PoolMoments, PoolProfile, TrackKind};
    use crate::model::{FittedLaw, invitation::InvitationLaw};
    use crate::model::{Line, SignalCounts, TrackParameters};

    const POINT: Point = Point { a: -3.4, ln_sigma: 0.1, kappa: -1.2, lambda: 0.4, step2: 0.39 };
    const SHARED: SharedParameters = SharedParameters {
        strength_correlation: 0.6,
        radiology_correlation: 0.8,
        season_spread: 0.15,
        openness_weight: 0.8,
        screening_typical: 0.3,
        screening_researched: 0.7,
        interview_luck_spread: 0.5,
        img_share_correlation: 0.5,
        img_share_spread: 2.0,
        known_fit: 1.5,
        demand_gradient: 0.5,
        invitation_median_day: 35.0,
        invitation_steepness: 1.95,
        pool_shift_spread: 0.3,
    };

    const EFFECTS: Effects = Effects { gold_signal: 0.93, silver_signal: 0.45, ..Effects::NONE };
    const HABITS: Habits<'_> = Habits { shared: &SHARED, effects: &EFFECTS };

    fn track() -> TrackPrior {
        let none = PoolMoments { mean: 0.0, sd: 0.0 };
        TrackPrior {
            id: "track".to_owned(),
            name: "track".to_owned(),
            short_name: "track".to_owned(),
            kind: TrackKind::Residency { categorical_share: 1.0 },
            categorical_matches: None,
            pool_programs: 204,
            sponsor_share_j1: 0.7,
            sponsor_share_h1b: 0.2,
            mean_applications: 72,
            visa_need_share: 0.8,
            rate_counts_everyone: false,
            usual_signals: SignalCounts { gold: 3, silver: 12, plain: 0 },
            markets: Vec::new(),
            fitted: FittedLaw::exact(POINT),
            pool: PoolProfile {
                step2_ck: none,
                years_since_graduation: none,
                us_clinical_months: none,
                ln_publications: none,
            },
        }
    }

    /// The rates from the formulas that the engines run, on a finer grid.
    fn from_the_formulas(point: &Point) -> Rates {
        let prior = track();
        let of_track = TrackParameters {
            id: prior.id.clone(),
            kind: prior.kind,
            pool_programs: f64::from(prior.pool_programs),
            sponsor_share: 1.0 - prior.visa_need_share * (1.0 - prior.sponsor_share_j1),
            a: point.a,
            sigma: libm::exp(point.ln_sigma),
            kappa: point.kappa,
            lambda: point.lambda,
            step2_ck_per_10: point.step2,
            pool: prior.pool,
            pool_shift: 0.0,
            has_signal_gate: false,
        };
        let parameters = Parameters { tracks: vec![of_track], effects: EFFECTS, shared: SHARED };
        let law = InvitationLaw::new(
            &Line::typical(0, prior.mean_applications).with_signals(prior.usual_signals),
            0.0,
            &parameters,
        );
        let (mut weights, mut invited, mut matched, mut active) = (0.0, 0.0, 0.0, 0.0);
        for node in -60..=60 {
            let z = f64::from(node) / 10.0;
            let (weight, strength) = (libm::exp(-z * z / 2.0), parameters.tracks[0].sigma * z);
            let chances: Vec<f64> = law.offsets.iter().map(|offset| law.probability(*offset, strength)).collect();
            let none_of = |taken: f64| chances.iter().map(|chance| 1.0 - chance * taken).product::<f64>();
            weights += weight;
            invited += weight * chances.iter().sum::<f64>() / chances.len() as f64;
            active += weight * (1.0 - none_of(1.0));
            for (luck, luck_weight) in GAUSS_HERMITE_5 {
                let luck = SHARED.interview_luck_spread * luck;
                let taken = crate::model::acceptance::acceptance_probability(&parameters.tracks[0], strength, luck);
                matched += weight * luck_weight * (1.0 - none_of(taken));
            }
        }
        Rates { invitation: invited / weights, matched: matched / active }
    }

    #[test]
    fn the_rates_are_those_of_the_formulas_that_the_engines_run() {
        let exact = from_the_formulas(&POINT);
        let found = TypicalApplicant::program_by_program(&track()).rates(&POINT, HABITS);
        assert!((found.invitation / exact.invitation - 1.0).abs() < 1e-5, "{found:?} {exact:?}");
        assert!((found.matched / exact.matched - 1.0).abs() < 1e-5, "{found:?} {exact:?}");
        let grouped = TypicalApplicant::new(&track()).rates(&POINT, HABITS);
        assert!((grouped.invitation / exact.invitation - 1.0).abs() < 1e-3, "{grouped:?} {exact:?}");
        assert!((grouped.matched / exact.matched - 1.0).abs() < 1e-3, "{grouped:?} {exact:?}");
    }

    /// Against direct sums over strength: the share matched of everybody is that of the interviewed
    /// times the share with an interview, and groups that make up the pool match as the pool does.
    #[test]
    fn everybody_counts_where_the_rate_is_of_everybody() {
        let point = Point { a: -4.5, ..POINT };
        let of = |counts_everyone: bool| {
            TypicalApplicant::program_by_program(&TrackPrior { rate_counts_everyone: counts_everyone, ..track() })
        };
        let (everyone, interviewed) = (of(true), of(false));
        let pool = Strengths { mean: 0.0, spread: libm::exp(point.ln_sigma) };
        let found = everyone.outcome(&point, pool, HABITS);
        assert!((found.matched - everyone.rates(&point, HABITS).matched).abs() < 1e-12);
        assert!(found.matched < interviewed.rates(&point, HABITS).matched - 0.02, "some have no interview");
        assert!((found.invitations / 72.0 - everyone.rates(&point, HABITS).invitation).abs() < 1e-12);
        assert!(found.strength[0] > 0.0 && found.strength[1] < 0.0, "{found:?}");
        let balance = found.matched * found.strength[0] + (1.0 - found.matched) * found.strength[1];
        assert!(balance.abs() < 1e-9, "the pool has mean strength 0: {balance}");
        let (kappa, rates) = everyone.group_rates(&point, &[(pool, 10.0), (pool, 30.0)], found.matched, HABITS);
        assert!((kappa - point.kappa).abs() < 1e-6 && (rates[1] - found.matched).abs() < 1e-9, "{kappa} {rates:?}");
    }

    /// With programs all alike the number of invitations is binomial given strength.
    #[test]
    fn the_variance_of_invitations_is_that_of_chance_and_of_strength() {
        let alike = SharedParameters { openness_weight: 0.0, known_fit: 0.0, ..SHARED };
        let usual_signals = SignalCounts::default();
        let typical =
            TypicalApplicant::program_by_program(&TrackPrior { visa_need_share: 0.0, usual_signals, ..track() });
        let exactly =
            typical.outcome(&POINT, Strengths { mean: 0.0, spread: 0.0 }, Habits { shared: &alike, ..HABITS });
        let chance = logistic(POINT.a);
        assert!((exactly.invitation_variance - 72.0 * chance * (1.0 - chance)).abs() < 1e-9, "{exactly:?}");
        let spread = typical.outcome(&POINT, Strengths { mean: 0.0, spread: 0.8 }, Habits { shared: &alike, ..HABITS });
        assert!(spread.invitation_variance > 2.0 * exactly.invitation_variance, "{spread:?}");
    }

    #[test]
    fn levels_are_found_from_far_away_and_stay_where_they_are_right() {
        let typical = TypicalApplicant::new(&track());
        for (a, kappa, ln_sigma, lambda) in [(-5.0, -2.5, 0.5, 1.5), (-1.0, 3.0, -0.4, 0.2), (0.5, 5.0, 0.8, 1.2)] {
            let truth = Point { a, ln_sigma, kappa, lambda, step2: 0.39 };
            let rates = typical.rates(&truth, HABITS);
            let found = typical.with_rates(rates, &Point { a: -3.0, kappa: 0.0, ..truth }, HABITS);
            assert!((found.a - a).abs() < 1e-5 && (found.kappa - kappa).abs() < 1e-4, "{found:?} {truth:?}");
            assert_eq!(typical.with_rates(rates, &truth, HABITS), truth);
        }
    }
}
