//! Which programs a line reaches (`docs/methods.md` §3).

use super::logistic::logistic;
use crate::random::normal_quantile;

/// What the applicant sees of the openness of the program at `position`
/// (1-based, counted through all lines of the track) among `pool` programs:
/// `v_i = Φ⁻¹(1 − (i − 3/8) / (N' + 1/4))`, best first.
///
/// `pool` may be fractional (programs times the share that sponsors). Positions
/// run from 1 to `floor(pool)`; beyond that the scenario is refused.
#[must_use]
pub fn seen_openness(position: u32, pool: f64) -> f64 {
    normal_quantile(1.0 - (f64::from(position) - 0.375) / (pool + 0.25))
}

/// Programs that the usual applicant knows to fit, an assumption: in diagnostic radiology the thirteenth choice, the
/// first that gets no signal, still does far better than the rest.
pub const KNOWN_PROGRAMS: f64 = 15.0;

/// Over how many programs the knowledge fades, an assumption.
const FADING: f64 = 2.0;

/// How far the applicant knows that the program at `position` (1-based, counted through all lines of the track) fits:
/// `f_i = 1/(1 + exp((i − 15)/2))`, from 1 for the first to 0 for the last. Region, school and a mentor's word are
/// known before openness is, and people apply there first.
#[must_use]
pub fn known_fit(position: u32) -> f64 {
    logistic((KNOWN_PROGRAMS - f64::from(position)) / FADING)
}

/// Share of openness that stays unseen at screening `r`: `√(1 − r²)`, the
/// spread of `e_i` in `u_i = r·v_i + √(1−r²)·e_i`.
#[must_use]
pub fn unseen_spread(screening: f64) -> f64 {
    (1.0 - screening * screening).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_program_is_the_most_open_and_the_middle_one_is_average() {
        assert!(seen_openness(1, 204.0) > seen_openness(2, 204.0));
        assert!(seen_openness(102, 203.0).abs() < 1e-12);
    }

    #[test]
    fn openness_over_a_whole_pool_has_mean_zero_and_nearly_unit_variance() {
        let values: Vec<f64> = (1..=500).map(|i| seen_openness(i, 500.0)).collect();
        let mean = values.iter().sum::<f64>() / 500.0;
        let variance = values.iter().map(|v| v * v).sum::<f64>() / 500.0;
        assert!(mean.abs() < 1e-10);
        assert!((variance - 1.0).abs() < 0.01, "{variance}");
    }
}
