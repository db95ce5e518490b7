//! The true order and the alternatives that tempt.

use crate::decide::answers::ranks::{ListKind, SameList};

/// A primary rank order list: places in the true order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedList {
    /// Which list.
    pub kind: ListKind,
    /// Name for a person.
    pub name: String,
    /// Places in the true order of all interviews, 0-based.
    pub ranked: Vec<usize>,
}

/// The true order first, then every alternative that is a list of its own.
///
/// `truth` are the interviews that can stand on the primary list, the most
/// preferred first; `taken` the chance that each interview's program takes
/// the applicant; `cut` where the true order is ended early, by default after
/// the first half.
pub fn lists(truth: &[usize], taken: &[f64], cut: Option<usize>) -> (Vec<NamedList>, Vec<SameList>) {
    let cut = cut.unwrap_or(truth.len().div_ceil(2)).clamp(1, truth.len());
    let mut safest = truth.to_vec();
    safest.sort_by(|a, b| taken[*b].total_cmp(&taken[*a]));
    let mut swapped = truth.to_vec();
    if truth.len() > 1 {
        swapped.swap(0, 1);
    }
    let reversed = truth.iter().rev().copied().collect();
    let all = [
        (ListKind::TrueOrder, "Your order".to_owned(), truth.to_vec()),
        (ListKind::OnlyFirstChoice, "First choice only".to_owned(), truth[..1].to_vec()),
        (ListKind::SafestFirst, "Safest first".to_owned(), safest),
        (ListKind::FirstTwoSwapped, "First two swapped".to_owned(), swapped),
        (ListKind::Reversed, "Reversed".to_owned(), reversed),
        (ListKind::Cut, format!("Cut after {cut}"), truth[..cut].to_vec()),
    ];
    let (mut own, mut same): (Vec<NamedList>, Vec<SameList>) = (Vec::new(), Vec::new());
    for (kind, name, ranked) in all {
        match own.iter().find(|known| known.ranked == ranked) {
            Some(known) => same.push(SameList { name, same_as: known.name.clone() }),
            None => own.push(NamedList { kind, name, ranked }),
        }
    }
    (own, same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn safest_first_keeps_the_true_order_among_equals() {
        let (own, same) = lists(&[0, 1, 2, 4], &[0.2, 0.3, 0.2, 0.9, 0.3], None);
        let ranked = |kind| &own.iter().find(|list| list.kind == kind).expect("a list").ranked;
        assert_eq!(ranked(ListKind::SafestFirst), &[1, 4, 0, 2]);
        assert_eq!(ranked(ListKind::Cut), &[0, 1]);
        assert_eq!(ranked(ListKind::Reversed), &[4, 2, 1, 0]);
        assert!(same.is_empty());
    }

    #[test]
    fn an_alternative_that_is_another_list_is_named_and_left_out() {
        let (own, same) = lists(&[0, 1], &[0.3, 0.2], None);
        assert_eq!(own.len(), 3);
        let names: Vec<(&str, &str)> = same.iter().map(|one| (one.name.as_str(), one.same_as.as_str())).collect();
        assert_eq!(
            names,
            [("Safest first", "Your order"), ("Reversed", "First two swapped"), ("Cut after 1", "First choice only")]
        );
        assert_eq!(lists(&[3], &[0.0, 0.0, 0.0, 0.5], Some(7)).0.len(), 1);
    }
}
