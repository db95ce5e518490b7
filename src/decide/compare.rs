//! Several scenarios side by side, with differences on common draws
//! (`docs/methods.md`, “Several scenarios”).
//!
//! Draws are addressed by name: with one seed, draw `d` of a parameter is made of the same
//! random numbers in every scenario. Parts of the conditional engine also come from
//! the same points of what all tracks share. Whatever is common or not, the error
//! of a difference is taken from the spread of the differences themselves, draw by
//! draw, so that it is right either way.

use super::answers::comparison::{ComparedScenario, Entry, EntryDifference, PairKind, SCHEMA, ScenarioComparison};
use crate::engine::estimate::{DrawMean, estimate};
use crate::engine::findings::{Findings, Quantity};
use crate::engine::results::{Notice, Results, Severity, Verdict};
use crate::scenario::Scenario;

/// A quantity of one portfolio over parameter draws.
struct Quantities {
    means: Vec<DrawMean>,
    parts: Option<Vec<Vec<f64>>>,
}

/// What is kept of a scenario's run for the comparison.
pub struct Run {
    scenario: ComparedScenario,
    season: u16,
    seed: u64,
    version: &'static str,
    entries: Vec<Entry>,
    unmatched: Vec<Quantities>,
    residency: Vec<Quantities>,
    /// Whether it ran until a target error.
    has_target: bool,
}

impl Run {
    /// Keeps what the comparison needs of `results` and the `findings` they were made from.
    #[must_use]
    pub fn new(scenario: &Scenario, results: &Results, findings: &dyn Findings) -> Self {
        let all = 0..results.portfolios.len();
        let quantities = |quantity: Quantity<'_>| {
            let of = |portfolio| Quantities {
                means: findings.means(portfolio, quantity),
                parts: findings.common_parts(portfolio, quantity),
            };
            all.clone().map(of).collect()
        };
        let entry = |of: &crate::engine::results::PortfolioResult| Entry {
            scenario: 0,
            portfolio: of.name.clone(),
            label: of.name.clone(),
            applications: of.applications,
            cost_usd: of.cost_usd,
            unmatched: of.outcomes.unmatched,
            residency: of.residency,
            risk_band: of.risk_band,
            expected_value: of.expected_value,
        };
        Self {
            scenario: ComparedScenario {
                identity: results.scenario.clone(),
                label: results.scenario.title.clone(),
                applicant_type: scenario.applicant.kind.key(),
                visa: scenario.applicant.visa.key(),
                engine: results.engine,
                parameter_draws: results.simulation.parameter_draws,
                safest: 0,
            },
            season: scenario.season,
            seed: results.seed,
            version: env!("CARGO_PKG_VERSION"),
            entries: results.portfolios.iter().map(entry).collect(),
            unmatched: quantities(Quantity::Unmatched),
            residency: quantities(Quantity::AnyResidency),
            has_target: results.simulation.target_error.is_some(),
        }
    }
}

/// The comparison of `runs`, which were made with one seed and one way of choosing
/// parameters; none of fewer than two.
#[must_use]
pub fn compare(runs: &[Run]) -> Option<ScenarioComparison> {
    let [first, _, ..] = runs else { return None };
    let labels = scenario_labels(runs);
    let mut scenarios: Vec<ComparedScenario> = runs.iter().map(|run| run.scenario.clone()).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for (index, run) in runs.iter().enumerate() {
        scenarios[index].label.clone_from(&labels[index]);
        scenarios[index].safest = entries.len() + safest(&run.entries);
        entries.extend(run.entries.iter().map(|entry| Entry { scenario: index, ..entry.clone() }));
    }
    let places = places(runs);
    label_entries(&mut entries, &labels);
    let differences = pairs(&entries, &scenarios)
        .into_iter()
        .map(|(a, b, kind)| difference(runs, (a, places[a]), (b, places[b]), kind))
        .collect();
    Some(ScenarioComparison {
        schema: SCHEMA,
        version: first.version,
        seed: first.seed,
        notices: notices(runs, &scenarios),
        scenarios,
        entries,
        differences,
    })
}

/// Scenario and portfolio of each entry.
fn places(runs: &[Run]) -> Vec<(usize, usize)> {
    let mut places = Vec::new();
    for (scenario, run) in runs.iter().enumerate() {
        places.extend((0..run.entries.len()).map(|portfolio| (scenario, portfolio)));
    }
    places
}

/// Titles, with the file where a title stands twice.
fn scenario_labels(runs: &[Run]) -> Vec<String> {
    let title = |run: &Run| run.scenario.identity.title.clone();
    let is_double = |run: &Run| runs.iter().filter(|other| title(other) == title(run)).count() > 1;
    let label = |run: &Run| {
        if is_double(run) { format!("{} ({})", title(run), run.scenario.identity.file) } else { title(run) }
    };
    runs.iter().map(label).collect()
}

fn safest(entries: &[Entry]) -> usize {
    let lower = |best: usize, other: usize| {
        if entries[other].unmatched.mean < entries[best].unmatched.mean { other } else { best }
    };
    (0..entries.len()).reduce(lower).unwrap_or(0)
}

