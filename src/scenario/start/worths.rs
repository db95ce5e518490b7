//! The first values of a scenario: from a person's priorities, or from the order in which the specialties are wanted.

use crate::reference::{Priority, Reference};

use super::Start;

/// Worth of the first choice, the second, … where no priority is stated: they only fall.
const BY_ORDER: [f64; 5] = [1.0, 0.8, 0.6, 0.5, 0.4];

/// Worth of a backup that serves no priority, and of one that serves all of them.
const SERVING: (f64, f64) = (0.3, 0.9);

/// Part of the way to 1 by which staying in the United States raises every worth.
const STAYING: f64 = 0.5;

/// Steps in which worths are written.
const STEPS: f64 = 20.0;

/// What a match in each track is worth to the person: `data/README.md` has the rule.
///
/// The first choice is worth 1. A backup is worth 0.3 to 0.9, as far as it serves the priorities on average, and with the priority
/// `staying` half the way from there to 1. None is worth more than one that is wanted more.
pub fn worths(start: &Start, reference: &Reference) -> Vec<f64> {
    let mut most = 1.0_f64;
    let worth = |(place, track): (usize, &String)| {
        let own = if place == 0 { 1.0 } else { of_backup(track, start, reference).unwrap_or(BY_ORDER[place.min(4)]) };
        most = most.min(own);
        (most * STEPS).round() / STEPS
    };
    start.tracks.iter().enumerate().map(worth).collect()
}

/// The worth of a backup by the priorities; none without any, or for a track that the tables do not judge.
fn of_backup(track: &str, start: &Start, reference: &Reference) -> Option<f64> {
    let row = reference.priorities.iter().find(|row| row.track == track)?;
    let served: Vec<f64> = start.priorities.iter().filter_map(|priority| row.serves(*priority)).collect();
    let stays = start.priorities.contains(&Priority::Staying);
    if served.is_empty() && !stays {
        return None;
    }
    let mean = if served.is_empty() { 0.5 } else { served.iter().sum::<f64>() / served.len() as f64 };
    let worth = SERVING.0 + (SERVING.1 - SERVING.0) * mean;
    Some(if stays { worth + STAYING * (1.0 - worth) } else { worth })
}
