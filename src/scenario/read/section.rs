//! One table of the file: keys are taken one by one, what is left is unknown.

use std::cell::RefCell;
use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::convert::Complaint;
use crate::scenario::diagnose::{Diagnostic, did_you_mean, meant, quoted};
use crate::scenario::typed::{Entry, Typed};

/// What is said of a couple, once.
fn couple(span: Range<usize>) -> Diagnostic {
    Diagnostic::at(span, "a couple is two applicants in one file", "no such key").hint(
        "write your partner as `[partner]`, with the keys of `[applicant]` and at least one `[[partner.portfolio]]`; `[couple]` says how you \
         rank together, and scenarios/couple.toml is an example",
    )
}

/// A list of tables.
pub struct List {
    /// Key of the list in the table that holds it.
    pub key: &'static str,
    /// Header of each table, with its brackets.
    pub header: &'static str,
    /// Most tables allowed.
    pub most: usize,
    /// Where to say that there is none.
    pub absent_at: Range<usize>,
}

impl List {
    fn hint(&self) -> String {
        format!("write `{}` on a line of its own and the keys below it", self.header)
    }

    fn absent(&self) -> Diagnostic {
        let message = format!("there is no `{}`", self.header);
        Diagnostic::at(self.absent_at.clone(), message, "at least one is needed").hint(self.hint())
    }

    fn no_list(&self, span: Range<usize>) -> Diagnostic {
        let label = format!("expected sections `{}`", self.header);
        Diagnostic::at(span, format!("`{}` must be a list of sections", self.key), label).hint(self.hint())
    }

    fn wrong_count(&self, span: Range<usize>, count: usize) -> Diagnostic {
        let message = format!("there are {count} `{}`", self.header);
        Diagnostic::at(span, message, format!("allowed: 1 to {}", self.most))
    }
}

/// A table being read.
pub struct Section<'t, 'i> {
    table: &'t DeTable<'i>,
    problems: &'t RefCell<Vec<Diagnostic>>,
    /// Where a key belongs that stands in another section.
    home_of: fn(&str) -> Option<&'static str>,
    name: &'static str,
    span: Range<usize>,
    known: Vec<&'static str>,
    missing: Vec<(&'static str, Diagnostic)>,
}

impl<'t, 'i> Section<'t, 'i> {
    /// The whole file, which has no header; what is wrong is added to `problems`.
    pub fn root(
        table: &'t DeTable<'i>,
        problems: &'t RefCell<Vec<Diagnostic>>,
        home_of: fn(&str) -> Option<&'static str>,
    ) -> Self {
        Self { table, problems, home_of, name: "the file", span: 0..0, known: Vec::new(), missing: Vec::new() }
    }

    /// A table within this one, called `name` in messages.
    fn within(&self, name: &'static str, table: &'t DeTable<'i>, span: Range<usize>) -> Self {
        Self { table, name, span, known: Vec::new(), missing: Vec::new(), ..*self }
    }

    fn problem(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    /// The header of the table.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A value that may be left out.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<T> {
        self.known.push(key);
        match self.table.get(key) {
            None => Typed::Absent,
            Some(value) => self.converted(key, value, convert),
        }
    }

    /// A value that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<T> {
        match self.optional(key, convert) {
            Typed::Absent => {
                self.miss(key, self.missing_key(key));
                Typed::Wrong
            }
            found => found,
        }
    }

