//! Days of the civil calendar, as far as the dates of a season need them.

use std::fmt;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Days of the weeks as [`Date::weekday`] counts them.
pub const WEDNESDAY: u32 = 2;
/// The day of Match Day.
pub const FRIDAY: u32 = 4;

/// A day of the Gregorian calendar, 1900 to 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u32,
    day: u32,
}

impl Date {
    /// The day, if there is such a day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let found = Self { year, month, day };
        let is_real = (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        (is_real && Self::of_number(found.number()) == found).then_some(found)
    }

    /// Reads `2026-11-15`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let mut part = |digits: usize| {
            let part =
                parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()));
            part.and_then(|part| part.parse::<u32>().ok())
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::new(i32::try_from(year).ok()?, month, day)
    }

    /// The `nth` day of the week `weekday` (0 is Monday) in a month.
    #[must_use]
    pub fn nth_weekday(year: i32, month: u32, weekday: u32, nth: u32) -> Option<Self> {
        let first = Self::new(year, month, 1)?;
        Self::new(year, month, 1 + (7 + weekday - first.weekday()) % 7 + 7 * nth.checked_sub(1)?)
    }

    /// Day of the week, 0 for Monday to 6 for Sunday.
    #[must_use]
    pub fn weekday(self) -> u32 {
        u32::try_from((self.number() + 3).rem_euclid(7)).unwrap_or_default()
    }

    /// Days since the first of January 1970 (H. Hinnant, "chrono-compatible low-level date algorithms").
    #[must_use]
    pub fn number(self) -> i32 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = i32::try_from((self.month + 9) % 12).unwrap_or_default();
        let of_year = (153 * month + 2) / 5 + i32::try_from(self.day).unwrap_or_default() - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    fn of_number(number: i32) -> Self {
        let shifted = number + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let small = |number: i32| u32::try_from(number).unwrap_or_default();
        let month = small(if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 });
        let day = small(of_year - (153 * shifted_month + 2) / 5 + 1);
        Self { year: year_of_era + era * 400 + i32::from(month <= 2), month, day }
    }

    /// So many days later; earlier for a negative number.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::of_number(self.number() + days)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// As in a sentence: "November 15, 2026".
    #[must_use]
    pub fn in_words(self) -> String {
        format!("{} {}, {}", self.month_name(), self.day, self.year)
    }

    /// Its part of the month: "early September 2026".
    #[must_use]
    pub fn about(self) -> String {
        let part = match self.day {
            ..=10 => "early",
            11..=20 => "mid",
            _ => "late",
        };
        let space = if part == "mid" { "-" } else { " " };
        format!("{part}{space}{} {}", self.month_name(), self.year)
    }

    fn month_name(self) -> &'static str {
        MONTHS[(self.month as usize).saturating_sub(1) % MONTHS.len()]
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn match_days_fall_on_the_third_friday_of_march() {
        for (year, day) in [(2023, 17), (2024, 15), (2025, 21), (2026, 20)] {
            let found = Date::nth_weekday(year, 3, FRIDAY, 3).expect("a day");
            assert_eq!(found, Date::new(year, 3, day).expect("a day"));
            assert_eq!(found.weekday(), FRIDAY);
        }
    }

    #[test]
    fn days_follow_each_other_through_leap_years() {
        let mut day = Date::new(1999, 12, 31).expect("a day");
        for _ in 0..1500 {
            let next = day.plus_days(1);
            assert!(next > day && next.number() == day.number() + 1);
            assert_eq!(Date::parse(&next.to_string()), Some(next));
            assert_eq!(next.weekday(), (day.weekday() + 1) % 7);
            day = next;
        }
        assert_eq!(day.to_string(), "2004-02-08");
    }

    #[test]
    fn what_is_no_day_is_none() {
        for wrong in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-05", "15.11.2026", "2026-11-15-1", "", "+026-11-15"]
        {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Date::parse("2024-02-29").map(Date::about), Some("late February 2024".to_owned()));
    }
}
