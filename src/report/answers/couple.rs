//! What happens to two people who match as a couple.

use std::fmt::Write as _;

use super::Answer;
use crate::decide::answers::couple::{CoupleAnswer, CoupleChances, CoupleWay, Estimate, SCHEMA};
use crate::report::columns::{Column, MadeFrom, SHARE, estimate, text};
use crate::report::document::{Document, Table, Width, words};
use crate::report::number::thousands;
use crate::report::percent::{
    Counted, chance, change_with_error, frequency, interval, odds, rounded, spoken, told_points, whole,
};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, PARTIAL};

/// The column of names beside up to four numbers.
const NAME: Width = Width::Beside { others: 50, least: 22 };

/// Difference between ways of applying up to which both match equally often.
const SMALL_DIFFERENCE: f64 = 0.03;

/// Share, or difference of shares, that a table with one decimal does not show.
const SMALLEST_SHOWN: f64 = 5e-4;

/// A row of the table: a way, and how the two rank.
pub struct Row<'a> {
    way: &'a CoupleWay,
    ranking: &'static str,
    chances: &'a CoupleChances,
}

impl Answer for CoupleAnswer {
    const NAME: &'static str = "couple";
    const QUESTION: &'static str = "Will both of you match?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "way of applying and of ranking";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            text("portfolio", "Name of the applicant's portfolio.", |row| Some(&row.way.portfolio)),
            text("partner_portfolio", "Name of the partner's portfolio.", |row| Some(&row.way.partner_portfolio)),
            text(
                "ranking",
                "`couple`: as the file says; `separately`: each with a list of their own; `price`: `couple` less `separately`; `other_end`: \
                 with places for one alone at the end where the file has none, and without them where it has; `other_end_difference`: \
                 `other_end` less `couple`.",
                |row| Some(row.ranking),
            ),
            estimate("both_", SHARE, "Both have a complete residency.", |row| Some(row.chances.both)),
            estimate("applicant_alone_", SHARE, "The applicant alone has one.", |row| {
                Some(row.chances.applicant_alone)
            }),
            estimate("partner_alone_", SHARE, "The partner alone has one.", |row| Some(row.chances.partner_alone)),
            estimate("neither_", SHARE, "Neither has one.", |row| Some(row.chances.neither)),
            estimate("together_", SHARE, "Both have one, in one area.", |row| Some(row.chances.together)),
            estimate("applicant_", SHARE, "The applicant has one.", |row| Some(row.chances.applicant)),
            estimate("partner_", SHARE, "The partner has one.", |row| Some(row.chances.partner)),
            estimate(
                "applicant_place_",
                "rank",
                "Mean place of the applicant's match on their own list; empty without one.",
                |row| row.chances.applicant_place,
            ),
            estimate("partner_place_", "rank", "The same of the partner.", |row| row.chances.partner_place),
            estimate("both_matched_", SHARE, "Both matched, to whatever position.", |row| {
                Some(row.chances.both_matched)
            }),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        self.ways.iter().flat_map(rows_of).collect()
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        if self.partial {
            document.hanging("Partial: ", PARTIAL, 0).part();
        }
        document.say(verdict(self)).heading("How do you rank?").paragraphs([ranking(self)]);
        for way in &self.ways {
            document.heading(format!("Will both of you match with {}?", name(way)));
            for table in chances(self, way) {
                document.table(table).part();
            }
            document.paragraphs(partial(way)).paragraphs([price(self, way), other_end(self, way)]);
        }
        document
            .paragraphs(published(self))
            .warnings(&self.header.notices)
            .paragraphs([how_to_read(self).as_str(), NOT_A_PROMISE]);
        document
    }
}

fn rows_of(way: &CoupleWay) -> [Row<'_>; 5] {
    [
        ("couple", &way.couple),
        ("separately", &way.separately),
        ("price", &way.price),
        ("other_end", &way.other_end),
        ("other_end_difference", &way.other_end_difference),
    ]
    .map(|(ranking, chances)| Row { way, ranking, chances })
}

fn counted(answer: &CoupleAnswer) -> Counted {
    Counted::Seasons(answer.seasons)
}

/// The way in which both match most often.
fn best(answer: &CoupleAnswer) -> Option<&CoupleWay> {
    answer.ways.iter().reduce(|best, way| if way.couple.both.mean > best.couple.both.mean { way } else { best })
}

fn area(answer: &CoupleAnswer) -> &'static str {
    match answer.rule.together {
        "state" => "one state",
        "division" => "one census division",
        _ => "one census region",
    }
}

/// What the ways of applying of the two are called.
fn name(way: &CoupleWay) -> String {
    let both = if way.portfolio == way.partner_portfolio { " (both of you)" } else { "" };
    short_name(way) + both
}

