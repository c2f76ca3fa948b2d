//! Which rows of a table of projects are subtotals of units.
//!
//! A row's place tells: how far it is set in beside those below it. Where no format says so, its name does, where it is
//! known as that of a unit; and else what it adds up. Its figure alone decides nothing: a subtotal that is wrong is still
//! one, and a project may happen to cost as much as those after it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::disclosure::Amount;

/// A row, as far as it tells.
pub(crate) struct Line<'a> {
    /// How far its name is set in, in tenths of a character.
    pub indent: u16,
    /// Its figures by column.
    pub figures: &'a [(usize, Amount)],
    /// Whether its name is known as that of a unit.
    pub is_known: bool,
}

/// The rows of a table without its totals, and the figures of its total.
pub(crate) struct Lines<'a> {
    pub lines: Vec<Line<'a>>,
    pub total: Option<&'a [(usize, Amount)]>,
    /// The last place of printed figures, in yuan.
    pub last_place: Amount,
}

/// Rows that are set in by less are not, in tenths of a character.
const STEP: u16 = 6;

/// What speaks against an explanation of the rows: figures that add up but for rounding; figures that do not, by how much at
/// most beside that; a project without a unit among some that have one; a project of a name that is known as a unit's; a unit of
/// a name that is not known where others are; and that there are units.
const ROUNDED: u64 = 1;
const MISMATCH: u64 = 1000;
const MOST_OFF: u64 = 3000;
const LOOSE: u64 = 2500;
const MISNAMED: u64 = 100_000;
const UNNAMED: u64 = 300;
const UNITS: u64 = 200;
/// Where the projects alone make the total, the others are subtotals whatever they say.
const CONFIRMED: u64 = 3;
/// Sums that are tried, in all.
const MOST_SUMS: usize = 2_000_000;

/// The two levels on which rows stand: the first indent of the deeper one, where there are just two.
pub(crate) fn deeper_level(indents: impl Iterator<Item = u16>) -> Option<u16> {
    let mut indents: Vec<u16> = indents.collect();
    indents.sort_unstable();
    let mut deeper = indents.windows(2).filter(|pair| pair[1] - pair[0] >= STEP).map(|pair| pair[1]);
    deeper.next().filter(|_| deeper.next().is_none())
}

impl Lines<'_> {
    /// The places of the rows that are subtotals of units. Where neither a place, nor a name, nor a total tells, only a row
    /// that comes to the sum of several does: a unit with one project looks as two projects of equal amount do.
    pub fn units(&self) -> BTreeSet<usize> {
        let is_flat = self.total_is(|_| true);
        let by_place = self.by_place().filter(|units| !is_flat || self.total_is(|line| units.contains(&line)));
        if let Some(units) = by_place {
            return units;
        }
        let is_named = self.lines.iter().any(|line| line.is_known);
        if is_flat && !is_named {
            return BTreeSet::new();
        }
        let (units, cost) = self.by_sums();
        let is_likelier = match self.total {
            Some(_) => cost < self.off_total(|_| true),
            None => cost <= UNITS + ROUNDED * units.len() as u64 && 2 * units.len() < self.lines.len(),
        };
        if is_named || is_likelier { units } else { BTreeSet::new() }
    }

    /// The rows above others that are set in, where the first row is not and no row is set in further.
    fn by_place(&self) -> Option<BTreeSet<usize>> {
        let deeper = deeper_level(self.lines.iter().map(|line| line.indent))?;
        let is_deeper = |place: usize| self.lines.get(place).is_some_and(|line| line.indent >= deeper);
        let units = (0..self.lines.len()).filter(|&place| !is_deeper(place) && is_deeper(place + 1));
        (!is_deeper(0)).then(|| units.collect())
    }

    /// Whether the rows that `is_part` make the total, as far as rounding lets them.
    fn total_is(&self, is_part: impl Fn(usize) -> bool) -> bool {
        self.off_total(is_part) <= ROUNDED
            && self.total.is_some_and(|total| total.iter().any(|(_, own)| !own.is_zero()))
    }

    /// What speaks against the total being that of the rows that `is_part`.
    fn off_total(&self, is_part: impl Fn(usize) -> bool) -> u64 {
        let parts = self.lines.iter().enumerate().filter(|(place, _)| is_part(*place)).map(|(_, line)| line);
        let mut sums = Sums::default();
        parts.for_each(|line| sums.add(line.figures));
        self.total.map_or(0, |total| sums.off(total, self.last_place))
    }

    /// The subtotals that explain the figures best, and what speaks against them.
    fn by_sums(&self) -> (BTreeSet<usize>, u64) {
        let count = self.lines.len();
        let unnamed = if self.lines.iter().any(|line| line.is_known) { UNNAMED } else { 0 };
        // For each row the least that speaks against those from it on, and where the next begins that is no part of it.
        let mut best: Vec<(u64, usize)> = vec![(0, count); count + 1];
        let mut left = MOST_SUMS;
        for place in (0..count).rev() {
            let line = &self.lines[place];
            let loose = if line.is_known { MISNAMED } else { LOOSE };
            best[place] = (loose + best[place + 1].0, place + 1);
            if line.figures.is_empty() && !line.is_known {
                continue;
            }
            let mut sums = Sums::default();
            for (next, below) in self.lines.iter().enumerate().skip(place + 1) {
                if below.is_known || left == 0 {
                    break;
                }
                left -= 1;
                sums.add(below.figures);
                let named = if line.is_known { 0 } else { unnamed };
                let cost = sums.off(line.figures, self.last_place) + named + best[next + 1].0;
                if cost < best[place].0 {
                    best[place] = (cost, next + 1);
                }
                if sums.is_beyond(line.figures) {
                    break;
                }
            }
        }
        // What is added to the total: the subtotals, and the projects without one.
        let next = |place: &usize| Some(best[*place].1).filter(|next| *next < count);
        let top: BTreeSet<usize> = std::iter::successors((count > 0).then_some(0), next).collect();
        let units: BTreeSet<usize> = top.iter().copied().filter(|&place| best[place].1 > place + 1).collect();
        let cost = best[0].0;
        let against = match (units.is_empty(), self.total_is(|line| !units.contains(&line))) {
            (true, _) => u64::MAX,
            (false, true) => cost / CONFIRMED + UNITS,
            (false, false) => cost + self.off_total(|line| top.contains(&line)) + UNITS,
        };
        (units, against)
    }
}

