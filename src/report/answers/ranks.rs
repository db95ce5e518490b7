//! Advice on rank order lists.

use super::Answer;
use crate::decide::answers::ranks::{
    AgainstTrueOrder, ListKind, ListResult, ListVerdict, RankedInterview, Ranks, SCHEMA,
};
use crate::engine::results::Estimate;
use crate::report::charts::Chart;
use crate::report::columns::{self, Column, MadeFrom, count, estimate};
use crate::report::document::{Block, Document, Table, Unasked, Width, dash, number, words};
use crate::report::number::{counted, mean_count, thousands, value};
use crate::report::percent::{Counted, chance, frequency, interval, largest_error, rounded, size_points, spoken};
use crate::report::presentable::{cleaned, shortened};
use crate::report::sentences::{NOT_A_PROMISE, PARTIALLY_MATCHED, with_left_open};

/// Columns a track's name takes at most.
const TRACK_WIDTH: usize = 22;
/// Columns a program takes at most, with its place and its track: six lists must fit beside it.
const LANDING_WIDTH: usize = 26;

/// Name of the files of its chart.
const CHART: &str = "rank_lists";

impl Answer for Ranks {
    const NAME: &'static str = "ranks";
    const QUESTION: &'static str = "Which rank order list should I certify?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "number";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text("list", "Name of the list.", |row| Some(row.list)),
            count("rank", "Rank on the list, 1 for the first; 0 for what belongs to no rank.", |row| row.rank),
            columns::text("program", "Name of the program; empty for what belongs to no rank.", |row| row.program),
            columns::text(
                "quantity",
                "Name of the number, a field of the list, of a landing or of `against_true_order`.",
                |row| Some(row.quantity),
            ),
            estimate("", "of the quantity", "The number.", |row| Some(row.value)),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        self.lists.iter().flat_map(|list| rows(self, list)).collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        vec![Chart::new(CHART, self)]
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        let values = self.lists.iter().map(|list| list.expected_value.mc_error).fold(0.0, f64::max);
        document
            .say(with_left_open(answer(self), &self.header))
            .part()
            .chart(CHART)
            .heading(format!("What do my invitations say? (applied with “{}”)", cleaned(&self.portfolio)))
            .table(evidence(self))
            .say(
                "Takes you: the chance that a program that interviewed you would match you. Before: the same chance before \
                 any invitation arrived.",
            )
            .heading("How do the rank order lists compare?")
            .table(lists(self))
            .say(format!(
                "Value: how good the list is for you (0–1, your own weights), with a simulation error of at most \
                 {}. Versus list 1: the difference in value; a tie is no detectable difference.",
                if values < 0.0005 { "±<0.001".to_owned() } else { format!("±{values:.3}") }
            ))
            .heading("Where would I end up? (columns: lists by number)")
            .fold("Every program on each list", Unasked::Terminal, [Block::Table(landings(self))])
            .say(format!(
                "A match counts at its program if it has the PGY-1 year it requires. The simulation error is at most {}; \
                 the error and the plausible range of each chance are in the JSON and the CSV.",
                largest_error(self.lists.iter().flat_map(chances))
            ))
            .heading("What this means");
        for one in findings(self) {
            document.item(one);
        }
        document.notices(&self.header.notices).part().say(how(self)).say(NOT_A_PROMISE);
        document
    }
}

/// Every chance of a list.
fn chances(list: &ListResult) -> impl Iterator<Item = &Estimate> {
    let landed = list.landings.iter().map(|landing| &landing.matched);
    landed.chain([&list.unmatched, &list.matched_without_pgy1])
}

/// Chance of a match without a PGY-1 from which the answer must mention it, as in `run`.
const WORTH_MENTIONING: f64 = 0.05;

