//! The applicants whose seasons predict the published figures: by type, by
//! preferred track, and by need of a visa.

use crate::model::logistic::{GAUSS_HERMITE_5, logistic, logit};
use crate::model::strength::{CLINICAL_MONTHS_COUNTED, Covariates};
use crate::model::typical::{Habits, Rates, TypicalApplicant};
use crate::model::{
    Applicant, ApplicantType, FurtherRecord, Line, ParameterPrior, PoolMoments, PoolProfile, TrackPrior, Uncertain,
    Unstated, Visa,
};
use crate::random::{normal_quantile, normal_share};
use crate::reference::{PopulationRow, Reference, ReferenceError};

/// Most interviews a senior of a US school attends; assumption, near what
/// advisers recommend at most.
pub const SENIOR_LIMIT: usize = 20;

/// Most interviews counted for graduates of schools abroad: in effect no limit.
pub const IMG_LIMIT: usize = 60;

/// Growth of the number of programs that somebody ranks, a year on the logarithm: the mean of what three published pairs of
/// lengths say (`docs/methods.md`, "How good it is"). None of them is scored.
const YEARLY_LIST_GROWTH: f64 = 0.017;

/// Steps to the level at which people with all numbers of applications together match as often as they should. A test
/// holds what they come to against the rates of the parameters.
const LEVEL_STEPS: usize = 4;

/// Letters from the specialty: two or more from the preferred one, one from the second (assumption).
const LETTERS: [u32; 2] = [2, 1];

/// Applicants alike in type, preferred track and need of a visa.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Type.
    pub kind: ApplicantType,
    /// Preferred track.
    pub track: String,
    /// Second track.
    pub second_track: String,
    /// Whether they need a visa.
    pub needs_visa: bool,
    /// Active applicants who prefer the track.
    pub applicants: f64,
    /// Share of them who also apply to the second track.
    pub second_share: f64,
    /// Lowest and highest Step 2 CK score, where only some of them are meant.
    pub scores: Option<[f64; 2]>,
    /// How far numbers of applications differ between them: standard deviation relative to the mean, log-normal.
    pub applications_spread: f64,
    /// Most interviews attended.
    pub limit: usize,
    /// What is known of the parameters of the preferred and of the second track.
    pub prior: ParameterPrior,
    /// Type, visa and letters; covariates are drawn from the pool.
    pub applicant: Applicant,
}

/// All applicants of the population.
///
/// # Errors
///
/// When a track of the population has no parameters.
pub fn cells(reference: &Reference) -> Result<Vec<Cell>, ReferenceError> {
    let mut cells = Vec::new();
    let spread = applications_spread(reference);
    for row in &reference.population {
        let tracks = [row.track.clone(), row.second_track.clone()];
        let prior = reference.prior(row.applicant_type, &tracks)?;
        let need = prior.tracks[0].visa_need_share;
        for (visa, share) in [(Visa::J1, need), (Visa::None, 1.0 - need)] {
            if share > 0.0 {
                let cell = cell(row, prior.clone(), visa, share);
                // The fit of seniors takes what numbers of applications explain from the spread of their interviews;
                // that of IMGs takes all for strength.
                let is_img = row.applicant_type.is_img();
                cells.push(if is_img { cell } else { cell.with_applications_spread(spread) });
            }
        }
    }
    Ok(cells)
}

/// How far numbers of applications differ between seniors, relative to their mean: over all surveys, the root of the
/// mean square.
fn applications_spread(reference: &Reference) -> f64 {
    let squares = reference.interview_counts.iter().map(|row| row.applications_relative_sd.powi(2));
    (squares.sum::<f64>() / reference.interview_counts.len().max(1) as f64).sqrt()
}

impl Cell {
    /// The same people where the match rate of the preferred track stands `shift` away on the log-odds, with as many invitations.
    #[must_use]
    pub fn at_level(&self, shift: f64) -> Self {
        self.with_match_rate(0, |rate| logistic(logit(rate) + shift))
    }

    /// The same people so many years before, when lists were shorter: invited less often, and matched as often.
    #[must_use]
    pub fn years_before(&self, years: f64) -> Self {
        let share = libm::exp(-YEARLY_LIST_GROWTH * years);
        self.matched_as_often(|cell| {
            for track in 0..cell.prior.tracks.len() {
                cell.set_rates(track, |rates| Rates { invitation: share * rates.invitation, ..rates });
            }
        })
    }