/// The same where it is clear that both are meant.
fn short_name(way: &CoupleWay) -> String {
    let (ours, theirs) = (cleaned(&way.portfolio), cleaned(&way.partner_portfolio));
    if ours == theirs { format!("“{ours}”") } else { format!("“{ours}” and “{theirs}”") }
}

fn verdict(answer: &CoupleAnswer) -> String {
    let Some(way) = best(answer) else { return String::new() };
    let alone = |way: &CoupleWay| {
        format!(
            "One of you alone gets one in {}, and neither in {}.",
            whole(way.couple.applicant_alone.mean + way.couple.partner_alone.mean),
            rounded(&way.couple.neither, counted(answer))
        )
    };
    if answer.ways.len() == 1 {
        return format!(
            "As a couple both of you get a complete residency in {}, and both in {} in {}. {}",
            frequency(&way.couple.both, counted(answer)),
            area(answer),
            whole(way.couple.together.mean),
            alone(way)
        );
    }
    let of = |of: fn(&CoupleWay) -> &Estimate, way: &CoupleWay| whole(of(way).mean);
    let both: Vec<String> = answer.ways.iter().map(|way| of(|way| &way.couple.both, way)).collect();
    let least = answer.ways.iter().map(|way| way.couple.both.mean).fold(f64::INFINITY, f64::min);
    let mut nearest_first: Vec<&CoupleWay> = answer.ways.iter().collect();
    nearest_first.sort_by(|a, b| b.couple.together.mean.total_cmp(&a.couple.together.mean));
    let together = |way: &&CoupleWay| format!("{} with {}", of(|way| &way.couple.together, way), short_name(way));
    let together: Vec<String> = nearest_first.iter().map(together).collect();
    let together = format!("Together in {}: {}.", area(answer), together.join(", "));
    if way.couple.both.mean - least < SMALL_DIFFERENCE {
        let either = if answer.ways.len() == 2 { "either way" } else { "whichever way you apply" };
        let share =
            odds(way.couple.both.mean).map_or_else(|| whole(way.couple.both.mean), |odds| format!("about {odds}"));
        let (last, others) = both.split_last().map_or(("", &both[..0]), |(last, others)| (last.as_str(), others));
        return format!(
            "Both of you get a complete residency in {share} seasons {either} ({} and {last}). {together} {}",
            others.join(", "),
            alone(nearest_first[0])
        );
    }
    format!(
        "With {} both of you get a complete residency in {}. {together} {}",
        name(way),
        frequency(&way.couple.both, counted(answer)),
        alone(way)
    )
}

fn ranking(answer: &CoupleAnswer) -> String {
    let rule = &answer.rule;
    let apart = if rule.only_together {
        format!("You list only pairs of programs in {}, by the sum of both ranks", area(answer))
    } else if rule.apart_ranks == 0 {
        "You list pairs of programs by the sum of both ranks, wherever they are".to_owned()
    } else {
        format!(
            "You list pairs of programs by the sum of both ranks, and give up {} ranks to be in {}",
            rule.apart_ranks,
            area(answer)
        )
    };
    let end = if rule.one_alone {
        "Then come pairs with a position for one of you and “no match” for the other"
    } else {
        "There are no pairs with “no match” for one of you"
    };
    format!("{apart}. {end}. You list at most {} pairs.", thousands(rule.most_pairs as u64))
}

/// Both matched, but one or both without a complete residency.
fn both_partial(of: &CoupleChances) -> Estimate {
    let mean = (of.both_matched.mean - of.both.mean).max(0.0);
    Estimate { mean, interval90: [mean; 2], mc_error: of.both_matched.mc_error }
}

/// What the ranking as a couple changes, and then what it does not.
fn chances(answer: &CoupleAnswer, way: &CoupleWay) -> Vec<Table> {
    type Of = fn(&CoupleChances) -> Estimate;
    let counted = counted(answer);
    let has_partial = is_partial(way);
    let rows: Vec<(String, Of)> = [
        ("Both of you".to_owned(), (|of| of.both) as Of),
        (format!("Both, in {}", area(answer)), |of| of.together),
        ("Only you".to_owned(), |of| of.applicant_alone),
        ("Only your partner".to_owned(), |of| of.partner_alone),
        ("Neither".to_owned(), |of| of.neither),
        ("You, partner or not".to_owned(), |of| of.applicant),
        ("Your partner, you or not".to_owned(), |of| of.partner),
    ]
    .into_iter()
    .chain(
        [
            ("Both matched, to any position".to_owned(), (|of| of.both_matched) as Of),
            ("Of these, one or both only partially".to_owned(), both_partial),
        ]
        .into_iter()
        .filter(|_| has_partial),
    )
    .collect();
    let is_same = |of: Of| (of(&way.couple).mean - of(&way.separately).mean).abs() < SMALLEST_SHOWN;
    let (same, changed): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, of)| is_same(*of));
    let changed = changed.into_iter().map(|(name, of)| {
        let (couple, alone) = (of(&way.couple), of(&way.separately));
        let difference = Estimate { mean: couple.mean - alone.mean, ..of(&way.price) };
        vec![name, chance(&couple, counted), interval(&couple), chance(&alone, counted), change_with_error(&difference)]
    });
    let same = same.into_iter().map(|(name, of)| {
        let couple = of(&way.couple);
        vec![name, chance(&couple, counted), interval(&couple)]
    });
    let titles = ["As a couple", "Range", "Each alone", "Difference"];
    [
        Table::named(words("Complete residency").wide(NAME), titles, changed),
        Table::named(words("As often each alone").wide(NAME), ["Chance", "Range"], same),
    ]
    .into_iter()
    .filter(|table| !table.rows.is_empty())
    .collect()
}