/// What the true order gives, in a sentence.
fn answer(ranks: &Ranks) -> String {
    let Some(truth) = ranks.lists.first() else { return String::new() };
    let unmatched = frequency(&truth.unmatched, Counted::Exactly);
    let gains = ranks.lists.iter().filter(|list| verdict(list) == Some(ListVerdict::Gains)).count();
    let best = if gains == 0 {
        "No alternative list is better for you by your own weights."
    } else {
        "An alternative list is better for you by your own weights; the reason is below."
    };
    let without = &truth.matched_without_pgy1;
    let half = if without.mean < WORTH_MENTIONING {
        String::new()
    } else {
        let share = rounded(without, Counted::Exactly);
        format!(
            " In another {share} you match only partially: an advanced position without the PGY-1 year it requires. Did you \
             leave out interviews for that year? They decide this."
        )
    };
    format!(
        "With {} in your true order you go unmatched in {unmatched}.{half} {best}",
        counted(truth.landings.len() as u64, "program")
    )
}

fn verdict(list: &ListResult) -> Option<ListVerdict> {
    list.against_true_order.map(|against| against.verdict)
}

fn evidence(ranks: &Ranks) -> Table {
    let rows = ranks.tracks.iter().map(|track| {
        vec![
            track.name.clone(),
            format!("{} of {}", track.invitations, track.applications),
            mean_count(&track.expected_invitations),
            chance(&track.taken, Counted::Exactly),
            interval(&track.taken),
            chance(&track.taken_before, Counted::Exactly),
        ]
    });
    let titles = ["Invited", "Expected", "Takes you", "Range", "Before"];
    Table::named(words("").wide(Width::AtMost(TRACK_WIDTH)), titles, rows)
}

fn lists(ranks: &Ranks) -> Table {
    let columns = [words(""), words("List")].into_iter();
    let columns = columns.chain(["Unmatched", "Range", "Value", "Versus list 1"].map(number));
    let rows = ranks.lists.iter().zip(1..).map(|(list, place): (_, usize)| {
        let against = list.against_true_order;
        vec![
            place.to_string(),
            list.name.clone(),
            chance(&list.unmatched, Counted::Exactly),
            interval(&list.unmatched),
            value(&list.expected_value),
            against.map_or_else(dash, |against| in_words(&against)),
        ]
    });
    Table::new(columns, rows)
}

/// The difference of value, signed, or that it is a tie.
fn in_words(against: &AgainstTrueOrder) -> String {
    let difference = against.value_difference.mean;
    match against.verdict {
        ListVerdict::Loses => format!("−{}", worth(difference.abs())),
        ListVerdict::Gains => format!("+{}", worth(difference)),
        ListVerdict::Tie => "tie".to_owned(),
    }
}

/// A worth with as many decimals as it needs to be seen.
fn worth(difference: f64) -> String {
    if difference < 0.0005 { "<0.001".to_owned() } else { format!("{difference:.3}") }
}

fn landings(ranks: &Ranks) -> Table {
    let primary = ranks.interviews.iter().filter(|one| one.is_primary);
    let mut rows: Vec<Vec<String>> = primary
        .map(|one| {
            let cells = ranks.lists.iter().map(|list| landing(list, one));
            std::iter::once(program(one)).chain(cells).collect()
        })
        .collect();
    let mut row = |name: &str, of: fn(&ListResult) -> &Estimate| {
        let cells = ranks.lists.iter().map(|list| chance(of(list), Counted::Exactly));
        rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    };
    if ranks.lists.iter().any(|list| list.matched_without_pgy1.mean > 0.0) {
        row(PARTIALLY_MATCHED, |list| &list.matched_without_pgy1);
    }
    row("Unmatched", |list| &list.unmatched);
    let titles = (1..=ranks.lists.len()).map(|place| place.to_string());
    Table::named(words("").wide(Width::AtMost(LANDING_WIDTH + 2)), titles, rows)
}

fn program(one: &RankedInterview) -> String {
    let head = format!("{} ", one.preference);
    let tail = format!(" ({})", one.short_name);
    let room = LANDING_WIDTH.saturating_sub(head.chars().count() + tail.chars().count()).max(8);
    format!("{head}{}{tail}", shortened(&cleaned(&one.program), room))
}

