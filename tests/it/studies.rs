//! Studies of many people: a table in, a table out, whole or in parts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use matchfolio::{Reference, Scenario, Settings, simulate};

/// Draws of these tests: enough that every draw counts, few enough to be quick.
const DRAWS: &str = "32";

/// A folder with a study of so many people.
fn study(people: usize, more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let class = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/class");
    fs::copy(class.join("template.toml"), folder.path().join("template.toml")).expect("copied");
    let mut table = "Name,Step 2 CK,Visa status,Group\n".to_owned();
    for number in 0..people {
        let visa = ["J-1", "none"][number % 2];
        let group = ["a", "b", "c"][number % 3];
        writeln!(table, "P{number},{},{visa},{group}", 220 + number % 40).expect("a line");
    }
    fs::write(folder.path().join("people.csv"), table).expect("written");
    let text = format!("template = \"template.toml\"\npeople = \"people.csv\"\n{more}");
    fs::write(folder.path().join("study.toml"), text).expect("written");
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.current_dir(folder).args(arguments);
    for name in ["SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "JOB_COMPLETION_INDEX"] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let arguments = [arguments, &["--draws", DRAWS]].concat();
    command(folder, &arguments).output().expect("started")
}

fn merge(folder: &Path, parts: &[&str], out: &str) -> Output {
    command(folder, &[&["merge"], parts, &["--out", out, "--quiet"]].concat()).output().expect("started")
}

fn succeeded(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("text")
}

fn refused(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files of a study but its pieces and parts.
fn tables(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let files = files.filter(|path| path.is_file());
    files.map(|path| (PathBuf::from(path.file_name().expect("a name")), fs::read(&path).expect("read"))).collect()
}

fn pieces(folder: &Path) -> BTreeMap<PathBuf, std::time::SystemTime> {
    let files = fs::read_dir(folder.join("pieces")).expect("pieces").flatten();
    files.map(|entry| (entry.path(), entry.metadata().expect("there").modified().expect("a time"))).collect()
}

#[test]
fn the_tables_do_not_depend_on_the_threads_or_on_an_interruption() {
    let folder = study(5, "by = [\"Group\"]\n");
    let of = |out: &str, more: &[&str]| {
        succeeded(&run(folder.path(), &[&["study", "study.toml", "--out", out], more].concat()));
        tables(&folder.path().join(out))
    };
    let one = of("one", &["--threads", "1"]);
    assert!(
        ["study.parquet", "study.csv", "people.csv", "groups.csv", "study.json", "study.html"]
            .iter()
            .all(|name| one.contains_key(Path::new(name)))
    );
    for threads in ["2", "7"] {
        assert_eq!(of(threads, &["--threads", threads]), one, "{threads} threads");
    }
    // A run that was stopped has some of its pieces, and one of them may be damaged.
    let out = folder.path().join("2");
    let kept = pieces(&out);
    let mut names = kept.keys();
    fs::remove_file(names.next().expect("a piece")).expect("removed");
    let damaged = names.next().expect("another");
    let text = fs::read(damaged).expect("read");
    fs::write(damaged, &text[..text.len() / 2]).expect("written");
    assert_eq!(of("2", &["--resume"]), one);
    let again = pieces(&out);
    assert_eq!(again.keys().collect::<Vec<_>>(), kept.keys().collect::<Vec<_>>());
    assert_eq!(again.iter().filter(|(path, time)| kept[*path] != **time).count(), 2, "the others were kept");
}

#[test]
fn the_numbers_are_those_of_a_run() {
    let folder = study(2, "");
    succeeded(&run(folder.path(), &["study", "study.toml", "--out", "out"]));
    let template = fs::read_to_string(folder.path().join("template.toml")).expect("read");
    let text = template.replace("\n[applicant]\n", "\n[applicant]\nstep2_ck = 221\n").replace("\"j1\"", "\"none\"");
    let reference = Reference::embedded().expect("tables");
    let scenario = Scenario::from_text("x.toml", &text, &reference).expect("a scenario");
    let results = simulate(&scenario, &Settings::default().draws(32)).expect("results");
    let table = fs::read_to_string(folder.path().join("out/study.csv")).expect("read");
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("P1,")).collect();
    for portfolio in &results.portfolios {
        for (outcome, estimate) in [("unmatched", portfolio.outcomes.unmatched), ("residency", portfolio.residency)] {
            let [low, high] = estimate.interval90;
            let numbers = [estimate.mean, low, high, estimate.mc_error].map(|number| number.to_string()).join(",");
            let wanted = format!("P1,221,none,b,{},{outcome},,{numbers},template.toml,1,", portfolio.name);
            assert!(rows.iter().any(|row| row.starts_with(&wanted)), "{wanted}\n{}", rows.join("\n"));
        }
    }
}

#[test]
fn eight_parts_of_which_one_was_killed_make_the_same_tables_as_one_run() {
    let folder = study(17, "by = [\"visa\"]\n");
    succeeded(&run(folder.path(), &["study", "study.toml", "--out", "whole"]));
    let arguments = |shard: usize| {
        let (shard, out) = (format!("{shard}/8"), format!("part{shard}"));
        ["study", "study.toml", "--shard", &shard, "--out", &out, "--draws", DRAWS].map(str::to_owned)
    };
    let start = |shard: usize, more: &[&str]| {
        let arguments = arguments(shard);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        command(folder.path(), &arguments).stderr(Stdio::null()).spawn().expect("started")
    };
    let mut killed = start(3, &[]);
    std::thread::sleep(Duration::from_millis(150));
    killed.kill().expect("killed");
    killed.wait().expect("ended");
    // Whether or not it came to its end, its list is taken away, as if it had not.
    let _ = fs::remove_dir_all(folder.path().join("part3/parts"));
    let others: Vec<_> = (1..=8).filter(|shard| *shard != 3).map(|shard| start(shard, &[])).collect();
    for mut part in others {
        assert!(part.wait().expect("ended").success());
    }
    let parts: Vec<String> = (1..=8).map(|shard| format!("part{shard}")).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    fs::create_dir_all(folder.path().join("part3")).expect("made");
    assert!(refused(&merge(folder.path(), &parts, "early"), 3).contains("part3 has no part of a study"));
    let without: Vec<&str> = parts.iter().copied().filter(|part| *part != "part3").collect();
    assert!(refused(&merge(folder.path(), &without, "early"), 3).contains("1 of 8 parts are missing: 3;"));
    assert!(start(3, &["--resume"]).wait().expect("ended").success());
    succeeded(&merge(folder.path(), &parts, "merged"));
    assert_eq!(tables(&folder.path().join("merged")), tables(&folder.path().join("whole")));

    let twice = [&parts[..], &["part5"]].concat();
    assert!(refused(&merge(folder.path(), &twice, "other"), 3).contains("part 5 is there twice"));
    succeeded(&run(folder.path(), &["study", "study.toml", "--shard", "3-of-8", "--seed", "2", "--out", "foreign"]));
    let foreign: Vec<&str> = parts.iter().map(|part| if *part == "part3" { "foreign" } else { part }).collect();
    let message = refused(&merge(folder.path(), &foreign, "other"), 3);
    assert!(message.contains("not of the same study") && message.contains("seed 2 and 1"), "{message}");
    let piece = pieces(&folder.path().join("part4")).into_keys().next().expect("a piece");
    fs::write(piece, "x").expect("written");
    assert!(refused(&merge(folder.path(), &parts, "other"), 3).contains("part 4 of 8 is not whole"));
    assert!(!folder.path().join("other").exists());
}

/// A scenario for the trials engine, in 20 blocks of seasons.
const SEASONS: [&str; 5] = ["run", "s.toml", "--engine=trials", "--trials=40000", "--quiet"];

fn seasons(folder: &Path, more: &[&str]) -> Output {
    command(folder, &[&SEASONS[..], more].concat()).output().expect("started")
}

fn psychiatry() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/psychiatry_with_fm.toml");
    fs::copy(scenario, folder.path().join("s.toml")).expect("copied");
    folder
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in fs::read_dir(next).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("inside").to_owned();
                found.insert(name, fs::read(&path).expect("read"));
            }
        }
    }
    found
}