    /// The same people with numbers of applications that differ by so much, and matched as often.
    fn with_applications_spread(&self, applications_spread: f64) -> Self {
        self.matched_as_often(|cell| cell.applications_spread = applications_spread)
    }

    /// The same people after a change, with the match rates of both tracks as they were.
    fn matched_as_often(&self, change: impl Fn(&mut Self)) -> Self {
        let mut cell = self.clone();
        change(&mut cell);
        (0..self.prior.tracks.len()).fold(cell, |cell, track| {
            let rate = self.match_rate(track);
            cell.with_match_rate(track, |_| rate)
        })
    }

    /// The same people with another match rate of one track, and with as many invitations at the mean number of
    /// applications.
    fn with_match_rate(&self, track: usize, rate: impl Fn(f64) -> f64) -> Self {
        let wanted = logit(rate(self.match_rate(track)));
        let mut cell = self.clone();
        let mut at = wanted;
        for _ in 0..LEVEL_STEPS {
            cell.set_rates(track, |rates| Rates { matched: logistic(at), ..rates });
            at += wanted - logit(cell.match_rate(track));
        }
        cell
    }

    /// Moves the levels of one track until the typical applicant of the parameters has other rates.
    fn set_rates(&mut self, track: usize, change: impl Fn(Rates) -> Rates) {
        let prior = &self.prior.tracks[track];
        let (shared, effects) = (self.prior.assumptions.central(), self.prior.effects.central());
        let habits = Habits { shared: &shared, effects: &effects };
        let (typical, center) = (TypicalApplicant::new(prior), &prior.fitted.center);
        let point = typical.with_rates(change(typical.rates(center, habits)), center, habits);
        self.prior.tracks[track].fitted.center = point;
    }

    /// The match rate of one track over all numbers of applications.
    fn match_rate(&self, track: usize) -> f64 {
        let prior = &self.prior.tracks[track];
        let (shared, effects) = (self.prior.assumptions.central(), self.prior.effects.central());
        let rate = |normal: f64| {
            let applied = TrackPrior { mean_applications: self.applications(track, normal), ..prior.clone() };
            let habits = Habits { shared: &shared, effects: &effects };
            TypicalApplicant::new(&applied).rates(&prior.fitted.center, habits).matched
        };
        GAUSS_HERMITE_5.into_iter().map(|(normal, weight)| weight * rate(normal)).sum()
    }

    /// The number of applications to one of the two tracks, at a standard normal coordinate.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the number of programs")]
    pub fn applications(&self, track: usize, normal: f64) -> u32 {
        let TrackPrior { mean_applications, pool_programs, .. } = &self.prior.tracks[track];
        let mean = f64::from(*mean_applications);
        let number = log_normal(PoolMoments { mean, sd: self.applications_spread * mean }, normal);
        number.round().clamp(1.0, f64::from(*pool_programs)) as u32
    }

    /// Share of their matches to the preferred and to the second track that are to positions
    /// that begin with PGY-1; 1 for preliminary tracks.
    #[must_use]
    pub fn pgy1_shares(&self) -> [f64; 2] {
        [0, 1].map(|index| self.prior.tracks[index].kind.categorical_share().unwrap_or(1.0))
    }
}

fn cell(row: &PopulationRow, prior: ParameterPrior, visa: Visa, share: f64) -> Cell {
    let kind = row.applicant_type;
    Cell {
        kind,
        track: row.track.clone(),
        second_track: row.second_track.clone(),
        needs_visa: visa.is_needed(),
        applicants: share * f64::from(row.first_choice_applicants),
        second_share: row.second_share,
        scores: None,
        applications_spread: 0.0,
        limit: if kind.is_img() { IMG_LIMIT } else { SENIOR_LIMIT },
        applicant: applicant(kind, visa, &prior.tracks[0].pool),
        prior,
    }
}

