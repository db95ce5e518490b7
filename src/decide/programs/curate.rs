//! The question put to the engine: what each program of a list adds.

use std::collections::{HashMap, HashSet};

use thiserror::Error;

use super::choice::{self, Gain};
use super::laws::{Between, Laws};
use super::parts::{Place, alone, applying_to, without_signal};
use super::reasons::reasons;
use crate::decide::answers::Header;
use crate::decide::answers::programs::{
    CuratedProgram, Decision, DropReason, GainMeasure, ListIdentity, Programs, WayOfApplying,
};
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Outcomes, Study};
use crate::engine::driver::{EngineError, Progress};
use crate::engine::results::Estimate;
use crate::model::{Line, Portfolio, ProgramFacts, Signal};
use crate::scenario::numbers::dollars;
use crate::scenario::{ListedProgram, ProgramList, Scenario};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who applies, with prices, values and budget.
    pub scenario: &'a Scenario,
    /// The way of applying; lines with facts are those of lists.
    pub portfolio: &'a Portfolio,
    /// The list of each line, by index of the line.
    pub lists: &'a HashMap<usize, ProgramList>,
    /// States to apply in; empty is all.
    pub states: &'a [String],
}

/// Why a list cannot be curated.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CurateError {
    /// No program of the list can be applied to.
    #[error(
        "no program in the list is open to you: {no_visa} sponsor no visa that you can use, and {outside_states} are outside the states you chose"
    )]
    NothingOpen {
        /// Programs that sponsor no visa.
        no_visa: usize,
        /// Programs outside the states.
        outside_states: usize,
    },
    /// The budget does not pay for one program.
    #[error(
        "the budget of {} does not cover any program in the list; the cheapest application list costs {}",
        dollars(*budget), dollars(*least)
    )]
    BudgetTooSmall {
        /// What the person can spend.
        budget: f64,
        /// What one program costs with all that goes with it.
        least: f64,
    },
    /// No program of the list changes anything.
    #[error(
        "no program in the list adds anything detectable; check whether the limit on interviews leaves room for them"
    )]
    NothingAdds,
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// One program with all that is known before anything is simulated.
#[derive(Clone, Copy)]
struct Known<'a> {
    place: Place,
    listed: &'a ListedProgram,
    facts: ProgramFacts,
    closed: Option<DropReason>,
}

/// What was found of a program, over parameter draws.
struct Found {
    interview: Series,
    match_if_first: Series,
    gain: Series,
    signal_gain: Option<Series>,
}

/// Decides which programs to apply to. `progress` is told of the seasons that are worked out for all programs.
///
/// # Errors
/// When nothing is open, the budget pays for nothing, or the engine cannot do the question.
pub fn curate(
    asked: &Asked<'_>,
    study: &Study<'_>,
    header: Header,
    progress: &dyn Progress,
) -> Result<Programs, CurateError> {
    let known = known(asked);
    let open: Vec<Known<'_>> = known.iter().filter(|program| program.closed.is_none()).copied().collect();
    if open.is_empty() {
        let count = |reason| known.iter().filter(|program| program.closed == Some(reason)).count();
        let (no_visa, outside_states) = (count(DropReason::NoVisa), count(DropReason::OutsideStates));
        return Err(CurateError::NothingOpen { no_visa, outside_states });
    }
    let scenario = asked.scenario;
    let placed: Vec<_> = open.iter().map(|program| (program.place, program.facts)).collect();
    let laws = Laws::new(&placed, asked.portfolio, &scenario.prior.tracks, scenario.applicant.kind);
    let found = find(asked, study, (&open, &laws), progress)?;
    let gain = |(program, found): (&Known<'_>, &Found)| {
        let gain = found.gain.estimate();
        Gain { place: program.place, mean: gain.mean, error: gain.mc_error }
    };
    let mut gains: Vec<Gain> = open.iter().zip(&found).map(gain).collect();
    choice::sort(&mut gains);
    let budget = asked.scenario.budget_usd;
    let dropped = choice::dropped(&gains, asked.portfolio, &asked.scenario.pricing, budget);
    let kept: HashSet<Place> =
        gains.iter().map(|gain| gain.place).filter(|place| dropped.iter().all(|(gone, _)| gone != place)).collect();
    if let (true, Some(budget)) = (kept.is_empty(), budget) {
        let first: HashSet<Place> = gains.iter().take(1).map(|gain| gain.place).collect();
        let least = asked.scenario.pricing.cost(&applying_to(asked.portfolio, &first)).total();
        return Err(CurateError::BudgetTooSmall { budget, least });
    }
    if kept.is_empty() {
        return Err(CurateError::NothingAdds);
    }
    let ways = [asked.portfolio.clone(), applying_to(asked.portfolio, &kept)];
    let outcomes = study.outcomes(&ways.clone().map(|portfolio| candidate(asked, portfolio)))?;
    let way = |which: usize| way_of_applying(asked, &ways[which], &outcomes[which]);
    let unmatched = |which: usize| outcomes[which].series(Measure::Unmatched);
    let answered = Answered { asked, known: &known, open: &open, laws: &laws.of_programs, found: &found };
    Ok(Programs {
        header,
        portfolio: asked.portfolio.name.clone(),
        lists: identities(asked),
        states: asked.states.to_vec(),
        budget_usd: budget,
        gain_measure: if asked.scenario.values.is_some() { GainMeasure::Value } else { GainMeasure::Residency },
        all_listed: way(0),
        kept: way(1),
        unmatched_difference: unmatched(1).minus(&unmatched(0)).estimate(),
        programs: answered.programs(&gains, &dropped),
    })
}

