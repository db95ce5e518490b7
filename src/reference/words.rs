//! What people write for the keys of this program, and the specialties that it does not cover.
//!
//! The tables are always those of the program, not those of `--data`: they describe language, not figures, and
//! they are needed before a data folder is read.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::error::ReferenceError;
use super::files::Files;
use super::load::Loader;
pub use super::tables::WordKind;
use super::tables::{AliasRow, OutsideRow, RegionRow, Source, TrackRow};

/// What a typed word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This key.
    Key(&'static str),
    /// One of several keys: what to type.
    Ask(&'static str),
}

/// The name of a track as it was typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TrackName<'r> {
    /// This track.
    Track(&'r TrackRow),
    /// One of several tracks: what to type.
    Ask(&'static str),
    /// A specialty that is not covered.
    Outside(&'static OutsideRow),
}

#[derive(Default)]
struct Words {
    aliases: HashMap<(WordKind, String), AliasRow>,
    outside: Vec<OutsideRow>,
    regions: Vec<RegionRow>,
}

// The tests of this module exclude an error: without the tables no word is understood but the keys.
static WORDS: LazyLock<Words> = LazyLock::new(|| tables().map(Words::of).unwrap_or_default());

/// The tables as they are read.
type Tables = (Vec<AliasRow>, Vec<OutsideRow>, Vec<RegionRow>);

impl Words {
    fn of((aliases, outside, regions): Tables) -> Self {
        let aliases = aliases.into_iter().map(|row| ((row.kind, letters(&row.typed)), row)).collect();
        Self { aliases, outside, regions }
    }
}

fn tables() -> Result<Tables, ReferenceError> {
    let mut loader = Loader::new(Files::Embedded);
    loader.table::<Source>()?;
    Ok((loader.table()?, loader.table()?, loader.table()?))
}

/// The codes of the states of the region or division of this name.
#[must_use]
pub fn region(typed: &str) -> Option<Vec<&'static str>> {
    let is_it = |row: &&RegionRow| letters(&row.region) == letters(typed);
    WORDS.regions.iter().find(is_it).map(|row| row.states.split_whitespace().collect())
}

/// The sources that the tables of words name.
pub fn sources() -> impl Iterator<Item = &'static str> {
    let outside = WORDS.outside.iter().map(|row| row.source_id.as_str());
    outside.chain(WORDS.regions.iter().map(|row| row.source_id.as_str()))
}

/// The names of the regions and divisions, in the order of the table.
pub fn regions() -> impl Iterator<Item = &'static str> {
    WORDS.regions.iter().map(|row| row.region.as_str())
}

/// Longest word that is looked up, characters.
const LONGEST: usize = 80;

/// The letters and digits of a word, in lower case.
fn letters(typed: &str) -> String {
    typed.chars().filter(|sign| sign.is_alphanumeric()).take(LONGEST).flat_map(char::to_lowercase).collect()
}

/// What a word of this kind stands for, if the table has it.
#[must_use]
pub fn meaning(kind: WordKind, typed: &str) -> Option<Meaning> {
    let row = WORDS.aliases.get(&(kind, letters(typed)))?;
    Some(if row.ask.is_empty() { Meaning::Key(&row.means) } else { Meaning::Ask(&row.ask) })
}

/// All everyday words of a kind, the ambiguous ones among them.
pub fn words(kind: WordKind) -> impl Iterator<Item = &'static str> {
    WORDS.aliases.iter().filter(move |((of, _), _)| *of == kind).map(|(_, row)| row.typed.as_str())
}

/// Words that follow the name of a specialty in lists and say nothing of which one it is.
const AFTER_A_NAME: [&str; 5] = ["residencyprogram", "residency", "program", "categorical", "advanced"];

/// The track, or what is not one, that is called this: by key, name, short name or an everyday word.
#[must_use]
pub fn track_name<'r>(typed: &str, tracks: &'r [TrackRow]) -> Option<TrackName<'r>> {
    let whole = letters(typed);
    let without = AFTER_A_NAME.iter().find_map(|word| whole.strip_suffix(word)).unwrap_or(&whole);
    [whole.as_str(), without].into_iter().filter(|name| !name.is_empty()).find_map(|name| named(name, tracks))
}

