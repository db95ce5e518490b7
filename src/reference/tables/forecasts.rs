//! `forecasts/`: sealed predictions of a Match to come, and what was published of it since.

use crate::reference::error::ReferenceError;
use crate::reference::record::Record;
use crate::reference::table::table;

table! {
    /// A sealed prediction of a Match that had not happened.
    pub struct ForecastRow: "forecasts/2027.csv", "sealed predictions of the 2027 Match";
    key: figure;
    may be empty;
    columns:
    /// Key.
    figure: String = key,
    /// Name for a person, without the year.
    name: String = text,
    /// Year of the Match.
    year: u16 = year,
    /// Kind of figure, in words.
    kind: String = text,
    /// 5%, 25%, 50%, 75% and 95% point of the prediction, in percent.
    quantiles[q05 q25 q50 q75 q95]: [f64; 5] = quantiles,
    /// The naive prediction, in percent.
    baseline: f64 = number(0.0..=100.0),
    /// What the naive prediction is.
    baseline_rule: String = text,
    /// Version of the program that made the prediction.
    program_version: String = text,
    /// SHA-256 over the SHA-256 of all tables that it was made from.
    tables_sha256: String = text,
}

fn quantiles(record: Record<'_>) -> Result<[f64; 5], ReferenceError> {
    let mut quantiles = [0.0; 5];
    for (quantile, column) in quantiles.iter_mut().zip(["q05", "q25", "q50", "q75", "q95"]) {
        *quantile = record.number(column, 0.0..=100.0)?;
    }
    if !quantiles.is_sorted() {
        return Err(record.wrong("q25", "quantiles out of order", "quantiles that rise from `q05` to `q95`"));
    }
    Ok(quantiles)
}

table! {
    /// What was published after a forecast was sealed.
    pub struct PublishedRow: "forecasts/2027_published.csv",
        "what was published after the forecast of the 2027 Match was sealed";
    key: figure;
    may be empty;
    columns:
    /// Key of the figure in the forecast.
    figure: String = key,
    /// The published figure, in percent.
    value: f64 = number(0.0..=100.0),
    source_id: String = source,
}
