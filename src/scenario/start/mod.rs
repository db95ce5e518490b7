//! A first scenario for a person: a commented file with three ways of applying,
//! to be changed by hand.

mod portfolios;
mod worths;

use std::fmt::Write as _;

use crate::model::portfolio::USUAL_PGY1_INTERVIEWS;
use crate::model::{ApplicantType, TrackPrior, Visa};
use crate::reference::{Priority, Reference, ReferenceError, priority_word};
use portfolios::{Sketch, sketches};
use worths::worths;

/// Share of the published numbers of applications tried, from the whole down,
/// until every portfolio is within the budget.
const SHARES: [f64; 10] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

/// The examination that says how the applicant scores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Score {
    /// Step 2 CK as it stands in the file: a number, or a range in quotes.
    Step2Ck(String),
    /// COMLEX Level 2-CE alone, written in the same way.
    Comlex(String),
    /// Neither is known yet.
    Pending,
}

/// What the person says of themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Title; without one it is made of the applicant type and the first choice.
    pub title: Option<String>,
    /// Season: the year of the Match.
    pub season: u16,
    /// Type of school and citizenship.
    pub kind: ApplicantType,
    /// The score.
    pub score: Score,
    /// Failed attempts.
    pub exam_failures: u32,
    /// Years since graduation.
    pub years_since_graduation: u32,
    /// Months of clinical experience in the United States; none if not stated.
    pub us_clinical_months: Option<u32>,
    /// Publications; none if not stated.
    pub publications: Option<u32>,
    /// Visa needed.
    pub visa: Visa,
    /// Tracks applied to, the most wanted first; one to five.
    pub tracks: Vec<String>,
    /// What the person wants of a career, from which the first values are made; may be empty.
    pub priorities: Vec<Priority>,
    /// Letters from each of the tracks; none if not stated.
    pub letters: Option<Vec<u32>>,
    /// Most residency interviews attended.
    pub max_interviews: Option<u32>,
    /// What the person can spend, United States dollars.
    pub budget_usd: Option<f64>,
    /// Keys of what the person did not say, so that a usual value stands in the file, which marks it.
    pub assumed: Vec<&'static str>,
}

/// Tracks that suit as backups of `first`, the nearer one first: diagnostic
/// radiology for those who want the interventional kind, and the large
/// specialties in which most IMGs train.
#[must_use]
pub fn usual_backups(first: &str) -> Vec<&'static str> {
    match first {
        "interventional_radiology_integrated" => vec!["diagnostic_radiology", "internal_medicine"],
        "internal_medicine" => vec!["family_medicine"],
        _ => vec!["internal_medicine"],
    }
}

/// The text of a scenario file for this person. It compiles without a problem.
///
/// Numbers of programs are the published mean numbers of applications of such
/// applicants, cut to what sponsors the visa, and in proportion to what the
/// budget allows (a tenth at least).
///
/// # Errors
///
/// When the tables have nothing on a track for this type of applicant.
pub fn scenario_text(start: &Start, reference: &Reference) -> Result<String, ReferenceError> {
    let mut text = String::new();
    for share in SHARES {
        let sketches = sketches(start, reference, share)?;
        text = written(start, &sketches, reference);
        if is_affordable(&text, start, reference) {
            break;
        }
    }
    Ok(text)
}

fn is_affordable(text: &str, start: &Start, reference: &Reference) -> bool {
    let Some(budget) = start.budget_usd else { return true };
    super::compile_text("start", text, reference)
        .is_ok_and(|loaded| loaded.scenario.portfolios.iter().all(|planned| planned.cost.total() <= budget))
}

fn written(start: &Start, sketches: &[Sketch], reference: &Reference) -> String {
    let mut text = String::from(
        "# A scenario of matchfolio. Everything after # is a comment. Change what you like, then type\n\
         #   matchfolio check THIS-FILE     to see whether it is right and what it costs\n\
         #   matchfolio run THIS-FILE       to simulate it\n\n",
    );
    let first = start.tracks.first().and_then(|track| reference.track(track));
    let name = first.map_or("", |row| row.name.as_str());
    // Writing to a string cannot fail.
    let title = start.title.clone().unwrap_or_else(|| format!("{}: {name}", start.kind.label()));
    let _ = writeln!(text, "title = {}", toml::Value::String(title));
    text.push_str(&commented(&format!("season = {}", start.season), "the year of the Match"));
    text.push('\n');
    text.push_str(&applicant(start));
    text.push_str(&limits(start));
    text.push_str(&values(start, reference));
    for sketch in sketches {
        text.push_str(&sketch.written());
    }
    text
}

/// A line with its comment at a fixed column.
fn commented(line: &str, comment: &str) -> String {
    format!("{line:<30} # {comment}\n")
}

