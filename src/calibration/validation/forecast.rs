//! A forecast of a Match to come, sealed before it and scored after it.

use sha2::{Digest as _, Sha256};

use super::baseline::baseline;
use super::figures::kind_of;
use super::inputs::applicants;
use super::predictions::{Population, ValidationError};
use super::score::{Comparison, Score};
use crate::engine::driver::Silent;
use crate::model::ApplicantType;
use crate::reference::{
    ApplicantGroup, FigureQuantity, FigureRestriction, FigureRow, FigureUnit, ForecastRow, Reference, SourceQuality,
};

/// Folder of the forecasts, which no forecast is made from.
const FORECASTS: &str = "forecasts/";

/// Applicants below this are too few for a rate of their own.
const FEWEST: f64 = 50.0;

/// Predicts the match rates, shares of filled positions and ranks obtained of the Match of `year`.
///
/// # Errors
///
/// When a track of the population has no parameters.
pub fn draft(reference: &Reference, seed: u64, year: u16) -> Result<Vec<ForecastRow>, ValidationError> {
    let population = Population::new(reference, seed, &Silent)?;
    let tables_sha256 = tables_sha256(reference);
    let rows = questions(reference, year).into_iter().map(|row| {
        let naive = baseline(&row, reference);
        Ok(ForecastRow {
            quantiles: population.predict(&row, reference)?.quantiles,
            kind: kind_of(row.quantity, row.restriction).0.to_owned(),
            baseline: naive.value,
            baseline_rule: naive.rule.to_owned(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            tables_sha256: tables_sha256.clone(),
            figure: row.figure,
            name: row.name,
            year,
        })
    });
    rows.collect()
}

/// The sealed forecast of `year` against what was published since, by kind and in all; empty where nothing was.
#[must_use]
pub fn score_forecast(reference: &Reference, year: u16) -> Vec<Score> {
    let compared: Vec<(&str, Comparison)> = reference
        .forecasts
        .iter()
        .filter(|row| row.year == year)
        .filter_map(|row| {
            let published = reference.published.iter().find(|one| one.figure == row.figure)?.value;
            let [.., predicted, _, _] = row.quantiles;
            let comparison = Comparison { predicted, quantiles: row.quantiles, baseline: row.baseline, published };
            Some((row.kind.as_str(), comparison))
        })
        .collect();
    let mut kinds: Vec<&str> = compared.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let of = |kind: &str| Score::new(kind, compared.iter().filter(|(of, _)| *of == kind).map(|(_, one)| *one));
    let mut scores: Vec<Score> = kinds.into_iter().map(of).collect();
    if !scores.is_empty() {
        scores.push(Score::new("all published figures", compared.iter().map(|(_, one)| *one)));
    }
    scores
}

/// SHA-256 over name and SHA-256 of every table that a forecast is made from.
fn tables_sha256(reference: &Reference) -> String {
    let made_from = reference.tables.iter().filter(|table| !table.path.starts_with(FORECASTS));
    let lines: String = made_from.map(|table| format!("{} {}\n", table.path, table.sha256)).collect();
    format!("{:x}", Sha256::digest(lines.as_bytes()))
}

/// What is asked of the year: figures without values.
fn questions(reference: &Reference, year: u16) -> Vec<FigureRow> {
    let mut rows = match_rates(reference, year);
    for (low, high) in [(1, Some(1)), (2, Some(2)), (3, Some(3)), (4, None), (1, Some(3))] {
        let end = high.map_or("more".to_owned(), |high| high.to_string());
        let seniors = ApplicantGroup::Type(ApplicantType::UsMd);
        let asked = Question { year, quantity: FigureQuantity::RankObtained, track: None, applicants: seniors };
        let n = people(reference, None, seniors);
        let name = format!("us_md matched to choice {low} to {end}");
        rows.push(FigureRow {
            low: Some(low),
            high,
            ..asked.row(format!("rank_obtained_{low}_{end}_{year}"), name, n)
        });
    }
    rows.extend(shares_of_filled(reference, year));
    rows
}

/// Overall match rates of types and groups, and those to the preferred track.
fn match_rates(reference: &Reference, year: u16) -> Vec<FigureRow> {
    let overall = groups(reference).into_iter().map(|(key, applicants)| {
        let asked = Question { year, quantity: FigureQuantity::MatchRate, track: None, applicants };
        let n = people(reference, None, applicants);
        asked.row(format!("match_rate_{key}_{year}"), format!("match rate of {key}"), n)
    });
    let preferred = reference.population.iter().filter(|row| f64::from(row.first_choice_applicants) >= FEWEST);
    let preferred = preferred.map(|of| {
        let (track, key) = (&of.track, of.applicant_type.key());
        let applicants = ApplicantGroup::Type(of.applicant_type);
        let quantity = FigureQuantity::MatchRatePreferred;
        let asked = Question { year, quantity, track: Some(track), applicants };
        let n = people(reference, Some(track), applicants);
        let name = format!("match rate of {key} to {track}, of those who prefer it");
        asked.row(format!("preferred_{track}_{key}_{year}"), name, n)
    });
    overall.chain(preferred).collect()
}

/// Shares of US MD and DO seniors and of IMGs among those who fill PGY-1 positions.
fn shares_of_filled(reference: &Reference, year: u16) -> Vec<FigureRow> {
    let mut rows = Vec::new();
    for track in &reference.tracks {
        let track = &track.track;
        let listings = reference.listings.iter().filter(|row| row.track == *track && row.pgy == 1);
        let filled: u32 = listings.map(|row| row.filled).sum();
        let is_simulated = reference.population.iter().any(|row| row.track == *track);
        if filled == 0 || !is_simulated {
            continue;
        }
        for (key, applicants) in [
            ("us_md", ApplicantGroup::Type(ApplicantType::UsMd)),
            ("us_do", ApplicantGroup::Type(ApplicantType::UsDo)),
            ("img", ApplicantGroup::Img),
        ] {
            let asked = Question { year, quantity: FigureQuantity::ShareOfFilled, track: Some(track), applicants };
            let name = format!("share of {key} among filled PGY-1 positions of {track}");
            let row = asked.row(format!("share_{track}_{key}_{year}"), name, filled);
            rows.push(FigureRow { restriction: FigureRestriction::Pgy1Positions, ..row });
        }
    }
    rows
}

/// Types of the population, and the groups of them that are published.
fn groups(reference: &Reference) -> Vec<(&'static str, ApplicantGroup)> {
    let is_here = |kind: &ApplicantType| reference.population.iter().any(|row| row.applicant_type == *kind);
    let types = ApplicantType::ALL.into_iter().filter(is_here).map(|kind| (kind.key(), ApplicantGroup::Type(kind)));
    types.chain([("us_seniors", ApplicantGroup::UsSeniors), ("img", ApplicantGroup::Img)]).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of people")]
fn people(reference: &Reference, track: Option<&str>, group: ApplicantGroup) -> u32 {
    applicants(reference, |of, kind| track.is_none_or(|track| track == of) && group.contains(kind)) as u32
}

/// What a figure is of, and of whom.
struct Question<'a> {
    year: u16,
    quantity: FigureQuantity,
    track: Option<&'a str>,
    applicants: ApplicantGroup,
}

impl Question<'_> {
    fn row(&self, figure: String, name: String, n: u32) -> FigureRow {
        FigureRow {
            figure,
            name,
            year: self.year,
            pooled_years: None,
            quantity: self.quantity,
            track: self.track.map(str::to_owned),
            applicants: self.applicants,
            restriction: FigureRestriction::None,
            low: None,
            high: None,
            value: f64::NAN,
            unit: FigureUnit::Percent,
            n: Some(n.max(1)),
            assumed_error: None,
            source_id: String::new(),
            source_quality: SourceQuality::A,
            note: String::new(),
        }
    }
}
