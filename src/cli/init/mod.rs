//! `matchfolio init`: a first scenario, by questions or flags.

#![expect(clippy::doc_markdown, reason = "comments here are help texts, which show no backticks")]

mod questions;

use std::cell::RefCell;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::common::{Common, Execute};
use super::failure::Failure;
use super::lookup::reference;
use super::terminal::{print, talk, width_of_talk};
use crate::model::{ApplicantType, Visa};
use crate::reference::Reference;
use crate::reference::words::{TrackName, track_name};
use crate::reference::{TrackKindRow, TrackRow};
use crate::report::console::broken_at;
use crate::report::{counted, dollars};
use crate::scenario::assessment::NOT_STATED;
use crate::scenario::diagnose::meant;
use crate::scenario::raw::{FIRST_SEASON, LAST_SEASON};
use crate::scenario::start::{Score, Start, scenario_text};
use crate::scenario::{ScenarioError, compile_text};
use questions::{Priorities, any_score, applicant_type, comlex_level_2, is_unsure, limit_of_interviews};
use questions::{QUESTIONS, Question, positive, priorities, title, visa, whole};

/// Options of `init`.
#[derive(Args, Debug)]
pub struct InitOptions {
    /// File to write
    #[arg(long, value_name = "FILE", default_value = "scenario.toml")]
    pub out: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    pub force: bool,
    /// Title of the scenario, for example a name; tables of several scenarios show it
    #[arg(long, value_name = "TEXT", value_parser = title)]
    pub title: Option<String>,
    /// Year of the Match [default: the season after the newest published fees]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(i64::from(FIRST_SEASON)..=i64::from(LAST_SEASON)))]
    pub season: Option<u16>,
    /// Applicant type: us_md, us_do (seniors), us_md_graduate, us_do_graduate, us_img or non_us_img
    #[arg(long = "type", value_name = "TYPE", value_parser = applicant_type)]
    pub kind: Option<ApplicantType>,
    /// First-choice specialty: a track, its name, or its short name such as IR
    #[arg(long, value_name = "TRACK")]
    pub track: Option<String>,
    /// Up to four backup specialties separated by commas, or none [default: the usual ones]
    #[arg(long, value_name = "TRACKS")]
    pub backup: Option<String>,
    /// Step 2 CK score, or a range such as "240 to 250", or "not yet" for a typical score
    #[arg(long, value_name = "SCORE", value_parser = |typed: &str| any_score(typed, None))]
    pub step2_ck: Option<Score>,
    /// COMLEX Level 2-CE score or range of us_do and us_do_graduate who have no Step 2 CK score
    #[arg(long, value_name = "SCORE", value_parser = comlex_level_2, conflicts_with = "step2_ck")]
    pub comlex_level_2: Option<String>,
    /// Number of failed attempts at any USMLE or COMLEX level
    #[arg(long, value_name = "N", value_parser = |typed: &str| whole(typed, 12))]
    pub exam_failures: Option<u32>,
    /// Years since graduation
    #[arg(long, value_name = "N", value_parser = |typed: &str| whole(typed, 60))]
    pub years_since_graduation: Option<u32>,
    /// Months of hands-on clinical experience in the United States
    #[arg(long, value_name = "N", value_parser = |typed: &str| whole(typed, 120))]
    pub us_clinical_months: Option<u32>,
    /// Number of publications
    #[arg(long, value_name = "N", value_parser = |typed: &str| whole(typed, 1000))]
    pub publications: Option<u32>,
    /// Visa you need: none, j1, h1b_only or j1_or_h1b
    #[arg(long, value_name = "VISA", value_parser = visa)]
    pub visa: Option<Visa>,
    /// Number of letters from each specialty, first choice first, for example 2,1 (missing ones count as 0)
    #[arg(long, value_name = "N,N")]
    pub letters: Option<String>,
    /// What matters to you, separated by commas: patients, procedures, imaging, hours, staying (in the US), or none; the values
    /// in the file begin from it [default: none]
    #[arg(long, value_name = "WORDS", value_parser = priorities)]
    pub priorities: Option<Priorities>,
    /// Residency interviews that you can attend, or none for no limit; those for the PGY-1 year alone come on top [default: 18]
    #[arg(long, value_name = "N", value_parser = limit_of_interviews)]
    pub max_interviews: Option<u32>,
    /// Budget for fees in dollars [default: no limit]
    #[arg(long, value_name = "USD", value_parser = |typed: &str| positive(typed, 1_000_000))]
    pub budget_usd: Option<u32>,
}

