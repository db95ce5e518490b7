//! `matchfolio match` and `matchfolio verify`: a market of plain text, matched, and a matching checked.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::common::{Common, Execute};
use super::failure::Failure;
use super::terminal::{print, width_of_talk};
use crate::market::matching::{
    Block, Flaw, Instance, LineError, Outcome, Solution, Verdict, check, read_market, read_matching, solve,
    write_matching,
};
use crate::report::console::broken_at;

/// Options of `match`.
#[derive(Args, Debug)]
pub struct MatchOptions {
    /// Market: one line for each rank order list, in the format of docs/matching.md
    #[arg(value_name = "FILE")]
    pub market: PathBuf,
    /// If no stable matching is found, print the one with the fewest blocking pairs after `m 0`
    #[arg(long)]
    pub closest: bool,
}

/// Options of `verify`.
#[derive(Args, Debug)]
pub struct VerifyOptions {
    /// Market, as for `match`
    #[arg(value_name = "FILE")]
    pub market: PathBuf,
    /// Matching, as `match` prints it
    #[arg(value_name = "MATCHING")]
    pub matching: PathBuf,
}

/// Blocking pairs that are printed one by one.
const SHOWN: usize = 20;

impl Execute for MatchOptions {
    /// Matches a market and prints the matching.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let market = market(&self.market)?;
        let solution = solve(&market);
        common.talk(&broken_at(&summary(&market, &solution), width_of_talk()));
        let is_stable = matches!(solution.outcome, Outcome::Stable(_));
        if is_stable || self.closest {
            print(&write_matching(&market, &solution.matching, is_stable))
        } else {
            print("m 0\n")
        }
    }
}

impl Execute for VerifyOptions {
    /// Checks a matching and prints what blocks it.
    fn execute(&self, _: &Common) -> Result<(), Failure> {
        let market = market(&self.market)?;
        let matching = parsed(&self.matching, |text| read_matching(text, &market))?;
        let verdict = check(&market, &matching);
        print(&report(&market, &verdict))?;
        if verdict.is_stable() { Ok(()) } else { Err(Failure::NotStable { path: self.matching.clone() }) }
    }
}

fn market(path: &Path) -> Result<Instance, Failure> {
    parsed(path, read_market)
}

fn parsed<T>(path: &Path, read: impl FnOnce(&str) -> Result<T, Vec<LineError>>) -> Result<T, Failure> {
    let bytes = fs::read(path).map_err(|source| Failure::Unreadable { path: path.to_owned(), source })?;
    let lines = |errors| Failure::Lines { path: path.to_owned(), errors };
    let text = str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        lines(vec![LineError { line, problem: "invalid UTF-8; save the file as plain text".to_owned() }])
    })?;
    read(text).map_err(lines)
}

/// What was found, in sentences.
fn summary(market: &Instance, solution: &Solution) -> String {
    let people = market.people().len();
    let mut text = match solution.outcome {
        Outcome::Stable(rung) => format!(
            "Stable matching found by {}: {} of {people} applicants are matched. Each of the {} choices that somebody \
             prefers to their place was checked again: the programs refuse them all.",
            rung.name(),
            solution.matching.matched(),
            solution.verdict.refused
        ),
        Outcome::NoneExists { combinations } => format!(
            "No stable matching exists: all {combinations} combinations of what couples and applicants with supplemental \
             lists could get were tried."
        ),
        Outcome::NoneFound => format!(
            "No stable matching was found, which does not prove that none exists. The best matching found has {}. Tried: {}.",
            counted(solution.verdict.blocks.len(), "blocking pair"),
            tried(solution)
        ),
    };
    let one_sided = solution.one_sided;
    if one_sided.by_applicants + one_sided.by_programs > 0 {
        let _ = write!(
            text,
            "\nIgnored, as the Match does: {} of applicants for programs that do not rank them, and {} of programs for \
             applicants who do not rank them.",
            counted(one_sided.by_applicants, "entry"),
            counted(one_sided.by_programs, "entry")
        );
    }
    if solution.rounds > 0 {
        let _ = write!(text, "\nReversions and even quotas changed positions {}.", counted(solution.rounds, "time"));
    }
    text
}

