//! How hard a specialty was in the year of a figure: the level of its match rate as a random
//! walk over the years, given counts that are not scored (`docs/methods.md`, "How good it is").

use std::ops::RangeInclusive;

use crate::model::logistic::logit;
use crate::model::{ApplicantType, Spread};
use crate::reference::{ApplicantGroup, FigureQuantity, FigureRow, LevelMeasure, LevelRow, Reference};

/// Drift of match rates within one specialty in a year, the standard deviation of a random walk on the log-odds. They move
/// further than those of a whole type: estimated from rates of US MD seniors in 2024 and 2026, none of them
/// scored (`docs/methods.md`, "How good it is").
pub const YEARLY_SPECIALTY_DRIFT: f64 = 0.2;

/// Error of a row of those who ranked the track at all, beside chance, on the log-odds: their
/// share moves with how many rank the track as a backup too. Assumption, set before any score was seen.
const LISTED_ERROR: f64 = 0.15;

/// Standard deviation of what is not known of a level, or of the distance of the two measures, before any count.
const UNKNOWN: f64 = 10.0;

/// Where the match rate of the track stood in the year of `figure`, less where the parameters put it, on the log-odds;
/// none for figures that are not match rates of one type within one track, and without counts of other years.
#[must_use]
pub fn shift(figure: &FigureRow, reference: &Reference) -> Option<Spread> {
    let ApplicantGroup::Type(kind) = figure.applicants else { return None };
    let is_rate = matches!(figure.quantity, FigureQuantity::MatchRatePreferred | FigureQuantity::MatchAtRanks);
    let track = figure.track.as_deref().filter(|_| is_rate)?;
    let counts = counts(track, kind, reference);
    let target = reference.targets.iter().find(|row| row.track == track && row.applicant_type == kind)?;
    let half = figure.pooled_years.map_or(0, |pooled| u16::try_from(pooled / 2).unwrap_or(0));
    let years = figure.year - half..=figure.year + half;
    let first = counts.iter().map(|count| count.year).min()?.min(*years.start());
    let last = counts.iter().map(|count| count.year).max()?.max(*years.end());
    let mut walk = Walk::new(first..=last);
    for count in &counts {
        walk.learn(count);
    }
    let level = walk.mean_of(years);
    Some(Spread { mean: level.mean - logit(target.match_rate), ..level })
}

/// One count of a track and type.
#[derive(Clone, Copy)]
struct Count {
    year: u16,
    measure: LevelMeasure,
    matched: u32,
    applicants: u32,
}

/// The counts of `levels.csv` and, where there are any, those that were fitted.
fn counts(track: &str, kind: ApplicantType, reference: &Reference) -> Vec<Count> {
    let is_it = |row: &&LevelRow| row.track == track && row.applicant_type == kind;
    let of_row = |row: &LevelRow| Count {
        year: row.year,
        measure: row.measure,
        matched: row.matched,
        applicants: row.applicants,
    };
    let mut counts: Vec<Count> = reference.levels.iter().filter(is_it).map(of_row).collect();
    if !counts.is_empty() {
        let fitted = reference.match_counts.iter().filter(|row| row.track == track && row.applicant_type == kind);
        counts.extend(fitted.map(|row| Count {
            year: row.year,
            measure: LevelMeasure::Preferred,
            matched: row.matched,
            applicants: row.matched + row.not_matched,
        }));
    }
    counts
}

/// What is known of the levels of a run of years, and last of how far the two measures are apart: a normal
/// distribution, updated by one count after the other.
struct Walk {
    first: u16,
    mean: Vec<f64>,
    covariance: Vec<Vec<f64>>,
}

impl Walk {
    fn new(years: RangeInclusive<u16>) -> Self {
        let size = years.len() + 1;
        let step = YEARLY_SPECIALTY_DRIFT * YEARLY_SPECIALTY_DRIFT;
        let covariance = |a: usize, b: usize| match (a + 1 == size, b + 1 == size) {
            (true, true) => UNKNOWN * UNKNOWN,
            (false, false) => UNKNOWN * UNKNOWN + step * a.min(b) as f64,
            _ => 0.0,
        };
        let rows = (0..size).map(|a| (0..size).map(|b| covariance(a, b)).collect());
        Self { first: *years.start(), mean: vec![0.0; size], covariance: rows.collect() }
    }

    fn place(&self, year: u16) -> usize {
        usize::from(year - self.first)
    }

