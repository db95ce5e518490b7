//! A person's chances with acceptance from simulated markets, beside those of the fit.

use std::fmt::Write as _;

use super::Answer;
use crate::engine::results::Engine;
use crate::market::answer::PublishedFigure;
use crate::market::answer::opinion::{
    Chances, Estimate, MarketChange, PortfolioOpinion, SCHEMA, SecondOpinion, TrackChange, TrackOpinion,
};
use crate::report::columns::{Column, SHARE, estimate, text};
use crate::report::document::{Document, Table, Width, dash, words};
use crate::report::number::{counted, thousands};
use crate::report::percent::{Counted, chance, error_points, interval, signed, signed_points, told_points, whole};
use crate::report::presentable::cleaned;
use crate::report::sentences::NOT_A_PROMISE;

/// The column of names beside up to four numbers.
const NAME: Width = Width::Beside { others: 52, least: 22 };

/// Difference of two match rates, in percentage points, from which the market contradicts what was published.
const CONTRADICTION: f64 = 10.0;

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
            .paragraphs([standing(self)])
            .heading("How often do you go unmatched?")
            .table(unmatched(self))
            .paragraphs([with_invitations(self)])
            .heading("What do the markets say of people like you?")
            .table(tracks(self))
            .paragraphs(kept(self))
            .paragraphs(contradictions(self));
        for change in &self.changes {
            document
                .heading(format!("What if {}?", cleaned(&change.name)))
                .table(changed(self, change))
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
         agree, your answer does not rest on the fit to match rates alone. Here are {} with {} stable matches.",
        counted(answer.markets, "market"),
        thousands(answer.stable),
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
            format!("{} {}", signed(&one.difference.unmatched), error_points(&one.difference.unmatched)),
        ]
    });
    let titles = ["Usual", "Range", "Market", "Range", "Difference"];
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
    let titles = ["Taken: usual", "market", "Invited", "Match: usual", "market", "published"];
    Table::named(words("").wide(NAME), titles, rows.collect::<Vec<_>>()).telling()
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

/// Where the level of the market is not what was published.
fn contradictions(answer: &SecondOpinion) -> Vec<String> {
    let of = |track: &TrackOpinion| {
        let (rate, figure): (_, &PublishedFigure) = (track.market_rate?, track.published.as_ref()?);
        let difference = rate.mean - figure.value;
        (difference.abs() > CONTRADICTION).then(|| {
            let side = if difference > 0.0 { "hopeful" } else { "gloomy" };
            format!(
                "In {} the market contradicts what was published: {:.0}% of the applicants of your type who prefer it match in the \
                 market, and {:.0}% did in {}. There the second opinion is too {side}.",
                track.name, rate.mean, figure.value, figure.year
            )
        })
    };
    answer.tracks.iter().filter_map(of).collect()
}

fn changed(answer: &SecondOpinion, change: &MarketChange) -> Table {
    let counted = counted_by(answer);
    let with_error = |of: &Estimate| format!("{} {}", signed(of), error_points(of));
    let rows = answer.portfolios.iter().zip(&change.portfolios).map(|(now, then)| {
        vec![
            then.name.clone(),
            chance(&now.fitted.unmatched, counted),
            chance(&then.after.unmatched, counted),
            with_error(&then.change.unmatched),
            with_error(&then.change_in_market.unmatched),
        ]
    });
    let titles = ["Unmatched", "Then", "Change", "At market level"];
    Table::named(words("Portfolio").wide(NAME), titles, rows.collect::<Vec<_>>())
}

/// What the change does to invitations and acceptance.
fn moved(change: &MarketChange) -> String {
    let of = |track: &TrackChange| {
        format!(
            "{}: odds of an invitation {:+.0}%, chance of being taken after an interview {} points",
            track.name,
            100.0 * (track.invitation_odds_ratio - 1.0),
            signed_points(track.acceptance)
        )
        .replace('-', "−")
    };
    let all: Vec<String> = change.tracks.iter().map(of).collect();
    format!("What the change does to people like you: {}.", all.join("; "))
}

/// What the person does otherwise.
fn yours(change: &MarketChange) -> Option<String> {
    (!change.person.is_empty()).then(|| {
        let all: Vec<String> = change.person.iter().map(|words| cleaned(words)).collect();
        format!("What you do otherwise then: {}.", all.join("; "))
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
         after; “at market level” is the same change where invitations and acceptance are those of the market."
    };
    format!(
        "Usual: as “matchfolio run” gives it. Market: the chance that a program takes you after an interview comes from {}; \
         everything else is as usual. Taken: the chance that a program that interviewed takes somebody like those who \
         interview. Invited: the odds of an invitation in the market, against 1 in the usual answer. Match: how many of your type who prefer the \
         specialty match to it. Differences are in percentage points with their simulation error, which holds the few markets. Ranges \
         leave out how uncertain the market itself is: it is simulated at central parameters.{changes}{ends}",
        counted(answer.markets, "simulated market")
    )
}
