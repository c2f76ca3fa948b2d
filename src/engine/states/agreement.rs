//! Which tables are complete because they agree with complete ones.
//!
//! What binds several tables is kept by the tables that it binds: whether all of it holds, and whether it says how large
//! something must be in all. From the tables that are known to be complete, those follow that agree with them in
//! everything that binds them to these; and tables that agree with each other in everything are complete together.

use rustc_hash::FxHashMap;

use super::set::TableSet;
use super::{KnownSources, States};
use crate::evaluate::Evaluated;
use crate::form::Relation;
use crate::ties::by_code;
use crate::ties::instances::{self, Instance};
use crate::ties::interval::Side;
use crate::ties::leaves::Leaves;
use crate::ties::tautology::Tautologies;
use crate::ties::{Outcome, compare};

/// What binds the same tables, taken together.
#[derive(Debug, Clone, Copy, Default)]
struct Tie {
    /// Something of it does not hold.
    is_broken: bool,
    /// Something that need not hold in all cases does not.
    is_doubtful: bool,
    /// A whole of one is a whole of the others, if only nothing is nothing.
    binds: bool,
    /// The same, with figures on it, or at least as much.
    is_live: bool,
}

/// All that binds several tables, by which these are.
struct Ties(FxHashMap<TableSet, Tie>);

/// The tables that are complete: those that `states` knows to be, and those of `open` that agree.
pub(super) fn settled(evaluated: Evaluated<'_>, states: &States, open: TableSet) -> TableSet {
    let ties = Ties::new(evaluated, states);
    let mut settled = states.firm;
    loop {
        let before = settled;
        let singles = open.places().map(TableSet::of);
        let groups: Vec<TableSet> = singles.chain(ties.0.keys().copied()).collect();
        for group in groups {
            let group = group.without(settled);
            if !group.is_empty() && group.is_within(open) && ties.agrees(evaluated, group, settled, states) {
                settled = settled.with(group);
            }
        }
        if settled == before {
            return settled.with(ties.all_together(open.without(settled), settled, states));
        }
    }
}

impl Ties {
    fn new(evaluated: Evaluated<'_>, states: &States) -> Self {
        let mut ties = Self(FxHashMap::default());
        let (tautologies, leaves) = (evaluated.tautologies(), Leaves::new(evaluated));
        instances::for_each_of_all(evaluated, evaluated.is_as_shown(), &|_| true, &mut |instance| {
            let tables = states.sources_of_instance(evaluated, instance).all;
            ties.take(evaluated, (tautologies, &leaves), instance, tables);
        });
        let mut sources = KnownSources::default();
        // What holds for one code says nothing of how large something must be in all.
        let differing = evaluated.by_code().all().iter().filter(|compared| compared.agreeing == 0);
        by_code::for_each_of(evaluated, differing, &mut |_, instance| {
            if instance.sums.hold {
                return;
            }
            let tables = sources.of(states, evaluated, instance).all;
            // Nothing is to be known but that something does not hold, which one of thousands says.
            let is_doubtful = evaluated.form.rule(instance.rule).doubtful;
            let is_known = ties.0.get(&tables).is_some_and(|tie| tie.knows_breach(is_doubtful));
            if !is_known {
                ties.take(evaluated, (tautologies, &leaves), instance, tables);
            }
        });
        ties
    }

