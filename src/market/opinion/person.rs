//! What a person does where the market has other rules than the scenario was written for.

use crate::model::portfolio::in_order;
use crate::model::{Line, ParameterPrior, Portfolio, SignalCounts};
use crate::scenario::market::Policy;

/// The portfolios under the second policy of two, as far as it differs from the first, and what is done otherwise, in words.
///
/// Caps cut interviews and the last applications of a track. Who sends all signals of a track sends all of the new ones; others send as
/// many as before, as far as they are allowed. A list of programs keeps its signals.
pub fn under(
    portfolios: &[Portfolio],
    prior: &ParameterPrior,
    (before, now): (&Policy, &Policy),
) -> (Vec<Portfolio>, Vec<String>) {
    // What is done, and in which portfolios.
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    let mut changed = portfolios.to_vec();
    for (portfolio, Portfolio { name, .. }) in changed.iter_mut().zip(portfolios) {
        let mut note = |words: String| match told.iter_mut().find(|(same, _)| *same == words) {
            Some((_, names)) => names.push(name),
            None => told.push((words, vec![name])),
        };
        let limits = [
            (&mut portfolio.max_interviews, before.max_interviews, now.max_interviews, "interviews"),
            (
                &mut portfolio.pgy1_interviews,
                before.max_pgy1_interviews,
                now.max_pgy1_interviews,
                "interviews for a PGY-1",
            ),
        ];
        for (own, before, now, what) in limits {
            if now < before && own.is_none_or(|own| own > now) {
                note(format!("you attend at most {now} {what}"));
                *own = Some(now);
            }
        }
        for (track, known) in prior.tracks.iter().enumerate() {
            if now.max_applications < before.max_applications && portfolio.lines.iter().any(|line| line.track == track)
            {
                let most = now.max_applications;
                if applications(&portfolio.lines, track) > most {
                    note(format!("you apply only to your first {most} programs of {}", known.short_name));
                    cut(&mut portfolio.lines, track, most);
                }
            }
            let usual = before.signals_of(&known.id, known.usual_signals);
            let allowed = now.signals_of(&known.id, known.usual_signals);
            if allowed != usual {
                let sent = resignal(&mut portfolio.lines, track, usual, allowed);
                if let Some(sent) = sent {
                    note(format!("you send {sent} signals in {}", known.short_name));
                }
            }
        }
        in_order(&mut portfolio.lines);
    }
    let in_portfolios = |(words, names): (String, Vec<&str>)| {
        if names.len() == portfolios.len() { words } else { format!("{words} (“{}”)", names.join("”, “")) }
    };
    (changed, told.into_iter().map(in_portfolios).collect())
}

fn applications(lines: &[Line], track: usize) -> u32 {
    lines.iter().filter(|line| line.track == track).map(|line| line.programs).sum()
}

/// Leaves the first `most` programs of a track, at least one.
fn cut(lines: &mut Vec<Line>, track: usize, most: u32) {
    let mut left = most;
    for line in lines.iter_mut().filter(|line| line.track == track) {
        line.programs = line.programs.min(left);
        left -= line.programs;
        let signals = line.signal_counts();
        *line = line.clone().with_signals(signals);
        line.geographic_ties = line.geographic_ties.min(line.programs);
        line.rotations = line.rotations.min(line.programs);
        line.facts = line.facts.as_ref().map(|facts| facts.iter().take(line.programs as usize).copied().collect());
    }
    lines.retain(|line| line.programs > 0);
}

/// Sends the signals of a track anew; gives how many, where no program is named.
fn resignal(lines: &mut [Line], track: usize, usual: SignalCounts, allowed: SignalCounts) -> Option<u32> {
    let theirs = || lines.iter().filter(|line| line.track == track);
    if theirs().next().is_none() || theirs().any(|line| line.facts.is_some()) {
        return None;
    }
    let sent: u32 = theirs().map(|line| line.signal_counts().total()).sum();
    let room = applications(lines, track);
    let sends_all = sent >= usual.total().min(room);
    let mut left = if sends_all { allowed } else { first(allowed, sent) };
    let mut all = 0;
    for line in lines.iter_mut().filter(|line| line.track == track) {
        *line = line.clone().with_signals(left);
        left = left.less(line.signal_counts());
        all += line.signal_counts().total();
    }
    Some(all)
}

