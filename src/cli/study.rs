//! `matchfolio study` and `matchfolio merge`: many people, in pieces that can be taken up again and done apart.

#![expect(clippy::doc_markdown, reason = "comments here are help texts, which show no backticks")]

use std::env;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;

use super::common::{Common, Execute, Format, quoted, watched};
use super::failure::Failure;
use super::interruption::{INTERRUPTED, listen_for_interruption};
use super::lookup::reference;
use super::progress::Bar;
use super::run::{RunPart, merge_run};
use super::terminal::print;
use crate::decide::answers::study::UnusedColumn;
use crate::engine::driver::{MAX_PARAMETER_DRAWS, Progress, Shard};
use crate::front::{StudyRun, portable};
use crate::reference::read_bytes;
use crate::report::html::{Origin, TypedFile};
use crate::report::study::{self, Part, PartMember, PartPiece};
use crate::report::{Answer, ensure_writable};
use crate::scenario::Diagnostics;
use crate::scenario::diagnose::Diagnostic;
use crate::scenario::study::{LARGEST_TABLE, People, Study, StudyFile, Text, Wrong, table};

/// Scenarios up to which each is a piece of its own, with and without the changes, so that another row works out nobody else anew.
const ONE_BY_ONE: usize = 2000;

/// Scenarios in a piece of a larger study, some seconds of work: an even number, so that a change stands beside none.
const PIECE: usize = 50;

/// Options of `study`.
#[derive(Args, Debug)]
pub struct StudyOptions {
    /// Study file: names the template scenario, the table of people, the grid
    #[arg(value_name = "STUDY")]
    pub study: PathBuf,
    /// Table of people instead of the one that the study names; - reads JSON lines from standard input
    #[arg(long, value_name = "FILE")]
    pub input: Option<PathBuf>,
    /// Columns to average over groups of people, such as visa,type
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub by: Vec<String>,
    /// Change to try for everybody and compare with no change, such as applicant.us_clinical_months=6; can be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Write numbers instead of names, no rows, and no columns but those of --by and the grid
    #[arg(long)]
    pub anonymous: bool,
    /// Print the scenario of one person and stop; save it beside the template, for `matchfolio run`
    #[arg(long, value_name = "PERSON")]
    pub scenario_of: Option<String>,
    /// Folder for the tables and the page [default: reports/NAME-study]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Continue an interrupted study: keep finished pieces whose input did not change
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Replace an earlier study
    #[arg(long)]
    pub force: bool,
    /// Do one part of the study, such as 17/200 or 17-of-200, for `matchfolio merge`
    ///
    /// `slurm` takes the part from SLURM_ARRAY_TASK_ID and SLURM_ARRAY_TASK_COUNT, `job/200` from JOB_COMPLETION_INDEX of a Kubernetes
    /// Indexed Job of 200 completions.
    #[arg(long, value_name = "K/N")]
    pub shard: Option<String>,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Seed of all random draws; the same file, seed and version give the same numbers
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Number of draws of the uncertain parameters [default: 512]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(16..=MAX_PARAMETER_DRAWS))]
    pub draws: Option<u64>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Options of `merge`.
#[derive(Args, Debug)]
pub struct MergeOptions {
    /// Folders that `matchfolio study --shard` or `matchfolio run --shard` wrote
    #[arg(required = true, value_name = "PART")]
    pub parts: Vec<PathBuf>,
    /// Folder for the tables and the page of the whole study, or the report of the whole run
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Scenario file of a run that is no longer where the parts found it
    #[arg(long, value_name = "SCENARIO")]
    pub scenario: Option<PathBuf>,
    /// Replace an earlier study or report
    #[arg(long)]
    pub force: bool,
    /// Format of standard output
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}

impl Execute for MergeOptions {
    /// Puts the parts of a study or of a run together.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        ensure_writable(&self.out, self.force)?;
        if study::are_parts_of::<RunPart>(&self.parts)? {
            return merge_run(self, study::in_order(study::read_parts(&self.parts)?)?, common);
        }
        if self.scenario.is_some() {
            let message = "--scenario is for parts of a run; a study has its scenarios in its parts, so leave it out";
            return Err(Failure::Arguments(message.to_owned()));
        }
        finish(study::read_parts(&self.parts)?, &self.out, self.format, common)
    }
}

