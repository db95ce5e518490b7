//! The questions of `init`, each with where its answer is found.

use std::borrow::Cow;

use crate::model::{ApplicantType, Visa};
use crate::reference::words::{Meaning, WordKind, meaning};
use crate::reference::{Priority, priority_of, priority_word};
use crate::report::console::broken_at;
use crate::scenario::assessment::NOT_STATED;
use crate::scenario::numbers::{self, Typed};
use crate::scenario::raw::{COMLEX, STEP2_CK};
use crate::scenario::start::{Score, usual_backups};

/// One question.
pub struct Question {
    /// Key of what is asked in the file; a word of its own where no key holds it.
    pub key: &'static str,
    /// The question.
    pub ask: Cow<'static, str>,
    /// Where the answer is found, or what it means.
    pub found: &'static str,
    /// What an empty answer means; none where one is needed.
    pub default: Option<String>,
}

impl Question {
    const fn needed(key: &'static str, ask: &'static str, found: &'static str) -> Self {
        Self { key, ask: Cow::Borrowed(ask), found, default: None }
    }

    fn with_default(key: &'static str, ask: &'static str, found: &'static str, default: &str) -> Self {
        Self { key, ask: Cow::Borrowed(ask), found, default: Some(default.to_owned()) }
    }

    /// The question as it is asked, on lines of at most `width` columns.
    pub fn text(&self, width: usize) -> String {
        let default = self.default.as_ref().map_or(String::new(), |default| format!(" [{default}]"));
        format!(
            "\n{}\n{}",
            broken_at(&format!("{}{default}", self.ask), width),
            broken_at(&format!("  {}", self.found), width)
        )
    }
}

/// All questions.
pub struct Questions {
    /// Applicant type.
    pub kind: Question,
    /// First choice.
    pub track: Question,
    /// Years since graduation.
    pub years: Question,
}

/// The questions that have no default.
pub const QUESTIONS: Questions = Questions {
    kind: Question::needed(
        "type",
        "Which applicant are you: us_md, us_do, us_md_graduate, us_do_graduate, us_img or non_us_img?",
        "us_md, us_do: a senior of an allopathic (MD) or osteopathic (DO) school in the United States; us_md_graduate, \
         us_do_graduate: a graduate of an earlier year of such a school; us_img: a US citizen who studied abroad; \
         non_us_img: a citizen of another country who studied abroad",
    ),
    track: Question::needed(
        "track",
        "Which specialty do you want most?",
        "its name or the beginning of it, or its short name such as IR or DR",
    ),
    years: Question::needed(
        "years_since_graduation",
        "How many years since you graduated?",
        "from the diploma to this September; a range goes into the file later",
    ),
};

/// What says how the applicant scores; COMLEX is for osteopathic schools.
pub fn score(kind: ApplicantType) -> Question {
    let (ask, found) = if kind.is_us_do() {
        (
            "Step 2 CK: the score, or a range such as 240 to 250? With COMLEX alone: comlex 560",
            "on the score report, or what practice tests suggest; of COMLEX, the Level 2-CE score, since Level 1 is only \
             passed or failed",
        )
    } else {
        (
            "Step 2 CK: the score, or a range such as 240 to 250?",
            "on the score report; before the examination, what your practice tests suggest",
        )
    };
    Question::with_default("step2_ck", ask, found, NOT_YET)
}

/// Which visa; a J-1 is what most programs that sponsor anything sponsor.
pub fn visa_needed() -> Question {
    Question::with_default(
        "visa",
        "Which visa do you need: none, j1, h1b_only or j1_or_h1b?",
        "permanent residents need none; most programs that sponsor anything sponsor a J-1",
        "j1",
    )
}

/// Which backups; the usual ones by default.
pub fn backups(first: &str) -> Question {
    Question::with_default(
        "backups",
        "Which backups, up to four, with a comma between, or none?",
        "specialties you would accept; matchfolio backups compares them later",
        &usual_backups(first).join(","),
    )
}

/// Failed attempts.
pub fn failures() -> Question {
    Question::with_default(
        "exam_failures",
        "How many failed attempts at any USMLE or COMLEX level?",
        "on the transcript",
        "0",
    )
}

/// Clinical months.
pub fn months(default: &str) -> Question {
    Question::with_default(
        "us_clinical_months",
        "How many months of hands-on clinical experience in the United States?",
        "electives and externships; observerships go into the file later, as observership_months",
        default,
    )
}

/// Publications.
pub fn publications() -> Question {
    Question::with_default("publications", "How many publications?", "papers; no abstracts, no posters", NOT_STATED)
}

