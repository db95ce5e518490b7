//! The best portfolio: what to apply to, what it changes, what each step toward it gains, and the block to paste.

use std::borrow::Cow;

use super::Answer;
use crate::decide::answers::optimize::{Found, OptimizeAnswer, SCHEMA, Step};
use crate::engine::results::{Estimate, Severity};
use crate::report::charts::optimize::{FRONTIER, PATH};
use crate::report::charts::{self, Chart};
use crate::report::columns::{self, Column, MadeFrom};
use crate::report::document::{self, Block, Document, NUMBERS, Table, Unasked, dash, words as named};
use crate::report::number::{dollars, thousands, value};
use crate::report::optimize_words as words;
use crate::report::percent::{interval, largest_error};
use crate::report::presentable::shortened;
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

impl Answer for OptimizeAnswer {
    const NAME: &'static str = "optimize";
    const QUESTION: &'static str = "Which mix of programs is best?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "number";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text(
                "part",
                "`best`, `own`, `close`, `frontier`, `independent` (what independent programs would have chosen) or `path`.",
                |row| Some(row.part),
            ),
            columns::text("portfolio", "Name of the portfolio, or `step 1`, `step 2`, … of the path.", |row| {
                Some(&row.portfolio)
            }),
            columns::text(
                "quantity",
                "Name of the number, a field of the portfolio or step; of a line `programs:`, `researched:` (1 or 0), \
                 `gold_signals:`, `silver_signals:` or `signals:` with the key of its track.",
                |row| Some(&row.quantity),
            ),
            columns::number("mean", UNIT, "The number.", |row| Some(row.mean)),
            columns::number("low90", UNIT, "5% quantile over parameter draws; empty for plain numbers.", |row| {
                Some(row.estimated?.interval90[0])
            }),
            columns::number("high90", UNIT, "95% quantile over parameter draws; empty for plain numbers.", |row| {
                Some(row.estimated?.interval90[1])
            }),
            columns::number("mc_error", UNIT, "Monte Carlo standard error; empty for plain numbers.", |row| {
                Some(row.estimated?.mc_error)
            }),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let parts = [
            ("best", std::slice::from_ref(&self.best)),
            ("own", &self.own[..]),
            ("close", &self.close[..]),
            ("frontier", &self.frontier[..]),
            (
                "independent",
                self.independence.as_ref().map_or(&[], |independence| std::slice::from_ref(&independence.choice)),
            ),
        ];
        let portfolios = parts.into_iter().flat_map(|(part, all)| all.iter().flat_map(move |one| portfolio(part, one)));
        let steps = self.path.iter().chain(&self.next);
        portfolios.chain(steps.zip(1..).flat_map(|(step, number)| path_step(number, step))).collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        // Both show the whole search.
        if self.partial { Vec::new() } else { charts::optimize::charts(self) }
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        if self.partial {
            document.hanging("Partial: ", words::STOPPED, 0).part();
        }
        document.say(with_left_open(words::finding(self), &self.header)).part();
        if !self.partial {
            document.chart(FRONTIER);
        }
        document
            .heading("The best portfolio found")
            .table(lines(self, &self.best))
            .heading("How does it compare with the portfolios of the scenario?")
            .table(comparison(self))
            .say(ranges(self));
        if !self.partial {
            around(self, &mut document);
        }
        document.heading("Paste this into the scenario").verbatim(self.toml.trim_end());
        let mut warnings = self.header.notices.iter().filter(|one| one.severity == Severity::Warning).peekable();
        if warnings.peek().is_some() {
            document.heading("Notes");
        }
        for notice in warnings {
            document.hanging("- ", format!("{}: {}.", notice.seen, notice.meaning), 2);
        }
        document.paragraphs([words::how(self)]).part().say(words::HOW_TO_READ).say(NOT_A_PROMISE);
        document
    }
}

/// What the whole search found around the best portfolio.
fn around(answer: &OptimizeAnswer, document: &mut Document) {
    document.heading("Which other portfolios come close?");
    if answer.close.is_empty() {
        document.say(words::NOTHING_CLOSE);
    } else {
        let numbers = [Block::Table(close(answer))];
        document.fold("Each of them", Unasked::Terminal, numbers).say(words::close(answer));
    }
    document
        .heading("Which applications should I add next? Best value first")
        .chart(PATH)
        .fold(NUMBERS, Unasked::Terminal, [Block::Table(path(answer))])
        .say(if answer.next.is_some() { format!("{}{}", words::PATH, words::NEXT) } else { words::PATH.to_owned() })
        .heading("What can each amount of money buy?")
        .fold("The best portfolio at each price", Unasked::Terminal, [Block::Table(frontier(answer))])
        .say(words::FRONTIER);
    if let Some(independence) = &answer.independence {
        document.heading("What if programs decided independently?").say(words::independence(answer, independence));
    }
}

/// The lines of a portfolio, one per row.
fn lines(answer: &OptimizeAnswer, found: &Found) -> Table {
    let rows = found.lines.iter().map(|line| {
        vec![
            words::track(answer, &line.track).name.clone(),
            line.programs.to_string(),
            if line.is_researched { "yes" } else { "–" }.to_owned(),
            words::signals(line),
        ]
    });
    let total = vec!["Applications".to_owned(), found.applications.to_string(), researched(found), String::new()];
    Table::named(named(""), ["Programs", "Researched", "Signals"], rows.chain([total]))
}

fn researched(found: &Found) -> String {
    let programs: u32 = found.lines.iter().filter(|line| line.is_researched).map(|line| line.programs).sum();
    thousands(u64::from(programs))
}

/// The heading of the chance of the first choice.
fn first_choice(answer: &OptimizeAnswer) -> String {
    format!("P({})", words::track(answer, &answer.first_choice).short_name)
}

