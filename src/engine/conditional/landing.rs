//! Where an applicant lands on a rank order list of attended programs, exactly,
//! given the chance that each would take them (`docs/methods.md` §6, §7).
//!
//! The match is the first program on the list that would take the applicant; an
//! advanced match then walks the supplemental list. It is the law of
//! [`crate::model::season::resolve`].

use crate::model::Role;
use crate::model::acceptance::Place;

/// A program where the applicant interviewed.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedProgram {
    /// Index of the track in the parameters.
    pub track: usize,
    /// Which lists the program can stand on; the primary list for residencies.
    pub role: Role,
    /// Worth of a match there, with a PGY-1 where one is needed, 0 to 1.
    pub worth: f64,
    /// Worth of an advanced match there without a PGY-1, 0 to 1.
    pub worth_without_pgy1: f64,
    /// Where it stands among the programs of its track in the order of preference.
    pub place: Place,
}

/// Chances of the ends of a season on one primary list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landing {
    /// No program of the list takes the applicant.
    pub unmatched: f64,
    /// Matched, with a PGY-1 where one is needed, by program.
    pub matched: Vec<f64>,
    /// Matched to an advanced position without a PGY-1, by program.
    pub without_pgy1: Vec<f64>,
}

impl Landing {
    /// Nothing yet, for so many programs.
    #[must_use]
    pub fn new(programs: usize) -> Self {
        Self { unmatched: 0.0, matched: vec![0.0; programs], without_pgy1: vec![0.0; programs] }
    }

    /// Walks `list`, indices of `programs` in the order ranked: program `i` would take the
    /// applicant with chance `taken[i]`, independently, and a position there is categorical
    /// with chance `categorical[i]`, which is none for a preliminary year.
    ///
    /// Every program that serves the supplemental list stands on it. One that
    /// refused on the primary list refuses there too.
    pub fn walk(&mut self, list: &[usize], programs: &[RankedProgram], taken: &[f64], categorical: &[Option<f64>]) {
        self.matched.fill(0.0);
        self.without_pgy1.fill(0.0);
        let mut reached = 1.0;
        let mut without_pgy1 = no_pgy1(&[], programs, taken, categorical);
        for (place, program) in list.iter().copied().enumerate() {
            let here = reached * taken[program];
            let missing = categorical[program].map_or(0.0, |share| (1.0 - share) * without_pgy1);
            self.matched[program] = here * (1.0 - missing);
            self.without_pgy1[program] = here * missing;
            reached *= 1.0 - taken[program];
            if is_supplemental(&programs[program], categorical[program]) {
                without_pgy1 = no_pgy1(&list[..=place], programs, taken, categorical);
            }
        }
        self.unmatched = reached;
    }

    /// Expected worth.
    #[must_use]
    pub fn value(&self, programs: &[RankedProgram]) -> f64 {
        let worth = |(program, of): (usize, &RankedProgram)| {
            self.matched[program] * of.worth + self.without_pgy1[program] * of.worth_without_pgy1
        };
        programs.iter().enumerate().map(worth).sum()
    }

    /// Adds `weight` times the chances of `other`.
    pub fn add(&mut self, other: &Self, weight: f64) {
        self.unmatched += weight * other.unmatched;
        for (ours, theirs) in self.matched.iter_mut().zip(&other.matched) {
            *ours += weight * theirs;
        }
        for (ours, theirs) in self.without_pgy1.iter_mut().zip(&other.without_pgy1) {
            *ours += weight * theirs;
        }
    }
}

fn is_supplemental(program: &RankedProgram, categorical: Option<f64>) -> bool {
    categorical.is_none() && program.role.is_on_supplemental_list()
}

