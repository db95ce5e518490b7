//! The simulated national market beside what was published.

use super::Answer;
use crate::market::answer::{Market, MarketFigure, OverMarkets, PublishedFigure, Replication, SCHEMA, Standing};
use crate::model::ApplicantType;
use crate::report::charts::market::{FILLS, INTERVIEWS};
use crate::report::charts::{self, Chart};
use crate::report::columns::{Column, MadeFrom, number, text};
use crate::report::document::{Block, Document, Table, Unasked, Width, dash, words};
use crate::report::number::{counted, thousands};
use crate::report::sentences::PARTIAL;

/// The column of names beside up to five numbers.
const NAME: Width = Width::Beside { others: 50, least: 22 };

/// The unit that stands in the row.
const IN_UNIT: &str = "`unit`";

/// The types that tables of all applicants have a row for.
const TYPES: [ApplicantType; 6] = ApplicantType::ALL;

/// The types that published tables of tracks tell apart.
const OF_TRACKS: [ApplicantType; 4] =
    [ApplicantType::UsMd, ApplicantType::UsDo, ApplicantType::UsImg, ApplicantType::NonUsImg];

impl Answer for Market {
    const NAME: &'static str = "market";
    const QUESTION: &'static str = "What does the simulated national market show?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "number of the market";
    const HAS_PARQUET: bool = true;
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> =
        Some(|one| MadeFrom { scenario: &one.scenario.file, seed: one.seed, version: one.version, draws: one.markets });
    type Row<'a> = &'a MarketFigure;

    fn columns<'a>() -> Vec<Column<&'a MarketFigure>> {
        vec![
            text("variant", "Name of the variant; empty for the market of the file itself.", |one| {
                one.variant.as_deref()
            }),
            text("quantity", "Key of the quantity.", |one| Some(one.quantity)),
            text("unit", "Unit of the numbers.", |one| Some(one.unit)),
            text("track", "Key of the track; empty for all.", |one| one.track.as_deref()),
            text("applicants", "Applicant type; empty for all.", |one| one.applicants.map(ApplicantType::key)),
            number("market", IN_UNIT, "Mean over the markets.", |one| Some(one.market.mean)),
            number("low90", IN_UNIT, "5% point over the markets.", |one| Some(one.market.interval90[0])),
            number("high90", IN_UNIT, "95% point over the markets.", |one| Some(one.market.interval90[1])),
            number("mc_error", IN_UNIT, "Standard error of the mean; empty with one market.", |one| {
                one.market.mc_error
            }),
            number(
                "model",
                IN_UNIT,
                "Mean of the one-applicant model for the same people and applications; empty where it says nothing of it.",
                |one| one.model.map(|model| model.mean),
            ),
            number("published", IN_UNIT, "The latest published figure; empty where nothing was published.", |one| {
                one.published.as_ref().map(|figure| figure.value)
            }),
            number("published_year", "", "Year of its Match.", |one| {
                one.published.as_ref().map(|figure| f64::from(figure.year))
            }),
            number("published_low", IN_UNIT, "Least figure of all published years.", |one| {
                one.published.as_ref().map(|figure| figure.range[0])
            }),
            number("published_high", IN_UNIT, "Greatest figure of all published years.", |one| {
                one.published.as_ref().map(|figure| figure.range[1])
            }),
            text("source_id", "Source of the published figure.", |one| {
                one.published.as_ref().map(|figure| figure.source_id.as_str())
            }),
            text("standing", "`judge`, `near_input` (agreement proves little) or `unpublished`.", |one| {
                Some(standing(one.standing))
            }),
            number("change", IN_UNIT, "In a variant, the mean difference from the market of the file.", |one| {
                one.change.map(|change| change.mean)
            }),
            number("change_error", IN_UNIT, "Standard error of that difference.", |one| {
                one.change.and_then(|change| change.mc_error)
            }),
            number("mean", IN_UNIT, "The same as `market`, by the name that it has in other tables.", |one| {
                Some(one.market.mean)
            }),
        ]
    }

