//! What a person must know of a scenario that can be simulated: what was seen,
//! what it means, what to do.

use std::ops::Range;

use annotate_snippets::Level;

use super::diagnose::{Diagnostic, quoted, render_one};
use super::numbers::{counted, dollars};
use crate::model::ApplicantType;
use crate::model::date::Date;

/// Years of training that a J-1 allows (22 CFR 62.27).
const YEARS_OF_J1: u32 = 7;

/// How much a warning matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The numbers may mislead if this is ignored.
    Warning,
    /// Good to know.
    Note,
}

/// A warning with the bytes of the file it is about, if it is about some.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    /// What it is about.
    pub kind: WarningKind,
    /// Where in the file.
    pub span: Option<Range<usize>>,
}

/// Everything a scenario can be warned of.
#[derive(Clone, Debug, PartialEq)]
pub enum WarningKind {
    /// A portfolio costs more than the person can spend.
    BudgetBroken {
        /// Portfolio.
        portfolio: String,
        /// What it costs, dollars.
        cost: f64,
        /// What the person can spend, dollars.
        budget: f64,
    },
    /// Money that could be spent is not.
    UnusedBudget {
        /// Portfolios with what is left of the budget, dollars.
        left: Vec<(String, f64)>,
    },
    /// Signals that programs could get are not sent.
    UnusedSignals {
        /// Portfolio.
        portfolio: String,
        /// What is left: the number, the key that sends it, and the names of the tracks.
        left: Vec<(u32, &'static str, String)>,
    },
    /// A visa is needed, and programs that sponsor none are applied to.
    SponsorsNotAskedFor {
        /// Portfolio.
        portfolio: String,
        /// Names of the tracks with the share of programs that sponsor none, 0 to 1.
        tracks: Vec<(String, f64)>,
    },
    /// Advanced positions are applied to without any program that could give the PGY-1.
    NoPgy1 {
        /// Portfolio.
        portfolio: String,
        /// Names of the tracks with advanced positions, each with the share of its matches that are to these, 0 to 1.
        tracks: Vec<(String, f64)>,
    },
    /// Under a limit on interviews, those that give the PGY-1 are declined first, and none has a calendar of its own.
    Pgy1DeclinedFirst {
        /// Portfolio.
        portfolio: String,
    },
    /// A supplemental list serves nothing, since no position of the portfolio is advanced.
    IdlePgy1 {
        /// Portfolio.
        portfolio: String,
    },
    /// The lines of the primary list have no programs.
    NoPrograms {
        /// Portfolio.
        portfolio: String,
    },
    /// A line takes its programs from a list.
    ProgramListUsed {
        /// File.
        file: String,
        /// SHA-256 of its bytes, hexadecimal.
        sha256: String,
        /// Name of the track.
        track: String,
        /// Programs of the track.
        programs: usize,
        /// Those of them of which something is known that counts.
        known: usize,
    },
    /// Columns of a list have other names than the program's, or are skipped.
    ListColumns {
        /// File.
        file: String,
        /// Columns under another name, with what they are taken for.
        renamed: Vec<(String, &'static str)>,
        /// Columns that are skipped.
        skipped: Vec<String>,
    },
    /// The price of an application service is not published in any source of the tables.
    AssumedFees {
        /// Specialties.
        specialties: Vec<String>,
    },
    /// Interviews are stated, and one question alone takes them up.
    InterviewsForRanksAlone {
        /// Interviews.
        interviews: usize,
    },
    /// There is a partner, and one command alone answers for both.
    PartnerForRunAlone,
    /// The season is in progress.
    InProgress {
        /// The day.
        date: Date,
        /// Portfolio applied with.
        portfolio: String,
        /// Programs that have invited so far, and names of their tracks.
        invitations: Vec<(u32, String)>,
    },
    /// A line asks for sponsors although no visa is needed.
    NeedlessSponsors {
        /// Portfolio.
        portfolio: String,
        /// Name of the track.
        track: String,
    },
    /// The tables have no fees for the season.
    FeesOfAnotherSeason {
        /// Season asked for.
        season: u16,
        /// What the fees are for, and the season they are of.
        used: Vec<(&'static str, u16)>,
    },
    /// The tables have no signals for the season.
    SignalsOfAnotherSeason {
        /// Season asked for.
        season: u16,
        /// Season of the allotment used.
        used: u16,
        /// Names of the tracks.
        tracks: Vec<String>,
    },
    /// Parameters of this type are not fitted, but solved from published rates.
    ShiftedParameters {
        /// Applicant type.
        kind: ApplicantType,
    },
    /// Tables that the parameters were made from have changed since.
    ChangedSinceFit {
        /// Tables.
        tables: Vec<&'static str>,
    },
    /// Parameters of some tracks are not fitted.
    AssumedParameters {
        /// Names of the tracks.
        tracks: Vec<String>,
    },
    /// A number that hardly anybody has among the applicants that the parameters are of.
    FarFromPool {
        /// Key.
        what: &'static str,
        /// The number, or the further end of the range.
        value: f64,
        /// Distance from the mean in standard deviations.
        sds: f64,
        /// Name of the track whose applicants these are.
        track: String,
    },
    /// The score is what a COMLEX score corresponds to.
    ScoreOfComlex {
        /// Least Step 2 CK score.
        low: f64,
        /// Greatest Step 2 CK score.
        high: f64,
    },
    /// No score is known.
    ScorePending {
        /// Name of the track whose applicants are taken.
        track: String,
        /// Least score.
        low: f64,
        /// Greatest score.
        high: f64,
    },
    /// An H-1B may be the visa, and Step 3 is not known to be passed.
    H1bWithoutStep3 {
        /// Whether no other visa is accepted.
        is_only_visa: bool,
        /// Whether the file says that it is not passed.
        is_stated: bool,
    },
    /// A senior who has graduated, or has been through a Match before.
    SeniorWhoGraduated {
        /// The type stated.
        kind: ApplicantType,
    },
    /// Parts of the application are not stated.
    NotStated {
        /// Which.
        unstated: Vec<String>,
    },
    /// A number is given for a track that no portfolio uses.
    UnusedTrack {
        /// Section or key it stands in.
        place: &'static str,
        /// Track.
        track: String,
    },
    /// A preliminary year alone is possible, and its worth is not stated.
    PreliminaryWithoutValue,
    /// The worth of an advanced match without a PGY-1 is not stated.
    MissingPgy1WithoutValue,
    /// The worth of a categorical place found in SOAP is not stated.
    SoapWithoutValue {
        /// What is taken.
        taken: f64,
    },
    /// Training under a plan can take longer than the visa lasts.
    VisaEndsFirst {
        /// Plan.
        plan: String,
        /// Years of the longest way, with preliminary years.
        years: u32,
        /// Years that the visa allows: seven of a J-1, or those of an H-1B.
        limit: u32,
    },
    /// A way after residency is named that no specialty of the file leads to, or that is named before.
    IdleRoute {
        /// The way.
        route: String,
        /// Keys of the tracks from which it could be taken; none where it is named twice.
        from: Vec<String>,
    },
    /// A plan counts on preliminary places.
    PreliminaryIsNoBackup {
        /// Plan.
        plan: String,
    },
    /// What comes after Match Day rests on few figures.
    PlansLeanOnAssumptions,
}

/// A column of a list in words.
fn read_as(column: &str) -> String {
    if column == "visa" { "j1 and h1b".to_owned() } else { column.to_owned() }
}

impl WarningKind {
    /// The warning at these bytes of the file.
    #[must_use]
    pub fn at(self, span: Range<usize>) -> Warning {
        Warning { kind: self, span: Some(span) }
    }

    /// The warning about the scenario as a whole.
    #[must_use]
    pub fn of_scenario(self) -> Warning {
        Warning { kind: self, span: None }
    }
}

impl Warning {
    /// The warning for a person, with the line of the file it is about.
    #[must_use]
    pub fn render(&self, file: &str, text: &str, colour: bool) -> String {
        let level = match self.severity() {
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let shown = match &self.span {
            Some(span) => Diagnostic::at(span.clone(), self.seen(), self.meaning()),
            None => Diagnostic::of_file(self.seen()).note(self.meaning()),
        };
        render_one(level, &shown.hint(self.action()), file, text, colour)
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.kind.parts().severity
    }

    /// What was seen.
    #[must_use]
    pub fn seen(&self) -> String {
        self.kind.parts().seen
    }

    /// What it means for the numbers.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        self.kind.parts().meaning
    }

    /// What to do about it.
    #[must_use]
    pub fn action(&self) -> &'static str {
        self.kind.parts().action
    }
}

/// What a warning says.
struct Parts {
    severity: Severity,
    seen: String,
    meaning: &'static str,
    action: &'static str,
}

fn warning(seen: impl Into<String>, meaning: &'static str, action: &'static str) -> Parts {
    Parts { severity: Severity::Warning, seen: seen.into(), meaning, action }
}

fn note(seen: impl Into<String>, meaning: &'static str, action: &'static str) -> Parts {
    Parts { severity: Severity::Note, seen: seen.into(), meaning, action }
}

impl WarningKind {
    /// All that each warning says: what was seen, what it means for the numbers, and what to do about it.
    #[expect(clippy::too_many_lines, reason = "one arm a warning, so that what it says stands in one place")]
    fn parts(&self) -> Parts {
        use WarningKind as K;
        match self {
            K::BudgetBroken { portfolio, cost, budget } => warning(
                format!("portfolio \"{portfolio}\" costs {}, the budget is {}", dollars(*cost), dollars(*budget)),
                "it is simulated anyway, as if it could be paid",
                "cut programs beyond the cheap tier, or raise budget_usd",
            ),
            K::UnusedBudget { left } => {
                let each = |(name, usd): &(String, f64)| format!("{} with \"{name}\"", dollars(*usd));
                note(
                    format!(
                        "part of the budget is not spent: {}",
                        left.iter().map(each).collect::<Vec<_>>().join(", ")
                    ),
                    "more applications would be paid for",
                    "add programs (`matchfolio optimize` says which are worth most for the money), or another specialty (`matchfolio backups`)",
                )
            }
            K::UnusedSignals { portfolio, left } => {
                let each = |(count, key, tracks): &(u32, &str, String)| format!("{count} {key} of {tracks}");
                let left: Vec<String> = left.iter().map(each).collect();
                note(
                    format!("portfolio \"{portfolio}\" leaves signals unused: {}", left.join(", ").replace('_', " ")),
                    "a signal costs nothing, and a program that gets one invites more often",
                    "send them all: state a higher number, or leave the key out and the usual number is sent",
                )
            }
            K::SponsorsNotAskedFor { portfolio, tracks } => {
                let each = |(name, share): &(String, f64)| format!("{name} {:.0}%", 100.0 * share);
                let tracks = tracks.iter().map(each).collect::<Vec<_>>().join(", ");
                note(
                    format!(
                        "portfolio \"{portfolio}\" also applies to programs that sponsor no visa you can use: {tracks}"
                    ),
                    "these applications are paid for and cannot lead to an interview",
                    "look up who sponsors, and set sponsors_only = true in the line, or use a list with j1 and h1b",
                )
            }
            K::NoPgy1 { portfolio, tracks } => {
                let each = |(name, share): &(String, f64)| format!("{name}: {:.0}% of matches", 100.0 * share);
                let tracks = tracks.iter().map(each).collect::<Vec<_>>().join(", ");
                warning(
                    format!(
                        "portfolio \"{portfolio}\" has advanced positions ({tracks}) and no line that could give \
                         the PGY-1"
                    ),
                    "every match to an advanced position ends without a PGY-1",
                    "add a line of transitional_year or a preliminary track",
                )
            }
            K::IdlePgy1 { portfolio } => warning(
                format!("portfolio \"{portfolio}\" has a line with role = \"pgy1\" and no advanced position"),
                "its programs cost fees and interviews and can give nothing",
                "take the line out, or let it serve the primary list with role = \"both\"",
            ),
            K::Pgy1DeclinedFirst { portfolio } => warning(
                format!(
                    "in portfolio \"{portfolio}\" every PGY-1 program shares the limit on interviews with \
                     residencies"
                ),
                "when the calendar is full you decline the PGY-1 interviews first, and you may match only \
                 partially: to an advanced position without a PGY-1",
                "add a line with role = \"pgy1\": its interviews do not count in max_interviews; or state \
                 an interview_priority",
            ),
            K::NoPrograms { portfolio } => warning(
                format!("portfolio \"{portfolio}\" has programs = 0 in every line of the primary list"),
                "it guarantees that you go unmatched",
                "give a line of a residency at least 1 program",
            ),
            K::ProgramListUsed { file, sha256, track, programs, known } => {
                let seen = format!(
                    "{track}: {} named by {file}, {known} of them with known facts (SHA-256 {sha256})",
                    counted(*programs as u64, "program")
                );
                if *known == 0 {
                    note(
                        seen,
                        "nothing but names is known, so a program's place in the list stands for how open it is: \
                         an alphabetical order misleads",
                        "fill in what you know of each program, or put the programs that are most open to you \
                         first",
                    )
                } else {
                    note(
                        seen,
                        "what is known of a program counts in its chances, the rest is as without a list",
                        "keep the list with the scenario: another one gives other numbers",
                    )
                }
            }
            K::ListColumns { file, renamed, skipped } => {
                let read = |(name, column): &(String, &str)| format!("{} as {}", quoted(name), read_as(column));
                let renamed: Vec<String> = renamed.iter().map(read).collect();
                let skipped: Vec<String> = skipped.iter().map(|name| quoted(name)).collect();
                let parts =
                    [("read", renamed), ("skipped", skipped)].into_iter().filter(|(_, names)| !names.is_empty());
                let parts: Vec<String> = parts.map(|(what, names)| format!("{what} {}", names.join(", "))).collect();
                note(
                    format!("columns of {file}: {}", parts.join("; ")),
                    "what is skipped changes nothing",
                    "check that each column is read as what it is; docs/programs.md has the names that are \
                     understood",
                )
            }
            K::AssumedFees { specialties } => note(
                format!("the price of applying through ResidencyCAS is not known for {}", specialties.join(", ")),
                "the price for emergency medicine, which uses the same service, is used instead; the cost \
                 may be off",
                "look the price up on the ResidencyCAS site before you rely on the cost",
            ),
            K::InterviewsForRanksAlone { interviews } => note(
                format!("the file states interviews ({interviews}), and only `matchfolio ranks` takes them up"),
                "every other command answers as before the season, when no invitation was known",
                "take the chances of this season from `matchfolio ranks`, and those of another way of \
                 applying from the others",
            ),
            K::PartnerForRunAlone => note(
                "the file has a partner, and only `matchfolio run` answers for both".to_owned(),
                "this answer is for the applicant alone, as if they did not match as a couple",
                "take the chances of the couple from `matchfolio run`",
            ),
            K::InProgress { date, portfolio, invitations } => note(
                format!(
                    "a season in progress: by {} these programs of \"{portfolio}\" have invited: {}",
                    date.in_words(),
                    invitations.iter().map(|(count, track)| format!("{track} {count}")).collect::<Vec<_>>().join(", ")
                ),
                "every chance is that of a person for whom so many have come by that day, and none of the others yet",
                "run `matchfolio now` to see what is still to come and what would help",
            ),
            K::NeedlessSponsors { portfolio, track } => note(
                format!("portfolio \"{portfolio}\", {track}: sponsors_only is set, but no visa is needed"),
                "nothing is left out: all programs count as open",
                "take sponsors_only out, or state the visa",
            ),
            K::FeesOfAnotherSeason { season, used } => {
                let used: Vec<String> = used.iter().map(|(fee, of)| format!("{fee} of {of}")).collect();
                note(
                    format!("the tables lack fees of season {season}; used instead: {}", used.join(", ")),
                    "the cost may be off by the change of prices",
                    "check the fees of the season when they are published",
                )
            }
            K::SignalsOfAnotherSeason { season, used, tracks } => note(
                format!(
                    "the tables have no signals for season {season}; those of {used} are used for {}",
                    tracks.join(", ")
                ),
                "the number of signals may differ in the season itself",
                "check the allotment of the season when it is published",
            ),
            K::ShiftedParameters { kind } => warning(
                format!(
                    "the applicant is a {}; the parameters of this type are solved from published match \
                     rates, not fitted",
                    kind.label()
                ),
                if *kind == ApplicantType::UsImg {
                    "how strength is spread and what it is worth are taken from non-US IMGs, and the \
                     intervals are wider"
                } else {
                    "how strength is spread and what it is worth are taken from US MD seniors, and the \
                     intervals are wider"
                },
                "compare portfolios, and trust single chances less; `matchfolio check --details` shows what \
                 each track rests on",
            ),
            K::ChangedSinceFit { tables } => warning(
                format!("tables have changed since the parameters were fitted: {}", tables.join(", ")),
                "the chances are those of the tables as they were",
                "run `matchfolio calibrate --data DIR --out NEW`, and copy NEW/parameters into DIR",
            ),
            K::AssumedParameters { tracks } => note(
                format!("the parameters of {} rest on assumptions, not on a fit", tracks.join(", ")),
                "no open table says how applicants of this type fare there",
                "look at how wide the intervals of outcomes with these tracks are; `matchfolio check --details` \
                 shows what they rest on",
            ),
            K::FarFromPool { what, value, sds, track } => warning(
                format!("{what} = {value} is {sds:.0} standard deviations from the mean applicant in {track}"),
                "nobody like this is in the tables: the model extends a straight line, and its intervals \
                 do not show how far off that may be",
                "check the number; if it is right, ask somebody who knows such cases",
            ),
            K::ScoreOfComlex { low, high } => note(
                format!("COMLEX without USMLE: Step 2 CK is taken to be between {low} and {high}"),
                "the range is what such a COMLEX score corresponds to, and many programs invite hardly anybody \
                 without a USMLE score (an assumption of the model): the intervals hold both",
                "ask the programs that you want most whether they take COMLEX; with a Step 2 CK score, state \
                 step2_ck in place of comlex_level_2",
            ),
            K::ScorePending { track, low, high } => note(
                format!(
                    "Step 2 CK is not known: between {low} and {high} is taken, as those who apply to {track} have"
                ),
                "the chances are those with a score by the time programs look; many invite nobody without one, \
                 and the model does not take that off",
                "have the score back before applications go out in September, and state step2_ck, or a range from \
                 practice tests",
            ),
            K::H1bWithoutStep3 { is_only_visa, is_stated } => {
                let said =
                    if *is_stated { "Step 3 is not passed" } else { "the file does not say that Step 3 is passed" };
                let seen = format!("the visa may be an H-1B, and {said}");
                let action = "write step3_passed = true in [applicant] if it is passed; otherwise take it early, or \
                              compare with visa = \"j1\"";
                if *is_only_visa {
                    let meaning = "an H-1B cannot be petitioned for without Step 3: every chance here holds only if \
                                   you pass it in time, before the rank order lists are due for most programs";
                    warning(seen, meaning, action)
                } else {
                    let meaning = "an H-1B cannot be petitioned for without Step 3: until you pass it, programs can \
                                   sponsor you for a J-1 alone";
                    note(seen, meaning, action)
                }
            }
            K::SeniorWhoGraduated { kind } => warning(
                format!(
                    "type = \"{}\" is a {}, but the file states years since graduation or an earlier Match",
                    kind.key(),
                    kind.label()
                ),
                "the numbers are those of seniors, who match about twice as often as graduates of earlier \
                 years",
                if *kind == ApplicantType::UsDo {
                    "write type = \"us_do_graduate\""
                } else {
                    "write type = \"us_md_graduate\""
                },
            ),
            K::NotStated { unstated } => note(
                format!("not stated: {}", unstated.join(", ")),
                "in these you are taken to be typical of those who apply to each specialty",
                "state letters = { track = number }, us_clinical_months and publications in [applicant], \
                 also where they are 0",
            ),
            K::UnusedTrack { place, track } => note(
                format!("{place} names {track}, which no portfolio applies to"),
                "it changes nothing",
                "take it out, or check the name of the track",
            ),
            K::PreliminaryWithoutValue => note(
                "[values] does not say what a preliminary year alone is worth; 0 is taken",
                "a preliminary year counts like going unmatched in the value",
                "state preliminary_only in [values]",
            ),
            K::SoapWithoutValue { taken } => note(
                format!(
                    "[values] does not say what a categorical place found in SOAP is worth; {taken} is taken, \
                     as the least valued track"
                ),
                "the value of plans depends on it, most where SOAP is likely",
                "state soap_categorical in [values]",
            ),
            K::VisaEndsFirst { plan, years, limit } => warning(
                format!(
                    "plan \"{plan}\" can take {years} years of training, your {} allows {limit}",
                    if *limit == YEARS_OF_J1 { "J-1" } else { "H-1B" }
                ),
                "it is simulated anyway, as if the visa lasted",
                "ask about extensions and other visas before a preliminary year is taken, or set \
                 max_preliminary_years = 0",
            ),
            K::IdleRoute { route, from } if from.is_empty() => warning(
                format!("after_residency names {} twice", quoted(route)),
                "once is enough: the second changes nothing",
                "take one of them out",
            ),
            K::IdleRoute { route, from } => warning(
                format!(
                    "after_residency names {}, which no specialty of the portfolios leads to; it is taken after {}",
                    quoted(route),
                    from.join(", ")
                ),
                "it changes nothing: no career of this plan takes it",
                "take it out, or add a line of such a specialty to the portfolios of the plan",
            ),
            K::PreliminaryIsNoBackup { plan } => warning(
                format!("plan \"{plan}\" ranks preliminary programs on the primary list"),
                "such a place ends after a year and promises nothing; the search goes on from it",
                "look at the chance of a residency, not of a place; put a categorical specialty beside it",
            ),
            K::PlansLeanOnAssumptions => note(
                "what comes after Match Day rests on few published figures",
                "SOAP by type, years between and ways to a subspecialty are assumptions with wide priors; \
                 intervals hold them",
                "compare plans rather than trust single chances; `matchfolio data --assumptions` lists \
                 what is assumed",
            ),
            K::MissingPgy1WithoutValue => note(
                "[values] does not say what an advanced match without a PGY-1 is worth; half of the \
                 track's value is taken",
                "the value of portfolios with advanced positions depends on it",
                "state matched_without_pgy1 in [values]",
            ),
        }
    }
}
