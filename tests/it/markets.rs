//! Random markets for tests and benchmarks of the matching engine, the same on every machine.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "numbers of people and programs are small")]

use matchfolio::market::matching::{Builder, Instance, NOWHERE};

/// The generator `SplitMix64` (Steele, Lea and Flood 2014).
pub struct Random(pub u64);

impl Random {
    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let word = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// Uniform below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        (((self.word() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// Uniform from 0 to 1.
    pub fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Mean 0 and standard deviation 1, from twelve uniform numbers.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    /// Some of `all`, in a random order.
    pub fn some<T: Copy>(&mut self, all: &[T], count: usize) -> Vec<T> {
        let mut left = all.to_vec();
        for place in 0..count.min(all.len()) {
            let other = place + self.below((all.len() - place) as u32) as usize;
            left.swap(place, other);
        }
        left.truncate(count);
        left
    }
}

/// What a small market has. Everything else of it is random.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    pub singles: u32,
    pub couples: u32,
    pub programs: u32,
    pub pairs: u32,
    /// Whether people may have supplemental lists.
    pub supplements: bool,
}

/// A small market with ids that are not indices, in which some entries are one-sided.
pub fn small(seed: u64, size: Small) -> Instance {
    let mut random = Random(seed);
    let mut builder = Builder::new();
    let programs: Vec<u32> = (0..size.programs)
        .map(|p| builder.program(u64::from(100 + p), random.below(3) + u32::from(p == 0)).unwrap())
        .collect();
    let mut people = Vec::new();
    let mut named: Vec<Vec<u32>> = vec![Vec::new(); programs.len()];
    for single in 0..size.singles {
        let length = 1 + random.below(size.programs) as usize;
        let list = random.some(&programs, length);
        let person = builder.single(u64::from(10 + single), &list).unwrap();
        for program in &list {
            named[*program as usize].push(person);
        }
        people.push((person, list));
    }
    for couple in 0..size.couples {
        let some = programs.iter().copied().chain([NOWHERE]);
        let all: Vec<[u32; 2]> = some.clone().flat_map(|a| some.clone().map(move |b| [a, b])).collect();
        let possible: Vec<[u32; 2]> = all.into_iter().filter(|pair| *pair != [NOWHERE; 2]).collect();
        let length = 1 + random.below(size.pairs) as usize;
        let pairs = random.some(&possible, length);
        let ids = [50 + 2 * couple, 51 + 2 * couple].map(u64::from);
        let members = builder.couple(u64::from(couple), ids, &pairs).unwrap();
        for side in 0..2 {
            let mut list: Vec<u32> = pairs.iter().map(|pair| pair[side]).filter(|p| *p != NOWHERE).collect();
            list.sort_unstable();
            list.dedup();
            for program in &list {
                named[*program as usize].push(members[side]);
            }
            people.push((members[side], list));
        }
    }
    if size.supplements {
        for (person, list) in &people {
            for advanced in list.iter().filter(|_| random.below(3) == 0).copied().collect::<Vec<_>>() {
                let others: Vec<u32> = programs.iter().copied().filter(|program| *program != advanced).collect();
                let length = 1 + random.below(size.programs - 1) as usize;
                let chosen = random.some(&others, length);
                builder.supplement(*person, advanced, &chosen).unwrap();
                for program in &chosen {
                    named[*program as usize].push(*person);
                }
            }
        }
    }
    for program in &programs {
        let mut ranked = named[*program as usize].clone();
        ranked.sort_unstable();
        ranked.dedup();
        ranked.retain(|_| random.below(12) > 0);
        if random.below(4) == 0 {
            ranked.push(people[random.below(people.len() as u32) as usize].0);
            ranked.sort_unstable();
            ranked.dedup();
        }
        let shuffled = random.some(&ranked, ranked.len());
        builder.ranking(*program, &shuffled).unwrap();
    }
    builder.finish()
}

/// As many applicants as programs with one position each, everybody on every list: there is often a choice of stable matchings.
pub fn marriage(seed: u64, size: u32) -> Instance {
    let mut random = Random(seed);
    let mut builder = Builder::new();
    let all: Vec<u32> = (0..size).collect();
    for id in &all {
        assert_eq!(builder.program(u64::from(*id), 1), Ok(*id));
    }
    for id in &all {
        builder.single(u64::from(*id), &random.some(&all, all.len())).unwrap();
    }
    for program in &all {
        builder.ranking(*program, &random.some(&all, all.len())).unwrap();
    }
    builder.finish()
}

