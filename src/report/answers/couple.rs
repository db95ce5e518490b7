//! What happens to two people who match as a couple.

use std::fmt::Write as _;

use super::Answer;
use crate::decide::answers::couple::{CoupleAnswer, CoupleChances, CoupleWay, Estimate, SCHEMA};
use crate::report::columns::{Column, SHARE, estimate, text};
use crate::report::document::{Document, Table, Width, words};
use crate::report::number::thousands;
use crate::report::percent::{Counted, chance, error_points, frequency, interval, rounded, signed, told_points, whole};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, PARTIAL};

/// The column of names beside up to four numbers.
const NAME: Width = Width::Beside { others: 50, least: 22 };

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
            document
                .heading(format!(
                    "Will both of you match? “{}” with “{}”",
                    cleaned(&way.portfolio),
                    cleaned(&way.partner_portfolio)
                ))
                .table(chances(self, way))
                .paragraphs([price(self, way), other_end(self, way)]);
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

fn verdict(answer: &CoupleAnswer) -> String {
    let Some(way) = best(answer) else { return String::new() };
    let with = if answer.ways.len() > 1 {
        format!("With “{}” and “{}”", cleaned(&way.portfolio), cleaned(&way.partner_portfolio))
    } else {
        "As a couple".to_owned()
    };
    let mut said = format!(
        "{with} both of you get a complete residency in {}, and both in {} in {}. One of you alone gets one in {}, and neither in {}.",
        frequency(&way.couple.both, counted(answer)),
        area(answer),
        whole(way.couple.together.mean),
        whole(way.couple.applicant_alone.mean + way.couple.partner_alone.mean),
        rounded(&way.couple.neither, counted(answer))
    );
    let nearest = answer
        .ways
        .iter()
        .reduce(|nearest, way| if way.couple.together.mean > nearest.couple.together.mean { way } else { nearest });
    if let Some(nearest) = nearest.filter(|nearest| *nearest != way) {
        let _ = write!(
            said,
            " You are together in {} most often with “{}” and “{}”: in {} of seasons.",
            area(answer),
            cleaned(&nearest.portfolio),
            cleaned(&nearest.partner_portfolio),
            whole(nearest.couple.together.mean)
        );
    }
    said
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

fn chances(answer: &CoupleAnswer, way: &CoupleWay) -> Table {
    type Of = fn(&CoupleChances) -> &Estimate;
    let rows: [(String, Of); 7] = [
        ("Both of you".to_owned(), |of| &of.both),
        (format!("Both, in {}", area(answer)), |of| &of.together),
        ("Only you".to_owned(), |of| &of.applicant_alone),
        ("Only your partner".to_owned(), |of| &of.partner_alone),
        ("Neither".to_owned(), |of| &of.neither),
        ("You, partner or not".to_owned(), |of| &of.applicant),
        ("Your partner, you or not".to_owned(), |of| &of.partner),
    ];
    let rows = rows.into_iter().map(|(name, of)| {
        vec![
            name,
            chance(of(&way.couple), counted(answer)),
            interval(of(&way.couple)),
            chance(of(&way.separately), counted(answer)),
            format!("{} {}", signed(of(&way.price)), error_points(of(&way.price))),
        ]
    });
    let titles = ["As a couple", "Range", "Each alone", "Difference"];
    Table::named(words("Complete residency").wide(NAME), titles, rows.collect::<Vec<_>>())
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
    let alone = |of: &CoupleChances| whole(of.applicant_alone.mean + of.partner_alone.mean);
    let (with, without) =
        if answer.rule.one_alone { (&way.couple, &way.other_end) } else { (&way.other_end, &way.couple) };
    format!(
        "The “no match” pairs decide only what happens when no pair works. With them one of you alone has a residency in {} of seasons and \
         neither in {}; without them it is {} and {}.",
        alone(with),
        whole(with.neither.mean),
        alone(without),
        whole(without.neither.mean)
    )
}

fn published(answer: &CoupleAnswer) -> Option<String> {
    answer.published.as_ref().map(|all| {
        format!(
            "Of all couples in the {} Match both matched in {}, one in {} and neither in {}. Your chances depend on who you \
             are and where you apply.",
            all.year,
            percent(all.both),
            percent(all.one),
            percent(all.neither)
        )
    })
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn how_to_read(answer: &CoupleAnswer) -> String {
    format!(
        "Each way: {} simulated seasons of both, {} draws of the uncertain parameters. Range: where 90% of these draws lie. Each alone: the same \
         seasons with a list for each of you. Difference: in percentage points, with its simulation error. Your interviews are independent of each \
         other; the parameters and how crowded each specialty is are the same for both. Where a program lies is known from a list with \
         states; otherwise it is drawn from where the programs of its specialty are, in the states of its line if it names some \
         (docs/couples.md).",
        thousands(answer.seasons),
        thousands(answer.header.parameter_draws)
    )
}
