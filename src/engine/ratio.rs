//! Estimates under weights: what is true of the parameter draws and points once
//! something was observed (`docs/methods.md`, “After the interviews”).
//!
//! Every point has a weight `w`, the chance of what was observed, and a mean is
//! `Σ w·f / Σ w` over all points of all draws (self-normalised importance
//! sampling; Owen, *Monte Carlo theory, methods and examples*, chapter 9.2).

use super::estimate::error_of_sum;
use super::results::Estimate;

/// Weight and weighted value of one independent part of a parameter draw, both as means over its points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedPart {
    /// Mean of `w`.
    pub weight: f64,
    /// Mean of `w·f`.
    pub weighted: f64,
}

/// One draw: its weight, its mean and the variance of that mean by chance.
struct WeightedDraw {
    weight: f64,
    mean: f64,
    chance_variance: f64,
}

/// Posterior mean, 90 % interval over the weighted parameter draws, and Monte Carlo error.
///
/// The error is that of a ratio by its linear part in each draw, `(N_d − μ·W_d) / Σ_d W_d`
/// ([`error_of_sum`]), and holds the chance within the draws;
/// with one draw its parts stand in the place of draws. The interval is that of the
/// draws' own means `N_d/W_d` by their weights, after the spread that chance
/// within draws alone would give has been taken out, as in [`super::estimate::estimate`].
///
/// The weights must not all be 0.
#[must_use]
pub fn estimate_ratio(draws: &[Vec<WeightedPart>]) -> Estimate {
    let total: f64 = draws.iter().map(|parts| mean(parts, |part| part.weight)).sum();
    let mean_of_all = draws.iter().map(|parts| mean(parts, |part| part.weighted)).sum::<f64>() / total;
    if let [only] = draws {
        let error = chance_variance(only, mean_of_all).sqrt();
        return Estimate { mean: mean_of_all, interval90: [mean_of_all; 2], mc_error: error };
    }
    let influence = |parts: &Vec<WeightedPart>| mean(parts, |part| part.weighted - mean_of_all * part.weight) / total;
    let mc_error = error_of_sum(&draws.iter().map(influence).collect::<Vec<_>>());
    let weighted = draws.iter().filter_map(|parts| WeightedDraw::of(parts)).collect();
    Estimate { mean: mean_of_all, interval90: interval(weighted, mean_of_all), mc_error }
}

/// The estimate of a chance: the interval is kept within 0..1.
#[must_use]
pub fn estimate_ratio_chance(draws: &[Vec<WeightedPart>]) -> Estimate {
    let estimate = estimate_ratio(draws);
    Estimate { interval90: estimate.interval90.map(|end| end.clamp(0.0, 1.0)), ..estimate }
}

impl WeightedDraw {
    fn of(parts: &[WeightedPart]) -> Option<Self> {
        let weight = mean(parts, |part| part.weight);
        (weight > 0.0).then(|| {
            let own = mean(parts, |part| part.weighted) / weight;
            Self { weight, mean: own, chance_variance: chance_variance(parts, own) }
        })
    }
}

fn mean(parts: &[WeightedPart], of: impl Fn(&WeightedPart) -> f64) -> f64 {
    parts.iter().map(of).sum::<f64>() / parts.len() as f64
}

/// Variance of the ratio `own` over independent parts.
fn chance_variance(parts: &[WeightedPart], own: f64) -> f64 {
    let count = parts.len() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let squares: f64 = parts.iter().map(|part| (part.weighted - own * part.weight).powi(2)).sum();
    squares / (count * (count - 1.0)) / mean(parts, |part| part.weight).powi(2)
}

fn interval(mut draws: Vec<WeightedDraw>, mean: f64) -> [f64; 2] {
    let total: f64 = draws.iter().map(|draw| draw.weight).sum();
    let weighted =
        |of: &dyn Fn(&WeightedDraw) -> f64| draws.iter().map(|draw| draw.weight * of(draw)).sum::<f64>() / total;
    let spread = weighted(&|draw| (draw.mean - mean).powi(2));
    let chance = weighted(&|draw| draw.chance_variance);
    let shrink = if spread > 0.0 { (1.0 - chance / spread).max(0.0).sqrt() } else { 0.0 };
    for draw in &mut draws {
        draw.mean = mean + shrink * (draw.mean - mean);
    }
    draws.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    [0.05, 0.95].map(|share| weighted_quantile(&draws, share))
}

