//! A curated program list.

use std::fmt::Write as _;

use super::Answer;
use crate::decide::answers::programs::{
    CuratedProgram, Decision, DropReason, GainMeasure, Programs, SCHEMA, WayOfApplying,
};
use crate::engine::results::Estimate;
use crate::report::charts::Chart;
use crate::report::columns::{Column, MadeFrom, SHARE, number, text};
use crate::report::document::{Block, Document, Kind, Listing, Unasked, dash};
use crate::report::number::{counted, dollars, thousands};
use crate::report::percent::{Counted, chance, interval};
use crate::report::presentable::{cleaned, shortened};
use crate::report::sensitivity_words::in_words;
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

/// Programs of the application list shown without `--all`.
const SHOWN: usize = 12;

/// Name of the files of its chart.
const CHART: &str = "gain_by_program";

impl Answer for Programs {
    const NAME: &'static str = "programs";
    const QUESTION: &'static str = "Which programs should I apply to?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "program of the application list, in its order";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = None;
    type Row<'a> = &'a CuratedProgram;

    fn columns<'a>() -> Vec<Column<&'a CuratedProgram>> {
        vec![
            text("name", "Name of the program.", |one| Some(&one.name)),
            text("track", "Key of its track.", |one| Some(&one.track)),
            text("state", "Two-letter code; empty if the list does not state it, as in the columns below.", |one| {
                one.state.as_deref()
            }),
            text("setting", "Setting, in your own words.", |one| one.setting.as_deref()),
            text("j1", "`yes` or `no`: whether it sponsors a J-1.", |one| one.j1.map(yes_or_no)),
            text("h1b", "`yes` or `no`: whether it sponsors an H-1B.", |one| one.h1b.map(yes_or_no)),
            number("img_share", SHARE, "Share of international graduates among its residents.", |one| one.img_share),
            number("fit", "0 to 1", "How well you think you fit.", |one| one.fit),
            text("signal", "Signal wanted: `gold`, `silver`, or `yes` where there is one tier.", |one| one.signal),
            text("tie", "`yes`: the applicant has a stated tie to the place.", |one| one.tie.then_some("yes")),
            text("rotation", "`yes`: it knows the applicant from a rotation.", |one| one.rotation.then_some("yes")),
            text("notes", "Note.", |one| one.notes.as_deref()),
        ]
    }

    fn rows(&self) -> Vec<&CuratedProgram> {
        kept(self).collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        vec![Chart::new(CHART, self)]
    }

    fn document(&self) -> Document {
        document(self, false)
    }
}

/// What the answer says, with every program if `shows_all`.
pub fn document(answer: &Programs, shows_all: bool) -> Document {
    let mut document = Document::of(&answer.header.scenario);
    document
        .say(with_left_open(finding(answer), &answer.header))
        .paragraphs(by_order_alone(answer))
        .heading("Will I match? What the list costs and risks")
        .verbatim(ways(answer))
        .heading("The application list, largest gain first")
        .chart(CHART);
    programs(answer, shows_all, &mut document);
    dropped(answer, shows_all, &mut document);
    document.paragraphs([how_to_read(answer).as_str(), NOT_A_PROMISE]);
    document
}

/// The programs to apply to, in their order.
fn kept(answer: &Programs) -> impl Iterator<Item = &CuratedProgram> {
    answer.programs.iter().filter(|program| program.decision != Decision::Drop)
}

/// The answer in a sentence.
pub(in crate::report) fn finding(answer: &Programs) -> String {
    let kept = kept(answer).count();
    let all = answer.programs.len();
    let what = format!(
        "Of {} for “{}”, apply to {kept}: {}",
        counted(all as u64, "program"),
        shortened(&cleaned(&answer.portfolio), 60),
        dollars(answer.kept.cost_usd)
    );
    let unmatched = &answer.unmatched_difference;
    if kept == all {
        return format!("{what}. Every program adds something, and the budget covers all of them.");
    }
    let saved = answer.all_listed.cost_usd - answer.kept.cost_usd;
    let risk = if unmatched.is_tie() {
        "there is no detectable difference in the risk of going unmatched".to_owned()
    } else {
        format!("you are {}", in_words(unmatched))
    };
    format!("{what}, which saves {}, and {risk}.", dollars(saved))
}

/// Said of a list of which nothing is known that would tell one program from another.
fn by_order_alone(answer: &Programs) -> Option<&'static str> {
    let tells = |program: &CuratedProgram| {
        let (visa, own) = (program.j1.or(program.h1b), program.img_share.or(program.fit));
        visa.is_some() || own.is_some() || program.signal.is_some() || program.tie || program.rotation
    };
    (answer.programs.len() > 1 && !answer.programs.iter().any(tells)).then_some(
        "The list gives only the names of these programs, so they are ranked by its order alone: an earlier program is \
         assumed to be more open to you. Before you trust a gain or drop a program, sort the rows as you would apply, or \
         fill in img_share, j1, h1b, fit, tie or rotation.",
    )
}

