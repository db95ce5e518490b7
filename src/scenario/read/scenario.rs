//! The sections of a scenario file, key by key.

use std::cell::RefCell;

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
pub fn read(text: &str, problems: &RefCell<Vec<Diagnostic>>) -> Option<RawScenario> {
    let (root, errors) = DeTable::parse_recoverable(text);
    syntax::report(text, &errors, &mut problems.borrow_mut());
    let end = text.trim_end().len();
    let is_valid = problems.borrow().is_empty();
    is_valid.then(|| scenario(Section::root(root.get_ref(), problems), end))
}

fn scenario(mut section: Section<'_, '_>, end: usize) -> RawScenario {
    let title = section.optional("title", convert::text(raw::LONGEST_TITLE));
    let seasons = (u64::from(raw::FIRST_SEASON), u64::from(raw::LAST_SEASON));
    let season = section.required("season", convert::whole(seasons));
    let applicant = section.table("applicant", "[applicant]").map(applicant);
    if applicant.is_none() && !section.has("applicant") {
        let missing = Diagnostic::at(end..end, "the section `[applicant]` is missing", "it says who applies")
            .hint("`type` and `step2_ck` are the least it needs");
        section.miss("applicant", missing);
    }
    let limits = section.table("limits", "[limits]").map(limits);
    let values = section.table("values", "[values]").map(values);
    let sections = section.tables(&List {
        key: "portfolio",
        header: "[[portfolio]]",
        most: raw::MOST_PORTFOLIOS,
        absent_at: end..end,
    });
    let portfolios = sections.into_iter().map(portfolio).collect();
    let plans =
        section.optional_tables(&List { key: "plan", header: "[[plan]]", most: raw::MOST_PLANS, absent_at: end..end });
    let plans = plans.into_iter().map(plans::plan).collect();
    let sections = section.optional_tables(&List {
        key: "interview",
        header: "[[interview]]",
        most: raw::MOST_INTERVIEWS,
        absent_at: end..end,
    });
    let interviews = sections.into_iter().map(interview).collect();
    let invitations = section
        .table("invitations", "[invitations]")
        .map(|table| RawInvitations { received: table.rest(convert::whole(raw::COUNT)).0 });
    section.finish();
    RawScenario { title, season, applicant, limits, values, portfolios, plans, interviews, invitations }
}

fn interview(mut section: Section<'_, '_>) -> RawInterview {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let raw = RawInterview {
        span: section.span(),
        program: section.required("program", convert::text(raw::LONGEST_NAME)),
        track: section.required("track", any_text),
        value: section.optional("value", convert::number(raw::SHARE)),
        role: section.optional("role", convert::role),
    };
    section.finish();
    raw
}

fn applicant(mut section: Section<'_, '_>) -> RawApplicant {
    let raw = RawApplicant {
        span: section.span(),
        kind: section.required("type", convert::applicant_type),
        step2_ck: section.required("step2_ck", convert::uncertain(raw::STEP2_CK)),
        exam_failures: section.optional("exam_failures", convert::whole(raw::EXAM_FAILURES)),
        years_since_graduation: section.optional("years_since_graduation", convert::uncertain(raw::YEARS)),
        us_clinical_months: section.optional("us_clinical_months", convert::uncertain(raw::MONTHS)),
        publications: section.optional("publications", convert::uncertain(raw::PUBLICATIONS)),
        visa: section.optional("visa", convert::visa),
        letters: letters(&mut section),
        reapplicant: section.optional("reapplicant", convert::flag),
        failed_with: section.optional("failed_with", convert::text(raw::LONGEST_NAME)),
    };
    note_needed_by_type(&raw, &mut section);
    section.finish();
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
fn letters(section: &mut Section<'_, '_>) -> Typed<Vec<raw::Entry<u64>>> {
    match section.table("letters", "[applicant.letters]") {
        Some(table) => {
            let (right, _) = table.rest(convert::whole(raw::LETTERS));
            Typed::Given(Spanned::new(table.span(), right))
        }
        None if section.has("letters") => Typed::Wrong,
        None => Typed::Absent,
    }
}

fn limits(mut section: Section<'_, '_>) -> RawLimits {
    let raw = RawLimits {
        max_interviews: section.optional("max_interviews", convert::whole(raw::MAX_INTERVIEWS)),
        pgy1_interviews: section.optional("pgy1_interviews", convert::whole(raw::MAX_INTERVIEWS)),
        budget_usd: section.optional("budget_usd", convert::number(raw::BUDGET)),
        max_unmatched: section.optional("max_unmatched", convert::number(raw::SHARE)),
        researched_programs: section.optional("researched_programs", convert::whole(raw::RESEARCHED)),
    };
    section.finish();
    raw
}

fn values(mut section: Section<'_, '_>) -> RawValues {
    let preliminary_only = section.optional("preliminary_only", convert::number(raw::SHARE));
    let matched_without_pgy1 = section.optional("matched_without_pgy1", convert::number(raw::SHARE));
    let soap_categorical = section.optional("soap_categorical", convert::number(raw::SHARE));
    let (matched, wrong) = section.rest(convert::number(raw::SHARE));
    RawValues { span: section.span(), preliminary_only, matched_without_pgy1, soap_categorical, matched, wrong }
}

fn portfolio(mut section: Section<'_, '_>) -> RawPortfolio {
    let name = section.required("name", convert::text(raw::LONGEST_NAME));
    let lines = section.tables(&List {
        key: "line",
        header: "[[portfolio.line]]",
        most: raw::MOST_LINES,
        absent_at: section.span(),
    });
    let raw = RawPortfolio { span: section.span(), name, lines: lines.into_iter().map(line).collect() };
    section.finish();
    raw
}

fn line(mut section: Section<'_, '_>) -> RawLine {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let raw = RawLine {
        span: section.span(),
        track: section.required("track", any_text),
        programs: section.optional("programs", convert::whole(raw::PROGRAMS)),
        program_list: section.optional("program_list", any_text),
        listed: None,
        screening: section.optional("screening", convert::screening),
        sponsors_only: section.optional("sponsors_only", convert::flag),
        gold_signals: section.optional("gold_signals", convert::whole(raw::COUNT)),
        silver_signals: section.optional("silver_signals", convert::whole(raw::COUNT)),
        signals: section.optional("signals", convert::whole(raw::COUNT)),
        geographic_ties: section.optional("geographic_ties", convert::whole(raw::COUNT)),
        rotations: section.optional("rotations", convert::whole(raw::COUNT)),
        preference: section.optional("preference", convert::whole(raw::PREFERENCE)),
        keep: section.optional("keep", convert::whole(raw::MAX_INTERVIEWS)),
        interview_priority: section.optional("interview_priority", convert::whole(raw::PREFERENCE)),
        role: section.optional("role", convert::role),
    };
    if raw.programs == Typed::Absent && raw.program_list == Typed::Absent {
        let either = "or `program_list = \"FILE.csv\"` to name them";
        section.miss("programs", section.missing_key("programs").hint(either));
    }
    section.finish();
    raw
}
