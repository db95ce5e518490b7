//! The study file: which template, which people, which grid.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::StudyError;
use crate::reference::read_bytes;
use crate::scenario::diagnose::{Diagnostic, Diagnostics};
use crate::scenario::load::{LARGEST_FILE, ScenarioError};
use crate::scenario::read::convert::{self, Complaint};
use crate::scenario::read::section::Section;
use crate::scenario::read::syntax;
use crate::scenario::typed::Entry;
use crate::scenario::vary::Range;

/// A study as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyFile {
    /// File as named on the command line.
    pub file: String,
    /// Its text.
    pub text: String,
    /// The scenario that everybody begins with.
    pub template: PathBuf,
    /// The table of people, if there is one.
    pub people: Option<PathBuf>,
    /// The column that names a person, if it is stated.
    pub person: Option<String>,
    /// Columns that set nothing although they are named nearly like a key.
    pub carry: Vec<String>,
    /// Columns by which people are grouped.
    pub by: Vec<String>,
    /// Keys with the values that are gone through.
    pub grid: Vec<(String, Vec<String>)>,
    /// Keys that are set for everybody.
    pub set: Vec<(String, String)>,
}

impl StudyFile {
    /// Reads a study file; files that it names are looked for beside it.
    ///
    /// # Errors
    /// When it cannot be read, and every problem of it.
    pub fn load(path: &Path) -> Result<Self, StudyError> {
        let unreadable = |source| ScenarioError::Unreadable { path: path.to_owned(), source };
        let bytes = read_bytes(path, LARGEST_FILE).map_err(unreadable)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let file = path.display().to_string();
        Self::read(&file, &text).map_err(|problems| StudyError::File(ScenarioError::Wrong(problems)))
    }

    /// Reads the text of a study file; the files that it names are not looked for.
    ///
    /// # Errors
    /// Every problem of it.
    pub fn read(file: &str, text: &str) -> Result<Self, Diagnostics> {
        let problems = RefCell::new(Vec::new());
        let (root, errors) = DeTable::parse_recoverable(text);
        syntax::report(text, &errors, &mut problems.borrow_mut());
        let is_valid = problems.borrow().is_empty();
        let study = is_valid.then(|| study(file, text, Section::root(root.get_ref(), &problems, |_| None))).flatten();
        match study {
            Some(study) if problems.borrow().is_empty() => Ok(study),
            _ => {
                let mut all = Diagnostics::new(file, text);
                problems.into_inner().into_iter().for_each(|problem| all.push(problem));
                all.sort();
                Err(all)
            }
        }
    }
}

fn study(file: &str, text: &str, mut section: Section<'_, '_>) -> Option<StudyFile> {
    let template = section.required("template", convert::text(usize::MAX));
    let people = section.optional("people", convert::text(usize::MAX));
    let person = section.optional("person", convert::text(usize::MAX));
    let carry = section.optional("carry", convert::texts);
    let by = section.optional("by", convert::texts);
    let grid = section.table("grid", "[grid]").map(|table| table.rest(values).0).unwrap_or_default();
    let set = section.table("set", "[set]").map(|table| table.rest(scalar).0).unwrap_or_default();
    section.finish();
    let beside = |name: String| Path::new(file).parent().unwrap_or(Path::new("")).join(name);
    let pairs = |entry: Entry<_>| (entry.track.into_inner(), entry.value.into_inner());
    let all = |texts: Option<Vec<serde_spanned::Spanned<String>>>| {
        texts.unwrap_or_default().into_iter().map(serde_spanned::Spanned::into_inner).collect()
    };
    Some(StudyFile {
        file: file.to_owned(),
        text: text.to_owned(),
        template: beside(template.value()?),
        people: people.value().map(beside),
        person: person.value(),
        carry: all(carry.value()),
        by: all(by.value()),
        grid: grid.into_iter().map(pairs).collect(),
        set: set.into_iter().map(|entry| (entry.track.into_inner(), entry.value.into_inner())).collect(),
    })
}

/// The values of a key of the grid: a list, or a range as `--vary` takes it.
fn values(value: &DeValue<'_>) -> Result<Vec<String>, Complaint> {
    let wrong = |message: String| Complaint {
        message,
        label: "expected a range or a list".to_owned(),
        hint: Some("write \"220..260:10\", or a list such as [220, 240] or [\"none\", \"j1\"]".to_owned()),
    };
    match value {
        DeValue::Array(items) if !items.is_empty() => items.iter().map(|item| scalar(item.get_ref())).collect(),
        DeValue::String(text) => {
            let range = Range::parse(text).ok_or_else(|| wrong(format!("is {text:?}, which is no range")))?;
            let typed = [Some(range.from), Some(range.to), range.step];
            let whole = typed.into_iter().flatten().all(|number| number.fract() == 0.0);
            let values = range.values(whole).map_err(|reason| wrong(format!("cannot be gone through: {reason}")))?;
            Ok(values.iter().map(ToString::to_string).collect())
        }
        _ => Err(wrong("has no values".to_owned())),
    }
}

/// One value as a cell of a table holds it.
fn scalar(value: &DeValue<'_>) -> Result<String, Complaint> {
    match value {
        DeValue::String(text) => Ok(text.to_string()),
        DeValue::Integer(number) => Ok(number.to_string()),
        DeValue::Float(number) => Ok(number.to_string()),
        DeValue::Boolean(flag) => Ok(flag.to_string()),
        _ => Err(Complaint {
            message: "must be one value".to_owned(),
            label: "expected a number, a word in quotes, true or false".to_owned(),
            hint: Some("a key of a section goes in quotes: \"applicant.step2_ck\" = 240".to_owned()),
        }),
    }
}

impl StudyFile {
    /// A change that was typed as `KEY=VALUE`.
    ///
    /// # Errors
    /// When it has another form.
    pub fn change(typed: &str) -> Result<(String, String), String> {
        let form = || format!("`{typed}` is not KEY=VALUE, for example applicant.step2_ck=250");
        let (key, value) = typed.rsplit_once('=').ok_or_else(form)?;
        let (key, value) = (key.trim(), value.trim());
        if key.is_empty() || value.is_empty() { Err(form()) } else { Ok((key.to_owned(), value.to_owned())) }
    }

    /// That there is nobody to work out.
    #[must_use]
    pub fn nobody(&self) -> Diagnostics {
        let mut all = Diagnostics::new(&self.file, &self.text);
        all.push(Diagnostic::of_file("the study has neither people nor a grid").hint(
            "write `people = \"FILE.csv\"`, or a section `[grid]`; or give people on standard input (--input -)",
        ));
        all
    }
}
