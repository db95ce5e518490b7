//! Cases in the words of people who ask in public: each can be typed, and answers move the way they should.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

use matchfolio::scenario::{Loaded, Warning, WarningKind, compile_text};
use matchfolio::{
    BackupsQuestion, OptimizeQuestion, Reference, Scenario, Settings, SweepQuestion, backups, optimize, sensitivity,
    simulate, sweep,
};

static TABLES: LazyLock<Reference> = LazyLock::new(|| Reference::embedded().unwrap());

/// The same tables, row by row.
static ROWS: LazyLock<matchfolio::reference::Reference> =
    LazyLock::new(|| matchfolio::reference::Reference::embedded().unwrap());

/// A scenario of one portfolio with one line of each of these.
fn text(applicant: &str, lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("[[portfolio.line]]\n{line}\n")).collect();
    format!("season = 2027\n[applicant]\n{applicant}\n[[portfolio]]\nname = \"A\"\n{lines}")
}

fn compiled(text: &str) -> Loaded {
    compile_text("a.toml", text, &ROWS).unwrap_or_else(|problems| panic!("{problems}"))
}

fn problems(text: &str) -> String {
    compile_text("a.toml", text, &ROWS).unwrap_err().to_string()
}

fn seen(loaded: &Loaded, is_it: impl Fn(&WarningKind) -> bool) -> Vec<String> {
    loaded.warnings.iter().filter(|warning| is_it(&warning.kind)).map(Warning::seen).collect()
}

fn scenario(text: &str) -> Scenario<'static> {
    Scenario::from_text("a.toml", text, &TABLES).unwrap_or_else(|problems| panic!("{problems}"))
}

fn quick() -> Settings<'static> {
    Settings::default().draws(32)
}

/// The chance of going unmatched.
fn risk(text: &str) -> f64 {
    simulate(&scenario(text), &quick()).unwrap().portfolios[0].outcomes.unmatched.mean
}

const IMG: &str = "type = \"non_us_img\"\nstep2_ck = 240\nyears_since_graduation = 3\nus_clinical_months = 0\n\
                   publications = 1\nvisa = \"j1\"\n";
const RADIOLOGY: &str = "track = \"diagnostic_radiology\"\nprograms = 60\nsponsors_only = true";
const INTERNAL: &str = "track = \"internal_medicine\"\nprograms = 60\nsponsors_only = true";

#[test]
fn a_do_with_comlex_alone_has_a_range_of_scores_and_fares_worse_than_with_the_score_itself() {
    let line = "track = \"psychiatry\"\nprograms = 50";
    let comlex = text("type = \"us_do\"\ncomlex_level_2 = 566\nletters = { psychiatry = 2 }", &[line]);
    let loaded = compiled(&comlex);
    let score = loaded.scenario.applicant.step2_ck;
    assert!((score.middle() - 242.0).abs() < 0.5 && score.high - score.low > 40.0, "{score:?}");
    assert!(loaded.scenario.applicant.further.is_comlex_only);
    assert_eq!(seen(&loaded, |kind| matches!(kind, WarningKind::ScoreOfComlex { .. })).len(), 1);
    let usmle = text("type = \"us_do\"\nstep2_ck = 242\nletters = { psychiatry = 2 }", &[line]);
    assert!(risk(&comlex) > risk(&usmle));
    let wrong = problems(&comlex.replace("us_do", "us_md"));
    assert!(wrong.contains("COMLEX is for osteopathic schools"), "{wrong}");
    let both = problems(&comlex.replace("comlex_level_2", "step2_ck = 240\ncomlex_level_2"));
    assert!(both.contains("`comlex_level_2` does not go with `step2_ck`"), "{both}");
}