#[test]
fn a_run_in_parts_is_the_whole_run_to_the_last_byte() {
    let folder = psychiatry();
    for more in [&["--seed=4"][..], &["--central-parameters"]] {
        let whole = succeeded(&seasons(folder.path(), &[more, &["--out=whole", "--force"]].concat()));
        for shard in 1..=8 {
            let part = format!("--shard={shard}/8");
            succeeded(&seasons(folder.path(), &[more, &[&part, "--out=parts"]].concat()));
        }
        let merged = command(folder.path(), &["merge", "parts", "--out=merged", "--force", "--quiet"]);
        assert_eq!(succeeded(&{ merged }.output().expect("started")), whole);
        let merged = files(&folder.path().join("merged"));
        assert!(merged.len() > 10, "{:?}", merged.keys());
        assert!(merged == files(&folder.path().join("whole")));
        fs::remove_dir_all(folder.path().join("parts")).expect("removed");
    }
}

#[test]
fn parts_that_do_not_make_a_run_are_refused() {
    let folder = psychiatry();
    let path = folder.path();
    let part = |shard: &str, more: &[&str]| {
        let (shard, out) = (format!("--shard={shard}/3"), format!("--out={shard}"));
        succeeded(&seasons(path, &[more, &[&shard, &out]].concat()));
    };
    (1..=3).for_each(|shard| part(&shard.to_string(), &[]));
    let merged = |parts: &[&str]| refused(&merge(path, parts, "whole"), 3);
    assert!(merged(&["1", "3"]).contains("1 of 3 parts are missing: 2;"));
    assert!(merged(&["1", "2", "3", "2"]).contains("part 2 is there twice"));
    fs::rename(path.join("2"), path.join("right")).expect("moved");
    part("2", &["--seed=9"]);
    let message = merged(&["1", "2", "3"]);
    assert!(message.contains("not of the same run") && message.contains("seed 9 and 1"), "{message}");

    let file = "parts/part-2-of-3.json";
    let text = fs::read_to_string(path.join("right").join(file)).expect("a part");
    let refused_text = |text: &str, why: &str| {
        fs::write(path.join("2").join(file), text).expect("written");
        let output = merge(path, &["1", "2", "3"], "whole");
        let message = refused(&output, output.status.code().filter(|code| [2, 3].contains(code)).expect("refused"));
        assert!(message.contains(why), "{message}");
    };
    refused_text(&text[..text.len() / 2], "part-2-of-3.json is no part of a run");
    refused_text(&text.replacen("run-part/1", "part/1", 1), "its contract is `matchfolio.part/1`");
    refused_text(&text.replacen("\"pairs\":[{", "\"pairs\":[{},{", 1), "is no part of a run");
    refused_text(&text.replacen("\"matched\":[", "\"matched\":[7,", 1), "does not hold the counts");
    fs::write(path.join("2").join(file), &text).expect("written");

    let scenario = fs::read_to_string(path.join("s.toml")).expect("a scenario");
    fs::write(path.join("s.toml"), format!("{scenario}\n# changed\n")).expect("written");
    assert!(
        refused(&merge(path, &["1", "2", "3"], "whole"), 2)
            .contains("the scenario s.toml or a program list of it is not")
    );
    fs::write(path.join("moved.toml"), scenario).expect("written");
    fs::remove_file(path.join("s.toml")).expect("removed");
    assert!(!path.join("whole").exists());
    let moved = ["merge", "1", "2", "3", "--out=whole", "--scenario=moved.toml", "--quiet"];
    succeeded(&command(path, &moved).output().expect("started"));
}

