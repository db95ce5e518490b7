//! From where to where people go: seasons and states, forks left out.

use super::means::PlanMeans;
use crate::model::pathway::Pathways;

/// A way between two states that may lead through forks, by transitions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Way {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Transitions taken, in order.
    steps: Vec<usize>,
}

/// Every way between states where people stay; two ways of the same ends stand apart.
pub(super) fn ways(pathways: &Pathways) -> Vec<Way> {
    let stays = |state: usize| pathways.states[state].years != Some(0);
    let mut ways = Vec::new();
    for from in (0..pathways.states.len()).filter(|state| stays(*state)) {
        let mut open: Vec<Vec<usize>> = pathways.steps_from(from).map(|step| vec![step]).collect();
        while let Some(steps) = open.pop() {
            let Some(to) = steps.last().map(|step| pathways.transitions[*step].to) else { continue };
            if stays(to) {
                ways.push(Way { from, to, steps });
            } else {
                open.extend(pathways.steps_from(to).map(|next| [&steps[..], &[next]].concat()));
            }
        }
    }
    ways
}

/// How many take a way: those of its first step, shared at each fork as all who come to it are.
pub(super) fn taken(pathways: &Pathways, means: &PlanMeans, way: &Way) -> f64 {
    let (first, later) = way.steps.split_first().map_or((0.0, &[][..]), |(first, later)| (means.taken[*first], later));
    later.iter().fold(first, |people, step| {
        let fork = pathways.transitions[*step].from;
        let through: f64 = pathways.steps_from(fork).map(|other| means.taken[other]).sum();
        if through > 0.0 { people * means.taken[*step] / through } else { 0.0 }
    })
}
