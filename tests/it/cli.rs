//! The program as a person meets it: exit codes, streams, files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const SCENARIO: &str = "scenarios/dr_strong_cautious.toml";

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("NO_COLOR");
    command
}

fn output(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program starts")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes text")
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            files.extend(files_below(&entry));
        } else {
            files.push(entry);
        }
    }
    files
}

#[test]
fn a_run_prints_the_table_and_writes_the_whole_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report");
    let run = output(&["run", SCENARIO, "--trials", "2048", "--out", &out.to_string_lossy()]);
    assert_eq!(code(&run), 0, "{}", text(&run.stderr));
    let table = text(&run.stdout);
    assert!(table.contains("DR only") && table.contains("Unmatched") && !table.contains('\u{1b}'), "{table}");
    assert!(text(&run.stderr).contains("report.html"));
    let names: Vec<String> = files_below(&out)
        .iter()
        .map(|file| file.strip_prefix(&out).expect("below").to_string_lossy().into_owned())
        .collect();
    for expected in ["report.html", "results.json", "charts/outcomes.svg", "charts/outcomes.png", "tables/outcomes.csv"]
    {
        assert!(names.iter().any(|name| name == expected), "{expected} is missing from {names:?}");
    }
    let written = std::fs::read_to_string(out.join("results.json")).expect("results");
    let results: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(results["schema"], "matchfolio.results/1");
}

#[test]
fn the_number_of_threads_changes_no_byte_of_the_results() {
    let run = |threads| {
        output(&["run", SCENARIO, "--no-report", "--format", "json", "--trials", "8192", "--threads", threads])
    };
    let one = run("1");
    assert_eq!(code(&one), 0);
    assert_eq!(one.stdout, run("2").stdout);
    assert_eq!(one.stdout, run("7").stdout);
}

/// What the truth is off by cannot be told from a few draws, so nothing is said to be exact.
#[test]
fn few_draws_are_told_first_and_no_number_has_an_error() {
    let told = |trials: &str| {
        let run = output(&["run", SCENARIO, "--no-report", "--no-color", "--trials", trials]);
        assert_eq!(code(&run), 0);
        text(&run.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let few = told("16");
    let place = |words: &str| few.find(words).unwrap_or_else(|| panic!("{words}: {few}"));
    assert!(place("draws of the uncertain parameters: only 1") < place("simulated seasons"), "{few}");
    assert_eq!(few.matches("draws of the uncertain parameters: only").count(), 1, "{few}");
    assert!(!few.contains('±') && !few.contains("fixed parameters"), "{few}");
    let many = told("256");
    assert!(many.contains('±') && !many.contains("draws of the uncertain parameters: only"), "{many}");
}

#[test]
fn an_earlier_report_is_replaced_only_when_told_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out").to_string_lossy().into_owned();
    let run = |more: &[&str]| output(&[&["run", SCENARIO, "--trials", "2048", "--out", &out], more].concat());
    assert_eq!(code(&run(&[])), 0);
    let page = || std::fs::read(Path::new(&out).join("report.html")).expect("there");
    let before = page();
    let refused = run(&["--seed", "2"]);
    assert_eq!(code(&refused), 2);
    assert!(text(&refused.stderr).contains("--force"), "{}", text(&refused.stderr));
    assert!(refused.stdout.is_empty(), "nothing is simulated for nothing");
    assert_eq!(page(), before);
    assert_eq!(code(&run(&["--seed", "2", "--force"])), 0);
    assert_ne!(page(), before);
}

#[test]
fn a_folder_of_other_files_is_not_touched_even_with_force() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_string_lossy().into_owned();
    std::fs::write(folder.path().join("report.html"), "mine").expect("written");
    for command in ["run", "backups"] {
        let refused = output(&[command, SCENARIO, "--out", &out, "--force"]);
        assert_eq!(code(&refused), 2);
        let said = text(&refused.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("no report of matchfolio") && said.contains("empty folder with --out"), "{said}");
        assert!(refused.stdout.is_empty(), "nothing is simulated for nothing");
    }
    assert_eq!(files_below(folder.path()), [folder.path().join("report.html")]);
    assert_eq!(std::fs::read_to_string(folder.path().join("report.html")).expect("still there"), "mine");
}

