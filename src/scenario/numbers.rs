//! Numbers as people write them: `4,500`, `250s`, `>10`, `240-250`.

/// Whole dollars with their thousands marked: `$5,310`.
#[must_use]
pub fn dollars(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let sign = if amount <= -0.5 { "−" } else { "" };
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    format!("{sign}${}", groups.join(","))
}

/// A noun with its count: `1 program`, `40 programs`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// What a typed number says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Typed {
    /// A number with its thousands marked, or a sign of dollars.
    Number(f64),
    /// A range: two numbers, or the ten of `250s`.
    Range(f64, f64),
    /// More than, or at least, the number that stands beside it: the least whole number meant.
    AtLeast(f64),
    /// Less than, or at most: the greatest whole number meant.
    AtMost(f64),
}

/// What a text says as a number, if it says one.
#[must_use]
pub fn typed(text: &str) -> Option<Typed> {
    let text = text.trim().to_lowercase();
    let after = |words: &[&str]| words.iter().find_map(|word| text.strip_prefix(word)).and_then(number);
    let before = |words: &[&str]| words.iter().find_map(|word| text.strip_suffix(word)).and_then(number);
    if let Some(number) = number(&text) {
        return Some(Typed::Number(number));
    }
    if let Some(least) = after(&[">=", "≥", "at least "]).or_else(|| before(&["+", " or more"])) {
        return Some(Typed::AtLeast(least));
    }
    if let Some(below) = after(&[">", "over ", "more than ", "above "]) {
        return Some(Typed::AtLeast(below + 1.0));
    }
    if let Some(most) = after(&["<=", "≤", "at most ", "up to "]).or_else(|| before(&[" or less"])) {
        return Some(Typed::AtMost(most));
    }
    if let Some(above) = after(&["<", "under ", "less than ", "below "]) {
        return Some(Typed::AtMost(above - 1.0));
    }
    if let Some(number) = after(&["~", "≈", "about ", "around ", "roughly ", "approx. ", "approximately "]) {
        return Some(Typed::Number(number));
    }
    let thirds = [("low", 0.0, 3.0), ("mid", 4.0, 6.0), ("high", 7.0, 9.0)];
    let third = thirds.iter().find_map(|(word, first, last)| {
        let rest = text.strip_prefix(word)?.strip_prefix([' ', '-'])?;
        Some((rest, *first, *last))
    });
    let (tens, first, last) = third.unwrap_or((text.as_str(), 0.0, 9.0));
    let tens = ["'s", "s"].iter().find_map(|word| tens.strip_suffix(word)).and_then(number);
    if let Some(tens) = tens.filter(|tens| *tens >= 10.0 && tens % 10.0 == 0.0) {
        return Some(Typed::Range(tens + first, tens + last));
    }
    let ends: Vec<f64> = text.replace(['-', '–', '—'], " to ").split(" to ").map_while(number).collect();
    match ends[..] {
        [low, high] if low <= high => Some(Typed::Range(low, high)),
        _ => None,
    }
}

/// A number that is not negative, perhaps with a sign of dollars and marks between its thousands.
fn number(text: &str) -> Option<f64> {
    let text = text.trim().trim_start_matches('$').trim_start();
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_digits = |group: &str| !group.is_empty() && group.chars().all(|sign| sign.is_ascii_digit());
    let is_marked = groups.len() == 1 || groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    if !is_marked || !groups.iter().all(|group| is_digits(group)) || !part.is_none_or(is_digits) {
        return None;
    }
    let digits = groups.concat() + "." + part.unwrap_or("0");
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_understood_as_people_write_them() {
        for (text, said) in [
            ("4,500", Typed::Number(4500.0)),
            ("$5,000", Typed::Number(5000.0)),
            ("3.5", Typed::Number(3.5)),
            ("250s", Typed::Range(250.0, 259.0)),
            ("250's", Typed::Range(250.0, 259.0)),
            ("mid 240s", Typed::Range(244.0, 246.0)),
            ("high-220s", Typed::Range(227.0, 229.0)),
            ("~240", Typed::Number(240.0)),
            ("240-250", Typed::Range(240.0, 250.0)),
            ("240 to 250", Typed::Range(240.0, 250.0)),
            (">10", Typed::AtLeast(11.0)),
            ("10+", Typed::AtLeast(10.0)),
            ("at least 10", Typed::AtLeast(10.0)),
            ("< 5", Typed::AtMost(4.0)),
        ] {
            assert_eq!(typed(text), Some(said), "{text}");
        }
    }

    #[test]
    fn dollars_have_their_thousands_marked() {
        for (amount, shown) in
            [(5310.0, "$5,310"), (683.0, "$683"), (0.4, "$0"), (-1234.0, "−$1,234"), (1e6, "$1,000,000")]
        {
            assert_eq!(dollars(amount), shown);
        }
    }

    #[test]
    fn what_could_mean_something_else_is_no_number() {
        for text in ["1,1,1", "5k", "-1", "", "4,50", "s", "255s", "250-240", "240-", "2 years", "1-2-3", "nan", "inf"]
        {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
