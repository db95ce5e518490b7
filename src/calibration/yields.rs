//! Invitations per application from all public figures together (`docs/methods.md` §9): surveys,
//! lists and the interviews that programs have to give, each with its own error and a spread
//! between sources.

use crate::model::logistic::{logistic, logit};
use crate::model::{ApplicantType, Spread};
use crate::reference::{InvitationRateRow, Reference, ReferenceError, TargetRow};

/// What all observations of a track and applicant type say together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Yield {
    /// Random-effects mean on the log-odds, with its standard error.
    pub logit: Spread,
    /// Number of observations.
    pub observations: usize,
    /// Lowest and highest observation, as rates.
    pub range: [f64; 2],
}

/// The random-effects mean of observations whose sources differ by `between` on the log-odds; none
/// without an observation.
#[must_use]
pub fn combined(observations: &[&InvitationRateRow], between: f64) -> Option<Yield> {
    let weight = |row: &InvitationRateRow| (row.sd * row.sd + between * between).recip();
    let precision: f64 = observations.iter().map(|row| weight(row)).sum();
    let mean = observations.iter().map(|row| weight(row) * logit(row.rate)).sum::<f64>() / precision;
    let rates = || observations.iter().map(|row| row.rate);
    let range = [rates().fold(f64::INFINITY, f64::min), rates().fold(0.0, f64::max)];
    let logit = Spread { mean, sd: precision.sqrt().recip() };
    (!observations.is_empty()).then_some(Yield { logit, observations: observations.len(), range })
}

/// What the shipped observations of a track and type say together.
///
/// # Errors
///
/// When the spread between sources has no row.
pub fn of(reference: &Reference, track: &str, kind: ApplicantType) -> Result<Option<Yield>, ReferenceError> {
    let is_it = |row: &&InvitationRateRow| row.track == track && row.applicant_type == kind;
    let observations: Vec<&InvitationRateRow> = reference.invitation_rates.iter().filter(is_it).collect();
    Ok(combined(&observations, reference.assumed("yield_source_spread")?))
}

/// The target with the rate of its observations, where it has any.
///
/// # Errors
///
/// When the spread between sources has no row.
pub fn informed(reference: &Reference, target: &TargetRow) -> Result<TargetRow, ReferenceError> {
    let informed = |found: Yield| TargetRow {
        invitation_rate: Some(logistic(found.logit.mean)),
        invitation_sd: found.logit.sd,
        ..target.clone()
    };
    Ok(of(reference, &target.track, target.applicant_type)?.map_or_else(|| target.clone(), informed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::Origin;

    fn observed(rate: f64, sd: f64) -> InvitationRateRow {
        InvitationRateRow {
            track: "track".to_owned(),
            applicant_type: ApplicantType::UsMd,
            observation: "survey".to_owned(),
            rate,
            sd,
            origin: Origin::Published,
            year: 2024,
            source_id: "source".to_owned(),
            note: String::new(),
        }
    }

    #[test]
    fn observations_count_by_their_errors_and_none_counts_alone() {
        let (sharp, vague) = (observed(0.4, 0.1), observed(0.2, 0.8));
        let found = combined(&[&sharp, &vague], 0.3).unwrap();
        assert!(found.logit.mean < logit(0.4) && found.logit.mean > f64::midpoint(logit(0.4), logit(0.2)), "{found:?}");
        assert!((combined(&[&sharp], 0.3).unwrap().logit.sd - 0.1_f64.hypot(0.3)).abs() < 1e-12);
        assert!(found.logit.sd < 0.1_f64.hypot(0.3) && found.range == [0.2, 0.4]);
        assert!(combined(&[], 0.3).is_none());
    }

    /// However many sources share one bias, each of them brings its own: the error falls with their number.
    #[test]
    fn sources_that_agree_leave_a_smaller_error() {
        let rows: Vec<InvitationRateRow> = (0..4).map(|_| observed(0.3, 0.4)).collect();
        let rows: Vec<&InvitationRateRow> = rows.iter().collect();
        let (one, four) = (combined(&rows[..1], 0.3).unwrap(), combined(&rows, 0.3).unwrap());
        assert!((one.logit.sd / four.logit.sd - 2.0).abs() < 1e-12 && (one.logit.mean - four.logit.mean).abs() < 1e-12);
    }
}
