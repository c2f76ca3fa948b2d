//! What of one form means the same in another: what has the same id, then what one of them says was renamed, split or
//! merged since the other, each form in between of the one before it; where a form gives no ids, what has the same title and heads. Numbers say nothing.

mod before;
mod chain;
mod fate;
mod moves;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{Form, ListIndex, RowKind};
use crate::disclosure::{CellKey, Part, RowKey, TableNumber};
pub(super) use before::NewPlaces;
pub use fate::Fate;
use moves::Moves;

/// What of a cell has no place of its own in another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    Table,
    Row,
    Column,
}

/// From which form to which.
#[derive(Debug, Clone)]
pub struct Correspondence<'f> {
    pub from: &'f Form,
    pub to: &'f Form,
    /// What became of each table of `from`: places in `to`.
    tables: Vec<Fate<usize>>,
    /// What became of each amount column of each list of `from`, for each list of `to` to which its rows may go.
    columns: BTreeMap<(usize, usize, usize), Fate<usize>>,
    /// Which columns of texts and dates mean the same, as above.
    fields: BTreeMap<(usize, usize, usize), usize>,
    /// What became of the fixed rows, by the place of their table: list and id in `to`.
    rows: BTreeMap<(usize, String), Fate<(usize, String)>>,
}

impl<'f> Correspondence<'f> {
    pub fn between(from: &'f Form, to: &'f Form) -> Self {
        let (columns, fields, rows) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut found = Self { from, to, tables: Vec::new(), columns, fields, rows };
        if found.is_same() {
            return found;
        }
        let moves = Moves::between(from, to);
        found.tables = (0..from.tables.len()).map(|table| moves.table(from, to, table)).collect();
        for table in 0..from.tables.len() {
            let Some(&other) = found.tables[table].target() else { continue };
            for list in from.tables[table].list_indices() {
                for row in from.list(list).fixed_rows() {
                    found.rows.insert((table, row.id.clone()), moves.row(from, to, (table, other), list, &row.id));
                }
                for to_list in to.tables[other].list_indices() {
                    for column in 0..from.list(list).amounts.len() {
                        let fate = moves.column(from, to, (table, other), (list, to_list), column);
                        found.columns.insert((list.0, to_list.0, column), fate);
                    }
                    for field in 0..from.list(list).fields.len() {
                        let there = moves.field(from, to, (table, other), (list, to_list), field);
                        found.fields.extend(there.map(|there| ((list.0, to_list.0, field), there)));
                    }
                }
            }
        }
        found
    }

    /// Whether both are the same form, where everything means the same.
    pub fn is_same(&self) -> bool {
        self.from.id == self.to.id
    }

    /// Whether anything of one means something in the other.
    pub fn has_any(&self) -> bool {
        self.is_same() || self.tables.iter().any(|fate| fate.target().is_some())
    }

    /// The number of the table that means the same.
    pub fn table(&self, number: TableNumber) -> Option<TableNumber> {
        if self.is_same() {
            return Some(number);
        }
        let place = self.from.tables.iter().position(|table| table.number == number)?;
        self.tables[place].target().map(|&other| self.to.tables[other].number)
    }

    /// The cell that means the same, alone or with others.
    pub fn cell(&self, cell: &CellKey) -> Option<CellKey> {
        self.fate(cell).into_target()
    }

    /// What became of `cell`.
    pub fn fate(&self, cell: &CellKey) -> Fate<CellKey> {
        if self.is_same() {
            return Fate::Same(cell.clone());
        }
        let Some(place) = self.from.tables.iter().position(|table| table.number == cell.table) else {
            return Fate::Gone;
        };
        let tables = &self.tables[place];
        let Some(&other) = tables.target() else { return tables.without_target() };
        let row = self.row(place, other, &cell.row);
        let Some((from, to, key)) = row.target() else { return row.without_target() };
        let Some(column) = self.from.list(*from).column_place(cell.column) else { return Fate::Gone };
        let Some(columns) = self.columns.get(&(from.0, to.0, column)) else { return Fate::Gone };
        let Some(&column) = columns.target() else { return columns.without_target() };
        let own = &self.to.list(*to).amounts[column];
        let key = CellKey::new(self.to.tables[other].number, key.clone(), own.number);
        match tables.is_merged() || row.is_merged() || columns.is_merged() {
            // What no total adds up is not added up here either.
            true if !own.is_summed => Fate::Gone,
            true => Fate::Merged(key),
            false => Fate::Same(key),
        }
    }

