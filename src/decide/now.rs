//! A season in progress: what is still to come, and which way to go on is best (`docs/methods.md` §4).

use std::sync::atomic::{AtomicBool, Ordering};

use super::answers::Header;
use super::answers::now::{Now, SoapNeed, TrackNow, Way, WayKind};
use super::edits;
use super::series::Series;
use super::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::conditional::observed::{Observation, Observed, observe};
use crate::engine::driver::{EngineError, Progress, Silent};
use crate::engine::results::Estimate;
use crate::model::so_far::share_by;
use crate::model::soap::SoapPrior;
use crate::model::{Applicant, Assumption, Portfolio, SeasonSoFar, TrackKind, Values};
use crate::scenario::Pricing;
use crate::scenario::numbers::counted;

/// Programs of a track applied to that are added.
const MORE: u32 = 20;

/// Programs of a track that was not applied to.
const FURTHER: u32 = 40;

/// Points of each scrambling with which invitations still to come are worked out.
const POINTS: u32 = 16;

/// Chance of a number of invitations below which it and all higher ones are left out.
const NEGLIGIBLE: f64 = 1e-6;

/// Ends of a 90% interval.
const ENDS: [f64; 2] = [0.05, 0.95];

/// What the question is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The person, whose season is in progress.
    pub applicant: &'a Applicant,
    /// What is known of the season.
    pub so_far: &'a SeasonSoFar,
    /// Every portfolio of the file.
    pub portfolios: &'a [Portfolio],
    /// Fees.
    pub pricing: &'a Pricing,
    /// What can be spent.
    pub budget_usd: Option<f64>,
    /// What outcomes are worth, if stated.
    pub values: Option<&'a Values>,
    /// What SOAP gives.
    pub soap: SoapPrior,
}

/// A way to go on that is to be looked at.
struct Proposed {
    kind: WayKind,
    words: String,
    edits: Vec<String>,
    portfolio: Portfolio,
}

/// What is still to come, and what would help.
///
/// # Errors
///
/// As [`Study::outcomes`]; when what has come cannot have come.
pub fn now(header: Header, study: &Study<'_>, asked: &Asked<'_>, progress: &dyn Progress) -> Result<Now, EngineError> {
    let invitations = invitations(study, asked, study.interrupted)?;
    let tracks = tracks(study, asked, &invitations);
    let proposed = proposed(study, asked, can_fill_calendar(study, asked, &tracks));
    let before = Candidate {
        applicant: Applicant { so_far: None, ..asked.applicant.clone() },
        portfolio: asked.so_far.portfolio.clone(),
    };
    let of = |portfolio: &Portfolio| Candidate { applicant: asked.applicant.clone(), portfolio: portfolio.clone() };
    let mut candidates = vec![before, of(&asked.so_far.portfolio)];
    candidates.extend(proposed.iter().map(|way| of(&way.portfolio)));
    let found = study.outcomes_with(&candidates, progress)?;
    let (before, as_applied) = (&found[0], &found[1]);
    let mut ways: Vec<Way> =
        proposed.into_iter().zip(&found[2..]).map(|(way, then)| compared(way, then, as_applied, asked)).collect();
    ways.sort_by(|a, b| b.residency.mean.total_cmp(&a.residency.mean));
    let chance = |outcomes: &Outcomes, measure| outcomes.series(measure).estimate_chance();
    Ok(Now {
        header,
        portfolio: asked.so_far.portfolio.name.clone(),
        date: asked.so_far.date.to_string(),
        sent_by_now: sent_by_now(study, asked.so_far),
        tracks,
        unmatched: chance(as_applied, Measure::Unmatched),
        unmatched_before: chance(before, Measure::Unmatched),
        residency: chance(as_applied, Measure::Residency),
        residency_before: chance(before, Measure::Residency),
        ways,
        soap: soap(study, asked, as_applied),
    })
}

