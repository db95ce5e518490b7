//! `matchfolio check`: the resolved plan, what it costs, where the applicant
//! stands, and everything to be warned of. No report: of the model only the
//! chances that stand beside the advisers' rule of thumb.

mod basis;
mod plan;
mod seasons;
mod standing;

use std::fmt::Write as _;

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};

use super::answer::style;
use super::arguments::{CheckOptions, Common};
use super::failure::Failure;
use super::run::{load_all, quoted};
use super::terminal::{broken_at, print, width};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::decide::study::Precision;
use crate::engine::driver::EngineError;
use crate::engine::findings::Unmatched;
use crate::front::error::Error;
use crate::front::{self, Settings, sensitivity_of, unmatched, unstated_range};
use crate::model::{Role, TrackKind};
use crate::reference::Reference;
use crate::report::{ConsoleStyle, dollars, suggestions_text, wrapped};
use crate::scenario::assessment::{NOT_STATED, shown};
use crate::scenario::{Loaded, Scenario};

/// Checks every scenario of `options` and prints its plan.
pub(super) fn execute(options: &CheckOptions, common: &Common) -> Result<(), Failure> {
    let reference = super::data::reference(common)?;
    let loaded = load_all(&options.scenarios, &reference)?;
    let mut texts = Vec::new();
    for loaded in &loaded {
        let chances = unmatched(&loaded.scenario, &Settings::default())?;
        let mut text = render(loaded, &reference, Some(&chances));
        if let Some(range) = unstated_range(&loaded.scenario)? {
            let _ = writeln!(text, "{}", wrapped(&range.sentence(), "", style(common)));
        }
        texts.push(text);
        texts.extend(way_out(loaded, &reference, &chances)?.map(|answer| suggestions_text(&answer, style(common))));
        texts.push(format!("Next: matchfolio run {}\n", quoted(&loaded.scenario.file)));
    }
    print(&texts.join("\n"))
}

/// Parameter draws behind the suggestions: enough for the order of what matters.
const FEW_DRAWS: u64 = 16;