/// Names that two scenarios have carry their scenario.
fn label_entries(entries: &mut [Entry], scenarios: &[String]) {
    let names: Vec<String> = entries.iter().map(|entry| entry.portfolio.clone()).collect();
    for entry in entries {
        if names.iter().filter(|name| **name == entry.portfolio).count() > 1 {
            entry.label = format!("{} · {}", entry.portfolio, scenarios[entry.scenario]);
        }
    }
}

/// Portfolios of one name, each against the first scenario that has it; then the safest of each scenario
/// against that of the first, unless that pair stands there already.
fn pairs(entries: &[Entry], scenarios: &[ComparedScenario]) -> Vec<(usize, usize, PairKind)> {
    let mut pairs = Vec::new();
    for (a, entry) in entries.iter().enumerate() {
        let first = entries.iter().position(|other| other.portfolio == entry.portfolio).unwrap_or(a);
        if first != a {
            pairs.push((a, first, PairKind::SamePortfolio));
        }
    }
    for scenario in &scenarios[1..] {
        let (a, b) = (scenario.safest, scenarios[0].safest);
        if !pairs.iter().any(|(x, y, _)| (*x, *y) == (a, b)) {
            pairs.push((a, b, PairKind::Safest));
        }
    }
    pairs
}

type Place = (usize, (usize, usize));

fn difference(runs: &[Run], (a, place_a): Place, (b, place_b): Place, kind: PairKind) -> EntryDifference {
    let of = |get: fn(&Run) -> &Vec<Quantities>| {
        differences(&get(&runs[place_a.0])[place_a.1], &get(&runs[place_b.0])[place_b.1])
    };
    let ((unmatched, has_common_latents), (residency, _)) = (of(|run| &run.unmatched), of(|run| &run.residency));
    let unmatched_difference = estimate(&unmatched);
    let lower = unmatched.iter().filter(|draw| draw.mean < 0.0).count();
    EntryDifference {
        a,
        b,
        kind,
        unmatched_difference,
        residency_difference: estimate(&residency),
        share_of_draws_a_lower: lower as f64 / unmatched.len() as f64,
        verdict: Verdict::of(&unmatched_difference),
        common_draws: unmatched.len() as u64,
        has_common_latents,
    }
}

/// Differences by common parameter draw, and whether the points of the latents are common as well.
///
/// Where they are not, chance within a draw cannot be separated from the draw: of several
/// draws it then stays in the interval, which is a little too wide; of one draw the two
/// errors are added as if independent.
fn differences(a: &Quantities, b: &Quantities) -> (Vec<DrawMean>, bool) {
    if let (Some(a), Some(b)) = (&a.parts, &b.parts) {
        let draw = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            DrawMean::of_parts(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>())
        };
        return (a.iter().zip(b).map(draw).collect(), true);
    }
    let is_single = a.means.len().min(b.means.len()) == 1;
    let draw = |(a, b): (&DrawMean, &DrawMean)| DrawMean {
        trials: 1.0,
        mean: a.mean - b.mean,
        chance_variance: if is_single { a.chance_variance + b.chance_variance } else { 0.0 },
    };
    (a.means.iter().zip(&b.means).map(draw).collect(), false)
}

fn notices(runs: &[Run], scenarios: &[ComparedScenario]) -> Vec<Notice> {
    let note = |seen: String, meaning: &str, action: &str| Notice {
        severity: Severity::Note,
        seen,
        meaning: meaning.to_owned(),
        action: action.to_owned(),
    };
    let mut notices = Vec::new();
    let mut types: Vec<&str> = Vec::new();
    for one in scenarios {
        if !types.contains(&one.applicant_type) {
            types.push(one.applicant_type);
        }
    }
    if types.len() > 1 {
        notices.push(note(
            format!("the scenarios are about different applicant types: {}", types.join(", ")),
            "each type has its own parameters; the ranges of differences assume that they err in the same direction",
            "trust the ranges of such differences less",
        ));
    }
    if let Some(other) = runs.iter().find(|run| run.season != runs[0].season) {
        notices.push(note(
            format!("the scenarios are about different seasons: {}, {}", runs[0].season, other.season),
            "each season has its own fees and signals; parameters and luck are the same",
            "set the same season in all files if this is not intended",
        ));
    }
    if scenarios.iter().any(|one| one.parameter_draws != scenarios[0].parameter_draws) {
        let meaning = "differences use the draws that both runs share, so they can deviate slightly from the differences of the means";
        notices.push(if runs.iter().any(|run| run.has_target) {
            let seen = "the runs used different numbers of parameter draws".to_owned();
            note(seen, meaning, "use --trials instead of --target-error for equal draws")
        } else {
            let seen = "the runs used different numbers of parameter draws: a season in progress, the earlier season of a reapplicant \
                        and the trials engine take more points for each draw";
            note(seen.to_owned(), meaning, "nothing needs to be done")
        });
    }
    notices
}
