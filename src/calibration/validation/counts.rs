//! How many programs invite, and how unequally interviews are spread.

use crate::model::counts::poisson_binomial;

/// Distribution of the number of invitations among programs with these
/// chances, those beyond `limit` declined: chance of 0, 1, …, `limit`.
#[must_use]
pub fn count_distribution(chances: impl Iterator<Item = f64>, limit: usize) -> Vec<f64> {
    let chances: Vec<f64> = chances.collect();
    let mut shares = vec![0.0; chances.len() + 1];
    poisson_binomial(&chances, &mut shares);
    if shares.len() > limit + 1 {
        let declined: f64 = shares.drain(limit + 1..).sum();
        shares[limit] += declined;
    }
    shares
}

/// Gini index of a count with these chances of 0, 1, 2, …: 0 where all have
/// the same, near 1 where one has everything; 0 where nobody has any.
#[must_use]
pub fn gini(shares: &[f64]) -> f64 {
    let mean: f64 = shares.iter().enumerate().map(|(count, share)| count as f64 * share).sum();
    if mean <= 0.0 {
        return 0.0;
    }
    let mut below = 0.0;
    let mut spread = 0.0;
    for share in shares {
        below += share;
        spread += below * (1.0 - below);
    }
    spread / mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_those_of_every_way_to_be_invited() {
        let chances = [0.1, 0.5, 0.7];
        for limit in [1, 2, 3, 7] {
            let found = count_distribution(chances.into_iter(), limit);
            let mut expected = vec![0.0; found.len()];
            for ways in 0..8_usize {
                let invited = (0..3).filter(|program| ways >> program & 1 == 1).count();
                let chance: f64 = (0..3)
                    .map(|program| if ways >> program & 1 == 1 { chances[program] } else { 1.0 - chances[program] })
                    .product();
                expected[invited.min(limit)] += chance;
            }
            for (a, b) in found.iter().zip(&expected) {
                assert!((a - b).abs() < 1e-12, "limit {limit}: {found:?} {expected:?}");
            }
        }
    }

    #[test]
    fn the_gini_index_is_that_of_every_pair_of_people() {
        let shares = [0.5, 0.2, 0.0, 0.3];
        let mean = 0.2 + 0.9;
        let mut apart = 0.0;
        for (a, of_a) in shares.iter().enumerate() {
            for (b, of_b) in shares.iter().enumerate() {
                apart += of_a * of_b * (a as f64 - b as f64).abs();
            }
        }
        assert!((gini(&shares) - apart / (2.0 * mean)).abs() < 1e-12);
        assert_eq!(gini(&[0.0, 0.0, 1.0]), 0.0);
        assert_eq!(gini(&[1.0]), 0.0);
    }
}
