//! Ways of applying a little different from one another: more programs, better
//! chosen ones, a further track below the others.

use super::study::Candidate;
use crate::model::portfolio::{in_order, order_of_application};
use crate::model::{
    Applicant, Line, ParameterPrior, Portfolio, Role, Screening, SignalCounts, TrackKind, Uncertain, Visa,
};

/// The portfolio with the programs of each track counted anew through its lines.
#[must_use]
pub fn recounted(mut portfolio: Portfolio) -> Portfolio {
    in_order(&mut portfolio.lines);
    portfolio
}

/// Programs of a track that a line can reach: all, or those that sponsor the
/// visa needed, rounded down as the scenario does.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the programs of the country")]
pub fn pool(prior: &ParameterPrior, track: usize, visa: Visa, sponsors_only: bool) -> u32 {
    let of = &prior.tracks[track];
    let share = if sponsors_only { of.sponsor_share(visa) } else { 1.0 };
    (f64::from(of.pool_programs) * share).floor() as u32
}

/// Programs that a line can still be given before those of its track, or of its region, run out: for itself, and for the lines
/// after it in the order of application, which move on by as many.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the programs of the country")]
pub fn room(portfolio: &Portfolio, line: usize, prior: &ParameterPrior, visa: Visa) -> u32 {
    let (lines, of) = (&portfolio.lines, &portfolio.lines[line]);
    let track = &prior.tracks[of.track];
    let after = order_of_application(lines).into_iter().skip_while(|place| *place != line).map(|place| &lines[place]);
    let left = after.filter(|other| other.track == of.track).map(|other| {
        let country = pool(prior, of.track, visa, other.sponsors_only);
        let country = country.saturating_sub(other.earlier_programs.saturating_add(other.programs));
        let region = other.region.as_ref().filter(|region| of.is_in(region)).map_or(u32::MAX, |region| {
            let there = other.pool(f64::from(track.pool_programs), track.sponsor_share(visa)).floor() as u32;
            there.saturating_sub(region.earlier_programs.saturating_add(other.programs))
        });
        country.min(region)
    });
    left.min().unwrap_or(0)
}

/// The tracks of a portfolio, each with its last line, in the order of their first lines.
#[must_use]
pub fn tracks(portfolio: &Portfolio) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (place, line) in portfolio.lines.iter().enumerate() {
        match found.iter_mut().find(|(track, _)| *track == line.track) {
            Some((_, last)) => *last = place,
            None => found.push((line.track, place)),
        }
    }
    found
}

/// The portfolio with `more` programs in a line.
#[must_use]
pub fn with_more_programs(portfolio: &Portfolio, line: usize, more: u32) -> Portfolio {
    let mut larger = portfolio.clone();
    larger.lines[line].programs = larger.lines[line].programs.saturating_add(more);
    recounted(larger)
}

/// The portfolio with `programs` programs of a further track, chosen as people
/// typically do, sponsors only where a visa is needed.
///
/// A residency is ranked below every other residency, but above preliminary years
/// that stand at the end of the list: nobody who asks for a backup prefers a
/// single year to it. A preliminary track comes last, and serves both lists.
#[must_use]
pub fn with_backup(
    portfolio: &Portfolio,
    track: usize,
    programs: u32,
    prior: &ParameterPrior,
    visa: Visa,
) -> Portfolio {
    let is_preliminary = |track: usize| prior.tracks[track].kind == TrackKind::Preliminary;
    let residencies = portfolio.lines.iter().filter(|line| is_preliminary(track) || !is_preliminary(line.track));
    let below = residencies.map(|line| line.preference).max().unwrap_or(0);
    let mut larger = portfolio.clone();
    for line in larger.lines.iter_mut().filter(|line| line.preference > below) {
        line.preference += 1;
    }
    // The radiologies share their signals, which are taken to be used already.
    let shares_signals = |pair: (usize, usize)| {
        let partner = if pair.0 == track { pair.1 } else { pair.0 };
        [pair.0, pair.1].contains(&track) && portfolio.lines.iter().any(|line| line.track == partner)
    };
    let signals = match prior.radiology_pair {
        Some(pair) if shares_signals(pair) => SignalCounts::default(),
        _ => prior.tracks[track].usual_signals,
    };
    larger.lines.push(Line {
        sponsors_only: visa.is_needed(),
        preference: below + 1,
        role: if is_preliminary(track) { Role::Both } else { Role::Primary },
        ..Line::typical(track, programs).with_signals(signals)
    });
    recounted(larger)
}

