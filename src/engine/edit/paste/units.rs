//! Which pasted rows are subtotals of units, in a table of projects by unit.

use std::collections::BTreeSet;

use crate::disclosure::Amount;

/// Longer blocks are not searched: no department has so many units and projects.
const MOST_ROWS: usize = 2_000;

/// The rows of units, where the figures of `rows` tell which they are: each is followed by its projects and comes to
/// their sum in every column, and nothing is left over. Empty where the figures say otherwise.
pub(super) fn unit_rows(rows: &[Vec<Amount>]) -> BTreeSet<usize> {
    if rows.len() > MOST_ROWS {
        return BTreeSet::new();
    }
    // Where the next unit begins, for each row that can be one such that the rows after it make units, too.
    let mut next: Vec<Option<usize>> = vec![None; rows.len()];
    for unit in (0..rows.len()).rev() {
        let mut sum = vec![Amount::ZERO; rows[unit].len()];
        next[unit] = (unit + 1..rows.len()).find_map(|project| {
            sum.iter_mut().zip(&rows[project]).for_each(|(sum, &amount)| *sum += amount);
            let after = project + 1;
            (sum == rows[unit] && (after == rows.len() || next[after].is_some())).then_some(after)
        });
    }
    std::iter::successors(Some(0), |&unit| next.get(unit).copied().flatten())
        .filter(|unit| next.get(*unit).is_some_and(Option::is_some))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(yuan: &[&str]) -> Vec<usize> {
        let rows: Vec<_> = yuan.iter().map(|yuan| vec![yuan.parse().unwrap(), Amount::ZERO]).collect();
        unit_rows(&rows).into_iter().collect()
    }

    #[test]
    fn a_unit_is_what_its_projects_come_to() {
        assert_eq!(units(&["10", "10", "20", "20"]), [0, 2]);
        assert_eq!(units(&["10", "4", "6", "5", "5", "0"]), [0, 3]);
        assert_eq!(units(&["3", "1", "2"]), [0]);
    }

    #[test]
    fn nothing_is_guessed_where_a_sum_is_missing() {
        assert_eq!(units(&["10", "20", "30"]), [] as [usize; 0]);
        assert_eq!(units(&["10", "10", "7"]), [] as [usize; 0]);
        assert_eq!(units(&[]), [] as [usize; 0]);
    }
}