    fn rows(&self) -> Vec<&MarketFigure> {
        self.figures.iter().collect()
    }

    fn charts(&self) -> Vec<Chart<'_>> {
        charts::market::charts(self)
    }

    fn is_partial(&self) -> bool {
        self.partial
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.scenario);
        if self.partial {
            document.hanging("Partial: ", PARTIAL, 0).part();
        }
        document.paragraphs(verdict(self)).say(summary(self)).part().chart(INTERVIEWS);
        if !self.replications.is_empty() {
            document
                .heading("Does it reproduce what was published?")
                .table(replications(&self.replications))
                .paragraphs(reasons(&self.replications));
        }
        let is_country = self.figures.iter().any(|one| one.model.is_some());
        if is_country {
            document.heading("Who matches?").table(by_type(self, "match_rate"));
            document.heading("Who has a place after SOAP?").table(by_type(self, "placed_after_soap"));
            document
                .heading("Where the one-applicant model assumes: model, market and published")
                .fold("Each quantity", Unasked::Terminal, [Block::Table(assumptions(self))])
                .heading("Who fills the positions? Share of the filled PGY-1 positions, market (published)")
                .push_all(self.charts().iter().any(|chart| chart.stem() == FILLS).then_some(Block::Chart(FILLS)))
                .fold("Every share", Unasked::Terminal, [Block::Table(fills(self))])
                .heading("Who matches to the specialty they prefer? Market (published)")
                .fold("Every specialty", Unasked::Terminal, [Block::Table(preferred(self))])
                .heading("What stays unfilled?")
                .fold("Every specialty with open positions", Unasked::Terminal, [Block::Table(unfilled(self))]);
        }
        let numbers = [Block::Table(whole(self))];
        document.heading("The whole market").fold("Every number of it", Unasked::Terminal, numbers);
        for variant in variants(self) {
            document.heading(format!("What changes with “{variant}”?")).table(changes(self, variant));
        }
        document.paragraphs([how_to_read(self)]);
        document
    }
}

/// How far the match rates by type are from what was published.
fn verdict(market: &Market) -> Option<String> {
    let off = TYPES.into_iter().filter_map(|kind| {
        let one = market.figure("match_rate", None, Some(kind))?;
        Some(((one.market.mean - one.published.as_ref()?.value).abs(), kind))
    });
    let off: Vec<(f64, ApplicantType)> = off.collect();
    let (least, _) = off.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let (most, furthest) = off.iter().max_by(|a, b| a.0.total_cmp(&b.0)).filter(|_| off.len() > 1)?;
    let kind = furthest.label();
    Some(format!(
        "Match rates by applicant type are {least:.0} to {most:.0} points off what was published; {kind}s are furthest off."
    ))
}

fn summary(market: &Market) -> String {
    let markets = counted(market.markets, "market");
    format!(
        "{markets} of {} applicants, {} programs and {} positions. Stable matches, each checked completely: {} of {}.",
        thousands(market.applicants),
        thousands(market.programs),
        thousands(market.positions),
        thousands(market.stable),
        thousands(market.matches),
    )
}

fn how_to_read(market: &Market) -> String {
    let range = if market.markets > 1 {
        "Range: 90% of the simulated markets, that is, how far one year differs from another by chance."
    } else {
        "One market has no range; simulate several with --markets."
    };
    format!(
        "{range} Published: the latest figure, and the least and greatest of its years. Figures marked * stand near the inputs of \
         the market, so that agreement proves little; the others judge it. The market is made of published counts and of stated \
         assumptions; no number was fitted to these figures (docs/market.md names the one rule that was chosen after they were seen). It describes the country, not your chances at one program."
    )
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Judge => "judge",
        Standing::NearInput => "near_input",
        Standing::Unpublished => "unpublished",
    }
}

