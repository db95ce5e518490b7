//! The whole answer: every track coarsely, the best few finely, then mixes of two.

use super::look::{Layer, Look, Seen, look, with_layers};
use crate::decide::answers::backups::{Backup, Backups, Gains, LeftOut, Mix, MixPart};
use crate::decide::answers::{Header, PortfolioChoice};
use crate::decide::edits;
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::driver::{EngineError, Progress};
use crate::model::{TrackKind, Values};
use crate::scenario::{Pricing, StatedValues};

/// Parameter draws with which every track is looked at.
const COARSE_DRAWS: u64 = 256;

/// Residencies that are looked at finely.
const FINE: usize = 5;

/// Of these at least, where there are so many: those that the person has considered, and the others.
const FINE_OF_EACH: usize = 2;

/// Residencies that mixes are made of.
const MIXED: usize = 4;

/// Quarters of the programs that the first of two backups gets.
const SPLITS: [u32; 3] = [1, 2, 3];

/// Steps that progress is told of.
const STEPS: u64 = 3;

/// Dollars that gains are said for.
const HUNDRED_DOLLARS: f64 = 100.0;

/// What the question is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Person and present way of applying.
    pub now: &'a Candidate,
    /// Indices of the tracks to look at.
    pub tracks: &'a [usize],
    /// Whether the person has considered each track of the prior.
    pub considered: &'a [bool],
    /// Programs of each.
    pub programs: u32,
    /// Fees.
    pub pricing: &'a Pricing,
    /// What outcomes are worth, if stated.
    pub values: Option<&'a Values>,
    /// Which of them were stated.
    pub stated: &'a StatedValues,
}

/// Which of the tracks adds most.
///
/// # Errors
///
/// As [`Study::outcomes`].
pub fn backups(
    header: Header,
    study: &Study<'_>,
    asked: Asked<'_>,
    progress: &dyn Progress,
) -> Result<Backups, EngineError> {
    let (layers, left_out) = layers(study, asked);
    progress.advanced(0, STEPS);
    let mut coarse = *study;
    coarse.precision.draws = coarse.precision.draws.min(COARSE_DRAWS);
    let seen = look(&coarse, asked.now, &layers, &[])?;
    let mut coarsely = told(&coarse, asked, &layers, &seen);
    sort(&mut coarsely);
    progress.advanced(1, STEPS);
    let (preliminary, residencies): (Vec<Told>, Vec<Told>) =
        coarsely.into_iter().partition(|one| one.backup.is_preliminary);
    let (fine, partial) = match finely(study, &coarse, asked, &residencies, progress) {
        // Every backup is known by now, if coarsely.
        Err(EngineError::NothingDone) => (Fine { seen, backups: Vec::new(), mix: None }, true),
        found => (found?, false),
    };
    progress.advanced(STEPS, STEPS);
    let present = |measure: Measure<'_>| fine.seen.present.series(measure);
    let mut header = header;
    if partial {
        header.parameter_draws = coarse.precision.draws;
    }
    Ok(Backups {
        header,
        partial,
        portfolio: asked.now.portfolio.name.clone(),
        portfolio_choice: PortfolioChoice::Named,
        programs: asked.programs,
        unmatched: present(Measure::Unmatched).estimate_chance(),
        residency: present(Measure::Residency).estimate_chance(),
        expected_value: asked.values.map(|values| present(Measure::Value(values)).estimate()),
        backups: ranked(fine.backups, residencies),
        preliminary: ranked(Vec::new(), preliminary),
        best_mix: fine.mix,
        left_out,
    })
}

/// The best few, and the best mix of them.
struct Fine {
    seen: Look,
    backups: Vec<Told>,
    mix: Option<Mix>,
}

fn finely(
    study: &Study<'_>,
    coarse: &Study<'_>,
    asked: Asked<'_>,
    residencies: &[Told],
    progress: &dyn Progress,
) -> Result<Fine, EngineError> {
    let best = to_refine(residencies);
    let mixes = mixes(asked, &best);
    let best_mix = best_mix(&look(coarse, asked.now, &[], &mixes)?, &mixes);
    progress.advanced(2, STEPS);
    let seen = look(study, asked.now, &best, best_mix.as_slice())?;
    let mut backups = told(study, asked, &best, &seen);
    sort(&mut backups);
    let mix = best_mix.and_then(|mix| mix_told(study, asked, mix, &seen, backups.first()));
    Ok(Fine { seen, backups, mix })
}

