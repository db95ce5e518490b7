//! The best portfolio on a terminal: what to apply to, what it changes, what
//! each step towards it gains, and the block to paste.

use super::grid::{columns, printed};
use super::style::{ConsoleStyle, paint, wrapped};
use crate::decide::answers::optimize::{Found, OptimizeAnswer, Step};
use crate::engine::results::Severity;
use crate::report::number::{dollars, thousands};
use crate::report::optimize_words as words;
use crate::report::percent::{interval, largest_error};
use crate::report::presentable::shortened;
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

/// The whole answer. Ends with a line break.
#[must_use]
pub fn text(answer: &OptimizeAnswer, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let say = |sentence: &str| wrapped(sentence, "", style);
    let section = |heading: &str, body: String| format!("{}\n{body}", paint(heading, "1", style));
    let scenario = &answer.header.scenario;
    let mut parts = vec![
        format!(
            "{} (Match {})\n{}",
            paint(&scenario.title, "1", style),
            scenario.season,
            say(&with_left_open(words::finding(answer), &answer.header))
        ),
        section("The best portfolio found", lines(answer, &answer.best, style)),
        section("How does it compare with the portfolios of the scenario?", comparison(answer, style)),
        section("Which other portfolios come close?", close(answer, style)),
        section("Which applications should I add next? Best value first", path(answer, style)),
        section("What can each amount of money buy?", frontier(answer, style)),
        section("What if programs decided independently?", say(&words::independence(answer))),
        section("Paste this into the scenario", answer.toml.trim_end().to_owned()),
    ];
    let warnings = answer.header.notices.iter().filter(|notice| notice.severity == Severity::Warning);
    let warnings: Vec<String> =
        warnings.map(|notice| wrapped(&format!("- {}: {}.", notice.seen, notice.meaning), "  ", style)).collect();
    if !warnings.is_empty() {
        parts.push(section("Notes", warnings.join("\n")));
    }
    parts.push(say(&words::how(answer)));
    parts.push(format!("{}\n{}\n", say(words::HOW_TO_READ), say(NOT_A_PROMISE)));
    parts.join("\n\n")
}

/// The lines of a portfolio, one per row.
fn lines(answer: &OptimizeAnswer, found: &Found, style: ConsoleStyle) -> String {
    let header = ["", "Programs", "Researched", "Signals"].map(str::to_owned);
    let rows = found.lines.iter().map(|line| {
        vec![
            words::track(answer, &line.track).name.clone(),
            line.programs.to_string(),
            if line.is_researched { "yes" } else { "–" }.to_owned(),
            words::signals(line),
        ]
    });
    let total = vec!["Applications".to_owned(), found.applications.to_string(), researched(found), String::new()];
    printed(&columns(&header, rows.chain([total]).collect(), style))
}

fn researched(found: &Found) -> String {
    let programs: u32 = found.lines.iter().filter(|line| line.is_researched).map(|line| line.programs).sum();
    thousands(u64::from(programs))
}

fn comparison(answer: &OptimizeAnswer, style: ConsoleStyle) -> String {
    let first = format!("P({})", words::track(answer, &answer.first_choice).short_name);
    let mut header = vec!["Portfolio".to_owned(), "Cost".to_owned(), "Unm.".to_owned(), "Resid.".to_owned()];
    header.push(first);
    header.extend(answer.best.value.map(|_| "Value".to_owned()));
    header.push("Below best by".to_owned());
    let rows = std::iter::once(&answer.best).chain(&answer.own).map(|found| {
        let mut row = vec![
            shortened(&found.name, 24),
            dollars(found.cost_usd),
            words::chance_of(&found.unmatched),
            words::chance_of(&found.residency),
            words::first_choice(answer, found),
        ];
        row.extend(found.value.as_ref().map(words::worth));
        row.push(words::shortfall(answer, found));
        row
    });
    let table = printed(&columns(&header, rows.collect(), style));
    let mut intervals = format!(
        "The plausible range of the best portfolio’s chance of going unmatched is {}; the simulation error is at most {}.",
        interval(&answer.best.unmatched),
        largest_error(std::iter::once(&answer.best).chain(&answer.own).map(|found| &found.unmatched))
    );
    if let Some(own) = words::own(answer) {
        intervals = format!("{intervals} {own}");
    }
    format!("{table}\n{}", wrapped(&intervals, "", style))
}

fn close(answer: &OptimizeAnswer, style: ConsoleStyle) -> String {
    if answer.close.is_empty() {
        return wrapped(words::NOTHING_CLOSE, "", style);
    }
    let mut header = vec!["Below best by".to_owned()];
    header.extend(portfolio_header(answer).into_iter().skip(1));
    let rows =
        answer.close.iter().map(|found| portfolio_row(answer, found, &words::shortfall(answer, found))).collect();
    let table = printed(&columns(&header, rows, style));
    format!("{table}\n{}", wrapped(&words::close(answer), "", style))
}

fn frontier(answer: &OptimizeAnswer, style: ConsoleStyle) -> String {
    let rows = answer.frontier.iter().map(|found| portfolio_row(answer, found, &words::best_at(found))).collect();
    let table = printed(&columns(&portfolio_header(answer), rows, style));
    format!("{table}\n{}", wrapped(words::FRONTIER, "", style))
}

/// Cost, chances and value, then programs by track in the order of preference.
fn portfolio_header(answer: &OptimizeAnswer) -> Vec<String> {
    let mut header = vec![
        String::new(),
        "Cost".to_owned(),
        "Unm.".to_owned(),
        format!("P({})", words::track(answer, &answer.first_choice).short_name),
    ];
    header.extend(answer.best.value.map(|_| "Value".to_owned()));
    header.extend(answer.tracks.iter().map(|track| track.short_name.clone()));
    header
}

fn portfolio_row(answer: &OptimizeAnswer, found: &Found, name: &str) -> Vec<String> {
    let mut row = vec![
        name.to_owned(),
        dollars(found.cost_usd),
        words::chance_of(&found.unmatched),
        words::first_choice(answer, found),
    ];
    row.extend(found.value.as_ref().map(words::worth));
    row.extend(answer.tracks.iter().map(|track| {
        let line = found.lines.iter().find(|line| line.track == track.id);
        line.map_or("–".to_owned(), |line| line.programs.to_string())
    }));
    row
}

fn path(answer: &OptimizeAnswer, style: ConsoleStyle) -> String {
    let mut header = ["", "Programs", "Price", "Total", "Gain", "Unm."].map(str::to_owned).to_vec();
    words::gain_heading(answer).clone_into(&mut header[4]);
    header.push("per $100".to_owned());
    let row = |step: &Step| {
        let (gain, _) = words::gain(answer, &step.gain);
        vec![
            words::track(answer, &step.track).short_name.clone(),
            format!("{} → {}", step.from, step.to),
            dollars(step.price_usd),
            dollars(step.cost_usd),
            gain,
            words::chance_of(&step.unmatched),
            words::rate(answer, step),
        ]
    };
    let mut rows: Vec<Vec<String>> = answer.path.iter().map(row).collect();
    let mut note = words::PATH.to_owned();
    if let Some(next) = &answer.next {
        rows.push(row(next));
        note.push_str(words::NEXT);
    }
    let table = printed(&columns(&header, rows, style));
    format!("{table}\n{}", wrapped(&note, "", style))
}
