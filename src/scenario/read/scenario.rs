//! The sections of a scenario file, key by key.

use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue};

use super::section::{List, Section};
use super::{convert, plans, syntax};
use crate::model::ApplicantType;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::{
    self, RawApplicant, RawInterview, RawInvitations, RawLimits, RawLine, RawPortfolio, RawScenario, RawValues, Typed,
};

/// Reads the text. Syntax errors are reported alone and nothing is read, since
/// what stands after one cannot be trusted; otherwise every problem of every
/// key is reported.
pub fn read(text: &str, problems: &mut Vec<Diagnostic>) -> Option<RawScenario> {
    let (root, errors) = DeTable::parse_recoverable(text);
    syntax::report(text, &errors, problems);
    let end = text.trim_end().len();
    problems.is_empty().then(|| scenario(root.get_ref(), end, problems))
}

fn scenario(root: &DeTable<'_>, end: usize, problems: &mut Vec<Diagnostic>) -> RawScenario {
    let mut section = Section::new("the file", root, 0..0);
    let title = section.optional("title", problems, convert::text(raw::LONGEST_TITLE));
    let seasons = (u64::from(raw::FIRST_SEASON), u64::from(raw::LAST_SEASON));
    let season = section.required("season", problems, convert::whole(seasons));
    let applicant = section.table("applicant", "[applicant]", problems).map(|section| applicant(section, problems));
    if applicant.is_none() && !section.has("applicant") {
        let missing = Diagnostic::at(end..end, "the section `[applicant]` is missing", "it says who applies")
            .hint("`type` and `step2_ck` are the least it needs");
        section.miss("applicant", missing);
    }
    let limits = section.table("limits", "[limits]", problems).map(|section| limits(section, problems));
    let values = section.table("values", "[values]", problems).map(|section| values(section, problems));
    let sections = section.tables(
        &List { key: "portfolio", header: "[[portfolio]]", most: raw::MOST_PORTFOLIOS, absent_at: end..end },
        problems,
    );
    let portfolios = sections.into_iter().map(|section| portfolio(section, problems)).collect();
    let plans = section.optional_tables(
        &List { key: "plan", header: "[[plan]]", most: raw::MOST_PLANS, absent_at: end..end },
        problems,
    );
    let plans = plans.into_iter().map(|section| plans::plan(section, problems)).collect();
    let sections = section.optional_tables(
        &List { key: "interview", header: "[[interview]]", most: raw::MOST_INTERVIEWS, absent_at: end..end },
        problems,
    );
    let interviews = sections.into_iter().map(|section| interview(section, problems)).collect();
    let invitations = section
        .table("invitations", "[invitations]", problems)
        .map(|table| RawInvitations { received: table.rest(problems, convert::whole(raw::COUNT)).0 });
    section.finish(problems);
    RawScenario { title, season, applicant, limits, values, portfolios, plans, interviews, invitations }
}

