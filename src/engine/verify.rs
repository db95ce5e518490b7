//! One engine held against the other: the certificate of the sampler.

use super::driver::Question;
use super::estimate::DrawMean;
use super::findings::{Findings, Quantity};
use crate::model::Values;

/// Standard errors beyond which two engines do not agree: by chance one
/// comparison in 1.7 million.
pub const LIMIT: f64 = 5.0;

/// The difference of two engines in one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Portfolio and quantity, in words.
    pub what: String,
    /// Mean of the first engine minus mean of the second, on common parameter draws.
    pub difference: f64,
    /// Standard error of the difference, by chance alone.
    pub error: f64,
}

impl Difference {
    /// The difference in standard errors; 0 where both engines agree exactly.
    #[must_use]
    pub fn in_errors(&self) -> f64 {
        if self.difference == 0.0 { 0.0 } else { self.difference.abs() / self.error }
    }
}

/// Every quantity of every portfolio, as both engines found it.
///
/// Both must have used the same seed and mode, so that their parameter draws
/// are the same and only chance is left; draws that one of them lacks are left out.
#[must_use]
pub fn differences(question: &Question<'_>, first: &dyn Findings, second: &dyn Findings) -> Vec<Difference> {
    let mut all = Vec::new();
    for (index, portfolio) in question.portfolios.iter().enumerate() {
        for (name, quantity) in quantities(question) {
            let pairs: Vec<(DrawMean, DrawMean)> =
                first.means(index, quantity).into_iter().zip(second.means(index, quantity)).collect();
            if is_frequent(quantity, &pairs) {
                all.push(difference(format!("{name} under \"{}\"", portfolio.name), &pairs));
            }
        }
    }
    all
}

/// What comes up too rarely to have an error that can be judged from the few
/// trials in which it did is left out of what one more interview does.
fn is_frequent(quantity: Quantity<'_>, pairs: &[(DrawMean, DrawMean)]) -> bool {
    const RARE: f64 = 1e-3;
    match quantity {
        Quantity::MatchedWith(_) | Quantity::GainedWith(_) | Quantity::OneMoreUnmatched => {
            pairs.iter().map(|(exact, _)| exact.mean.abs()).sum::<f64>() / pairs.len() as f64 >= RARE
        }
        _ => true,
    }
}

/// The largest of the differences, in standard errors.
#[must_use]
pub fn largest(differences: &[Difference]) -> Option<&Difference> {
    differences.iter().max_by(|a, b| a.in_errors().total_cmp(&b.in_errors()))
}

pub(super) fn difference(what: String, pairs: &[(DrawMean, DrawMean)]) -> Difference {
    let count = pairs.len() as f64;
    let difference = pairs.iter().map(|(a, b)| a.mean - b.mean).sum::<f64>() / count;
    let variance: f64 = pairs.iter().map(|(a, b)| a.chance_variance + b.chance_variance).sum();
    // What both tabulate and round agrees to about a millionth.
    Difference { what, difference, error: variance.sqrt() / count + 1e-6 }
}

fn quantities<'a>(question: &Question<'a>) -> Vec<(String, Quantity<'a>)> {
    let mut all = vec![
        ("unmatched".to_owned(), Quantity::Unmatched),
        ("no primary interview".to_owned(), Quantity::NoInterview),
        ("preliminary only".to_owned(), Quantity::PreliminaryOnly),
        ("first choice".to_owned(), Quantity::FirstChoice),
        ("interviews".to_owned(), Quantity::Interviews(question.prior.tracks.len())),
    ];
    // Few and several interviews; the conditional means of the report are ratios of such shares.
    for count in [1, 3] {
        all.push((format!("{count} interviews and a match to the preferred track"), Quantity::MatchedWith(count)));
        all.push((format!("{count} interviews and a match by one more"), Quantity::GainedWith(count)));
    }
    all.push(("unmatched but for one more interview".to_owned(), Quantity::OneMoreUnmatched));
    for (index, track) in question.prior.tracks.iter().enumerate() {
        all.push((format!("matched to {}", track.name), Quantity::Matched(index)));
        all.push((format!("{} without a PGY-1", track.name), Quantity::MatchedWithoutPgy1(index)));
        all.push((format!("interviews in {}", track.name), Quantity::Interviews(index)));
    }
    let value = |values: &'a Values| ("value".to_owned(), Quantity::Value(values));
    all.extend(question.values.map(value));
    all
}
