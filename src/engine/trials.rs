//! The trials engine (`docs/methods.md` §11): draws everything, program by program.
//!
//! A block is a fixed range of trials under one parameter draw. It reads
//! nothing but its plan and its addresses, and counts integers: blocks can be run
//! in any order by any number of threads and give the same results.

use crate::model::acceptance::{Place, acceptance_logit, ln_refused, refused_by_first};
use crate::model::calendar::ListPlace;
use crate::model::season::{Attended, Decisions, Outcome, Resolution, outcome_at, resolve};
use crate::model::strength::{correlated_delta, residual_strength};
use crate::model::{Portfolio, Values};
use crate::random::address::{
    FILL_TRIALS, GROUP, NO_TRACK, Purpose, TRIAL_GROUP, fill_programs, program_word, trial_words,
};
use crate::random::philox::Key;
use crate::random::table::NormalTable;
use crate::random::uniform_of_word;

use super::curve::LogisticTable;
use super::failed_people::FailedPeople;
use super::one_more::Ending;
use super::plan::{LinePlan, PortfolioPlan, PreferredPlan, SeasonPlan, TrackPlan};
use super::tally::{BlockTally, DrawCounts, Histograms, VALUE_UNIT, pairs};
use super::threshold::GridPoint;

/// Trials of a block.
pub const BLOCK_TRIALS: u64 = 2048;

/// Runs the trials `first .. first + BLOCK_TRIALS` under `plan`; `first` is a multiple of [`BLOCK_TRIALS`].
///
/// The strength of a trial is that of somebody of `people`, where the applicant failed before.
#[must_use]
pub fn run_block(
    plan: &SeasonPlan<'_>,
    values: Option<&Values>,
    key: Key,
    first: u64,
    people: Option<&FailedPeople>,
) -> BlockTally {
    let mut block = Block::new(plan, values, key);
    block.run_trials(first, people, |_, _| ());
    block.tally.finish(BLOCK_TRIALS);
    block.tally
}

/// The trials `first .. first + BLOCK_TRIALS` in which the first portfolio of `plan` brings no residency.
#[must_use]
pub fn trials_without_residency(plan: &SeasonPlan<'_>, key: Key, first: u64) -> Vec<u64> {
    let mut found = Vec::new();
    Block::new(plan, None, key).run_trials(first, None, |trial, outcomes| {
        if !matches!(outcomes.first(), Some(Outcome::Matched(_))) {
            found.push(trial);
        }
    });
    found
}

/// What became of one trial under one portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonStory {
    /// Programs that invited, also those that were declined.
    pub invited: Vec<Attended>,
    /// Interviews attended: those of the primary list in order of preference, then those of the supplemental list alone.
    pub attended: Vec<Attended>,
    /// How it ended.
    pub resolution: Resolution,
    /// By track: how far the season lies from what the application explains, in standard deviations.
    pub luck: Vec<f64>,
    /// By track: the chance that a program which interviewed takes the applicant.
    pub acceptance: Vec<f64>,
}

/// What became of one `trial`, by portfolio: the same season that [`run_block`] counts.
#[must_use]
pub fn tell_trial(plan: &SeasonPlan<'_>, key: Key, trial: u64, people: Option<&FailedPeople>) -> Vec<SeasonStory> {
    Block::new(plan, None, key).tell(trial, people)
}

/// A program on the primary rank order list of one trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// The program.
    pub program: Attended,
    /// What a match there leads to; none where the program would not take the applicant.
    pub taken: Option<Outcome>,
}

/// The rank order lists of the trials `first .. first + BLOCK_TRIALS` with the first portfolio of `plan`.
///
/// Draws of the person stand at `key`, and how crowded each track is at `season`, which partners have in common. Whoever takes the first
/// program of a list that would take them has the season of [`run_block`].
#[must_use]
pub fn rank_lists(
    plan: &SeasonPlan<'_>,
    (key, season): (Key, Key),
    first: u64,
    people: Option<&FailedPeople>,
) -> Vec<Vec<Ranked>> {
    let mut block = Block { season, ..Block::new(plan, None, key) };
    let mut lists = Vec::new();
    block.each_trial(first, people, |block, trial, lane, latents| lists.push(block.ranked(trial, lane, latents)));
    lists
}

