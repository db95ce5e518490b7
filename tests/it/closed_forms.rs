//! The engines against formulas that can be worked out without it.

use matchfolio::engine::findings::{Findings, Quantity};
use matchfolio::engine::interview_curve::CurveQuantity;
use matchfolio::engine::tally::PortfolioCounts;
use matchfolio::model::logistic::{logistic, mean_logistic};
use matchfolio::model::openness::{known_fit, seen_openness};
use matchfolio::model::{Line, Role, Screening, TrackKind, Visa};

use crate::fixtures::*;

const TRIALS: u64 = 1 << 20;

/// One line, no latents, no limit: every program is an independent coin.
#[test]
fn one_line_without_latents_is_binomial() {
    let prior = prior(vec![track("one", -3.0, 0.0, -1.0, 0.0)], quiet_assumptions());
    let simulation = run(&prior, &applicant(1), &[portfolio(vec![line(0, 40, 1)], None)], TRIALS);
    let (p, q) = (logistic(-3.0), logistic(-1.0));
    assert_share(share(&simulation, PortfolioCounts::unmatched), (1.0 - p * q).powi(40), TRIALS, "unmatched");
    assert_share(share(&simulation, |c| c.no_interview), (1.0 - p).powi(40), TRIALS, "no interview");
    let interviews = &simulation.histograms[0].interviews[0];
    let three = 9880.0 * p.powi(3) * (1.0 - p).powi(37);
    assert_share(interviews[3] as f64 / TRIALS as f64, three, TRIALS, "three interviews");
    let first = 1.0 - (1.0 - p).powi(40);
    assert_share(share(&simulation, |c| c.first_choice), first * q, TRIALS, "first choice");
}

#[test]
fn two_lines_without_latents_multiply_and_the_preferred_one_comes_first() {
    let tracks = vec![track("one", -2.0, 0.0, -0.5, 0.0), track("two", -1.5, 0.0, 0.2, 0.0)];
    let prior = prior(tracks, quiet_assumptions());
    let lines = vec![line(0, 10, 2), line(1, 7, 1)];
    let simulation = run(&prior, &applicant(2), &[portfolio(lines, None)], TRIALS);
    let none_of_one = (1.0 - logistic(-2.0) * logistic(-0.5)).powi(10);
    let none_of_two = (1.0 - logistic(-1.5) * logistic(0.2)).powi(7);
    assert_share(share(&simulation, PortfolioCounts::unmatched), none_of_one * none_of_two, TRIALS, "unmatched");
    assert_share(share(&simulation, |c| c.matched[1]), 1.0 - none_of_two, TRIALS, "the preferred track");
    assert_share(share(&simulation, |c| c.matched[0]), none_of_two * (1.0 - none_of_one), TRIALS, "the other");
}

#[test]
fn a_limit_of_one_interview_leaves_one_chance() {
    let prior = prior(vec![track("one", -2.0, 0.0, -0.7, 0.0)], quiet_assumptions());
    let simulation = run(&prior, &applicant(1), &[portfolio(vec![line(0, 30, 1)], Some(1))], TRIALS);
    let any = 1.0 - (1.0 - logistic(-2.0)).powi(30);
    assert_share(share(&simulation, PortfolioCounts::unmatched), 1.0 - any * logistic(-0.7), TRIALS, "unmatched");
    assert_eq!(simulation.histograms[0].interviews[0][2..].iter().sum::<u64>(), 0);
}

#[test]
fn chances_of_nothing_and_of_certainty_are_exact() {
    let never = prior(vec![track("never", -1000.0, 1.0, 0.0, 0.0)], full_assumptions());
    let simulation = run(&never, &applicant(1), &[portfolio(vec![line(0, 20, 1)], None)], 1 << 14);
    assert_eq!(share(&simulation, |c| c.no_interview), 1.0);
    let always = prior(vec![track("always", 1000.0, 1.0, 1000.0, 0.0)], full_assumptions());
    let simulation = run(&always, &applicant(1), &[portfolio(vec![line(0, 20, 1)], Some(12))], 1 << 14);
    assert_eq!(share(&simulation, |c| c.matched[0]), 1.0);
    assert_eq!(simulation.histograms[0].interviews[0][12], 1 << 14);
}