#[test]
fn what_cannot_be_split_says_so() {
    let folder = psychiatry();
    let said = |arguments: &[&str]| refused(&command(folder.path(), arguments).output().expect("started"), 2);
    assert!(said(&["run", "s.toml", "--shard=1/8"]).contains("add --engine trials"));
    let many = ["run", "s.toml", "--engine=trials", "--trials=4000", "--shard=1/8"];
    assert!(said(&many).contains("at most 2 parts"), "{}", said(&many));
    assert!(said(&["run", "s.toml", "--engine=trials", "--shard=9/8"]).contains("such as 17/200"));
    assert!(
        said(&["run", "s.toml", "--engine=trials", "--shard=1/8", "--target-error=0.01"]).contains("--target-error")
    );
}

#[test]
fn schedulers_say_which_part_it_is() {
    let folder = study(2, "");
    let with = |shard: &str, variables: &[(&str, &str)]| {
        let arguments = ["study", "study.toml", "--shard", shard, "--out", "out", "--draws", DRAWS];
        command(folder.path(), &arguments).envs(variables.iter().copied()).output().expect("started")
    };
    let of = |shard, variables: &[(&str, &str)]| String::from_utf8(with(shard, variables).stderr).expect("text");
    let slurm = [("SLURM_ARRAY_TASK_ID", "8"), ("SLURM_ARRAY_TASK_COUNT", "4"), ("SLURM_ARRAY_TASK_MIN", "5")];
    assert!(of("slurm", &slurm).contains("part 4 of 4"));
    assert!(of("job/3", &[("JOB_COMPLETION_INDEX", "0")]).contains("part 1 of 3"));
    assert!(refused(&with("slurm", &[]), 2).contains("SLURM_ARRAY_TASK_ID is not set"));
    for wrong in ["0/4", "5/4", "x", "1/0", "1/"] {
        assert!(refused(&with(wrong, &[]), 2).contains("such as 17/200"), "{wrong}");
    }
}

