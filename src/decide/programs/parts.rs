//! Portfolios that apply to some programs of a list and not to others.
//!
//! A program keeps its position, whichever others are applied to: what is known
//! of it does not change because another one is dropped.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Line, Portfolio, ProgramFacts, Region, Role, Signal};

/// A program of a list: its line in the portfolio and its row in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index of the line.
    pub line: usize,
    /// Index of the program in the line.
    pub index: usize,
}

/// More parts than a line can have: its programs are fewer.
const MOST_PARTS: u32 = 1 << 20;

/// The portfolio that of its listed programs applies to `applied` only; lines without a list stay.
pub fn applying_to(portfolio: &Portfolio, applied: &HashSet<Place>) -> Portfolio {
    let mut lines = Vec::new();
    for (number, line) in portfolio.lines.iter().enumerate() {
        let preference = line.preference * MOST_PARTS;
        let Some(facts) = &line.facts else {
            lines.push(Line { preference, ..line.clone() });
            continue;
        };
        let indices: Vec<usize> =
            (0..facts.len()).filter(|index| applied.contains(&Place { line: number, index: *index })).collect();
        let runs = indices.chunk_by(|a, b| a + 1 == *b);
        lines.extend((preference..).zip(runs).map(|(preference, run)| Line { preference, ..part(line, facts, run) }));
    }
    Portfolio { lines, ..portfolio.clone() }
}

/// The portfolio with no signal to the program at `place`.
pub fn without_signal(portfolio: &Portfolio, place: Place) -> Portfolio {
    let mut changed = portfolio.clone();
    let line = &mut changed.lines[place.line];
    let unsignalled = |(index, facts): (usize, &ProgramFacts)| {
        let signal = facts.signal.filter(|_| index != place.index);
        ProgramFacts { signal, ..*facts }
    };
    line.facts = line.facts.as_ref().map(|facts| facts.iter().enumerate().map(unsignalled).collect());
    changed
}

/// The portfolio of one program alone, ranked on the primary list.
pub fn alone(portfolio: &Portfolio, place: Place) -> Portfolio {
    let line = &portfolio.lines[place.line];
    let facts = line.facts.clone().unwrap_or_else(|| Arc::new([]));
    let line = Line { role: Role::Primary, preference: 1, ..part(line, &facts, &[place.index]) };
    Portfolio { lines: vec![line], max_interviews: None, pgy1_interviews: None, ..portfolio.clone() }
}

/// The programs of a line at these successive indices.
fn part(line: &Line, facts: &[ProgramFacts], indices: &[usize]) -> Line {
    let facts: Arc<[ProgramFacts]> = indices.iter().filter_map(|index| facts.get(*index)).copied().collect();
    let count = |is_counted: fn(&ProgramFacts) -> bool| count(facts.iter().filter(|facts| is_counted(facts)).count());
    let before = self::count(indices.first().copied().unwrap_or(0));
    let region = line.region.clone();
    Line {
        programs: self::count(indices.len()),
        earlier_programs: line.earlier_programs + before,
        region: region.map(|region| Region { earlier_programs: region.earlier_programs + before, ..region }),
        gold_signals: count(|facts| facts.signal == Some(Signal::Gold)),
        silver_signals: count(|facts| facts.signal == Some(Signal::Silver)),
        signals: count(|facts| facts.signal == Some(Signal::Plain)),
        geographic_ties: count(|facts| facts.has_geographic_tie),
        rotations: count(|facts| facts.has_rotation),
        facts: Some(facts.clone()),
        ..line.clone()
    }
}

/// Programs of a line are far fewer than `u32` can count.
fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_keeps_its_position_whichever_others_are_dropped() {
        let facts: Arc<[ProgramFacts]> =
            (0..5).map(|k| ProgramFacts { own_fit: Some(f64::from(k) / 4.0), ..ProgramFacts::default() }).collect();
        let listed = Line { earlier_programs: 10, facts: Some(facts), preference: 2, ..Line::typical(0, 5) };
        let lines = vec![Line::typical(0, 10), listed];
        let whole = Portfolio { name: "A".to_owned(), lines, max_interviews: Some(9), pgy1_interviews: Some(5) };
        let applied = [0, 1, 3].map(|index| Place { line: 1, index }).into();
        let found = applying_to(&whole, &applied);
        let shape: Vec<(u32, u32)> = found.lines.iter().map(|line| (line.earlier_programs, line.programs)).collect();
        assert_eq!(shape, [(0, 10), (10, 2), (13, 1)]);
        assert_eq!(found.lines[2].facts.as_ref().map(|facts| facts[0].own_fit), Some(Some(0.75)));
        assert!(found.lines.is_sorted_by_key(|line| line.preference));
        assert_eq!(found.max_interviews, Some(9));
    }
}
