//! A person's chances with acceptance from simulated markets, beside those of the fit.

use std::fmt::Write as _;

use super::Answer;
use crate::engine::results::Engine;
use crate::market::answer::OverMarkets;
use crate::market::answer::opinion::{
    Chances, MarketChange, PortfolioChange, PortfolioOpinion, SCHEMA, SecondOpinion, TrackChange, TrackOpinion,
};
use crate::report::columns::{Column, MadeFrom, SHARE, estimate, text};
use crate::report::document::{Document, Table, Width, dash, words};
use crate::report::number::{counted, thousands};
use crate::report::percent::{Counted, chance, change_with_error, interval, told_points, whole};
use crate::report::presentable::cleaned;
use crate::report::sentences::NOT_A_PROMISE;

/// The column of names beside up to four numbers.
const NAME: Width = Width::Beside { others: 52, least: 22 };

/// Difference of two match rates, in percentage points, from which the market contradicts what was published.
const CONTRADICTION: f64 = 10.0;

/// Factor between the shares that go without a match from which an answer contradicts what was published.
const CONTRADICTORY_FACTOR: f64 = 2.0;

/// Difference of match rates, in percentage points, below which no factor contradicts anything.
const SMALL_DIFFERENCE: f64 = 2.0;

/// Change of a chance below which it does not matter that the two ways of carrying it over disagree.
const SMALL_CHANGE: f64 = 0.005;

/// Difference of two chances up to which they agree.
const AGREEMENT: f64 = 0.03;

/// A row of the table: whose chances, and by what.
pub struct Row<'a> {
    portfolio: &'a str,
    basis: &'static str,
    change: Option<&'a str>,
    chances: Chances,
}

impl Answer for SecondOpinion {
    const NAME: &'static str = "second-opinion";
    const QUESTION: &'static str = "What do simulated national markets say?";
    const SCHEMA: &'static str = SCHEMA;
    const ROW: &'static str = "portfolio, basis and change of the market";
    const MADE_FROM: Option<fn(&Self) -> MadeFrom<'_>> = Some(|one| MadeFrom {
        scenario: &one.scenario.file,
        seed: one.seed,
        version: one.version,
        draws: one.parameter_draws,
    });
    type Row<'a> = Row<'a>;

    fn columns<'a>() -> Vec<Column<Row<'a>>> {
        vec![
            text("portfolio", "Name of the portfolio.", |row| Some(row.portfolio)),
            text("change", "The change of the market; empty without one.", |row| row.change),
            text(
                "basis",
                "`fitted`: by the fit; `acceptance`: acceptance from the markets; `market`: invitations too; `difference`: `acceptance` \
                 less `fitted`. With a change: `after`: the fit, moved as the markets move; `moved`: `after` less `fitted`; \
                 `moved_in_market`: the same at the level of the markets.",
                |row| Some(row.basis),
            ),
            estimate("unmatched_", SHARE, "Unmatched, or the difference.", |row| Some(row.chances.unmatched)),
            estimate("residency_", SHARE, "A complete residency, or the difference.", |row| {
                Some(row.chances.residency)
            }),
        ]
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let row = |portfolio, basis, change, chances: &Chances| Row { portfolio, basis, change, chances: *chances };
        let mut rows = Vec::new();
        for one in &self.portfolios {
            let all = [
                ("fitted", &one.fitted),
                ("acceptance", &one.acceptance),
                ("market", &one.market),
                ("difference", &one.difference),
            ];
            rows.extend(all.map(|(basis, chances)| row(&one.name, basis, None, chances)));
        }
        for change in &self.changes {
            for one in &change.portfolios {
                let all = [("after", &one.after), ("moved", &one.change), ("moved_in_market", &one.change_in_market)];
                rows.extend(all.map(|(basis, chances)| row(&one.name, basis, Some(change.name.as_str()), chances)));
            }
        }
        rows
    }

    fn document(&self) -> Document {
        let mut document = Document::of(&self.scenario);
        document
            .say(verdict(self))
            .paragraphs(contradictions(self))
            .paragraphs([standing(self)])
            .heading("How often do you go unmatched?")
            .table(unmatched(self))
            .paragraphs([with_invitations(self)])
            .heading("What do the markets say of people like you?")
            .table(tracks(self))
            .paragraphs(kept(self));
        for change in &self.changes {
            document
                .heading(question(change))
                .table(changed(self, change))
                .paragraphs(disagreement(self, change))
                .paragraphs([moved(change)])
                .paragraphs(yours(change));
        }
        document.paragraphs([how_to_read(self).as_str(), NOT_A_PROMISE]);
        document
    }
}

