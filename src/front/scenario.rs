//! A scenario with the tables it was read with.

use std::path::Path;

use super::error::{Error, QuestionError, ScenarioError};
use super::reference::Reference;
use crate::engine::results::{Notice, Severity};
use crate::reference;
use crate::scenario::vary::{Change, Variation};
use crate::scenario::{self, Loaded, Warning, WarningKind, compile_text, load, warning};

/// One applicant and several ways of applying, read and checked: nothing in it can be invalid.
///
/// It is read from the same text as the command line reads (`docs/scenario-format.md`); whoever
/// makes scenarios in code writes that text, or alters a number of a scenario with [`with`](Self::with).
#[derive(Clone, Debug)]
pub struct Scenario<'r> {
    loaded: Loaded,
    changes: Vec<Change>,
    reference: &'r reference::Reference,
}

impl<'r> Scenario<'r> {
    /// Reads and checks a scenario file; program lists that it names are looked for beside it.
    ///
    /// # Errors
    /// [`Error::Scenario`] if the file cannot be read, or with every problem in it.
    pub fn from_file(path: impl AsRef<Path>, reference: &'r Reference) -> Result<Self, Error> {
        Ok(Self::of(load(path.as_ref(), reference.tables())?, reference.tables()))
    }

    /// The same from a text. `name` stands for the file in messages and results.
    ///
    /// # Errors
    /// [`Error::Scenario`] with every problem of the text.
    pub fn from_text(name: &str, text: &str, reference: &'r Reference) -> Result<Self, Error> {
        let loaded = compile_text(name, text, reference.tables()).map_err(ScenarioError::Wrong)?;
        Ok(Self::of(loaded, reference.tables()))
    }

    /// A scenario that was read before.
    pub(crate) fn of(loaded: Loaded, reference: &'r reference::Reference) -> Self {
        Self { loaded, changes: Vec::new(), reference }
    }

    /// The scenario with one number set to another, as in `"applicant.step2_ck"` or
    /// `"portfolio[1].line[2].programs"`; [`numbers`](Self::numbers) lists what there is.
    ///
    /// Prices, limits and warnings are worked out anew. The title says what was set. Interviews
    /// and invitations that the file reports, so far or in all, are left out: they came of what was typed.
    ///
    /// # Errors
    /// [`Error::Vary`] if there is no such number, or the scenario forbids the value.
    pub fn with(&self, path: &str, value: f64) -> Result<Self, Error> {
        let variation = Variation::new(&self.loaded, self.reference);
        let change = variation.change(path, value)?;
        let mut changes = self.changes.clone();
        changes.retain(|earlier| earlier.key != change.key);
        changes.push(change);
        let loaded = self.compiled(&variation, &changes, &[])?;
        Ok(Self { loaded, changes, reference: self.reference })
    }

    /// Paths of the numbers that [`with`](Self::with) and [`sweep`](crate::sweep) can set.
    #[must_use]
    pub fn numbers(&self) -> Vec<String> {
        let variation = self.variation();
        variation.keys().iter().map(|key| variation.path(key)).collect()
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.compiled_scenario().title
    }

    /// The season: the year of the Match.
    #[must_use]
    pub fn season(&self) -> u16 {
        self.compiled_scenario().season
    }

    /// Names of the portfolios, in file order; at least one.
    #[must_use]
    pub fn portfolios(&self) -> Vec<&str> {
        self.compiled_scenario().portfolios.iter().map(|planned| planned.portfolio.name.as_str()).collect()
    }

    /// What must be known before the numbers are read; it stands in every answer too.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.notices_of(&self.loaded)
    }

    /// The scenario as compiled, with its warnings and its text.
    pub(crate) fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// The same, to add warnings to.
    pub(super) fn loaded_mut(&mut self) -> &mut Loaded {
        &mut self.loaded
    }

    /// The scenario as compiled.
    pub(crate) fn compiled_scenario(&self) -> &scenario::Scenario {
        &self.loaded.scenario
    }

    /// The tables it was read with.
    pub(crate) fn reference(&self) -> &'r reference::Reference {
        self.reference
    }

    /// The scenario ready for other numbers.
    pub(super) fn variation(&self) -> Variation<'r> {
        Variation::new(&self.loaded, self.reference).changed(&self.changes)
    }

    /// The scenario with the tracks of `further`, by key, beside those that lines use.
    pub(super) fn with_tracks(&self, further: &[String]) -> Result<Loaded, Error> {
        if self.changes.is_empty() {
            return Ok(self.loaded.with_tracks(self.reference, further).map_err(ScenarioError::Wrong)?);
        }
        let variation = Variation::new(&self.loaded, self.reference);
        self.compiled(&variation, &self.changes, further)
    }

    fn compiled(&self, variation: &Variation<'_>, changes: &[Change], further: &[String]) -> Result<Loaded, Error> {
        let (mut scenario, warnings) = variation.compiled(changes, further)?;
        scenario.title = format!("{}; {}", scenario.title, variation.setting(changes));
        Ok(self.loaded.compiled_anew(scenario, warnings))
    }

    /// Index of the portfolio of this name, or of this number counted from 1; none is the first.
    pub(crate) fn portfolio(&self, asked: Option<&str>) -> Result<usize, QuestionError> {
        let Some(asked) = asked else { return Ok(0) };
        let names = self.portfolios();
        let by_number = asked.parse::<usize>().ok().filter(|number| (1..=names.len()).contains(number));
        names.iter().position(|name| *name == asked).or(by_number.map(|number| number - 1)).ok_or_else(|| {
            let known = (1..).zip(names).map(|(number, name)| format!("{number} {name:?}")).collect();
            QuestionError::NoPortfolio { asked: asked.to_owned(), known }
        })
    }

    /// The warnings of `loaded`, this scenario compiled anew, and that numbers are not as typed, if so.
    pub(super) fn notices_of(&self, loaded: &Loaded) -> Vec<Notice> {
        // Money that is left has no use once the season is in progress.
        let is_late = loaded.scenario.applicant.so_far.is_some();
        let told =
            loaded.warnings.iter().filter(|one| !(is_late && matches!(one.kind, WarningKind::UnusedBudget { .. })));
        self.altered().into_iter().chain(told.map(notice)).collect()
    }

    /// That numbers are not as typed, if so.
    pub(super) fn altered(&self) -> Option<Notice> {
        (!self.changes.is_empty()).then(|| Notice {
            severity: Severity::Note,
            seen: format!("changed from the file: {}", self.variation().setting(&self.changes)),
            meaning: "the file name and SHA-256 are those of the unchanged scenario".to_owned(),
            action: "to reproduce these numbers, make the same change in the file".to_owned(),
        })
    }
}

/// A warning of the scenario as the results show it.
pub(super) fn notice(warning: &Warning) -> Notice {
    Notice {
        severity: match warning.severity() {
            warning::Severity::Warning => Severity::Warning,
            warning::Severity::Note => Severity::Note,
        },
        seen: warning.seen(),
        meaning: warning.meaning().to_owned(),
        action: warning.action().to_owned(),
    }
}
