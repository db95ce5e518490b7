//! Results made by hand for tests: realistic in shape, with odd names and extremes.

pub mod moves;
pub mod sweeps;

use indexmap::IndexMap;

use crate::decide::answers::Header;
use crate::decide::answers::programs::{
    CuratedProgram, Decision, DropReason, GainMeasure, ListIdentity, Programs, WayOfApplying,
};
use crate::engine::results::plans::{
    Flow, PlanComparison, PlanResult, PlanSeason, PlansResult, SeasonEndings, StageKind, StateLabel,
};
use crate::engine::results::{
    AdviceGroup, BandMeaning, Comparison, Engine, Estimate, Fact, FailureSources, InterviewCounts, InterviewCurve,
    InterviewPoint, Notice, Outcomes, PortfolioLine, PortfolioResult, Profile, RankReached, Results, RiskBand, SCHEMA,
    ScenarioIdentity, Severity, SimulationSummary, StoppingReason, TrackLabel, Verdict,
};

const TRIALS: u64 = 200_000;

/// Tracks with names and short names, in the order fixtures use them.
const TRACKS: [(&str, &str, &str); 8] = [
    ("interventional_radiology_integrated", "Interventional radiology, integrated", "IR"),
    ("diagnostic_radiology", "Diagnostic radiology", "DR"),
    ("internal_medicine", "Internal medicine", "IM"),
    ("general_surgery", "General surgery", "Surgery"),
    ("neurology", "Neurology", "Neurology"),
    ("transitional_year", "Transitional year", "TY"),
    ("family_medicine", "Family medicine", "FM"),
    ("psychiatry", "Psychiatry", "Psychiatry"),
];

/// A probability with an interval that widens in the middle.
fn chance(mean: f64) -> Estimate {
    let half = 0.35 * mean * (1.0 - mean) + 0.02 * mean.min(1.0 - mean);
    let mc_error = if mean <= 0.0 || mean >= 1.0 { 0.0 } else { (mean * (1.0 - mean) / 200_000.0).sqrt() * 1.8 };
    Estimate { mean, interval90: [(mean - half).max(0.0), (mean + half).min(1.0)], mc_error }
}

/// Poisson counts stand in for interviews.
fn poisson(mean: f64) -> Vec<f64> {
    let mut term = (-mean).exp();
    let mut shares = Vec::new();
    let mut left = 1.0;
    let mut count = 0.0;
    while left > 1e-5 && shares.len() < 60 {
        shares.push(term);
        left -= term;
        count += 1.0;
        term *= mean / count;
    }
    shares
}

fn quantiles(distribution: &[f64]) -> IndexMap<String, u32> {
    let at = |share: f64| {
        let mut sum = 0.0;
        let found = distribution.iter().position(|part| {
            sum += part;
            sum >= share
        });
        u32::try_from(found.unwrap_or(distribution.len().saturating_sub(1))).expect("few counts")
    };
    ["0.05", "0.25", "0.5", "0.75", "0.95"].map(|key| (key.to_owned(), at(key.parse().expect("a number")))).into()
}

fn interviews(mean: f64) -> InterviewCounts {
    let distribution = poisson(mean);
    InterviewCounts {
        mean: Estimate { mean, interval90: [mean * 0.7, mean * 1.4], mc_error: 0.004 },
        quantiles: quantiles(&distribution),
        distribution,
    }
}

