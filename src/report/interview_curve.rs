//! Association and effect in words: what the curve of match by number of
//! interviews shows, and what one more interview would do.

use super::percent::{aside_told_points, told_interval_points, told_points};
use super::presentable::shortened;
use super::sentences::safest;
use crate::engine::results::{Estimate, InterviewCurve, InterviewPoint, PortfolioResult, Results};

/// Longest portfolio name inside a sentence, in characters.
const NAME_IN_SENTENCE: usize = 40;
/// The same in the title of a chart, which must fit a telephone.
const NAME_IN_TITLE: usize = 24;

/// Shares that differ by less than this are told as the same, and curves shown as one.
const SAME: f64 = 0.005;

/// Share of seasons below which a number of interviews is not drawn.
const DRAWN: f64 = 0.005;

/// Shown beside every such curve.
pub const ASSOCIATION_AND_EFFECT: &str = "The solid curve is the kind that advisers quote: of the seasons with this many interviews in the preferred \
     specialty, the share that match to it. It shows an association, not an effect. Your profile is the same in all of these \
     seasons, but your strength beyond the profile is not. In a season with more interviews you are more often a stronger \
     applicant, who would also match more often with the same number of interviews. The hollow points show the effect: the \
     same seasons, strength and luck, with one more interview in that specialty, ranked last in it and beyond any limit.";

/// One step of a curve: from a number of interviews to the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step<'a> {
    /// The portfolio.
    pub portfolio: &'a PortfolioResult,
    /// Its curve.
    pub curve: &'a InterviewCurve,
    /// The number of interviews.
    pub here: &'a InterviewPoint,
    /// One more.
    pub next: &'a InterviewPoint,
    /// What lies between the rise and the effect.
    pub selection: Estimate,
}

/// The step at the median number of interviews, or at one interview if the
/// median is none; the nearest one that the curve has.
pub(super) fn typical_step(portfolio: &PortfolioResult) -> Option<Step<'_>> {
    let curve = portfolio.interview_curve.as_ref()?;
    let median = portfolio.interviews.get(&curve.track).and_then(|counts| counts.quantiles.get("0.5"));
    let wanted = median.copied().unwrap_or(0).max(1);
    let steps = curve.points.iter().filter_map(|here| {
        let next = curve.points.iter().find(|next| next.interviews == here.interviews + 1)?;
        Some(Step { portfolio, curve, here, next, selection: here.selection? })
    });
    steps.min_by_key(|step| step.here.interviews.abs_diff(wanted))
}

/// The step of the portfolio that the report speaks of: the safest, or the first that has one.
pub(super) fn leading_step(results: &Results) -> Option<Step<'_>> {
    safest(results).into_iter().chain(&results.portfolios).find_map(typical_step)
}

/// How the rise of a curve compares with the effect of one more interview.
enum Reading {
    /// The simulation cannot tell them apart, or hardly.
    Alike,
    /// The curve rises further: stronger applicants get more interviews.
    CurveRisesFurther,
    /// One more interview adds more than the curve rises.
    EffectIsLarger,
}

fn reading(selection: &Estimate) -> Reading {
    if selection.is_tie() || selection.mean.abs() <= SAME {
        Reading::Alike
    } else if selection.mean > 0.0 {
        Reading::CurveRisesFurther
    } else {
        Reading::EffectIsLarger
    }
}

/// What the curve shows and what one more interview would add, short enough for the title of a chart.
pub(super) fn title(results: &Results) -> String {
    let Some(step) = leading_step(results) else { return String::new() };
    let name = shortened(&step.portfolio.name, NAME_IN_TITLE);
    let seen = rise_and_effect(&step, short_name(results, step.curve), &name);
    let verdict = match reading(&step.selection) {
        Reading::Alike => ", about as much",
        Reading::CurveRisesFurther => "; the rest is because stronger applicants get more",
        Reading::EffectIsLarger => ", more than that",
    };
    seen + verdict
}

/// The same with what the parameters leave open, for the page.
pub(super) fn finding(results: &Results) -> String {
    let Some(step) = leading_step(results) else { return String::new() };
    let name = shortened(&step.portfolio.name, NAME_IN_SENTENCE);
    let seen = rise_and_effect(&step, track_name(results, step.curve), &name);
    let selection = &step.selection;
    let rest = told_points(selection);
    let doubt = if holds_zero(selection) { ", so it may be zero" } else { "" };
    let range =
        told_interval_points(selection).map_or_else(String::new, |range| format!(" (plausible range {range}{doubt})"));
    match reading(selection) {
        Reading::Alike => format!("{seen}. The two hardly differ here."),
        Reading::CurveRisesFurther => {
            format!("{seen}. The other {rest}{range} arise because stronger applicants get more interviews.")
        }
        Reading::EffectIsLarger => {
            format!(
                "{seen}. The seasons differ by {rest} less than that{range}: in this fit each program takes stronger applicants less readily."
            )
        }
    }
}

