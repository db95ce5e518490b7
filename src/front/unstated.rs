//! How far the answer could move with what is not stated.

use std::sync::atomic::AtomicBool;

use super::error::Error;
use crate::engine::conditional::{Detail, integrate, obstacle};
use crate::engine::driver::{Question, Silent};
use crate::engine::findings::Findings;
use crate::engine::precision::Precision;
use crate::engine::results::{NOT_STATED, Results};
use crate::engine::uncertainty::DrawMode;
use crate::model::strength::CLINICAL_MONTHS_COUNTED;
use crate::model::{Applicant, PoolMoments, PoolProfile, Portfolio, TrackKind, Uncertain, Unstated};
use crate::scenario;

/// Standard deviations from the mean of the pool to its 10th and 90th percentile.
const TENTH: f64 = 1.2816;

/// Letters of those who have few and of those who have enough.
const LETTERS: [u32; 2] = [0, 2];

/// Chances of going unmatched if what is not stated is low among the applicants, and if it is high.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UnstatedRange {
    unstated: Vec<String>,
    /// By portfolio, with its name; none where everything is stated that counts for it.
    unmatched: Vec<(String, Option<[f64; 2]>)>,
}

impl UnstatedRange {
    /// What is not stated, and the range.
    pub(crate) fn sentence(&self) -> String {
        format!("Not stated: {}. {}.", self.unstated.join(", "), self.meaning())
    }

    fn meaning(&self) -> String {
        let mut moved: Vec<(&str, [f64; 2])> =
            self.unmatched.iter().filter_map(|(name, chances)| Some((name.as_str(), (*chances)?))).collect();
        moved.sort_by(|(_, a), (_, b)| (b[0] - b[1]).abs().total_cmp(&(a[0] - a[1]).abs()));
        moved.truncate(MOST_TOLD);
        let told = |(name, [low, high]): &(&str, [f64; 2])| {
            let [low, high] = [low, high].map(|chance| format!("{:.1}%", 100.0 * chance));
            if low == high {
                format!("“{name}” stays at {low}")
            } else {
                format!("“{name}” moves from {low} to {high}")
            }
        };
        let told: Vec<String> = moved.iter().map(told).collect();
        format!(
            "You are taken to be typical in these. Between values low and high among the applicants (10th and 90th \
             percentile; no letters and two), the chance of going unmatched moves: {}",
            told.join(", ")
        )
    }

    /// Says the range in the results: in the notice of what is not stated, and beside the chances of each portfolio.
    pub(crate) fn complete(&self, results: &mut Results) {
        let seen = format!("{NOT_STATED}{}", self.unstated.join(", "));
        for notice in results.notices.iter_mut().filter(|notice| notice.seen == seen) {
            notice.meaning = self.meaning();
        }
        for (portfolio, (_, chances)) in results.portfolios.iter_mut().zip(&self.unmatched) {
            portfolio.unmatched_if_unstated = *chances;
        }
    }
}

/// Portfolios for which the range is told; those that move most.
const MOST_TOLD: usize = 3;

/// The range for every portfolio of a scenario, at central parameters; none if everything is
/// stated, or where the conditional engine cannot answer.
pub(crate) fn unstated_range(scenario: &scenario::Scenario) -> Result<Option<UnstatedRange>, Error> {
    let applicant = &scenario.applicant;
    let tracks = scenario.prior.tracks.iter().enumerate();
    let residencies = tracks.filter(|(_, track)| track.kind != TrackKind::Preliminary);
    let unstated = applicant.not_stated(residencies.map(|(index, track)| (index, track.name.as_str())));
    if unstated.is_empty() {
        return Ok(None);
    }
    let home = scenario.prior.home.track().and_then(|home| scenario.prior.tracks.get(home));
    let pools: Vec<&PoolProfile> = match home {
        Some(home) => vec![&home.pool],
        None => scenario.prior.tracks.iter().map(|track| &track.pool).collect(),
    };
    let is_general = applicant.unstated.us_clinical_months || applicant.unstated.publications;
    let uses = |portfolio: &Portfolio, track: &usize| portfolio.lines.iter().any(|line| line.track == *track);
    let is_open =
        |portfolio: &Portfolio| is_general || applicant.unstated_letters.iter().any(|track| uses(portfolio, track));
    let all = || scenario.portfolios.iter().map(|planned| &planned.portfolio);
    let open: Vec<Portfolio> = all().filter(|portfolio| is_open(portfolio)).cloned().collect();
    let mut sides = Vec::new();
    for side in 0..2 {
        let person = stated(applicant, &pools, side);
        let question = Question { applicant: &person, prior: &scenario.prior, portfolios: &open, values: None };
        if open.is_empty() || obstacle(&question).is_some() {
            return Ok(None);
        }
        sides.push(central(&question)?);
    }
    let mut found = (0..open.len()).map(|place| [sides[0][place], sides[1][place]]);
    let unmatched = all().map(|portfolio| {
        let chances = if is_open(portfolio) { found.next() } else { None };
        (portfolio.name.clone(), chances)
    });
    Ok(Some(UnstatedRange { unmatched: unmatched.collect(), unstated }))
}

/// The applicant with low (side 0) or high (side 1) values in place of what is not stated: those of the pools on average.
fn stated(applicant: &Applicant, pools: &[&PoolProfile], side: usize) -> Applicant {
    let sign = if side == 0 { -TENTH } else { TENTH };
    let at = |of: fn(&PoolProfile) -> PoolMoments| {
        let value = |pool: &&PoolProfile| (of(pool).mean + sign * of(pool).sd).max(0.0);
        pools.iter().map(value).sum::<f64>() / pools.len().max(1) as f64
    };
    let mut person = Applicant { unstated: Unstated::default(), unstated_letters: Vec::new(), ..applicant.clone() };
    if applicant.unstated.us_clinical_months {
        person.us_clinical_months = Uncertain::certain(at(|pool| pool.us_clinical_months).min(CLINICAL_MONTHS_COUNTED));
    }
    if applicant.unstated.publications {
        person.publications = Uncertain::certain(libm::expm1(at(|pool| pool.ln_publications)));
    }
    for track in &applicant.unstated_letters {
        person.letters[*track] = LETTERS[side];
    }
    person
}

/// P(unmatched) of every portfolio at central parameters.
fn central(question: &Question<'_>) -> Result<Vec<f64>, Error> {
    let precision = Precision { draws: 1, mode: DrawMode::Central, ..Precision::default() };
    let found = integrate(question, &precision, Detail::Outcomes, &Silent, &AtomicBool::new(false))?;
    Ok((0..question.portfolios.len()).map(|portfolio| found.unmatched(portfolio).mean).collect())
}
