//! Where a sweep leaves the budget behind, in a sentence.

use super::number::dollars;
use super::sweep_words::place;
use crate::decide::answers::sweep::{Curve, Point, Subject, SweepAnswer};

/// From where on the fees are above the budget stated; none where they never are.
pub(super) fn past_budget(answer: &SweepAnswer, subject: Subject, curve: &Curve) -> Option<String> {
    let budget = answer.budget_usd?;
    // Half a dollar is not shown.
    let is_over = |point: &Point| point.cost_usd >= budget + 0.5;
    let over = curve.points.iter().filter(|point| is_over(point)).count();
    let first = curve.points.iter().find(|point| is_over(point))?;
    let stated = dollars(budget);
    if over == curve.points.len() {
        return Some(format!("Everything shown costs more than the budget of {stated}."));
    }
    let rises = curve.points.iter().skip_while(|point| !is_over(point)).all(is_over);
    Some(match subject {
        Subject::Budget => format!("Your budget is {stated}; points beyond it would cost more."),
        Subject::OneKey | Subject::Applications if rises => {
            let from = place(curve, subject, *first.at.first()?);
            format!("From {from} on, it costs more than the budget of {stated}.")
        }
        _ => format!("{over} of the {} points shown cost more than the budget of {stated}.", curve.points.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::sweeps;
    use crate::report::sweep_words::sentences;

    #[test]
    fn a_sweep_past_the_budget_says_from_where_on() {
        let mut answer = sweeps::answer();
        let told = |answer: &SweepAnswer, subject| sentences(answer, subject, &answer.sweeps[0].curves[0]).join(" ");
        assert!(told(&answer, Subject::OneKey).contains("From 30 on, it costs more than the budget of $600."));
        assert!(told(&answer, Subject::Budget).contains("Your budget is $600; points beyond it"));
        answer.budget_usd = Some(10.0);
        assert!(told(&answer, Subject::OneKey).contains("Everything shown costs more than the budget of $10."));
        for budget in [None, Some(1e6)] {
            answer.budget_usd = budget;
            assert!(!told(&answer, Subject::OneKey).contains("the budget of"));
        }
    }
}
