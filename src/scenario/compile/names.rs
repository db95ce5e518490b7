//! Names of portfolios are unique: tables and charts are keyed by them.

use std::collections::HashMap;
use std::ops::Range;

use crate::scenario::diagnose::{Diagnostic, quoted};
use crate::scenario::raw::RawPortfolio;

use super::Compiler;

/// Reports every name that stands twice, with both places.
pub fn check_names(compiler: &Compiler<'_>, portfolios: &[RawPortfolio]) {
    let mut first: HashMap<&str, Range<usize>> = HashMap::new();
    for name in portfolios.iter().filter_map(|portfolio| portfolio.name.given()) {
        match first.get(name.get_ref().as_str()) {
            None => {
                first.insert(name.get_ref(), name.span());
            }
            Some(earlier) => compiler.problem(
                Diagnostic::at(
                    name.span(),
                    format!("two portfolios are called {}", quoted(name.get_ref())),
                    "again here",
                )
                .related(earlier.clone(), "first here")
                .hint("give each portfolio a name of its own; results are kept by name"),
            ),
        }
    }
}
