//! The matching engine against brute force, textbooks and theorems.

#![allow(clippy::cast_possible_truncation, reason = "numbers of people and programs are small")]

use std::collections::HashSet;
use std::process::Command;

use matchfolio::market::matching::{
    Builder, Instance, Matching, NOWHERE, Outcome, Rung, check, read_market, read_matching, solve, write_matching,
};

use crate::markets::{Large, NATIONAL, Random, Small, large, marriage, small};

const SINGLES: Small = Small { singles: 5, couples: 0, programs: 4, pairs: 0, supplements: false };

/// Every way in which everybody could be placed within their lists, whatever the programs say.
fn all_matchings(instance: &Instance) -> Vec<Matching> {
    let people = instance.people().len();
    let mut all = vec![Matching::empty(people)];
    let mut extend = |options: &dyn Fn() -> Vec<Vec<(usize, u32, u32)>>| {
        let options = options();
        all = all
            .iter()
            .flat_map(|before| {
                options.iter().map(|option| {
                    let mut matching = before.clone();
                    for (person, first, second) in option {
                        matching.first[*person] = *first;
                        matching.second[*person] = *second;
                    }
                    matching
                })
            })
            .filter(|matching| is_within_quotas(instance, matching))
            .collect();
    };
    let seconds = |person: u32, first: u32| -> Vec<u32> {
        let list = instance.supplements().find(|(one, _)| one.person == person && one.program == first);
        let programs = list.map(|(_, programs)| programs.to_vec()).unwrap_or_default();
        programs.into_iter().filter(|program| ranks(instance, *program, person)).chain([NOWHERE]).collect()
    };
    for person in (0..instance.number_of_people()).filter(|person| instance.couple_of(*person).is_none()) {
        extend(&|| {
            let firsts = instance.list(person).iter().copied().filter(|program| ranks(instance, *program, person));
            let options = firsts.chain([NOWHERE]).flat_map(|first| {
                seconds(person, first).into_iter().map(move |second| vec![(person as usize, first, second)])
            });
            options.collect()
        });
    }
    for (couple, two) in (0..).zip(instance.couples()) {
        extend(&|| {
            let [a, b] = two.members;
            let is_mutual = |pair: &[u32; 2]| {
                (0..2).all(|side| pair[side] == NOWHERE || ranks(instance, pair[side], two.members[side]))
            };
            let pairs = instance.pairs(couple).iter().copied().filter(is_mutual).chain([[NOWHERE; 2]]);
            let mut options = Vec::new();
            for pair in pairs {
                for one in seconds(a, pair[0]) {
                    for other in seconds(b, pair[1]) {
                        options.push(vec![(a as usize, pair[0], one), (b as usize, pair[1], other)]);
                    }
                }
            }
            options
        });
    }
    all
}

fn is_within_quotas(instance: &Instance, matching: &Matching) -> bool {
    let filled = matching.filled(instance.programs().len());
    filled.iter().zip(instance.quotas()).all(|(filled, quota)| filled <= quota)
}

fn ranks(instance: &Instance, program: u32, person: u32) -> bool {
    instance.ranking(program).contains(&person)
}

/// Whether all of `asking` are among the best of those whom the program has and them.
fn chooses(instance: &Instance, matching: &Matching, program: u32, asking: &[u32]) -> bool {
    let is_there = |person: u32| {
        asking.contains(&person)
            || matching.first[person as usize] == program
            || matching.second[person as usize] == program
    };
    let wanted = instance.ranking(program).iter().copied().filter(|person| is_there(*person));
    let chosen: Vec<u32> = wanted.take(instance.quotas()[program as usize] as usize).collect();
    asking.iter().all(|person| chosen.contains(person))
}

