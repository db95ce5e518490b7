//! A hundred seasons, told apart by how they end: what a chance looks like in people.

use super::document::Icons;
use super::presentable::shortened;
use super::sentences::safest;
use crate::engine::results::{PortfolioResult, Results};

/// Seasons that are told apart.
const SEASONS: usize = 100;

/// Longest name of a portfolio beside what it is, in characters.
const NAME: usize = 24;

/// The first portfolio of the file and the safest; only one where they are the same.
pub fn pictured(results: &Results) -> Vec<&PortfolioResult> {
    let (Some(first), Some(safest)) = (results.portfolios.first(), safest(results)) else { return Vec::new() };
    if first.name == safest.name { vec![first] } else { vec![first, safest] }
}

/// The hundreds of the [`pictured`] portfolios.
pub fn icons(results: &Results) -> Icons {
    let all = pictured(results);
    let is_alone = all.len() == 1;
    let hundred = |(place, of): (usize, &&PortfolioResult)| {
        let name = shortened(&of.name, NAME);
        let name = match (is_alone, place) {
            (true, _) => name,
            (false, 0) => format!("{name} (first in file)"),
            (false, _) => format!("{name} (safest)"),
        };
        (name, hundred(results, of))
    };
    Icons { kinds: kinds(results), hundreds: all.iter().enumerate().map(hundred).collect() }
}

/// Whether a season can end in a preliminary year alone.
fn has_preliminary(results: &Results) -> bool {
    results.portfolios.iter().any(|of| of.outcomes.preliminary_only.mean > 0.0)
}

/// What the marks stand for, as short as it can be said.
pub fn short_kinds(results: &Results) -> [&'static str; 4] {
    let half = if has_preliminary(results) { "partial, 1 year" } else { "partial" };
    ["unmatched", half, "backup", "first choice"]
}

/// What the marks stand for.
fn kinds(results: &Results) -> [String; 4] {
    let half =
        if has_preliminary(results) { "partially matched or 1 year only" } else { "partially matched (no PGY-1)" };
    let mut choices: Vec<&str> = pictured(results).into_iter().filter_map(|of| first_choice(results, of)).collect();
    choices.dedup();
    let first = match choices[..] {
        [key] => results.tracks.get(key).map_or(key, |label| &label.short_name),
        _ => "of each portfolio",
    };
    let first = format!("first choice ({first})");
    ["unmatched".to_owned(), half.to_owned(), "backup specialty".to_owned(), first]
}

/// The person's own specialty, where it is known; else the one that a portfolio prefers, or that stands first in the file where no
/// interview in it can happen.
fn first_choice<'a>(results: &'a Results, of: &'a PortfolioResult) -> Option<&'a str> {
    let preferred = || of.interview_curve.as_ref().map(|curve| curve.track.as_str());
    let own = results.applicant.home_specialty.as_deref();
    own.or_else(preferred).or(results.applicant.first_choice.as_deref())
}

/// Whether the first choice is the same specialty in all that is pictured.
pub fn have_one_choice(results: &Results) -> bool {
    let mut choices = pictured(results).into_iter().map(|of| first_choice(results, of));
    let first = choices.next();
    choices.all(|other| Some(other) == first)
}

/// Seasons of each kind.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a hundred")]
fn hundred(results: &Results, of: &PortfolioResult) -> [usize; 4] {
    let chances = &of.outcomes;
    let key = first_choice(results, of).unwrap_or_default();
    let first = chances.matched.get(key).map_or(0.0, |chance| chance.mean);
    let half = chances.preliminary_only.mean + of.failure.matched_without_pgy1.mean;
    // As many unmatched as the sentences say in whole percent.
    let unmatched = (chances.unmatched.mean * SEASONS as f64).round() as usize;
    let [half, backup, first] = shared_out([half, of.residency.mean - first, first], SEASONS - unmatched.min(SEASONS));
    [unmatched, half, backup, first]
}

/// The shares as whole numbers that add up to `all`: each is rounded down, and what is left goes to the largest
/// remainders, the earlier first where two are alike.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares of a whole, at least 0")]
fn shared_out<const N: usize>(shares: [f64; N], all: usize) -> [usize; N] {
    let total: f64 = shares.iter().map(|share| share.max(0.0)).sum();
    let exact = shares.map(|share| if total > 0.0 { share.max(0.0) / total * all as f64 } else { 0.0 });
    let mut whole = exact.map(|share| share.floor() as usize);
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())));
    let left = all.saturating_sub(whole.iter().sum());
    order.into_iter().cycle().take(left).for_each(|place| whole[place] += 1);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn every_hundred_has_a_hundred_seasons() {
        for (fixture, results) in fixture::all().into_iter().filter(|(_, results)| !results.portfolios.is_empty()) {
            let icons = icons(&results);
            assert!((1..=2).contains(&icons.hundreds.len()), "{fixture}");
            assert!(icons.hundreds.iter().all(|(_, counts)| counts.iter().sum::<usize>() == SEASONS), "{fixture}");
        }
    }

    #[test]
    fn the_first_choice_is_that_of_each_portfolio() {
        let mut results = fixture::five_by_six();
        let last = |results: &Results| icons(results).kinds[3].clone();
        assert!(last(&results).starts_with("first choice ("));
        assert!(!last(&results).contains("each"), "{}", last(&results));
        let safest = pictured(&results)[1].name.clone();
        let other = results.portfolios.iter_mut().find(|of| of.name == safest).expect("the safest");
        let key = other.outcomes.matched.keys().nth(1).expect("a second track").clone();
        other.interview_curve.as_mut().expect("a curve").track = key;
        assert_eq!(last(&results), "first choice (of each portfolio)");
        assert!(!have_one_choice(&results));
        results.applicant.home_specialty = results.applicant.first_choice.clone();
        assert!(have_one_choice(&results) && !last(&results).contains("each"), "{}", last(&results));
    }

    #[test]
    fn what_rounding_leaves_goes_to_the_largest_remainders() {
        assert_eq!(shared_out([0.285, 0.091, 0.394, 0.230], 100), [29, 9, 39, 23]);
        assert_eq!(shared_out([1.0 / 3.0; 3], 100), [34, 33, 33]);
        assert_eq!(shared_out([0.004, 0.996], 100), [0, 100]);
        assert_eq!(shared_out([0.006, 0.994], 100), [1, 99]);
    }

    #[test]
    fn as_many_marks_are_unmatched_as_the_sentences_say() {
        for (fixture, results) in fixture::all() {
            for (of, (_, counts)) in pictured(&results).into_iter().zip(icons(&results).hundreds) {
                let said = crate::report::percent::whole(of.outcomes.unmatched.mean);
                let is_within = counts[0] > 0 && counts[0] < SEASONS;
                assert!(!is_within || said == format!("{}%", counts[0]), "{fixture}: {said} and {counts:?}");
            }
        }
    }

    #[test]
    fn the_first_of_the_file_stands_beside_the_safest() {
        let names = |results: &Results| icons(results).hundreds.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let several = names(&fixture::five_by_six());
        assert!(several[0].ends_with(" (first in file)") && several[1].ends_with(" (safest)"), "{several:?}");
        assert_eq!(names(&fixture::one_portfolio()), ["IR + DR"]);
    }
}
