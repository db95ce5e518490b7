//! `results.json` and the answers: contracts as they are.

use serde::Serialize;

use super::error::ReportError;
use super::presentable::escaped_json;

/// Results, or the answer to a question, as indented JSON with a line break at the end.
///
/// # Errors
///
/// [`ReportError::Json`] if they cannot be encoded.
pub fn to_json(results: &impl Serialize) -> Result<String, ReportError> {
    Ok(escaped_json(&serde_json::to_string_pretty(results)?) + "\n")
}

/// The same in one line, for one document a line.
///
/// # Errors
///
/// [`ReportError::Json`] if they cannot be encoded.
pub fn to_json_line(results: &impl Serialize) -> Result<String, ReportError> {
    Ok(escaped_json(&serde_json::to_string(results)?) + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::results::Results;
    use crate::report::fixture;

    fn parsed(results: &Results) -> serde_json::Value {
        serde_json::from_str(&to_json(results).expect("encoded")).expect("valid JSON")
    }

    #[test]
    fn the_contract_has_its_keys() {
        let json = parsed(&fixture::five_by_six());
        assert_eq!(json["schema"], "matchfolio.results/1");
        for key in
            ["version", "seed", "engine", "scenario", "simulation", "tracks", "portfolios", "comparisons", "notices"]
        {
            assert!(!json[key].is_null(), "{key}");
        }
        let portfolio = &json["portfolios"][3];
        for pointer in [
            "/name",
            "/applications",
            "/cost_usd",
            "/outcomes/unmatched/mean",
            "/outcomes/unmatched/interval90/1",
            "/outcomes/unmatched/mc_error",
            "/outcomes/preliminary_only/mean",
            "/outcomes/matched/diagnostic_radiology/mean",
            "/outcomes/matched_without_pgy1/diagnostic_radiology/mean",
            "/expected_value/mean",
            "/interviews/internal_medicine/mean/mean",
            "/interviews/internal_medicine/quantiles/0.95",
            "/interviews_total/distribution/0",
            "/failure/no_interview/mean",
            "/rank_reached/first_choice/mean",
        ] {
            assert!(portfolio.pointer(pointer).is_some(), "{pointer}");
        }
        assert!(["a_lower", "b_lower", "tie"].contains(&json["comparisons"][0]["verdict"].as_str().expect("text")));
    }

    #[test]
    fn names_are_kept_to_the_letter() {
        let results = fixture::odd_names();
        assert_eq!(parsed(&results)["portfolios"][4]["name"], results.portfolios[4].name.as_str());
    }
}