#[test]
fn a_change_of_one_person_works_out_nobody_else() {
    let folder = study(4, "");
    succeeded(&run(folder.path(), &["study", "study.toml", "--out", "out"]));
    let before = pieces(&folder.path().join("out"));
    let people = folder.path().join("people.csv");
    let table = fs::read_to_string(&people).expect("read");
    fs::write(&people, table.replace("P2,222", "P2,262")).expect("written");
    assert!(refused(&run(folder.path(), &["study", "study.toml", "--out", "out"]), 2).contains("is not empty"));
    assert!(refused(&run(folder.path(), &["study", "none.toml"]), 3).contains("there is no file none.toml"));
    succeeded(&run(folder.path(), &["study", "study.toml", "--out", "out", "--resume"]));
    let after = pieces(&folder.path().join("out"));
    let new: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    assert_eq!(new.len(), 1);
    assert!(before.iter().all(|(path, time)| after.get(path) == Some(time)), "the others were kept");
    let csv = fs::read_to_string(folder.path().join("out/people.csv")).expect("read");
    assert!(csv.lines().last().expect("a row").starts_with("P2,"), "the best score is the last to need help:\n{csv}");
}

#[test]
fn rows_that_cannot_be_read_are_named_and_the_others_run() {
    let folder = study(0, "");
    let people = "name,step2_ck,visa,portfolio[2].line[1].programs\nA,240,J-1,80\nB,24O,J-1,80\nC,250,green,9999\nA,250,none,\nD,,none,-\n";
    fs::write(folder.path().join("people.csv"), people).expect("written");
    let output = run(folder.path(), &["study", "study.toml", "--out", "out", "--quiet"]);
    assert!(refused(&output, 3).contains("4 of 5 scenarios could not be read"));
    assert!(output.stdout.is_empty(), "files hold the answer, so --quiet prints errors alone");
    let problems = fs::read_to_string(folder.path().join("out/problems.csv")).expect("read");
    for (row, column) in
        [("2,B", "step2_ck"), ("3,C", "visa"), ("3,C", "portfolio[2].line[1].programs"), ("4,A", "name")]
    {
        assert!(problems.contains(&format!("{row},{column},")), "{row} {column}\n{problems}");
    }
    assert!(problems.contains("5,D,,"), "without a score in any place there is no column to blame:\n{problems}");
    let table = fs::read_to_string(folder.path().join("out/study.csv")).expect("read");
    assert!(table.lines().skip(1).all(|line| line.starts_with("A,240,")) && table.lines().count() > 8);
}

/// A class must not be advised from a column that does nothing.
#[test]
fn columns_that_set_nothing_are_named_first() {
    let folder = study(0, "carry = [\"Visas\"]\n");
    let people = "name,step2_ck,Advisor,Backup,Visas\nA,240,Dr. Ruiz,Internal Medicine,x\nB,2x,Dr. Ruiz,IM,y\n";
    fs::write(folder.path().join("people.csv"), people).expect("written");
    let output = run(folder.path(), &["study", "study.toml", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3));
    let text = String::from_utf8(output.stdout).expect("text").split_whitespace().collect::<Vec<_>>().join(" ");
    let table = text.find("Safest plan").expect("a table");
    for sentence in [
        "carried through: “Advisor”, “Backup”, “Visas”.",
        "The specialties in “Backup” change nothing: everyone applies as in template.toml.",
        "Left out, because their rows could not be read: B (step2_ck).",
    ] {
        assert!(text.find(sentence).is_some_and(|place| place < table), "{sentence}\n{text}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/study.json")).expect("read")).expect("JSON");
    assert_eq!(json["unused"][1], serde_json::json!({"column": "Backup", "names_specialties": true}));
}

