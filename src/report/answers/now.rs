//! What to do now, in a season in progress.

use super::Answer;
use crate::decide::answers::now::{Now, SCHEMA, TrackNow, Way, WayKind};
use crate::engine::results::{Estimate, H1B_WITHOUT_STEP3, Severity};
use crate::model::date::Date;
use crate::report::columns::{self, Column, MadeFrom, SHARE, count, estimate};
use crate::report::document::{Document, Table, Width, dash, words};
use crate::report::number::{counted, dollars};
use crate::report::percent::{
    Counted, aside_told_points, frequency, interval_points, largest_error, signed, spoken, told_points, whole,
};
use crate::report::presentable::cleaned;
use crate::report::sentences::{NOT_A_PROMISE, with_left_open};

/// The column of names.
const NAME: Width = Width::Beside { others: 52, least: 24 };

/// Share of a season below which so few invitations are a sign of their own.
const FEW: f64 = 0.1;

impl Answer for Now {
    const NAME: &'static str = "now";
    const QUESTION: &'static str = "What would help now?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "number of invitations still to come in each track";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| (&one.header).into());
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            columns::text("track", "Key of the track.", |row| Some(&row.track.track)),
            count("applications", "Programs applied to.", |row| row.track.applications),
            count("invitations", "Programs that have invited so far.", |row| row.track.invitations),
            estimate(
                "expected_by_now_",
                "invitations",
                "Expected invitations by now, before anything had come.",
                |row| Some(row.track.expected_by_now),
            ),
            count("still_to_come", "Number of invitations still to come.", |row| row.number),
            columns::number("share", SHARE, "Chance of that number.", |row| Some(row.share)),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let of = |track| rows(track);
        self.tracks.iter().flat_map(of).collect()
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.header.scenario);
        document
            .say(opening(self))
            .paragraphs([advice(self)])
            .paragraphs(crowding(self))
            .heading("How many invitations are still to come?")
            .table(invitations(self))
            .paragraphs(surprises(self))
            .heading("What would help now? Change against going on as applied, in percentage points")
            .table(ways(self))
            .paragraphs(edits(self))
            .heading("What would SOAP be needed for?")
            .say(soap(self))
            .warnings(&self.header.notices)
            .paragraphs([how_to_read(self).as_str(), NOT_A_PROMISE]);
        document
    }
}

/// Where the person stands, and stood before.
fn finding(answer: &Now) -> String {
    let day = Date::parse(&answer.date).map_or_else(|| answer.date.clone(), Date::in_words);
    let come: Vec<String> = answer
        .tracks
        .iter()
        .map(|track| {
            format!("{} from {} of {}", track.invitations, counted(track.applications.into(), "program"), track.name)
        })
        .collect();
    format!(
        "By {day} you have these invitations: {}. Going on with “{}” you go unmatched in {}; before the season it was {}.",
        come.join(", "),
        cleaned(&answer.portfolio),
        frequency(&answer.unmatched, Counted::Exactly),
        whole(answer.unmatched_before.mean)
    )
}

/// What helps: adding, or shifting; late in the season what is left to do.
fn advice(answer: &Now) -> String {
    let gain = |way: &Way| {
        format!(
            "{} gives you a complete residency {} percentage points more often{}.",
            way.words,
            told_points(&way.residency),
            aside_told_points(&way.residency)
        )
    };
    let has = |kind| answer.ways.iter().any(|way| way.kind == kind);
    let mut said = Vec::new();
    if answer.is_late() {
        said.push(
            "Your next steps are the rank order list (`matchfolio ranks` looks at it once your interviews are known) and the \
             preparation for SOAP."
                .to_owned(),
        );
    }
    let of_file = answer.best(WayKind::Portfolio).map(gain);
    match answer.best(WayKind::Add).map(gain) {
        Some(add) => said.push(add),
        None if of_file.is_some() || !has(WayKind::Add) => {}
        None => said.push(why_nothing_is_added(answer)),
    }
    if has(WayKind::Shift) {
        said.push(answer.best(WayKind::Shift).map_or_else(
            || "Giving the interviews of another specialty precedence makes hardly any difference.".to_owned(),
            gain,
        ));
    }
    if has(WayKind::Portfolio) {
        said.push(of_file.unwrap_or_else(|| "The other portfolios of the file make hardly any difference.".to_owned()));
    }
    said.join(" ")
}

/// Why no further application is worth it: the budget, or that programs have sent their invitations.
fn why_nothing_is_added(answer: &Now) -> String {
    if let Some(way) = answer.beyond_budget(WayKind::Add) {
        return format!(
            "{} would give you a complete residency {} percentage points more often, but its fees of {} go beyond your budget.",
            way.words,
            told_points(&way.residency),
            dollars(way.cost_usd)
        );
    }
    format!(
        "Adding programs now makes hardly any difference: about {} of this season’s invitations have been sent.",
        whole(answer.sent_by_now.mean)
    )
}

/// Where the person stands, with what everything depends on and what the file leaves open.
fn opening(answer: &Now) -> String {
    let mut warnings = answer.header.notices.iter().filter(|notice| notice.severity == Severity::Warning);
    let missing = warnings.find_map(|notice| notice.seen.strip_prefix(H1B_WITHOUT_STEP3));
    let visa = missing.map_or_else(String::new, |missing| {
        format!(" These chances hold only if you pass Step 3 in time: an H-1B needs it, and {missing}.")
    });
    with_left_open(finding(answer) + &visa, &answer.header)
}

