//! What `matchfolio data` says of the reference tables: their sources, and what is assumed.

use std::collections::HashMap;

use crate::reference::{Judged, Origin, ProgramCodeRow, Reference, TargetRow};
use crate::report::columns;
use crate::report::document::Document;
use crate::scenario::program_list::COLUMNS;

/// Source of what this project assumes.
const ASSUMED: &str = "matchfolio_assumption";

/// Every table with its rows and sources.
pub fn tables(reference: &Reference) -> Document {
    let mut document = Document::default();
    for table in &reference.tables {
        document.verbatim(format!("{} ({} rows)\n  {}", table.path, table.rows, table.describes));
        if !table.sources.is_empty() {
            document.verbatim(format!("  sources: {}", table.sources.join(", ")));
        }
    }
    document.part().verbatim(
        "matchfolio data --sources shows the sources in full, --assumptions lists the assumptions,\n\
         and --programs prints program codes (programs.csv) as the start of a program list.",
    );
    document
}

/// Every source in full.
pub fn sources(reference: &Reference) -> Document {
    let mut document = Document::default();
    for source in &reference.sources {
        let address = if source.address.is_empty() { "no address available" } else { &source.address };
        document.verbatim(format!(
            "{}\n  {}: {} ({}), {}\n  {address}",
            source.source_id, source.publisher, source.title, source.year, source.table
        ));
    }
    document
}

/// A row of a program list to complete.
struct Start<'a> {
    name: String,
    program: &'a ProgramCodeRow,
    notes: String,
}

/// Programs as the start of a program list, as CSV.
pub fn start_of_list(programs: &[&ProgramCodeRow]) -> String {
    let name = |row: &ProgramCodeRow| format!("{}: {}", row.institution, row.program);
    let mut names: HashMap<(String, Option<&String>), u32> = HashMap::new();
    for row in programs {
        *names.entry((name(row).to_lowercase(), row.track.as_ref())).or_default() += 1;
    }
    let rows: Vec<Start<'_>> = programs
        .iter()
        .map(|program| {
            let name = name(program);
            let is_unique = names.get(&(name.to_lowercase(), program.track.as_ref())) == Some(&1);
            Start {
                name: if is_unique { name } else { format!("{name} ({})", program.nrmp_code) },
                program,
                notes: format!("NRMP code {} of {}", program.nrmp_code, program.year),
            }
        })
        .collect();
    let columns = COLUMNS.map(|name| {
        columns::text(
            name,
            "",
            match name {
                "name" => |row: &Start<'_>| Some(&row.name),
                "track" => |row| row.program.track.as_deref(),
                "state" => |row| row.program.state.as_deref(),
                "notes" => |row| Some(&row.notes),
                _ => |_| None,
            },
        )
    });
    columns::csv(&columns, &rows)
}

/// Every effect and assumption with its value, uncertainty and origin.
pub fn assumptions(reference: &Reference) -> Document {
    let mut document = Document::default();
    document.verbatim("Effects on the log-odds of an invitation (90% credible interval)");
    for effect in &reference.effects {
        document.verbatim(format!(
            "  {:<24} {:>6.2} ({:.2} to {:.2}) {}; {}\n    {}",
            effect.effect,
            effect.value,
            effect.low,
            effect.high,
            effect.unit,
            origin(effect.origin),
            effect.note
        ));
    }
    document.verbatim("  The effect of Step 2 CK is its prior, before the fit; each track has its own.");
    document.part().verbatim("Assumptions of the model");
    for row in &reference.assumptions {
        let parameters: Vec<String> = [row.first, row.second].iter().flatten().map(ToString::to_string).collect();
        document.verbatim(format!(
            "  {:<24} {} = {}, prior {} {}\n    {}",
            row.assumption,
            row.symbol,
            row.value,
            row.prior,
            parameters.join(", "),
            row.note
        ));
    }
    document.part().verbatim("Sources of the parameters of tracks without published figures");
    for row in reference.applicants.iter().filter(|row| row.origin == Origin::Assumption) {
        let (track, kind) = (&row.track, row.applicant_type.key());
        document.verbatim(format!("  {track}, {kind}: {} applications\n    {}", row.mean_applications, row.note));
    }
    for row in &reference.targets {
        let parts = assumed(row);
        if !parts.is_empty() {
            let (track, kind) = (&row.track, row.applicant_type.key());
            document.verbatim(format!("  {track}, {kind}: {}\n    {}", parts.join(", "), row.note));
        }
    }
    after_match_day(reference, &mut document);
    document
}

/// What is taken to happen after Match Day: every number that is not printed in a source as it stands.
fn after_match_day(reference: &Reference, document: &mut Document) {
    document.part().verbatim("After Match Day (90% credible interval)");
    let mut row = |name: String, judged: &Judged| {
        let Judged { value, low, high, note, .. } = judged;
        document.verbatim(format!("  {name:<50} {value} ({low} to {high}); {}\n    {note}", origin(judged.origin)));
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
            document.verbatim(format!("  {:<50} {years} years; assumption\n    {}", state.state, state.note));
        }
    }
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