impl Execute for StudyOptions {
    /// Works out what is not finished, and writes the tables unless this is one part of several.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let shard = self.shard.as_deref().map_or(Ok(Shard::WHOLE), shard).map_err(Failure::Arguments)?;
        let reference = reference(common)?;
        let study = Study::new(self.file()?, self.people()?, &reference).map_err(Failure::Study)?;
        if let Some(person) = &self.scenario_of {
            return print(&study.scenario_of(person).map_err(Failure::Study)?);
        }
        let study = if self.anonymous { study.anonymous() } else { study };
        let stem = self.study.file_stem().unwrap_or_default().to_string_lossy();
        let out = self.out.clone().unwrap_or_else(|| Path::new("reports").join(format!("{stem}-study")));
        // Parts share a folder, so that it is in use as soon as the first has begun.
        ensure_writable(&out, self.resume || self.force || self.shard.is_some())?;
        study::begin(&out)?;
        listen_for_interruption()?;
        let bar = Bar::of(common.quiet, "scenarios");
        let settings = watched(self.seed, self.draws, self.threads, &bar);
        let run = StudyRun::new(&study, &reference, &settings)?;
        let part = self.part(&study, &run, shard);
        let done = self.work(&study, &run, &part, &out, &bar);
        bar.finish();
        done?;
        study::write_part(&part, &out)?;
        if self.shard.is_some() {
            let (scenarios, Shard { shard, shards }) = (part.members.len(), shard);
            common.talk(&format!("part {shard} of {shards} is done: {scenarios} scenarios in {}", out.display()));
            return Ok(());
        }
        finish(vec![(out.clone(), part)], &out, self.format, common)
    }
}

impl StudyOptions {
    /// The study file with what the command line says beside it.
    fn file(&self) -> Result<StudyFile, Failure> {
        let mut file = StudyFile::load(&self.study).map_err(Failure::Study)?;
        if !self.by.is_empty() {
            file.by.clone_from(&self.by);
        }
        for typed in &self.set {
            file.set.push(StudyFile::change(typed).map_err(Failure::Arguments)?);
        }
        if let Some(input) = &self.input {
            file.people = Some(input.clone());
        }
        Ok(file)
    }

    /// The table of people, if there is one.
    fn people(&self) -> Result<Option<People>, Failure> {
        let Some(path) = self.file()?.people else { return Ok(None) };
        if path.as_os_str() == "-" {
            let mut text = String::new();
            io::stdin().take(LARGEST_TABLE).read_to_string(&mut text).map_err(Failure::Input)?;
            return People::of_json_lines(&text).map(Some).map_err(Failure::List);
        }
        let file = path.display().to_string();
        let bytes = read_bytes(&path, LARGEST_TABLE).map_err(|source| Failure::Unreadable { path, source })?;
        if !bytes.starts_with(b"PAR1") {
            return table(&file, &bytes).map(Some).map_err(Failure::List);
        }
        let (header, rows) = study::people_of_parquet(&bytes).map_err(|reason| {
            let mut problems = Diagnostics::new(&file, "");
            problems.push(Diagnostic::of_file(format!("the Parquet file cannot be read: {reason}")));
            Failure::List(problems)
        })?;
        Ok(Some(People { header, rows }))
    }

    /// The scenarios of one part of the study, cut into pieces.
    fn part(&self, study: &Study, run: &StudyRun<'_>, shard: Shard) -> Part {
        let size = piece_size(study);
        let members = members(study, shard);
        let varied = study.varied();
        let is_harmless = |column: &usize| varied.contains(column) || study.by.contains(column);
        let columns: Vec<usize> =
            (0..study.columns.len()).filter(|column| !self.anonymous || is_harmless(column)).collect();
        let place =
            |wanted: &Vec<usize>| wanted.iter().filter_map(|at| columns.iter().position(|one| one == at)).collect();
        let member = |number| {
            let cells = study.cells(number);
            let cells = columns.iter().map(|column| cells[*column].clone()).collect();
            PartMember { row: study.row(number), person: study.name(number).to_owned(), cells }
        };
        let numbers: Vec<usize> = members.clone().collect();
        let pieces = numbers.chunks(size).map(|piece| {
            let texts: Vec<Result<Text, Wrong>> = piece.iter().map(|number| study.text(*number)).collect();
            PartPiece { sha256: run.address(&texts), scenarios: piece.len() }
        });
        Part {
            schema: String::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            study: portable(&study.file.file).to_owned(),
            text: study.file.text.clone(),
            scenario: portable(study.template()).to_owned(),
            study_sha256: study.sha256(),
            data_sha256: run.data_sha256.clone(),
            seed: run.seed,
            draws: run.draws,
            shard: shard.shard,
            shards: shard.shards,
            columns: columns.iter().map(|column| study.columns[*column].name.clone()).collect(),
            varied: place(&varied),
            by: place(&study.by),
            unused: study
                .unused(run.reference)
                .into_iter()
                .map(|(column, names_specialties)| UnusedColumn { column, names_specialties })
                .collect(),
            is_anonymous: self.anonymous,
            pieces: pieces.collect(),
            members: members.map(member).collect(),
        }
    }

