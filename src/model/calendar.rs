//! Which interviews are kept when there is no room for all, and in which order programs are ranked
//! (`docs/methods.md` §5).
//!
//! Programs of the primary list and those of the supplemental list alone have calendars of their
//! own, so that a preliminary year beside a residency takes no place from it.

use super::portfolio::{Line, Portfolio};
use super::prior::TrackKind;

/// The lines of the primary list in order of preference; lines of equal preference stand in one
/// group and interleave at random.
#[must_use]
pub fn preference_groups(portfolio: &Portfolio) -> Vec<Vec<usize>> {
    let lines = &portfolio.lines;
    let mut order: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].role.is_on_primary_list()).collect();
    order.sort_by_key(|line| lines[*line].preference);
    order.chunk_by(|a, b| lines[*a].preference == lines[*b].preference).map(<[usize]>::to_vec).collect()
}

/// Whether lines of the primary list have equal preference, so that there is no one order of its programs.
#[must_use]
pub fn interleaves(portfolio: &Portfolio) -> bool {
    preference_groups(portfolio).iter().any(|group| group.len() > 1)
}

/// The lines of the primary list in the order in which their interviews are kept, `kind` being the
/// kind of a track; lines of equal priority and preference stand in one group and interleave at random.
///
/// Unless a line says otherwise, residencies come before preliminary years, each in order of
/// preference. A line with a stated priority comes before others of the same number.
#[must_use]
pub fn kept_groups(portfolio: &Portfolio, kind: impl Fn(usize) -> TrackKind) -> Vec<Vec<usize>> {
    let lines = &portfolio.lines;
    let mut order: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].role.is_on_primary_list()).collect();
    let priority = |line: &usize| Priority::of(&lines[*line], kind(lines[*line].track));
    order.sort_by_key(priority);
    order.chunk_by(|a, b| priority(a) == priority(b)).map(<[usize]>::to_vec).collect()
}

/// Where a line stands on the primary list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListPlace {
    /// Place of its group in [`preference_groups`].
    pub group: usize,
    /// Whether its programs interleave with those of other lines.
    pub interleaves: bool,
}

/// Where each line stands on the primary list; none where interviews are kept in the order ranked.
#[must_use]
pub fn ranked_otherwise(portfolio: &Portfolio, kind: impl Fn(usize) -> TrackKind) -> Option<Vec<ListPlace>> {
    let groups = preference_groups(portfolio);
    if groups == kept_groups(portfolio, kind) {
        return None;
    }
    let mut places = vec![ListPlace::default(); portfolio.lines.len()];
    for (group, lines) in groups.iter().enumerate() {
        for line in lines {
            places[*line] = ListPlace { group, interleaves: lines.len() > 1 };
        }
    }
    Some(places)
}

/// The lines of the supplemental list alone in the order in which their interviews are kept; equals
/// stay in the order of lines.
#[must_use]
pub fn pgy1_order(portfolio: &Portfolio) -> Vec<usize> {
    let lines = &portfolio.lines;
    let mut order: Vec<usize> = (0..lines.len()).filter(|line| !lines[*line].role.is_on_primary_list()).collect();
    order.sort_by_key(|line| Priority::of(&lines[*line], TrackKind::Preliminary));
    order
}

/// The track that the portfolio prefers: that of its first residency line in the
/// order of preference, `kind` being the kind of a track. None if it applies to
/// preliminary years alone.
#[must_use]
pub fn preferred_track(portfolio: &Portfolio, kind: impl Fn(usize) -> TrackKind) -> Option<usize> {
    let tracks = preference_groups(portfolio).into_iter().flatten().map(|line| portfolio.lines[line].track);
    tracks.into_iter().find(|track| kind(*track) != TrackKind::Preliminary)
}

/// The lines of a portfolio as runs: lines of one track and role that are next to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runs {
    /// Runs of the primary list, in order of preference; lines by index.
    pub primary: Vec<Vec<usize>>,
    /// Places in `primary`, in the order in which interviews are kept.
    pub kept: Vec<usize>,
    /// Runs of the supplemental list alone, in the order in which interviews are kept.
    pub pgy1: Vec<Vec<usize>>,
}