/// Blocking pairs by the words of the definition, with nothing looked up and nothing sorted.
fn blocks(instance: &Instance, matching: &Matching) -> usize {
    let mut blocks = 0;
    let first = |person: u32| matching.first[person as usize];
    for person in (0..instance.number_of_people()).filter(|person| instance.couple_of(*person).is_none()) {
        let better = instance.list(person).iter().take_while(|program| **program != first(person));
        blocks += better.filter(|program| chooses(instance, matching, **program, &[person])).count();
    }
    for (couple, two) in (0..).zip(instance.couples()) {
        let held = two.members.map(first);
        let better = instance.pairs(couple).iter().take_while(|pair| **pair != held);
        let takes = |pair: &&[u32; 2]| {
            if pair[0] == pair[1] {
                return chooses(instance, matching, pair[0], &two.members);
            }
            (0..2).all(|side| pair[side] == NOWHERE || chooses(instance, matching, pair[side], &[two.members[side]]))
        };
        blocks += better.filter(takes).count();
    }
    for (supplement, list) in instance.supplements() {
        let person = supplement.person;
        if first(person) == supplement.program {
            let better = list.iter().take_while(|program| **program != matching.second[person as usize]);
            blocks += better.filter(|program| chooses(instance, matching, **program, &[person])).count();
        }
    }
    blocks
}

fn stable(instance: &Instance) -> Vec<Matching> {
    all_matchings(instance).into_iter().filter(|matching| blocks(instance, matching) == 0).collect()
}

/// Place of what a person holds in their list, counted from 0; the length of the list when unmatched.
fn place(instance: &Instance, matching: &Matching, person: u32) -> usize {
    let list = instance.list(person);
    list.iter().position(|program| *program == matching.first[person as usize]).unwrap_or(list.len())
}

#[test]
fn single_applicants_get_the_best_of_all_stable_matchings() {
    let mut several = 0;
    for seed in 0..3_000 {
        let instance = if seed % 3 == 0 { marriage(seed, 4) } else { small(seed, SINGLES) };
        let solution = solve(&instance);
        assert_eq!(solution.outcome, Outcome::Stable(Rung::DeferredAcceptance));
        let stable = stable(&instance);
        assert!(stable.contains(&solution.matching), "seed {seed}");
        several += usize::from(stable.len() > 1);
        for other in &stable {
            for person in 0..instance.number_of_people() {
                assert!(place(&instance, &solution.matching, person) <= place(&instance, other, person), "seed {seed}");
            }
        }
    }
    assert!(several > 100, "only {several} markets have a choice of stable matchings");
}

#[test]
fn all_stable_matchings_of_singles_fill_the_same_places() {
    for seed in 0..3_000 {
        let instance = if seed % 3 == 0 { marriage(seed, 4) } else { small(seed, SINGLES) };
        let stable = stable(&instance);
        let programs = instance.programs().len();
        let one = &stable[0];
        let filled = one.filled(programs);
        for other in &stable {
            let unmatched = |matching: &Matching| -> HashSet<usize> {
                (0..matching.first.len()).filter(|person| matching.first[*person] == NOWHERE).collect()
            };
            assert_eq!(unmatched(one), unmatched(other), "seed {seed}");
            assert_eq!(filled, other.filled(programs), "seed {seed}");
            for program in 0..instance.number_of_programs() {
                if filled[program as usize] < instance.quotas()[program as usize] {
                    let there = |matching: &Matching| -> Vec<bool> {
                        matching.first.iter().map(|first| *first == program).collect()
                    };
                    assert_eq!(
                        there(one),
                        there(other),
                        "a program with free places gets the same people; seed {seed}"
                    );
                }
            }
        }
    }
}

/// Solves small markets and compares with all stable matchings; gives how many have none.
fn agree_with_brute_force(size: Small, seeds: std::ops::Range<u64>) -> usize {
    let mut without = 0;
    for seed in seeds {
        let instance = small(seed, size);
        let stable = stable(&instance);
        let solution = solve(&instance);
        match solution.outcome {
            Outcome::Stable(_) => assert!(stable.contains(&solution.matching), "seed {seed}"),
            Outcome::NoneExists { .. } => assert!(stable.is_empty(), "seed {seed}: {}", stable.len()),
            Outcome::NoneFound => panic!("seed {seed} is small enough to be decided"),
        }
        without += usize::from(stable.is_empty());
    }
    without
}

