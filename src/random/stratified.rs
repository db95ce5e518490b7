//! Uniform draws of several quantities, spread evenly over groups of draws.
//!
//! Each group of [`TOGETHER`] draws is a symmetric Latin hypercube (`McKay`, Beckman
//! & Conover, "A comparison of three methods for selecting values of input
//! variables", Technometrics 21, 1979; Ye, Li & Sudjianto, "Algorithmic
//! construction of optimal symmetric Latin hypercube designs", Journal of
//! Statistical Planning and Inference 90, 2000): every quantity has one draw in
//! each of the strata of equal probability, and the draws come in pairs that mirror
//! each other, `u` and `1 − u`, in all quantities at once. What adds up over the
//! quantities is thus almost free of error, and so is every odd function of them.
//! Every single draw is uniform, and groups are independent of each other: an error
//! is judged by the spread of the groups' means.

use rand::RngExt;
use rand::seq::SliceRandom;

use super::address::parameter_stream;
use super::philox::Key;
use super::uniform_of_word;

/// Draws of a group: numbers `8·g` to `8·g + 7`.
pub const TOGETHER: usize = 2 * PAIRS;

/// Mirrored pairs of a group.
const PAIRS: usize = 4;

/// The uniform draw `number` of the quantity `name`, never 0 or 1.
#[must_use]
pub fn uniform(key: Key, number: u64, name: &str) -> f64 {
    let together = TOGETHER as u64;
    let mut stream = parameter_stream(key, number / together, name);
    let place = usize::try_from(number % together).unwrap_or_default();
    // Strata away from the middle, by pair; then the side of it, and the place within.
    let mut strata: [u8; PAIRS] = [0, 1, 2, 3];
    strata.shuffle(&mut stream);
    let mut first = 0.5;
    for stratum in &strata[..=place / 2] {
        let from_middle = (f64::from(*stratum) + uniform_of_word(stream.random())) / TOGETHER as f64;
        first = if stream.random() { 0.5 + from_middle } else { 0.5 - from_middle };
    }
    if place.is_multiple_of(2) { first } else { 1.0 - first }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cells of 0..1")]
mod tests {
    use super::*;

    #[test]
    fn every_stratum_of_a_group_has_one_draw_and_pairs_mirror_each_other() {
        for group in 0..50 {
            let draws: Vec<f64> =
                (0..TOGETHER as u64).map(|k| uniform(Key::new(3), group * TOGETHER as u64 + k, "a")).collect();
            let mut strata: Vec<u32> = draws.iter().map(|u| (u * TOGETHER as f64) as u32).collect();
            strata.sort_unstable();
            assert_eq!(strata, [0, 1, 2, 3, 4, 5, 6, 7], "{draws:?}");
            assert!(draws.chunks_exact(2).all(|pair| pair[0] + pair[1] == 1.0), "{draws:?}");
        }
    }

    /// Over many groups each of the eight places is uniform: chi-squared with 15
    /// degrees of freedom is above 44.3 with probability 1e-4, for eight places.
    #[test]
    fn a_single_draw_is_uniform() {
        let groups = 16_000_u64;
        for place in 0..TOGETHER as u64 {
            let mut cells = [0.0_f64; 16];
            for group in 0..groups {
                cells[(uniform(Key::new(4), group * TOGETHER as u64 + place, "b") * 16.0) as usize] += 1.0;
            }
            let expected = groups as f64 / 16.0;
            let chi: f64 = cells.iter().map(|cell| (cell - expected).powi(2) / expected).sum();
            assert!(chi < 44.3, "place {place}: {chi}");
        }
    }

    /// The product of two centerd uniforms has mean 0; over 4,000 pairs of mirrors the
    /// standard error is 1/12/√4000 = 0.0013; tolerance 4 of them.
    #[test]
    fn quantities_are_independent_of_each_other() {
        let product = |k| (uniform(Key::new(5), k, "a") - 0.5) * (uniform(Key::new(5), k, "b") - 0.5);
        let mean = (0..8_000).map(product).sum::<f64>() / 8_000.0;
        assert!(mean.abs() < 0.0053, "{mean}");
    }
}
