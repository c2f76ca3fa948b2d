//! Matching the rows of two tables, and their figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::likeness::Named as Nameable;
use super::{CellDifference, ComparedRow, Likeness, RowChange, RowDifference, likeness};
use crate::disclosure::{
    Amount, CellKey, Code, ColumnNumber, RowKey, Snapshot, SnapshotRow, SnapshotTable, TableNumber,
};
use crate::edit::longest_increasing;
use crate::spelling;

/// Most pairs of rows without a partner whose names are compared under one code: beyond it only equal names count.
const MOST_PAIRS: usize = 40_000;

/// The rows of two tables, each with its partner.
pub(super) struct RowMatch<'a> {
    pub old: Option<&'a SnapshotTable>,
    pub new: Option<&'a SnapshotTable>,
    /// For each row of the new table its partner, and how sure it is where the names differ.
    pub partners: Vec<Option<(usize, Option<Likeness>)>>,
    /// For each row of the old table its partner.
    pub new_of_old: Vec<Option<usize>>,
}

/// What a row is the same by in two disclosures, and the how-manieth it is of those: ids of projects are good in one of
/// them only, and a table may print one name twice.
type Identity = (Named, usize);

/// What a row is called.
#[derive(PartialEq, Eq, Hash, Clone)]
enum Named {
    Total,
    Fixed(String),
    Unit(String),
    Code(Code),
    UnitCode(String, Code),
    /// A project by unit, code and name.
    Project(String, Option<Code>, String),
}

impl<'a> RowMatch<'a> {
    pub fn new(old: Option<&'a SnapshotTable>, new: Option<&'a SnapshotTable>) -> Self {
        let old_rows = old.map_or(&[][..], |table| &table.rows);
        let new_rows = new.map_or(&[][..], |table| &table.rows);
        let mut matched =
            Self { old, new, partners: vec![None; new_rows.len()], new_of_old: vec![None; old_rows.len()] };
        let units = renamed_units(old_rows, new_rows);
        let mut places: HashMap<Identity, usize> = HashMap::new();
        // A source may leave out the line of the only unit there is.
        let unit_counts = [old_rows, new_rows].map(|rows| unit_names(rows).len());
        let with_units = !matches!(unit_counts, [0, 1] | [1, 0]);
        let mut counter = Counter { with_units, seen: HashMap::new() };
        for (place, row) in old_rows.iter().enumerate() {
            places.insert(counter.identity(row, &HashMap::new()), place);
        }
        let mut counter = Counter { with_units, seen: HashMap::new() };
        for (place, row) in new_rows.iter().enumerate() {
            if let Some(&partner) = places.get(&counter.identity(row, &units)) {
                let old = &old_rows[partner];
                let is_named = matches!(row.key, RowKey::Unit(_) | RowKey::Project(_));
                let is_renamed = is_named && !spelling::is_printed_alike(&old.name, &row.name);
                let likeness = is_renamed.then(|| Likeness::between(&Nameable::new(old), &Nameable::new(row)));
                matched.pair(partner, place, likeness);
            }
        }
        matched.renamed(old_rows, new_rows);
        matched
    }

    fn pair(&mut self, old: usize, new: usize, likeness: Option<Likeness>) {
        self.partners[new] = Some((old, likeness));
        self.new_of_old[old] = Some(new);
    }