/// The tracks that have programs to apply to, and those that have none.
fn layers(study: &Study<'_>, asked: Asked<'_>) -> (Vec<Layer>, Vec<LeftOut>) {
    let visa = asked.now.applicant.visa;
    let reached = |track: usize| edits::pool(study.prior, track, visa, visa.is_needed()).min(asked.programs);
    let (some, none): (Vec<usize>, Vec<usize>) = asked.tracks.iter().partition(|track| reached(**track) > 0);
    let left_out = |track: usize| {
        let of = &study.prior.tracks[track];
        let reason = "no program sponsors the visa needed".to_owned();
        LeftOut { track: of.id.clone(), name: of.name.clone(), reason }
    };
    let layer = |track| Layer { track, programs: reached(track) };
    (some.into_iter().map(layer).collect(), none.into_iter().map(left_out).collect())
}

/// A backup with what its place in the list is decided by.
struct Told {
    layer: Layer,
    /// Gain in a residency by draw: what backups are ranked by, since a match to an
    /// advanced position without a PGY-1 cannot be finished.
    gain: Series,
    /// Gain in the expected value if it were worth 0, and 1; none where its worth is stated.
    value_at: Option<[f64; 2]>,
    backup: Backup,
}

/// What the person has considered first, and then the largest gain in a residency.
fn sort(told: &mut [Told]) {
    let gain = |one: &Told| one.backup.residency_gain.mean;
    told.sort_by(|a, b| b.backup.is_considered.cmp(&a.backup.is_considered).then(gain(b).total_cmp(&gain(a))));
}

/// The residencies to look at finely: of those considered and of the others the best, at least [`FINE_OF_EACH`] of each.
fn to_refine(sorted: &[Told]) -> Vec<Layer> {
    let considered = sorted.iter().filter(|one| one.backup.is_considered).count();
    let others = sorted.len() - considered;
    let first = considered.min(FINE - FINE_OF_EACH.min(others));
    let chosen = sorted[..first].iter().chain(sorted[considered..].iter().take(FINE - first));
    chosen.map(|one| one.layer).collect()
}

/// What each layer adds.
fn told(study: &Study<'_>, asked: Asked<'_>, layers: &[Layer], seen: &Look) -> Vec<Told> {
    layers.iter().zip(&seen.layers).map(|(layer, found)| one_told(study, asked, *layer, &seen.present, found)).collect()
}

fn one_told(
    study: &Study<'_>,
    asked: Asked<'_>,
    layer: Layer,
    present: &Outcomes,
    Seen { with, without_letters, failures }: &Seen,
) -> Told {
    let track = &study.prior.tracks[layer.track];
    let gain_of = |outcomes: &Outcomes, measure: Measure<'_>| outcomes.series(measure).minus(&present.series(measure));
    let gain = |measure: Measure<'_>| gain_of(with, measure);
    let without_letters = without_letters.as_ref();
    let fall = gain(Measure::Unmatched).times(-1.0);
    let residency = gain(Measure::Residency);
    let stated = asked.values.filter(|_| asked.stated.tracks[layer.track]);
    let value = stated.map(|values| gain(Measure::Value(values)));
    let at = |values: &Values, worth| gain(Measure::Value(&asked.stated.with(values, layer.track, worth))).mean();
    let value_at = asked.values.filter(|_| stated.is_none()).map(|values| [at(values, 0.0), at(values, 1.0)]);
    let cost = more_cost(study, asked, &[layer]);
    let per = |units: f64| Gains {
        unmatched_fall: fall.times(1.0 / units).estimate(),
        residency_gain: residency.times(1.0 / units).estimate(),
        value_gain: value.as_ref().map(|value| value.times(1.0 / units).estimate()),
    };
    let backup = Backup {
        track: track.id.clone(),
        name: track.name.clone(),
        short_name: track.short_name.clone(),
        is_considered: asked.considered[layer.track],
        is_preliminary: track.kind == TrackKind::Preliminary,
        programs: layer.programs,
        letters: asked.now.applicant.letters[layer.track],
        cost_usd: cost,
        parameter_draws: study.precision.draws,
        unmatched_fall: fall.estimate(),
        residency_gain: residency.estimate(),
        residency_gain_without_letters: without_letters.map(|of| gain_of(of, Measure::Residency).estimate()),
        stated_worth: stated.map(|values| values.matched[layer.track]),
        value_gain: value.as_ref().map(Series::estimate),
        break_even_worth: None,
        per_application: per(f64::from(layer.programs)),
        per_100_usd: (cost > 0.0).then(|| per(cost / HUNDRED_DOLLARS)),
        matches_alone: failures.saved_if_independent().estimate_chance(),
        failure_correlation: failures.correlation().estimate(),
        saves: failures.saved().estimate(),
        saves_if_independent: failures.saved_if_independent().estimate_chance(),
        is_tied_with_first: false,
    };
    Told { layer, gain: residency, value_at, backup }
}

fn more_cost(study: &Study<'_>, asked: Asked<'_>, layers: &[Layer]) -> f64 {
    let present = &asked.now.portfolio;
    let larger = with_layers(study, asked.now, present, layers);
    asked.pricing.cost(&larger).total() - asked.pricing.cost(present).total()
}