/// Whether there may be more residency interviews than are attended: precedence matters only then.
fn can_fill_calendar(study: &Study<'_>, asked: &Asked<'_>, tracks: &[TrackNow]) -> bool {
    let is_residency = |known: &&TrackNow| {
        study.prior.tracks.iter().any(|track| track.id == known.track && track.kind != TrackKind::Preliminary)
    };
    let most: u32 = tracks.iter().filter(is_residency).map(|track| track.invitations + track.to_come(ENDS[1])).sum();
    asked.so_far.portfolio.max_interviews.is_some_and(|limit| most > limit)
}

/// More programs of each track, further tracks that other portfolios of the file use, the interviews of one track before
/// those of the others where the calendar may fill, and every other portfolio of the file. What a portfolio of the file does anyway
/// stands there alone.
fn proposed(study: &Study<'_>, asked: &Asked<'_>, can_fill_calendar: bool) -> Vec<Proposed> {
    let (now, prior) = (&asked.so_far.portfolio, study.prior);
    let visa = asked.applicant.visa;
    let applied = edits::tracks(now);
    let mut all = Vec::new();
    let place =
        |line: usize| format!("in a copy of “{}”, line of {}", now.name, prior.tracks[now.lines[line].track].id);
    for (track, last) in &applied {
        let more = edits::room(now, *last, prior, visa).min(MORE);
        if more > 0 && now.lines[*last].facts.is_none() {
            all.push(Proposed {
                kind: WayKind::Add,
                words: format!(
                    "Applying to {} of {} now",
                    counted(more.into(), "more program"),
                    prior.tracks[*track].name
                ),
                edits: vec![format!("{}: programs = {}", place(*last), now.lines[*last].programs + more)],
                portfolio: edits::with_more_programs(now, *last, more),
            });
        }
    }
    for track in (0..prior.tracks.len()).filter(|track| applied.iter().all(|(known, _)| known != track)) {
        let programs = edits::pool(prior, track, visa, visa.is_needed()).min(FURTHER);
        if programs > 0 {
            let id = &prior.tracks[track].id;
            all.push(Proposed {
                kind: WayKind::Add,
                words: format!(
                    "Applying to {} of {} now",
                    counted(programs.into(), "program"),
                    prior.tracks[track].name
                ),
                edits: vec![format!(
                    "in a copy of “{}”, a new [[portfolio.line]]: track = \"{id}\", programs = {programs}",
                    now.name
                )],
                portfolio: edits::with_backup(now, track, programs, prior, visa),
            });
        }
    }
    let residencies: Vec<&(usize, usize)> =
        applied.iter().filter(|(track, _)| prior.tracks[*track].kind != TrackKind::Preliminary).collect();
    if can_fill_calendar {
        // The first track is kept first anyway.
        for (track, last) in residencies.into_iter().skip(1) {
            let mut shifted = now.clone();
            shifted
                .lines
                .iter_mut()
                .filter(|line| line.track == *track)
                .for_each(|line| line.interview_priority = Some(1));
            all.push(Proposed {
                kind: WayKind::Shift,
                words: format!("Keeping interviews in {} before all others", prior.tracks[*track].name),
                edits: vec![format!("{}: interview_priority = 1", place(*last))],
                portfolio: shifted,
            });
        }
    }
    let others: Vec<&Portfolio> = asked.portfolios.iter().filter(|portfolio| portfolio.name != now.name).collect();
    let programs = |of: &Portfolio| (0..prior.tracks.len()).map(|track| of.programs(track)).collect::<Vec<u32>>();
    all.retain(|way| {
        way.kind != WayKind::Add || others.iter().all(|other| programs(other) != programs(&way.portfolio))
    });
    all.extend(others.into_iter().map(|portfolio| Proposed {
        kind: WayKind::Portfolio,
        words: format!("Going on with “{}”", portfolio.name),
        edits: Vec::new(),
        portfolio: portfolio.clone(),
    }));
    all
}

fn compared(way: Proposed, then: &Outcomes, as_applied: &Outcomes, asked: &Asked<'_>) -> Way {
    let change = |measure: Measure<'_>| -> Series { then.series(measure).minus(&as_applied.series(measure)) };
    let cost = asked.pricing.cost(&way.portfolio).total();
    let residency = change(Measure::Residency).estimate();
    Way {
        kind: way.kind,
        words: way.words,
        edits: way.edits,
        cost_usd: (cost - asked.pricing.cost(&asked.so_far.portfolio).total()).max(0.0),
        is_within_budget: asked.budget_usd.is_none_or(|budget| cost <= budget),
        unmatched: change(Measure::Unmatched).estimate(),
        residency,
        value: asked.values.map(|values| change(Measure::Value(values)).estimate()),
        is_tie: residency.is_tie(),
    }
}