fn interview(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawInterview {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let raw = RawInterview {
        span: section.span(),
        program: section.required("program", problems, convert::text(raw::LONGEST_NAME)),
        track: section.required("track", problems, any_text),
        value: section.optional("value", problems, convert::number(raw::SHARE)),
        role: section.optional("role", problems, convert::role),
    };
    section.finish(problems);
    raw
}

fn applicant(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawApplicant {
    let raw = RawApplicant {
        span: section.span(),
        kind: section.required("type", problems, convert::applicant_type),
        step2_ck: section.required("step2_ck", problems, convert::uncertain(raw::STEP2_CK)),
        exam_failures: section.optional("exam_failures", problems, convert::whole(raw::EXAM_FAILURES)),
        years_since_graduation: section.optional("years_since_graduation", problems, convert::uncertain(raw::YEARS)),
        us_clinical_months: section.optional("us_clinical_months", problems, convert::uncertain(raw::MONTHS)),
        publications: section.optional("publications", problems, convert::uncertain(raw::PUBLICATIONS)),
        visa: section.optional("visa", problems, convert::visa),
        letters: letters(&mut section, problems),
        reapplicant: section.optional("reapplicant", problems, convert::flag),
        failed_with: section.optional("failed_with", problems, convert::text(raw::LONGEST_NAME)),
    };
    note_needed_by_type(&raw, &mut section);
    section.finish(problems);
    raw
}

/// Keys whose default would be a guess for this type of applicant.
fn note_needed_by_type(raw: &RawApplicant, section: &mut Section<'_, '_>) {
    let Some(kind) = raw.kind.value() else { return };
    if !kind.is_us_senior() && raw.years_since_graduation == Typed::Absent {
        section.miss("years_since_graduation", section.missing_key("years_since_graduation"));
    }
    if kind == ApplicantType::NonUsImg && raw.visa == Typed::Absent {
        let choices = "one of \"none\", \"j1\", \"h1b_only\", \"j1_or_h1b\"; many programs sponsor no visa";
        section.miss("visa", section.missing_key("visa").hint(choices));
    }
}

/// The letters that are right; wrong numbers are reported.
fn letters(section: &mut Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> Typed<Vec<raw::Entry<u64>>> {
    match section.table("letters", "[applicant.letters]", problems) {
        Some(table) => {
            let (right, _) = table.rest(problems, convert::whole(raw::LETTERS));
            Typed::Given(Spanned::new(table.span(), right))
        }
        None if section.has("letters") => Typed::Wrong,
        None => Typed::Absent,
    }
}

fn limits(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawLimits {
    let raw = RawLimits {
        max_interviews: section.optional("max_interviews", problems, convert::whole(raw::MAX_INTERVIEWS)),
        pgy1_interviews: section.optional("pgy1_interviews", problems, convert::whole(raw::MAX_INTERVIEWS)),
        budget_usd: section.optional("budget_usd", problems, convert::number(raw::BUDGET)),
        max_unmatched: section.optional("max_unmatched", problems, convert::number(raw::SHARE)),
        researched_programs: section.optional("researched_programs", problems, convert::whole(raw::RESEARCHED)),
    };
    section.finish(problems);
    raw
}

fn values(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawValues {
    let preliminary_only = section.optional("preliminary_only", problems, convert::number(raw::SHARE));
    let matched_without_pgy1 = section.optional("matched_without_pgy1", problems, convert::number(raw::SHARE));
    let soap_categorical = section.optional("soap_categorical", problems, convert::number(raw::SHARE));
    let (matched, wrong) = section.rest(problems, convert::number(raw::SHARE));
    RawValues { span: section.span(), preliminary_only, matched_without_pgy1, soap_categorical, matched, wrong }
}

fn portfolio(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawPortfolio {
    let name = section.required("name", problems, convert::text(raw::LONGEST_NAME));
    let lines = section.tables(
        &List { key: "line", header: "[[portfolio.line]]", most: raw::MOST_LINES, absent_at: section.span() },
        problems,
    );
    let raw = RawPortfolio {
        span: section.span(),
        name,
        lines: lines.into_iter().map(|section| line(section, problems)).collect(),
    };
    section.finish(problems);
    raw
}

fn line(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawLine {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let raw = RawLine {
        span: section.span(),
        track: section.required("track", problems, any_text),
        programs: section.optional("programs", problems, convert::whole(raw::PROGRAMS)),
        program_list: section.optional("program_list", problems, any_text),
        listed: None,
        screening: section.optional("screening", problems, convert::screening),
        sponsors_only: section.optional("sponsors_only", problems, convert::flag),
        gold_signals: section.optional("gold_signals", problems, convert::whole(raw::COUNT)),
        silver_signals: section.optional("silver_signals", problems, convert::whole(raw::COUNT)),
        signals: section.optional("signals", problems, convert::whole(raw::COUNT)),
        geographic_ties: section.optional("geographic_ties", problems, convert::whole(raw::COUNT)),
        rotations: section.optional("rotations", problems, convert::whole(raw::COUNT)),
        preference: section.optional("preference", problems, convert::whole(raw::PREFERENCE)),
        keep: section.optional("keep", problems, convert::whole(raw::MAX_INTERVIEWS)),
        interview_priority: section.optional("interview_priority", problems, convert::whole(raw::PREFERENCE)),
        role: section.optional("role", problems, convert::role),
    };
    if raw.programs == Typed::Absent && raw.program_list == Typed::Absent {
        let either = "or `program_list = \"FILE.csv\"` to name them";
        section.miss("programs", section.missing_key("programs").hint(either));
    }
    section.finish(problems);
    raw
}
