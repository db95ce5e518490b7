//! What would help and which assumptions matter, as the page shows it.

use serde::Serialize;

use crate::decide::answers::sensitivity::{Change, Leaning, Sensitivity};
use crate::report::charts::{NARROW, WIDE, draw_tornado};
use crate::report::document::{Table, dash, words};
use crate::report::error::ReportError;
use crate::report::number::{counted, dollars};
use crate::report::percent::{error_points, interval_points, signed};
use crate::report::presentable::cleaned;
use crate::report::sensitivity_words::{ASSOCIATIONS, HOW_ENDS, in_words, where_it_is, without_influence};

/// The section, every number in words.
#[derive(Debug, Serialize)]
pub(in crate::report) struct ViewMoves {
    stand: String,
    /// The chart for wide screens and paper, and for telephones.
    pub charts: [String; 2],
    changes: Table,
    leanings: Table,
    no_gain: Vec<String>,
    without_influence: String,
    precision: String,
    associations: &'static str,
    how_ends: &'static str,
}

/// Makes the section.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub(in crate::report) fn view_moves(answer: &Sensitivity) -> Result<ViewMoves, ReportError> {
    Ok(ViewMoves {
        stand: stand(answer),
        charts: [draw_tornado(answer, WIDE)?, draw_tornado(answer, NARROW)?],
        changes: changes(answer),
        leanings: leanings(answer),
        no_gain: answer.no_gain.iter().map(|one| cleaned(&format!("{}: {}", one.words, one.reason))).collect(),
        without_influence: without_influence(answer).join("; "),
        precision: format!(
            "Computed with {} ({} for the assumptions), fewer than the chances above.",
            counted(answer.header.parameter_draws, "parameter draw"),
            answer.leaning_draws
        ),
        associations: ASSOCIATIONS,
        how_ends: HOW_ENDS,
    })
}

/// What is looked at, and what lowers the risk most.
///
/// The chance itself is not said again: it stands above, from more draws.
fn stand(answer: &Sensitivity) -> String {
    let name = cleaned(&answer.portfolio);
    let best = answer.most_helpful();
    let best = best.map_or_else(
        || "No change that was tried makes a detectable difference".to_owned(),
        |change| {
            format!("Of the changes tried, this would help most: {} ({})", change.words, in_words(&change.unmatched))
        },
    );
    let most = answer.leanings.first().filter(|leaning| !leaning.is_negligible());
    let most = most.map_or_else(String::new, |leaning| {
        let (low, high) = (signed(&leaning.low.unmatched), signed(&leaning.high.unmatched));
        format!(" The assumption that matters most: {} ({low} to {high} points).", leaning.words)
    });
    format!("This section is about “{name}”, the safest portfolio. {best}.{most}")
}

fn changes(answer: &Sensitivity) -> Table {
    let row = |change: &Change| {
        vec![
            if change.is_past { format!("{} (score is final)", change.words) } else { change.words.clone() },
            if change.is_tie { "no difference".to_owned() } else { signed(&change.unmatched) },
            error_points(&change.unmatched),
            interval_points(&change.unmatched).unwrap_or_else(dash),
            signed(&change.residency),
            change.cost_usd.map_or_else(dash, dollars),
        ]
    };
    let header = [
        "Change",
        "Unmatched, points",
        "Simulation error, points",
        "Plausible range, points",
        "Residency, points",
        "Fees",
    ];
    Table::new(header.map(words), answer.changes.iter().map(row))
}

fn leanings(answer: &Sensitivity) -> Table {
    let row = |leaning: &Leaning| {
        let mut cells = vec![leaning.words.clone()];
        for end in [&leaning.low, &leaning.high] {
            cells.extend([
                where_it_is(leaning, end),
                format!("{} ({})", signed(&end.unmatched), error_points(&end.unmatched)),
            ]);
        }
        cells
    };
    let shown = answer.leanings.iter().filter(|leaning| !leaning.is_negligible());
    let header = ["Assumption", "Low value", "Unmatched, points", "High value", "Unmatched, points"];
    Table::new(header.map(words), shown.map(row))
}