#[test]
fn one_person_of_a_study_is_a_scenario_of_their_own() {
    let folder = study(3, "");
    let output = run(folder.path(), &["study", "study.toml", "--scenario-of", "p2"]);
    succeeded(&output);
    fs::write(folder.path().join("p2.toml"), &output.stdout).expect("written");
    let alone = ["run", "p2.toml", "--no-report", "--format", "json"];
    let alone = command(folder.path(), &alone).output().expect("started");
    succeeded(&alone);
    let json: serde_json::Value = serde_json::from_slice(&alone.stdout).expect("JSON");
    assert_eq!(json["scenario"]["title"], "P2", "{json}");
    assert!(!folder.path().join("reports").exists(), "it only prints");
    let message = refused(&run(folder.path(), &["study", "study.toml", "--scenario-of", "p22"]), 3);
    assert!(message.contains("nobody is called that; did you mean"), "{message}");
}

#[test]
fn columns_that_look_like_keys_and_are_none_stop_the_study() {
    for (column, hint) in [
        ("Publicatons", "`publications` would"),
        ("Attempts", "`failed attempts`"),
        ("YOG", "years since graduation"),
        ("letters", "of which specialty"),
        ("applicant.step2", "did you mean applicant.step2_ck or"),
        ("portfolio[3].line[1].programs", "there is no such portfolio"),
        ("portfolio[1].line[2].programs", "the portfolio has 1 lines"),
        ("USMLE Step 2", "it says the same as the column `step2_ck`"),
    ] {
        let folder = study(0, "");
        fs::write(folder.path().join("people.csv"), format!("name,step2_ck,{column}\nA,240,1\n")).expect("written");
        let message = refused(&run(folder.path(), &["study", "study.toml", "--out", "out"]), 3);
        assert!(message.contains(hint), "{column}: {message}");
    }
    let folder = study(1, "people_of = 3\n");
    assert!(refused(&run(folder.path(), &["study", "study.toml"]), 3).contains("unknown key"));
}

#[test]
fn a_grid_goes_through_all_combinations_and_a_change_stands_beside_what_is() {
    let folder = study(0, "[grid]\n\"applicant.step2_ck\" = \"230..250:10\"\nvisa = [\"none\", \"j1\"]\n");
    let text = fs::read_to_string(folder.path().join("study.toml")).expect("read").replace("people =", "# ");
    fs::write(folder.path().join("study.toml"), text).expect("written");
    let set = ["study", "study.toml", "--out", "out", "--set", "applicant.us_clinical_months=12"];
    succeeded(&run(folder.path(), &set));
    let table = fs::read_to_string(folder.path().join("out/study.csv")).expect("read");
    let header = "person,applicant.step2_ck,applicant.visa,change,portfolio,outcome,track,mean,low90,high90,mc_error,scenario,seed,version,draws";
    assert_eq!(table.lines().next(), Some(header));
    let mean = |start: &str| -> f64 {
        let start = format!("1,{start},Psychiatry only,unmatched,,");
        let row = table.lines().find_map(|line| line.strip_prefix(&start)).expect("a row");
        row.split(',').next().expect("a mean").parse().expect("a number")
    };
    for visa in ["none", "j1"] {
        for score in [230, 240, 250] {
            let (before, after) = ("none", "applicant.us_clinical_months = 12");
            assert!(mean(&format!("{score},{visa},{after}")) < mean(&format!("{score},{visa},{before}")));
        }
        assert!(mean(&format!("250,{visa},none")) < mean(&format!("230,{visa},none")));
    }
}

/// Numbers of a row: mean, both ends, error.
fn numbers(row: &str, after: &str) -> [f64; 4] {
    let cells = row.strip_prefix(after).expect("the row").split(',').map(|cell| cell.parse().expect("a number"));
    cells.take(4).collect::<Vec<f64>>().try_into().expect("four numbers")
}

