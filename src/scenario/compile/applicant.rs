//! The applicant, with the defaults of its type.

use crate::model::{Applicant, ApplicantType, ParameterPrior, PoolMoments, Uncertain, Unstated, Visa};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::RawApplicant;
use crate::scenario::typed::Typed;
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;
use super::tracks::{UsedTracks, is_preliminary, unknown_track};

/// Months that whoever went to a school in the United States has at least: the clinical years.
const MONTHS_OF_US_SCHOOLS: f64 = 12.0;

/// Letters of the typical applicant. A preliminary track is taken to have them too: it asks for none from a
/// field of its own, so nothing is missing.
const TYPICAL_LETTERS: u32 = 2;

/// The applicant; none if something needed is missing or wrong, which is reported.
pub fn compile(compiler: &Compiler<'_>, raw: &RawApplicant, used: &UsedTracks<'_>) -> Option<Applicant> {
    let (letters, unstated_letters) = letters(compiler, raw, used);
    let kind = raw.kind.value()?;
    check_visa(compiler, raw, kind);
    let years = if kind.is_us_senior() {
        raw.years_since_graduation.or(years(0.0))
    } else {
        raw.years_since_graduation.value()
    };
    warn_of_senior(compiler, raw, kind);
    let unstated = Unstated {
        us_clinical_months: kind.is_img() && raw.us_clinical_months == Typed::Absent,
        publications: raw.publications == Typed::Absent,
    };
    let applicant = Applicant {
        kind,
        step2_ck: raw.step2_ck.value()?,
        exam_failures: u32::try_from(raw.exam_failures.or(0)?).ok()?,
        years_since_graduation: years?,
        us_clinical_months: months(raw, kind)?,
        publications: raw.publications.or(Uncertain::certain(0.0))?,
        visa: raw.visa.or(Visa::None)?,
        letters,
        unstated,
        unstated_letters,
        failed: None,
    };
    let residencies = used.typed_rows().iter().enumerate().filter(|(_, row)| !is_preliminary(row));
    let unstated = applicant.not_stated(residencies.map(|(track, row)| (track, row.name.as_str())));
    if !unstated.is_empty() {
        compiler.warn(WarningKind::NotStated { unstated }.at(raw.span.clone()));
    }
    Some(applicant)
}

fn years(value: f64) -> Uncertain {
    Uncertain::certain(value)
}

/// A senior is in the last year of school: who has left it, or has been through a Match, is a graduate.
fn warn_of_senior(compiler: &Compiler<'_>, raw: &RawApplicant, kind: ApplicantType) {
    let has_graduated = raw.years_since_graduation.value().is_some_and(|years| years.high > 0.0);
    let has_applied = raw.reapplicant.value() == Some(true);
    if kind.is_us_senior() && (has_graduated || has_applied) {
        let span = raw.kind.span().unwrap_or_else(|| raw.span.clone());
        compiler.warn(WarningKind::SeniorWhoGraduated { kind }.at(span));
    }
}

fn months(raw: &RawApplicant, kind: ApplicantType) -> Option<Uncertain> {
    // What is not stated counts from the mean of the pool on.
    raw.us_clinical_months.or(Uncertain::certain(if kind.is_img() { 0.0 } else { MONTHS_OF_US_SCHOOLS }))
}

/// A citizen needs no visa.
fn check_visa(compiler: &Compiler<'_>, raw: &RawApplicant, kind: ApplicantType) {
    let Some(visa) = raw.visa.given() else { return };
    if kind == ApplicantType::UsImg && visa.get_ref().is_needed() {
        let mut problem = Diagnostic::at(visa.span(), "a US citizen needs no visa", "no visa goes with type us_img");
        if let Some(span) = raw.kind.span() {
            problem = problem.related(span, "US citizen");
        }
        compiler.problem(problem.hint("write type = \"non_us_img\", or take the visa out"));
    }
}

/// Letters by index of the track, and the residencies for which none are stated.
fn letters(compiler: &Compiler<'_>, raw: &RawApplicant, used: &UsedTracks<'_>) -> (Vec<u32>, Vec<usize>) {
    let mut letters = vec![TYPICAL_LETTERS; used.rows().len()];
    let mut unstated: Vec<usize> = (0..letters.len()).filter(|track| !is_preliminary(used.rows()[*track])).collect();
    for entry in raw.letters.given().map(|given| given.get_ref().as_slice()).unwrap_or_default() {
        let name = &entry.track;
        match used.index_of(name.get_ref()) {
            Some(index) => {
                letters[index] = u32::try_from(*entry.value.get_ref()).unwrap_or(u32::MAX);
                unstated.retain(|track| *track != index);
            }
            None if compiler.reference.track(name.get_ref()).is_none() => {
                compiler.problem(unknown_track(name, compiler.reference));
            }
            None => {
                let kind = WarningKind::UnusedTrack { place: "letters", track: name.get_ref().clone() };
                compiler.warn(kind.at(name.span()));
            }
        }
    }
    (letters, unstated)
}

/// Standard deviations from the mean of the pool beyond which the model guesses:
/// of a normal law, one person in 16,000 is further away.
const FAR: f64 = 4.0;

/// Warns of numbers that hardly anybody in the pool of the home track has.
pub fn warn_of_far(compiler: &Compiler<'_>, raw: &RawApplicant, prior: &ParameterPrior) {
    let Some(home) = prior.tracks.get(prior.home_track) else { return };
    let pool = &home.pool;
    let as_is = |value: f64| value;
    let look = |what: &'static str, typed: &Typed<Uncertain>, moments: PoolMoments, scale: fn(f64) -> f64| {
        let Some(given) = typed.given().filter(|_| moments.sd > 0.0) else { return };
        let distance = |value: f64| (scale(value) - moments.mean) / moments.sd;
        let Uncertain { low, high } = *given.get_ref();
        let end = if distance(low).abs() > distance(high).abs() { low } else { high };
        if distance(end).abs() > FAR {
            let kind =
                WarningKind::FarFromPool { what, value: end, sds: distance(end).abs(), track: home.name.clone() };
            compiler.warn(kind.at(given.span()));
        }
    };
    look("step2_ck", &raw.step2_ck, pool.step2_ck, as_is);
    look("years_since_graduation", &raw.years_since_graduation, pool.years_since_graduation, as_is);
    look("publications", &raw.publications, pool.ln_publications, libm::log1p);
}
