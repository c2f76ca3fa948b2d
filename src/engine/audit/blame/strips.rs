//! Which changes of a few amounts satisfy a set of equations, each within its slack.
//!
//! Each equation says that a weighted sum of the changes lies between two bounds: a strip. Whether strips have a point in
//! common is decided by eliminating one change after the other (Fourier and Motzkin), in whole numbers. There are few
//! changes and the weights are nearly all 1 or −1, so most strips are parallel, and of those only the tightest counts.
//! Each bound knows the equations from which it follows, so that a contradiction names those that contradict each other.

/// Cells that are changed together at the most.
pub(super) const MOST_CHANGES: usize = 6;
/// More strips than this are not followed up, and the changes count as impossible: elimination can square their number.
const MOST_STRIPS: usize = 64;

/// Weight of each change.
pub(super) type Weights = [i128; MOST_CHANGES];

/// Equations that cannot hold together: their places in the problem.
pub(super) type Conflict = Vec<usize>;

#[derive(Debug, Clone)]
struct Bound {
    amount: i128,
    /// The equations from which it follows.
    from: Vec<usize>,
}

/// All changes whose weighted sum lies between two bounds.
#[derive(Debug, Clone)]
struct Strip {
    weights: Weights,
    low: Bound,
    high: Bound,
}

/// What the changes must satisfy.
#[derive(Debug, Clone, Default)]
pub(super) struct Strips(Vec<Strip>);

impl Strips {
    /// Adds that the weighted sum lies between `low` and `high`, as `equation` says.
    pub fn bound(
        &mut self,
        weights: Weights,
        (low, high): (i128, i128),
        equation: Option<usize>,
    ) -> Result<(), Conflict> {
        let from: Vec<usize> = equation.into_iter().collect();
        let low = Bound { amount: low, from: from.clone() };
        self.add(Strip { weights, low, high: Bound { amount: high, from } })
    }

    /// Whether some changes satisfy all; else which equations contradict each other.
    pub fn check(&self) -> Result<(), Conflict> {
        let mut left = self.clone();
        (0..MOST_CHANGES).try_for_each(|change| {
            left = left.without(change)?;
            Ok(())
        })
    }

    /// Between which amounts one change can lie, the others being free.
    pub fn range(&self, change: usize) -> Result<(i128, i128), Conflict> {
        let mut left = self.clone();
        for other in (0..MOST_CHANGES).filter(|&other| other != change) {
            left = left.without(other)?;
        }
        let only = left.0.first().map(|strip| (strip.low.amount, strip.high.amount));
        Ok(only.unwrap_or_default())
    }

    /// Sets one change.
    pub fn fix(&mut self, change: usize, amount: i128) -> Result<(), Conflict> {
        let mut weights = Weights::default();
        weights[change] = 1;
        self.bound(weights, (amount, amount), None)
    }

    fn add(&mut self, strip: Strip) -> Result<(), Conflict> {
        let Some(strip) = strip.normalized() else { return Ok(()) };
        if strip.weights == Weights::default() {
            return match (strip.low.amount <= 0, strip.high.amount >= 0) {
                (true, true) => Ok(()),
                (false, _) => Err(strip.low.from),
                (true, false) => Err(strip.high.from),
            };
        }
        // No whole changes have a sum between the bounds.
        if strip.low.amount > strip.high.amount {
            return Err(join(&strip.low, &strip.high));
        }
        let Some(parallel) = self.0.iter_mut().find(|other| other.weights == strip.weights) else {
            self.0.push(strip);
            return Ok(());
        };
        if strip.low.amount > parallel.low.amount {
            parallel.low = strip.low;
        }
        if strip.high.amount < parallel.high.amount {
            parallel.high = strip.high;
        }
        if parallel.low.amount > parallel.high.amount { Err(join(&parallel.low, &parallel.high)) } else { Ok(()) }
    }

    /// What is left to satisfy for the other changes.
    fn without(&self, change: usize) -> Result<Self, Conflict> {
        let (with, without): (Vec<&Strip>, Vec<&Strip>) = self.0.iter().partition(|strip| strip.weights[change] != 0);
        let mut left = Self(without.into_iter().cloned().collect());
        // What determines the change exactly says all that the others could say together.
        let pivot = with.iter().position(|strip| strip.low.amount == strip.high.amount);
        for (place, first) in with.iter().enumerate() {
            let seconds = match pivot {
                Some(pivot) if pivot == place => 0..0,
                Some(pivot) => pivot..pivot + 1,
                None => 0..place,
            };
            for second in &with[seconds] {
                left.add(first.eliminate(second, change))?;
                if left.0.len() > MOST_STRIPS {
                    return Err(Conflict::new());
                }
            }
        }
        Ok(left)
    }
}

impl Strip {
    /// The same strip with its first weight above zero and weights without a common divisor. `None` if it binds nothing.
    fn normalized(mut self) -> Option<Self> {
        let divisor = self.weights.iter().fold(0, |divisor, &weight| greatest_common_divisor(divisor, weight.abs()));
        if divisor == 0 {
            return (self.low.amount > 0 || self.high.amount < 0).then_some(self);
        }
        if self.weights.iter().find(|&&weight| weight != 0).is_some_and(|&weight| weight < 0) {
            self = self.times(-1);
        }
        self.weights.iter_mut().for_each(|weight| *weight /= divisor);
        // The weighted sum of whole changes is whole.
        self.low.amount = -(-self.low.amount).div_euclid(divisor);
        self.high.amount = self.high.amount.div_euclid(divisor);
        Some(self)
    }