/// A curve that rises with the number of interviews, two thirds of it by their effect.
fn interview_curve(track: &str, mean: f64) -> InterviewCurve {
    let at = |count: u32| 1.0 - 0.7_f64.powi(i32::try_from(count).expect("small"));
    let often: Vec<(u32, f64)> = (0..26).zip(poisson(mean)).filter(|(_, share)| *share >= 0.002).collect();
    let point = |&(interviews, share): &(u32, f64)| {
        let rise = at(interviews + 1) - at(interviews);
        let has_next = often.iter().any(|(next, _)| *next == interviews + 1);
        InterviewPoint {
            interviews,
            share,
            matched: chance(at(interviews)),
            one_more: chance(rise * 2.0 / 3.0),
            selection: has_next.then(|| chance(rise / 3.0)),
        }
    };
    let change = Estimate { mean: -0.05, interval90: [-0.09, -0.02], mc_error: 0.000_4 };
    InterviewCurve { track: track.to_owned(), points: often.iter().map(point).collect(), one_more_unmatched: change }
}

/// A portfolio that uses the first `means.len()` tracks with these mean interview counts.
pub fn portfolio(name: &str, cost_usd: f64, unmatched: f64, means: &[f64]) -> PortfolioResult {
    let preliminary = 0.05 * (1.0 - unmatched);
    let without = 0.03 * (1.0 - unmatched);
    let left = (1.0 - unmatched - preliminary - without).max(0.0);
    let total: f64 = means.iter().sum::<f64>().max(1e-9);
    let keys = || TRACKS.iter().map(|track| track.0.to_owned());
    let matched = keys().zip(means).map(|(key, mean)| (key, chance(left * mean / total))).collect();
    let no_interview = unmatched * (-total / 4.0).exp().min(1.0);
    let first = 0.35 * (1.0 - unmatched);
    let ranks = (0..14).scan(first, |share, _| {
        let now = *share;
        *share *= 0.65;
        Some(now)
    });
    let line = |key: String| PortfolioLine {
        is_pgy1_only: key == "transitional_year",
        track: key,
        programs: 20,
        screening: "typical".to_owned(),
        signals: 3,
    };
    PortfolioResult {
        name: name.to_owned(),
        applications: 20 * u32::try_from(means.len()).expect("few tracks"),
        cost_usd,
        lines: keys().take(means.len()).map(line).collect(),
        risk_band: RiskBand::of(unmatched, left),
        outcomes: Outcomes {
            unmatched: chance(unmatched),
            preliminary_only: chance(preliminary),
            matched,
            matched_without_pgy1: IndexMap::from([("diagnostic_radiology".to_owned(), chance(without))]),
        },
        residency: chance(left),
        expected_value: Some(chance(left * 0.8)),
        interviews: keys().zip(means).map(|(key, &mean)| (key, interviews(mean))).collect(),
        interviews_total: interviews(total),
        failure: FailureSources {
            no_interview: chance(no_interview),
            interviews_not_taken: chance(unmatched - no_interview),
            unmatched_given_interview: Some(chance((unmatched - no_interview) / (1.0 - no_interview))),
            matched_without_pgy1: chance(without),
            mean_ranked_when_not_taken: Some(2.3),
        },
        rank_reached: RankReached { distribution: ranks.collect(), first_choice: chance(first) },
        interview_curve: means.first().map(|&mean| interview_curve(TRACKS[0].0, mean)),
        unmatched_interval_sources: [("fitted".to_owned(), 0.6), ("effects".to_owned(), 0.4)].into_iter().collect(),
        unmatched_if_unstated: None,
    }
}

fn comparisons(portfolios: &[PortfolioResult]) -> Vec<Comparison> {
    let mut pairs = Vec::new();
    for (index, a) in portfolios.iter().enumerate() {
        for b in &portfolios[index + 1..] {
            pairs.push(compare(a, b));
        }
    }
    pairs
}

fn compare(a: &PortfolioResult, b: &PortfolioResult) -> Comparison {
    let mean = a.outcomes.unmatched.mean - b.outcomes.unmatched.mean;
    let unmatched_difference = Estimate { mean, interval90: [mean - 0.03, mean + 0.03], mc_error: 0.001 };
    Comparison {
        a: a.name.clone(),
        b: b.name.clone(),
        unmatched_difference,
        value_difference: None,
        share_of_draws_a_lower: if mean < 0.0 { 0.97 } else { 0.03 },
        verdict: Verdict::of(&unmatched_difference),
    }
}

