//! The search held against enumeration and the textbook.

use std::convert::Infallible;

use rand::rand_core::Rng;

use super::frontier::{nested_path, next_step};
use super::objective::{Knob, Levels, Objective};
use super::search::{Thoroughness, enumerate, search};
use crate::random::philox::{Key, PhiloxStream};
use crate::random::uniform_of_word;

/// Programs that admit independently; the best one that admits is taken.
struct Independent {
    chances: Vec<f64>,
    utilities: Vec<f64>,
    fees: Vec<f64>,
    knobs: Vec<Knob>,
    judged: usize,
}

impl Independent {
    fn new(chances: &[f64], utilities: &[f64], fees: &[f64]) -> Self {
        Self {
            chances: chances.to_vec(),
            utilities: utilities.to_vec(),
            fees: fees.to_vec(),
            knobs: vec![Knob::yes_or_no(); chances.len()],
            judged: 0,
        }
    }

    fn utility(&self, point: &[usize]) -> f64 {
        let mut chosen: Vec<usize> = (0..point.len()).filter(|program| point[*program] == 1).collect();
        chosen.sort_by(|a, b| self.utilities[*b].total_cmp(&self.utilities[*a]));
        let (mut open, mut total) = (1.0, 0.0);
        for program in chosen {
            total += open * self.chances[program] * self.utilities[program];
            open *= 1.0 - self.chances[program];
        }
        total
    }
}

impl Objective for Independent {
    type Error = Infallible;

    fn knobs(&self) -> &[Knob] {
        &self.knobs
    }

    fn cost(&self, point: &[usize]) -> f64 {
        point.iter().zip(&self.fees).map(|(taken, fee)| *taken as f64 * fee).sum()
    }

    fn allows(&self, _point: &[usize]) -> bool {
        true
    }

    fn worths(&mut self, points: &[Levels]) -> Result<Vec<f64>, Infallible> {
        self.judged += points.len();
        Ok(points.iter().map(|point| self.utility(point)).collect())
    }
}

const BY_SWAPS: Thoroughness = Thoroughness { enumerate_up_to: 0, regrow: true };

fn found(objective: &mut Independent, budget: f64) -> Levels {
    let Ok(judged) = search(objective, budget, &[], BY_SWAPS);
    judged.point
}

fn best(objective: &mut Independent, budget: f64) -> Levels {
    let Ok(judged) = enumerate(objective, budget);
    judged.point
}

/// Chade and Smith 2006: with equal prices the greedy sets are nested and best at every size.
#[test]
fn independent_outcomes_at_equal_prices_give_the_nested_sets_of_the_marginal_improvement_algorithm() {
    let chances = [0.39, 0.33, 0.24, 0.24, 0.05, 0.03, 0.1, 0.12];
    let utilities = [200.0, 250.0, 300.0, 350.0, 400.0, 450.0, 500.0, 550.0];
    let mut objective = Independent::new(&chances, &utilities, &[1.0; 8]);
    let mut before = vec![0; 8];
    for size in 1..=8_u32 {
        let greedy = found(&mut objective, f64::from(size));
        assert_eq!(greedy, best(&mut objective, f64::from(size)), "size {size}");
        assert_eq!(greedy.iter().sum::<usize>(), size as usize);
        assert!(before.iter().zip(&greedy).all(|(inner, outer)| inner <= outer), "{before:?} is not within {greedy:?}");
        before = greedy;
    }
}

