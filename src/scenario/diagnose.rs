//! What is wrong with a scenario file, and where: every problem with file,
//! line, column, the line itself and a hint.

use std::fmt::{self, Write as _};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

/// How many problems are written out; a broken file can hold as many as it has bytes.
const MOST_SHOWN: usize = 50;

/// How much of a name from the file is repeated in a message.
const LONGEST_NAME: usize = 60;

/// Label of what this program does not cover; it is said once, with every place.
pub const NOT_COVERED: &str = "not covered";

/// A place in the file with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// Bytes of the file.
    pub span: Range<usize>,
    /// What is there, a few words.
    pub label: String,
}

impl Mark {
    /// A remark about these bytes.
    pub fn new(span: Range<usize>, label: impl Into<String>) -> Self {
        Self { span, label: label.into() }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What is wrong, one line, lowercase.
    pub message: String,
    /// Where; none if it concerns the file as a whole.
    pub place: Option<Mark>,
    /// Other places that belong to it.
    pub related: Vec<Mark>,
    /// What it means.
    pub note: Option<String>,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn at(span: Range<usize>, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: Some(Mark::new(span, label)),
            related: Vec::new(),
            note: None,
            hint: None,
        }
    }

    /// A problem of the file as a whole.
    pub fn of_file(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, related: Vec::new(), note: None, hint: None }
    }

    /// Says what it means.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The problem without its place: what is wrong, what is allowed, what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        let label = self.place.as_ref().map(|place| place.label.as_str());
        let parts = [Some(self.message.as_str()), label, self.hint.as_deref()];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// Marks another place that belongs to the problem.
    #[must_use]
    pub fn related(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push(Mark::new(span, label));
        self
    }
}

/// Every problem of one file and of the lists it names; never empty when it is returned as an error.
#[derive(Clone, PartialEq, Eq)]
pub struct Diagnostics {
    file: String,
    text: String,
    problems: Vec<Diagnostic>,
    of_lists: Vec<Diagnostics>,
}

impl Diagnostics {
    /// No problem found yet in this text of this file.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self { file: file.into(), text: text.into(), problems: Vec::new(), of_lists: Vec::new() }
    }

    /// Adds the problems of a list that the file names.
    pub fn add_list(&mut self, problems: Self) {
        self.of_lists.push(problems);
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// The file that the problems are of.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.of_lists.iter().all(Self::is_empty)
    }

    /// The problems of the file itself, in the order of their places.
    #[must_use]
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// The lists that something is wrong with.
    #[must_use]
    pub fn of_lists(&self) -> &[Diagnostics] {
        &self.of_lists
    }

    /// Puts the problems in the order of the file, those without a place last.
    pub fn sort(&mut self) {
        self.problems.sort_by_key(|problem| problem.place.as_ref().map_or(usize::MAX, |mark| mark.span.start));
    }

    /// Says once what is not covered, with every place where it stands; the problems must be sorted.
    pub fn say_once_what_is_not_covered(&mut self) {
        let mut kept: Vec<Diagnostic> = Vec::new();
        for problem in std::mem::take(&mut self.problems) {
            let place = problem.place.clone().filter(|place| place.label == NOT_COVERED);
            let first = kept.iter_mut().find(|before| before.message == problem.message);
            match (place, first) {
                (Some(place), Some(first)) => first.related.push(Mark::new(place.span, "and here")),
                _ => kept.push(problem),
            }
        }
        self.problems = kept;
    }

    /// All problems for a person; past the first fifty they are only counted.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let shown: Vec<String> = self
            .problems
            .iter()
            .take(MOST_SHOWN)
            .map(|problem| render_one(Level::ERROR, problem, &self.file, &self.text, colour))
            .collect();
        let mut out = shown.join("\n\n");
        let hidden = self.problems.len().saturating_sub(MOST_SHOWN);
        if hidden > 0 {
            let file = shown_file(&self.file);
            let _ = write!(out, "\n\nerror: {hidden} more problems in {file}");
        }
        let lists = self.of_lists.iter().map(|list| list.render(colour));
        std::iter::once(out).chain(lists).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Diagnostics")
            .field("file", &self.file)
            .field("problems", &self.problems)
            .field("of_lists", &self.of_lists)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