type Lanes = [f64; TRIAL_GROUP];

/// The latents of neighboring trials (`docs/methods.md` §2).
struct Latents {
    normal: &'static NormalTable,
    logistic: &'static LogisticTable,
    /// `σ_ω·ω`.
    luck: Lanes,
    /// By track.
    tracks: Vec<TrackLatents>,
}

#[derive(Clone)]
struct TrackLatents {
    /// `s = σ_res·z_s + ε_s`.
    shift: Lanes,
    /// `q_s`.
    acceptance: Lanes,
}

impl Latents {
    fn new(tracks: usize) -> Self {
        let zero = [0.0; TRIAL_GROUP];
        Self {
            normal: NormalTable::get(),
            logistic: LogisticTable::get(),
            luck: zero,
            tracks: vec![TrackLatents { shift: zero, acceptance: zero }; tracks],
        }
    }

    fn draw(&mut self, plan: &SeasonPlan<'_>, (key, season): (Key, Key), trial: u64, people: Option<&FailedPeople>) {
        let table = self.normal;
        let fill_with = |key, normals: &mut Lanes, entity, purpose| {
            let words = trial_words(key, trial, entity, purpose);
            for (normal, word) in normals.iter_mut().zip(words.as_flattened()) {
                *normal = table.normal(*word);
            }
        };
        let fill = |normals: &mut Lanes, entity, purpose| fill_with(key, normals, entity, purpose);
        let fill_strength = |normals: &mut Lanes, entity| match people {
            None => fill(normals, entity, Purpose::Strength),
            Some(people) => {
                for (lane, normal) in normals.iter_mut().enumerate() {
                    *normal = table.normal(people.strength_word(trial + lane as u64, entity));
                }
            }
        };
        let shared = &plan.parameters.shared;
        let [mut theta, mut delta, mut other] = [[0.0; TRIAL_GROUP]; 3];
        fill_strength(&mut theta, NO_TRACK);
        fill(&mut self.luck, NO_TRACK, Purpose::Season);
        for luck in &mut self.luck {
            *luck *= shared.interview_luck_spread;
        }
        let tracks = plan.tracks.iter().zip(&plan.parameters.tracks);
        for ((track, parameters), latents) in tracks.zip(&mut self.tracks) {
            fill_strength(&mut delta, track.entity);
            if let Some((partner, correlation)) = track.partner {
                fill_strength(&mut other, partner);
                for (delta, partner) in delta.iter_mut().zip(&other) {
                    *delta = correlated_delta(correlation, *partner, *delta);
                }
            }
            fill_with(season, &mut other, track.entity, Purpose::Season);
            for lane in 0..TRIAL_GROUP {
                let z = residual_strength(shared.strength_correlation, theta[lane], delta[lane]);
                latents.shift[lane] = track.standing.residual * z + shared.season_spread * other[lane];
                let logit = acceptance_logit(parameters, track.standing.strength(z), self.luck[lane]);
                latents.acceptance[lane] = self.logistic.at(logit);
            }
        }
    }
}

/// The working memory of a block: made once, so that no trial allocates.
struct Block<'a> {
    plan: &'a SeasonPlan<'a>,
    values: Option<&'a Values>,
    key: Key,
    /// Where it stands how crowded each track is.
    season: Key,
    /// By track: the bytes that decide invitations, for trials drawn together.
    draws: Vec<Vec<[u8; GROUP]>>,
    points: Vec<GridPoint>,
    attended: Vec<Attended>,
    order_keys: Vec<((usize, u32), Attended)>,
    interviews: Vec<u32>,
    outcomes: Vec<Outcome>,
    pairs: Vec<(usize, usize)>,
    tally: BlockTally,
}

