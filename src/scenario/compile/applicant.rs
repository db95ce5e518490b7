//! The applicant, with the defaults of its type.

use crate::model::{
    Applicant, ApplicantType, FurtherRecord, ParameterPrior, PoolMoments, PoolProfile, TrackPrior, Uncertain, Unstated,
    Visa,
};
use crate::reference::{ConcordanceRow, Covariate, OtherExam, TrackRow, other_radiology};
use serde_spanned::Spanned;

use crate::scenario::compiled::ScoreSource;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::{RawApplicant, RawScenario, STEP2_CK};
use crate::scenario::typed::{Entry, Typed};
use crate::scenario::warning::WarningKind;

use super::compiler::Compiler;
use super::tracks::{UsedTracks, is_preliminary, unknown_track};

/// Months that whoever went to a school in the United States has at least: the clinical years.
const MONTHS_OF_US_SCHOOLS: f64 = 12.0;

/// Letters of the typical applicant. A preliminary track is taken to have them too: it asks for none from a
/// field of its own, so nothing is missing.
const TYPICAL_LETTERS: u32 = 2;

/// The applicant; none if something needed is missing or wrong, which is reported.
pub fn compile(
    compiler: &Compiler<'_>,
    raw: &RawApplicant,
    home: Option<&TrackRow>,
    used: &UsedTracks<'_>,
) -> Option<Applicant> {
    let (letters, unstated_letters) = letters(compiler, raw, used);
    let kind = raw.kind.value()?;
    check_visa(compiler, raw, kind);
    warn_of_step3(compiler, raw);
    let further = further(compiler, raw, used)?;
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
        step2_ck: score(compiler, raw, kind, home, used)?,
        exam_failures: u32::try_from(raw.exam_failures.or(0)?).ok()?,
        years_since_graduation: years?,
        us_clinical_months: months(raw, kind)?,
        publications: raw.publications.or(Uncertain::certain(0.0))?,
        visa: raw.visa.or(Visa::None)?,
        letters,
        further,
        unstated,
        unstated_letters,
        failed: None,
        so_far: None,
    };
    let residencies = used.typed_rows().iter().enumerate().filter(|(_, row)| !is_preliminary(row));
    let unstated = applicant.not_stated(residencies.map(|(track, row)| (track, row.name.as_str())));
    if !unstated.is_empty() {
        compiler.warn(WarningKind::NotStated { unstated }.at(raw.span.clone()));
    }
    Some(applicant)
}

/// The half width of the range with the standard deviation `sd`: a range is uniform.
fn half_width(sd: f64) -> f64 {
    sd * 3.0_f64.sqrt()
}

/// A score around these ends, spread by `sd` and within the scale of Step 2 CK.
fn score_around(low: f64, high: f64, sd: f64) -> Uncertain {
    let within = |score: f64| score.round().clamp(STEP2_CK.0.into(), STEP2_CK.1.into());
    Uncertain { low: within(low - half_width(sd)), high: within(high + half_width(sd)) }
}

/// Step 2 CK as stated, as COMLEX corresponds to, or as those who apply to the home specialty have; what is wrong is reported.
fn score(
    compiler: &Compiler<'_>,
    raw: &RawApplicant,
    kind: ApplicantType,
    home: Option<&TrackRow>,
    used: &UsedTracks<'_>,
) -> Option<Uncertain> {
    let is_pending = raw.step2_ck_pending.or(false)?;
    check_scores(compiler, raw, kind, is_pending);
    if raw.step2_ck != Typed::Absent {
        return raw.step2_ck.value();
    }
    if let Some(comlex) = raw.comlex_level_2.given() {
        let row = compiler.reference.concordances.iter().find(|row| row.exam == OtherExam::ComlexLevel2)?;
        let ConcordanceRow { center, step2_ck_at_center, step2_ck_per_point, sd, .. } = row;
        let line = |score: f64| step2_ck_at_center + step2_ck_per_point * (score - center);
        let Uncertain { low, high } = *comlex.get_ref();
        let score = score_around(line(low), line(high), *sd);
        compiler.warn(WarningKind::ScoreOfComlex { low: score.low, high: score.high }.at(comlex.span()));
        return Some(score);
    }
    if !is_pending {
        return None;
    }
    // Of one specialty alone there is no doubt whose scores are meant.
    let residencies = || used.typed_rows().iter().copied().filter(|row| !is_preliminary(row));
    let only = match (residencies().count(), used.typed_rows()) {
        (1, _) => residencies().next(),
        (0, [year]) => Some(*year),
        _ => None,
    };
    let Some(home) = home.or(only) else {
        let span = raw.step2_ck_pending.span().unwrap_or_else(|| raw.span.clone());
        let problem =
            Diagnostic::at(span, "step2_ck_pending does not say whose scores are typical", "of which specialty?");
        compiler.problem(problem.hint(
            "add home_specialty = \"…\", the track that you mainly prepare for, or [values] with one track above all others",
        ));
        return None;
    };
    let pool = compiler.reference.pool(&home.track, kind, Covariate::Step2Ck)?;
    let score = score_around(pool.mean, pool.mean, pool.sd);
    let span = raw.step2_ck_pending.span().unwrap_or_else(|| raw.span.clone());
    let track = home.name.clone();
    compiler.warn(WarningKind::ScorePending { track, low: score.low, high: score.high }.at(span));
    Some(score)
}