    fn take(
        &mut self,
        evaluated: Evaluated<'_>,
        (tautologies, leaves): (&Tautologies, &Leaves<'_>),
        instance: &Instance<'_>,
        tables: TableSet,
    ) {
        // Where nothing stands on either side, whether it could fail cannot be told by trying figures.
        let may_fail = || {
            let is_equal = instance.relation == Relation::Equal;
            !is_equal || instance.sums.is_blank || !tautologies.holds(instance.left, instance.right)
        };
        if tables.len() > 1 && may_fail() {
            self.0.entry(tables).or_default().take(evaluated, leaves, instance);
        }
    }

    fn within(&self, group: TableSet, known: TableSet) -> impl Iterator<Item = (TableSet, Tie)> {
        let all = group.with(known);
        let ties = self.0.iter().map(|(tables, tie)| (*tables, *tie));
        ties.filter(move |(tables, _)| tables.meets(group) && tables.is_within(all))
    }

    /// Whether `group` agrees with the `known` tables in everything that binds it to these, and is bound by something.
    fn agrees(&self, evaluated: Evaluated<'_>, group: TableSet, known: TableSet, states: &States) -> bool {
        if known.is_empty() {
            return false;
        }
        let agrees = |own: TableSet, most: u32| {
            let ties = || self.within(group, known).filter(|(tables, _)| tables.without(own).len() <= most);
            ties().all(|(_, tie)| !tie.is_broken)
                && is_covered(group, ties().filter(|(tables, tie)| tie.binds && tables.meets(known)))
        };
        // Where nothing is entered and one complete table after the other says that nothing belongs there, it does not
        // matter whether those agree among themselves.
        let is_blank = group.len() == 1 && !group.meets(states.touched);
        // Those that it is computed from speak with its voice: 表5 is not empty because 表7 is, where 表2 gives it money.
        let own = group.places().map(|place| states.sources.of_table(evaluated.form, place));
        let own = own.fold(group, TableSet::with);
        agrees(TableSet::default(), u32::MAX) || is_blank && agrees(own, 1)
    }

    /// The tables of `rest`, if they agree with each other and with `known` in everything and something stands in them.
    fn all_together(&self, rest: TableSet, known: TableSet, states: &States) -> TableSet {
        let mut group = rest;
        loop {
            let bound = |place: &usize| {
                let own = TableSet::of(*place);
                let is_touched = own.meets(states.touched);
                let mut ties = self.within(own, group.with(known));
                // What only one doubtful rule binds is left to its author while that says otherwise.
                let witnesses = states.touched.with(known);
                ties.any(|(tables, tie)| if is_touched { tie.is_live } else { tie.binds && tables.meets(witnesses) })
                    && !self.within(own, group.with(known)).any(|(_, tie)| is_touched && tie.is_doubtful && !tie.binds)
            };
            let kept: TableSet = group.places().filter(bound).collect();
            if kept == group {
                break;
            }
            group = kept;
        }
        let left_out = states.touched.without(group).without(known);
        let is_touched = group.meets(states.touched);
        // What is entered and bound to these, but not among them, may still change them.
        let is_open = self.0.iter().any(|(tables, tie)| tables.meets(left_out) && tables.meets(group) && tie.binds);
        let holds = self.within(group, known).all(|(_, tie)| !tie.is_broken);
        let is_whole = !self
            .0
            .iter()
            .any(|(tables, tie)| tie.is_broken && tables.meets(group) && !tables.is_within(group.with(known)));
        if is_touched && holds && is_whole && !is_open { group } else { TableSet::default() }
    }
}

/// Whether each table of `group` stands in one of `ties`.
fn is_covered(group: TableSet, ties: impl Iterator<Item = (TableSet, Tie)>) -> bool {
    group.is_within(ties.fold(TableSet::default(), |set, (tables, _)| set.with(tables)))
}

impl Tie {
    /// Whether another breach, of what need not hold in all cases or of what must, would tell nothing new.
    fn knows_breach(&self, is_doubtful: bool) -> bool {
        if is_doubtful { self.is_doubtful } else { self.is_broken }
    }

    fn take(&mut self, evaluated: Evaluated<'_>, leaves: &Leaves<'_>, instance: &Instance<'_>) {
        let is_equal = instance.relation == Relation::Equal;
        let holds = instance.sums.hold || {
            let side = |side| Side::of(side, evaluated);
            !matches!(compare(leaves, instance, &side(instance.left), &side(instance.right)), Outcome::Broken)
        };
        let is_doubtful = evaluated.form.rule(instance.rule).doubtful;
        let is_of_all = instance.kind.is_of_all();
        self.is_broken |= !holds && !is_doubtful;
        self.is_doubtful |= !holds && is_doubtful;
        self.binds |= holds && is_equal && is_of_all;
        self.is_live |= holds && is_of_all && !instance.sums.is_blank;
    }
}