#[test]
fn a_change_is_compared_with_none_person_by_person_on_common_draws() {
    let folder = study(3, "[grid]\n\"limits.max_interviews\" = [8, 14]\n");
    let set = ["study", "study.toml", "--out", "out", "--set", "usce months=12", "--by", "visa"];
    let printed = succeeded(&run(folder.path(), &set));
    let read = |file: &str| fs::read_to_string(folder.path().join("out").join(file)).expect("read");
    let (table, people) = (read("study.csv"), read("people.csv"));
    let change = "applicant.us_clinical_months = 12";
    for (person, cells) in [("P0", "220,J-1,a"), ("P1", "221,none,b")] {
        for limit in [8, 14] {
            let of = |change: &str, what: &str| {
                let start = format!("{person},{cells},{limit},{change},Psychiatry only,{what},,");
                let row = table.lines().find(|row| row.starts_with(&start));
                row.map(|row| numbers(row, &start))
            };
            let [before, after] =
                [("none", "unmatched"), (change, "unmatched")].map(|(change, what)| of(change, what).expect("a row"));
            let difference = of(change, "unmatched_above_unchanged").expect("a difference");
            assert!((difference[0] - (after[0] - before[0])).abs() < 1e-12 && difference[0] < 0.0);
            assert!(difference[1] < difference[0] && difference[0] < difference[2] && difference[3] < after[3]);
            assert_eq!(of("none", "unmatched_above_unchanged"), None);
        }
    }
    assert_eq!(table.matches(",safest_above_unchanged,").count(), 6);
    let rows = people.lines().skip(1).filter(|row| row.starts_with("P0,"));
    let ends: Vec<&str> = rows.map(|row| row.rsplit_once(&format!(",{change},")).map_or("", |(_, end)| end)).collect();
    assert_eq!(ends.iter().filter(|end| end.starts_with('-')).count(), 2, "{people}");
    assert!(people.contains(",none,,,,"), "nothing is compared without a change: {people}");
    assert!(printed.contains("What does the change do?") && read("study.html").contains("What does the change do?"));
    assert!(read("groups.csv").starts_with("applicant.visa,change,portfolio,"));
    // Another row leaves both scenarios of all others as they are.
    let before = pieces(&folder.path().join("out"));
    assert_eq!(before.len(), 6);
    let class = folder.path().join("people.csv");
    fs::write(&class, fs::read_to_string(&class).expect("read").replace("P2,222", "P2,262")).expect("written");
    succeeded(&run(folder.path(), &[&set[..], &["--resume"]].concat()));
    let after = pieces(&folder.path().join("out"));
    assert_eq!(after.keys().filter(|path| !before.contains_key(*path)).count(), 2);
}

#[test]
fn groups_go_by_keys_that_the_table_lacks_and_by_everyday_words() {
    let folder = study(0, "");
    let people = "name,step2_ck,Visa status\nA,240,\nB,240,J-1\nC,240,j1\nD,240,none\n";
    fs::write(folder.path().join("people.csv"), people).expect("written");
    let by = |words: &str| run(folder.path(), &["study", "study.toml", "--out", "out", "--force", "--by", words]);
    succeeded(&by("visa needed,applicant type"));
    let groups = fs::read_to_string(folder.path().join("out/groups.csv")).expect("read");
    let rows = |start: &str| groups.lines().filter(|row| row.starts_with(start) && row.contains(",unmatched,")).count();
    assert!(groups.starts_with("applicant.visa,applicant.type,portfolio,"), "{groups}");
    assert_eq!((rows("J-1,non_us_img,"), rows("none,non_us_img,"), rows("")), (2, 2, 4), "{groups}");
    assert!(
        groups.contains("J-1,non_us_img,Psychiatry only,unmatched,,3,"),
        "an empty cell is the template's: {groups}"
    );
    for (wrong, hint) in
        [("typ", "did you mean"), ("YOG", "years since graduation"), ("applicant.vissa", "did you mean applicant.visa")]
    {
        let message = refused(&by(wrong), 3);
        assert!(message.contains("groups (--by)") && message.contains(hint), "{wrong}: {message}");
    }
}

/// A workbook with these rows in its first sheet; what is a number stands there as one.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |text: &&str| match text.parse::<f64>() {
        Ok(_) => format!("<c><v>{text}</v></c>"),
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let rows = rows.iter().map(|row| format!("<row>{}</row>", row.iter().map(cell).collect::<String>()));
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{}</sheetData></worksheet>",
        rows.collect::<String>()
    );
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{office}\"><sheets>\
         <sheet name=\"Class\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
             Target=\"{target}\" Type=\"{office}/{kind}\"/></Relationships>"
        )
    };
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", relations("xl/workbook.xml", "officeDocument")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations("worksheets/sheet1.xml", "worksheet")),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, options).expect("begun");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

