//! A curated program list on a terminal.

use std::fmt::Write as _;

use super::sensitivity::in_words;
use super::style::{ConsoleStyle, paint, wrapped};
use crate::decide::answers::programs::{CuratedProgram, Decision, DropReason, GainMeasure, Programs, WayOfApplying};
use crate::engine::results::Estimate;
use crate::report::number::{counted, dollars, thousands};
use crate::report::percent::{Counted, chance, interval};
use crate::report::presentable::{cleaned, shortened};
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

/// Programs of the application list shown without `--all`.
const SHOWN: usize = 12;

/// Columns that stand beside the name.
const BESIDE_NAME: usize = 46;

/// The whole answer. Ends with a line break.
#[must_use]
pub fn table(answer: &Programs, shows_all: bool, style: ConsoleStyle) -> String {
    let style = ConsoleStyle { width: style.width.clamp(60, 200), ..style };
    let mut parts = vec![format!(
        "{} (Match {})\n{}",
        paint(&cleaned(&answer.header.scenario.title), "1", style),
        answer.header.scenario.season,
        wrapped(&with_left_open(finding(answer), &answer.header), "", style)
    )];
    parts.extend(by_order_alone(answer).map(|sentence| wrapped(sentence, "", style)));
    parts.push(format!("{}\n{}", paint("Will I match? What the list costs and risks", "1", style), ways(answer)));
    parts.push(format!(
        "{}\n{}",
        paint("The application list, largest gain first", "1", style),
        programs(answer, shows_all, style)
    ));
    parts.extend(dropped(answer, shows_all, style));
    parts.push(wrapped(&how_to_read(answer), "", style));
    parts.push(wrapped(NOT_A_PROMISE, "", style) + "\n");
    parts.join("\n\n")
}

/// The answer in a sentence.
pub(in crate::report) fn finding(answer: &Programs) -> String {
    let kept = answer.programs.iter().filter(|program| program.decision != Decision::Drop).count();
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

fn programs(answer: &Programs, shows_all: bool, style: ConsoleStyle) -> String {
    let kept: Vec<&CuratedProgram> =
        answer.programs.iter().filter(|program| program.decision != Decision::Drop).collect();
    let width = style.width - BESIDE_NAME;
    let mut text = format!(
        "  #  {:<width$} {:<5} {:>9} {:>8} {:>6} {:>5}\n{}\n",
        "Program",
        "State",
        "Interview",
        "Match",
        "Gain",
        "±",
        "─".repeat(style.width)
    );
    let most = if shows_all { kept.len() } else { SHOWN };
    for program in kept.iter().take(most) {
        text.push_str(&row(program, width, style));
    }
    if kept.len() > most {
        let _ = writeln!(text, "… and {} more; --all shows them", counted((kept.len() - most) as u64, "program"));
    }
    text.trim_end().to_owned()
}

/// Two lines: chances, then what they rest on.
fn row(program: &CuratedProgram, width: usize, style: ConsoleStyle) -> String {
    let told = |estimate: &Option<Estimate>| {
        estimate.as_ref().map_or_else(|| "–".to_owned(), |estimate| chance(estimate, Counted::Exactly))
    };
    let order = program.order.map_or_else(|| "–".to_owned(), |order| order.to_string());
    let tie = if program.is_tied_with_previous { "=" } else { "" };
    let (gain, error) = program.gain.as_ref().map_or(("–".to_owned(), "–".to_owned()), gain_and_error);
    let mut reasons = program.reasons.join("; ");
    if let Some(signal) = &program.signal_gain {
        let (gain, error) = gain_and_error(signal);
        let _ = write!(reasons, "; the signal accounts for {gain} ±{error}");
    }
    if program.alike > 1 {
        let _ = write!(reasons, "; one of {} similar programs", program.alike);
    }
    let reasons = wrapped(&format!("     {}", cleaned(&reasons)), "     ", style);
    let name = shortened(&cleaned(&program.name), width);
    format!(
        "{:>3}{:<2}{name:<width$} {:<5} {:>9} {:>8} {gain:>6} {error:>5}\n{reasons}\n",
        order,
        tie,
        program.state.as_deref().unwrap_or("–"),
        told(&program.interview),
        told(&program.match_if_first),
    )
}

/// A gain in points and its error, with the digits the error supports.
pub(in crate::report) fn gain_and_error(gain: &Estimate) -> (String, String) {
    let (points, error) = (100.0 * gain.mean, 100.0 * gain.mc_error);
    let (decimals, finest) = if error < 0.0095 { (3, 0.001) } else { (2, 0.01) };
    (format!("{points:.decimals$}").replace('-', "−"), format!("{:.decimals$}", error.max(finest)))
}

fn dropped(answer: &Programs, shows_all: bool, style: ConsoleStyle) -> Option<String> {
    let gone: Vec<&CuratedProgram> =
        answer.programs.iter().filter(|program| program.decision == Decision::Drop).collect();
    let mut lines = Vec::new();
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
        let line = format!("• {} {words}: {}{more}", of_reason.len(), names.join("; "));
        lines.push(wrapped(&line, "  ", style));
    }
    (!lines.is_empty()).then(|| format!("{}\n{}", paint("Dropped", "1", style), lines.join("\n")))
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