/// The share of the optimum that swaps miss, the worst of so many random instances.
fn worst_gap(instances: u64, programs: std::ops::RangeInclusive<u64>, mut fee: impl FnMut(f64) -> f64) -> (f64, usize) {
    let (mut worst, mut missed) = (0.0_f64, 0);
    for instance in 0..instances {
        let mut stream = PhiloxStream::new(Key::new(instance), [0; 3]);
        let mut uniform = || uniform_of_word(stream.next_u32());
        let count = programs.start() + instance % (programs.end() - programs.start() + 1);
        let draw = |of: &mut dyn FnMut() -> f64| -> Vec<f64> { (0..count).map(|_| of()).collect() };
        let chances = draw(&mut || 0.02 + 0.4 * uniform() * uniform());
        let utilities = draw(&mut || 0.1 + 0.9 * uniform());
        let fees = draw(&mut || fee(uniform()));
        let budget = fees.iter().sum::<f64>() * (0.15 + 0.6 * uniform());
        let mut objective = Independent::new(&chances, &utilities, &fees);
        let (swapped, exact) = (found(&mut objective, budget), best(&mut objective, budget));
        let (swapped, exact) = (objective.utility(&swapped), objective.utility(&exact));
        let gap = (exact - swapped) / exact;
        missed += usize::from(gap > 1e-9);
        worst = worst.max(gap);
    }
    (worst, missed)
}

#[test]
fn at_equal_prices_the_search_finds_every_optimum_of_two_hundred_random_instances() {
    let (worst, missed) = worst_gap(200, 4..=12, |_| 1.0);
    assert_eq!(missed, 0, "worst gap {worst}");
}

#[test]
fn at_different_prices_the_search_is_close_to_every_optimum_of_three_hundred_random_instances() {
    let (worst, missed) = worst_gap(300, 4..=14, |share| 1.0 + 9.0 * share);
    assert!(worst < 0.04 && missed <= 3, "worst gap {worst:.5} of the optimum, which was missed {missed} times of 300");
}

#[test]
fn up_to_sixteen_programs_at_different_prices_the_answer_is_the_exact_one() {
    for instance in 0..4_u64 {
        let mut stream = PhiloxStream::new(Key::new(instance), [1; 3]);
        let mut draw = |low: f64, high: f64| -> Vec<f64> {
            (0..16).map(|_| low + (high - low) * uniform_of_word(stream.next_u32())).collect()
        };
        let (chances, utilities, fees) = (draw(0.02, 0.4), draw(0.1, 1.0), draw(1.0, 10.0));
        let mut objective = Independent::new(&chances, &utilities, &fees);
        let exact = Thoroughness { enumerate_up_to: 1 << 16, regrow: true };
        let Ok(judged) = search(&mut objective, 30.0, &[], exact);
        assert_eq!(judged.point, best(&mut objective, 30.0));
    }
}

#[test]
fn looking_lazily_judges_far_fewer_points_than_there_are() {
    let chances: Vec<f64> = (0..40).map(|program| 0.05 + 0.01 * f64::from(program % 7)).collect();
    let utilities: Vec<f64> = (0..40).map(|program| 0.3 + 0.015 * f64::from(program)).collect();
    let mut objective = Independent::new(&chances, &utilities, &[1.0; 40]);
    let Ok(judged) = search(&mut objective, 10.0, &[], Thoroughness { enumerate_up_to: 0, regrow: false });
    assert_eq!(judged.point.iter().sum::<usize>(), 10);
    assert!(objective.judged < 4_000, "{}", objective.judged);
}

#[test]
fn every_step_of_a_nested_path_adds_to_the_one_before() {
    let chances = [0.39, 0.33, 0.24, 0.24];
    let mut objective = Independent::new(&chances, &[200.0, 250.0, 300.0, 350.0], &[1.0; 4]);
    let Ok(path) = nested_path(&mut objective, &[1, 0, 1, 1], |_, _| true);
    assert_eq!(path.len(), 3);
    assert_eq!(path[2], [1, 0, 1, 1]);
    assert!(path.windows(2).all(|pair| pair[0].iter().zip(&pair[1]).all(|(inner, outer)| inner <= outer)));
    let Ok(next) = next_step(&mut objective, &path[2], |_, _| true);
    assert_eq!(next, Some(vec![1, 1, 1, 1]));
}