    /// The cell for texts or dates that means the same as `cell`, which holds one.
    pub fn field(&self, cell: &CellKey) -> Option<CellKey> {
        if self.is_same() {
            return Some(cell.clone());
        }
        let place = self.from.tables.iter().position(|table| table.number == cell.table)?;
        let &other = self.tables[place].target()?;
        let row = self.row(place, other, &cell.row);
        let (from, to, key) = row.target().filter(|_| !row.is_merged())?;
        let field = self.from.list(*from).field_place(cell.column)?;
        let &there = self.fields.get(&(from.0, to.0, field))?;
        Some(CellKey::new(self.to.tables[other].number, key.clone(), self.to.list(*to).fields[there].number))
    }

    /// Whether some cell for texts or dates means the same as `cell` of the other form.
    pub fn has_field_source(&self, cell: &CellKey) -> bool {
        let lists = self.to.table(cell.table).into_iter().flat_map(|table| table.list_indices());
        let fields = lists.filter_map(|list| Some((list, self.to.list(list).field_place(cell.column)?)));
        let is_target = |(list, field): (ListIndex, usize)| {
            self.fields.iter().any(|((_, to, _), there)| (*to, *there) == (list.0, field))
        };
        self.is_same() || fields.into_iter().any(is_target)
    }

    /// Why `cell` has no place of its own, if it has none.
    pub fn lost(&self, cell: &CellKey) -> Option<Lost> {
        if matches!(self.fate(cell), Fate::Same(_)) {
            return None;
        }
        let place = self.from.tables.iter().position(|table| table.number == cell.table)?;
        let table = &self.tables[place];
        let Some(&other) = table.target().filter(|_| !table.is_merged()) else { return Some(Lost::Table) };
        match self.row(place, other, &cell.row) {
            Fate::Same(_) => Some(Lost::Column),
            _ => Some(Lost::Row),
        }
    }

    /// What became of `cell`, which has no place of its own, in words; `label` is what it is called.
    pub fn told_of(&self, cell: &CellKey, label: impl FnOnce() -> String) -> Option<String> {
        let place = self.from.tables.iter().position(|table| table.number == cell.table)?;
        let own = &self.from.tables[place];
        let name = format!("表{} {}", own.number, own.outline);
        let named = |&other: &usize| format!("表{} {}", self.to.tables[other].number, self.to.tables[other].outline);
        match self.lost(cell)? {
            Lost::Table => self.tables[place].told(&name, named),
            Lost::Row => {
                let other = *self.tables[place].target()?;
                let target = |(_, list, key): &(ListIndex, ListIndex, RowKey)| match key {
                    RowKey::Fixed(id) => label_of(self.to, list.0, id),
                    _ => String::new(),
                };
                self.row(place, other, &cell.row).told(&label(), target)
            }
            Lost::Column => {
                let other = *self.tables[place].target()?;
                let (from, to, _) = self.row(place, other, &cell.row).into_target()?;
                let own = self.from.list(from);
                let column = own.column_place(cell.column)?;
                let heads = |form: &Form, list: ListIndex, column: usize| {
                    let column = &form.list(list).amounts[column];
                    format!("（{}）{}", column.number, column.title)
                };
                let fate = self.columns.get(&(from.0, to.0, column))?;
                fate.told(&format!("{name}{}", heads(self.from, from, column)), |&place| heads(self.to, to, place))
            }
        }
    }

