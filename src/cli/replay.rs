//! `matchfolio replay`: whether a run can be repeated from its results.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use super::common::{Common, Execute, watched};
use super::failure::Failure;
use super::interruption::listen_for_interruption;
use super::lookup::{load_one, reference};
use super::progress::Bar;
use super::terminal::print;
use crate::engine::driver::EngineError;
use crate::engine::results::{Engine, SCHEMA};
use crate::front;
use crate::reference::read_bytes;
use crate::report::{Answer, cleaned};

/// Largest file of results that is read, bytes: thirty times what fifty portfolios take.
const LARGEST: u64 = 1 << 27;

/// Options of `replay`.
#[derive(Args, Debug)]
pub struct ReplayOptions {
    /// Results to repeat: results.json, or the folder of a report
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Scenario file [default: the one that the results name, here or beside the results]
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl Execute for ReplayOptions {
    /// Runs the scenario as the results say it was run, and compares.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let (path, before) = self.read()?;
        let run = Run::of(&before).map_err(|what| wrong(&path, &what))?;
        let reference = reference(common)?;
        let scenario = load_one(&self.scenario_file(&path, &run.file)?, &reference)?;
        let compiled = scenario.compiled_scenario();
        if compiled.sha256 != run.sha256 {
            return Err(Failure::Arguments(format!(
                "{} is not the scenario of these results: its SHA-256 is {}, theirs {}; name the file as it was with \
                 --scenario",
                compiled.file, compiled.sha256, run.sha256
            )));
        }
        if run.version != env!("CARGO_PKG_VERSION") {
            let here = env!("CARGO_PKG_VERSION");
            common.talk(&format!(
                "note: the results are of version {}, and this is {here}; other numbers are no fault",
                cleaned(&run.version)
            ));
        }
        listen_for_interruption()?;
        let bar = Bar::new(common.quiet);
        let mut settings = watched(run.seed, None, self.threads, &bar);
        if let Some(trials) = run.trials {
            settings = settings.trials(trials);
        }
        if let Some(error) = run.target_error {
            settings = settings.target_error(error);
        }
        if run.central_parameters {
            settings = settings.central_parameters();
        }
        let found = front::simulated(&scenario, run.engine, run.verify, &settings);
        bar.finish();
        let (found, _) = found?;
        if found.simulation.partial {
            // Nothing is kept of it: a part of a run cannot be compared.
            return Err(front::Error::Engine(EngineError::NothingDone).into());
        }
        let now: Value = serde_json::from_str(&found.json()?)
            .map_err(|error| Failure::Fault(format!("the results are no JSON: {error}")))?;
        match first_difference(&before, &now) {
            None => print(&format!(
                "The same: {} portfolios over {} simulated seasons or points, seed {}.\n",
                found.portfolios.len(),
                found.simulation.trials,
                run.seed
            )),
            Some(difference) => Err(Failure::Differs { path, difference }),
        }
    }
}

impl ReplayOptions {
    /// The results, with the file that holds them.
    fn read(&self) -> Result<(PathBuf, Value), Failure> {
        let path = if self.results.is_dir() { self.results.join("results.json") } else { self.results.clone() };
        let unreadable = |source| Failure::Unreadable { path: path.clone(), source };
        let bytes = read_bytes(&path, LARGEST).map_err(unreadable)?;
        let value =
            serde_json::from_slice(&bytes).map_err(|error| wrong(&path, &format!("this is no JSON: {error}")))?;
        Ok((path, value))
    }

    /// The scenario named, or found where its name leads: from here, beside the results, or above the report.
    fn scenario_file(&self, results: &Path, named: &str) -> Result<PathBuf, Failure> {
        if let Some(file) = &self.scenario {
            return Ok(file.clone());
        }
        let name = Path::new(named).file_name().unwrap_or_default();
        let folder = results.parent().unwrap_or(Path::new("."));
        let tried = [PathBuf::from(named), folder.join(name), folder.join("..").join(name)];
        tried.into_iter().find(|file| file.is_file()).ok_or_else(|| {
            Failure::Arguments(format!("the scenario {named} is not here; name it with --scenario FILE"))
        })
    }
}

fn wrong(path: &Path, what: &str) -> Failure {
    Failure::WrongResults { path: path.to_path_buf(), what: what.to_owned() }
}

/// How a run was done, as its results say.
#[derive(Debug, PartialEq)]
struct Run {
    version: String,
    file: String,
    sha256: String,
    seed: u64,
    /// The engine that was asked for, if one was.
    engine: Option<Engine>,
    trials: Option<u64>,
    target_error: Option<f64>,
    central_parameters: bool,
    verify: bool,
}