    /// Pairs the projects of other names that are most alike, first under the same code, then under any.
    fn renamed(&mut self, old_rows: &'a [SnapshotRow], new_rows: &'a [SnapshotRow]) {
        let is_project = |row: &SnapshotRow| matches!(row.key, RowKey::Project(_));
        for is_any_code in [false, true] {
            let group = |row: &SnapshotRow| if is_any_code { None } else { Some(row.code) };
            let mut groups: HashMap<_, (Vec<usize>, Vec<usize>)> = HashMap::new();
            for (place, row) in old_rows.iter().enumerate() {
                if is_project(row) && self.new_of_old[place].is_none() {
                    groups.entry(group(row)).or_default().0.push(place);
                }
            }
            for (place, row) in new_rows.iter().enumerate() {
                if is_project(row) && self.partners[place].is_none() {
                    groups.entry(group(row)).or_default().1.push(place);
                }
            }
            let named = |rows: &'a [SnapshotRow], places: &[usize]| -> Vec<(usize, Nameable<'a>)> {
                places.iter().map(|&place| (place, Nameable::new(&rows[place]))).collect()
            };
            let groups: Vec<_> = groups.into_values().collect();
            let groups = groups.par_iter().filter(|(olds, news)| olds.len() * news.len() <= MOST_PAIRS);
            let mut found: Vec<(Likeness, usize, usize)> = groups
                .flat_map_iter(|(olds, news)| {
                    let (olds, news) = (named(old_rows, olds), named(new_rows, news));
                    let alike = |old: &(usize, Nameable<'_>), new: &(usize, Nameable<'_>)| {
                        let likeness = Likeness::of_rows(&old.1, &new.1)?;
                        // Under another code only the name tells: equal figures are found in too many rows.
                        (!is_any_code || likeness.names >= 90).then_some((likeness, old.0, new.0))
                    };
                    let of_group: Vec<_> =
                        olds.iter().flat_map(|old| news.iter().filter_map(move |new| alike(old, new))).collect();
                    of_group
                })
                .collect();
            found.sort_by_key(|&(likeness, old, new)| (std::cmp::Reverse(likeness.percent), new, old));
            for (likeness, old, new) in found {
                if self.new_of_old[old].is_none() && self.partners[new].is_none() {
                    let (was, is) = (&old_rows[old], &new_rows[new]);
                    // A source that does not print the units has the same rows nevertheless.
                    let is_same_name = was.code == is.code && spelling::is_printed_alike(&was.name, &is.name);
                    let is_same = is_same_name && (was.unit.is_none() || is.unit.is_none());
                    self.pair(old, new, Some(likeness).filter(|_| !is_same));
                }
            }
        }
    }

    /// The rows that differ, as the new table prints them; those that are gone after the row before them.
    pub fn differences(&self) -> Vec<RowDifference> {
        let Some(table) = self.new.or(self.old) else { return Vec::new() };
        let old_rows = self.old.map_or(&[][..], |table| &table.rows);
        let new_rows = self.new.map_or(&[][..], |table| &table.rows);
        let gone = |from: usize| {
            let gone = (from..old_rows.len()).take_while(|&place| self.new_of_old[place].is_none());
            gone.map(|place| difference(table.number, Some(&old_rows[place]), None, None))
        };
        let mut differences: Vec<RowDifference> = gone(0).collect();
        let moved = self.moved();
        for (place, (row, partner)) in new_rows.iter().zip(&self.partners).enumerate() {
            let old = partner.map(|(old, _)| &old_rows[old]);
            let mut own = difference(table.number, old, Some(row), partner.and_then(|(_, likeness)| likeness));
            if own.change == RowChange::Kept && moved.contains(&place) {
                own.change = RowChange::Moved;
            }
            differences.push(own);
            if let Some((old, _)) = partner {
                differences.extend(gone(old + 1));
            }
        }
        differences.retain(|row| row.change != RowChange::Kept || !row.cells.is_empty());
        differences
    }

    /// The rows of the new table, the fewest there are, without which the others follow each other as in the old one.
    /// Totals stand where their rows stand.
    fn moved(&self) -> BTreeSet<usize> {
        let new_rows = self.new.map_or(&[][..], |table| &table.rows);
        let is_stored = |row: &SnapshotRow| !row.is_total && !matches!(row.key, RowKey::Fixed(_));
        let partners = new_rows.iter().zip(&self.partners).enumerate();
        let both =
            partners.filter(|(_, (row, _))| is_stored(row)).filter_map(|(place, (_, old))| Some((place, (*old)?.0)));
        let (places, olds): (Vec<usize>, Vec<usize>) = both.unzip();
        let stays: BTreeSet<usize> = longest_increasing(&olds).into_iter().collect();
        places.into_iter().zip(olds).filter(|(_, old)| !stays.contains(old)).map(|(place, _)| place).collect()
    }
}