#[test]
fn a_market_with_couples_gets_a_stable_matching_exactly_if_there_is_one() {
    let size = Small { singles: 3, couples: 2, programs: 4, pairs: 6, supplements: false };
    let without = agree_with_brute_force(size, 0..2_000);
    assert!(without > 20, "only {without} markets have no stable matching");
}

#[test]
fn a_market_with_supplemental_lists_gets_a_stable_matching_exactly_if_there_is_one() {
    let size = Small { singles: 4, couples: 0, programs: 4, pairs: 0, supplements: true };
    let without = agree_with_brute_force(size, 0..1_000);
    let both = Small { singles: 2, couples: 1, programs: 4, pairs: 5, supplements: true };
    let further = agree_with_brute_force(both, 0..1_000);
    assert!(without + further > 0, "a market without a stable matching should be among them");
}

#[test]
fn the_check_counts_the_blocking_pairs_of_the_definition() {
    let mut seen = 0;
    for seed in 0..400 {
        let size = Small { singles: 2, couples: 1, programs: 4, pairs: 6, supplements: seed % 2 == 0 };
        let instance = small(seed, size);
        for matching in all_matchings(&instance) {
            let verdict = check(&instance, &matching);
            assert!(verdict.flaws.is_empty(), "seed {seed}: {:?}", verdict.flaws);
            assert_eq!(verdict.blocks.len(), blocks(&instance, &matching), "seed {seed}: {matching:?}");
            seen += 1;
        }
    }
    assert!(seen > 10_000, "{seen} matchings");
}

/// The same market with another list for one single applicant.
fn with_list(instance: &Instance, liar: u32, list: &[u32]) -> Instance {
    let mut builder = Builder::new();
    for (id, quota) in instance.programs().iter().zip(instance.quotas()) {
        builder.program(*id, *quota).unwrap();
    }
    for (person, id) in (0..).zip(instance.people()) {
        builder.single(*id, if person == liar { list } else { instance.list(person) }).unwrap();
    }
    for program in 0..instance.number_of_programs() {
        builder.ranking(program, instance.ranking(program)).unwrap();
    }
    builder.finish()
}

/// Every list that can be made of these programs, in every order.
fn all_lists(programs: &[u32]) -> Vec<Vec<u32>> {
    let mut lists: Vec<Vec<u32>> = vec![Vec::new()];
    let mut from = 0;
    for _ in programs {
        let upto = lists.len();
        for place in from..upto {
            for program in programs {
                if !lists[place].contains(program) {
                    let mut longer = lists[place].clone();
                    longer.push(*program);
                    lists.push(longer);
                }
            }
        }
        from = upto;
    }
    lists
}

#[test]
fn no_single_applicant_gains_by_any_other_list() {
    let lists = all_lists(&[0, 1, 2, 3]);
    assert_eq!(lists.len(), 1 + 4 + 12 + 24 + 24);
    for seed in 0..200 {
        let instance = if seed % 2 == 0 { marriage(seed, 4) } else { small(seed, SINGLES) };
        let truth = solve(&instance).matching;
        for person in 0..instance.number_of_people() {
            let honest = place(&instance, &truth, person);
            for list in &lists {
                let lie = solve(&with_list(&instance, person, list)).matching;
                // What the lie brings, by the true list.
                let got = instance.list(person).iter().position(|program| *program == lie.first[person as usize]);
                assert!(got.is_none_or(|got| got >= honest), "seed {seed}, applicant {person}, list {list:?}");
            }
        }
    }
}

#[test]
fn fifty_thousand_applicants_go_to_thirty_five_huge_programs() {
    let size = Large { applicants: 50_000, programs: 35, ..NATIONAL };
    let solution = solve(&large(1, size));
    assert_eq!(solution.outcome, Outcome::Stable(Rung::DeferredAcceptance));
    assert!(solution.matching.matched() > 40_000, "{}", solution.matching.matched());
}