impl<'a> Block<'a> {
    fn new(plan: &'a SeasonPlan<'a>, values: Option<&'a Values>, key: Key) -> Self {
        let tracks = plan.tracks.len();
        let portfolios = plan.portfolios.len();
        let histograms =
            plan.portfolios.iter().map(|portfolio| empty_histograms(portfolio.portfolio, tracks)).collect();
        Self {
            plan,
            values,
            key,
            season: key,
            draws: plan.tracks.iter().map(|track| vec![[0; GROUP]; FILL_TRIALS * track.groups]).collect(),
            points: Vec::with_capacity(tracks),
            attended: Vec::new(),
            order_keys: Vec::new(),
            interviews: vec![0; tracks],
            outcomes: Vec::with_capacity(portfolios),
            pairs: pairs(portfolios).collect(),
            tally: BlockTally { counts: DrawCounts::new(portfolios, tracks), histograms },
        }
    }

    /// Runs the trials of a block from `first` on; `seen` is told the outcomes of each, by portfolio.
    fn run_trials(&mut self, first: u64, people: Option<&FailedPeople>, mut seen: impl FnMut(u64, &[Outcome])) {
        self.each_trial(first, people, |block, trial, lane, latents| {
            block.run_trial(trial, lane, latents);
            seen(trial, &block.outcomes);
        });
    }

    /// Draws the trials of a block from `first` on; `act` is given each with its place among those drawn together.
    fn each_trial(
        &mut self,
        first: u64,
        people: Option<&FailedPeople>,
        mut act: impl FnMut(&mut Self, u64, usize, &Latents),
    ) {
        debug_assert!(first.is_multiple_of(BLOCK_TRIALS));
        let mut latents = Latents::new(self.plan.tracks.len());
        for group in (first..first + BLOCK_TRIALS).step_by(TRIAL_GROUP) {
            latents.draw(self.plan, (self.key, self.season), group, people);
            for together in (0..TRIAL_GROUP).step_by(FILL_TRIALS) {
                self.fill(group + together as u64);
                for lane in together..together + FILL_TRIALS {
                    act(self, group + lane as u64, lane, &latents);
                }
            }
        }
    }

    /// The primary rank order list of a trial, with the programs that would take the applicant: those in demand are harder to get, so
    /// that the first of them stands where [`Self::rank_by_demand`] puts the match.
    fn ranked(&mut self, trial: u64, lane: usize, latents: &Latents) -> Vec<Ranked> {
        let plan = self.plan;
        let Some(portfolio) = plan.portfolios.first() else { return Vec::new() };
        self.locate(lane, latents);
        self.attend(trial, lane % FILL_TRIALS, portfolio);
        let lines = &portfolio.portfolio.lines;
        let mut decisions = Drawn { plan, key: self.key, trial, lane, latents };
        let programs: Vec<Attended> =
            self.attended.iter().filter(|one| lines[one.line].role.is_on_primary_list()).copied().collect();
        let run = |program: &Attended| portfolio.runs[program.line];
        let mut list = Vec::with_capacity(programs.len());
        for of_run in programs.chunk_by(|one, other| run(one) == run(other)) {
            for (place, program) in of_run.iter().enumerate() {
                let [number, of] = [place + 1, of_run.len()].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
                let alike = latents.tracks[program.track].acceptance[lane];
                let chance = Place { number, of }.acceptance(alike, plan.parameters.shared.demand_gradient);
                let taken = (decisions.uniform(*program, Purpose::Acceptance) < chance)
                    .then(|| outcome_at(*program, &self.attended, lines, &plan.parameters.tracks, &mut decisions));
                list.push(Ranked { program: *program, taken });
            }
        }
        list
    }

