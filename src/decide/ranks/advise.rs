//! From the interviews to the answer.

use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::lists::{NamedList, lists};
use crate::decide::answers::Header;
use crate::decide::answers::ranks::{
    AgainstTrueOrder, Independent, Landing, ListResult, ListVerdict, RankedInterview, Ranks, TrackEvidence, Weights,
};
use crate::engine::conditional::landing::RankedProgram;
use crate::engine::conditional::observed::{Observation, Observed, observe};
use crate::engine::driver::{EngineError, Progress};
use crate::engine::precision::Precision;
use crate::engine::results::{Estimate, Notice, Severity};
use crate::model::Portfolio;
use crate::model::acceptance::Place;
use crate::model::calendar::interleaves;
use crate::scenario::{Attendance, Interview, Scenario};

/// Points of a scrambling: few at first, more where the weights leave too little of them.
const POINTS: [u32; 3] = [16, 64, 256];

/// Points of equal weight that every draw of the first, coarse look must have.
const FEWEST_EFFECTIVE_POINTS: f64 = 16.0;

/// Parameter draws of the first, coarse look.
const COARSE_DRAWS: u64 = 128;

/// Chance of so few or so many invitations below which they count as rare in the model.
const RARE: f64 = 0.01;

/// Why there is no advice.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RanksError {
    /// More invitations than applications in the portfolio.
    #[error(
        "{invitations} programs of {track} invited you, but portfolio \"{portfolio}\" applies to {programs}; name the portfolio \
         you applied with (--portfolio on the command line)"
    )]
    MoreInvitations {
        /// Name of the track.
        track: String,
        /// Invitations received.
        invitations: u32,
        /// Portfolio.
        portfolio: String,
        /// Programs of the track in it.
        programs: u32,
    },
    /// The model gives the invitations no chance.
    #[error(
        "these invitations cannot happen in the model with portfolio \"{portfolio}\"; check visa, lines and numbers of invitations"
    )]
    Impossible {
        /// Portfolio.
        portfolio: String,
    },
    /// The season in which the person failed before has no one order of programs.
    #[error(
        "lines of equal preference in portfolio \"{portfolio}\", your earlier season, interleave at random, and rank order lists \
         cannot be compared with it; give each of its lines a preference of its own, or name another portfolio with `failed_with`"
    )]
    EarlierSeasonInterleaves {
        /// Portfolio.
        portfolio: String,
    },
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What is asked.
#[derive(Clone, Copy)]
pub struct Advice<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Its interviews and invitations.
    pub attendance: &'a Attendance,
    /// Name of the portfolio that was applied with; the first without it.
    pub portfolio: &'a Portfolio,
    /// Where the true order is ended early in one alternative; after the first half without it.
    pub cut: Option<usize>,
    /// How precisely to look.
    pub precision: Precision,
    /// Told how far it is.
    pub progress: &'a dyn Progress,
    /// Set when the person asks to stop.
    pub interrupted: &'a AtomicBool,
}

/// Where each list lands. `header` is given the number of draws.
///
/// # Errors
///
/// With more invitations than applications, where the
/// invitations cannot happen, where the earlier season of a reapplicant has lines that interleave, from the engine, or when interrupted.
pub fn advise(advice: Advice<'_>, header: impl FnOnce() -> Header) -> Result<Ranks, RanksError> {
    let scenario = advice.scenario;
    let attendance = advice.attendance;
    let portfolio = advice.portfolio;
    check_earlier_season(scenario)?;
    check_invitations(scenario, portfolio, attendance)?;
    let programs = ranked(&attendance.interviews);
    let case = Case { advice, attendance, portfolio, programs: &programs };
    let truth: Vec<usize> = (0..programs.len()).filter(|one| programs[*one].role.is_on_primary_list()).collect();
    let coarse = advice.precision.at_most(COARSE_DRAWS);
    let (points, first) = case.first_look(&truth, coarse)?;
    let gradient = scenario.prior.assumptions.demand_gradient.value;
    let chance = |program: &RankedProgram| program.place.acceptance(taken(&first, program.track).mean, gradient);
    let chances: Vec<f64> = programs.iter().map(chance).collect();
    let (lists, same_lists) = lists(&truth, &chances, advice.cut);
    let ranked: Vec<Vec<usize>> = lists.iter().map(|list| list.ranked.clone()).collect();
    let found = case.observed(&ranked, advice.precision, points)?;
    let mut header = header();
    header.notices.extend(case.notices(&found));
    Ok(Ranks {
        header,
        portfolio: portfolio.name.clone(),
        tracks: case.evidence(&found),
        weights: Weights {
            points: found.points(),
            effective_points: found.effective_points(),
            effective_draws: found.effective_draws(),
        },
        interviews: case.interviews(),
        lists: lists.iter().enumerate().map(|(index, list)| list_result(&found, index, list)).collect(),
        same_lists,
        independent: case.independent(&found, &truth),
    })
}