impl Runs {
    /// The runs of `portfolio`, `kind` being the kind of a track.
    #[must_use]
    pub fn of(portfolio: &Portfolio, kind: impl Fn(usize) -> TrackKind) -> Self {
        let ranked: Vec<usize> = preference_groups(portfolio).into_iter().flatten().collect();
        let can_bind = portfolio.max_interviews.is_some_and(|most| most < portfolio.applications());
        let kept = if can_bind {
            kept_groups(portfolio, kind).into_iter().flatten().collect()
        } else {
            // Where all invitations fit, nothing depends on which are kept.
            ranked.clone()
        };
        let place_kept = |line: usize| kept.iter().position(|other| *other == line);
        let primary =
            joined(portfolio, &ranked, |before, line| place_kept(before).map(|place| place + 1) == place_kept(line));
        let mut order: Vec<usize> = (0..primary.len()).collect();
        order.sort_by_key(|run| place_kept(primary[*run][0]));
        let pgy1 = joined(portfolio, &pgy1_order(portfolio), |_, _| true);
        Self { primary, kept: order, pgy1 }
    }

    /// All runs.
    pub fn all(&self) -> impl Iterator<Item = &Vec<usize>> {
        self.primary.iter().chain(&self.pgy1)
    }

    /// The number of the run of each of so many lines.
    #[must_use]
    pub fn by_line(&self, lines: usize) -> Vec<usize> {
        let mut runs = vec![0; lines];
        for (number, run) in self.all().enumerate() {
            for line in run {
                runs[*line] = number;
            }
        }
        runs
    }
}

/// Lines next to each other of one track and role together, unless they have a limit of their own
/// or `may_join` says no of two neighbors.
fn joined(portfolio: &Portfolio, order: &[usize], may_join: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for index in order {
        let line = &portfolio.lines[*index];
        let joins = |before: usize| {
            let other = &portfolio.lines[before];
            let is_alike = other.track == line.track && other.role == line.role;
            is_alike && other.keep.is_none() && line.keep.is_none() && may_join(before, *index)
        };
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|before| joins(*before)) => run.push(*index),
            _ => runs.push(vec![*index]),
        }
    }
    runs
}

/// What is kept first: the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Priority {
    is_usual_of_preliminary: bool,
    number: u32,
    is_usual: bool,
    preference: u32,
}

impl Priority {
    fn of(line: &Line, kind: TrackKind) -> Self {
        let is_usual = line.interview_priority.is_none();
        Self {
            is_usual_of_preliminary: is_usual && kind == TrackKind::Preliminary,
            number: line.interview_priority.unwrap_or(line.preference),
            is_usual,
            preference: line.preference,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Role;

    const KINDS: [TrackKind; 2] = [TrackKind::Residency { categorical_share: 0.2 }, TrackKind::Preliminary];

    fn line(track: usize, preference: u32, interview_priority: Option<u32>) -> Line {
        let role = if track == 1 { Role::Both } else { Role::Primary };
        Line { preference, interview_priority, role, ..Line::typical(track, 5) }
    }

    fn kept(lines: Vec<Line>) -> Vec<Vec<usize>> {
        let portfolio = Portfolio { name: "x".to_owned(), lines, max_interviews: None, pgy1_interviews: None };
        kept_groups(&portfolio, |track| KINDS[track])
    }

    #[test]
    fn residencies_are_kept_before_preliminary_years_that_are_ranked_above_them() {
        assert_eq!(kept(vec![line(1, 1, None), line(0, 3, None), line(0, 2, None)]), [[2], [1], [0]]);
    }

    #[test]
    fn a_stated_priority_comes_before_the_usual_one_of_the_same_number() {
        assert_eq!(kept(vec![line(0, 1, None), line(0, 2, Some(1)), line(1, 3, Some(2))]), [[1], [0], [2]]);
    }

    #[test]
    fn equals_in_priority_and_preference_stand_together() {
        assert_eq!(kept(vec![line(0, 1, None), line(0, 1, None), line(1, 1, None)]), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn lines_of_the_supplemental_list_have_an_order_of_their_own() {
        let pgy1 =
            |preference, interview_priority| Line { role: Role::Pgy1, ..line(1, preference, interview_priority) };
        let lines = vec![pgy1(1, None), line(0, 2, None), pgy1(3, None), pgy1(4, Some(1))];
        let portfolio = Portfolio { name: "x".to_owned(), lines, max_interviews: None, pgy1_interviews: None };
        assert_eq!(pgy1_order(&portfolio), [3, 0, 2]);
        assert_eq!(preference_groups(&portfolio), [[1]]);
    }
}
