//! How far the answer could move with what is not stated.

use std::sync::atomic::AtomicBool;

use super::error::Error;
use crate::engine::conditional::{Detail, integrate, obstacle};
use crate::engine::driver::{Question, Silent};
use crate::engine::findings::Findings;
use crate::engine::precision::Precision;
use crate::engine::results::{NOT_STATED, Notice};
use crate::engine::uncertainty::DrawMode;
use crate::model::strength::CLINICAL_MONTHS_COUNTED;
use crate::model::{Applicant, PoolMoments, PoolProfile, Portfolio, TrackKind, Uncertain, Unstated};
use crate::scenario;

/// Standard deviations from the mean of the pool to its 10th and 90th percentile.
const TENTH: f64 = 1.2816;

/// Letters of those who have few and of those who have enough.
const LETTERS: [u32; 2] = [0, 2];

/// Chances of going unmatched with the first portfolio if what is not stated is low among the applicants, and if it is high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnstatedRange {
    unstated: Vec<String>,
    portfolio: String,
    unmatched: [f64; 2],
}

impl UnstatedRange {
    /// What is not stated, and the range.
    pub(crate) fn sentence(&self) -> String {
        format!("Not stated: {}. {}.", self.unstated.join(", "), self.meaning())
    }

    fn meaning(&self) -> String {
        let [low, high] = self.unmatched.map(|chance| 100.0 * chance);
        format!(
            "You are taken to be typical in these; between values low and high among the applicants (10th and 90th \
             percentile; no letters and two), the answer for “{}” moves from {low:.1}% to {high:.1}% unmatched",
            self.portfolio
        )
    }

    /// Says the range in the notice of what is not stated.
    pub(crate) fn complete(&self, notices: &mut [Notice]) {
        let seen = format!("{NOT_STATED}{}", self.unstated.join(", "));
        for notice in notices.iter_mut().filter(|notice| notice.seen == seen) {
            notice.meaning = self.meaning();
        }
    }
}

/// The range for the first portfolio of a scenario, at central parameters; none if everything is
/// stated, or where the conditional engine cannot answer.
pub(crate) fn unstated_range(scenario: &scenario::Scenario) -> Result<Option<UnstatedRange>, Error> {
    let applicant = &scenario.applicant;
    let tracks = scenario.prior.tracks.iter().enumerate();
    let residencies = tracks.filter(|(_, track)| track.kind != TrackKind::Preliminary);
    let unstated = applicant.not_stated(residencies.map(|(index, track)| (index, track.name.as_str())));
    let Some(planned) = scenario.portfolios.first().filter(|_| !unstated.is_empty()) else { return Ok(None) };
    let portfolio = planned.portfolio.clone();
    let Some(home) = scenario.prior.tracks.get(scenario.prior.home_track) else { return Ok(None) };
    let portfolios = [portfolio];
    let mut unmatched = [0.0; 2];
    for (side, chance) in unmatched.iter_mut().enumerate() {
        let person = stated(applicant, &home.pool, side);
        let question = Question { applicant: &person, prior: &scenario.prior, portfolios: &portfolios, values: None };
        if obstacle(&question).is_some() {
            return Ok(None);
        }
        *chance = central(&question)?;
    }
    let [Portfolio { name, .. }] = portfolios;
    Ok(Some(UnstatedRange { unstated, portfolio: name, unmatched }))
}

/// The applicant with low (side 0) or high (side 1) values in place of what is not stated.
fn stated(applicant: &Applicant, pool: &PoolProfile, side: usize) -> Applicant {
    let sign = if side == 0 { -TENTH } else { TENTH };
    let at = |moments: PoolMoments| (moments.mean + sign * moments.sd).max(0.0);
    let mut person = Applicant { unstated: Unstated::default(), unstated_letters: Vec::new(), ..applicant.clone() };
    if applicant.unstated.us_clinical_months {
        person.us_clinical_months = Uncertain::certain(at(pool.us_clinical_months).min(CLINICAL_MONTHS_COUNTED));
    }
    if applicant.unstated.publications {
        person.publications = Uncertain::certain(libm::expm1(at(pool.ln_publications)));
    }
    for track in &applicant.unstated_letters {
        person.letters[*track] = LETTERS[side];
    }
    person
}

/// P(unmatched) of the only portfolio at central parameters.
fn central(question: &Question<'_>) -> Result<f64, Error> {
    let precision = Precision { draws: 1, mode: DrawMode::Central, ..Precision::default() };
    let found = integrate(question, &precision, Detail::Outcomes, &Silent, &AtomicBool::new(false))?;
    Ok(found.unmatched(0).mean)
}