#[test]
fn whoever_has_no_score_yet_can_say_so_and_whoever_says_nothing_is_asked() {
    let line = "track = \"pediatrics\"\nprograms = 30";
    let pending = compiled(&text("type = \"us_md\"\nstep2_ck_pending = true", &[line]));
    let pool = ROWS.prior(matchfolio::model::ApplicantType::UsMd, &["pediatrics".to_owned()]).unwrap();
    let mean = pool.tracks[0].pool.step2_ck.mean;
    assert!((pending.scenario.applicant.step2_ck.middle() - mean).abs() < 1.0);
    assert_eq!(seen(&pending, |kind| matches!(kind, WarningKind::ScorePending { .. })).len(), 1);
    for silent in ["", "step2_ck_pending = false"] {
        let asked = problems(&text(&format!("type = \"us_md\"\n{silent}"), &[line]));
        for part in ["`step2_ck` is missing", "step2_ck_pending = true", "comlex_level_2"] {
            assert!(asked.contains(part), "{part}\n{asked}");
        }
    }
    // A preliminary year alone has its applicants too.
    compiled(&text("type = \"us_md\"\nstep2_ck_pending = true", &["track = \"transitional_year\"\nprograms = 10"]));
}

#[test]
fn texas_only_draws_from_the_programs_of_texas_and_is_offered_no_more_than_there_are() {
    let line = "track = \"psychiatry\"\nstates = [\"Texas\"]\nprograms = 20";
    let applicant = "type = \"us_md\"\nstep2_ck = 240\nletters = { psychiatry = 2 }";
    let there = ROWS.programs_in("psychiatry", &["TX".to_owned()]);
    assert!((20..60).contains(&there), "{there}");
    let state = text(applicant, &[line]);
    let whole = text(applicant, &["track = \"psychiatry\"\nprograms = 20"]);
    assert!(risk(&state) > risk(&whole), "a choice of one state is a smaller one");
    let beyond = problems(&state.replace("programs = 20", "programs = 80"));
    assert!(beyond.contains("are more than there are in Texas"), "{beyond}");
    let all = state.replace("programs = 20", &format!("programs = {there}"));
    let found = sensitivity(&scenario(&all), None, &quick()).unwrap();
    let more = |key: &str| key.starts_with("programs.psychiatry");
    assert!(found.changes.iter().all(|change| !more(&change.key)));
    assert!(found.no_gain.iter().any(|change| more(&change.key)), "{:?}", found.no_gain);
}

#[test]
fn regions_are_understood_by_name_and_what_is_no_place_is_answered() {
    let with = |states: &str| {
        let line = format!("track = \"family_medicine\"\nstates = {states}\nprograms = 30");
        text("type = \"us_do\"\nstep2_ck = 230\nletters = { family_medicine = 2 }", &[&line])
    };
    let programs = |states: &str| {
        let loaded = compiled(&with(states));
        loaded.scenario.portfolios[0].portfolio.lines[0].region.as_ref().unwrap().programs
    };
    let (northeast, parts) = (programs("[\"Northeast\"]"), programs("[\"New England\", \"Middle Atlantic\"]"));
    assert_eq!(northeast, parts);
    assert!(programs("[\"NY\"]") < northeast && northeast < 817);
    let wrong = problems(&with("[\"Noth East\"]"));
    assert!(wrong.contains("unknown state or region") && wrong.contains("did you mean \"Northeast\"?"), "{wrong}");
    let bare = problems(&with("\"NY\""));
    assert!(bare.contains("write [\"NY\"]"), "{bare}");
}

#[test]
fn two_regions_of_one_track_each_begin_with_their_most_open_programs() {
    let line = |states: &str| format!("track = \"psychiatry\"\nstates = [\"{states}\"]\nprograms = 10");
    let lines = [line("CA"), line("NY"), line("CA")];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let loaded = compiled(&text("type = \"us_md\"\nstep2_ck = 240\nletters = { psychiatry = 2 }", &lines));
    let lines = &loaded.scenario.portfolios[0].portfolio.lines;
    let places: Vec<(u32, u32)> = lines.iter().map(|line| (line.earlier_programs, line.place_in_pool(0))).collect();
    assert_eq!(places, [(0, 1), (10, 1), (20, 11)]);
}

#[test]
fn what_a_person_excludes_is_never_suggested_and_cannot_be_applied_to() {
    let applicant =
        format!("{IMG}letters = {{ internal_medicine = 2 }}\nexclude = [\"family_medicine\", \"pathology\"]");
    let excluding = text(&applicant, &[INTERNAL]);
    let found = backups(&scenario(&excluding), &BackupsQuestion::default(), &quick()).unwrap();
    assert!(!found.backups.is_empty());
    assert!(found.backups.iter().all(|one| !["family_medicine", "pathology"].contains(&one.track.as_str())));
    let named = BackupsQuestion { tracks: vec!["pathology".to_owned()], ..BackupsQuestion::default() };
    assert!(backups(&scenario(&excluding), &named, &quick()).unwrap_err().to_string().contains("excludes"));
    let applied = problems(&text(&applicant, &["track = \"pathology\"\nprograms = 10"]));
    assert!(applied.contains("a line applies to pathology, which `exclude` names"), "{applied}");
    let unknown = problems(&text(&applicant.replace("pathology", "patology"), &[INTERNAL]));
    assert!(unknown.contains("did you mean `pathology`?"), "{unknown}");
}