/// The backups that the person has considered, then the others. In each group those looked at finely come first, and
/// each is held against the first of its group at its own precision.
fn ranked(finely: Vec<Told>, coarsely: Vec<Told>) -> Vec<Backup> {
    let gains = finely.iter().chain(&coarsely).filter_map(|one| one.backup.value_gain.map(|gain| gain.mean));
    let target = gains.fold(0.0, f64::max);
    let parted =
        |list: Vec<Told>| -> (Vec<Told>, Vec<Told>) { list.into_iter().partition(|one| one.backup.is_considered) };
    let ((fine, fine_others), (coarse, coarse_others)) = (parted(finely), parted(coarsely));
    let mut all = ranked_within(fine, coarse, target);
    all.extend(ranked_within(fine_others, coarse_others, target));
    all
}

fn ranked_within(finely: Vec<Told>, coarsely: Vec<Told>, target: f64) -> Vec<Backup> {
    let refined: Vec<Layer> = finely.iter().map(|one| one.layer).collect();
    let first = refined.first().copied().or_else(|| coarsely.first().map(|one| one.layer));
    let gain_of_first = |list: &[Told]| list.iter().find(|one| Some(one.layer) == first).map(|one| one.gain.clone());
    let (fine, coarse) = (gain_of_first(&finely), gain_of_first(&coarsely));
    let others = coarsely.into_iter().filter(|one| !refined.contains(&one.layer)).map(|one| (one, coarse.as_ref()));
    let all = finely.into_iter().map(|one| (one, fine.as_ref())).chain(others);
    let finished = |(one, best): (Told, Option<&Series>)| Backup {
        is_tied_with_first: Some(one.layer) != first
            && best.is_some_and(|best| best.minus(&one.gain).estimate().is_tie()),
        break_even_worth: one.value_at.and_then(|at| worth_needed(target, at)),
        ..one.backup
    };
    all.map(finished).collect()
}

/// The worth at which a gain that is linear in it reaches `target`; none if it never does.
fn worth_needed(target: f64, [at_none, at_one]: [f64; 2]) -> Option<f64> {
    (at_one > at_none).then(|| ((target - at_none) / (at_one - at_none)).max(0.0))
}

/// The splits of the programs over every two of the best few.
fn mixes(asked: Asked<'_>, best: &[Layer]) -> Vec<[Layer; 2]> {
    let best = &best[..best.len().min(MIXED)];
    let mut found = Vec::new();
    for (place, first) in best.iter().enumerate() {
        for second in &best[place + 1..] {
            for quarters in SPLITS {
                let share = asked.programs * quarters / 4;
                let part = |layer: &Layer, programs: u32| Layer { programs: programs.min(layer.programs), ..*layer };
                let parts = [part(first, share), part(second, asked.programs - share)];
                if parts.iter().all(|part| part.programs > 0) {
                    found.push(in_order(asked, parts));
                }
            }
        }
    }
    found
}

/// The one of higher stated worth first, if both have one.
fn in_order(asked: Asked<'_>, [first, second]: [Layer; 2]) -> [Layer; 2] {
    let worth =
        |layer: Layer| asked.values.filter(|_| asked.stated.tracks[layer.track]).map(|of| of.matched[layer.track]);
    match (worth(first), worth(second)) {
        (Some(one), Some(other)) if other > one => [second, first],
        _ => [first, second],
    }
}

/// The mix with the largest gain in a residency.
fn best_mix(seen: &Look, mixes: &[[Layer; 2]]) -> Option<[Layer; 2]> {
    let chances = seen.mixes.iter().map(|mix| mix.series(Measure::Residency).mean());
    mixes.iter().zip(chances).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(mix, _)| *mix)
}

fn mix_told(study: &Study<'_>, asked: Asked<'_>, mix: [Layer; 2], seen: &Look, best: Option<&Told>) -> Option<Mix> {
    let with = seen.mixes.first()?;
    let gain = |measure: Measure<'_>| with.series(measure).minus(&seen.present.series(measure));
    let residency = gain(Measure::Residency);
    let beyond = residency.minus(&best?.gain);
    let all_stated = mix.iter().all(|layer| asked.stated.tracks[layer.track]);
    let part = |layer: Layer| {
        let track = &study.prior.tracks[layer.track];
        MixPart { track: track.id.clone(), name: track.name.clone(), programs: layer.programs }
    };
    Some(Mix {
        parts: mix.map(part).to_vec(),
        cost_usd: more_cost(study, asked, &mix),
        unmatched_fall: gain(Measure::Unmatched).times(-1.0).estimate(),
        residency_gain: residency.estimate(),
        value_gain: asked.values.filter(|_| all_stated).map(|values| gain(Measure::Value(values)).estimate()),
        residency_beyond_best_alone: beyond.estimate(),
        is_tie: beyond.estimate().is_tie(),
    })
}
