//! The logistic function, and its mean under a normal shift.
//!
//! All through the `libm` crate, so that every machine gets the same bits.

/// Nodes and weights of 5-point Gauss–Hermite quadrature for the standard
/// normal law (probabilists' convention; Abramowitz & Stegun, table 25.10, rescaled).
pub const GAUSS_HERMITE_5: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_720_69),
    (-1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (0.0, 0.533_333_333_333_333_3),
    (1.355_626_179_974_266, 0.222_075_922_005_612_6),
    (2.856_970_013_872_806, 0.011_257_411_327_720_69),
];

/// `1 / (1 + exp(−x))`, from any real number (infinities included) to 0..1.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `ln(p / (1 − p))`, the inverse of [`logistic`].
#[must_use]
pub fn logit(p: f64) -> f64 {
    libm::log(p / (1.0 - p))
}

/// Mean of `logistic(x + spread·e)` over `e ~ N(0,1)`, by 5-point
/// Gauss–Hermite quadrature (`docs/methods.md` §11).
#[must_use]
pub fn mean_logistic(x: f64, spread: f64) -> f64 {
    if spread == 0.0 {
        return logistic(x);
    }
    GAUSS_HERMITE_5.iter().map(|(node, weight)| weight * logistic(x + spread * node)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quadrature_integrates_polynomials_up_to_degree_nine() {
        let moment = |power: i32| -> f64 { GAUSS_HERMITE_5.iter().map(|(x, w)| w * x.powi(power)).sum() };
        for (power, exact) in [(0, 1.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
            assert!((moment(power) - exact).abs() < 1e-10 * exact, "moment {power}: {}", moment(power));
        }
    }

    #[test]
    fn the_mean_logistic_agrees_with_a_fine_riemann_sum() {
        for x in [-6.0, -3.5, -1.0, 0.0, 2.0] {
            let step = 1e-3;
            let exact: f64 = (-8000..=8000)
                .map(|k| {
                    let e = f64::from(k) * step;
                    logistic(x + 0.76 * e) * libm::exp(-e * e / 2.0) / (2.0 * std::f64::consts::PI).sqrt() * step
                })
                .sum();
            assert!((mean_logistic(x, 0.76) - exact).abs() < 2e-5, "at {x}");
        }
    }

    #[test]
    fn logit_inverts_logistic_and_the_ends_are_exact() {
        assert!((logit(logistic(-3.7)) + 3.7).abs() < 1e-12);
        assert_eq!(logistic(f64::NEG_INFINITY), 0.0);
        assert_eq!(logistic(f64::INFINITY), 1.0);
    }
}