/// Tells rows of one name apart by their order.
struct Counter {
    /// Whether rows of several units are told apart.
    with_units: bool,
    seen: HashMap<Named, usize>,
}

impl Counter {
    /// What `row` is the same by; `units` gives units the name that they had.
    fn identity(&mut self, row: &SnapshotRow, units: &HashMap<String, String>) -> Identity {
        let unit = |name: &str| {
            let plain: String = spelling::plain(name).collect();
            units.get(&plain).cloned().unwrap_or(plain)
        };
        let named = match &row.key {
            RowKey::Total => Named::Total,
            RowKey::Fixed(id) => Named::Fixed(id.clone()),
            RowKey::Unit(name) => Named::Unit(unit(name)),
            RowKey::Code(code) => Named::Code(*code),
            RowKey::UnitCode(_, code) if !self.with_units => Named::Code(*code),
            RowKey::UnitCode(name, code) => Named::UnitCode(unit(name), *code),
            RowKey::Project(_) => {
                let unit = row.unit.as_deref().filter(|_| self.with_units).map(unit).unwrap_or_default();
                Named::Project(unit, row.code, spelling::plain(&row.name).collect())
            }
        };
        let count = self.seen.entry(named.clone()).or_default();
        *count += 1;
        (named, *count)
    }
}

/// The names of the units that have rows, as they are compared.
fn unit_names(rows: &[SnapshotRow]) -> BTreeSet<String> {
    let units = rows.iter().filter(|row| matches!(row.key, RowKey::Unit(_)));
    units.map(|row| spelling::plain(&row.name).collect()).collect()
}

/// The name that each renamed unit had, both as they are compared: the most alike of those that only one table has, or
/// the only one.
fn renamed_units(old_rows: &[SnapshotRow], new_rows: &[SnapshotRow]) -> HashMap<String, String> {
    let (old, new) = (unit_names(old_rows), unit_names(new_rows));
    let (gone, come): (Vec<_>, Vec<_>) = (old.difference(&new).collect(), new.difference(&old).collect());
    if let ([gone], [come]) = (gone.as_slice(), come.as_slice()) {
        return HashMap::from([((*come).clone(), (*gone).clone())]);
    }
    if gone.len() * come.len() > MOST_PAIRS {
        return HashMap::new();
    }
    let mut pairs: Vec<(f64, &String, &String)> = Vec::new();
    for &gone in &gone {
        pairs.extend(come.iter().map(|&come| (likeness::names(gone, come), come, gone)));
    }
    pairs.retain(|&(likeness, ..)| likeness >= 0.6);
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut taken: BTreeSet<&String> = BTreeSet::new();
    for (_, come, gone) in pairs {
        if !renamed.contains_key(come) && taken.insert(gone) {
            renamed.insert(come.clone(), gone.clone());
        }
    }
    renamed
}

fn difference(
    table: TableNumber,
    old: Option<&SnapshotRow>,
    new: Option<&SnapshotRow>,
    likeness: Option<Likeness>,
) -> RowDifference {
    let change = match (old, new, likeness) {
        (None, ..) => RowChange::Added,
        (_, None, _) => RowChange::Removed,
        (_, _, Some(likeness)) => RowChange::Renamed(likeness),
        (Some(_), Some(_), None) => RowChange::Kept,
    };
    let columns = [old, new].into_iter().flatten().flat_map(|row| row.own.keys().chain(row.following.keys()));
    let columns: BTreeSet<ColumnNumber> = columns.copied().collect();
    let value = |row: Option<&SnapshotRow>, column| row.and_then(|row| row.value(column));
    let cells = columns.into_iter().filter_map(|column| {
        let (before, after) = (value(old, column), value(new, column));
        let is_own = |row: Option<&SnapshotRow>| row.is_some_and(|row| row.own.contains_key(&column));
        let follows = !is_own(old) && !is_own(new);
        (before != after).then_some(CellDifference { column, old: before, new: after, follows })
    });
    RowDifference {
        table,
        old: old.map(ComparedRow::of),
        new: new.map(ComparedRow::of),
        change,
        cells: cells.collect(),
    }
}

