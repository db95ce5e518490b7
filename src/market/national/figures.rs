//! What one market came to, in numbers.

use std::collections::BTreeMap;

use super::country::{Country, type_index};
use super::draws::{Person, Role};
use super::interviews::Interview;
use super::quantity::Quantity;
use super::season::Season;
use crate::market::matching::NOWHERE;
use crate::model::ApplicantType;
use crate::model::acceptance::Place;
use crate::random::address::{Purpose, words};
use crate::random::philox::Key;
use crate::random::uniform_of_word;
use crate::reference::PositionKind;

/// What a number is of: quantity, track and type; none is all.
pub type Id = (Quantity, Option<u16>, Option<ApplicantType>);

/// Interviews of one person that are counted apart; more count as so many.
pub const MOST_COUNTED: usize = 25;

/// The four types that the tables count in every track.
pub const PUBLISHED: [ApplicantType; 4] =
    [ApplicantType::UsMd, ApplicantType::UsDo, ApplicantType::UsImg, ApplicantType::NonUsImg];

/// The numbers of one market.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Of the market.
    pub market: BTreeMap<Id, f64>,
    /// Of the one-applicant model for the same people and applications.
    pub model: BTreeMap<Id, f64>,
    /// People by type and number of interviews.
    pub interviews: BTreeMap<ApplicantType, Vec<u32>>,
    /// Whether the matching is stable.
    pub is_stable: bool,
}

/// What one person came to, in the market or under the one-applicant model.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a share of the answer")]
struct Fate {
    is_matched: bool,
    is_preferred: bool,
    is_partial: bool,
    is_placed: bool,
    /// Rank obtained, from 1; 0 is none.
    rank: usize,
    interviews: usize,
}

/// Shares of a list that would take a person, by thirds: programs asked, and those that would.
type Thirds = [[f64; 2]; 3];

/// Sums over people.
#[derive(Clone, Debug, Default)]
struct Sum {
    people: f64,
    matched: f64,
    preferred: f64,
    partial: f64,
    placed: f64,
    first: f64,
    top_three: f64,
    ranked: f64,
    list_matched: f64,
    listed: f64,
    list_unmatched: f64,
    interviews: Vec<u32>,
    thirds: Thirds,
}

impl Sum {
    fn add(&mut self, fate: Fate, thirds: &Thirds) {
        let one = |yes: bool| f64::from(u8::from(yes));
        self.people += 1.0;
        self.matched += one(fate.is_matched);
        self.preferred += one(fate.is_preferred);
        self.partial += one(fate.is_partial);
        self.placed += one(fate.is_placed || fate.is_matched);
        let length = fate.interviews as f64;
        if fate.rank > 0 {
            self.ranked += 1.0;
            self.first += one(fate.rank == 1);
            self.top_three += one(fate.rank <= 3);
            self.list_matched += length;
        } else if fate.interviews > 0 {
            self.listed += 1.0;
            self.list_unmatched += length;
        }
        self.interviews.push(u32::try_from(fate.interviews).unwrap_or(u32::MAX));
        for (sum, more) in self.thirds.iter_mut().zip(thirds) {
            sum[0] += more[0];
            sum[1] += more[1];
        }
    }

    fn put(&mut self, out: &mut BTreeMap<Id, f64>, track: Option<u16>, kind: Option<ApplicantType>, is_model: bool) {
        let mut set = |quantity, value: f64| {
            if value.is_finite() {
                out.insert((quantity, track, kind), value);
            }
        };
        let percent = |part: f64, whole: f64| 100.0 * part / whole;
        set(Quantity::MatchRate, percent(self.matched, self.people));
        set(Quantity::Preferred, percent(self.preferred, self.people));
        set(Quantity::FirstChoice, percent(self.first, self.ranked));
        set(Quantity::TopThree, percent(self.top_three, self.ranked));
        set(Quantity::ListMatched, self.list_matched / self.ranked);
        set(Quantity::ListUnmatched, self.list_unmatched / self.listed);
        set(Quantity::Interviews, self.interviews.iter().map(|count| f64::from(*count)).sum::<f64>() / self.people);
        set(
            Quantity::NoInterview,
            percent(self.interviews.iter().filter(|count| **count == 0).count() as f64, self.people),
        );
        set(Quantity::Gini, gini(&mut self.interviews));
        let thirds = [Quantity::AcceptFirst, Quantity::AcceptMiddle, Quantity::AcceptLast];
        for (quantity, [asked, taken]) in thirds.into_iter().zip(self.thirds) {
            set(quantity, percent(taken, asked));
        }
        if !is_model {
            set(Quantity::Applicants, self.people);
            set(Quantity::Partial, percent(self.partial, self.people));
            set(Quantity::AfterSoap, percent(self.placed, self.people));
        }
    }
}

