//! What follows: one equation after the other in which a single figure is not known.

use std::collections::{BTreeMap, BTreeSet};

use super::equations::{Equation, System};
use crate::disclosure::Amount;
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::RuleIndex;

/// Why a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Rule(RuleIndex),
    /// Place in [`crate::form::Form::likely`].
    Likely(usize),
}

/// An amount that follows for a blank cell.
pub(super) struct Found {
    pub cell: CellIndex,
    pub amount: Amount,
    pub reason: Reason,
    /// Whether nothing that is only likely was used.
    pub is_certain: bool,
}

/// What is known in the end.
pub(super) struct Solved {
    /// The blank cells for which an amount follows.
    pub found: Vec<Found>,
    /// What computed cells of tables by rows that are not complete must come to.
    pub computed: Vec<(CellIndex, Amount)>,
}

/// What follows from `system`.
pub(super) fn solve(system: &System, evaluated: Evaluated<'_>) -> Solved {
    let place = |figure: usize| system.cells.get(figure).map(|cell| evaluated.form.list(cell.list).table);
    let mut blocked: BTreeSet<usize> = BTreeSet::new();
    loop {
        let mut solver = Solver::new(system, evaluated, &blocked);
        solver.run();
        let of_broken = solver.broken().flat_map(|equation| &equation.terms).map(|&(_, figure)| figure);
        let tables = of_broken.filter_map(place).filter(|&table| !evaluated.states().is_known_whole(table));
        let of_broken: BTreeSet<usize> = tables.collect();
        if of_broken.is_subset(&blocked) {
            let certain = solver.reasons.keys().copied().collect();
            solver.guess();
            return Solved { found: solver.found(&certain), computed: solver.computed() };
        }
        blocked.extend(of_broken);
    }
}

struct Solver<'a> {
    system: &'a System,
    evaluated: Evaluated<'a>,
    /// Tables for whose blank cells nothing may follow.
    blocked: &'a BTreeSet<usize>,
    /// The equations in which each figure stands.
    uses: Vec<Vec<usize>>,
    known: Vec<Option<Amount>>,
    reasons: BTreeMap<usize, Reason>,
    /// The equations that are to be looked at again.
    waiting: Vec<usize>,
    /// Rows that may still come into the lists of what is guessed count as nothing.
    rests: BTreeSet<usize>,
}

impl<'a> Solver<'a> {
    fn new(system: &'a System, evaluated: Evaluated<'a>, blocked: &'a BTreeSet<usize>) -> Self {
        let mut uses = vec![Vec::new(); system.known.len()];
        for (place, equation) in system.equations.iter().enumerate() {
            equation.terms.iter().for_each(|&(_, figure)| uses[figure].push(place));
        }
        // The last is looked at first: an identity tells a person more than a sum.
        let waiting = (0..system.equations.len()).collect();
        let known = system.known.clone();
        Self { system, evaluated, blocked, uses, known, reasons: BTreeMap::new(), waiting, rests: BTreeSet::new() }
    }

    fn run(&mut self) {
        while let Some(place) = self.waiting.pop() {
            self.look_at(&self.system.equations[place]);
        }
    }

    fn look_at(&mut self, equation: &Equation) {
        let Some(rule) = equation.rule else { return };
        let (rest, unknown) = self.rest_of(equation);
        match unknown.as_slice() {
            [] => {}
            [(figure, factor)] if factor.abs() == 1 => {
                let amount = if *factor > 0 { -rest } else { rest };
                let is_clear = amount.is_zero() || amount > self.tolerance(equation);
                if is_clear {
                    self.set(*figure, amount, Reason::Rule(rule));
                }
            }
            [_] => {}
            // Amounts are not below zero: several that come to nothing are nothing each.
            several => {
                let is_nothing =
                    rest.is_zero() && several.iter().all(|(_, factor)| factor.signum() == several[0].1.signum());
                for (figure, _) in several.iter().filter(|_| is_nothing) {
                    self.set(*figure, Amount::ZERO, Reason::Rule(rule));
                }
            }
        }
    }

    /// What the known figures of `equation` come to, and how often each unknown one stands in it.
    fn rest_of(&self, equation: &Equation) -> (Amount, Vec<(usize, i32)>) {
        let mut rest = Amount::ZERO;
        let mut unknown: BTreeMap<usize, i32> = BTreeMap::new();
        for &(negative, figure) in &equation.terms {
            match self.known[figure] {
                Some(amount) => rest = if negative { rest - amount } else { rest + amount },
                None if self.rests.contains(&figure) => {}
                None => *unknown.entry(figure).or_default() += if negative { -1 } else { 1 },
            }
        }
        (rest, unknown.into_iter().filter(|(_, factor)| *factor != 0).collect())
    }