/// Everything on, one track: the formula of `docs/methods.md` §9 by direct summation
/// over `z`, `ε` and `ω`, and over openness program by program.
#[test]
fn one_track_with_all_latents_agrees_with_numerical_integration() {
    let (a, sigma, kappa, lambda) = (-3.4, 1.1, -1.2, 0.5);
    let prior = prior(vec![track("one", a, sigma, kappa, lambda)], full_assumptions());
    let mut line = line(0, 60, 1);
    line.screening = Screening::Level(0.5);
    let portfolios = [portfolio(vec![line], None)];
    let simulation = run(&prior, &applicant(1), &portfolios, 1 << 22);

    let seen: Vec<f64> = (1..=60).map(|i| 0.8 * 0.5 * seen_openness(i, 500.0) + 1.5 * known_fit(i)).collect();
    let spread = 0.8 * 0.75_f64.sqrt();
    let nodes: Vec<(f64, f64)> = (-20..=20)
        .map(|k| f64::from(k) * 0.25)
        .map(|x| (x, (-x * x / 2.0).exp() * 0.25 / (2.0 * std::f64::consts::PI).sqrt()))
        .collect();
    let (mut unmatched, mut no_interview) = (0.0, 0.0);
    for (z, wz) in &nodes {
        for (e, we) in &nodes {
            let shift = a + sigma * z + 0.15 * e;
            let chances: Vec<f64> = seen.iter().map(|u| mean_logistic(shift + u, spread)).collect();
            no_interview += wz * we * chances.iter().map(|p| 1.0 - p).product::<f64>();
            for (w, ww) in &nodes {
                let q = logistic(kappa + lambda * sigma * z + 0.5 * w);
                unmatched += wz * we * ww * chances.iter().map(|p| 1.0 - p * q).product::<f64>();
            }
        }
    }
    assert_share(share(&simulation, PortfolioCounts::unmatched), unmatched, 1 << 22, "unmatched");
    assert_share(share(&simulation, |c| c.no_interview), no_interview, 1 << 22, "no interview");
    let exact = integrated(&prior, &applicant(1), &portfolios);
    let of = |quantity| exact.means(0, quantity)[0].mean;
    assert!((of(Quantity::Unmatched) - unmatched).abs() < 3e-6, "{} {unmatched}", of(Quantity::Unmatched));
    assert!((of(Quantity::NoInterview) - no_interview).abs() < 3e-6, "{} {no_interview}", of(Quantity::NoInterview));
}

#[test]
fn signals_ties_rotations_visa_and_sponsors_shift_the_programs_they_name() {
    let prior = prior(vec![track("one", -3.0, 0.0, 1000.0, 0.0)], quiet_assumptions());
    let mut person = applicant(1);
    person.visa = Visa::J1;
    let mut plain = line(0, 10, 1);
    (plain.gold_signals, plain.silver_signals, plain.geographic_ties, plain.rotations) = (2, 3, 4, 1);
    let mut sponsors = plain.clone();
    sponsors.sponsors_only = true;
    let gains: [f64; 10] = [0.93 + 0.5 + 1.2, 0.93 + 0.5, 0.45 + 0.5, 0.45 + 0.5, 0.45, 0.0, 0.0, 0.0, 0.0, 0.0];
    for (line, factor) in [(plain, 0.65), (sponsors, 1.0)] {
        let simulation = run(&prior, &person, &[portfolio(vec![line], None)], TRIALS);
        let expected: f64 = gains.iter().map(|gain| 1.0 - factor * logistic(-3.0 + gain)).product();
        assert_share(share(&simulation, PortfolioCounts::unmatched), expected, TRIALS, "unmatched");
    }
}

