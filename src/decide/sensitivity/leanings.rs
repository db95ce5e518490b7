//! The assumptions that matter: quantities nobody knows, each moved or drawn alone.

use super::pin;
use crate::decide::answers::sensitivity::{Leaning, LeaningEnd, LeaningKind};
use crate::decide::series::Series;
use crate::decide::study::{Candidate, Measure, Study};
use crate::engine::driver::EngineError;
use crate::engine::results::Estimate;
use crate::model::{Applicant, Assumptions, Effects, ParameterPrior, Uncertain};

/// Parameter draws that show whether a quantity touches the answer at all.
const PROBE_DRAWS: u64 = 16;

/// Standard error of a 5% or 95% quantile of a normal sample, as a multiple of
/// the standard deviation over the root of the number: `√(0.05·0.95)/φ(1.645)`.
const QUANTILE_ERROR: f64 = 2.113;

/// Half the width of a 90% interval of a standard normal, `Φ⁻¹(0.95)`.
const HALF_WIDTH_90: f64 = 1.644_853_626_951_472_2;

/// A quantity that can be moved, with the two worlds in which it is.
#[derive(Clone, Debug)]
pub struct Quantity {
    key: String,
    words: String,
    kind: LeaningKind,
    moved: Moved,
}

#[derive(Clone, Debug)]
enum Moved {
    /// To two points, each a prior of its own.
    Priors([(f64, Box<ParameterPrior>); 2]),
    /// To two points of what the applicant stated.
    People([(f64, Box<Applicant>); 2]),
    /// Drawn alone.
    Alone(Box<ParameterPrior>),
}

/// Every quantity that is uncertain for `now`.
#[must_use]
pub fn quantities(prior: &ParameterPrior, now: &Candidate) -> Vec<Quantity> {
    let mut found = Vec::new();
    // A season that has not begun does not depend on when invitations come; one in progress has another question.
    let is_of_season = |name: &str| !name.starts_with("invitation_");
    for (name, assumption) in pin::uncertain_assumptions(prior).into_iter().filter(|(name, _)| is_of_season(name)) {
        let at = pin::ENDS.map(|share| assumption.quantile(share));
        found.extend(pinned(&name, LeaningKind::Assumption, at, |value| pin::with_assumption(prior, &name, value)));
    }
    for (name, spread) in pin::uncertain_effects(prior) {
        let at = pin::ENDS.map(|share| spread.quantile(share));
        found.extend(pinned(&name, LeaningKind::Effect, at, |value| pin::with_effect(prior, &name, value)));
    }
    let alone =
        |key: String, words: String, kind, prior| Quantity { key, words, kind, moved: Moved::Alone(Box::new(prior)) };
    let is_used = |index: &usize| now.portfolio.lines.iter().any(|line| line.track == *index);
    for index in (0..prior.tracks.len()).filter(is_used) {
        let track = &prior.tracks[index];
        let words = format!("Fitted chances in {}", track.short_name);
        let key = format!("track.{}", track.id);
        found.push(alone(key, words, LeaningKind::Track, pin::track_alone(prior, index)));
    }
    if prior.tracks.len() > 1 {
        let words = "What your record is worth outside your home specialty".to_owned();
        let prior = pin::pool_shifts_alone(prior);
        found.push(alone("pool_shift".to_owned(), words, LeaningKind::PoolShifts, prior));
    }
    found.extend(ranges(&now.applicant));
    found
}

fn pinned(
    name: &str,
    kind: LeaningKind,
    at: [f64; 2],
    with: impl Fn(f64) -> Option<ParameterPrior>,
) -> Option<Quantity> {
    let [low, high] = at;
    let priors = [(low, Box::new(with(low)?)), (high, Box::new(with(high)?))];
    Some(Quantity { key: name.to_owned(), words: words(name), kind, moved: Moved::Priors(priors) })
}

/// What the applicant stated as a range.
fn ranges(applicant: &Applicant) -> Vec<Quantity> {
    type Of = fn(&mut Applicant) -> &mut Uncertain;
    let numbers: [(&str, &str, Of); 4] = [
        ("step2_ck", "Your Step 2 CK score within the range you stated", |one| &mut one.step2_ck),
        ("years_since_graduation", "Your years since graduation, as stated", |one| &mut one.years_since_graduation),
        ("us_clinical_months", "Your months of US experience, as stated", |one| &mut one.us_clinical_months),
        ("publications", "Your publications, as stated", |one| &mut one.publications),
    ];
    let quantity = |(name, words, of): (&str, &str, Of)| {
        let range = *of(&mut applicant.clone());
        let person = |share: f64| {
            let mut sure = applicant.clone();
            *of(&mut sure) = Uncertain::certain(range.at(share));
            (range.at(share), Box::new(sure))
        };
        (range.low < range.high).then(|| Quantity {
            key: format!("applicant.{name}"),
            words: words.to_owned(),
            kind: LeaningKind::Applicant,
            moved: Moved::People(pin::ENDS.map(person)),
        })
    };
    numbers.into_iter().filter_map(quantity).collect()
}

