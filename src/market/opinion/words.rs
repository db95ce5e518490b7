//! A change of the market in words.

use crate::reference::Reference;
use crate::scenario::market::Policy;

/// What is otherwise under the second policy of two, as what follows “What if”.
pub fn in_words((before, now): (&Policy, &Policy), reference: &Reference) -> String {
    let name = |track: &String| reference.track(track).map_or_else(|| track.clone(), |track| track.name.clone());
    let mut all = Vec::new();
    for (track, percent) in &now.more_applicants {
        if before.more_applicants.get(track) != Some(percent) {
            all.push(format!("{} had {percent}% more applicants", name(track)));
        }
    }
    if now.max_interviews != before.max_interviews {
        all.push(format!("nobody attended more than {} interviews", now.max_interviews));
    }
    if now.max_pgy1_interviews != before.max_pgy1_interviews {
        all.push(format!("nobody attended more than {} interviews for a PGY-1", now.max_pgy1_interviews));
    }
    if now.max_applications != before.max_applications {
        all.push(format!("nobody applied to more than {} programs of a specialty", now.max_applications));
    }
    if let Some(held) =
        now.interviews_per_position.filter(|_| now.interviews_per_position != before.interviews_per_position)
    {
        all.push(format!("programs held {held} interviews for each position"));
    }
    if now.uses_signals != before.uses_signals {
        all.push(if now.uses_signals { "there were signals" } else { "there were no signals" }.to_owned());
    }
    for (track, signals) in &now.signals {
        if before.signals.get(track) != Some(signals) {
            all.push(format!("everybody had {signals} signals in {}", name(track)));
        }
    }
    match all.pop() {
        None => "nothing changed".to_owned(),
        Some(last) if all.is_empty() => last,
        Some(last) => format!("{} and {last}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::market::changed_policy;

    #[test]
    fn every_key_of_a_policy_has_words() {
        let reference = Reference::embedded().expect("the tables");
        let usual = Policy::default();
        let told = |text: &str| {
            let changed = changed_policy("change", text, &usual, &reference);
            in_words((&usual, &changed.unwrap_or_else(|wrong| panic!("{wrong}"))), &reference)
        };
        assert_eq!(told("more_applicants.diagnostic_radiology = 10"), "Diagnostic Radiology had 10% more applicants");
        assert_eq!(
            told("max_interviews = 12\nmax_applications = 30\nsignals.psychiatry = 20"),
            "nobody attended more than 12 interviews, nobody applied to more than 30 programs of a specialty and everybody had 20 \
             signals in Psychiatry"
        );
        assert_eq!(told("use_signals = false"), "there were no signals");
        assert_eq!(told("interviews_per_position = 10.5"), "programs held 10.5 interviews for each position");
        assert_eq!(told("max_pgy1_interviews = 3"), "nobody attended more than 3 interviews for a PGY-1");
        assert_eq!(told("max_interviews = 20"), "nothing changed");
    }
}
