//! One table of the file: keys are taken one by one, what is left is unknown.

use std::ops::Range;

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::convert::Complaint;
use crate::scenario::diagnose::{Diagnostic, nearest, quoted};
use crate::scenario::raw::{Entry, Typed};

/// A table being read.
pub struct Section<'t, 'i> {
    table: &'t DeTable<'i>,
    name: &'static str,
    span: Range<usize>,
    known: Vec<&'static str>,
}

impl<'t, 'i> Section<'t, 'i> {
    /// The table called `name` in messages.
    pub fn new(name: &'static str, table: &'t DeTable<'i>, span: Range<usize>) -> Self {
        Self {
            table,
            name,
            span,
            known: Vec::new(),
        }
    }

    /// The header of the table.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// A value that may be left out.
    pub fn optional<T>(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<T> {
        self.known.push(key);
        match self.table.get(key) {
            None => Typed::Absent,
            Some(value) => converted(key, value, problems, convert),
        }
    }

    /// A value that must be there.
    pub fn required<T>(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> Typed<T> {
        match self.optional(key, problems, convert) {
            Typed::Absent => {
                problems.push(self.missing(key));
                Typed::Wrong
            }
            found => found,
        }
    }

    /// The message that a key is missing.
    pub fn missing(&self, key: &str) -> Diagnostic {
        let place = if self.span.is_empty() {
            "the file".to_owned()
        } else {
            self.name.to_owned()
        };
        Diagnostic::at(
            self.span(),
            format!("`{key}` is missing in {place}"),
            format!("add `{key} = …` here"),
        )
    }

    /// A table within this one, if it is there.
    pub fn table(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Section<'t, 'i>> {
        self.known.push(key);
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Section::new(key, table, value.span())),
            _ => {
                problems.push(
                    Diagnostic::at(value.span(), format!("`{key}` must be a section"), "expected a section")
                        .hint(format!("write `[{key}]` on a line of its own and the keys below it")),
                );
                None
            }
        }
    }

    /// Whether the key is there, right or wrong.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Tables within this one, headed `[[header]]`; at most `most` of them.
    pub fn tables(
        &mut self,
        key: &'static str,
        header: &'static str,
        most: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Section<'t, 'i>> {
        self.known.push(key);
        let hint = format!("write `[[{header}]]` on a line of its own and the keys below it");
        let Some(value) = self.table.get(key) else {
            problems.push(
                Diagnostic::at(
                    self.span(),
                    format!("there is no `[[{header}]]`"),
                    "at least one is needed",
                )
                .hint(hint),
            );
            return Vec::new();
        };
        let wrong = |span: Range<usize>| {
            Diagnostic::at(
                span,
                format!("`{key}` must be a list of sections"),
                "expected `[[…]]` sections",
            )
            .hint(hint.clone())
        };
        let DeValue::Array(items) = value.get_ref() else {
            problems.push(wrong(value.span()));
            return Vec::new();
        };
        if items.is_empty() || items.len() > most {
            let message = format!("there are {} `[[{header}]]`, allowed are 1 to {most}", items.len());
            problems.push(Diagnostic::at(
                value.span(),
                message,
                "allowed: 1 to ".to_owned() + &most.to_string(),
            ));
            return Vec::new();
        }
        let mut sections = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => sections.push(Section::new(header, table, item.span())),
                _ => problems.push(wrong(item.span())),
            }
        }
        sections
    }

    /// All keys that were not taken, as values of tracks; wrong ones are named in the second list.
    pub fn rest<T>(
        &self,
        problems: &mut Vec<Diagnostic>,
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
    ) -> (Vec<Entry<T>>, Vec<String>) {
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for (key, value) in self
            .table
            .iter()
            .filter(|(key, _)| !self.known.contains(&key.get_ref().as_ref()))
        {
            match converted(&quoted(key.get_ref()), value, problems, &convert) {
                Typed::Given(value) => right.push(Entry {
                    track: owned(key),
                    value,
                }),
                Typed::Absent | Typed::Wrong => wrong.push(key.get_ref().to_string()),
            }
        }
        (right, wrong)
    }

    /// Reports every key that was not taken, with the nearest known one.
    pub fn finish(self, problems: &mut Vec<Diagnostic>) {
        for key in self
            .table
            .keys()
            .filter(|key| !self.known.contains(&key.get_ref().as_ref()))
        {
            let place = if self.span.is_empty() {
                String::new()
            } else {
                format!(" in {}", self.name)
            };
            let unknown = Diagnostic::at(
                key.span(),
                format!("unknown key {}{place}", quoted(key.get_ref())),
                "no such key",
            );
            let absent = || {
                self.known
                    .iter()
                    .copied()
                    .filter(|known| !self.table.contains_key(*known))
            };
            problems.push(match nearest(key.get_ref(), absent()) {
                Some(name) => unknown.hint(format!("did you mean `{name}`?")),
                None => unknown.hint(format!("known keys: {}", self.known.join(", "))),
            });
        }
    }
}

fn owned(key: &Spanned<toml::de::DeString<'_>>) -> Spanned<String> {
    Spanned::new(key.span(), key.get_ref().to_string())
}

fn converted<T>(
    key: &str,
    value: &Spanned<DeValue<'_>>,
    problems: &mut Vec<Diagnostic>,
    convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint>,
) -> Typed<T> {
    match convert(value.get_ref()) {
        Ok(right) => Typed::Given(Spanned::new(value.span(), right)),
        Err(complaint) => {
            let key = if key.starts_with('`') {
                key.to_owned()
            } else {
                format!("`{key}`")
            };
            let mut problem = Diagnostic::at(value.span(), format!("{key} {}", complaint.message), complaint.label);
            problem.hint = complaint.hint;
            problems.push(problem);
            Typed::Wrong
        }
    }
}
