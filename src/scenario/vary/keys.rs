//! The numbers of a scenario, typed or left to their defaults: one table a section.

use super::field::Field;
use super::path::{Step, written};
use crate::scenario::kinds::Keys;
use crate::scenario::raw::{self, RawApplicant, RawLimits, RawLine, RawScenario, RawValues};

/// Which number of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub(super) section: Section,
    pub(super) name: String,
}

/// Where a number stands; portfolios and lines by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Top of the file.
    Top,
    /// `[applicant]`.
    Applicant,
    /// `[applicant.letters]`, by track.
    Letters,
    /// `[limits]`.
    Limits,
    /// The two words of `[values]` that are no track.
    Values,
    /// `[values]`, by track.
    Worth,
    /// A line of a portfolio.
    Line {
        /// Index of the portfolio.
        portfolio: usize,
        /// Index of the line as typed.
        line: usize,
    },
}

/// Names of the numbers of a section.
fn names<K: Keys>() -> Vec<String> {
    K::default().numbers().into_iter().map(|(name, _)| name.to_owned()).collect()
}

fn found<'a, K: Keys>(section: &'a mut K, name: &str) -> Option<Field<'a>> {
    section.numbers().into_iter().find(|(known, _)| *known == name).map(|(_, field)| field)
}

/// The season stands at the top, where no other number does.
const SEASON: &str = "season";

/// Every number of the scenario, in the order of the file's sections.
pub fn all(raw: &RawScenario) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut add = |section: Section, names: Vec<String>| {
        keys.extend(names.into_iter().map(|name| Key { section, name }));
    };
    add(Section::Top, vec![SEASON.to_owned()]);
    add(Section::Applicant, names::<RawApplicant>());
    add(Section::Letters, tracks(raw));
    add(Section::Limits, names::<RawLimits>());
    if let Some(values) = &raw.values {
        add(Section::Values, names::<RawValues>());
        add(Section::Worth, values.matched.iter().map(|entry| entry.track.get_ref().clone()).collect());
    }
    for (portfolio, typed) in raw.portfolios.iter().enumerate() {
        for line in 0..typed.lines.len() {
            add(Section::Line { portfolio, line }, names::<RawLine>());
        }
    }
    keys
}

/// Portfolios that a list names at most.
const MOST_LISTED: usize = 12;

/// What can be varied, for a person: one row a section, one a portfolio.
pub fn listed(raw: &RawScenario) -> Vec<String> {
    let keys = all(raw);
    let of = |prefix: &str, wanted: &dyn Fn(Section) -> bool| {
        let names: Vec<String> = keys.iter().filter(|key| wanted(key.section)).map(|key| written(&key.name)).collect();
        (!names.is_empty()).then(|| format!("{prefix}{}", names.join(", ")))
    };
    let sections = [
        of("", &|section| section == Section::Top),
        of("applicant. ", &|section| section == Section::Applicant),
        of("applicant.letters. ", &|section| section == Section::Letters),
        of("limits. ", &|section| section == Section::Limits),
        of("values. ", &|section| matches!(section, Section::Values | Section::Worth)),
    ];
    let mut rows: Vec<String> = sections.into_iter().flatten().collect();
    for typed in raw.portfolios.iter().take(MOST_LISTED) {
        let title = written(&typed.name.value().unwrap_or_default());
        let lines = if typed.lines.len() == 1 { "1".to_owned() } else { format!("1 to {}", typed.lines.len()) };
        rows.push(format!("portfolio.{title}.line[{lines}]. {}", names::<RawLine>().join(", ")));
    }
    let left = raw.portfolios.len().saturating_sub(MOST_LISTED);
    rows.extend((left > 0).then(|| format!("and the same of {left} more portfolios")));
    rows
}

/// The tracks that letters can come from: those of the lines, each once.
fn tracks(raw: &RawScenario) -> Vec<String> {
    let mut tracks: Vec<String> = Vec::new();
    for track in raw.portfolios.iter().flat_map(|portfolio| &portfolio.lines).filter_map(|line| line.track.value()) {
        if !tracks.contains(&track) {
            tracks.push(track);
        }
    }
    tracks
}