    /// What became of one trial.
    #[expect(clippy::cast_possible_truncation, reason = "a place in a group of trials")]
    fn tell(&mut self, trial: u64, people: Option<&FailedPeople>) -> Vec<SeasonStory> {
        let plan = self.plan;
        let lane = (trial % TRIAL_GROUP as u64) as usize;
        let mut latents = Latents::new(plan.tracks.len());
        latents.draw(plan, (self.key, self.season), trial - lane as u64, people);
        self.fill(trial - (lane % FILL_TRIALS) as u64);
        self.locate(lane, &latents);
        let spread = |track: &TrackPlan| track.standing.residual.hypot(plan.parameters.shared.season_spread);
        let luck: Vec<f64> =
            plan.tracks.iter().zip(&latents.tracks).map(|(track, of)| of.shift[lane] / spread(track)).collect();
        let acceptance: Vec<f64> = latents.tracks.iter().map(|track| track.acceptance[lane]).collect();
        let mut told = Vec::new();
        for portfolio in &plan.portfolios {
            self.attended.clear();
            for line in portfolio.groups.iter().flatten().chain(&portfolio.pgy1) {
                self.invite_line(trial, lane % FILL_TRIALS, line);
            }
            let invited = self.attended.clone();
            let resolution = self.resolved(trial, lane, portfolio, &latents);
            let (luck, acceptance) = (luck.clone(), acceptance.clone());
            told.push(SeasonStory { invited, attended: self.attended.clone(), resolution, luck, acceptance });
        }
        told
    }

    /// Draws for the trials that start at `trial` what decides invitations.
    fn fill(&mut self, trial: u64) {
        for (track, draws) in self.plan.tracks.iter().zip(&mut self.draws) {
            fill_programs(self.key, trial, track.entity, Purpose::Invitation, draws);
        }
    }

    fn run_trial(&mut self, trial: u64, lane: usize, latents: &Latents) {
        let plan = self.plan;
        self.locate(lane, latents);
        self.outcomes.clear();
        for (index, portfolio) in plan.portfolios.iter().enumerate() {
            let resolution = self.resolved(trial, lane, portfolio, latents);
            self.tally.record(index, &resolution, &self.interviews);
            if let Some(preferred) = portfolio.preferred {
                let taken = latents.tracks[preferred.track].acceptance[lane];
                let ending = self.ending(preferred, portfolio.portfolio, &resolution);
                self.tally.record_one_more(index, self.interviews[preferred.track], ending, taken);
            }
            self.outcomes.push(resolution.outcome);
        }
        self.record_pairs();
    }

    /// Where the season lies on the grid of each track.
    fn locate(&mut self, lane: usize, latents: &Latents) {
        self.points.clear();
        for (track, latents) in self.plan.tracks.iter().zip(&latents.tracks) {
            self.points.push(track.grid.locate(latents.shift[lane]));
        }
    }

    /// How a trial ends under a portfolio, whose interviews it leaves in `attended`.
    fn resolved(&mut self, trial: u64, lane: usize, portfolio: &PortfolioPlan<'_>, latents: &Latents) -> Resolution {
        self.attend(trial, lane % FILL_TRIALS, portfolio);
        let plan = self.plan;
        let mut decisions = Drawn { plan, key: self.key, trial, lane, latents };
        let lines = &portfolio.portfolio.lines;
        let mut resolution = resolve(&self.attended, lines, &plan.parameters.tracks, &mut decisions);
        resolution.rank = resolution.rank.map(|rank| self.rank_by_demand(rank, portfolio, &decisions));
        resolution
    }

    /// Fills `attended` with the interviews of the primary list in order of preference, as many as the
    /// limit allows, then with those of the supplemental list alone, and counts them by track;
    /// `together` counts the trials drawn together.
    fn attend(&mut self, trial: u64, together: usize, portfolio: &PortfolioPlan<'_>) {
        self.attended.clear();
        self.interviews.fill(0);
        for group in &portfolio.groups {
            let start = self.attended.len();
            if start >= portfolio.limit {
                break;
            }
            for line in group {
                self.attend_line(trial, together, line);
            }
            if group.len() > 1 {
                self.interleave(trial, start);
            }
        }
        self.decline_beyond(portfolio.limit);
        if let Some(places) = &portfolio.places {
            self.rank(trial, places);
        }
        let primary = self.attended.len();
        for line in &portfolio.pgy1 {
            self.attend_line(trial, together, line);
        }
        self.decline_beyond(portfolio.pgy1_limit.saturating_add(primary));
    }

