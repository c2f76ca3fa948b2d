//! What is still to come: differences to tables that are in progress, and what could not be compared because a table is
//! not there.
//!
//! One note for each table is enough: how much is missing in it against a table that is complete, or against the first
//! that says more. Nothing is proposed: what is missing is typed, not mended.

use std::collections::BTreeMap;

use super::finding::{Finding, Grade};
use super::wording;
use crate::disclosure::{Amount, Component, TableNumber};
use crate::evaluate::{Addend, CellIndex, ContextSubject, Evaluated};
use crate::form::{Relation, RuleIndex};
use crate::states::{InstanceSources, State, States};
use crate::ties::instances::{Instance, InstanceKind, Sums};

/// What is still to come, by the table in which it is missing.
#[derive(Default)]
pub(super) struct Pending {
    notes: BTreeMap<usize, (Rank, Finding)>,
    /// By table that is not there: the first rule that could not be checked, and how often any could not.
    missing: Vec<Option<(RuleIndex, usize)>>,
}

/// Which of several notes about one table is kept: the lowest. Whether another table shows its figure, whether it is about
/// one row, whether what it is compared with may still change, and whether the table has too much and not too little.
type Rank = (bool, bool, bool, bool);

impl Pending {
    /// Remembers that `instance` could not be compared, because something of `tables` is not there. What a table that was
    /// begun lacks is told nevertheless: what is not there can only add to it.
    pub fn miss(&mut self, evaluated: Evaluated<'_>, instance: &Instance<'_>, sources: InstanceSources) {
        self.count_missing(evaluated.states(), instance.rule, sources, 1);
        let Sums { left, right, .. } = instance.sums;
        let is_doubtful = evaluated.form.rule(instance.rule).doubtful;
        if left != right && !is_doubtful && !(instance.relation == Relation::AtLeast && left > right) {
            let shown = || {
                let unit = wording::common_unit(evaluated, instance);
                (unit.shown(left), unit.shown(right))
            };
            self.note_about(evaluated, instance, (sources, left < right), shown, true);
        }
    }

    /// Counts instances of `rule` that could not be compared, because something of their tables is not there.
    pub fn count_missing(&mut self, states: &States, rule: RuleIndex, sources: InstanceSources, count: usize) {
        for place in states.missing(sources.all).places() {
            if self.missing.len() <= place {
                self.missing.resize(place + 1, None);
            }
            self.missing[place].get_or_insert((rule, 0)).1 += count;
        }
    }

    /// Remembers what was found after it, too.
    pub fn followed_by(&mut self, next: Self) {
        for (place, (rank, finding)) in next.notes {
            if self.notes.get(&place).is_none_or(|(known, _)| *known > rank) {
                self.notes.insert(place, (rank, finding));
            }
        }
        if self.missing.len() < next.missing.len() {
            self.missing.resize(next.missing.len(), None);
        }
        for (own, other) in self.missing.iter_mut().zip(next.missing) {
            if let Some((rule, count)) = other {
                own.get_or_insert((rule, 0)).1 += count;
            }
        }
    }

    /// Remembers how much is missing on one side of `instance`; `sums` are its sides as shown.
    pub fn note(
        &mut self,
        evaluated: Evaluated<'_>,
        instance: &Instance<'_>,
        sources: InstanceSources,
        sums: (Amount, Amount),
    ) {
        self.note_about(evaluated, instance, (sources, sums.0 < sums.1), || sums, false);
    }

