//! A quantity of one candidate over parameter draws, kept part by part so that
//! differences of candidates on common draws have the error of a difference.

use crate::engine::estimate::{DrawMean, estimate, estimate_chance};
use crate::engine::results::Estimate;

/// Values of a quantity: by parameter draw, then by independent part of the draw.
///
/// Two series of one [`Study`](super::study::Study) have the same shape, and
/// their values at one place come from the same random points.
#[derive(Clone, Debug, PartialEq)]
pub struct Series(pub Vec<Vec<f64>>);

impl Series {
    /// Value by value what `of` makes of this series and another of the same study.
    #[must_use]
    pub fn with(&self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        let draw = |(ours, theirs): (&Vec<f64>, &Vec<f64>)| ours.iter().zip(theirs).map(|(a, b)| of(*a, *b)).collect();
        Self(self.0.iter().zip(&other.0).map(draw).collect())
    }

    /// This series minus another of the same study.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.with(other, |a, b| a - b)
    }

    /// This series times a number, for example 1 over a price.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self(self.0.iter().map(|draw| draw.iter().map(|value| factor * value).collect()).collect())
    }

    /// Mean over everything.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let count: f64 = self.0.iter().map(|draw| draw.len() as f64).sum();
        self.0.iter().flatten().sum::<f64>() / count
    }

    /// Posterior mean, 90% interval over parameter draws and Monte Carlo error
    /// (`docs/methods.md` §10).
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        estimate(&self.draw_means())
    }

    /// The same for a chance: the interval is kept within 0..1.
    #[must_use]
    pub fn estimate_chance(&self) -> Estimate {
        estimate_chance(&self.draw_means())
    }

    /// Means of a difference or chance by parameter draw.
    #[must_use]
    pub fn draw_means(&self) -> Vec<DrawMean> {
        self.0.iter().map(|parts| DrawMean::of_parts(parts)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_series_share_is_not_in_the_error_of_their_difference() {
        let noise = [0.31, -0.12, 0.07, -0.26];
        let of = |level: f64| Series(vec![noise.map(|noise| level + noise).to_vec(); 1]);
        let difference = of(0.5).minus(&of(0.3)).estimate();
        assert!((difference.mean - 0.2).abs() < 1e-15);
        assert!(difference.mc_error < 1e-15 && of(0.5).estimate().mc_error > 0.05);
    }
}
