//! `matchfolio check`: the resolved plan, what it costs, and everything to be warned of. No report.

use std::path::PathBuf;

use clap::Args;

use super::common::{Common, Execute, quoted};
use super::failure::Failure;
use super::lookup::{load_all, reference};
use crate::decide::answers::sensitivity::Sensitivity;
use crate::engine::driver::EngineError;
use crate::engine::findings::Unmatched;
use crate::front::error::Error;
use crate::front::{self, Settings, outlook, safest, sensitivity_of, unstated_range};
use crate::reference::Reference;
use crate::report::answers::check::Checked;
use crate::report::console::{self, ConsoleStyle};
use crate::report::counted;
use crate::report::document::Document;
use crate::scenario::{Loaded, Severity};

/// Options of `check`.
#[derive(Args, Debug)]
pub struct CheckOptions {
    /// Scenario files; - is standard input
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Print one line for each scenario, and its warnings
    #[arg(long)]
    pub brief: bool,
    /// Show also fees and signals by specialty, the rules of the ratings, and the sources of the parameters
    #[arg(long, conflicts_with = "brief")]
    pub details: bool,
}

impl Execute for CheckOptions {
    /// Checks every scenario and prints its plan.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        let mut document = Document::default();
        for loaded in load_all(&self.scenarios, &reference)? {
            if self.brief {
                brief(&loaded, &mut document)?;
                continue;
            }
            let outlook = outlook(&loaded, &Settings::default())?;
            let checked = Checked {
                loaded: &loaded,
                reference: &reference,
                unmatched: Some(&outlook.unmatched),
                unused_interviews: outlook.unused_interviews.as_ref(),
                unstated: unstated_range(&loaded.scenario)?.map(|range| range.sentence()),
                way_out: way_out(&loaded, &reference, &outlook.unmatched)?,
                details: self.details,
            };
            let file = quoted(&loaded.scenario.file);
            document.append(checked.document()).part();
            if !self.details {
                document.verbatim("Fees, rules and sources: add --details.");
            }
            document.verbatim(format!("Next: matchfolio run {file}"));
        }
        common.print(&document)
    }
}

/// One line for a scenario: its safest portfolio, and each of its warnings below.
fn brief(loaded: &Loaded, document: &mut Document) -> Result<(), Failure> {
    let scenario = &loaded.scenario;
    let chances = outlook(loaded, &Settings::default())?.unmatched;
    let number = safest(&chances);
    let (name, risk) = (&scenario.portfolios[number].portfolio.name, &chances[number]);
    let unmatched = 100.0 * risk.overall.mean;
    let of = counted(scenario.portfolios.len() as u64, "portfolio");
    document.item(format!(
        "{}: {of}; “{name}” is the safest, unmatched in about {unmatched:.0}% of seasons ({} risk)",
        scenario.file,
        risk.band.label()
    ));
    for warning in loaded.warnings.iter().filter(|warning| warning.severity() == Severity::Warning) {
        document.item(format!("{}: warning: {}", scenario.file, warning.seen()));
    }
    Ok(())
}

/// Parameter draws behind the suggestions: enough for the order of what matters.
const FEW_DRAWS: u64 = 16;

/// What would help the safest portfolio most; none where the conditional engine cannot tell.
fn way_out(loaded: &Loaded, reference: &Reference, chances: &[Unmatched]) -> Result<Option<Sensitivity>, Failure> {
    let scenario = front::Scenario::of(loaded.clone(), reference);
    match sensitivity_of(&scenario, safest(chances), Some(0), &Settings::default().draws(FEW_DRAWS)) {
        Ok(found) => Ok(Some(found)),
        Err(Error::Engine(EngineError::NotConditional(_))) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The whole text of `check --details` for one scenario, without what the conditional engine finds.
///
/// `unmatched` is the model's chance of going unmatched with each portfolio, shown beside the advisers' rule of thumb
/// where the caller has it.
#[must_use]
pub fn render(loaded: &Loaded, reference: &Reference, unmatched: Option<&[Unmatched]>) -> String {
    let checked =
        Checked { loaded, reference, unmatched, unused_interviews: None, unstated: None, way_out: None, details: true };
    console::text(&checked.document(), ConsoleStyle::default())
}