/// A line that says in its comment where the person did not state the value of its key.
fn known(start: &Start, key: &str, value: &str, comment: &str) -> String {
    let line = format!("{key} = {value}");
    if start.assumed.contains(&key) {
        commented(&line, &format!("ASSUMED, you did not say: {comment}"))
    } else {
        commented(&line, comment)
    }
}

fn score(start: &Start) -> String {
    match &start.score {
        Score::Step2Ck(score) => {
            commented(&format!("step2_ck = {score}"), "on the score report; not known yet: \"240 to 250\"")
        }
        Score::Comlex(score) => commented(
            &format!("comlex_level_2 = {score}"),
            "COMLEX alone; with a Step 2 CK score write step2_ck in its place",
        ),
        Score::Pending => commented(
            "step2_ck_pending = true",
            "ASSUMED: a typical score; when you know it, write step2_ck = 245 in its place",
        ),
    }
}

fn applicant(start: &Start) -> String {
    let mut text = "[applicant]\n".to_owned();
    text.push_str(&commented(
        &format!("type = \"{}\"", start.kind.key()),
        "us_md, us_do (seniors), us_md_graduate, us_do_graduate, us_img or non_us_img",
    ));
    text.push_str(&score(start));
    let failures = start.exam_failures.to_string();
    text.push_str(&known(start, "exam_failures", &failures, "failed attempts at any USMLE or COMLEX level"));
    text.push_str(&commented(
        &format!("years_since_graduation = {}", start.years_since_graduation),
        "from the diploma to this September",
    ));
    text.push_str(&stated(
        start,
        "us_clinical_months",
        start.us_clinical_months,
        "hands-on months in the United States; observerships go into observership_months",
    ));
    text.push_str(&stated(start, "publications", start.publications, "papers; no abstracts, no posters"));
    if !start.kind.is_us_senior() {
        text.push_str(&commented("reapplicant = false", "true if an earlier Match brought no residency"));
    }
    let visa = format!("\"{}\"", start.visa.key());
    text.push_str(&known(start, "visa", &visa, "none, j1, h1b_only or j1_or_h1b"));
    text.push_str("\n# Letters of recommendation from each specialty.\n");
    if let Some(letters) = &start.letters {
        text.push_str("[applicant.letters]\n");
        for (track, letters) in start.tracks.iter().zip(letters) {
            let _ = writeln!(text, "{track} = {letters}");
        }
    } else {
        text.push_str("# Not stated, so two from each are assumed. To state them, remove the # of the lines below.\n");
        text.push_str("# [applicant.letters]\n");
        for track in &start.tracks {
            let _ = writeln!(text, "# {track} = 2");
        }
    }
    text.push('\n');
    text
}

/// The line of a number, or a comment that it is not stated.
fn stated(start: &Start, key: &str, value: Option<u32>, comment: &str) -> String {
    match value {
        Some(value) => known(start, key, &value.to_string(), comment),
        None => commented(&format!("# {key} ="), &format!("not stated, so typical values are assumed; {comment}")),
    }
}

fn limits(start: &Start) -> String {
    if start.max_interviews.is_none() && start.budget_usd.is_none() {
        return String::new();
    }
    let mut text = "[limits]\n".to_owned();
    if let Some(most) = start.max_interviews {
        let comment = "residency interviews that you can attend";
        text.push_str(&known(start, "max_interviews", &most.to_string(), comment));
        let comment = "further ones, for the PGY-1 year alone";
        text.push_str(&commented(&format!("pgy1_interviews = {USUAL_PGY1_INTERVIEWS}"), comment));
    }
    if let Some(budget) = start.budget_usd {
        text.push_str(&commented(&format!("budget_usd = {budget}"), "for fees; travel and visas are not in it"));
    }
    text.push('\n');
    text
}

/// Worths by the person's priorities, or only by the order of preference: placeholders, and said to be.
fn values(start: &Start, reference: &Reference) -> String {
    let priorities: Vec<&str> = start.priorities.iter().map(|priority| priority_word(*priority)).collect();
    let origin = if priorities.is_empty() {
        "These numbers only follow the order you gave".to_owned()
    } else {
        format!("These numbers are a guess from your order and priorities ({})", priorities.join(", "))
    };
    let mut text = format!(
        "# What each end is worth to you, from 0 (as bad as going unmatched) to 1.\n# {origin}: they are yours to change.\n\
         [values]\n"
    );
    for (track, worth) in start.tracks.iter().zip(worths(start, reference)) {
        let _ = writeln!(text, "{track} = {worth:?}");
    }
    text.push_str(&commented("preliminary_only = 0.2", "a preliminary year and nothing after it"));
    let is_mixed = |track: &TrackPrior| track.kind.has_advanced_positions();
    if reference.prior(start.kind, &start.tracks).is_ok_and(|prior| prior.tracks.iter().any(is_mixed)) {
        text.push_str(&commented("matched_without_pgy1 = 0.4", "a position from PGY-2 on, without the PGY-1"));
    }
    text.push('\n');
    text
}
