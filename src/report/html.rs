//! The page of an answer, which needs nothing else, to be sent to a friend: `report.html` of a run, and that of every other
//! question. It shows the same document as the terminal, with the charts, and with all that is folded.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, context};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::answers::Answer;
use super::answers::results::document;
use super::charts::{Chart, NARROW, WIDE};
use super::document::{Block, Document, Fold};
use super::error::ReportError;
use super::page::{Background, held_together, with_code};
use super::presentable::{presentable, written};
use crate::engine::results::Results;

/// The page, and a block of its document.
const TEMPLATES: [(&str, &str); 2] =
    [("report.html", include_str!("assets/report.html")), ("block.html", include_str!("assets/block.html"))];

const STYLE: &str = include_str!("assets/report.css");

/// Sorts the table of portfolios; all that the page says is there without it.
const SCRIPT: &str = include_str!("assets/sort.js");

/// Where the numbers of a page come from, for whoever wants them again.
#[derive(Clone, Debug, Serialize)]
pub struct Origin<'a> {
    /// Version of the program.
    pub version: &'a str,
    /// Seed of all draws.
    pub seed: u64,
    /// What was typed.
    pub files: Vec<TypedFile<'a>>,
    /// The command.
    pub command: &'a str,
}

/// A file that a person typed; the page shows it as text, never as markup.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TypedFile<'a> {
    /// What it is, for example a scenario.
    pub kind: &'static str,
    /// Its name on the command line.
    pub file: &'a str,
    /// SHA-256 of what it says, hexadecimal.
    pub sha256: &'a str,
    /// What it says; none where another page shows it.
    pub text: Option<&'a str>,
}

/// Makes the page of a run. `background` is what would help and what the results rest on;
/// without it the page has no such sections. `scenario_text` is the scenario as typed, `command` what
/// makes the same report again.
///
/// # Errors
///
/// [`ReportError`] if a chart cannot be drawn or the template cannot be filled in.
pub fn page(
    results: &Results,
    background: Option<&Background>,
    scenario_text: &str,
    command: &str,
) -> Result<String, ReportError> {
    let shown = presentable(results);
    let mut charts = shown.charts();
    if let Some(Background { moves: Ok(moves), .. }) = background {
        charts.extend(moves.charts());
    }
    let scenario = &shown.scenario;
    let typed =
        TypedFile { kind: "Scenario", file: &scenario.file, sha256: &scenario.sha256, text: Some(scenario_text) };
    let origin = Origin { version: &shown.version, seed: shown.seed, files: vec![typed], command };
    let portfolios: Vec<&str> = shown.portfolios.iter().map(|of| of.name.as_str()).collect();
    filled(Results::QUESTION, document(&shown, background), &charts, &portfolios, &origin)
}

/// Makes the page of another answer.
///
/// # Errors
///
/// As [`page`].
pub fn answer_page<A: Answer>(answer: &A, origin: &Origin<'_>) -> Result<String, ReportError> {
    filled(A::QUESTION, answer.document(), &answer.charts(), &[], origin)
}

/// The page of a document with its charts. `portfolios` are those whose rows and marks can be highlighted.
fn filled(
    question: &str,
    document: Document,
    charts: &[Chart<'_>],
    portfolios: &[&str],
    origin: &Origin<'_>,
) -> Result<String, ReportError> {
    let mut parts: Vec<Vec<Block>> = document.parts.into_iter().map(for_the_page).collect();
    // A document of several scenarios has no title, and its first heading stands for it.
    let (title, has_title) = match parts.first().and_then(|part| part.first()) {
        Some(Block::Title { title, .. }) => (title.clone(), true),
        Some(Block::Heading(heading)) => (heading.clone(), false),
        _ => (question.to_owned(), false),
    };
    if let (false, Some(part)) = (has_title, parts.first_mut()) {
        part.retain(|block| !matches!(block, Block::Heading(_)));
    }
    let named = parts.iter().flat_map(|part| charts_in(part));
    let figures: BTreeMap<&str, Value> =
        named.map(|name| Ok((name, figure(name, charts)?))).collect::<Result<_, ReportError>>()?;
    // What marks the rows and marks of a portfolio: its number, from 1.
    let places: BTreeMap<&str, usize> = portfolios.iter().copied().zip(1..).collect();
    let content = context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        script => Value::from_safe_string(SCRIPT.to_owned()),
        script_hash => Value::from_safe_string(BASE64_STANDARD.encode(Sha256::digest(SCRIPT))),
        portfolios => portfolios.len(), parts => Value::from(Serde(parts)),
        title, has_title, question, figures, places, origin => Value::from(Serde(origin)),
    };
    let page = environment()?.get_template("report.html")?.render(content)?;
    Ok(held_together(&written(&page, false)))
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("code", |text: String| Value::from_safe_string(with_code(&text)));
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    Ok(environment)
}

