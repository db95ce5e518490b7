//! The plans of a scenario file, key by key.

use toml::de::DeValue;

use super::convert;
use super::section::{List, Section};
use crate::model::plan::MOST_SEASONS;
use crate::scenario::raw::{self, RawPlan, RawSeason};

/// One `[[plan]]`.
pub fn plan(mut section: Section<'_, '_>) -> RawPlan {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let name = section.required("name", convert::text(raw::LONGEST_NAME));
    let after_dr = section.optional("after_dr", any_text);
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
        max_preliminary_years: most,
        seasons: seasons.into_iter().map(season).collect(),
    };
    section.finish();
    raw
}

fn season(mut section: Section<'_, '_>) -> RawSeason {
    let any_text = |value: &DeValue<'_>| convert::text(usize::MAX)(value);
    let raw = RawSeason {
        span: section.span(),
        before: section.optional("before", any_text),
        publications: section.optional("publications", convert::uncertain(raw::PUBLICATIONS_OF_A_YEAR)),
        us_clinical_months: section.optional("us_clinical_months", convert::uncertain(raw::MONTHS_OF_A_YEAR)),
        cost_usd: section.optional("cost_usd", convert::number(raw::BUDGET)),
        portfolio: section.required("portfolio", any_text),
        soap: section.optional("soap", convert::soap),
    };
    section.finish();
    raw
}