/// A portfolio of nothing but the lines from `first` on.
#[must_use]
pub fn lines_from(portfolio: &Portfolio, first: usize) -> Portfolio {
    let lines = portfolio.lines.get(first..).unwrap_or_default().to_vec();
    recounted(Portfolio { lines, ..portfolio.clone() })
}

/// The same without a limit on interviews of either list.
#[must_use]
pub fn without_limit(portfolio: &Portfolio) -> Portfolio {
    Portfolio { max_interviews: None, pgy1_interviews: None, ..portfolio.clone() }
}

/// What to write in the scenario file to come from `now` to `then`: one string for each place.
#[must_use]
pub fn written(now: &Candidate, then: &Candidate, prior: &ParameterPrior) -> Vec<String> {
    let mut all = written_of_person(&now.applicant, &then.applicant, prior);
    let (before, after) = (&now.portfolio, &then.portfolio);
    let named = |line: &Line| format!("in “{}”, line of {}", before.name, prior.tracks[line.track].id);
    for (old, new) in before.lines.iter().zip(&after.lines) {
        let keys = keys_of(new, prior);
        let changed: Vec<String> = keys.into_iter().filter(|key| !keys_of(old, prior).contains(key)).collect();
        if !changed.is_empty() {
            all.push(format!("{}: {}", named(new), changed.join(", ")));
        }
    }
    for new in &after.lines[before.lines.len().min(after.lines.len())..] {
        let keys = [vec![format!("track = \"{}\"", prior.tracks[new.track].id)], keys_of(new, prior)].concat();
        all.push(format!("in “{}”, a new [[portfolio.line]]: {}", before.name, keys.join(", ")));
    }
    all
}

fn written_of_person(now: &Applicant, then: &Applicant, prior: &ParameterPrior) -> Vec<String> {
    let number = |key: &str, is_unstated: bool, before: Uncertain, after: Uncertain| {
        let value = match after {
            // What is not stated is counted from a typical value, which differs between specialties.
            _ if is_unstated => format!("what you have now, plus {}", after.low - before.low),
            Uncertain { low, high, .. } if low < high => format!("\"{low} to {high}\""),
            Uncertain { low, .. } => low.to_string(),
        };
        (before != after).then(|| format!("in [applicant]: {key} = {value}"))
    };
    let unstated = now.unstated;
    let months = unstated.us_clinical_months;
    let mut all: Vec<String> = [
        number("us_clinical_months", months, now.us_clinical_months, then.us_clinical_months),
        number("publications", unstated.publications, now.publications, then.publications),
        (now.visa != then.visa).then(|| format!("in [applicant]: visa = \"{}\"", then.visa.key())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let letters = prior.tracks.iter().zip(now.letters.iter().zip(&then.letters));
    let more = letters.filter(|(_, (before, after))| before != after);
    all.extend(more.map(|(track, (_, after))| format!("in [applicant], letters: {} = {after}", track.id)));
    all
}

/// The keys of the signals of a line with their numbers. None of a tier must be written where some are usual, since a file that
/// says nothing of a tier sends the usual ones.
#[must_use]
pub fn signals_of(line: &Line, prior: &ParameterPrior) -> Vec<(&'static str, u32)> {
    let usual = prior.tracks[line.track].usual_signals;
    let counts = [
        ("gold_signals", line.gold_signals, usual.gold),
        ("silver_signals", line.silver_signals, usual.silver),
        ("signals", line.signals, usual.plain),
    ];
    let is_said = |(_, count, usual): &(&str, u32, u32)| *count > 0 || *usual > 0;
    counts.into_iter().filter(is_said).map(|(key, count, _)| (key, count)).collect()
}

/// The keys of a line that a change can touch, as the file writes them; those at their defaults are left out.
fn keys_of(line: &Line, prior: &ParameterPrior) -> Vec<String> {
    let mut keys = vec![format!("programs = {}", line.programs), format!("preference = {}", line.preference)];
    if let Some(region) = &line.region {
        keys.push(format!("states = {}", region.states_as_written()));
    }
    if line.sponsors_only {
        keys.push("sponsors_only = true".to_owned());
    }
    match line.screening {
        Screening::Typical => {}
        Screening::None => keys.push("screening = \"none\"".to_owned()),
        Screening::Researched => keys.push("screening = \"researched\"".to_owned()),
        Screening::Level(level) => keys.push(format!("screening = {level}")),
    }
    keys.extend(signals_of(line, prior).into_iter().map(|(key, count)| format!("{key} = {count}")));
    if prior.tracks[line.track].kind == TrackKind::Preliminary && line.role == Role::Both {
        keys.push("role = \"both\"".to_owned());
    }
    keys
}
