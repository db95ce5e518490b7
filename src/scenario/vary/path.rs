//! How a path names a number: words with dots between them, quotes around names
//! with spaces or dots, and numbers in brackets, counted from 1.

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Name of a key or portfolio; empty for a step that is a number alone.
    pub name: String,
    /// Number in brackets after it.
    pub number: Option<usize>,
}

/// The steps of `text` and what follows the first `=` outside quotes.
///
/// None if it has another form.
#[must_use]
pub fn split(text: &str) -> Option<(Vec<Step>, &str)> {
    let mut reader = Reader { rest: text };
    let steps = reader.steps()?;
    let range = reader.rest.trim_start().strip_prefix('=')?;
    Some((steps, range.trim()))
}

/// The steps of a path that stands alone; none if it has another form.
#[must_use]
pub fn steps(text: &str) -> Option<Vec<Step>> {
    let mut reader = Reader { rest: text };
    let steps = reader.steps()?;
    reader.rest.trim().is_empty().then_some(steps)
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn steps(&mut self) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            let name = if self.rest.starts_with('"') { self.quoted()? } else { self.bare()? };
            steps.push(Step { name, number: self.number()? });
            self.rest = self.rest.trim_start();
            match self.rest.strip_prefix('.') {
                Some(rest) => self.rest = rest,
                None => return Some(steps),
            }
        }
    }

    fn bare(&mut self) -> Option<String> {
        let is_bare = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == '-';
        let end = self.rest.find(|sign| !is_bare(sign)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// A name in quotes; a backslash keeps the sign after it as it is.
    fn quoted(&mut self) -> Option<String> {
        let mut name = String::new();
        let mut signs = self.rest.char_indices().skip(1);
        while let Some((place, sign)) = signs.next() {
            match sign {
                '"' => {
                    self.rest = &self.rest[place + 1..];
                    return Some(name);
                }
                '\\' => name.push(signs.next()?.1),
                _ => name.push(sign),
            }
        }
        None
    }

    /// A number in brackets, if there is a bracket; none if it is not a number.
    #[expect(clippy::option_option, reason = "a wrong number is not the same as none")]
    fn number(&mut self) -> Option<Option<usize>> {
        let Some(rest) = self.rest.strip_prefix('[') else { return Some(None) };
        let (digits, rest) = rest.split_once(']')?;
        self.rest = rest;
        digits.trim().parse().ok().map(Some)
    }
}

/// A name as a path writes it: in quotes unless it is a plain word.
#[must_use]
pub fn written(name: &str) -> String {
    let is_plain = !name.is_empty() && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_');
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str, number: Option<usize>) -> Step {
        Step { name: name.to_owned(), number }
    }

    #[test]
    fn names_in_quotes_keep_dots_brackets_and_equal_signs() {
        let (steps, range) = split("portfolio.\"a.b[1]=\\\"c\\\"\".line[2].programs=0..120:10").unwrap();
        assert_eq!(
            steps,
            [step("portfolio", None), step("a.b[1]=\"c\"", None), step("line", Some(2)), step("programs", None)]
        );
        assert_eq!(range, "0..120:10");
    }

    #[test]
    fn what_is_no_path_is_none() {
        for text in ["", "=", "a", "a=", "a..b=1..2", "a.=1..2", ".a=1..2", "\"a=1..2", "a[=1..2", "a[x]=1..2", "a b=1"]
        {
            assert!(split(text).is_none_or(|(_, range)| range.is_empty()), "{text}");
        }
    }

    #[test]
    fn a_written_name_is_read_back() {
        for name in ["IR + DR", "a\"b", "a\\", "programs", "é", ""] {
            let text = format!("{}=1..2", written(name));
            assert_eq!(split(&text), Some((vec![step(name, None)], "1..2")), "{name}");
        }
    }
}
