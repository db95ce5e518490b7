//! The plans of a scenario file, key by key.

use toml::de::DeValue;

use super::convert;
use super::section::{List, Section};
use crate::model::plan::MOST_SEASONS;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::raw::{self, RawPlan, RawSeason};

/// One `[[plan]]`.
pub fn plan(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawPlan {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let name = section.required("name", problems, convert::text(raw::LONGEST_NAME));
    let after_dr = section.optional("after_dr", problems, any_text);
    let most = section.optional("max_preliminary_years", problems, convert::whole(raw::PRELIMINARY_YEARS));
    let seasons = section.tables(
        &List { key: "season", header: "[[plan.season]]", most: MOST_SEASONS, absent_at: section.span() },
        problems,
    );
    let raw = RawPlan {
        span: section.span(),
        name,
        after_dr,
        max_preliminary_years: most,
        seasons: seasons.into_iter().map(|section| season(section, problems)).collect(),
    };
    section.finish(problems);
    raw
}

fn season(mut section: Section<'_, '_>, problems: &mut Vec<Diagnostic>) -> RawSeason {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let raw = RawSeason {
        span: section.span(),
        before: section.optional("before", problems, any_text),
        publications: section.optional("publications", problems, convert::uncertain(raw::PUBLICATIONS_OF_A_YEAR)),
        us_clinical_months: section.optional("us_clinical_months", problems, convert::uncertain(raw::MONTHS_OF_A_YEAR)),
        cost_usd: section.optional("cost_usd", problems, convert::number(raw::BUDGET)),
        portfolio: section.required("portfolio", problems, any_text),
        soap: section.optional("soap", problems, convert::soap),
    };
    section.finish(problems);
    raw
}