fn counted_by(answer: &SecondOpinion) -> Counted {
    match answer.engine {
        // What none of so many seasons showed is not spoken of as impossible.
        Engine::Trials => Counted::Seasons(answer.parameter_draws),
        Engine::Conditional => Counted::Exactly,
    }
}

/// How well the two agree.
fn verdict(answer: &SecondOpinion) -> String {
    let size = |one: &&PortfolioOpinion| one.difference.unmatched.mean.abs();
    let Some(farthest) = answer.portfolios.iter().max_by(|a, b| size(a).total_cmp(&size(b))) else {
        return String::new();
    };
    let name =
        |name: &str| if answer.portfolios.len() > 1 { format!(" with “{}”", cleaned(name)) } else { String::new() };
    let safest = |of: fn(&PortfolioOpinion) -> f64| {
        answer.portfolios.iter().min_by(|a, b| of(a).total_cmp(&of(b))).map(|one| one.name.as_str())
    };
    let (by_fit, by_market) = (safest(|one| one.fitted.unmatched.mean), safest(|one| one.acceptance.unmatched.mean));
    let far = format!(
        "with acceptance from the market you go unmatched in {}{}; the usual answer is {}",
        whole(farthest.acceptance.unmatched.mean),
        name(&farthest.name),
        whole(farthest.fitted.unmatched.mean)
    );
    let mut said = if size(&farthest) <= AGREEMENT {
        format!("The simulated market agrees with the usual answer: {far}.")
    } else {
        format!(
            "The simulated market differs from the usual answer by up to {} percentage points: {far}.",
            told_points(&farthest.difference.unmatched)
        )
    };
    if let (Some(fit), Some(market), true) = (by_fit, by_market, answer.portfolios.len() > 1) {
        let _ = if fit == market {
            write!(said, " Both find “{}” the safest.", cleaned(fit))
        } else {
            write!(said, " The usual answer finds “{}” the safest, the market “{}”.", cleaned(fit), cleaned(market))
        };
    }
    said
}

/// What the market is worth against the fit.
fn standing(answer: &SecondOpinion) -> String {
    format!(
        "This is a second opinion, not a better answer. The usual answer rests on published match rates. The market is made of \
         published counts and of assumptions, and misses most of the figures that it is held against (docs/market.md). Where both \
         agree, your answer does not rest on the fit to match rates alone. Here are {}{}.",
        counted(answer.markets, "simulated market"),
        match answer.matches - answer.stable {
            0 => String::new(),
            unstable =>
                format!("; {} of their {} matches are not stable", thousands(unstable), thousands(answer.matches)),
        }
    )
}

fn unmatched(answer: &SecondOpinion) -> Table {
    let counted = counted_by(answer);
    let rows = answer.portfolios.iter().map(|one| {
        let (fit, market) = (&one.fitted.unmatched, &one.acceptance.unmatched);
        vec![
            one.name.clone(),
            chance(fit, counted),
            interval(fit),
            chance(market, counted),
            interval(market),
            change_with_error(&one.difference.unmatched),
        ]
    });
    let titles = ["Usual", "Usual range", "Market", "Market range", "Difference"];
    Table::named(words("Portfolio").wide(NAME), titles, rows.collect::<Vec<_>>())
}

fn with_invitations(answer: &SecondOpinion) -> String {
    let counted = counted_by(answer);
    let of =
        |one: &PortfolioOpinion| format!("{} with “{}”", chance(&one.market.unmatched, counted), cleaned(&one.name));
    let all: Vec<String> = answer.portfolios.iter().map(of).collect();
    format!("With invitations from the market too you go unmatched in {}.", all.join(", "))
}

fn percent(of: Option<f64>) -> String {
    of.map_or_else(dash, |value| format!("{value:.0}%"))
}

