//! From counts to estimates: posterior mean, interval over parameter draws, and
//! Monte Carlo error apart from it (`docs/methods.md` §10).

use super::results::Estimate;
use crate::random::stratified::TOGETHER;

/// Mean of a quantity in one parameter draw, and the variance of that mean by
/// chance alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawMean {
    /// Trials behind it.
    pub trials: f64,
    /// Mean over the trials.
    pub mean: f64,
    /// Variance of the mean, given the parameters.
    pub chance_variance: f64,
}

impl DrawMean {
    /// A draw without anything that the quantity is a mean over.
    pub const NONE: Self = Self { trials: 0.0, mean: 0.0, chance_variance: 0.0 };

    /// The mean of something that happened `count` times.
    #[must_use]
    pub fn of_count(count: u64, trials: u64) -> Self {
        let n = trials as f64;
        let mean = count as f64 / n;
        Self { trials: n, mean, chance_variance: mean * (1.0 - mean) / n }
    }

    /// The mean over independent parts of equal size, with its variance from their spread.
    #[must_use]
    pub fn of_parts(parts: &[f64]) -> Self {
        let count = parts.len() as f64;
        let mean = parts.iter().sum::<f64>() / count;
        let spread: f64 = parts.iter().map(|part| (part - mean).powi(2)).sum();
        let chance_variance = if count > 1.0 { spread / (count - 1.0) / count } else { 0.0 };
        Self { trials: count, mean, chance_variance }
    }

    /// The weighted mean `N/W` over independent parts of equal size (self-normalized importance
    /// sampling; Owen, *Monte Carlo theory, methods and examples*, chapter 9.2), with the
    /// variance of its linear part. A draw counts once, whatever its weight; without weight it is [`Self::NONE`].
    #[must_use]
    pub fn of_ratio(parts: &[WeightedPart]) -> Self {
        let weight = parts.iter().map(|part| part.weight).sum::<f64>() / parts.len() as f64;
        if weight <= 0.0 {
            return Self::NONE;
        }
        let mean = parts.iter().map(|part| part.weighted).sum::<f64>() / parts.len() as f64 / weight;
        let linear: Vec<f64> = parts.iter().map(|part| (part.weighted - mean * part.weight) / weight).collect();
        Self { trials: 1.0, mean, chance_variance: Self::of_parts(&linear).chance_variance }
    }

    /// The mean of a number from its sum and sum of squares.
    #[must_use]
    pub fn of_sums(sum: f64, squares: f64, trials: u64) -> Self {
        let n = trials as f64;
        let mean = sum / n;
        Self { trials: n, mean, chance_variance: (squares / n - mean * mean).max(0.0) / n }
    }
}

/// Weight and weighted value of one independent part of a parameter draw, both as means over its points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedPart {
    /// Mean of `w`.
    pub weight: f64,
    /// Mean of `w·f`.
    pub weighted: f64,
}

/// Groups of parameter draws from which on their spread is the measure of error; of fewer it is the spread of the
/// mirrored pairs of draws, of which there are four times as many.
const FEWEST_GROUPS: usize = 8;

/// Draws of a mirrored pair.
const PAIR: usize = 2;

