//! What became of the places of a form several years later, by what each form in between says of the one before it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Form, Moved, PlaceId};

/// No chain is followed further.
const LONGEST_CHAIN: usize = 16;

/// What is said of the places of one form by another, or by all from the one to the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub moved: Vec<Moved>,
    /// Places of the one that have none in the other, though that may have one of the same id.
    pub gone: BTreeSet<PlaceId>,
    /// Places of the other that have their counterpart by what is said, and not by their id.
    pub taken: BTreeSet<PlaceId>,
}

/// From one form to the one that follows it, or back.
struct Step<'f> {
    from: &'f Form,
    to: &'f Form,
    moved: Vec<Moved>,
}

/// Where a place is after some steps.
#[derive(Debug, Clone, Default)]
struct Traced {
    places: BTreeSet<PlaceId>,
    /// Whether something on the way is said of it.
    is_said: bool,
    /// Whether it was added to others.
    is_merged: bool,
    /// Whether a part of it has no place any more.
    has_lost: bool,
}

/// What is said of the places of `from` on the way to `to`; nothing where neither follows the other, or a form between them
/// is not at hand.
pub(super) fn said(from: &Form, to: &Form) -> Said {
    let forwards = steps(from, to);
    let steps = forwards.or_else(|| {
        let mut back = steps(to, from)?;
        back.reverse();
        let turned = |step: Step<'_>| step.moved.iter().map(reversed).collect();
        Some(back.into_iter().map(|step| Step { from: step.to, to: step.from, moved: turned(step) }).collect())
    });
    match steps {
        None => Said::default(),
        Some(mut steps) if steps.len() == 1 => {
            let moved = steps.remove(0).moved;
            Said { taken: moved.iter().flat_map(targets).collect(), moved, gone: BTreeSet::new() }
        }
        Some(steps) => composed(&steps),
    }
}

/// The steps from the earlier form to the later one, in their order.
fn steps<'f>(earlier: &'f Form, later: &'f Form) -> Option<Vec<Step<'f>>> {
    let wanted = &earlier.form_keys().form;
    let mut steps: Vec<Step<'f>> = Vec::new();
    let mut to = later;
    while steps.len() < LONGEST_CHAIN {
        let follows = to.follows.as_ref()?;
        let is_last = follows.form == *wanted;
        let from = if is_last { earlier } else { to.form_before()? };
        steps.push(Step { from, to, moved: follows.moved.clone() });
        if is_last {
            steps.reverse();
            return Some(steps);
        }
        to = from;
    }
    None
}

fn composed(steps: &[Step<'_>]) -> Said {
    let mut traced: BTreeMap<PlaceId, Traced> = BTreeMap::new();
    for place in places_of(steps[0].from) {
        let mut way = Traced { places: BTreeSet::from([place.clone()]), ..Traced::default() };
        steps.iter().for_each(|step| way = step.follow(&way));
        traced.insert(place, way);
    }
    let mut said = Said::default();
    for (at, step) in steps.iter().enumerate() {
        let way = Traced { places: step.moved.iter().flat_map(targets).collect(), ..Traced::default() };
        said.taken.extend(steps[at + 1..].iter().fold(way, |way, step| step.follow(&way)).places);
    }
    // What a part of something else is in is not only what else is in it.
    let shared: BTreeSet<&PlaceId> = traced.values().filter(|way| way.is_split()).flat_map(|way| &way.places).collect();
    let mut merged: BTreeMap<&PlaceId, Vec<PlaceId>> = BTreeMap::new();
    for (was, way) in traced.iter().filter(|(_, way)| way.is_said) {
        match way.places.first() {
            None => {
                said.gone.insert(was.clone());
            }
            Some(now) if !way.is_split() && !shared.contains(now) => {
                if way.is_merged {
                    merged.entry(now).or_default().push(was.clone());
                } else {
                    said.moved.push(Moved::Renamed { was: was.clone(), now: now.clone() });
                }
            }
            Some(_) => {
                said.moved.push(Moved::Split { was: was.clone(), into: way.places.iter().cloned().collect() });
            }
        }
    }
    said.moved.extend(merged.into_iter().map(|(now, of)| Moved::Merged { of, now: now.clone() }));
    said
}

impl Traced {
    fn is_split(&self) -> bool {
        self.places.len() > 1 || self.has_lost && !self.places.is_empty()
    }
}

impl Step<'_> {
    /// Where all of `way` is after this step.
    fn follow(&self, way: &Traced) -> Traced {
        let mut after = Traced { places: BTreeSet::new(), ..way.clone() };
        for place in &way.places {
            match self.said_of(place) {
                Some(Moved::Renamed { now, .. }) => {
                    after.is_said = true;
                    after.places.insert(now.clone());
                }
                Some(Moved::Merged { now, of }) => {
                    after.is_said = true;
                    // Parts that are all put together again are what they were parts of.
                    after.is_merged |= !of.iter().all(|part| way.places.contains(part));
                    after.places.insert(now.clone());
                }
                Some(Moved::Split { into, .. }) => {
                    after.is_said = true;
                    after.places.extend(into.iter().cloned());
                }
                None => match self.by_id(place) {
                    Some(same) => {
                        after.places.insert(same);
                    }
                    None => after.has_lost = true,
                },
            }
        }
        after
    }

    /// What is said of `place`.
    fn said_of(&self, place: &PlaceId) -> Option<&Moved> {
        self.moved.iter().find(|moved| match moved {
            Moved::Renamed { was, .. } | Moved::Split { was, .. } => was == place,
            Moved::Merged { of, .. } => of.contains(place),
        })
    }

    /// The place of the same id, in the table that means the same.
    fn by_id(&self, place: &PlaceId) -> Option<PlaceId> {
        let table = PlaceId { table: place.table.clone(), column: None, row: None };
        let table = match self.said_of(&table) {
            Some(Moved::Renamed { now, .. } | Moved::Merged { now, .. }) => now.table.clone(),
            Some(Moved::Split { .. }) => return None,
            None => place.table.clone(),
        };
        let there = PlaceId { table, ..place.clone() };
        let is_free = !self.moved.iter().flat_map(targets).any(|taken| taken == there);
        (is_free && there.is_in(self.to)).then_some(there)
    }
}

/// The tables, columns and fixed rows of `form`.
fn places_of(form: &Form) -> BTreeSet<PlaceId> {
    let mut places = BTreeSet::new();
    for table in &form.tables {
        let whole = PlaceId { table: table.id.text.clone(), column: None, row: None };
        for list in table.list_indices().map(|list| form.list(list)) {
            let columns = list.amounts.iter().map(|column| column.id.text.clone());
            places.extend(columns.map(|column| PlaceId { column: Some(column), ..whole.clone() }));
            let rows = list.fixed_rows().iter().map(|row| row.id.clone());
            places.extend(rows.map(|row| PlaceId { row: Some(row), ..whole.clone() }));
        }
        places.insert(whole);
    }
    places
}

/// The places in the later form of which `moved` speaks.
fn targets(moved: &Moved) -> Vec<PlaceId> {
    match moved {
        Moved::Renamed { now, .. } | Moved::Merged { now, .. } => vec![now.clone()],
        Moved::Split { into, .. } => into.clone(),
    }
}

fn reversed(moved: &Moved) -> Moved {
    match moved.clone() {
        Moved::Renamed { was, now } => Moved::Renamed { was: now, now: was },
        Moved::Split { was, into } => Moved::Merged { of: into, now: was },
        Moved::Merged { of, now } => Moved::Split { was: now, into: of },
    }
}
