//! One cell to one value, or what is wrong with it.

use super::states::state_code;
use crate::model::Signal;
use crate::reference::Reference;
use crate::reference::words::{TrackName, track_name};
use crate::scenario::diagnose::{did_you_mean, meant, quoted};

/// What was expected instead, and a hint.
pub type Complaint = (String, Option<String>);

/// Longest name or remark, characters.
const LONGEST: usize = 200;

/// The word of a cell without case, spaces and punctuation.
fn letters(cell: &str) -> String {
    cell.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a cell says that its value is not known: nothing, a dash, a question mark, `n/a` or `unknown`.
#[must_use]
pub fn is_blank(cell: &str) -> bool {
    let is_dash = cell.chars().all(|sign| matches!(sign, '-' | '–' | '—' | '?' | '.' | ' '));
    is_dash || matches!(letters(cell).as_str(), "na" | "unknown" | "notknown" | "tbd" | "nodata")
}

/// A text of at most 200 characters.
pub fn text(cell: &str) -> Result<String, Complaint> {
    if cell.chars().count() <= LONGEST && !cell.chars().any(char::is_control) {
        return Ok(cell.to_owned());
    }
    Err((format!("at most {LONGEST} characters, none of them a control character"), None))
}

/// What a word says, if it says yes or no.
fn yes_or_no(cell: &str) -> Option<bool> {
    match (letters(cell).as_str(), number(cell)) {
        ("yes" | "y" | "true" | "t" | "x", _) | (_, Some(1.0)) => Some(true),
        ("no" | "n" | "false" | "f" | "none", _) | (_, Some(0.0)) => Some(false),
        ("", _) if matches!(cell, "✓" | "✔" | "☑") => Some(true),
        ("", _) if matches!(cell, "✗" | "✘" | "☐") => Some(false),
        _ => None,
    }
}

/// `yes` or `no`.
pub fn flag(cell: &str) -> Result<bool, Complaint> {
    yes_or_no(cell)
        .ok_or_else(|| ("`yes`, `no` or nothing".to_owned(), Some("leave it empty where it is not known".to_owned())))
}

/// Whether a visa is sponsored: `yes`, `no`, or the name of the visa itself.
pub fn visa_flag(cell: &str, visa: &str) -> Result<bool, Complaint> {
    if letters(cell).starts_with(visa) { Ok(true) } else { flag(cell) }
}

/// Which visas are sponsored, J-1 and H-1B: named ones are, and others are not known unless it says none.
pub fn visas(cell: &str) -> Result<(Option<bool>, Option<bool>), Complaint> {
    let typed = letters(cell);
    if yes_or_no(cell) == Some(false) || matches!(typed.as_str(), "novisa" | "nosponsorship" | "notsponsored") {
        return Ok((Some(false), Some(false)));
    }
    let is_said = |visa: &str| typed.contains(visa).then_some(true);
    match (is_said("j1"), is_said("h1")) {
        (None, None) => Err((
            "the visas that are sponsored, for example `J-1; H-1B`, or `none`".to_owned(),
            Some("leave it empty where it is not known".to_owned()),
        )),
        _ if typed.contains("no") => Err((
            "the visas that are sponsored and nothing else, for example `J-1; H-1B`".to_owned(),
            Some("to say of one visa that it is not sponsored, use columns `j1` and `h1b`".to_owned()),
        )),
        (Some(_), None) if typed.contains("only") => Ok((Some(true), Some(false))),
        (None, Some(_)) if typed.contains("only") => Ok((Some(false), Some(true))),
        said => Ok(said),
    }
}

/// A number as it stands in a cell, with a comma or a point before its decimals.
fn number(text: &str) -> Option<f64> {
    let is_decimal = |text: &str| text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | '-'));
    let text = text.trim().replacen(',', ".", 1);
    text.parse().ok().filter(|_| is_decimal(&text))
}

/// Whether a cell is a number above 1 without a percent sign, so that its column holds percentages.
pub fn is_bare_percentage(cell: &str) -> bool {
    number(cell).is_some_and(|number| number > 1.0)
}

/// A share of a whole: a number from 0 to 1, a percentage, or a quotient such as `5/10`.
pub fn share(cell: &str) -> Result<f64, Complaint> {
    let within = |share: f64| (0.0..=1.0).contains(&share).then_some(share + 0.0);
    let percent = cell.strip_suffix('%').and_then(number).and_then(|percent| within(percent / 100.0));
    let quotient = || {
        let (part, whole) = cell.split_once('/')?;
        number(part).zip(number(whole)).filter(|(_, whole)| *whole > 0.0).and_then(|(part, whole)| within(part / whole))
    };
    let bare = number(cell);
    match percent.or_else(quotient).or_else(|| bare.and_then(within)) {
        Some(share) => Ok(share),
        None if bare.is_some_and(|number| number > 1.0 && number <= 10.0) => Err((
            "a number from 0 to 1".to_owned(),
            Some(format!("if it is out of ten, write {cell}/10; if it is a percentage, write {cell}%")),
        )),
        None if bare.is_some_and(|number| number > 1.0 && number <= 100.0) => {
            Err(("a number from 0 to 1".to_owned(), Some(format!("if it is a percentage, write {cell}%"))))
        }
        None => Err(("a number from 0 to 1, or a percentage such as 35%".to_owned(), None)),
    }
}

