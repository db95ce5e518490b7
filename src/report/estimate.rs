//! An estimate in words, as the console shows it: the mean with its simulation
//! error, and the range the data leave open.

use std::ops::Neg;

use super::percent::{Counted, chance, error_points, interval_if_any, interval_points, signed_points};
use crate::engine::results::Estimate;

impl Neg for Estimate {
    type Output = Self;

    /// The same difference seen from the other side.
    fn neg(self) -> Self {
        let [low, high] = self.interval90;
        Self { mean: -self.mean, interval90: [-high, -low], ..self }
    }
}

impl Estimate {
    /// A difference seen from the side where it is not below zero.
    pub(super) fn absolute(self) -> Self {
        if self.mean < 0.0 { -self } else { self }
    }

    /// A chance, for example `23.4% ±0.4 (plausible range 15–34%)`.
    ///
    /// The first number is the posterior mean, `±` its Monte Carlo standard error in percentage points. The range
    /// is the 90% credible interval; it is left out where the parameters were held at central values.
    #[must_use]
    pub fn as_chance(&self) -> String {
        // Without the number of seasons, an outcome never seen is only said to be below a tenth of a point.
        let mean = chance(self, Counted::Exactly);
        in_words(&format!("{mean} {}", error_points(self)), interval_if_any(self))
    }

    /// A difference of chances, for example `−3.2 points ±0.1 (plausible range −5.4 to −1.1)`.
    #[must_use]
    pub fn as_points(&self) -> String {
        in_words(&format!("{} points {}", signed_points(self.mean), error_points(self)), interval_points(self))
    }
}

fn in_words(mean: &str, interval: Option<String>) -> String {
    match interval {
        Some(interval) => format!("{mean} (plausible range {interval})"),
        None => mean.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_says_mean_error_and_interval() {
        let chance = Estimate { mean: 0.2344, interval90: [0.151, 0.338], mc_error: 0.0041 };
        assert_eq!(chance.as_chance(), "23.4% ±0.4 (plausible range 15–34%)");
        let difference = Estimate { mean: -0.0321, interval90: [-0.0541, -0.0112], mc_error: 0.0011 };
        assert_eq!(difference.as_points(), "−3.2 points ±0.1 (plausible range −5.4 to −1.1)");
    }

    #[test]
    fn at_central_parameters_there_is_no_interval() {
        let chance = Estimate { mean: 0.2344, interval90: [0.2344; 2], mc_error: 0.0 };
        assert_eq!(chance.as_chance(), "23.4% ±<0.1");
    }
}
