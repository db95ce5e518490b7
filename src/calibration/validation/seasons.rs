//! The seasons of one cell of the population under one draw of the parameters.
//!
//! Given the latents programs decide independently, so counts of interviews and
//! chances of a match are exact; people and latents are integrated by scrambled
//! Sobol points. The crowding of a track is one draw a season, common to all.

use rand_distr::{Distribution, StandardNormal};

use super::counts::count_distribution;
use super::population::{Cell, somebody, typical_line, within};
use crate::engine::uncertainty::{DrawMode, Sampler};
use crate::model::Parameters;
use crate::model::acceptance::{acceptance_probability, ln_refused, refused_by_first};
use crate::model::invitation::InvitationLaw;
use crate::model::logistic::GAUSS_HERMITE_5;
use crate::model::season::Standing;
use crate::model::strength::{Covariates, correlated_delta, residual_strength};
use crate::random::address::{Purpose, entity, parameter_stream, words};
use crate::random::philox::Key;
use crate::random::sobol::Scrambling;

/// Points of people and latents for each cell and draw.
pub const POINTS: u32 = 32;

/// Coordinates of a point: `θ`, `ω`, `δ` of both tracks, four covariates, the number of applications.
const DIMENSIONS: usize = 9;

/// Shares of people below this are left out where counts of two tracks meet.
const NEGLIGIBLE: f64 = 1e-9;

/// What the seasons of a cell come to, as means over everybody who applied.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// Chance of 0, 1, 2, … interviews in the preferred track.
    pub interviews: Vec<f64>,
    /// Chance of 0, 1, 2, … interviews in the second track, if they apply there.
    pub interviews_second: Vec<f64>,
    /// As `interviews`, together with a match in the preferred track.
    pub interviews_matched: Vec<f64>,
    /// At least one interview in the preferred track: these are the active applicants who prefer it.
    pub active: f64,
    /// Matched in the preferred track.
    pub matched: f64,
    /// Active and matched, of those who rank no other specialty.
    pub only_choice: [f64; 2],
    /// Active, not matched in the preferred track, and matched in the second if they apply there.
    pub matched_second: f64,
    /// Match in the preferred track at rank 1, 2, 3, …
    pub ranks: Vec<f64>,
    /// Match in the second track at rank 1, 2, 3, …, if they apply there.
    pub ranks_second: Vec<f64>,
    /// List length summed over the matched and over the not matched, preferred track alone.
    pub length: [f64; 2],
    /// The same for those who apply to the second track too.
    pub length_both: [f64; 2],
}

/// What does not change between the people of a cell.
struct Season<'a> {
    cell: &'a Cell,
    parameters: Parameters,
    laws: [InvitationLaw; 2],
    crowding: [f64; 2],
}

/// The seasons of a cell under draw `number` of the parameters.
pub struct Seasons<'a> {
    cell: &'a Cell,
    sampler: Sampler<'a>,
    key: Key,
}

impl<'a> Seasons<'a> {
    /// The seasons of `cell`.
    #[must_use]
    pub fn new(cell: &'a Cell, seed: u64) -> Self {
        let sampler = Sampler::new(&cell.prior, &cell.applicant, DrawMode::Posterior, seed);
        Self { cell, sampler, key: Key::new(seed) }
    }

    /// What they come to under draw `number` of the parameters.
    #[must_use]
    pub fn sums(&self, number: u64) -> Sums {
        let (parameters, _) = self.sampler.draw(number);
        let spread = parameters.shared.season_spread;
        let crowding = [0, 1].map(|track: usize| {
            let name = format!("{}/season", self.cell.prior.tracks[track].id);
            let normal: f64 = StandardNormal.sample(&mut parameter_stream(self.key, number, &name));
            spread * normal
        });
        let tracks = &self.cell.prior.tracks;
        let laws =
            [0, 1].map(|track: usize| InvitationLaw::new(&typical_line(track, &tracks[track]), 0.0, &parameters));
        let season = Season { cell: self.cell, parameters, laws, crowding };
        season.sums(self.scrambling(number))
    }

