//! Why a number cannot be varied as asked.

use thiserror::Error;

/// Why a number cannot be varied as asked.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum VaryError {
    /// The text has another form.
    #[error("`{text}` is not PATH=FROM..TO or PATH=FROM..TO:STEP, for example applicant.step2_ck=230..270:5")]
    Form {
        /// What was typed, shortened.
        text: String,
    },
    /// No number of the scenario is called so.
    #[error("no number of the scenario is called {path}; {hint}")]
    UnknownPath {
        /// What was typed, quoted and shortened.
        path: String,
        /// What was probably meant, and what there is.
        hint: String,
    },
    /// The range cannot be gone through.
    #[error("{path}: {reason}")]
    Range {
        /// The key.
        path: String,
        /// What is wrong with the range and what to do.
        reason: String,
    },
    /// The scenario forbids a value.
    #[error("with {setting}: {problem}; keep to values that the scenario allows")]
    Forbidden {
        /// The key with the value, or both keys.
        setting: String,
        /// What the scenario says of it.
        problem: String,
    },
}
