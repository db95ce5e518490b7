//! What happens to the couple of a scenario.

use super::error::{Error, QuestionError};
use super::identity::header;
use super::scenario::{Scenario, notice};
use super::settings::Settings;
use crate::decide::answers::couple::{CoupleAnswer, PairRule, PublishedCouples, SCHEMA};
use crate::decide::couple::couple as decided;
use crate::engine::results::{Notice, Severity};
use crate::reference::{MarketQuantity, Reference};
use crate::scenario::{Nearness, WarningKind};

/// Parameter draws unless told otherwise, each of 2,048 seasons.
const USUAL_DRAWS: u64 = 128;

/// What happens to the applicant and the partner, as a couple and each alone, with every way of applying.
///
/// # Errors
/// Without a partner, when threads cannot be had, and when interrupted before anything was done.
pub(crate) fn couple(scenario: &Scenario<'_>, settings: &Settings<'_>) -> Result<CoupleAnswer, Error> {
    let precision = settings.precision(USUAL_DRAWS)?;
    let Some(couple) = &scenario.loaded().couple else { return Err(QuestionError::NoPartner.into()) };
    let found = decided(scenario.compiled_scenario(), couple, &precision, settings.told(), settings.stop())?;
    let mut header = header(SCHEMA, scenario, precision);
    header.parameter_draws = found.draws;
    let is_of_others = WarningKind::PartnerForRunAlone.of_scenario().seen();
    header.notices.retain(|notice| notice.seen != is_of_others);
    header.notices.extend(of_partner(couple.partner.warnings.iter().map(notice), &header.notices));
    let pairs = couple.rule.pairs;
    Ok(CoupleAnswer {
        header,
        rule: PairRule {
            together: match couple.rule.together {
                Nearness::State => "state",
                Nearness::Division => "division",
                Nearness::Region => "region",
            },
            apart_ranks: pairs.apart_ranks,
            only_together: pairs.only_together,
            one_alone: pairs.one_alone,
            most_pairs: pairs.most_pairs,
        },
        seasons: found.seasons,
        partial: found.is_partial,
        ways: found.ways,
        published: published(scenario.reference()),
    })
}

/// What must be known of the partner and was not said of the file already.
fn of_partner(theirs: impl Iterator<Item = Notice>, said: &[Notice]) -> Vec<Notice> {
    let of = |notice: Notice| {
        let is_new = !said.contains(&notice) && notice.severity == Severity::Warning;
        is_new.then(|| Notice { seen: format!("your partner: {}", notice.seen), ..notice })
    };
    theirs.filter_map(of).collect()
}

/// The latest figures of all couples.
fn published(reference: &Reference) -> Option<PublishedCouples> {
    let of = |quantity| {
        let rows = reference.market_figures.iter().filter(move |row| row.quantity == quantity);
        rows.max_by_key(|row| row.year)
    };
    let both = of(MarketQuantity::CouplesBothMatched)?;
    Some(PublishedCouples {
        year: both.year.into(),
        both: both.value / 100.0,
        one: of(MarketQuantity::CouplesOneMatched)?.value / 100.0,
        neither: of(MarketQuantity::CouplesNeitherMatched)?.value / 100.0,
        source_id: both.source_id.clone(),
    })
}