/// The most valuable signals, so many at most.
fn first(of: SignalCounts, most: u32) -> SignalCounts {
    let gold = of.gold.min(most);
    let silver = of.silver.min(most - gold);
    SignalCounts { gold, silver, plain: of.plain.min(most - gold - silver) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portfolio(lines: Vec<Line>) -> Portfolio {
        Portfolio { name: "mine".to_owned(), lines, max_interviews: None, pgy1_interviews: None }
    }

    #[test]
    fn a_cap_cuts_the_last_programs_and_what_they_got() {
        let plain = |count| SignalCounts { gold: 0, silver: 0, plain: count };
        let mut lines = vec![
            Line::typical(0, 20).with_signals(plain(8)),
            Line::typical(1, 9),
            Line { geographic_ties: 6, ..Line::typical(0, 10).with_signals(plain(2)) },
            Line::typical(0, 5),
        ];
        cut(&mut lines, 0, 24);
        assert_eq!(lines.iter().map(|line| (line.track, line.programs)).collect::<Vec<_>>(), [(0, 20), (1, 9), (0, 4)]);
        assert_eq!((lines[0].signals, lines[2].signals, lines[2].geographic_ties), (8, 2, 4));
        cut(&mut lines, 0, 3);
        assert_eq!((lines[0].programs, lines[0].signals, lines.len()), (3, 3, 2));
    }

    #[test]
    fn who_sends_all_signals_sends_all_of_the_new_ones_and_others_as_many_as_before() {
        let counts = |gold, silver, plain| SignalCounts { gold, silver, plain };
        let usual = counts(3, 12, 0);
        let mut all =
            vec![Line::typical(0, 10).with_signals(usual), Line::typical(0, 30).with_signals(counts(0, 5, 0))];
        assert_eq!(resignal(&mut all, 0, usual, counts(0, 0, 30)), Some(30));
        assert_eq!((all[0].signal_counts(), all[1].signal_counts()), (counts(0, 0, 10), counts(0, 0, 20)));
        let mut few = vec![Line::typical(0, 40).with_signals(counts(2, 0, 0))];
        assert_eq!(resignal(&mut few, 0, usual, counts(0, 0, 30)), Some(2));
        assert_eq!(resignal(&mut few, 0, counts(0, 0, 30), SignalCounts::default()), Some(0));
        assert_eq!(resignal(&mut few, 1, usual, counts(0, 0, 30)), None);
    }

    #[test]
    fn a_policy_that_changes_nothing_leaves_the_person_alone() {
        let prior = crate::reference::Reference::embedded()
            .and_then(|tables| tables.prior(crate::model::ApplicantType::UsMd, &["psychiatry".to_owned()]))
            .expect("a prior");
        let mine = portfolio(vec![Line::typical(0, 30).with_signals(prior.tracks[0].usual_signals)]);
        let usual = Policy::default();
        assert_eq!(under(std::slice::from_ref(&mine), &prior, (&usual, &usual)), (vec![mine.clone()], Vec::new()));
        let capped = Policy { max_interviews: 8, max_applications: 12, ..Policy::default() };
        let (theirs, told) = under(&[mine], &prior, (&usual, &capped));
        assert_eq!((theirs[0].max_interviews, theirs[0].lines[0].programs), (Some(8), 12));
        assert_eq!(told.len(), 2, "{told:?}");
    }

    #[test]
    fn what_several_portfolios_do_is_told_once() {
        let prior = crate::reference::Reference::embedded()
            .and_then(|tables| tables.prior(crate::model::ApplicantType::UsMd, &["psychiatry".to_owned()]))
            .expect("a prior");
        let named =
            |name: &str, programs| Portfolio { name: name.to_owned(), ..portfolio(vec![Line::typical(0, programs)]) };
        let mine = [named("A", 30), named("B", 30), named("C", 10)];
        let capped = Policy { max_interviews: 8, max_applications: 12, ..Policy::default() };
        let (_, told) = under(&mine, &prior, (&Policy::default(), &capped));
        let psychiatry = &prior.tracks[0].short_name;
        let cut = format!("you apply only to your first 12 programs of {psychiatry} (“A”, “B”)");
        assert_eq!(told, ["you attend at most 8 interviews".to_owned(), cut]);
    }
}