/// Most tracks of a first scenario: the first choice and four backups.
const MOST_TRACKS: usize = 5;

impl Execute for InitOptions {
    /// Asks what was not given as a flag, writes the scenario, and says what to type next.
    fn execute(&self, common: &Common) -> Result<(), Failure> {
        let reference = reference(common)?;
        if self.out.exists() && !self.force {
            return Err(Failure::FileExists { path: self.out.clone() });
        }
        let start = started(self, &reference)?;
        let text = scenario_text(&start, &reference)?;
        let name = self.out.display().to_string();
        let loaded = compile_text(&name, &text, &reference)
            .map_err(|problems| Failure::Scenarios(vec![ScenarioError::Wrong(problems)]))?;
        write(&self.out, &text, self.force)?;
        let costs = loaded.scenario.portfolios.iter().map(|planned| {
            let (portfolio, total) = (&planned.portfolio, planned.cost.total());
            let applications = counted(u64::from(portfolio.applications()), "application");
            format!("  {}: {applications}, {}\n", portfolio.name, dollars(total))
        });
        print(&format!(
            "wrote {name}, with {} of applying:\n{}{}\nNow look at it, change what you like, and type\n  \
             matchfolio check {name}\n  matchfolio run {name}\n",
            counted(loaded.scenario.portfolios.len() as u64, "way"),
            costs.collect::<String>(),
            taken_as_usual(&start)
        ))
    }
}

/// What the person did not state, so that nobody takes a usual value for a fact about themselves.
fn taken_as_usual(start: &Start) -> String {
    let untold: Vec<&str> =
        UNTOLD.iter().filter(|(key, _)| start.assumed.contains(key)).map(|(_, what)| *what).collect();
    if untold.is_empty() {
        return String::new();
    }
    let on_lines = |text: &str| broken_at(text, width_of_talk());
    let what_to_do = "The file marks them. They change the result a lot: state them there when you know them. \
                      `matchfolio check` shows how far the answer could move.";
    let untold = on_lines(&format!("  {}", untold.join(", ")));
    format!("\nNot stated, so usual values are assumed:\n{untold}\n{}\n", on_lines(what_to_do))
}

/// What changes the result most, by key, with the value that is assumed.
const UNTOLD: [(&str, &str); 6] = [
    ("step2_ck", "Step 2 CK (a typical score, with its spread)"),
    ("letters", "letters (two from each specialty)"),
    ("us_clinical_months", "months of US experience (typical)"),
    ("publications", "publications (typical)"),
    ("exam_failures", "failed attempts (none)"),
    ("visa", "visa (J-1)"),
];

