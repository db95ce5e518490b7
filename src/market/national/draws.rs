//! Who is there in one market: its people and its programs, drawn at addresses that no policy moves.

use super::country::{Country, Program, Rules};
use crate::model::ApplicantType;
use crate::model::strength::{correlated_delta, residual_strength};
use crate::random::address::{Purpose, entity, program_word, words};
use crate::random::philox::Key;
use crate::random::table::NormalTable;
use crate::random::uniform_of_word;
use crate::reference::PositionKind;

/// Most tracks that one person applies to: two, and two that hold a PGY-1.
pub const MOST_CHOICES: usize = 4;

/// Which calendar an interview stands in, and which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The primary list.
    Primary,
    /// The supplemental lists of advanced programs.
    Pgy1,
}

/// A track that a person applies to.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The track.
    pub track: u16,
    /// What for.
    pub role: Role,
    /// Strength there: `b·x + σ_res·z`.
    pub strength: f64,
}

/// An applicant.
#[derive(Clone, Debug)]
pub struct Person {
    /// Type.
    pub kind: ApplicantType,
    /// Group, as an index.
    pub group: u32,
    /// Market and number, where their draws stand.
    pub trial: u64,
    /// Whether they need a visa.
    pub needs_visa: bool,
    /// How the interviews of the season go, `σ_ω·ω`.
    pub luck: f64,
    /// Tracks in the order of preference.
    choices: [Choice; MOST_CHOICES],
    /// How many of them.
    chosen: u8,
}

impl Person {
    /// The tracks in the order of preference.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices[..usize::from(self.chosen)]
    }

    /// The place of a track among the choices.
    #[must_use]
    pub fn choice_of(&self, track: u16) -> usize {
        self.choices().iter().position(|choice| choice.track == track).unwrap_or(0)
    }
}

/// A program as drawn.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// How much people want it, as far as they agree.
    pub demand: f64,
    /// Openness to MDs, to DOs and to IMGs.
    pub openness: [f64; 3],
    /// Whether it sponsors a visa.
    pub sponsors: bool,
    /// Its state.
    pub state: u16,
}

/// The people and programs of one market.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// People, group by group.
    pub people: Vec<Person>,
    /// Programs, in the order of the country.
    pub places: Vec<Place>,
    /// Couples, as pairs of people.
    pub couples: Vec<[u32; 2]>,
}

/// Which openness of a program is meant.
#[must_use]
pub fn openness_index(kind: ApplicantType) -> usize {
    if kind.is_img() { 2 } else { usize::from(kind.is_us_do()) }
}

/// Indices of the draws of a person.
mod at {
    /// `θ`, `ω`, Step 2 CK, visa.
    pub const PERSON: u32 = 0;
    /// Second track, couple.
    pub const PLANS: u32 = 1;
    /// `δ` of the first track of the tables.
    pub const DELTA: u32 = 16;
}

impl Drawn {
    /// Draws market `number`.
    #[must_use]
    pub fn new(country: &Country, rules: &Rules, key: Key, number: u64) -> Self {
        let mut people = Vec::new();
        let mut by_couple = Vec::new();
        for (group, &count) in (0_u32..).zip(&rules.people) {
            for serial in 0..count {
                let (person, couple) = person(country, key, (number << 32) | u64::from(serial), group);
                if person.kind.is_us_senior() {
                    by_couple.push((couple, u32::try_from(people.len()).unwrap_or(u32::MAX)));
                }
                people.push(person);
            }
        }
        by_couple.sort_unstable();
        let members: Vec<u32> = by_couple.into_iter().map(|(_, person)| person).collect();
        let couples = members.chunks_exact(2).take(country.couples as usize).map(|pair| [pair[0], pair[1]]).collect();
        Self { people, places: places(country, key, number), couples }
    }
}

fn person(country: &Country, key: Key, trial: u64, number: u32) -> (Person, u32) {
    let group = &country.groups[number as usize];
    let normal = NormalTable::get();
    let draw = |index| words(key, trial, group.entity, Purpose::MarketPerson, index);
    let ([theta, omega, score, visa], [second, couple, _, _]) = (draw(at::PERSON), draw(at::PLANS));
    let home = country.law(group.kind, group.track);
    let step2 = home.map_or(0.0, |law| law.step2_mean + law.step2_sd * normal.normal(score));
    let mut tracks = vec![(group.track, Role::Primary)];
    if let Some((_, track)) = group.second.filter(|(share, _)| uniform_of_word(second) < *share) {
        tracks.push((track, Role::Primary));
    }
    let needs_pgy1 = tracks.iter().any(|(track, _)| country.tracks[usize::from(*track)].has_advanced);
    let pgy1 = country.pgy1_tracks.iter().filter(|_| needs_pgy1);
    tracks.extend(pgy1.map(|track| (*track, Role::Pgy1)));
    tracks.truncate(MOST_CHOICES);
    let own = |track: u16| normal.normal(draw(at::DELTA + u32::from(track))[0]);
    let delta = |track: u16| match country.radiology {
        Some([ir, dr]) if track == dr && tracks.iter().any(|(other, _)| *other == ir) => {
            correlated_delta(country.shared.radiology_correlation, own(ir), own(dr))
        }
        _ => own(track),
    };
    let theta = normal.normal(theta);
    let strength = |track: u16| {
        let Some(law) = country.law(group.kind, track) else { return f64::NEG_INFINITY };
        let z = residual_strength(country.shared.strength_correlation, theta, delta(track));
        law.point.step2 * (step2 - law.step2_mean) / 10.0 + law.residual * z
    };
    let mut choices = [Choice { track: 0, role: Role::Primary, strength: 0.0 }; MOST_CHOICES];
    for (choice, &(track, role)) in choices.iter_mut().zip(&tracks) {
        *choice = Choice { track, role, strength: strength(track) };
    }
    let person = Person {
        kind: group.kind,
        group: number,
        trial,
        needs_visa: uniform_of_word(visa) < group.visa_need,
        luck: country.shared.interview_luck_spread * normal.normal(omega),
        choices,
        chosen: u8::try_from(tracks.len()).unwrap_or(0),
    };
    (person, couple)
}

fn places(country: &Country, key: Key, number: u64) -> Vec<Place> {
    let normal = NormalTable::get();
    let place = |program: &Program| {
        let track = &country.tracks[usize::from(program.track)];
        let entity = entity(&track.key);
        let trial = (number << 32) | u64::from(program.number);
        let [demand, md, doctor, img] = words(key, trial, entity, Purpose::MarketProgram, 0);
        let state = uniform_of_word(program_word(key, trial, entity, Purpose::MarketProgram, 1));
        let visa = uniform_of_word(program_word(key, trial, entity, Purpose::MarketProgram, 2));
        Place {
            demand: normal.normal(demand),
            openness: [md, doctor, img].map(|word| normal.normal(word)),
            sponsors: visa < track.sponsor_share,
            state: track.states.iter().find(|(share, _)| state < *share).map_or(0, |(_, state)| *state),
        }
    };
    country.programs.iter().map(place).collect()
}

/// Whether a program is advanced.
#[must_use]
pub fn is_advanced(country: &Country, program: u32) -> bool {
    country.programs[program as usize].position == PositionKind::Advanced
}

/// The level of a type in the invitations of a track, against that of US MD seniors.
#[must_use]
pub fn level(country: &Country, kind: ApplicantType, track: u16) -> f64 {
    let a = |kind| country.law(kind, track).map_or(0.0, |law| law.point.a);
    a(kind) - a(ApplicantType::UsMd)
}
