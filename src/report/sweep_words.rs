//! What a sweep says, in sentences: the same on the console and above the charts.

use super::number::{counted, dollars, value};
use super::percent::{Counted, aside_points, aside_told_points, chance, rounded, size_points, spoken, told_points};
pub use super::presentable::cleaned as shown;
use crate::decide::answers::sweep::{Axis, Curve, Point, Step, Subject, SweepAnswer, Turning};
use crate::engine::results::Estimate;

/// A chance as a percentage.
pub fn risk(estimate: &Estimate) -> String {
    chance(estimate, Counted::Exactly)
}

/// A chance inside a sentence, in whole percent.
pub fn percent(estimate: &Estimate) -> String {
    spoken(&rounded(estimate, Counted::Exactly))
}

/// A value of an axis without needless digits, thousands as typed.
pub fn at(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

/// The least change of a risk that is told as a number or has a price: 0.01 points.
///
/// On common draws even a change without effect can be clear of its error.
const LEAST_TOLD: f64 = 1e-4;

/// Everything a curve says.
pub fn sentences(answer: &SweepAnswer, subject: Subject, curve: &Curve) -> Vec<String> {
    let Some(axis) = curve.axes.first() else { return Vec::new() };
    let mut said: Vec<String> = Vec::new();
    match subject {
        Subject::TwoKeys => said.extend(extremes(curve)),
        Subject::Budget => {
            said.extend(whole_way(subject, curve, axis));
            said.extend(prices(curve, subject));
        }
        Subject::OneKey | Subject::Applications => {
            let only_the_pgy1 = only_the_pgy1(curve, axis);
            if only_the_pgy1.is_some() {
                return only_the_pgy1.into_iter().chain(past_budget(answer, subject, curve)).collect();
            }
            said.extend(whole_way(subject, curve, axis));
            if axis.counts_applications {
                said.extend(displaced(answer, curve));
                said.extend(marginal(curve, axis));
                said.extend(prices(curve, subject));
            }
        }
    }
    if axis.counts_applications || subject == Subject::Budget {
        said.extend(worth(answer, curve, axis, subject));
    }
    said.extend(past_budget(answer, subject, curve));
    said
}

/// What a value of the axis is called inside a sentence.
fn place(curve: &Curve, subject: Subject, value: f64) -> String {
    let point = curve.points.iter().find(|point| point.at.first() == Some(&value));
    match (subject, point) {
        (Subject::Budget, Some(point)) => dollars(point.cost_usd),
        _ => at(value),
    }
}

/// The curve that falls most from its first point to its last.
pub fn steepest(curves: &[Curve]) -> Option<&Curve> {
    let fall = |curve: &Curve| curve.overall.as_ref().map_or(f64::NEG_INFINITY, |step| step.gain.mean);
    curves.iter().reduce(|kept, other| if fall(other) > fall(kept) { other } else { kept })
}

/// From the first point to the last.
pub fn whole_way(subject: Subject, curve: &Curve, axis: &Axis) -> Option<String> {
    let overall = curve.overall.as_ref()?;
    let (first, last) = (curve.points.first()?, curve.points.last()?);
    let name = shown(&curve.portfolio);
    let way = match subject {
        Subject::Budget => format!(
            "From {} to {} spent on “{name}”, with all lines in proportion",
            dollars(first.cost_usd),
            dollars(last.cost_usd)
        ),
        _ => format!("“{name}”, {} from {} to {}", shown(&axis.label), at(overall.from), at(overall.to)),
    };
    if curve.points.iter().all(|point| point.unmatched_minus_typed.mean == 0.0) {
        return Some(format!(
            "{way}: it makes no difference to the risk of going unmatched{}.",
            value_instead(first, last)
        ));
    }
    if overall.gain.is_tie() {
        return Some(format!(
            "{way}: the risk of going unmatched is about {} at both ends, with no detectable difference ({} percentage \
             points).",
            percent(&first.unmatched),
            size_points(&overall.gain)
        ));
    }
    Some(format!(
        "{way}: the risk of going unmatched goes from {} to {}, {} percentage points {}{}.",
        percent(&first.unmatched),
        percent(&last.unmatched),
        told_points(&overall.gain),
        if overall.gain.mean > 0.0 { "lower" } else { "higher" },
        aside_told_points(&overall.gain.absolute())
    ))
}

/// Said of programs that leave the risk of going unmatched as it is and add residencies all the same.
///
/// The four ends of a season are going unmatched, a preliminary year alone, a match without its PGY-1, and a
/// residency: where the first stays and the last grows, the two between shrink.
fn only_the_pgy1(curve: &Curve, axis: &Axis) -> Option<String> {
    let overall = curve.overall.as_ref().filter(|_| axis.counts_applications)?;
    let (first, last) = (&curve.points.first()?.residency, &curve.points.last()?.residency);
    let error = first.mc_error.hypot(last.mc_error);
    if overall.gain.mean.abs() >= LEAST_TOLD || last.mean - first.mean <= 2.0 * error {
        return None;
    }
    Some(format!(
        "“{}”, {} from {} to {}: they hardly change the risk of going unmatched ({}), but they still pay off: the chance \
         of a complete residency goes from {} to {}, instead of a partial match without a PGY-1 or a preliminary year \
         alone.",
        shown(&curve.portfolio),
        shown(&axis.label),
        at(overall.from),
        at(overall.to),
        percent(&curve.points.last()?.unmatched),
        percent(first),
        percent(last)
    ))
}

/// What changes where the risk does not, if the worth of the outcome does.
fn value_instead(first: &Point, last: &Point) -> String {
    match [&first.value, &last.value] {
        [Some(from), Some(to)] if from != to => {
            format!("; the value by your own weights goes from {} to {}", value(from), value(to))
        }
        _ => String::new(),
    }
}

/// The steps that sentences speak of: the first, the one in the middle, the last.
fn told(curve: &Curve) -> Vec<&Step> {
    let adding: Vec<&Step> = curve.steps.iter().filter(|step| step.applications > 0).collect();
    let Some(last) = adding.len().checked_sub(1) else { return Vec::new() };
    let mut places = vec![0, last / 2, last];
    places.dedup();
    places.into_iter().map(|place| adding[place]).collect()
}

/// Said where more programs raise the risk and interviews are limited.
fn displaced(answer: &SweepAnswer, curve: &Curve) -> Option<String> {
    let overall = curve.overall.as_ref()?;
    let most = answer.max_interviews.filter(|_| !overall.gain.is_tie() && overall.gain.mean < 0.0)?;
    Some(format!(
        "With at most {}, these interviews displace those of other lines.",
        counted(u64::from(most), "interview")
    ))
}

/// What ten more applications do, early, midway and late, and from where on they gain little. Where steps are smaller, what
/// the applications of a step do: the first one gains far more than a tenth of the first ten.
fn marginal(curve: &Curve, axis: &Axis) -> Option<String> {
    let steps = told(curve);
    let fewest = steps.iter().map(|step| step.applications).min()?;
    let is_ten = fewest >= 10;
    let gain = |step: &&Step| {
        let gain = if is_ten { step.gain_per_ten? } else { (step.applications == fewest).then_some(step.gain)? };
        Some(format!("{} {}", changed(&gain), between(step)))
    };
    let gains: Vec<String> = steps.iter().filter_map(gain).collect();
    let label = shown(&axis.label);
    let more = match fewest {
        10.. => format!("Ten more {label} change"),
        1 => format!("One more of the {label} changes"),
        few => format!("{few} more {label} change"),
    };
    let little = curve.little.filter(|_| is_ten).map(|little| format!(" {}", little_in_words(curve, little)));
    (!gains.is_empty()).then(|| format!("{more} the risk by {}.{}", gains.join(", "), little.unwrap_or_default()))
}

/// From where on ten more gain little.
fn little_in_words(curve: &Curve, little: Turning) -> String {
    match little.from {
        None => "Up to the end of the range each ten gain half a point or more.".to_owned(),
        Some(from) if is_first(curve, from) => "They never gain half a point.".to_owned(),
        Some(from) => {
            format!("From {} on, ten more gain less than half a point{}.", at(from), at_the_ends(little, at))
        }
    }
}

fn is_first(curve: &Curve, value: f64) -> bool {
    curve.steps.first().is_some_and(|step| step.from == value)
}

/// Where the same would be at the ends of the intervals.
fn at_the_ends(turning: Turning, place: impl Fn(f64) -> String) -> String {
    let told = |from: Option<f64>| from.map_or_else(|| "beyond the range".to_owned(), &place);
    let (low, high) = (told(turning.from_at_low_gain), told(turning.from_at_high_gain));
    format!(" ({low} at the low ends of the plausible ranges, {high} at the high ends)")
}

fn between(step: &Step) -> String {
    format!("between {} and {}", at(step.from), at(step.to))
}

/// What a fall does to the risk, in points with its sign and plausible range; what cannot be detected says so.
fn changed(gain: &Estimate) -> String {
    if gain.is_tie() {
        return "nothing detectable".to_owned();
    }
    if gain.mean.abs() < LEAST_TOLD {
        return "less than 0.1 points".to_owned();
    }
    let change = -*gain;
    let sign = if change.mean < 0.0 { "−" } else { "+" };
    format!("{sign}{} points{}", size_points(gain), aside_points(&change))
}

/// What reducing the risk by one point costs, early, midway and late.
fn prices(curve: &Curve, subject: Subject) -> Option<String> {
    let steps: Vec<&Step> = told(curve).into_iter().filter(|step| step.cost_usd > 0.0).collect();
    let has_price = |step: &&Step| !step.gain.is_tie() && step.gain.mean >= LEAST_TOLD;
    if !steps.is_empty() && !steps.iter().any(has_price) {
        return Some("More money does not reduce the risk at any of these places.".to_owned());
    }
    let prices: Vec<String> = steps
        .iter()
        .map(|step| {
            let [from, to] = [step.from, step.to].map(|value| place(curve, subject, value));
            let price = dollars(step.cost_usd / (100.0 * step.gain.mean));
            let price = if has_price(step) { price } else { "an amount too large to estimate".to_owned() };
            format!("{price} between {from} and {to}")
        })
        .collect();
    (!prices.is_empty()).then(|| format!("Reducing the risk by one percentage point costs {}.", prices.join(", ")))
}

/// Up to where applications are worth their price at what matching is worth to the person.
fn worth(answer: &SweepAnswer, curve: &Curve, axis: &Axis, subject: Subject) -> Option<String> {
    let amount = dollars(answer.worth_usd?);
    let turning = curve.not_worth?;
    let told = |value: f64| place(curve, subject, value);
    let unit = if axis.counts_applications { format!(" {}", shown(&axis.label)) } else { String::new() };
    let verdict = match turning.from {
        None => "every step shown is worth its price".to_owned(),
        Some(from) if is_first(curve, from) => "no step shown is worth its price".to_owned(),
        Some(from) => format!(
            "more are worth their price up to {}{unit}{}; beyond that, every step costs more than it brings on average",
            told(from),
            at_the_ends(turning, told)
        ),
    };
    Some(format!("If matching is worth {amount} to you, {verdict}."))
}

/// The safest and the riskiest cell of a grid.
fn extremes(curve: &Curve) -> Option<String> {
    let by_risk = |a: &&Point, b: &&Point| a.unmatched.mean.total_cmp(&b.unmatched.mean);
    let (best, worst) = (curve.points.iter().min_by(by_risk)?, curve.points.iter().max_by(by_risk)?);
    let [one, other] = curve.axes.as_slice() else { return None };
    let told = |point: &Point| {
        format!(
            "{} at {} {} and {} {}",
            percent(&point.unmatched),
            shown(&one.label),
            at(point.at[0]),
            shown(&other.label),
            at(point.at[1])
        )
    };
    Some(format!(
        "With “{}” the risk of going unmatched ranges from {} to {}.",
        shown(&curve.portfolio),
        told(best),
        told(worst)
    ))
}

/// From where on the fees are above the budget stated; none where they never are.
fn past_budget(answer: &SweepAnswer, subject: Subject, curve: &Curve) -> Option<String> {
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

    fn said(sweep: usize) -> String {
        let answer = sweeps::answer();
        let sweep = &answer.sweeps[sweep];
        sentences(&answer, sweep.subject, &sweep.curves[0]).join(" ")
    }

    #[test]
    fn ten_more_programs_are_told_with_error_interval_and_price() {
        let said = said(0);
        for part in [
            "goes from 90% to 50%, 40 percentage points lower (plausible range 20 to 80).",
            "Ten more programs of Diagnostic Radiology change the risk by −10.0 points (plausible range −20.0 to −5.0) \
             between 0 and 10,",
            "From 40 on, ten more gain less than half a point (20 at the low ends of the plausible ranges, beyond the range at \
             the high ends).",
            "Reducing the risk by one percentage point costs $20 between 0 and 10,",
        ] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
    }

    #[test]
    fn a_step_of_few_programs_is_not_told_as_ten() {
        let mut answer = sweeps::answer();
        for step in &mut answer.sweeps[0].curves[0].steps {
            step.applications = 1;
        }
        let said = sentences(&answer, answer.sweeps[0].subject, &answer.sweeps[0].curves[0]).join(" ");
        assert!(said.contains("One more of the programs of Diagnostic Radiology changes the risk by"), "{said}");
        assert!(!said.contains("Ten more") && !said.contains("ten more") && !said.contains("each ten"), "{said}");
    }

    #[test]
    fn a_gain_of_next_to_nothing_has_no_price_however_clear_it_is() {
        let mut answer = sweeps::answer();
        for step in &mut answer.sweeps[0].curves[0].steps {
            let nothing = Estimate { mean: 1e-17, interval90: [0.0, 2e-17], mc_error: 1e-19 };
            (step.gain, step.gain_per_ten) = (nothing, Some(nothing));
        }
        let said = sentences(&answer, Subject::OneKey, &answer.sweeps[0].curves[0]).join(" ");
        assert!(said.contains("change the risk by less than 0.1 points "), "{said}");
        assert!(said.contains("More money does not reduce the risk at any of these places."), "{said}");
    }

    #[test]
    fn programs_that_only_give_the_pgy1_are_not_told_to_be_useless() {
        let mut answer = sweeps::answer();
        let curve = &mut answer.sweeps[0].curves[0];
        let nothing = Estimate { mean: 1e-17, interval90: [0.0, 2e-17], mc_error: 1e-19 };
        curve.overall.as_mut().expect("ends").gain = nothing;
        let last = curve.points.len() - 1;
        (curve.points[0].residency.mean, curve.points[last].residency.mean) = (0.3, 0.45);
        let said = sentences(&answer, Subject::Applications, &answer.sweeps[0].curves[0]).join(" ");
        assert!(said.contains("hardly change the risk of going unmatched"), "{said}");
        assert!(said.contains("goes from 30% to 45%"), "{said}");
        assert!(!said.contains("nothing detectable") && !said.contains("More money does not"), "{said}");
    }

    #[test]
    fn ends_within_twice_their_error_show_no_detectable_difference() {
        assert!(said(1).contains("no detectable difference"), "{}", said(1));
        assert!(said(1).contains("More money does not reduce the risk at any of these places."));
    }

    #[test]
    fn what_a_match_is_worth_says_up_to_where_to_buy_and_how_sure_that_is() {
        let mut answer = sweeps::answer();
        answer.worth_usd = Some(20_000.0);
        let curve = &mut answer.sweeps[0].curves[0];
        curve.not_worth = curve.little;
        let said = sentences(&answer, Subject::OneKey, &answer.sweeps[0].curves[0]).join(" ");
        let part = "more are worth their price up to 40 programs of Diagnostic Radiology (20 at the low ends";
        assert!(said.contains("If matching is worth $20,000 to you") && said.contains(part), "{said}");
    }

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
