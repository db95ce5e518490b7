//! What an applicant can change: the record, and the way of applying.

use crate::decide::answers::sensitivity::{ChangeKind, NoGain};
use crate::decide::edits;
use crate::decide::optimize::Allotment;
use crate::decide::study::Candidate;
use crate::model::strength::CLINICAL_MONTHS_COUNTED;
use crate::model::{Applicant, ParameterPrior, Portfolio, Screening, TrackKind, Uncertain, Visa};
use crate::scenario::Pricing;
use crate::scenario::numbers::counted;

/// Highest Step 2 CK score that a scenario takes.
const HIGHEST_SCORE: f64 = 300.0;

/// Lowest Step 2 CK score that a scenario takes.
const LOWEST_SCORE: f64 = 100.0;

/// Letters in a specialty beyond which more count for nothing.
const LETTERS_COUNTED: u32 = 2;

/// Applications added to a track.
const MORE_APPLICATIONS: u32 = 10;

/// Interviews added to the limit.
const MORE_INTERVIEWS: u32 = 5;

/// Dollars added to what is spent on applications.
const MORE_DOLLARS: f64 = 500.0;

/// Step of the common factor by which lines grow for [`MORE_DOLLARS`].
const GROWTH_STEP: f64 = 0.01;

/// Factor beyond which no more growth is tried: every pool is exhausted long before.
const LARGEST_GROWTH: f64 = 100.0;

/// Programs of a specialty added as a backup: the most of these that the budget allows.
const BACKUP_PROGRAMS: [u32; 3] = [40, 20, 10];

/// Months that a letter takes, an assumption: an elective of four weeks whose attending writes one.
const MONTHS_OF_A_LETTER: f64 = 1.0;

/// Months that a publication takes, an assumption: from a case report begun to its acceptance.
const MONTHS_OF_A_PUBLICATION: f64 = 6.0;

/// A change that can be tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Key, for example `step2_ck+5`.
    pub key: String,
    /// In words.
    pub words: String,
    /// What it is about.
    pub kind: ChangeKind,
    /// How many units it is.
    pub amount: f64,
    /// The unit.
    pub unit: &'static str,
    /// Months that it takes; none where it takes an evening.
    pub months: Option<f64>,
    /// What to write in the scenario file; empty where it is nothing that a person decides.
    pub edits: Vec<String>,
    /// Person and way of applying after the change.
    pub candidate: Candidate,
}

/// What may be changed around one candidate.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Person and way of applying as they are.
    pub now: &'a Candidate,
    /// Tracks.
    pub prior: &'a ParameterPrior,
    /// Fees.
    pub pricing: &'a Pricing,
    /// Signals of the season.
    pub allotments: &'a [Allotment],
    /// Dollars that may be spent on fees; none is no limit.
    pub budget_usd: Option<f64>,
}

/// Every change that can be tried, and those that can give nothing.
#[must_use]
pub fn changes(around: Surroundings<'_>) -> (Vec<Proposal>, Vec<NoGain>) {
    let mut list = List { around, proposals: Vec::new(), no_gain: Vec::new() };
    list.step2_ck();
    list.clinical_months();
    list.publication();
    list.waiting();
    list.visa();
    for (track, last) in edits::tracks(&around.now.portfolio) {
        list.letter(track);
        list.screening(track);
        list.signals(track);
        list.applications(track, last);
    }
    list.backups();
    list.interviews();
    list.budget();
    (list.proposals, list.no_gain)
}

/// The residency of this track as a backup below the portfolio; none if it is no residency, applied to already, or
/// without a program to apply to. Where no letters from it are stated, the typical ones take their months.
#[must_use]
pub fn backup(around: Surroundings<'_>, track: usize) -> Option<Proposal> {
    let mut list = List { around, proposals: Vec::new(), no_gain: Vec::new() };
    list.backup(track);
    let applicant = &around.now.applicant;
    let letters = if applicant.unstated_letters.contains(&track) { applicant.letters[track] } else { 0 };
    let months = (letters > 0).then(|| f64::from(letters) * MONTHS_OF_A_LETTER);
    list.proposals.pop().map(|proposal| Proposal { months, ..proposal })
}

struct List<'a> {
    around: Surroundings<'a>,
    proposals: Vec<Proposal>,
    no_gain: Vec<NoGain>,
}

