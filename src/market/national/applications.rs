//! Who applies where, and how each program judges the application.

use rayon::prelude::*;

use super::country::{Country, Law, Rules};
use super::draws::{Choice, Drawn, Person, Role, level, openness_index};
use crate::model::logistic::logistic;
use crate::model::openness::known_fit;
use crate::random::address::{INDEX_LANES, Purpose, index_words};
use crate::random::philox::Key;
use crate::random::table::NormalTable;
use crate::random::uniform_of_word;

/// People that one task handles.
const CHUNK: usize = 512;

/// Where the programs of the second track begin in the index of a draw.
const TRACK_BITS: u32 = 16;

/// Taste words of one block.
const WORDS: u32 = 4;

/// An application as a program sees it: most wanted first when sorted. The upper half is the score, turned so that
/// better is less; then whether it was signaled, and the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Application(u64);

/// The bit that a signal sets.
const SIGNALED: u64 = 1 << 31;

impl Application {
    fn new(score: f64, is_signaled: bool, person: u32) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "an order of applicants, for which single precision does")]
        let bits = (score as f32).to_bits();
        // Floats in the order of unsigned numbers, the best least.
        let rising = if bits >> 31 == 1 { !bits } else { bits | (1 << 31) };
        Self((u64::from(!rising) << 32) | if is_signaled { SIGNALED } else { 0 } | u64::from(person))
    }

    /// Who applies.
    #[must_use]
    pub fn person(self) -> u32 {
        (self.0 & (SIGNALED - 1)) as u32
    }

    /// How the program judges the application.
    #[must_use]
    pub fn score(self) -> f64 {
        let rising = !((self.0 >> 32) as u32);
        f64::from(f32::from_bits(if rising >> 31 == 1 { rising & !(1 << 31) } else { !rising }))
    }

    /// Whether with a signal.
    #[must_use]
    pub fn is_signaled(self) -> bool {
        self.0 & SIGNALED != 0
    }
}

/// What the one-applicant model draws for a person: invitations on the primary list by choice, in the order of preference.
#[derive(Clone, Debug, Default)]
pub struct ModelSeason {
    /// Interviews of the first and of the second track.
    pub interviews: [u32; 2],
    /// Chance that a program takes them, by choice.
    pub taken: [f64; 2],
}

/// All applications of a market, those to one program next to each other, best first.
pub struct Applications {
    /// Where those of each program begin.
    starts: Vec<usize>,
    /// The applications.
    all: Vec<Application>,
    /// The season of each person under the one-applicant model; empty if it was not asked for.
    pub model: Vec<ModelSeason>,
}

impl Applications {
    /// Everybody applies.
    #[must_use]
    pub fn new(country: &Country, rules: &Rules, drawn: &Drawn, key: Key, with_model: bool) -> Self {
        let judge = Judge { country, rules, drawn, key };
        let chunks: Vec<Made> = drawn
            .people
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(number, people)| {
                let mut made = Made::default();
                let mut desk = Desk::default();
                for (offset, person) in people.iter().enumerate() {
                    judge.apply(number * CHUNK + offset, person, with_model, &mut desk, &mut made);
                }
                made
            })
            .collect();
        let mut counts = vec![0_usize; country.programs.len() + 1];
        for (program, _) in chunks.iter().flat_map(|made| &made.applications) {
            counts[*program as usize + 1] += 1;
        }
        let starts: Vec<usize> = counts
            .iter()
            .scan(0, |sum, count| {
                *sum += count;
                Some(*sum)
            })
            .collect();
        let mut all = vec![Application(0); starts.last().copied().unwrap_or(0)];
        let mut next = starts.clone();
        let mut model = Vec::new();
        for made in chunks {
            for (program, application) in made.applications {
                all[next[program as usize]] = application;
                next[program as usize] += 1;
            }
            model.extend(made.model);
        }
        let mut parts = Vec::with_capacity(country.programs.len());
        let mut rest = all.as_mut_slice();
        for pair in starts.windows(2) {
            let (part, after) = rest.split_at_mut(pair[1] - pair[0]);
            parts.push(part);
            rest = after;
        }
        parts.into_par_iter().for_each(<[Application]>::sort_unstable);
        Self { starts, all, model }
    }

    /// Those to one program, best first.
    #[must_use]
    pub fn to(&self, program: u32) -> &[Application] {
        let program = program as usize;
        &self.all[self.starts[program]..self.starts[program + 1]]
    }
}