/// The estimate that parameter draws together give.
///
/// The mean is over all trials. With several draws its Monte Carlo error is by
/// [`error_of_sum`], which holds both the chance within draws and the finite number
/// of draws. The interval is that of the draws' means after the spread that chance
/// alone would give has been taken out of them. With one draw (central parameters)
/// the error is that of chance and the interval has no width.
#[must_use]
pub fn estimate(draws: &[DrawMean]) -> Estimate {
    let trials: f64 = draws.iter().map(|draw| draw.trials).sum();
    let mean = draws.iter().map(|draw| draw.trials * draw.mean).sum::<f64>() / trials;
    if let [only] = draws {
        return Estimate { mean, interval90: [mean, mean], mc_error: only.chance_variance.sqrt() };
    }
    let filled = || draws.iter().filter(|draw| draw.trials > 0.0);
    let count = filled().count() as f64;
    let spread = filled().map(|draw| (draw.mean - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let chance = filled().map(|draw| draw.chance_variance).sum::<f64>() / count;
    let shrink = shrink(spread, chance);
    let mut means: Vec<f64> = filled().map(|draw| mean + shrink * (draw.mean - mean)).collect();
    means.sort_by(f64::total_cmp);
    let parts: Vec<f64> = draws.iter().map(|draw| draw.trials * (draw.mean - mean) / trials).collect();
    Estimate { mean, interval90: [quantile(&means, 0.05), quantile(&means, 0.95)], mc_error: error_of_sum(&parts) }
}

/// Standard error of a sum of which each parameter draw contributes a part, in the
/// order of the draws; the parts have mean 0.
///
/// Draws depend on each other within groups ([`crate::random::stratified`]) and not
/// beyond, so that with `G` groups of sums `P_g` it is `√(G/(G−1)·Σ P_g²)`; in place of few groups it is mirrored pairs.
/// The error is widened so that twice of it covers as often as the normal distribution says.
#[must_use]
pub fn error_of_sum(parts: &[f64]) -> f64 {
    let together = together(parts.len());
    let count = parts.len().div_ceil(together) as f64;
    let squares: f64 = parts.chunks(together).map(|group| group.iter().sum::<f64>().powi(2)).sum();
    widened(count - 1.0) * (count / (count - 1.0) * squares).sqrt()
}

/// Independent parts that the error of so many draws is judged by: their groups, pairs where there are few, and the
/// draws themselves where they fill no group.
#[must_use]
pub fn independent_parts(draws: usize) -> usize {
    draws.div_ceil(together(draws))
}

/// So many draws that follow one another are one part of those whose spread is the error.
fn together(draws: usize) -> usize {
    match draws {
        ..TOGETHER => 1,
        _ if draws.div_ceil(TOGETHER) < FEWEST_GROUPS => PAIR,
        _ => TOGETHER,
    }
}

/// What an error with this many degrees of freedom is multiplied by, so that twice of it is as wide as Student's t
/// distribution asks for: `t/2` at `t` with as much beyond it as a normal has beyond 2, by the expansion of Fisher and
/// Cornish (Abramowitz & Stegun 1964, 26.7.5). With one degree of freedom it falls short by an eighth.
pub(super) fn widened(freedom: f64) -> f64 {
    [1.25, 1.531_25, 1.429_687_5, 0.922_037_8].iter().rev().fold(0.0, |sum, term| (sum + term) / freedom) + 1.0
}

/// How far the draws' values keep from their mean once the spread that chance
/// alone gives is taken out of it; both are variances.
#[must_use]
pub fn shrink(spread: f64, chance: f64) -> f64 {
    if spread > 0.0 { (1.0 - chance / spread).max(0.0).sqrt() } else { 0.0 }
}

/// The estimate of a chance: as [`estimate`], with the interval kept within 0..1.
#[must_use]
pub fn estimate_chance(draws: &[DrawMean]) -> Estimate {
    let estimate = estimate(draws);
    Estimate { interval90: estimate.interval90.map(|end| end.clamp(0.0, 1.0)), ..estimate }
}

/// Quantile of sorted numbers by linear interpolation between order statistics.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use rand::rand_core::Rng;

    use super::*;
    use crate::random::philox::{Key, PhiloxStream};
    use crate::random::{normal_of_word, uniform_of_word};

    #[test]
    fn twice_the_error_of_few_parts_is_as_wide_as_the_t_distribution_asks() {
        use statrs::distribution::{ContinuousCDF, StudentsT};
        let beyond = 0.977_249_868_051_820_8;
        for freedom in [3.0, 7.0, 15.0, 31.0, 127.0] {
            let t = StudentsT::new(0.0, 1.0, freedom).unwrap().inverse_cdf(beyond);
            assert!((2.0 * widened(freedom) / t - 1.0).abs() < 3e-3, "{freedom}: {} {t}", widened(freedom));
        }
    }

    #[test]
    fn few_draws_are_judged_by_pairs_and_many_by_groups() {
        assert_eq!([2, 8, 56, 64, 1024].map(independent_parts), [2, 4, 28, 8, 128]);
        // What mirrors each other within a pair is no error.
        let mirrored: Vec<f64> = [0.5, -0.5, 0.1, -0.1, 0.3, -0.3, 0.2, -0.2].to_vec();
        assert_eq!(error_of_sum(&mirrored), 0.0);
    }

    #[test]
    fn one_draw_gives_the_binomial_error_and_no_interval() {
        let found = estimate(&[DrawMean::of_count(250, 1000)]);
        assert_eq!(found.mean, 0.25);
        assert_eq!(found.interval90, [0.25, 0.25]);
        assert!((found.mc_error - (0.25_f64 * 0.75 / 1000.0).sqrt()).abs() < 1e-15);
    }

    /// 300 runs of 64 parts, `w = e^x` and `f = x` with `x ~ N(0, 0.7²)`, so that the
    /// weighted mean is 0.49. Twice the stated error must cover it about as often as the
    /// normal distribution says; ratios of few parts lean, so 86% are asked for. A
    /// binomial count of 300 at 0.92 falls below 258 in fewer than 1 of 1,000 tries.
    #[test]
    fn the_variance_of_a_weighted_mean_is_its_distance_from_the_truth() {
        let covered = (0..300)
            .filter(|run| {
                let mut stream = PhiloxStream::new(Key::new(8), [*run, 0, 0]);
                let part = |_| {
                    let x = 0.7 * normal_of_word(stream.next_u32());
                    WeightedPart { weight: libm::exp(x), weighted: x * libm::exp(x) }
                };
                let found = DrawMean::of_ratio(&(0..64).map(part).collect::<Vec<_>>());
                (found.mean - 0.49).abs() < 2.0 * found.chance_variance.sqrt()
            })
            .count();
        assert!((258..300).contains(&covered), "{covered} of 300");
    }

    #[test]
    fn a_draw_counts_once_whatever_its_weight_and_not_at_all_without() {
        let draw = |weight: f64, f: f64| DrawMean::of_ratio(&[WeightedPart { weight, weighted: weight * f }; 2]);
        let found = estimate(&[draw(1e-9, 0.2), draw(1.0, 0.4), draw(0.0, 0.9)]);
        assert!((found.mean - 0.3).abs() < 1e-15, "{found:?}");
        assert!(found.interval90[0] >= 0.2 && found.interval90[1] <= 0.4, "{found:?}");
    }

    /// 400 draws of a chance N(0.3, 0.05²), each seen through 500 coin flips:
    /// the raw spread would be 0.054, the interval must be that of 0.05. The
    /// quantiles of 400 draws have standard error below 0.006; tolerance 3 of
    /// them, false alarm below 1%.
    #[test]
    fn the_interval_is_that_of_the_parameters_and_not_of_chance() {
        let mut stream = PhiloxStream::new(Key::new(5), [0; 3]);
        let draws: Vec<DrawMean> = (0..400)
            .map(|_| {
                let chance = 0.3 + 0.05 * normal_of_word(stream.next_u32());
                let count = (0..500).filter(|_| uniform_of_word(stream.next_u32()) < chance).count();
                DrawMean::of_count(count as u64, 500)
            })
            .collect();
        let found = estimate_chance(&draws);
        assert!((found.mean - 0.3).abs() < 3.0 * 0.0028, "{found:?}");
        assert!((found.mc_error - 0.0027).abs() < 0.0004, "{found:?}");
        assert!((found.interval90[0] - (0.3 - 0.0822)).abs() < 0.018, "{found:?}");
        assert!((found.interval90[1] - (0.3 + 0.0822)).abs() < 0.018, "{found:?}");
    }

    #[test]
    fn draws_that_differ_by_chance_alone_give_almost_no_interval() {
        let mut stream = PhiloxStream::new(Key::new(6), [0; 3]);
        let draws: Vec<DrawMean> = (0..400)
            .map(|_| {
                let count = (0..500).filter(|_| uniform_of_word(stream.next_u32()) < 0.3).count();
                DrawMean::of_count(count as u64, 500)
            })
            .collect();
        let found = estimate(&draws);
        let raw = 2.0 * 1.645 * (0.3_f64 * 0.7 / 500.0).sqrt();
        assert!(found.interval90[1] - found.interval90[0] < 0.4 * raw, "{found:?}");
    }

    #[test]
    fn quantiles_interpolate_between_order_statistics() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0, 3.0], 0.25), 1.5);
        assert_eq!(quantile(&[7.0], 0.95), 7.0);
    }
}