fn applicant(kind: ApplicantType, visa: Visa, pool: &PoolProfile) -> Applicant {
    Applicant {
        kind,
        step2_ck: Uncertain::certain(pool.step2_ck.mean),
        exam_failures: 0,
        years_since_graduation: Uncertain::certain(pool.years_since_graduation.mean),
        us_clinical_months: Uncertain::certain(pool.us_clinical_months.mean),
        publications: Uncertain::certain(libm::expm1(pool.ln_publications.mean)),
        visa,
        letters: LETTERS.to_vec(),
        further: FurtherRecord::default(),
        failed: None,
        so_far: None,
        unstated: Unstated::default(),
        unstated_letters: Vec::new(),
    }
}

/// All programs of one of the two tracks in the order in which the published applicant applies to them.
#[must_use]
pub fn typical_line(index: usize, track: &TrackPrior) -> Line {
    let line = Line::typical(index, track.pool_programs);
    Line { preference: if index == 0 { 1 } else { 2 }, ..line.with_signals(track.usual_signals) }
}

/// Somebody of the pool: covariates with its means and spreads, at four
/// standard normal coordinates.
///
/// Years since graduation are log-normal, since they cannot be negative.
#[must_use]
pub fn somebody(kind: ApplicantType, pool: &PoolProfile, normals: [f64; 4]) -> Covariates {
    let [score, years, months, publications] = normals;
    let at = |moments: PoolMoments, normal: f64| moments.mean + moments.sd * normal;
    Covariates {
        kind,
        step2_ck: at(pool.step2_ck, score),
        exam_failures: 0,
        years_since_graduation: log_normal(pool.years_since_graduation, years),
        us_clinical_months: at(pool.us_clinical_months, months).clamp(0.0, CLINICAL_MONTHS_COUNTED),
        observership_months: 0.0,
        is_comlex_only: false,
        publications: libm::expm1(at(pool.ln_publications, publications).max(0.0)),
        unstated: Unstated::default(),
    }
}

/// The standard normal coordinate moved into the range that these values have under `moments`: the normal
/// distribution cut off on both sides.
#[must_use]
pub fn within(normal: f64, [low, high]: [f64; 2], moments: PoolMoments) -> f64 {
    let [low, high] = [low, high].map(|value| normal_share((value - moments.mean) / moments.sd));
    normal_quantile((low + normal_share(normal) * (high - low)).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON))
}

/// The log-normal with these moments at a standard normal coordinate.
fn log_normal(moments: PoolMoments, normal: f64) -> f64 {
    if moments.mean <= 0.0 {
        return 0.0;
    }
    let relative = moments.sd / moments.mean;
    let variance = libm::log1p(relative * relative);
    libm::exp(libm::log(moments.mean) - variance / 2.0 + variance.sqrt() * normal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_drawn_from_a_pool_have_its_mean_and_spread_of_years() {
        let moments = PoolMoments { mean: 5.0, sd: 4.0 };
        let drawn: Vec<f64> =
            (0..100_000).map(|i| log_normal(moments, normal_quantile((f64::from(i) + 0.5) / 100_000.0))).collect();
        let mean = drawn.iter().sum::<f64>() / 1e5;
        let variance = drawn.iter().map(|years| (years - mean) * (years - mean)).sum::<f64>() / 1e5;
        assert!((mean - 5.0).abs() < 0.01, "{mean}");
        assert!((variance.sqrt() - 4.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn people_of_a_score_band_lie_in_it_and_keep_their_order() {
        let moments = PoolMoments { mean: 250.0, sd: 10.0 };
        let scores: Vec<f64> =
            (-40..=40).map(|i| 250.0 + 10.0 * within(f64::from(i) / 10.0, [209.5, 219.5], moments)).collect();
        assert!(scores.is_sorted() && scores[0] >= 209.4 && scores[80] <= 219.6, "{scores:?}");
        let all = within(1.3, [f64::NEG_INFINITY, f64::INFINITY], moments);
        assert!((all - 1.3).abs() < 1e-6, "{all}");
    }

    #[test]
    fn cells_share_out_the_applicants_of_the_table() {
        let reference = Reference::embedded().unwrap();
        let all: f64 = cells(&reference).unwrap().iter().map(|cell| cell.applicants).sum();
        let table: f64 = reference.population.iter().map(|row| f64::from(row.first_choice_applicants)).sum();
        assert!((all - table).abs() < 1e-6 * table);
    }
}