impl List<'_> {
    fn step2_ck(&mut self) {
        for points in [5.0, -5.0_f64] {
            let shifted = shifted(self.around.now.applicant.step2_ck, points);
            let side = if points > 0.0 { "higher" } else { "lower" };
            let key = format!("step2_ck{points:+.0}");
            let words = format!("Step 2 CK {:.0} points {side}", points.abs());
            if shifted.low < LOWEST_SCORE || shifted.high > HIGHEST_SCORE {
                self.nothing(key, words, "the score is already at the end of the scale".to_owned());
            } else {
                self.person(key, words, (points.abs(), "point"), |person| {
                    *person = person.clone().with_step2_ck(shifted);
                });
            }
        }
    }

    fn clinical_months(&mut self) {
        let months = self.around.now.applicant.us_clinical_months;
        for more in [1.0, 3.0] {
            let key = format!("us_clinical_months+{more:.0}");
            let plural = if more > 1.0 { "s" } else { "" };
            let words = format!("{more:.0} more month{plural} of US experience");
            if months.low >= CLINICAL_MONTHS_COUNTED {
                let reason = format!("at most {CLINICAL_MONTHS_COUNTED:.0} months count, and you have them");
                self.nothing(key, words, reason);
            } else {
                self.person(key, words, (more, "month"), |person| person.us_clinical_months = shifted(months, more));
            }
        }
    }

    fn publication(&mut self) {
        let publications = shifted(self.around.now.applicant.publications, 1.0);
        self.person("publications+1".to_owned(), "One more publication".to_owned(), (1.0, "publication"), |person| {
            person.publications = publications;
        });
    }

    fn waiting(&mut self) {
        let years = shifted(self.around.now.applicant.years_since_graduation, 1.0);
        let words = "Applying one year later".to_owned();
        self.person("years_since_graduation+1".to_owned(), words, (1.0, "year"), |person| {
            person.years_since_graduation = years;
        });
    }

    /// Programs that sponsor an H-1B are counted among those that sponsor a J-1.
    fn visa(&mut self) {
        let key = || "visa=j1_or_h1b".to_owned();
        match self.around.now.applicant.visa {
            Visa::None | Visa::J1OrH1b => {}
            Visa::H1bOnly => self.person(key(), "Accept a J-1 too".to_owned(), (1.0, "step"), |person| {
                person.visa = Visa::J1OrH1b;
            }),
            Visa::J1 => {
                let reason = "the tables count programs that sponsor an H-1B among those that sponsor a J-1";
                self.nothing(key(), "Accept an H-1B too".to_owned(), reason.to_owned());
            }
        }
    }

    fn letter(&mut self, track: usize) {
        let of = &self.around.prior.tracks[track];
        if of.kind == TrackKind::Preliminary {
            return;
        }
        let key = format!("letters.{}+1", of.id);
        let words = format!("One more letter in {}", of.short_name);
        let letters = self.around.now.applicant.letters.get(track).copied().unwrap_or(0);
        if letters >= LETTERS_COUNTED {
            self.nothing(key, words, format!("at most {LETTERS_COUNTED} letters count, and you have them"));
        } else {
            let pair = self.around.prior.radiology_pair;
            let other = pair.and_then(|(one, other)| match track {
                _ if track == one => Some(other),
                _ => (track == other).then_some(one),
            });
            self.person(key, words, (1.0, "letter"), |person| *person = person.clone().with_letter(track, other));
        }
    }

    fn screening(&mut self, track: usize) {
        let of = &self.around.prior.tracks[track];
        let key = format!("screening.{}=researched", of.id);
        let words = format!("Look up {} programs before applying", of.short_name);
        let can_improve = |screening: Screening| matches!(screening, Screening::None | Screening::Typical);
        let mut changed = self.around.now.portfolio.clone();
        let lines = changed.lines.iter_mut().filter(|line| line.track == track && can_improve(line.screening));
        let improved = lines.map(|line| line.screening = Screening::Researched).count();
        if improved == 0 {
            self.nothing(key, words, "its programs are already looked up, or you stated a number".to_owned());
        } else {
            self.plan(key, words, (1.0, "step"), changed);
        }
    }

    /// All signals that are left go to the first programs of the track's first line with room.
    fn signals(&mut self, track: usize) {
        let of = &self.around.prior.tracks[track];
        let Some(allotment) = self.around.allotments.iter().find(|one| one.tracks.contains(&track)) else { return };
        let now = &self.around.now.portfolio;
        let used = |count: fn(&crate::model::Line) -> u32| -> u32 {
            now.lines.iter().filter(|line| allotment.tracks.contains(&line.track)).map(count).sum()
        };
        let left = [
            allotment.gold.saturating_sub(used(|line| line.gold_signals)),
            allotment.silver.saturating_sub(used(|line| line.silver_signals)),
            allotment.signals.saturating_sub(used(|line| line.signals)),
        ];
        let key = format!("signals.{}", of.id);
        let Some(changed) = with_signals(now, track, left).filter(|_| left.iter().sum::<u32>() > 0) else {
            let reason = if left == [0; 3] {
                "all signals of the season are used"
            } else {
                "each of its programs already has one"
            };
            return self.nothing(key, format!("More signals in {}", of.short_name), reason.to_owned());
        };
        let given = f64::from(signals(&changed) - signals(now));
        let plural = if given > 1.0 { "s" } else { "" };
        let words = format!("Use {given:.0} more signal{plural} in {}", of.short_name);
        self.plan(key, words, (given, "signal"), changed);
    }

    fn applications(&mut self, track: usize, last: usize) {
        let of = &self.around.prior.tracks[track];
        let now = self.around.now;
        let more = edits::room(&now.portfolio, last, self.around.prior, now.applicant.visa).min(MORE_APPLICATIONS);
        let key = format!("programs.{}+{}", of.id, more.max(1));
        if more == 0 {
            let reason = "the portfolio has every program that it can reach".to_owned();
            return self.nothing(key, format!("More applications to {}", of.short_name), reason);
        }
        let plural = if more > 1 { "s" } else { "" };
        let words = format!("{more} more application{plural} to {}", of.short_name);
        let changed = edits::with_more_programs(&now.portfolio, last, more);
        self.plan(key, words, (f64::from(more), "application"), changed);
    }

    /// The residencies that the scenario names and this portfolio does not apply to.
    fn backups(&mut self) {
        for track in 0..self.around.prior.tracks.len() {
            self.backup(track);
        }
    }

    /// The residency of this track below the portfolio, with as many programs as the budget allows.
    fn backup(&mut self, track: usize) {
        let (now, prior) = (self.around.now, self.around.prior);
        let of = &prior.tracks[track];
        let is_used = now.portfolio.lines.iter().any(|line| line.track == track);
        if is_used || of.kind == TrackKind::Preliminary {
            return;
        }
        let visa = now.applicant.visa;
        let most = BACKUP_PROGRAMS[0].min(edits::pool(prior, track, visa, visa.is_needed()));
        if most == 0 {
            return;
        }
        let with = |programs: u32| edits::with_backup(&now.portfolio, track, programs, prior, visa);
        let spent = |programs: u32| self.around.pricing.cost(&with(programs)).total();
        let is_paid = |programs: &u32| self.around.budget_usd.is_none_or(|budget| spent(*programs) <= budget);
        let programs = BACKUP_PROGRAMS.map(|programs| programs.min(most)).into_iter().find(is_paid).unwrap_or(most);
        let words = format!("Add {} of {} as a backup", counted(programs.into(), "program"), of.name);
        self.plan(format!("backup.{}+{programs}", of.id), words, (f64::from(programs), "application"), with(programs));
    }

    fn interviews(&mut self) {
        let now = &self.around.now.portfolio;
        let Some(limit) = now.max_interviews else { return };
        let key = format!("max_interviews+{MORE_INTERVIEWS}");
        let words = format!("{MORE_INTERVIEWS} more residency interviews than {limit}");
        let primary = now.lines.iter().filter(|line| line.role.is_on_primary_list());
        if limit >= primary.map(|line| line.programs).sum() {
            return self.nothing(key, words, "the limit already exceeds the number of applications".to_owned());
        }
        let changed = Portfolio { max_interviews: Some(limit + MORE_INTERVIEWS), ..now.clone() };
        self.plan(key, words, (f64::from(MORE_INTERVIEWS), "interview"), changed);
    }

    /// Every line grows by a common factor, as far as programs and money go.
    fn budget(&mut self) {
        let now = self.around.now;
        let spent = |portfolio: &Portfolio| self.around.pricing.cost(portfolio).total();
        let most = spent(&now.portfolio) + MORE_DOLLARS;
        let mut grown = now.portfolio.clone();
        let mut factor = 1.0 + GROWTH_STEP;
        while factor < LARGEST_GROWTH {
            let next = self.grown(factor);
            if spent(&next) > most {
                break;
            }
            grown = next;
            factor += GROWTH_STEP;
        }
        let key = format!("budget_usd+{MORE_DOLLARS:.0}");
        let words = format!("${MORE_DOLLARS:.0} more, spread over all lines");
        let dollars = spent(&grown) - spent(&now.portfolio);
        if grown.applications() == now.portfolio.applications() {
            self.nothing(key, words, "it does not cover another application".to_owned());
        } else {
            self.plan(key, words, (dollars / 100.0, "100 dollars"), grown);
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of programs")]
    fn grown(&self, factor: f64) -> Portfolio {
        let now = self.around.now;
        let mut grown = now.portfolio.clone();
        for place in 0..grown.lines.len() {
            let programs = now.portfolio.lines[place].programs;
            let more = (f64::from(programs) * factor).round() as u32 - programs;
            let room = edits::room(&grown, place, self.around.prior, now.applicant.visa);
            grown = edits::with_more_programs(&grown, place, more.min(room));
        }
        grown
    }

    fn person(&mut self, key: String, words: String, amount: (f64, &'static str), change: impl FnOnce(&mut Applicant)) {
        let mut candidate = self.around.now.clone();
        change(&mut candidate.applicant);
        let (amount, unit) = amount;
        let months = match unit {
            "month" => Some(amount),
            "letter" => Some(MONTHS_OF_A_LETTER),
            "publication" => Some(MONTHS_OF_A_PUBLICATION),
            _ => None,
        };
        // Years go by and scores are given: nobody writes them into a plan.
        let edits = if matches!(unit, "point" | "year") { Vec::new() } else { self.edits(&candidate) };
        self.proposals.push(Proposal { key, words, kind: ChangeKind::Person, amount, unit, months, edits, candidate });
    }

    fn plan(&mut self, key: String, words: String, (amount, unit): (f64, &'static str), portfolio: Portfolio) {
        let candidate = Candidate { applicant: self.around.now.applicant.clone(), portfolio };
        // How many interviews can be attended is what the person said of the calendar.
        let edits = if unit == "interview" { Vec::new() } else { self.edits(&candidate) };
        let kind = ChangeKind::Plan;
        self.proposals.push(Proposal { key, words, kind, amount, unit, months: None, edits, candidate });
    }

    fn edits(&self, candidate: &Candidate) -> Vec<String> {
        edits::written(self.around.now, candidate, self.around.prior)
    }

    fn nothing(&mut self, key: String, words: String, reason: String) {
        self.no_gain.push(NoGain { key, words, reason });
    }
}

/// The range moved as a whole.
fn shifted(range: Uncertain, by: f64) -> Uncertain {
    Uncertain { low: range.low + by, high: range.high + by }
}

fn signals(portfolio: &Portfolio) -> u32 {
    portfolio.lines.iter().map(|line| line.gold_signals + line.silver_signals + line.signals).sum()
}

/// The portfolio with as many of the signals left as the lines of `track` have room for; none if there is no room.
fn with_signals(portfolio: &Portfolio, track: usize, left: [u32; 3]) -> Option<Portfolio> {
    let [mut gold, mut silver, mut single] = left;
    let mut changed = portfolio.clone();
    for line in changed.lines.iter_mut().filter(|line| line.track == track) {
        let mut room = line.programs.saturating_sub(line.gold_signals + line.silver_signals + line.signals);
        for (left, of) in [
            (&mut gold, &mut line.gold_signals),
            (&mut silver, &mut line.silver_signals),
            (&mut single, &mut line.signals),
        ] {
            let given = room.min(*left);
            *of += given;
            *left -= given;
            room -= given;
        }
    }
    (changed != *portfolio).then_some(changed)
}
