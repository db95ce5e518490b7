//! What was published of the quantities of a market, and what that is to the simulation.

use super::quantity::Quantity;
use crate::market::answer::{PublishedFigure, Standing};
use crate::model::ApplicantType;
use crate::reference::{ApplicantGroup, FigureQuantity, FigureRestriction, MarketQuantity, Reference};

/// A figure of one year.
struct Printed {
    year: u16,
    value: f64,
    source: String,
}

/// The published figures of a quantity, and what they are to the simulation.
#[must_use]
pub fn published(
    reference: &Reference,
    quantity: Quantity,
    track: Option<&str>,
    kind: Option<ApplicantType>,
) -> (Option<PublishedFigure>, Standing) {
    let years = years(reference, quantity, track, kind);
    let Some(latest) = years.iter().max_by_key(|one| one.year) else { return (None, Standing::Unpublished) };
    let least = years.iter().map(|one| one.value).fold(f64::INFINITY, f64::min);
    let greatest = years.iter().map(|one| one.value).fold(f64::NEG_INFINITY, f64::max);
    let figure = PublishedFigure {
        value: latest.value,
        year: latest.year,
        range: [least, greatest],
        years: u32::try_from(years.len()).unwrap_or(u32::MAX),
        source_id: latest.source.clone(),
    };
    (Some(figure), standing(quantity, kind))
}

/// Numbers of people are inputs; interviews held for each position fix the length of lists; shares placed in SOAP are those of
/// the type; the first choices of US-citizen IMGs were computed from what they filled; and signals were fitted to the same survey.
fn standing(quantity: Quantity, kind: Option<ApplicantType>) -> Standing {
    let is_near = match quantity {
        Quantity::Applicants
        | Quantity::Positions
        | Quantity::AfterSoap
        | Quantity::SoapFilled
        | Quantity::ProgramList
        | Quantity::Signaled
        | Quantity::NotSignaled => true,
        Quantity::ShareOfFilled | Quantity::Preferred => kind == Some(ApplicantType::UsImg),
        _ => false,
    };
    if is_near { Standing::NearInput } else { Standing::Judge }
}

fn years(reference: &Reference, quantity: Quantity, track: Option<&str>, kind: Option<ApplicantType>) -> Vec<Printed> {
    let mut years = of_market(reference, quantity, track, kind);
    match quantity {
        Quantity::MatchRate => years.extend(of_figures(reference, FigureQuantity::MatchRate, None, track, kind)),
        Quantity::FirstChoice => {
            years.extend(of_figures(reference, FigureQuantity::RankObtained, Some((1, 1)), track, kind));
            years.extend(ranks_obtained(reference, track, kind, 1));
        }
        Quantity::TopThree => {
            years.extend(of_figures(reference, FigureQuantity::RankObtained, Some((1, 3)), track, kind));
            years.extend(ranks_obtained(reference, track, kind, 3));
        }
        Quantity::ListMatched => {
            years.extend(of_figures(reference, FigureQuantity::ListLengthMatched, None, track, kind));
        }
        Quantity::ListUnmatched => {
            years.extend(of_figures(reference, FigureQuantity::ListLengthNotMatched, None, track, kind));
        }
        Quantity::Preferred => years.extend(preferred(reference, track, kind)),
        Quantity::ShareOfFilled => years.extend(share_of_filled(reference, track, kind)),
        Quantity::UnfilledShare => years.extend(unfilled(reference, track, true)),
        Quantity::Unfilled => years.extend(unfilled(reference, track, false)),
        _ => {}
    }
    years
}

fn of_market(
    reference: &Reference,
    quantity: Quantity,
    track: Option<&str>,
    kind: Option<ApplicantType>,
) -> Vec<Printed> {
    let of = match quantity {
        Quantity::Applicants => MarketQuantity::ActiveApplicants,
        Quantity::MatchRate => MarketQuantity::MatchRate,
        Quantity::AfterSoap => MarketQuantity::PlacedAfterSoap,
        Quantity::Gini => MarketQuantity::GiniInterviews,
        Quantity::UnfilledPrograms => MarketQuantity::UnfilledPrograms,
        Quantity::Unfilled => MarketQuantity::UnfilledPositions,
        Quantity::SoapFilled => MarketQuantity::SoapFilled,
        Quantity::ProgramList => MarketQuantity::ProgramListLength,
        Quantity::CouplesBoth => MarketQuantity::CouplesBothMatched,
        Quantity::CouplesOne => MarketQuantity::CouplesOneMatched,
        Quantity::CouplesNeither => MarketQuantity::CouplesNeitherMatched,
        Quantity::Signaled => MarketQuantity::InterviewRateSignaled,
        Quantity::NotSignaled => MarketQuantity::InterviewRateNotSignaled,
        _ => return Vec::new(),
    };
    let rows = reference.market_figures.iter();
    let of = rows.filter(|row| row.quantity == of && row.track.as_deref() == track && row.applicants == kind);
    of.map(|row| Printed { year: row.year, value: row.value, source: row.source_id.clone() }).collect()
}

