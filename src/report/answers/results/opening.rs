//! What a run says first: the verdict, the risk band, a hundred seasons, what would help, and who is meant.

use crate::decide::answers::sensitivity::{Leaning, LeaningKind, Sensitivity};
use crate::engine::results::{PortfolioLine, PortfolioResult, Results};
use crate::report::bands::{advice, meaning};
use crate::report::charts::ChartKind;
use crate::report::document::{Block, Document, Table, Unasked, number, words};
use crate::report::number::{dollars, thousands};
use crate::report::page::Background;
use crate::report::percent::whole;
use crate::report::seasons::icons;
use crate::report::sentences::{not_stated, rests_on_unstated, safest, verdict};
use crate::report::suggestions;

/// Adds the first screen.
pub(super) fn opening(results: &Results, background: Option<&Background>, document: &mut Document) {
    document.loud(verdict(results));
    if let Some(best) = safest(results) {
        let band = format!("Risk band: {}. ", best.risk_band.label());
        document.hanging(band, meaning(best, &results.risk_bands), 0);
        if let Some(open) = rests_on_unstated(best) {
            document.say(format!(
                "This rests on what you did not state ({}): between little and much of it the chance of going unmatched falls by \
                 {open}.",
                results.applicant.not_stated.join(", ")
            ));
        }
        if let Some(leaning) = background.and_then(|background| depends_on(background.moves.as_ref().ok()?, best)) {
            document.say(leaning);
        }
        document.part().chart(ChartKind::Seasons.file_stem()).push(Block::Icons(icons(results)));
    }
    match background.map(|background| &background.moves) {
        Some(Ok(moves)) => {
            document.append(suggestions::suggestions(moves));
        }
        Some(Err(reason)) => {
            document.heading(suggestions::HEADING).say(format!("Not computed: {reason}."));
        }
        None => {}
    }
    applicant(results, document.heading("Who these numbers are about"));
}

/// Move of P(unmatched) between the plausible ends of an effect from which the first screen names it.
const WORTH_NAMING: f64 = 0.1;

/// The effect that the risk of the safest portfolio depends on most, where it could move the decision.
fn depends_on(moves: &Sensitivity, best: &PortfolioResult) -> Option<String> {
    let is_effect = |leaning: &&Leaning| leaning.kind == LeaningKind::Effect && leaning.swing() >= WORTH_NAMING;
    let leaning = moves.leanings.iter().find(is_effect).filter(|_| moves.portfolio == best.name)?;
    let risks = [&leaning.low, &leaning.high].map(|end| best.outcomes.unmatched.mean + end.unmatched.mean);
    let [least, most] = [risks[0].min(risks[1]), risks[0].max(risks[1])].map(|risk| whole(risk.clamp(0.0, 1.0)));
    let what = leaning.words.replacen("Effect of", "effect of", 1);
    Some(format!(
        "This depends on the {what}, which is not well known: within its plausible range you go unmatched in {least} to {most}."
    ))
}

/// Who applies, what is not stated, and what each portfolio contains.
fn applicant(results: &Results, document: &mut Document) {
    let applicant = &results.applicant;
    let facts = applicant.facts.iter().map(|fact| (fact.name.clone(), fact.stated.clone()));
    document.push(Block::Facts(facts.collect()));
    if let Some(open) = not_stated(&results.notices, "the notes say") {
        document.say(open);
    }
    if let Some(group) = &applicant.advice_group {
        document.say(advice(group));
    }
    document.fold("What each portfolio contains", Unasked::Page, [Block::Table(contents(results))]);
}

fn contents(results: &Results) -> Table {
    let numbers = ["Programs", "Cost"].map(|title| number(title).minor());
    let columns = [words("Portfolio")].into_iter().chain(numbers).chain([words("What it applies to")]);
    let rows = results.portfolios.iter().map(|of| {
        vec![of.name.clone(), thousands(u64::from(of.applications)), dollars(of.cost_usd), applied_to(results, of)]
    });
    Table::new(columns, rows)
}

/// Its lines in words; those of a track that are chosen alike together.
fn applied_to(results: &Results, of: &PortfolioResult) -> String {
    let mut lines: Vec<PortfolioLine> = Vec::new();
    for line in &of.lines {
        let alike = lines.iter_mut().find(|known| {
            (&known.track, &known.screening, known.is_pgy1_only) == (&line.track, &line.screening, line.is_pgy1_only)
        });
        match alike {
            Some(known) => {
                known.programs += line.programs;
                known.signals += line.signals;
            }
            None => lines.push(line.clone()),
        }
    }
    let told = lines.iter().map(|line| {
        let name = results.tracks.get(&line.track).map_or(line.track.as_str(), |label| label.short_name.as_str());
        let screening = if line.screening == "typical" { None } else { Some(format!("chosen: {}", line.screening)) };
        let signals = match line.signals {
            0 => None,
            1 => Some("1 signal".to_owned()),
            many => Some(format!("{many} signals")),
        };
        let pgy1 = line.is_pgy1_only.then(|| "for PGY-1".to_owned());
        let beside: Vec<String> = [pgy1, signals, screening].into_iter().flatten().collect();
        let beside = if beside.is_empty() { String::new() } else { format!(" ({})", beside.join(", ")) };
        format!("{} {name}{beside}", line.programs)
    });
    told.collect::<Vec<_>>().join(" · ")
}
