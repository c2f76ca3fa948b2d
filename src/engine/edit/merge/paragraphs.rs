//! Paragraphs that two people changed: what each changed is taken, where both changed the same it is asked.

use std::collections::{HashMap, HashSet, VecDeque};

use super::asked::{Asker, MergePlace};
use crate::disclosure::Part;

/// Most pairs of paragraphs that are compared; in longer stretches everything between what is equal at both ends is one.
const MOST_PAIRS: usize = 4_000_000;

pub(super) fn paragraphs(asker: &mut Asker<'_>, part: Part, [base, mine, theirs]: [&[String]; 3]) -> Vec<String> {
    let (own, other) = (partners(base, mine), partners(base, theirs));
    let mut merged = Vec::new();
    let (mut at, mut at_mine, mut at_theirs) = (0, 0, 0);
    let (own_moves, other_moves) = (moves(base, mine, &own), moves(base, theirs, &other));
    // What all three have stands fast; what is between is one stretch. Nothing stands fast over which a paragraph was
    // moved: where it went from and where it went to would be answered apart, and it would be lost or stand twice.
    let fast = (0..base.len()).filter_map(|place| Some((place, own[place]?, other[place]?))).filter(
        |&(place, in_mine, in_theirs)| {
            !is_crossed(&own_moves, place, in_mine) && !is_crossed(&other_moves, place, in_theirs)
        },
    );
    for (place, in_mine, in_theirs) in fast.chain([(base.len(), mine.len(), theirs.len())]) {
        let stretches = [&base[at..place], &mine[at_mine..in_mine], &theirs[at_theirs..in_theirs]];
        merged.extend(stretch(asker, MergePlace::Paragraphs(part, at), stretches));
        merged.extend(base.get(place).cloned());
        (at, at_mine, at_theirs) = (place + 1, in_mine + 1, in_theirs + 1);
    }
    merged
}

fn stretch(asker: &mut Asker<'_>, place: MergePlace, [base, mine, theirs]: [&[String]; 3]) -> Vec<String> {
    if base.len() == mine.len() && base.len() == theirs.len() {
        let is_apart =
            (0..base.len()).all(|at| mine[at] == base[at] || theirs[at] == base[at] || mine[at] == theirs[at]);
        if is_apart {
            // Neighbours that each changed one of.
            return (0..base.len())
                .map(|at| if mine[at] == base[at] { &theirs[at] } else { &mine[at] })
                .cloned()
                .collect();
        }
    }
    let (base, mine, theirs) = (base.to_vec(), mine.to_vec(), theirs.to_vec());
    asker.value(|| place, [&base, &mine, &theirs], |_, paragraphs: &Vec<String>| paragraphs.join("\n"))
}

/// Where the paragraphs stood in `base` and stand in `other` that have no partner and are still there: they were moved.
fn moves(base: &[String], other: &[String], partners: &[Option<usize>]) -> Vec<(usize, usize)> {
    let kept: HashSet<usize> = partners.iter().flatten().copied().collect();
    let mut loose: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (place, text) in other.iter().enumerate().filter(|(place, _)| !kept.contains(place)) {
        loose.entry(text).or_default().push_back(place);
    }
    (0..base.len())
        .filter(|&place| partners[place].is_none())
        .filter_map(|place| Some((place, loose.get_mut(base[place].as_str())?.pop_front()?)))
        .collect()
}

/// Whether one of `moves` leads from one side of what stands at `place`, and at `in_other`, to its other side.
fn is_crossed(moves: &[(usize, usize)], place: usize, in_other: usize) -> bool {
    moves.iter().any(|&(from, to)| (from < place) != (to < in_other))
}

/// For each paragraph of `base` its place in `other`, in a longest common sequence.
fn partners(base: &[String], other: &[String]) -> Vec<Option<usize>> {
    let head = base.iter().zip(other).take_while(|(a, b)| a == b).count();
    let tail = base[head..].iter().rev().zip(other[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut partners: Vec<Option<usize>> = (0..base.len()).map(Some).collect();
    let (rows, columns) = (base.len() - head - tail, other.len() - head - tail);
    for place in 0..tail {
        partners[base.len() - tail + place] = Some(other.len() - tail + place);
    }
    partners[head..head + rows].fill(None);
    if rows.saturating_mul(columns) > MOST_PAIRS {
        return partners;
    }
    let width = columns + 1;
    // Length of the longest common sequence from each pair of places on.
    let mut longest = vec![0_usize; (rows + 1) * width];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            longest[i * width + j] = if base[head + i] == other[head + j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        if base[head + i] == other[head + j] {
            partners[head + i] = Some(head + j);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    partners
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The length of a longest common sequence, row by row.
    fn longest_common(base: &[String], other: &[String]) -> usize {
        let mut above = vec![0; other.len() + 1];
        for text in base {
            let mut row = vec![0];
            for (place, own) in other.iter().enumerate() {
                row.push(if text == own { above[place] + 1 } else { above[place + 1].max(row[place]) });
            }
            above = row;
        }
        above[other.len()]
    }

    #[test]
    fn paragraphs_are_partners_in_a_longest_common_sequence() {
        let mut rng = fastrand::Rng::with_seed(7);
        for _ in 0..3_000 {
            let mut texts =
                || -> Vec<String> { (0..rng.usize(0..9)).map(|_| rng.char('a'..='d').to_string()).collect() };
            let (base, other) = (texts(), texts());
            let partners = partners(&base, &other);
            let pairs: Vec<(usize, usize)> =
                partners.iter().enumerate().filter_map(|(place, partner)| Some((place, (*partner)?))).collect();
            assert!(pairs.iter().all(|&(own, partner)| base[own] == other[partner]), "{base:?} {other:?}");
            assert!(pairs.is_sorted_by(|a, b| a.1 < b.1), "{base:?} {other:?}");
            assert_eq!(pairs.len(), longest_common(&base, &other), "{base:?} {other:?}");
        }
    }

    #[test]
    fn a_move_crosses_what_it_passes() {
        for (moves, place, in_other, is_crossed) in [
            (&[][..], 2, 2, false),
            (&[(1, 3)], 2, 2, true),
            (&[(3, 1)], 2, 2, true),
            (&[(1, 1)], 2, 2, false),
            (&[(3, 3)], 2, 2, false),
            (&[(2, 1)], 2, 2, true),
            (&[(1, 2)], 2, 2, true),
            (&[(0, 1), (3, 1)], 2, 2, true),
        ] {
            assert_eq!(super::is_crossed(moves, place, in_other), is_crossed, "{moves:?}");
        }
    }
}
