//! Rank list advice on a terminal.

use super::grid::{columns, limit, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use super::summary::notice;
use crate::decide::answers::ranks::{AgainstTrueOrder, ListKind, ListResult, ListVerdict, RankedInterview, Ranks};
use crate::engine::results::Estimate;
use crate::report::number::{counted, mean_count, thousands, value};
use crate::report::percent::{Counted, chance, error_points, interval, interval_in_words, size_points, spoken};
use crate::report::presentable::{cleaned, shortened};
use crate::report::sentences::NOT_A_PROMISE;

/// Columns a track's name takes at most.
const TRACK_WIDTH: usize = 22;
/// Columns a program takes at most, with its place and its track: six lists must fit beside it.
const LANDING_WIDTH: usize = 24;

/// The whole answer. Ends with a line break.
#[must_use]
pub fn ranks_text(ranks: &Ranks, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let scenario = &ranks.header.scenario;
    let section = |heading: &str, body: &str| format!("{}\n{body}", paint(heading, "1", style));
    let mut parts = vec![
        format!(
            "{} (Match {})\n{}",
            paint(&cleaned(&scenario.title), "1", style),
            scenario.season,
            wrapped(&answer(ranks), "", style)
        ),
        section(
            &format!("What the invitations say (applied with “{}”)", cleaned(&ranks.portfolio)),
            &evidence(ranks, style),
        ),
        section("Rank order lists", &lists(ranks, style)),
        section("Where you land (columns: lists by number)", &landings(ranks, style)),
        section("What to make of it", &findings(ranks, style)),
    ];
    if !ranks.header.notices.is_empty() {
        let notices: Vec<String> = ranks.header.notices.iter().map(|one| notice(one, style)).collect();
        parts.push(section("What to know", &notices.join("\n")));
    }
    parts.push(format!("{}\n{}\n", wrapped(&how(ranks), "", style), wrapped(NOT_A_PROMISE, "", style)));
    parts.join("\n\n")
}

/// Chance of a match without a PGY-1 from which the answer must mention it, as in `run`.
const WORTH_MENTIONING: f64 = 0.05;

/// What the true order gives, in a sentence.
fn answer(ranks: &Ranks) -> String {
    let Some(truth) = ranks.lists.first() else { return String::new() };
    let unmatched = spoken(&chance(&truth.unmatched, Counted::Exactly));
    let ends = interval_in_words(&truth.unmatched).map_or_else(String::new, |ends| format!(" (90 % interval {ends})"));
    let gains = ranks.lists.iter().filter(|list| verdict(list) == Some(ListVerdict::Gains)).count();
    let best = if gains == 0 {
        "No alternative is worth more by your own values."
    } else {
        "An alternative is worth more by your own values: see below why."
    };
    let without = &truth.matched_without_pgy1;
    let half = if without.mean < WORTH_MENTIONING {
        String::new()
    } else {
        let share = chance(without, Counted::Exactly);
        format!(" In another {share} you match to an advanced position without the PGY-1 it needs.")
    };
    format!(
        "With {} in your true order you go unmatched in {unmatched} of seasons{ends}.{half} {best}",
        counted(truth.landings.len() as u64, "program")
    )
}

fn verdict(list: &ListResult) -> Option<ListVerdict> {
    list.against_true_order.map(|against| against.verdict)
}

fn evidence(ranks: &Ranks, style: ConsoleStyle) -> String {
    let header = ["", "Invited", "Expected", "Takes you", "90 %", "±", "Before"];
    let rows = ranks.tracks.iter().map(|track| {
        vec![
            track.name.clone(),
            format!("{} of {}", track.invitations, track.applications),
            mean_count(&track.expected_invitations),
            chance(&track.taken, Counted::Exactly),
            interval(&track.taken),
            error_points(&track.taken).replace('±', ""),
            chance(&track.taken_before, Counted::Exactly),
        ]
    });
    let mut table = columns(&header.map(str::to_owned), rows.collect(), style);
    limit(&mut table, 0, TRACK_WIDTH);
    let legend = "Takes you: the chance that a program that interviewed you would take you; before: the same before any \
                  invitation came.";
    format!("{}\n{}", printed(&table), wrapped(legend, "", style))
}

fn lists(ranks: &Ranks, style: ConsoleStyle) -> String {
    let header = ["", "Portfolio", "Unmatched", "90 %", "±", "Value", "Against 1", "±"];
    let rows = ranks.lists.iter().zip(1..).map(|(list, number)| {
        let against = list.against_true_order;
        vec![
            number.to_string(),
            list.name.clone(),
            chance(&list.unmatched, Counted::Exactly),
            interval(&list.unmatched),
            error_points(&list.unmatched).replace('±', ""),
            value(&list.expected_value),
            against.map_or_else(|| "–".to_owned(), |against| in_words(&against)),
            against.map_or_else(|| "–".to_owned(), |against| error(&against.value_difference)),
        ]
    });
    // The grid sets names at the left under this word.
    let table = columns(&header.map(str::to_owned), rows.collect(), style);
    let errors = ranks.lists.iter().map(|list| list.expected_value.mc_error);
    let most = errors.fold(0.0, f64::max);
    let legend = format!(
        "Value: expected worth by your own values, each known to ±{most:.3} or better. Against 1: less the value of list 1, on \
         the same draws; within twice its error it is a tie."
    );
    format!("{}\n{}", printed(&table).replacen("Portfolio", "List     ", 1), wrapped(&legend, "", style))
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

fn error(estimate: &Estimate) -> String {
    if estimate.mc_error < 0.0005 { "<0.001".to_owned() } else { format!("{:.3}", estimate.mc_error) }
}

fn landings(ranks: &Ranks, style: ConsoleStyle) -> String {
    let header: Vec<String> =
        std::iter::once(String::new()).chain((1..=ranks.lists.len()).map(|number| number.to_string())).collect();
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
        row("Matched, but no PGY-1", |list| &list.matched_without_pgy1);
    }
    row("Unmatched", |list| &list.unmatched);
    let mut table = columns(&header, rows, style);
    limit(&mut table, 0, LANDING_WIDTH + 2);
    let errors = ranks.lists.iter().flat_map(|list| {
        let landed = list.landings.iter().map(|landing| landing.matched.mc_error);
        landed.chain([list.unmatched.mc_error, list.matched_without_pgy1.mc_error])
    });
    let most = Estimate { mean: 0.0, interval90: [0.0; 2], mc_error: errors.fold(0.0, f64::max) };
    let legend = format!(
        "A match is counted at its program if it has the PGY-1 it needs. Each chance is known to {} points or better; its own \
         error and 90 % interval are in the JSON and the CSV.",
        error_points(&most)
    );
    format!("{}\n{}", printed(&table), wrapped(&legend, "", style))
}

fn program(one: &RankedInterview) -> String {
    let head = format!("{} ", one.preference);
    let tail = format!(" ({})", one.short_name);
    let room = LANDING_WIDTH.saturating_sub(head.chars().count() + tail.chars().count()).max(8);
    format!("{head}{}{tail}", shortened(&cleaned(&one.program), room))
}

fn landing(list: &ListResult, one: &RankedInterview) -> String {
    let landing = list.landings.iter().find(|landing| landing.preference == one.preference);
    landing.map_or_else(|| "–".to_owned(), |landing| chance(&landing.matched, Counted::Exactly))
}

fn findings(ranks: &Ranks, style: ConsoleStyle) -> String {
    let mut sentences = vec![never_better(ranks)];
    sentences.extend(cuts(ranks));
    sentences.extend(orders(ranks));
    sentences.extend(independence(ranks));
    // With one program every list is the same, which the first sentence says.
    let same = ranks.same_lists.iter().filter(|_| ranks.lists.len() > 1);
    sentences.extend(same.map(|one| format!("“{}” is the same list as “{}”.", one.name, one.same_as)));
    sentences.iter().map(|one| wrapped(&format!("• {one}"), "  ", style)).collect::<Vec<_>>().join("\n")
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
        return "One program on the list: there is nothing to choose.".to_owned();
    }
    if better.is_empty() {
        return format!(
            "Checked: at none of {points} points of what is not known is any of these lists worth more than your order. \
             The match is the first program that would take you, and where you rank it changes no program's mind."
        );
    }
    let names: Vec<String> = better.iter().map(|list| format!("“{}”", list.name)).collect();
    let most = better.iter().filter_map(|list| list.against_true_order).map(|one| one.points_better).max();
    let most = thousands(most.unwrap_or(0));
    let gains = better.iter().any(|list| verdict(list) == Some(ListVerdict::Gains));
    let sum_up = if gains {
        "On the whole one of them is worth more: rank by what a match is worth to you with that risk in it."
    } else {
        "On the whole none is worth more."
    };
    format!(
        "At up to {most} of {points} points of what is not known {} worth more than your order: a match to an advanced position can \
         leave you without a PGY-1, which you value less than programs further down. {sum_up}",
        if names.len() == 1 { format!("{} is", names[0]) } else { format!("{} are", names.join(", ")) }
    )
}