/// Where the score comes from.
pub fn score_source(raw: &RawApplicant) -> ScoreSource {
    match raw.comlex_level_2.value() {
        _ if raw.step2_ck != Typed::Absent => ScoreSource::Stated,
        Some(comlex) => ScoreSource::Comlex(comlex),
        None => ScoreSource::Pending,
    }
}

/// One of the three says what the score is.
fn check_scores(compiler: &Compiler<'_>, raw: &RawApplicant, kind: ApplicantType, is_pending: bool) {
    if let Some(comlex) = raw.comlex_level_2.given().filter(|_| !kind.is_us_do()) {
        let problem =
            Diagnostic::at(comlex.span(), "COMLEX is for osteopathic schools", format!("not for {}", kind.key()));
        compiler.problem(problem.hint("write type = \"us_do\" or \"us_do_graduate\", or step2_ck in its place"));
    }
    let pending = raw.step2_ck_pending.span().filter(|_| is_pending);
    let scores = [("step2_ck", raw.step2_ck.span()), ("comlex_level_2", raw.comlex_level_2.span())];
    let stated = scores.into_iter().chain([("step2_ck_pending", pending)]);
    let stated: Vec<_> = stated.filter_map(|(key, span)| Some((key, span?))).collect();
    if let [(first, place), (second, span), ..] = &stated[..] {
        let problem = Diagnostic::at(span.clone(), format!("`{second}` does not go with `{first}`"), "said twice");
        let hint = "programs look at Step 2 CK where there is one: keep step2_ck alone if you have it";
        compiler.problem(problem.related(place.clone(), "the score").hint(hint));
    }
}

/// An H-1B cannot be petitioned for without Step 3.
fn warn_of_step3(compiler: &Compiler<'_>, raw: &RawApplicant) {
    let Some(visa) = raw.visa.given().filter(|_| raw.step3_passed.value() != Some(true)) else { return };
    if matches!(visa.get_ref(), Visa::H1bOnly | Visa::J1OrH1b) {
        let kind = WarningKind::H1bWithoutStep3 {
            is_only_visa: *visa.get_ref() == Visa::H1bOnly,
            is_stated: raw.step3_passed.value().is_some(),
        };
        compiler.warn(kind.at(visa.span()));
    }
}

/// What else the application shows; none if something is wrong, which is reported.
fn further(compiler: &Compiler<'_>, raw: &RawApplicant, used: &UsedTracks<'_>) -> Option<FurtherRecord> {
    let count = |typed: &Typed<u64>| u32::try_from(typed.or(0)?).ok();
    let observership_months = count(&raw.observership_months)?;
    let is_typical = raw.kind.value().is_some_and(ApplicantType::is_img) && raw.us_clinical_months == Typed::Absent;
    if let Some(months) = raw.observership_months.given().filter(|months| is_typical && *months.get_ref() > 0) {
        let message = "`observership_months` needs `us_clinical_months` beside it";
        let problem = Diagnostic::at(months.span(), message, "apart from hands-on months");
        compiler.problem(problem.hint("state the hands-on months too, also where they are 0"));
        return None;
    }
    let mut months_in_specialty = vec![0; used.rows().len()];
    for (index, months) in by_index(compiler, &raw.experience, "experience", used) {
        months_in_specialty[index] = months;
    }
    Some(FurtherRecord {
        is_comlex_only: raw.comlex_level_2 != Typed::Absent,
        observership_months,
        general_letters: count(&raw.general_letters)?,
        home_letters: count(&raw.home_letters)?,
        related_letters: related_letters(raw, used),
        months_in_specialty,
    })
}

/// What the person would not accept, as typed.
pub fn excluded(raw: &RawScenario) -> impl Iterator<Item = &Spanned<String>> {
    raw.applicant.iter().filter_map(|section| section.exclude.given()).flat_map(Spanned::get_ref)
}

/// The specialty that the person mainly prepares for: stated, or valued above all others; none where neither says it.
pub fn home<'r>(compiler: &Compiler<'r>, raw: &RawScenario) -> Option<&'r TrackRow> {
    if let Some(name) = raw.applicant.as_ref().and_then(|section| section.home_specialty.given()) {
        return compiler.reference.track(name.get_ref());
    }
    let values = &raw.values.as_ref()?.matched;
    let best = values.iter().max_by(|a, b| a.value.get_ref().total_cmp(b.value.get_ref()))?;
    let is_alone = values.iter().filter(|one| one.value.get_ref() == best.value.get_ref()).count() == 1;
    compiler.reference.track(best.track.get_ref()).filter(|_| is_alone)
}