fn of_figures(
    reference: &Reference,
    quantity: FigureQuantity,
    ranks: Option<(u32, u32)>,
    track: Option<&str>,
    kind: Option<ApplicantType>,
) -> Vec<Printed> {
    let group = kind.map_or(ApplicantGroup::All, ApplicantGroup::Type);
    let fits =
        |low: Option<u32>, high: Option<u32>| ranks.is_none_or(|(from, to)| low == Some(from) && high == Some(to));
    let rows = reference.figures.iter().filter(|row| {
        row.quantity == quantity
            && row.track.as_deref() == track
            && row.applicants == group
            && row.restriction == FigureRestriction::None
            && fits(row.low, row.high)
    });
    rows.map(|row| Printed { year: row.year, value: row.value, source: row.source_id.clone() }).collect()
}

/// Shares of US MD seniors that got one of their first ranks.
fn ranks_obtained(
    reference: &Reference,
    track: Option<&str>,
    kind: Option<ApplicantType>,
    ranks: u32,
) -> Option<Printed> {
    let rows = || reference.ranks_obtained.iter().filter(|row| row.last.is_some_and(|last| last <= ranks));
    let first = rows().next().filter(|_| track.is_none() && kind == Some(ApplicantType::UsMd))?;
    Some(Printed {
        year: first.year,
        value: 100.0 * rows().map(|row| row.share).sum::<f64>(),
        source: first.source_id.clone(),
    })
}

fn preferred(reference: &Reference, track: Option<&str>, kind: Option<ApplicantType>) -> Vec<Printed> {
    let rows = reference.match_counts.iter();
    let of = rows.filter(|row| track == Some(row.track.as_str()) && kind == Some(row.applicant_type));
    let rate = |matched: u32, not: u32| 100.0 * f64::from(matched) / f64::from((matched + not).max(1));
    of.map(|row| Printed { year: row.year, value: rate(row.matched, row.not_matched), source: row.source_id.clone() })
        .collect()
}

/// Of what the four types filled in 2025. In earlier years the tables print two types and everybody else together, so that the
/// share is of all filled positions, graduates' too.
fn share_of_filled(reference: &Reference, track: Option<&str>, kind: Option<ApplicantType>) -> Vec<Printed> {
    let (Some(track), Some(kind)) = (track, kind) else { return Vec::new() };
    let rows = || {
        reference
            .market_figures
            .iter()
            .filter(|row| row.quantity == MarketQuantity::Filled && row.track.as_deref() == Some(track))
    };
    let of_kind = rows().filter(|row| row.applicants == Some(kind));
    let years = of_kind.filter_map(|row| {
        let of_year = || rows().filter(|other| other.year == row.year);
        let printed = of_year().find(|other| other.applicants.is_none()).map(|other| other.value);
        let all = printed.unwrap_or_else(|| of_year().map(|other| other.value).sum());
        (all > 0.0).then(|| Printed { year: row.year, value: 100.0 * row.value / all, source: row.source_id.clone() })
    });
    years.collect()
}

/// Positions of the tracks of one kind that begin with PGY-1; the tables of other tracks leave out their advanced positions.
fn unfilled(reference: &Reference, track: Option<&str>, is_share: bool) -> Vec<Printed> {
    let Some(key) = track else { return Vec::new() };
    let is_pure = reference.track(key).is_some_and(|row| row.kind != crate::reference::TrackKindRow::Mixed);
    let rows = |quantity| {
        reference
            .market_figures
            .iter()
            .filter(move |row| row.quantity == quantity && row.track.as_deref() == track && row.applicants.is_none())
    };
    let years = rows(MarketQuantity::Positions).filter(|_| is_pure).filter_map(|offered| {
        let filled = rows(MarketQuantity::Filled).find(|row| row.year == offered.year)?;
        let left = offered.value - filled.value;
        let value = if is_share { 100.0 * left / offered.value } else { left };
        Some(Printed { year: offered.year, value, source: offered.source_id.clone() })
    });
    years.collect()
}
