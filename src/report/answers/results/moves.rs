//! What would help and which assumptions matter.

use crate::decide::answers::sensitivity::{Change, Leaning, Sensitivity};
use crate::report::charts::TORNADO;
use crate::report::document::{Block, Document, Table, Unasked, dash, small, words};
use crate::report::number::{counted, dollars};
use crate::report::percent::{error_points, interval_points, signed};
use crate::report::presentable::cleaned;
use crate::report::sensitivity_words::{ASSOCIATIONS, HOW_ENDS, in_words, where_it_is, without_influence};

/// Adds the section; where nothing could be worked out, the first screen says why.
pub(super) fn moves(moves: &Result<Sensitivity, String>, document: &mut Document) {
    let Ok(answer) = moves else { return };
    let mut changed = vec![
        Block::Table(changes(answer)),
        small(
            "Each row changes one thing and leaves everything else as it is. “No difference” means no detectable \
             difference. If the scenario states the Step 2 CK score as a number, the score is final: its rows show the \
             effect that a different score would have had.",
        ),
    ];
    let no_gain = answer.no_gain.iter().map(|one| cleaned(&format!("{}: {}", one.words, one.reason)));
    let no_gain: Vec<String> = no_gain.collect();
    if !no_gain.is_empty() {
        changed.extend([small("Nothing more to gain:"), Block::Items(no_gain)]);
    }
    let without = without_influence(answer).join("; ");
    let without = if without.is_empty() { without } else { format!(" Uncertain, but without effect here: {without}.") };
    document
        .heading("What moves these numbers?")
        .chart(TORNADO)
        .fold("Every change that was tried", Unasked::Nobody, changed)
        .fold(
            "Every assumption that matters",
            Unasked::Nobody,
            [Block::Table(leanings(answer)), small(format!("{HOW_ENDS}{without}"))],
        )
        .fold(
            "How this was computed",
            Unasked::Nobody,
            [
                small(stand(answer)),
                small(format!(
                    "{ASSOCIATIONS} Computed with {} ({} for the assumptions), fewer than the chances above. For more \
                 precision, or another portfolio: `matchfolio sensitivity`.",
                    counted(answer.header.parameter_draws, "parameter draw"),
                    answer.leaning_draws
                )),
            ],
        );
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
    let header =
        ["Unmatched, points", "Simulation error, points", "Plausible range, points", "Residency, points", "Fees"];
    Table::named(words("Change"), header, answer.changes.iter().map(row))
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
    let header = ["Low value", "Unmatched, points", "High value", "Unmatched, points"];
    Table::named(words("Assumption"), header, shown.map(row))
}
