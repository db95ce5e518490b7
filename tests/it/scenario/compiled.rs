//! What a right scenario compiles to: defaults, indices, pools, signals and fees.

use matchfolio::model::{ApplicantType, Home, Role, Screening, Uncertain, Visa};
use matchfolio::scenario::{Diagnostics, Loaded, compile_text};

use super::tables::TABLES;

/// A non-US IMG with these lines in one portfolio.
pub fn with_lines(lines: &str) -> String {
    format!(
        "season = 2026\n[applicant]\ntype = \"non_us_img\"\nstep2_ck = 240\nyears_since_graduation = 2\n\
         us_clinical_months = 3\nvisa = \"j1\"\nletters = {{ internal_medicine = 2 }}\n\
         [[portfolio]]\nname = \"A\"\n{lines}"
    )
}

/// One line of a track.
pub fn line(track: &str, programs: u32, more: &str) -> String {
    format!("[[portfolio.line]]\ntrack = \"{track}\"\nprograms = {programs}\n{more}\n")
}

pub fn compile(text: &str) -> Result<Loaded, Diagnostics> {
    compile_text("a.toml", text, &TABLES)
}

pub fn compiled(text: &str) -> Loaded {
    compile(text).unwrap_or_else(|problems| panic!("{text}\n{problems}"))
}

fn messages(text: &str) -> Vec<String> {
    let problems = compile(text).expect_err(text);
    problems.problems().iter().map(|problem| problem.message.clone()).collect()
}

#[test]
fn what_is_left_out_gets_the_default_of_the_format() {
    let scenario = compiled(&with_lines(&line("internal_medicine", 80, ""))).scenario;
    assert_eq!(scenario.title, "a");
    assert_eq!((scenario.values, scenario.budget_usd), (None, None));
    let applicant = &scenario.applicant;
    assert_eq!((applicant.exam_failures, applicant.failed.is_none()), (0, true));
    assert_eq!(applicant.publications, Uncertain::certain(0.0));
    let portfolio = &scenario.portfolios[0].portfolio;
    assert_eq!(portfolio.max_interviews, None);
    let line = &portfolio.lines[0];
    assert_eq!((line.screening, line.role, line.preference), (Screening::Typical, Role::Primary, 1));
    assert!(!line.sponsors_only);
    assert_eq!((line.keep, line.interview_priority, portfolio.pgy1_interviews), (None, None, None));
}

#[test]
fn whoever_limits_residency_interviews_attends_five_for_the_pgy1_beside_them_unless_they_say_otherwise() {
    let of = |limits: &str| {
        let lines = line("diagnostic_radiology", 20, "keep = 4\ninterview_priority = 2");
        let text = with_lines(&lines).replace("[[portfolio]]", &format!("[limits]\n{limits}\n[[portfolio]]"));
        compiled(&text).scenario.portfolios[0].portfolio.clone()
    };
    let (usual, stated) = (of("max_interviews = 15"), of("max_interviews = 15\npgy1_interviews = 8"));
    assert_eq!((usual.max_interviews, usual.pgy1_interviews), (Some(15), Some(5)));
    assert_eq!((stated.max_interviews, stated.pgy1_interviews), (Some(15), Some(8)));
    assert_eq!((usual.lines[0].keep, usual.lines[0].interview_priority), (Some(4), Some(2)));
}

#[test]
fn seniors_of_us_schools_have_their_clinical_years_and_need_no_visa() {
    for kind in ["us_md", "us_do"] {
        let text =
            format!("season = 2026\n[applicant]\ntype = \"{kind}\"\nstep2_ck = 250\n[[portfolio]]\nname = \"A\"\n");
        let applicant = compiled(&(text + &line("internal_medicine", 20, ""))).scenario.applicant;
        assert_eq!(Some(applicant.kind), ApplicantType::from_key(kind));
        assert_eq!(applicant.us_clinical_months, Uncertain::certain(12.0));
        assert_eq!(applicant.years_since_graduation, Uncertain::certain(0.0));
        assert_eq!(applicant.visa, Visa::None);
    }
}

#[test]
fn tracks_are_indexed_in_the_order_of_first_appearance() {
    let lines = line("psychiatry", 10, "") + &line("internal_medicine", 10, "") + &line("psychiatry", 10, "");
    let scenario = compiled(&with_lines(&lines)).scenario;
    let tracks: Vec<&str> = scenario.prior.tracks.iter().map(|track| track.id.as_str()).collect();
    assert_eq!(tracks, ["psychiatry", "internal_medicine"]);
    assert_eq!((scenario.applicant.letters, scenario.applicant.unstated_letters), (vec![2, 2], vec![0]));
    let lines = &scenario.portfolios[0].portfolio.lines;
    let places: Vec<(usize, u32, u32)> =
        lines.iter().map(|line| (line.track, line.earlier_programs, line.preference)).collect();
    assert_eq!(places, [(0, 0, 1), (1, 0, 2), (0, 10, 3)]);
}