#[test]
fn a_national_market_with_couples_and_supplemental_lists_gets_a_stable_matching() {
    for seed in 1..=3 {
        let size = Large { applicants: 50_000, couples: 1_250, advanced: 0.1, ..NATIONAL };
        let instance = large(seed, size);
        let solution = solve(&instance);
        assert!(matches!(solution.outcome, Outcome::Stable(_)), "seed {seed}: {:?}", solution.attempts);
        assert!(check(&instance, &solution.matching).is_stable(), "seed {seed}");
        let second = solution.matching.second.iter().filter(|program| **program != NOWHERE).count();
        assert!(second > 500, "{second} places from supplemental lists");
    }
}

#[test]
fn a_chain_through_everybody_needs_no_stack() {
    // Each newcomer displaces the one before, who displaces nobody until the last place: one chain of 100,000 steps.
    let people = 100_000;
    let mut builder = Builder::new();
    let programs: Vec<u32> = (0..people).map(|id| builder.program(id, 1).unwrap()).collect();
    for id in 0..people {
        let at = id as usize;
        let list = if at == 0 { vec![0] } else { vec![programs[at - 1], programs[at]] };
        builder.single(id, &list).unwrap();
    }
    let last = builder.single(people, &[0]).unwrap();
    for program in 0..people as u32 {
        let better = if program == 0 { vec![last, 1, 0] } else { vec![program + 1, program] };
        let ranked: Vec<u32> = better.into_iter().filter(|person| *person < people as u32 || *person == last).collect();
        builder.ranking(program, &ranked).unwrap();
    }
    let solution = solve(&builder.finish());
    assert!(matches!(solution.outcome, Outcome::Stable(_)));
    assert_eq!(solution.matching.first[last as usize], 0);
}

#[test]
fn reversions_and_even_quotas_hold_in_random_markets() {
    let mut moved = 0;
    let mut evened = 0;
    for seed in 0..2_000 {
        let base =
            small(seed, Small { singles: 8, couples: (seed % 2) as u32, programs: 5, pairs: 5, supplements: false });
        let mut random = Random(seed);
        let mut builder = Builder::new();
        for (id, quota) in base.programs().iter().zip(base.quotas()) {
            builder.program(*id, quota + 1).unwrap();
        }
        for person in (0..base.number_of_people()).filter(|person| base.couple_of(*person).is_none()) {
            builder.single(base.people()[person as usize], base.list(person)).unwrap();
        }
        for (index, couple) in (0..).zip(base.couples()) {
            let ids = couple.members.map(|person| base.people()[person as usize]);
            builder.couple(couple.id, ids, base.pairs(index)).unwrap();
        }
        for program in 0..base.number_of_programs() {
            builder.ranking(program, base.ranking(program)).unwrap();
        }
        for from in 1..5 {
            if random.below(2) == 0 {
                builder.reversion(from, random.below(from), random.below(3)).unwrap();
            }
            if random.below(3) == 0 {
                builder.even(from);
            }
        }
        let instance = builder.finish();
        let solution = solve(&instance);
        let verdict = check(&instance, &solution.matching);
        assert!(verdict.flaws.is_empty(), "seed {seed}: {:?}", verdict.flaws);
        if matches!(solution.outcome, Outcome::Stable(_)) {
            assert!(verdict.is_stable(), "seed {seed}: {:?}", verdict.blocks);
        }
        let before: u32 = instance.quotas().iter().sum();
        let is_any_even = (0..5).any(|program| instance.is_even(program));
        assert!(is_any_even || verdict.quotas.iter().sum::<u32>() == before, "no position is lost; seed {seed}");
        moved += usize::from(verdict.quotas != instance.quotas());
        evened += usize::from(solution.rounds > 0);
    }
    assert!(moved > 500 && evened > 500, "{moved} {evened}");
}

#[test]
fn unfilled_positions_revert_and_are_filled() {
    // Program 0 has two places and one applicant; its free place goes to program 1, which both others want.
    let mut builder = Builder::new();
    let [giver, receiver] = [(0, 2), (1, 1)].map(|(id, quota)| builder.program(id, quota).unwrap());
    let people = [[giver], [receiver], [receiver]].map(|list| list[0]);
    let people: Vec<u32> = (0..).zip(people).map(|(id, program)| builder.single(id, &[program]).unwrap()).collect();
    builder.ranking(giver, &people[..1]).unwrap();
    builder.ranking(receiver, &people[1..]).unwrap();
    builder.reversion(giver, receiver, u32::MAX).unwrap();
    let instance = builder.finish();
    let solution = solve(&instance);
    assert_eq!(solution.matching.first, [giver, receiver, receiver]);
    assert_eq!(check(&instance, &solution.matching).quotas, [1, 2]);
}

