//! What a market says of one applicant type in a track: how hard it is to be invited, and to be taken after an interview.

use super::applications::{Desk, Judge};
use super::draws::Role;
use super::season::Season;
use crate::model::ApplicantType;
use crate::model::logistic::logistic;

/// Standard deviations of what is believed of `κ` around 0, and of `λ` around the slope of the programs' own rankings, before
/// the market is seen (assumptions): wide, so that they count only where few people interview.
const KAPPA_SPREAD: f64 = 3.0;
const LAMBDA_SPREAD: f64 = 0.5;

/// Least and greatest shift of a level that is looked for.
const FARTHEST: f64 = 8.0;

/// Somebody who interviewed in a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interviewed {
    /// Strength there.
    pub strength: f64,
    /// How the interviews of the person went, which all programs see.
    pub luck: f64,
    /// Programs of the track that interviewed the person.
    pub programs: f64,
    /// Whether any of them would take the person as the match came out.
    pub is_wanted: bool,
}

/// What became in one market of everybody of a type who applied to a track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Those who interviewed.
    pub interviewed: Vec<Interviewed>,
    /// What has to be added to the one-applicant model's log-odds of an invitation to have as many invitations as the market; none without applications.
    pub invitation: Option<f64>,
}

impl Evidence {
    /// Looks at the people of a type who apply to a track for a residency; `would` has for each person which programs of their list
    /// would take them.
    #[must_use]
    pub fn of(judge: &Judge<'_>, season: &Season, would: &[Vec<bool>], kind: ApplicantType, track: u16) -> Self {
        let Some(law) = judge.country.law(kind, track) else { return Self::default() };
        let (mut found, mut desk) = (Self::default(), Desk::default());
        let (mut logits, mut invitations) = (Vec::new(), 0.0);
        for (number, person) in season.drawn.people.iter().enumerate().filter(|(_, person)| person.kind == kind) {
            let of_track = |(_, one): &(usize, &super::draws::Choice)| one.track == track && one.role == Role::Primary;
            let Some((place, choice)) = person.choices().iter().enumerate().find(of_track) else { continue };
            for (program, logit) in judge.considered(person, *choice, law, &mut desk) {
                invitations += logistic(logit - season.cutoffs[program as usize]);
                logits.push(logit);
            }
            let list = season.calendars[number].primary.iter().zip(&would[number]);
            let of_choice = list.filter(|(one, _)| usize::from(one.choice) == place);
            let (programs, takers) =
                of_choice.fold((0, 0), |(all, takers), (_, would)| (all + 1, takers + u32::from(*would)));
            if programs > 0 {
                found.interviewed.push(Interviewed {
                    strength: choice.strength,
                    luck: person.luck,
                    programs: f64::from(programs),
                    is_wanted: takers > 0,
                });
            }
        }
        found.invitation = (!logits.is_empty()).then(|| level(&logits, invitations));
        found
    }
}

/// The shift of all log-odds with which so many events are expected: Newton's method, which converges since the sum rises in the
/// shift, with steps of at most one.
fn level(logits: &[f64], events: f64) -> f64 {
    let mut shift = 0.0_f64;
    for _ in 0..30 {
        let (mut expected, mut slope) = (0.0, 0.0);
        for logit in logits {
            let p = logistic(logit + shift);
            expected += p;
            slope += p * (1.0 - p);
        }
        let step = ((events - expected) / slope.max(1e-12)).clamp(-1.0, 1.0);
        shift = (shift + step).clamp(-FARTHEST, FARTHEST);
        if step.abs() < 1e-9 {
            break;
        }
    }
    shift
}

/// Level and slope of being taken, as the one-applicant model has them: a program that interviewed takes a person with the log-odds
/// `κ + λ·strength + luck`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Acceptance {
    /// `κ`.
    pub kappa: f64,
    /// `λ`.
    pub lambda: f64,
}

