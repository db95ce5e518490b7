//! A way of applying: lines of programs, chosen and signalled alike (`docs/methods.md` §1, §3).

use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

use super::openness::known_fit;
use super::program::{ProgramFacts, SignalCounts};

/// How well the programs of a line were chosen (`docs/methods.md` §3): the
/// correlation between what the applicant knows of a program's openness and
/// the openness itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Screening {
    /// Programs taken at random, correlation 0.
    None,
    /// What the published average applicant is taken to do.
    Typical,
    /// Residents, visa policy and past matches looked up program by program.
    Researched,
    /// A correlation the person states, 0 to 1.
    Level(f64),
}

impl Screening {
    /// Words for a person.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::None => "at random".to_owned(),
            Self::Typical => "typical".to_owned(),
            Self::Researched => "researched".to_owned(),
            Self::Level(level) => level.to_string(),
        }
    }

    /// A number for every way of choosing, so that lines can be sorted by it; of no meaning otherwise.
    fn place(self) -> (u8, u64) {
        match self {
            Self::None => (0, 0),
            Self::Level(level) => (1, level.to_bits()),
            Self::Typical => (2, 0),
            Self::Researched => (3, 0),
        }
    }
}

/// Which rank order list the programs of a preliminary track serve (`docs/methods.md` §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The supplemental list only: a PGY-1 after an advanced match.
    Pgy1,
    /// The primary list only, like any other line.
    Primary,
    /// Both lists, from the same interviews.
    Both,
}

impl Role {
    /// Whether the programs stand on the primary rank order list.
    #[must_use]
    pub fn is_on_primary_list(self) -> bool {
        self != Self::Pgy1
    }

    /// Whether the programs can give the PGY-1 year of an advanced match.
    #[must_use]
    pub fn is_on_supplemental_list(self) -> bool {
        self != Self::Primary
    }
}

/// A part of the country that the programs of a line lie in (`docs/methods.md` §3).
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its states, as a person writes them.
    pub name: Arc<str>,
    /// The codes of its states, sorted.
    pub codes: Arc<[String]>,
    /// Programs of the track there.
    pub programs: u32,
    /// How many programs of the track stand in earlier lines all of whose states are among these.
    pub earlier_programs: u32,
}

impl Region {
    /// Its states as a scenario file lists them.
    #[must_use]
    pub fn states_as_written(&self) -> String {
        let states: Vec<String> = self.name.split(", ").map(|state| format!("{state:?}")).collect();
        format!("[{}]", states.join(", "))
    }
}

/// One row of a portfolio: programs of one track, chosen and signalled alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Index of the track in the parameters.
    pub track: usize,
    /// Number of programs applied to, at least 1.
    pub programs: u32,
    /// How many programs of the same track stand in earlier lines of the
    /// portfolio: position `i` of `docs/methods.md` §3 is `earlier_programs + 1 ..`.
    pub earlier_programs: u32,
    /// The part of the country that they lie in; none is the whole of it.
    pub region: Option<Region>,
    /// How well the programs were chosen.
    pub screening: Screening,
    /// Only programs that sponsor the visa needed.
    pub sponsors_only: bool,
    /// The first so many programs get a gold signal.
    pub gold_signals: u32,
    /// The next so many programs get a silver signal.
    pub silver_signals: u32,
    /// The first so many programs get a plain signal (specialties with one tier).
    pub signals: u32,
    /// The first so many programs lie where the applicant has a stated tie.
    pub geographic_ties: u32,
    /// The first so many programs know the applicant from a rotation there.
    pub rotations: u32,
    /// Order of preference: 1 is ranked first; equal numbers interleave at random.
    pub preference: u32,
    /// Which interviews are kept when the calendar is full: the least number first. None is the usual
    /// order, which [`super::calendar`] says.
    pub interview_priority: Option<u32>,
    /// Most interviews of the line that are attended, at least 1; none is no limit of its own.
    pub keep: Option<u32>,
    /// For preliminary tracks, which list the programs serve; for all other
    /// tracks the primary list.
    pub role: Role,
    /// What is known of each program, in the order of application; none where
    /// the programs are not named. Of programs beyond its end nothing is known.
    /// With facts it is they that say which programs get a signal, or have a
    /// tie or rotation, and the counts above only say how many there are.
    pub facts: Option<Arc<[ProgramFacts]>>,
}

