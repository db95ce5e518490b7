//! The values to go through: `FROM..TO` or `FROM..TO:STEP`.

/// Values at most in one range: each is compiled and simulated, and a chart of
/// its width in pixels cannot show more.
pub const MOST_VALUES: usize = 200;

/// About how many values a range without a step gives.
const USUAL_STEPS: f64 = 12.0;

/// A range of values as typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// First value.
    pub from: f64,
    /// Last value; the last that the steps reach if they miss it.
    pub to: f64,
    /// Distance between values; none is a round one that gives about twelve, and
    /// then the last value is there too.
    pub step: Option<f64>,
}

impl Range {
    /// Reads `FROM..TO` or `FROM..TO:STEP`; none if it has another form or a number is not finite.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, rest) = text.split_once("..")?;
        let (to, step) = match rest.split_once(':') {
            Some((to, step)) => (to, Some(number(step)?)),
            None => (rest, None),
        };
        Some(Self { from: number(from)?, to: number(to)?, step })
    }

    /// The values; `whole` if only whole numbers are allowed.
    ///
    /// # Errors
    /// What is wrong with the range and what to do.
    pub fn values(&self, whole: bool) -> Result<Vec<f64>, String> {
        let Self { from, to, step } = *self;
        if to < from {
            return Err(format!("the range {from}..{to} falls; write {to}..{from}"));
        }
        if let Some(step) = step.filter(|step| *step <= 0.0) {
            return Err(format!("the step is {step}; it must be above 0"));
        }
        let typed = [Some(from), Some(to), step];
        if let Some(number) = typed.into_iter().flatten().find(|number| whole && number.fract() != 0.0) {
            return Err(format!("{number} is not a whole number, and only those are allowed here"));
        }
        let distance = step.unwrap_or_else(|| round_step(to - from, whole));
        let last = ((to - from) / distance + 1e-9).floor();
        if last >= MOST_VALUES as f64 {
            return Err(format!(
                "{} values are too many, each is simulated; the most is {MOST_VALUES}: take a larger step than {distance}",
                last + 1.0
            ));
        }
        let count = std::iter::successors(Some(0.0), |place| Some(place + 1.0)).take_while(|place| *place <= last);
        let mut values: Vec<f64> = count.map(|place| tidy(from + place * distance)).collect();
        if step.is_none() && values.last().is_some_and(|last| *last < to) {
            values.push(to);
        }
        Ok(values)
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite()).map(|number| number + 0.0)
}

/// A round step that makes at most twelve of a span.
fn round_step(span: f64, whole: bool) -> f64 {
    if span <= 0.0 {
        return 1.0;
    }
    let rough = span / USUAL_STEPS;
    let magnitude = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| tidy(factor * magnitude));
    let step = steps.into_iter().find(|step| *step >= rough * (1.0 - 1e-9)).unwrap_or(10.0 * magnitude);
    if whole { step.max(1.0) } else { step }
}

/// Without the last binary digits that steps of a tenth leave behind.
fn tidy(value: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if value.abs() < 1e6 { rounded } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, whole: bool) -> Result<Vec<f64>, String> {
        Range::parse(text).unwrap().values(whole)
    }

    #[test]
    fn steps_reach_the_last_value_or_the_one_before_it() {
        assert_eq!(values("0..1:0.1", false).unwrap(), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]);
        assert_eq!(values("0..120:50", true).unwrap(), [0.0, 50.0, 100.0]);
        assert_eq!(values("3..3", true).unwrap(), [3.0]);
    }

    #[test]
    fn without_a_step_there_are_about_twelve_values_with_both_ends() {
        assert_eq!(values("0..120", true).unwrap().len(), 13);
        assert_eq!(values("230..270", true).unwrap(), [230.0, 235.0, 240.0, 245.0, 250.0, 255.0, 260.0, 265.0, 270.0]);
        assert_eq!(values("0..4", true).unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(values("0..147", true).unwrap().last(), Some(&147.0));
        assert_eq!(values("0..1", false).unwrap().len(), 11);
    }

    #[test]
    fn ranges_that_cannot_be_gone_through_say_why() {
        assert!(values("5..1", true).unwrap_err().contains("write 1..5"));
        assert!(values("1..5:0", true).unwrap_err().contains("above 0"));
        assert!(values("1..5:-1", true).unwrap_err().contains("above 0"));
        assert!(values("0..5:0.5", true).unwrap_err().contains("0.5 is not a whole number"));
        assert!(values("0..1000:1", true).unwrap_err().contains("1001 values are too many"));
        assert!(values("-1e308..1e308:1e-300", false).unwrap_err().contains("too many"));
    }

    #[test]
    fn what_is_no_range_is_none() {
        for text in ["", "1", "1..", "..2", "1..x", "1..2:", "nan..2", "1..inf", "1..2:3:4", "1-2"] {
            assert_eq!(Range::parse(text), None, "{text}");
        }
    }
}
