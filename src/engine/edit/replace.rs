//! Replacing in names.

use std::collections::{BTreeMap, BTreeSet};

use super::comments::{moved_comments, moved_performance_comments};
use super::rows::outdated_after_renaming;
use super::{Change, Put, RowPlace, Step};
use crate::disclosure::{CellKey, PerformanceField, Project, Row, RowKey, Subject, Table, TableNumber};
use crate::evaluate::Evaluated;

/// Names that are replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    pub step: Step,
    /// Each name with what it becomes: of rows, of derived totals, of units in each table, of performance tables.
    pub names: Vec<(String, String)>,
}

/// Replaces `query` by `replacement` in the names of codes, totals, projects and units of all tables, in the texts that are
/// entered in their rows, and in the names of the projects of performance tables. What was stated and commented in the rows of a unit goes with them. A name must not vanish: one
/// of which nothing would be left stays as it is.
pub fn replace_in_names(evaluated: Evaluated<'_>, query: &str, replacement: &str) -> Replacement {
    if query.is_empty() || query == replacement {
        return Replacement { step: Step::new("替换名称", Vec::new()), names: Vec::new() };
    }
    let replaced = |name: &str| {
        let replaced = name.replace(query, replacement);
        if replaced.trim().is_empty() { name.to_owned() } else { replaced }
    };
    let mut renaming = Renaming { evaluated, changes: Vec::new(), names: Vec::new(), units: BTreeMap::new() };
    for (&number, table) in &evaluated.disclosure.tables {
        renaming.totals(number, table, &replaced);
        renaming.rows(number, table, &replaced);
        renaming.units(number, table, &replaced);
    }
    renaming.performance(&replaced);
    renaming.finish()
}

/// Names that are being replaced.
struct Renaming<'a> {
    evaluated: Evaluated<'a>,
    changes: Vec<Change>,
    names: Vec<(String, String)>,
    /// The units that get another name, by that name.
    units: BTreeMap<(TableNumber, String), String>,
}

