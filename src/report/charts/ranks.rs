//! Chart: where each rank order list lands, one stacked bar a list.

use super::prelude::*;
use crate::decide::answers::ranks::{ListResult, ListVerdict, RankedInterview, Ranks};
use crate::engine::results::Estimate;
use crate::report::percent::{Counted, aside, chance, rounded, spoken};
use crate::report::presentable::cleaned;

impl Picture for Ranks {
    fn finding(&self) -> String {
        let Some(truth) = self.lists.first() else { return String::new() };
        let unmatched = spoken(&rounded(&truth.unmatched, Counted::Exactly));
        let gains = |list: &&ListResult| list.against_true_order.is_some_and(|one| one.verdict == ListVerdict::Gains);
        match self.lists.iter().find(gains) {
            Some(list) => {
                format!("“{}” is better for you than your true order, which risks a missing PGY-1", list.name)
            }
            None if self.lists.len() < 2 => {
                format!("With one program on the list you go unmatched in {unmatched} of seasons")
            }
            None => {
                format!("No list is better for you than your true order: you go unmatched in {unmatched} of seasons")
            }
        }
    }

    fn explanation(&self) -> String {
        "Each bar shows all seasons that fit your invitations, divided by where that list takes you: unmatched on the left \
         (hatched), then from the last choice to the first. Numbers are positions in your true order, named below; darker \
         is better."
            .to_owned()
    }

    fn description(&self) -> String {
        let part =
            |list: &ListResult| format!("{}: unmatched {}", list.name, chance(&list.unmatched, Counted::Exactly));
        format!("Stacked bars of where each rank order list takes you. {}.", listed(self.lists.iter().map(part)))
    }

    fn draw(&self, sketch: &mut Sketch) {
        for list in &self.lists {
            let ends = aside(&list.unmatched);
            let unmatched = chance(&list.unmatched, Counted::Exactly);
            let facts = format!("unmatched {unmatched}{ends} · value {:.3}", list.expected_value.mean);
            named_bar(sketch, &list.name, &facts, &segments(self, list));
        }
        sketch.y -= 4.0;
        share_axis(sketch, "share of seasons");
        sketch.y += 8.0;
        let primary = self.interviews.iter().filter(|one| one.is_primary);
        let name = |one: &RankedInterview| format!("{} {} ({})", one.preference, cleaned(&one.program), one.short_name);
        legend(sketch, primary.map(|one| (None, name(one))), SUBTITLE);
    }
}

/// Unmatched, without a PGY-1, then from the last choice to the first.
fn segments(ranks: &Ranks, list: &ListResult) -> Vec<Part> {
    let percent = |share: &Estimate| chance(share, Counted::Exactly);
    let mut segments = vec![
        Part {
            share: list.unmatched.mean,
            look: Look::UNMATCHED,
            labels: vec![format!("unmatched {}", percent(&list.unmatched)), percent(&list.unmatched)],
        },
        Part {
            share: list.matched_without_pgy1.mean,
            look: Look::WITHOUT_PGY1,
            labels: vec![
                format!("no PGY-1 {}", percent(&list.matched_without_pgy1)),
                percent(&list.matched_without_pgy1),
            ],
        },
    ];
    let primary: Vec<&RankedInterview> = ranks.interviews.iter().filter(|one| one.is_primary).collect();
    for (place, one) in primary.iter().enumerate().rev() {
        let Some(landing) = list.landings.iter().find(|landing| landing.preference == one.preference) else { continue };
        segments.push(Part {
            share: landing.matched.mean,
            look: Look::plain(shade(place, primary.len())),
            labels: vec![format!("{}: {}", one.preference, percent(&landing.matched)), one.preference.to_string()],
        });
    }
    segments
}

/// From dark for the first choice to pale for the last: also an order of grays.
fn shade(place: usize, of: usize) -> RGBColor {
    const DARK: RGBColor = RGBColor(0, 60, 105);
    const PALE: RGBColor = RGBColor(205, 226, 240);
    between(DARK, PALE, place as f64 / of.saturating_sub(1).max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::WIDE;
    use crate::report::charts::palette::luminance;
    use crate::report::charts::picture::{assert_is_legible, svg};
    use crate::report::fixture_answers::ranks;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for interviews in [1, 2, 9, 40] {
            assert_is_legible(&ranks(interviews), &interviews.to_string());
        }
    }

    #[test]
    fn a_better_choice_is_darker_also_in_gray() {
        let grays: Vec<f64> = (0..9).map(|place| luminance(shade(place, 9))).collect();
        assert!(grays.windows(2).all(|pair| pair[1] > pair[0] + 0.02), "{grays:?}");
    }

    #[test]
    fn the_chart_has_a_text_alternative_and_no_markup_from_a_name() {
        let mut answer = ranks(3);
        "<b>\u{1b}[31mx".clone_into(&mut answer.interviews[0].program);
        let svg = svg(&answer, "rank_lists", WIDE).expect("drawn");
        assert!(svg.contains("<title>No list is better") && svg.contains("<desc>"));
        assert!(!svg.contains("<b>") && !svg.contains('\u{1b}'));
    }
}