fn landing(list: &ListResult, one: &RankedInterview) -> String {
    let landing = list.landings.iter().find(|landing| landing.preference == one.preference);
    landing.map_or_else(dash, |landing| chance(&landing.matched, Counted::Exactly))
}

fn findings(ranks: &Ranks) -> Vec<String> {
    let mut sentences = vec![never_better(ranks)];
    sentences.extend(cuts(ranks));
    sentences.extend(orders(ranks));
    sentences.extend(independence(ranks));
    // With one program every list is the same, which the first sentence says.
    let same = ranks.same_lists.iter().filter(|_| ranks.lists.len() > 1);
    sentences.extend(same.map(|one| format!("“{}” is the same list as “{}”.", one.name, one.same_as)));
    sentences
}

/// The check of the theorem, point by point.
fn never_better(ranks: &Ranks) -> String {
    let points = thousands(ranks.weights.points);
    let better: Vec<&ListResult> = ranks
        .lists
        .iter()
        .filter(|list| list.against_true_order.is_some_and(|against| against.points_better > 0))
        .collect();
    if ranks.lists.len() < 2 {
        return "There is one program on the list, so there is nothing to choose.".to_owned();
    }
    if better.is_empty() {
        return format!(
            "Checked: at none of the {points} integration points is any of these lists better for you than your true order. \
             You match to the first program on your list that would take you, and no program knows where you rank it."
        );
    }
    let names: Vec<String> = better.iter().map(|list| format!("“{}”", list.name)).collect();
    let most = better.iter().filter_map(|list| list.against_true_order).map(|one| one.points_better).max();
    let most = thousands(most.unwrap_or(0));
    let gains = better.iter().any(|list| verdict(list) == Some(ListVerdict::Gains));
    let sum_up = if gains {
        "Overall one of them is better for you: rank each program by what a match there is worth to you, including that risk."
    } else {
        "Overall none is better."
    };
    format!(
        "At up to {most} of the {points} integration points {} better than your true order: a match to an advanced position \
         can leave you without a PGY-1, which you value less than programs further down. {sum_up}",
        if names.len() == 1 { format!("{} is", names[0]) } else { format!("{} are", names.join(", ")) }
    )
}

/// What the shortest list costs.
fn cuts(ranks: &Ranks) -> Option<String> {
    let cut = |kind| ranks.lists.iter().find(|list| list.kind == kind);
    let list = cut(ListKind::OnlyFirstChoice).or_else(|| cut(ListKind::Cut))?;
    let more = list.against_true_order?.unmatched_difference;
    Some(format!(
        "A shorter list can only do worse: with “{}” you are {} percentage points more likely to go unmatched. A program \
         lower on the list is tried only if nothing above it takes you.",
        list.name,
        size_points(&more)
    ))
}

/// Another order of the same programs.
fn orders(ranks: &Ranks) -> Option<String> {
    let kinds = [ListKind::SafestFirst, ListKind::FirstTwoSwapped, ListKind::Reversed];
    let reordered: Vec<String> =
        ranks.lists.iter().filter(|list| kinds.contains(&list.kind)).map(|list| format!("“{}”", list.name)).collect();
    (!reordered.is_empty()).then(|| {
        format!(
            "Another order of the same programs ({}) does not change the chance of going unmatched at all. It only changes \
             where you end up.",
            reordered.join(", ")
        )
    })
}

/// What multiplying chances would say, where it says something else.
fn independence(ranks: &Ranks) -> Option<String> {
    let of = &ranks.independent;
    let truth = ranks.lists.first().map_or(f64::NAN, |list| list.unmatched.mean);
    let error = Estimate { mean: of.understated_by, interval90: [of.understated_by; 2], mc_error: of.mc_error };
    let (product, answer) = (share(of.unmatched, &error), share(truth, &error));
    let word = if of.understated_by > 0.0 { "too low" } else { "too high" };
    (!error.is_tie() && product != answer).then(|| {
        format!(
            "Multiplying the chances as if programs decided independently gives {product} unmatched instead of {answer}: \
             {} percentage points {word}. All programs see the same applicant in the same season, so rejections are \
             correlated.",
            size_points(&error)
        )
    })
}