fn candidate(asked: &Asked<'_>, portfolio: Portfolio) -> Candidate {
    Candidate { applicant: asked.scenario.applicant.clone(), portfolio }
}

/// The programs of all lists in the order of the lines.
fn known<'a>(asked: &Asked<'a>) -> Vec<Known<'a>> {
    let visa = asked.scenario.applicant.visa;
    let lines = asked.portfolio.lines.iter().enumerate();
    let of_line = |(line, of_line): (usize, &'a Line)| {
        let facts = of_line.facts.as_deref().unwrap_or_default();
        let programs = asked.lists.get(&line).map(|list| list.programs.as_slice()).unwrap_or_default();
        programs.iter().zip(facts).enumerate().map(move |(index, (listed, facts))| {
            let is_outside =
                !asked.states.is_empty() && !listed.state.as_ref().is_some_and(|state| asked.states.contains(state));
            let closed = match facts.sponsors(visa) {
                Some(false) => Some(DropReason::NoVisa),
                _ if is_outside => Some(DropReason::OutsideStates),
                _ => None,
            };
            Known { place: Place { line, index }, listed, facts: *facts, closed }
        })
    };
    lines.flat_map(of_line).collect()
}

/// What each open program does: alone, and missing from all that are open.
fn find(
    asked: &Asked<'_>,
    study: &Study<'_>,
    (open, laws): (&[Known<'_>], &Laws),
    progress: &dyn Progress,
) -> Result<Vec<Found>, EngineError> {
    let all: HashSet<Place> = open.iter().map(|program| program.place).collect();
    let without = |place: &Place| {
        let rest = all.iter().copied().filter(|other| other != place).collect();
        applying_to(asked.portfolio, &rest)
    };
    let mut portfolios = vec![applying_to(asked.portfolio, &all)];
    portfolios.extend(laws.nodes.iter().map(without));
    portfolios.extend(laws.nodes.iter().map(|place| alone(asked.portfolio, *place)));
    let has_signal = |place: &&Place| {
        let facts = asked.portfolio.lines[place.line].facts.as_deref().unwrap_or_default();
        facts.get(place.index).is_some_and(|facts| facts.signal.is_some())
    };
    let signalled: Vec<Place> = laws.nodes.iter().filter(has_signal).copied().collect();
    portfolios.extend(signalled.iter().map(|place| applying_to(&without_signal(asked.portfolio, *place), &all)));
    let candidates: Vec<Candidate> = portfolios.into_iter().map(|portfolio| candidate(asked, portfolio)).collect();
    let outcomes = study.outcomes_with(&candidates, progress)?;
    let measure = asked.scenario.values.as_ref().map_or(Measure::Residency, Measure::Value);
    let with_all = outcomes[0].series(measure);
    let (without, rest) = outcomes[1..].split_at(laws.nodes.len());
    let (alone, unsignalled) = rest.split_at(laws.nodes.len());
    let lost = |outcomes: &Outcomes| with_all.minus(&outcomes.series(measure));
    let of_signal = |place: &Place| {
        let number = signalled.iter().position(|other| other == place)?;
        unsignalled.get(number).map(lost)
    };
    let nodes: Vec<Found> = (laws.nodes.iter().zip(without).zip(alone))
        .map(|((place, without), alone)| Found {
            interview: complement(&alone.series(Measure::NoInterview)),
            match_if_first: complement(&alone.series(Measure::Unmatched)),
            gain: lost(without),
            signal_gain: of_signal(place),
        })
        .collect();
    let program = |law: &Between| {
        let (before, after) = (&nodes[law.before], &nodes[law.after]);
        let between = |a: &Series, b: &Series| a.with(b, |a, b| a + law.share * (b - a));
        Found {
            interview: between(&before.interview, &after.interview),
            match_if_first: between(&before.match_if_first, &after.match_if_first),
            gain: between(&before.gain, &after.gain),
            // Programs of one group of laws have the same signal.
            signal_gain: before.signal_gain.as_ref().zip(after.signal_gain.as_ref()).map(|(a, b)| between(a, b)),
        }
    };
    Ok(laws.of_programs.iter().map(program).collect())
}

fn complement(series: &Series) -> Series {
    series.with(series, |chance, _| 1.0 - chance)
}

fn way_of_applying(asked: &Asked<'_>, portfolio: &Portfolio, outcomes: &Outcomes) -> WayOfApplying {
    let value = asked.scenario.values.as_ref().map(|values| outcomes.series(Measure::Value(values)).estimate_chance());
    WayOfApplying {
        applications: portfolio.applications(),
        cost_usd: asked.scenario.pricing.cost(portfolio).total(),
        unmatched: outcomes.series(Measure::Unmatched).estimate_chance(),
        residency: outcomes.series(Measure::Residency).estimate_chance(),
        value,
    }
}

/// The lists in use, each once.
fn identities(asked: &Asked<'_>) -> Vec<ListIdentity> {
    let mut lines: Vec<(&usize, &ProgramList)> = asked.lists.iter().collect();
    lines.sort_by_key(|(line, _)| **line);
    let mut identities: Vec<ListIdentity> = Vec::new();
    for (_, list) in lines {
        let identity = ListIdentity { file: list.file.clone(), sha256: list.sha256.clone() };
        if !identities.contains(&identity) {
            identities.push(identity);
        }
    }
    identities
}

/// Everything that the rows of the answer are made from.
struct Answered<'a> {
    asked: &'a Asked<'a>,
    known: &'a [Known<'a>],
    open: &'a [Known<'a>],
    laws: &'a [Between],
    found: &'a [Found],
}

