//! Chart: where each rank order list lands, one stacked bar a list.

use plotters::style::RGBColor;

use super::heading::{self, MARGIN};
use super::palette::{LABEL, Look, NAME, PAPER, SUBTITLE, TICK};
use super::share_axis::share_axis;
use super::sketch::{Anchor, Area, Font, Sketch};
use super::text;
use crate::decide::answers::ranks::{ListResult, ListVerdict, RankedInterview, Ranks};
use crate::report::error::ReportError;
use crate::report::percent::{Counted, aside, chance, rounded, spoken};
use crate::report::presentable::cleaned;

const BAR: f64 = 26.0;

/// Draws the chart as SVG at this width in pixels.
///
/// # Errors
///
/// [`ReportError::Chart`] if the drawing library refuses.
pub fn draw_ranks(ranks: &Ranks, width: f64) -> Result<String, ReportError> {
    let (sketch, height) = sheet(ranks, width);
    sketch.finish("rank_lists", height, &finding(ranks), &description(ranks))
}

/// One part of a bar.
struct Segment {
    share: f64,
    look: Look,
    /// Labels, the longest first.
    labels: Vec<String>,
}

fn sheet(ranks: &Ranks, width: f64) -> (Sketch, f64) {
    let mut sketch = Sketch::new(width);
    let explanation = "Each bar shows all seasons that fit your invitations, divided by where that list takes you: \
                       unmatched on the left (hatched), then from the last choice to the first. Numbers are positions in \
                       your true order, named below; darker is better.";
    let mut y = heading::draw(&mut sketch, &finding(ranks), explanation);
    for list in &ranks.lists {
        y = bar(&mut sketch, ranks, list, y) + 12.0;
    }
    y = share_axis(&mut sketch, y - 4.0, "share of seasons") + 10.0;
    y = key(&mut sketch, ranks, y);
    (sketch, y + MARGIN)
}

/// What the bars show, in a sentence.
fn finding(ranks: &Ranks) -> String {
    let Some(truth) = ranks.lists.first() else { return String::new() };
    let unmatched = spoken(&rounded(&truth.unmatched, Counted::Exactly));
    let gains = |list: &&ListResult| list.against_true_order.is_some_and(|one| one.verdict == ListVerdict::Gains);
    match ranks.lists.iter().find(gains) {
        Some(list) => format!("“{}” is better for you than your true order, which risks a missing PGY-1", list.name),
        None if ranks.lists.len() < 2 => {
            format!("With one program on the list you go unmatched in {unmatched} of seasons")
        }
        None => format!("No list is better for you than your true order: you go unmatched in {unmatched} of seasons"),
    }
}

fn description(ranks: &Ranks) -> String {
    let part = |list: &ListResult| format!("{}: unmatched {}", list.name, chance(&list.unmatched, Counted::Exactly));
    let parts: Vec<String> = ranks.lists.iter().map(part).collect();
    format!("Stacked bars of where each rank order list takes you. {}.", parts.join("; "))
}

/// One list: its name, its risk, its bar; gives the lower edge.
fn bar(sketch: &mut Sketch, ranks: &Ranks, list: &ListResult, top: f64) -> f64 {
    let right = sketch.width() - MARGIN;
    let ends = aside(&list.unmatched);
    let mut y = sketch.paragraph(MARGIN, top, &text::wrapped(&list.name, NAME.size, right - MARGIN, 1), NAME);
    let facts = format!(
        "unmatched {}{ends} · value {:.3}",
        chance(&list.unmatched, Counted::Exactly),
        list.expected_value.mean
    );
    y = sketch.paragraph(MARGIN, y, &text::wrapped(&facts, TICK.size, right - MARGIN, 2), TICK) + 2.0;
    let segments = segments(ranks, list);
    let whole: f64 = segments.iter().map(|segment| segment.share).sum();
    let mut x = MARGIN;
    for segment in segments.iter().filter(|segment| segment.share > 0.0) {
        let end = x + (right - MARGIN) * segment.share / whole.max(f64::MIN_POSITIVE);
        draw_segment(sketch, segment, Area { x0: x, y0: y, x1: end, y1: y + BAR });
        x = end;
    }
    y + BAR
}

