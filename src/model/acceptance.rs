//! Who is taken (`docs/methods.md` §6): the chance that a program on the rank order
//! list would take the applicant, and how it falls with demand.

use super::logistic::logistic;
use super::parameters::TrackParameters;

/// `q_s = logistic(κ + λ·(b·x + σ_res·z) + σ_ω·ω)`.
///
/// `strength` is `b·x + σ_res·z`, `luck` is `σ_ω·ω`.
#[must_use]
pub fn acceptance_probability(track: &TrackParameters, strength: f64, luck: f64) -> f64 {
    logistic(acceptance_logit(track, strength, luck))
}

/// `logit q_s`, for those who tabulate the logistic function.
#[must_use]
#[inline]
pub fn acceptance_logit(track: &TrackParameters, strength: f64, luck: f64) -> f64 {
    track.kappa + track.lambda * strength + luck
}

/// Where a program stands among the attended programs of its run: the lines of one track and role
/// that are next to each other in the order of preference ([`super::calendar::Runs`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// 1 is ranked first.
    pub number: u32,
    /// Attended programs of the run.
    pub of: u32,
}

impl Place {
    /// A program that stands for itself.
    pub const ALONE: Self = Self { number: 1, of: 1 };

    /// The chance that the program here would take an applicant whom programs of the run take with
    /// chance `taken` on average: `1 − (1 − q)^w`, `w = 1 + d·((2j − 1)/k − 1)`.
    ///
    /// Applicants rank programs in demand first, and these are harder to get. The weights `w` add up to
    /// the number of programs, so that the chance that none takes stays `(1 − q)^k` whatever the `gradient` is.
    #[must_use]
    pub fn acceptance(self, taken: f64, gradient: f64) -> f64 {
        1.0 - libm::pow(1.0 - taken, self.weight(gradient))
    }

    fn weight(self, gradient: f64) -> f64 {
        1.0 + gradient * (f64::from(2 * self.number - 1) / f64::from(self.of) - 1.0)
    }
}

/// Chance that the first 0, 1, …, `of` programs of a run of so many all refuse an applicant, given
/// [`ln_refused`] and how the chance falls with demand ([`Place::acceptance`]): `(1 − q)^(m·(1 − d) + d·m²/k)`.
pub fn refused_by_first(ln_refused: f64, gradient: f64, of: usize) -> impl Iterator<Item = f64> {
    Refusals::new(ln_refused, gradient).by_first(of)
}

/// What [`refused_by_first`] has in common for runs of all lengths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refusals {
    /// `(1 − q)^(1 − d)`.
    flat: f64,
    /// `ln (1 − q)^d`.
    ln_steep: f64,
}

impl Refusals {
    /// For programs that refuse with this chance on average.
    #[must_use]
    pub fn new(ln_refused: f64, gradient: f64) -> Self {
        Self { flat: libm::exp(ln_refused * (1.0 - gradient)), ln_steep: ln_refused * gradient }
    }

    /// [`refused_by_first`] for a run of so many.
    pub fn by_first(self, of: usize) -> impl Iterator<Item = f64> {
        // The exponent `m·(1 − d) + d·m²/k` rises by its first value, then by `2·d/k` more each time.
        let half_step = libm::exp(self.ln_steep / of.max(1) as f64);
        let (first, step) = (self.flat * half_step, half_step * half_step);
        (0..=of).scan((1.0, first), move |(so_far, next), _| {
            let here = *so_far;
            (*so_far, *next) = (here * *next, *next * step);
            Some(here)
        })
    }
}

/// `ln(1 − q)` where a program takes with chance `taken`, finite even if it always does.
#[must_use]
pub fn ln_refused(taken: f64) -> f64 {
    libm::log((1.0 - taken).max(f64::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gradient_moves_the_rank_obtained_and_never_the_chance_of_a_match() {
        for taken in [0.0, 0.1, 0.45, 0.9, 1.0] {
            for gradient in [0.0, 0.3, 0.8] {
                for of in [1_u32, 2, 7, 20] {
                    let refused: Vec<f64> = refused_by_first(ln_refused(taken), gradient, of as usize).collect();
                    let mut so_far = 1.0;
                    for number in 1..=of {
                        so_far *= 1.0 - Place { number, of }.acceptance(taken, gradient);
                        assert!((refused[number as usize] - so_far).abs() < 1e-12, "{taken} {gradient} {number}/{of}");
                    }
                    let all = (1.0 - taken).powi(i32::try_from(of).unwrap_or_default());
                    assert!((so_far - all).abs() < 1e-12, "{taken} {gradient} {of}");
                }
            }
        }
    }

    #[test]
    fn programs_ranked_first_are_harder_to_get() {
        let chance = |number| Place { number, of: 12 }.acceptance(0.3, 0.6);
        assert!((1..12).all(|number| chance(number) < chance(number + 1)));
    }
}
