//! What the rules say of the stretches of a portfolio (`docs/methods.md` §5–§7).

use super::kernel::Kernel;

/// What the rules say of a stretch on the primary list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StretchRole {
    /// Index of the track.
    pub track: usize,
    /// Whether the programs can also give the PGY-1 of an advanced match.
    pub gives_pgy1: bool,
    /// Share of categorical positions; none for preliminary tracks.
    pub categorical_share: Option<f64>,
}

impl StretchRole {
    /// Whether a match here can be to an advanced position.
    #[must_use]
    pub fn can_match_advanced(self) -> bool {
        self.categorical_share.is_some_and(|share| share < 1.0)
    }
}

/// The stretches of a portfolio. Their kernels are given in the same order: those of the primary
/// list, then those of the supplemental list alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Stretches of the primary list, in order of preference.
    pub primary: Vec<StretchRole>,
    /// Places in `primary`, in the order in which interviews are kept.
    pub kept: Vec<usize>,
    /// Most interviews attended of these, at least 1.
    pub limit: usize,
    /// Tracks of the stretches of the supplemental list alone, in the order in which interviews are kept.
    pub pgy1: Vec<usize>,
    /// Most interviews attended of these, at least 1.
    pub pgy1_limit: usize,
}

impl Rules {
    /// The kernels of the primary list, and those of the supplemental list alone.
    #[must_use]
    pub fn lists<'s, 'k>(&self, kernels: &'s [&'k Kernel]) -> (&'s [&'k Kernel], &'s [&'k Kernel]) {
        kernels.split_at(self.primary.len())
    }

    /// Whether interviews are kept in the order of preference.
    #[must_use]
    pub fn is_kept_as_ranked(&self) -> bool {
        self.kept.is_sorted()
    }

    /// Places in `kept` up to the last stretch for which `matters` holds, given its place in `primary`.
    pub(super) fn kept_until(&self, matters: impl Fn(usize) -> bool) -> usize {
        self.kept.iter().rposition(|place| matters(*place)).map_or(0, |last| last + 1)
    }
}

/// The limit, unless even all invitations of `kernels` fit.
#[must_use]
pub fn binding(limit: usize, kernels: &[&Kernel]) -> Option<usize> {
    let reach: usize = kernels.iter().map(|kernel| kernel.attended.len() - 1).sum();
    (reach > limit).then_some(limit)
}