#[test]
fn preliminary_tracks_ask_for_no_letters_of_their_own() {
    let lines = line("internal_medicine", 10, "") + &line("transitional_year", 10, "");
    assert_eq!(compiled(&with_lines(&lines)).scenario.applicant.letters, [2, 2]);
}

#[test]
fn all_programs_of_the_country_can_be_applied_to_and_not_one_more() {
    let pool = TABLES.track("psychiatry").unwrap().programs;
    compiled(&with_lines(&line("psychiatry", pool, "")));
    assert_eq!(messages(&with_lines(&line("psychiatry", pool + 1, ""))).len(), 1);
    let halves = line("psychiatry", pool - 5, "") + &line("psychiatry", 6, "");
    assert_eq!(messages(&with_lines(&halves)).len(), 1);
}

#[test]
fn sponsoring_programs_limit_only_the_lines_that_ask_for_them() {
    let scenario = compiled(&with_lines(&line("psychiatry", 10, "sponsors_only = true"))).scenario;
    let track = &scenario.prior.tracks[0];
    let sponsoring = (f64::from(track.pool_programs) * track.sponsor_share_j1).floor();
    assert!(sponsoring > 10.0 && sponsoring < f64::from(track.pool_programs));
    let count: u32 = sponsoring.to_string().parse().unwrap();
    compiled(&with_lines(&line("psychiatry", count, "sponsors_only = true")));
    compiled(&with_lines(&line("psychiatry", count + 1, "")));
    assert_eq!(messages(&with_lines(&line("psychiatry", count + 1, "sponsors_only = true"))).len(), 1);
    let no_visa = with_lines(&line("psychiatry", count + 1, "sponsors_only = true")).replace("\"j1\"", "\"none\"");
    compiled(&no_visa);
}

#[test]
fn the_whole_allotment_can_be_used_and_not_one_signal_more() {
    let radiology = |ir, dr| {
        line("interventional_radiology_integrated", 20, &format!("gold_signals = {ir}"))
            + &line("diagnostic_radiology", 20, &format!("gold_signals = {dr}"))
    };
    compiled(&with_lines(&radiology(2, 4)));
    assert_eq!(messages(&with_lines(&radiology(3, 4))).len(), 1);
}

#[test]
fn each_portfolio_has_the_whole_allotment() {
    let one = line("diagnostic_radiology", 20, "gold_signals = 6\nsilver_signals = 6");
    compiled(&with_lines(&(one.clone() + "[[portfolio]]\nname = \"B\"\n" + &one)));
}

#[test]
fn a_tier_that_a_specialty_has_given_up_is_refused_from_then_on() {
    let text = with_lines(&line("internal_medicine", 20, "signals = 7"));
    compiled(&text.replace("2026", "2024"));
    assert_eq!(messages(&text), ["Internal Medicine has no `signals`"]);
}

#[test]
fn the_worked_example_of_the_publisher_is_charged_to_the_dollar() {
    let lines = line("internal_medicine", 43, "") + &line("diagnostic_radiology", 7, "");
    let cost = compiled(&with_lines(&lines)).scenario.portfolios[0].cost;
    assert_eq!(cost.applications, 797.0, "printed for season 2026");
    assert_eq!(cost.total(), cost.applications + cost.registration + cost.transcripts);
}

#[test]
fn preliminary_programs_count_in_the_tiers_of_their_specialty() {
    let apart = line("internal_medicine", 20, "") + &line("internal_medicine_preliminary", 20, "");
    let together = line("internal_medicine", 40, "");
    let fee = |lines: &str| compiled(&with_lines(lines)).scenario.portfolios[0].cost.applications;
    assert_eq!(fee(&apart), fee(&together));
    assert!(fee(&(line("internal_medicine", 20, "") + &line("psychiatry", 20, ""))) < fee(&together));
}