/// Letters from each of the specialties of these short names.
pub fn letters(tracks: &[String]) -> Question {
    let named = match tracks {
        [.., last] if tracks.len() > 1 => {
            format!("from {} and {last}, in this order, with a comma between", tracks[..tracks.len() - 1].join(", "))
        }
        _ => format!("from {}", tracks.concat()),
    };
    Question {
        key: "letters",
        ask: Cow::Owned(format!("How many letters {named}?")),
        found: "letters written by physicians of that specialty; those left out are 0",
        default: Some(NOT_STATED.to_owned()),
    }
}

/// What matters to the person.
pub fn wishes() -> Question {
    Question::with_default(
        "priorities",
        "What matters to you: patients, procedures, imaging, hours, staying (in the US), with a comma between, or none?",
        "the worth of each specialty in the file begins from it, and you can change it there",
        "none",
    )
}

/// What matters to a person, in the order typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priorities(pub Vec<Priority>);

/// Priorities, separated by commas; none for none.
///
/// # Errors
///
/// When a word is no priority.
pub fn priorities(typed: &str) -> Result<Priorities, String> {
    let mut found = Vec::new();
    for word in typed.split(',').map(key).filter(|word| !word.is_empty() && word != "none") {
        let known = || Priority::ALL.map(priority_word).join(", ");
        let priority = priority_of(&word).ok_or_else(|| format!("`{word}` is none of {}", known()))?;
        if !found.contains(&priority) {
            found.push(priority);
        }
    }
    Ok(Priorities(found))
}

/// Interviews.
pub fn interviews() -> Question {
    Question::with_default(
        "max_interviews",
        "How many residency interviews can you attend, or none for no limit?",
        "15 to 20 fill a winter; up to 5 interviews for a PGY-1 year alone come on top",
        "18",
    )
}

/// Budget.
pub fn budget() -> Question {
    Question::with_default(
        "budget_usd",
        "How many dollars for application fees, or none for no limit?",
        "ERAS, NRMP and transcripts; travel is not in it",
        "none",
    )
}

/// A word as it stands in a file: small letters, `_` between its parts.
fn key(typed: &str) -> String {
    typed.trim().to_lowercase().replace([' ', '-'], "_")
}

/// An applicant type, in words or as it stands in a file.
///
/// # Errors
///
/// When the words fit none of the types, or more than one: "previous graduate" does not say of which school.
pub fn applicant_type(typed: &str) -> Result<ApplicantType, String> {
    let key = key(typed);
    let words: Vec<&str> = key.split('_').filter(|word| !word.is_empty()).collect();
    let has = |word: &str| words.contains(&word);
    let is_graduate = ["graduate", "grad", "graduated", "previous", "prior"].into_iter().any(has);
    match (has("md"), has("do")) {
        (true, false) if is_graduate => Ok(ApplicantType::UsMdGraduate),
        (false, true) if is_graduate => Ok(ApplicantType::UsDoGraduate),
        (true, false) => Ok(ApplicantType::UsMd),
        (false, true) => Ok(ApplicantType::UsDo),
        _ if is_graduate && !has("img") => {
            Err("of which school? Type us_md_graduate, us_do_graduate, us_img or non_us_img".to_owned())
        }
        _ => ApplicantType::from_key(&key).map_or_else(
            || {
                let wrong = || format!("type one of {}", ApplicantType::ALL.map(ApplicantType::key).join(", "));
                everyday(WordKind::ApplicantType, typed, wrong)
                    .and_then(|key| ApplicantType::from_key(key).ok_or_else(wrong))
            },
            Ok,
        ),
    }
}

/// A visa, in words or as it stands in a file: `J-1` is `j1`.
///
/// # Errors
///
/// When the word is none of the four.
pub fn visa(typed: &str) -> Result<Visa, String> {
    let wrong = || "type one of none, j1, h1b_only, j1_or_h1b".to_owned();
    let named =
        |key: &str| [Visa::None, Visa::J1, Visa::H1bOnly, Visa::J1OrH1b].into_iter().find(|visa| visa.key() == key);
    named(&key(typed))
        .map_or_else(|| everyday(WordKind::Visa, typed, wrong).and_then(|key| named(key).ok_or_else(wrong)), Ok)
}

/// The key that an everyday word stands for, or what to type instead.
fn everyday(kind: WordKind, typed: &str, wrong: impl Fn() -> String) -> Result<&'static str, String> {
    match meaning(kind, typed) {
        Some(Meaning::Key(key)) => Ok(key),
        Some(Meaning::Ask(ask)) => Err(ask.to_owned()),
        None => Err(wrong()),
    }
}

/// A title: something on one line.
///
/// # Errors
///
/// When there is nothing to see, or a control character.
pub fn title(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.chars().any(char::is_control) {
        return Err("a title has something on one line".to_owned());
    }
    Ok(typed.to_owned())
}

