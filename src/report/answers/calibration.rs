//! What `matchfolio calibrate` says: parameters fitted to the published tables.

use std::fmt::Write as _;

use crate::calibration::fit::FittedTrack;
use crate::calibration::hierarchy::Hierarchy;
use crate::calibration::rows::Calibration;
use crate::calibration::shift::InvitationShare;
use crate::model::fitted::NAMES;
use crate::report::charts::Chart;
use crate::report::charts::rank_fit::{RankFit, RankGroup};
use crate::report::document::Document;

/// Tracks whose posterior is checked against a Metropolis sampler: many, some and few applicants.
const CHECKED: [&str; 3] = ["internal_medicine", "diagnostic_radiology", "child_neurology"];

/// From this distance on a figure is marked, in standard errors.
const MARKED: f64 = 2.0;

/// Fitted against published, and a random walk against the posterior in use if `walked`.
pub fn document(found: &Calibration, walked: bool) -> Document {
    let mut document = Document::default();
    document.verbatim(comparison(found));
    if walked {
        document.part().verbatim(walks(found));
    }
    document
}

/// The fit of every track, by its key, as SVG.
pub fn charts(found: &Calibration) -> Vec<Chart<'_>> {
    found.fits.iter().map(|fit| Chart::new(fit.track(), chart(fit))).collect()
}

fn chart(fit: &FittedTrack) -> RankFit {
    let group = |(outcome, name): (usize, &str)| {
        let share: f64 = fit.predicted.ranks[outcome].iter().sum();
        fit.figures.ranks[outcome].map(|summary| RankGroup {
            name: name.to_owned(),
            law: fit.predicted.ranks[outcome].iter().map(|joint| joint / share).collect(),
            quartiles: summary.quartiles,
            mean: summary.mean.mean,
            fitted_mean: fit.predicted.mean_ranks(outcome),
        })
    };
    let groups = [(0, "Matched"), (1, "Not matched to the specialty")].into_iter().filter_map(group).collect();
    let largest_residual = fit.residuals().iter().map(|figure| figure.residual.abs()).fold(0.0, f64::max);
    RankFit { track: fit.setting.track.name.clone(), groups, largest_residual }
}

/// Fitted against published, track by track, residuals in standard errors.
fn comparison(found: &Calibration) -> String {
    let mut text = "Fitted and published figures, non-US IMG (residual: fitted minus published in standard errors;\n\
                    0 where a printed quartile is consistent with the fit)\n"
        .to_owned();
    let Hierarchy { mean, spread, .. } = &found.hierarchy;
    let _ = writeln!(
        text,
        "\nSlopes of all tracks: mean {:.2} ± {:.2}, spread between tracks {:.2} ± {:.2}",
        mean.mean, mean.sd, spread.mean, spread.sd
    );
    let InvitationShare { share, tracks } = found.invitations;
    let _ = writeln!(
        text,
        "Of a difference in matches between types {:.2} ± {:.2} is one of invitations (log-odds, {tracks} tracks)",
        share.mean, share.sd
    );
    for fit in &found.fits {
        let _ = writeln!(text, "\n{}", fit.setting.track.name);
        let prior = fit.setting.lambda_prior;
        let _ = writeln!(text, "  {:<36} {:>9.3} ± {:.3}", "lambda from the other tracks", prior.mean, prior.sd);
        for ((name, value), sd) in NAMES.iter().zip(fit.point.values()).zip(fit.sds()) {
            let _ = writeln!(text, "  {name:<36} {value:>9.3} ± {sd:.3}");
        }
        let _ = writeln!(text, "  {:<36} {:>9} {:>9} {:>9}", "figure", "published", "fitted", "residual");
        for figure in fit.residuals() {
            let mark = if figure.residual.abs() >= MARKED { " *" } else { "" };
            let _ = writeln!(
                text,
                "  {:<36} {:>9.3} {:>9.3} {:>9.2}{mark}",
                figure.figure, figure.published, figure.predicted, figure.residual
            );
        }
    }
    text
}

/// Standard deviations by a random walk against those of the posterior in use
/// and of the normal law at the mode.
fn walks(found: &Calibration) -> String {
    let mut text = "Standard deviations of a Metropolis sampler, compared with the posterior in use and with\n\
                    the normal distribution at the mode (Laplace)\n"
        .to_owned();
    for fit in found.fits.iter().filter(|fit| CHECKED.contains(&fit.track())) {
        let Some(walk) = fit.walk() else { continue };
        let _ = writeln!(text, "\n{} ({:.0}% of the steps accepted)", fit.setting.track.name, 100.0 * walk.accepted);
        for (index, sd) in fit.sds().iter().enumerate() {
            let laplace = fit.laplace[index][index].sqrt();
            let (walked, name) = (walk.sd[index], NAMES[index]);
            let (apart, laplace_apart) = (100.0 * (sd / walked - 1.0), 100.0 * (laplace / walked - 1.0));
            let _ = writeln!(
                text,
                "  {name:<16} Metropolis {walked:.3}, in use {sd:.3} ({apart:+.0}%), Laplace {laplace:.3} ({laplace_apart:+.0}%)"
            );
        }
    }
    text
}
