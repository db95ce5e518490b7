//! The numbers of a scenario, typed or left to their defaults: one table a section.

use super::field::Field;
use super::path::{Step, written};
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

type Table<S> = &'static [(&'static str, fn(&mut S) -> Field<'_>)];

const TOP: Table<RawScenario> =
    &[("season", |raw| Field::Whole(&mut raw.season, (raw::FIRST_SEASON.into(), raw::LAST_SEASON.into())))];

const APPLICANT: Table<RawApplicant> = &[
    ("step2_ck", |raw| Field::Uncertain(&mut raw.step2_ck, raw::STEP2_CK)),
    ("exam_failures", |raw| Field::Whole(&mut raw.exam_failures, raw::EXAM_FAILURES)),
    ("years_since_graduation", |raw| Field::Uncertain(&mut raw.years_since_graduation, raw::YEARS)),
    ("us_clinical_months", |raw| Field::Uncertain(&mut raw.us_clinical_months, raw::MONTHS)),
    ("publications", |raw| Field::Uncertain(&mut raw.publications, raw::PUBLICATIONS)),
];

const LIMITS: Table<RawLimits> = &[
    ("max_interviews", |raw| Field::Whole(&mut raw.max_interviews, raw::MAX_INTERVIEWS)),
    ("pgy1_interviews", |raw| Field::Whole(&mut raw.pgy1_interviews, raw::MAX_INTERVIEWS)),
    ("budget_usd", |raw| Field::Number(&mut raw.budget_usd, raw::BUDGET)),
    ("max_unmatched", |raw| Field::Number(&mut raw.max_unmatched, raw::SHARE)),
    ("researched_programs", |raw| Field::Whole(&mut raw.researched_programs, raw::RESEARCHED)),
];

const VALUES: Table<RawValues> = &[
    ("preliminary_only", |raw| Field::Number(&mut raw.preliminary_only, raw::SHARE)),
    ("matched_without_pgy1", |raw| Field::Number(&mut raw.matched_without_pgy1, raw::SHARE)),
    ("soap_categorical", |raw| Field::Number(&mut raw.soap_categorical, raw::SHARE)),
];

const LINE: Table<RawLine> = &[
    ("programs", |raw| Field::Whole(&mut raw.programs, raw::PROGRAMS)),
    ("screening", |raw| Field::Screening(&mut raw.screening)),
    ("gold_signals", |raw| Field::Whole(&mut raw.gold_signals, raw::COUNT)),
    ("silver_signals", |raw| Field::Whole(&mut raw.silver_signals, raw::COUNT)),
    ("signals", |raw| Field::Whole(&mut raw.signals, raw::COUNT)),
    ("geographic_ties", |raw| Field::Whole(&mut raw.geographic_ties, raw::COUNT)),
    ("rotations", |raw| Field::Whole(&mut raw.rotations, raw::COUNT)),
    ("preference", |raw| Field::Whole(&mut raw.preference, raw::PREFERENCE)),
    ("keep", |raw| Field::Whole(&mut raw.keep, raw::MAX_INTERVIEWS)),
    ("interview_priority", |raw| Field::Whole(&mut raw.interview_priority, raw::PREFERENCE)),
];

fn names<S>(table: Table<S>) -> impl Iterator<Item = String> {
    table.iter().map(|(name, _)| (*name).to_owned())
}

fn found<'a, S>(table: Table<S>, name: &str, section: &'a mut S) -> Option<Field<'a>> {
    table.iter().find(|(known, _)| *known == name).map(|(_, field)| field(section))
}

/// Every number of the scenario, in the order of the file's sections.
pub fn all(raw: &RawScenario) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut add = |section: Section, names: &mut dyn Iterator<Item = String>| {
        keys.extend(names.map(|name| Key { section, name }));
    };
    add(Section::Top, &mut names(TOP));
    add(Section::Applicant, &mut names(APPLICANT));
    add(Section::Letters, &mut tracks(raw));
    add(Section::Limits, &mut names(LIMITS));
    if let Some(values) = &raw.values {
        add(Section::Values, &mut names(VALUES));
        add(Section::Worth, &mut values.matched.iter().map(|entry| entry.track.get_ref().clone()));
    }
    for (portfolio, typed) in raw.portfolios.iter().enumerate() {
        for line in 0..typed.lines.len() {
            add(Section::Line { portfolio, line }, &mut names(LINE));
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
        rows.push(format!("portfolio.{title}.line[{lines}]. {}", names(LINE).collect::<Vec<_>>().join(", ")));
    }
    let left = raw.portfolios.len().saturating_sub(MOST_LISTED);
    rows.extend((left > 0).then(|| format!("and the same of {left} more portfolios")));
    rows
}

/// The tracks that letters can come from: those of the lines, each once.
fn tracks(raw: &RawScenario) -> impl Iterator<Item = String> {
    let mut tracks: Vec<String> = Vec::new();
    for track in raw.portfolios.iter().flat_map(|portfolio| &portfolio.lines).filter_map(|line| line.track.value()) {
        if !tracks.contains(&track) {
            tracks.push(track);
        }
    }
    tracks.into_iter()
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
            Section::Top => found(TOP, &self.name, raw),
            Section::Applicant => found(APPLICANT, &self.name, raw.applicant.as_mut()?),
            Section::Letters => Some(Field::Letters(&mut raw.applicant.as_mut()?.letters)),
            Section::Limits => found(LIMITS, &self.name, raw.limits.get_or_insert_default()),
            Section::Values => found(VALUES, &self.name, raw.values.as_mut()?),
            Section::Worth => Some(Field::Worth(&mut raw.values.as_mut()?.matched)),
            Section::Line { portfolio, line } => {
                found(LINE, &self.name, raw.portfolios.get_mut(portfolio)?.lines.get_mut(line)?)
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