    /// Works out every piece of the part that is not finished, several at a time.
    fn work(&self, study: &Study, run: &StudyRun<'_>, part: &Part, out: &Path, bar: &Bar) -> Result<(), Failure> {
        let (size, begins) =
            (piece_size(study), members(study, Shard { shard: part.shard, shards: part.shards }).start);
        let (total, done) = (part.members.len() as u64, AtomicU64::new(0));
        let work = |number: usize| -> Result<(), Failure> {
            let piece = &part.pieces[number];
            let first = begins + number * size;
            if !(self.resume && study::is_finished(out, &piece.sha256, piece.scenarios)) {
                let found = run.found(first..first + piece.scenarios).map_err(crate::front::Error::Engine)?;
                study::write_piece(out, &piece.sha256, &found)?;
            }
            let scenarios = piece.scenarios as u64;
            bar.advanced(done.fetch_add(scenarios, Ordering::Relaxed) + scenarios, total);
            Ok(())
        };
        let ended = run.each(part.pieces.len(), work).map_err(crate::front::Error::Engine)?;
        if INTERRUPTED.load(Ordering::Relaxed) {
            return Err(Failure::Unfinished { done: done.into_inner(), total });
        }
        ended.into_iter().flatten().collect()
    }
}

/// Scenarios in each piece of the study but its last.
fn piece_size(study: &Study) -> usize {
    match (study.len() <= ONE_BY_ONE, study.has_changes()) {
        (true, false) => 1,
        (true, true) => 2,
        (false, _) => PIECE,
    }
}

/// The scenarios of one part of the study, which has whole pieces.
fn members(study: &Study, shard: Shard) -> Range<usize> {
    let size = piece_size(study);
    let pieces = shard.of(study.len().div_ceil(size) as u64);
    let first = |piece: u64| usize::try_from(piece).map_or(study.len(), |piece| (piece * size).min(study.len()));
    first(pieces.start)..first(pieces.end)
}

/// Writes and prints the whole study.
fn finish(parts: Vec<(PathBuf, Part)>, out: &Path, format: Format, common: &Common) -> Result<(), Failure> {
    let (part, table) = study::whole(parts)?;
    let answer = study::answer(&table)?;
    let command = format!("matchfolio study {} --seed {} --draws {}", quoted(&part.study), part.seed, part.draws);
    let typed = TypedFile { kind: "Study", file: &part.study, sha256: &part.study_sha256, text: Some(&part.text) };
    let origin = Origin { version: &part.version, seed: part.seed, files: vec![typed], command: &command };
    let written = study::write_study(&table, &answer, &origin, out)?;
    let printed = common.answer(&answer, &answer.document(), format, true);
    common.talk(&format!("\n{}", written.summary(out)));
    printed?;
    let unread = table.members.iter().filter(|member| !member.problems.is_empty()).count();
    if unread == 0 { Ok(()) } else { Err(Failure::Rows { unread, all: table.members.len() }) }
}

/// The part that was typed, or that a scheduler says.
pub fn shard(typed: &str) -> Result<Shard, String> {
    let of_environment = |name: &str| {
        let value = env::var(name).map_err(|_| format!("--shard {typed}: {name} is not set; write the part as K/N"))?;
        value
            .trim()
            .parse::<usize>()
            .map_err(|_| format!("--shard {typed}: {name} is `{value}`, which is no whole number"))
    };
    let form = || format!("--shard `{typed}`: write the number of the part and how many there are, such as 17/200");
    let number = |text: &str| text.trim().parse::<usize>().map_err(|_| form());
    let (shard, shards) = match typed.split_once("-of-").or_else(|| typed.split_once('/')) {
        None if typed == "slurm" => {
            // An array may begin at any number; its tasks are counted from the smallest.
            let least = of_environment("SLURM_ARRAY_TASK_MIN").unwrap_or(1);
            let task = of_environment("SLURM_ARRAY_TASK_ID")?;
            (task.saturating_sub(least) + 1, of_environment("SLURM_ARRAY_TASK_COUNT")?)
        }
        Some(("job", count)) => (of_environment("JOB_COMPLETION_INDEX")? + 1, number(count)?),
        Some((shard, shards)) => (number(shard)?, number(shards)?),
        None => return Err(form()),
    };
    if (1..=shards).contains(&shard) { Ok(Shard { shard, shards }) } else { Err(form()) }
}
