//! What a market is made of before anything is drawn: tracks, programs and groups of applicants, from published tables.

use std::ops::Range;

use crate::model::parameters::Effects;
use crate::model::{ApplicantType, EffectsPrior, Point, SharedParameters, SignalCounts, strength};
use crate::random::address::entity;
use crate::reference::{MarketQuantity, PositionKind, Reference, ReferenceError, SoapQuantity, TrackKindRow};
use crate::scenario::market::{MarketFile, Policy, Specialty};

/// Tracks whose positions hold the PGY-1 of advanced ones.
const PGY1_TRACKS: [&str; 2] = ["internal_medicine_preliminary", "transitional_year"];

/// Interventional and diagnostic radiology, which read the same file.
const RADIOLOGY: [&str; 2] = ["interventional_radiology_integrated", "diagnostic_radiology"];

/// A track of the market.
#[derive(Clone, Debug)]
pub struct Track {
    /// Key.
    pub key: String,
    /// Name for people.
    pub name: String,
    /// Name of at most six characters.
    pub short_name: String,
    /// Whether its positions are a PGY-1 alone.
    pub is_preliminary: bool,
    /// Its programs, as indices.
    pub programs: Range<usize>,
    /// Applicants interviewed for each position.
    pub interviews_per_position: f64,
    /// Share of programs that sponsor a J-1.
    pub sponsor_share: f64,
    /// Signals that each applicant sends.
    pub signals: SignalCounts,
    /// Slope of the ranking in strength, that of US MD seniors.
    pub ranking_slope: f64,
    /// States of its programs with their share, rising to 1.
    pub states: Vec<(f64, u16)>,
    /// Whether some of its positions are advanced.
    pub has_advanced: bool,
}

/// A program before anything is drawn of it.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// Its track.
    pub track: u16,
    /// Its number within the track.
    pub number: u32,
    /// How its positions begin.
    pub position: PositionKind,
    /// Positions.
    pub quota: u32,
}

/// What the one-applicant model knows of a type in a track.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// The fitted parameters.
    pub point: Point,
    /// Spread of strength that Step 2 CK leaves.
    pub residual: f64,
    /// Mean Step 2 CK of the pool.
    pub step2_mean: f64,
    /// Its spread.
    pub step2_sd: f64,
    /// Applications of an applicant.
    pub applications: u32,
}

/// Applicants of one type who prefer one track.
#[derive(Clone, Debug)]
pub struct Group {
    /// Type.
    pub kind: ApplicantType,
    /// Preferred track.
    pub track: u16,
    /// How many.
    pub count: u32,
    /// Share that applies to a second track, and the track.
    pub second: Option<(f64, u16)>,
    /// Share that needs a visa.
    pub visa_need: f64,
    /// Address of their draws.
    pub entity: u32,
}

/// Everything that does not change from market to market.
#[derive(Clone, Debug)]
pub struct Country {
    /// Tracks.
    pub tracks: Vec<Track>,
    /// Programs, those of a track next to each other.
    pub programs: Vec<Program>,
    /// Laws by type and track; none where the tables have none.
    pub laws: Vec<Option<Law>>,
    /// Groups of applicants.
    pub groups: Vec<Group>,
    /// Couples.
    pub couples: u32,
    /// Tracks that hold the PGY-1 of advanced positions.
    pub pgy1_tracks: Vec<u16>,
    /// Interventional and diagnostic radiology.
    pub radiology: Option<[u16; 2]>,
    /// Effects on the log-odds of an invitation.
    pub effects: Effects,
    /// Assumptions of the one-applicant model.
    pub shared: SharedParameters,
    /// Share of taste in common.
    pub common_taste: f64,
    /// Share of the unmatched whom SOAP places, by type.
    pub soap: Vec<(ApplicantType, f64)>,
    /// Whether the one-applicant model says something of these applicants.
    pub has_model: bool,
}

impl Country {
    /// The market of the file.
    ///
    /// # Errors
    /// When a table lacks what the market needs.
    pub fn new(reference: &Reference, file: &MarketFile) -> Result<Self, ReferenceError> {
        match &file.specialty {
            Some(specialty) => Self::of_specialty(reference, file, specialty),
            None => Self::of_tables(reference, file),
        }
    }

