//! Many markets at once, and what they have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use super::country::{Country, Rules};
use super::figures::{Figures, Id};
use super::published::published;
use super::quantity::Quantity;
use super::season::Season;
use crate::engine::driver::{EngineError, Progress};
use crate::engine::results::ScenarioIdentity;
use crate::market::answer::{InterviewCounts, Market, MarketFigure, OverMarkets, Replication, SCHEMA, Standing};
use crate::market::matching::Problem;
use crate::model::ApplicantType;
use crate::random::philox::Key;
use crate::reference::{Reference, ReferenceError};
use crate::scenario::market::{Expectation, MarketFile};

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

/// Simulates the markets of a file.
///
/// # Errors
/// When a table lacks something, the system gives no threads, or the run is interrupted.
pub fn simulate(reference: &Reference, file: &MarketFile, run: Run<'_>) -> Result<Market, MarketError> {
    let country = Country::new(reference, file)?;
    let policies = std::iter::once(&file.policy).chain(file.variants.iter().map(|(_, policy)| policy));
    let rules: Vec<Rules> = policies.map(|policy| Rules::new(&country, policy)).collect();
    let threads = run.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| EngineError::Threads { threads, source })?;
    let key = Key::new(run.seed);
    let (done, all) = (AtomicU64::new(0), file.markets * rules.len() as u64);
    let markets: Result<Markets, MarketError> = pool.install(|| {
        let market = |number: u64| {
            let seasons = rules.iter().enumerate().map(|(place, rules)| {
                if run.interrupted.load(Ordering::Relaxed) {
                    return Err(EngineError::NothingDone.into());
                }
                let season = Season::new(&country, rules, key, number, country.has_model && place == 0)?;
                let figures = Figures::new(&country, &season, key);
                run.progress.advanced(done.fetch_add(1, Ordering::Relaxed) + 1, all);
                Ok(figures)
            });
            seasons.collect()
        };
        (0..file.markets).into_par_iter().map(market).collect()
    });
    Ok(answer(reference, file, &country, &rules, &markets?, run.seed))
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
        markets: file.markets,
        scenario: ScenarioIdentity {
            title: file.title.clone(),
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            season: file.season,
        },
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
fn over_markets(mut values: Vec<f64>) -> Option<OverMarkets> {
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