/// An advanced match needs a PGY-1 from the supplemental list; a program that
/// refused on the primary list refuses there too.
#[test]
fn an_advanced_match_takes_its_pgy1_from_the_programs_that_have_not_refused() {
    let mut advanced = track("advanced", -1.0, 0.0, -0.4, 0.0);
    advanced.kind = TrackKind::Residency { categorical_share: 0.25 };
    let mut preliminary = track("preliminary", -1.2, 0.0, -0.9, 0.0);
    preliminary.kind = TrackKind::Preliminary;
    let prior = prior(vec![advanced, preliminary], quiet_assumptions());
    let match_advanced = 1.0 - (1.0 - logistic(-1.0) * logistic(-0.4)).powi(5);
    let give_pgy1 = 1.0 - (1.0 - logistic(-1.2) * logistic(-0.9)).powi(4);
    // The chance of (advanced with PGY-1, advanced without, preliminary only) by role and preference.
    let cases = [
        (Role::Pgy1, 2, [0.25 + 0.75 * give_pgy1, 0.75 * (1.0 - give_pgy1)].map(|x| x * match_advanced), 0.0),
        (Role::Primary, 2, [0.25, 0.75].map(|x| x * match_advanced), (1.0 - match_advanced) * give_pgy1),
        (
            Role::Both,
            2,
            [0.25 + 0.75 * give_pgy1, 0.75 * (1.0 - give_pgy1)].map(|x| x * match_advanced),
            (1.0 - match_advanced) * give_pgy1,
        ),
        // Preferred to the advanced track, all have refused by the time it matches.
        (Role::Both, 0, [0.25, 0.75].map(|x| x * match_advanced * (1.0 - give_pgy1)), give_pgy1),
    ];
    for (role, preference, [with, without], alone) in cases {
        let mut pgy1 = line(1, 4, preference);
        pgy1.role = role;
        let simulation = run(&prior, &applicant(2), &[portfolio(vec![line(0, 5, 1), pgy1], None)], TRIALS);
        assert_share(share(&simulation, |c| c.matched[0]), with, TRIALS, "matched");
        assert_share(share(&simulation, |c| c.matched_without_pgy1[0]), without, TRIALS, "without a PGY-1");
        assert_share(share(&simulation, |c| c.preliminary_only), alone, TRIALS, "preliminary only");
    }
}

/// Lines of equal preference interleave: with certain interviews and certain
/// acceptance the first rank falls on each program alike.
#[test]
fn equal_preference_interleaves_at_random() {
    let tracks = vec![track("one", 1000.0, 0.0, 1000.0, 0.0), track("two", 1000.0, 0.0, 1000.0, 0.0)];
    let prior = prior(tracks, quiet_assumptions());
    let lines = vec![line(0, 3, 1), line(1, 9, 1)];
    let simulation = run(&prior, &applicant(2), &[portfolio(lines, None)], TRIALS);
    assert_share(share(&simulation, |c| c.matched[0]), 0.25, TRIALS, "three of twelve");
}

/// With perfect correlation and certain interviews the two tracks fail together.
#[test]
fn shared_strength_makes_tracks_fail_together() {
    let tracks = vec![track("one", 1000.0, 1.0, 0.0, 1e6), track("two", 1000.0, 1.0, 0.0, 1e6)];
    let lines = vec![line(0, 1, 1), line(1, 1, 2)];
    let mut assumptions = quiet_assumptions();
    let independent =
        run(&prior(tracks.clone(), assumptions), &applicant(2), &[portfolio(lines.clone(), None)], TRIALS);
    assert_share(share(&independent, PortfolioCounts::unmatched), 0.25, TRIALS, "independent tracks");
    assumptions.strength_correlation.value = 1.0;
    let same = run(&prior(tracks, assumptions), &applicant(2), &[portfolio(lines, None)], TRIALS);
    assert_share(share(&same, PortfolioCounts::unmatched), 0.5, TRIALS, "the same strength");
}