/// Half the mean difference of two people over the mean; not a number if all have none.
fn gini(counts: &mut [u32]) -> f64 {
    counts.sort_unstable();
    let all: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let n = counts.len() as f64;
    let weighted: f64 = counts.iter().enumerate().map(|(place, count)| (place as f64 + 1.0) * f64::from(*count)).sum();
    2.0 * weighted / (n * all) - (n + 1.0) / n
}

impl Figures {
    /// Counts a market.
    #[must_use]
    pub fn new(country: &Country, season: &Season, key: Key) -> Self {
        let mut figures = Self { is_stable: season.is_stable(), ..Self::default() };
        let would = would_take(country, season);
        let fates: Vec<Fate> = (0..season.drawn.people.len()).map(|person| fate(country, season, person)).collect();
        let thirds = |person: usize| thirds(would[person].len(), |place| f64::from(u8::from(would[person][place])));
        figures.market = by_group(country, season, |person| (fates[person], thirds(person)), false);
        if !season.model.is_empty() {
            let model = |person: usize| model_fate(country, season, person, key);
            figures.model = by_group(country, season, model, true);
        }
        for (person, fate) in season.drawn.people.iter().zip(&fates) {
            let counts = figures.interviews.entry(person.kind).or_insert_with(|| vec![0; MOST_COUNTED + 1]);
            counts[fate.interviews.min(MOST_COUNTED)] += 1;
        }
        figures.positions(country, season);
        figures.signals(country, season);
        figures.couples(country, season);
        figures.strength(country, season, &fates);
        figures
    }

    fn positions(&mut self, country: &Country, season: &Season) {
        let mut set = |quantity, track, kind, value: f64| {
            if value.is_finite() {
                self.market.insert((quantity, track, kind), value);
            }
        };
        let unfilled: Vec<u32> = season.unfilled(country).collect();
        let sum = |programs: std::ops::Range<usize>, of: &dyn Fn(usize) -> f64| programs.map(of).sum::<f64>();
        let quota = |program: usize| f64::from(country.programs[program].quota);
        let left = |program: usize| f64::from(unfilled[program]);
        let with_left = |program: usize| f64::from(u8::from(unfilled[program] > 0));
        let all = 0..country.programs.len();
        let tracks = (0_u16..).zip(&country.tracks).map(|(number, track)| (Some(number), track.programs.clone()));
        for (track, programs) in tracks.chain([(None, all.clone())]) {
            let offered = sum(programs.clone(), &quota);
            set(Quantity::Positions, track, None, offered);
            set(Quantity::UnfilledShare, track, None, 100.0 * sum(programs.clone(), &left) / offered);
            set(Quantity::Unfilled, track, None, sum(programs.clone(), &left));
            set(Quantity::UnfilledPrograms, track, None, sum(programs, &with_left));
        }
        // By type, as the tables count: positions that begin with PGY-1, of the four types.
        let mut by_type = vec![[0.0; PUBLISHED.len()]; country.tracks.len()];
        for (person, (first, second)) in season.drawn.people.iter().zip(season.first.iter().zip(&season.second)) {
            let Some(kind) = PUBLISHED.iter().position(|kind| *kind == person.kind) else { continue };
            for place in [*first, *second].into_iter().filter(|place| *place != NOWHERE) {
                let program = &country.programs[place as usize];
                if program.position != PositionKind::Advanced {
                    by_type[usize::from(program.track)][kind] += 1.0;
                }
            }
        }
        for (track, counts) in (0_u16..).zip(by_type) {
            for (kind, count) in PUBLISHED.into_iter().zip(counts) {
                set(Quantity::ShareOfFilled, Some(track), Some(kind), 100.0 * count / counts.iter().sum::<f64>());
            }
        }
        set(Quantity::SoapFilled, None, None, season.in_soap.iter().filter(|placed| **placed).count() as f64);
        let ranked =
            |program: usize| season.submitted.instance.ranking(u32::try_from(program).unwrap_or(NOWHERE)).len() as f64;
        let full: Vec<usize> = all.filter(|program| unfilled[*program] == 0).collect();
        let lists: f64 = full.iter().map(|program| ranked(*program)).sum();
        set(Quantity::ProgramList, None, None, lists / full.len() as f64);
    }

