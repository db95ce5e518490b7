//! One engine held against the other: the certificate of the sampler.

use statrs::distribution::{ContinuousCDF, DiscreteCDF, Poisson, StudentsT};

use super::driver::Question;
use super::estimate::DrawMean;
use super::findings::{Findings, Quantity};
use crate::model::Values;
use crate::random::normal_quantile;

/// Standard errors beyond which two engines do not agree: by chance one
/// comparison in 1.7 million.
pub const LIMIT: f64 = 5.0;

/// Degrees of freedom that are as good as any number of them.
const MANY: f64 = 1e6;

/// Events below which their number is judged by the Poisson distribution.
const FEW: f64 = 50.0;

/// The difference of two engines in one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Portfolio and quantity, in words.
    pub what: String,
    /// Mean of the first engine minus mean of the second, on common parameter draws.
    pub difference: f64,
    /// Standard error of the difference, by chance alone.
    pub error: f64,
    /// Degrees of freedom of that error.
    pub freedom: f64,
    /// Of an event that few trials saw: how many did, and how many the other engine expects.
    pub few: Option<(f64, f64)>,
}

impl Difference {
    /// How unlikely the difference is by chance, as the number of standard errors of a normal distribution that
    /// is as unlikely; 0 where both engines agree exactly.
    ///
    /// An error that is itself estimated from few parts makes it a Student's t; of few events neither is true, and
    /// the Poisson distribution says what can happen by chance.
    #[must_use]
    pub fn in_errors(&self) -> f64 {
        if self.difference == 0.0 {
            return 0.0;
        }
        let student = StudentsT::new(0.0, 1.0, self.freedom.max(1.0));
        let by_error = student.map_or(1.0, |student| 2.0 * student.sf(self.difference.abs() / self.error));
        let by_number = self.few.map_or(0.0, |(seen, expected)| 2.0 * tail(seen, expected));
        -normal_quantile((by_error.max(by_number) / 2.0).clamp(f64::MIN_POSITIVE, 0.5))
    }
}

/// Chance of a number of events at least as far from the `expected` one as `seen`, on its side.
fn tail(seen: f64, expected: f64) -> f64 {
    let Ok(poisson) = Poisson::new(expected.max(f64::MIN_POSITIVE)) else { return 1.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let seen = seen.round() as u64;
    if seen as f64 > expected { poisson.sf(seen - 1) } else { poisson.cdf(seen) }
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
                let found = difference(format!("{name} under \"{}\"", portfolio.name), &pairs);
                let trials = pairs.first().map_or(0.0, |(_, sampled)| sampled.trials);
                let few = if is_chance(quantity) { few_events(&pairs, trials) } else { None };
                all.push(Difference { few, ..found });
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

/// Whether the trials count seasons in which something happens.
fn is_chance(quantity: Quantity<'_>) -> bool {
    !matches!(quantity, Quantity::Value(_) | Quantity::Interviews(_) | Quantity::OneMoreUnmatched)
}

/// The largest of the differences, in standard errors.
#[must_use]
pub fn largest(differences: &[Difference]) -> Option<&Difference> {
    differences.iter().max_by(|a, b| a.in_errors().total_cmp(&b.in_errors()))
}

pub(super) fn difference(what: String, pairs: &[(DrawMean, DrawMean)]) -> Difference {
    let count = pairs.len() as f64;
    let difference = pairs.iter().map(|(a, b)| a.mean - b.mean).sum::<f64>() / count;
    let (mut variance, mut squares) = (0.0, 0.0);
    for of in pairs.iter().flat_map(|(a, b)| [a, b]) {
        variance += of.chance_variance;
        squares += of.chance_variance.powi(2) / (of.trials - 1.0).max(1.0);
    }
    // Degrees of freedom of a sum of estimated variances (Satterthwaite 1946).
    let freedom = if squares > 0.0 { (variance * variance / squares).min(MANY) } else { MANY };
    // What both tabulate and round agrees to about a millionth.
    Difference { what, difference, error: variance.sqrt() / count + 1e-6, freedom, few: None }
}

/// Events that the second engine saw in so many trials of each draw, and those that the first one expects, if they are few.
pub(super) fn few_events(pairs: &[(DrawMean, DrawMean)], trials: f64) -> Option<(f64, f64)> {
    let seen: f64 = pairs.iter().map(|(_, sampled)| trials * sampled.mean).sum();
    let expected: f64 = pairs.iter().map(|(exact, _)| trials * exact.mean.max(0.0)).sum();
    (seen.max(expected) < FEW).then_some((seen, expected))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(exact: [f64; 2], seen: u64, trials: u64) -> (DrawMean, DrawMean) {
        (DrawMean::of_parts(&exact), DrawMean::of_count(seen, trials))
    }

    #[test]
    fn an_error_from_two_parts_is_no_disagreement_where_it_may_be_too_small() {
        // One draw: 0.30 of two scramblings that happen to agree, 0.33 of 2,048 trials.
        let one = difference("one draw".to_owned(), &[pair([0.300, 0.3001], 676, 2048)]);
        assert!((one.difference / one.error).abs() > 2.5 && one.in_errors() < 3.5, "{one:?}");
        // Many draws whose scramblings differ have an error that can be trusted.
        let many: Vec<_> = (0..256).map(|_| pair([0.29, 0.31], 676, 2048)).collect();
        let many = difference("many draws".to_owned(), &many);
        assert!(many.in_errors() > LIMIT, "{many:?}");
    }

    #[test]
    fn a_rare_event_is_judged_by_how_often_it_may_happen() {
        let of = |seen: u64, share: f64| {
            let pairs = [pair([share, share], seen, 2048)];
            Difference { few: few_events(&pairs, 2048.0), ..difference("rare".to_owned(), &pairs) }
        };
        // Expected a tenth of an event: one happens by chance in a tenth of all runs.
        assert!(of(1, 0.1 / 2048.0).in_errors() < 2.0);
        // No event in 2,048 trials, whose own error is 0, where the other engine expects three.
        assert!(of(0, 3.0 / 2048.0).in_errors() < 2.0);
        // Thirty where one is expected is a disagreement.
        assert!(of(30, 1.0 / 2048.0).in_errors() > LIMIT);
        assert!(of(0, 40.0 / 2048.0).in_errors() > LIMIT);
    }
}