fn band(band: RiskBand) -> BandMeaning {
    let is_last = band == RiskBand::VeryHigh;
    BandMeaning {
        band,
        unmatched_below: (!is_last).then(|| band.unmatched_below()),
        residency_from: band.residency_from(),
        groups: if is_last { 0 } else { 12 },
        observed_unmatched: (!is_last).then_some([0.02, 0.1, 0.3]),
    }
}

/// Results around these portfolios.
pub fn results(title: &str, portfolios: Vec<PortfolioResult>) -> Results {
    let used = |key: &str| portfolios.iter().any(|portfolio| portfolio.interviews.contains_key(key));
    let label = |name: &str, short_name: &str| TrackLabel { name: name.to_owned(), short_name: short_name.to_owned() };
    Results {
        schema: SCHEMA.into(),
        version: "0.1.0".into(),
        seed: 20_270_301,
        engine: Engine::Trials,
        scenario: ScenarioIdentity {
            title: title.to_owned(),
            file: "scenarios/example.toml".to_owned(),
            sha256: "0f".repeat(32),
            season: 2027,
        },
        applicant: Profile {
            facts: [
                ("applicant", "non-US IMG, J-1"),
                ("Step 2 CK", "245, failed attempts: 0"),
                ("letters", "IR 2, DR 1"),
            ]
            .map(|(name, stated)| Fact { name: name.to_owned(), stated: stated.to_owned() })
            .into(),
            not_stated: vec!["publications".to_owned()],
            first_choice: Some(TRACKS[0].0.to_owned()),
            home_specialty: None,
            advice_group: Some(AdviceGroup { group: "high risk".to_owned(), reasons: vec!["H-1B only".to_owned()] }),
            budget_usd: None,
        },
        risk_bands: RiskBand::ALL.into_iter().map(band).collect(),
        simulation: SimulationSummary {
            trials: TRIALS,
            parameter_draws: 400,
            target_error: Some(0.002),
            unmatched_always_valid95: portfolios.iter().map(|portfolio| (portfolio.name.clone(), [0.1, 0.2])).collect(),
            stopped: StoppingReason::TargetReached,
            partial: false,
            parameters: "fitted".to_owned(),
        },
        tracks: TRACKS.iter().filter(|track| used(track.0)).map(|t| (t.0.to_owned(), label(t.1, t.2))).collect(),
        comparisons: comparisons(&portfolios),
        portfolios,
        notices: vec![
            Notice {
                severity: Severity::Warning,
                seen: "the parameters of this season are assumed".to_owned(),
                meaning: "the chances may move by several points once the parameters are fitted anew".to_owned(),
                action: "read the intervals, not only the means".to_owned(),
            },
            Notice {
                severity: Severity::Note,
                seen: "the portfolio “IR only” has no preliminary line".to_owned(),
                meaning: "an advanced match would leave the applicant without a PGY-1".to_owned(),
                action: "add a transitional-year or preliminary line with role = \"both\"".to_owned(),
            },
        ],
        plans: None,
    }
}

/// One portfolio with two tracks.
pub fn one_portfolio() -> Results {
    results("IR with a backup", vec![portfolio("IR + DR", 3_960.0, 0.38, &[1.2, 2.1])])
}

/// Five portfolios with up to six tracks.
pub fn five_by_six() -> Results {
    results(
        "Non-US IMG: interventional radiology with backups",
        vec![
            portfolio("IR only", 940.0, 0.93, &[0.2]),
            portfolio("IR + DR", 2_210.0, 0.61, &[0.3, 1.9]),
            portfolio("Conservative", 2_460.0, 0.585, &[0.2, 2.4]),
            portfolio("Diversified: IR + DR + IM + TY", 4_480.0, 0.264, &[0.3, 1.8, 4.4, 0.1, 0.2, 0.8]),
            portfolio("IR + DR + IM, surgery as backup", 5_210.0, 0.263, &[0.3, 1.8, 4.2, 0.9, 0.4]),
        ],
    )
}