    /// Means over applicants of the share of programs that interviewed, signaled and not.
    fn signals(&mut self, country: &Country, season: &Season) {
        for (number, track) in (0_u16..).zip(&country.tracks).filter(|(_, track)| track.signals.total() > 0) {
            let mut sums = [[0.0_f64; 2]; 2];
            for (person, calendar) in season.drawn.people.iter().zip(&season.calendars) {
                let Some(place) = person.choices().iter().position(|one| one.track == number) else { continue };
                if place > 0 || person.choices()[place].role != Role::Primary {
                    continue;
                }
                let Some(law) = country.law(person.kind, number) else { continue };
                let applied = f64::from(law.applications).min(track.programs.len() as f64);
                let sent = f64::from(track.signals.total()).min(applied);
                let of_track = calendar.primary.iter().filter(|one| usize::from(one.choice) == place);
                let (with, without): (Vec<&Interview>, Vec<&Interview>) = of_track.partition(|one| one.is_signaled);
                for (sum, (got, of)) in sums.iter_mut().zip([(with.len(), sent), (without.len(), applied - sent)]) {
                    if of > 0.0 {
                        sum[0] += 1.0;
                        sum[1] += 100.0 * got as f64 / of;
                    }
                }
            }
            for (quantity, [people, rates]) in [Quantity::Signaled, Quantity::NotSignaled].into_iter().zip(sums) {
                if people > 0.0 {
                    self.market.insert((quantity, Some(number), None), rates / people);
                }
            }
        }
    }

    fn couples(&mut self, country: &Country, season: &Season) {
        let mut counts = [0.0; 3];
        for members in &season.drawn.couples {
            let matched = members.iter().filter(|member| season.is_matched(country, **member as usize)).count();
            counts[matched] += 1.0;
        }
        let all: f64 = counts.iter().sum();
        let names = [Quantity::CouplesNeither, Quantity::CouplesOne, Quantity::CouplesBoth];
        for (quantity, count) in names.into_iter().zip(counts).filter(|_| all > 0.0) {
            self.market.insert((quantity, None, None), 100.0 * count / all);
        }
    }

    /// By interviews, and in one specialty by the order of strength, which means nothing across specialties.
    fn strength(&mut self, country: &Country, season: &Season, fates: &[Fate]) {
        let strength = |person: usize| season.drawn.people[person].choices()[0].strength;
        let mut order: Vec<usize> = (0..fates.len()).collect();
        order.sort_by(|one, other| strength(*other).total_cmp(&strength(*one)));
        let share = |people: &[usize]| {
            100.0 * people.iter().filter(|person| fates[**person].is_matched).count() as f64 / people.len() as f64
        };
        let top = &order[..order.len().div_ceil(100)];
        let at_twelve: Vec<usize> = order.iter().copied().filter(|person| fates[*person].interviews >= 12).collect();
        let places: Vec<f64> = (1_u32..)
            .zip(&order)
            .filter(|(_, person)| fates[**person].is_matched)
            .map(|(place, _)| f64::from(place))
            .collect();
        let numbers = [
            (Quantity::TopPercent, share(top)),
            (Quantity::AtTwelve, share(&at_twelve)),
            (Quantity::RankOfMatched, places.iter().sum::<f64>() / places.len() as f64),
        ];
        let means_something = |quantity: Quantity| !country.has_model || quantity == Quantity::AtTwelve;
        for (quantity, value) in numbers.into_iter().filter(|(of, value)| means_something(*of) && value.is_finite()) {
            self.market.insert((quantity, None, None), value);
        }
    }
}

/// The sums of everybody, by type, by preferred track, and by both.
fn by_group(
    country: &Country,
    season: &Season,
    of: impl Fn(usize) -> (Fate, Thirds),
    is_model: bool,
) -> BTreeMap<Id, f64> {
    let types = ApplicantType::ALL.len();
    let mut all = Sum::default();
    let mut of_type = vec![Sum::default(); types];
    let mut of_track = vec![Sum::default(); country.tracks.len()];
    let mut of_both = vec![Sum::default(); types * country.tracks.len()];
    for (number, person) in season.drawn.people.iter().enumerate() {
        let (fate, thirds) = of(number);
        let (kind, track) = (type_index(person.kind), usize::from(person.choices()[0].track));
        for sum in
            [&mut all, &mut of_type[kind], &mut of_track[track], &mut of_both[kind * country.tracks.len() + track]]
        {
            sum.add(fate, &thirds);
        }
    }
    let mut out = BTreeMap::new();
    all.put(&mut out, None, None, is_model);
    for (kind, sum) in ApplicantType::ALL.into_iter().zip(&mut of_type) {
        sum.put(&mut out, None, Some(kind), is_model);
    }
    for (track, sum) in (0_u16..).zip(&mut of_track) {
        sum.put(&mut out, Some(track), None, is_model);
    }
    for (place, sum) in of_both.iter_mut().enumerate() {
        let (kind, track) = (place / country.tracks.len(), place % country.tracks.len());
        sum.put(&mut out, u16::try_from(track).ok(), Some(ApplicantType::ALL[kind]), is_model);
    }
    out
}