/// A chance with the digits that the error of the difference supports.
fn share(share: f64, error: &Estimate) -> String {
    spoken(&chance(&Estimate { mean: share, ..*error }, Counted::Exactly))
}

fn how(ranks: &Ranks) -> String {
    format!(
        "Your invitations inform your own strength; what is known about programs and applicants in general stays as it \
         was. The answer is the mean over {} of the uncertain parameters. In each of them, points of what is not known \
         about you are weighted by the chance of exactly these invitations: {} in all, as informative as {} of equal \
         weight. Range: the 90% credible interval, that is, the range the data leave open.",
        counted(ranks.header.parameter_draws, "draw"),
        counted(ranks.weights.points, "point"),
        thousands(nearest(ranks.weights.effective_points))
    )
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count below the number of points")]
fn nearest(count: f64) -> u64 {
    count.round() as u64
}

/// One number of one list.
pub struct Row<'a> {
    list: &'a str,
    /// 0 for what belongs to no rank.
    rank: u32,
    program: Option<&'a str>,
    quantity: &'static str,
    value: Estimate,
}

fn rows<'a>(ranks: &'a Ranks, list: &'a ListResult) -> Vec<Row<'a>> {
    let row = |rank, program, quantity, value| Row { list: &list.name, rank, program, quantity, value };
    let mut rows = vec![
        row(0, None, "unmatched", list.unmatched),
        row(0, None, "matched_without_pgy1", list.matched_without_pgy1),
        row(0, None, "expected_value", list.expected_value),
    ];
    if let Some(against) = &list.against_true_order {
        rows.push(row(0, None, "unmatched_difference", against.unmatched_difference));
        rows.push(row(0, None, "value_difference", against.value_difference));
    }
    for landing in &list.landings {
        let interview = ranks.interviews.iter().find(|one| one.preference == landing.preference);
        let program = interview.map(|one| one.program.as_str());
        rows.push(row(landing.rank, program, "matched", landing.matched));
        rows.push(row(landing.rank, program, "matched_without_pgy1", landing.matched_without_pgy1));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::console::{self, ConsoleStyle};
    use crate::report::fixture_answers::ranks;

    fn shown(answer: &Ranks) -> String {
        console::text(&answer.document(), ConsoleStyle::default())
    }

    #[test]
    fn every_line_fits_eighty_columns_and_has_no_escape_without_color() {
        for interviews in [1, 2, 9, 40] {
            let text = shown(&ranks(interviews));
            for line in text.lines() {
                assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
            }
        }
    }

    #[test]
    fn independent_chances_that_say_the_same_are_not_mentioned() {
        let mut answer = ranks(4);
        assert!(shown(&answer).contains("Multiplying"));
        answer.independent.understated_by = 1e-5;
        answer.independent.mc_error = 1e-6;
        answer.independent.unmatched = 1e-6;
        answer.lists[0].unmatched.mean = 1.1e-5;
        assert!(!shown(&answer).contains("Multiplying"));
    }

    #[test]
    fn a_list_that_is_worth_more_is_explained_and_not_denied() {
        let told = |answer: &Ranks| shown(answer).replace('\n', " ");
        let mut answer = ranks(4);
        assert!(
            told(&answer).contains("No alternative list is better") && told(&answer).contains("Checked: at none of")
        );
        if let Some(against) = &mut answer.lists[2].against_true_order {
            (against.verdict, against.points_better, against.value_difference.mean) = (ListVerdict::Gains, 12, 0.05);
        }
        let text = told(&answer);
        assert!(text.contains("An alternative list is better") && text.contains("PGY-1") && text.contains("+0.050"));
        assert!(!text.contains("Checked: at none of"), "{text}");
    }
}