    /// A value that must be there, or may be left out.
    pub fn take<T>(
        &mut self,
        key: &'static str,
        is_required: bool,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<T> {
        if is_required { self.required(key, convert) } else { self.optional(key, convert) }
    }

    /// A table of values by track within this one, which may be left out: the values that are right.
    pub fn by_track<T>(
        &mut self,
        key: &'static str,
        header: &'static str,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<Vec<Entry<T>>> {
        match self.table(key, header) {
            Some(table) => Typed::Given(Spanned::new(table.span(), table.rest(convert).0)),
            None if self.has(key) => Typed::Wrong,
            None => Typed::Absent,
        }
    }

    /// Remembers that a key is missing; [`Self::finish`] reports it unless it was only misspelt.
    pub fn miss(&mut self, key: &'static str, problem: Diagnostic) {
        self.missing.push((key, problem));
    }

    /// The message that a key is missing.
    pub fn missing_key(&self, key: &str) -> Diagnostic {
        let message = format!("`{key}` is missing {}", self.place());
        Diagnostic::at(self.span(), message, format!("add `{key} = …` here"))
    }

    /// Where the section is, in words.
    fn place(&self) -> String {
        if self.span.is_empty() { "at the top of the file".to_owned() } else { format!("in {}", self.name) }
    }

    /// A table within this one, if it is there.
    pub fn table(&mut self, key: &'static str, header: &'static str) -> Option<Section<'t, 'i>> {
        self.known.push(key);
        let value = self.table.get(key)?;
        if let DeValue::Table(table) = value.get_ref() {
            return Some(self.within(header, table, value.span()));
        }
        self.problem(
            Diagnostic::at(value.span(), format!("`{key}` must be a section"), "expected a section")
                .hint(format!("write `{header}` on a line of its own and the keys below it")),
        );
        None
    }

    /// Whether the key is there, right or wrong.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The tables of a list within this one.
    pub fn tables(&mut self, list: &List) -> Vec<Section<'t, 'i>> {
        self.known.push(list.key);
        let Some(value) = self.table.get(list.key) else {
            self.miss(list.key, list.absent());
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            self.problem(list.no_list(value.span()));
            return Vec::new();
        };
        if items.is_empty() || items.len() > list.most {
            self.problem(list.wrong_count(value.span(), items.len()));
            return Vec::new();
        }
        let mut sections = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => sections.push(self.within(list.header, table, item.span())),
                _ => self.problem(list.no_list(item.span())),
            }
        }
        sections
    }

    /// The tables of a list that may be left out.
    pub fn optional_tables(&mut self, list: &List) -> Vec<Section<'t, 'i>> {
        if self.has(list.key) {
            return self.tables(list);
        }
        self.known.push(list.key);
        Vec::new()
    }

    /// All keys that were not taken, as values of tracks; wrong ones are named in the second list.
    pub fn rest<T>(&self, convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>) -> (Vec<Entry<T>>, Vec<String>) {
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for (key, value) in self.table.iter().filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref())) {
            match self.converted(&quoted(key.get_ref()), value, &convert) {
                Typed::Given(value) => right.push(Entry { track: owned(key), value }),
                Typed::Absent | Typed::Wrong => wrong.push(key.get_ref().to_string()),
            }
        }
        (right, wrong)
    }

    /// Reports every key that was not taken, with those that were probably
    /// meant, and every missing key that none of them was meant for.
    pub fn finish(self) {
        let mut misspelt: Vec<&str> = Vec::new();
        let keys = self.table.keys();
        for key in keys.filter(|key| !self.known.contains(&key.get_ref().as_ref())) {
            if ["couple", "partner", "spouse"].iter().any(|word| key.get_ref().to_lowercase().contains(word)) {
                self.problem(couple(key.span()));
                continue;
            }
            let absent = self.known.iter().copied().filter(|known| !self.table.contains_key(*known));
            let candidates = meant(key.get_ref(), absent);
            self.problem(self.unknown(key, &candidates));
            misspelt.extend(candidates);
        }
        let missing = self.missing.into_iter().filter(|(key, _)| !misspelt.contains(key));
        self.problems.borrow_mut().extend(missing.map(|(_, problem)| problem));
    }

    fn unknown(&self, key: &Spanned<DeString<'_>>, candidates: &[&str]) -> Diagnostic {
        let name = quoted(key.get_ref());
        let message = if self.span.is_empty() {
            format!("unknown key or section {name}")
        } else {
            format!("unknown key {name} {}", self.place())
        };
        let home = (self.home_of)(key.get_ref()).filter(|home| *home != self.name);
        let hint = match home {
            Some("[applicant]") if self.span.is_empty() => {
                Some("it belongs to the applicant: write `[applicant]` on a line of its own above it".to_owned())
            }
            Some(home) => Some(format!("it belongs in `{home}`: write it below that header")),
            None => did_you_mean(candidates, |name| format!("`{name}`")),
        };
        let hint = hint.unwrap_or_else(|| format!("known keys: {}", self.known.join(", ")));
        Diagnostic::at(key.span(), message, "no such key").hint(hint)
    }

    fn converted<T>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<T> {
        match convert(value.get_ref()) {
            Ok(right) => Typed::Given(Spanned::new(value.span(), right)),
            Err(complaint) => {
                let key = if key.starts_with('`') { key.to_owned() } else { format!("`{key}`") };
                let mut problem = Diagnostic::at(value.span(), format!("{key} {}", complaint.message), complaint.label);
                problem.hint = complaint.hint;
                self.problem(problem);
                Typed::Wrong
            }
        }
    }
}

fn owned(key: &Spanned<DeString<'_>>) -> Spanned<String> {
    Spanned::new(key.span(), key.get_ref().to_string())
}