fn fate(country: &Country, season: &Season, person: usize) -> Fate {
    let (first, list) = (season.first[person], &season.calendars[person].primary);
    let is_matched = season.is_matched(country, person);
    let track = |program: u32| country.programs[program as usize].track;
    Fate {
        is_matched,
        is_preferred: first != NOWHERE && track(first) == season.drawn.people[person].choices()[0].track,
        is_partial: first != NOWHERE && !is_matched,
        is_placed: season.in_soap[person],
        rank: list.iter().position(|one| one.program == first).map_or(0, |place| place + 1),
        interviews: list.len(),
    }
}

/// What a person would come to under the one-applicant model: each program of the list takes them with the chance of the model,
/// less for those in demand, and the first that does is their place.
fn model_fate(country: &Country, season: &Season, person: usize, key: Key) -> (Fate, Thirds) {
    let (who, model) = (&season.drawn.people[person], &season.model[person]);
    let gradient = country.shared.demand_gradient;
    let mut fate = Fate { interviews: model.interviews.iter().sum::<u32>() as usize, ..Fate::default() };
    let chance = |place: usize| {
        let of_first = model.interviews[0] as usize;
        let (choice, number) = if place < of_first { (0, place) } else { (1, place - of_first) };
        let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
        Place { number, of: model.interviews[choice] }.acceptance(model.taken[choice], gradient)
    };
    for place in 0..fate.interviews {
        if uniform_of_word(coin(country, who, key, place)) < chance(place) {
            fate.rank = place + 1;
            fate.is_matched = true;
            fate.is_preferred = place < model.interviews[0] as usize;
            break;
        }
    }
    (fate, thirds(fate.interviews, chance))
}

/// The word that decides whether the program at a place of the list takes a person, under the one-applicant model.
fn coin(country: &Country, person: &Person, key: Key, place: usize) -> u32 {
    let entity = country.groups[person.group as usize].entity;
    let index = (1 << 16) | u32::try_from(place).unwrap_or(0);
    words(key, person.trial, entity, Purpose::MarketPerson, index)[0]
}

/// Programs of each third of a list, and the chances that they would take the person.
fn thirds(length: usize, chance: impl Fn(usize) -> f64) -> Thirds {
    let mut thirds = Thirds::default();
    for place in 0..length {
        let third = &mut thirds[3 * place / length];
        third[0] += 1.0;
        third[1] += chance(place);
    }
    thirds
}

/// Whether each program on the primary list of a person would take them, as the match came out: it has a position left, or
/// takes somebody whom it ranks lower, or them.
pub fn would_take(country: &Country, season: &Season) -> Vec<Vec<bool>> {
    let mut would: Vec<Vec<bool>> =
        season.calendars.iter().map(|calendar| vec![false; calendar.primary.len()]).collect();
    let mut person_of = vec![0; season.submitted.instance.people().len()];
    for (person, number) in season.submitted.number_of.iter().enumerate().filter(|(_, number)| **number != NOWHERE) {
        person_of[*number as usize] = person;
    }
    for (program, (of, filled)) in (0_u32..).zip(country.programs.iter().zip(&season.filled)) {
        let ranking = season.submitted.instance.ranking(program);
        let has = |number: &u32| {
            let person = person_of[*number as usize];
            season.first[person] == program || season.second[person] == program
        };
        let last =
            if *filled < of.quota { ranking.len() } else { ranking.iter().rposition(has).map_or(0, |place| place + 1) };
        for number in &ranking[..last] {
            let person = person_of[*number as usize];
            if let Some(place) = season.calendars[person].primary.iter().position(|one| one.program == program) {
                would[person][place] = true;
            }
        }
    }
    would
}
