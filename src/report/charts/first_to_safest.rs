//! Chart: what changes from the first portfolio of the file to the safest, as slopes.

use super::prelude::*;
use crate::engine::results::Results;
use crate::report::presentable::shortened;
use crate::report::seasons::{have_one_choice, icons, pictured, short_kinds};

/// Height of the whole of the seasons.
const HEIGHT: f64 = 190.0;

/// Least distance between two labels.
const APART: f64 = 15.0;

/// How the slopes look: those of the marks of a hundred seasons, told apart by their labels.
const COLORS: [RGBColor; 4] = [DANGER, FAINT, INK, CALM];

/// Slopes between two portfolios.
pub(super) struct FirstToSafest<'a>(pub &'a Results);

impl FirstToSafest<'_> {
    /// Seasons of each kind with the first and with the safest.
    fn ends(&self) -> Option<[[usize; 4]; 2]> {
        match &icons(self.0).hundreds[..] {
            [(_, first), (_, safest)] => Some([*first, *safest]),
            _ => None,
        }
    }

    fn names(&self) -> [String; 2] {
        let name = |place: usize| pictured(self.0).get(place).map_or(String::new(), |of| of.name.clone());
        [name(0), name(1)]
    }
}

impl Picture for FirstToSafest<'_> {
    fn finding(&self) -> String {
        let Some([first, safest]) = self.ends() else { return String::new() };
        let [from, to] = self.names().map(|name| shortened(&name, NAME_IN_TITLE));
        let choice = match first[3].cmp(&safest[3]) {
            _ if !have_one_choice(self.0) => String::new(),
            std::cmp::Ordering::Equal => " and leaves your first choice as likely".to_owned(),
            std::cmp::Ordering::Greater if safest[3] == 0 => {
                format!(" and costs all {} seasons of your first choice", first[3])
            }
            std::cmp::Ordering::Greater => format!(" and costs {} seasons of your first choice", first[3] - safest[3]),
            std::cmp::Ordering::Less => {
                format!(" and gives {} more seasons of your first choice", safest[3] - first[3])
            }
        };
        let unmatched = |place: usize| pictured(self.0).get(place).map_or(0.0, |of| of.outcomes.unmatched.mean);
        // Of the chances themselves, as the sentences below have it.
        let saved = (100.0 * (unmatched(0) - unmatched(1))).max(0.0);
        format!("Of 100 seasons, “{to}” saves {saved:.0} from going unmatched{choice}, compared with “{from}”")
    }

    fn explanation(&self) -> String {
        let [from, to] = self.names();
        format!(
            "Left: {from}. Right: {to}. Shares of simulated seasons, in percent; partial: {}.",
            icons(self.0).kinds[1]
        )
    }

    fn description(&self) -> String {
        let ends = self.ends().unwrap_or_default();
        let kinds = icons(self.0).kinds;
        let told = kinds.iter().enumerate().map(|(at, kind)| format!("{kind}: {}% to {}%", ends[0][at], ends[1][at]));
        format!("Slopes from the first portfolio to the safest. {}.", listed(told))
    }

    fn draw(&self, sketch: &mut Sketch) {
        let Some(ends) = self.ends() else { return };
        let kinds = short_kinds(self.0);
        let labels = |side: usize| -> Vec<String> {
            ends[side].iter().zip(&kinds).map(|(share, kind)| format!("{kind} {share}%")).collect()
        };
        let [left, right] = [0, 1].map(labels);
        let widest = |labels: &[String]| labels.iter().map(|words| text::width(words, LABEL.size)).fold(0.0, f64::max);
        let strip = sketch.strip(HEIGHT);
        let [x0, x1] = [strip.x0 + widest(&left) + 10.0, strip.x1 - widest(&right) - 10.0];
        let highest = ends.iter().flatten().copied().max().unwrap_or(1).max(1) as f64;
        let y = |share: usize| strip.y1 - 8.0 - (HEIGHT - 16.0) * share as f64 / highest;
        for x in [x0, x1] {
            sketch.line(&[(x, strip.y0), (x, strip.y1)], FAINT, 0.8);
        }
        let occurring: Vec<usize> = icons(self.0).occurring().collect();
        for &kind in &occurring {
            let points = [(x0, y(ends[0][kind])), (x1, y(ends[1][kind]))];
            sketch.curve(&points, 3.5, COLORS[kind], if kind == 0 { 3.0 } else { 1.8 });
        }
        for (side, (labels, x, anchor)) in
            [(left, x0 - 8.0, HPos::Right), (right, x1 + 8.0, HPos::Left)].into_iter().enumerate()
        {
            let wanted = ends[side].map(y);
            for (kind, at) in spread_out(wanted).into_iter().enumerate().filter(|(kind, _)| occurring.contains(kind)) {
                sketch.words((x, at), labels[kind].as_str(), LABEL, anchor);
            }
        }
        sketch.y = strip.y1 + 4.0;
    }
}

/// The heights moved apart as little as keeps labels legible, upwards from the lowest.
fn spread_out(wanted: [f64; 4]) -> [f64; 4] {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[b].total_cmp(&wanted[a]));
    let (mut placed, mut limit) = (wanted, f64::INFINITY);
    for place in order {
        placed[place] = wanted[place].min(limit);
        limit = placed[place] - APART;
    }
    placed
}