#[test]
fn people_may_come_as_a_workbook_and_give_the_same_numbers() {
    let folder = study(3, "");
    succeeded(&run(folder.path(), &["study", "study.toml", "--out", "csv"]));
    let rows: [&[&str]; 4] = [
        &["Name", "Step 2 CK", "Visa status", "Group"],
        &["P0", "220.0", "J-1", "a"],
        &["P1", "221", "none", "b"],
        &["P2", "222", "", "c"],
    ];
    fs::write(folder.path().join("class.xlsx"), workbook(&rows)).expect("written");
    succeeded(&run(folder.path(), &["study", "study.toml", "--input", "class.xlsx", "--out", "xlsx"]));
    let people = |out: &str| fs::read_to_string(folder.path().join(out).join("people.csv")).expect("read");
    assert_eq!(people("xlsx"), people("csv"));
    // A row that cannot be read is told by its number and column, as of any other table.
    let wrong: [&[&str]; 2] = [rows[0], &["P0", "24O", "J-1", "a"]];
    fs::write(folder.path().join("class.xlsx"), workbook(&wrong)).expect("written");
    let output = run(folder.path(), &["study", "study.toml", "--input", "class.xlsx", "--out", "wrong"]);
    refused(&output, 3);
    let problems = fs::read_to_string(folder.path().join("wrong/problems.csv")).expect("read");
    assert!(problems.contains("1,P0,Step 2 CK,"), "{problems}");
}

#[test]
fn people_may_come_as_json_lines_or_parquet_and_give_the_same_numbers() {
    let folder = study(3, "");
    succeeded(&run(folder.path(), &["study", "study.toml", "--out", "csv"]));
    let arguments = ["study", "study.toml", "--out", "json", "--input", "-", "--draws", DRAWS];
    let mut child = command(folder.path(), &arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let mut lines = String::new();
    for (number, visa) in ["j1", "none", "j1"].into_iter().enumerate() {
        let score = 220 + number;
        writeln!(lines, "{{\"name\": \"P{number}\", \"applicant\": {{\"step2_ck\": {score}, \"visa\": \"{visa}\"}}}}")
            .expect("a line");
    }
    child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("written");
    assert!(child.wait().expect("ended").success());
    let numbers = |out: &str| fs::read_to_string(folder.path().join(out).join("people.csv")).expect("read");
    assert_eq!(numbers("json"), numbers("csv"));
    // A table of a study is a table of people too: its rows name somebody more than once, which is told.
    let parquet = ["study", "study.toml", "--out", "parquet", "--input", "csv/study.parquet"];
    let message = refused(&run(folder.path(), &parquet), 3);
    assert!(message.contains("could not be read"), "{message}");
    let csv = fs::read_to_string(folder.path().join("parquet/study.csv")).expect("read");
    let first = |text: &str| text.lines().nth(1).expect("a row").split(",unmatched,,").nth(1).expect("it").to_owned();
    let original = fs::read_to_string(folder.path().join("csv/study.csv")).expect("read");
    assert!(
        first(&csv).starts_with(&first(&original)),
        "the columns of the first study that another one has too are carried through"
    );
}

#[test]
fn an_anonymous_study_names_nobody() {
    let folder = study(4, "by = [\"visa\"]\n");
    let people = folder.path().join("people.csv");
    let table = fs::read_to_string(&people).expect("read") + "Zora Secret,999,none,a\n";
    fs::write(&people, table.replace("P1,", "Yuri Hidden,")).expect("written");
    let output = run(folder.path(), &["study", "study.toml", "--out", "out", "--anonymous"]);
    assert_eq!(output.status.code(), Some(3));
    let mut folders = vec![folder.path().join("out")];
    while let Some(inside) = folders.pop() {
        for path in fs::read_dir(inside).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                if !path.ends_with("pieces") {
                    folders.push(path);
                }
                continue;
            }
            let bytes = fs::read(&path).expect("read");
            let text = String::from_utf8_lossy(&bytes);
            for secret in ["Yuri", "Zora", "P2,", "step2_ck,"] {
                assert!(!text.contains(secret), "{} says {secret}", path.display());
            }
        }
    }
    let csv = fs::read_to_string(folder.path().join("out/study.csv")).expect("read");
    assert!(csv.starts_with("person,applicant.visa,portfolio,") && csv.contains("person 1,"));
}
