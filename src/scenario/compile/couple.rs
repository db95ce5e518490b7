//! Couples: the partner, the rule by which the two rank, and where programs lie (`docs/couples.md`).

use crate::model::Line;
use crate::model::couple::{Area, LineAreas, PairRule, USUAL_APART_RANKS, USUAL_MOST_PAIRS};
use crate::reference::Reference;
use crate::reference::words::region;
use crate::scenario::compiled::{CoupleRule, Scenario};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::{RawCouple, RawScenario};
use crate::scenario::read::convert::Nearness;

use super::compiler::Compiler;
use super::regions::states;

const REGIONS: [&str; 4] = ["Northeast", "Midwest", "South", "West"];
const DIVISIONS: [&str; 9] = [
    "New England",
    "Middle Atlantic",
    "East North Central",
    "West North Central",
    "South Atlantic",
    "East South Central",
    "West South Central",
    "Mountain",
    "Pacific",
];

/// The rule of the file, where there is a partner; what does not go with one is reported, and so is a rule without one.
pub fn couple_rule(compiler: &Compiler<'_>, raw: &RawScenario) -> Option<CoupleRule> {
    let Some(partner) = &raw.partner else {
        let alone = |couple: &RawCouple| {
            let problem = Diagnostic::at(couple.span.clone(), "`[couple]` without `[partner]`", "who is the partner?");
            problem.hint(
                "write `[partner]` with the keys of `[applicant]`, and `[[partner.portfolio]]`; or take `[couple]` out",
            )
        };
        compiler.problems(raw.couple.iter().map(alone));
        return None;
    };
    let here = || partner.applicant.span.clone();
    let seasons = raw.plans.first().map(|plan| (plan.span.clone(), "`[[plan]]`"));
    let progress = raw.progress.iter().map(|progress| (progress.span.clone(), "`[progress]`"));
    compiler.problems(progress.chain(seasons).map(|(span, what)| {
        let problem = Diagnostic::at(span, format!("{what} does not go with `[partner]`"), "one person alone");
        problem
            .related(here(), "the partner")
            .hint("a couple is simulated for one whole season; take one of the two out")
    }));
    let (ours, theirs) = (raw.portfolios.len(), partner.portfolios.len());
    if theirs > 1 && theirs != ours {
        let message = format!("{theirs} portfolios of the partner do not go with {ours} of the applicant");
        let problem = Diagnostic::at(partner.portfolios[1].span.clone(), message, "which goes with which?");
        compiler.problem(
            problem.hint("give the partner one portfolio, which goes with all, or as many as the applicant has"),
        );
    }
    let stated = raw.couple.clone().unwrap_or_default();
    let whole = |number: Option<u64>| number.and_then(|number| usize::try_from(number).ok());
    Some(CoupleRule {
        together: stated.together.or(Nearness::State)?,
        pairs: PairRule {
            apart_ranks: whole(stated.apart_ranks.or(USUAL_APART_RANKS as u64))?,
            only_together: stated.only_together.or(false)?,
            one_alone: stated.one_alone.or(true)?,
            most_pairs: whole(stated.most_pairs.or(USUAL_MOST_PAIRS as u64))?,
        },
    })
}

/// The partner as a scenario of their own.
pub fn partner_of(raw: &RawScenario) -> Option<RawScenario> {
    let partner = raw.partner.as_ref()?;
    Some(RawScenario {
        title: raw.title.clone(),
        season: raw.season.clone(),
        applicant: Some(partner.applicant.clone()),
        limits: partner.limits.clone(),
        portfolios: partner.portfolios.clone(),
        ..RawScenario::default()
    })
}

/// Where the programs of every line of every portfolio lie: as a list says, else as the programs of the track in the states of the
/// line.
pub fn areas(reference: &Reference, scenario: &Scenario, together: Nearness) -> Vec<Vec<LineAreas>> {
    let of_line = |(portfolio, place, line): (usize, usize, &Line)| {
        let list = scenario.lists.iter().find(|list| (list.portfolio, list.line) == (portfolio, place));
        let listed = list.into_iter().flat_map(|list| &list.list.programs);
        let track = &scenario.prior.tracks[line.track].id;
        LineAreas {
            known: listed
                .map(|program| program.state.as_deref().map(|state| area(reference, state, together)))
                .collect(),
            law: law(reference, track, line, together),
        }
    };
    let of_portfolio = |(number, planned): (usize, &crate::scenario::PlannedPortfolio)| {
        let lines = planned.portfolio.lines.iter().enumerate();
        lines.map(|(place, line)| of_line((number, place, line))).collect()
    };
    scenario.portfolios.iter().enumerate().map(of_portfolio).collect()
}