/// The sums of figures by column.
#[derive(Default)]
struct Sums {
    columns: Vec<(usize, Amount)>,
    addends: u64,
    has_negative: bool,
}

impl Sums {
    fn add(&mut self, figures: &[(usize, Amount)]) {
        self.addends += 1;
        for &(column, amount) in figures {
            self.has_negative |= amount < Amount::ZERO;
            match self.columns.iter_mut().find(|(own, _)| *own == column) {
                Some((_, sum)) => *sum += amount,
                None => self.columns.push((column, amount)),
            }
        }
    }

    fn of(&self, column: usize) -> Amount {
        self.columns.iter().find(|(own, _)| *own == column).map_or(Amount::ZERO, |(_, sum)| *sum)
    }

    /// What speaks against `figures` being these sums: next to nothing where rounding explains the difference.
    fn off(&self, figures: &[(usize, Amount)], last_place: Amount) -> u64 {
        let rounding = last_place.yuan() * Decimal::from(self.addends.div_ceil(2));
        let of_column = |&(column, own): &(usize, Amount)| {
            let (own, sum) = (own.yuan(), self.of(column).yuan());
            let off = (own - sum).abs();
            if off <= rounding {
                return if off.is_zero() { 0 } else { ROUNDED };
            }
            let share = off.checked_div(own.abs().max(sum.abs())).unwrap_or(Decimal::ONE).min(Decimal::ONE);
            let more = (share * Decimal::from(MOST_OFF)).round();
            MISMATCH + u64::try_from(more).unwrap_or(MOST_OFF)
        };
        figures.iter().map(of_column).max().unwrap_or(0)
    }

