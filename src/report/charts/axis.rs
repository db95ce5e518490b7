//! The axis of a plot: its ends, its round steps with their labels, and its title.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use super::palette::TICK;
use super::text;
use crate::report::number::dollars;

/// One axis.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// Value at the left or lower end.
    pub low: f64,
    /// Value at the other end, above `low`.
    pub high: f64,
    /// Values with a label.
    pub ticks: Vec<(f64, String)>,
    /// What the values are; empty if that is said elsewhere.
    pub title: String,
    /// Whether lines lead from the steps across the plot.
    pub has_grid: bool,
}

impl Axis {
    /// An axis without steps between two values.
    pub(super) fn blank(low: f64, high: f64) -> Self {
        Self { low, high, ticks: Vec::new(), title: String::new(), has_grid: false }
    }

    /// The same with labels at these values, and no lines from them.
    pub(super) fn labeled(self, ticks: impl IntoIterator<Item = (f64, String)>) -> Self {
        Self { ticks: ticks.into_iter().collect(), has_grid: false, ..self }
    }

    /// The same with a title.
    pub(super) fn titled(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    /// The same with its labels changed.
    pub(super) fn relabeled(mut self, label: impl Fn(f64, &str) -> String) -> Self {
        for (value, words) in &mut self.ticks {
            *words = label(*value, words);
        }
        self
    }

    /// The same without lines across the plot.
    pub(super) fn without_grid(self) -> Self {
        Self { has_grid: false, ..self }
    }

    /// Round values that enclose two others, about `wanted` steps apart, with as many decimals as they need.
    pub(super) fn round(low: f64, high: f64, wanted: f64) -> Self {
        let steps = round_steps(low, high, wanted);
        let ticks = steps.iter().map(|&step| (step, label(step, &steps)));
        let (first, last) = (steps[0], steps[steps.len() - 1]);
        Self { has_grid: true, ..Self::blank(first, last).labeled(ticks) }
    }

    /// Round amounts of dollars that enclose two others.
    pub(super) fn dollars(low: f64, high: f64, wanted: f64) -> Self {
        Self::round(low, high, wanted).relabeled(|value, _| dollars(value))
    }

    /// Shares from 0 to a round percentage above `highest`, at most 1.
    pub(super) fn up_to(highest: f64) -> Self {
        let percent = Self::round(0.0, (100.0 * highest.max(0.01)).min(100.0), 5.0);
        let ticks = percent.ticks.into_iter().filter(|(step, _)| *step <= 100.0);
        let ticks: Vec<_> = ticks.map(|(step, words)| (step / 100.0, format!("{words}%"))).collect();
        let high = ticks.last().map_or(1.0, |(step, _)| *step);
        Self { has_grid: true, ..Self::blank(0.0, high).labeled(ticks) }
    }

    /// Shares from 0 to 1 with a step at every `percent`.
    pub(super) fn shares(percent: u8) -> Self {
        let steps = (0..=100_u8).step_by(percent.into());
        let ticks = steps.map(|step| (f64::from(step) / 100.0, format!("{step}%")));
        Self { has_grid: true, ..Self::blank(0.0, 1.0).labeled(ticks) }
    }

    /// Widest label, in pixels.
    pub(super) fn widest(&self) -> f64 {
        self.ticks.iter().map(|(_, words)| text::width(words, TICK.size)).fold(0.0, f64::max)
    }
}

/// An axis is a coordinate of plotters, whose key points are the steps.
impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    /// Values beyond an end are set at the end.
    #[expect(clippy::cast_possible_truncation, reason = "between two positions on a sheet")]
    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        (f64::from(from) + share * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let steps = self.ticks.iter().filter(|_| !hint.weight().allow_light_points());
        steps.map(|(step, _)| *step).collect()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks.iter().find(|(step, _)| step == value).map(|(_, words)| words.clone()).unwrap_or_default()
    }
}

/// Round values from at or below `low` to at or above `high`, about `wanted` steps apart.
fn round_steps(low: f64, high: f64, wanted: f64) -> Vec<f64> {
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
fn label(value: f64, steps: &[f64]) -> String {
    let is_exact = |decimals: i32| {
        let scale = 10_f64.powi(decimals);
        steps.iter().all(|step| (step * scale - (step * scale).round()).abs() < 1e-6)
    };
    let decimals = (0..6).find(|&decimals| is_exact(decimals)).unwrap_or(6);
    format!("{value:.*}", usize::try_from(decimals).unwrap_or(0))
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