#[test]
fn reports_of_one_scenario_and_of_several_do_not_stay_side_by_side() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let run = |scenarios: &[&str]| {
        let options =
            ["--trials", "64", "--central-parameters", "--quiet", "--force", "--out", out.to_str().expect("text")];
        let ended = output(&[&["run"], scenarios, &options].concat());
        assert_eq!(code(&ended), 0, "{}", text(&ended.stderr));
    };
    let there = || -> BTreeSet<String> {
        let entries = std::fs::read_dir(&out).expect("a folder").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let one =
        set(&[".matchfolio", "basis.json", "charts", "report.html", "results.json", "sensitivity.json", "tables"]);
    run(&[SCENARIO]);
    assert!(there().is_subset(&one) && there().contains("report.html"), "{:?}", there());
    run(&[SCENARIO, "scenarios/prelim_bridge.toml"]);
    assert_eq!(there(), set(&[".matchfolio", "comparison", "dr_strong_cautious", "prelim_bridge"]));
    run(&[SCENARIO]);
    assert!(there().is_subset(&one) && there().contains("report.html"), "{:?}", there());
}

#[test]
fn a_wrong_command_line_ends_with_two() {
    for arguments in [
        &["run"][..],
        &["run", SCENARIO, "--trials", "0"],
        &["run", SCENARIO, "--trials", "99999999999999999999"],
        &["run", SCENARIO, "--target-error", "2"],
        &["run", SCENARIO, "--threads", "0"],
        &["run", SCENARIO, SCENARIO],
        &["simulate", SCENARIO],
    ] {
        let refused = output(arguments);
        assert_eq!(code(&refused), 2, "{arguments:?}: {}", text(&refused.stderr));
        assert!(refused.stdout.is_empty());
    }
}

#[test]
fn a_wrong_scenario_ends_with_three_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = folder.path().join("wrong.toml");
    std::fs::write(&scenario, "title = \"x\"\nseson = 2027\n").expect("written");
    let out = folder.path().join("report");
    for command in ["run", "check"] {
        let mut arguments = vec![command.to_owned(), scenario.to_string_lossy().into_owned()];
        if command == "run" {
            arguments.extend(["--out".to_owned(), out.to_string_lossy().into_owned()]);
        }
        let refused = output(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(code(&refused), 3);
        let message = text(&refused.stderr);
        assert!(message.contains("wrong.toml:2:1") && message.contains("season"), "{message}");
        assert!(!out.exists());
    }
}

#[test]
fn a_wrong_or_missing_table_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_string_lossy().into_owned();
    let missing = output(&["data", "--data", &data]);
    assert_eq!(code(&missing), 3);
    assert!(text(&missing.stderr).contains("sources.csv"));
    std::fs::write(folder.path().join("sources.csv"), "source_id,year\n").expect("written");
    let wrong = output(&["check", SCENARIO, "--data", &data]);
    assert_eq!(code(&wrong), 3, "{}", text(&wrong.stderr));
    assert!(text(&wrong.stderr).contains("sources.csv"));
}

#[test]
fn what_cannot_be_read_or_written_is_named_and_does_not_ask_for_another_try() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "in the way").expect("written");
    let below = file.join("report").to_string_lossy().into_owned();
    for (wanted, arguments) in [
        (3, &["run", "scenarios/no_such.toml"][..]),
        (3, &["check", "scenarios"]),
        (2, &["run", SCENARIO, "--trials", "2048", "--out", &below]),
    ] {
        let refused = output(arguments);
        assert_eq!(code(&refused), wanted, "{arguments:?}: {}", text(&refused.stderr));
        let named = arguments.iter().skip(1).any(|argument| text(&refused.stderr).contains(argument));
        assert!(named || text(&refused.stderr).contains("file"), "{}", text(&refused.stderr));
    }
}

