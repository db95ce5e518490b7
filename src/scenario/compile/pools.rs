//! A portfolio cannot apply to more programs of a track than there are (`docs/methods.md` §3).

use crate::model::Visa;
use crate::reference::TrackRow;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::RawLine;

use super::compiler::Compiler;

/// What the lines of one track may draw on.
#[derive(Debug, Clone, Copy)]
pub struct Pool<'r> {
    /// Track.
    pub row: &'r TrackRow,
    /// Programs of the track in the country, or in the part of it that is meant.
    pub country: u32,
    /// Share of programs that sponsor the visa needed; 1 if none is needed.
    pub sponsor_share: f64,
    /// Visa needed.
    pub visa: Visa,
}

impl Pool<'_> {
    /// Programs that a line can reach: all, or those that sponsor, rounded down.
    pub fn size(&self, sponsors_only: bool) -> u64 {
        let all = f64::from(self.country);
        let share = if sponsors_only { self.sponsor_share } else { 1.0 };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts are small, and a share is at most 1"
        )]
        let size = (all * share).floor() as u64;
        size
    }
}

/// Reports each line that reaches past the end of its pool: programs are counted through all lines of the track in the
/// order of application, since each line takes up where the one before it stopped.
pub fn check_pool(compiler: &Compiler<'_>, lines: &[&RawLine], pool: Pool<'_>) {
    let mut earlier: u64 = 0;
    for (position, line) in lines.iter().enumerate() {
        let Some(programs) = line.programs.given() else {
            continue;
        };
        let Some(sponsors_only) = line.sponsors_only.or(false) else {
            continue;
        };
        let reached = earlier.saturating_add(*programs.get_ref());
        let size = pool.size(sponsors_only);
        if reached > size {
            let mut problem = Diagnostic::at(
                programs.span(),
                too_many(*programs.get_ref(), earlier, pool.row),
                format!("allowed here: {}", allowed(size.saturating_sub(earlier))),
            );
            for before in &lines[..position] {
                if let Some(span) = before.programs.span() {
                    problem = problem.related(span, "counted before it");
                }
            }
            compiler.problem(problem.hint(hint(pool, sponsors_only, size)));
        }
        earlier = reached;
    }
}

fn too_many(programs: u64, earlier: u64, row: &TrackRow) -> String {
    if earlier == 0 {
        format!("{programs} programs of {} are more than can be applied to", row.name)
    } else {
        format!(
            "{programs} programs of {} after {earlier} in lines that come first are more than can be applied to",
            row.name
        )
    }
}

fn allowed(most: u64) -> String {
    if most == 0 { "none".to_owned() } else { format!("0 to {most}") }
}

fn hint(pool: Pool<'_>, sponsors_only: bool, size: u64) -> String {
    let all = pool.row.programs;
    if sponsors_only && pool.visa.is_needed() {
        format!(
            "of {all} programs in the country {size} sponsor the visa ({}); apply to fewer, or set sponsors_only = false",
            pool.visa.label()
        )
    } else {
        format!("the country has {all} programs of this track")
    }
}