/// Unmatched, without a PGY-1, then from the last choice to the first.
fn segments(ranks: &Ranks, list: &ListResult) -> Vec<Segment> {
    let percent = |share: &crate::engine::results::Estimate| chance(share, Counted::Exactly);
    let mut segments = vec![
        Segment {
            share: list.unmatched.mean,
            look: Look::UNMATCHED,
            labels: vec![format!("unmatched {}", percent(&list.unmatched)), percent(&list.unmatched)],
        },
        Segment {
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
        segments.push(Segment {
            share: landing.matched.mean,
            look: Look { color: shade(place, primary.len()), hatch: super::hatch::Hatch::Plain },
            labels: vec![format!("{}: {}", one.preference, percent(&landing.matched)), one.preference.to_string()],
        });
    }
    segments
}

/// From dark for the first choice to pale for the last: also an order of grays.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two colors")]
fn shade(place: usize, of: usize) -> RGBColor {
    const DARK: [f64; 3] = [0.0, 60.0, 105.0];
    const PALE: [f64; 3] = [205.0, 226.0, 240.0];
    let share = place as f64 / of.saturating_sub(1).max(1) as f64;
    let [red, green, blue] =
        [0, 1, 2].map(|channel| (DARK[channel] + share * (PALE[channel] - DARK[channel])).round() as u8);
    RGBColor(red, green, blue)
}

/// One part of a bar with the longest label that fits.
fn draw_segment(sketch: &mut Sketch, segment: &Segment, area: Area) {
    let ink = segment.look.ink();
    sketch.fill_hatched(area, segment.look.color, segment.look.hatch, ink);
    sketch.line(&[(area.x1, area.y0), (area.x1, area.y1)], PAPER, 1.0);
    let room = area.x1 - area.x0 - 8.0;
    let Some(label) = segment.labels.iter().find(|label| text::width(label, LABEL.size) <= room) else { return };
    let (middle, half) = ((area.x0.midpoint(area.x1), area.y0.midpoint(area.y1)), text::width(label, LABEL.size) / 2.0);
    let plate = Area { x0: middle.0 - half - 2.0, y0: middle.1 - 7.0, x1: middle.0 + half + 2.0, y1: middle.1 + 7.0 };
    sketch.fill(plate, segment.look.color);
    sketch.words(middle, label.as_str(), Font { size: LABEL.size, color: ink }, Anchor::Middle);
}

/// The programs by their numbers; gives the lower edge.
fn key(sketch: &mut Sketch, ranks: &Ranks, top: f64) -> f64 {
    let name = |one: &RankedInterview| {
        format!("{} {} ({})", one.preference, cleaned(&one.program), one.short_name).replace(' ', "\u{a0}")
    };
    let names: Vec<String> = ranks.interviews.iter().filter(|one| one.is_primary).map(name).collect();
    let width = sketch.width() - 2.0 * MARGIN;
    sketch.paragraph(MARGIN, top, &text::wrapped(&names.join(" · "), SUBTITLE.size, width, names.len()), SUBTITLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::palette::luminance;
    use crate::report::charts::{NARROW, WIDE};
    use crate::report::fixture_answers::ranks;

    #[test]
    fn no_text_overlaps_another_or_leaves_the_sheet() {
        for interviews in [1, 2, 9, 40] {
            for width in [WIDE, NARROW] {
                let sketch = sheet(&ranks(interviews), width).0;
                sketch.assert_texts_are_apart(width, &interviews.to_string());
            }
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
        let svg = draw_ranks(&answer, WIDE).expect("drawn");
        assert!(svg.contains("<title>No list is better") && svg.contains("<desc>"));
        assert!(!svg.contains("<b>") && !svg.contains('\u{1b}'));
    }
}