/// What is said on standard error of a command typed in `folder`.
fn said_in(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    let output = command.args(arguments).current_dir(folder).output().expect("the program starts");
    assert!(!output.status.success());
    text(&output.stderr)
}

#[test]
fn a_file_that_is_not_there_is_answered_by_those_that_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |name: &str| said_in(folder.path(), &["check", name]).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said("mine.toml").contains("no .toml file"), "{}", said("mine.toml"));
    std::fs::write(folder.path().join("scenario.toml"), "").expect("written");
    assert!(said("scenaro.toml").contains("did you mean scenario.toml?"), "{}", said("scenaro.toml"));
    assert!(said("scenario").contains("did you mean scenario.toml?"));
    assert!(said("zz.toml").contains("its folder has scenario.toml"));
    assert!(said("class/zz.toml").contains("there is no folder class"));
}

#[test]
fn a_program_list_in_the_place_of_a_scenario_is_called_so_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("list.csv"), "name,track\nA,IM\nB,IM\n").expect("written");
    let said = said_in(folder.path(), &["programs", "list.csv", "scenario.toml"]);
    assert!(said.contains("is a table, not a scenario") && said.matches("error").count() == 1, "{said}");
}

#[test]
fn the_wrong_files_of_a_class_are_named_together_and_lines_fit_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.toml", "b.toml"] {
        let text = "season = 2027\nstep2 = 4\n[applicant]\ntype = \"DO\"\n";
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let said = said_in(folder.path(), &["check", "a.toml", "b.toml"]);
    assert!(said.ends_with("2 files have errors; nothing was run: a.toml, b.toml\n"), "{said}");
    for line in said.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let long = said_in(folder.path(), &["init", "--type", "us_md", "--step2-ck", "240", "--track", "zzz"]);
    assert!(long.lines().count() > 3 && long.lines().all(|line| line.chars().count() <= 80), "{long}");
}