#[test]
fn a_program_with_an_even_quota_sends_the_odd_applicant_on() {
    let mut builder = Builder::new();
    let [even, other] = [(0, 4), (1, 1)].map(|(id, quota)| builder.program(id, quota).unwrap());
    let people: Vec<u32> = (0..3).map(|id| builder.single(id, &[even, other]).unwrap()).collect();
    builder.ranking(even, &people).unwrap();
    builder.ranking(other, &people).unwrap();
    builder.even(even);
    let solution = solve(&builder.finish());
    assert_eq!(solution.matching.first, [even, even, other]);
}

fn read(text: &str) -> Instance {
    read_market(text).unwrap()
}

/// Lines `r APPLICANT PROGRAM` of the matching found.
fn matched(text: &str) -> String {
    let market = read(text);
    write_matching(&market, &solve(&market).matching, true).lines().skip(1).collect::<Vec<_>>().join(", ")
}

/// Example 1 of Gale and Shapley (1962).
#[test]
fn everybody_gets_the_first_choice_where_the_first_choices_differ() {
    let market = "r 1 11 12 13\nr 2 12 13 11\nr 3 13 11 12\np 11 1 2 3 1\np 12 1 3 1 2\np 13 1 1 2 3\n";
    assert_eq!(matched(market), "r 1 11, r 2 12, r 3 13");
}

/// The public example of the NRMP ("Run a Match", 2014): five applicants, three programs with two positions each.
#[test]
fn the_example_of_the_nrmp_comes_out_as_published() {
    let (city, mercy, general) = (10, 20, 30);
    let [anderson, chen, ford, davis, eastman] = [1, 2, 3, 4, 5];
    let market = format!(
        "r {anderson} {city}\nr {chen} {city} {mercy}\nr {ford} {city} {general} {mercy}\nr {davis} {mercy} {city} {general}\n\
         r {eastman} {city} {mercy} {general}\np {mercy} 2 {chen} {ford}\n\
         p {city} 2 {eastman} {anderson} {chen} {davis} {ford}\np {general} 2 {eastman} {anderson} {ford} {davis}\n"
    );
    let expected = [(anderson, city), (chen, mercy), (ford, general), (davis, general), (eastman, city)];
    let expected: Vec<String> = expected.map(|(person, program)| format!("r {person} {program}")).to_vec();
    assert_eq!(matched(&market), expected.join(", "));
}

/// Klaus and Klijn (2005): the couple wants both programs or nothing, and the single applicant breaks up whatever is there.
const NO_STABLE: &str = "c 1 1 2 10 20\nr 3 10 20\np 10 1 1 3\np 20 1 3 2\n";

#[test]
fn a_couple_can_leave_no_stable_matching_and_that_is_proven() {
    let solution = solve(&read(NO_STABLE));
    assert_eq!(solution.outcome, Outcome::NoneExists { combinations: 2 });
    assert_eq!(solution.verdict.blocks.len(), 1);
}

#[test]
fn two_members_at_one_program_must_both_be_among_its_best() {
    let market = |quota: u32, ranking: &str| format!("c 1 1 2 10 10\nr 3 10\nr 4 10\np 10 {quota} {ranking}\n");
    assert_eq!(matched(&market(2, "1 2 3 4")), "r 1 10, r 2 10, r 3 -1, r 4 -1");
    assert_eq!(
        matched(&market(2, "1 3 2 4")),
        "r 1 -1, r 2 -1, r 3 10, r 4 10",
        "2 is third, so that 1 alone is no pair"
    );
    assert_eq!(matched(&market(3, "1 3 2 4")), "r 1 10, r 2 10, r 3 10, r 4 -1");
}