impl Run {
    /// # Errors
    ///
    /// What the results lack, or why they cannot be repeated.
    fn of(results: &Value) -> Result<Self, String> {
        let text = |pointer: &str| {
            let found = results.pointer(pointer).and_then(Value::as_str);
            found.map(str::to_owned).ok_or_else(|| format!("`{}` is missing", pointer.trim_start_matches('/')))
        };
        let number = |pointer: &str| {
            let found = results.pointer(pointer).and_then(Value::as_u64);
            found.ok_or_else(|| format!("`{}` is missing", pointer.trim_start_matches('/')))
        };
        let schema = text("/schema")?;
        if schema != SCHEMA {
            return Err(format!("this is `{schema}`, and only `{SCHEMA}` can be repeated"));
        }
        if results.pointer("/simulation/partial") == Some(&Value::Bool(true)) {
            return Err(
                "the run was interrupted: how far it came depended on the moment, so it cannot be repeated".to_owned()
            );
        }
        let says =
            |what: &str| results["notices"].as_array().is_some_and(|all| all.iter().any(|one| is_said(one, what)));
        let portfolios = results["portfolios"].as_array().ok_or("`portfolios` is missing")?;
        let has_draws = |one: &Value| one["unmatched_interval_sources"].as_object().is_some_and(|all| !all.is_empty());
        let is_by_trials = text("/engine")? == "trials";
        let target_error = results.pointer("/simulation/target_error").and_then(Value::as_f64);
        let is_target_reached = text("/simulation/stopped")? == "target_reached";
        let trials = number("/simulation/trials")?;
        Ok(Self {
            version: text("/version")?,
            file: text("/scenario/file")?,
            sha256: text("/scenario/sha256")?,
            seed: number("/seed")?,
            engine: (is_by_trials && !says(FALLEN_BACK)).then_some(Engine::Trials),
            trials: (!is_target_reached).then_some(trials),
            target_error,
            central_parameters: !portfolios.iter().any(has_draws),
            verify: says(VERIFIED),
        })
    }
}

/// Begin of the meaning of a notice that only results of both engines have.
const VERIFIED: &str = "the two engines agree";

/// Begin of the meaning of a notice that the trials engine stepped in.
const FALLEN_BACK: &str = "the conditional engine needs a fixed order";

fn is_said(notice: &Value, what: &str) -> bool {
    notice["meaning"].as_str().is_some_and(|meaning| meaning.starts_with(what))
}

/// Fields in which two runs of one scenario may differ: the version, and the file as it was named.
const FREE: [&str; 2] = ["version", "scenario.file"];

/// The first place where two JSON documents differ, with both values, in words; none if they say the same.
fn first_difference(before: &Value, now: &Value) -> Option<String> {
    difference_at("", before, now)
}

fn difference_at(place: &str, before: &Value, now: &Value) -> Option<String> {
    if FREE.contains(&place) {
        return None;
    }
    match (before, now) {
        (Value::Object(old), Value::Object(new)) => {
            let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
            keys.into_iter().find_map(|key| {
                let place = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
                match (old.get(key), new.get(key)) {
                    (Some(old), Some(new)) => difference_at(&place, old, new),
                    (Some(_), None) => Some(format!("{place} is in the file and not in the new results")),
                    _ => Some(format!("{place} is in the new results and not in the file")),
                }
            })
        }
        (Value::Array(old), Value::Array(new)) => {
            let mut both = old.iter().zip(new).enumerate();
            let inside = both.find_map(|(number, (old, new))| difference_at(&format!("{place}[{number}]"), old, new));
            inside.or_else(|| {
                let lengths = (old.len(), new.len());
                (lengths.0 != lengths.1)
                    .then(|| format!("{place} has {} entries in the file, and {} now", lengths.0, lengths.1))
            })
        }
        _ => (before != now).then(|| format!("{place} is {} in the file, and {} now", short(before), short(now))),
    }
}

/// A value for a message.
fn short(value: &Value) -> String {
    const MOST: usize = 60;
    let text = value.to_string();
    let mut shown: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_told_with_its_place_and_both_values() {
        let before = json!({"version": "1", "a": [{"b": 0.5}, {"b": 0.25}], "scenario": {"file": "x"}});
        let with = |place: &str, value: Value| {
            let mut now = before.clone();
            *now.pointer_mut(place).expect("there") = value;
            first_difference(&before, &now)
        };
        assert_eq!(with("/version", json!("2")), None);
        assert_eq!(with("/scenario/file", json!("y")), None);
        assert_eq!(with("/a/1/b", json!(0.75)).as_deref(), Some("a[1].b is 0.25 in the file, and 0.75 now"));
        assert_eq!(with("/a", json!([])).as_deref(), Some("a has 2 entries in the file, and 0 now"));
        assert_eq!(with("/a/0", json!({})).as_deref(), Some("a[0].b is in the file and not in the new results"));
        let fewer = json!({"a": before["a"], "scenario": {"file": "x"}});
        assert_eq!(
            first_difference(&fewer, &before).as_deref(),
            Some("version is in the new results and not in the file")
        );
    }

    #[test]
    fn what_cannot_be_repeated_says_why() {
        let told = |results: Value| Run::of(&results).expect_err("wrong");
        assert_eq!(told(json!({})), "`schema` is missing");
        assert!(told(json!({"schema": "matchfolio.sweep/1"})).contains("only `matchfolio.results/1`"));
        assert!(told(json!({"schema": SCHEMA, "simulation": {"partial": true}})).contains("interrupted"));
    }
}