/// What the shortest list costs.
fn cuts(ranks: &Ranks) -> Option<String> {
    let cut = |kind| ranks.lists.iter().find(|list| list.kind == kind);
    let list = cut(ListKind::OnlyFirstChoice).or_else(|| cut(ListKind::Cut))?;
    let more = list.against_true_order?.unmatched_difference;
    Some(format!(
        "A shorter list can only lose: “{}” goes unmatched in {} points more of seasons ({}). What stands below is asked \
         only if nothing above takes you.",
        list.name,
        size_points(&more),
        error_points(&more)
    ))
}

/// Another order of the same programs.
fn orders(ranks: &Ranks) -> Option<String> {
    let kinds = [ListKind::SafestFirst, ListKind::FirstTwoSwapped, ListKind::Reversed];
    let reordered: Vec<String> =
        ranks.lists.iter().filter(|list| kinds.contains(&list.kind)).map(|list| format!("“{}”", list.name)).collect();
    (!reordered.is_empty()).then(|| {
        format!(
            "Another order of the same programs ({}) leaves the chance of going unmatched as it is, to the last digit: it \
             only moves where you land.",
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
            "Multiplying the same chances as if programs decided independently says {product} unmatched instead of {answer}: \
             {} points {word} ({}). Programs see one person and one season, so refusals come together.",
            size_points(&error),
            error_points(&error)
        )
    })
}