#[test]
fn tracks_go_by_their_short_names_on_the_command_line_too() {
    let list = output(&["data", "--programs", "--track", "ir"]);
    assert_eq!(list.stdout, output(&["data", "--programs", "--track", "interventional_radiology_integrated"]).stdout);
    assert!(text(&list.stdout).lines().count() > 50);
    let refused = output(&["backups", SCENARIO, "--track", "psychiatri"]);
    assert!(text(&refused.stderr).contains("did you mean `Psychiatry`?"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_ends_with_four() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let mut command = program(&["run", SCENARIO, "--no-report", "--trials", "2048"]);
    let status = command.stdout(Stdio::from(full)).stderr(Stdio::null()).status().expect("the program starts");
    assert_eq!(status.code(), Some(4));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_costs_no_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let questions = [("run", "--trials", "results.json"), ("sensitivity", "--draws", "sensitivity.json")];
    for (command, precision, file) in questions {
        let out = folder.path().join(command);
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
        let mut ran = program(&[command, SCENARIO, precision, "64", "--out", &out.to_string_lossy()]);
        let status = ran.stdout(Stdio::from(full)).stderr(Stdio::null()).status().expect("the program starts");
        assert_eq!(status.code(), Some(4), "{command}");
        let written = std::fs::read_to_string(out.join(file)).expect("the answer was written");
        serde_json::from_str::<Value>(&written).expect("the answer is whole");
    }
}

#[test]
fn no_file_of_a_report_holds_a_path_of_this_machine_and_the_command_can_be_pasted() {
    let folder = tempfile::tempdir().expect("a folder");
    let typed = folder.path().join("my; plan.toml");
    std::fs::copy(SCENARIO, &typed).expect("copied");
    let out = folder.path().join("report");
    let run = output(&["run", &typed.to_string_lossy(), "--trials", "64", "--out", &out.to_string_lossy()]);
    assert_eq!(code(&run), 0, "{}", text(&run.stderr));
    let here = folder.path().to_string_lossy().into_owned();
    for file in files_below(&out) {
        let bytes = std::fs::read(&file).expect("readable");
        assert!(!bytes.windows(here.len()).any(|part| part == here.as_bytes()), "{}", file.display());
    }
    let page = std::fs::read_to_string(out.join("report.html")).expect("the page");
    assert!(page.contains("run &#x27;my; plan.toml&#x27; --seed"), "the file name is quoted");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_and_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there").success());
    let refused = output(&["check", &pipe.to_string_lossy()]);
    assert_eq!(code(&refused), 3, "{}", text(&refused.stderr));
    assert!(text(&refused.stderr).contains("not a regular file"), "{}", text(&refused.stderr));
}

#[test]
fn a_scenario_given_twice_is_refused() {
    for arguments in [
        &["run", SCENARIO, SCENARIO, "--no-report"][..],
        &["check", SCENARIO, "./scenarios/../scenarios/dr_strong_cautious.toml"],
    ] {
        let refused = output(arguments);
        assert_eq!(code(&refused), 2);
        let said = text(&refused.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("is given twice"), "{said}");
    }
}

#[test]
fn a_target_error_is_reached_and_said() {
    let run = output(&["run", SCENARIO, "--no-report", "--format", "json", "--target-error", "0.02"]);
    let results: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert_eq!(results["simulation"]["stopped"], "target_reached");
    for portfolio in results["portfolios"].as_array().expect("portfolios") {
        let unmatched = &portfolio["outcomes"]["unmatched"];
        assert!(unmatched["mc_error"].as_f64().expect("a number") <= 0.02);
        let name = portfolio["name"].as_str().expect("a name");
        let always = &results["simulation"]["unmatched_always_valid95"][name];
        let (low, high) = (always[0].as_f64().expect("low"), always[1].as_f64().expect("high"));
        let mean = unmatched["mean"].as_f64().expect("a mean");
        assert!(low < mean && mean < high);
    }
    let hopeless = output(&[
        "run",
        SCENARIO,
        "--no-report",
        "--format",
        "json",
        "--target-error",
        "0.000001",
        "--trials",
        "10000",
    ]);
    let results: Value = serde_json::from_slice(&hopeless.stdout).expect("JSON");
    assert_eq!(results["simulation"]["stopped"], "target_not_reached");
}

#[test]
fn csv_json_and_table_agree_on_the_chance_of_going_unmatched() {
    let run = |format| text(&output(&["run", SCENARIO, "--no-report", "--trials", "2048", "--format", format]).stdout);
    let results: Value = serde_json::from_str(&run("json")).expect("JSON");
    let mean = results["portfolios"][0]["outcomes"]["unmatched"]["mean"].as_f64().expect("a number");
    let csv = run("csv");
    let row = csv.lines().find(|row| row.starts_with("DR only,unmatched,")).expect("a row");
    let from_csv: f64 = row.split(',').nth(3).expect("a mean").parse().expect("a number");
    // The JSON reader of this test is good to the last bit but one.
    assert!((from_csv - mean).abs() < 1e-15, "{from_csv} against {mean}");
}

#[test]
fn several_scenarios_give_one_document_a_line_and_one_table() {
    let other = "scenarios/psychiatry_with_fm.toml";
    let run =
        |format| text(&output(&["run", SCENARIO, other, "--no-report", "--trials", "256", "--format", format]).stdout);
    let documents = run("json");
    let files: Vec<String> = documents
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a document a line")["scenario"]["file"].to_string())
        .collect();
    assert_eq!(files.len(), 2);
    let table = run("csv");
    assert_eq!(table.lines().filter(|row| row.starts_with("scenario,portfolio,outcome,")).count(), 1);
    let names: BTreeSet<&str> = table.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn schema_data_and_check_print_what_they_promise() {
    let schema: Value = serde_json::from_slice(&output(&["schema"]).stdout).expect("JSON");
    assert!(schema["properties"]["portfolio"].is_object(), "{schema}");
    assert!(text(&output(&["data"]).stdout).contains("parameters/fitted.csv"));
    assert!(text(&output(&["data", "--assumptions"]).stdout).contains("strength_correlation"));
    assert!(text(&output(&["data", "--sources"]).stdout).contains("nrmp_co_nonus_2026"));
    assert!(text(&output(&["check", SCENARIO]).stdout).contains("Portfolio \"DR only\""));
}

fn results_of(scenario: &str) -> Value {
    let run = output(&["run", scenario, "--trials", "1024", "--no-report", "--quiet", "--format", "json"]);
    assert_eq!(code(&run), 0, "{}", text(&run.stderr));
    serde_json::from_str(&text(&run.stdout)).expect("JSON")
}

fn sum_of_means(values: &Value) -> f64 {
    match values {
        Value::Object(object) if object.contains_key("mean") => object["mean"].as_f64().expect("a number"),
        Value::Object(object) => object.values().map(sum_of_means).sum(),
        _ => 0.0,
    }
}

/// The key `plans` as `docs/results-format.md` has it: everybody is somewhere in every
/// year, and every season ends in one of its ways.
#[test]
fn plans_are_in_the_results_and_only_where_the_scenario_has_some() {
    assert_eq!(results_of(SCENARIO).get("plans"), None);
    let results = results_of("scenarios/ir_long_way.toml");
    let plans = results["plans"]["plans"].as_array().expect("plans");
    assert_eq!(plans.len(), 3);
    for plan in plans {
        let years = plan["states_by_year"].as_array().expect("years");
        assert_eq!(years.len(), 11);
        assert!(years.iter().all(|states| (sum_of_means(states) - 1.0).abs() < 1e-9), "{plan}");
        let mut by_now = 0.0;
        for season in plan["seasons"].as_array().expect("seasons") {
            assert!((sum_of_means(&season["endings"]) - sum_of_means(&season["still_trying"])).abs() < 1e-9);
            for residency in ["matched", "pgy1_in_soap", "soap_categorical"] {
                by_now += sum_of_means(&season["endings"][residency]);
            }
            assert!((by_now - sum_of_means(&season["residency_by_now"])).abs() < 1e-9);
        }
        assert!((by_now - sum_of_means(&plan["residency"])).abs() < 1e-9);
        let flows = plan["flows"].as_array().expect("flows");
        let into_practice =
            |flow: &&Value| flow["to"].as_str().is_some_and(|to| results["plans"]["states"][to]["stage"] == "practice");
        let practicing: f64 = flows.iter().filter(into_practice).map(|flow| sum_of_means(&flow["share"])).sum();
        assert!(practicing > 0.9 * by_now && practicing < by_now, "{practicing} of {by_now}");
    }
}

#[test]
fn the_check_shows_plans_as_they_were_understood() {
    let shown = text(&output(&["check", "scenarios/research_year.toml"]).stdout);
    for part in ["Plan \"Research year\"", "2 to 5", "preliminary years served at most: 1", "any position"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

/// What a person acts on comes unasked; what it rests on when they ask.
#[test]
fn check_tells_the_rules_and_the_sources_when_asked() {
    let said = |more: &[&str]| text(&output(&[&["check", SCENARIO], more].concat()).stdout);
    let (short, whole) = (said(&[]), said(&["--details"]));
    for part in ["Sources of the parameters", "pool mean", "registration $", "Risk bands: low"] {
        assert!(whole.contains(part) && !short.contains(part), "{part}: {short}");
    }
    for part in ["How you compare with", "Your chance of going unmatched", "What would lower your risk most"] {
        assert!(short.contains(part), "{part}: {short}");
    }
}

#[test]
fn what_check_prints_fits_a_terminal() {
    for scenario in ["scenarios/ir_img_layers.toml", "scenarios/dr_then_ir.toml", "scenarios/psychiatry_with_fm.toml"] {
        let printed = text(&output(&["check", scenario]).stdout);
        let wide: Vec<&str> = printed.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{scenario}: {wide:#?}");
        assert!(printed.trim_end().ends_with(&format!("Next: matchfolio run {scenario}")), "{printed}");
    }
}

#[test]
fn every_headline_repeats_what_the_file_does_not_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("silent.toml");
    let silent = "season = 2027\n[applicant]\ntype = \"us_md\"\nstep2_ck = 245\npublications = 1\n[values]\n\
        internal_medicine = 1\n[[portfolio]]\nname = \"IM\"\n[[portfolio.line]]\ntrack = \"internal_medicine\"\n\
        programs = 8\n[[interview]]\nprogram = \"Lakeside\"\ntrack = \"internal_medicine\"\n";
    std::fs::write(&file, silent).expect("written");
    let file = file.to_string_lossy();
    for asked in [
        &["run", "--trials", "2048"][..],
        &["sweep", "--vary", "applicant.step2_ck=240..250:10", "--draws", "16"],
        &["sensitivity", "--draws", "16"],
        &["backups", "--track", "psychiatry", "--draws", "16"],
        &["optimize", "--budget", "500", "--draws", "16"],
        &["ranks", "--draws", "16"],
    ] {
        let found = output(&[&[asked[0], &file], &asked[1..], &["--no-report", "--quiet"]].concat());
        let told = text(&found.stdout).replace('\n', " ");
        assert!(told.contains("You did not state letters, so typical values are assumed"), "{asked:?}: {told}");
    }
}

/// Whether a text holds nothing that a terminal or a spreadsheet would obey.
fn is_clean(text: &str) -> bool {
    let is_foreign = |sign: char| sign.is_control() && sign != '\n' || ('\u{202a}'..='\u{202e}').contains(&sign);
    !text.contains(is_foreign)
}

#[cfg(unix)]
#[test]
fn names_of_files_bring_no_control_character_to_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let odd = "no\u{1b}[31mx\u{7}\u{9b}2J\u{202e}.toml";
    for command in ["check", "run", "now", "sweep"] {
        let missing = output(&[command, &folder.path().join(odd).to_string_lossy()]);
        let said = text(&missing.stderr);
        assert!(code(&missing) == 3 && is_clean(&said) && said.contains("there is no file"), "{command}: {said:?}");
    }
    std::fs::write(folder.path().join(odd), "seson = 2027\n").expect("written");
    std::fs::create_dir(folder.path().join("\u{1b}[31mtaken")).expect("made");
    std::fs::write(folder.path().join("\u{1b}[31mtaken/mine"), "").expect("written");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (arguments, part) in [
        (vec!["check".to_owned(), path("zzzzzz.toml")], "its folder has"),
        (vec!["check".to_owned(), path(odd)], "unknown key"),
        (vec!["run".to_owned(), SCENARIO.to_owned(), "--out".to_owned(), path("\u{1b}[31mtaken")], "no report"),
        (vec!["run".to_owned(), SCENARIO.to_owned(), "--seed".to_owned(), "\u{1b}[31m\u{7}".to_owned()], "--seed"),
    ] {
        let refused = output(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let said = text(&refused.stderr);
        assert!(code(&refused) != 0 && is_clean(&said) && said.contains(part), "{arguments:?}: {said:?}");
    }
}

#[test]
fn names_of_portfolios_bring_no_control_character_to_any_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let scenario = folder.path().join("odd.toml");
    let name = r"evil\u001b[31m\u0007\u0000\u009b2J\u202e";
    let example = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SCENARIO)).expect("read");
    std::fs::write(&scenario, example.replacen("name = \"", &format!("name = \"{name}"), 1)).expect("written");
    let scenario = scenario.to_string_lossy().into_owned();
    for format in ["table", "csv", "json"] {
        for command in ["run", "backups"] {
            let few: &[&str] =
                if command == "run" { &["--trials", "64"] } else { &["--draws", "16", "--track", "pediatrics"] };
            let done = output(&[&[command, &scenario, "--no-report", "--format", format], few].concat());
            let said = text(&done.stdout);
            let is_named = said.contains("evil");
            assert!(code(&done) == 0 && is_clean(&said), "{command} {format}: {said:?}");
            assert!(is_named || command == "backups", "{command} {format}: {said:?}");
        }
    }
    let out = folder.path().join("out");
    let done = output(&["run", &scenario, "--trials", "64", "--quiet", "--out", &out.to_string_lossy()]);
    assert_eq!(code(&done), 0, "{}", text(&done.stderr));
    for file in files_below(&out) {
        let is_text =
            file.extension().is_some_and(|kind| ["csv", "json", "html", "svg"].iter().any(|text| kind == *text));
        let content = std::fs::read(&file).expect("read");
        assert!(!is_text || is_clean(&text(&content)), "{}", file.display());
    }
}

#[test]
fn a_run_is_repeated_from_its_results_and_the_first_difference_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let out_text = out.to_string_lossy().into_owned();
    for more in [
        &["--trials", "2048"][..],
        &["--central-parameters", "--trials", "64"],
        &["--engine", "trials", "--trials", "4096", "--seed", "7"],
    ] {
        let run = output(&[&["run", SCENARIO, "--quiet", "--force", "--out", &out_text], more].concat());
        assert_eq!(code(&run), 0, "{}", text(&run.stderr));
        let same = output(&["replay", &out_text, "--scenario", SCENARIO, "--quiet"]);
        assert_eq!(code(&same), 0, "{more:?}: {}", text(&same.stderr));
        assert!(text(&same.stdout).starts_with("The same: "), "{}", text(&same.stdout));
    }
    let results = out.join("results.json");
    let written = std::fs::read_to_string(&results).expect("read");
    let json: Value = serde_json::from_str(&written).expect("JSON");
    let seed = written.replacen("\"seed\": 7", "\"seed\": 8", 1);
    std::fs::write(&results, seed).expect("written");
    let other = output(&["replay", &results.to_string_lossy(), "--scenario", SCENARIO, "--quiet"]);
    assert_eq!(code(&other), 3, "{}", text(&other.stderr));
    let said = |bytes: &[u8]| text(bytes).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said(&other.stderr).contains("cannot be repeated: "), "{}", said(&other.stderr));
    let changed = written.replacen(json["scenario"]["sha256"].as_str().expect("text"), "0", 1);
    std::fs::write(&results, changed).expect("written");
    let refused = output(&["replay", &results.to_string_lossy(), "--scenario", SCENARIO]);
    assert_eq!(code(&refused), 2);
    assert!(said(&refused.stderr).contains("is not the scenario of these results"), "{}", said(&refused.stderr));
}

