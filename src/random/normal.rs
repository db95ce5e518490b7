//! The standard normal law and its quantiles, the same on every machine.
//!
//! Wichura, "Algorithm AS 241: the percentage points of the normal
//! distribution", Applied Statistics 37 (1988), routine PPND16: relative
//! accuracy about 1e-16. Logarithms go through `libm`.

const CENTRE_NUMERATOR: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const CENTRE_DENOMINATOR: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_545,
];
const MIDDLE_NUMERATOR: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const MIDDLE_DENOMINATOR: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const TAIL_NUMERATOR: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const TAIL_DENOMINATOR: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

fn ratio(numerator: &[f64; 8], denominator: &[f64; 8], x: f64) -> f64 {
    let evaluate = |polynomial: &[f64; 8]| polynomial.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient);
    evaluate(numerator) / evaluate(denominator)
}

/// `Φ⁻¹(p)`: −∞ at 0, +∞ at 1, not a number outside 0..1.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    let centred = p - 0.5;
    if centred.abs() <= 0.425 {
        return centred * ratio(&CENTRE_NUMERATOR, &CENTRE_DENOMINATOR, 0.180_625 - centred * centred);
    }
    let tail = if centred < 0.0 { p } else { 1.0 - p };
    if tail <= 0.0 {
        return if tail < 0.0 { f64::NAN } else { centred.signum() * f64::INFINITY };
    }
    let root = (-libm::log(tail)).sqrt();
    let magnitude = if root <= 5.0 {
        ratio(&MIDDLE_NUMERATOR, &MIDDLE_DENOMINATOR, root - 1.6)
    } else {
        ratio(&TAIL_NUMERATOR, &TAIL_DENOMINATOR, root - 5.0)
    };
    centred.signum() * magnitude
}

/// `Φ(z)`, the share of the standard normal law below `z`.
#[must_use]
pub fn normal_share(z: f64) -> f64 {
    libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2) / 2.0
}

/// The standard normal draw of a 32-bit word: the quantile at the middle of its cell.
#[must_use]
pub fn normal_of_word(word: u32) -> f64 {
    normal_quantile(uniform_of_word(word))
}

/// The uniform draw of a 32-bit word: the middle of its cell of 0..1, never an end.
#[must_use]
pub fn uniform_of_word(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF, Normal};

    use super::*;

    #[test]
    fn the_quantile_agrees_with_an_independent_distribution_function() {
        let normal = Normal::standard();
        for k in 1..2000 {
            let p = f64::from(k) / 2000.0;
            let error = normal.cdf(normal_quantile(p)) - p;
            // The judge itself is good to about 1e-11.
            assert!(error.abs() < 1e-10, "at {p}: {error}");
        }
        for p in [1e-300, 1e-20, 1e-10, 1e-5] {
            let relative = normal.cdf(normal_quantile(p)) / p - 1.0;
            assert!(relative.abs() < 1e-9, "at {p}: {relative}");
        }
    }

    #[test]
    fn the_published_check_values_hold() {
        for (p, x) in
            [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814), (1e-20, -9.262_340_089_798_408)]
        {
            assert!((normal_quantile(p) - x).abs() < 1e-13 * x.abs() * 10.0, "at {p}");
        }
    }

    #[test]
    fn the_ends_are_infinite_and_outside_is_not_a_number() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(1.5).is_nan());
        assert!(normal_of_word(0).is_finite() && normal_of_word(u32::MAX).is_finite());
    }
}