/// Whether both match notably more often than both get a complete residency.
fn is_partial(way: &CoupleWay) -> bool {
    both_partial(&way.couple).mean >= SMALLEST_SHOWN
}

/// Where matches come from that are no complete residency.
fn partial(way: &CoupleWay) -> Option<String> {
    is_partial(way).then(|| {
        format!(
            "In {} both of you match, but one or both only partially: to an advanced position without the PGY-1 year it requires, or to a \
             preliminary year alone. The PGY-1 comes from a supplemental list of your own, not from the list of pairs: more programs \
             for the PGY-1 make this rarer.",
            whole(both_partial(&way.couple).mean)
        )
    })
}

/// Less or more often, in words.
fn change(of: &Estimate) -> String {
    let points = told_points(of);
    if of.mean.abs() < of.mc_error.max(5e-4) {
        "as often".to_owned()
    } else if of.mean < 0.0 {
        format!("less often by {points} percentage points")
    } else {
        format!("more often by {points} percentage points")
    }
}

/// What the common list costs and gives.
fn price(answer: &CoupleAnswer, way: &CoupleWay) -> String {
    let places = |of: &CoupleChances| Some([of.applicant_place?.mean, of.partner_place?.mean]);
    let mut said = format!(
        "Compared with two separate lists, ranking as a couple puts both of you in {} {}, and both of you match {}.",
        area(answer),
        change(&way.price.together),
        change(&way.price.both),
    );
    if let (Some([you, partner]), Some([you_alone, partner_alone])) = (places(&way.couple), places(&way.separately)) {
        let _ = write!(
            said,
            " The price is rank: on average you get place {you:.1} of your own list instead of {you_alone:.1}, and your partner gets place \
             {partner:.1} instead of {partner_alone:.1}."
        );
    }
    said
}

/// What the pairs with no match for one of the two change.
fn other_end(answer: &CoupleAnswer, way: &CoupleWay) -> String {
    let alone = |of: &CoupleChances| spoken(&whole(of.applicant_alone.mean + of.partner_alone.mean));
    let (with, without) =
        if answer.rule.one_alone { (&way.couple, &way.other_end) } else { (&way.other_end, &way.couple) };
    format!(
        "The “no match” pairs decide only what happens when no pair works. With them one of you alone has a residency in {} of seasons and \
         neither in {}; without them it is {} and {}.",
        alone(with),
        spoken(&whole(with.neither.mean)),
        alone(without),
        spoken(&whole(without.neither.mean))
    )
}

fn published(answer: &CoupleAnswer) -> Option<String> {
    let (all, way) = (answer.published.as_ref()?, best(answer)?);
    let yours = if answer.ways.len() > 1 { format!(" with {}", name(way)) } else { String::new() };
    Some(format!(
        "Of all couples in the {} Match both matched in {}, one in {} and neither in {}, counting every position. Counted in this way both of \
         you match in {}{yours}. Your chances depend on who you are and where you apply.",
        all.year,
        percent(all.both),
        percent(all.one),
        percent(all.neither),
        percent(way.couple.both_matched.mean)
    ))
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn how_to_read(answer: &CoupleAnswer) -> String {
    format!(
        "Each way: {} simulated seasons of both, {} draws of the uncertain parameters. Range: where 90% of these draws lie. Each alone: the same \
         seasons with a list for each of you. Difference: in percentage points; its simulation error is shown where it is 0.1 points or more. Your interviews are independent of each \
         other; the parameters and how crowded each specialty is are the same for both. Where a program lies is known from a list with \
         states; otherwise it is drawn from where the programs of its specialty are, in the states of its line if it names some \
         (docs/couples.md).",
        thousands(answer.seasons),
        thousands(answer.header.parameter_draws)
    )
}