/// Everything the person says, from flags and, on a terminal, questions.
fn started(options: &InitOptions, reference: &Reference) -> Result<Start, Failure> {
    let asking = Asking { is_terminal: io::stdin().is_terminal(), assumed: RefCell::default() };
    if !asking.is_terminal {
        refuse_gaps(options)?;
    }
    let kind = asking.answer(&QUESTIONS.kind, options.kind, applicant_type)?;
    let needs_years = kind.is_us_senior().then_some(0);
    let visa_of_type = (kind != ApplicantType::NonUsImg).then_some(Visa::None);
    let first = asking.parsed(&QUESTIONS.track, options.track.as_deref(), |typed| track(typed, reference))?;
    let with_backups = |typed: &str| tracks(&first, typed, reference);
    let tracks = asking.parsed(&questions::backups(&first), options.backup.as_deref(), with_backups)?;
    let months = if kind.is_img() { NOT_STATED } else { "12" };
    let number = |most: u32| move |typed: &str| whole(typed, most);
    let season = options.season.unwrap_or_else(|| newest_season(reference));
    let given = options.comlex_level_2.clone().map(Score::Comlex).or_else(|| options.step2_ck.clone());
    let score = asking.answer(&questions::score(kind), given, |typed| any_score(typed, Some(kind)))?;
    let years = asking.answer(&QUESTIONS.years, options.years_since_graduation.or(needs_years), number(60))?;
    let failures = asking.answer(&questions::failures(), options.exam_failures, number(12))?;
    let months =
        asking.answer(&questions::months(months), options.us_clinical_months.map(Some), or_unstated(number(120)))?;
    let publications =
        asking.answer(&questions::publications(), options.publications.map(Some), or_unstated(number(1000)))?;
    let visa = asking.answer(&questions::visa_needed(), options.visa.or(visa_of_type), visa)?;
    let each = or_unstated(|typed: &str| letters(typed, tracks.len()));
    let short: Vec<String> = tracks.iter().filter_map(|key| Some(reference.track(key)?.short_name.clone())).collect();
    let letters = asking.parsed(&questions::letters(&short), options.letters.as_deref(), each)?;
    let Priorities(priorities) = asking.answer(&questions::wishes(), options.priorities.clone(), priorities)?;
    let max_interviews = asking.answer(&questions::interviews(), options.max_interviews, limit_of_interviews)?;
    let dollars = |typed: &str| if typed == "none" { Ok(0) } else { whole(typed, 1_000_000) };
    let budget = asking.answer(&questions::budget(), options.budget_usd, dollars)?;
    Ok(Start {
        title: options.title.clone(),
        season,
        kind,
        score,
        exam_failures: failures,
        years_since_graduation: years,
        us_clinical_months: months,
        publications,
        visa,
        tracks,
        letters,
        priorities,
        max_interviews: (max_interviews > 0).then_some(max_interviews),
        budget_usd: (budget > 0).then_some(f64::from(budget)),
        assumed: asking.assumed.into_inner(),
    })
}

/// Reads an answer that may also be that nothing is stated.
fn or_unstated<T>(parse: impl Fn(&str) -> Result<T, String>) -> impl Fn(&str) -> Result<Option<T>, String> {
    move |typed| if typed == NOT_STATED { Ok(None) } else { parse(typed).map(Some) }
}

/// Without a terminal nobody can be asked: names every flag that is missing.
fn refuse_gaps(options: &InitOptions) -> Result<(), Failure> {
    let has_graduated = !options.kind.is_some_and(ApplicantType::is_us_senior);
    let needs_visa = options.kind == Some(ApplicantType::NonUsImg);
    let needed = [
        ("--type", options.kind.is_none()),
        ("--step2-ck", options.step2_ck.is_none() && options.comlex_level_2.is_none()),
        ("--track", options.track.is_none()),
        ("--years-since-graduation", has_graduated && options.years_since_graduation.is_none()),
        ("--visa", needs_visa && options.visa.is_none()),
    ];
    let missing: Vec<&str> = needed.iter().filter(|(_, is_missing)| *is_missing).map(|(flag, _)| *flag).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::Arguments(format!("needed without a terminal: {}", missing.join(", "))))
    }
}

/// The first choice and its backups, no track twice.
fn tracks(first: &str, backups: &str, reference: &Reference) -> Result<Vec<String>, String> {
    let mut tracks = vec![first.to_owned()];
    for typed in backups.split(',').map(str::trim).filter(|word| !word.is_empty() && *word != "none") {
        let backup = track(typed, reference)?;
        if tracks.contains(&backup) {
            return Err(format!("`{backup}` is named twice"));
        }
        tracks.push(backup);
    }
    if tracks.len() > MOST_TRACKS {
        return Err(format!("at most {} backups; add more in the file", MOST_TRACKS - 1));
    }
    Ok(tracks)
}

/// Letters of a name from which on its beginning stands for it.
const LEAST_BEGINNING: usize = 3;

