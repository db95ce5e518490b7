//! Rust source as tokens, without white space, comments and literals: what a
//! comment or a string says is no dependency.

/// An identifier, `::`, or one other character of code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// The text itself.
    pub text: &'a str,
    /// Line, 1-based.
    pub line: usize,
}

impl Token<'_> {
    /// Whether the token is a name or a keyword.
    pub fn is_word(self) -> bool {
        self.text.starts_with(begins_word)
    }
}

/// The tokens of `source`.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while !rest.is_empty() {
        let skipped = skipped_length(rest);
        let (text, after) = rest.split_at(skipped.unwrap_or_else(|| token_length(rest)));
        if skipped.is_none() {
            found.push(Token { text, line });
        }
        line += text.matches('\n').count();
        rest = after;
    }
    found
}

fn begins_word(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

fn token_length(rest: &str) -> usize {
    if rest.starts_with("::") {
        return 2;
    }
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let word = rest.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(rest.len());
    first.max(word)
}

/// Length of the white space, comment or literal that `rest` begins with.
fn skipped_length(rest: &str) -> Option<usize> {
    let space = rest.len() - rest.trim_start().len();
    (space > 0)
        .then_some(space)
        .or_else(|| line_comment(rest))
        .or_else(|| block_comment(rest))
        .or_else(|| raw_string(rest))
        .or_else(|| string(rest))
        .or_else(|| character(rest))
}

fn line_comment(rest: &str) -> Option<usize> {
    rest.starts_with("//").then(|| rest.find('\n').unwrap_or(rest.len()))
}

/// Block comments nest.
fn block_comment(rest: &str) -> Option<usize> {
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0, 0);
    while let Some(next) = rest.get(at..).and_then(|tail| tail.find(['/', '*'])) {
        at += next;
        let (step, change) = match rest.get(at..at + 2) {
            Some("/*") => (2, 1),
            Some("*/") => (2, -1),
            _ => (1, 0),
        };
        at += step;
        depth += change;
        if depth == 0 {
            return Some(at);
        }
    }
    Some(rest.len())
}

fn raw_string(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let text = body.trim_start_matches('#');
    let closing = format!("\"{}", "#".repeat(body.len() - text.len()));
    let text = text.strip_prefix('"')?;
    let end = text.find(&closing).map_or(text.len(), |end| end + closing.len());
    Some(rest.len() - text.len() + end)
}

fn string(rest: &str) -> Option<usize> {
    let text = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('"')?;
    let mut is_escaped = false;
    let end = text.find(|character| {
        let ends = character == '"' && !is_escaped;
        is_escaped = character == '\\' && !is_escaped;
        ends
    });
    Some(rest.len() - text.len() + end.map_or(text.len(), |end| end + 1))
}

/// A character literal; a lifetime has no second quote.
fn character(rest: &str) -> Option<usize> {
    let text = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('\'')?;
    let begin = rest.len() - text.len();
    let mut characters = text.char_indices().skip(1);
    if text.starts_with('\\') {
        characters.next();
        return characters.find(|(_, next)| *next == '\'').map(|(end, _)| begin + end + 1);
    }
    characters.next().filter(|(_, next)| *next == '\'').map(|(end, _)| begin + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<&str> {
        tokens(source).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_and_path_separators_are_tokens() {
        assert_eq!(texts("use a::b_2;x.y()"), ["use", "a", "::", "b_2", ";", "x", ".", "y", "(", ")"]);
    }

    #[test]
    fn comments_and_literals_are_left_out() {
        assert_eq!(texts("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"]);
        assert_eq!(texts(r#"a "b \" c" d b"e\\" f"#), ["a", "d", "f"]);
        assert_eq!(texts("a r#\"b \" c\"# d br\"e\" f"), ["a", "d", "f"]);
        assert_eq!(texts(r"a 'b' c '\'' d '\u{e9}' e b'\\' f"), ["a", "c", "d", "e", "f"]);
    }

    #[test]
    fn lifetimes_and_raw_identifiers_are_no_literals() {
        assert_eq!(texts("&'a str, 'x'"), ["&", "'", "a", "str", ","]);
        assert_eq!(texts("r#type"), ["r", "#", "type"]);
    }

    #[test]
    fn lines_are_counted_through_what_is_left_out() {
        let found = tokens("a /* \n */ \"\n\" b\nc");
        let lines: Vec<_> = found.iter().map(|token| token.line).collect();
        assert_eq!(lines, [1, 3, 4]);
    }
}