/// A whole number up to `most`; dollars and thousands may be marked, as in `$5,000`.
///
/// # Errors
///
/// When it is none, or too large.
pub fn whole(typed: &str, most: u32) -> Result<u32, String> {
    let wrong = || format!("type a whole number from 0 to {most} in digits, without a unit");
    match numbers::typed(typed) {
        Some(Typed::Number(number)) if number <= f64::from(most) => number.to_string().parse().map_err(|_| wrong()),
        Some(Typed::AtLeast(number) | Typed::AtMost(number)) if (0.0..=f64::from(most)).contains(&number) => {
            Err(format!("type one number, your best guess; for {} that may be {number}", typed.trim()))
        }
        _ => Err(wrong()),
    }
}

/// A whole number from 1 to `most`, as [`whole`] reads it.
///
/// # Errors
///
/// When it is none, or out of range.
pub fn positive(typed: &str, most: u32) -> Result<u32, String> {
    whole(typed, most).and_then(|number| {
        if number > 0 {
            Ok(number)
        } else {
            Err(format!("type a whole number from 1 to {most}; leave it out for no limit"))
        }
    })
}

/// A number of interviews; 0 for no limit.
///
/// # Errors
///
/// When it is neither a number from 1 to 500 nor `none`.
pub fn limit_of_interviews(typed: &str) -> Result<u32, String> {
    let typed = typed.trim();
    if typed == "none" {
        return Ok(0);
    }
    let number = whole(typed, 500).ok().filter(|number| *number > 0);
    number.ok_or_else(|| "type a whole number from 1 to 500, or none".to_owned())
}

/// What is typed for a score that is not there yet.
pub const NOT_YET: &str = "not yet";

/// Whether this says that the person does not know.
pub fn is_unsure(typed: &str) -> bool {
    let words: String = typed.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
    let unsure = [
        "notsure",
        "unsure",
        "imnotsure",
        "idontknow",
        "idonotknow",
        "dontknow",
        "donotknow",
        "idk",
        "noidea",
        "unknown",
        "notyet",
        "notyetknown",
        "notknown",
        "notknownyet",
        "nottaken",
        "nottakenyet",
        "notyettaken",
        "pending",
        "tbd",
    ];
    unsure.contains(&words.as_str())
}

/// A score of either examination, or that there is none yet.
///
/// # Errors
///
/// When it is none of these, or COMLEX of a school that has none.
pub fn any_score(typed: &str, kind: Option<ApplicantType>) -> Result<Score, String> {
    let word = typed.trim().to_lowercase();
    if is_unsure(&word) {
        return Ok(Score::Pending);
    }
    let Some(comlex) = word.strip_prefix("comlex") else { return step2_ck(typed).map(Score::Step2Ck) };
    if kind.is_some_and(|kind| !kind.is_us_do()) {
        return Err("COMLEX is for osteopathic schools; type a Step 2 CK score, or not yet".to_owned());
    }
    let from_digit = |text: &'_ str| text.trim_start_matches(|letter: char| !letter.is_ascii_digit()).to_owned();
    let digits = from_digit(comlex);
    // The level, as in "COMLEX 2-CE 560", is no score.
    let level = digits.strip_prefix('2').filter(|rest| !rest.starts_with(|letter: char| letter.is_ascii_digit()));
    comlex_level_2(&level.map_or_else(|| digits.clone(), from_digit)).map(Score::Comlex)
}

/// A COMLEX Level 2-CE score or range, as it stands in a scenario file.
///
/// # Errors
///
/// When it is neither, or outside the scale.
pub fn comlex_level_2(typed: &str) -> Result<String, String> {
    scaled(typed, COMLEX, "530 to 570")
}

/// A Step 2 CK score or range, as it stands in a scenario file.
///
/// # Errors
///
/// When it is neither, or outside the scale.
pub fn step2_ck(typed: &str) -> Result<String, String> {
    scaled(typed, STEP2_CK, "240 to 250")
}