#[test]
fn a_general_letter_serves_two_specialties_and_one_from_home_a_little() {
    let with = |more: &str| {
        let letters = "letters = { internal_medicine = 0, diagnostic_radiology = 0 }";
        risk(&text(&format!("{IMG}{letters}\n{more}"), &[RADIOLOGY, INTERNAL]))
    };
    let (none, home, general) = (with(""), with("home_letters = 1"), with("general_letters = 1"));
    let two = with("general_letters = 2\nhome_letters = 4");
    assert!(two < general && general < home && home < none, "{none} {home} {general} {two}");
}

#[test]
fn a_letter_of_one_radiology_counts_partly_in_the_other_and_in_no_third_field() {
    const IR: &str = "track = \"interventional_radiology_integrated\"\nprograms = 40\nsponsors_only = true";
    let with = |line: &str, letters: &str| text(&format!("{IMG}letters = {{ {letters} }}\n"), &[line]);
    let none = risk(&with(IR, "interventional_radiology_integrated = 0"));
    let other = with(IR, "interventional_radiology_integrated = 0, diagnostic_radiology = 1");
    let own = risk(&with(IR, "interventional_radiology_integrated = 1"));
    assert!(own < risk(&other) && risk(&other) < none, "{own} {} {none}", risk(&other));
    let is_unused = |kind: &WarningKind| matches!(kind, WarningKind::UnusedTrack { .. });
    assert!(seen(&compiled(&other), is_unused).is_empty(), "it is of use, though no line applies there");
    let third = risk(&with(INTERNAL, "internal_medicine = 0"));
    let letters = with(INTERNAL, "internal_medicine = 0, diagnostic_radiology = 1");
    assert!((risk(&letters) - third).abs() < 1e-12);
    assert_eq!(seen(&compiled(&letters), is_unused).len(), 1);
}

#[test]
fn the_best_specialty_outside_the_file_is_suggested_last_with_the_line_to_add() {
    let typed = text(&format!("{IMG}letters = {{ diagnostic_radiology = 1 }}\n"), &[RADIOLOGY]);
    let found = sensitivity(&scenario(&typed), None, &quick()).unwrap();
    let [further] = &found.further_specialties[..] else { panic!("{:?}", found.further_specialties) };
    assert!(!further.is_considered && !further.are_letters_stated && further.letters == 2);
    let change = &further.change;
    assert!(change.residency.mean > 0.05 && change.months == Some(2.0) && change.cost_usd.unwrap() > 0.0, "{change:?}");
    assert_eq!(found.suggestions().last().unwrap().further, Some(further));
    let (_, keys) = change.edits.last().unwrap().split_once("[[portfolio.line]]: ").unwrap();
    let applied = risk(&format!("{typed}[[portfolio.line]]\n{}\n", keys.replace(", ", "\n")));
    let expected = found.unmatched.mean + change.unmatched.mean;
    assert!((applied - expected).abs() < 0.02, "the edit gives {applied}, the answer promised {expected}");
    let values = format!("[values]\ndiagnostic_radiology = 1.0\n{} = 0.9\nmatched_without_pgy1 = 0.4\n", "pathology");
    let valued = sensitivity(&scenario(&format!("{typed}{values}")), None, &quick()).unwrap();
    let first = &valued.further_specialties[0];
    assert!(first.is_considered && first.change.key.starts_with("backup.pathology+"), "{first:?}");
}

