//! The questions of `init`, each with where its answer is found.

use crate::model::{ApplicantType, Visa};
use crate::scenario::raw::STEP2_CK;
use crate::scenario::start::usual_backups;

/// One question.
pub struct Question {
    /// The question.
    pub ask: &'static str,
    /// Where the answer is found, or what it means.
    pub found: &'static str,
    /// What an empty answer means; none where one is needed.
    pub default: Option<String>,
}

impl Question {
    const fn needed(ask: &'static str, found: &'static str) -> Self {
        Self { ask, found, default: None }
    }

    fn with_default(ask: &'static str, found: &'static str, default: &str) -> Self {
        Self { ask, found, default: Some(default.to_owned()) }
    }

    /// The question as it is asked.
    pub fn text(&self) -> String {
        let default = self.default.as_ref().map_or(String::new(), |default| format!(" [{default}]"));
        format!("\n{}{default}\n  {}", self.ask, self.found)
    }
}

/// All questions.
pub struct Questions {
    /// Applicant type.
    pub kind: Question,
    /// First choice.
    pub track: Question,
    /// Step 2 CK.
    pub step2_ck: Question,
    /// Years since graduation.
    pub years: Question,
    /// Visa.
    pub visa: Question,
}

/// The questions that have no default.
pub const QUESTIONS: Questions = Questions {
    kind: Question::needed(
        "Which applicant are you: us_md, us_do, us_img or non_us_img?",
        "us_img: a citizen of the United States at a school abroad; non_us_img: a citizen of another country",
    ),
    track: Question::needed(
        "Which specialty do you want most?",
        "its name, or its short name such as IR or DR; an answer that is none of them lists all",
    ),
    step2_ck: Question::needed(
        "Step 2 CK: the score, or a range such as 240 to 250?",
        "on the score report; before the examination, what your practice tests suggest",
    ),
    years: Question::needed("How many years since you graduated?", "from the diploma to this September"),
    visa: Question::needed(
        "Which visa do you need: none, j1, h1b_only or j1_or_h1b?",
        "permanent residents need none; most programs that sponsor anything sponsor a J-1",
    ),
};

/// Which backups; the usual ones by default.
pub fn backups(first: &str) -> Question {
    Question::with_default(
        "Which backups, up to two, with a comma between, or none?",
        "specialties you would accept; `matchfolio backups` compares them later",
        &usual_backups(first).join(","),
    )
}

/// Failed attempts.
pub fn failures() -> Question {
    Question::with_default("How many failed attempts at any USMLE step?", "on the transcript", "0")
}

/// Clinical months.
pub fn months(default: &str) -> Question {
    Question::with_default(
        "How many months of hands-on clinical experience in the United States?",
        "electives and externships; observerships do not count",
        default,
    )
}

/// Publications.
pub fn publications() -> Question {
    Question::with_default("How many publications?", "papers; no abstracts, no posters", "0")
}

/// Letters.
pub fn letters() -> Question {
    Question::with_default(
        "How many letters from each of these specialties, in the same order?",
        "for example 2,1; letters written by physicians of that specialty",
        "0",
    )
}

/// Interviews.
pub fn interviews() -> Question {
    Question::with_default(
        "How many interviews can you attend in one winter, or none for no limit?",
        "most are online; 20 to 25 is a full season",
        "none",
    )
}

/// Budget.
pub fn budget() -> Question {
    Question::with_default(
        "How many dollars for application fees, or none for no limit?",
        "ERAS, NRMP and transcripts; travel is not in it",
        "none",
    )
}

/// An applicant type.
///
/// # Errors
///
/// When the word is none of the four.
pub fn applicant_type(typed: &str) -> Result<ApplicantType, String> {
    ApplicantType::from_key(typed).ok_or_else(|| "one of us_md, us_do, us_img, non_us_img".to_owned())
}

/// A visa.
///
/// # Errors
///
/// When the word is none of the four.
pub fn visa(typed: &str) -> Result<Visa, String> {
    [Visa::None, Visa::J1, Visa::H1bOnly, Visa::J1OrH1b]
        .into_iter()
        .find(|visa| visa.key() == typed)
        .ok_or_else(|| "one of none, j1, h1b_only, j1_or_h1b".to_owned())
}

/// A Step 2 CK score or range, as it stands in a scenario file.
///
/// # Errors
///
/// When it is neither, or outside the scale.
pub fn step2_ck(typed: &str) -> Result<String, String> {
    let (lowest, highest) = STEP2_CK;
    let wrong = || format!("a score from {lowest} to {highest}, or a range such as 240 to 250");
    let ends: Vec<f64> = typed.split(" to ").filter_map(|end| end.trim().parse().ok()).collect();
    let in_scale = ends.iter().all(|end| (lowest..=highest).contains(end));
    match ends[..] {
        [score] if in_scale && !typed.contains(" to ") => Ok(score.to_string()),
        [low, high] if in_scale && low <= high => Ok(format!("\"{low} to {high}\"")),
        _ => Err(wrong()),
    }
}