#[test]
fn only_us_do_seniors_pay_for_a_second_transcript() {
    let transcripts = |kind: &str| {
        let text = with_lines(&line("internal_medicine", 20, "")).replace("non_us_img", kind);
        compiled(&text.replace("\"j1\"", "\"none\"")).scenario.portfolios[0].cost.transcripts
    };
    let usmle = TABLES.fee_schedule(2026).unwrap().usmle_transcript();
    assert_eq!(transcripts("us_md"), usmle);
    assert_eq!(transcripts("non_us_img"), usmle);
    assert_eq!(transcripts("us_do"), usmle + TABLES.fee_schedule(2026).unwrap().comlex_transcript());
}

#[test]
fn an_advanced_match_without_a_pgy1_is_worth_half_unless_stated() {
    let values = "[values]\ndiagnostic_radiology = 0.8\ninternal_medicine = 0.6\npreliminary_only = 0.2\n";
    let lines =
        line("diagnostic_radiology", 20, "") + &line("internal_medicine", 20, "") + &line("transitional_year", 5, "");
    let text = with_lines(&lines).replace("[[portfolio]]", &format!("{values}[[portfolio]]"));
    let found = compiled(&text).scenario.values.unwrap();
    assert_eq!(found.matched, [0.8, 0.6, 0.2]);
    assert_eq!(found.matched_without_pgy1[..2], [0.4, 0.3]);
    let stated = text.replace("preliminary_only", "matched_without_pgy1 = 0.1\npreliminary_only");
    assert_eq!(compiled(&stated).scenario.values.unwrap().matched_without_pgy1, [0.1, 0.1, 0.1]);
}

#[test]
fn line_endings_and_a_byte_order_mark_do_not_matter() {
    let text = with_lines(&line("internal_medicine", 20, ""));
    let unix = compiled(&text).scenario;
    let dos = compiled(&text.replace('\n', "\r\n")).scenario;
    let marked = compiled(&format!("\u{feff}{text}")).scenario;
    assert_eq!(unix.portfolios, dos.portfolios);
    assert_eq!(unix.portfolios, marked.portfolios);
    assert_ne!(unix.sha256, dos.sha256, "the fingerprint is that of the bytes");
    assert_eq!(unix.sha256.len(), 64);
}

#[test]
fn a_track_without_parameters_is_reported_once_where_it_stands_first() {
    let mut tables = TABLES.clone();
    tables.parameters.retain(|row| row.track != "psychiatry");
    let lines = line("psychiatry", 20, "") + &line("psychiatry", 20, "") + &line("internal_medicine", 20, "");
    let problems = compile_text("a.toml", &with_lines(&lines), &tables).unwrap_err();
    let messages: Vec<&str> = problems.problems().iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["the tables have no parameters of Psychiatry for a non-US IMG"]);
}

#[test]
fn a_line_without_programs_is_checked_and_then_as_if_it_were_not_there() {
    let (some, none) = (line("family_medicine", 30, ""), line("internal_medicine", 0, ""));
    let portfolio = |lines: &str| compiled(&with_lines(lines)).scenario.portfolios[0].clone();
    let (with, without) = (portfolio(&(some.clone() + &none)), portfolio(&some));
    assert_eq!(with.portfolio, without.portfolio);
    assert_eq!(with.cost, without.cost);
    let wrong = with_lines(&(some + &line("internal_medicine", 0, "rotations = 1")));
    assert!(matchfolio::scenario::compile_text("a.toml", &wrong, &super::tables::TABLES).is_err());
}

/// Which programs a line reaches, which fit is known and who gets the usual signals follows from preferences.
#[test]
fn lines_written_in_another_order_are_the_same_lines() {
    let of = |states: &str, more: &str| line("internal_medicine", 20, &format!("states = [\"{states}\"]\n{more}"));
    for signals in ["", "gold_signals = 3\nsilver_signals = 12"] {
        let (ny, nj) = (of("NY", &format!("preference = 1\n{signals}")), of("NJ", "preference = 2"));
        let whole = line("internal_medicine", 30, "preference = 2");
        let alike = |more: &str| line("internal_medicine", 20, &format!("preference = 1\n{more}"));
        let plain = alike("");
        let others = [
            "screening = \"researched\"",
            "rotations = 5",
            "geographic_ties = 20",
            "keep = 1",
            "interview_priority = 2",
        ]
        .map(alike);
        let pairs = others.iter().map(|other| [other, &plain]);
        for lines in [[&ny, &nj], [&ny, &whole]].into_iter().chain(pairs) {
            let compiled = |lines: [&String; 2]| {
                compiled(&with_lines(&lines.map(String::as_str).concat())).scenario.portfolios[0]
                    .portfolio
                    .lines
                    .clone()
            };
            let mut swapped = compiled([lines[1], lines[0]]);
            swapped.reverse();
            assert_eq!(compiled(lines), swapped);
        }
    }
}

