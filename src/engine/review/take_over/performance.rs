//! Performance tables.

use std::collections::BTreeMap;

use super::{Taken, Work};
use crate::disclosure::PerformanceTable;
use crate::edit::{Change, EditError, Put};
use crate::review::compare::{ComparedField, ComparedText, Places, indicator_pairs, performance_pairs};

impl Work<'_> {
    /// The chosen performance tables, and what was chosen in them.
    pub(super) fn performance(&mut self) -> Result<(), EditError> {
        let mut changed: BTreeMap<(usize, usize), Vec<ComparedField>> = BTreeMap::new();
        let (mut gone, mut missing) = (Vec::new(), Vec::new());
        for (place, text) in self.comparison.texts.iter().enumerate() {
            let ComparedText::Performance { old, new, field } = text.place else { continue };
            if !self.chosen.contains(&Taken::Text(place)) {
                continue;
            }
            match (old, new, field) {
                (Some(old), Some(new), Some(field)) => changed.entry((new, old)).or_default().push(field),
                (None, Some(new), _) => gone.push(new),
                (Some(old), None, _) => missing.push(old),
                _ => {}
            }
        }
        for ((new, old), fields) in changed {
            let (from, other) = (self.own(new)?, self.others(old)?);
            let to = merged(&from, &other, &fields);
            self.change(Change::PerformanceTable(Put {
                place: new,
                from: Some(Box::new(from)),
                to: Some(Box::new(to)),
            }));
        }
        // From the last to the first, so that the places stay right.
        gone.sort_unstable();
        for place in gone.into_iter().rev() {
            let from = Some(Box::new(self.own(place)?));
            self.change(Change::PerformanceTable(Put { place, from, to: None }));
        }
        missing.sort_unstable();
        for old in missing {
            let (place, table) = (self.disclosure.performance.len().min(old), self.others(old)?);
            self.change(Change::PerformanceTable(Put { place, from: None, to: Some(Box::new(table)) }));
        }
        if self.is_order_chosen() {
            let to = in_order(
                &self.disclosure.performance,
                &performance_pairs(&self.other.disclosure.performance, &self.disclosure.performance),
            );
            for (place, to) in to.into_iter().enumerate() {
                let from = self.own(place)?;
                if from != to {
                    let (from, to) = (Some(Box::new(from)), Some(Box::new(to)));
                    self.change(Change::PerformanceTable(Put { place, from, to }));
                }
            }
        }
        Ok(())
    }

    fn is_order_chosen(&self) -> bool {
        let texts = self.comparison.texts.iter().enumerate();
        let mut orders = texts.filter(|(_, text)| text.place == ComparedText::PerformanceOrder);
        orders.any(|(place, _)| self.chosen.contains(&Taken::Text(place)))
    }

    fn own(&self, place: usize) -> Result<PerformanceTable, EditError> {
        self.disclosure.performance.get(place).cloned().ok_or(EditError::ComparisonOutdated)
    }

    fn others(&self, place: usize) -> Result<PerformanceTable, EditError> {
        self.other.disclosure.performance.get(place).cloned().ok_or(EditError::ComparisonOutdated)
    }
}

/// `from` with `fields` as they are in `other`.
fn merged(from: &PerformanceTable, other: &PerformanceTable, fields: &[ComparedField]) -> PerformanceTable {
    let mut to = from.clone();
    let (mut gone, mut missing) = (Vec::new(), Vec::new());
    for field in fields {
        match *field {
            ComparedField::Name => to.subject = other.subject.clone(),
            ComparedField::Contact => {
                to.contact.clone_from(&other.contact);
                to.telephone.clone_from(&other.telephone);
            }
            ComparedField::Funds => to.funds = other.funds,
            ComparedField::Goal => to.goal.clone_from(&other.goal),
            ComparedField::Indicator(Some(old), Some(new)) => {
                if let (Some(own), Some(other)) = (to.indicators.get_mut(new), other.indicators.get(old)) {
                    own.clone_from(other);
                }
            }
            ComparedField::Indicator(None, Some(new)) => gone.push(new),
            ComparedField::Indicator(Some(old), None) => missing.push(old),
            ComparedField::Indicator(None, None) | ComparedField::Order => {}
        }
    }
    gone.sort_unstable();
    for place in gone.into_iter().rev().filter(|&place| place < from.indicators.len()) {
        to.indicators.remove(place);
    }
    for old in missing {
        let place = old.min(to.indicators.len());
        to.indicators.splice(place..place, other.indicators.get(old).cloned());
    }
    if fields.contains(&ComparedField::Order) {
        to.indicators = in_order(&to.indicators, &indicator_pairs(&other.indicators, &to.indicators));
    }
    to
}

/// `own`, those that the other one has, too, in its order in the places that they have among the rest.
fn in_order<T: Clone>(own: &[T], pairs: &[Places]) -> Vec<T> {
    let mut both: Vec<(usize, usize)> = pairs.iter().filter_map(|(old, new)| Some(((*old)?, (*new)?))).collect();
    let mut places: Vec<usize> = both.iter().map(|(_, own)| *own).collect();
    places.sort_unstable();
    both.sort_unstable();
    let mut ordered = own.to_vec();
    for (place, (_, from)) in places.into_iter().zip(both) {
        ordered[place].clone_from(&own[from]);
    }
    ordered
}
