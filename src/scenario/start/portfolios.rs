//! Three ways of applying: the first choice alone, with a backup, and the backup broad.

use std::fmt::Write as _;

use super::{Start, commented};
use crate::model::TrackPrior;
use crate::reference::SignalTier;
use crate::reference::{Reference, ReferenceError};

/// Programs that could give the PGY-1 of an advanced match, with how many of each are applied to.
const PGY1: [(&str, u32); 2] = [("transitional_year", 10), ("internal_medicine_preliminary", 15)];

/// A portfolio to be written.
pub struct Sketch {
    comment: &'static str,
    name: String,
    lines: Vec<LineSketch>,
}

struct LineSketch {
    track: String,
    programs: u32,
    is_pgy1: bool,
    sponsors_only: bool,
    signals: Vec<(&'static str, u32)>,
}

/// What is known of a track of the person.
struct Known<'r> {
    prior: TrackPrior,
    /// Tracks that share their signals have one group.
    signal_group: Option<&'r str>,
}

/// The portfolios, with `share` of the published numbers of applications.
pub fn sketches(start: &Start, reference: &Reference, share: f64) -> Result<Vec<Sketch>, ReferenceError> {
    let mut known = Vec::new();
    for track in &start.tracks {
        known.push(Known::of(track, start, reference)?);
    }
    let mut pgy1 = Vec::new();
    for (track, programs) in PGY1 {
        pgy1.push((Known::of(track, start, reference)?, programs));
    }
    let maker = Maker { start, reference, share, pgy1 };
    let short = |count: usize| known.iter().take(count).map(|one| one.prior.short_name.as_str()).collect::<Vec<_>>();
    let first = &known[..1.min(known.len())];
    let mut made = vec![maker.sketch(
        "All on one card: what the first choice alone is worth, and what it risks.",
        format!("{} only", short(1).join("")),
        &first.iter().map(|one| (one, 1.0)).collect::<Vec<_>>(),
    )];
    if let [first, second, ..] = &known[..] {
        made.push(maker.sketch(
            "A second specialty below the first.",
            short(2).join(" + "),
            &[(first, 1.0), (second, 0.6)],
        ));
    }
    match &known[..] {
        [first, second] => made.push(maker.sketch(
            "The backup broad, the first choice still on top.",
            format!("{} broad, few {}", second.prior.short_name, first.prior.short_name),
            &[(first, 0.5), (second, 1.0)],
        )),
        [first, backups @ ..] if backups.len() > 1 => made.push(maker.sketch(
            if backups.len() == 2 { "A third layer of safety." } else { "Every layer of safety." },
            short(known.len()).join(" + "),
            &std::iter::once((first, 1.0)).chain(backups.iter().map(|one| (one, 0.6))).collect::<Vec<_>>(),
        )),
        _ => {}
    }
    Ok(made)
}

impl<'r> Known<'r> {
    fn of(track: &str, start: &Start, reference: &'r Reference) -> Result<Self, ReferenceError> {
        let prior = reference.prior(start.kind, &[track.to_owned()])?.tracks.remove(0);
        let signal_group = reference.track(track).and_then(|row| row.signal_group.as_deref());
        Ok(Self { prior, signal_group })
    }

    /// Programs that can be applied to: those that sponsor where a visa is needed.
    fn most(&self, start: &Start) -> u32 {
        let all = f64::from(self.prior.pool_programs) * self.prior.sponsor_share(start.visa);
        // At most the programs of the country.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count below 2^32")]
        let most = all.floor() as u32;
        most.max(1)
    }
}

struct Maker<'a> {
    start: &'a Start,
    reference: &'a Reference,
    share: f64,
    pgy1: Vec<(Known<'a>, u32)>,
}

impl Maker<'_> {
    fn sketch(&self, comment: &'static str, name: String, tracks: &[(&Known<'_>, f64)]) -> Sketch {
        let mut lines = Vec::new();
        let all: Vec<&Known<'_>> = tracks.iter().map(|(known, _)| *known).collect();
        for (known, part) in tracks {
            lines.push(self.line(known, part * f64::from(known.prior.mean_applications), &all, false));
        }
        if tracks.iter().any(|(known, _)| known.prior.kind.has_advanced_positions()) {
            lines.extend(self.pgy1.iter().map(|(known, programs)| self.line(known, f64::from(*programs), &[], true)));
        }
        Sketch { comment, name, lines }
    }

    fn line(&self, known: &Known<'_>, wanted: f64, beside: &[&Known<'_>], is_pgy1: bool) -> LineSketch {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundreds at most")]
        let programs = ((wanted * self.share).round() as u32).clamp(1, known.most(self.start));
        LineSketch {
            track: known.prior.id.clone(),
            programs,
            is_pgy1,
            sponsors_only: self.start.visa.is_needed(),
            signals: self.signals(known, beside, programs),
        }
    }

    /// The allotted signals, shared with the other tracks of the same group in the portfolio.
    fn signals(&self, known: &Known<'_>, beside: &[&Known<'_>], programs: u32) -> Vec<(&'static str, u32)> {
        let Some(group) = known.signal_group else { return Vec::new() };
        let members: Vec<&str> = beside
            .iter()
            .filter(|other| other.signal_group == Some(group))
            .map(|other| other.prior.id.as_str())
            .collect();
        let Some(place) = members.iter().position(|track| *track == known.prior.id) else { return Vec::new() };
        let mut free = programs;
        let mut used = Vec::new();
        for (tier, key) in [
            (SignalTier::Gold, "gold_signals"),
            (SignalTier::Silver, "silver_signals"),
            (SignalTier::Single, "signals"),
        ] {
            let Some(allotted) = self.reference.allotment(group, tier, self.start.season) else { continue };
            let part = shared(allotted.signals, members.len(), place).min(free);
            free -= part;
            if part > 0 {
                used.push((key, part));
            }
        }
        used
    }
}

/// The share of place `place` when `whole` things go to `among` places; the first get what does not divide.
fn shared(whole: u32, among: usize, place: usize) -> u32 {
    let (among, place) = (u32::try_from(among.max(1)).unwrap_or(1), u32::try_from(place).unwrap_or(0));
    whole / among + u32::from(place < whole % among)
}

impl Sketch {
    /// The portfolio as it stands in the file.
    pub fn written(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "# {}\n[[portfolio]]\nname = \"{}\"", self.comment, self.name);
        for line in &self.lines {
            text.push_str(&line.written());
        }
        text.push('\n');
        text
    }
}

impl LineSketch {
    fn written(&self) -> String {
        let mut text = String::new();
        let _ = writeln!(text, "[[portfolio.line]]\ntrack = \"{}\"\nprograms = {}", self.track, self.programs);
        if self.sponsors_only {
            text.push_str("sponsors_only = true\n");
        }
        for (key, count) in &self.signals {
            let _ = writeln!(text, "{key} = {count}");
        }
        if self.is_pgy1 {
            text.push_str(&commented("role = \"pgy1\"", "gives the PGY-1 of an advanced position"));
        }
        text
    }
}