    fn of_tables(reference: &Reference, file: &MarketFile) -> Result<Self, ReferenceError> {
        let rows = &reference.tracks;
        let keys: Vec<String> = rows.iter().map(|row| row.track.clone()).collect();
        let place = |key: &str| keys.iter().position(|known| known == key).map(index);
        let mut programs = Vec::new();
        let mut tracks = Vec::new();
        for row in rows {
            let start = programs.len();
            let has_advanced = row.kind == TrackKindRow::Mixed;
            programs.extend(programs_of(reference, &row.track, index(tracks.len()), file.share));
            let market = reference.market_tracks.iter().find(|one| one.track == row.track);
            let seniors = reference.parameters_for(&row.track, ApplicantType::UsMd);
            let sponsors = reference.sponsorship(&row.track, crate::reference::SponsoredVisa::J1);
            tracks.push(Track {
                key: row.track.clone(),
                name: row.name.clone(),
                short_name: row.short_name.clone(),
                is_preliminary: row.kind == TrackKindRow::Preliminary,
                programs: start..programs.len(),
                interviews_per_position: market.map_or(0.0, |row| row.interviews_per_position),
                sponsor_share: sponsors.map_or(0.0, |row| row.share),
                signals: reference.usual_signals(row, file.season),
                ranking_slope: seniors.map_or(0.0, |row| row.center.lambda),
                states: states_of(reference, &row.track),
                has_advanced,
            });
        }
        let mut laws = Vec::new();
        for kind in ApplicantType::ALL {
            let prior = reference.prior(kind, &keys)?;
            laws.extend(prior.tracks.iter().map(|track| {
                let (point, step2) = (track.fitted.center, track.pool.step2_ck);
                let explained = point.step2 / 10.0 * step2.sd;
                Some(Law {
                    point,
                    residual: strength::residual_spread(libm::exp(point.ln_sigma), explained * explained),
                    step2_mean: step2.mean,
                    step2_sd: step2.sd,
                    applications: track.mean_applications,
                })
            }));
        }
        let (effects, shared) = central(reference)?;
        Ok(Self {
            groups: groups_of(reference, file, &place),
            couples: scaled(
                file.couples.unwrap_or_else(|| latest(reference, MarketQuantity::Couples, None, file.season)),
                file.share,
            ),
            pgy1_tracks: PGY1_TRACKS.into_iter().filter_map(place).collect(),
            radiology: place(RADIOLOGY[0]).zip(place(RADIOLOGY[1])).map(|(one, other)| [one, other]),
            effects,
            shared,
            common_taste: file.common_taste,
            soap: soap_shares(reference),
            has_model: true,
            tracks,
            programs,
            laws,
        })
    }

    /// One specialty by itself: programs alike in all but what applicants think of them, and nothing but strength and chance.
    fn of_specialty(reference: &Reference, file: &MarketFile, specialty: &Specialty) -> Result<Self, ReferenceError> {
        let program =
            |number| Program { track: 0, number, position: PositionKind::Categorical, quota: specialty.positions };
        let (mut effects, mut shared) = central(reference)?;
        effects = effects.at(|_, _| 0.0);
        shared.openness_weight = 0.0;
        shared.known_fit = 0.0;
        shared.interview_luck_spread = 0.0;
        let point =
            Point { a: 0.0, ln_sigma: libm::log(specialty.strength.max(1e-9)), kappa: 0.0, lambda: 0.0, step2: 0.0 };
        let law = Law {
            point,
            residual: specialty.strength,
            step2_mean: 0.0,
            step2_sd: 0.0,
            applications: specialty.programs,
        };
        let mut laws = vec![None; ApplicantType::ALL.len()];
        laws[type_index(ApplicantType::UsMd)] = Some(law);
        Ok(Self {
            tracks: vec![Track {
                key: "specialty".to_owned(),
                name: "The specialty".to_owned(),
                short_name: "All".to_owned(),
                is_preliminary: false,
                programs: 0..specialty.programs as usize,
                interviews_per_position: 14.0,
                sponsor_share: 0.0,
                signals: SignalCounts::default(),
                ranking_slope: specialty.ranking_slope,
                states: Vec::new(),
                has_advanced: false,
            }],
            programs: (0..specialty.programs).map(program).collect(),
            laws,
            groups: vec![Group {
                kind: ApplicantType::UsMd,
                track: 0,
                count: specialty.applicants,
                second: None,
                visa_need: 0.0,
                entity: entity("specialty"),
            }],
            couples: 0,
            pgy1_tracks: Vec::new(),
            radiology: None,
            effects,
            shared,
            common_taste: file.common_taste,
            soap: soap_shares(reference),
            has_model: false,
        })
    }