#[test]
fn a_simulated_season_is_told_as_it_is_counted() {
    let told = |season: &str| {
        let run = output(&["run", SCENARIO, "--story", season, "--seed", "5"]);
        assert_eq!(code(&run), 0, "{}", text(&run.stderr));
        text(&run.stdout).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let counted = output(&[
        "run",
        SCENARIO,
        "--engine",
        "trials",
        "--trials",
        "2048",
        "--seed",
        "5",
        "--no-report",
        "--format",
        "json",
    ]);
    let results: Value = serde_json::from_slice(&counted.stdout).expect("JSON");
    let unmatched = results["portfolios"][0]["outcomes"]["unmatched"]["mean"].as_f64().expect("a chance");
    let name = results["portfolios"][0]["name"].as_str().expect("a name").to_owned();
    // Sixty seasons of the same block: their share of unmatched lies within four standard errors of that of the block.
    let seasons: Vec<String> = (1..=60).map(|season| told(&season.to_string())).collect();
    let ends = |story: &String| story.contains(&format!("With “{name}”: you go unmatched"));
    let share = seasons.iter().filter(|story| ends(story)).count() as f64 / 60.0;
    let error = (unmatched * (1.0 - unmatched) / 60.0).sqrt().max(0.02);
    assert!((share - unmatched).abs() < 4.0 * error, "{share} told, {unmatched} counted");
    assert!(seasons.iter().any(|story| story.contains("You match at ") && story.contains("You rank, in this order: ")));
    assert!(seasons.iter().all(|story| story.contains("Season ") && story.contains("invite")));
    assert_eq!(seasons[0], told("1"));
}

#[test]
fn a_scenario_from_standard_input_gives_the_numbers_of_its_file() {
    let typed = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(SCENARIO)).expect("a scenario");
    let of = |scenario: &str, input: &str| -> Value {
        let mut command = program(&["run", scenario, "--trials", "2048", "--no-report", "--format", "json"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut stdin, input.as_bytes()).expect("written");
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let (mut piped, named) = (of("-", &typed), of(SCENARIO, ""));
    assert_eq!(piped["scenario"]["file"], "stdin");
    piped["scenario"]["file"] = named["scenario"]["file"].clone();
    assert_eq!(piped["scenario"], named["scenario"]);
    assert_eq!(piped["portfolios"], named["portfolios"]);
    let twice = output(&["check", "-", "-"]);
    assert_ne!(code(&twice), 0, "standard input can be read once");
}

#[test]
fn tables_only_leaves_out_the_page_and_the_charts() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |name: &str, more: &[&str]| {
        let out = folder.path().join(name);
        let run = output(&[&["run", SCENARIO, "--trials", "2048", "--out", &out.to_string_lossy()], more].concat());
        assert_eq!(code(&run), 0, "{}", text(&run.stderr));
        let name = |file: &PathBuf| file.strip_prefix(&out).expect("below").to_string_lossy().into_owned();
        let read = |file: &PathBuf| (name(file), std::fs::read(file).expect("read"));
        files_below(&out).iter().map(read).collect::<BTreeMap<String, Vec<u8>>>()
    };
    let (tables, whole) = (of("tables", &["--tables-only"]), of("whole", &[]));
    let is_left_out = |name: &&String| name.strip_suffix(".html").is_some() || name.starts_with("charts/");
    assert!(
        tables.contains_key("results.json") && tables.contains_key("tables/outcomes.parquet"),
        "{:?}",
        tables.keys()
    );
    assert!(!tables.keys().any(|name| is_left_out(&name)), "{:?}", tables.keys());
    assert!(whole.keys().filter(is_left_out).count() > 5, "{:?}", whole.keys());
    for (name, bytes) in tables.iter().filter(|(name, _)| name.starts_with("tables/") || *name == "results.json") {
        assert!(whole.get(name) == Some(bytes), "{name} differs");
    }
}

#[test]
fn a_brief_check_has_a_line_for_each_scenario_and_its_warnings() {
    let files = [SCENARIO, "scenarios/ir_img_layers.toml"];
    let brief = output(&["check", files[0], files[1], "--brief"]);
    assert_eq!(code(&brief), 0, "{}", text(&brief.stderr));
    let printed = text(&brief.stdout);
    let lines = |file: &str, what: &str| {
        let begin = format!("{file}: {what}");
        printed.split("\n- ").map(|item| item.trim_start_matches("- ")).filter(|item| item.starts_with(&begin)).count()
    };
    for file in files {
        let is_named = printed.matches(&format!("{file}: ")).count();
        let warnings = lines(file, "warning: ");
        assert_eq!(is_named - warnings, 1, "{printed}");
    }
    assert!(printed.contains("portfolios; “") && printed.contains("% of seasons ("), "{printed}");
    assert!(printed.lines().count() < text(&output(&["check", files[0]]).stdout).lines().count() / 2, "{printed}");
}