fn named<'r>(name: &str, tracks: &'r [TrackRow]) -> Option<TrackName<'r>> {
    let track = |key: &str| tracks.iter().find(|row| row.track == key).map(TrackName::Track);
    let is_it = |row: &&TrackRow| [&row.track, &row.name, &row.short_name].into_iter().any(|own| letters(own) == name);
    if let Some(row) = tracks.iter().find(is_it) {
        return Some(TrackName::Track(row));
    }
    match meaning(WordKind::Track, name) {
        Some(Meaning::Key(key)) => return track(key),
        Some(Meaning::Ask(ask)) => return Some(TrackName::Ask(ask)),
        None => {}
    }
    let key = match meaning(WordKind::Outside, name) {
        Some(Meaning::Key(key)) => letters(key),
        _ => name.to_owned(),
    };
    let is_it = |row: &&OutsideRow| letters(&row.specialty) == key || letters(&row.name) == key;
    let outside = WORDS.outside.iter().find(is_it)?;
    // A data folder may have the specialty as a track of its own.
    track(&outside.specialty).or(Some(TrackName::Outside(outside)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::{ApplicantType, Visa};
    use crate::reference::Reference;

    fn tracks() -> Vec<TrackRow> {
        Reference::embedded().unwrap().tracks
    }

    #[test]
    fn every_alias_stands_once_and_means_a_key_that_exists() {
        let (aliases, outside, _) = tables().unwrap();
        let tracks = tracks();
        let mut seen = BTreeSet::new();
        for row in &aliases {
            assert!(seen.insert((format!("{:?}", row.kind), letters(&row.typed))), "{row:?}");
            let exists = match row.kind {
                WordKind::Track => tracks.iter().any(|track| track.track == row.means),
                WordKind::Outside => outside.iter().any(|other| other.specialty == row.means),
                WordKind::ApplicantType => ApplicantType::from_key(&row.means).is_some(),
                WordKind::Visa => {
                    [Visa::None, Visa::J1, Visa::H1bOnly, Visa::J1OrH1b].iter().any(|visa| visa.key() == row.means)
                }
                // Tested where they are read.
                WordKind::Column | WordKind::State | WordKind::Key => true,
            };
            assert!(exists || !row.ask.is_empty(), "{row:?}");
        }
    }

    #[test]
    fn an_alias_is_never_the_name_of_another_track_and_what_is_outside_is_no_track() {
        let (aliases, outside, _) = tables().unwrap();
        let tracks = tracks();
        for row in aliases.iter().filter(|row| matches!(row.kind, WordKind::Track | WordKind::Outside)) {
            match track_name(&row.typed, &tracks) {
                Some(TrackName::Track(track)) => assert_eq!(track.track, row.means, "{row:?}"),
                Some(TrackName::Ask(ask)) => assert_eq!(ask, row.ask),
                Some(TrackName::Outside(found)) => assert_eq!(found.specialty, row.means, "{row:?}"),
                None => panic!("{row:?} is not found"),
            }
        }
        for row in outside {
            assert!(tracks.iter().all(|track| track.track != row.specialty), "{} is a track: take it out", row.name);
            assert_eq!(track_name(&row.name, &tracks), track_name(&row.specialty, &tracks));
            assert!(matches!(track_name(&row.name, &tracks), Some(TrackName::Outside(_))), "{}", row.name);
        }
    }

    #[test]
    fn everyday_names_of_specialties_are_understood() {
        let tracks = tracks();
        for (typed, key) in [
            ("OB/GYN", "obstetrics_gynecology"),
            ("PMR", "physical_medicine_rehabilitation"),
            ("PM&R", "physical_medicine_rehabilitation"),
            ("physiatry", "physical_medicine_rehabilitation"),
            ("rad onc", "radiation_oncology"),
            ("rads", "diagnostic_radiology"),
            ("Family Practice", "family_medicine"),
            ("IM-categorical", "internal_medicine"),
            ("Internal Medicine (Categorical)", "internal_medicine"),
            ("Internal Medicine (Preliminary)", "internal_medicine_preliminary"),
            ("ENT", "otolaryngology"),
            ("derm", "dermatology"),
            ("ortho", "orthopedic_surgery"),
            ("Orthopaedic Surgery", "orthopedic_surgery"),
            ("plastics", "plastic_surgery_integrated"),
            ("CT surgery", "thoracic_surgery_integrated"),
            ("vascular", "vascular_surgery_integrated"),
            ("med-peds", "internal_medicine_pediatrics"),
        ] {
            let Some(TrackName::Track(row)) = track_name(typed, &tracks) else { panic!("{typed}") };
            assert_eq!(row.track, key, "{typed}");
        }
        for (typed, key) in [
            ("uro", "urology"),
            ("eye", "ophthalmology"),
            ("nuc med", "nuclear_medicine"),
            ("preventive medicine", "preventive_medicine"),
            ("HPSP", "military_match"),
            ("triple board", "combined_program"),
        ] {
            let Some(TrackName::Outside(row)) = track_name(typed, &tracks) else { panic!("{typed}") };
            assert_eq!(row.specialty, key, "{typed}");
        }
        assert_eq!(track_name("astrology", &tracks), None);
        assert_eq!(track_name(" program", &tracks), None);
    }

    #[test]
    fn words_that_could_mean_two_things_are_asked_about() {
        for (kind, typed) in [
            (WordKind::ApplicantType, "IMG"),
            (WordKind::ApplicantType, "Caribbean"),
            (WordKind::Visa, "H-1B"),
            (WordKind::Visa, "h1b"),
        ] {
            assert!(matches!(meaning(kind, typed), Some(Meaning::Ask(_))), "{typed}");
        }
        assert_eq!(meaning(WordKind::Visa, "Green Card"), Some(Meaning::Key("none")));
        assert_eq!(meaning(WordKind::ApplicantType, "US citizen IMG"), Some(Meaning::Key("us_img")));
        assert_eq!(meaning(WordKind::ApplicantType, "osteopathic"), Some(Meaning::Key("us_do")));
    }
}