    /// Declines the interviews that were kept last.
    fn decline_beyond(&mut self, most: usize) {
        for declined in self.attended.iter().skip(most) {
            self.interviews[declined.track] -= 1;
        }
        self.attended.truncate(most);
    }

    fn attend_line(&mut self, trial: u64, together: usize, line: &LinePlan) {
        let before = self.attended.len();
        self.invite_line(trial, together, line);
        self.attended.truncate(before.saturating_add(line.keep));
        #[expect(clippy::cast_possible_truncation, reason = "at most the programs of a track")]
        let attended = (self.attended.len() - before) as u32;
        self.interviews[line.track] += attended;
    }

    /// Adds the programs of a line that invite, the most open first.
    fn invite_line(&mut self, trial: u64, together: usize, line: &LinePlan) {
        let track = &self.plan.tracks[line.track];
        let draws = &self.draws[line.track][together * track.groups..][..track.groups];
        let rest = |position| program_word(self.key, trial, track.entity, Purpose::InvitationRest, position);
        let attended = &mut self.attended;
        let before = attended.len();
        line.table.invited(self.points[line.track], draws, rest, |position| {
            attended.push(Attended { line: line.line, track: line.track, position });
        });
        if !line.others.is_empty() {
            attend_others(line, self.points[line.track], draws, &rest, attended);
            attended[before..].sort_unstable_by_key(|program| program.position);
        }
    }

    /// Puts the interviews from `start` on into a random order.
    fn interleave(&mut self, trial: u64, start: usize) {
        let (plan, key) = (self.plan, self.key);
        self.order_keys.clear();
        self.order_keys.extend(self.attended.drain(start..).map(|program| {
            let entity = plan.tracks[program.track].entity;
            ((0, program_word(key, trial, entity, Purpose::Interleave, program.position)), program)
        }));
        self.attend_in_order();
    }

    /// Puts the interviews, which stand in the order kept, in the order of preference.
    fn rank(&mut self, trial: u64, places: &[ListPlace]) {
        let (plan, key) = (self.plan, self.key);
        self.order_keys.clear();
        self.order_keys.extend(self.attended.drain(..).map(|program| {
            let (place, entity) = (places[program.line], plan.tracks[program.track].entity);
            let word = |position| program_word(key, trial, entity, Purpose::Interleave, position);
            let word = if place.interleaves { word(program.position) } else { 0 };
            ((place.group, word), program)
        }));
        self.attend_in_order();
    }

    fn attend_in_order(&mut self) {
        // Not the stable sort, which allocates.
        self.order_keys.sort_unstable_by_key(|(order, program)| (*order, program.track, program.position));
        self.attended.extend(self.order_keys.iter().map(|(_, program)| *program));
    }

    /// The rank obtained where programs in demand are harder to get, of a season whose match is at `rank` if all programs
    /// of its run take alike. That somebody of the run takes is as likely either way, so only the rank is drawn anew
    /// ([`refused_by_first`]).
    fn rank_by_demand(&self, rank: u32, portfolio: &PortfolioPlan<'_>, drawn: &Drawn<'_>) -> u32 {
        let lines = &portfolio.portfolio.lines;
        let is_ranked = |program: &&Attended| lines[program.line].role.is_on_primary_list();
        let Some(matched) = self.attended.iter().filter(is_ranked).nth(rank as usize - 1).copied() else { return rank };
        let run = portfolio.runs[matched.line];
        let ranked = (1..).zip(self.attended.iter().filter(is_ranked));
        let in_run = || ranked.clone().filter(|(_, program)| portfolio.runs[program.line] == run);
        let ln_refused = ln_refused(drawn.latents.tracks[matched.track].acceptance[drawn.lane]);
        let gradient = self.plan.parameters.shared.demand_gradient;
        let refused = || refused_by_first(ln_refused, gradient, in_run().count());
        let taken_by_some = 1.0 - refused().last().unwrap_or(0.0);
        let share = drawn.uniform(matched, Purpose::Rank) * taken_by_some;
        let place = refused().skip(1).position(|refused| 1.0 - refused >= share);
        place.and_then(|place| in_run().nth(place)).map_or(rank, |(number, _)| number)
    }