fn comparison(answer: &OptimizeAnswer) -> Table {
    let mut titles = vec!["Cost".to_owned(), "Unm.".to_owned(), "Resid.".to_owned(), first_choice(answer)];
    titles.extend(answer.best.value.map(|_| "Value".to_owned()));
    titles.push("Below best by".to_owned());
    let rows = std::iter::once(&answer.best).chain(&answer.own).map(|found| {
        let mut row = vec![
            shortened(&found.name, 24),
            dollars(found.cost_usd),
            words::chance_of(&found.unmatched),
            words::chance_of(&found.residency),
            words::first_choice(answer, found),
        ];
        row.extend(found.value.as_ref().map(value));
        row.push(words::shortfall(answer, found));
        row
    });
    Table::named(named("Portfolio"), titles, rows)
}

/// What stands under the comparison.
fn ranges(answer: &OptimizeAnswer) -> String {
    let all = std::iter::once(&answer.best).chain(&answer.own);
    let ranges = format!(
        "The plausible range of the best portfolio’s chance of going unmatched is {}; the simulation error is at most {}.",
        interval(&answer.best.unmatched),
        largest_error(all.map(|found| &found.unmatched))
    );
    words::own(answer).map_or(ranges.clone(), |own| format!("{ranges} {own}"))
}

fn close(answer: &OptimizeAnswer) -> Table {
    let rows = answer.close.iter().map(|found| portfolio_row(answer, found, &words::shortfall(answer, found)));
    Table::named(document::number("Below best by"), portfolio_titles(answer), rows)
}

fn frontier(answer: &OptimizeAnswer) -> Table {
    let rows = answer.frontier.iter().map(|found| portfolio_row(answer, found, &words::best_at(found)));
    Table::named(named(""), portfolio_titles(answer), rows)
}

/// Cost, chances and value, then programs by track in the order of preference.
fn portfolio_titles(answer: &OptimizeAnswer) -> Vec<String> {
    let mut titles = vec!["Cost".to_owned(), "Unm.".to_owned(), first_choice(answer)];
    titles.extend(answer.best.value.map(|_| "Value".to_owned()));
    titles.extend(answer.tracks.iter().map(|track| track.short_name.clone()));
    titles
}

fn portfolio_row(answer: &OptimizeAnswer, found: &Found, name: &str) -> Vec<String> {
    let mut row = vec![
        name.to_owned(),
        dollars(found.cost_usd),
        words::chance_of(&found.unmatched),
        words::first_choice(answer, found),
    ];
    row.extend(found.value.as_ref().map(value));
    row.extend(answer.tracks.iter().map(|track| {
        let line = found.lines.iter().find(|line| line.track == track.id);
        line.map_or_else(dash, |line| line.programs.to_string())
    }));
    row
}

fn path(answer: &OptimizeAnswer) -> Table {
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
    let titles = ["Programs", "Price", "Total", words::goal_noun(answer), "Unm.", "per $100"];
    Table::named(named(""), titles, answer.path.iter().chain(&answer.next).map(row))
}

/// One number.
pub struct Row<'a> {
    part: &'static str,
    portfolio: Cow<'a, str>,
    quantity: String,
    mean: f64,
    /// With its error, if it has one.
    estimated: Option<Estimate>,
}

const UNIT: &str = "of the quantity";

/// A number with or without error.
#[derive(Clone, Copy)]
enum Number {
    Plain(f64),
    Estimated(Estimate),
}

fn row<'a>(part: &'static str, portfolio: Cow<'a, str>, quantity: String, number: Number) -> Row<'a> {
    let (mean, estimated) = match number {
        Number::Plain(number) => (number, None),
        Number::Estimated(estimate) => (estimate.mean, Some(estimate)),
    };
    Row { part, portfolio, quantity, mean, estimated }
}

fn portfolio<'a>(part: &'static str, found: &'a Found) -> Vec<Row<'a>> {
    let row = |quantity: &str, number| row(part, Cow::Borrowed(&found.name), quantity.to_owned(), number);
    let mut rows = Vec::new();
    for line in &found.lines {
        let count = |what: &str, count: u32| row(&format!("{what}:{}", line.track), Number::Plain(f64::from(count)));
        rows.push(count("programs", line.programs));
        rows.push(count("researched", u32::from(line.is_researched)));
        rows.push(count("gold_signals", line.gold_signals));
        rows.push(count("silver_signals", line.silver_signals));
        rows.push(count("signals", line.signals));
    }
    rows.push(row("cost_usd", Number::Plain(found.cost_usd)));
    rows.push(row("unmatched", Number::Estimated(found.unmatched)));
    rows.push(row("residency", Number::Estimated(found.residency)));
    rows.push(row("first_choice", Number::Estimated(found.first_choice)));
    rows.extend(found.value.map(|value| row("value", Number::Estimated(value))));
    rows.extend(found.shortfall.as_ref().map(|shortfall| row("shortfall", Number::Estimated(shortfall.difference))));
    rows
}

fn path_step(number: u32, step: &Step) -> Vec<Row<'_>> {
    let row = |quantity: &str, value| row("path", Cow::Owned(format!("step {number}")), quantity.to_owned(), value);
    let mut rows = vec![
        row(&format!("programs:{}", step.track), Number::Plain(f64::from(step.to))),
        row("price_usd", Number::Plain(step.price_usd)),
        row("cost_usd", Number::Plain(step.cost_usd)),
        row("gain", Number::Estimated(step.gain)),
        row("unmatched", Number::Estimated(step.unmatched)),
    ];
    rows.extend(step.value.map(|value| row("value", Number::Estimated(value))));
    rows
}
