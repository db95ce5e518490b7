//! Many markets at once, and what they have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use super::applications::Judge;
use super::country::{Country, Rules};
use super::figures::{Figures, Id, would_take};
use super::levels::{Acceptance, Evidence, Interviewed};
use super::published::published;
use super::quantity::Quantity;
use super::season::Season;
use crate::engine::driver::{EngineError, Progress};
use crate::engine::results::ScenarioIdentity;
use crate::market::answer::{
    InterviewCounts, Market, MarketFigure, OverMarkets, PublishedFigure, Replication, SCHEMA, Standing,
};
use crate::market::matching::Problem;
use crate::model::ApplicantType;
use crate::random::philox::Key;
use crate::reference::{Reference, ReferenceError};
use crate::scenario::market::{Expectation, MarketFile, Policy};

/// Why there is no market.
#[derive(Debug, Error)]
pub enum MarketError {
    /// A table lacks what the market needs.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The system gave no threads, or the run was interrupted.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The lists do not fit together.
    #[error("internal error, please report it: {0}")]
    Lists(#[from] Problem),
}

/// How to simulate.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// Seed.
    pub seed: u64,
    /// Threads; none is one per core.
    pub threads: Option<usize>,
    /// Told how many matches are done.
    pub progress: &'a dyn Progress,
    /// Set to stop.
    pub interrupted: &'a AtomicBool,
}

/// The numbers of one market: without a variant, then under each.
type Markets = Vec<Vec<Figures>>;

/// Simulates the markets of a file; when interrupted, those finished.
///
/// # Errors
/// When a table lacks something, the system gives no threads, or the run is interrupted before a market is finished.
pub fn simulate(reference: &Reference, file: &MarketFile, run: Run<'_>) -> Result<Market, MarketError> {
    let country = Country::new(reference, file)?;
    let policies = std::iter::once(&file.policy).chain(file.variants.iter().map(|(_, policy)| policy));
    let rules: Vec<Rules> = policies.map(|policy| Rules::new(&country, policy)).collect();
    let key = Key::new(run.seed);
    let figures = |_: &Rules, season: &Season| Figures::new(&country, season, key);
    let markets = each_season(&country, &rules, file.markets, run, &figures)?;
    Ok(answer(reference, file, &country, &rules, &markets, run.seed))
}

/// What `of` says of every market under each of the rules, market by market; when interrupted, of those finished.
fn each_season<T: Send>(
    country: &Country,
    rules: &[Rules],
    markets: u64,
    run: Run<'_>,
    of: &(dyn Fn(&Rules, &Season) -> T + Sync),
) -> Result<Vec<Vec<T>>, MarketError> {
    let threads = run.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| EngineError::Threads { threads, source })?;
    let key = Key::new(run.seed);
    let (done, all) = (AtomicU64::new(0), markets * rules.len() as u64);
    pool.install(|| {
        let market = |number: u64| {
            let seasons = rules.iter().enumerate().map(|(place, rules)| {
                if run.interrupted.load(Ordering::Relaxed) {
                    return Err(EngineError::NothingDone.into());
                }
                let season = Season::new(country, rules, key, number, country.has_model && place == 0)?;
                let found = of(rules, &season);
                run.progress.advanced(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                Ok(found)
            });
            seasons.collect()
        };
        let is_finished =
            |found: &Result<_, MarketError>| !matches!(found, Err(MarketError::Engine(EngineError::NothingDone)));
        let found: Vec<Vec<T>> =
            (0..markets).into_par_iter().map(market).filter(is_finished).collect::<Result<_, MarketError>>()?;
        if found.is_empty() { Err(EngineError::NothingDone.into()) } else { Ok(found) }
    })
}

/// What one policy makes of a track for one type, over the markets.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyLevels {
    /// People of the type who interviewed in the track, in all markets.
    pub people: u64,
    /// Their mean strength; 0 without people.
    pub strength: f64,
    /// How programs take those whom they interviewed, over all markets.
    pub acceptance: Acceptance,
    /// How far the level of each market lies from that of all.
    pub deviations: Vec<f64>,
    /// By market, what is added to the log-odds of an invitation; 0 where nobody of the type applies.
    pub invitations: Vec<f64>,
}

/// How often those who prefer a track match to it.
#[derive(Clone, Debug, PartialEq)]
pub struct PreferredRate {
    /// In the market, in percent.
    pub market: OverMarkets,
    /// Under the one-applicant model for the same people, in percent.
    pub model: Option<OverMarkets>,
    /// What was published.
    pub published: Option<PublishedFigure>,
}