#[test]
fn a_second_place_follows_the_advanced_position_and_never_costs_it() {
    let market = "r 1 30 40\ns 1 30 50 40\nr 2 40\np 30 1 1\np 40 1 1 2\np 50 0 1\n";
    let instance = read(market);
    let solution = solve(&instance);
    assert_eq!(write_matching(&instance, &solution.matching, true), "m 1\nr 1 30\nr 2 -1\ns 1 40\n");
    let without = market.replace("p 30 1 1", "p 30 0 1");
    assert_eq!(matched(&without), "r 1 40, r 2 -1", "the list counts only with its advanced position");
}

#[test]
fn one_sided_entries_are_ignored_and_counted() {
    let market = "r 1 10 20\nr 2 20\nc 1 3 4 10 20 10 10 20 -1\np 10 2 1 2 3\np 20 1 2 3 4 1\n";
    let solution = solve(&read(market));
    // 10 lists 2, who does not list it; the pair 10 10 has no rank for 4.
    assert_eq!((solution.one_sided.by_applicants, solution.one_sided.by_programs), (1, 1));
}

#[test]
fn every_wrong_line_is_told_with_its_number() {
    let text = "r 1 10 10\nr 2 77\nx 1\nc 1 3 4 10\np 10 two\np 20 1 1 99\nr 5 20\nr 5 20\nc 2 6 7 -1 -1 20 20\n\
                s 5 20 20\nv 20 20\nr 6.5\ne\n";
    let errors = read_market(text).unwrap_err();
    let told: Vec<String> = errors.iter().map(|error| format!("{}: {}", error.line, error.problem)).collect();
    insta::assert_snapshot!("wrong_market", told.join("\n"));
}

#[test]
fn reading_what_was_written_gives_the_same_matching() {
    for seed in 0..100 {
        let size = Small { singles: 4, couples: 1, programs: 4, pairs: 5, supplements: true };
        let instance = small(seed, size);
        let matching = solve(&instance).matching;
        assert_eq!(read_matching(&write_matching(&instance, &matching, true), &instance), Ok(matching));
    }
    let market = read("r 1 10\np 10 1 1\n");
    for (text, line) in [("m 0\n", 1), ("m 1\nr 2 10\n", 2), ("r 1 10\nr 1 -1\n", 2), ("r 1\n", 1), ("r 1 30\n", 1)] {
        assert_eq!(read_matching(text, &market).unwrap_err()[0].line, line, "{text}");
    }
}

/// Exit code, standard output and standard error.
pub fn program(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_matchfolio"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn what_match_prints_verify_calls_stable_and_nothing_else() {
    let market = "examples/markets/residency.txt";
    let (code, printed, said) = program(&["match", market]);
    assert_eq!(code, 0, "{said}");
    assert!(printed.starts_with("m 1\nr 1 ") && said.contains("Stable matching found"), "{printed}{said}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("matching.txt");
    let file = path.to_str().unwrap();
    std::fs::write(&path, &printed).unwrap();
    let (code, verdict, _) = program(&["verify", market, file]);
    assert!(code == 0 && verdict.starts_with("stable: "), "{verdict}");
    std::fs::write(&path, "m 1\n").unwrap();
    let (code, verdict, said) = program(&["verify", market, file]);
    assert!(code == 3 && verdict.starts_with("not stable: ") && said.contains("is not stable"), "{verdict}{said}");
}

#[test]
fn no_stable_matching_prints_m_0_and_a_wrong_or_missing_file_has_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("market.txt");
    let file = path.to_str().unwrap();
    std::fs::write(&path, NO_STABLE).unwrap();
    let (code, printed, said) = program(&["match", file]);
    assert_eq!((code, printed.as_str()), (0, "m 0\n"));
    assert!(said.contains("No stable matching exists: all 2 combinations"), "{said}");
    let (_, closest, _) = program(&["match", file, "--closest", "--quiet"]);
    assert!(closest.starts_with("m 0\nr 1 "), "{closest}");
    std::fs::write(&path, "r 1 10\n").unwrap();
    let (code, _, said) = program(&["match", file]);
    assert!(code == 3 && said.contains("market.txt:1: there is no program 10"), "{said}");
    assert_eq!(program(&["match", "no/such/file"]).0, 3);
}