/// What would help the safest portfolio most; none where the conditional engine cannot tell.
fn way_out(loaded: &Loaded, reference: &Reference, chances: &[Unmatched]) -> Result<Option<Sensitivity>, Failure> {
    let safest = (0..chances.len()).min_by(|a, b| chances[*a].overall.mean.total_cmp(&chances[*b].overall.mean));
    let Some(safest) = safest else { return Ok(None) };
    let scenario = front::Scenario::of(loaded.clone(), reference);
    let precision = Precision { seed: 1, draws: FEW_DRAWS, threads: None };
    match sensitivity_of(&scenario, safest, precision, 0, &Settings::default()) {
        Ok(found) => Ok(Some(found)),
        Err(Error::Engine(EngineError::NotConditional(_))) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The whole text of `check` for one scenario.
///
/// `model_unmatched` is the model's chance of going unmatched with each portfolio, shown
/// beside the advisers' rule of thumb where the caller has it.
#[must_use]
pub fn render(loaded: &Loaded, reference: &Reference, model_unmatched: Option<&[Unmatched]>) -> String {
    let scenario = &loaded.scenario;
    let mut parts = vec![head(scenario)];
    parts.extend(scenario.portfolios.iter().map(|planned| plan::portfolio(planned, scenario, reference)));
    parts.extend(seasons::plans(scenario));
    parts.push(standing::self_assessment(scenario));
    parts.extend(standing::risk(scenario, model_unmatched));
    parts.push(basis::basis(scenario, reference));
    let warnings = loaded.warnings.iter().map(|warning| warning.render(&scenario.file, &loaded.text, false));
    parts.extend(warnings.map(|warning| within_width(&warning)));
    parts.join("\n\n") + "\n"
}

/// Who applies, with which limits and values.
fn head(scenario: &Scenario) -> String {
    let applicant = &scenario.applicant;
    let mut text = format!("{}\n{}, season {}\n\n", scenario.title, scenario.file, scenario.season);
    let mut row = |label: &str, value: String| {
        let _ = writeln!(text, "  {label:<24}{}", hanging(&value, 26));
    };
    row("applicant", format!("{}, {}", applicant.kind.label(), applicant.visa.label()));
    row("Step 2 CK", format!("{}, failed attempts: {}", shown(applicant.step2_ck), applicant.exam_failures));
    row("since graduation", format!("{} years", shown(applicant.years_since_graduation)));
    let stated = |is_unstated: bool, value: String| if is_unstated { NOT_STATED.to_owned() } else { value };
    let unstated = applicant.unstated;
    let months = format!("{} months", shown(applicant.us_clinical_months));
    row("US clinical experience", stated(unstated.us_clinical_months, months));
    row("publications", stated(unstated.publications, shown(applicant.publications)));
    row("letters", letters(scenario));
    if let Some(season) = &applicant.failed {
        row("earlier Match", format!("no residency with \"{}\"", season.portfolio.name));
    }
    row("interviews at most", interviews(scenario));
    row("budget", scenario.budget_usd.map_or("no limit".to_owned(), dollars));
    row("value of outcomes", values(scenario));
    text.trim_end().to_owned()
}

fn interviews(scenario: &Scenario) -> String {
    let Some(portfolio) = scenario.portfolios.first().map(|planned| &planned.portfolio) else { return String::new() };
    let or_none = |limit: Option<u32>| limit.map_or("no limit".to_owned(), |most| most.to_string());
    let mut lines = scenario.portfolios.iter().flat_map(|planned| &planned.portfolio.lines);
    let residency = or_none(portfolio.max_interviews);
    if lines.any(|line| line.role == Role::Pgy1)
        && (portfolio.max_interviews, portfolio.pgy1_interviews) != (None, None)
    {
        format!("{residency} for residencies, {} for the PGY-1 year", or_none(portfolio.pgy1_interviews))
    } else {
        residency
    }
}

fn letters(scenario: &Scenario) -> String {
    let applicant = &scenario.applicant;
    let tracks = scenario.prior.tracks.iter().enumerate();
    let residencies: Vec<_> = tracks.filter(|(_, track)| track.kind != TrackKind::Preliminary).collect();
    let is_stated = |index: usize| !applicant.unstated_letters.contains(&index);
    if !residencies.iter().any(|(index, _)| is_stated(*index)) {
        return NOT_STATED.to_owned();
    }
    let count = |index| if is_stated(index) { applicant.letters[index].to_string() } else { NOT_STATED.to_owned() };
    let counts = residencies.into_iter().map(|(index, track)| format!("{} {}", track.short_name, count(index)));
    counts.collect::<Vec<_>>().join(", ")
}

fn values(scenario: &Scenario) -> String {
    let Some(values) = &scenario.values else {
        return "not stated".to_owned();
    };
    let tracks = scenario.prior.tracks.iter().zip(values.matched.iter().zip(&values.matched_without_pgy1));
    let mut words: Vec<String> = tracks
        .filter(|(track, _)| track.kind != TrackKind::Preliminary)
        .map(|(track, (matched, without))| {
            if track.kind.has_advanced_positions() {
                format!("{} {matched} ({without} without a PGY-1)", track.short_name)
            } else {
                format!("{} {matched}", track.short_name)
            }
        })
        .collect();
    if scenario.prior.tracks.iter().any(|track| track.kind == TrackKind::Preliminary) {
        words.push(format!("preliminary only {}", values.preliminary_only));
    }
    words.join(", ")
}

/// Columns to fill: those of the terminal, at least 60.
fn columns() -> usize {
    width().max(60)
}

/// A text that begins at column `start`, broken so that every line begins there.
fn hanging(text: &str, start: usize) -> String {
    let style = ConsoleStyle { color: false, width: columns() - start };
    wrapped(text, "", style).replace('\n', &format!("\n{}", " ".repeat(start)))
}

/// The lines that are too long broken.
fn within_width(text: &str) -> String {
    broken_at(text, columns())
}

/// Columns under a ruled header, nothing else, within the width.
fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    table.set_header(header.iter().copied());
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(columns()).unwrap_or(u16::MAX));
    table
}