/// Chances of exactly 0 and 1, no interviews at all, and a cost of nothing.
pub fn extremes() -> Results {
    let mut never = portfolio("never", 0.0, 1.0, &[1e-12]);
    never.interviews_total.distribution = vec![1.0];
    never.rank_reached.distribution = Vec::new();
    never.expected_value = None;
    never.failure.mean_ranked_when_not_taken = None;
    let always = portfolio("always", 100_000.0, 0.0, &[14.0, 25.0]);
    results("Extremes", vec![never, always])
}

/// Names that break layouts and markup.
pub fn odd_names() -> Results {
    results(
        "<script>alert(\"title\")</script> & 'quotes'",
        vec![
            portfolio("<b>&\"bold\"</b> 'x' {{ 7 * 7 }} ]]> <!-- -->", 1_200.0, 0.52, &[1.0, 0.5]),
            portfolio(&"a very long name without any end in sight ".repeat(6), 1_200.0, 0.521, &[1.0, 0.6]),
            portfolio(
                "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenträgeranwärterportfolio",
                1_200.0,
                0.3,
                &[2.0, 0.6, 0.2],
            ),
            portfolio("日本語の名前 ≥ 2 µ", 1_180.0, 0.29, &[2.0, 0.6, 0.2]),
            portfolio("\u{1b}[31mred\u{7}\n\ttab", 9_000.0, 0.1, &[2.0, 0.6, 7.2]),
        ],
    )
}

/// Twelve portfolios with up to eight tracks.
pub fn twelve() -> Results {
    let means = [0.2, 1.1, 3.2, 0.5, 0.9, 0.4, 2.8, 1.6];
    let portfolios = (0..12_u32).map(|index| {
        let tracks = 1 + usize::try_from(index).expect("small") % 8;
        let cost = 900.0 + 310.0 * f64::from(index * 7 % 12);
        let risk = (0.95 - 0.07 * f64::from(index)).max(0.02);
        portfolio(&format!("Portfolio {} with {tracks} tracks", index + 1), cost, risk, &means[..tracks])
    });
    results("Twelve ways of applying", portfolios.collect())
}

fn near(mean: f64) -> Estimate {
    Estimate { mean, interval90: [0.7 * mean, (1.4 * mean).min(1.0)], mc_error: 0.002 }
}