#[test]
fn what_is_excluded_or_cannot_be_paid_is_not_suggested_from_outside_the_file() {
    let with = |exclude: &[&str], limits: &str| {
        let applicant = format!("{IMG}letters = {{ diagnostic_radiology = 1 }}\nexclude = {exclude:?}\n{limits}");
        sensitivity(&scenario(&text(&applicant, &[RADIOLOGY])), None, &quick()).unwrap().further_specialties
    };
    let key = |specialty: &matchfolio::answers::sensitivity::FurtherSpecialty| {
        let key = specialty.change.key.trim_start_matches("backup.");
        key.split('+').next().unwrap().to_owned()
    };
    let best = key(&with(&[], "")[0]);
    assert_ne!(key(&with(&[&best], "")[0]), best);
    let others = ROWS.tracks.iter().map(|row| row.track.as_str()).filter(|track| *track != "diagnostic_radiology");
    assert_eq!(with(&others.collect::<Vec<_>>(), ""), []);
    let fees = compiled(&text(IMG, &[RADIOLOGY])).scenario.portfolios[0].cost.total();
    assert_eq!(with(&[], &format!("[limits]\nbudget_usd = {}\n", fees.ceil())), []);
    // What is left buys ten programs, not forty.
    let few = with(&[], &format!("[limits]\nbudget_usd = {}\n", fees.ceil() + 150.0));
    assert!(
        few.iter().all(|one| one.change.amount < 40.0 && one.change.is_within_budget) && !few.is_empty(),
        "{few:?}"
    );
}

#[test]
fn observerships_stand_apart_from_hands_on_months() {
    let letters = "letters = { internal_medicine = 1 }";
    let with =
        |months: &str| text(&format!("{}{letters}\n", IMG.replace("us_clinical_months = 0", months)), &[INTERNAL]);
    let none = risk(&with("us_clinical_months = 0"));
    let watched = risk(&with("us_clinical_months = 0\nobservership_months = 6"));
    let hands_on = risk(&with("us_clinical_months = 6"));
    assert!(hands_on < watched && watched < none, "{hands_on} {watched} {none}");
    let alone = problems(&with("observership_months = 6"));
    assert!(alone.contains("`observership_months` needs `us_clinical_months` beside it"), "{alone}");
}

#[test]
fn a_radiology_observership_counts_in_radiology_and_nowhere_else() {
    let letters = "letters = { internal_medicine = 1, diagnostic_radiology = 1 }";
    let results = |more: &str| {
        let text = text(&format!("{IMG}{letters}\n{more}"), &[RADIOLOGY, INTERNAL]);
        simulate(&scenario(&text), &quick()).unwrap()
    };
    let (without, with) = (results(""), results("experience = { diagnostic_radiology = 4 }"));
    let interviews = |results: &matchfolio::Results, track: &str| results.portfolios[0].interviews[track].mean.mean;
    let gain = |track: &str| interviews(&with, track) - interviews(&without, track);
    assert!(gain("diagnostic_radiology") > 0.0);
    assert!(gain("internal_medicine").abs() < 1e-9, "{}", gain("internal_medicine"));
}

#[test]
fn internal_medicine_can_be_aimed_at_cardiology_or_at_radiology_by_a_switch() {
    let plan = |aim: &str| {
        let plan = format!("[[plan]]\nname = \"P\"\n{aim}\n[[plan.season]]\nportfolio = \"A\"\n");
        text(&format!("{IMG}letters = {{ internal_medicine = 2 }}"), &[INTERNAL]) + &plan
    };
    let ends = |aim: &str| {
        let results = simulate(&scenario(&plan(aim)), &quick()).unwrap();
        serde_json::to_string(&results.plans).unwrap()
    };
    assert!(!ends("").contains("cardiology"));
    assert!(ends("after_residency = [\"cardiology\"]").contains("practicing cardiology"));
    assert!(ends("after_residency = [\"diagnostic_radiology_by_switch\"]").contains("DR after a switch"));
    let idle = |aim: &str| seen(&compiled(&plan(aim)), |kind| matches!(kind, WarningKind::IdleRoute { .. }));
    assert!(idle("after_residency = [\"cardiology\"]").is_empty());
    let twice = idle("after_residency = [\"cardiology\", \"cardiology\"]");
    assert_eq!(twice, ["after_residency names `cardiology` twice"]);
    let nowhere = idle("after_residency = [\"neurointervention\"]");
    assert!(nowhere.len() == 1 && nowhere[0].contains("which no specialty of the portfolios leads to"), "{nowhere:?}");
    let unknown = problems(&plan("after_residency = [\"cardilogy\"]"));
    assert!(unknown.contains("did you mean \"cardiology\"?"), "{unknown}");
    let required = problems(&plan("after_dr = \"cardiology\""));
    assert!(required.contains("`after_dr` is `cardiology`, which is unknown"), "{required}");
}

