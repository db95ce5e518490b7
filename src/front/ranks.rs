//! Where each rank order list lands, once the interviews are known.

use super::error::{Error, QuestionError};
use super::identity::header;
use super::scenario::Scenario;
use super::settings::Settings;
use crate::decide::answers::ranks::{Ranks, SCHEMA};
use crate::decide::ranks::{Advice, advise};
use crate::scenario::{Diagnostic, Diagnostics, ScenarioError};

/// Parameter draws unless the person says otherwise.
const DRAWS: u64 = 1024;

/// Which rank order lists to look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RanksQuestion {
    /// Name of the portfolio that was applied with; none is the first.
    pub portfolio: Option<String>,
    /// After how many ranks, 1 to 60, one of the alternatives ends the true order; none is after the first half.
    pub cut: Option<usize>,
}

/// Where rank order lists land, given the interviews and invitations that the scenario reports: the
/// answer of `matchfolio ranks`.
///
/// # Errors
/// When the scenario reports no interviews ([`Error::Scenario`], with the place), more invitations than applications, or invitations that cannot
/// happen; when there is no such portfolio; when interrupted.
pub fn ranks(scenario: &Scenario<'_>, question: &RanksQuestion, settings: &Settings<'_>) -> Result<Ranks, Error> {
    if question.cut.is_some_and(|cut| !(1..=60).contains(&cut)) {
        return Err(QuestionError::Cut.into());
    }
    let precision = settings.precision(DRAWS)?;
    let number = scenario.portfolio(question.portfolio.as_deref())?;
    let compiled = scenario.compiled_scenario();
    let attendance = compiled.attendance.as_ref().ok_or_else(|| without_interviews(scenario))?;
    let advice = Advice {
        scenario: compiled,
        attendance,
        portfolio: &compiled.portfolios[number].portfolio,
        cut: question.cut,
        precision,
        progress: settings.told(),
        interrupted: settings.stop(),
    };
    Ok(advise(advice, || header(SCHEMA, scenario, precision))?)
}

/// Where the interviews should stand.
fn without_interviews(scenario: &Scenario<'_>) -> Error {
    if scenario.altered().is_some() {
        return QuestionError::Altered { stated: "interviews belong" }.into();
    }
    let text = &scenario.loaded().text;
    let end = text.trim_end().len();
    let mut problems = Diagnostics::new(&scenario.compiled_scenario().file, text);
    problems.push(
        Diagnostic::at(end..end, "there is no `[[interview]]`", "at least one is needed to look at rank order lists").hint(
            "for each program that interviewed you write `[[interview]]` on a line of its own, with `program` and `track` \
             below it, the most preferred first",
        ),
    );
    ScenarioError::Wrong(problems).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::front::reference::Reference;

    const WITHOUT: &str = "season = 2027\n[applicant]\ntype = \"us_md\"\nstep2_ck = 250\n[[portfolio]]\nname = \"IM\"\n\
        [[portfolio.line]]\ntrack = \"internal_medicine\"\nprograms = 20\n";

    #[test]
    fn a_scenario_without_interviews_is_told_where_and_how_to_write_them() {
        let reference = Reference::embedded().expect("the tables");
        let scenario = Scenario::from_text("a.toml", WITHOUT, &reference).expect("a scenario");
        let ask = |scenario: &Scenario<'_>| {
            ranks(scenario, &RanksQuestion::default(), &Settings::default()).expect_err("nothing to rank").to_string()
        };
        let told = ask(&scenario);
        for part in ["there is no `[[interview]]`", "a.toml:9:", "help: for each program"] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        let altered = scenario.with("applicant.step2_ck", 255.0).expect("another score");
        assert!(ask(&altered).contains("was altered after it was read"));
    }
}
