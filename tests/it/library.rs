//! The library as a program of one's own uses it: what is promised, that it says the same as the
//! command line, and what the examples print.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use matchfolio::{
    BackupsQuestion, Engine, OptimizeQuestion, ProgramsQuestion, Progress, Reference, Results, Scenario, Settings,
    SweepQuestion, backups, compare, draws, optimize, programs, sensitivity, simulate, simulate_by, simulate_verified,
    sweep,
};
use serde_json::Value;

#[allow(dead_code, reason = "the program's own `main`")]
#[path = "../../examples/compare.rs"]
mod compare_example;
#[allow(dead_code, reason = "the program's own `main`")]
#[path = "../../examples/independence.rs"]
mod independence_example;
#[allow(dead_code, reason = "the program's own `main`")]
#[path = "../../examples/score_curve.rs"]
mod score_curve_example;

const FILE: &str = "scenarios/psychiatry_with_fm.toml";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn scenario(reference: &Reference) -> Scenario<'_> {
    Scenario::from_file(root().join(FILE), reference).unwrap()
}

fn quick() -> Settings<'static> {
    Settings::default().draws(16)
}

/// Names of the `pub use` of the crate root, sorted.
fn exported(root: &str) -> Vec<String> {
    let (_, list) = root.split_once("pub use crate::{").unwrap();
    let (list, rest) = list.split_once("};\n").unwrap();
    assert!(!rest.contains("pub "), "everything promised stands in one list: {rest}");
    let words = list.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | '{' | '}'));
    let mut names: Vec<String> = words
        .filter(|word| !word.is_empty() && !word.ends_with("::"))
        .map(|word| word.rsplit("::").next().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// Keeps all that it is told.
#[derive(Default)]
struct Told(Mutex<Vec<(u64, u64)>>);

impl Progress for Told {
    fn advanced(&self, done: u64, total: u64) {
        self.0.lock().unwrap().push((done, total));
    }
}

#[test]
fn long_questions_tell_how_far_they_are() {
    let reference = Reference::embedded().unwrap();
    let text = "season = 2027\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = 240\nyears_since_graduation = 2\n\
                us_clinical_months = 3\nvisa = \"j1\"\n[limits]\nbudget_usd = 500\n[[portfolio]]\nname = \"one\"\n\
                [[portfolio.line]]\ntrack = \"psychiatry\"\nprograms = 20\n";
    let searched = Told::default();
    let small = Scenario::from_text("small.toml", text, &reference).unwrap();
    optimize(&small, &OptimizeQuestion::default(), &quick().progress(&searched)).unwrap();
    let curated = Told::default();
    let listed = Scenario::from_file(root().join("scenarios/programs/im_fm_list.toml"), &reference).unwrap();
    programs(&listed, &ProgramsQuestion::default(), &quick().progress(&curated)).unwrap();
    // The few seasons of the list are one wave; a search is told of step by step.
    for (told, least) in [(searched, 10), (curated, 1)] {
        let told = told.0.into_inner().unwrap();
        assert!(told.len() >= least && told.is_sorted(), "{told:?}");
        assert!(told.last().is_some_and(|(done, total)| done == total && *total > 1), "{told:?}");
    }
}

#[test]
fn the_crate_root_holds_what_the_conventions_list_and_nothing_else() {
    let source = read("src/lib.rs");
    let conventions = read("docs/conventions.md");
    let (_, section) = conventions.split_once("\n## What is public\n").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|line| line.split('|').nth(1).unwrap());
    let mut listed: Vec<String> =
        cells.flat_map(|cell| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect();
    listed.sort();
    assert_eq!(exported(&source), listed);
    let lines: Vec<&str> = source.lines().collect();
    for pair in lines.windows(2).filter(|pair| pair[1].starts_with("pub mod ")) {
        assert_eq!(pair[0], "#[doc(hidden)]", "{} is a room, and not promised", pair[1]);
    }
}

/// What the program prints as JSON for these arguments.
fn printed(arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_matchfolio"));
    command.args(arguments).args(["--format", "json", "--quiet", "--no-report"]).current_dir(root());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The same as the program writes it, with the file named as on the command line.
fn written(answer: &impl serde::Serialize) -> Value {
    let text = serde_json::to_string(answer).unwrap();
    let name = root().join(FILE).file_name().unwrap().display().to_string();
    serde_json::from_str(&text.replace(&format!("\"file\":\"{name}\""), &format!("\"file\":\"{FILE}\""))).unwrap()
}

#[test]
fn the_library_says_what_the_command_line_says() {
    let reference = Reference::embedded().unwrap();
    let scenario = scenario(&reference);
    let few = ["--draws", "16"];
    let asked = |question: &str, more: &[&str]| printed(&[&[question, FILE], &few[..], more].concat());

    let results = simulate(&scenario, &Settings::default().trials(256)).unwrap();
    assert_eq!(written(&results), printed(&["run", FILE, "--trials", "256"]));
    // 16 points a draw: the same said in draws.
    assert_eq!(results, simulate(&scenario, &quick()).unwrap());

    let vary = "applicant.step2_ck=230..250:20";
    let swept = sweep(&scenario, &SweepQuestion::over(vary), &quick()).unwrap();
    assert_eq!(written(&swept), asked("sweep", &["--vary", vary]));

    let found = sensitivity(&scenario, Some("Psychiatry only"), &quick()).unwrap();
    assert_eq!(written(&found), asked("sensitivity", &["--portfolio", "Psychiatry only"]));

    let question = BackupsQuestion { tracks: vec!["pediatrics".to_owned()], ..BackupsQuestion::default() };
    let added = backups(&scenario, &question, &quick()).unwrap();
    assert_eq!(written(&added), asked("backups", &["--track", "pediatrics"]));
}

#[test]
fn results_are_read_back_as_they_were_written() {
    let reference = Reference::embedded().unwrap();
    for (file, has_plans) in [(FILE, false), ("scenarios/ir_long_way.toml", true)] {
        let results = simulate(&Scenario::from_file(file, &reference).unwrap(), &quick()).unwrap();
        assert_eq!(results.plans.is_some(), has_plans, "{file}");
        let written = serde_json::to_string_pretty(&results).unwrap();
        let read: Results = serde_json::from_str(&written).unwrap();
        assert_eq!(read, results, "{file}");
        assert_eq!(serde_json::to_string_pretty(&read).unwrap(), written, "{file}");
    }
}

#[test]
fn a_number_set_in_code_is_a_number_typed_in_the_file() {
    let reference = Reference::embedded().unwrap();
    let text = read(FILE);
    let typed = text.replace("step2_ck = 229", "step2_ck = 250").replace("programs = 120", "programs = 40");
    let typed = Scenario::from_text("typed.toml", &typed, &reference).unwrap();
    let set = Scenario::from_text("typed.toml", &text, &reference).unwrap();
    let set = set.with("applicant.step2_ck", 200.0).unwrap().with("portfolio[2].line[1].programs", 40.0).unwrap();
    let set = set.with("applicant.step2_ck", 250.0).unwrap();
    assert_eq!(simulate(&typed, &quick()).unwrap().portfolios, simulate(&set, &quick()).unwrap().portfolios);
    assert!(set.title().ends_with("applicant.step2_ck = 250"), "{}", set.title());
    assert!(set.notices()[0].seen.contains("applicant.step2_ck = 250"));
    assert!(set.numbers().contains(&"applicant.step2_ck".to_owned()));

    // What is asked of it starts from the numbers set, not from the file.
    let question = SweepQuestion::over("applicant.publications=1..2");
    let [of_typed, of_set] = [&typed, &set].map(|one| sweep(one, &question, &quick()).unwrap().sweeps);
    assert_eq!(of_typed, of_set);
    let question = BackupsQuestion { tracks: vec!["pediatrics".to_owned()], ..BackupsQuestion::default() };
    let [of_typed, of_set] = [&typed, &set].map(|one| backups(one, &question, &quick()).unwrap().backups);
    assert_eq!(of_typed, of_set);
}

#[test]
fn what_cannot_be_asked_is_an_error_that_says_what_can() {
    let reference = Reference::embedded().unwrap();
    let scenario = scenario(&reference);
    let aim = |error| Settings::default().target_error(error);
    let messages = [
        (scenario.with("applicant.step2", 240.0).map(|_| ()), "did you mean applicant.step2_ck?"),
        (scenario.with("applicant.step2_ck", 900.0).map(|_| ()), "out of range"),
        (scenario.with("applicant.step2_ck", f64::NAN).map(|_| ()), "is not PATH"),
        (simulate(&scenario, &Settings::default().draws(0)).map(|_| ()), "allowed: 16 to 8192"),
        (simulate(&scenario, &Settings::default().threads(0)).map(|_| ()), "allowed: 1 to 1024"),
        (simulate(&scenario, &quick().trials(1000)).map(|_| ()), "give only one of them"),
        (simulate(&scenario, &quick().central_parameters()).map(|_| ()), "have no draws"),
        (simulate_verified(&scenario, &aim(0.01)).map(|_| ()), "allows no target error"),
        (draws(&scenario, &Settings::default().trials(1000)).map(|_| ()), "for simulations only"),
        (simulate_by(&scenario, Engine::Trials, &aim(f64::NAN)).map(|_| ()), "0.001 means 0.1 percentage points"),
        (sensitivity(&scenario, Some("x"), &quick()).map(|_| ()), "1 \"Psychiatry 70 + FM 100\""),
        (compare(std::slice::from_ref(&scenario), &quick()).map(|_| ()), "at least two"),
        (Scenario::from_text("x.toml", "seson = 1", &reference).map(|_| ()), "x.toml:1:1"),
        (Scenario::from_file("no/such/file", &reference).map(|_| ()), "cannot read no/such/file"),
    ];
    for (found, expected) in messages {
        let message = found.unwrap_err().to_string();
        assert!(message.contains(expected), "{message}\nsays not: {expected}");
    }
}

#[test]
fn people_are_compared_on_common_draws() {
    let reference = Reference::embedded().unwrap();
    let now = scenario(&reference);
    let higher = now.with("applicant.step2_ck", 240.0).unwrap();
    let found = compare(&[now, higher], &quick()).unwrap();
    assert_eq!(found.scenarios.len(), 2);
    assert!(found.differences.iter().all(|pair| pair.has_common_latents && pair.unmatched_difference.mean < 0.0));
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product =
        |x: &[f64], mx: f64, y: &[f64], my: f64| -> f64 { x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum() };
    product(a, mean_a, b, mean_b) / (product(a, mean_a, a, mean_a) * product(b, mean_b, b, mean_b)).sqrt()
}

/// Seed 1; draws eight places apart are of different groups, and independent; without a link between parameters and chances the correlation of 256 draws has standard
/// error 0.06, so that a right program fails one bound or the other once in a million seeds.
#[test]
fn chances_belong_to_the_parameters_drawn_with_them() {
    let reference = Reference::embedded().unwrap();
    let unsure = read(FILE).replace("step2_ck = 229", "step2_ck = \"210 to 260\"");
    let scenario = Scenario::from_text("unsure.toml", &unsure, &reference).unwrap();
    let settings = Settings::default().draws(256);
    let found = draws(&scenario, &settings).unwrap();
    assert!(found.parameters.iter().all(|one| one.values.len() == 256));
    let score = &found.parameters.iter().find(|one| one.name == "applicant/step2_ck").unwrap().values;
    let unmatched: Vec<f64> = found.portfolios[1].unmatched.iter().map(|drawn| drawn.mean).collect();
    let linked = correlation(score, &unmatched);
    let elsewhere: Vec<f64> = unmatched.iter().cycle().skip(8).take(256).copied().collect();
    let unlinked = correlation(score, &elsewhere);
    assert!(linked < -0.4 && unlinked.abs() < 0.3, "{linked} {unlinked}");
    // Each draw is known well by itself, and their mean is that of any question about the portfolio.
    assert!(found.portfolios[1].unmatched.iter().all(|drawn| drawn.mc_error < 0.005));
    let mean = unmatched.iter().sum::<f64>() / 256.0;
    let known = sweep(&scenario, &SweepQuestion::over("limits.max_interviews=20..20"), &settings).unwrap();
    let known = known.sweeps[0].curves[1].typed.unmatched.mean;
    assert!((mean - known).abs() < 0.003, "{mean} {known}");
}

type Example = (&'static str, fn(&mut dyn Write) -> Result<(), Box<dyn Error>>);

/// Rewrites the blocks with `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_tutorial_shows_what_the_examples_print() {
    let examples: [Example; 3] = [
        ("compare -- scenarios/psychiatry_with_fm.toml", |out| compare_example::compare(Path::new(FILE), out)),
        ("independence", independence_example::independence),
        ("score_curve", score_curve_example::score_curve),
    ];
    let path = "docs/tutorial-researcher.md";
    for (command, example) in examples {
        let mut printed = Vec::new();
        example(&mut printed).unwrap();
        let block = |text: &str| format!("```text\n$ cargo run --example {command}\n{text}```");
        let printed = String::from_utf8(printed).unwrap();
        let tutorial = read(path);
        let (_, rest) = tutorial.split_once(&format!("```text\n$ cargo run --example {command}\n")).unwrap();
        let (shown, _) = rest.split_once("```").unwrap();
        if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
            fs::write(root().join(path), tutorial.replace(&block(shown), &block(&printed))).unwrap();
        } else {
            assert!(shown == printed, "{path} shows other output; run MATCHFOLIO_UPDATE=1 cargo test and look at it");
        }
    }
}

/// A US MD senior at the mean of the internal medicine pool, with these further lines about the person.
fn average_senior(more: &str) -> String {
    format!(
        "title = \"Average\"\nseason = 2027\n[applicant]\ntype = \"us_md\"\nstep2_ck = 252\n{more}\n[[portfolio]]\nname = \"IM\"\n\
         [[portfolio.line]]\ntrack = \"internal_medicine\"\nprograms = 20\n"
    )
}

/// The typical number is 2.1 papers, and two letters are typical. What is left is the spread that publications
/// would explain, which stays in the unseen strength of somebody who states none.
#[test]
fn what_is_not_stated_is_typical_and_never_zero() {
    let reference = Reference::embedded().unwrap();
    let results = |more: &str| {
        let scenario = Scenario::from_text("average.toml", &average_senior(more), &reference).unwrap();
        simulate(&scenario, &quick()).unwrap()
    };
    let unmatched = |more: &str| results(more).portfolios[0].outcomes.unmatched.mean;
    let letters = "letters = { internal_medicine = 2 }";
    let silent = unmatched("");
    let stated = unmatched(&format!("publications = 2\n{letters}"));
    let none = unmatched(&format!("publications = 0\n{letters}"));
    assert!((silent - stated).abs() < 0.005, "{silent} {stated}");
    assert!(none > stated, "{none} {stated}");
    let notices = results("").notices;
    let said = notices.iter().find(|notice| notice.seen == "not stated: letters, publications").unwrap();
    assert!(said.meaning.contains("“IM” moves from ") && said.meaning.contains("% to "), "{}", said.meaning);
    assert!(
        results(&format!("publications = 2\n{letters}")).notices.iter().all(|one| !one.seen.contains("not stated"))
    );
}