/// Last year's figures that differ, row by row.
pub(super) fn prior_differences(old: &Snapshot, new: &Snapshot, matches: &[RowMatch<'_>]) -> Vec<RowDifference> {
    let mut differences = Vec::new();
    let of_table = |snapshot: &Snapshot, table: Option<&SnapshotTable>| -> Vec<(CellKey, Amount)> {
        let number = table.map(|table| table.number);
        let own = snapshot.prior.iter().filter(|(cell, _)| Some(cell.table) == number);
        own.map(|(cell, amount)| (cell.clone(), *amount)).collect()
    };
    for found in matches {
        let (before, after) = (of_table(old, found.old), of_table(new, found.new));
        if before.is_empty() && after.is_empty() {
            continue;
        }
        differences.extend(prior_of_table(found, before, after));
    }
    differences
}

/// The amounts of a row before and after, by column.
type Both = BTreeMap<ColumnNumber, [Option<Amount>; 2]>;

fn prior_of_table(
    found: &RowMatch<'_>,
    before: Vec<(CellKey, Amount)>,
    after: Vec<(CellKey, Amount)>,
) -> Vec<RowDifference> {
    let Some(table) = found.new.or(found.old) else { return Vec::new() };
    let rows = |table: Option<&'_ SnapshotTable>| -> HashMap<RowKey, usize> {
        let rows = table.map_or(&[][..], |table| &table.rows).iter().enumerate();
        rows.map(|(place, row)| (row.key.clone(), place)).collect()
    };
    let old_places = rows(found.old);
    // Old rows under the keys of the new disclosure; a row that fell away keeps its own.
    let new_places = rows(found.new);
    // The id of a project says nothing in the other disclosure: one that fell away there is not that of a row here.
    let is_fallen =
        |key: &RowKey, places: &HashMap<RowKey, usize>| matches!(key, RowKey::Project(_)) && !places.contains_key(key);
    let new_key = |key: &RowKey| match old_places.get(key) {
        Some(&place) => match found.new_of_old[place].zip(found.new) {
            Some((place, table)) => (table.rows[place].key.clone(), false),
            None => (key.clone(), matches!(key, RowKey::Project(_))),
        },
        None => (key.clone(), is_fallen(key, &old_places)),
    };
    let mut cells: BTreeMap<(RowKey, bool), Both> = BTreeMap::new();
    for (cell, amount) in before {
        cells.entry(new_key(&cell.row)).or_default().entry(cell.column).or_default()[0] = Some(amount);
    }
    for (cell, amount) in after {
        let fallen = is_fallen(&cell.row, &new_places);
        cells.entry((cell.row, fallen)).or_default().entry(cell.column).or_default()[1] = Some(amount);
    }
    let named = |key: &RowKey, fallen: bool| match new_places.get(key).filter(|_| !fallen).zip(found.new) {
        Some((&place, table)) => ComparedRow::of(&table.rows[place]),
        None => {
            let row = fallen_row(key);
            ComparedRow { key: key.clone(), id: row.clone(), label: row, is_total: false }
        }
    };
    let mut differences = Vec::new();
    for ((key, fallen), columns) in cells {
        let changed = columns.into_iter().filter(|(_, [old, new])| old != new);
        let cells = changed.map(|(column, [old, new])| CellDifference { column, old, new, follows: false });
        let cells: Vec<CellDifference> = cells.collect();
        if !cells.is_empty() {
            let row = Some(named(&key, fallen));
            let (old, new) = (row.clone(), row);
            differences.push(RowDifference { table: table.number, old, new, change: RowChange::Kept, cells });
        }
    }
    differences
}

/// The name of a row that fell away since last year.
fn fallen_row(key: &RowKey) -> String {
    match key {
        RowKey::Total => String::new(),
        RowKey::Fixed(name) | RowKey::Unit(name) => name.clone(),
        RowKey::Code(code) | RowKey::UnitCode(_, code) => code.to_string(),
        RowKey::Project(id) => format!("#{}", id.0),
    }
}
