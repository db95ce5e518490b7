//! The whole scenario, section by section.

use crate::model::portfolio::USUAL_PGY1_INTERVIEWS;
use crate::model::{ApplicantType, Home, ParameterPrior, Portfolio, TrackKind, Visa};
use crate::reference::FeeSchedule;
use crate::reference::{Origin, TrackRow};
use crate::scenario::compiled::{PlannedPortfolio, Scenario, ScoreSource};
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::pricing::Pricing;
use crate::scenario::raw::RawScenario;
use crate::scenario::warning::{Warning, WarningKind};

use super::compiler::Compiler;
use super::portfolio::PortfolioContext;
use super::tracks::UsedTracks;
use super::{applicant, attendance, failed, lists, plan_checks, plans, portfolio, signals, so_far, values};

/// Name and fingerprint of the file.
#[derive(Debug, Clone, Copy)]
pub struct FileIdentity<'a> {
    /// File as named on the command line.
    pub file: &'a str,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: &'a str,
}

/// Compiles what was typed, with the tracks of `further` beside those of the lines. Every problem and warning is collected; a scenario
/// is returned only if there is no problem.
pub fn compile(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    identity: FileIdentity<'_>,
    further: &[String],
) -> Option<Scenario> {
    let names = raw.portfolios.iter().filter_map(|portfolio| portfolio.name.given());
    let hint = "give each portfolio a name of its own; results are kept by name";
    compiler.check_unique(names, "portfolios are called", hint);
    plan_checks::check(compiler, raw);
    applicant::check_excluded(compiler, raw);
    let mut used = UsedTracks::of(compiler, raw);
    if let Some(kind) = raw.applicant.as_ref().and_then(|section| section.kind.value()) {
        used.add_further(compiler, further, kind);
    }
    applicant::check_home(compiler, raw);
    let home = applicant::home(compiler, raw);
    let applicant = raw.applicant.as_ref().and_then(|section| applicant::compile(compiler, section, home, &used));
    let prior = prior(compiler, raw, &used).map(|prior| ParameterPrior {
        home: home.map_or(Home::Unknown, |row| used.index_of(&row.track).map_or(Home::Elsewhere, Home::Track)),
        ..prior
    });
    let season = raw.season.value().and_then(|year| u16::try_from(year).ok());
    let portfolios = portfolios(compiler, raw, &used, prior.as_ref());
    let values = values::compile(compiler, raw, &used);
    let attendance = attendance::compile(compiler, raw, &used);
    if let Some(known) = &attendance {
        compiler.warn(WarningKind::InterviewsForRanksAlone { interviews: known.interviews.len() }.of_scenario());
    }
    if raw.partner.is_some() {
        compiler.warn(WarningKind::PartnerForRunAlone.of_scenario());
    }
    let fees = season.and_then(|season| fees(compiler, season));
    if compiler.problem_count() > 0 {
        return None;
    }
    let (mut applicant, prior, season) = (applicant?, prior?, season?);
    let portfolios = portfolios.into_iter().collect::<Option<Vec<Portfolio>>>()?;
    applicant.failed = failed::compile(compiler, raw, &applicant, &portfolios);
    applicant.so_far = so_far::compile(compiler, raw, &used, season, &portfolios);
    signals::warn_of_season(compiler, &portfolios, &used, season);
    let specialties = used.rows().iter().map(|row| row.eras_specialty.clone()).collect();
    let pricing = Pricing { specialties, kind: applicant.kind, fees: fees? };
    let around = plans::PlanContext {
        compiler,
        applicant: &applicant,
        prior: &prior,
        portfolios: &portfolios,
        pricing: &pricing,
        values: values.as_ref().map(|values| values.matched.as_slice()),
    };
    let plans = plans::compile(raw, around);
    if compiler.problem_count() > 0 {
        return None;
    }
    let planned = planned(compiler, portfolios, raw, &pricing);
    if let Some(section) = &raw.applicant {
        applicant::warn_of_far(compiler, section, &prior);
    }
    compiler.warnings(lists::header_notes(raw));
    compiler.warnings(assumed_fees(&used, &pricing));
    warn_of_parameters(compiler, applicant.kind, &used);
    Some(Scenario {
        title: raw.title.value().unwrap_or_else(|| title_of(identity.file)),
        season,
        file: identity.file.to_owned(),
        sha256: identity.sha256.to_owned(),
        budget_usd: raw.limits.as_ref().and_then(|limits| limits.budget_usd.value()),
        max_unmatched: raw.limits.as_ref().and_then(|limits| limits.max_unmatched.value()),
        researched_programs: researched_programs(raw),
        excluded: applicant::excluded(raw).map(|name| name.get_ref().clone()).collect(),
        score_source: raw.applicant.as_ref().map_or(ScoreSource::Stated, applicant::score_source),
        applicant,
        pricing,
        portfolios: planned,
        lists: lists::of_lines(raw),
        values,
        attendance,
        stated_values: values::stated(raw, &used),
        prior,
        plans,
    })
}