/// Reports a home specialty that is none.
pub fn check_home(compiler: &Compiler<'_>, raw: &RawScenario) {
    let Some(name) = raw.applicant.as_ref().and_then(|section| section.home_specialty.given()) else { return };
    match compiler.reference.track(name.get_ref()) {
        None => compiler.problem(unknown_track(name, compiler.reference)),
        Some(row) if is_preliminary(row) => {
            let problem =
                Diagnostic::at(name.span(), format!("{} is a year and no specialty", row.name), "no residency");
            compiler.problem(problem.hint("name the specialty that you mainly prepare for"));
        }
        Some(_) => {}
    }
}

/// Reports every excluded name that is no track, and every line that applies to an excluded one.
pub fn check_excluded(compiler: &Compiler<'_>, raw: &RawScenario) {
    for name in excluded(raw) {
        if compiler.reference.track(name.get_ref()).is_none() {
            compiler.problem(unknown_track(name, compiler.reference));
        }
        let lines = raw.portfolios.iter().flat_map(|portfolio| &portfolio.lines);
        let applies = lines.filter_map(|line| line.track.given()).find(|track| track.get_ref() == name.get_ref());
        if let Some(track) = applies {
            let message = format!("a line applies to {}, which `exclude` names", name.get_ref());
            let problem = Diagnostic::at(track.span(), message, "applied to").related(name.span(), "not accepted");
            compiler.problem(problem.hint("take the line out, or take the track out of exclude"));
        }
    }
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
    for (index, count) in by_index(compiler, &raw.letters, "letters", used) {
        letters[index] = count;
        unstated.retain(|track| *track != index);
    }
    (letters, unstated)
}

/// Letters stated from the other radiology, by index of the track. It counts whether a portfolio uses it or not.
fn related_letters(raw: &RawApplicant, used: &UsedTracks<'_>) -> Vec<u32> {
    let mut related = vec![0; used.rows().len()];
    for Entry { track: name, value } in entries(&raw.letters) {
        if let Some(index) = other_radiology(name.get_ref()).and_then(|other| used.index_of(other)) {
            related[index] = u32::try_from(*value.get_ref()).unwrap_or(u32::MAX);
        }
    }
    related
}

fn entries(typed: &Typed<Vec<Entry<u64>>>) -> &[Entry<u64>] {
    typed.given().map(|given| given.get_ref().as_slice()).unwrap_or_default()
}

/// Numbers by index of the track; names that are no track are reported, and those that no portfolio uses noted.
fn by_index(
    compiler: &Compiler<'_>,
    typed: &Typed<Vec<Entry<u64>>>,
    place: &'static str,
    used: &UsedTracks<'_>,
) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    for Entry { track: name, value } in entries(typed) {
        match used.index_of(name.get_ref()) {
            Some(index) => found.push((index, u32::try_from(*value.get_ref()).unwrap_or(u32::MAX))),
            None if compiler.reference.track(name.get_ref()).is_none() => {
                compiler.problem(unknown_track(name, compiler.reference));
            }
            // A letter counts in the other radiology too.
            None if place == "letters"
                && other_radiology(name.get_ref()).is_some_and(|one| used.index_of(one).is_some()) => {}
            None => compiler.warn(WarningKind::UnusedTrack { place, track: name.get_ref().clone() }.at(name.span())),
        }
    }
    found
}

/// Standard deviations from the mean of the pool beyond which the model guesses:
/// of a normal law, one person in 16,000 is further away.
const FAR: f64 = 4.0;

/// Warns of numbers that hardly anybody in the pool of the home specialty has, or in none of the pools where none is known.
pub fn warn_of_far(compiler: &Compiler<'_>, raw: &RawApplicant, prior: &ParameterPrior) {
    let pools = || match prior.home.track().and_then(|home| prior.tracks.get(home)) {
        Some(home) => std::slice::from_ref(home),
        None => prior.tracks.as_slice(),
    };
    let as_is = |value: f64| value;
    let look =
        |what: &'static str, typed: &Typed<Uncertain>, of: fn(&PoolProfile) -> PoolMoments, scale: fn(f64) -> f64| {
            let Some(given) = typed.given() else { return };
            let Uncertain { low, high } = *given.get_ref();
            let furthest = |track: &TrackPrior| {
                let moments = of(&track.pool);
                let distance = |value: f64| (scale(value) - moments.mean).abs() / moments.sd;
                let end = if distance(low) > distance(high) { low } else { high };
                (moments.sd > 0.0).then(|| (distance(end), end, track.name.clone()))
            };
            let nearest =
                pools().iter().filter_map(furthest).min_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.cmp(&b.2)));
            if let Some((sds, value, track)) = nearest.filter(|(sds, ..)| *sds > FAR) {
                compiler.warn(WarningKind::FarFromPool { what, value, sds, track }.at(given.span()));
            }
        };
    look("step2_ck", &raw.step2_ck, |pool| pool.step2_ck, as_is);
    look("years_since_graduation", &raw.years_since_graduation, |pool| pool.years_since_graduation, as_is);
    look("publications", &raw.publications, |pool| pool.ln_publications, libm::log1p);
}