impl Key {
    /// The number of programs of a line as typed, portfolio and line counted from 0.
    #[must_use]
    pub fn programs(portfolio: usize, line: usize) -> Self {
        Self { section: Section::Line { portfolio, line }, name: "programs".to_owned() }
    }

    /// The number itself; a section that was not typed is made.
    pub(super) fn field<'a>(&self, raw: &'a mut RawScenario) -> Option<Field<'a>> {
        match self.section {
            Section::Top => {
                let seasons = (raw::FIRST_SEASON.into(), raw::LAST_SEASON.into());
                (self.name == SEASON).then_some(Field::Whole(&mut raw.season, seasons))
            }
            Section::Applicant => found(raw.applicant.as_mut()?, &self.name),
            Section::Letters => Some(Field::Letters(&mut raw.applicant.as_mut()?.letters, raw::LETTERS)),
            Section::Limits => found(raw.limits.get_or_insert_default(), &self.name),
            Section::Values => found(raw.values.as_mut()?, &self.name),
            Section::Worth => Some(Field::Worth(&mut raw.values.as_mut()?.matched)),
            Section::Line { portfolio, line } => {
                found(raw.portfolios.get_mut(portfolio)?.lines.get_mut(line)?, &self.name)
            }
        }
    }

    /// Whether a path leads here.
    pub(super) fn is_at(&self, steps: &[Step], raw: &RawScenario) -> bool {
        let words: Vec<&str> = steps.iter().map(|step| step.name.as_str()).collect();
        let numbers: Vec<Option<usize>> = steps.iter().map(|step| step.number).collect();
        let name = self.name.as_str();
        let plain = |wanted: &[&str]| words == wanted && numbers.iter().all(Option::is_none);
        match self.section {
            Section::Top => plain(&[name]),
            Section::Applicant => plain(&["applicant", name]),
            Section::Letters => plain(&["applicant", "letters", name]),
            Section::Limits => plain(&["limits", name]),
            Section::Values | Section::Worth => plain(&["values", name]),
            Section::Line { portfolio, line } => {
                let of_line = [None, Some(line + 1), None];
                let title = raw.portfolios.get(portfolio).and_then(|typed| typed.name.given());
                let by_number =
                    words == ["portfolio", "line", name] && numbers == [Some(portfolio + 1), Some(line + 1), None];
                let by_name = title.is_some_and(|title| words == ["portfolio", title.get_ref().as_str(), "line", name])
                    && numbers.first() == Some(&None)
                    && numbers[1..] == of_line;
                by_number || by_name
            }
        }
    }

    /// The path, as it can be typed.
    pub(super) fn path(&self, raw: &RawScenario) -> String {
        let name = written(&self.name);
        match self.section {
            Section::Top => name,
            Section::Applicant => format!("applicant.{name}"),
            Section::Letters => format!("applicant.letters.{name}"),
            Section::Limits => format!("limits.{name}"),
            Section::Values | Section::Worth => format!("values.{name}"),
            Section::Line { portfolio, line } => {
                let title = raw.portfolios.get(portfolio).and_then(|typed| typed.name.value()).unwrap_or_default();
                format!("portfolio.{}.line[{}].{name}", written(&title), line + 1)
            }
        }
    }

    /// Index of the portfolio that the number belongs to; none if it concerns all.
    #[must_use]
    pub fn portfolio(&self) -> Option<usize> {
        self.line().map(|(portfolio, _)| portfolio)
    }

    /// Indices of the portfolio and the line that the number belongs to; none if it concerns all.
    #[must_use]
    pub fn line(&self) -> Option<(usize, usize)> {
        match self.section {
            Section::Line { portfolio, line } => Some((portfolio, line)),
            _ => None,
        }
    }

    /// The key as it stands in the file, the last word of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is the number of programs of a line.
    #[must_use]
    pub fn is_number_of_programs(&self) -> bool {
        matches!(self.section, Section::Line { .. }) && self.name == "programs"
    }

    /// Whether it changes what outcomes are worth and nothing else.
    #[must_use]
    pub fn is_value(&self) -> bool {
        matches!(self.section, Section::Values | Section::Worth)
    }

    /// Whether it changes warnings and nothing else.
    #[must_use]
    pub fn is_budget(&self) -> bool {
        self.section == Section::Limits && !matches!(self.name.as_str(), "max_interviews" | "pgy1_interviews")
    }
}
