//! The earlier season of a reapplicant.

use crate::model::{Applicant, FailedSeason, Portfolio, Uncertain};
use crate::scenario::diagnose::{Diagnostic, quoted};
use crate::scenario::raw::RawScenario;

use super::compiler::Compiler;

/// The season that the person failed in: a year before this one, with the portfolio that the file names, or the
/// first; none for a first application. What is wrong is reported.
pub fn compile(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    applicant: &Applicant,
    portfolios: &[Portfolio],
) -> Option<Box<FailedSeason>> {
    let section = raw.applicant.as_ref()?;
    let is_reapplicant = section.reapplicant.value().unwrap_or(false);
    let name = section.failed_with.given();
    if let Some(name) = name.filter(|_| !is_reapplicant) {
        let problem = Diagnostic::at(name.span(), "`failed_with` needs `reapplicant = true`", "an earlier season");
        compiler.problem(problem.hint("write reapplicant = true, or take failed_with out"));
    }
    if !is_reapplicant {
        return None;
    }
    let portfolio = match name {
        None => portfolios.first(),
        Some(name) => {
            let found = portfolios.iter().find(|portfolio| &portfolio.name == name.get_ref());
            if found.is_none() {
                let message = format!("no portfolio is called {}", quoted(name.get_ref()));
                let names: Vec<String> = portfolios.iter().map(|portfolio| quoted(&portfolio.name)).collect();
                let problem = Diagnostic::at(name.span(), message, "not in this file");
                compiler.problem(problem.hint(format!("write one of {}", names.join(", "))));
            }
            found
        }
    };
    let (applicant, is_named) = (a_year_earlier(applicant), name.is_some());
    Some(Box::new(FailedSeason { applicant, portfolio: portfolio?.clone(), is_named }))
}

/// The applicant a year earlier: the same record, one year less since graduation.
fn a_year_earlier(applicant: &Applicant) -> Applicant {
    let Uncertain { low, high } = applicant.years_since_graduation;
    let years_since_graduation = Uncertain { low: (low - 1.0).max(0.0), high: (high - 1.0).max(0.0) };
    Applicant { years_since_graduation, failed: None, so_far: None, ..applicant.clone() }
}