fn rise_and_effect(step: &Step<'_>, track: &str, portfolio: &str) -> String {
    let rise = Estimate { mean: step.next.matched.mean - step.here.matched.mean, ..step.next.matched };
    format!(
        "With “{portfolio}”, a match in {track} is {} points more frequent in seasons with {} interviews there than with {}; \
         one more interview would add {}",
        told_points(&rise),
        step.next.interviews,
        step.here.interviews,
        told_points(&step.here.one_more)
    )
}

fn holds_zero(estimate: &Estimate) -> bool {
    let [low, high] = estimate.interval90;
    low < 0.0 && high > 0.0
}

/// What one more interview would do to the chance of going unmatched, for every portfolio that has a curve.
pub(super) fn effects_on_unmatched(results: &Results) -> Vec<String> {
    let sentence = |portfolio: &PortfolioResult| {
        let curve = portfolio.interview_curve.as_ref()?;
        let gain = -curve.one_more_unmatched;
        Some(format!(
            "“{}”: with one more interview in {} you would be {} percentage points less likely to go unmatched{}.",
            shortened(&portfolio.name, NAME_IN_SENTENCE),
            track_name(results, curve),
            told_points(&gain),
            aside_told_points(&gain)
        ))
    };
    results.portfolios.iter().filter_map(sentence).collect()
}

/// Short name of the preferred track, for charts.
pub(super) fn short_name<'a>(results: &'a Results, curve: &'a InterviewCurve) -> &'a str {
    results.tracks.get(&curve.track).map_or(curve.track.as_str(), |label| label.short_name.as_str())
}

/// Name of the preferred track for a person.
pub(super) fn track_name<'a>(results: &'a Results, curve: &'a InterviewCurve) -> &'a str {
    results.tracks.get(&curve.track).map_or(curve.track.as_str(), |label| label.name.as_str())
}

/// The points of a curve that are frequent enough to be drawn.
pub(super) fn drawn(curve: &InterviewCurve) -> impl Iterator<Item = &InterviewPoint> {
    curve.points.iter().filter(|point| point.share >= DRAWN)
}

/// Portfolios with their curves; those whose curves look alike together.
pub(super) fn groups(results: &Results) -> Vec<(Vec<&str>, &InterviewCurve)> {
    let mut groups: Vec<(Vec<&str>, &InterviewCurve)> = Vec::new();
    for portfolio in &results.portfolios {
        let Some(curve) = &portfolio.interview_curve else { continue };
        match groups.iter_mut().find(|(_, other)| looks_alike(curve, other)) {
            Some((names, _)) => names.push(&portfolio.name),
            None => groups.push((vec![&portfolio.name], curve)),
        }
    }
    groups
}

fn looks_alike(a: &InterviewCurve, b: &InterviewCurve) -> bool {
    let is_near = |a: &Estimate, b: &Estimate| (a.mean - b.mean).abs() < SAME;
    a.track == b.track
        && drawn(a).count() == drawn(b).count()
        && drawn(a).zip(drawn(b)).all(|(a, b)| {
            a.interviews == b.interviews && is_near(&a.matched, &b.matched) && is_near(&a.one_more, &b.one_more)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    fn sentence(selection: f64, mc_error: f64) -> String {
        let mut results = fixture::one_portfolio();
        let curve = results.portfolios[0].interview_curve.as_mut().expect("a curve");
        for point in &mut curve.points {
            point.selection =
                point.selection.map(|_| Estimate { mean: selection, interval90: [-0.02, 0.08], mc_error });
        }
        finding(&results)
    }

    #[test]
    fn the_finding_says_how_much_of_the_rise_is_who_gets_the_interviews() {
        let stronger = sentence(0.07, 0.001);
        assert!(stronger.contains("21 points more frequent in seasons with 2 interviews"), "{stronger}");
        assert!(stronger.contains("than with 1; one more interview would add 14. The other 7"), "{stronger}");
        assert!(stronger.contains("(plausible range −2 to 8, so it may be zero)"), "{stronger}");
        assert!(
            sentence(-0.07, 0.001).contains("The seasons differ by 7 less than that"),
            "{}",
            sentence(-0.07, 0.001)
        );
        for (selection, mc_error) in [(0.07, 0.05), (0.004, 0.000_1)] {
            assert!(sentence(selection, mc_error).contains("hardly differ"));
        }
    }

    #[test]
    fn portfolios_with_the_same_curve_stand_together() {
        let mut results = fixture::five_by_six();
        for (portfolio, more) in [(1, 0.006), (2, 0.004)] {
            let curve = results.portfolios[portfolio].interview_curve.as_mut().expect("a curve");
            curve.points[1].matched.mean += more;
        }
        let names: Vec<usize> = groups(&results).iter().map(|(names, _)| names.len()).collect();
        assert_eq!(names, [4, 1]);
    }

    #[test]
    fn without_a_curve_nothing_is_said() {
        let mut results = fixture::one_portfolio();
        results.portfolios[0].interview_curve = None;
        assert_eq!((finding(&results), title(&results)), (String::new(), String::new()));
        assert!(effects_on_unmatched(&results).is_empty());
    }
}