fn tracks(answer: &SecondOpinion) -> Table {
    let rows = answer.tracks.iter().map(|track| {
        vec![
            track.name.clone(),
            whole(track.fitted_acceptance),
            percent(track.market_acceptance.map(|over| 100.0 * over.mean)),
            track.invitation_odds_ratio.map_or_else(dash, |ratio| format!("{ratio:.2}")),
            percent(track.model_rate.map(|over| over.mean)),
            percent(track.market_rate.map(|over| over.mean)),
            percent(track.published.as_ref().map(|figure| figure.value)),
        ]
    });
    let titles = ["Taken: usual", "Taken: market", "Invited", "Match: model", "Match: market", "Match: published"];
    Table::named(words("Specialty"), titles, rows.collect::<Vec<_>>()).telling()
}

/// Tracks of which the markets say too little.
fn kept(answer: &SecondOpinion) -> Option<String> {
    let few: Vec<&str> =
        answer.tracks.iter().filter(|track| !track.is_from_market).map(|track| track.name.as_str()).collect();
    (!few.is_empty()).then(|| {
        format!(
            "Too few people like you interview in the markets for {}: acceptance stays as usual there.",
            few.join(", ")
        )
    })
}

/// Which of the two answers is not what was published, and on which side.
fn contradictions(answer: &SecondOpinion) -> Vec<String> {
    answer.tracks.iter().flat_map(contradiction).collect()
}

fn contradiction(track: &TrackOpinion) -> Vec<String> {
    let Some(figure) = &track.published else { return Vec::new() };
    let (name, published, year) = (&track.name, figure.value, figure.year);
    let off = |rate: Option<OverMarkets>| {
        let rate = rate?.mean;
        let (less, more) = ((100.0 - rate).min(100.0 - published), (100.0 - rate).max(100.0 - published));
        let is_off = (rate - published).abs() > CONTRADICTION
            || more > CONTRADICTORY_FACTOR * less && more - less > SMALL_DIFFERENCE;
        is_off.then_some(rate)
    };
    let (usual, market) = (off(track.model_rate), off(track.market_rate));
    if let (Some(usual), Some(market)) = (usual, market)
        && (usual > published) == (market > published)
    {
        let (side, leaning) = if usual > published { ("above", "hopeful") } else { ("below", "gloomy") };
        return vec![format!(
            "In {name} both are {side} what was published (usual model {usual:.0}%, market {market:.0}%, published \
             {published:.0}% in {year}): read both answers as possibly too {leaning}."
        )];
    }
    let alone = |(what, rate): (&str, Option<f64>)| {
        let rate = rate?;
        let side = if rate > published { "hopeful" } else { "gloomy" };
        let (rate, published) = (100.0 - rate, 100.0 - published);
        Some(format!(
            "In {name} the {what} is too {side}: {rate:.0}% of the applicants of your type who prefer {name} go without it there, \
             {published:.0}% did in {year}."
        ))
    };
    [("market", market), ("usual model", usual)].into_iter().filter_map(alone).collect()
}

/// The change as a question; a variant with its name.
fn question(change: &MarketChange) -> String {
    let asked = format!("What if {}?", cleaned(&change.words));
    if change.name.contains('=') { asked } else { format!("{asked} (“{}”)", cleaned(&change.name)) }
}

/// Where a change means something else at the level of the market.
fn disagreement(answer: &SecondOpinion, change: &MarketChange) -> Option<String> {
    let disagrees = |one: &&PortfolioChange| {
        let (fit, market) = (one.change.unmatched.mean, one.change_in_market.unmatched.mean);
        let (less, more) = (fit.abs().min(market.abs()), fit.abs().max(market.abs()));
        more > SMALL_CHANGE && (more > CONTRADICTORY_FACTOR * less || fit * market < 0.0)
    };
    let all: Vec<String> =
        change.portfolios.iter().filter(disagrees).map(|one| format!("“{}”", cleaned(&one.name))).collect();
    (!all.is_empty()).then(|| {
        let with = if all.len() == answer.portfolios.len() { String::new() } else { format!(" with {}", all.join(", ")) };
        format!(
            "The two ways of carrying the change over disagree by more than a factor of 2{with}: the change is too large for this \
             method. Do not rely on its size."
        )
    })
}

fn changed(answer: &SecondOpinion, change: &MarketChange) -> Table {
    let counted = counted_by(answer);
    let rows = answer.portfolios.iter().zip(&change.portfolios).map(|(now, then)| {
        vec![
            then.name.clone(),
            chance(&now.fitted.unmatched, counted),
            chance(&then.after.unmatched, counted),
            change_with_error(&then.change.unmatched),
            change_with_error(&then.change_in_market.unmatched),
        ]
    });
    let titles = ["Unmatched now", "Then", "Change", "Change at market level"];
    Table::named(words("Portfolio").wide(NAME), titles, rows.collect::<Vec<_>>())
}

