//! The warnings of a scenario under the answer to a question; its notes are in the JSON.

use super::style::{ConsoleStyle, paint};
use super::summary::notice;
use crate::engine::results::{Notice, Severity};
use crate::report::presentable::cleaned;

/// The warnings as a section; none without any.
pub(super) fn warnings(notices: &[Notice], style: ConsoleStyle) -> Option<String> {
    let shown = notices.iter().filter(|one| one.severity == Severity::Warning).map(|one| {
        let clean = Notice {
            severity: one.severity,
            seen: cleaned(&one.seen),
            meaning: cleaned(&one.meaning),
            action: cleaned(&one.action),
        };
        notice(&clean, style)
    });
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| format!("{}\n{}", paint("Notes", "1", style), shown.join("\n")))
}
