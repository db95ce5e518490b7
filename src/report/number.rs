//! Counts and amounts in words.

use crate::engine::results::Estimate;

/// A whole number with thousands separated, for example `1,000,000`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An amount in whole United States dollars, for example `$3,960`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "finite and not negative; `as` saturates")]
pub fn dollars(amount: f64) -> String {
    if amount.is_finite() {
        let sign = if amount <= -0.5 { "−" } else { "" };
        format!("{sign}${}", thousands(amount.abs().round() as u64))
    } else {
        "–".to_owned()
    }
}

/// A mean count of interviews with the digits its error supports, for example `5.2`.
pub fn mean_count(estimate: &Estimate) -> String {
    decimal(estimate.mean, estimate.mc_error, 1)
}

/// A value between 0 and 1 with the digits its error supports, for example `0.52`.
pub fn value(estimate: &Estimate) -> String {
    decimal(estimate.mean, estimate.mc_error, 3)
}

/// A noun with its count, for example `1 application` or `180 applications`.
pub fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(count))
}

/// Rounds where the error has its first digit, with at most `most` decimals.
fn decimal(mean: f64, error: f64, most: usize) -> String {
    if !mean.is_finite() {
        return "–".to_owned();
    }
    let mut decimals = 0;
    let mut unit = 1.0;
    while decimals < most && error < 0.95 * unit {
        decimals += 1;
        unit /= 10.0;
    }
    let text = format!("{mean:.decimals$}");
    if mean > 0.0 && text.chars().all(|sign| matches!(sign, '0' | '.')) { format!("< {unit:.decimals$}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_from_the_right() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(dollars(3_959.6), "$3,960");
    }

    #[test]
    fn means_keep_only_the_digits_their_error_supports() {
        let estimate = |mean, mc_error| Estimate { mean, interval90: [mean, mean], mc_error };
        assert_eq!(mean_count(&estimate(5.234, 0.01)), "5.2");
        assert_eq!(mean_count(&estimate(5.234, 1.2)), "5");
        assert_eq!(mean_count(&estimate(0.004, 0.001)), "< 0.1");
        assert_eq!(value(&estimate(0.523_4, 0.02)), "0.52");
        assert_eq!(value(&estimate(0.523_4, 0.000_2)), "0.523");
    }
}
