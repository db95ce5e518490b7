//! The sections of a scenario file, key by key.

use std::cell::RefCell;

use toml::de::DeTable;

use super::section::{List, Section};
use super::{convert, syntax};
use crate::model::ApplicantType;
use crate::model::plan::MOST_SEASONS;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::kinds::Keys;
use crate::scenario::raw::{
    self, RawApplicant, RawCouple, RawInterview, RawInvitations, RawLimits, RawLine, RawPartner, RawPlan, RawPortfolio,
    RawScenario, RawValues,
};
use crate::scenario::typed::Typed;

/// Reads the text. Syntax errors are reported alone and nothing is read, since
/// what stands after one cannot be trusted; otherwise every problem of every
/// key is reported.
pub fn read(text: &str, problems: &RefCell<Vec<Diagnostic>>) -> Option<RawScenario> {
    let (root, errors) = DeTable::parse_recoverable(text);
    syntax::report(text, &errors, &mut problems.borrow_mut());
    let end = text.trim_end().len();
    let is_valid = problems.borrow().is_empty();
    is_valid.then(|| scenario(Section::root(root.get_ref(), problems, home_of), end))
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
    let limits = section.table("limits", "[limits]").map(keys);
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
    let plans = plans.into_iter().map(plan).collect();
    let sections = section.optional_tables(&List {
        key: "interview",
        header: "[[interview]]",
        most: raw::MOST_INTERVIEWS,
        absent_at: end..end,
    });
    let interviews = sections.into_iter().map(keys).collect();
    let invitations = section
        .table("invitations", "[invitations]")
        .map(|table| RawInvitations { received: table.rest(convert::whole((0, u64::MAX))).0 });
    let progress = section.table("progress", "[progress]").map(keys);
    let partner = section.table("partner", "[partner]").map(|table| Box::new(partner(table)));
    let couple = section.table("couple", "[couple]").map(keys);
    section.finish();
    RawScenario {
        title,
        season,
        applicant,
        limits,
        values,
        portfolios,
        plans,
        interviews,
        invitations,
        progress,
        partner,
        couple,
    }
}

/// The section that a key belongs to, if it stands in one only of those that are mixed up. Keys of the applicant are often
/// left at the top of a file when its header is lost.
fn home_of(key: &str) -> Option<&'static str> {
    let homes = [
        ("[applicant]", RawApplicant::KEYS),
        ("[limits]", RawLimits::KEYS),
        ("[values]", RawValues::KEYS),
        ("[[portfolio.line]]", RawLine::KEYS),
        ("[couple]", RawCouple::KEYS),
    ];
    let is_of_interviews = RawInterview::KEYS.contains(&key);
    homes.into_iter().find(|(_, keys)| keys.contains(&key) && !is_of_interviews).map(|(home, _)| home)
}

/// A section of leaf keys.
fn keys<K: Keys>(mut section: Section<'_, '_>) -> K {
    let raw = K::take(&mut section);
    section.finish();
    raw
}

fn applicant(mut section: Section<'_, '_>) -> RawApplicant {
    let raw = RawApplicant::take(&mut section);
    note_needed_by_type(&raw, &mut section);
    section.finish();
    raw
}

/// The keys of the applicant, with limits and portfolios among them.
fn partner(mut section: Section<'_, '_>) -> RawPartner {
    let limits = section.table("limits", "[partner.limits]").map(keys);
    let header = "[[partner.portfolio]]";
    let list = List { key: "portfolio", header, most: raw::MOST_PORTFOLIOS, absent_at: section.span() };
    let portfolios = section.tables(&list).into_iter().map(portfolio).collect();
    RawPartner { applicant: applicant(section), limits, portfolios }
}

/// Keys whose default would be a guess for this type of applicant.
fn note_needed_by_type(raw: &RawApplicant, section: &mut Section<'_, '_>) {
    let has_score = [&raw.step2_ck, &raw.comlex_level_2].into_iter().any(|score| *score != Typed::Absent);
    let may_be_pending = raw.step2_ck_pending.or(false) != Some(false);
    if !has_score && !may_be_pending {
        let others = "a score or a range such as \"240 to 250\"; without one write `step2_ck_pending = true`, and with \
                      COMLEX alone `comlex_level_2 = …`";
        section.miss("step2_ck", section.missing_key("step2_ck").hint(others));
    }
    let Some(kind) = raw.kind.value() else { return };
    if !kind.is_us_senior() && raw.years_since_graduation == Typed::Absent {
        section.miss("years_since_graduation", section.missing_key("years_since_graduation"));
    }
    if kind == ApplicantType::NonUsImg && raw.visa == Typed::Absent {
        let choices = "one of \"none\", \"j1\", \"h1b_only\", \"j1_or_h1b\"; many programs sponsor no visa";
        section.miss("visa", section.missing_key("visa").hint(choices));
    }
}

fn values(mut section: Section<'_, '_>) -> RawValues {
    let raw = RawValues::take(&mut section);
    let (matched, wrong) = section.rest(convert::number((0.0, 1.0)));
    RawValues { matched, wrong, ..raw }
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
    let raw = RawLine::take(&mut section);
    if raw.programs == Typed::Absent && raw.program_list == Typed::Absent {
        let either = "or `program_list = \"FILE.csv\"` to name them";
        section.miss("programs", section.missing_key("programs").hint(either));
    }
    section.finish();
    raw
}

/// One `[[plan]]`.
fn plan(mut section: Section<'_, '_>) -> RawPlan {
    let name = section.required("name", convert::text(raw::LONGEST_NAME));
    let after_dr = section.optional("after_dr", convert::text(usize::MAX));
    let after_residency = section.optional("after_residency", convert::texts);
    let most = section.optional("max_preliminary_years", convert::whole(raw::PRELIMINARY_YEARS));
    let seasons = section.tables(&List {
        key: "season",
        header: "[[plan.season]]",
        most: MOST_SEASONS,
        absent_at: section.span(),
    });
    let raw = RawPlan {
        span: section.span(),
        name,
        after_dr,
        after_residency,
        max_preliminary_years: most,
        seasons: seasons.into_iter().map(keys).collect(),
    };
    section.finish();
    raw
}