/// The programs of the interviews, each with its place among those of its track and role.
fn ranked(interviews: &[Interview]) -> Vec<RankedProgram> {
    let is_alike = |one: &Interview, other: &Interview| (one.track, one.role) == (other.track, other.role);
    let count = |of: &Interview, among: &[Interview]| {
        u32::try_from(among.iter().filter(|other| is_alike(of, other)).count()).unwrap_or(u32::MAX)
    };
    let program = |(index, one): (usize, &Interview)| RankedProgram {
        track: one.track,
        role: one.role,
        worth: one.worth,
        worth_without_pgy1: one.worth_without_pgy1,
        place: Place { number: count(one, &interviews[..=index]), of: count(one, interviews) },
    };
    interviews.iter().enumerate().map(program).collect()
}

fn programs_of(portfolio: &Portfolio, track: usize) -> u32 {
    portfolio.lines.iter().filter(|line| line.track == track).map(|line| line.programs).sum()
}

fn check_earlier_season(scenario: &Scenario) -> Result<(), RanksError> {
    let earlier = scenario.applicant.failed.as_ref().map(|season| &season.portfolio);
    match earlier.filter(|portfolio| interleaves(portfolio)) {
        Some(portfolio) => Err(RanksError::EarlierSeasonInterleaves { portfolio: portfolio.name.clone() }),
        None => Ok(()),
    }
}

fn check_invitations(scenario: &Scenario, portfolio: &Portfolio, attendance: &Attendance) -> Result<(), RanksError> {
    for (track, invitations) in attendance.invitations.iter().enumerate() {
        let programs = programs_of(portfolio, track);
        if *invitations > programs {
            return Err(RanksError::MoreInvitations {
                track: scenario.prior.tracks[track].name.clone(),
                invitations: *invitations,
                portfolio: portfolio.name.clone(),
                programs,
            });
        }
    }
    Ok(())
}

/// One question with what was resolved of it.
#[derive(Clone, Copy)]
struct Case<'a> {
    advice: Advice<'a>,
    attendance: &'a Attendance,
    portfolio: &'a Portfolio,
    programs: &'a [RankedProgram],
}

