//! Best portfolios made by hand for tests.

use crate::decide::answers::Header;
use crate::decide::answers::optimize::{
    Found, GoalKey, Independence, Limits, OptimizeAnswer, OrderSource, PlannedLine, RankedTrack, SCHEMA, Shortfall,
    Stage, Step, Strength,
};
use crate::engine::results::{Estimate, ScenarioIdentity};

const TRACKS: [(&str, &str, &str); 4] = [
    ("transitional_year", "Transitional Year", "TY"),
    ("interventional_radiology_integrated", "Interventional Radiology (integrated)", "IR"),
    ("diagnostic_radiology", "Diagnostic Radiology", "DR"),
    ("internal_medicine", "Internal Medicine", "IM"),
];

fn estimate(mean: f64) -> Estimate {
    Estimate { mean, interval90: [0.6 * mean, (1.4 * mean).min(1.0)], mc_error: 0.002 }
}

fn found(name: &str, cost_usd: f64, unmatched: f64, value: Option<f64>, difference: Option<f64>) -> Found {
    let line = |(track, _, _): &(&str, &str, &str)| PlannedLine {
        track: (*track).to_owned(),
        programs: 20,
        is_researched: false,
        gold_signals: 3,
        silver_signals: 0,
        signals: 0,
    };
    Found {
        name: name.to_owned(),
        is_best_at: Vec::new(),
        beyond: Vec::new(),
        lines: TRACKS.iter().map(line).collect(),
        applications: 80,
        cost_usd,
        unmatched: estimate(unmatched),
        residency: estimate(1.0 - unmatched),
        first_choice: estimate(0.1),
        value: value.map(estimate),
        shortfall: difference.map(|mean| {
            let difference = Estimate { mean, interval90: [mean, mean], mc_error: 0.001 };
            Shortfall { difference, is_tied: mean <= 0.002 }
        }),
    }
}

fn path(goal_values: bool) -> Vec<Step> {
    let step = |number: u32| Step {
        track: TRACKS[number as usize % 4].0.to_owned(),
        from: 0,
        to: 10,
        price_usd: 500.0,
        cost_usd: 500.0 * f64::from(number),
        gain: estimate(0.1),
        unmatched: estimate(0.2 + 0.6 / f64::from(number)),
        value: goal_values.then(|| estimate(0.6 - 0.2 / f64::from(number))),
        programs: (0..4).map(|place| if place < number { 10 * number } else { 0 }).collect(),
    };
    (1..=6).map(step).collect()
}

/// One answer with values and own portfolios, and one without values whose
/// portfolios crowd together under odd names.
pub fn optimized() -> [OptimizeAnswer; 2] {
    let plain = answer(true, vec![found("own", 2_500.0, 0.3, Some(0.5), Some(0.06))]);
    let odd = "A \"quoted\" <b>name</b> that is much too long for any table or chart to show it whole";
    let crowd = (0..8).map(|one| found(odd, 2_900.0 + f64::from(one), 0.21, None, Some(0.01)));
    [plain, answer(false, crowd.collect())]
}

fn answer(has_values: bool, own: Vec<Found>) -> OptimizeAnswer {
    let value = |worth: f64| has_values.then_some(worth);
    let on_frontier = |number: u32, strength: Strength| Found {
        is_best_at: vec![strength],
        ..found("F", 600.0 * f64::from(number), 0.2 + 0.4 / f64::from(number), value(0.5), Some(0.1))
    };
    let mut frontier: Vec<Found> = (1..=5).map(|number| on_frontier(number, Strength::Safety)).collect();
    if has_values {
        frontier.extend((1..=5).map(|number| on_frontier(number, Strength::Value)));
    }
    let track = |(id, name, short_name): &(&str, &str, &str)| RankedTrack {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        short_name: (*short_name).to_owned(),
    };
    OptimizeAnswer {
        header: Header {
            schema: SCHEMA,
            version: "0",
            seed: 1,
            parameter_draws: 256,
            scenario: ScenarioIdentity {
                title: "By hand".to_owned(),
                file: "x.toml".to_owned(),
                sha256: String::new(),
                season: 2027,
            },
            notices: Vec::new(),
        },
        partial: false,
        goal: if has_values { GoalKey::Value } else { GoalKey::Risk },
        limits: Limits {
            budget_usd: 3_200.0,
            max_interviews: None,
            max_unmatched: None,
            researched_programs: Some(30),
        },
        tracks: TRACKS.iter().map(track).collect(),
        order: OrderSource::Values,
        first_choice: TRACKS[1].0.to_owned(),
        best: found("Best found", 3_000.0, 0.2, value(0.6), None),
        toml: String::new(),
        own,
        close: vec![found("Close 1", 2_950.0, 0.2, value(0.599), Some(0.001))],
        frontier,
        path: path(has_values),
        next: None,
        independence: Some(Independence {
            choice: found("If programs were independent", 3_100.0, 0.25, value(0.55), Some(0.05)),
            promised_unmatched: 0.06,
        }),
        stages: vec![Stage { draws: 256, portfolios: 40 }],
    }
}