/// What markets say of tracks for one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Levels {
    /// By policy, then by track.
    pub policies: Vec<Vec<PolicyLevels>>,
    /// By track, under the first policy; none where nobody of the type prefers it.
    pub preferred: Vec<Option<PreferredRate>>,
    /// Matches, and how many of them are stable.
    pub matches: [u64; 2],
}

/// Simulates the markets of a file under each policy, and looks at the people of one type in some tracks.
///
/// # Errors
/// As [`simulate`], and when interrupted before every market is finished.
pub fn levels(
    reference: &Reference,
    file: &MarketFile,
    policies: &[&Policy],
    (kind, tracks): (ApplicantType, &[String]),
    run: Run<'_>,
) -> Result<Levels, MarketError> {
    let country = Country::new(reference, file)?;
    let rules: Vec<Rules> = policies.iter().map(|policy| Rules::new(&country, policy)).collect();
    let key = Key::new(run.seed);
    let place = |key: &String| {
        let place = country.tracks.iter().position(|track| track.key == *key);
        place.and_then(|place| u16::try_from(place).ok())
    };
    let places: Vec<Option<u16>> = tracks.iter().map(place).collect();
    let of = |rules: &Rules, season: &Season| {
        let judge = Judge { country: &country, rules, drawn: &season.drawn, key };
        let would = would_take(&country, season);
        let evidence = |track: &Option<u16>| {
            track.map(|track| Evidence::of(&judge, season, &would, kind, track)).unwrap_or_default()
        };
        let is_first = !season.model.is_empty();
        let figures = if is_first { Figures::new(&country, season, key) } else { Figures::default() };
        let seen: Vec<Evidence> = places.iter().map(evidence).collect();
        (seen, figures, season.is_stable())
    };
    let markets = each_season(&country, &rules, file.markets, run, &of)?;
    if (markets.len() as u64) < file.markets {
        return Err(EngineError::NothingDone.into());
    }
    let level = |policy: usize, place: usize| {
        let evidence: Vec<&Evidence> = markets.iter().map(|market| &market[policy].0[place]).collect();
        let slope = places[place].map_or(0.0, |track| country.tracks[usize::from(track)].ranking_slope);
        policy_levels(&evidence, slope)
    };
    let preferred = |place: usize| {
        let id = (Quantity::Preferred, Some(places[place]?), Some(kind));
        let over = |of: &dyn Fn(&Figures) -> Option<f64>| {
            over_markets(markets.iter().filter_map(|market| of(&market[0].1)).collect())
        };
        Some(PreferredRate {
            market: over(&|figures| figures.market.get(&id).copied())?,
            model: over(&|figures| figures.model.get(&id).copied()),
            published: published(reference, id.0, Some(&tracks[place]), id.2).0,
        })
    };
    let all = || 0..tracks.len();
    let stable = markets.iter().flatten().filter(|(_, _, is_stable)| *is_stable).count();
    Ok(Levels {
        policies: (0..policies.len()).map(|policy| all().map(|place| level(policy, place)).collect()).collect(),
        preferred: all().map(preferred).collect(),
        matches: [(markets.len() * policies.len()) as u64, stable as u64],
    })
}

fn policy_levels(markets: &[&Evidence], slope: f64) -> PolicyLevels {
    let people = || markets.iter().flat_map(|market| &market.interviewed);
    let count = people().count();
    let acceptance = Acceptance::fitted(&people(), slope);
    let slices: Vec<&[Interviewed]> = markets.iter().map(|market| market.interviewed.as_slice()).collect();
    PolicyLevels {
        people: count as u64,
        strength: people().map(|person| person.strength).sum::<f64>() / (count as f64).max(1.0),
        acceptance,
        deviations: acceptance.deviations(&slices),
        invitations: markets.iter().map(|market| market.invitation.unwrap_or(0.0)).collect(),
    }
}