fn ways(answer: &Programs) -> String {
    let mut text =
        format!("{:<22}{:>9}{:>9}{:>12}{:>10}\n{}\n", "", "Applied", "Cost", "Unmatched", "Range", "─".repeat(62));
    for (name, way) in [("Every listed program", &answer.all_listed), ("The application list", &answer.kept)] {
        let WayOfApplying { applications, cost_usd, unmatched, .. } = way;
        let _ = writeln!(
            text,
            "{name:<22}{:>9}{:>9}{:>12}{:>10}",
            thousands(u64::from(*applications)),
            dollars(*cost_usd),
            chance(unmatched, Counted::Exactly),
            interval(unmatched)
        );
    }
    text.trim_end().to_owned()
}

fn programs(answer: &Programs, shows_all: bool, document: &mut Document) {
    let kept: Vec<&CuratedProgram> = kept(answer).collect();
    let most = if shows_all { kept.len() } else { SHOWN };
    let columns = vec![
        ("#", Kind::Number, Some(3)),
        ("", Kind::Words, Some(2)),
        ("Program", Kind::Words, None),
        ("State", Kind::Words, Some(5)),
        ("Interview", Kind::Number, Some(10)),
        ("Match", Kind::Number, Some(9)),
        ("Gain", Kind::Number, Some(7)),
        ("±", Kind::Number, Some(6)),
    ];
    let listing = |programs: &[&CuratedProgram]| {
        let rows = programs.iter().map(|program| (cells(program), reasons(program))).collect();
        Block::Listing(Listing { columns: columns.clone(), rows })
    };
    let (first, rest) = kept.split_at(most.min(kept.len()));
    document.push(listing(first));
    if !rest.is_empty() {
        let more = counted(rest.len() as u64, "program");
        document.fold(format!("{more} more"), Unasked::Nobody, [listing(rest)]);
        document.verbatim(format!("… and {more} more; --all shows them"));
    }
}

/// The chances of a program.
fn cells(program: &CuratedProgram) -> Vec<String> {
    let told = |estimate: Option<&Estimate>| estimate.map_or_else(dash, |one| chance(one, Counted::Exactly));
    let (gain, error) = program.gain.as_ref().map_or_else(|| (dash(), dash()), gain_and_error);
    vec![
        program.order.map_or_else(dash, |order| order.to_string()),
        if program.is_tied_with_previous { "=" } else { "" }.to_owned(),
        program.name.clone(),
        program.state.clone().unwrap_or_else(dash),
        told(program.interview.as_ref()),
        told(program.match_if_first.as_ref()),
        gain,
        error,
    ]
}

/// What its chances rest on.
fn reasons(program: &CuratedProgram) -> String {
    let mut reasons = program.reasons.join("; ");
    if let Some(signal) = &program.signal_gain {
        let (gain, error) = gain_and_error(signal);
        let _ = write!(reasons, "; the signal accounts for {gain} ±{error}");
    }
    if program.alike > 1 {
        let _ = write!(reasons, "; one of {} similar programs", program.alike);
    }
    reasons
}

/// A gain in points and its error, with the digits the error supports.
pub(in crate::report) fn gain_and_error(gain: &Estimate) -> (String, String) {
    let (points, error) = (100.0 * gain.mean, 100.0 * gain.mc_error);
    let (decimals, finest) = if error < 0.0095 { (3, 0.001) } else { (2, 0.01) };
    (format!("{points:.decimals$}").replace('-', "−"), format!("{:.decimals$}", error.max(finest)))
}

fn dropped(answer: &Programs, shows_all: bool, document: &mut Document) {
    let gone: Vec<&CuratedProgram> =
        answer.programs.iter().filter(|program| program.decision == Decision::Drop).collect();
    if gone.iter().any(|program| program.drop_reason.is_some()) {
        document.heading("Dropped");
    }
    for (reason, words) in REASONS {
        let of_reason: Vec<&str> = gone
            .iter()
            .filter(|program| program.drop_reason == Some(reason))
            .map(|program| program.name.as_str())
            .collect();
        if of_reason.is_empty() {
            continue;
        }
        let most = if shows_all { of_reason.len() } else { 4 };
        let names: Vec<String> = of_reason.iter().take(most).map(|name| shortened(&cleaned(name), 40)).collect();
        let more = if of_reason.len() > most { format!(" and {} more", of_reason.len() - most) } else { String::new() };
        document.item(format!("{} {words}: {}{more}", of_reason.len(), names.join("; ")));
    }
}

const REASONS: [(DropReason, &str); 4] = [
    (DropReason::NoVisa, "sponsor no visa that you can use"),
    (DropReason::OutsideStates, "are outside the states you chose"),
    (DropReason::NoGain, "add nothing detectable"),
    (DropReason::OverBudget, "add the least, and the budget is spent"),
];

fn how_to_read(answer: &Programs) -> String {
    let measure = match answer.gain_measure {
        GainMeasure::Value => "points of value (0–100, your own weights)",
        GainMeasure::Residency => "percentage points of the chance of a complete residency",
    };
    format!(
        "Interview: the chance that the program invites you. Match: the chance that it also takes you, so that you match \
         there if you rank it first. Gain: the loss, in {measure}, if this program alone is removed from all open ones, \
         with the simulation error (±); = means no detectable difference from the program above. Range: the 90% credible \
         interval, that is, the range the data leave open. {} parameter draws.",
        thousands(answer.header.parameter_draws)
    )
}

const fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}
