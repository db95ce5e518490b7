//! Lines that are limited to states or regions: how many programs there are (`docs/methods.md` §3).

use serde_spanned::Spanned;

use crate::model::Region;
use crate::reference::Reference;
use crate::reference::words::{region, regions};
use crate::scenario::diagnose::{Diagnostic, did_you_mean, meant, quoted};
use crate::scenario::program_list::{ProgramList, state_code};
use crate::scenario::raw::RawLine;

use super::compiler::Compiler;
use super::pools::Pool;
use super::tracks::ResolvedLine;

/// The codes of the states that an entry stands for.
fn codes(entry: &str) -> Option<Vec<String>> {
    if let Some(code) = state_code(entry) {
        return Some(vec![code]);
    }
    region(entry).map(|states| states.into_iter().map(str::to_owned).collect())
}

/// The codes of the states of a part of the country.
pub fn states(region: &Region) -> Vec<String> {
    region.name.split(", ").filter_map(codes).flatten().collect()
}

fn unknown(entry: &Spanned<String>) -> Diagnostic {
    let typed = entry.get_ref();
    let hint = did_you_mean(&meant(typed, regions()), |name| format!("\"{name}\""));
    let known = || format!("write a state such as \"NY\", or one of {}", regions().collect::<Vec<_>>().join(", "));
    Diagnostic::at(entry.span(), format!("unknown state or region {}", quoted(typed)), "no such place")
        .hint(hint.unwrap_or_else(known))
}

/// The part of the country that a line lies in: what its `states` say, or where the programs of its list are. None is the
/// whole country; names that are no place are reported.
pub fn of_line(compiler: &Compiler<'_>, line: &ResolvedLine<'_, '_>) -> Option<Region> {
    if let Some(list) = &line.raw.listed {
        return of_list(compiler.reference, &line.row.track, list);
    }
    let entries = line.raw.states.given()?.get_ref();
    let mut all: Vec<String> = Vec::new();
    for entry in entries {
        match codes(entry.get_ref()) {
            Some(found) => all.extend(found),
            None => compiler.problem(unknown(entry)),
        }
    }
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.get_ref().as_str()).collect();
    names.sort_unstable();
    names.dedup();
    all.sort_unstable();
    all.dedup();
    (!all.is_empty()).then(|| Region {
        name: names.join(", ").into(),
        programs: compiler.reference.programs_in(&line.row.track, &all),
        codes: all.into(),
        earlier_programs: 0,
    })
}

/// Where the programs of a list are, if it says it of all of them.
pub fn of_list(reference: &Reference, track: &str, list: &ProgramList) -> Option<Region> {
    let states: Option<Vec<String>> = list.programs.iter().map(|program| program.state.clone()).collect();
    let mut states = states.filter(|states| !states.is_empty())?;
    states.sort_unstable();
    states.dedup();
    let listed = u32::try_from(list.programs.len()).unwrap_or(u32::MAX);
    let programs = reference.programs_in(track, &states).max(listed);
    Some(Region { name: states.join(", ").into(), programs, codes: states.into(), earlier_programs: 0 })
}

/// Reports the lines of one track, in the order of application, that reach past the end of their region.
pub fn check(compiler: &Compiler<'_>, lines: &[(&RawLine, &Region)], pool: Pool<'_>) {
    let mut reached: Vec<(&Region, u64)> = Vec::new();
    for (line, region) in lines {
        let (Some(programs), Some(sponsors_only)) = (line.programs.given(), line.sponsors_only.or(false)) else {
            continue;
        };
        let within = reached.iter().filter(|(of, _)| of.codes.iter().all(|code| region.codes.contains(code)));
        let earlier = within.map(|(_, count)| count).fold(0_u64, |sum, count| sum.saturating_add(*count));
        reached.push((region, *programs.get_ref()));
        let size = Pool { country: region.programs, ..pool }.size(sponsors_only);
        if earlier.saturating_add(*programs.get_ref()) > size {
            let message = format!(
                "{} programs of {} are more than there are in {}",
                programs.get_ref(),
                pool.row.name,
                region.name
            );
            let left = size.saturating_sub(earlier);
            let problem = Diagnostic::at(programs.span(), message, format!("allowed here: 0 to {left}"));
            let about = if u64::from(region.programs) == size { "programs" } else { "programs that sponsor the visa" };
            let hint = format!("about {size} {about} of the track lie there; apply to fewer, or name more states");
            compiler.problem(problem.hint(hint));
        }
    }
}