    /// What is known of a type in a track.
    #[must_use]
    pub fn law(&self, kind: ApplicantType, track: u16) -> Option<&Law> {
        self.laws[type_index(kind) * self.tracks.len() + usize::from(track)].as_ref()
    }
}

/// A policy as numbers by track and group.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Applicants of each group.
    pub people: Vec<u32>,
    /// Interviews that each program holds.
    pub capacity: Vec<u32>,
    /// Signals of an applicant, by track.
    pub signals: Vec<SignalCounts>,
    /// Interviews of an applicant.
    pub max_interviews: usize,
    /// Interviews for a PGY-1.
    pub max_pgy1_interviews: usize,
    /// Applications to one track.
    pub max_applications: u32,
}

impl Rules {
    /// What a policy means in a country.
    #[must_use]
    pub fn new(country: &Country, policy: &Policy) -> Self {
        let more =
            |track: u16| policy.more_applicants.get(&country.tracks[usize::from(track)].key).copied().unwrap_or(0);
        let grown = |group: &Group| scaled(group.count, 1.0 + f64::from(more(group.track)) / 100.0);
        let per_position = |program: &Program| {
            policy.interviews_per_position.unwrap_or(country.tracks[usize::from(program.track)].interviews_per_position)
        };
        Self {
            people: country.groups.iter().map(grown).collect(),
            capacity: country.programs.iter().map(|one| scaled(one.quota, per_position(one))).collect(),
            signals: country.tracks.iter().map(|track| policy.signals_of(&track.key, track.signals)).collect(),
            max_interviews: policy.max_interviews as usize,
            max_pgy1_interviews: policy.max_pgy1_interviews as usize,
            max_applications: policy.max_applications,
        }
    }
}

/// Place of a type in tables by type.
#[must_use]
pub fn type_index(kind: ApplicantType) -> usize {
    ApplicantType::ALL.iter().position(|one| *one == kind).unwrap_or(0)
}

fn index(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

fn central(reference: &Reference) -> Result<(Effects, SharedParameters), ReferenceError> {
    let prior = reference.prior(ApplicantType::UsMd, &[])?;
    Ok((EffectsPrior::central(&prior.effects), prior.assumptions.central()))
}

/// The nearest whole number to `count` times `factor`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of a country, at most 400,000 times 100"
)]
fn scaled(count: u32, factor: f64) -> u32 {
    (f64::from(count) * factor).round() as u32
}

/// The latest figure up to a season, 0 where there is none.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of a table, at most ten million")]
fn latest(reference: &Reference, quantity: MarketQuantity, kind: Option<ApplicantType>, season: u16) -> u32 {
    let rows = reference.market_figures.iter();
    let of = rows.filter(|row| row.quantity == quantity && row.applicants == kind && row.track.is_none());
    let up_to = of.filter(|row| row.year <= season).max_by_key(|row| row.year);
    up_to.map_or(0, |row| row.value.round() as u32)
}

/// The programs of a track: as many as published, of the sizes of 2020 stretched to the positions published.
fn programs_of(reference: &Reference, key: &str, track: u16, share: f64) -> Vec<Program> {
    let Some(row) = reference.track(key) else { return Vec::new() };
    let offered = reference.market_tracks.iter().find(|one| one.track == key).map_or(0, |one| one.positions);
    let categorical = match row.kind {
        TrackKindRow::Categorical => 1.0,
        TrackKindRow::Mixed => row.categorical_share_pct / 100.0,
        TrackKindRow::Preliminary => 0.0,
    };
    let other = if row.kind == TrackKindRow::Preliminary { PositionKind::Preliminary } else { PositionKind::Advanced };
    let sizes = |position: PositionKind| {
        let rows = reference.program_sizes.iter().filter(|one| one.track == key);
        // A track that the model takes as categorical has the programs of both kinds of the table.
        let of_kind = rows.filter(move |one| categorical >= 1.0 || one.position == position);
        let mut sizes: Vec<u32> =
            of_kind.flat_map(|one| std::iter::repeat_n(one.quota, one.programs as usize)).collect();
        sizes.sort_unstable();
        sizes
    };
    let all = if categorical >= 1.0 { 0 } else { sizes(other).len() } + sizes(PositionKind::Categorical).len();
    let mut programs = Vec::new();
    for (position, part) in [(PositionKind::Categorical, categorical), (other, 1.0 - categorical)] {
        let sizes = sizes(position);
        if part <= 0.0 || sizes.is_empty() {
            continue;
        }
        let count = f64::from(row.programs) * sizes.len() as f64 / all.max(1) as f64;
        let count = scaled(1, count * share).max(1);
        let positions = scaled(offered, part * share).max(count);
        programs.extend(stretched(&sizes, count, positions).into_iter().map(|quota| (position, quota)));
    }
    let numbered = (0..).zip(programs);
    numbered.map(|(number, (position, quota))| Program { track, number, position, quota }).collect()
}