/// A share of international graduates; a number above 1 is a percentage, and in a column of percentages
/// a 1 could be either.
pub fn img_share(cell: &str, has_percentages: bool) -> Result<f64, Complaint> {
    match number(cell) {
        Some(number) if number > 1.0 && number <= 100.0 => Ok(number / 100.0),
        Some(1.0) if has_percentages => Err((
            "1% or 100%".to_owned(),
            Some("other cells of the column are percentages: add the sign here".to_owned()),
        )),
        _ => share(cell),
    }
}

/// A signal; `has_tiers` where the specialty has gold and silver ones.
pub fn signal(cell: &str, has_tiers: bool) -> Result<Option<Signal>, Complaint> {
    match (letters(cell).as_str(), yes_or_no(cell)) {
        ("gold" | "g", _) => Ok(Some(Signal::Gold)),
        ("silver" | "s", _) => Ok(Some(Signal::Silver)),
        (_, Some(true)) if has_tiers => Err((
            "`gold`, `silver` or nothing".to_owned(),
            Some("the specialty has signals of two tiers: write which one".to_owned()),
        )),
        (_, Some(is_sent)) => Ok(is_sent.then_some(Signal::Plain)),
        _ => Err((
            "`gold`, `silver`, `yes`, `no` or nothing".to_owned(),
            Some("`gold` and `silver` where the specialty has two tiers, `yes` where it has one".to_owned()),
        )),
    }
}

/// The two-letter code of a state, in capitals, from its code or its name.
pub fn state(cell: &str) -> Result<String, Complaint> {
    let expected = "a state, DC or a territory by its name or two-letter code, for example `NY`";
    state_code(cell).ok_or_else(|| (expected.to_owned(), None))
}

/// The key of a track.
pub fn track(cell: &str, reference: &Reference) -> Result<String, Complaint> {
    let expected = "a specialty by its name, short name or key".to_owned();
    match track_name(cell, &reference.tracks) {
        Some(TrackName::Track(row)) => return Ok(row.track.clone()),
        Some(TrackName::Ask(ask)) => return Err((expected, Some(ask.to_owned()))),
        Some(TrackName::Outside(row)) => {
            return Err(("a specialty that is covered".to_owned(), Some(format!("{}; {}", row.sentence(), row.look))));
        }
        None => {}
    }
    let names = meant(cell, reference.tracks.iter().map(|row| row.track.as_str()));
    let hint = did_you_mean(&names, |name| format!("`{name}`")).unwrap_or_else(|| {
        let known: Vec<&str> = reference.tracks.iter().map(|row| row.short_name.as_str()).collect();
        format!("write the name of a specialty, or its short name: {}", known.join(", "))
    });
    Err((expected, Some(hint)))
}

/// What was found, for a message.
pub fn found(cell: &str) -> String {
    if cell.is_empty() { "nothing".to_owned() } else { quoted(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_as_spreadsheets_have_them() {
        for yes in ["Y", "yes", "TRUE", "1", "x", "1.0", "✓"] {
            assert_eq!(flag(yes), Ok(true), "{yes}");
        }
        for no in ["N", "No", "FALSE", "0", "none", "0.0"] {
            assert_eq!(flag(no), Ok(false), "{no}");
        }
        for blank in ["", "-", "–", "?", "N/A", "unknown"] {
            assert!(is_blank(blank), "{blank}");
        }
        assert!(flag("maybe").is_err() && flag("10").is_err() && !is_blank("no"));
        assert_eq!(visa_flag("J1", "j1"), Ok(true));
        assert_eq!(visa_flag("H-1B", "h1b"), Ok(true));
        assert!(visa_flag("H-1B", "j1").is_err());
    }

    #[test]
    fn visas_that_are_named_are_sponsored_and_others_are_not_known() {
        assert_eq!(visas("J-1; H-1B"), Ok((Some(true), Some(true))));
        assert_eq!(visas("J1"), Ok((Some(true), None)));
        assert_eq!(visas("None"), Ok((Some(false), Some(false))));
        assert_eq!(visas("J-1 only"), Ok((Some(true), Some(false))));
        for unclear in ["yes", "no J-1", "J-1, not H-1B"] {
            assert!(visas(unclear).is_err(), "{unclear}");
        }
    }

    #[test]
    fn shares_are_read_with_and_without_the_sign() {
        for (cell, share) in [("85%", 0.85), ("10 %", 0.1), ("0.10", 0.1), ("35", 0.35), ("0,35", 0.35), ("5/10", 0.5)]
        {
            assert_eq!(img_share(cell, true), Ok(share), "{cell}");
        }
        assert!(img_share("1", true).is_err());
        assert_eq!(img_share("1", false), Ok(1.0));
        for wrong in ["101", "-1", "nan", "inf", "1e-1", "6/5", "1/0", "120%", "half"] {
            assert!(img_share(wrong, false).is_err(), "{wrong}");
        }
        assert!(share("7").is_err_and(|(_, hint)| hint.is_some_and(|hint| hint.contains("7/10"))));
    }
}
