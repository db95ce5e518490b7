//! The best portfolio and all it is held against as CSV: one row a number.

use std::fmt::Write as _;

use crate::decide::answers::optimize::{Found, OptimizeAnswer, Step};
use crate::engine::results::Estimate;

/// Rows of `part,portfolio,quantity,mean,low90,high90,mc_error`; numbers without
/// error leave the last three empty.
#[must_use]
pub fn csv(answer: &OptimizeAnswer) -> String {
    let mut text = "part,portfolio,quantity,mean,low90,high90,mc_error\n".to_owned();
    let parts = [
        ("best", std::slice::from_ref(&answer.best)),
        ("own", &answer.own[..]),
        ("close", &answer.close[..]),
        ("frontier", &answer.frontier[..]),
        ("independent", std::slice::from_ref(&answer.independence.choice)),
    ];
    for (part, portfolios) in parts {
        for found in portfolios {
            portfolio(&mut text, part, found);
        }
    }
    for (number, step) in (1..).zip(answer.path.iter().chain(&answer.next)) {
        path_step(&mut text, number, step);
    }
    text
}

fn portfolio(text: &mut String, part: &str, found: &Found) {
    let mut row = |quantity: &str, number: Number<'_>| push(text, (part, &found.name, quantity), number);
    for line in &found.lines {
        row(&format!("programs:{}", line.track), Number::Plain(f64::from(line.programs)));
        row(&format!("researched:{}", line.track), Number::Plain(f64::from(u8::from(line.is_researched))));
        row(&format!("gold_signals:{}", line.track), Number::Plain(f64::from(line.gold_signals)));
        row(&format!("silver_signals:{}", line.track), Number::Plain(f64::from(line.silver_signals)));
        row(&format!("signals:{}", line.track), Number::Plain(f64::from(line.signals)));
    }
    row("cost_usd", Number::Plain(found.cost_usd));
    row("unmatched", Number::Estimated(&found.unmatched));
    row("residency", Number::Estimated(&found.residency));
    row("first_choice", Number::Estimated(&found.first_choice));
    if let Some(value) = &found.value {
        row("value", Number::Estimated(value));
    }
    if let Some(shortfall) = &found.shortfall {
        row("shortfall", Number::Estimated(&shortfall.difference));
    }
}

fn path_step(text: &mut String, number: u32, step: &Step) {
    let name = format!("step {number}");
    let mut row = |quantity: &str, number: Number<'_>| push(text, ("path", &name, quantity), number);
    row(&format!("programs:{}", step.track), Number::Plain(f64::from(step.to)));
    row("price_usd", Number::Plain(step.price_usd));
    row("cost_usd", Number::Plain(step.cost_usd));
    row("gain", Number::Estimated(&step.gain));
    row("unmatched", Number::Estimated(&step.unmatched));
    if let Some(value) = &step.value {
        row("value", Number::Estimated(value));
    }
}

#[derive(Clone, Copy)]
enum Number<'a> {
    Plain(f64),
    Estimated(&'a Estimate),
}

fn push(text: &mut String, (part, portfolio, quantity): (&str, &str, &str), number: Number<'_>) {
    let name = quoted(portfolio);
    // Writing to a string cannot fail.
    let _ = match number {
        Number::Plain(number) => writeln!(text, "{part},{name},{quantity},{number},,,"),
        Number::Estimated(of) => {
            let [low, high] = of.interval90;
            writeln!(text, "{part},{name},{quantity},{},{low},{high},{}", of.mean, of.mc_error)
        }
    };
}

/// A name as one field, whatever is in it (RFC 4180).
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_quotes_and_commas_stays_one_field() {
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}
