//! What would help, and which assumptions matter.

use std::borrow::Cow;

use super::Answer;
use crate::decide::answers::sensitivity::{Change, ChangeKind, Leaning, SCHEMA, Sensitivity};
use crate::engine::results::Estimate;
use crate::report::charts::{Chart, TORNADO};
use crate::report::columns::{self, Column, MadeFrom, estimate};
use crate::report::document::{Block, Document, Table, Unasked, Width, dash, words};
use crate::report::number::{counted, dollars};
use crate::report::percent::{Counted, aside, frequency, interval_points, largest_error, rounded, signed, spoken};
use crate::report::presentable::cleaned;
use crate::report::sensitivity_words::{ASSOCIATIONS, HOW_ENDS, in_words, where_it_is, without_influence};
use crate::report::sentences::{NOT_A_PROMISE, PARTIAL, whose, with_left_open};
use crate::report::suggestions::outside_the_file;

/// The column of the words of a change.
const WORDS: Width = Width::Beside { others: 50, least: 31 };

/// Changes named in the sentence about money.
const NAMED_FOR_MONEY: usize = 3;

/// Share below which a change would be shown as 0.0 points.
const SMALLEST_SHOWN: f64 = 0.0005;

impl Answer for Sensitivity {
    const NAME: &'static str = "sensitivity";
    const QUESTION: &'static str = "What would help most?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "available number";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text("part", "`now` (as things stand), `change` or `leaning`.", |row| Some(row.part)),
            columns::text("key", "Key of the change or quantity; `now` for how things stand.", |row| Some(row.key)),
            columns::text("words", "The same in words; the portfolio's name for how things stand.", |row| {
                Some(&row.words)
            }),
            columns::number("at", "its own", "Value of the quantity of a leaning; empty elsewhere.", |row| row.at),
            columns::text(
                "quantity",
                "Name of the number, a field; of a leaning `unmatched_low` and `unmatched_high`.",
                |row| Some(row.quantity),
            ),
            estimate("", "of the quantity", "The number.", |row| Some(row.value)),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = now(self);
        rows.extend(self.changes.iter().flat_map(change));
        rows.extend(self.leanings.iter().flat_map(leaning));
        rows
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        vec![Chart::new(TORNADO, self)]
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        if self.partial {
            document.hanging("Partial: ", PARTIAL, 0).part();
        }
        let without = without_influence(self);
        document
            .say(with_left_open(as_things_stand(self), &self.header))
            .paragraphs(whose(self.portfolio_choice))
            .part()
            .chart(TORNADO)
            .heading("What would help most? Change of P(unmatched) in percentage points; − is less risk")
            .table(changes(self))
            .paragraphs([footnotes(self)])
            .paragraphs(full_calendar(self))
            .paragraphs(for_the_money(self))
            .paragraphs(outside_the_file(self));
        if !self.no_gain.is_empty() {
            document.heading("Nothing more to gain");
        }
        for one in &self.no_gain {
            document.item(format!("{}: {}", one.words, one.reason));
        }
        document
            .paragraphs([ASSOCIATIONS])
            .heading("Assumptions that matter most: change of P(unmatched) in percentage points")
            .fold("Every assumption, at its low and its high end", Unasked::Terminal, [Block::Table(leanings(self))])
            .paragraphs([HOW_ENDS])
            .paragraphs(
                (!without.is_empty()).then(|| format!("Uncertain, but without effect here: {}.", without.join("; "))),
            )
            .warnings(&self.header.notices)
            .paragraphs([how_to_read(self).as_str(), NOT_A_PROMISE]);
        document
    }
}

/// What a score can still do, and what the short names stand for.
fn footnotes(answer: &Sensitivity) -> String {
    let names: Vec<String> =
        answer.tracks.values().map(|label| format!("{} = {}", label.short_name, label.name)).collect();
    format!(
        "The rows for Step 2 CK are for an exam not yet taken. Where the file states a number, not a range, the score is \
         final, and its rows come last. {}.",
        names.join(", ")
    )
}

fn how_to_read(answer: &Sensitivity) -> String {
    format!(
        "Each row changes one thing and leaves everything else as it is. Range: the 90% credible interval, that is, the \
         range the data leave open. “no diff.” means no detectable difference. {} ({} for the assumptions); the simulation \
         error is at most {}.",
        counted(answer.header.parameter_draws, "parameter draw"),
        answer.leaning_draws,
        largest_error(
            answer
                .changes
                .iter()
                .map(|change| &change.unmatched)
                .chain(answer.leanings.iter().flat_map(|leaning| [&leaning.low.unmatched, &leaning.high.unmatched]))
        )
    )
}

/// P(unmatched) now, and what would change it most.
pub fn as_things_stand(answer: &Sensitivity) -> String {
    let name = cleaned(&answer.portfolio);
    let most = answer.most_helpful();
    let most = most.map_or_else(String::new, |change| {
        format!(" Of the changes tried, this would help most: {} ({}).", change.words, in_words(&change.unmatched))
    });
    format!(
        "With “{name}” you go unmatched in {}, and you get a complete residency in {}{}.{most}",
        frequency(&answer.unmatched, Counted::Exactly),
        spoken(&rounded(&answer.residency, Counted::Exactly)),
        aside(&answer.residency)
    )
}