/// A number of this scale, or a range of it.
fn scaled(typed: &str, scale: (u32, u32), example: &str) -> Result<String, String> {
    let (lowest, highest) = (f64::from(scale.0), f64::from(scale.1));
    let in_scale = |score: f64| (lowest..=highest).contains(&score);
    match numbers::typed(typed) {
        Some(Typed::Number(score)) if in_scale(score) => Ok(score.to_string()),
        Some(Typed::Range(low, high)) if in_scale(low) && in_scale(high) => Ok(format!("\"{low} to {high}\"")),
        Some(Typed::AtLeast(least)) if in_scale(least) => Err(format!(
            "type the score, or a range that you hold for likely: {least} to {}",
            (least + 10.0).min(highest)
        )),
        Some(Typed::AtMost(most)) if in_scale(most) => {
            Err(format!("type the score, or a range that you hold for likely: {} to {most}", (most - 10.0).max(lowest)))
        }
        _ => Err(format!("a score from {lowest} to {highest}, or a range such as {example}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_understood_as_people_write_them() {
        assert_eq!(applicant_type("Non-US IMG"), Ok(ApplicantType::NonUsImg));
        for (typed, kind) in [
            ("MD", ApplicantType::UsMd),
            ("us_do", ApplicantType::UsDo),
            ("US DO senior", ApplicantType::UsDo),
            ("US MD graduate", ApplicantType::UsMdGraduate),
            ("md grad", ApplicantType::UsMdGraduate),
            ("previous DO graduate", ApplicantType::UsDoGraduate),
            ("us_do_graduate", ApplicantType::UsDoGraduate),
            ("US IMG", ApplicantType::UsImg),
        ] {
            assert_eq!(applicant_type(typed), Ok(kind), "{typed}");
        }
        assert_eq!(visa("J-1"), Ok(Visa::J1));
        assert_eq!(visa("J-1 or H-1B"), Ok(Visa::J1OrH1b));
        assert_eq!(step2_ck("235-240"), Ok("\"235 to 240\"".to_owned()));
        assert_eq!(whole("$5,000", 1_000_000), Ok(5000));
        assert_eq!(limit_of_interviews("none"), Ok(0));
        assert_eq!(whole("4,500", 1_000_000), Ok(4500));
        assert_eq!(applicant_type("US citizen IMG"), Ok(ApplicantType::UsImg));
        assert_eq!(applicant_type("osteopathic"), Ok(ApplicantType::UsDo));
        assert_eq!(visa("green card"), Ok(Visa::None));
        assert_eq!(visa("citizen"), Ok(Visa::None));
        assert_eq!(step2_ck("250s"), Ok("\"250 to 259\"".to_owned()));
    }

    #[test]
    fn a_score_can_be_comlex_or_not_known_yet() {
        let kind = Some(ApplicantType::UsDo);
        for typed in ["comlex 560", "COMLEX Level 2: 560", "comlex 2 560", "COMLEX 2-CE 560"] {
            assert_eq!(any_score(typed, kind), Ok(Score::Comlex("560".to_owned())), "{typed}");
        }
        assert_eq!(any_score("comlex 540-580", None), Ok(Score::Comlex("\"540 to 580\"".to_owned())));
        for typed in ["not yet", "Not sure", "I don't know", "idk", "not taken yet"] {
            assert_eq!(any_score(typed, kind), Ok(Score::Pending), "{typed}");
        }
        assert!(any_score("comlex", kind).is_err_and(|ask| ask.contains("from 9 to 999")));
        assert!(any_score("comlex 560", Some(ApplicantType::UsMd)).is_err_and(|ask| ask.contains("osteopathic")));
        assert!(!is_unsure("none") && !is_unsure("yes") && !is_unsure(""));
    }

    #[test]
    fn answers_that_could_mean_something_else_are_refused() {
        assert!(applicant_type("img").is_err());
        assert!(limit_of_interviews("0").is_err() && limit_of_interviews("many").is_err());
        let which = applicant_type("previous graduate").expect_err("it could be either school");
        assert!(which.contains("us_md_graduate") && which.contains("us_do_graduate"), "{which}");
        assert!(visa("yes").is_err() && visa("h1b").is_err());
        assert!(visa("H-1B").is_err_and(|ask| ask.contains("`h1b_only`") && ask.contains("`j1_or_h1b`")));
        assert!(applicant_type("Caribbean").is_err_and(|ask| ask.contains("`us_img` if you are a US citizen")));
        assert!(whole(">10", 500).is_err_and(|ask| ask.ends_with("may be 11")));
        assert!(step2_ck(">250").is_err_and(|ask| ask.ends_with("251 to 261")));
        for (typed, most) in
            [("1,1,1", 500), ("5k", 1000), ("3-4", 12), ("2 years", 60), ("13", 12), ("", 9), ("-1", 9)]
        {
            assert!(whole(typed, most).is_err(), "{typed}");
        }
        assert!(step2_ck("240-").is_err() && step2_ck("-240").is_err() && step2_ck("250-240").is_err());
    }

    #[test]
    fn questions_fit_the_terminal() {
        let short = ["IR", "DR", "IM"].map(str::to_owned);
        for question in
            [QUESTIONS.kind, QUESTIONS.track, backups("interventional_radiology_integrated"), letters(&short)]
        {
            let text = question.text(60);
            assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        }
        assert!(letters(&short).ask.contains("from IR, DR and IM, in this order"));
    }
}
