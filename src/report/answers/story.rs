//! One simulated season in words: who invited, what was ranked, and why it ended so.

use crate::decide::answers::story::{Ending, PortfolioStory, Story, TrackStory};
use crate::report::document::Document;
use crate::report::number::counted;
use crate::report::presentable::cleaned;
use crate::report::sentences::NOT_A_PROMISE;

/// Standard deviations from which on a season is not as expected.
const NOTABLE: f64 = 0.5;

/// Programs that are named one by one.
const NAMED: usize = 12;

/// The season in words.
#[must_use]
pub fn document(story: &Story) -> Document {
    let mut document = Document::of(&story.scenario);
    document.say(format!(
        "Season {} of the simulation with seed {}, drawn program by program. It is one of many, chosen by its number: it \
         shows how the model works, and not what will happen to you.",
        story.season, story.seed
    ));
    for portfolio in &story.portfolios {
        document.long_heading(format!("With “{}”: {}", cleaned(&portfolio.name), ending(portfolio)));
        for track in &portfolio.tracks {
            document.item(invitations(track));
        }
        document.say(ranking(portfolio)).say(why(portfolio));
    }
    document.paragraphs([
        "A number is a program’s place among those of its specialty, the most open to you first.",
        NOT_A_PROMISE,
    ]);
    document
}

fn ending(portfolio: &PortfolioStory) -> &'static str {
    match portfolio.ending {
        Ending::Unmatched => "you go unmatched",
        Ending::PreliminaryOnly => "you get a preliminary year alone",
        Ending::Residency => "you match to a complete residency",
        Ending::WithoutPgy1 => "you match only partially, without a PGY-1",
    }
}

fn invitations(track: &TrackStory) -> String {
    let luck = if track.luck >= NOTABLE {
        "programs like you better than your application explains"
    } else if track.luck <= -NOTABLE {
        "programs like you less than your application explains"
    } else {
        "programs see you about as your application explains"
    };
    let invited = match track.invited.len() {
        0 => "none invites you".to_owned(),
        1 => format!("1 invites you: {}", listed(&track.invited)),
        many => format!("{many} invite you: {}", listed(&track.invited)),
    };
    let of = counted(u64::from(track.applications), "program");
    format!("{}: of {of}, {invited}; {luck}", track.name)
}

fn listed(names: &[String]) -> String {
    let mut shown: Vec<String> = names.iter().take(NAMED).map(|name| cleaned(name)).collect();
    if names.len() > NAMED {
        shown.push(format!("and {} more", names.len() - NAMED));
    }
    shown.join(", ")
}

fn ranking(portfolio: &PortfolioStory) -> String {
    let declined = match portfolio.declined {
        0 => String::new(),
        many => format!(" You decline {}, since your calendar is full.", counted(many as u64, "invitation")),
    };
    let ranked = if portfolio.ranked.is_empty() {
        "You have no program to rank.".to_owned()
    } else {
        format!("You rank, in this order: {}.", listed(&portfolio.ranked))
    };
    let supplemental = if portfolio.supplemental.is_empty() {
        String::new()
    } else {
        format!(" For the PGY-1 year you rank: {}.", listed(&portfolio.supplemental))
    };
    format!("{ranked}{supplemental}{declined}")
}

fn why(portfolio: &PortfolioStory) -> String {
    let chance = |track: &TrackStory| format!("{} {:.0}%", track.name, 100.0 * track.acceptance);
    let invited = portfolio.tracks.iter().filter(|track| !track.invited.is_empty());
    let chances = invited.map(chance).collect::<Vec<_>>().join(", ");
    match portfolio.rank {
        _ if portfolio.ranked.is_empty() => "Without an interview on the primary list there is no match.".to_owned(),
        None => format!(
            "None of them takes you. In this season each program that interviewed you takes you with a chance of: {chances}."
        ),
        Some(rank) => {
            let at = portfolio.ranked.get(rank - 1).map(|name| cleaned(name)).unwrap_or_default();
            let before = match rank - 1 {
                0 => "your first choice takes you".to_owned(),
                1 => "your first choice does not take you, and the next does".to_owned(),
                many => format!("the first {many} on your list do not take you, and the next does"),
            };
            let year = match portfolio.ending {
                Ending::WithoutPgy1 => {
                    " The position is advanced, and no program on your lists gives the PGY-1 it requires."
                }
                _ => "",
            };
            format!(
                "You match at {at}, rank {rank}: {before}. In this season each program that interviewed you takes you with \
                 a chance of: {chances}.{year}"
            )
        }
    }
}