/// Shares of the programs of a track by area, in the states of a line that is limited to some.
fn law(reference: &Reference, track: &str, line: &Line, together: Nearness) -> Vec<(f64, Area)> {
    let states = line.region.as_ref().map(states);
    let is_there = |state: &String| states.as_ref().is_none_or(|states| states.contains(state));
    let rows = reference.programs_by_state.iter().filter(|row| row.track == *track && is_there(&row.state));
    let counts: Vec<(f64, Area)> =
        rows.map(|row| (f64::from(row.programs), area(reference, &row.state, together))).collect();
    let all: f64 = counts.iter().map(|(count, _)| count).sum();
    let shares = counts.into_iter().scan(0.0, |so_far, (count, area)| {
        *so_far += count;
        Some((*so_far / all, area))
    });
    shares.collect()
}

/// The number of the area that a state lies in; a territory is an area of its own.
fn area(reference: &Reference, state: &str, together: Nearness) -> Area {
    let within =
        |names: &[&str]| names.iter().position(|name| region(name).is_some_and(|states| states.contains(&state)));
    let place = match together {
        Nearness::State => None,
        Nearness::Division => within(&DIVISIONS),
        Nearness::Region => within(&REGIONS),
    };
    let number = place.unwrap_or_else(|| {
        let mut states: Vec<&str> = reference.programs_by_state.iter().map(|row| row.state.as_str()).collect();
        states.sort_unstable();
        states.dedup();
        DIVISIONS.len() + states.iter().position(|known| *known == state).unwrap_or(states.len())
    });
    Area::try_from(number).unwrap_or(Area::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::compile_text;

    fn reference() -> Reference {
        Reference::embedded().expect("the tables")
    }

    #[test]
    fn areas_hold_the_states_that_they_should() {
        let reference = reference();
        let of = |state, together| area(&reference, state, together);
        assert_eq!(of("NY", Nearness::Division), of("NJ", Nearness::Division));
        assert_ne!(of("NY", Nearness::State), of("NJ", Nearness::State));
        assert_ne!(of("NY", Nearness::Division), of("MA", Nearness::Division));
        assert_eq!(of("NY", Nearness::Region), of("MA", Nearness::Region));
        assert_ne!(of("NY", Nearness::Region), of("PR", Nearness::Region));
        for row in &reference.programs_by_state {
            let number = of(&row.state, Nearness::Division);
            assert!(usize::from(number) < DIVISIONS.len() || row.state == "PR", "{} has no division", row.state);
        }
    }

    #[test]
    fn a_line_lies_in_its_states_and_a_track_where_its_programs_are() {
        let text = "season = 2027\n[applicant]\ntype = \"us_md\"\nstep2_ck = 245\n[[portfolio]]\nname = \"A\"\n\
                    [[portfolio.line]]\ntrack = \"psychiatry\"\nprograms = 10\npreference = 1\nstates = [\"Middle Atlantic\", \"Fla.\"]\n\
                    [[portfolio.line]]\ntrack = \"neurology\"\nprograms = 10\npreference = 2\n";
        let reference = reference();
        let loaded = compile_text("a.toml", text, &reference).unwrap_or_else(|problems| panic!("{problems}"));
        let found = areas(&reference, &loaded.scenario, Nearness::State);
        let [psychiatry, neurology] = &found[0][..] else { panic!("{found:?}") };
        assert_eq!(psychiatry.law.len(), 4, "New Jersey, New York, Pennsylvania and Florida: {psychiatry:?}");
        assert!(neurology.law.len() > 30, "{neurology:?}");
        for line in [psychiatry, neurology] {
            assert!((line.law.last().expect("areas").0 - 1.0).abs() < 1e-12);
        }
    }
}