/// What has come and what is still to come, by track.
fn invitations(study: &Study<'_>, asked: &Asked<'_>, interrupted: &AtomicBool) -> Result<Observed, EngineError> {
    let observation = Observation {
        applicant: asked.applicant,
        prior: study.prior,
        portfolio: &asked.so_far.portfolio,
        invitations: &asked.so_far.invitations,
        so_far: Some(asked.so_far),
        programs: &[],
        lists: &[],
    };
    let found = observe(&observation, &study.precision, POINTS, &Silent, interrupted)?;
    if interrupted.load(Ordering::Relaxed) {
        return Err(EngineError::NothingDone);
    }
    if found.is_possible() { Ok(found) } else { Err(EngineError::Impossible) }
}

fn tracks(study: &Study<'_>, asked: &Asked<'_>, found: &Observed) -> Vec<TrackNow> {
    let tracks = edits::tracks(&asked.so_far.portfolio).into_iter();
    tracks
        .map(|(track, _)| {
            let to_come = |number: usize| {
                found.estimate(|part| part.to_come[track].get(number).copied().unwrap_or(0.0)).mean.max(0.0)
            };
            let applications = asked.so_far.applied(track);
            let left = (applications - asked.so_far.invitations[track]) as usize;
            let mut distribution: Vec<f64> = (0..=left).map(to_come).collect();
            while distribution.len() > 1 && distribution.last().is_some_and(|chance| *chance < NEGLIGIBLE) {
                distribution.pop();
            }
            TrackNow {
                track: study.prior.tracks[track].id.clone(),
                name: study.prior.tracks[track].name.clone(),
                applications,
                invitations: asked.so_far.invitations[track],
                expected_by_now: found.estimate_before(|part| part.invitations_before[track]),
                as_few: found.estimate_before(|part| part.as_few_before[track]),
                still_to_come: found.estimate(|part| {
                    part.to_come[track].iter().enumerate().map(|(number, chance)| number as f64 * chance).sum()
                }),
                none_to_come: found.estimate_chance(|part| part.to_come[track].first().copied().unwrap_or(0.0)),
                distribution,
            }
        })
        .collect()
}

/// The share of invitations that have been sent, over what is believed of their timing: at the ends of the median alone.
fn sent_by_now(study: &Study<'_>, so_far: &SeasonSoFar) -> Estimate {
    let (median, steepness) =
        (study.prior.assumptions.invitation_median_day, study.prior.assumptions.invitation_steepness);
    let at = |median: f64| share_by(so_far.day, so_far.last_day, median, steepness.value);
    let [early, late] = ENDS.map(|share| at(median.quantile(share)));
    Estimate { mean: at(median.value), interval90: [late, early], mc_error: 0.0 }
}

fn soap(study: &Study<'_>, asked: &Asked<'_>, as_applied: &Outcomes) -> SoapNeed {
    let without: Option<Series> = edits::tracks(&asked.so_far.portfolio)
        .into_iter()
        .filter(|(track, _)| study.prior.tracks[*track].kind != TrackKind::Preliminary)
        .map(|(track, _)| as_applied.series(Measure::MatchedWithoutPgy1(track)))
        .reduce(|sum, one| sum.minus(&one.times(-1.0)));
    SoapNeed {
        any_position: as_applied.series(Measure::Unmatched).estimate_chance(),
        pgy1: without.map_or(Estimate { mean: 0.0, interval90: [0.0; 2], mc_error: 0.0 }, |sum| sum.estimate_chance()),
        placed: believed(asked.soap.placed),
        categorical: believed(asked.soap.categorical),
    }
}

fn believed(share: Assumption) -> Estimate {
    Estimate { mean: share.value, interval90: ENDS.map(|end| share.quantile(end)), mc_error: 0.0 }
}
