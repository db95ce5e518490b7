//! Answers made up for tests of how they are shown.

use indexmap::IndexMap;

use super::page::Background;
use crate::decide::answers::basis::{self, Basis, CategoricalBasis, Origin, SharedNumber, SourceReference, TrackBasis};
use crate::decide::answers::comparison::{
    self, ComparedScenario, Entry, EntryDifference, PairKind, ScenarioComparison,
};
use crate::decide::answers::ranks::{
    AgainstTrueOrder, Independent, Landing, ListKind, ListResult, ListVerdict, RankedInterview, Ranks, SCHEMA,
    SameList, TrackEvidence, Weights,
};
use crate::decide::answers::sensitivity::{self, Change, ChangeKind, Leaning, LeaningEnd, LeaningKind, Sensitivity};
use crate::decide::answers::timeline::TimelineStep;
use crate::decide::answers::{Header, PortfolioChoice};
use crate::engine::results::{Engine, Estimate, Notice, RiskBand, ScenarioIdentity, Severity, Verdict};

fn estimate(mean: f64) -> Estimate {
    Estimate { mean, interval90: [0.6 * mean, 0.4 + 0.6 * mean], mc_error: 0.004 }
}

/// A header of this contract.
pub fn header(schema: &'static str) -> Header {
    Header {
        schema,
        version: "0.0.0",
        seed: 1,
        parameter_draws: 1024,
        scenario: ScenarioIdentity {
            title: "A made-up person".to_owned(),
            file: "scenarios/example.toml".to_owned(),
            sha256: "0".repeat(64),
            season: 2027,
        },
        notices: vec![Notice {
            severity: Severity::Warning,
            seen: "something was seen".to_owned(),
            meaning: "it may mislead".to_owned(),
            action: "look again".to_owned(),
        }],
    }
}

/// What a page shows beside the results: one change, one leaning, one number of each kind.
pub fn background() -> Background {
    let change = Change {
        key: "step2_ck+5".to_owned(),
        words: "Step 2 CK 5 points higher".to_owned(),
        kind: ChangeKind::Person,
        amount: 5.0,
        unit: "point",
        cost_usd: None,
        is_within_budget: true,
        months: None,
        edits: vec!["in [applicant]: publications = 1".to_owned()],
        unmatched: Estimate { mean: -0.046, interval90: [-0.06, -0.02], mc_error: 0.001 },
        residency: estimate(0.03),
        value: None,
        unmatched_per_unit: estimate(-0.01),
        unmatched_per_100_usd: None,
        residency_per_100_usd: None,
        value_per_100_usd: None,
        is_tie: false,
        is_past: false,
    };
    let end = |at, mean| LeaningEnd { at: Some(at), unmatched: estimate(mean) };
    let leaning = Leaning {
        key: "openness_weight".to_owned(),
        words: "How much programs differ in openness to you".to_owned(),
        kind: LeaningKind::Assumption,
        low: end(0.31, 0.052),
        high: end(1.29, -0.031),
    };
    let number = |key: &str, origin| SharedNumber {
        key: key.to_owned(),
        words: format!("Words of <{key}>"),
        value: 0.8,
        interval90: Some([0.31, 1.29]),
        unit: None,
        origin,
        source_id: "a_source".to_owned(),
        note: "the reason".to_owned(),
    };
    let moves = Sensitivity {
        partial: false,
        header: header(sensitivity::SCHEMA),
        portfolio: "DR <b> IM".to_owned(),
        portfolio_choice: PortfolioChoice::Safest,
        tracks: IndexMap::new(),
        unmatched: estimate(0.3),
        residency: estimate(0.6),
        expected_value: None,
        changes: vec![change],
        no_gain: Vec::new(),
        leaning_draws: 24,
        leanings: vec![leaning],
        without_influence: vec!["Effect of a rotation at the program".to_owned()],
        further_specialties: Vec::new(),
    };
    let basis = Basis {
        schema: basis::SCHEMA,
        version: "0.0.0",
        scenario: moves.header.scenario.clone(),
        applicant_type: "non-US IMG".to_owned(),
        assumptions: vec![number("openness_weight", Origin::Assumption)],
        effects: vec![number("rotation", Origin::Computed)],
        tracks: vec![TrackBasis {
            track: "diagnostic_radiology".to_owned(),
            name: "Diagnostic Radiology".to_owned(),
            origin: Origin::Fit,
            informed_by: vec!["match counts of 175".to_owned()],
            categorical_share: Some(CategoricalBasis {
                value: 0.09,
                interval90: Some([0.05, 0.14]),
                informed_by: "categorical positions: 9% of matches".to_owned(),
            }),
            source_ids: vec!["a_source".to_owned()],
        }],
        season_source_ids: vec!["a_source".to_owned()],
        timeline: vec![TimelineStep {
            date: "2026-09-02".to_owned(),
            when: "about early September 2026".to_owned(),
            is_published: false,
            what: "Submit <the> application".to_owned(),
            plans: vec!["Plan <A>".to_owned()],
            source_id: "a_source".to_owned(),
        }],
        sources: vec![SourceReference {
            source_id: "a_source".to_owned(),
            publisher: "A publisher".to_owned(),
            title: "A title".to_owned(),
            year: "2026".to_owned(),
            table: "table 1".to_owned(),
            address: Some("https://example.org/a".to_owned()),
        }],
    };
    Background { moves: Ok(moves), basis }
}