fn changes(answer: &Sensitivity) -> Table {
    let mut titles = vec!["Unmatched", "Range", "Residency"];
    titles.extend(answer.expected_value.map(|_| "Value"));
    titles.push("Fees");
    let rows = answer.changes.iter().map(|change| {
        let unmatched = if change.is_tie { "no diff.".to_owned() } else { signed(&change.unmatched) };
        let mut row = vec![
            change.words.clone(),
            unmatched,
            interval_points(&change.unmatched).unwrap_or_else(dash),
            signed(&change.residency),
        ];
        row.extend(change.value.as_ref().map(signed_value));
        row.push(change.cost_usd.map_or_else(dash, dollars));
        row
    });
    Table::named(words("").wide(WORDS), titles, rows)
}

/// A change of the expected value with its sign.
fn signed_value(estimate: &Estimate) -> String {
    format!("{:+.3}", estimate.mean).replace('-', "−")
}

/// What 100 dollars buy, the best first; none where nothing that has fees lowers the risk.
fn for_the_money(answer: &Sensitivity) -> Option<String> {
    let mut priced: Vec<(&Change, Estimate, Estimate)> = answer
        .changes
        .iter()
        .filter(|change| !change.is_tie)
        .filter_map(|change| Some((change, change.unmatched_per_100_usd?, change.residency_per_100_usd?)))
        .filter(|(_, per, _)| per.mean < -SMALLEST_SHOWN)
        .collect();
    priced.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let told = |(change, per, residency): &(&Change, Estimate, Estimate)| {
        format!("{}: {} points, residency {}", change.words, signed(per), signed(residency))
    };
    let parts: Vec<String> = priced.iter().take(NAMED_FOR_MONEY).map(told).collect();
    (!parts.is_empty()).then(|| format!("Change of P(unmatched) per $100 in fees: {}.", parts.join("; ")))
}

/// Said where a way of applying more, or better, raises the risk.
fn full_calendar(answer: &Sensitivity) -> Option<&'static str> {
    let raises = |change: &Change| change.kind == ChangeKind::Plan && !change.is_tie && change.unmatched.mean > 0.0;
    answer.changes.iter().any(raises).then_some(
        "Where more or better chosen applications raise P(unmatched), your interview calendar is full: the new interviews \
         displace others that could have led to a match.",
    )
}

fn leanings(answer: &Sensitivity) -> Table {
    let rows = answer.leanings.iter().filter(|leaning| !leaning.is_negligible()).map(|leaning| {
        let mut row = vec![leaning.words.clone()];
        for end in [&leaning.low, &leaning.high] {
            row.extend([where_it_is(leaning, end), signed(&end.unmatched)]);
        }
        row
    });
    Table::named(words("").wide(WORDS), ["Low", "Change", "High", "Change"], rows)
}

/// One number.
pub struct Row<'a> {
    part: &'static str,
    key: &'a str,
    words: Cow<'a, str>,
    at: Option<f64>,
    quantity: &'static str,
    value: Estimate,
}

fn now(answer: &Sensitivity) -> Vec<Row<'_>> {
    let quantities = [
        ("unmatched", Some(answer.unmatched)),
        ("residency", Some(answer.residency)),
        ("value", answer.expected_value),
    ];
    let row = |(quantity, value): (_, Option<Estimate>)| {
        Some(Row {
            part: "now",
            key: "now",
            words: Cow::Owned(cleaned(&answer.portfolio)),
            at: None,
            quantity,
            value: value?,
        })
    };
    quantities.into_iter().filter_map(row).collect()
}

fn change(change: &Change) -> Vec<Row<'_>> {
    let quantities = [
        ("unmatched", Some(change.unmatched)),
        ("residency", Some(change.residency)),
        ("value", change.value),
        ("unmatched_per_unit", Some(change.unmatched_per_unit)),
        ("unmatched_per_100_usd", change.unmatched_per_100_usd),
        ("residency_per_100_usd", change.residency_per_100_usd),
        ("value_per_100_usd", change.value_per_100_usd),
    ];
    let row = |(quantity, value): (_, Option<Estimate>)| {
        Some(Row {
            part: "change",
            key: &change.key,
            words: Cow::Borrowed(&change.words),
            at: None,
            quantity,
            value: value?,
        })
    };
    quantities.into_iter().filter_map(row).collect()
}

fn leaning(leaning: &Leaning) -> [Row<'_>; 2] {
    [("unmatched_low", &leaning.low), ("unmatched_high", &leaning.high)].map(|(quantity, end)| Row {
        part: "leaning",
        key: &leaning.key,
        words: Cow::Borrowed(&leaning.words),
        at: end.at,
        quantity,
        value: end.unmatched,
    })
}