impl Case<'_> {
    /// Points of a scrambling, so many that enough is left of them, and what they show.
    fn first_look(&self, truth: &[usize], coarse: Precision) -> Result<(u32, Observed), RanksError> {
        let list = [truth.to_vec()];
        let [few, more, most] = POINTS;
        for points in [few, more] {
            let found = self.observed(&list, coarse, points)?;
            if found.fewest_effective_points() >= FEWEST_EFFECTIVE_POINTS {
                return Ok((points, found));
            }
        }
        Ok((most, self.observed(&list, coarse, most)?))
    }

    fn observed(&self, lists: &[Vec<usize>], precision: Precision, points: u32) -> Result<Observed, RanksError> {
        let scenario = self.advice.scenario;
        let observation = Observation {
            applicant: &scenario.applicant,
            prior: &scenario.prior,
            portfolio: self.portfolio,
            invitations: &self.attendance.invitations,
            so_far: None,
            programs: self.programs,
            lists,
        };
        let found = observe(&observation, &precision, points, self.advice.progress, self.advice.interrupted)?;
        if self.advice.interrupted.load(Ordering::Relaxed) {
            return Err(EngineError::NothingDone.into());
        }
        if found.is_possible() {
            Ok(found)
        } else {
            Err(RanksError::Impossible { portfolio: self.portfolio.name.clone() })
        }
    }

    fn evidence(&self, found: &Observed) -> Vec<TrackEvidence> {
        let tracks = self.advice.scenario.prior.tracks.iter().enumerate();
        let applied = tracks.filter(|(track, _)| programs_of(self.portfolio, *track) > 0);
        applied
            .map(|(track, of)| TrackEvidence {
                track: of.id.clone(),
                name: of.name.clone(),
                applications: programs_of(self.portfolio, track),
                invitations: self.attendance.invitations[track],
                interviews: self.programs.iter().map(|program| u32::from(program.track == track)).sum(),
                expected_invitations: found.estimate_before(|part| part.invitations_before[track]),
                taken_before: found.estimate_before(|part| part.taken_before[track]),
                taken: taken(found, track),
            })
            .collect()
    }

    fn interviews(&self) -> Vec<RankedInterview> {
        let tracks = &self.advice.scenario.prior.tracks;
        let interview = |(preference, one): (u32, &Interview)| {
            let track = &tracks[one.track];
            RankedInterview {
                preference,
                program: one.program.clone(),
                track: track.id.clone(),
                short_name: track.short_name.clone(),
                is_primary: one.role.is_on_primary_list(),
                is_supplemental: one.role.is_on_supplemental_list() && track.kind.categorical_share().is_none(),
                worth: one.worth,
                worth_without_pgy1: one.worth_without_pgy1,
            }
        };
        (1..).zip(&self.attendance.interviews).map(interview).collect()
    }

    /// `Π(1−q̄)` over the primary list, and how far it is from the truth. The error of the
    /// difference is that of its linear part in the `q̄`.
    fn independent(&self, found: &Observed, truth: &[usize]) -> Independent {
        let taken: Vec<f64> = (0..self.attendance.invitations.len()).map(|track| taken(found, track).mean).collect();
        let unmatched: f64 = truth.iter().map(|program| 1.0 - taken[self.programs[*program].track]).product();
        let gap = found.estimate(|part| {
            let moved: f64 = truth
                .iter()
                .map(|program| self.programs[*program].track)
                .map(|track| unmatched / (1.0 - taken[track]) * (part.taken[track] - taken[track] * part.weight))
                .sum();
            part.landings[0].unmatched - unmatched * part.weight + moved
        });
        Independent { unmatched, understated_by: gap.mean, mc_error: gap.mc_error }
    }

    fn notices(&self, found: &Observed) -> Vec<Notice> {
        let limit = self.portfolio.max_interviews;
        let attended = u32::try_from(self.programs.len()).unwrap_or(u32::MAX);
        let received: u32 = self.attendance.invitations.iter().sum();
        let on_list = self.programs.iter().filter(|program| program.role.is_on_primary_list()).count();
        let on_list = u32::try_from(on_list).unwrap_or(u32::MAX);
        let full = limit.filter(|most| on_list >= *most && received == attended).map(|most| Notice {
            severity: Severity::Warning,
            seen: format!("{on_list} interviews fill the calendar of {most}, and no declined invitation is stated"),
            meaning:
                "if you declined invitations, the chances here are too low, because more invitations are evidence of a stronger applicant"
                    .to_owned(),
            action: "state in [invitations] how many you received in each track, including those you declined".to_owned(),
        });
        full.into_iter().chain(self.rare(found)).collect()
    }

    /// Tracks whose number of invitations the model hardly expects.
    fn rare(&self, found: &Observed) -> Option<Notice> {
        let tracks = self.advice.scenario.prior.tracks.iter().enumerate();
        let applied = tracks.filter(|(track, _)| programs_of(self.portfolio, *track) > 0);
        let rare = applied.filter_map(|(track, of)| {
            let few = found.estimate_before(|part| part.as_few_before[track]).mean;
            let many = found.estimate_before(|part| part.as_many_before[track]).mean;
            let word = if few < many { "few" } else { "many" };
            (few.min(many) < RARE).then(|| format!("so {word} in {}", of.name))
        });
        let rare: Vec<String> = rare.collect();
        (!rare.is_empty()).then(|| Notice {
            severity: Severity::Warning,
            seen: format!(
                "these invitations are rare in the model: {} in fewer than 1 of 100 seasons",
                rare.join(", ")
            ),
            meaning:
                "the answer rests on people who are rare in the model, or what was entered is not what was applied with"
                    .to_owned(),
            action: "check the portfolio and the numbers of invitations".to_owned(),
        })
    }
}

/// Chance that a program of the track takes the applicant.
fn taken(found: &Observed, track: usize) -> Estimate {
    found.estimate_chance(|part| part.taken[track])
}

fn list_result(found: &Observed, index: usize, list: &NamedList) -> ListResult {
    let landing = |(rank, program): (u32, &usize)| Landing {
        rank,
        preference: u32::try_from(program + 1).unwrap_or(u32::MAX),
        matched: found.estimate_chance(|part| part.landings[index].matched[*program]),
        matched_without_pgy1: found.estimate_chance(|part| part.landings[index].without_pgy1[*program]),
    };
    ListResult {
        kind: list.kind,
        name: list.name.clone(),
        landings: (1..).zip(&list.ranked).map(landing).collect(),
        unmatched: found.estimate_chance(|part| part.landings[index].unmatched),
        matched_without_pgy1: found.estimate_chance(|part| part.landings[index].without_pgy1.iter().sum()),
        expected_value: found.estimate_chance(|part| part.values[index]),
        against_true_order: (index > 0).then(|| against_truth(found, index)),
    }
}

fn against_truth(found: &Observed, index: usize) -> AgainstTrueOrder {
    let value_difference = found.estimate(|part| part.values[index] - part.values[0]);
    let (points_better, largest_gain) = found.gains(index);
    AgainstTrueOrder {
        unmatched_difference: found.estimate(|part| part.landings[index].unmatched - part.landings[0].unmatched),
        value_difference,
        verdict: verdict(&value_difference),
        points_better,
        largest_gain,
    }
}

/// Sums of floats in another order differ in their last digits.
const ROUNDING: f64 = 1e-12;

fn verdict(difference: &Estimate) -> ListVerdict {
    if difference.is_tie() || difference.mean.abs() <= ROUNDING {
        ListVerdict::Tie
    } else if difference.mean < 0.0 {
        ListVerdict::Loses
    } else {
        ListVerdict::Gains
    }
}