/// Chance that no program gives the PGY-1, after those that `refused`.
fn no_pgy1(refused: &[usize], programs: &[RankedProgram], taken: &[f64], categorical: &[Option<f64>]) -> f64 {
    (0..programs.len())
        .filter(|program| is_supplemental(&programs[*program], categorical[*program]) && !refused.contains(program))
        .map(|program| 1.0 - taken[program])
        .product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parameters::TrackParameters;
    use crate::model::prior::TrackKind;
    use crate::model::season::{Attended, Decisions, Outcome, resolve};
    use crate::model::{Line, PoolMoments, PoolProfile};

    fn program(track: usize, role: Role) -> RankedProgram {
        RankedProgram { track, role, worth: 0.0, worth_without_pgy1: 0.0, place: Place::ALONE }
    }

    fn track(kind: TrackKind) -> TrackParameters {
        let moments = PoolMoments { mean: 0.0, sd: 1.0 };
        TrackParameters {
            id: String::new(),
            kind,
            pool_programs: 10.0,
            sponsor_share: 1.0,
            a: 0.0,
            sigma: 1.0,
            kappa: 0.0,
            step2_ck_per_10: 0.0,
            lambda: 0.0,
            pool: PoolProfile {
                step2_ck: moments,
                years_since_graduation: moments,
                us_clinical_months: moments,
                ln_publications: moments,
            },
            pool_shift: 0.0,
            has_signal_gate: false,
        }
    }

    /// One way that all programs may decide: bit `i` of `takes`, and of `categorical`.
    struct Way {
        takes: u32,
        categorical: u32,
    }

    impl Decisions for Way {
        fn would_take(&mut self, program: Attended) -> bool {
            self.takes >> program.position & 1 == 1
        }

        fn is_categorical(&mut self, program: Attended, _share: f64) -> bool {
            self.categorical >> program.position & 1 == 1
        }
    }

    #[test]
    fn landing_follows_from_every_way_that_programs_may_decide() {
        let kinds = [TrackKind::Residency { categorical_share: 0.3 }, TrackKind::Preliminary];
        let tracks = kinds.map(track);
        let programs = [
            program(0, Role::Primary),
            program(1, Role::Both),
            program(0, Role::Primary),
            program(1, Role::Pgy1),
            program(1, Role::Primary),
        ];
        let taken = [0.3, 0.6, 0.2, 0.45, 0.5];
        let categorical = programs.each_ref().map(|program| kinds[program.track].categorical_share());
        for list in [vec![0, 1, 2, 4], vec![2, 0], vec![4, 1, 0], vec![1]] {
            let mut found = Landing::new(programs.len());
            found.walk(&list, &programs, &taken, &categorical);
            let exact = by_enumeration(&list, &programs, &taken, &tracks);
            assert!((found.unmatched - exact.unmatched).abs() < 1e-14);
            for program in 0..programs.len() {
                assert!((found.matched[program] - exact.matched[program]).abs() < 1e-14, "{list:?} {program}");
                assert!(
                    (found.without_pgy1[program] - exact.without_pgy1[program]).abs() < 1e-14,
                    "{list:?} {program}"
                );
            }
        }
    }

    /// The season resolved in each of the 4⁵ ways, by its chance. The programs of the list come first, so
    /// that the order attended is the order ranked; those left out serve the supplemental list at most.
    fn by_enumeration(
        list: &[usize],
        programs: &[RankedProgram],
        taken: &[f64],
        tracks: &[TrackParameters],
    ) -> Landing {
        let others = (0..programs.len()).filter(|program| !list.contains(program));
        let order: Vec<usize> = list.iter().copied().chain(others).collect();
        let role = |program: usize| match programs[program].role {
            Role::Both if !list.contains(&program) => Role::Pgy1,
            role => role,
        };
        let lines: Vec<Line> = (0..programs.len())
            .map(|program| Line { role: role(program), ..Line::typical(programs[program].track, 1) })
            .collect();
        let attended: Vec<Attended> = order
            .iter()
            .filter(|program| list.contains(program) || role(**program) == Role::Pgy1)
            .map(|program| Attended {
                line: *program,
                track: programs[*program].track,
                position: u32::try_from(*program).unwrap(),
            })
            .collect();
        let mut sum = Landing::new(programs.len());
        for takes in 0..32_u32 {
            for categorical in 0..32_u32 {
                let mut chance = 1.0;
                for (program, taken) in taken.iter().enumerate() {
                    chance *= if takes >> program & 1 == 1 { *taken } else { 1.0 - taken };
                    chance *= if categorical >> program & 1 == 1 { 0.3 } else { 0.7 };
                }
                let end = resolve(&attended, &lines, tracks, &mut Way { takes, categorical });
                let at = end.rank.map(|rank| list[rank as usize - 1]);
                match (end.outcome, at) {
                    (Outcome::MatchedWithoutPgy1(_), Some(program)) => sum.without_pgy1[program] += chance,
                    (_, Some(program)) => sum.matched[program] += chance,
                    (_, None) => sum.unmatched += chance,
                }
            }
        }
        sum
    }
}
