//! `matchfolio data`: the reference tables, their sources, and what is assumed.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::arguments::{Common, DataOptions};
use super::failure::Failure;
use super::terminal::print;
use crate::reference::words::{TrackName, track_name};
use crate::reference::{Judged, Origin, ProgramCodeRow, Reference, ReferenceError, TargetRow, start_list};
use crate::report::csv;
use crate::scenario::diagnose::{did_you_mean, meant};
use crate::scenario::program_list::COLUMNS;

/// Source of what this project assumes.
const ASSUMED: &str = "matchfolio_assumption";

/// The reference tables: those of `--data`, or the built-in ones.
///
/// # Errors
///
/// When a table is missing, unreadable or wrong.
pub fn reference(common: &Common) -> Result<Reference, ReferenceError> {
    common.data.as_deref().map_or_else(Reference::embedded, Reference::from_directory)
}

pub(super) fn execute(options: &DataOptions, common: &Common) -> Result<(), Failure> {
    let reference = reference(common)?;
    let text = if options.programs {
        start_of_list(options, common, &reference)?
    } else if options.assumptions {
        assumptions(&reference)
    } else if options.sources {
        sources(&reference)
    } else {
        tables(&reference)
    };
    print(&text)
}

/// Every table with its rows and sources.
#[must_use]
pub fn tables(reference: &Reference) -> String {
    let mut text = String::new();
    for table in &reference.tables {
        let _ = writeln!(text, "{} ({} rows)\n  {}", table.path, table.rows, table.describes);
        if !table.sources.is_empty() {
            let _ = writeln!(text, "  sources: {}", table.sources.join(", "));
        }
    }
    text.push_str("\nmatchfolio data --sources shows the sources in full, --assumptions lists the assumptions,\n");
    text.push_str("and --programs prints program codes (programs.csv) as the start of a program list.\n");
    text
}

/// Every source in full.
#[must_use]
pub fn sources(reference: &Reference) -> String {
    let mut text = String::new();
    for source in &reference.sources {
        let _ = writeln!(
            text,
            "{}\n  {}: {} ({}), {}\n  {}",
            source.source_id,
            source.publisher,
            source.title,
            source.year,
            source.table,
            if source.address.is_empty() { "no address available" } else { &source.address }
        );
    }
    text
}

/// The keys of tracks that were typed by key, name or short name.
///
/// # Errors
///
/// When a name is that of no track.
pub fn track_keys(typed: &[String], reference: &Reference) -> Result<Vec<String>, Failure> {
    let rows = || reference.tracks.iter();
    let key = |name: &String| {
        let found = match track_name(name, &reference.tracks) {
            Some(TrackName::Track(row)) => Some(row.track.clone()),
            Some(TrackName::Outside(row)) => {
                return Err(Failure::Arguments(format!("{}; {}", row.sentence(), row.look)));
            }
            Some(TrackName::Ask(ask)) => {
                return Err(Failure::Arguments(format!("there is no track `{name}`; {ask}")));
            }
            None => None,
        };
        found.ok_or_else(|| {
            let names = rows().flat_map(|row| [row.track.as_str(), row.name.as_str()]);
            let near = did_you_mean(&meant(name, names), |near| format!("`{near}`"));
            let known = || rows().map(|row| format!("{} ({})", row.track, row.short_name)).collect::<Vec<_>>();
            let hint = near.unwrap_or_else(|| format!("known tracks: {}", known().join(", ")));
            Failure::Arguments(format!("there is no track `{name}`; {hint}"))
        })
    };
    typed.iter().map(key).collect()
}

/// The program codes of the tracks and states asked for, as a program list to complete.
fn start_of_list(options: &DataOptions, common: &Common, reference: &Reference) -> Result<String, Failure> {
    let tracks = track_keys(&options.track, reference)?;
    let all = start_list(common.data.as_deref())?;
    let is_asked_for = |row: &&ProgramCodeRow| {
        row.track.as_ref().is_some_and(|track| tracks.is_empty() || tracks.contains(track))
            && (options.state.is_empty() || row.state.as_ref().is_some_and(|state| options.state.contains(state)))
    };
    let rows: Vec<&ProgramCodeRow> = all.iter().filter(is_asked_for).collect();
    let mut names: HashMap<(String, Option<&String>), u32> = HashMap::new();
    for row in &rows {
        *names.entry((name_of(row).to_lowercase(), row.track.as_ref())).or_default() += 1;
    }
    let mut text = COLUMNS.join(",") + "\n";
    for row in rows {
        let name = name_of(row);
        let is_unique = names.get(&(name.to_lowercase(), row.track.as_ref())) == Some(&1);
        let name = if is_unique { name } else { format!("{name} ({})", row.nrmp_code) };
        let _ = writeln!(
            text,
            "{},{},{},,,,,,,,,{}",
            csv::cell(&name),
            row.track.as_deref().unwrap_or_default(),
            row.state.as_deref().unwrap_or_default(),
            csv::cell(&format!("NRMP code {} of {}", row.nrmp_code, row.year))
        );
    }
    Ok(text)
}