fn researched_programs(raw: &RawScenario) -> Option<u32> {
    u32::try_from(raw.limits.as_ref()?.researched_programs.value()?).ok()
}

/// Every portfolio; none for each that is wrong.
fn portfolios(
    compiler: &Compiler<'_>,
    raw: &RawScenario,
    used: &UsedTracks<'_>,
    prior: Option<&ParameterPrior>,
) -> Vec<Option<Portfolio>> {
    let stated = raw.applicant.as_ref().and_then(|section| section.visa.value());
    let visa = stated.unwrap_or(Visa::None);
    let tracks = prior.map(|prior| prior.tracks.as_slice()).unwrap_or_default();
    let shares: Vec<f64> = tracks.iter().map(|track| track.sponsor_share(visa)).collect();
    let advanced = tracks.iter().map(|track| 1.0 - track.kind.categorical_share().unwrap_or(1.0));
    let advanced: Vec<f64> = advanced.collect();
    let kinds: Vec<TrackKind> = tracks.iter().map(|track| track.kind).collect();
    let limits = raw.limits.as_ref();
    let limit = |typed: Option<u64>| typed.and_then(|most| u32::try_from(most).ok());
    let max_interviews = limit(limits.and_then(|limits| limits.max_interviews.value()));
    let pgy1_interviews = limit(limits.and_then(|limits| limits.pgy1_interviews.value()));
    let around = PortfolioContext {
        compiler,
        used,
        sponsor_shares: &shares,
        advanced_shares: &advanced,
        kinds: &kinds,
        visa,
        season: raw.season.value().and_then(|year| u16::try_from(year).ok()),
        max_interviews,
        pgy1_interviews: pgy1_interviews.or(max_interviews.map(|_| USUAL_PGY1_INTERVIEWS)),
    };
    let each = raw.portfolios.iter();
    each.map(|typed| portfolio::compile(typed, around)).collect()
}

/// The parameters of the tracks in use. If the type is missing or wrong, those
/// of a non-US IMG serve for the checks that need pool sizes only.
fn prior(compiler: &Compiler<'_>, raw: &RawScenario, used: &UsedTracks<'_>) -> Option<ParameterPrior> {
    let stated = raw.applicant.as_ref().and_then(|section| section.kind.value());
    let before = compiler.problem_count();
    if let Some(kind) = stated {
        used.check_parameters(compiler, raw, kind);
    }
    if compiler.problem_count() > before || used.typed_rows().is_empty() {
        return None;
    }
    match compiler.reference.prior(stated.unwrap_or(ApplicantType::NonUsImg), &used.keys()) {
        Ok(prior) => Some(prior),
        Err(_) if stated.is_none() => None,
        Err(error) => {
            compiler.problem(Diagnostic::of_file(error.to_string()));
            None
        }
    }
}