    fn times(&self, factor: i128) -> Self {
        let scaled = |bound: &Bound| Bound { amount: bound.amount * factor, from: bound.from.clone() };
        let (low, high) = (scaled(&self.low), scaled(&self.high));
        let (low, high) = if factor < 0 { (high, low) } else { (low, high) };
        Self { weights: self.weights.map(|weight| weight * factor), low, high }
    }

    /// The strip without `change` that follows from both.
    fn eliminate(&self, other: &Self, change: usize) -> Self {
        let (mut first, second) = (self.times(other.weights[change]), other.times(-self.weights[change]));
        for (weight, second) in first.weights.iter_mut().zip(second.weights) {
            *weight += second;
        }
        let sum = |a: &Bound, b: &Bound| Bound { amount: a.amount + b.amount, from: join(a, b) };
        (first.low, first.high) = (sum(&first.low, &second.low), sum(&first.high, &second.high));
        first
    }
}

fn join(a: &Bound, b: &Bound) -> Vec<usize> {
    let mut from: Vec<usize> = a.from.iter().chain(&b.from).copied().collect();
    from.sort_unstable();
    from.dedup();
    from
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strips(all: &[(Weights, i128, i128)]) -> Result<Strips, Conflict> {
        let mut strips = Strips::default();
        for (equation, &(weights, low, high)) in all.iter().enumerate() {
            strips.bound(weights, (low, high), Some(equation))?;
        }
        strips.check().map(|()| strips)
    }

    #[test]
    fn equations_determine_their_changes() {
        let strips =
            strips(&[([1, 1, 0, 0, 0, 0], 5, 5), ([1, -1, 0, 0, 0, 0], -1, -1), ([0, 1, 1, 0, 0, 0], 4, 6)]).unwrap();
        assert_eq!([0, 1, 2].map(|change| strips.range(change).unwrap()), [(2, 2), (3, 3), (1, 3)]);
    }

    #[test]
    fn a_contradiction_names_only_the_equations_that_make_it() {
        let all = [
            ([0, 0, 1, 0, 0, 0], 7, 9),
            ([1, 1, 0, 0, 0, 0], 5, 5),
            ([1, 0, 0, 0, 0, 0], 2, 2),
            ([0, 1, 0, 0, 0, 0], -1, 2),
        ];
        assert_eq!(strips(&all).unwrap_err(), [1, 2, 3]);
        assert_eq!(strips(&[([1, 0, 0, 0, 0, 0], 1, 2), ([-1, 0, 0, 0, 0, 0], 1, 2)]).unwrap_err(), [0, 1]);
    }

    #[test]
    fn slack_adds_up_over_what_is_eliminated() {
        let near =
            |low, high| [([1, 1, 0, 0, 0, 0], -1, 1), ([0, 1, 1, 0, 0, 0], -1, 1), ([1, 0, -1, 0, 0, 0], low, high)];
        assert!(strips(&near(2, 9)).is_ok());
        assert_eq!(strips(&near(3, 9)).unwrap_err(), [0, 1, 2]);
    }

    #[test]
    fn what_binds_no_change_holds_or_does_not() {
        for (low, high, holds) in
            [(0, 0, true), (-1, 1, true), (0, 1, true), (-1, 0, true), (1, 2, false), (-2, -1, false)]
        {
            assert_eq!(strips(&[([0; MOST_CHANGES], low, high)]).is_ok(), holds, "{low} {high}");
        }
    }

    /// What the differences of three changes and they themselves may be, all values tried.
    fn tried(all: &[(Weights, i128, i128)]) -> Vec<[i128; 3]> {
        let values = || -8..=8_i128;
        let every = values().flat_map(|x| values().flat_map(move |y| values().map(move |z| [x, y, z])));
        let holds = |changes: &[i128; 3]| {
            all.iter().all(|(weights, low, high)| {
                let sum: i128 = weights.iter().zip(changes).map(|(weight, change)| weight * change).sum();
                (*low..=*high).contains(&sum)
            })
        };
        every.filter(holds).collect()
    }

    #[test]
    fn each_change_lies_between_the_least_and_the_most_that_the_equations_allow() {
        let mut rng = fastrand::Rng::with_seed(5);
        for _ in 0..300 {
            let mut all: Vec<(Weights, i128, i128)> = Vec::new();
            for change in 0..3 {
                let mut weights = Weights::default();
                weights[change] = [1, -1, 2][rng.usize(..3)];
                all.push((weights, -8, 8));
            }
            for _ in 0..rng.usize(1..5) {
                let (plus, minus) = (rng.usize(..3), rng.usize(..3));
                let mut weights = Weights::default();
                let times = rng.i128(1..4);
                weights[plus] += times;
                weights[minus] -= times;
                let low = rng.i128(-9..9);
                all.push((weights, low, low + rng.i128(0..6)));
            }
            let solutions = tried(&all);
            let found = strips(&all);
            assert_eq!(found.is_ok(), !solutions.is_empty(), "{all:?}");
            let Ok(found) = found else {
                // Without those that it names nothing contradicts any more, and those alone do.
                let named = found.unwrap_err();
                let only: Vec<_> = named.iter().map(|&equation| all[equation]).collect();
                assert!(tried(&only).is_empty() && strips(&only).is_err(), "{all:?} {named:?}");
                continue;
            };
            for change in 0..3 {
                let values = || solutions.iter().map(|solution| solution[change]);
                let expected = (values().min().unwrap(), values().max().unwrap());
                assert_eq!(found.range(change).unwrap(), expected, "{change} {all:?}");
            }
            let one = solutions[rng.usize(..solutions.len())];
            let mut fixed = found.clone();
            for (change, &amount) in one.iter().enumerate() {
                fixed.fix(change, amount).unwrap();
                assert_eq!(fixed.range(change).unwrap(), (amount, amount));
            }
            assert!(fixed.fix(1, one[1] + 1).is_err());
        }
    }
}
