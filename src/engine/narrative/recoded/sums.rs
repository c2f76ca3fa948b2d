//! Sets of amounts by their sums.

use crate::disclosure::Amount;

/// Of more amounts than this no two are added up.
const MOST_ADDED: usize = 100;

/// Amounts and the sums of any two of them, each in order: a set of up to four is found without trying all of them.
pub(super) struct Sums {
    singles: Vec<(Amount, usize)>,
    /// The sum, the place of the first and that of the second.
    pairs: Vec<(Amount, usize, usize)>,
}

impl Sums {
    /// The most that a set has.
    pub(super) const MOST: usize = 4;

    pub(super) fn new(amounts: &[Amount]) -> Self {
        let mut singles: Vec<(Amount, usize)> = amounts.iter().copied().zip(0..).collect();
        let added = if amounts.len() > MOST_ADDED { &[] } else { amounts };
        let pairs = added.iter().enumerate().flat_map(|(first, one)| {
            let rest = added.iter().enumerate().skip(first + 1);
            rest.map(move |(second, other)| (*one + *other, first, second))
        });
        let mut pairs: Vec<_> = pairs.collect();
        singles.sort_unstable();
        pairs.sort_unstable();
        Self { singles, pairs }
    }

    /// Gives `take` every set of `size` amounts with a sum from `low` to `high`, each once, by their places in order;
    /// `false` where that stopped it.
    pub(super) fn sets(
        &self,
        size: usize,
        (low, high): (Amount, Amount),
        take: &mut dyn FnMut(&[usize]) -> bool,
    ) -> bool {
        let pairs = |less: Amount| {
            let begin = self.pairs.partition_point(|(sum, ..)| *sum < low - less);
            self.pairs[begin..].iter().take_while(move |(sum, ..)| *sum <= high - less)
        };
        let is_in = |(amount, _): &&(Amount, usize)| (low..=high).contains(amount);
        match size {
            1 => self.singles.iter().filter(is_in).all(|(_, place)| take(&[*place])),
            2 => pairs(Amount::ZERO).all(|(_, first, second)| take(&[*first, *second])),
            3 => self.singles.iter().all(|(amount, place)| {
                pairs(*amount)
                    .filter(|(_, first, _)| place < first)
                    .all(|(_, first, second)| take(&[*place, *first, *second]))
            }),
            4 => self.pairs.iter().all(|(amount, one, two)| {
                pairs(*amount)
                    .filter(|(_, first, _)| two < first)
                    .all(|(_, first, second)| take(&[*one, *two, *first, *second]))
            }),
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(yuan: i64) -> Amount {
        Amount::from_yuan(yuan.into()).unwrap()
    }

    /// The places that have a bit in `bits`.
    fn chosen(bits: usize) -> impl Iterator<Item = usize> {
        (0..usize::BITS as usize).filter(move |place| bits >> place & 1 == 1)
    }

    /// What is found is what trying all sets finds.
    #[test]
    fn every_set_is_found_once() {
        let mut state = 7_i64;
        let mut next = |most: i64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).rem_euclid(most)
        };
        for round in 0..200 {
            // Few different amounts, so that sums are often the same, and some below zero.
            let yuan: Vec<i64> = (0..round % 10).map(|_| next(30) - 9).collect();
            let sums = Sums::new(&yuan.iter().copied().map(amount).collect::<Vec<_>>());
            let low = next(60) - 20;
            let range = low..=low + next(4);
            for size in 1..=Sums::MOST {
                let mut found = Vec::new();
                let ends = (amount(*range.start()), amount(*range.end()));
                let is_done = sums.sets(size, ends, &mut |set| {
                    found.push(set.to_vec());
                    true
                });
                let is_it = |bits: &usize| {
                    let sum: i64 = chosen(*bits).map(|place| yuan[place]).sum();
                    bits.count_ones() as usize == size && range.contains(&sum)
                };
                let sets = (0..1 << yuan.len()).filter(is_it);
                let mut expected: Vec<Vec<usize>> = sets.map(|bits| chosen(bits).collect()).collect();
                found.sort();
                expected.sort();
                assert!(is_done);
                assert_eq!(found, expected, "{size} of {yuan:?} in {range:?}");
            }
        }
    }
}
