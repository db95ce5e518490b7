//! What every part of the compilation needs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use serde_spanned::Spanned;

use crate::reference::Reference;
use crate::scenario::diagnose::{Diagnostic, quoted};
use crate::scenario::warning::Warning;

/// What every part of the compilation needs: the tables, and a place for what it finds.
/// It is shared, so that parts can report while others hold it.
pub struct Compiler<'r> {
    /// Tables.
    pub reference: &'r Reference,
    /// What is wrong, in the order in which it was found.
    pub problems: RefCell<Vec<Diagnostic>>,
    warnings: RefCell<Vec<Warning>>,
}

impl<'r> Compiler<'r> {
    /// Nothing is found yet.
    pub fn new(reference: &'r Reference) -> Self {
        Self { reference, problems: RefCell::default(), warnings: RefCell::default() }
    }

    /// Reports something wrong.
    pub fn problem(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    /// Reports everything that is wrong.
    pub fn problems(&self, problems: impl IntoIterator<Item = Diagnostic>) {
        problems.into_iter().for_each(|problem| self.problem(problem));
    }

    /// How many problems there are so far.
    pub fn problem_count(&self) -> usize {
        self.problems.borrow().len()
    }

    /// Warns of everything.
    pub fn warnings(&self, warnings: impl IntoIterator<Item = Warning>) {
        self.warnings.borrow_mut().extend(warnings);
    }

    /// Warns of something.
    pub fn warn(&self, warning: Warning) {
        self.warnings.borrow_mut().push(warning);
    }

    /// Reports every name that stands twice, with both places: tables and charts are keyed by them.
    pub fn check_unique<'t>(&self, names: impl Iterator<Item = &'t Spanned<String>>, two_are: &str, hint: &str) {
        let mut first: HashMap<&str, Range<usize>> = HashMap::new();
        for name in names {
            if let Some(earlier) = first.get(name.get_ref().as_str()) {
                let message = format!("two {two_are} {}", quoted(name.get_ref()));
                let again = Diagnostic::at(name.span(), message, "again here");
                self.problem(again.related(earlier.clone(), "first here").hint(hint));
            } else {
                first.insert(name.get_ref(), name.span());
            }
        }
    }

    /// All problems and warnings, in the order in which they were found.
    pub fn into_findings(self) -> (Vec<Diagnostic>, Vec<Warning>) {
        (self.problems.into_inner(), self.warnings.into_inner())
    }
}
