"""Ask an exact solver whether small markets with couples have a stable matching, and compare with `matchfolio match`.

    python -m venv venv && venv/bin/pip install ortools
    venv/bin/python tests/judge/couples.py target/debug/matchfolio 1000

Nothing else of this project needs Python. The judge (CP-SAT of OR-Tools) gets the definition of stability as constraints and
searches for any matching that keeps them; it knows nothing of how `match` works. The script fails at the first market about
which the two disagree, and prints how many have a stable matching.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from ortools.sat.python import cp_model

NOWHERE = -1


def market(seed):
    """Singles' lists, couples with pairs, and programs with positions and rankings."""
    chance = random.Random(seed)
    programs = list(range(100, 100 + chance.randint(3, 6)))
    singles = {}
    for person in range(10, 10 + chance.randint(0, 8)):
        singles[person] = chance.sample(programs, chance.randint(1, len(programs)))
    couples = {}
    for couple in range(chance.randint(1, 4)):
        places = programs + [NOWHERE]
        pairs = [(one, other) for one in places for other in places if (one, other) != (NOWHERE, NOWHERE)]
        members = (50 + 2 * couple, 51 + 2 * couple)
        couples[couple] = (members, chance.sample(pairs, chance.randint(1, min(8, len(pairs)))))
    people = list(singles) + [member for members, _ in couples.values() for member in members]
    rankings = {}
    for program in programs:
        ranked = [person for person in people if chance.random() < 0.85]
        chance.shuffle(ranked)
        rankings[program] = (chance.randint(1, 2), ranked)
    return singles, couples, rankings


def text(singles, couples, rankings):
    lines = [" ".join(map(str, ["r", person, *programs])) for person, programs in singles.items()]
    for couple, (members, pairs) in couples.items():
        lines.append(" ".join(map(str, ["c", couple, *members, *(place for pair in pairs for place in pair)])))
    lines += [" ".join(map(str, ["p", program, quota, *ranked])) for program, (quota, ranked) in rankings.items()]
    return "\n".join(lines) + "\n"


def has_stable(singles, couples, rankings):
    """Whether any matching keeps all constraints."""
    model = cp_model.CpModel()
    rank = {program: {person: place for place, person in enumerate(ranked)} for program, (_, ranked) in rankings.items()}
    at = {(person, program): [] for program in rank for person in rank[program]}
    single_choices, couple_choices = {}, {}
    for person, programs in singles.items():
        single_choices[person] = [(p, model.new_bool_var(f"{person} {p}")) for p in programs if person in rank[p]]
        for program, chosen in single_choices[person]:
            at[person, program].append(chosen)
        model.add_at_most_one(chosen for _, chosen in single_choices[person])
    for couple, (members, pairs) in couples.items():
        mutual = [
            pair
            for pair in pairs
            if all(place == NOWHERE or member in rank[place] for member, place in zip(members, pair))
        ]
        couple_choices[couple] = [(pair, model.new_bool_var(f"c{couple} {pair}")) for pair in mutual]
        for pair, chosen in couple_choices[couple]:
            for member, place in zip(members, pair):
                if place != NOWHERE:
                    at[member, place].append(chosen)
        model.add_at_most_one(chosen for _, chosen in couple_choices[couple])
    for program, (quota, ranked) in rankings.items():
        model.add(sum(chosen for person in ranked for chosen in at[person, program]) <= quota)

    def refuses(program, worst_rank, asking, needed):
        """A truth value that can hold only if so many others are better than this rank that fewer than `needed` positions are left."""
        quota, ranked = rankings[program]
        better = [chosen for person in ranked[:worst_rank] if person not in asking for chosen in at[person, program]]
        refused = model.new_bool_var("refused")
        model.add(sum(better) + needed > quota).only_enforce_if(refused)
        return refused

    for person, choices in single_choices.items():
        for place, (program, _) in enumerate(choices):
            content = [chosen for _, chosen in choices[: place + 1]]
            model.add_bool_or([*content, refuses(program, rank[program][person], {person}, 1)])
    for couple, (members, _) in couples.items():
        choices = couple_choices[couple]
        for place, ((one, other), _) in enumerate(choices):
            content = [chosen for _, chosen in choices[: place + 1]]
            if one == other:
                worst = max(rank[one][member] for member in members)
                refused = [refuses(one, worst, set(members), 2)]
            else:
                sides = [(member, to) for member, to in zip(members, (one, other)) if to != NOWHERE]
                refused = [refuses(to, rank[to][member], {member}, 1) for member, to in sides]
            model.add_bool_or([*content, *refused])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), solver.status_name(status)
    return status != cp_model.INFEASIBLE


def main():
    program, count = sys.argv[1], int(sys.argv[2])
    stable = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "market.txt"
        for seed in range(count):
            parts = market(seed)
            file.write_text(text(*parts))
            run = subprocess.run([program, "match", str(file)], capture_output=True, text=True, check=True)
            found, expected = run.stdout.startswith("m 1\n"), has_stable(*parts)
            if found != expected:
                sys.exit(f"market {seed}: match says {found}, the judge says {expected}\n{file.read_text()}{run.stderr}")
            stable += found
    print(f"{count} of {count} markets agree; {stable} have a stable matching and {count - stable} have none")


main()
