//! Text from the scenario made fit to be shown.
//!
//! A name may hold any character TOML allows, also control characters: these
//! would move a terminal's cursor and make an SVG file ill-formed.

use std::fmt::Write as _;

use crate::engine::results::Results;
use crate::engine::results::plans::PlansResult;

/// The same results with control characters in every shown text replaced by spaces.
pub fn presentable(results: &Results) -> Results {
    let mut shown = results.clone();
    clean(&mut shown.scenario.title);
    clean(&mut shown.scenario.file);
    for fact in &mut shown.applicant.facts {
        clean(&mut fact.stated);
    }
    for portfolio in &mut shown.portfolios {
        clean(&mut portfolio.name);
    }
    for pair in &mut shown.comparisons {
        clean(&mut pair.a);
        clean(&mut pair.b);
    }
    for label in shown.tracks.values_mut() {
        clean(&mut label.name);
        clean(&mut label.short_name);
    }
    for notice in &mut shown.notices {
        for text in [&mut notice.seen, &mut notice.meaning, &mut notice.action] {
            clean(text);
        }
    }
    if let Some(found) = &mut shown.plans {
        clean_plans(found);
    }
    shown
}

fn clean_plans(found: &mut PlansResult) {
    clean(&mut found.choice);
    for plan in &mut found.plans {
        clean(&mut plan.name);
        for season in &mut plan.seasons {
            clean(&mut season.portfolio);
        }
    }
    for pair in &mut found.comparisons {
        clean(&mut pair.a);
        clean(&mut pair.b);
    }
    for state in found.states.values_mut() {
        clean(&mut state.name);
    }
}

/// A text of the scenario, fit to be shown.
pub fn cleaned(text: &str) -> String {
    let mut shown = text.to_owned();
    clean(&mut shown);
    shown
}

/// Fewest characters in common for which a beginning is left out.
const COMMON: usize = 12;

/// Names that begin alike over some words, without this beginning: what tells them apart, after an ellipsis.
pub(super) fn told_apart(names: &[&str]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| cleaned(name)).collect();
    let words: Vec<Vec<&str>> = names.iter().map(|name| name.split(' ').collect()).collect();
    let Some(first) = words.first().filter(|_| words.len() > 1) else { return names };
    let alike = |place: &usize| words.iter().all(|name| name.len() > place + 1 && name[*place] == first[*place]);
    let common = (0..first.len()).take_while(alike).count();
    if first[..common].join(" ").chars().count() < COMMON {
        return names;
    }
    words.iter().map(|name| format!("…{}", name[common..].join(" "))).collect()
}

/// Control characters become spaces; runs of white space become one space.
fn clean(text: &mut String) {
    *text = spaced(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        "(no name)".clone_into(text);
    }
}

/// The text fit to be shown, with a space for every run of them but at its beginning.
pub(super) fn in_one_line(text: &str) -> String {
    let text = spaced(text);
    let words = text.trim_start_matches(' ');
    let margin = text.len() - words.len();
    text[..margin].to_owned() + &words.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text with a space for every character that must not be shown.
pub(super) fn spaced(text: &str) -> String {
    text.chars().map(|sign| if is_shown(sign) { sign } else { ' ' }).collect()
}

/// What a program writes to a terminal: its lines, and, if `is_colored`, its colors, without anything else that would
/// move the cursor, ring, or turn the direction of writing.
///
/// A name with an escape sequence for a color is still colored in a colored text; what holds only names has to be
/// cleaned as not colored before it is painted.
#[must_use]
pub fn written(text: &str, is_colored: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(|sign| !is_shown(sign)) {
        out.push_str(&rest[..place]);
        let (sign, after) = rest.split_at(place + rest[place..].chars().next().map_or(0, char::len_utf8));
        let color = if is_colored && sign.ends_with('\u{1b}') { length_of_color(after) } else { None };
        match color {
            Some(length) => {
                out.push('\u{1b}');
                out.push_str(&after[..length]);
                rest = &after[length..];
                continue;
            }
            None if sign.ends_with(['\n', '\t']) => out.push_str(&sign[place..]),
            None => out.push(' '),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Bytes of the sequence for a color that follows its escape character, if it is one.
fn length_of_color(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix('[')?;
    let end = parameters.find(|sign: char| !sign.is_ascii_digit() && sign != ';')?;
    parameters[end..].starts_with('m').then_some(end + 2)
}

/// JSON with escapes for the characters in its texts that must not be shown; it says the same.
pub(super) fn escaped_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.chars() {
        // Outside of its texts JSON has no character of these but the line break.
        if is_shown(sign) || sign == '\n' {
            out.push(sign);
        } else {
            let mut units = [0; 2];
            for unit in sign.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// Not a control character, not a mark that turns the writing direction of
/// what follows, and allowed in XML.
fn is_shown(sign: char) -> bool {
    !sign.is_control()
        && !matches!(sign, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// The text cut to `most` characters, with an ellipsis where something is left out.
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_what_differs() {
        let titles = ["High-risk IMG, backup first: H-1B only", "High-risk IMG, backup first: J-1 accepted"];
        assert_eq!(told_apart(&titles), ["…H-1B only", "…J-1 accepted"]);
        assert_eq!(told_apart(&["A long title of one", "A long title of one"]), ["…one", "…one"]);
        for names in [vec!["Person 1", "Person 2"], vec!["A title alone"], vec![]] {
            assert_eq!(told_apart(&names), names);
        }
    }
    use crate::report::fixture;

    #[test]
    fn no_shown_name_holds_a_control_character() {
        let shown = presentable(&fixture::odd_names());
        assert!(shown.portfolios.iter().all(|portfolio| !portfolio.name.chars().any(char::is_control)));
        assert_eq!(shown.portfolios[4].name, "[31mred tab");
        assert_eq!(shown.comparisons[3].b, "[31mred tab");
    }

    #[test]
    fn what_is_written_to_a_terminal_keeps_its_lines_and_colors_alone() {
        let text = "a\u{1b}[1;31mb\u{1b}[0m\n\tc\u{7}\u{1b}]0;t\u{7}d\u{202e}e\u{9b}2Jf\u{1b}";
        assert_eq!(written(text, true), "a\u{1b}[1;31mb\u{1b}[0m\n\tc  ]0;t d e 2Jf ");
        assert_eq!(written(text, false), "a [1;31mb [0m\n\tc  ]0;t d e 2Jf ");
    }

    #[test]
    fn escaped_json_says_the_same() {
        let name = "a\u{1b}\u{9b}\u{202e}\u{ffff}é\n";
        let json = escaped_json(&serde_json::to_string_pretty(&[name]).expect("encoded"));
        assert_eq!(json, "[\n  \"a\\u001b\\u009b\\u202e\\uffffé\\n\"\n]");
        assert_eq!(serde_json::from_str::<[String; 1]>(&json).expect("JSON"), [name]);
    }

    #[test]
    fn a_shortened_text_never_exceeds_its_limit() {
        assert_eq!(shortened("short", 5), "short");
        assert_eq!(shortened("shorter", 5), "shor…");
    }
}