/// A market of national size.
#[derive(Clone, Copy, Debug)]
pub struct Large {
    pub applicants: u32,
    /// Of these, how many couples.
    pub couples: u32,
    pub programs: u32,
    /// Mean length of an applicant's list.
    pub list: f64,
    /// Most pairs of a couple.
    pub pairs: usize,
    /// Positions for each applicant.
    pub positions: f64,
    /// Share of programs that are advanced; one in ten is then preliminary.
    pub advanced: f64,
}

/// The Match: 47,500 applicants rank 11.5 programs on average, and 6,500 programs 84 applicants.
pub const NATIONAL: Large =
    Large { applicants: 47_500, couples: 0, programs: 6_500, list: 11.5, pairs: 60, positions: 0.91, advanced: 0.0 };

const REGIONS: u32 = 10;

/// A market in which both sides agree in part: programs differ in how much they are wanted and applicants in strength,
/// lists are made of programs of a similar place, and both sides have a taste of their own. Every entry is mutual.
pub fn large(seed: u64, size: Large) -> Instance {
    let mut random = Random(seed);
    let mut builder = Builder::new();
    let mean = f64::from(size.applicants) * size.positions / f64::from(size.programs);
    for program in 0..size.programs {
        let quota = (mean * (0.25 + 1.5 * random.uniform())).round().max(1.0) as u32;
        builder.program(u64::from(program), quota).unwrap();
    }
    let advanced = (f64::from(size.programs) * size.advanced) as u32;
    // Spread over the order of how much programs are wanted, which is that of their numbers.
    let is_advanced = |p: u32| advanced > 0 && p.is_multiple_of(size.programs / advanced);
    let is_preliminary = |p: u32| advanced > 0 && p % 10 == 9 && !is_advanced(p);
    let preliminary: Vec<u32> = (0..size.programs).filter(|p| is_preliminary(*p)).collect();
    let mut strengths = Vec::new();
    let mut named: Vec<Vec<(f64, u32)>> = vec![Vec::new(); size.programs as usize];
    let mut lists: Vec<Vec<u32>> = Vec::new();
    for _ in 0..size.applicants {
        let strength = random.uniform();
        strengths.push(strength);
        let length = (size.list * (0.2 + 1.6 * random.uniform())).round().max(1.0) as usize;
        let mut list: Vec<(f64, u32)> = Vec::new();
        while list.len() < length.min(size.programs as usize) {
            let place = (strength + 0.15 * random.normal()).rem_euclid(1.0);
            let program = ((place * f64::from(size.programs)) as u32).min(size.programs - 1);
            if list.iter().all(|one| one.1 != program) {
                list.push((f64::from(program) / f64::from(size.programs) + 0.1 * random.normal(), program));
            }
        }
        list.sort_by(|a, b| b.0.total_cmp(&a.0));
        lists.push(list.into_iter().map(|one| one.1).collect());
    }
    let region: Vec<u32> = (0..size.programs).map(|_| random.below(REGIONS)).collect();
    let mut supplements = Vec::new();
    for couple in 0..size.couples {
        let ids = [2 * couple, 2 * couple + 1];
        let [one, other] = ids.map(|person| &lists[person as usize]);
        let mut pairs: Vec<(bool, usize, [u32; 2])> = Vec::new();
        for (i, a) in one.iter().enumerate() {
            for (j, b) in other.iter().enumerate() {
                pairs.push((region[*a as usize] != region[*b as usize], i + j, [*a, *b]));
            }
        }
        pairs.sort_unstable();
        let pairs: Vec<[u32; 2]> = pairs.into_iter().take(size.pairs).map(|pair| pair.2).collect();
        builder.couple(u64::from(couple), ids.map(u64::from), &pairs).unwrap();
    }
    for person in 2 * size.couples..size.applicants {
        builder.single(u64::from(person), &lists[person as usize]).unwrap();
        let own = &lists[person as usize];
        if own.iter().any(|p| is_advanced(*p)) {
            let list = random.some(&preliminary, 8);
            for program in own.iter().filter(|p| is_advanced(**p)) {
                supplements.push((person, *program, list.clone()));
            }
        }
    }
    for (person, list) in lists.iter().enumerate() {
        for p in list {
            named[*p as usize].push((strengths[person] + 0.1 * random.normal(), person as u32));
        }
    }
    for (person, advanced, list) in supplements {
        builder.supplement(person, advanced, &list).unwrap();
        for program in list {
            if named[program as usize].iter().all(|one| one.1 != person) {
                named[program as usize].push((strengths[person as usize] + 0.1 * random.normal(), person));
            }
        }
    }
    for (program, mut ranked) in (0..).zip(named) {
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let ranked: Vec<u32> = ranked.into_iter().map(|one| one.1).collect();
        builder.ranking(program, &ranked).unwrap();
    }
    builder.finish()
}
