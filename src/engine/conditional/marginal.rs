//! Each program's own chances over all draws and latents, and what would follow
//! if programs decided independently of each other: the textbook assumption,
//! against which the model can be held.

use super::kernel::Kernel;

/// Sums of the chances of the programs of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Marginal {
    weight: f64,
    /// Weight times chance of an invitation, by program.
    invited: Vec<f64>,
    /// Weight times chance of an invitation from a program that would take the applicant.
    taken: Vec<f64>,
}

impl Marginal {
    /// Nothing yet, for so many programs.
    #[must_use]
    pub fn new(programs: usize) -> Self {
        Self { weight: 0.0, invited: vec![0.0; programs], taken: vec![0.0; programs] }
    }

    /// Adds chances of an invitation, and the chance `taken` that one who interviewed is taken.
    pub fn add(&mut self, invited: &[f64], taken: f64, weight: f64) {
        self.weight += weight;
        for (program, chance) in invited.iter().enumerate() {
            self.invited[program] += weight * chance;
            self.taken[program] += weight * chance * taken;
        }
    }

    /// Adds the sums of another draw.
    pub fn merge(&mut self, other: &Self) {
        self.weight += other.weight;
        for (program, (invited, taken)) in other.invited.iter().zip(&other.taken).enumerate() {
            self.invited[program] += invited;
            self.taken[program] += taken;
        }
    }

    /// The kernels of the first `ends[k]` programs, each deciding by itself.
    ///
    /// With `f_i[k]` the chance of `k` invitations among the first `i` programs of
    /// which none takes, `open_when_full[r]` is `Σ_i f_{i−1}[r−1]·p_i·(1−q_i)`.
    #[must_use]
    pub fn kernels(&self, ends: &[u32]) -> Vec<Kernel> {
        let (mut attended, mut open, mut full) = (vec![1.0], vec![1.0], vec![1.0]);
        let mut found = Vec::new();
        let mut begin = 0;
        for end in ends {
            for program in begin..*end as usize {
                let (invited, taken) = (self.invited[program] / self.weight, self.taken[program] / self.weight);
                full.push(0.0);
                for (before, full) in open.iter().zip(&mut full[1..]) {
                    *full += before * (invited - taken);
                }
                one_more(&mut open, 1.0 - invited, invited - taken);
                one_more(&mut attended, 1.0 - invited, invited);
            }
            begin = *end as usize;
            let mut attended_or_more = attended.clone();
            for k in (1..attended_or_more.len()).rev() {
                attended_or_more[k - 1] += attended_or_more[k];
            }
            found.push(Kernel {
                attended: attended.clone(),
                attended_or_more,
                open: open.clone(),
                open_when_full: full.clone(),
                ..Kernel::default()
            });
        }
        found
    }
}

fn one_more(state: &mut Vec<f64>, stays: f64, rises: f64) {
    state.push(0.0);
    for k in (0..state.len()).rev() {
        state[k] = state[k] * stays + if k > 0 { state[k - 1] * rises } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Programs (0.5, 0.25·0.5) and (0.2, 0.5·0.2), by hand.
    #[test]
    fn kernels_of_two_independent_programs_are_those_worked_out_by_hand() {
        let mut marginal = Marginal::new(2);
        marginal.weight = 2.0;
        marginal.invited = vec![1.0, 0.4];
        marginal.taken = vec![0.25, 0.2];
        let kernels = marginal.kernels(&[1, 2]);
        let close = |found: &[f64], expected: &[f64]| {
            assert_eq!(found.len(), expected.len());
            assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-15), "{found:?} {expected:?}");
        };
        close(&kernels[0].open, &[0.5, 0.375]);
        close(&kernels[1].attended, &[0.4, 0.5, 0.1]);
        close(&kernels[1].attended_or_more, &[1.0, 0.6, 0.1]);
        close(&kernels[1].open, &[0.4, 0.375 * 0.8 + 0.5 * 0.1, 0.375 * 0.1]);
        close(&kernels[1].open_when_full, &[1.0, 0.375 + 0.5 * 0.1, 0.375 * 0.1]);
    }
}
