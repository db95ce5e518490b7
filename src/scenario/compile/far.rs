//! People far from everybody that the parameters were fitted to.

use crate::model::{ParameterPrior, PoolMoments, Uncertain};
use crate::scenario::raw::{RawApplicant, Typed};
use crate::scenario::warning::WarningKind;

use super::Compiler;

/// Standard deviations from the mean of the pool beyond which the model guesses:
/// of a normal law, one person in 16,000 is further away.
const FAR: f64 = 4.0;

/// Warns of numbers that hardly anybody in the pool of the home track has.
pub fn warn(compiler: &Compiler<'_>, raw: &RawApplicant, prior: &ParameterPrior) {
    let Some(home) = prior.tracks.get(prior.home_track) else { return };
    let pool = &home.pool;
    let as_is = |value: f64| value;
    let look = |what: &'static str, typed: &Typed<Uncertain>, moments: PoolMoments, scale: fn(f64) -> f64| {
        let Some(given) = typed.given().filter(|_| moments.sd > 0.0) else { return };
        let distance = |value: f64| (scale(value) - moments.mean) / moments.sd;
        let Uncertain { low, high } = *given.get_ref();
        let end = if distance(low).abs() > distance(high).abs() { low } else { high };
        if distance(end).abs() > FAR {
            let kind =
                WarningKind::FarFromPool { what, value: end, sds: distance(end).abs(), track: home.name.clone() };
            compiler.warn(kind.at(given.span()));
        }
    };
    look("step2_ck", &raw.step2_ck, pool.step2_ck, as_is);
    look("years_since_graduation", &raw.years_since_graduation, pool.years_since_graduation, as_is);
    look("publications", &raw.publications, pool.ln_publications, libm::log1p);
}