impl Answered<'_> {
    /// Kept programs by falling gain, then the dropped ones by falling gain, then the closed ones.
    fn programs(&self, gains: &[Gain], dropped: &[(Place, DropReason)]) -> Vec<CuratedProgram> {
        let reason = |place: Place| dropped.iter().find(|(gone, _)| *gone == place).map(|(_, reason)| *reason);
        let (kept, gone): (Vec<&Gain>, Vec<&Gain>) = gains.iter().partition(|gain| reason(gain.place).is_none());
        let mut programs: Vec<CuratedProgram> = Vec::new();
        let mut previous: Option<usize> = None;
        for gain in kept.into_iter().chain(gone) {
            let Some(number) = self.open.iter().position(|program| program.place == gain.place) else { continue };
            let is_tied_with_previous = previous.is_some_and(|before| self.are_tied(before, number));
            previous = Some(number);
            let alike = self.laws.iter().filter(|law| **law == self.laws[number]).count();
            let found = &self.found[number];
            programs.push(CuratedProgram {
                interview: Some(found.interview.estimate_chance()),
                match_if_first: Some(found.match_if_first.estimate_chance()),
                gain: Some(found.gain.estimate()),
                signal_gain: found.signal_gain.as_ref().map(Series::estimate),
                alike: u32::try_from(alike).unwrap_or(u32::MAX),
                is_tied_with_previous,
                ..self.row(&self.open[number], reason(gain.place))
            });
        }
        for (order, program) in (1..).zip(programs.iter_mut().filter(|program| program.decision != Decision::Drop)) {
            program.order = Some(order);
        }
        let closed = self.known.iter().filter(|program| program.closed.is_some());
        programs.extend(closed.map(|program| self.row(program, program.closed)));
        programs
    }

    fn are_tied(&self, a: usize, b: usize) -> bool {
        self.found[a].gain.minus(&self.found[b].gain).estimate().is_tie()
    }

    /// A row without chances; those of a program that sponsors no visa are 0.
    fn row(&self, program: &Known<'_>, drop_reason: Option<DropReason>) -> CuratedProgram {
        let line = &self.asked.portfolio.lines[program.place.line];
        let scenario = self.asked.scenario;
        let track = &scenario.prior.tracks[line.track];
        let position = line.place_in_pool(u32::try_from(program.place.index).unwrap_or(u32::MAX));
        let is_closed = program.closed == Some(DropReason::NoVisa);
        let never = is_closed.then_some(Estimate { mean: 0.0, interval90: [0.0, 0.0], mc_error: 0.0 });
        let decision = match drop_reason {
            Some(_) => Decision::Drop,
            None if program.facts.signal.is_some() => Decision::Signal,
            None => Decision::Keep,
        };
        let person = (scenario.applicant.kind, scenario.applicant.visa);
        CuratedProgram {
            order: None,
            decision,
            drop_reason,
            row: program.listed.row,
            name: program.listed.name.clone(),
            track: program.listed.track.clone(),
            state: program.listed.state.clone(),
            setting: program.listed.setting.clone(),
            j1: program.listed.sponsors_j1,
            h1b: program.listed.sponsors_h1b,
            img_share: program.listed.img_share,
            fit: program.listed.own_fit,
            signal: program.listed.signal.map(|signal| match signal {
                Signal::Gold => "gold",
                Signal::Silver => "silver",
                Signal::Plain => "yes",
            }),
            tie: program.listed.has_tie,
            rotation: program.listed.has_rotation,
            notes: program.listed.notes.clone(),
            interview: never,
            match_if_first: never,
            gain: None,
            signal_gain: None,
            alike: 0,
            is_tied_with_previous: false,
            reasons: reasons(&program.facts, position, line, track, person),
        }
    }
}