/// So many programs with so many positions in all, of sizes like these: quantiles, stretched, by largest remainders.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positions of a country, below 2^32")]
fn stretched(sizes: &[u32], count: u32, positions: u32) -> Vec<u32> {
    let quantile = |number: u32| {
        let place = (f64::from(number) + 0.5) / f64::from(count) * sizes.len() as f64;
        f64::from(sizes[(place as usize).min(sizes.len() - 1)])
    };
    let raw: Vec<f64> = (0..count).map(quantile).collect();
    // Nobody has less than one position: the others share what is left.
    let free = f64::from(positions - count);
    let above: f64 = raw.iter().map(|size| size - 1.0).sum();
    let wanted: Vec<f64> = raw
        .iter()
        .map(|size| if above > 0.0 { free * (size - 1.0) / above } else { free / f64::from(count) })
        .collect();
    let mut quotas: Vec<u32> = wanted.iter().map(|more| 1 + more.floor() as u32).collect();
    let mut order: Vec<usize> = (0..quotas.len()).collect();
    order.sort_by(|&a, &b| (wanted[b].fract()).total_cmp(&wanted[a].fract()).then(a.cmp(&b)));
    let left = positions.saturating_sub(quotas.iter().sum());
    for &program in order.iter().take(left as usize) {
        quotas[program] += 1;
    }
    quotas
}

/// Shares of a track's programs by state, rising.
fn states_of(reference: &Reference, key: &str) -> Vec<(f64, u16)> {
    let mut names: Vec<&str> = reference.programs_by_state.iter().map(|row| row.state.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let rows: Vec<_> = reference.programs_by_state.iter().filter(|row| row.track == key).collect();
    let all: f64 = rows.iter().map(|row| f64::from(row.programs)).sum();
    let mut so_far = 0.0;
    let shares = rows.iter().map(|row| {
        so_far += f64::from(row.programs) / all;
        (so_far, index(names.iter().position(|name| *name == row.state).unwrap_or(0)))
    });
    shares.collect()
}

fn groups_of(reference: &Reference, file: &MarketFile, place: &impl Fn(&str) -> Option<u16>) -> Vec<Group> {
    let mut groups = Vec::new();
    for kind in ApplicantType::ALL {
        // The first choices of graduates are not published: they are taken to be those of the seniors of their schools.
        let like = match kind {
            ApplicantType::UsMdGraduate => ApplicantType::UsMd,
            ApplicantType::UsDoGraduate => ApplicantType::UsDo,
            other => other,
        };
        let rows: Vec<_> = reference.population.iter().filter(|row| row.applicant_type == like).collect();
        let all: f64 = rows.iter().map(|row| f64::from(row.first_choice_applicants)).sum();
        let published = || latest(reference, MarketQuantity::ActiveApplicants, Some(kind), file.season);
        let total = file.applicants.get(&kind).copied().unwrap_or_else(published);
        for row in rows {
            let Some(track) = place(&row.track) else { continue };
            let count = f64::from(total) * f64::from(row.first_choice_applicants) / all.max(1.0) * file.share;
            groups.push(Group {
                kind,
                track,
                count: scaled(1, count),
                second: place(&row.second_track).map(|second| (row.second_share, second)),
                visa_need: reference.parameters_for(&row.track, kind).map_or(0.0, |row| row.visa_need_share),
                entity: entity(&format!("{}/{}", kind.key(), row.track)),
            });
        }
    }
    groups
}

fn soap_shares(reference: &Reference) -> Vec<(ApplicantType, f64)> {
    let rows = reference.soap.iter().filter(|row| row.quantity == SoapQuantity::Placed);
    rows.filter_map(|row| Some((row.group?, row.judged.value))).collect()
}
