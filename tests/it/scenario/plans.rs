//! Plans: what is resolved, what is taken where nothing is said, and what is warned of.

use matchfolio::model::plan::Plans;
use matchfolio::model::soap::SoapChoice;
use matchfolio::scenario::WarningKind;

use super::compiled::compiled;

const HEAD: &str = r#"
season = 2027
[applicant]
type = "non_us_img"
step2_ck = 248
years_since_graduation = 2
visa = "j1"
[[portfolio]]
name = "IR + DR"
[[portfolio.line]]
track = "interventional_radiology_integrated"
programs = 20
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 40
[[portfolio.line]]
track = "transitional_year"
programs = 5
[[portfolio]]
name = "DR"
[[portfolio.line]]
track = "diagnostic_radiology"
programs = 40
[[plan]]
name = "plan"
"#;

fn plans(rest: &str) -> Plans {
    compiled(&format!("{HEAD}{rest}")).scenario.plans.expect("plans")
}

fn warned(text: &str, wanted: impl Fn(&WarningKind) -> bool) -> bool {
    compiled(text).warnings.iter().any(|warning| wanted(&warning.kind))
}

#[test]
fn without_plans_there_are_none() {
    assert_eq!(compiled(HEAD.split("[[plan]]").next().expect("a head")).scenario.plans, None);
}

#[test]
fn what_is_not_said_is_taken_as_documented() {
    let found = plans(
        "[[plan.season]]\nportfolio = \"IR + DR\"\n[[plan.season]]\nbefore = \"research_year\"\nportfolio = \"DR\"\n",
    );
    let plan = &found.plans[0];
    assert_eq!((plan.max_preliminary_years, plan.route.as_str()), (1, "independent_ir"));
    assert_eq!(plan.seasons[0].before, None);
    assert_eq!(plan.seasons[1].soap, SoapChoice::Any);
    let year = plan.seasons[1].before.expect("a year between");
    assert_eq!(found.prior.activities[year.activity].key, "research_year");
    assert_eq!((year.publications, year.cost_usd), (None, None));
    assert_eq!(found.soap_categorical_value, None);
    assert_eq!(found.careers_of_choice, ["interventional_radiology"]);
}

#[test]
fn diagnostic_radiology_alone_leads_to_itself_unless_more_is_wanted() {
    let season = "[[plan.season]]\nportfolio = \"DR\"\n";
    assert_eq!(plans(season).plans[0].route, "diagnostic_radiology");
    assert_eq!(plans(&format!("after_dr = \"independent_ir\"\n{season}")).plans[0].route, "independent_ir");
}

#[test]
fn who_needs_no_visa_may_serve_two_preliminary_years() {
    let text = format!("{HEAD}[[plan.season]]\nportfolio = \"DR\"\n").replace("\"j1\"", "\"none\"");
    assert_eq!(compiled(&text).scenario.plans.expect("plans").plans[0].max_preliminary_years, 2);
}

/// Five years of diagnostic radiology and two of independent training fill the seven of a J-1.
#[test]
fn a_preliminary_year_can_break_the_limit_of_a_j1() {
    let two =
        "[[plan.season]]\nportfolio = \"IR + DR\"\n[[plan.season]]\nbefore = \"home_practice\"\nportfolio = \"DR\"\n";
    let ends = |kind: &WarningKind| matches!(kind, WarningKind::VisaEndsFirst { years: 8, limit: 7, .. });
    assert!(warned(&format!("{HEAD}{two}"), ends));
    assert!(!warned(&format!("{HEAD}max_preliminary_years = 0\n{two}"), ends));
    assert!(!warned(&format!("{HEAD}{two}").replace("\"j1\"", "\"none\""), ends));
}

#[test]
fn a_preliminary_line_on_the_primary_list_is_said_to_be_no_backup() {
    let season = |portfolio: &str| format!("{HEAD}[[plan.season]]\nportfolio = \"{portfolio}\"\n");
    let no_backup = |kind: &WarningKind| matches!(kind, WarningKind::PreliminaryIsNoBackup { .. });
    assert!(warned(&season("IR + DR"), no_backup));
    assert!(!warned(&season("DR"), no_backup));
}

#[test]
fn seniors_and_graduates_go_through_soap_with_shares_of_their_own() {
    let text = |head: &str| {
        format!("{HEAD}[[plan.season]]\nportfolio = \"DR\"\n")
            .replace("\"non_us_img\"", "\"us_md\"")
            .replace("visa = \"j1\"", "visa = \"none\"")
            .replace("years_since_graduation = 2", head)
    };
    let soap = |head: &str| compiled(&text(head)).scenario.plans.expect("plans").prior.soap;
    let senior = soap("years_since_graduation = 0");
    assert!(senior.placed.value > 0.5 && senior.placed_later.value < 0.2);
    let graduate = soap("years_since_graduation = 1");
    assert_eq!(graduate.placed, graduate.placed_later);
}
