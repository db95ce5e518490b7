//! What the page does with words that are text everywhere else: code between backticks, and terms that stay whole.

use std::fmt::Write as _;

use minijinja::HtmlEscape;

/// A term that a browser would break at its hyphen.
const TERM: &str = "PGY-1";

/// Elements whose text is not words of the page, or cannot hold markup.
const LEFT_ALONE: [&str; 5] = ["style", "script", "svg", "pre", "title"];

/// The text as HTML, with what stands between two backticks as code; a backtick without its fellow stays one.
pub(in crate::report) fn with_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut html = String::with_capacity(text.len());
    for (place, part) in parts.iter().enumerate() {
        let escaped = HtmlEscape(part);
        // Writing to a string cannot fail.
        let _ = match (place % 2, place + 1 == parts.len()) {
            (1, false) => write!(html, "<code>{escaped}</code>"),
            (1, true) => write!(html, "`{escaped}"),
            _ => write!(html, "{}", with_links(&escaped.to_string())),
        };
    }
    html
}

/// Escaped text with its addresses as links.
fn with_links(escaped: &str) -> String {
    let word = |word: &str| match word.strip_prefix("https:&#x2f;&#x2f;") {
        Some(_) => format!("<a href=\"{word}\" rel=\"noreferrer\">{word}</a>"),
        None => word.to_owned(),
    };
    escaped.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// The page with every [`TERM`] in words held on one line. What is copied or searched for keeps its plain hyphen; only
/// labels that the style shows, which cannot hold markup, have one that does not break.
pub(in crate::report) fn held_together(page: &str) -> String {
    let mut html = String::with_capacity(page.len() + page.len() / 64);
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let (words, tag) = rest.split_at(start);
        html.push_str(&words.replace(TERM, &format!("<span class=\"term-whole\">{TERM}</span>")));
        let end = end_of_tag(tag);
        let (tag, behind) = tag.split_at(end);
        if tag.contains("data-label=\"") {
            html.push_str(&tag.replace(TERM, &TERM.replace('-', "\u{2011}")));
        } else {
            html.push_str(tag);
        }
        rest = behind;
    }
    html.push_str(rest);
    html
}

/// Length of the tag that the text begins with, with the whole element where that is left alone.
fn end_of_tag(text: &str) -> usize {
    let alone = LEFT_ALONE.iter().find(|name| {
        let named = text[1..].strip_prefix(**name);
        named.is_some_and(|behind| behind.starts_with(['>', ' ', '\n']))
    });
    let closing = alone.and_then(|name| text.find(&format!("</{name}>")));
    let from = closing.unwrap_or(0);
    text[from..].find('>').map_or(text.len(), |end| from + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_marked_and_the_rest_is_text() {
        assert_eq!(with_code("run `a <b>` & `c`"), "run <code>a &lt;b&gt;</code> &amp; <code>c</code>");
        assert_eq!(with_code("one ` alone"), "one ` alone");
        assert_eq!(with_code("`a` and ` alone"), "<code>a</code> and ` alone");
        assert_eq!(with_code(""), "");
    }

    #[test]
    fn a_term_is_held_together_in_words_and_labels_and_nowhere_else() {
        let held = held_together(
            "<title>PGY-1</title><p title=\"PGY-1\">no PGY-1.</p><td data-label=\"no PGY-1\">x</td>\
             <svg ><text>PGY-1</text></svg><pre>PGY-1</pre>",
        );
        assert_eq!(
            held,
            "<title>PGY-1</title><p title=\"PGY-1\">no <span class=\"term-whole\">PGY-1</span>.</p>\
             <td data-label=\"no PGY\u{2011}1\">x</td><svg ><text>PGY-1</text></svg><pre>PGY-1</pre>"
        );
    }

    #[test]
    fn markup_that_ends_early_is_kept_as_it_is() {
        for html in ["a < b", "<p", "<svg ><text>x", "<style>", "é<"] {
            assert_eq!(held_together(html), html);
        }
    }
}