    /// The lists in which a row of table `place` stands here and there, and what it is called there.
    fn row(&self, place: usize, other: usize, row: &RowKey) -> Fate<(ListIndex, ListIndex, RowKey)> {
        if let RowKey::Fixed(id) = row {
            let Some(fate) = self.rows.get(&(place, id.clone())) else { return Fate::Gone };
            let own = self.from.tables[place].list_indices();
            let own = own.into_iter().find(|&list| self.from.list(list).fixed_rows().iter().any(|own| own.id == *id));
            let Some(own) = own else { return Fate::Gone };
            return fate.map(|(list, id)| (own, ListIndex(*list), RowKey::Fixed(id.clone())));
        }
        let derived = |form: &Form, table: usize| {
            form.tables[table].list_indices().find(|&list| form.list(list).footing().is_some())
        };
        match (derived(self.from, place), derived(self.to, other)) {
            (Some(from), Some(to)) if is_alike(&self.from.list(from).rows, &self.to.list(to).rows) => {
                // Projects of two tables have one identity by chance.
                let is_mixed = self.tables[place].is_merged() && matches!(row, RowKey::Project(_));
                if is_mixed { Fate::Gone } else { Fate::Same((from, to, row.clone())) }
            }
            _ => Fate::Gone,
        }
    }

    /// The row of the table `number` that means the same, with the list in which it stands.
    pub fn row_key(&self, number: TableNumber, row: &RowKey) -> Option<RowKey> {
        if self.is_same() {
            return Some(row.clone());
        }
        let place = self.from.tables.iter().position(|table| table.number == number)?;
        let other = *self.tables[place].target()?;
        self.row(place, other, row).into_target().map(|(_, _, key)| key)
    }

    /// Whether `cell`, one of `to`, stands where `from` has a counterpart.
    pub fn has_source(&self, cell: &CellKey) -> bool {
        if self.is_same() {
            return true;
        }
        let Some(other) = self.to.tables.iter().position(|table| table.number == cell.table) else { return false };
        let sources = self.tables.iter().enumerate().filter(|(_, fate)| fate.target() == Some(&other));
        sources.into_iter().any(|(place, _)| self.table_has_source(place, other, cell))
    }

    fn table_has_source(&self, place: usize, other: usize, cell: &CellKey) -> bool {
        let lists: BTreeSet<(usize, usize)> = match &cell.row {
            RowKey::Fixed(id) => {
                let rows = self.rows.iter().filter(|((table, _), _)| *table == place);
                let to_it = rows.filter(|(_, fate)| fate.target().is_some_and(|(_, own)| own == id));
                let own = to_it.filter_map(|((_, from), _)| {
                    let row = self.row(place, other, &RowKey::Fixed(from.clone())).into_target();
                    row.map(|(from, to, _)| (from.0, to.0))
                });
                own.collect()
            }
            row => self.row(place, other, row).into_target().map(|(from, to, _)| (from.0, to.0)).into_iter().collect(),
        };
        lists.into_iter().any(|(from, to)| {
            let Some(wanted) = self.to.lists[to].column_place(cell.column) else { return false };
            (0..self.from.lists[from].amounts.len())
                .any(|column| self.columns.get(&(from, to, column)).and_then(Fate::target) == Some(&wanted))
        })
    }

    /// The part that means the same: a section by its title.
    pub fn part(&self, part: Part) -> Option<Part> {
        let Part::Section(number) = part else { return Some(part) };
        if self.is_same() {
            return Some(part);
        }
        let own = self.from.texts.sections.iter().find(|section| section.number == number)?;
        let sections = &self.to.texts.sections;
        let by_title = sections.iter().find(|section| section.title == own.title);
        let found = by_title.or_else(|| sections.iter().find(|section| section.former.contains(&own.title)));
        found.map(|section| Part::Section(section.number))
    }
}

/// Whether rows of one kind can stand among those of the other.
fn is_alike(one: &RowKind, other: &RowKind) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn label_of(form: &Form, list: usize, id: &str) -> String {
    let rows = form.lists[list].fixed_rows();
    rows.iter().find(|row| row.id == id).map_or_else(String::new, |row| row.label.clone())
}