fn answer(
    reference: &Reference,
    file: &MarketFile,
    country: &Country,
    rules: &[Rules],
    markets: &Markets,
    seed: u64,
) -> Market {
    let mut figures = Vec::new();
    for place in 0..rules.len() {
        let name = place.checked_sub(1).map(|variant| file.variants[variant].0.clone());
        figures.extend(figures_of(reference, country, markets, place, name.as_deref()));
    }
    let replications = file.expectations.iter().map(|one| replication(file, &figures, one)).collect();
    let stable = markets.iter().flatten().filter(|figures| figures.is_stable).count();
    Market {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        seed,
        markets: markets.len() as u64,
        partial: (markets.len() as u64) < file.markets,
        scenario: identity(file),
        applicants: rules[0].people.iter().map(|count| u64::from(*count)).sum(),
        programs: country.programs.len() as u64,
        positions: country.programs.iter().map(|program| u64::from(program.quota)).sum(),
        matches: (markets.len() * rules.len()) as u64,
        stable: stable as u64,
        figures,
        interviews: interviews(markets),
        replications,
    }
}

/// Which market file it is.
#[must_use]
pub fn identity(file: &MarketFile) -> ScenarioIdentity {
    ScenarioIdentity {
        title: file.title.clone(),
        file: file.file.clone(),
        sha256: file.sha256.clone(),
        season: file.season,
    }
}

fn figures_of(
    reference: &Reference,
    country: &Country,
    markets: &Markets,
    place: usize,
    variant: Option<&str>,
) -> Vec<MarketFigure> {
    let ids: BTreeSet<Id> = markets.iter().flat_map(|market| market[place].market.keys().copied()).collect();
    let over = |of: &dyn Fn(&Vec<Figures>) -> Option<f64>| over_markets(markets.iter().filter_map(of).collect());
    let figure = |id: Id| {
        let (quantity, track, applicants) = id;
        let track = track.map(|track| &country.tracks[usize::from(track)]);
        let key = track.map(|track| track.key.as_str());
        let (published, standing) = if country.has_model {
            published(reference, quantity, key, applicants)
        } else {
            (None, Standing::Unpublished)
        };
        Some(MarketFigure {
            variant: variant.map(str::to_owned),
            quantity: quantity.key(),
            label: quantity.label(),
            unit: quantity.unit(),
            track: key.map(str::to_owned),
            track_name: track.map(|track| track.short_name.clone()),
            applicants,
            market: over(&|market| market[place].market.get(&id).copied())?,
            model: over(&|market| market[place].model.get(&id).copied()),
            published,
            standing,
            change: over(&|market| Some(market[place].market.get(&id)? - market[0].market.get(&id)?))
                .filter(|_| place > 0),
        })
    };
    ids.into_iter().filter_map(figure).collect()
}

/// Mean, quantiles and error; none without values.
#[must_use]
pub fn over_markets(mut values: Vec<f64>) -> Option<OverMarkets> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    let mc_error = (values.len() > 1).then(|| (variance / n).sqrt());
    values.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among the values")]
    let quantile = |share: f64| values[(share * (n - 1.0)).round() as usize];
    (!values.is_empty()).then(|| OverMarkets { mean, interval90: [quantile(0.05), quantile(0.95)], mc_error })
}

fn interviews(markets: &Markets) -> Vec<InterviewCounts> {
    let mut sums: BTreeMap<ApplicantType, Vec<f64>> = BTreeMap::new();
    for (kind, counts) in markets.iter().flat_map(|market| &market[0].interviews) {
        let sum = sums.entry(*kind).or_insert_with(|| vec![0.0; counts.len()]);
        sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += f64::from(*count));
    }
    let shares = |counts: Vec<f64>| {
        let all: f64 = counts.iter().sum();
        counts.into_iter().map(|count| count / all).collect()
    };
    sums.into_iter().map(|(applicants, counts)| InterviewCounts { applicants, shares: shares(counts) }).collect()
}

fn replication(file: &MarketFile, figures: &[MarketFigure], one: &Expectation) -> Replication {
    let variant = one.variant.map(|place| file.variants[place].0.as_str());
    let found = figures.iter().find(|figure| {
        figure.quantity == one.quantity
            && figure.track == one.track
            && figure.applicants == one.applicants
            && figure.variant.as_deref() == variant
    });
    let label = Quantity::ALL.iter().find(|known| known.key() == one.quantity).map_or("", |known| known.label());
    let of = [one.track.as_deref(), one.applicants.map(ApplicantType::label), variant];
    let of: Vec<&str> = of.into_iter().flatten().collect();
    let mean = found.map(|figure| figure.market.mean);
    Replication {
        what: if of.is_empty() { label.to_owned() } else { format!("{label} ({})", of.join(", ")) },
        published: one.value,
        tolerance: one.tolerance,
        found: mean,
        is_met: mean.is_some_and(|mean| (mean - one.value).abs() <= one.tolerance),
        source: one.source.clone(),
        reason: one.reason.clone(),
    }
}