    /// Covariances of all levels with what a count is of.
    fn with(&self, count: &Count) -> Vec<f64> {
        let (place, apart) = (self.place(count.year), self.mean.len() - 1);
        let listed = f64::from(u8::from(count.measure == LevelMeasure::Listed));
        self.covariance.iter().map(|row| row[place] + listed * row[apart]).collect()
    }

    /// Updates everything by one count (Kalman 1960).
    fn learn(&mut self, count: &Count) {
        let (place, apart) = (self.place(count.year), self.mean.len() - 1);
        let [matched, not] = [count.matched, count.applicants - count.matched].map(|people| f64::from(people) + 0.5);
        let is_listed = count.measure == LevelMeasure::Listed;
        let error = if is_listed { LISTED_ERROR } else { 0.0 };
        let with = self.with(count);
        let (of_offset, offset) = if is_listed { (with[apart], self.mean[apart]) } else { (0.0, 0.0) };
        let variance = with[place] + of_offset + error * error + matched.recip() + not.recip();
        let surprise = libm::log(matched / not) - self.mean[place] - offset;
        for (i, row) in self.covariance.iter_mut().enumerate() {
            self.mean[i] += with[i] / variance * surprise;
            for (entry, other) in row.iter_mut().zip(&with) {
                *entry -= with[i] * other / variance;
            }
        }
    }

    /// The mean of the levels of some years.
    fn mean_of(&self, years: RangeInclusive<u16>) -> Spread {
        let count = years.len() as f64;
        let places = || years.clone().map(|year| self.place(year));
        let mean = places().map(|place| self.mean[place]).sum::<f64>() / count;
        let of = |a: usize| places().map(|b| self.covariance[a][b]).sum::<f64>();
        let variance = places().map(of).sum::<f64>() / (count * count);
        Spread { mean, sd: variance.max(0.0).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(year: u16, measure: LevelMeasure, matched: u32, applicants: u32) -> Count {
        Count { year, measure, matched, applicants }
    }

    #[test]
    fn one_count_fixes_its_year_and_drift_does_the_rest() {
        let mut walk = Walk::new(2015..=2024);
        walk.learn(&count(2024, LevelMeasure::Preferred, 8_000_000, 10_000_000));
        let [now, then] = [2024, 2015].map(|year| walk.mean_of(year..=year));
        assert!((now.mean - logit(0.8)).abs() < 1e-4 && now.sd < 2e-3, "{now:?}");
        assert!((then.mean - logit(0.8)).abs() < 0.05, "{then:?}");
        assert!((then.sd - YEARLY_SPECIALTY_DRIFT * 3.0).abs() < 0.01, "nine years of drift: {then:?}");
    }

    /// The distance of the measures is learned where both are known, and carries over to years with one.
    #[test]
    fn a_year_known_by_its_listings_stands_as_far_away_as_they_do() {
        let mut walk = Walk::new(2020..=2024);
        walk.learn(&count(2024, LevelMeasure::Preferred, 900_000, 1_000_000));
        walk.learn(&count(2024, LevelMeasure::Listed, 700_000, 1_000_000));
        walk.learn(&count(2020, LevelMeasure::Listed, 800_000, 1_000_000));
        let then = walk.mean_of(2020..=2020);
        let moved = logit(0.8) - logit(0.7);
        // Drift of 4 years has variance 0.16, and two listings err by 0.15 each.
        let expected = logit(0.9) + moved * 0.16 / (0.16 + 2.0 * 0.0225);
        assert!((then.mean - expected).abs() < 0.02, "{then:?} {expected}");
        let sd = (0.16_f64.recip() + 0.045_f64.recip()).recip().sqrt();
        assert!((then.sd - sd).abs() < 0.01, "{then:?} {sd}");
    }

    #[test]
    fn order_of_the_counts_does_not_matter() {
        let counts = [
            count(2020, LevelMeasure::Listed, 30, 60),
            count(2024, LevelMeasure::Preferred, 50, 60),
            count(2024, LevelMeasure::Listed, 40, 70),
        ];
        let level = |counts: &mut dyn Iterator<Item = &Count>| {
            let mut walk = Walk::new(2018..=2026);
            counts.for_each(|count| walk.learn(count));
            walk.mean_of(2020..=2022)
        };
        let (a, b) = (level(&mut counts.iter()), level(&mut counts.iter().rev()));
        assert!((a.mean - b.mean).abs() < 1e-9 && (a.sd - b.sd).abs() < 1e-9, "{a:?} {b:?}");
    }
}
