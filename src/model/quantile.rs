//! Quantiles of the laws that uncertain quantities have.

use statrs::distribution::{Beta, ContinuousCDF};

use super::prior::{Assumption, PriorShape, Spread};
use crate::random::{normal_quantile, normal_share};

impl Assumption {
    /// The point of the prior with share `share` of it below, 0 to 1; the central value
    /// where it is held.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        match self.prior {
            PriorShape::Fixed => self.value,
            PriorShape::HalfNormal { scale } => scale * normal_quantile(f64::midpoint(1.0, share)),
            PriorShape::Beta { alpha, beta } => {
                Beta::new(alpha, beta).map_or(self.value, |law| law.inverse_cdf(share.clamp(0.0, 1.0)))
            }
            PriorShape::Normal { mean, sd: 0.0, .. } => mean,
            PriorShape::Normal { mean, sd, lower, upper } => {
                let [low, high] = [lower, upper].map(|bound| normal_share((bound - mean) / sd));
                (mean + sd * normal_quantile(low + share * (high - low))).clamp(lower, upper)
            }
        }
    }
}

impl Spread {
    /// The point with share `share` below, 0 to 1.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        if self.sd == 0.0 { self.mean } else { self.mean + self.sd * normal_quantile(share) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        let of = |shape| Assumption { value: 0.0, prior: shape };
        // Beta(6, 4): R's qbeta gives 0.3449414 and 0.8312495.
        let beta = of(PriorShape::Beta { alpha: 6.0, beta: 4.0 });
        assert!((beta.quantile(0.05) - 0.344_941_4).abs() < 1e-7, "{}", beta.quantile(0.05));
        assert!((beta.quantile(0.95) - 0.831_249_5).abs() < 1e-7, "{}", beta.quantile(0.95));
        // The absolute value of a standard normal: 0.0627068 and 1.959964.
        let half = of(PriorShape::HalfNormal { scale: 1.0 });
        assert!((half.quantile(0.05) - 0.062_706_8).abs() < 1e-6);
        assert!((half.quantile(0.95) - 1.959_964).abs() < 1e-6);
        // Bounds far away cut nothing off; bounds at the quartiles leave the middle half.
        let normal = |sd, bound: f64| of(PriorShape::Normal { mean: 1.0, sd, lower: 1.0 - bound, upper: 1.0 + bound });
        assert!((normal(2.0, 91.0).quantile(0.95) - 4.289_707).abs() < 1e-5);
        let quartile = normal_quantile(0.75);
        assert!((normal(1.0, quartile).quantile(0.25) - (1.0 + normal_quantile(0.375))).abs() < 1e-12);
        assert_eq!(normal(0.0, 0.0).quantile(0.3), 1.0);
    }
}