/// The key of a residency track, by its key, its name or the beginning of it, or its short name.
fn track(typed: &str, reference: &Reference) -> Result<String, String> {
    let typed = typed.trim();
    let residencies = || reference.tracks.iter().filter(|row| row.kind != TrackKindRow::Preliminary);
    match track_name(typed, &reference.tracks) {
        Some(TrackName::Track(row)) if row.kind != TrackKindRow::Preliminary => return Ok(row.track.clone()),
        Some(TrackName::Outside(row)) => return Err(format!("{}; {}", row.sentence(), row.look)),
        _ => {}
    }
    let part = typed.to_lowercase();
    let begins = |row: &&TrackRow| part.len() >= LEAST_BEGINNING && row.name.to_lowercase().starts_with(&part);
    if let (Some(row), 1) = (residencies().find(begins), residencies().filter(begins).count()) {
        return Ok(row.track.clone());
    }
    let near: Vec<String> = meant(typed, residencies().map(|row| row.name.as_str()))
        .into_iter()
        .filter_map(|name| residencies().find(|row| row.name == name))
        .map(|row| format!("{} ({})", row.name, row.short_name))
        .collect();
    if !near.is_empty() {
        return Err(format!("`{typed}` is no residency track; did you mean {}?", near.join(" or ")));
    }
    let known: Vec<String> = residencies().map(|row| format!("{} ({})", row.name, row.short_name)).collect();
    Err(format!("`{typed}` is no residency track; there are {}", known.join(", ")))
}

/// Numbers of letters, one a track, none being 0.
fn letters(typed: &str, tracks: usize) -> Result<Vec<u32>, String> {
    let wrong = || "write numbers from 0 to 4 with commas, one a track".to_owned();
    let mut numbers = Vec::new();
    for word in typed.split([',', ' ']).filter(|word| !word.is_empty()) {
        numbers.push(word.parse::<u32>().ok().filter(|number| *number <= 4).ok_or_else(wrong)?);
    }
    if numbers.len() > tracks {
        return Err(format!("{} numbers for {tracks} tracks", numbers.len()));
    }
    numbers.resize(tracks, 0);
    Ok(numbers)
}

/// The season after the newest published fees: the one people now apply for.
fn newest_season(reference: &Reference) -> u16 {
    reference.fees.iter().map(|row| row.season).max().map_or(FIRST_SEASON, |newest| newest + 1)
}

/// How answers are found.
struct Asking {
    is_terminal: bool,
    /// Keys of the questions that were not answered.
    assumed: RefCell<Vec<&'static str>>,
}

impl Asking {
    /// As [`Self::answer`], where what was given is read like what is typed.
    fn parsed<T>(
        &self,
        question: &Question,
        given: Option<&str>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        let given = given.map(&parse).transpose().map_err(Failure::Arguments)?;
        self.answer(question, given, parse)
    }

    /// What was given, else what the person types, else the default.
    fn answer<T>(
        &self,
        question: &Question,
        given: Option<T>,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        if let Some(given) = given {
            return Ok(given);
        }
        if self.is_terminal
            && let Some(answer) = asked(question, &parse)?
        {
            return Ok(answer);
        }
        match question.default.as_deref().map(parse) {
            Some(answer) => {
                self.assumed.borrow_mut().push(question.key);
                answer.map_err(Failure::Arguments)
            }
            None => Err(Failure::Arguments(format!("no answer to: {}", question.ask))),
        }
    }
}

/// What the person types, asked again until it can be read; none where the default stands: after an empty answer, where
/// the person does not know, and at the end of the input.
fn asked<T>(question: &Question, parse: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, Failure> {
    loop {
        let width = width_of_talk();
        talk(&question.text(width));
        // A prompt that cannot be shown leaves the question above.
        let _ = write!(io::stderr().lock(), "> ");
        let mut typed = String::new();
        let read = io::stdin().lock().read_line(&mut typed).map_err(Failure::Input)?;
        let typed = typed.trim();
        let is_left_open = typed.is_empty() || is_unsure(typed);
        if read == 0 || is_left_open && question.default.is_some() {
            return Ok(None);
        }
        match parse(typed) {
            _ if is_left_open => talk("  this one needs an answer; your best guess will do"),
            Ok(answer) => return Ok(Some(answer)),
            Err(wrong) => talk(&broken_at(&format!("  {wrong}"), width)),
        }
    }
}

/// Writes the file beside its place, then moves it there.
fn write(path: &Path, text: &str, force: bool) -> Result<(), Failure> {
    let refused = |source: io::Error| Failure::Unwritable { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(refused)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(refused)?;
    let moved = if force { file.persist(path) } else { file.persist_noclobber(path) };
    moved.map(drop).map_err(|error| refused(error.error))
}