#[test]
fn money_and_programs_without_a_visa_are_mentioned_where_chances_are_left_unused() {
    let open = "track = \"internal_medicine\"\nprograms = 40";
    let thrifty = format!("{IMG}letters = {{ internal_medicine = 2 }}\n[limits]\nbudget_usd = 4000");
    let loaded = compiled(&text(&thrifty, &[open]));
    assert_eq!(seen(&loaded, |kind| matches!(kind, WarningKind::UnusedBudget { .. })).len(), 1);
    let closed = seen(&loaded, |kind| matches!(kind, WarningKind::SponsorsNotAskedFor { .. }));
    assert!(closed.len() == 1 && closed[0].contains("Internal Medicine 36%"), "{closed:?}");
    let tight = compiled(&text(&thrifty.replace("4000", "700"), &[INTERNAL]));
    let is_unused =
        |kind: &WarningKind| matches!(kind, WarningKind::UnusedBudget { .. } | WarningKind::SponsorsNotAskedFor { .. });
    assert!(seen(&tight, is_unused).is_empty());
}

#[test]
fn a_calendar_that_stays_empty_is_mentioned_by_run() {
    let few = |limit: u32| {
        let applicant = format!("{IMG}letters = {{ internal_medicine = 2 }}\n[limits]\nmax_interviews = {limit}");
        let results = simulate(&scenario(&text(&applicant, &[INTERNAL])), &quick()).unwrap();
        results.notices.iter().any(|notice| notice.seen.starts_with("the calendar has room"))
    };
    assert!(few(30) && !few(3));
}

#[test]
fn a_score_that_nobody_has_stated_is_not_shown_as_stated() {
    let us_do = "type = \"us_do\"\n";
    let facts = |applicant: &str| -> String {
        let results = simulate(&scenario(&text(applicant, &[INTERNAL])), &quick()).unwrap();
        let fact = results.applicant.facts.iter().find(|fact| fact.name == "Step 2 CK").unwrap();
        fact.stated.clone()
    };
    let pending = facts(&format!("{us_do}step2_ck_pending = true\n"));
    assert!(pending.starts_with("not taken yet (") && pending.contains(" assumed)"), "{pending}");
    let comlex = facts(&format!("{us_do}comlex_level_2 = 560\n"));
    assert!(comlex.contains("converted from COMLEX 2 560"), "{comlex}");
    let since = |years: u32| {
        let applicant = IMG.replace("years_since_graduation = 3", &format!("years_since_graduation = {years}"));
        let results = simulate(&scenario(&text(&applicant, &[INTERNAL])), &quick()).unwrap();
        results.applicant.facts.iter().find(|fact| fact.name == "since graduation").unwrap().stated.clone()
    };
    assert_eq!([since(1), since(2)], ["1 year", "2 years"]);
}

#[test]
fn what_an_application_shows_beside_the_usual_stands_in_the_profile() {
    let facts = |more: &str| {
        let results = simulate(&scenario(&text(&format!("{IMG}{more}"), &[RADIOLOGY, INTERNAL])), &quick()).unwrap();
        let facts = results.applicant.facts.into_iter().map(|fact| format!("{}: {}", fact.name, fact.stated));
        facts.collect::<Vec<_>>()
    };
    let plain = facts("");
    assert_eq!(plain.len(), 6, "{plain:?}");
    let more =
        "observership_months = 1\nexperience = { diagnostic_radiology = 4 }\ngeneral_letters = 1\nhome_letters = 2";
    let beside = ["observerships: 1 month", "experience in a specialty: DR 4 months"];
    let beside = [&beside[..], &["letters of no specialty: 1", "letters from home: 2"]].concat();
    assert_eq!(facts(more)[6..], beside);
}

/// Interrupts when so many steps are done.
struct Interrupting {
    at: u64,
    flag: AtomicBool,
}

impl matchfolio::Progress for Interrupting {
    fn advanced(&self, done: u64, _total: u64) {
        self.flag.fetch_or(done >= self.at, Ordering::Relaxed);
    }
}