/// Said where interviews of the first specialty displace others that lead to a match more often.
fn crowding(answer: &Now) -> Option<String> {
    let lowers = |way: &&Way| way.kind == WayKind::Shift && !way.unmatched.is_tie() && way.unmatched.mean < 0.0;
    let way = answer.ways.iter().filter(lowers).min_by(|a, b| a.unmatched.mean.total_cmp(&b.unmatched.mean))?;
    let fall = -way.unmatched;
    let first = answer.tracks.first().map_or_else(String::new, |track| format!(" in {}", track.name));
    Some(format!(
        "Your interviews are limited, and those{first} are kept first. Each further invitation there takes the place of \
         an interview that leads to a match more often, so more invitations can raise your chance of going unmatched. {} \
         would lower it by {} percentage points{}.",
        way.words,
        told_points(&fall),
        aside_told_points(&fall)
    ))
}

fn invitations(answer: &Now) -> Table {
    let rows = answer.tracks.iter().map(|track| {
        vec![
            track.name.clone(),
            track.invitations.to_string(),
            decimal(track.expected_by_now.mean),
            decimal(track.still_to_come.mean),
            most_likely(track),
            whole(track.none_to_come.mean),
        ]
    });
    Table::named(words("").wide(NAME), ["So far", "Usual by now", "To come", "Range", "None to come"], rows)
}

fn decimal(number: f64) -> String {
    format!("{number:.1}")
}

/// The middle 90% of the numbers still to come.
fn most_likely(track: &TrackNow) -> String {
    match (track.to_come(0.05), track.to_come(0.95)) {
        (low, high) if low == high => low.to_string(),
        (low, high) => format!("{low}–{high}"),
    }
}

/// What says something of the person.
fn surprises(answer: &Now) -> Option<String> {
    let few = answer.tracks.iter().filter(|track| track.as_few.mean < FEW).map(|track| track.name.as_str());
    let few: Vec<&str> = few.collect();
    (!few.is_empty()).then(|| {
        format!(
            "So few invitations in {} are rare for an application like yours (in fewer than 1 of 10 seasons). They are evidence \
             that programs see it as weaker than its numbers say, in other specialties too.",
            few.join(" and ")
        )
    })
}

fn ways(answer: &Now) -> Table {
    let rows = answer.ways.iter().map(|way| {
        vec![
            way.words.clone(),
            if way.is_tie { "no diff.".to_owned() } else { signed(&way.residency) },
            interval_points(&way.residency).unwrap_or_else(dash),
            signed(&way.unmatched),
            if way.cost_usd > 0.0 { dollars(way.cost_usd) } else { dash() },
        ]
    });
    Table::named(words("").wide(NAME), ["Residency", "Range", "Unmatched", "Fees"], rows)
}

/// What to write for the best of each kind.
fn edits(answer: &Now) -> Vec<String> {
    let best = [WayKind::Add, WayKind::Shift].into_iter().filter_map(|kind| answer.best(kind));
    best.map(|way| format!("{}: {}.", way.words, way.edits.join("; "))).collect()
}

fn soap(answer: &Now) -> String {
    let soap = &answer.soap;
    let pgy1 = if soap.pgy1.mean > 0.0 {
        format!(" In another {} you would need only the PGY-1 of an advanced position.", spoken(&whole(soap.pgy1.mean)))
    } else {
        String::new()
    };
    format!(
        "You would need a position from SOAP in {}.{pgy1} Of unmatched applicants of your type {} are placed in SOAP, and \
         {} of all places there are categorical. Prepare statements and letters for the specialties you would take before \
         Match Week.",
        frequency(&soap.any_position, Counted::Exactly),
        share_with_range(&soap.placed),
        share_with_range(&soap.categorical)
    )
}

fn share_with_range(share: &Estimate) -> String {
    format!(
        "{} (range {}–{})",
        whole(share.mean),
        whole(share.interval90[0]).trim_end_matches('%'),
        whole(share.interval90[1])
    )
}

fn how_to_read(answer: &Now) -> String {
    let sent = &answer.sent_by_now;
    format!(
        "Usual by now: what was to be expected for this application before anything had come. By this day about {} of a \
         season’s invitations have been sent (range {}–{}): an assumption from one survey, as if all specialties sent them alike. Range: \
         for invitations the middle 90% of seasons, for changes the 90% credible interval, the range the data leave open. \
         Programs added now invite as often as before the season, less what they have sent to others by now. “no diff.” \
         means no detectable difference. {}; the simulation error is at most {}.",
        whole(sent.mean),
        whole(sent.interval90[0]).trim_end_matches('%'),
        whole(sent.interval90[1]),
        counted(answer.header.parameter_draws, "parameter draw"),
        largest_error(answer.ways.iter().flat_map(|way| [&way.residency, &way.unmatched]))
    )
}

/// A number of invitations of one track.
pub struct Row<'a> {
    track: &'a TrackNow,
    number: u32,
    share: f64,
}

fn rows(track: &TrackNow) -> Vec<Row<'_>> {
    (0..).zip(&track.distribution).map(|(number, share)| Row { track, number, share: *share }).collect()
}