    /// The same; with `only_begun` only of a table that was begun, and only what it lacks. Of very many differences few are
    /// told: what their sides come to as `shown` is asked for last.
    fn note_about(
        &mut self,
        evaluated: Evaluated<'_>,
        instance: &Instance<'_>,
        (sources, is_left_less): (InstanceSources, bool),
        shown: impl FnOnce() -> (Amount, Amount),
        only_begun: bool,
    ) {
        let states = evaluated.states();
        let (left, right) = ((sources.left, instance.terms[0]), (sources.right, instance.terms[1]));
        let ((less, named_less), (more, named_more)) = if is_left_less { (left, right) } else { (right, left) };
        let (open, open_other) = (states.open(less), states.open(more));
        let is_too_much = open.is_empty();
        let (at, against) = if is_too_much { (open_other, open) } else { (open, open_other) };
        // The table that shows the figure comes before those from which it is computed.
        let named = if is_too_much { named_more } else { named_less };
        let mut named = named.iter().map(|term| evaluated.form.list(term.cell.list).table);
        let own = named.find(|&place| at.contains(place));
        let Some(place) = own.or_else(|| at.places().next()) else { return };
        let is_row = matches!(instance.kind, InstanceKind::Identity { subject: ContextSubject::Code(_), .. });
        if only_begun && (is_too_much || !states.is_begun(place)) {
            return;
        }
        let rank = (own.is_none(), is_row, !against.is_empty(), is_too_much);
        if self.notes.get(&place).is_some_and(|(known, _)| *known <= rank) {
            return;
        }
        let (left, right) = shown();
        if left != right {
            let number = evaluated.form.tables[place].number;
            let sides = (instance.left, instance.right);
            let ((less, more), sums) =
                if is_left_less { (sides, (left, right)) } else { ((sides.1, sides.0), (right, left)) };
            self.notes.insert(place, (rank, note(evaluated, instance, number, (less, more), sums, is_too_much)));
        }
    }

    /// The findings, in the order of the tables.
    pub fn findings(self, evaluated: Evaluated<'_>) -> Vec<Finding> {
        let notes = self.notes.into_values().map(|(_, finding)| finding);
        let missing = self.missing.into_iter().enumerate();
        let missing = missing.filter_map(|(place, missing)| {
            let (rule, count) = missing?;
            Some(unchecked(evaluated, place, rule, count))
        });
        notes.chain(missing).collect()
    }
}

fn note(
    evaluated: Evaluated<'_>,
    instance: &Instance<'_>,
    table: TableNumber,
    (less, more): (&[Addend], &[Addend]),
    (least, most): (Amount, Amount),
    is_too_much: bool,
) -> Finding {
    let unit = wording::common_unit(evaluated, instance);
    let apart = unit.text(most - least);
    let told = wording::Told::of(evaluated, instance, false);
    let (has, lacks) = (wording::side(evaluated, more, most, told), wording::side(evaluated, less, least, told));
    let message = match is_too_much {
        true => format!("表{table} 现在多 {apart} {}：{has}，而 {lacks}。", unit.name),
        false => format!("表{table} 还差 {apart} {}：{has}，而 {lacks}。", unit.name),
    };
    let (first, other, stated, expected) =
        if is_too_much { (more, less, most, least) } else { (less, more, least, most) };
    let cells: Vec<CellIndex> = first.iter().chain(other).map(|addend| addend.cell).collect();
    Finding {
        first_side: first.len().min(cells.len()),
        cells,
        stated: Some(stated),
        expected: Some(expected),
        difference: Some(stated - expected),
        about: Some(Component::Table(table)),
        ..Finding::new(&evaluated.form.rule(instance.rule).id, Grade::ToCome, message)
    }
}

fn unchecked(evaluated: Evaluated<'_>, place: usize, rule: RuleIndex, count: usize) -> Finding {
    let table = &evaluated.form.tables[place];
    let why = match evaluated.states().of_table(evaluated.form, table.number) {
        State::Absent => "不在文件里",
        _ => "还没有填",
    };
    let message = format!("表{} {why}，与它有关的 {count} 项没有核对。", table.number);
    let cells: Vec<CellIndex> =
        table.list_indices().take(1).map(|list| CellIndex { list, row: 0, column: 0 }).collect();
    let finding = Finding::new(&evaluated.form.rule(rule).id, Grade::Unchecked, message);
    Finding { first_side: cells.len(), cells, about: Some(Component::Table(table.number)), ..finding }
}