/// Programs are counted against those that there are in the order in which they are turned to.
#[test]
fn no_line_reaches_past_its_pool_in_whatever_order_lines_are_written() {
    let sponsoring = line("interventional_radiology_integrated", 60, "sponsors_only = true\npreference = 2");
    let any = line("interventional_radiology_integrated", 10, "preference = 1");
    for lines in [[&sponsoring, &any], [&any, &sponsoring]] {
        let text = with_lines(&lines.map(String::as_str).concat());
        let problem = messages(&text);
        assert!(problem.len() == 1 && problem[0].contains("after 10 in lines that come first"), "{problem:?}");
    }
}

#[test]
fn a_region_is_its_states_however_they_are_written() {
    let of = |states: &str, programs: u32, preference: u32| {
        line("internal_medicine", programs, &format!("states = {states}\npreference = {preference}"))
    };
    let lines = |second: &str| {
        let text = with_lines(&(of("[\"NY\"]", 20, 1) + &of(second, 20, 2)));
        compiled(&text).scenario.portfolios[0].portfolio.lines.clone()
    };
    let earlier = |second: &str| lines(second)[1].region.as_ref().map(|region| region.earlier_programs);
    assert_eq!([earlier("[\"NY\"]"), earlier("[\"New York\"]"), earlier("[\"Northeast\"]")], [Some(20); 3]);
    assert_eq!(earlier("[\"NJ\"]"), Some(0));
    let many = with_lines(&(of("[\"NY\"]", 80, 1) + &of("[\"New York\"]", 80, 2)));
    assert_eq!(messages(&many).len(), 1);
}

/// What is not said of a tier is what applicants usually do, whatever is said of another.
#[test]
fn usual_signals_are_sent_of_every_tier_that_no_line_states() {
    let sent = |text: &str| {
        let lines = compiled(&with_lines(text)).scenario.portfolios[0].portfolio.lines.clone();
        lines.iter().map(|line| (line.gold_signals, line.silver_signals)).collect::<Vec<_>>()
    };
    let medicine = |more: &str| line("internal_medicine", 40, more);
    assert_eq!(sent(&medicine("")), sent(&medicine("gold_signals = 3")));
    assert_eq!(sent(&medicine("silver_signals = 0")), [(3, 0)]);
    let two = medicine("preference = 1\ngold_signals = 2") + &line("internal_medicine", 8, "preference = 2");
    assert_eq!(sent(&two), [(2, 12), (0, 0)]);
    // Interventional radiology takes no more than it has programs for.
    let radiology = |programs: u32| {
        line("diagnostic_radiology", 40, "preference = 1")
            + &line("interventional_radiology_integrated", programs, "preference = 2")
            + &line("transitional_year", 10, "role = \"pgy1\"")
    };
    assert_eq!(sent(&radiology(20))[..2], [(3, 3), (3, 3)]);
    assert_eq!(sent(&radiology(1))[..2], [(5, 6), (1, 0)]);
}

#[test]
fn the_home_specialty_is_stated_or_valued_above_all_others() {
    let lines = [line("internal_medicine", 20, ""), line("psychiatry", 20, "")].concat();
    let home = |applicant: &str, values: &str| {
        let text = with_lines(&lines).replace("visa = \"j1\"\n", &format!("visa = \"j1\"\n{applicant}\n"));
        compiled(&format!("{text}{values}")).scenario.prior.home
    };
    let values = |more: &str| format!("[values]\ninternal_medicine = 0.6\n{more}");
    assert_eq!(home("", ""), Home::Unknown);
    assert_eq!(home("", &values("psychiatry = 0.8\n")), Home::Track(1));
    assert_eq!(home("", &values("psychiatry = 0.6\n")), Home::Unknown);
    assert_eq!(home("home_specialty = \"internal_medicine\"", &values("psychiatry = 0.8\n")), Home::Track(0));
    assert_eq!(home("home_specialty = \"dermatology\"", ""), Home::Elsewhere);
    for (wrong, message) in
        [("transitional_year", "is a year and no specialty"), ("psychiatri", "unknown track"), ("3", "unknown track")]
    {
        let text = with_lines(&lines).replace("visa =", &format!("home_specialty = \"{wrong}\"\nvisa ="));
        assert!(messages(&text).iter().any(|one| one.contains(message)), "{wrong}");
    }
    let pending = with_lines(&lines).replace("step2_ck = 240", "step2_ck_pending = true");
    assert!(messages(&pending).iter().any(|one| one.contains("whose scores are typical")));
}
