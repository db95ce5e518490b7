//! From what was typed to a checked [`Scenario`](super::compiled::Scenario),
//! with every problem and every warning.

mod applicant;
mod attendance;
mod failed;
mod far;
mod lists;
mod names;
mod pgy1;
mod plan_checks;
mod plans;
mod pools;
mod portfolio;
mod scenario;
mod signals;
mod tracks;
mod values;

use std::cell::RefCell;

pub use lists::read_lists;
pub use scenario::{FileIdentity, compile};

use super::diagnose::Diagnostic;
use super::warning::Warning;
use crate::reference::Reference;

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
    fn problem(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    /// Reports everything that is wrong.
    fn problems(&self, problems: impl IntoIterator<Item = Diagnostic>) {
        problems.into_iter().for_each(|problem| self.problem(problem));
    }

    /// How many problems there are so far.
    fn problem_count(&self) -> usize {
        self.problems.borrow().len()
    }

    /// Warns of something.
    fn warn(&self, warning: Warning) {
        self.warnings.borrow_mut().push(warning);
    }

    /// All problems and warnings, in the order in which they were found.
    pub fn into_findings(self) -> (Vec<Diagnostic>, Vec<Warning>) {
        (self.problems.into_inner(), self.warnings.into_inner())
    }
}