    /// Points of people and latents, other ones for every cell and draw.
    fn scrambling(&self, number: u64) -> Scrambling {
        let cell = self.cell;
        let name = format!("{}/{}/{}", cell.kind.key(), cell.track, cell.needs_visa);
        let seed = words(self.key, number, entity(&name), Purpose::Scrambling, 0)[0];
        Scrambling::within_limits(POINTS, DIMENSIONS, seed)
    }
}

impl Season<'_> {
    fn sums(&self, points: Scrambling) -> Sums {
        let mut sums = Sums::default();
        let mut normals = Vec::new();
        for index in 0..points.len() {
            points.normals(index, &mut normals);
            self.add_person(&normals, 1.0 / f64::from(points.len()), &mut sums);
        }
        sums
    }

    fn add_person(&self, normals: &[f64], weight: f64, sums: &mut Sums) {
        let pool = &self.cell.prior.tracks[0].pool;
        let score = self.cell.scores.map_or(normals[4], |scores| within(normals[4], scores, pool.step2_ck));
        let person = somebody(self.cell.kind, pool, [score, normals[5], normals[6], normals[7]]);
        let shared = &self.parameters.shared;
        let luck = shared.interview_luck_spread * normals[1];
        let second_delta = match self.cell.prior.radiology_pair {
            Some(_) => correlated_delta(shared.radiology_correlation, normals[2], normals[3]),
            None => normals[3],
        };
        let [first, second] = [(0, normals[2]), (1, second_delta)].map(|(track, delta)| {
            let programs = self.cell.applications(track, normals[8]) as usize;
            self.in_track(track, programs, &person, [normals[0], delta], luck)
        });
        // Seniors who expect to need a second specialty apply to one, before any interview: a single choice is made as
        // often as two seasons of a person this strong would both end in a match. IMGs who matched ranked as many
        // specialties as those who did not, so theirs says nothing of their chances.
        let single_choice = if self.cell.kind.is_img() { 1.0 } else { first.expected_match * first.expected_match };
        add_preferred(&first, single_choice, weight, sums);
        add_second(&first, &second, self.cell.limit, weight, sums);
        add_second_interviews(&first, &second, self.cell.limit, weight, sums);
    }

    /// Interviews and chance of being taken of one person who applies to so many programs of one track.
    fn in_track(
        &self,
        track: usize,
        programs: usize,
        person: &Covariates,
        [theta, delta]: [f64; 2],
        luck: f64,
    ) -> InTrack {
        let parameters = &self.parameters.tracks[track];
        let standing = Standing::new(person, self.cell.applicant.record(track), parameters, &self.parameters.effects);
        let z = residual_strength(self.parameters.shared.strength_correlation, theta, delta);
        let strength = standing.strength(z);
        let law = &self.laws[track];
        let shift = strength + self.crowding[track];
        let chances = law.offsets.iter().take(programs).map(|offset| law.probability(*offset, shift));
        let interviews = count_distribution(chances, self.cell.limit);
        let spread = self.parameters.shared.interview_luck_spread;
        let refused_at = |luck: f64| {
            let refused = 1.0 - acceptance_probability(parameters, strength, spread * luck);
            interviews.iter().rev().fold(0.0, |sum, share| sum * refused + share)
        };
        let refused: f64 = GAUSS_HERMITE_5.into_iter().map(|(luck, weight)| weight * refused_at(luck)).sum();
        let ln_refused = ln_refused(acceptance_probability(parameters, strength, luck));
        let gradient = self.parameters.shared.demand_gradient;
        let refused_of = |count: usize| refused_by_first(ln_refused, gradient, count).collect();
        InTrack { refused: (0..interviews.len()).map(refused_of).collect(), interviews, expected_match: 1.0 - refused }
    }
}

/// One person in one track.
struct InTrack {
    /// Chance of 0, 1, 2, … interviews.
    interviews: Vec<f64>,
    /// By number of interviews: the chance that the first 0, 1, 2, … of the programs all refuse the person.
    refused: Vec<Vec<f64>>,
    /// Chance of a match for a person this strong, before anything of the season is known.
    expected_match: f64,
}

