//! Where the applicant stands against the pool of each track, before any
//! simulation: strong, average or weak in what programs look at, by a rule
//! that is shown.

use crate::model::{PoolMoments, TrackKind, TrackPrior, Uncertain};

use super::compiled::{Scenario, ScoreSource};

/// Distance from the pool's mean, in standard deviations, from which the
/// applicant counts as strong or weak: about the upper and the lower third of
/// a normal pool (`Φ(−0.5) = 0.31`).
pub const STANDS_OUT: f64 = 0.5;

/// Months beyond which clinical experience counts no further (`docs/methods.md` §4).
const MOST_MONTHS: f64 = 12.0;

/// Where the applicant stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Below most of the pool.
    Weak,
    /// As most of the pool.
    Average,
    /// Above most of the pool.
    Strong,
}

impl Rating {
    /// A word for a person.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Average => "average",
            Self::Strong => "strong",
        }
    }
}

/// What programs look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// USMLE Step 2 CK.
    Step2Ck,
    /// Failed attempts at an examination.
    Attempts,
    /// Years since graduation.
    Recency,
    /// Clinical experience in the United States.
    UsExperience,
    /// Publications.
    Research,
    /// Visa.
    Visa,
}

impl Aspect {
    /// A word for a person.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Step2Ck => "Step 2 CK",
            Self::Attempts => "attempts",
            Self::Recency => "recency",
            Self::UsExperience => "US experience",
            Self::Research => "research",
            Self::Visa => "visa",
        }
    }
}

/// What stands in place of a number that is not stated.
pub const NOT_STATED: &str = "not stated";

/// One aspect of the applicant against the pool of one track.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgment {
    /// Aspect.
    pub aspect: Aspect,
    /// What the person states.
    pub stated: String,
    /// The rating at the worst and at the best value of what is stated.
    pub rating: (Rating, Rating),
    /// The rule, with the pool's figures.
    pub rule: String,
}

impl Judgment {
    /// The rating in words; both ends if the stated range spans two.
    #[must_use]
    pub fn rating_label(&self) -> String {
        let (worst, best) = self.rating;
        if worst == best { worst.label().to_owned() } else { format!("{} to {}", worst.label(), best.label()) }
    }
}

/// The applicant against the pool of one track.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackAssessment {
    /// Index of the track in the parameters.
    pub track: usize,
    /// Every aspect.
    pub judgments: Vec<Judgment>,
}

/// The applicant against the pool of every residency track in use.
/// Preliminary tracks are left out: they are chosen for the year they give.
#[must_use]
pub fn assess(scenario: &Scenario) -> Vec<TrackAssessment> {
    let tracks = scenario.prior.tracks.iter().enumerate();
    tracks
        .filter(|(_, track)| track.kind != TrackKind::Preliminary)
        .map(|(index, track)| TrackAssessment { track: index, judgments: judgments(scenario, track) })
        .collect()
}

fn judgments(scenario: &Scenario, track: &TrackPrior) -> Vec<Judgment> {
    let (applicant, pool) = (&scenario.applicant, &track.pool);
    vec![
        step2_ck(scenario, pool.step2_ck),
        attempts(applicant.exam_failures),
        less_is_better(Aspect::Recency, applicant.years_since_graduation, pool.years_since_graduation),
        or_unstated(
            applicant.unstated.us_clinical_months,
            us_experience(applicant.us_clinical_months, pool.us_clinical_months),
        ),
        or_unstated(applicant.unstated.publications, research(applicant.publications, pool.ln_publications)),
        visa(scenario, track),
    ]
}

/// The score, under the name of the exam that was taken.
fn step2_ck(scenario: &Scenario, pool: PoolMoments) -> Judgment {
    let judgment = more_is_better(Aspect::Step2Ck, scenario.applicant.step2_ck, pool);
    match scenario.score_source {
        ScoreSource::Stated => judgment,
        ScoreSource::Pending => Judgment { stated: "not taken yet".to_owned(), ..judgment },
        ScoreSource::Comlex(comlex) => Judgment { stated: format!("COMLEX 2 {}", shown(comlex)), ..judgment },
    }
}

/// The judgment, or that of somebody typical where nothing is stated.
fn or_unstated(is_unstated: bool, judgment: Judgment) -> Judgment {
    if is_unstated {
        Judgment { stated: NOT_STATED.to_owned(), rating: (Rating::Average, Rating::Average), ..judgment }
    } else {
        judgment
    }
}

/// The rating of a value `z` standard deviations above the pool's mean.
fn rating_of(z: f64) -> Rating {
    if z >= STANDS_OUT {
        Rating::Strong
    } else if z <= -STANDS_OUT {
        Rating::Weak
    } else {
        Rating::Average
    }
}

/// The rating of a value; a pool without spread has nobody who stands out but
/// those who differ from it.
fn rating(value: f64, pool: PoolMoments) -> Rating {
    let distance = value - pool.mean;
    if pool.sd > 0.0 {
        rating_of(distance / pool.sd)
    } else if distance.abs() < f64::EPSILON {
        Rating::Average
    } else {
        rating_of(distance * f64::INFINITY)
    }
}

fn more_is_better(aspect: Aspect, stated: Uncertain, pool: PoolMoments) -> Judgment {
    let (weak, strong) = edges(pool);
    Judgment {
        aspect,
        stated: shown(stated),
        rating: (rating(stated.low, pool), rating(stated.high, pool)),
        rule: format!("pool mean {:.1}, sd {:.1}: strong from {strong:.1}, weak up to {weak:.1}", pool.mean, pool.sd),
    }
}

