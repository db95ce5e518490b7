//! What would be chosen if every program decided by itself, the assumption
//! behind independent-chance arithmetic.

use super::layout::Layout;
use super::mix::{Aim, Mix};
use super::search::{Thoroughness, search};
use super::survey::{IndependentChoice, Surveyor};
use super::terms::OptimizeError;
use crate::engine::conditional::tabulation::Tabulation;

/// One exact point a portfolio makes a thorough search cheap.
const THOROUGH: Thoroughness = Thoroughness { enumerate_up_to: 10_000, regrow: false };

/// The best portfolio under the same terms if every program had its own chances
/// of the same `tables`, and they said nothing of each other.
///
/// # Errors
///
/// When interrupted.
pub fn choice(
    surveyor: &Surveyor<'_>,
    layout: &Layout<'_>,
    tables: &Tabulation<'_>,
    aim: Aim,
) -> Result<IndependentChoice, OptimizeError> {
    let independent = tables.independent()?;
    let mut mix = Mix::new(layout, &independent, surveyor.measures());
    let terms = surveyor.terms;
    let starts = [layout.all_researched()];
    let best = search(&mut mix.aimed(aim, terms.max_unmatched), terms.budget_usd, &starts, THOROUGH)?;
    let means = mix.means(std::slice::from_ref(&best.point))?;
    let unmatched = means.first().map_or(1.0, super::mix::Means::unmatched);
    Ok(IndependentChoice { point: best.point, unmatched })
}
