//! What the width of an interval comes from: each group of uncertain quantities
//! drawn alone, the others at their central values.
//!
//! The shares are first-order: of the variance that the groups leave one by
//! one. What they do together beyond that is left out.

use std::sync::atomic::AtomicBool;

use super::conditional::{Detail, integrate, obstacle};
use super::driver::{EngineError, Question, Silent};
use super::estimate::DrawMean;
use super::findings::{Findings, Quantity};
use super::precision::Precision;
use super::simulate::simulate;
use super::uncertainty::{DrawMode, Group};

/// Parameter draws of each group: a share is known within about a sixth of itself.
const DRAWS: u64 = 96;

/// Shares of the variance of P(unmatched) by group, for each portfolio; empty
/// where nothing is uncertain.
///
/// # Errors
///
/// As the engine that is used.
pub fn unmatched_shares(
    question: &Question<'_>,
    precision: &Precision,
    interrupted: &AtomicBool,
) -> Result<Vec<Vec<(Group, f64)>>, EngineError> {
    let mut variances = vec![Vec::new(); question.portfolios.len()];
    let is_sure = question.applicant.is_sure();
    for group in Group::ALL.into_iter().filter(|group| *group != Group::Applicant || !is_sure) {
        let findings = with_one_group(question, precision, group, interrupted)?;
        for (portfolio, variances) in variances.iter_mut().enumerate() {
            variances.push((group, variance(&findings.means(portfolio, Quantity::Unmatched))));
        }
    }
    Ok(variances.into_iter().map(shares).collect())
}

fn with_one_group(
    question: &Question<'_>,
    precision: &Precision,
    group: Group,
    interrupted: &AtomicBool,
) -> Result<Box<dyn Findings>, EngineError> {
    let precision = Precision {
        mode: DrawMode::Only(group),
        draws: DRAWS,
        trials: None,
        target_error: None,
        effort: None,
        ..*precision
    };
    Ok(if obstacle(question).is_none() {
        Box::new(integrate(question, &precision, Detail::Outcomes, &Silent, interrupted)?)
    } else {
        Box::new(simulate(question, &precision, &Silent, interrupted)?)
    })
}

/// Variance of the draws' means beyond what chance gives them.
fn variance(draws: &[DrawMean]) -> f64 {
    let count = draws.len() as f64;
    let mean = draws.iter().map(|draw| draw.mean).sum::<f64>() / count;
    let spread = draws.iter().map(|draw| (draw.mean - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let chance = draws.iter().map(|draw| draw.chance_variance).sum::<f64>() / count;
    (spread - chance).max(0.0)
}

fn shares(variances: Vec<(Group, f64)>) -> Vec<(Group, f64)> {
    let total: f64 = variances.iter().map(|(_, variance)| variance).sum();
    if total > 0.0 {
        variances.into_iter().map(|(group, variance)| (group, variance / total)).collect()
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_variance_beyond_chance_and_sum_to_one() {
        let draws = |spread: f64, chance_variance: f64| -> Vec<DrawMean> {
            (0..100)
                .map(|k| DrawMean { trials: 1.0, mean: if k % 2 == 0 { spread } else { -spread }, chance_variance })
                .collect()
        };
        let of_fit = variance(&draws(0.3, 0.01));
        assert!((of_fit - (0.09 * 100.0 / 99.0 - 0.01)).abs() < 1e-12);
        assert_eq!(variance(&draws(0.05, 0.01)), 0.0);
        let found = shares(vec![(Group::Fitted, 0.06), (Group::Effects, 0.02)]);
        assert!((found[0].1 - 0.75).abs() < 1e-12 && (found[1].1 - 0.25).abs() < 1e-12);
        assert!(shares(vec![(Group::Fitted, 0.0)]).is_empty());
    }
}