fn watched(bar: &Interrupting) -> Settings<'_> {
    quick().progress(bar).interrupted_by(&bar.flag)
}

#[test]
fn an_interrupted_question_keeps_what_is_finished_and_says_so() {
    let scenario = scenario(&text(IMG, &[INTERNAL]));
    let at = |at| Interrupting { at, flag: AtomicBool::new(false) };
    let late = at(3);
    let found = sensitivity(&scenario, None, &watched(&late)).unwrap();
    let whole = sensitivity(&scenario, None, &quick()).unwrap();
    assert!(found.partial && !whole.partial);
    assert_eq!(found.changes, whole.changes);
    assert!(found.leanings.len() < whole.leanings.len());
    let late = at(1);
    let question = BackupsQuestion::default();
    let found = backups(&scenario, &question, &watched(&late)).unwrap();
    assert!(found.partial && found.best_mix.is_none() && found.backups.len() > 5, "{found:?}");
    // Before anything is finished there is no answer.
    let early = at(0);
    assert!(sensitivity(&scenario, None, &watched(&early)).unwrap_err().to_string().contains("nothing was written"));
    assert!(backups(&scenario, &question, &watched(&early)).is_err());
}

#[test]
fn an_interrupted_sweep_keeps_the_points_done_and_leaves_out_what_needs_the_rest() {
    let scenario = scenario(&text(IMG, &[INTERNAL]));
    let question = SweepQuestion::over("applicant.step2_ck=230..245:5");
    let whole = sweep(&scenario, &question, &quick()).unwrap();
    let stopped = Interrupting { at: 2, flag: AtomicBool::new(false) };
    let found = sweep(&scenario, &question, &watched(&stopped)).unwrap();
    assert!(found.partial && !whole.partial);
    let (all, kept) = (&whole.sweeps[0].curves[0], &found.sweeps[0].curves[0]);
    assert_eq!((all.points.len(), all.steps.len()), (4, 3));
    assert!(!kept.points.is_empty() && kept.points.len() < all.points.len(), "{}", kept.points.len());
    assert!(kept.points.iter().all(|point| all.points.contains(point)));
    assert!(all.overall.is_some() && kept.overall.is_none());
    // The two standard sweeps are the same of one kind.
    let stopped = Interrupting { at: 1, flag: AtomicBool::new(false) };
    let found = sweep(&scenario, &SweepQuestion::default(), &watched(&stopped)).unwrap();
    assert!(found.partial && found.sweeps.len() == 1);
    let early = Interrupting { at: 0, flag: AtomicBool::new(true) };
    assert!(sweep(&scenario, &question, &watched(&early)).is_err());
}

#[test]
fn an_interrupted_search_keeps_the_best_portfolio_so_far_within_the_limits() {
    let scenario = scenario(&text(IMG, &[INTERNAL]));
    let question = OptimizeQuestion { budget_usd: Some(1_500.0), ..OptimizeQuestion::default() };
    let whole = optimize(&scenario, &question, &quick()).unwrap();
    assert!(!whole.partial && whole.independence.is_some());
    // In the frontier, after the second look, and before the last: there are 22 steps.
    for at in [2, 6, 20, 22] {
        let stopped = Interrupting { at, flag: AtomicBool::new(false) };
        let found = optimize(&scenario, &question, &watched(&stopped)).unwrap();
        assert!(found.partial && found.independence.is_none() && found.path.is_empty(), "at {at}");
        assert!(found.best.applications > 0 && found.best.cost_usd <= 1_500.0 && found.best.beyond.is_empty());
        assert!(found.best.unmatched.mean >= whole.best.unmatched.mean - 2.0 * whole.best.unmatched.mc_error);
        assert_eq!(found.own.len(), 1);
    }
    // No portfolio that was met keeps a limit that none can keep.
    let hopeless = OptimizeQuestion { max_unmatched: Some(0.0), ..question };
    let stopped = Interrupting { at: 2, flag: AtomicBool::new(false) };
    let none = optimize(&scenario, &hopeless, &watched(&stopped)).unwrap_err().to_string();
    assert!(none.contains("nothing was written"), "{none}");
    let early = Interrupting { at: 0, flag: AtomicBool::new(true) };
    assert!(optimize(&scenario, &question, &watched(&early)).is_err());
}
