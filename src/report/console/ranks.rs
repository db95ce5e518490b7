//! Rank list advice on a terminal.

use super::grid::{columns, limit, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use super::summary::notice;
use crate::decide::answers::ranks::{AgainstTrueOrder, ListKind, ListResult, ListVerdict, RankedInterview, Ranks};
use crate::engine::results::Estimate;
use crate::report::number::{counted, mean_count, thousands, value};
use crate::report::percent::{Counted, chance, frequency, interval, largest_error, rounded, size_points, spoken};
use crate::report::presentable::{cleaned, shortened};
use crate::report::sentences::{NOT_A_PROMISE, PARTIALLY_MATCHED, with_left_open};

/// Columns a track's name takes at most.
const TRACK_WIDTH: usize = 22;
/// Columns a program takes at most, with its place and its track: six lists must fit beside it.
const LANDING_WIDTH: usize = 26;

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
            wrapped(&with_left_open(answer(ranks), &ranks.header), "", style)
        ),
        section(
            &format!("What do my invitations say? (applied with “{}”)", cleaned(&ranks.portfolio)),
            &evidence(ranks, style),
        ),
        section("How do the rank order lists compare?", &lists(ranks, style)),
        section("Where would I end up? (columns: lists by number)", &landings(ranks, style)),
        section("What this means", &findings(ranks, style)),
    ];
    if !ranks.header.notices.is_empty() {
        let notices: Vec<String> = ranks.header.notices.iter().map(|one| notice(one, style)).collect();
        parts.push(section("Notes", &notices.join("\n")));
    }
    parts.push(format!("{}\n{}\n", wrapped(&how(ranks), "", style), wrapped(NOT_A_PROMISE, "", style)));
    parts.join("\n\n")
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
            " In another {share} you match only partially: an advanced position without the PGY-1 year it requires."
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

fn evidence(ranks: &Ranks, style: ConsoleStyle) -> String {
    let header = ["", "Invited", "Expected", "Takes you", "Range", "Before"];
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
    let mut table = columns(&header.map(str::to_owned), rows.collect(), style);
    limit(&mut table, 0, TRACK_WIDTH);
    let legend = "Takes you: the chance that a program that interviewed you would match you. Before: the same chance before \
                  any invitation arrived.";
    format!("{}\n{}", printed(&table), wrapped(legend, "", style))
}

fn lists(ranks: &Ranks, style: ConsoleStyle) -> String {
    let header = ["", "List", "Unmatched", "Range", "Value", "Versus list 1"];
    let rows = ranks.lists.iter().zip(1..).map(|(list, number)| {
        let against = list.against_true_order;
        vec![
            number.to_string(),
            list.name.clone(),
            chance(&list.unmatched, Counted::Exactly),
            interval(&list.unmatched),
            value(&list.expected_value),
            against.map_or_else(|| "–".to_owned(), |against| in_words(&against)),
        ]
    });
    let table = columns(&header.map(str::to_owned), rows.collect(), style);
    let values = ranks.lists.iter().map(|list| list.expected_value.mc_error).fold(0.0, f64::max);
    let legend = format!(
        "Value: how good the list is for you (0–1, your own weights), with a simulation error of at most ±{values:.3}. \
         Versus list 1: the difference in value; a tie is no detectable difference."
    );
    format!("{}\n{}", printed(&table), wrapped(&legend, "", style))
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
        row(PARTIALLY_MATCHED, |list| &list.matched_without_pgy1);
    }
    row("Unmatched", |list| &list.unmatched);
    let mut table = columns(&header, rows, style);
    limit(&mut table, 0, LANDING_WIDTH + 2);
    let errors = ranks.lists.iter().flat_map(|list| {
        let landed = list.landings.iter().map(|landing| &landing.matched);
        landed.chain([&list.unmatched, &list.matched_without_pgy1])
    });
    let legend = format!(
        "A match counts at its program if it has the PGY-1 year it requires. The simulation error is at most {}; the \
         error and the plausible range of each chance are in the JSON and the CSV.",
        largest_error(errors)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture_answers::ranks;

    #[test]
    fn every_line_fits_eighty_columns_and_has_no_escape_without_color() {
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