/// A chance with the digits that the error of the difference supports.
fn share(share: f64, error: &Estimate) -> String {
    spoken(&chance(&Estimate { mean: share, ..*error }, Counted::Exactly))
}

fn how(ranks: &Ranks) -> String {
    format!(
        "Your invitations inform your own strength; what is known of programs and applicants in general stays as it \
         was. The answer is the mean over {} of the uncertain parameters. In each of them, points of what is not known \
         about you are weighted by the chance of exactly these invitations: {} in all, as informative as {} of equal \
         weight. The 90% interval is the range that the parameters leave open; ± is the simulation error, in \
         percentage points where the number is a chance.",
        counted(ranks.header.parameter_draws, "draw"),
        counted(ranks.weights.points, "point"),
        thousands(rounded(ranks.weights.effective_points))
    )
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count below the number of points")]
fn rounded(count: f64) -> u64 {
    count.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture_answers::ranks;

    #[test]
    fn every_line_fits_eighty_columns_and_has_no_escape_without_colour() {
        for interviews in [1, 2, 9, 40] {
            let text = ranks_text(&ranks(interviews), ConsoleStyle::default());
            for line in text.lines() {
                assert!(line.chars().count() <= 80 && !line.contains('\u{1b}'), "{line}");
            }
        }
    }

    #[test]
    fn independent_chances_that_say_the_same_are_not_mentioned() {
        let mut answer = ranks(4);
        assert!(ranks_text(&answer, ConsoleStyle::default()).contains("Multiplying"));
        answer.independent.understated_by = 1e-5;
        answer.independent.mc_error = 1e-6;
        answer.independent.unmatched = 1e-6;
        answer.lists[0].unmatched.mean = 1.1e-5;
        assert!(!ranks_text(&answer, ConsoleStyle::default()).contains("Multiplying"));
    }

    #[test]
    fn a_list_that_is_worth_more_is_explained_and_not_denied() {
        let told = |answer: &Ranks| ranks_text(answer, ConsoleStyle::default()).replace('\n', " ");
        let mut answer = ranks(4);
        assert!(
            told(&answer).contains("No alternative is worth more") && told(&answer).contains("Checked: at none of")
        );
        if let Some(against) = &mut answer.lists[2].against_true_order {
            (against.verdict, against.points_better, against.value_difference.mean) = (ListVerdict::Gains, 12, 0.05);
        }
        let text = told(&answer);
        assert!(text.contains("An alternative is worth more") && text.contains("PGY-1") && text.contains("+0.050"));
        assert!(!text.contains("Checked: at none of"), "{text}");
    }
}
