//! Projects that both added: each has an identity of its own, and what speaks of it goes with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{
    CellKey, CommentPlace, Disclosure, Part, Project, ProjectId, RowKey, Subject, TableNumber, TextKey,
};
use crate::form::Form;

/// `theirs`, in which a project that was added has another identity than any that was added to `mine`, unless it is the
/// same project.
pub(super) fn apart(form: &Form, base: &Disclosure, mine: &Disclosure, mut theirs: Disclosure) -> Disclosure {
    let numbers: Vec<TableNumber> = theirs.tables.keys().copied().collect();
    for number in numbers {
        let ids = new_ids(number, base, mine, &theirs);
        if ids.iter().any(|(from, to)| from != to) {
            renumber(form, &mut theirs, number, &ids);
        }
    }
    theirs
}

/// The identities that the projects of a table get that were added to `theirs`.
fn new_ids(
    number: TableNumber,
    base: &Disclosure,
    mine: &Disclosure,
    theirs: &Disclosure,
) -> BTreeMap<ProjectId, ProjectId> {
    let projects = |disclosure: &'_ Disclosure| -> Vec<Project> {
        let rows = disclosure.table(number).map(|table| table.rows.as_slice()).unwrap_or_default();
        rows.iter().filter_map(|row| row.subject.project().cloned()).collect()
    };
    let known: BTreeSet<ProjectId> = projects(base).iter().map(|project| project.id).collect();
    let is_new = |project: &Project| !known.contains(&project.id);
    let (mut own, other): (Vec<Project>, Vec<Project>) =
        (projects(mine).into_iter().filter(is_new).collect(), projects(theirs).into_iter().filter(is_new).collect());
    let taken: BTreeSet<ProjectId> = own.iter().map(|project| project.id).collect();
    let free = [base, mine, theirs].map(|disclosure| disclosure.free_project_id(number).0);
    let mut free = free.into_iter().max().unwrap_or(1);
    let mut ids = BTreeMap::new();
    for project in other {
        let is_it = |own: &Project| Project { id: project.id, ..own.clone() } == project;
        let id = match own.iter().position(is_it) {
            Some(place) => own.remove(place).id,
            None if taken.contains(&project.id) => {
                let id = ProjectId(free);
                free = free.saturating_add(1);
                id
            }
            None => project.id,
        };
        ids.insert(project.id, id);
    }
    ids
}

/// Gives the projects of a table other identities, wherever they are named.
fn renumber(form: &Form, disclosure: &mut Disclosure, number: TableNumber, ids: &BTreeMap<ProjectId, ProjectId>) {
    let renamed = |row: RowKey| match row {
        RowKey::Project(id) => RowKey::Project(ids.get(&id).copied().unwrap_or(id)),
        other => other,
    };
    let cell = |key: CellKey| if key.table == number { CellKey { row: renamed(key.row), ..key } } else { key };
    let text = |key: TextKey| match &key.row {
        Some(row @ RowKey::Project(_)) if speaks_of(form, disclosure_tables(disclosure, row), &key.id, number) => {
            TextKey { row: Some(renamed(row.clone())), ..key }
        }
        _ => key,
    };
    let slots = disclosure.slots.clone().into_iter().map(|(key, value)| (text(key), value)).collect();
    let reasons = disclosure.last_reasons.clone().into_iter().map(|(key, words)| (text(key), words)).collect();
    let rewritten = disclosure.rewritten.clone().into_iter().map(|(key, words)| (text(key), words)).collect();
    let places: Vec<CommentPlace> = disclosure
        .comments
        .iter()
        .map(|comment| match &comment.place {
            CommentPlace::Sentence(key) => CommentPlace::Sentence(text(key.clone())),
            place => match place.row() {
                Some((table, row)) if table == number => place.in_row(renamed(row.clone())),
                _ => place.clone(),
            },
        })
        .collect();
    (disclosure.slots, disclosure.last_reasons, disclosure.rewritten) = (slots, reasons, rewritten);
    for (part, rows) in &mut disclosure.orders {
        if lists_of_part(form, *part).contains(&number) {
            rows.iter_mut().for_each(|row| *row = renamed(row.clone()));
        }
    }
    disclosure.comments.iter_mut().zip(places).for_each(|(comment, place)| comment.place = place);
    disclosure.prior = std::mem::take(&mut disclosure.prior).into_iter().map(|(key, sum)| (cell(key), sum)).collect();
    let table = disclosure.table_mut(number);
    for row in &mut table.rows {
        if let Subject::Project(project) = &mut row.subject {
            project.id = ids.get(&project.id).copied().unwrap_or(project.id);
        }
    }
    let stated = std::mem::take(&mut table.stated).into_iter();
    table.stated = stated.map(|((row, column), sum)| ((renamed(row), column), sum)).collect();
}

/// The tables of whose rows the sentences of `part` speak.
fn lists_of_part(form: &Form, part: Part) -> BTreeSet<TableNumber> {
    let template = form.sentences.as_ref();
    let parts = template.into_iter().flat_map(|template| &template.parts).filter(|own| own.part == part);
    let lists = parts.flat_map(|part| &part.groups).filter_map(|group| group.each.as_ref()?.list());
    lists.map(|list| form.table_of(list).number).collect()
}

/// The tables that have the row.
fn disclosure_tables(disclosure: &Disclosure, row: &RowKey) -> BTreeSet<TableNumber> {
    let tables = disclosure.tables.iter().filter(|(_, table)| table.find(row).is_some());
    tables.map(|(number, _)| *number).collect()
}

/// Whether the paragraph or slot `id` speaks of projects of the table `number`, where several `tables` have the project.
fn speaks_of(form: &Form, tables: BTreeSet<TableNumber>, id: &str, number: TableNumber) -> bool {
    let lists = form.sentences.as_ref().map_or_else(Vec::new, |template| template.lists_of(id));
    let mut spoken = lists.into_iter().map(|list| form.table_of(list).number).filter(|table| tables.contains(table));
    // Of the tables that it may mean it means the first that has the project.
    spoken.next() == Some(number)
}