    /// What rounding can explain where so many figures are added up.
    fn tolerance(&self, equation: &Equation) -> Amount {
        let parts = equation.terms.len().saturating_sub(1) / 2;
        let is_copy = equation.terms.len() <= 2;
        let cells = equation.terms.iter().filter_map(|&(_, figure)| self.system.cells.get(figure));
        let places = cells.map(|cell| self.evaluated.unit_of_cell(*cell).last_place());
        let place = places.max().unwrap_or_default();
        (0..if is_copy { 0 } else { parts }).fold(Amount::ZERO, |sum, _| sum + place)
    }

    fn set(&mut self, figure: usize, amount: Amount, reason: Reason) {
        let table = self.system.cells.get(figure).map(|cell| self.evaluated.form.list(cell.list).table);
        let is_blocked = self.system.is_blank[figure] && table.is_some_and(|table| self.blocked.contains(&table));
        if self.known[figure].is_some() || is_blocked {
            return;
        }
        self.known[figure] = Some(amount);
        self.reasons.insert(figure, reason);
        self.waiting.extend(&self.uses[figure]);
    }

    /// The equations that do not hold, whatever comes: also those in which an amount would have to be below zero.
    fn broken(&self) -> impl Iterator<Item = &Equation> {
        self.system.equations.iter().filter(|equation| {
            let (rest, unknown) = self.rest_of(equation);
            let can_be_more = unknown.iter().any(|(_, factor)| *factor > 0);
            let can_be_less = unknown.iter().any(|(_, factor)| *factor < 0);
            let most = self.tolerance(equation);
            rest > most && !can_be_less || -rest > most && !can_be_more
        })
    }

    /// Tries what the form calls likely where nothing follows for certain, each as long as it breaks nothing.
    fn guess(&mut self) {
        let broken = self.broken().count();
        for guess in &self.system.guesses {
            let unknown = guess.equals.iter().any(|(_, figure)| self.known[*figure].is_none());
            if self.known[guess.cell].is_some() || unknown {
                continue;
            }
            let signed = |&(negative, figure): &(bool, usize)| {
                let amount = self.known[figure].unwrap_or(Amount::ZERO);
                if negative { -amount } else { amount }
            };
            let amount: Amount = guess.equals.iter().map(signed).sum();
            if amount < Amount::ZERO {
                continue;
            }
            let before = (self.known.clone(), self.reasons.clone(), self.rests.clone());
            // What is likely of a sum is so of the rows that are there.
            let sums = self.uses[guess.cell].iter().map(|&place| &self.system.equations[place]);
            let rests = sums.filter_map(|equation| equation.rest);
            self.rests.extend(rests.collect::<Vec<_>>());
            self.rests.extend(self.rests_below(guess.cell));
            self.set(guess.cell, amount, Reason::Likely(guess.likely));
            self.run();
            let is_broken = self.broken().count() > broken;
            self.rests = before.2;
            if is_broken {
                (self.known, self.reasons) = (before.0, before.1);
            }
        }
    }

    /// What may still come into the sums below that of `figure`, in its column.
    fn rests_below(&self, figure: usize) -> Vec<usize> {
        let Some(cell) = self.system.cells.get(figure) else { return Vec::new() };
        let is_in_column = |other: &CellIndex| other.list == cell.list && other.column == cell.column;
        let of_column = self.system.equations.iter().filter(|equation| {
            let own = equation.terms.first().and_then(|(_, figure)| self.system.cells.get(*figure));
            own.is_some_and(is_in_column)
        });
        of_column.filter_map(|equation| equation.rest).collect()
    }

    /// What follows, where `certain` followed before anything was guessed.
    fn found(&self, certain: &BTreeSet<usize>) -> Vec<Found> {
        let states = self.evaluated.states();
        let is_meant = |found: &Found| {
            let table = self.evaluated.form.list(found.cell.list).table;
            !states.is_absent(table) && !states.is_settled(table) && !found.amount.is_zero()
        };
        let blank = self.reasons.iter().filter(|(figure, _)| self.system.is_blank[**figure]);
        let found = blank.filter_map(|(figure, &reason)| {
            let (cell, amount) = (*self.system.cells.get(*figure)?, self.known[*figure]?);
            Some(Found { cell, amount, reason, is_certain: certain.contains(figure) })
        });
        found.filter(is_meant).collect()
    }

    fn computed(&self) -> Vec<(CellIndex, Amount)> {
        let form = self.evaluated.form;
        let states = self.evaluated.states();
        let is_open = |cell: &CellIndex| {
            let list = form.list(cell.list);
            list.footing().is_some() && !states.is_settled(list.table) && !self.blocked.contains(&list.table)
        };
        let cells = self.system.cells.iter().enumerate().filter(|(_, cell)| is_open(cell));
        let computed =
            cells.filter(|(figure, _)| self.system.known[*figure].is_none() && !self.system.is_blank[*figure]);
        let known = computed.filter_map(|(figure, &cell)| Some((cell, self.known[figure]?)));
        known.filter(|(_, amount)| !amount.is_zero()).collect()
    }
}
