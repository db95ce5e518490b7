//! Round numbers for axes.

/// Round values from at or below `low` to at or above `high`, about `wanted` steps apart.
pub(super) fn round_steps(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite()) {
        return vec![0.0, 1.0];
    }
    let span = (high - low).max(1e-6 * high.abs().max(1.0));
    let rough = span / wanted.max(1.0);
    let magnitude = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * magnitude).into_iter().find(|&step| step >= rough);
    let step = step.unwrap_or(10.0 * magnitude);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    std::iter::successors(Some(first), |index| Some(index + 1.0))
        .take_while(|&index| index <= last)
        .map(|index| index * step)
        .collect()
}

/// A step of an axis with as many decimals as the steps need.
pub(super) fn label(value: f64, steps: &[f64]) -> String {
    let is_exact = |decimals: i32| {
        let scale = 10_f64.powi(decimals);
        steps.iter().all(|step| (step * scale - (step * scale).round()).abs() < 1e-6)
    };
    let decimals = (0..6).find(|&decimals| is_exact(decimals)).unwrap_or(6);
    format!("{value:.*}", usize::try_from(decimals).unwrap_or(0))
}

/// Maps a value on an axis to pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    /// Smallest value on the axis.
    pub low: f64,
    /// Largest value on the axis, above `low`.
    pub high: f64,
    /// Where the smallest value stands.
    pub from: f64,
    /// Where the largest value stands.
    pub to: f64,
}

impl Scale {
    /// Position of a value; values beyond the ends stay at the ends.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_enclose_the_values() {
        assert_eq!(round_steps(0.0, 93.0, 5.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(round_steps(940.0, 5_210.0, 5.0), [0.0, 1_000.0, 2_000.0, 3_000.0, 4_000.0, 5_000.0, 6_000.0]);
    }

    #[test]
    fn labels_have_the_decimals_of_the_steps() {
        let steps = round_steps(0.0, 0.9, 5.0);
        let labels: Vec<String> = steps.iter().map(|&step| label(step, &steps)).collect();
        assert_eq!(labels, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(label(40.0, &[0.0, 20.0, 40.0]), "40");
    }

    #[test]
    fn a_single_value_still_gives_an_axis() {
        let steps = round_steps(3_960.0, 3_960.0, 5.0);
        assert!(steps.len() >= 2 && steps.len() < 20 && steps[0] <= 3_960.0, "{steps:?}");
    }

    #[test]
    fn values_that_are_not_finite_still_give_an_axis() {
        assert_eq!(round_steps(f64::NAN, f64::INFINITY, 5.0), [0.0, 1.0]);
    }
}