fn less_is_better(aspect: Aspect, stated: Uncertain, pool: PoolMoments) -> Judgment {
    let mirrored = PoolMoments { mean: -pool.mean, sd: pool.sd };
    let (strong, weak) = edges(pool);
    let strong = if strong < 0.0 { "nobody is strong".to_owned() } else { format!("strong up to {strong:.1}") };
    Judgment {
        aspect,
        stated: shown(stated),
        rating: (rating(-stated.high, mirrored), rating(-stated.low, mirrored)),
        rule: format!("pool mean {:.1}, sd {:.1}: {strong}, weak from {weak:.1}", pool.mean, pool.sd),
    }
}

/// The values at which weak ends and strong begins.
fn edges(pool: PoolMoments) -> (f64, f64) {
    (pool.mean - STANDS_OUT * pool.sd, pool.mean + STANDS_OUT * pool.sd)
}

fn us_experience(stated: Uncertain, pool: PoolMoments) -> Judgment {
    let counted = Uncertain { low: stated.low.min(MOST_MONTHS), high: stated.high.min(MOST_MONTHS) };
    let judged = more_is_better(Aspect::UsExperience, counted, pool);
    // Where all have every month that counts, nobody stands out by having them.
    let has_all = pool.sd == 0.0 && pool.mean >= MOST_MONTHS;
    let rule = if has_all { format!("all have {MOST_MONTHS} that count: weak below") } else { judged.rule };
    Judgment { stated: shown(stated), rule, ..judged }
}

/// Publications are compared on the scale `ln(1 + n)` and shown as numbers.
fn research(stated: Uncertain, pool: PoolMoments) -> Judgment {
    let (weak, strong) = edges(pool);
    let number = |logarithm: f64| libm::expm1(logarithm);
    let weak = if weak < 0.0 { "nobody is weak".to_owned() } else { format!("weak up to {:.1}", number(weak)) };
    Judgment {
        aspect: Aspect::Research,
        stated: shown(stated),
        rating: (rating(libm::log1p(stated.low), pool), rating(libm::log1p(stated.high), pool)),
        rule: format!("pool typically {:.1}: strong from {:.1}, {weak}", number(pool.mean), number(strong)),
    }
}

/// Programs see every failed attempt; the model has one effect for any.
fn attempts(failures: u32) -> Judgment {
    let rating = if failures == 0 { Rating::Strong } else { Rating::Weak };
    Judgment {
        aspect: Aspect::Attempts,
        stated: format!("{failures} failed"),
        rating: (rating, rating),
        rule: "strong without a failed attempt, weak with any".to_owned(),
    }
}

fn visa(scenario: &Scenario, track: &TrackPrior) -> Judgment {
    let visa = scenario.applicant.visa;
    let share = track.sponsor_share(visa);
    let rating = match (visa.is_needed(), share >= 0.5) {
        (false, _) => Rating::Strong,
        (true, true) => Rating::Average,
        (true, false) => Rating::Weak,
    };
    Judgment {
        aspect: Aspect::Visa,
        stated: visa.label().to_owned(),
        rating: (rating, rating),
        rule: format!(
            "open to {:.0}% of programs: strong if none is needed, weak if under half sponsor it",
            100.0 * share
        ),
    }
}

/// A number, or both ends of a range.
#[must_use]
pub fn shown(value: Uncertain) -> String {
    if value.low < value.high { format!("{} to {}", value.low, value.high) } else { value.low.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: PoolMoments = PoolMoments { mean: 245.0, sd: 12.0 };

    #[test]
    fn half_a_standard_deviation_from_the_mean_stands_out() {
        let judge = |low, high| more_is_better(Aspect::Step2Ck, Uncertain { low, high }, POOL).rating;
        assert_eq!(judge(251.0, 251.0), (Rating::Strong, Rating::Strong));
        assert_eq!(judge(250.9, 250.9), (Rating::Average, Rating::Average));
        assert_eq!(judge(239.0, 239.0), (Rating::Weak, Rating::Weak));
        assert_eq!(judge(230.0, 260.0), (Rating::Weak, Rating::Strong));
    }

    #[test]
    fn fewer_years_since_graduation_are_better() {
        let pool = PoolMoments { mean: 4.0, sd: 4.0 };
        let judge = |low, high| less_is_better(Aspect::Recency, Uncertain { low, high }, pool);
        assert_eq!(judge(2.0, 2.0).rating, (Rating::Strong, Rating::Strong));
        assert_eq!(judge(1.0, 7.0).rating, (Rating::Weak, Rating::Strong));
        assert!(judge(1.0, 1.0).rule.contains("strong up to 2.0, weak from 6.0"));
    }

    #[test]
    fn in_a_pool_without_spread_only_a_difference_stands_out() {
        let pool = PoolMoments { mean: 12.0, sd: 0.0 };
        assert_eq!(rating(12.0, pool), Rating::Average);
        assert_eq!(rating(3.0, pool), Rating::Weak);
        assert_eq!(us_experience(Uncertain::certain(24.0), pool).rating.0, Rating::Average);
    }

    #[test]
    fn publications_are_compared_on_the_logarithmic_scale() {
        let pool = PoolMoments { mean: libm::log1p(3.0), sd: 1.0 };
        assert_eq!(research(Uncertain::certain(3.0), pool).rating.0, Rating::Average);
        assert_eq!(research(Uncertain::certain(9.0), pool).rating.0, Rating::Strong);
        assert_eq!(research(Uncertain::certain(0.0), pool).rating.0, Rating::Weak);
    }
}
