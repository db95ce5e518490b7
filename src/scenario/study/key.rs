//! Which key of a scenario a column sets.

use crate::reference::words::{Meaning, WordKind, meaning, words};
use crate::scenario::diagnose::{did_you_mean, meant};
use crate::scenario::kinds::Keys;
use crate::scenario::raw::{RawApplicant, RawLimits, RawLine};
use crate::scenario::vary::{Step, steps};

/// A step into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The value of a key.
    Key(String),
    /// An element of a list, counted from 0.
    Index(usize),
}

/// Keys of the applicant that hold numbers by track.
const BY_TRACK: [&str; 2] = ["letters", "experience"];

/// A key with its place in the template.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The key as its path is written.
    pub path: String,
    /// Where it stands.
    pub parts: Vec<Part>,
}

/// The key that the name of a column stands for: none if it is no key, and an error if it looks like one and is not, or does
/// not say which.
pub fn key(name: &str, template: &toml::Table) -> Option<Result<Key, String>> {
    if let Some(Meaning::Ask(ask)) = meaning(WordKind::Key, name) {
        return Some(Err(ask.to_owned()));
    }
    if let Some(path) = everyday(name) {
        return Some(of_path(&path, template));
    }
    let first = steps(name)?.into_iter().next()?.name;
    let is_path = name.contains(['.', '[']) && sections().contains(&first.as_str());
    (is_path || name == "season").then(|| of_path(name, template))
}

fn sections() -> [&'static str; 4] {
    ["applicant", "limits", "values", "portfolio"]
}

/// The key or everyday word that was probably meant by a name which is none of them: one that is a letter or two away.
pub fn nearly(name: &str) -> Option<&'static str> {
    let typed = letters(name);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let slips = |known: &str| strsim::osa_distance(&typed, known);
    let keys = RawApplicant::KEYS.iter().chain(RawLimits::KEYS).copied().chain(words(WordKind::Key));
    let near = keys.map(|word| (word, letters(word))).filter(|(_, known)| digits(&typed) == digits(known));
    let near = near.map(|(word, known)| (slips(&known), word, known.len()));
    let is_slip = |(slips, _, length): &(usize, &str, usize)| *slips <= if *length < 8 { 1 } else { 2 };
    near.filter(is_slip).min().map(|(_, word, _)| word)
}

/// The letters and digits of a name, all in lower case.
pub fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The path for a name without one: a key of the applicant or of the limits, or an everyday word for it.
fn everyday(name: &str) -> Option<String> {
    let plain = |section: &'static str, keys: &'static [&'static str]| {
        let found = keys.iter().filter(|key| !BY_TRACK.contains(key)).find(|key| letters(key) == letters(name));
        found.map(|key| format!("{section}.{key}"))
    };
    match meaning(WordKind::Key, name) {
        Some(Meaning::Key(path)) => Some(path.to_owned()),
        _ => plain("applicant", RawApplicant::KEYS).or_else(|| plain("limits", RawLimits::KEYS)),
    }
}

/// The key of a path.
///
/// # Errors
/// What is wrong with it and what was probably meant.
pub fn of_path(path: &str, template: &toml::Table) -> Result<Key, String> {
    let found = steps(path).ok_or_else(|| format!("`{path}` is no path of a key, such as applicant.step2_ck"))?;
    let parts = parts(&found, template)?;
    Ok(Key { path: path.trim().to_owned(), parts })
}

fn parts(steps: &[Step], template: &toml::Table) -> Result<Vec<Part>, String> {
    let words: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
    let path = || words.iter().map(|word| Part::Key((*word).to_owned())).collect::<Vec<_>>();
    let within = |key: &str, known: &[&'static str], section: &str| {
        if known.contains(&key) { Ok(path()) } else { Err(unknown(key, known, section)) }
    };
    if words.first() == Some(&"portfolio") {
        return of_portfolio(steps, template);
    }
    match words[..] {
        ["season" | "title"] | ["values", _] => Ok(path()),
        ["applicant", section, _] if BY_TRACK.contains(&section) => Ok(path()),
        ["applicant", key] => within(key, RawApplicant::KEYS, "applicant"),
        ["limits", key] => within(key, RawLimits::KEYS, "limits"),
        _ => {
            let everyday = everyday(&words.join("."));
            let hint = everyday.map_or_else(
                || "keys begin with applicant., limits., values. or portfolio[1].line[1].".to_owned(),
                |path| format!("did you mean {path}?"),
            );
            Err(format!("there is no key `{}`; {hint}", words.join(".")))
        }
    }
}

