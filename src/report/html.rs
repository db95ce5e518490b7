//! `report.html`: one page that needs nothing else, to be sent to a friend.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};

use super::charts::{self, ChartKind, NARROW, PlanChart, WIDE};
use super::error::ReportError;
use super::interview_curve::{self, ASSOCIATION_AND_EFFECT};
use super::percent::unbroken;
use super::presentable::presentable;
use super::sentences::{HOW_TO_READ, NOT_A_PROMISE, answer, how_simulated, interval_sources};
use super::{plan_view, view};
use crate::engine::results::Results;

const TEMPLATE: &str = include_str!("assets/report.html");
const STYLE: &str = include_str!("assets/report.css");

/// Makes the page. `scenario_text` is the scenario as typed, `command` what
/// makes the same report again; both are shown as text, never as markup.
///
/// # Errors
///
/// [`ReportError`] if a chart cannot be drawn or the template cannot be filled in.
pub fn page(results: &Results, scenario_text: &str, command: &str) -> Result<String, ReportError> {
    let shown = presentable(results);
    let (with_safest, other_pairs) = view::differences(&shown);
    let charts = ChartKind::ALL.map(|kind| inline(&shown, kind));
    let [outcomes, risk_cost, interviews, rank_reached, interview_curve] = charts;
    let content = context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        title => shown.scenario.title.as_str(),
        season => shown.scenario.season,
        answer => unbroken(&answer(&shown)),
        partial => shown.simulation.partial,
        portfolios => Value::from(Serde(view::portfolios(&shown))),
        has_value => shown.portfolios.iter().any(|portfolio| portfolio.expected_value.is_some()),
        destinations => Value::from(Serde(view::destinations(&shown))),
        failures => Value::from(Serde(view::failures(&shown))),
        interviews_table => Value::from(Serde(view::interviews(&shown))),
        association_and_effect => ASSOCIATION_AND_EFFECT,
        curve_finding => unbroken(&interview_curve::finding(&shown)),
        one_more_unmatched => interview_curve::effects_on_unmatched(&shown),
        curve_table => Value::from(Serde(view::interview_curves(&shown))),
        ranks => Value::from(Serde(view::ranks(&shown))),
        with_safest, other_pairs,
        plans => shown.plans.as_ref().map(|found| Value::from(Serde(plan_view::plans(found)))),
        plan_success => plan_chart(&shown, PlanChart::Success)?,
        plan_years => plan_chart(&shown, PlanChart::Years)?,
        plan_flows => plan_chart(&shown, PlanChart::Flows)?,
        notices => Value::from(Serde(view::notices(&shown))),
        how_simulated => how_simulated(&shown),
        interval_sources => interval_sources(&shown),
        how_to_read => HOW_TO_READ,
        not_a_promise => NOT_A_PROMISE,
        version => shown.version, seed => shown.seed,
        file => shown.scenario.file.as_str(), sha256 => shown.scenario.sha256.as_str(),
        command, scenario_text,
        outcomes => outcomes?, risk_cost => risk_cost?, interviews => interviews?, rank_reached => rank_reached?,
        interview_curve => interview_curve?,
    };
    Ok(environment()?.get_template("report.html")?.render(content)?)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("report.html", TEMPLATE)?;
    Ok(environment)
}

/// A chart twice: for wide screens and paper, and for telephones; the style shows one.
fn inline(results: &Results, kind: ChartKind) -> Result<Value, ReportError> {
    let wide = charts::draw(results, kind, WIDE)?.svg;
    let narrow = charts::draw(results, kind, NARROW)?.svg;
    Ok(Value::from_safe_string(format!("<div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div>")))
}

/// The same of plans; nothing where there are none.
fn plan_chart(results: &Results, kind: PlanChart) -> Result<Value, ReportError> {
    let wide = charts::draw_plans(results, kind, WIDE)?.unwrap_or_default();
    let narrow = charts::draw_plans(results, kind, NARROW)?.unwrap_or_default();
    Ok(Value::from_safe_string(format!("<div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div>")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn a_name_is_text_and_never_markup() {
        let page = page(&fixture::odd_names(), "title = \"</pre><script>\"", "matchfolio run '<x>'").expect("a page");
        for markup in ["<b>&", "<script", "<x>", "49\n", "</pre><script>"] {
            assert!(!page.contains(markup), "{markup}");
        }
        assert!(page.contains("&lt;b&gt;&amp;&quot;bold&quot;"));
        assert!(page.contains("{{ 7 * 7 }}"), "a name is not evaluated");
    }

    #[test]
    fn the_page_needs_no_network_and_no_script() {
        let page = page(&fixture::five_by_six(), "title = \"x\"", "matchfolio run x.toml").expect("a page");
        let without_namespace = page.replace("http://www.w3.org/2000/svg", "");
        for part in ["http://", "https://", "<script", "@import", "url(", "src=", "<link"] {
            assert!(!without_namespace.contains(part), "{part}");
        }
    }

    #[test]
    fn the_page_says_everything_needed_to_repeat_it() {
        let results = fixture::five_by_six();
        let page = page(&results, "title = \"as typed\"", "matchfolio run x.toml --seed 20270301").expect("a page");
        for part in
            ["20270301", "0.1.0", &results.scenario.sha256, "as typed", "matchfolio run x.toml --seed", "200,000"]
        {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<svg ").count(), 10);
    }

    #[test]
    fn the_page_has_a_section_of_plans_where_there_are_some() {
        let without = page(&fixture::five_by_six(), "", "").expect("a page");
        assert!(!without.contains("Over several seasons"));
        let page = page(&fixture::planned(), "", "").expect("a page");
        for part in ["Over several seasons", "If indep.", "Years between cost, mean", "IR + DR once"] {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<svg ").count(), without.matches("<svg ").count() + 6);
        assert!(!page.contains("<b>a very long"), "a name is text");
    }

    #[test]
    fn a_partial_run_is_marked_at_the_top() {
        let mut results = fixture::one_portfolio();
        assert!(!page(&results, "", "").expect("a page").contains("class=\"partial\""));
        results.simulation.partial = true;
        assert!(page(&results, "", "").expect("a page").contains("class=\"partial\""));
    }
}