impl InTrack {
    /// Chance that all of so many programs refuse the person.
    fn refused(&self, interviews: usize) -> f64 {
        self.refused[interviews][interviews]
    }

    /// Chances that the first, the second, … of so many programs takes the person.
    fn landed(&self, interviews: usize) -> impl Iterator<Item = f64> {
        self.refused[interviews].windows(2).map(|pair| pair[0] - pair[1])
    }
}

fn add(sums: &mut Vec<f64>, place: usize, amount: f64) {
    if sums.len() <= place {
        sums.resize(place + 1, 0.0);
    }
    sums[place] += amount;
}

fn add_preferred(first: &InTrack, single_choice: f64, weight: f64, sums: &mut Sums) {
    for (count, share) in first.interviews.iter().enumerate() {
        let share = weight * share;
        let matched = share * (1.0 - first.refused(count));
        add(&mut sums.interviews, count, share);
        add(&mut sums.interviews_matched, count, matched);
        for (place, landed) in first.landed(count).enumerate() {
            add(&mut sums.ranks, place, share * landed);
        }
        if count > 0 {
            sums.active += share;
            sums.matched += matched;
            sums.length[0] += count as f64 * matched;
            sums.length[1] += count as f64 * (share - matched);
            let alone = share * single_choice;
            sums.only_choice[0] += alone;
            sums.only_choice[1] += alone * (1.0 - first.refused(count));
        }
    }
}

/// Adds the interviews in the second track, which fill what the preferred one leaves of the calendar.
fn add_second_interviews(first: &InTrack, second: &InTrack, limit: usize, weight: f64, sums: &mut Sums) {
    for (count, share) in first.interviews.iter().enumerate().filter(|(_, share)| **share > NEGLIGIBLE) {
        for (more, chance) in second.interviews.iter().enumerate() {
            add(&mut sums.interviews_second, more.min(limit - count), weight * share * chance);
        }
    }
}