impl Line {
    /// The first line of its track: `programs` programs of `track` chosen as
    /// people typically do, with no signal, tie or rotation, on the primary list.
    #[must_use]
    pub fn typical(track: usize, programs: u32) -> Self {
        Self {
            track,
            programs,
            earlier_programs: 0,
            region: None,
            screening: Screening::Typical,
            sponsors_only: false,
            gold_signals: 0,
            silver_signals: 0,
            signals: 0,
            geographic_ties: 0,
            rotations: 0,
            preference: 1,
            interview_priority: None,
            keep: None,
            role: Role::Primary,
            facts: None,
        }
    }

    /// `N'`: programs that the line draws from, of a track with so many in the country, of which this share sponsors the
    /// visa. May be fractional.
    #[must_use]
    pub fn pool(&self, country: f64, sponsor_share: f64) -> f64 {
        let programs = self.region.as_ref().map_or(country, |region| f64::from(region.programs));
        if self.sponsors_only { programs * sponsor_share } else { programs }
    }

    /// Place in the pool of the program with this 0-based `index`, 1-based: through all lines of the track, or those of
    /// the region.
    #[must_use]
    pub fn place_in_pool(&self, index: u32) -> u32 {
        self.region.as_ref().map_or(self.earlier_programs, |region| region.earlier_programs) + index + 1
    }

    /// Whether it lies in this region, all of it.
    #[must_use]
    pub fn is_in(&self, region: &Region) -> bool {
        self.region.as_ref().is_some_and(|own| own.codes.iter().all(|code| region.codes.contains(code)))
    }

    /// Its signals.
    #[must_use]
    pub fn signal_counts(&self) -> SignalCounts {
        SignalCounts { gold: self.gold_signals, silver: self.silver_signals, plain: self.signals }
    }

    /// The line with these signals at its first programs, as far as it has so many.
    #[must_use]
    pub fn with_signals(self, signals: SignalCounts) -> Self {
        let SignalCounts { gold, silver, plain } = signals.at_most(self.programs);
        Self { gold_signals: gold, silver_signals: silver, signals: plain, ..self }
    }

    /// The line with a known fit for each of its named programs whose openness is known: that of the places in which they
    /// stand, on average, so that those with the same facts are alike in whatever order they are listed.
    fn with_known_fit(self) -> Self {
        let Some(facts) = &self.facts else { return self };
        let fits = (self.earlier_programs + 1..).zip(facts.iter()).filter(|(_, facts)| facts.img_share.is_some());
        let fits: Vec<f64> = fits.map(|(position, _)| known_fit(position)).collect();
        let mean = fits.iter().sum::<f64>() / fits.len().max(1) as f64;
        let facts = facts.iter().map(|facts| ProgramFacts { known_fit: mean, ..*facts }).collect();
        Self { facts: Some(facts), ..self }
    }
}

/// Programs of all these lines; the largest `u32` where a wrong file asks for more.
pub fn programs_of<'a>(lines: impl Iterator<Item = &'a Line>) -> u32 {
    lines.fold(0, |sum, line| sum.saturating_add(line.programs))
}

/// Counts the programs of each track, and of each region of it, through the lines in the order of application.
pub fn in_order(lines: &mut [Line]) {
    let order = order_of_application(lines);
    for (place, index) in order.iter().enumerate() {
        let line = &lines[*index];
        let of_track = || order[..place].iter().map(|at| &lines[*at]).filter(|other| other.track == line.track);
        let earlier_programs = programs_of(of_track());
        let region = line.region.clone().map(|region| Region {
            earlier_programs: programs_of(of_track().filter(|other| other.is_in(&region))),
            ..region
        });
        lines[*index] = Line { earlier_programs, region, ..line.clone() }.with_known_fit();
    }
}