/// Quantile of sorted draws by linear interpolation; with equal weights that of
/// [`super::estimate::quantile`].
fn weighted_quantile(sorted: &[WeightedDraw], share: f64) -> f64 {
    let step = |pair: &[WeightedDraw]| pair[0].weight.midpoint(pair[1].weight);
    let mut place = share * sorted.windows(2).map(step).sum::<f64>();
    for pair in sorted.windows(2) {
        let width = step(pair);
        if place <= width {
            return pair[0].mean + place / width * (pair[1].mean - pair[0].mean);
        }
        place -= width;
    }
    sorted.last().map_or(f64::NAN, |last| last.mean)
}

#[cfg(test)]
mod tests {
    use rand::rand_core::Rng;

    use super::*;
    use crate::engine::estimate::{DrawMean, estimate};
    use crate::random::normal_of_word;
    use crate::random::philox::{Key, PhiloxStream};

    #[test]
    fn with_equal_weights_it_is_the_ordinary_estimate() {
        let value = |draw: u32, part: u32| f64::from(draw * 7 % 40) / 40.0 + f64::from((draw + part * 3) % 11) / 110.0;
        let parts: Vec<Vec<f64>> = (0..40).map(|draw| (0..4).map(|part| value(draw, part)).collect()).collect();
        let means: Vec<DrawMean> = parts.iter().map(|parts| DrawMean::of_parts(parts)).collect();
        let weighted = |f: &f64| WeightedPart { weight: 0.3, weighted: 0.3 * f };
        let weighted: Vec<Vec<WeightedPart>> = parts.iter().map(|parts| parts.iter().map(weighted).collect()).collect();
        let (plain, found) = (estimate(&means), estimate_ratio(&weighted));
        assert!((plain.mean - found.mean).abs() < 1e-12 && (plain.mc_error - found.mc_error).abs() < 1e-12);
        // The spread is taken over D−1 there and over the weights here.
        let width = |estimate: &Estimate| estimate.interval90[1] - estimate.interval90[0];
        assert!((width(&plain) / width(&found) - 1.0).abs() < 0.03, "{plain:?} {found:?}");
    }

    /// 300 runs of 256 draws, `w = e^x` and `f = x` with `x ~ N(0, 0.7²)`, so that the
    /// weighted mean is 0.49. Twice the stated error must cover it about as often as a
    /// normal law says; ratios of few draws lean, so 88 % are asked for. A
    /// binomial count of 300 at 0.93 falls below 264 in fewer than 1 of 1,000 tries.
    #[test]
    fn the_error_of_a_weighted_mean_is_its_distance_from_the_truth() {
        let covered = (0..300)
            .filter(|run| {
                let mut stream = PhiloxStream::new(Key::new(8), [*run, 0, 0]);
                let draws: Vec<Vec<WeightedPart>> = (0..256)
                    .map(|_| {
                        let x = 0.7 * normal_of_word(stream.next_u32());
                        vec![WeightedPart { weight: libm::exp(x), weighted: x * libm::exp(x) }]
                    })
                    .collect();
                let found = estimate_ratio(&draws);
                (found.mean - 0.49).abs() < 2.0 * found.mc_error
            })
            .count();
        assert!((264..300).contains(&covered), "{covered} of 300");
    }

    #[test]
    fn a_draw_without_weight_is_not_in_the_interval() {
        let draw = |weight: f64, f: f64| vec![WeightedPart { weight, weighted: weight * f }; 2];
        let found = estimate_ratio(&[draw(1.0, 0.2), draw(1.0, 0.4), draw(0.0, 0.9)]);
        assert!((found.mean - 0.3).abs() < 1e-15);
        assert!(found.interval90[0] >= 0.2 && found.interval90[1] <= 0.4, "{found:?}");
    }
}