/// Advice on so many interviews, with three lists (one if there is one interview).
pub fn ranks(interviews: u32) -> Ranks {
    let program = |preference: u32| RankedInterview {
        preference,
        program: format!("University Hospital of a Rather Long Name {preference}"),
        track: "diagnostic_radiology".to_owned(),
        short_name: "Diagnostic radiology".to_owned(),
        is_primary: true,
        is_supplemental: false,
        worth: 1.0 / f64::from(preference),
        worth_without_pgy1: 0.5 / f64::from(preference),
    };
    let lists = [
        (ListKind::TrueOrder, "Your order", (1..=interviews).collect::<Vec<u32>>()),
        (ListKind::OnlyFirstChoice, "First choice only", vec![1]),
        (ListKind::Reversed, "Reversed", (1..=interviews).rev().collect()),
    ];
    Ranks {
        header: header(SCHEMA),
        portfolio: "DR + IM".to_owned(),
        tracks: vec![TrackEvidence {
            track: "diagnostic_radiology".to_owned(),
            name: "Diagnostic Radiology".to_owned(),
            applications: 80,
            invitations: interviews,
            interviews,
            expected_invitations: estimate(3.4),
            taken_before: estimate(0.21),
            taken: estimate(0.25),
        }],
        weights: Weights { points: 65_536, effective_points: 8_123.4, effective_draws: 412.6 },
        interviews: (1..=interviews).map(program).collect(),
        lists: lists
            .into_iter()
            .take(if interviews == 1 { 1 } else { 3 })
            .map(|(kind, name, order)| list(kind, name, &order))
            .collect(),
        same_lists: vec![SameList { name: "Safest first".to_owned(), same_as: "Your order".to_owned() }],
        independent: Independent { unmatched: 0.1, understated_by: 0.03, mc_error: 0.001 },
    }
}

fn list(kind: ListKind, name: &str, order: &[u32]) -> ListResult {
    let unmatched = 0.75_f64.powi(i32::try_from(order.len()).expect("short"));
    let landing = |(rank, preference): (u32, &u32)| {
        let chance = 0.25 * 0.75_f64.powi(i32::try_from(rank).expect("short") - 1);
        let (matched, matched_without_pgy1) = (estimate(0.9 * chance), estimate(0.1 * chance));
        Landing { rank, preference: *preference, matched, matched_without_pgy1 }
    };
    ListResult {
        kind,
        name: name.to_owned(),
        landings: (1..).zip(order).map(landing).collect(),
        unmatched: estimate(unmatched),
        matched_without_pgy1: estimate(0.1 * (1.0 - unmatched)),
        expected_value: estimate(0.5),
        against_true_order: (kind != ListKind::TrueOrder).then(|| AgainstTrueOrder {
            unmatched_difference: estimate(unmatched),
            value_difference: Estimate { mean: -0.2, interval90: [-0.3, -0.1], mc_error: 0.001 },
            verdict: ListVerdict::Loses,
            points_better: 0,
            largest_gain: 0.0,
        }),
    }
}

/// So many people with two portfolios each, the first the safer one.
pub fn comparison(people: usize) -> ScenarioComparison {
    let scenario = |person: usize| ComparedScenario {
        identity: header(comparison::SCHEMA).scenario,
        label: format!("Person {}", person + 1),
        applicant_type: "non_us_img",
        visa: "j1",
        engine: Engine::Conditional,
        parameter_draws: 1024,
        safest: 2 * person,
    };
    let entry = |number: usize| {
        let unmatched = estimate(0.1 + 0.3 * number as f64 / people as f64);
        let portfolio = ["Internal medicine with a name", "Diagnostic radiology"][number % 2].to_owned();
        Entry {
            scenario: number / 2,
            label: format!("{portfolio} · Person {}", number / 2 + 1),
            portfolio,
            applications: 80,
            cost_usd: 1_960.0,
            unmatched,
            residency: estimate(1.0 - unmatched.mean),
            risk_band: RiskBand::of_unmatched(unmatched.mean),
            expected_value: number.is_multiple_of(2).then(|| estimate(0.6)),
        }
    };
    let difference = |number: usize| EntryDifference {
        a: number,
        b: number % 2,
        kind: PairKind::SamePortfolio,
        unmatched_difference: Estimate { mean: -0.12, interval90: [-0.2, -0.05], mc_error: 0.001 },
        residency_difference: Estimate { mean: 0.12, interval90: [0.05, 0.2], mc_error: 0.001 },
        share_of_draws_a_lower: 0.97,
        verdict: Verdict::ALower,
        common_draws: 1024,
        has_common_latents: true,
    };
    ScenarioComparison {
        schema: comparison::SCHEMA,
        version: "0.0.0",
        seed: 1,
        scenarios: (0..people).map(scenario).collect(),
        entries: (0..2 * people).map(entry).collect(),
        differences: (2..2 * people).map(difference).collect(),
        notices: Vec::new(),
    }
}
