//! How the failures of two ways of applying hang together, season by season.

use crate::decide::series::Series;

/// P(fail) of the present portfolio, of a backup alone, and of both together, all
/// without a limit on interviews and on common draws.
#[derive(Clone, Debug)]
pub struct Failures {
    /// Of the present portfolio.
    pub present: Series,
    /// Of the backup alone.
    pub backup: Series,
    /// Of both: nobody of either takes the applicant.
    pub both: Series,
}

impl Failures {
    /// Correlation of the two events, per draw: `(P_AB − P_A·P_B) / √(P_A(1−P_A)·P_B(1−P_B))`.
    ///
    /// The product takes its factors from different independent parts of the draw:
    /// from the same points they would hide a part of the covariance.
    #[must_use]
    pub fn correlation(&self) -> Series {
        let draws = self.present.0.iter().zip(&self.backup.0).zip(&self.both.0);
        Series(draws.map(|((present, backup), both)| correlations(present, backup, both)).collect())
    }

    /// Of the seasons in which the present portfolio fails, the share in which the backup does not.
    ///
    /// A ratio of means: each part is its linearization about the two means, so that
    /// the error is that of the ratio.
    #[must_use]
    pub fn saved(&self) -> Series {
        let fails = self.present.mean();
        let share = if fails > 0.0 { 1.0 - self.both.mean() / fails } else { 0.0 };
        let part = |present: f64, both: f64| {
            if fails > 0.0 { share + (present - both - share * present) / fails } else { 0.0 }
        };
        self.present.with(&self.both, part)
    }

    /// The share that it would save if it failed independently: its own chance of a match.
    #[must_use]
    pub fn saved_if_independent(&self) -> Series {
        self.backup.with(&self.backup, |fails, _| 1.0 - fails)
    }
}

fn correlations(present: &[f64], backup: &[f64], both: &[f64]) -> Vec<f64> {
    let mean = |parts: &[f64]| parts.iter().sum::<f64>() / parts.len() as f64;
    let spread = |fails: f64| (fails * (1.0 - fails)).max(0.0).sqrt();
    let scale = spread(mean(present)) * spread(mean(backup));
    let elsewhere = |place: usize| {
        let others = backup.len() as f64 - 1.0;
        if others > 0.0 { (backup.iter().sum::<f64>() - backup[place]) / others } else { backup[place] }
    };
    let part = |place: usize| {
        if scale > 0.0 { (both[place] - present[place] * elsewhere(place)) / scale } else { 0.0 }
    };
    (0..present.len()).map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failures(present: f64, backup: f64, both: f64) -> Failures {
        let of = |chance: f64| Series(vec![vec![chance; 2]; 3]);
        Failures { present: of(present), backup: of(backup), both: of(both) }
    }

    #[test]
    fn independent_failures_have_no_correlation_and_save_what_the_backup_is_worth_alone() {
        let found = failures(0.4, 0.25, 0.1);
        assert!(found.correlation().mean().abs() < 1e-15);
        assert!((found.saved().mean() - 0.75).abs() < 1e-15);
        assert!((found.saved_if_independent().mean() - 0.75).abs() < 1e-15);
    }

    #[test]
    fn a_backup_that_fails_in_the_same_seasons_saves_nothing() {
        let found = failures(0.4, 0.4, 0.4);
        assert!((found.correlation().mean() - 1.0).abs() < 1e-15);
        assert!(found.saved().mean().abs() < 1e-15);
    }

    #[test]
    fn nothing_is_saved_where_nothing_fails() {
        let found = failures(0.0, 0.3, 0.0);
        assert_eq!((found.correlation().mean(), found.saved().mean()), (0.0, 0.0));
    }
}
