//! A season in progress (`docs/methods.md` §4, “A season in progress”): when invitations come, and what has come so far.

use super::date::Date;
use super::parameters::SharedParameters;
use super::portfolio::Portfolio;

/// What is known of a season on one of its days: how many programs have invited of those applied to.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonSoFar {
    /// What was applied with.
    pub portfolio: Portfolio,
    /// Programs that have invited, by index of the track; those declined count too.
    pub invitations: Vec<u32>,
    /// The day.
    pub date: Date,
    /// Days until then since programs could first see applications.
    pub day: f64,
    /// The same of the day on which the last invitation has come: that of the rank order lists.
    pub last_day: f64,
}

impl SeasonSoFar {
    /// Programs of the track that were applied to.
    #[must_use]
    pub fn applied(&self, track: usize) -> u32 {
        self.portfolio.programs(track)
    }

    /// `F`: the share of a season's invitations that have come by now.
    #[must_use]
    pub fn share_come(&self, shared: &SharedParameters) -> f64 {
        share_by(self.day, self.last_day, shared.invitation_median_day, shared.invitation_steepness)
    }
}

/// The share of invitations that come by a day: log-logistic in the days since programs could see applications, cut
/// off at `last_day`, when all have come. `median` is in days, `steepness` has no unit.
#[must_use]
pub fn share_by(day: f64, last_day: f64, median: f64, steepness: f64) -> f64 {
    let share = |day: f64| 1.0 / (1.0 + libm::pow(median / day, steepness));
    if day <= 0.0 {
        0.0
    } else if day >= last_day {
        1.0
    } else {
        share(day) / share(last_day)
    }
}

/// Turns chances of numbers of invitations in a whole season into chances of them and `come` having come by now, each
/// invitation by itself with chance `share`: `P(K)·C(K, k)·F^k·(1 − F)^(K − k)`. Gives their sum, the chance of what came.
///
/// Which programs have invited does not matter: given how many invite in all, it is a random choice of so many.
pub fn thin(chances: &mut [f64], come: usize, share: f64) -> f64 {
    // C(K, k)·F^k·(1 − F)^(K − k), from one number of invitations to the next.
    let mut thinned = libm::pow(share, come as f64);
    for (number, chance) in chances.iter_mut().enumerate() {
        if number < come {
            *chance = 0.0;
            continue;
        }
        if number > come {
            thinned *= (1.0 - share) * number as f64 / (number - come) as f64;
        }
        *chance *= thinned;
    }
    chances.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::counts::poisson_binomial;

    #[test]
    fn thinning_the_number_of_a_season_is_thinning_every_program() {
        let (invite, share, come): (&[f64], f64, usize) = (&[0.1, 0.5, 0.3, 0.8, 0.2], 0.4, 2);
        let mut found = vec![0.0; invite.len() + 1];
        poisson_binomial(invite, &mut found);
        let weight = thin(&mut found, come, share);
        // Every program: has invited, will invite, will not.
        let mut expected = vec![0.0; invite.len() + 1];
        for way in 0..3_usize.pow(5) {
            let state = |program: u32| way / 3_usize.pow(program) % 3;
            let chance: f64 = (0..5)
                .zip(invite)
                .map(|(program, p)| match state(program) {
                    0 => p * share,
                    1 => p * (1.0 - share),
                    _ => 1.0 - p,
                })
                .product();
            if (0..5).filter(|program| state(*program) == 0).count() == come {
                expected[(0..5).filter(|program| state(*program) < 2).count()] += chance;
            }
        }
        assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-15), "{found:?} {expected:?}");
        assert!((weight - expected.iter().sum::<f64>()).abs() < 1e-15);
    }

    #[test]
    fn all_have_come_at_the_end_and_none_at_the_beginning() {
        assert_eq!(share_by(0.0, 160.0, 35.0, 2.0), 0.0);
        assert_eq!(share_by(160.0, 160.0, 35.0, 2.0), 1.0);
        let shares: Vec<f64> = (1..160).map(|day| share_by(f64::from(day), 160.0, 35.0, 1.95)).collect();
        assert!(shares.is_sorted() && shares[158] < 1.0);
        let mut none_came = [0.3, 0.5, 0.2];
        assert_eq!(thin(&mut none_came, 0, 0.0), 1.0);
        let mut all_came = [0.3, 0.5, 0.2];
        assert_eq!((thin(&mut all_came, 1, 1.0), all_came), (0.5, [0.0, 0.5, 0.0]));
    }

    #[test]
    fn the_central_timing_is_that_of_the_survey_of_programs() {
        // 18%, 47% and 22% of invitations in September (from the 15th on), October and November.
        for (day, published) in [(15.0, 0.18), (46.0, 0.65), (76.0, 0.87)] {
            let found = share_by(day, 161.0, 35.0, 1.95);
            assert!((found - published).abs() < 0.03, "{day}: {found}");
        }
    }
}
