//! What `matchfolio check` says: the resolved plan, what it costs, where the applicant stands, and everything to be
//! warned of. Of the model it shows only the chances that stand beside the advisers' rule of thumb.

mod plan;
mod seasons;
mod standing;

use crate::decide::answers::sensitivity::Sensitivity;
use crate::engine::findings::Unmatched;
use crate::engine::results::Notice;
use crate::model::{Role, TrackKind, Visa};
use crate::reference::{Origin, Reference, WaiverRow, WaiverService};
use crate::report::document::{Block, Document, Unasked, hanging};
use crate::report::number::dollars;
use crate::report::suggestions::suggestions;
use crate::scenario::profile::facts;
use crate::scenario::{Loaded, Scenario};

/// A scenario as it was understood, and what can be said of it before it is run.
pub struct Checked<'a> {
    /// The scenario with its warnings.
    pub loaded: &'a Loaded,
    /// The tables it was read with.
    pub reference: &'a Reference,
    /// The model's chance of going unmatched with each portfolio, shown beside the advisers' rule of thumb.
    pub unmatched: Option<&'a [Unmatched]>,
    /// That the calendar has room for more interviews than come.
    pub unused_interviews: Option<&'a Notice>,
    /// How far the answer could move with what is not stated.
    pub unstated: Option<String>,
    /// What would help the safest portfolio most.
    pub way_out: Option<Sensitivity>,
    /// Whether to show what the numbers rest on: signals and fees by specialty, rules, sources.
    pub details: bool,
}

impl Checked<'_> {
    /// What is said of it.
    pub fn document(&self) -> Document {
        let scenario = &self.loaded.scenario;
        let unasked = if self.details { Unasked::Terminal } else { Unasked::Nobody };
        let mut document = Document::default();
        head(scenario, &mut document);
        for planned in &scenario.portfolios {
            plan::portfolio(planned, scenario, self.reference, unasked, document.part());
        }
        seasons::plans(scenario, &mut document);
        after_j1(scenario, self.reference, &mut document);
        standing::self_assessment(scenario, unasked, document.part());
        document.part().fold("Sources of the parameters", unasked, basis(scenario, self.reference));
        for warning in &self.loaded.warnings {
            document.part().lines(warning.render(&scenario.file, &self.loaded.text, false));
        }
        if let Some(Notice { seen, meaning, action, .. }) = self.unused_interviews {
            document.part().lines(format!("note: {seen}\n  {meaning}\n  {action}"));
        }
        standing::risk(scenario, self.unmatched, unasked, &mut document);
        if let Some(unstated) = &self.unstated {
            document.part().say(unstated);
        }
        if let Some(moves) = &self.way_out {
            document.append(suggestions(moves));
        }
        document
    }
}

/// Who applies, with which limits and values.
fn head(scenario: &Scenario, document: &mut Document) {
    document.verbatim(format!("{}\n{}, season {}", scenario.title, scenario.file, scenario.season)).part();
    let mut row = |label: &str, value: String| {
        document.hanging(format!("  {label:<24}"), value, 26);
    };
    for (name, stated) in facts(scenario) {
        row(name, stated);
    }
    row("interviews at most", interviews(scenario));
    row("budget", scenario.budget_usd.map_or("no limit".to_owned(), dollars));
    row("value of outcomes", values(scenario));
}

fn interviews(scenario: &Scenario) -> String {
    let Some(portfolio) = scenario.portfolios.first().map(|planned| &planned.portfolio) else { return String::new() };
    let or_none = |limit: Option<u32>| limit.map_or("no limit".to_owned(), |most| most.to_string());
    let mut lines = scenario.portfolios.iter().flat_map(|planned| &planned.portfolio.lines);
    let residency = or_none(portfolio.max_interviews);
    if lines.any(|line| line.role == Role::Pgy1)
        && (portfolio.max_interviews, portfolio.pgy1_interviews) != (None, None)
    {
        format!("{residency} for residencies, {} for the PGY-1 year", or_none(portfolio.pgy1_interviews))
    } else {
        residency
    }
}

fn values(scenario: &Scenario) -> String {
    let Some(values) = &scenario.values else {
        return "not stated".to_owned();
    };
    let tracks = scenario.prior.tracks.iter().zip(values.matched.iter().zip(&values.matched_without_pgy1));
    let mut words: Vec<String> = tracks
        .filter(|(track, _)| track.kind != TrackKind::Preliminary)
        .map(|(track, (matched, without))| {
            if track.kind.has_advanced_positions() {
                format!("{} {matched} ({without} without a PGY-1)", track.short_name)
            } else {
                format!("{} {matched}", track.short_name)
            }
        })
        .collect();
    if scenario.prior.tracks.iter().any(|track| track.kind == TrackKind::Preliminary) {
        words.push(format!("preliminary only {}", values.preliminary_only));
    }
    words.join(", ")
}

/// What a J-1 leads to after a residency in each specialty applied to.
fn after_j1(scenario: &Scenario, reference: &Reference, document: &mut Document) {
    if !matches!(scenario.applicant.visa, Visa::J1 | Visa::J1OrH1b) {
        return;
    }
    let names = |service: WaiverService| {
        let is_it = |row: &&WaiverRow| row.service == service;
        let rows = reference.waivers.iter().filter(is_it);
        let tracks = rows.filter_map(|row| scenario.prior.tracks.iter().find(|track| track.id == row.track));
        tracks.map(|track| track.short_name.as_str()).collect::<Vec<_>>().join(", ")
    };
    document.part().verbatim("After training on a J-1").hanging(
        "  ",
        "You owe two years at home, or three years of work where doctors are lacking (a waiver; each state can ask for 30 a \
         year).",
        2,
    );
    for (service, meaning) in [
        (WaiverService::PrimaryCare, "primary care and psychiatry: waivers are meant for these first"),
        (WaiverService::Specialist, "a state has to want this specialist: fewer places"),
    ] {
        let tracks = names(service);
        if !tracks.is_empty() {
            document.hanging("  ", format!("{tracks}: {meaning}"), 4);
        }
    }
}

/// Whom published match rates are of.
const PUBLISHED: &str = "Published match rates count people who ranked a program of the specialty, so all of them had an \
    interview there. Before the interviews your chance is lower, and `matchfolio run` says by how much.";

/// The figures behind the parameters of every track in use.
fn basis(scenario: &Scenario, reference: &Reference) -> Vec<Block> {
    let head = format!("Sources of the parameters for a {}", scenario.applicant.kind.label());
    let mut blocks = vec![Block::Verbatim(head)];
    for track in &scenario.prior.tracks {
        let Some(row) = reference.parameters_for(&track.id, scenario.applicant.kind) else { continue };
        let how = if row.origin == Origin::Fit { "fitted to" } else { "solved from" };
        blocks.push(Block::Verbatim(format!("  {}, {how}", track.name)));
        blocks.extend(row.informed_by.split("; ").map(|figures| hanging("    ", figures, 6)));
        let of_kind = |row| reference.categorical_share(row, scenario.applicant.kind).ok().flatten();
        let share = reference.track(&track.id).and_then(of_kind);
        blocks.extend(share.map(|share| hanging("    ", share.words(), 4)));
    }
    blocks.push(hanging("", PUBLISHED, 0));
    blocks
}
