//! The shipped parameters against the figures they stand for.

use std::fmt::Write as _;
use std::path::Path;

use matchfolio::calibration::average::average;
use matchfolio::calibration::shift::shifted_rows;
use matchfolio::model::ApplicantType;
use matchfolio::reference::{Origin, ParameterRow, Reference};

fn reference() -> Reference {
    Reference::embedded().expect("the shipped tables are right")
}

fn line(row: &ParameterRow) -> String {
    let ParameterRow { track, mean_applications, visa_need_share, a, a_sd, ln_sigma, ln_sigma_sd, .. } = row;
    let ParameterRow { kappa, kappa_sd, lambda, lambda_sd, invitation_rate, match_rate, source_id, note, .. } = row;
    format!(
        "{track},{},{mean_applications},{visa_need_share},{a},{a_sd},{ln_sigma},{ln_sigma_sd},{kappa},{kappa_sd},\
         {lambda},{lambda_sd},{invitation_rate},{match_rate},assumption,{source_id},{note}",
        row.applicant_type.key()
    )
}

/// Rewrites the shifted rows with `MATCHFOLIO_UPDATE=1 cargo test`.
#[test]
fn the_shifted_parameters_are_the_ones_that_meet_the_targets() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/parameters/provisional.csv");
    let shipped = std::fs::read_to_string(&path).expect("the table is there");
    let rows = shifted_rows(&reference()).expect("every target is within reach");
    let fitted = shipped.lines().filter(|line| line.starts_with("track,") || line.contains(",fit,"));
    let mut expected: String = fitted.map(|line| format!("{line}\n")).collect();
    for row in &rows {
        writeln!(expected, "{}", line(row)).expect("a string grows");
    }
    if std::env::var_os("MATCHFOLIO_UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the table can be written");
    }
    assert!(shipped == expected, "run MATCHFOLIO_UPDATE=1 cargo test and look at data/parameters/provisional.csv");
}

/// The formula of the program gives the match rate that the fit printed, for
/// every track, within 0.15 points: the same model was fitted as is simulated.
#[test]
fn the_average_applicant_of_every_fitted_track_matches_as_often_as_fitted() {
    let reference = reference();
    let fitted: Vec<_> = reference.parameters.iter().filter(|row| row.origin == Origin::Fit).collect();
    assert_eq!(fitted.len(), 16);
    for row in fitted {
        let prior = reference.prior(ApplicantType::NonUsImg, std::slice::from_ref(&row.track)).expect("a prior");
        let found = average(&prior.tracks[0], &prior.assumptions.central());
        assert!((found.match_rate - row.match_rate).abs() < 0.0015, "{}: {found:?} against {row:?}", row.track);
        assert!((found.invitation_rate / row.invitation_rate - 1.0).abs() < 0.005, "{}: {found:?}", row.track);
    }
}

#[test]
fn every_track_has_parameters_for_every_applicant_type() {
    let reference = reference();
    for track in &reference.tracks {
        for kind in ApplicantType::ALL {
            let prior = reference.prior(kind, std::slice::from_ref(&track.track));
            assert!(prior.is_ok(), "{prior:?}");
        }
    }
}