fn name_of(row: &ProgramCodeRow) -> String {
    format!("{}: {}", row.institution, row.program)
}

/// Every effect and assumption with its value, uncertainty and origin.
#[must_use]
pub fn assumptions(reference: &Reference) -> String {
    let mut text = "Effects on the log-odds of an invitation (90% credible interval)\n".to_owned();
    for effect in &reference.effects {
        let _ = writeln!(
            text,
            "  {:<24} {:>6.2} ({:.2} to {:.2}) {}; {}\n    {}",
            effect.effect,
            effect.value,
            effect.low,
            effect.high,
            effect.unit,
            origin(effect.origin),
            effect.note
        );
    }
    text.push_str("  The effect of Step 2 CK is its prior, before the fit; each track has its own.\n");
    text.push_str("\nAssumptions of the model\n");
    for row in &reference.assumptions {
        let parameters: Vec<String> = [row.first, row.second].iter().flatten().map(ToString::to_string).collect();
        let _ = writeln!(
            text,
            "  {:<24} {} = {}, prior {} {}\n    {}",
            row.assumption,
            row.symbol,
            row.value,
            row.prior,
            parameters.join(", "),
            row.note
        );
    }
    text.push_str("\nSources of the parameters of tracks without published figures\n");
    for row in reference.applicants.iter().filter(|row| row.origin == Origin::Assumption) {
        let (track, kind) = (&row.track, row.applicant_type.key());
        let _ = writeln!(text, "  {track}, {kind}: {} applications\n    {}", row.mean_applications, row.note);
    }
    for row in &reference.targets {
        let parts = assumed(row);
        if !parts.is_empty() {
            let (track, kind) = (&row.track, row.applicant_type.key());
            let _ = writeln!(text, "  {track}, {kind}: {}\n    {}", parts.join(", "), row.note);
        }
    }
    text.push_str(&after_match_day(reference));
    text
}

/// What is taken to happen after Match Day: every number that is not printed in a source as it stands.
fn after_match_day(reference: &Reference) -> String {
    let mut text = "\nAfter Match Day (90% credible interval)\n".to_owned();
    let mut row = |name: String, judged: &Judged| {
        let Judged { value, low, high, note, .. } = judged;
        let _ = writeln!(text, "  {name:<50} {value} ({low} to {high}); {}\n    {note}", origin(judged.origin));
    };
    for soap in &reference.soap {
        row(format!("SOAP: {}", soap.name()), &soap.judged);
    }
    for activity in &reference.activities {
        row(format!("{}: {}", activity.activity, activity.quantity.name()), &activity.judged);
    }
    for step in &reference.transitions {
        if let Some(chance) = &step.chance {
            row(format!("{} to {}", step.from, step.to), chance);
        }
    }
    for state in reference.states.iter().filter(|state| state.origin == Origin::Assumption) {
        if let Some(years) = state.years.filter(|years| *years > 0) {
            let _ = writeln!(text, "  {:<50} {years} years; assumption\n    {}", state.state, state.note);
        }
    }
    text
}

/// The rates of a target that no source gives.
fn assumed(row: &TargetRow) -> Vec<String> {
    let mut parts = Vec::new();
    if row.invitation_source_id == ASSUMED {
        parts.push(match row.invitation_rate {
            Some(rate) => format!("{:.1}% of applications that lead to an invitation", 100.0 * rate),
            None => "the same invitation rate as a non-US IMG".to_owned(),
        });
    }
    if row.origin == Origin::Assumption {
        parts.push(format!("match rate {:.1}%", 100.0 * row.match_rate));
    }
    parts
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Published => "published",
        Origin::Computed => "computed from published figures",
        Origin::Fit => "fitted",
        Origin::Assumption => "assumption",
    }
}