/// The methods tried, each with what it left.
fn tried(solution: &Solution) -> String {
    let mut methods: Vec<(&str, usize, Option<usize>)> = Vec::new();
    for attempt in &solution.attempts {
        match methods.last_mut() {
            Some((name, count, fewest)) if *name == attempt.rung.name() => {
                *count += 1;
                *fewest = (*fewest).min(attempt.blocks);
            }
            _ => methods.push((attempt.rung.name(), 1, attempt.blocks)),
        }
    }
    let told = methods.iter().map(|(name, count, fewest)| match fewest {
        None => format!("{name} (a couple displaces itself, or the steps ran out)"),
        Some(blocks) => format!("{name}, {} ({} left)", counted(*count, "run"), counted(*blocks, "blocking pair")),
    });
    told.collect::<Vec<_>>().join("; ")
}

/// A count with its noun.
fn counted(count: impl TryInto<u64>, noun: &str) -> String {
    match count.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {noun}"),
        many => match noun.strip_suffix('y') {
            Some(stem) => format!("{many} {stem}ies"),
            None => format!("{many} {noun}s"),
        },
    }
}

/// What the check found.
fn report(market: &Instance, verdict: &Verdict) -> String {
    let mut text = String::new();
    if !verdict.flaws.is_empty() {
        let _ = writeln!(text, "no matching of this market: {}", counted(verdict.flaws.len(), "flaw"));
        text.extend(verdict.flaws.iter().take(SHOWN).map(|flaw| format!("  {}\n", flaw_words(market, flaw))));
    } else if verdict.blocks.is_empty() {
        let _ = writeln!(
            text,
            "stable: the programs refuse each of the {} choices that somebody prefers to their place",
            verdict.refused
        );
    } else {
        let _ = writeln!(text, "not stable: {}", counted(verdict.blocks.len(), "blocking pair"));
        text.extend(verdict.blocks.iter().take(SHOWN).map(|block| format!("  {}\n", block_words(market, block))));
    }
    let more = verdict.flaws.len().max(verdict.blocks.len()).saturating_sub(SHOWN);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more");
    }
    let changed =
        (0_usize..).zip(verdict.quotas.iter().zip(market.quotas())).filter(|(_, (now, before))| now != before);
    for (program, (now, before)) in changed.take(SHOWN) {
        let _ = writeln!(text, "  program {} counts {now} positions and not {before}", market.programs()[program]);
    }
    text
}

fn flaw_words(market: &Instance, flaw: &Flaw) -> String {
    let person = |index: u32| market.people()[index as usize];
    let program = |index: u32| market.programs()[index as usize];
    match *flaw {
        Flaw::NotMutual { person: one, program: at } => {
            format!("applicant {} and program {} do not rank each other", person(one), program(at))
        }
        Flaw::NoSuchPair { couple } => {
            format!("couple {} has a pair that it does not rank", market.couples()[couple as usize].id)
        }
        Flaw::NoSuchSecond { person: one, program: at } => {
            format!("applicant {} has no supplemental list in play that names program {}", person(one), program(at))
        }
        Flaw::TooMany { program: at, quota, filled } => {
            format!("program {} has {filled} applicants for {quota} positions", program(at))
        }
        Flaw::Odd { program: at } => {
            format!("program {} takes an even number of applicants and has an odd one", program(at))
        }
    }
}

fn block_words(market: &Instance, block: &Block) -> String {
    let person = |index: u32| market.people()[index as usize];
    let program = |index: u32| market.programs().get(index as usize).map_or_else(|| "-1".to_owned(), u64::to_string);
    match *block {
        Block::Single { person: one, program: at } => format!("applicant {} and program {}", person(one), program(at)),
        Block::Couple { couple, pair } => {
            let id = market.couples()[couple as usize].id;
            format!("couple {id} and the pair {} {}", program(pair[0]), program(pair[1]))
        }
        Block::Second { person: one, program: at } => {
            format!("applicant {} and program {} of a supplemental list", person(one), program(at))
        }
    }
}