fn plan(name: &str, chances: &[f64]) -> PlanResult {
    let (mut trying, mut by_now, mut independent) = (1.0, 0.0, 1.0);
    let mut flows = Vec::new();
    let flow = |from: &str, to: &str, mean| Flow { from: from.to_owned(), to: to.to_owned(), share: near(mean) };
    let mut seasons = Vec::new();
    for (place, chance) in chances.iter().enumerate() {
        let found = trying * chance;
        independent *= 1.0 - chances[0];
        by_now += found;
        seasons.push(PlanSeason {
            season: 2027 + u16::try_from(place).expect("small"),
            before: (place > 0).then(|| "research year".to_owned()),
            portfolio: "IR + DR, with a name that is far too long for a table".to_owned(),
            takes_soap: place > 0,
            still_trying: near(trying),
            endings: SeasonEndings {
                matched: [("diagnostic_radiology".to_owned(), near(found))].into_iter().collect(),
                pgy1_in_soap: IndexMap::new(),
                soap_categorical: near(0.0),
                preliminary: near(0.0),
                soap_preliminary: near(0.0),
                without_pgy1: near(0.0),
                nothing: near(trying - found),
            },
            residency_of_those: Some(near(*chance)),
            residency_by_now: near(by_now),
            if_years_were_independent: near(1.0 - independent),
            if_every_year_were_the_first: near(1.0 - independent),
        });
        flows.push(flow(&format!("season_{}", place + 1), "diagnostic_radiology", found));
        trying -= found;
        let next = if place + 1 < chances.len() { format!("season_{}", place + 2) } else { "search_over".to_owned() };
        flows.push(flow(&format!("season_{}", place + 1), &next, trying));
    }
    flows.push(flow("diagnostic_radiology", "independent_ir", 0.6 * by_now));
    flows.push(flow("diagnostic_radiology", "left_training", 0.05 * by_now));
    flows.push(flow("diagnostic_radiology", "practising_diagnostic_radiology", 0.35 * by_now));
    flows.push(flow("independent_ir", "practising_interventional_radiology", 0.6 * by_now));
    let years = (0..=10).map(|year| {
        let training = if year < 5 { by_now } else { 0.0 };
        let shares = [
            ("research_year", if year < chances.len() { 1.0 - by_now } else { 0.0 }),
            ("diagnostic_radiology", training),
            ("independent_ir", if (5..7).contains(&year) { 0.6 * by_now } else { 0.0 }),
            ("practising_interventional_radiology", if year > 6 { 0.6 * by_now } else { 0.0 }),
            ("practising_diagnostic_radiology", if year > 4 { 0.35 * by_now } else { 0.0 }),
            ("left_training", if year > 4 { 0.05 * by_now } else { 0.0 }),
            ("search_over", if year < chances.len() { 0.0 } else { 1.0 - by_now }),
        ];
        shares.into_iter().map(|(state, share)| (state.to_owned(), near(share))).collect()
    });
    let groups =
        || ["in_us_training", "practising_ir"].map(|group| (group.to_owned(), near(0.3))).into_iter().collect();
    PlanResult {
        name: name.to_owned(),
        after_dr: "independent_ir".to_owned(),
        max_preliminary_years: 1,
        residency: near(by_now),
        risk_band: RiskBand::of_unmatched(1.0 - by_now),
        seasons,
        expected_value: Some(near(0.5)),
        fees_usd: Estimate { mean: 4_560.0, interval90: [4_000.0, 5_000.0], mc_error: 12.0 },
        years_usd: Estimate { mean: 10_064.0, interval90: [3_000.0, 19_000.0], mc_error: 120.0 },
        years_between: Estimate { mean: 0.52, interval90: [0.3, 0.8], mc_error: 0.002 },
        milestones: ["1", "3", "7"].map(|year| (year.to_owned(), groups())).into_iter().collect(),
        states_by_year: years.collect(),
        flows,
    }
}

/// Plans with the chances of those who still try, by season.
fn with_plans(results: Results, plans: &[(&str, &[f64])]) -> Results {
    let state = |key: &str, name: &str, stage| (key.to_owned(), StateLabel { name: name.to_owned(), stage });
    let plans: Vec<PlanResult> = plans.iter().map(|(name, chances)| plan(name, chances)).collect();
    let pairs = (0..plans.len()).flat_map(|a| (a + 1..plans.len()).map(move |b| (a, b)));
    let comparisons = pairs.map(|(a, b)| PlanComparison {
        a: plans[a].name.clone(),
        b: plans[b].name.clone(),
        residency_difference: Estimate {
            mean: plans[a].residency.mean - plans[b].residency.mean,
            interval90: [-0.3, 0.1],
            mc_error: 0.003,
        },
        verdict: if plans[a].residency.mean < plans[b].residency.mean { Verdict::BLower } else { Verdict::ALower },
        value_difference: None,
    });
    let found = PlansResult {
        engine: Engine::Conditional,
        trials: 16_384,
        parameter_draws: 1_024,
        partial: false,
        choice: "Interventional Radiology (integrated)".to_owned(),
        groups: [("in_us_training", "in US training"), ("practising_ir", "practicing IR")]
            .map(|(key, name)| (key.to_owned(), name.to_owned()))
            .into_iter()
            .collect(),
        states: [
            state("research_year", "research year", StageKind::Search),
            state("diagnostic_radiology", "DR towards IR", StageKind::Training),
            state("independent_ir", "independent IR", StageKind::Training),
            state("practising_interventional_radiology", "practicing IR", StageKind::Practice),
            state("practising_diagnostic_radiology", "practicing DR", StageKind::Practice),
            state("left_training", "left training", StageKind::Out),
            state("search_over", "no position after the last season", StageKind::Out),
        ]
        .into_iter()
        .collect(),
        comparisons: comparisons.collect(),
        plans,
    };
    Results { plans: Some(found), ..results }
}