/// One message with the lines of the file it is about.
pub(crate) fn render_one(level: Level<'_>, problem: &Diagnostic, file: &str, text: &str, colour: bool) -> String {
    let file = shown_file(file);
    let mut group = match &problem.place {
        Some(place) => {
            let lines = marked_lines(problem, place, text);
            let before = text[..lines.start].matches('\n').count();
            let text = &text[lines.clone()];
            let within = |span: &Range<usize>| {
                let span = span.start.saturating_sub(lines.start)..span.end.saturating_sub(lines.start);
                fit(&span, text)
            };
            let mut snippet = Snippet::source(text)
                .line_start(1 + before)
                .path(file.as_str())
                .annotation(AnnotationKind::Primary.span(within(&place.span)).label(place.label.as_str()));
            for mark in &problem.related {
                let context = AnnotationKind::Context.span(within(&mark.span));
                snippet = snippet.annotation(context.label(mark.label.as_str()));
            }
            level.primary_title(problem.message.as_str()).element(snippet)
        }
        None => level.primary_title(problem.message.as_str()).element(Origin::path(file.as_str())),
    };
    if let Some(note) = &problem.note {
        group = group.element(Level::NOTE.message(note.as_str()));
    }
    if let Some(hint) = &problem.hint {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// The lines from the first to the last that a problem marks. The renderer goes through all that it is given, and a
/// file with many problems would be gone through as often.
fn marked_lines(problem: &Diagnostic, place: &Mark, text: &str) -> Range<usize> {
    let spans = || std::iter::once(place).chain(&problem.related).map(|mark| fit(&mark.span, text));
    let start = spans().map(|span| span.start).min().unwrap_or(0);
    let end = spans().map(|span| span.end).max().unwrap_or(text.len());
    let start = text[..start].rfind('\n').map_or(0, |line| line + 1);
    start..text[end..].find('\n').map_or(text.len(), |line| end + line + 1)
}

/// The span within the text and on character boundaries, whatever the parser said.
fn fit(span: &Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.min(text.len())).max(start);
    start..end
}

/// A file name that cannot disturb the terminal.
fn shown_file(file: &str) -> String {
    file.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// A name from the file between quotes, shortened, control characters escaped.
#[must_use]
pub fn quoted(name: &str) -> String {
    let mut short: String = name.chars().take(LONGEST_NAME).flat_map(char::escape_debug).collect();
    if name.chars().nth(LONGEST_NAME).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}

/// The known names that were probably meant: those that contain what was typed
/// (or are contained in it), else the one that is spelled most alike.
///
/// Case and punctuation do not count. Alike is a Jaro–Winkler similarity of at
/// least 0.85, which accepts a letter or two wrong.
pub fn meant<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let letters = |name: &str| -> String {
        let kept = name.chars().filter(|c| c.is_alphanumeric()).take(LONGEST_NAME);
        kept.flat_map(char::to_lowercase).collect()
    };
    let typed = letters(typed);
    let known: Vec<(&str, String)> = known.into_iter().map(|name| (name, letters(name))).collect();
    let within = |name: &str| typed.len() >= 3 && (name.contains(&typed) || (name.len() >= 3 && typed.contains(name)));
    if let Some((same, _)) = known.iter().find(|(_, name)| *name == typed) {
        return vec![same];
    }
    let containing: Vec<&str> = known.iter().filter(|(_, name)| within(name)).map(|(name, _)| *name).collect();
    if !containing.is_empty() && containing.len() <= 3 {
        return containing;
    }
    known
        .iter()
        .map(|(name, letters)| (strsim::jaro_winkler(&typed, letters), *name))
        .filter(|(similarity, _)| *similarity >= 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
        .into_iter()
        .collect()
}

/// A question that names what was probably meant, each name put in words by `shown`.
pub fn did_you_mean(names: &[&str], shown: impl Fn(&str) -> String) -> Option<String> {
    let names: Vec<String> = names.iter().map(|name| shown(name)).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_outside_the_text_are_fitted_into_it() {
        assert_eq!(fit(&(3..99), "aé"), 3..3);
        assert_eq!(fit(&(2..2), "aé"), 1..3);
    }

    #[test]
    fn a_slip_of_the_key_finds_its_name_and_nonsense_finds_none() {
        let known = ["diagnostic_radiology", "internal_medicine", "family_medicine"];
        assert_eq!(meant("diagnostic_radiolgy", known), ["diagnostic_radiology"]);
        assert_eq!(meant("Internal-Medicin", known), ["internal_medicine"]);
        assert_eq!(meant("medicine", known), ["internal_medicine", "family_medicine"]);
        assert!(meant("zzz", known).is_empty());
        assert!(meant("", known).is_empty());
    }

    #[test]
    fn a_problem_is_shown_with_its_lines_alone_and_their_numbers() {
        let text = "one = 1\ntwo = 2\nthree = 3\nfour = 4\n";
        let problem = Diagnostic::at(16..21, "wrong", "here").related(8..11, "there");
        let told = render_one(Level::ERROR, &problem, "a.toml", text, false);
        assert!(told.contains("a.toml:3:1"), "{told}");
        assert!(told.contains("2 | two = 2") && told.contains("3 | three = 3"), "{told}");
        assert!(!told.contains("one") && !told.contains("four"), "{told}");
        let at_end = render_one(Level::ERROR, &Diagnostic::at(99..99, "wrong", "end"), "a.toml", text, false);
        assert!(at_end.contains("a.toml:5:1"), "{at_end}");
    }

    #[test]
    fn problems_past_the_fiftieth_are_counted() {
        let mut all = Diagnostics::new("a.toml", "x = 1\n");
        for _ in 0..53 {
            all.push(Diagnostic::at(0..1, "wrong", "here"));
        }
        assert_eq!(all.render(false).matches("error: wrong").count(), 50);
        assert!(all.render(false).ends_with("error: 3 more problems in a.toml"));
    }

    #[test]
    fn names_are_shortened_and_control_characters_escaped() {
        assert_eq!(quoted("a\u{1b}[31m"), "`a\\u{1b}[31m`");
        assert_eq!(quoted(&"x".repeat(61)).chars().count(), 63);
    }
}
