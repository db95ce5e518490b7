//! What an engine found of plans: means by parameter draw, part and plan.

use super::means::{PlanMeans, residency_of_independent_years};
use crate::engine::estimate::{DrawMean, estimate, estimate_chance};
use crate::engine::results::{Engine, Estimate, StoppingReason};

/// What an engine found.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanFindings {
    /// The engine.
    pub engine: Engine,
    /// Points of the latents, or trials.
    pub points: u64,
    /// Why it ended.
    pub stopped: StoppingReason,
    /// Means, by parameter draw, by independent part of it, by plan.
    pub draws: Vec<Vec<Vec<PlanMeans>>>,
}

impl PlanFindings {
    /// Adds the parts of a block to their parameter draw.
    pub(super) fn take_in(draws: &mut Vec<Vec<Vec<PlanMeans>>>, draw: u64, parts: Vec<Vec<PlanMeans>>) {
        match draws.get_mut(usize::try_from(draw).unwrap_or(usize::MAX)) {
            Some(known) => known.extend(parts),
            None => draws.push(parts),
        }
    }

    fn by_draw(&self, of: impl Fn(&[Vec<PlanMeans>]) -> DrawMean) -> Vec<DrawMean> {
        self.draws.iter().map(|parts| of(parts)).collect()
    }

    /// Means of something that is linear in the chances.
    #[must_use]
    pub fn means(&self, plan: usize, of: impl Fn(&PlanMeans) -> f64) -> Vec<DrawMean> {
        self.by_draw(|parts| {
            let values: Vec<f64> = parts.iter().map(|plans| of(&plans[plan])).collect();
            DrawMean::of_parts(&values)
        })
    }

    /// The estimate of a chance.
    #[must_use]
    pub fn chance(&self, plan: usize, of: impl Fn(&PlanMeans) -> f64) -> Estimate {
        estimate_chance(&self.means(plan, of))
    }

    /// The estimate of any other number.
    #[must_use]
    pub fn number(&self, plan: usize, of: impl Fn(&PlanMeans) -> f64) -> Estimate {
        estimate(&self.means(plan, of))
    }

    /// The estimate of the difference of two plans, `a` minus `b`, on common draws.
    #[must_use]
    pub fn difference(&self, a: usize, b: usize, of: impl Fn(&PlanMeans) -> f64) -> Estimate {
        estimate(&self.by_draw(|parts| {
            let values: Vec<f64> = parts.iter().map(|plans| of(&plans[a]) - of(&plans[b])).collect();
            DrawMean::of_parts(&values)
        }))
    }

    /// Chance of `part` among those of whom `whole` says how many there are;
    /// none where there are none.
    ///
    /// A draw counts by how many it has, so that the mean is that of the
    /// sums; its error within a draw is that of the ratio to first order.
    #[must_use]
    pub fn share(
        &self,
        plan: usize,
        part: impl Fn(&PlanMeans) -> f64,
        whole: impl Fn(&PlanMeans) -> f64,
    ) -> Option<Estimate> {
        let of_draw = |parts: &Vec<Vec<PlanMeans>>| {
            let mean = |of: &dyn Fn(&PlanMeans) -> f64| {
                parts.iter().map(|plans| of(&plans[plan])).sum::<f64>() / parts.len() as f64
            };
            let (part_mean, whole_mean) = (mean(&part), mean(&whole));
            if whole_mean <= 0.0 {
                return DrawMean::NONE;
            }
            let ratio = part_mean / whole_mean;
            let linear: Vec<f64> = parts
                .iter()
                .map(|plans| ratio + (part(&plans[plan]) - ratio * whole(&plans[plan])) / whole_mean)
                .collect();
            let trials = whole_mean * parts.len() as f64;
            DrawMean { trials, ..DrawMean::of_parts(&linear) }
        };
        let means: Vec<DrawMean> = self.draws.iter().map(of_draw).collect();
        means.iter().any(|draw| draw.trials > 0.0).then(|| estimate_chance(&means))
    }

    /// The estimate of `function` of several means, draw by draw. The bias that
    /// chance within a draw gives to a function that is not linear is taken out by
    /// the jackknife (Quenouille 1956): with `m` the mean of all `n` parts and
    /// `m_i` that of all but the `i`-th, the parts become `n·f(m) − (n−1)·f(m_i)`.
    #[must_use]
    pub fn of_means(
        &self,
        plan: usize,
        means: impl Fn(&PlanMeans) -> Vec<f64>,
        function: impl Fn(&[f64]) -> f64,
    ) -> Estimate {
        estimate_chance(&self.by_draw(|parts| {
            let values: Vec<Vec<f64>> = parts.iter().map(|plans| means(&plans[plan])).collect();
            DrawMean::of_parts(&pseudo_values(&values, &function))
        }))
    }

    /// What independent years would give by the end of season `season`.
    #[must_use]
    pub fn independent_years(&self, plan: usize, season: usize) -> Estimate {
        let histories = |means: &PlanMeans| {
            let seasons = means.seasons.iter().take(season + 1);
            seasons.flat_map(|season| season.histories.iter().flatten().copied()).collect()
        };
        // How many histories each season has is the same in every part.
        let counts: Vec<usize> = self.draws.first().and_then(|parts| parts.first()).map_or(Vec::new(), |plans| {
            plans[plan].seasons.iter().take(season + 1).map(|season| season.histories.len()).collect()
        });
        self.of_means(plan, histories, |flat| residency_of_independent_years(&by_season(flat, &counts)))
    }
}

/// The pairs of each season, from all of them in a row.
fn by_season(flat: &[f64], counts: &[usize]) -> Vec<Vec<[f64; 2]>> {
    let mut pairs = flat.chunks_exact(2).map(|pair| [pair[0], pair[1]]);
    counts.iter().map(|count| pairs.by_ref().take(*count).collect()).collect()
}

fn pseudo_values(parts: &[Vec<f64>], function: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let count = parts.len() as f64;
    let mut total = vec![0.0; parts.first().map_or(0, Vec::len)];
    for part in parts {
        for (total, value) in total.iter_mut().zip(part) {
            *total += value;
        }
    }
    let whole: Vec<f64> = total.iter().map(|total| total / count).collect();
    let of_all = function(&whole);
    if parts.len() < 2 {
        return vec![of_all];
    }
    let without = |part: &Vec<f64>| -> Vec<f64> {
        total.iter().zip(part).map(|(total, value)| (total - value) / (count - 1.0)).collect()
    };
    parts.iter().map(|part| count * of_all - (count - 1.0) * function(&without(part))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_leaves_means_alone_and_takes_the_bias_out_of_a_square() {
        let parts: Vec<Vec<f64>> = [0.2, 0.6, 0.1].iter().map(|value| vec![*value]).collect();
        let linear = pseudo_values(&parts, |means| 2.0 * means[0] + 1.0);
        assert!(linear.iter().zip([1.4, 2.2, 1.2]).all(|(f, e)| (f - e).abs() < 1e-12), "{linear:?}");
        // The mean of products of different parts is an unbiased square of the mean.
        let square = pseudo_values(&parts, |means| means[0] * means[0]);
        let unbiased = (0.2 * 0.6 + 0.2 * 0.1 + 0.6 * 0.1) / 3.0;
        assert!((square.iter().sum::<f64>() / 3.0 - unbiased).abs() < 1e-12, "{square:?}");
    }
}