/// A name of the model in words; one that is not known here is shown as it is.
#[must_use]
pub fn words(name: &str) -> String {
    let described = Effects::<f64>::ALL.iter().chain(Assumptions::<f64>::ALL).find(|one| one.key == name);
    let known = match name {
        "categorical_share_weight" => "Weight of a specialty’s share of categorical positions",
        "slope_type_spread" => "Variation of the weight of strength after interviews between applicant types",
        "step2_ck_type_spread" => "Variation of the effect of Step 2 CK between applicant types",
        "yield_source_spread" => "Variation of invitations per application between sources",
        "senior_strength_spread" => "Variation of strength among US seniors",
        other => return described.map_or_else(|| other.replace('_', " "), |one| one.words.to_owned()),
    };
    known.to_owned()
}

/// Looks at quantities one by one, at full and at probing precision.
pub struct Looker<'a> {
    full: Look<'a>,
    /// A first look with fewer draws; none where the full one has no more.
    probe: Option<Look<'a>>,
}

impl<'a> Looker<'a> {
    /// Works out the answer of `now` as things stand and with nothing drawn.
    ///
    /// # Errors
    ///
    /// As [`Study::outcomes`].
    pub fn new(study: Study<'a>, now: &'a Candidate) -> Result<Self, EngineError> {
        let mut probe = study;
        probe.precision.draws = PROBE_DRAWS;
        let is_shorter = PROBE_DRAWS < study.precision.draws;
        let probe = is_shorter.then(|| Look::new(probe, now)).transpose()?;
        Ok(Self { full: Look::new(study, now)?, probe })
    }

    /// How P(unmatched) moves with `quantity`; none if it does not touch it.
    ///
    /// A quantity is moved while all others are drawn as usual: the answer is a mean
    /// over them, and this is how that mean would move if the one were known. A group
    /// has no 5% point of its own; it is drawn alone with the others at their
    /// central values, and the ends are those of the answer.
    ///
    /// # Errors
    ///
    /// As [`Study::outcomes`].
    pub fn leaning(&self, quantity: Quantity) -> Result<Option<Leaning>, EngineError> {
        let moves = |end: &LeaningEnd| end.unmatched.mean != 0.0;
        if let Some(probe) = &self.probe
            && !probe.ends(&quantity)?.iter().any(moves)
        {
            return Ok(None);
        }
        let ends = self.full.ends(&quantity)?;
        let is_touched = self.probe.is_some() || ends.iter().any(moves);
        let [low, high] = ends;
        let found = || Leaning { key: quantity.key, words: quantity.words, kind: quantity.kind, low, high };
        Ok(is_touched.then(found))
    }
}

/// One precision.
struct Look<'a> {
    study: Study<'a>,
    now: &'a Candidate,
    /// P(unmatched) as things stand.
    base: Series,
    /// The same with everything at its central value, at the same points of the latents.
    center: Series,
}

impl<'a> Look<'a> {
    fn new(study: Study<'a>, now: &'a Candidate) -> Result<Self, EngineError> {
        let base = unmatched(&study, now)?;
        let center = unmatched(&Study { prior: &pin::all_held(study.prior), ..study }, now)?;
        Ok(Self { study, now, base, center })
    }

    fn ends(&self, quantity: &Quantity) -> Result<[LeaningEnd; 2], EngineError> {
        let end = |at: f64, moved: Series| LeaningEnd { at: Some(at), unmatched: moved.minus(&self.base).estimate() };
        match &quantity.moved {
            Moved::Alone(prior) => {
                let alone = unmatched(&Study { prior, ..self.study }, self.now)?;
                Ok(ends_of_group(&alone.minus(&self.center).estimate(), self.study.precision.draws))
            }
            Moved::Priors([(low, below), (high, above)]) => {
                let with = |prior: &ParameterPrior| unmatched(&Study { prior, ..self.study }, self.now);
                Ok([end(*low, with(below)?), end(*high, with(above)?)])
            }
            Moved::People([(low, below), (high, above)]) => {
                let with = |person: &Applicant| {
                    let portfolio = self.now.portfolio.clone();
                    unmatched(&self.study, &Candidate { applicant: person.clone(), portfolio })
                };
                Ok([end(*low, with(below)?), end(*high, with(above)?)])
            }
        }
    }
}

fn unmatched(study: &Study<'_>, candidate: &Candidate) -> Result<Series, EngineError> {
    Ok(study.outcomes(std::slice::from_ref(candidate))?[0].series(Measure::Unmatched))
}

/// The ends of the answer while a group is drawn alone, from the answer with nothing drawn.
fn ends_of_group(alone: &Estimate, draws: u64) -> [LeaningEnd; 2] {
    let [low, high] = alone.interval90;
    let error = QUANTILE_ERROR * (high - low) / (2.0 * HALF_WIDTH_90) / (draws as f64).sqrt();
    [low, high]
        .map(|end| LeaningEnd { at: None, unmatched: Estimate { mean: end, interval90: [end; 2], mc_error: error } })
}

impl Quantity {
    /// In words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }
}