/// A number with as many decimals as its unit carries.
fn shown(value: f64, unit: &str) -> String {
    match unit {
        "percent" => format!("{value:.1}%"),
        "0 to 1" => format!("{value:.2}"),
        "people" | "positions" if value >= 1000.0 => format!("{value:.0}"),
        _ => format!("{value:.1}"),
    }
}

fn range(over: &OverMarkets, unit: &str) -> String {
    if over.mc_error.is_none() {
        return dash();
    }
    let [low, high] = over.interval90.map(|end| shown(end, unit));
    format!("{}–{high}", low.trim_end_matches('%'))
}

/// The published figure with its year, and a mark if it stands near an input.
fn published(one: &MarketFigure) -> String {
    let mark = if one.standing == Standing::NearInput { "*" } else { "" };
    one.published.as_ref().map_or_else(dash, |figure| format!("{}{mark}", shown(figure.value, one.unit)))
}

fn years(figure: Option<&PublishedFigure>, unit: &str) -> String {
    match figure {
        Some(figure) if figure.years > 1 => {
            let [low, high] = figure.range.map(|end| shown(end, unit));
            format!("{}–{high}", low.trim_end_matches('%'))
        }
        Some(figure) => figure.year.to_string(),
        None => dash(),
    }
}

fn model(one: &MarketFigure) -> String {
    one.model.map_or_else(dash, |model| shown(model.mean, one.unit))
}

fn row(name: String, one: &MarketFigure) -> Vec<String> {
    let figure = one.published.as_ref();
    vec![
        name,
        model(one),
        shown(one.market.mean, one.unit),
        range(&one.market, one.unit),
        published(one),
        years(figure, one.unit),
    ]
}

const TITLES: [&str; 5] = ["Model", "Market", "Range", "Published", "Years"];

fn by_type(market: &Market, quantity: &str) -> Table {
    let rows = TYPES
        .into_iter()
        .filter_map(|kind| Some(row(kind.label().to_owned(), market.figure(quantity, None, Some(kind))?)));
    Table::named(words("").wide(NAME), TITLES, rows.collect::<Vec<_>>()).telling()
}

/// What the one-applicant model takes from fits and assumptions, and what comes out of a market.
fn assumptions(market: &Market) -> Table {
    let quantities = [
        ("first_choice", "First choice"),
        ("top_three", "One of three"),
        ("no_interview", "No interview"),
        ("interviews", "Interviews"),
        ("list_length_matched", "List of the matched"),
        ("acceptance_first_third", "Taken, top of the list"),
        ("acceptance_middle_third", "Taken, middle"),
        ("acceptance_last_third", "Taken, end of the list"),
    ];
    let kinds = std::iter::once(None).chain(OF_TRACKS.map(Some));
    let rows = quantities.into_iter().flat_map(|(key, name)| {
        kinds.clone().filter_map(move |kind| {
            let of = kind.map_or("all", ApplicantType::label);
            Some(row(format!("{name}: {of}"), market.figure(key, None, kind)?))
        })
    });
    Table::named(words("").wide(NAME), TITLES, rows.collect::<Vec<_>>())
}

/// Tracks that the market has, with their short names, in the order of the tables.
fn tracks(market: &Market) -> Vec<(&str, &str)> {
    let of = market.figures.iter().filter(|one| one.variant.is_none() && one.quantity == "positions");
    of.filter_map(|one| Some((one.track.as_deref()?, one.track_name.as_deref()?))).collect()
}

fn beside(one: Option<&MarketFigure>) -> String {
    let Some(one) = one else { return dash() };
    let mark = if one.standing == Standing::NearInput { "*" } else { "" };
    match &one.published {
        Some(figure) => format!("{:.0} ({:.0}{mark})", one.market.mean, figure.value),
        None => format!("{:.0}", one.market.mean),
    }
}

