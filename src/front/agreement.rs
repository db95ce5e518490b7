//! What the differences of both engines say.

use super::error::Error;
use crate::engine::results::{Notice, Severity};
use crate::engine::verify::{Difference, LIMIT, largest};

/// A note that the engines agree.
///
/// # Errors
/// [`Error::Disagreement`] with the largest difference, if chance does not allow it.
pub(super) fn agreement(differences: &[Difference]) -> Result<Notice, Error> {
    let worst = largest(differences).ok_or_else(|| Error::Disagreement("nothing to compare".to_owned()))?;
    let seen = format!(
        "the largest of {} differences between the two engines is {:.1} standard errors: {}",
        differences.len(),
        worst.in_errors(),
        worst.what
    );
    if worst.in_errors() > LIMIT {
        return Err(Error::Disagreement(seen));
    }
    Ok(Notice {
        severity: Severity::Note,
        seen,
        meaning: "the two engines agree; a difference above five standard errors would be a disagreement".to_owned(),
        action: "nothing".to_owned(),
    })
}