/// Three plans: of five seasons, of one, and with a name that breaks layouts.
pub fn planned() -> Results {
    with_plans(
        five_by_six(),
        &[
            ("IR three times and twice again", &[0.31, 0.11, 0.08, 0.07, 0.06]),
            ("IR + DR once", &[0.68]),
            ("<b>a very long name without</b> end in sight, as long as names can be, which is eighty", &[0.3, 0.4]),
        ],
    )
}

/// Every fixture, with a name for messages.
pub fn all() -> Vec<(&'static str, Results)> {
    vec![
        ("one", one_portfolio()),
        ("five", five_by_six()),
        ("extremes", extremes()),
        ("odd", odd_names()),
        ("twelve", twelve()),
        ("rare", results("Rarely unmatched", vec![portfolio("safe", 2_000.0, 0.004, &[9.0, 12.0])])),
        ("none", results("No portfolio", Vec::new())),
        ("planned", planned()),
    ]
}

/// A curated list of `count` programs, the last two dropped.
pub fn programs(count: u32) -> Programs {
    let whole = one_portfolio();
    let estimate = |mean: f64| Estimate { mean, interval90: [0.6 * mean, 1.5 * mean], mc_error: 0.02 * mean };
    let way = |unmatched: f64| WayOfApplying {
        applications: count,
        cost_usd: 11.0 * f64::from(count),
        unmatched: estimate(unmatched),
        residency: estimate(1.0 - unmatched),
        value: None,
    };
    let program = |number: u32| {
        let is_kept = count < 3 || number + 2 <= count;
        CuratedProgram {
            order: is_kept.then_some(number),
            decision: if is_kept { Decision::Keep } else { Decision::Drop },
            drop_reason: (!is_kept).then_some(DropReason::OverBudget),
            row: number as usize,
            name: format!("Program {number}"),
            track: "internal_medicine".to_owned(),
            state: Some("NY".to_owned()),
            setting: None,
            j1: Some(true),
            h1b: None,
            img_share: Some(0.5),
            fit: None,
            signal: (number == 1).then_some("gold"),
            tie: false,
            rotation: false,
            notes: None,
            interview: Some(estimate(0.3)),
            match_if_first: Some(estimate(0.1)),
            gain: Some(estimate(0.03 / f64::from(number))),
            signal_gain: (number == 1).then(|| estimate(0.01)),
            alike: 1 + number % 2,
            is_tied_with_previous: number == 2,
            reasons: vec!["sponsors J-1".to_owned(), "IMG share 50% (track 47%)".to_owned()],
        }
    };
    Programs {
        header: Header {
            schema: crate::decide::answers::programs::SCHEMA,
            version: "0.1.0",
            seed: 1,
            parameter_draws: 256,
            scenario: whole.scenario,
            notices: whole.notices,
        },
        portfolio: "Named <b>programs".to_owned(),
        lists: vec![ListIdentity { file: "list.csv".to_owned(), sha256: "0f".repeat(32) }],
        states: Vec::new(),
        budget_usd: Some(500.0),
        gain_measure: GainMeasure::Residency,
        all_listed: way(0.3),
        kept: way(0.31),
        unmatched_difference: estimate(0.01),
        programs: (1..=count).map(program).collect(),
    }
}