fn of_tracks(market: &Market, quantity: &str) -> Table {
    let titles = ["US MD", "US DO", "US IMG", "non-US IMG"];
    let rows = tracks(market).into_iter().map(|(key, name)| {
        let cells = OF_TRACKS.map(|kind| beside(market.figure(quantity, Some(key), Some(kind))));
        std::iter::once(name.to_owned()).chain(cells).collect()
    });
    Table::named(words("%"), titles, rows.collect::<Vec<_>>())
}

fn fills(market: &Market) -> Table {
    of_tracks(market, "share_of_filled")
}

fn preferred(market: &Market) -> Table {
    let mut table = of_tracks(market, "match_rate_preferred");
    table.rows.retain(|row| row[1..].iter().any(|cell| *cell != dash()));
    table
}

fn unfilled(market: &Market) -> Table {
    let rows = tracks(market).into_iter().filter_map(|(key, name)| {
        let (share, programs) =
            (market.figure("unfilled_share", Some(key), None)?, market.figure("unfilled_programs", Some(key), None)?);
        let figure = share.published.as_ref();
        Some(vec![
            name.to_owned(),
            shown(share.market.mean, share.unit),
            published(share),
            years(figure, share.unit),
            shown(programs.market.mean, programs.unit),
            published(programs),
        ])
    });
    let titles = ["Positions", "Published", "Years", "Programs", "Published"];
    Table::named(words(""), titles, rows.collect::<Vec<_>>())
}

/// Figures without a track and a type.
fn whole(market: &Market) -> Table {
    let of =
        market.figures.iter().filter(|one| one.variant.is_none() && one.track.is_none() && one.applicants.is_none());
    Table::named(words("").wide(NAME), TITLES, of.map(|one| row(one.label.to_owned(), one)).collect::<Vec<_>>())
        .telling()
}

fn variants(market: &Market) -> Vec<&str> {
    let mut names: Vec<&str> = market.figures.iter().filter_map(|one| one.variant.as_deref()).collect();
    names.dedup();
    names
}

/// Least change that is shown, in standard errors, and relative to the number.
const SHOWN_ERRORS: f64 = 3.0;

/// Changes of figures of all tracks, and of the tracks that change most.
fn changes(market: &Market, variant: &str) -> Table {
    let of = market.figures.iter().filter(|one| one.variant.as_deref() == Some(variant) && one.track.is_none());
    let matters = |one: &&MarketFigure| {
        let Some(change) = one.change else { return false };
        change.mean.abs() > SHOWN_ERRORS * change.mc_error.unwrap_or(0.0)
            && change.mean.abs() > 1e-3 * one.market.mean.abs()
    };
    let rows = of.filter(matters).map(|one| {
        let name =
            one.applicants.map_or_else(|| one.label.to_owned(), |kind| format!("{}: {}", one.label, kind.label()));
        let change = one.change.map_or(0.0, |change| change.mean);
        let signed = format!("{change:+.2}").replace('-', "−");
        vec![name, shown(one.market.mean - change, one.unit), shown(one.market.mean, one.unit), signed]
    });
    Table::named(words("").wide(NAME), ["Without", "With", "Change"], rows.collect::<Vec<_>>())
}

fn replications(all: &[Replication]) -> Table {
    let rows = all.iter().map(|one| {
        vec![
            one.what.clone(),
            format!("{:.1}", one.published),
            format!("{:.1}", one.tolerance),
            one.found.map_or_else(dash, |found| format!("{found:.1}")),
            if one.is_met { "yes".to_owned() } else { "no".to_owned() },
        ]
    });
    Table::named(words("").wide(NAME), ["Published", "Tolerance", "Market", "Within"], rows)
}

fn reasons(all: &[Replication]) -> Vec<String> {
    let mut reasons: Vec<&str> = all.iter().filter(|one| !one.is_met).filter_map(|one| one.reason.as_deref()).collect();
    reasons.dedup();
    reasons.into_iter().map(|reason| format!("Why it fails: {reason}.")).collect()
}