/// First and second derivatives of the log-likelihood of one person: whether any of `k` programs takes them, `1 − (1 − q)^k`.
fn scores(of: &Interviewed, at: Acceptance) -> (f64, f64) {
    let q = logistic(at.kappa + at.lambda * of.strength + of.luck);
    let kq = of.programs * q;
    let odds_of_none = 1.0 / libm::expm1(-of.programs * libm::log1p(-q));
    let score = if of.is_wanted { odds_of_none * kq } else { -kq };
    (score, kq * kq * odds_of_none)
}

impl Acceptance {
    /// The most likely level and slope, by Fisher scoring; `slope` is that of the programs' own rankings.
    #[must_use]
    pub fn fitted<'p>(people: &(impl Iterator<Item = &'p Interviewed> + Clone), slope: f64) -> Self {
        let (of_kappa, of_lambda) = (KAPPA_SPREAD.powi(-2), LAMBDA_SPREAD.powi(-2));
        let mut at = Self { kappa: 0.0, lambda: slope };
        for _ in 0..100 {
            let (mut u, mut v) = (-of_kappa * at.kappa, -of_lambda * (at.lambda - slope));
            let (mut a, mut b, mut c) = (of_kappa, 0.0, of_lambda);
            for person in people.clone() {
                let (score, information) = scores(person, at);
                u += score;
                v += score * person.strength;
                a += information;
                b += information * person.strength;
                c += information * person.strength * person.strength;
            }
            let determinant = a * c - b * b;
            let steps = [(c * u - b * v) / determinant, (a * v - b * u) / determinant];
            let longest = steps[0].abs().max(steps[1].abs());
            let part = 1.0 / longest.max(1.0);
            at.kappa += part * steps[0];
            at.lambda += part * steps[1];
            if longest < 1e-9 {
                break;
            }
        }
        at
    }

    /// How far the level of each market lies from this one.
    ///
    /// Each market alone says it with the error of chance among its people. Their deviations are drawn together so that their
    /// variance is that which is left between markets (moments of random effects, `docs/market.md`) once this error is taken out.
    #[must_use]
    pub fn deviations(self, markets: &[&[Interviewed]]) -> Vec<f64> {
        let sums: Vec<(f64, f64)> = markets
            .iter()
            .map(|people| {
                let both = people.iter().map(|person| scores(person, self));
                both.fold((0.0, 0.0), |(u, i), (score, information)| (u + score, i + information))
            })
            .collect();
        let weight: f64 = sums.iter().map(|(_, information)| information).sum();
        let squares: f64 = sums.iter().map(|(_, information)| information * information).sum();
        let mean = sums.iter().map(|(score, _)| score).sum::<f64>() / weight;
        let deviation = |(score, information): &(f64, f64)| score / information.max(f64::MIN_POSITIVE) - mean;
        let spread: f64 = sums.iter().filter(|of| of.1 > 0.0).map(|of| of.1 * deviation(of).powi(2)).sum();
        let between = (spread - (markets.len() as f64 - 1.0)) / (weight - squares / weight);
        let shrunk = |of: &(f64, f64)| {
            if !(between > 0.0 && of.1 > 0.0) {
                return 0.0;
            }
            deviation(of) * (between / (between + 1.0 / of.1)).sqrt()
        };
        sums.iter().map(shrunk).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::philox::{Key, PhiloxStream};
    use crate::random::{normal_of_word, uniform_of_word};
    use rand::rand_core::Rng;

    /// People whom programs take with the log-odds `κ + λ·strength + luck`.
    fn people(seed: u64, count: usize, truth: Acceptance) -> Vec<Interviewed> {
        let mut stream = PhiloxStream::new(Key::new(seed), [0; 3]);
        let mut person = || {
            let strength = normal_of_word(stream.next_u32());
            let luck = 0.5 * normal_of_word(stream.next_u32());
            let programs = f64::from(1 + stream.next_u32() % 12);
            let q = logistic(truth.kappa + truth.lambda * strength + luck);
            let is_wanted = uniform_of_word(stream.next_u32()) < 1.0 - libm::pow(1.0 - q, programs);
            Interviewed { strength, luck, programs, is_wanted }
        };
        (0..count).map(|_| person()).collect()
    }

    #[test]
    fn the_level_of_people_alike_is_the_log_odds_of_their_share() {
        let one = |is_wanted| Interviewed { strength: 0.0, luck: 0.0, programs: 1.0, is_wanted };
        let many: Vec<Interviewed> = (0..10_000).map(|number| one(number % 4 == 0)).collect();
        let found = Acceptance::fitted(&many.iter(), 0.7);
        assert!((found.kappa - libm::log(1.0 / 3.0)).abs() < 1e-3, "{found:?}");
        assert!((found.lambda - 0.7).abs() < 1e-9, "nothing says anything of the slope: {found:?}");
        // With two programs each, 1 - (1 - q)^2 = 1/4.
        let two: Vec<Interviewed> = many.iter().map(|one| Interviewed { programs: 2.0, ..*one }).collect();
        let q = 1.0 - 0.75_f64.sqrt();
        assert!((Acceptance::fitted(&two.iter(), 0.7).kappa - libm::log(q / (1.0 - q))).abs() < 1e-3);
    }

    /// 20,000 people give errors of about 0.02; five of them are allowed.
    #[test]
    fn level_and_slope_are_found_again() {
        let truth = Acceptance { kappa: -1.2, lambda: 0.6 };
        let found = Acceptance::fitted(&people(3, 20_000, truth).iter(), 1.0);
        assert!((found.kappa - truth.kappa).abs() < 0.1 && (found.lambda - truth.lambda).abs() < 0.1, "{found:?}");
    }

    #[test]
    fn few_people_who_all_match_give_a_finite_level() {
        let all = [Interviewed { strength: 1.0, luck: 0.0, programs: 9.0, is_wanted: true }; 5];
        let found = Acceptance::fitted(&all.iter(), 0.5);
        assert!(found.kappa.is_finite() && found.kappa > 0.0 && found.kappa < 5.0, "{found:?}");
        assert_eq!(Acceptance::fitted(&[].iter(), 0.5), Acceptance { kappa: 0.0, lambda: 0.5 });
    }

    #[test]
    fn markets_alike_do_not_deviate_and_markets_that_differ_keep_their_spread() {
        let alike: Vec<Vec<Interviewed>> =
            (0..40).map(|seed| people(seed, 100, Acceptance { kappa: -1.0, lambda: 0.5 })).collect();
        let slices: Vec<&[Interviewed]> = alike.iter().map(Vec::as_slice).collect();
        let pooled = Acceptance::fitted(&alike.iter().flatten(), 0.5);
        let spread = |found: &[f64]| (found.iter().map(|one| one * one).sum::<f64>() / found.len() as f64).sqrt();
        assert!(spread(&pooled.deviations(&slices)) < 0.15);
        let differing: Vec<Vec<Interviewed>> = (0..40)
            .map(|seed| {
                let kappa = -1.0 + if seed % 2 == 0 { 0.5 } else { -0.5 };
                people(seed, 2_000, Acceptance { kappa, lambda: 0.5 })
            })
            .collect();
        let slices: Vec<&[Interviewed]> = differing.iter().map(Vec::as_slice).collect();
        let pooled = Acceptance::fitted(&differing.iter().flatten(), 0.5);
        assert!((spread(&pooled.deviations(&slices)) - 0.5).abs() < 0.1);
    }

    #[test]
    fn the_shift_of_invitations_is_found_again() {
        let logits: Vec<f64> = (0..1_000).map(|number| f64::from(number) / 200.0 - 3.0).collect();
        for shift in [-2.5, 0.0, 1.3] {
            let events = logits.iter().map(|logit| logistic(logit + shift)).sum();
            assert!((level(&logits, events) - shift).abs() < 1e-6);
        }
        assert_eq!(level(&logits, 1_000.0), FARTHEST);
    }
}