#[derive(Default)]
struct Made {
    applications: Vec<(u32, Application)>,
    model: Vec<ModelSeason>,
}

/// What is used again from person to person.
#[derive(Default)]
pub struct Desk {
    tastes: Vec<f64>,
    order: Vec<(f64, u32)>,
}

/// What people think of programs, and programs of people.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// The country.
    pub country: &'a Country,
    /// The policy.
    pub rules: &'a Rules,
    /// The market.
    pub drawn: &'a Drawn,
    /// The seed.
    pub key: Key,
}

impl Judge<'_> {
    /// What a person thinks of a program: in part what all think, in part their own taste.
    #[must_use]
    pub fn taste(&self, person: &Person, program: u32) -> f64 {
        let of = &self.country.programs[program as usize];
        let index = (u32::from(of.track) << TRACK_BITS) | (of.number / WORDS);
        let entity = self.country.groups[person.group as usize].entity;
        let words = crate::random::address::words(self.key, person.trial, entity, Purpose::MarketTaste, index);
        let own = NormalTable::get().normal(words[(of.number % WORDS) as usize]);
        let (common, demand) = (self.country.common_taste, self.drawn.places[program as usize].demand);
        common.sqrt() * demand + (1.0 - common).sqrt() * own
    }

    /// How a program ranks a person whom it interviewed: the slope of the ranking times strength, how the interviews go, and
    /// a judgment of its own, which is logistic as behind the chance of being taken.
    #[must_use]
    pub fn ranking(&self, person: &Person, program: u32) -> f64 {
        let of = &self.country.programs[program as usize];
        let choice = person.choices()[person.choice_of(of.track)];
        let index = (u32::from(of.track) << TRACK_BITS) | of.number;
        let entity = self.country.groups[person.group as usize].entity;
        let words = crate::random::address::words(self.key, person.trial, entity, Purpose::MarketPair, index);
        let level = level(self.country, person.kind, of.track);
        let slope = self.country.tracks[usize::from(of.track)].ranking_slope;
        slope * (level + choice.strength) + person.luck + logistic_of(words[1])
    }

    fn apply(&self, number: usize, person: &Person, with_model: bool, desk: &mut Desk, made: &mut Made) {
        let mut season = ModelSeason::default();
        for (place, choice) in person.choices().iter().enumerate() {
            let Some(law) = self.country.law(person.kind, choice.track) else { continue };
            self.choose(person, choice.track, law, desk);
            let invited = self.send(number, person, *choice, law, &desk.order, made, with_model);
            if with_model && choice.role == Role::Primary && place < 2 {
                season.interviews[place] = invited;
                season.taken[place] = logistic(law.point.kappa + law.point.lambda * choice.strength + person.luck);
            }
        }
        if with_model {
            made.model.push(season);
        }
    }

    /// Fills the desk with the programs of a track that a person applies to, in their order.
    fn choose(&self, person: &Person, track: u16, law: &Law, desk: &mut Desk) {
        self.order(person, track, desk);
        let applied = law.applications.min(self.rules.max_applications) as usize;
        // The first are found before they are sorted: most applicants look at far more programs than they apply to.
        let better = |one: &(f64, u32), other: &(f64, u32)| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1));
        if let Some(last) = applied.checked_sub(1).filter(|_| applied < desk.order.len()) {
            desk.order.select_nth_unstable_by(last, better);
        }
        desk.order.truncate(applied);
        desk.order.sort_unstable_by(better);
    }

    /// The programs of a track that consider the application of a person, each with its log-odds of an invitation by the
    /// one-applicant model, in the order of application.
    pub fn considered(&self, person: &Person, choice: Choice, law: &Law, desk: &mut Desk) -> Vec<(u32, f64)> {
        self.choose(person, choice.track, law, desk);
        let numbered = (0..).zip(&desk.order);
        numbered
            .filter_map(|(at, (_, program))| Some((*program, self.logit(person, choice, law, at, *program)?)))
            .collect()
    }

    /// The log-odds of an invitation to somebody who applies to this program at this place of their order; none at a
    /// program that does not sponsor the visa they need.
    fn logit(&self, person: &Person, choice: Choice, law: &Law, position: u32, program: u32) -> Option<f64> {
        let place = &self.drawn.places[program as usize];
        let signals = self.rules.signals[usize::from(choice.track)];
        let shared = &self.country.shared;
        (!person.needs_visa || place.sponsors).then(|| {
            law.point.a
                + choice.strength
                + shared.openness_weight * place.openness[openness_index(person.kind)]
                + shared.known_fit * known_fit(position + 1)
                + self.country.effects.signal(signals.at(position), signals.are_gate())
        })
    }

    /// Fills the desk with the programs of a track and how gladly the person applies to each: their own taste, and what they see of
    /// openness. Demand has no part in it, as in the one-applicant model, whose levels hold for programs chosen so.
    fn order(&self, person: &Person, track: u16, desk: &mut Desk) {
        let programs = self.country.tracks[usize::from(track)].programs.clone();
        let entity = self.country.groups[person.group as usize].entity;
        let blocks = u32::try_from(programs.len()).unwrap_or(0).div_ceil(WORDS);
        let normal = NormalTable::get();
        desk.tastes.clear();
        for first in (0..blocks).step_by(INDEX_LANES) {
            let lanes = std::array::from_fn(|lane| {
                (u32::from(track) << TRACK_BITS) | (first + u32::try_from(lane).unwrap_or(0))
            });
            let words = index_words(self.key, person.trial, entity, Purpose::MarketTaste, lanes);
            for lane in 0..INDEX_LANES {
                desk.tastes.extend(words.iter().map(|word| normal.normal(word[lane])));
            }
        }
        let seen = self.country.shared.screening_typical;
        let own = (1.0 - seen * seen).max(0.0).sqrt();
        let group = openness_index(person.kind);
        desk.order.clear();
        desk.order.extend(programs.zip(&desk.tastes).map(|(program, taste)| {
            let openness = self.drawn.places[program].openness[group];
            (own * taste + seen * openness, u32::try_from(program).unwrap_or(u32::MAX))
        }));
    }

    /// Sends applications in this order; gives how many the one-applicant model would see invited.
    #[expect(clippy::too_many_arguments, reason = "one place calls it, with what it has just put together")]
    fn send(
        &self,
        number: usize,
        person: &Person,
        choice: Choice,
        law: &Law,
        order: &[(f64, u32)],
        made: &mut Made,
        with_model: bool,
    ) -> u32 {
        let track = &self.country.tracks[usize::from(choice.track)];
        let signals = self.rules.signals[usize::from(choice.track)];
        let entity = self.country.groups[person.group as usize].entity;
        let who = u32::try_from(number).unwrap_or(u32::MAX);
        let mut invited = 0;
        for (chunk, programs) in order.chunks(INDEX_LANES).enumerate() {
            let lanes = std::array::from_fn(|lane| {
                let program = programs.get(lane).map_or(0, |(_, program)| *program as usize - track.programs.start);
                (u32::from(choice.track) << TRACK_BITS) | u32::try_from(program).unwrap_or(0)
            });
            let words = index_words(self.key, person.trial, entity, Purpose::MarketPair, lanes);
            for (lane, (_, program)) in programs.iter().enumerate() {
                let position = u32::try_from(chunk * INDEX_LANES + lane).unwrap_or(u32::MAX);
                let Some(logit) = self.logit(person, choice, law, position, *program) else { continue };
                if with_model && uniform_of_word(words[2][lane]) < logistic(logit) {
                    invited += 1;
                }
                let score = logit + logistic_of(words[0][lane]);
                made.applications.push((*program, Application::new(score, signals.at(position).is_some(), who)));
            }
        }
        invited
    }
}

/// A logistic draw.
fn logistic_of(word: u32) -> f64 {
    let u = uniform_of_word(word);
    libm::log(u / (1.0 - u))
}
