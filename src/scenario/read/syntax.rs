//! What is said of a text that is no TOML.

use std::ops::Range;

use toml::de::Error;

use crate::scenario::diagnose::Diagnostic;
use crate::scenario::numbers;

/// Most syntax errors that are looked at one by one. A file that is no scenario at all has one in every line, and
/// the rest say nothing new.
const MOST_REPORTED: usize = 40;

/// Reports the syntax errors, and a list of sections in single brackets once,
/// instead of each key that then stands twice.
pub fn report(text: &str, errors: &[Error], problems: &mut Vec<Diagnostic>) {
    let mut single: Vec<(&str, Vec<Range<usize>>)> = Vec::new();
    let (reported, further) = errors.split_at(errors.len().min(MOST_REPORTED));
    for error in reported {
        let span = error.span().unwrap_or(text.len()..text.len());
        let is_duplicate = error.message() == DUPLICATE;
        let Some((header, place)) = is_duplicate.then(|| repeated_section(text, span.start)).flatten() else {
            let message = error.message().replace('\n', ", ");
            let hint = match line_at(text, span.start) {
                line if line.contains(['“', '”', '„']) => CURLY_QUOTES,
                line if has_marked_number(line) => MARKED_NUMBER,
                _ => HINT,
            };
            problems.push(Diagnostic::at(span, "this is not valid TOML", message).hint(hint));
            continue;
        };
        match single.iter_mut().find(|(known, _)| *known == header) {
            Some((_, places)) if places.last() == Some(&place) => {}
            Some((_, places)) => places.push(place),
            None => single.push((header, vec![place])),
        }
    }
    problems.extend(single.into_iter().map(|(header, places)| in_single_brackets(header, places)));
    if let Some(next) = further.first() {
        let span = next.span().unwrap_or(text.len()..text.len());
        let message = format!("this is not valid TOML in {} further places", further.len());
        problems.push(Diagnostic::at(span, message, "the first of them").hint("is this a scenario file?"));
    }
}

/// What the parser says of a key that stands twice in a table.
const DUPLICATE: &str = "duplicate key";

const HINT: &str = "a key is written `key = value`; text stands in quotes, numbers and true or false do not";

const CURLY_QUOTES: &str = "the quotation marks must be straight: \"…\"; turn off smart quotes in the editor, and \
     replace those of the whole file";

const MARKED_NUMBER: &str = "a number stands alone, as in 4500; a range stands in quotes, as in \"250 to 259\"";

/// Whether the value of a line is a number as people write it and TOML does not.
fn has_marked_number(line: &str) -> bool {
    let is_it = |value: &str| value.trim().parse::<f64>().is_err() && numbers::typed(value.trim_matches('"')).is_some();
    line.split_once('=').is_some_and(|(_, value)| is_it(value))
}

/// The line of the byte at `place`, without its comment.
fn line_at(text: &str, place: usize) -> &str {
    let before = text.get(..place).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].split('\n').next().unwrap_or_default();
    line.split('#').next().unwrap_or_default()
}

/// The section in single brackets that the byte at `place` stands in, if the
/// text has that header more than once.
fn repeated_section(text: &str, place: usize) -> Option<(&str, Range<usize>)> {
    let line_end = text.get(place..)?.find('\n').map_or(text.len(), |end| place + end);
    let mut start = 0;
    let mut found = None;
    for line in text[..line_end].split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            let header = line.split('#').next().unwrap_or_default().trim();
            let begin = start + line.len() - line.trim_start().len();
            found = Some((header, begin..begin + header.len()));
        }
        start += line.len();
    }
    let (header, place) = found.filter(|(header, _)| !header.starts_with("[["))?;
    let times = text.lines().filter(|line| line.split('#').next().unwrap_or_default().trim() == header).count();
    (times > 1).then_some((header, place))
}

fn in_single_brackets(header: &str, places: Vec<Range<usize>>) -> Diagnostic {
    let double = format!("[{header}]");
    let mut places = places.into_iter();
    let first = places.next().unwrap_or(0..0);
    let mut problem = Diagnostic::at(first, format!("`{header}` stands more than once"), "again here");
    for place in places {
        problem = problem.related(place, "and here");
    }
    problem.hint(format!("sections that may be repeated stand in double brackets: write `{double}` everywhere"))
}