/// The blocks with portfolios in rows: the page can be scrolled, and has room for their names.
fn for_the_page(blocks: Vec<Block>) -> Vec<Block> {
    let one = |block| match block {
        Block::Spread(spread) => Block::Table(spread.turned()),
        Block::Fold(fold) => Block::Fold(Fold { blocks: for_the_page(fold.blocks), ..fold }),
        other => other,
    };
    blocks.into_iter().map(one).collect()
}

fn charts_in(blocks: &[Block]) -> Vec<&'static str> {
    let of = |block: &Block| match block {
        Block::Chart(name) => vec![*name],
        Block::Fold(fold) => charts_in(&fold.blocks),
        _ => Vec::new(),
    };
    blocks.iter().flat_map(of).collect()
}

/// A chart twice: for wide screens and paper, and for telephones; the style shows one.
fn figure(name: &str, charts: &[Chart<'_>]) -> Result<Value, ReportError> {
    let missing = || ReportError::Chart { chart: name.to_owned(), reason: "the answer has no such chart".to_owned() };
    let chart = charts.iter().find(|chart| chart.stem() == name).ok_or_else(missing)?;
    let (wide, narrow) = (chart.svg(WIDE)?, chart.svg(NARROW)?);
    Ok(Value::from_safe_string(format!("<div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div>")))
}

/// The page of the answer shows each of its charts once, in both widths, and nothing else as a chart; no id is there
/// twice, and every element that is opened is closed.
#[cfg(test)]
pub(super) fn assert_page_is_whole<A: Answer>(answer: &A) {
    let origin = Origin { version: "0", seed: 1, files: Vec::new(), command: "matchfolio" };
    let page = answer_page(answer, &origin).expect("a page");
    let charts = answer.charts();
    assert_eq!(page.matches("<figure>").count(), charts.len(), "{}", A::NAME);
    for (chart, width) in charts.iter().flat_map(|chart| [(chart, WIDE), (chart, NARROW)]) {
        let svg = written(&chart.svg(width).expect("drawn"), false);
        assert_eq!(page.matches(&svg).count(), 1, "{} at {width}", chart.stem());
    }
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{}: an id is there twice", A::NAME);
    assert_is_balanced(&page);
}

/// Every element that is opened is closed, in order.
#[cfg(test)]
fn assert_is_balanced(page: &str) {
    let body = page.split("<body>").nth(1).and_then(|rest| rest.split("<script>").next()).expect("a body");
    let mut open = Vec::new();
    for tag in body.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag ends");
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match tag.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop(), Some(closed), "{tag}"),
            None if tag.ends_with('/') || ["br", "input"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::ChartKind;
    use crate::report::fixture::{moves, sweeps};
    use crate::report::optimize_fixture::optimized;
    use crate::report::{fixture, fixture_answers};

    #[test]
    fn a_name_is_text_and_never_markup() {
        let page =
            page(&fixture::odd_names(), None, "title = \"</pre><script>\"", "matchfolio run '<x>'").expect("a page");
        for markup in ["<b>&", "<x>", "49\n", "</pre><script>"] {
            assert!(!page.contains(markup), "{markup}");
        }
        assert_eq!(page.matches("<script").count(), 1, "the page's own");
        assert!(page.contains("&lt;b&gt;&amp;&quot;bold&quot;"));
        assert!(page.contains("{{ 7 * 7 }}"), "a name is not evaluated");
    }

    #[test]
    fn the_page_needs_no_network_and_holds_one_script_of_its_own() {
        let page = page(&fixture::five_by_six(), None, "title = \"x\"", "matchfolio run x.toml").expect("a page");
        // A hatching is named by its id, which stands in the same page.
        let without_namespace = page.replace("http://www.w3.org/2000/svg", "").replace("url(#", "");
        for part in ["http://", "https://", "@import", "url(", "src=", "<link"] {
            assert!(!without_namespace.contains(part), "{part}");
        }
        assert!(page.contains("content=\"default-src 'none';"), "the browser refuses what is not in the page");
        assert_eq!(page.matches("<script>").count(), 1);
        let script = page.split("<script>").nth(1).and_then(|rest| rest.split("</script>").next()).expect("a script");
        let hash = BASE64_STANDARD.encode(Sha256::digest(script));
        assert!(page.contains(&format!("script-src 'sha256-{hash}';")), "the browser runs this script and no other");
        assert!(SCRIPT.lines().count() < 80 && SCRIPT.starts_with("\"use strict\";"));
    }

    #[test]
    fn the_page_says_everything_needed_to_repeat_it() {
        let results = fixture::five_by_six();
        let page =
            page(&results, None, "title = \"as typed\"", "matchfolio run x.toml --seed 20270301").expect("a page");
        for part in
            ["20270301", "0.1.0", &results.scenario.sha256, "as typed", "matchfolio run x.toml --seed", "200,000"]
        {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<svg ").count(), 2 * results.charts().len());
    }

    #[test]
    fn the_page_has_a_section_of_plans_where_there_are_some() {
        let without = page(&fixture::five_by_six(), None, "", "").expect("a page");
        assert!(!without.contains("simulated careers"));
        let page = page(&fixture::planned(), None, "", "").expect("a page");
        for part in ["simulated careers", "“Indep.” treats", "Cost of gap years", "IR + DR once"] {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<svg ").count(), without.matches("<svg ").count() + 6);
        assert!(!page.contains("<b>a very long"), "a name is text");
        let places = ["simulated careers", "The first season: "].map(|part| page.find(part));
        assert!(places[0] < places[1], "plans lead");
    }

    #[test]
    fn the_page_of_every_answer_shows_each_of_its_charts_once() {
        for (_, results) in fixture::all() {
            assert_page_is_whole(&presentable(&results));
        }
        assert_page_is_whole(&fixture::programs(20));
        optimized().iter().for_each(assert_page_is_whole);
        [2, 40].map(fixture_answers::comparison).iter().for_each(assert_page_is_whole);
        [2, 9].map(fixture_answers::ranks).iter().for_each(assert_page_is_whole);
        assert_page_is_whole(&moves::answer());
        let mut swept = sweeps::answer();
        // An answer has one sweep of each kind.
        let mut kinds = Vec::new();
        swept.sweeps.retain(|sweep| {
            !kinds.contains(&sweep.subject) && {
                kinds.push(sweep.subject);
                true
            }
        });
        assert_eq!(swept.charts().len(), 4);
        assert_page_is_whole(&swept);
    }

    #[test]
    fn a_chart_that_the_answer_lacks_is_an_error_and_no_empty_frame() {
        let mut document = Document::default();
        document.heading("A question").chart("nowhere");
        let origin = Origin { version: "0", seed: 1, files: Vec::new(), command: "" };
        let error = filled("A question", document, &[], &[], &origin).expect_err("no such chart");
        assert!(error.to_string().contains("nowhere"), "{error}");
    }

    #[test]
    fn a_partial_run_is_marked_at_the_top() {
        let mut results = fixture::one_portfolio();
        assert!(!page(&results, None, "", "").expect("a page").contains("<strong>Partial: "));
        results.simulation.partial = true;
        assert!(page(&results, None, "", "").expect("a page").contains("<strong>Partial: "));
    }

    #[test]
    fn the_background_is_told_with_its_errors_and_sources() {
        let background = fixture_answers::background();
        let page = page(&fixture::five_by_six(), Some(&background), "", "").expect("a page");
        for part in [
            "5 percentage points less likely to go unmatched",
            "+5.2 to −3.1",
            "the reason",
            "A publisher. A title. 2026. table 1.",
            "1 of the 2 numbers",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert!(page.contains("Words of &lt;rotation&gt;") && !page.contains("DR <b> IM"), "text is never markup");
        assert_eq!(page.matches("<svg ").count(), 2 * (fixture::five_by_six().charts().len() + 1));
        for part in ["@import", "url(", "src=", "<link"] {
            assert!(!page.replace("url(#", "").contains(part), "{part}");
        }
    }

    #[test]
    fn what_could_not_be_worked_out_is_said() {
        let mut background = fixture_answers::background();
        background.moves = Err("lines take turns".to_owned());
        let page = page(&fixture::one_portfolio(), Some(&background), "", "").expect("a page");
        assert!(page.contains("Not computed: lines take turns."));
    }

    #[test]
    fn every_chart_has_its_numbers_in_it_or_one_click_away() {
        let page = page(&fixture::five_by_six(), Some(&fixture_answers::background()), "", "").expect("a page");
        let charts: Vec<&str> = page.split("<figure>").skip(1).collect();
        assert_eq!(charts.len(), fixture::five_by_six().charts().len() + 1);
        for chart in charts {
            let section = chart.split("</section>").next().unwrap_or_default();
            let says_them_itself = ["hundred seasons", "Slopes from"].iter().any(|words| section.contains(words));
            assert!(says_them_itself || section.contains("<table"), "{}", &section[..400]);
        }
    }

    #[test]
    fn the_table_of_portfolios_has_three_columns_on_a_telephone_and_the_rest_on_demand() {
        let page = page(&fixture::five_by_six(), None, "", "").expect("a page");
        let table = page.split("<table class=\"choice").nth(1).and_then(|rest| rest.split("</table>").next());
        let row = table.and_then(|table| table.split("<tr class=\"of-1\">").nth(1)).expect("a row");
        let row = row.split("</tr>").next().unwrap_or_default();
        assert_eq!(
            (row.matches("<td").count(), row.matches(" minor\"").count() + row.matches("\"minor\"").count()),
            (6, 4)
        );
        let rest = page.split("<details class=\"rest\">").nth(1).expect("what is left out");
        assert!(["Risk", "Residency", "Cost"].iter().all(|title| rest.contains(&format!("data-label=\"{title}\""))));
    }

    #[test]
    fn who_applies_and_what_each_portfolio_contains_stand_before_the_details() {
        let page = page(&fixture::five_by_six(), None, "", "").expect("a page");
        let places =
            ["Risk band", "non-US IMG, J-1", "What it applies to", "Where would I end up?"].map(|part| page.find(part));
        assert!(places.is_sorted() && places[0].is_some(), "{places:?}");
        assert!(page.contains("20 IR (3 signals)") && page.contains("Advice guides would call you “high risk”"));
    }

    #[test]
    fn a_portfolio_is_marked_in_every_table_that_names_it() {
        let several = page(&fixture::five_by_six(), None, "", "").expect("a page");
        let marked = several.matches("<tr class=\"of-2\"").count();
        assert!(marked >= 6, "{marked}");
        assert!(several.contains("main:has(#pick-2:checked) tr.of-2"));
        let alone = page(&fixture::one_portfolio(), None, "", "").expect("a page");
        assert!(!alone.contains("type=\"checkbox\""), "there is nothing to tell apart");
        assert!(!alone.contains(" sortable\""), "there is nothing to sort");
    }

    #[test]
    fn a_page_of_one_portfolio_compares_nothing() {
        let alone = page(&fixture::one_portfolio(), None, "", "").expect("a page");
        assert!(alone.contains("<h2>Will I match? What"));
        assert!(!alone.contains("<th scope=\"col\" class=\"is-number\">On the frontier"));
        assert!(!alone.contains("lowers the risk of going unmatched from"), "there is nothing to compare");
    }

    #[test]
    fn code_in_a_notice_is_no_backtick() {
        let mut results = fixture::one_portfolio();
        results.notices = fixture::five_by_six().notices;
        results.notices[0].action = "look at `matchfolio <x>`".to_owned();
        let page = page(&results, None, "", "").expect("a page");
        assert!(page.contains("look at <code>matchfolio &lt;x&gt;</code>"));
    }

    #[test]
    fn a_portfolio_is_marked_in_every_chart_that_shows_it() {
        let results = fixture::five_by_six();
        let shown = presentable(&results);
        for kind in [ChartKind::Outcomes, ChartKind::RiskCost, ChartKind::RankReached, ChartKind::InterviewCurve] {
            for width in [WIDE, NARROW] {
                let svg = kind.of(&shown).expect("a chart").svg(width).expect("drawn");
                let groups: Vec<&str> = svg.split("<g class=\"").skip(1).collect();
                let is_of = |group: &&&str, number: usize| {
                    let classes = group.split('"').next().unwrap_or_default();
                    classes.split(' ').any(|class| class == format!("of-{number}"))
                };
                for (number, portfolio) in (1..).zip(&shown.portfolios) {
                    // Only who can have an interview in the preferred track has a curve.
                    if kind != ChartKind::InterviewCurve || portfolio.interview_curve.is_some() {
                        assert!(groups.iter().any(|group| is_of(&group, number)), "{kind:?} {}", portfolio.name);
                    }
                }
                assert!(!svg.contains("of-6"), "there are five");
            }
        }
    }

    #[test]
    fn the_answer_is_one_sentence_and_the_rest_stands_below_it() {
        let page = page(&fixture::five_by_six(), None, "", "").expect("a page");
        let first = page.split("<p class=\"loud\">").nth(1).and_then(|rest| rest.split("</p>").next());
        let shown = first.unwrap_or_default();
        assert!(shown.ends_with("%).") && !shown.contains("riskiest"), "{shown}");
        assert!(page.contains("the riskiest portfolio, you go unmatched in"));
    }

    #[test]
    fn headings_come_in_order_and_every_table_has_a_caption_and_scopes() {
        let page = page(&fixture::planned(), Some(&fixture_answers::background()), "", "").expect("a page");
        assert!(page.contains("<html lang=\"en\">") && page.matches("<main>").count() == 1);
        assert_eq!(page.matches("<h1>").count(), 1);
        assert!(page.find("<h1>") < page.find("<h2>") && !page.contains("<h4"));
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        assert_eq!(page.matches("<table").count(), page.matches("<thead><tr>").count());
        for cell in page.split("<th").skip(1).filter(|cell| !cell.starts_with("ead")) {
            assert!(cell.starts_with(" scope=\""), "{}", &cell[..40]);
        }
    }
}