fn fees(compiler: &Compiler<'_>, season: u16) -> Option<FeeSchedule> {
    let found = compiler.reference.fee_schedule(season);
    let Some(fees) = &found else {
        compiler.problem(Diagnostic::of_file(format!("the tables have no fees up to season {season}")));
        return None;
    };
    let mut used = vec![
        ("applications", fees.applications_season()),
        ("registration", fees.registration_season()),
        ("transcripts", fees.usmle_transcript_season()),
    ];
    used.retain(|(_, of)| *of != season);
    if !used.is_empty() {
        compiler.warn(WarningKind::FeesOfAnotherSeason { season, used }.of_scenario());
    }
    found
}

/// That fees are assumed, if those of a track in a line are.
fn assumed_fees(used: &UsedTracks<'_>, pricing: &Pricing) -> Option<Warning> {
    let is_assumed = |row: &&&TrackRow| pricing.is_assumed(&row.eras_specialty);
    let specialties: Vec<String> = used.typed_rows().iter().filter(is_assumed).map(|row| row.name.clone()).collect();
    (!specialties.is_empty()).then(|| WarningKind::AssumedFees { specialties }.of_scenario())
}

fn planned(
    compiler: &Compiler<'_>,
    portfolios: Vec<Portfolio>,
    raw: &RawScenario,
    pricing: &Pricing,
) -> Vec<PlannedPortfolio> {
    let budget = raw.limits.as_ref().and_then(|limits| limits.budget_usd.given());
    let plan = |(portfolio, typed): (Portfolio, &crate::scenario::raw::RawPortfolio)| {
        let cost = pricing.cost(&portfolio);
        if let Some(limit) = budget.filter(|limit| cost.total() > *limit.get_ref()) {
            let kind = WarningKind::BudgetBroken {
                portfolio: portfolio.name.clone(),
                cost: cost.total(),
                budget: *limit.get_ref(),
            };
            compiler.warn(kind.at(typed.name.span().unwrap_or_else(|| typed.span.clone())));
        }
        PlannedPortfolio { portfolio, cost }
    };
    let planned: Vec<PlannedPortfolio> = portfolios.into_iter().zip(&raw.portfolios).map(plan).collect();
    compiler.warnings(budget.and_then(|limit| unspent(*limit.get_ref(), &planned).map(|kind| kind.at(limit.span()))));
    planned
}

/// What must be left of a budget to be worth a word, as a share of it and in dollars.
const LEFT: (f64, f64) = (0.1, 200.0);

/// What portfolios leave of the budget, where it is much.
fn unspent(budget: f64, planned: &[PlannedPortfolio]) -> Option<WarningKind> {
    let (share, least) = LEFT;
    let left = planned.iter().map(|planned| (planned.portfolio.name.clone(), budget - planned.cost.total()));
    let left: Vec<(String, f64)> = left.filter(|(_, usd)| *usd >= least.max(share * budget)).collect();
    (!left.is_empty()).then_some(WarningKind::UnusedBudget { left })
}

fn warn_of_parameters(compiler: &Compiler<'_>, kind: ApplicantType, used: &UsedTracks<'_>) {
    let is_assumed = |row: &&&TrackRow| {
        let parameters = compiler.reference.parameters_for(&row.track, kind);
        parameters.is_some_and(|parameters| parameters.origin == Origin::Assumption)
    };
    let tracks: Vec<String> = used.rows().iter().filter(is_assumed).map(|row| row.name.clone()).collect();
    let changed = compiler.reference.changed_since_fit();
    if !changed.is_empty() {
        compiler.warn(WarningKind::ChangedSinceFit { tables: changed }.of_scenario());
    }
    if !matches!(kind, ApplicantType::NonUsImg | ApplicantType::UsMd) {
        compiler.warn(WarningKind::ShiftedParameters { kind }.of_scenario());
    } else if !tracks.is_empty() {
        compiler.warn(WarningKind::AssumedParameters { tracks }.of_scenario());
    }
}

/// A title for a file without one: its name without the ending.
fn title_of(file: &str) -> String {
    let name = std::path::Path::new(file).file_stem().unwrap_or_default();
    name.to_string_lossy().replace('_', " ")
}