    /// How the season ended, seen from one more program of the preferred track.
    fn ending(&self, preferred: PreferredPlan, portfolio: &Portfolio, resolution: &Resolution) -> Ending {
        let Some(rank) = resolution.rank else { return Ending::Unmatched };
        if let Outcome::Matched(track) | Outcome::MatchedWithoutPgy1(track) = resolution.outcome
            && track == preferred.track
        {
            return Ending::Matched;
        }
        let lines = self.attended.iter().map(|program| &portfolio.lines[program.line]);
        let matched = lines.filter(|line| line.role.is_on_primary_list()).nth(rank as usize - 1);
        if matched.is_some_and(|line| line.preference > preferred.last_preference) {
            Ending::MatchedAfter
        } else {
            Ending::MatchedBefore
        }
    }

    fn record_pairs(&mut self) {
        let Some(first) = self.outcomes.first() else { return };
        if self.outcomes.iter().all(|outcome| outcome == first) {
            return;
        }
        for (pair, (a, b)) in self.tally.counts.pairs.iter_mut().zip(&self.pairs) {
            let (a, b) = (self.outcomes[*a], self.outcomes[*b]);
            pair.one_unmatched += u64::from((a == Outcome::Unmatched) != (b == Outcome::Unmatched));
            if let Some(values) = self.values {
                let difference = integer_value(values, a).abs_diff(integer_value(values, b));
                pair.value_difference_squared += difference * difference;
            }
        }
    }
}

/// Adds the interviews at programs that a list tells apart from those of the line's first table.
#[cold]
#[inline(never)]
fn attend_others(
    line: &LinePlan,
    point: GridPoint,
    draws: &[[u8; GROUP]],
    rest: &dyn Fn(u32) -> u32,
    attended: &mut Vec<Attended>,
) {
    for table in &line.others {
        table.invited(point, draws, rest, |position| {
            attended.push(Attended { line: line.line, track: line.track, position });
        });
    }
}

fn empty_histograms(portfolio: &Portfolio, tracks: usize) -> Histograms {
    let mut programs = vec![0; tracks];
    for line in &portfolio.lines {
        programs[line.track] += line.programs as usize;
    }
    Histograms::new(&programs)
}

/// What an outcome is worth.
#[must_use]
pub fn outcome_value(values: &Values, outcome: Outcome) -> f64 {
    match outcome {
        Outcome::Unmatched => 0.0,
        Outcome::PreliminaryOnly => values.preliminary_only,
        Outcome::Matched(track) => values.matched[track],
        Outcome::MatchedWithoutPgy1(track) => values.matched_without_pgy1[track],
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "values lie between 0 and 1")]
fn integer_value(values: &Values, outcome: Outcome) -> u64 {
    (outcome_value(values, outcome) / VALUE_UNIT).round() as u64
}

/// The decisions of one trial, each at its address.
struct Drawn<'a> {
    plan: &'a SeasonPlan<'a>,
    key: Key,
    trial: u64,
    lane: usize,
    latents: &'a Latents,
}

impl Drawn<'_> {
    fn uniform(&self, program: Attended, purpose: Purpose) -> f64 {
        let entity = self.plan.tracks[program.track].entity;
        uniform_of_word(program_word(self.key, self.trial, entity, purpose, program.position))
    }
}

impl Decisions for Drawn<'_> {
    fn would_take(&mut self, program: Attended) -> bool {
        let chance = self.latents.tracks[program.track].acceptance[self.lane];
        self.uniform(program, Purpose::Acceptance) < chance
    }

    fn is_categorical(&mut self, program: Attended, share: f64) -> bool {
        self.uniform(program, Purpose::PositionKind) < share
    }
}