/// Indices of lines in the order in which a person turns to them: what is preferred first; of what is preferred alike the line
/// with more signals, then with more rotations and ties, then the better chosen one, then by all else that a line says. So the
/// order of a file does not matter.
#[must_use]
pub fn order_of_application(lines: &[Line]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|a, b| turned_to_first(&lines[*a], &lines[*b]));
    order
}

/// Which of two lines a person turns to first.
fn turned_to_first(a: &Line, b: &Line) -> Ordering {
    let key = |line: &Line| {
        let SignalCounts { gold, silver, plain } = line.signal_counts();
        let effort = Reverse((gold, silver, plain, line.rotations, line.geographic_ties, line.screening.place()));
        let kept = (line.interview_priority.unwrap_or(u32::MAX), Reverse(line.keep.unwrap_or(u32::MAX)), line.role);
        (line.preference, effort, kept, Reverse(line.sponsors_only))
    };
    let region = |line: &Line| line.region.as_ref().map(|region| region.codes.clone());
    key(a)
        .cmp(&key(b))
        .then_with(|| region(a).cmp(&region(b)))
        .then_with(|| a.programs.cmp(&b.programs))
        .then_with(|| a.facts.partial_cmp(&b.facts).unwrap_or(Ordering::Equal))
}

/// The lines of one strategy; what the program compares.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// Name, unique in a scenario.
    pub name: String,
    /// Lines in file order.
    pub lines: Vec<Line>,
    /// Most interviews attended at programs of the primary list; none is no limit.
    pub max_interviews: Option<u32>,
    /// Most interviews attended at programs of the supplemental list alone; none is no limit.
    pub pgy1_interviews: Option<u32>,
}

/// Interviews attended for the PGY-1 year alone by an applicant who limits the others and says
/// nothing of these: an assumption, whose reason stands in `docs/methods.md` §5.
pub const USUAL_PGY1_INTERVIEWS: u32 = 5;

impl Portfolio {
    /// Number of applications to one track.
    #[must_use]
    pub fn programs(&self, track: usize) -> u32 {
        let lines = self.lines.iter().filter(|line| line.track == track);
        lines.fold(0, |sum, line| sum.saturating_add(line.programs))
    }

    /// Number of applications over all lines; the largest `u32` where a wrong file asks for more.
    #[must_use]
    pub fn applications(&self) -> u32 {
        programs_of(self.lines.iter())
    }
}

/// What the outcomes are worth to this person, 0 to 1. Unmatched is worth 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Worth of a match in each track, by index of the track in the parameters.
    pub matched: Vec<f64>,
    /// Worth of an advanced match without a PGY-1, by index of the track.
    pub matched_without_pgy1: Vec<f64>,
    /// Worth of a preliminary year alone.
    pub preliminary_only: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::program::ImgShare;

    /// What is stated of some programs takes no known fit from a line, and programs with the same facts are alike.
    #[test]
    fn known_fit_of_named_programs_is_that_of_their_places() {
        let share = Some(ImgShare { program: 0.4, track: 0.4 });
        let known = ProgramFacts { img_share: share, ..ProgramFacts::default() };
        let fits = |facts: Vec<ProgramFacts>| {
            let programs = u32::try_from(facts.len()).unwrap();
            let mut lines = [Line { facts: Some(facts.into()), ..Line::typical(0, programs) }];
            in_order(&mut lines);
            lines[0].facts.iter().flat_map(|facts| facts.iter().map(|facts| facts.known_fit)).collect::<Vec<f64>>()
        };
        let positions = |range: std::ops::RangeInclusive<u32>| range.map(known_fit).sum::<f64>();
        let all = fits(vec![known; 40]);
        assert!(all.iter().all(|fit| (fit - positions(1..=40) / 40.0).abs() < 1e-12), "{all:?}");
        let first = fits([vec![known; 5], vec![ProgramFacts::default(); 35]].concat());
        assert!((first[0] - positions(1..=5) / 5.0).abs() < 1e-12 && first[0] > 0.99, "{first:?}");
    }
}
