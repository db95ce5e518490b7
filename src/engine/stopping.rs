//! When to stop, and intervals that stay valid although one looked.
//!
//! A run with a target looks at its errors again and again and stops when they
//! are small; an ordinary interval computed at such a moment covers less often
//! than it says. The asymptotic confidence sequence of Waudby-Smith, Arbour,
//! Sinha, Kennedy & Ramdas ("Time-uniform central limit theory and asymptotic
//! confidence sequences", Annals of Statistics 52, 2024, theorem 2.2) covers at
//! all looks together.

use super::results::Estimate;
use crate::random::stratified::TOGETHER;

/// Parameter draws before the first look at the errors: 32 groups.
pub const FIRST_LOOK_DRAWS: usize = 32 * TOGETHER;

/// Independent parts at which the confidence sequence is narrowest relative to an
/// ordinary interval: the groups of 1,024 draws.
const TUNED_FOR_PARTS: f64 = 128.0;

/// Half-width, in standard errors of the mean, of a sequence that covers with
/// probability 95% at every number of independent parts at once.
///
/// `√( 2(nρ²+1)/(nρ²) · ln( √(nρ²+1)/α ) )` with `α = 0.05`; `ρ²` is the choice
/// that is tightest at the number of parts named above (their equation 10).
#[must_use]
pub fn sequence_multiplier(parts: usize) -> f64 {
    let alpha: f64 = 0.05;
    let tail = -2.0 * libm::log(alpha);
    let rho_squared = (tail + libm::log(tail) + 1.0) / TUNED_FOR_PARTS;
    let scaled = parts as f64 * rho_squared;
    (2.0 * (scaled + 1.0) / scaled * libm::log((scaled + 1.0).sqrt() / alpha)).sqrt()
}

/// The interval for a chance that holds at every look.
#[must_use]
pub fn always_valid_interval95(estimate: &Estimate, parts: usize) -> [f64; 2] {
    let half = sequence_multiplier(parts) * estimate.mc_error;
    [(estimate.mean - half).max(0.0), (estimate.mean + half).min(1.0)]
}

/// Whether every standard error has reached the target.
#[must_use]
pub fn target_is_reached(estimates: &[Estimate], target: f64) -> bool {
    estimates.iter().all(|estimate| estimate.mc_error <= target)
}

#[cfg(test)]
mod tests {
    use rand::rand_core::Rng;

    use super::*;
    use crate::engine::estimate::{DrawMean, estimate, independent_parts};
    use crate::random::normal_of_word;
    use crate::random::philox::{Key, PhiloxStream};

    /// 400 runs, each looking after every 128 draws up to 4,096 and stopping at
    /// the look that is furthest from the truth, the worst stopping rule there
    /// is. At 95% coverage 20 misses are expected; more than 35 has probability
    /// below 0.1%. The ordinary interval misses far more often.
    #[test]
    fn the_sequence_covers_even_at_the_worst_moment_to_stop() {
        let (mut misses, mut ordinary_misses) = (0, 0);
        for run in 0..400 {
            let mut stream = PhiloxStream::new(Key::new(77), [run, 0, 0]);
            let (mut missed, mut ordinary_missed) = (false, false);
            let mut draws = Vec::new();
            while draws.len() < 4096 {
                let mean = 0.5 + 0.1 * normal_of_word(stream.next_u32());
                draws.push(DrawMean { trials: 1.0, mean, chance_variance: 0.0 });
                if draws.len() >= FIRST_LOOK_DRAWS && draws.len() % 128 == 0 {
                    let found = estimate(&draws);
                    let [low, high] = always_valid_interval95(&found, independent_parts(draws.len()));
                    missed |= !(low..=high).contains(&0.5);
                    ordinary_missed |= (found.mean - 0.5).abs() > 1.96 * found.mc_error;
                }
            }
            misses += u32::from(missed);
            ordinary_misses += u32::from(ordinary_missed);
        }
        assert!(misses <= 35, "{misses} of 400 runs missed");
        assert!(ordinary_misses > 60, "looking is harmless? {ordinary_misses}");
    }
}