fn unknown(key: &str, known: &[&'static str], section: &str) -> String {
    let near = did_you_mean(&meant(key, known.iter().copied()), |near| format!("{section}.{near}"));
    let hint = near.unwrap_or_else(|| format!("known keys: {}", known.join(", ")));
    format!("there is no key `{section}.{key}`; {hint}")
}

/// A key of a portfolio, which is named by number or by name, or of one of its lines.
fn of_portfolio(steps: &[Step], template: &toml::Table) -> Result<Vec<Part>, String> {
    let none = Vec::new();
    let portfolios = template.get("portfolio").and_then(toml::Value::as_array).unwrap_or(&none);
    let name = |one: &toml::Value| one.get("name").and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    let (number, rest) = match steps {
        [Step { number: Some(number), .. }, rest @ ..] => (number.checked_sub(1), rest),
        [_, Step { name: wanted, number: None }, rest @ ..] => {
            (portfolios.iter().position(|one| name(one) == *wanted), rest)
        }
        _ => (None, steps),
    };
    let Some((number, portfolio)) = number.and_then(|number| Some((number, portfolios.get(number)?))) else {
        let known: Vec<String> = portfolios.iter().map(name).collect();
        return Err(format!("there is no such portfolio in the template; it has: {}", known.join(", ")));
    };
    let mut parts = vec![Part::Key("portfolio".to_owned()), Part::Index(number)];
    match rest {
        [Step { name, number: Some(line) }, key] if name == "line" => {
            let lines = portfolio.get("line").and_then(toml::Value::as_array).map_or(0, Vec::len);
            if !(1..=lines).contains(line) {
                return Err(format!("the portfolio has {lines} lines; there is no line[{line}]"));
            }
            if !RawLine::KEYS.contains(&key.name.as_str()) {
                return Err(unknown(&key.name, RawLine::KEYS, "line"));
            }
            parts.extend([Part::Key("line".to_owned()), Part::Index(line - 1), Part::Key(key.name.clone())]);
            Ok(parts)
        }
        _ => Err("write a key of a line, as in portfolio[1].line[1].programs".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template() -> toml::Table {
        "[[portfolio]]\nname = \"A + B\"\n[[portfolio.line]]\nprograms = 3".parse().expect("a table")
    }

    #[test]
    fn every_everyday_word_for_a_key_is_one() {
        let table = include_str!("../../../data/words/aliases.csv");
        let rows: Vec<Vec<&str>> =
            table.lines().filter_map(|line| Some(line.strip_prefix("key,")?.split(',').collect())).collect();
        assert!(rows.len() > 20);
        for row in rows {
            let found = key(row[0], &template()).expect(row[0]);
            assert_eq!(found.is_ok(), !row[1].is_empty(), "{}", row[0]);
        }
    }

    #[test]
    fn keys_go_by_path_or_by_name_and_other_columns_are_none() {
        let path = |name: &str| key(name, &template()).and_then(Result::ok).map(|key| key.path);
        assert_eq!(path("Step 2 CK").as_deref(), Some("applicant.step2_ck"));
        assert_eq!(path("type").as_deref(), Some("applicant.type"));
        assert_eq!(path("max_interviews").as_deref(), Some("limits.max_interviews"));
        let one = key("portfolio.\"A + B\".line[1].programs", &template()).expect("a key").expect("there");
        let same = key("portfolio[1].line[1].programs", &template()).expect("a key").expect("there");
        assert_eq!(one.parts, same.parts);
        for column in ["Advisor", "e.mail", "notes", "Specialty", "Step 1", "Year", "Score"] {
            assert_eq!(nearly(column), None, "{column}");
            assert!(key(column, &template()).is_none(), "{column}");
        }
        for (slip, word) in [("Publicatons", "publications"), ("visas", "visa"), ("Failed attempt", "failed attempts")]
        {
            assert_eq!(nearly(slip), Some(word));
        }
        for wrong in ["applicant.step2", "portfolio[2].line[1].programs", "portfolio[1].line[0].programs", "values"] {
            assert!(of_path(wrong, &template()).is_err(), "{wrong}");
        }
    }
}
