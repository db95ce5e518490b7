//! Sorted deferred acceptance (Ashlagi, Braverman and Hassidim 2014).
//!
//! Nobody ever leaves a place of their own accord, so programs only get better off, and once everybody is in, the matching
//! is stable. The price is that it fails where somebody displaces itself.

use super::table::{Order, Seats, Table, Task};

/// Insertions for each couple or second half, at most.
const INSERTIONS: usize = 8;

/// Seats to come back to, kept at this many places of the order.
const SNAPSHOTS: usize = 16;

/// Inserts one after another. Whoever makes a couple or a second half leave a place goes ahead of it, and what was inserted from there on is done again.
/// Gives the number of insertions if all went in, and nothing if somebody displaces itself or it takes too long.
pub(super) fn insert_sorted(table: &mut Table, begin: &Seats, mut order: Vec<Task>) -> Option<usize> {
    let most = INSERTIONS * order.len();
    let spacing = order.len().div_ceil(SNAPSHOTS);
    let mut snapshots: Vec<(usize, Seats)> = vec![(0, begin.clone())];
    table.restart(begin, Order::NewestFirst, u32::MAX);
    set_turns(table, &order, 0);
    let (mut at, mut insertions) = (0, 0);
    while let Some(task) = order.get(at) {
        if insertions == most {
            return None;
        }
        if at.is_multiple_of(spacing) && snapshots.last().is_none_or(|last| last.0 < at) {
            snapshots.push((at, table.seats.clone()));
        }
        insertions += 1;
        table.turn = super::instance::count(at);
        table.add(*task);
        table.work(true);
        let earliest = table.withdrawn.iter().map(|left| table.turns[table.mover(*left)] as usize).min();
        let Some(earliest) = earliest else {
            at += 1;
            continue;
        };
        if earliest >= at {
            return None;
        }
        order[earliest..=at].rotate_right(1);
        set_turns(table, &order[..=at], earliest);
        snapshots.retain(|snapshot| snapshot.0 <= earliest);
        let (back, seats) = snapshots.last()?;
        at = *back;
        table.restart(seats, Order::NewestFirst, u32::MAX);
    }
    Some(insertions)
}

/// Notes for everybody from place `from` of the order on whose turn it is when.
fn set_turns(table: &mut Table, order: &[Task], from: usize) {
    for (turn, task) in order.iter().enumerate().skip(from) {
        let mover = table.mover(*task);
        table.turns[mover] = super::instance::count(turn);
    }
}