    /// Whether the sums have become so much larger than `figures` that more rows cannot be parts of them.
    fn is_beyond(&self, figures: &[(usize, Amount)]) -> bool {
        !self.has_negative && figures.iter().any(|(column, own)| self.of(*column) > *own + *own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    type Figures = Vec<(usize, Amount)>;

    /// The subtotals among rows written as `name indent amount`; names in capitals are known, and `t` is the total.
    fn units(rows: &str) -> String {
        let rows: Vec<Vec<&str>> = rows.split(", ").map(|row| row.split(' ').collect()).collect();
        let is_total = rows[0][0] == "t";
        let figures: Vec<Figures> = rows.iter().map(|row| vec![(0, yuan(row[2]))]).collect();
        let line = |(row, figures): (&Vec<&str>, &Figures)| {
            (row[1].parse().unwrap(), row[0].chars().all(|c| c.is_ascii_uppercase()), figures.clone())
        };
        let lines: Vec<(u16, bool, Figures)> =
            rows.iter().zip(&figures).skip(usize::from(is_total)).map(line).collect();
        let lines = Lines {
            lines: lines
                .iter()
                .map(|(indent, is_known, figures)| Line { indent: *indent, figures, is_known: *is_known })
                .collect(),
            total: is_total.then_some(&figures[0]),
            last_place: yuan("100"),
        };
        lines.units().into_iter().map(|place| rows[place + usize::from(is_total)][0]).collect()
    }

    #[test]
    fn sums_tell_where_nothing_else_does() {
        for (rows, expected) in [
            ("t 0 30000, a 0 20000, p 0 15000, q 0 5000, b 0 10000, r 0 10000", "ab"),
            // A subtotal is off by rounding, by one unit, or by two digits that were swapped.
            ("t 0 40200, a 0 20100, p 0 10000, q 0 10000, b 0 20100, r 0 10000, s 0 10000", "ab"),
            ("t 0 30000, a 0 20300, p 0 15000, q 0 5000, b 0 10000, r 0 10000", "ab"),
            ("t 0 30000, a 0 20000, p 0 15000, q 0 5000, b 0 90000, r 0 10000", "ab"),
            ("t 0 36000, a 0 63000, p 0 24000, q 0 12000", "a"),
            // A unit of next to nothing is not rounded away into the one before it.
            ("t 0 281101, a 0 281100, p 0 281100, b 0 1, q 0 1", "ab"),
            ("t 0 281101, a 0 281100, p 0 281000, q 0 100, b 0 1, r 0 1", "ab"),
            // Two are off.
            ("t 0 30000, a 0 20300, p 0 15000, q 0 5000, b 0 10700, r 0 10000", "ab"),
            // The total is off.
            ("t 0 30300, a 0 20000, p 0 15000, q 0 5000, b 0 10000, r 0 10000", "ab"),
            // There are none, though two projects cost as much, or the total is off.
            ("t 0 10000, p 0 5000, q 0 5000", ""),
            ("t 0 9000, p 0 5000, q 0 5000", ""),
            ("t 0 9000, p 0 5000, q 0 3000", ""),
            ("t 0 5000, p 0 5000", ""),
        ] {
            assert_eq!(units(rows), expected, "{rows}");
        }
    }

    #[test]
    fn the_place_tells_more_than_the_figures() {
        for (rows, expected) in [
            ("t 0 30000, a 4 20000, p 14 99000, q 14 5000, b 4 77700, r 14 10000", "ab"),
            // A project without a unit between them.
            ("t 0 30000, a 0 20000, p 10 20000, r 0 5000, b 0 5000, q 10 5000", "ab"),
            // Names that happen to be set in make no units of projects that add up to the total.
            ("t 0 10000, p 0 5000, q 10 5000", ""),
            // Where the first row is set in, that says nothing.
            ("t 0 30000, a 10 30000, p 0 10000, q 0 20000", "a"),
        ] {
            assert_eq!(units(rows), expected, "{rows}");
        }
    }

    #[test]
    fn without_a_total_only_a_sum_of_several_tells() {
        for (rows, expected) in [
            ("a 0 10000, p 0 4000, q 0 6000, b 0 5000, r 0 5000", "ab"),
            ("a 0 3000, p 0 1000, q 0 2000", "a"),
            // Projects of equal amount, and units with one project each.
            ("p 0 10000, q 0 10000", ""),
            ("a 0 10000, p 0 10000, b 0 20000, q 0 20000", ""),
            ("A 0 10000, p 0 10000, b 0 20000, q 0 20000", "Ab"),
            ("p 0 10000, q 0 20000, r 0 30000", ""),
            ("p 0 10000, q 0 10000, r 0 7000", ""),
        ] {
            assert_eq!(units(rows), expected, "{rows}");
        }
    }

    #[test]
    fn a_known_name_is_a_unit_and_its_neighbours_are_told_by_sums() {
        assert_eq!(units("t 0 30000, A 0 20300, p 0 15000, q 0 5000, b 0 10000, r 0 10000"), "Ab");
        assert_eq!(units("t 0 5000, A 0 5000"), "");
    }
}
