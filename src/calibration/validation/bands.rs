//! What the risk bands have meant: published groups by the band that the model puts them in, and how many of them
//! went unmatched.

use super::score::Validation;
use crate::model::RiskBand;
use crate::reference::{BandRow, FigureQuantity, FigureRestriction, FigureRow, Reference};

/// The rows of `validation/bands.csv`, from scored figures.
///
/// A group is a match rate over all specialties, or one of people who ranked a single specialty: those who did not
/// match there went unmatched.
#[must_use]
pub fn bands(scored: &Validation, reference: &Reference) -> Vec<BandRow> {
    let is_group = |row: &FigureRow| match row.quantity {
        FigureQuantity::MatchRate => row.restriction == FigureRestriction::None,
        FigureQuantity::MatchRatePreferred => row.restriction == FigureRestriction::OnlyChoice,
        _ => false,
    };
    let groups = reference.figures.iter().filter(|row| is_group(row));
    let groups: Vec<(RiskBand, f64)> = groups
        .filter_map(|row| scored.figures.iter().find(|one| one.figure == row.figure))
        .map(|one| (RiskBand::of_unmatched(1.0 - one.predicted / 100.0), 100.0 - one.published))
        .collect();
    RiskBand::ALL.into_iter().map(|band| row(band, groups.iter().filter(|(of, _)| *of == band))).collect()
}

fn row<'g>(band: RiskBand, groups: impl Iterator<Item = &'g (RiskBand, f64)>) -> BandRow {
    let mut shares: Vec<f64> = groups.map(|(_, unmatched)| (10.0 * unmatched).round() / 10.0).collect();
    shares.sort_by(f64::total_cmp);
    BandRow {
        band,
        groups: u32::try_from(shares.len()).unwrap_or(u32::MAX),
        lowest: shares.first().copied(),
        median: shares.get(shares.len() / 2).copied(),
        highest: shares.last().copied(),
    }
}

/// The rows as the text of the table.
#[must_use]
pub fn table(rows: &[BandRow]) -> String {
    let cell = |share: Option<f64>| share.map_or_else(String::new, |share| share.to_string());
    let line = |row: &BandRow| {
        let shares = [row.lowest, row.median, row.highest].map(cell).join(",");
        format!("{},{},{shares}\n", row.band.label().replace(' ', "_"), row.groups)
    };
    format!("band,groups,lowest,median,highest\n{}", rows.iter().map(line).collect::<String>())
}