/// Adds what the second track changes for those who are active in the preferred one.
fn add_second(first: &InTrack, second: &InTrack, limit: usize, weight: f64, sums: &mut Sums) {
    for (count, share) in first.interviews.iter().enumerate().skip(1) {
        let share = weight * share;
        if share < NEGLIGIBLE * weight {
            continue;
        }
        let left = limit - count;
        let reaching = share * first.refused(count);
        for (more, chance) in second.interviews.iter().enumerate() {
            let more = more.min(left);
            let none = reaching * chance * second.refused(more);
            sums.matched_second += reaching * chance - none;
            sums.length_both[0] += (count + more) as f64 * (share * chance - none);
            sums.length_both[1] += (count + more) as f64 * none;
        }
        for (more, chance) in second.interviews.iter().enumerate() {
            for (place, landed) in second.landed(more.min(left)).enumerate() {
                add(&mut sums.ranks_second, count + place, reaching * chance * landed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::validation::population::cells;
    use crate::model::logistic::logistic;
    use crate::model::prior::PriorShape;
    use crate::model::{ApplicantType, Assumption, FittedLaw, Point, SignalCounts, Spread};
    use crate::reference::{Reference, TargetRow};

    const EXACTLY_ZERO: Spread = Spread { mean: 0.0, sd: 0.0 };

    /// Seniors who prefer one track, all alike, at programs all alike.
    fn toy(limit: usize) -> Cell {
        let mut cell = cells(&Reference::embedded().unwrap()).unwrap().swap_remove(0);
        for (track, (a, kappa, programs)) in cell.prior.tracks.iter_mut().zip([(-1.0, -0.5, 6), (-2.0, 0.3, 4)]) {
            track.fitted = FittedLaw::exact(Point { a, ln_sigma: -30.0, kappa, lambda: 0.0, step2: 0.0 });
            track.mean_applications = programs;
            track.pool_programs = programs;
            track.usual_signals = SignalCounts::default();
        }
        let fixed = Assumption { value: 0.0, prior: PriorShape::Fixed };
        let assumptions = &mut cell.prior.assumptions;
        assumptions.season_spread = fixed;
        assumptions.openness_weight = fixed;
        assumptions.interview_luck_spread = fixed;
        assumptions.pool_shift_spread = fixed;
        assumptions.known_fit = fixed;
        assumptions.demand_gradient = fixed;
        let effects = &mut cell.prior.effects;
        for effect in [
            &mut effects.years_since_graduation,
            &mut effects.us_clinical_month,
            &mut effects.ln_publications,
            &mut effects.letters_none,
            &mut effects.letters_one,
        ] {
            *effect = EXACTLY_ZERO;
        }
        cell.applications_spread = 0.0;
        cell.limit = limit;
        cell
    }

    #[test]
    fn where_all_are_alike_the_seasons_are_binomial() {
        let cell = toy(20);
        let sums = Seasons::new(&cell, 5).sums(3);
        let (p, q) = (logistic(-1.0), logistic(-0.5));
        let (p2, q2) = (logistic(-2.0), logistic(0.3));
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9;
        let matched = 1.0 - (1.0 - p * q).powi(6);
        assert!(close(sums.active, 1.0 - (1.0 - p).powi(6)), "{}", sums.active);
        assert!(close(sums.matched, matched), "{}", sums.matched);
        let [alone, alone_matched] = sums.only_choice;
        // All being alike before the season, nobody has a reason of their own.
        let single = if cell.kind.is_img() { 1.0 } else { matched * matched };
        assert!(close(alone, sums.active * single) && close(alone_matched, matched * single));
        let refused_by_all = (1.0 - p * q).powi(6) - (1.0 - p).powi(6);
        assert!(close(sums.matched_second, refused_by_all * (1.0 - (1.0 - p2 * q2).powi(4))));
        assert!(close(sums.interviews[2], 15.0 * p * p * (1.0 - p).powi(4)));
        let refused_twice = sums.interviews[2] - sums.interviews_matched[2];
        assert!(close(refused_twice, sums.interviews[2] * (1.0 - q) * (1.0 - q)));
        assert!(close(sums.length[0] + sums.length[1], 6.0 * p), "every interview stands on some list");
        let active = sums.active;
        assert!(close(sums.length_both[0] + sums.length_both[1], 6.0 * p + active * 4.0 * p2));
        assert!(close(sums.interviews_second[1], 4.0 * p2 * (1.0 - p2).powi(3)));
        assert!(close(sums.interviews_second.iter().sum(), 1.0));
    }

    #[test]
    fn every_match_has_its_rank() {
        for limit in [2, 20] {
            let sums = Seasons::new(&toy(limit), 5).sums(3);
            assert!((sums.ranks.iter().sum::<f64>() - sums.matched).abs() < 1e-9, "limit {limit}");
            assert!((sums.ranks_second.iter().sum::<f64>() - sums.matched_second).abs() < 1e-9, "limit {limit}");
            assert!((sums.interviews.iter().sum::<f64>() - 1.0).abs() < 1e-9, "limit {limit}");
            assert!(sums.ranks.len().max(sums.ranks_second.len()) <= limit + 1);
        }
    }

    #[test]
    fn a_draw_is_the_same_whoever_asks_first() {
        let cell = toy(20);
        let seasons = Seasons::new(&cell, 5);
        let second = seasons.sums(2);
        assert_eq!(seasons.sums(1), Seasons::new(&cell, 5).sums(1));
        assert_eq!(second, Seasons::new(&cell, 5).sums(2));
    }

    #[test]
    fn seniors_match_as_often_as_their_parameters_say() {
        let reference = Reference::embedded().unwrap();
        let population = cells(&reference).unwrap();
        for cell in population.iter().filter(|cell| cell.kind == ApplicantType::UsMd) {
            let is_it = |row: &&TargetRow| row.track == cell.track && row.applicant_type == cell.kind;
            let target = reference.targets.iter().find(is_it).unwrap();
            let seasons = Seasons::new(cell, 1);
            let mean = (0..32).map(|number| seasons.sums(number).matched).sum::<f64>() / 32.0;
            // Numbers of interviews are limited here and seasons differ, which the parameters leave out.
            assert!((mean - target.match_rate).abs() < 0.025, "{}: {mean} {}", cell.track, target.match_rate);
        }
    }
}