/// What the change does to invitations and acceptance.
fn moved(change: &MarketChange) -> String {
    let side = |of: f64| if of < 0.0 { "fall" } else { "rise" };
    let of = |track: &TrackChange| {
        let (odds, points) = (100.0 * (track.invitation_odds_ratio - 1.0), 100.0 * track.acceptance);
        let invitation = if odds >= 100.0 {
            format!("the odds of an invitation are {:.1} times as high", track.invitation_odds_ratio)
        } else if odds.abs() < 0.5 {
            "the odds of an invitation stay".to_owned()
        } else {
            format!("the odds of an invitation {} by {:.0}%", side(odds), odds.abs())
        };
        let taken = if points.abs() < 0.05 {
            "the chance of being taken after an interview stays".to_owned()
        } else {
            format!("the chance of being taken after an interview {}s by {:.1} points", side(points), points.abs())
        };
        format!("{}: {invitation}, and {taken}", track.name)
    };
    let all: Vec<String> = change.tracks.iter().map(of).collect();
    format!("What the change does to people like you: {}.", all.join("; "))
}

/// What the person does otherwise.
fn yours(change: &MarketChange) -> Option<String> {
    (!change.person.is_empty()).then(|| {
        let all: Vec<String> = change.person.iter().map(|words| cleaned(words)).collect();
        format!("What you do differently then: {}.", all.join("; "))
    })
}

fn how_to_read(answer: &SecondOpinion) -> String {
    let ends = if answer.markets > 1 {
        ""
    } else {
        " One market does not show how markets differ; simulate several with --markets."
    };
    let changes = if answer.changes.is_empty() {
        ""
    } else {
        " A change moves the usual chances by as much as the market moves, with the same people, programs and draws before and \
         after; “Change at market level” is the same change where invitations and acceptance are those of the market."
    };
    format!(
        "Usual: as “matchfolio run” gives it. Market: the chance that a program takes you after an interview comes from {}; \
         everything else is as usual. Taken: the chance that a program that interviewed takes somebody like those who \
         interview. Invited: the odds of an invitation in the market, against 1 in the usual answer. Match: how many of your type who prefer the \
         specialty match to it, by the usual model with the same simulated people, in the market, and as published. Differences are \
         in percentage points; their simulation error, which holds the few markets, is shown where it is 0.1 points or more. Ranges \
         leave out how uncertain the market itself is: it is simulated at central parameters.{changes}{ends}",
        counted(answer.markets, "simulated market")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::answer::PublishedFigure;

    fn said(name: &str, [model, market, published]: [f64; 3]) -> String {
        let over = |mean| OverMarkets { mean, interval90: [mean; 2], mc_error: None };
        let figure =
            PublishedFigure { value: published, year: 2026, range: [published; 2], years: 1, source_id: String::new() };
        let track = TrackOpinion {
            track: name.to_owned(),
            name: name.to_owned(),
            people: 500,
            is_from_market: true,
            fitted_acceptance: 0.3,
            market_acceptance: None,
            invitation_odds_ratio: None,
            market_rate: Some(over(market)),
            model_rate: Some(over(model)),
            published: Some(figure),
        };
        contradiction(&track).join(" ")
    }

    #[test]
    fn both_answers_are_judged_by_what_was_published() {
        assert_eq!(
            said("DR", [41.0, 46.0, 58.0]),
            "In DR both are below what was published (usual model 41%, market 46%, published 58% in 2026): read both answers as possibly \
             too gloomy."
        );
        assert_eq!(
            said("IR", [89.0, 99.0, 90.0]),
            "In IR the market is too hopeful: 1% of the applicants of your type who prefer IR go without it there, 10% did in 2026."
        );
        assert!(said("IM", [80.0, 95.0, 94.0]).starts_with("In IM the usual model is too gloomy: 20% of"));
        assert_eq!(said("FM", [98.0, 99.3, 98.0]), "");
        assert!(said("PS", [70.0, 99.0, 85.0]).matches("In PS the").count() == 2);
    }
}