impl Renaming<'_> {
    /// The names of derived 类 and 款 rows.
    fn totals(&mut self, number: TableNumber, table: &Table, replaced: &impl Fn(&str) -> String) {
        for (&code, name) in &table.names {
            let to = replaced(name);
            if to != *name {
                self.names.push((name.clone(), to.clone()));
                self.changes.push(Change::TotalName(Put {
                    place: (number, code),
                    from: Some(name.clone()),
                    to: Some(to),
                }));
            }
        }
    }

    /// The names of rows.
    fn rows(&mut self, number: TableNumber, table: &Table, replaced: &impl Fn(&str) -> String) {
        for (place, row) in table.rows.iter().enumerate() {
            let to = self.renamed(&row.subject, replaced);
            if to != row.subject {
                self.changes.push(Change::Subject(Put {
                    place: RowPlace { table: number, row: place },
                    from: row.subject.clone(),
                    to,
                }));
            }
            self.fields(number, row, replaced);
        }
    }

    /// The texts that are entered in a row; dates are none.
    fn fields(&mut self, number: TableNumber, row: &Row, replaced: &impl Fn(&str) -> String) {
        for (column, from) in &row.fields {
            let place = CellKey::new(number, row.subject.key(), *column);
            let is_text = self.evaluated.form.field_of(&place).is_some_and(|field| field.date.is_none());
            let to = replaced(from);
            if is_text && to != *from {
                self.names.push((from.clone(), to.clone()));
                self.changes.push(Change::Field(Put { place, from: Some(from.clone()), to: Some(to) }));
            }
        }
    }

    fn renamed(&mut self, subject: &Subject, replaced: &impl Fn(&str) -> String) -> Subject {
        let mut told = |name: &str| {
            let to = replaced(name);
            if to != name {
                self.names.push((name.to_owned(), to.clone()));
            }
            to
        };
        match subject {
            Subject::Fixed(_) => subject.clone(),
            Subject::Code { code, name } => Subject::Code { code: *code, name: told(name) },
            Subject::Project(project) => Subject::Project(Project {
                code_name: told(&project.code_name),
                name: told(&project.name),
                // A unit is told once, and not for each of its projects.
                unit: project.unit.as_deref().map(replaced),
                ..project.clone()
            }),
        }
    }

    /// What stands in the rows of units that get another name.
    fn units(&mut self, number: TableNumber, table: &Table, replaced: &impl Fn(&str) -> String) {
        let units = table.rows.iter().filter_map(|row| row.subject.project()?.unit.as_ref());
        let units = units.collect::<BTreeSet<_>>().into_iter().map(|unit| (unit.as_str(), replaced(unit)));
        let renamed: BTreeMap<&str, String> = units.filter(|(unit, to)| unit != to).collect();
        let moved = |key: &RowKey| match key {
            RowKey::Unit(unit) => Some(RowKey::Unit(renamed.get(unit.as_str())?.clone())),
            RowKey::UnitCode(unit, code) => Some(RowKey::UnitCode(renamed.get(unit.as_str())?.clone(), *code)),
            _ => None,
        };
        // All are taken out before any is put back: one unit may get the name that another had.
        let cell = |row: &RowKey, column| CellKey::new(number, row.clone(), column);
        let mut stated = BTreeMap::new();
        for ((row, column), amount) in &table.stated {
            if let Some(key) = moved(row) {
                self.changes.push(Change::Stated(Put { place: cell(row, *column), from: Some(*amount), to: None }));
                stated.entry(cell(&key, *column)).or_insert(*amount);
            }
        }
        let stays =
            |cell: &CellKey| moved(&cell.row).is_none() && table.stated.contains_key(&(cell.row.clone(), cell.column));
        stated.retain(|cell, _| !stays(cell));
        let put = |(cell, amount)| Change::Stated(Put { place: cell, from: None, to: Some(amount) });
        self.changes.extend(stated.into_iter().map(put));
        let commented = self.evaluated.disclosure.comments.iter().filter_map(|comment| comment.place.row());
        let keys: BTreeSet<&RowKey> = commented.filter(|(table, _)| *table == number).map(|(_, key)| key).collect();
        for key in keys {
            let changes = moved(key).map(|to| moved_comments(self.evaluated.disclosure, number, key, &to));
            self.changes.extend(changes.into_iter().flatten());
        }
        for (unit, to) in renamed {
            self.names.push((unit.to_owned(), to.clone()));
            self.units.insert((number, to), unit.to_owned());
        }
    }

    /// The projects of which performance tables speak: they are those of the tables.
    fn performance(&mut self, replaced: &impl Fn(&str) -> String) {
        let field = PerformanceField::Project;
        for (place, table) in self.evaluated.disclosure.performance.iter().enumerate() {
            let Some(from) = table.text(field).map(str::to_owned) else { continue };
            let to = replaced(&from);
            if to != from {
                self.names.push((from.clone(), to.clone()));
                self.changes.extend(moved_performance_comments(self.evaluated.disclosure, &from, &to));
                self.changes.push(Change::Performance(Put { place: (place, field), from, to }));
            }
        }
    }

    fn finish(mut self) -> Replacement {
        if !self.units.is_empty() {
            // Two units that become one add up to what neither stated.
            let units = &self.units;
            let old = |table: TableNumber, unit: &String| {
                units.get(&(table, unit.clone())).cloned().unwrap_or_else(|| unit.clone())
            };
            let was = |cell: &CellKey| match &cell.row {
                RowKey::Unit(unit) => CellKey { row: RowKey::Unit(old(cell.table, unit)), ..cell.clone() },
                RowKey::UnitCode(unit, code) => {
                    CellKey { row: RowKey::UnitCode(old(cell.table, unit), *code), ..cell.clone() }
                }
                _ => cell.clone(),
            };
            let outdated = outdated_after_renaming(self.evaluated, &self.changes, was);
            self.changes.extend(outdated);
        }
        let name = format!("替换 {} 个名称", self.names.len());
        Replacement { step: Step::new(name, self.changes), names: self.names }
    }
}

#[cfg(test)]
mod tests;
