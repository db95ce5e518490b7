//! One TOML value to one typed value, or a complaint that says what is allowed.

use schemars::JsonSchema;
use serde_spanned::Spanned;
use toml::de::{DeInteger, DeValue};

use crate::model::date::Date;
use crate::model::soap::SoapChoice;
use crate::model::{ApplicantType, Role, Screening, Uncertain, Visa};
use crate::reference::words::{Meaning, WordKind, meaning};
use crate::scenario::diagnose::{did_you_mean, meant, quoted};
use crate::scenario::numbers::{self, Typed};

/// What counts as together for a couple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Nearness {
    /// In one state.
    State,
    /// In one of the nine divisions of the country by the Census Bureau, for example New England.
    Division,
    /// In one of its four regions, for example the Northeast.
    Region,
}

/// What is wrong with a value; the place is added by the section that holds it.
#[derive(Debug, PartialEq)]
pub struct Complaint {
    /// What was found, completing "`key` …".
    pub message: String,
    /// Remark at the value.
    pub label: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Complaint {
    fn type_of(found: &DeValue<'_>, wanted: &str) -> Self {
        Self {
            message: format!("must be {wanted}, not {}", type_name(found)),
            label: format!("expected {wanted}"),
            hint: None,
        }
    }

    fn range(found: f64, low: f64, high: f64) -> Self {
        let shown = if found.abs() < 1e15 { found.to_string() } else { format!("{found:e}") };
        Self {
            message: format!("is {shown}, which is out of range"),
            label: format!("allowed: {low} to {high}"),
            hint: None,
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// A text of 1 to `longest` characters, spaces at the ends dropped.
pub fn text(longest: usize) -> impl Fn(&DeValue<'_>) -> Result<String, Complaint> {
    move |value| {
        let wrong = || Complaint::type_of(value, "a string").hint("write it in double quotes");
        let typed = value.as_str().ok_or_else(wrong)?.trim();
        let count = typed.chars().count();
        if (1..=longest).contains(&count) {
            return Ok(typed.to_owned());
        }
        let message = if count == 0 { "is empty".to_owned() } else { format!("has {count} characters") };
        Err(Complaint { message, label: format!("allowed: 1 to {longest} characters"), hint: None })
    }
}

/// Most texts of one list.
const MOST_TEXTS: usize = 100;

/// Texts in brackets.
pub fn texts(value: &DeValue<'_>) -> Result<Vec<Spanned<String>>, Complaint> {
    let wanted = "a list of texts";
    let DeValue::Array(items) = value else {
        let complaint = Complaint::type_of(value, wanted);
        let example = value.as_str().map_or("[\"one\", \"another\"]".to_owned(), |text| format!("[{text:?}]"));
        return Err(complaint.hint(format!("write {example}")));
    };
    if items.len() > MOST_TEXTS {
        let message = format!("has {} entries", items.len());
        return Err(Complaint { message, label: format!("allowed: 0 to {MOST_TEXTS} entries"), hint: None });
    }
    let each = items.iter().map(|item| Ok(Spanned::new(item.span(), text(LONGEST_ENTRY)(item.get_ref())?)));
    each.collect()
}

/// Characters of the longest text of a list.
const LONGEST_ENTRY: usize = 80;

/// A day, in quotes or as a TOML date.
pub fn day(value: &DeValue<'_>) -> Result<Date, Complaint> {
    let typed = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        _ => return Err(Complaint::type_of(value, "a date").hint("write year, month and day: \"2026-11-15\"")),
    };
    Date::parse(&typed).ok_or_else(|| Complaint {
        message: format!("is {}, which is not a day", quoted(&typed)),
        label: "no such day".to_owned(),
        hint: Some("write year, month and day: \"2026-11-15\"".to_owned()),
    })
}

/// `true` or `false`.
pub fn flag(value: &DeValue<'_>) -> Result<bool, Complaint> {
    value.as_bool().ok_or_else(|| {
        let complaint = Complaint::type_of(value, "true or false");
        complaint.hint(if value.is_str() { "write true or false without quotes" } else { "write true or false" })
    })
}

/// A whole number in this range, ends included.
pub fn whole((low, high): (u64, u64)) -> impl Fn(&DeValue<'_>) -> Result<u64, Complaint> {
    move |value| {
        let number = match value {
            DeValue::Integer(number) => integer(number),
            DeValue::String(text) if numbers::typed(text).is_some() => {
                return Err(Complaint::type_of(value, "a whole number").hint(one_number(text)));
            }
            _ => {
                return Err(
                    Complaint::type_of(value, "a whole number").hint(format!("write one {}", within(low, high)))
                );
            }
        };
        match u64::try_from(number) {
            Ok(number) if (low..=high).contains(&number) => Ok(number),
            _ if high == u64::MAX => Err(Complaint {
                message: format!("is {number}, which is out of range"),
                label: format!("allowed: {low} or more"),
                hint: None,
            }),
            _ => {
                Err(Complaint { message: out_of_range(number), label: format!("allowed: {low} to {high}"), hint: None })
            }
        }
    }
}

/// How to write the number that a text says.
fn one_number(text: &str) -> String {
    match numbers::typed(text) {
        Some(Typed::Number(number)) => format!("write {number} without quotes"),
        Some(Typed::AtLeast(number) | Typed::AtMost(number)) => {
            format!("write one number without quotes, for example {number}")
        }
        Some(Typed::Range(low, high)) => format!("write one number from {low} to {high} without quotes"),
        None => "write one number without quotes".to_owned(),
    }
}

/// The whole numbers that are allowed.
fn within(low: u64, high: u64) -> String {
    if high == u64::MAX { format!("of {low} or more") } else { format!("from {low} to {high}") }
}

/// A TOML integer; beyond 128 bits it is the largest or smallest.
fn integer(number: &DeInteger<'_>) -> i128 {
    let text = number.as_str();
    i128::from_str_radix(text, number.radix()).unwrap_or(if text.starts_with('-') { i128::MIN } else { i128::MAX })
}

fn out_of_range(number: i128) -> String {
    let is_readable = number != i128::MAX && number != i128::MIN;
    if is_readable { format!("is {number}, which is out of range") } else { "is out of range".to_owned() }
}

/// A number in this range, ends included.
pub fn number((low, high): (f64, f64)) -> impl Fn(&DeValue<'_>) -> Result<f64, Complaint> {
    move |value| {
        let number = as_number(value).ok_or_else(|| {
            let complaint = Complaint::type_of(value, "a number");
            match value.as_str().filter(|text| numbers::typed(text).is_some()) {
                Some(text) => complaint.hint(one_number(text)),
                None => complaint.hint(format!("write one from {low} to {high}")),
            }
        })?;
        // A zero has no sign: `-0` would come back in tables as `-0`.
        if (low..=high).contains(&number) { Ok(number + 0.0) } else { Err(Complaint::range(number, low, high)) }
    }
}

fn as_number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => Some(integer(number) as f64),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

/// A number, or a range `"240 to 250"`, both ends within `bounds`.
pub fn uncertain(bounds: (f64, f64)) -> impl Fn(&DeValue<'_>) -> Result<Uncertain, Complaint> {
    move |value| match value {
        DeValue::String(text) => range(text, bounds),
        DeValue::Integer(_) | DeValue::Float(_) => number(bounds)(value).map(Uncertain::certain),
        _ => Err(Complaint::type_of(value, "a number or a range such as \"3 to 5\"").hint(format!(
            "write one number from {} to {}, or two of them with `to` between and in quotes",
            bounds.0, bounds.1
        ))),
    }
}

fn range(text: &str, (lowest, highest): (f64, f64)) -> Result<Uncertain, Complaint> {
    let ends: Vec<Option<f64>> = text.split(" to ").map(|end| end.trim().parse().ok()).collect();
    match ends.as_slice() {
        [Some(low), Some(high)] if low > high => Err(Complaint {
            message: format!("is a range that falls: {low} to {high}"),
            label: "the smaller number comes first".to_owned(),
            hint: Some(format!("write \"{high} to {low}\"")),
        }),
        [Some(low), Some(high)] => match [*low, *high].into_iter().find(|end| !(lowest..=highest).contains(end)) {
            Some(outside) => Err(Complaint::range(outside, lowest, highest)),
            None => Ok(Uncertain { low: *low + 0.0, high: *high + 0.0 }),
        },
        [Some(_)] => Err(Complaint {
            message: "is a number in quotes".to_owned(),
            label: "expected a number or a range".to_owned(),
            hint: Some(format!("write {} without quotes", text.trim())),
        }),
        _ => Err(Complaint {
            message: format!("is {}, which is neither a number nor a range", quoted(text)),
            label: "expected a number or a range".to_owned(),
            hint: Some(number_or_range(text, highest)),
        }),
    }
}

/// How to write what a text says as a number or a range.
fn number_or_range(text: &str, highest: f64) -> String {
    match numbers::typed(text) {
        Some(Typed::Number(number)) => format!("write {number} without quotes"),
        Some(Typed::Range(low, high)) => format!("write \"{low} to {high}\""),
        Some(Typed::AtLeast(least)) => {
            format!(
                "write a range that you hold for likely, for example \"{least} to {}\"",
                (least + 10.0).min(highest)
            )
        }
        Some(Typed::AtMost(most)) => {
            format!("write a range that you hold for likely, for example \"{} to {most}\"", (most - 10.0).max(0.0))
        }
        None => "write a range as two numbers with `to` between them, for example \"3 to 5\"".to_owned(),
    }
}

/// The same with a hint for an everyday word of this kind.
fn everyday<T>(kind: WordKind, value: &DeValue<'_>, complaint: Complaint) -> Result<T, Complaint> {
    let hint = match value.as_str().and_then(|typed| meaning(kind, typed)) {
        Some(Meaning::Key(key)) => did_you_mean(&[key], |word| format!("\"{word}\"")),
        Some(Meaning::Ask(ask)) => Some(ask.to_owned()),
        None => None,
    };
    Err(Complaint { hint: hint.or(complaint.hint), ..complaint })
}
/// Characters of the longest list of words that a remark holds.
const LONGEST_REMARK: usize = 60;

/// One of these words.
fn word<T: Copy>(value: &DeValue<'_>, words: &[(&'static str, T)]) -> Result<T, Complaint> {
    let known = || words.iter().map(|(word, _)| *word);
    let wanted = format!("one of {}", known().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "));
    let wrong = || Complaint::type_of(value, &wanted).hint("write one of these words, in double quotes");
    let typed = value.as_str().ok_or_else(wrong)?;
    if let Some((_, found)) = words.iter().find(|(word, _)| *word == typed) {
        return Ok(*found);
    }
    let meant = did_you_mean(&meant(typed, known()), |word| format!("\"{word}\""));
    let message = format!("is {}, which is unknown", quoted(typed));
    // A remark stands in one line, and a long list does not fit there.
    if wanted.chars().count() > LONGEST_REMARK {
        let hint = meant.map_or_else(|| format!("write {wanted}"), |meant| format!("{meant} otherwise write {wanted}"));
        return Err(Complaint { message, label: "unknown".to_owned(), hint: Some(hint) });
    }
    Err(Complaint { message, label: wanted, hint: meant })
}

/// An applicant type.
pub fn applicant_type(value: &DeValue<'_>) -> Result<ApplicantType, Complaint> {
    word(value, &ApplicantType::ALL.map(|kind| (kind.key(), kind)))
        .or_else(|complaint| everyday(WordKind::ApplicantType, value, complaint))
}

/// A visa.
pub fn visa(value: &DeValue<'_>) -> Result<Visa, Complaint> {
    word(value, &[Visa::None, Visa::J1, Visa::H1bOnly, Visa::J1OrH1b].map(|visa| (visa.key(), visa)))
        .or_else(|complaint| everyday(WordKind::Visa, value, complaint))
}

/// The role of a preliminary line.
pub fn role(value: &DeValue<'_>) -> Result<Role, Complaint> {
    word(value, &[("pgy1", Role::Pgy1), ("primary", Role::Primary), ("both", Role::Both)])
}

/// What counts as together for a couple.
pub fn nearness(value: &DeValue<'_>) -> Result<Nearness, Complaint> {
    let words = [("state", Nearness::State), ("division", Nearness::Division), ("region", Nearness::Region)];
    word(value, &words)
}

/// Which places of SOAP would be taken.
pub fn soap(value: &DeValue<'_>) -> Result<SoapChoice, Complaint> {
    word(value, &[("any", SoapChoice::Any), ("categorical", SoapChoice::Categorical), ("no", SoapChoice::No)])
}

/// How well the programs of a line were chosen: a word, or a number from 0 to 1.
pub fn screening(value: &DeValue<'_>) -> Result<Screening, Complaint> {
    if as_number(value).is_some() {
        return number((0.0, 1.0))(value).map(Screening::Level);
    }
    let words = [("none", Screening::None), ("typical", Screening::Typical), ("researched", Screening::Researched)];
    word(value, &words).map_err(|complaint| {
        let label = format!("{}, or a number 0 to 1", complaint.label);
        Complaint { label, ..complaint }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> DeValue<'_> {
        DeValue::parse(text).unwrap().into_inner()
    }

    #[test]
    fn integers_too_large_for_any_type_are_out_of_range_and_do_not_wrap() {
        for text in ["99999999999999999999999999999999999999999999", "0xffffffffffffffffffff", "-1", "13"] {
            let complaint = whole((0, 12))(&value(text)).unwrap_err();
            assert_eq!(complaint.label, "allowed: 0 to 12", "{text}");
        }
        assert_eq!(whole((0, 12))(&value("12")), Ok(12));
    }

    #[test]
    fn numbers_that_are_not_finite_are_out_of_range() {
        for text in ["nan", "inf", "-inf", "1e400", "-0.01", "1.01"] {
            assert!(number((0.0, 1.0))(&value(text)).is_err(), "{text}");
        }
        assert_eq!(number((0.0, 1.0))(&value("1")), Ok(1.0));
    }

    #[test]
    fn zero_is_read_without_a_sign() {
        for text in ["-0", "-0.0", "-0e3", "0.0"] {
            let read = number((0.0, 1.0))(&value(text)).unwrap();
            assert!(read == 0.0 && read.is_sign_positive(), "{text}");
        }
        let range = uncertain((0.0, 10.0))(&value("\"-0.0 to -0.0\"")).unwrap();
        assert!(range.low.is_sign_positive() && range.high.is_sign_positive());
    }

    #[test]
    fn a_range_needs_two_rising_numbers_within_bounds() {
        let read = |text: &str| uncertain((100.0, 300.0))(&value(text));
        assert_eq!(read("\"240 to 250\""), Ok(Uncertain { low: 240.0, high: 250.0 }));
        assert_eq!(read("248"), Ok(Uncertain::certain(248.0)));
        for wrong in ["\"250 to 240\"", "\"240-250\"", "\"240\"", "\"240 to nan\"", "\"90 to 240\"", "\" to \"", "true"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_are_matched_exactly_and_the_nearest_is_named() {
        assert_eq!(visa(&value("\"h1b_only\"")), Ok(Visa::H1bOnly));
        assert_eq!(visa(&value("\"J1\"")).unwrap_err().hint.as_deref(), Some("did you mean \"j1\"?"));
        assert_eq!(screening(&value("0.4")), Ok(Screening::Level(0.4)));
        assert!(screening(&value("1.4")).is_err());
    }
}