/// Where every program of a track invites, one more interview is one more
/// application, with one more place in the calendar.
#[test]
fn one_more_interview_is_one_more_application_where_everybody_invites() {
    let tracks = || vec![track("sure", 1000.0, 1.0, -1.2, 0.5), track("other", -2.0, 1.0, -0.8, 0.3)];
    let prior = prior(tracks(), full_assumptions());
    let of_length = |programs, limit| portfolio(vec![line(0, programs, 1), line(1, 30, 2)], limit);
    let apart = |programs, limit| {
        let last = Line { earlier_programs: 2, ..line(0, programs, 3) };
        portfolio(vec![line(0, 2, 1), line(1, 30, 2), last], limit)
    };
    let pairs = [
        [of_length(5, None), of_length(6, None)],
        [of_length(5, Some(8)), of_length(6, Some(9))],
        [apart(3, None), apart(4, None)],
    ];
    for [before, after] in pairs {
        let portfolios = [before, after];
        let exact = integrated(&prior, &applicant(2), &portfolios);
        let simulation = run(&prior, &applicant(2), &portfolios, TRIALS);
        let mean = |findings: &dyn Findings, portfolio, quantity| findings.means(portfolio, quantity)[0].mean;
        let matched = Quantity::Matched(0);
        let unmatched = mean(&exact, 1, Quantity::Unmatched) - mean(&exact, 0, Quantity::Unmatched);
        let gained = mean(&exact, 1, matched) - mean(&exact, 0, matched);
        assert!((mean(&exact, 0, Quantity::OneMoreUnmatched) - unmatched).abs() < 1e-5, "{unmatched}");
        let all = |findings: &dyn Findings| -> f64 {
            (0..10).map(|count| mean(findings, 0, Quantity::GainedWith(count))).sum()
        };
        assert!((all(&exact) - gained).abs() < 1e-5, "{gained}");
        assert_share(-mean(&simulation, 0, Quantity::OneMoreUnmatched), -unmatched, TRIALS, "unmatched");
        assert_share(all(&simulation), gained, TRIALS, "gained");
    }
}

/// Taken alike whatever their strength, those with more interviews are no more
/// likely to be taken by one; taken by strength, they are.
#[test]
fn the_curve_rises_by_the_effect_unless_the_strong_are_taken_more_readily() {
    let curve = |lambda: f64| {
        let prior = prior(vec![track("one", -3.0, 1.2, -0.9, lambda)], full_assumptions());
        let portfolios = [portfolio(vec![line(0, 60, 1)], Some(12))];
        (integrated(&prior, &applicant(1), &portfolios), run(&prior, &applicant(1), &portfolios, TRIALS))
    };
    for (lambda, is_apart) in [(0.0, false), (0.8, true)] {
        let (exact, simulation) = curve(lambda);
        for count in 0..6 {
            for quantity in
                [CurveQuantity::Matched(count), CurveQuantity::OneMore(count), CurveQuantity::Selection(count)]
            {
                let (exact, sampled) = (exact.ratios(0, quantity)[0], simulation.ratios(0, quantity)[0]);
                // Four standard errors; 36 comparisons with fixed seeds, a false alarm in 440.
                let error = sampled.chance_variance.sqrt().max(1e-9);
                assert!(
                    (exact.value - sampled.value).abs() < 4.0 * error,
                    "{lambda} {quantity:?} {exact:?} {sampled:?}"
                );
            }
            let selection = exact.ratios(0, CurveQuantity::Selection(count))[0].value;
            assert!(if is_apart { selection > 0.005 } else { selection.abs() < 1e-6 }, "{lambda} {count} {selection}");
        }
    }
}
