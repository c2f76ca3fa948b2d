//! What two people changed in the same file, put together.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Step};
use crate::disclosure::{CellKey, Comment, Disclosure, ProjectId, Reply, Row, RowKey, Subject, Table, TableNumber};

/// The step that puts what `theirs` changed of `base` into `mine`. What both changed stays as it is in `mine`.
pub fn merge(base: &Disclosure, mine: &Disclosure, theirs: &Disclosure) -> Step {
    let theirs = apart(base, mine, theirs.clone());
    let merged = merged(base, mine, &theirs);
    let changes = match merged == *mine {
        true => Vec::new(),
        false => vec![Change::Whole { from: Box::new(mine.clone()), to: Box::new(merged) }],
    };
    Step::new("合并别人的修改", changes)
}

fn merged(base: &Disclosure, mine: &Disclosure, theirs: &Disclosure) -> Disclosure {
    // Named one by one, so that nothing that is added to the model is forgotten here.
    let Disclosure {
        form,
        kind,
        body,
        year,
        tables,
        comments,
        prior,
        slots,
        rewritten,
        texts,
        performance,
        acceptances,
        sign_offs,
    } = base;
    let numbers: BTreeSet<TableNumber> =
        [tables, &mine.tables, &theirs.tables].into_iter().flat_map(|tables| tables.keys().copied()).collect();
    let merged_table = |number: TableNumber| {
        let of = |disclosure: &Disclosure| disclosure.table(number).cloned().unwrap_or_default();
        let table = self::table(&of(base), &of(mine), &of(theirs));
        (table != Table::default() || mine.tables.contains_key(&number)).then_some((number, table))
    };
    Disclosure {
        form: value(form, &mine.form, &theirs.form),
        kind: value(kind, &mine.kind, &theirs.kind),
        body: value(body, &mine.body, &theirs.body),
        year: value(year, &mine.year, &theirs.year),
        tables: numbers.into_iter().filter_map(merged_table).collect(),
        comments: list(comments, &mine.comments, &theirs.comments, |comment| comment.id, comment),
        prior: map(prior, &mine.prior, &theirs.prior),
        slots: map(slots, &mine.slots, &theirs.slots),
        rewritten: map(rewritten, &mine.rewritten, &theirs.rewritten),
        texts: map(texts, &mine.texts, &theirs.texts),
        performance: list(
            performance,
            &mine.performance,
            &theirs.performance,
            |table| match &table.subject {
                crate::disclosure::PerformanceSubject::Project(name) => Some(name.clone()),
                crate::disclosure::PerformanceSubject::Whole => None,
            },
            value,
        ),
        acceptances: list(
            acceptances,
            &mine.acceptances,
            &theirs.acceptances,
            |acceptance| (acceptance.rule.clone(), acceptance.subject.clone()),
            value,
        ),
        sign_offs: list(
            sign_offs,
            &mine.sign_offs,
            &theirs.sign_offs,
            |sign_off| (sign_off.scope, sign_off.signature.author.clone(), sign_off.signature.written.clone()),
            value,
        ),
    }
}

fn table(base: &Table, mine: &Table, theirs: &Table) -> Table {
    Table {
        rows: list(&base.rows, &mine.rows, &theirs.rows, |row| row.subject.key(), row),
        names: map(&base.names, &mine.names, &theirs.names),
        stated: map(&base.stated, &mine.stated, &theirs.stated),
        note: value(&base.note, &mine.note, &theirs.note),
    }
}

fn row(base: &Row, mine: &Row, theirs: &Row) -> Row {
    Row {
        subject: value(&base.subject, &mine.subject, &theirs.subject),
        amounts: map(&base.amounts, &mine.amounts, &theirs.amounts),
    }
}

/// Both may have answered.
fn comment(base: &Comment, mine: &Comment, theirs: &Comment) -> Comment {
    let named = |reply: &Reply| (reply.author.clone(), reply.written.clone(), reply.text.clone());
    Comment {
        id: mine.id,
        place: value(&base.place, &mine.place, &theirs.place),
        about: value(&base.about, &mine.about, &theirs.about),
        author: value(&base.author, &mine.author, &theirs.author),
        written: value(&base.written, &mine.written, &theirs.written),
        text: value(&base.text, &mine.text, &theirs.text),
        replies: list(&base.replies, &mine.replies, &theirs.replies, named, value),
        resolved: value(&base.resolved, &mine.resolved, &theirs.resolved),
    }
}

fn value<T: PartialEq + Clone>(base: &T, mine: &T, theirs: &T) -> T {
    if mine == base { theirs.clone() } else { mine.clone() }
}

fn map<K: Ord + Clone, V: PartialEq + Clone>(
    base: &BTreeMap<K, V>,
    mine: &BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    let keys: BTreeSet<&K> = mine.keys().chain(theirs.keys()).collect();
    let merged = keys.into_iter().filter_map(|key| {
        let found = if mine.get(key) == base.get(key) { theirs.get(key) } else { mine.get(key) };
        Some((key.clone(), found?.clone()))
    });
    merged.collect()
}

/// Merges lists whose items are told apart by `key`, in the order of `mine`; what they added follows what it follows in
/// `theirs`.
fn list<T: PartialEq + Clone, K: Ord + Clone>(
    base: &[T],
    mine: &[T],
    theirs: &[T],
    key: impl Fn(&T) -> K,
    item: impl Fn(&T, &T, &T) -> T,
) -> Vec<T> {
    fn by_key<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> BTreeMap<K, &T> {
        items.iter().map(|item| (key(item), item)).collect()
    }
    let (old, own, other) = (by_key(base, &key), by_key(mine, &key), by_key(theirs, &key));
    let mut merged = Vec::with_capacity(mine.len());
    let mut after: BTreeMap<Option<K>, Vec<T>> = BTreeMap::new();
    let mut last = None;
    for their in theirs {
        let its = key(their);
        match (own.get(&its), old.get(&its)) {
            (Some(_), _) => last = Some(its),
            // Taken out here: it comes back only where they changed it.
            (None, Some(old)) if *old == their => {}
            (None, _) => after.entry(last.clone()).or_default().push(their.clone()),
        }
    }
    merged.extend(after.remove(&None).unwrap_or_default());
    for own in mine {
        let its = key(own);
        match (old.get(&its), other.get(&its)) {
            (Some(old), Some(other)) => merged.push(item(old, own, other)),
            // Taken out by them: it goes only where it was not changed here.
            (Some(old), None) if *old == own => {}
            _ => merged.push(own.clone()),
        }
        merged.extend(after.remove(&Some(its)).unwrap_or_default());
    }
    merged
}

/// `theirs`, in which projects and comments that were added by both have other identities than in `mine`.
fn apart(base: &Disclosure, mine: &Disclosure, mut theirs: Disclosure) -> Disclosure {
    let numbers: Vec<TableNumber> = theirs.tables.keys().copied().collect();
    for number in numbers {
        let ids = |disclosure: &Disclosure| -> BTreeMap<ProjectId, Subject> {
            let rows = disclosure.table(number).map(|table| table.rows.as_slice()).unwrap_or_default();
            rows.iter().filter_map(|row| Some((row.subject.project()?.id, row.subject.clone()))).collect()
        };
        let (old, own, other) = (ids(base), ids(mine), ids(&theirs));
        let mut free = own.keys().chain(other.keys()).map(|id| id.0 + 1).max().unwrap_or(1);
        for (id, subject) in &other {
            if !old.contains_key(id) && own.get(id).is_some_and(|own| own != subject) {
                renumber(&mut theirs, number, *id, ProjectId(free));
                free += 1;
            }
        }
    }
    let mut free = mine.free_comment_id().0.max(theirs.free_comment_id().0);
    for comment in &mut theirs.comments {
        let known = |of: &Disclosure| of.comments.iter().find(|other| other.id == comment.id).cloned();
        if known(base).is_none() && known(mine).is_some_and(|own| own != *comment) {
            comment.id.0 = free;
            free += 1;
        }
    }
    theirs
}

/// Gives the project `from` of a table the identity `to`, wherever it is named.
fn renumber(disclosure: &mut Disclosure, number: TableNumber, from: ProjectId, to: ProjectId) {
    let renamed = |row: RowKey| if row == RowKey::Project(from) { RowKey::Project(to) } else { row };
    let table = disclosure.table_mut(number);
    for row in &mut table.rows {
        match &mut row.subject {
            Subject::Project(project) if project.id == from => project.id = to,
            _ => {}
        }
    }
    table.stated = std::mem::take(&mut table.stated)
        .into_iter()
        .map(|((row, column), sum)| ((renamed(row), column), sum))
        .collect();
    let cell = |key: CellKey| match key.table == number {
        true => CellKey { row: renamed(key.row), ..key },
        false => key,
    };
    for comment in &mut disclosure.comments {
        if comment.place.row() == Some((number, &RowKey::Project(from))) {
            comment.place = comment.place.in_row(RowKey::Project(to));
        }
    }
    disclosure.prior =
        std::mem::take(&mut disclosure.prior).into_iter().map(|(key, amount)| (cell(key), amount)).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::{ColumnNumber, Kind, Project};

    const TABLE: TableNumber = TableNumber(11);

    fn project(id: u32, name: &str, amount: Option<&str>) -> Row {
        let project =
            Project { id: ProjectId(id), unit: None, code: None, code_name: String::new(), name: name.into() };
        let amounts = amount.map(|amount| (ColumnNumber(1), amount.parse().unwrap()));
        Row { subject: Subject::Project(project), amounts: amounts.into_iter().collect() }
    }

    fn disclosure(rows: &[Row]) -> Disclosure {
        let mut disclosure = Disclosure::new("form", Kind::Unit, "中心", 2025);
        disclosure.table_mut(TABLE).rows = rows.to_vec();
        disclosure
    }

    fn merged(base: &Disclosure, mine: &Disclosure, theirs: &Disclosure) -> Disclosure {
        let step = merge(base, mine, theirs);
        let mut merged = mine.clone();
        step.apply(&mut merged);
        let mut back = merged.clone();
        step.revert(&mut back);
        assert_eq!(back, *mine, "undo");
        merged
    }

    fn rows(disclosure: &Disclosure) -> Vec<(u32, String, Option<String>)> {
        let rows = &disclosure.table(TABLE).unwrap().rows;
        let row = |row: &Row| {
            let project = row.subject.project().unwrap();
            (project.id.0, project.name.clone(), row.amounts.values().next().map(ToString::to_string))
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn what_each_changed_is_taken_and_what_both_changed_stays_here() {
        let base = disclosure(&[project(1, "甲", Some("1")), project(2, "乙", Some("2")), project(3, "丙", Some("3"))]);
        let mut mine = base.clone();
        mine.table_mut(TABLE).rows[0] = project(1, "甲", Some("10"));
        mine.table_mut(TABLE).rows[2] = project(3, "丙", Some("30"));
        mine.rewritten.insert(crate::disclosure::TextKey::new("a"), "我的".into());
        let mut theirs = base.clone();
        theirs.table_mut(TABLE).rows[1] = project(2, "乙改名", None);
        theirs.table_mut(TABLE).rows[2] = project(3, "丙", Some("300"));
        theirs.rewritten.insert(crate::disclosure::TextKey::new("b"), "别人的".into());
        theirs.body = "新中心".into();
        let merged = merged(&base, &mine, &theirs);
        let wanted = [(1, "甲", Some("10.00")), (2, "乙改名", None), (3, "丙", Some("30.00"))];
        let wanted = wanted.map(|(id, name, sum)| (id, name.to_owned(), sum.map(str::to_owned)));
        assert_eq!(rows(&merged), wanted);
        assert_eq!((merged.rewritten.len(), merged.body.as_str()), (2, "新中心"));
        assert!(merge(&base, &mine, &base).changes.is_empty(), "nothing to merge");
    }

    #[test]
    fn rows_that_both_added_stay_apart_and_where_they_were_put() {
        let base = disclosure(&[project(1, "甲", None), project(2, "乙", None)]);
        let mine = disclosure(&[project(1, "甲", None), project(3, "我的", Some("3")), project(2, "乙", None)]);
        let mut theirs = disclosure(&[project(1, "甲", None), project(2, "乙", None), project(3, "别人的", Some("7"))]);
        let stated = (RowKey::Project(ProjectId(3)), ColumnNumber(2));
        theirs.table_mut(TABLE).stated.insert(stated, "8".parse().unwrap());
        let merged = merged(&base, &mine, &theirs);
        let names: Vec<_> = rows(&merged).into_iter().map(|(id, name, _)| (id, name)).collect();
        let wanted = [(1, "甲"), (3, "我的"), (2, "乙"), (4, "别人的")];
        assert_eq!(names, wanted.map(|(id, name)| (id, name.to_owned())));
        let stated: Vec<_> = merged.table(TABLE).unwrap().stated.keys().map(|(row, _)| row.clone()).collect();
        assert_eq!(stated, [RowKey::Project(ProjectId(4))]);
    }

    #[test]
    fn a_row_taken_out_by_one_goes_unless_the_other_changed_it() {
        let base = disclosure(&[project(1, "甲", Some("1")), project(2, "乙", Some("2")), project(3, "丙", Some("3"))]);
        let mine = disclosure(&[project(2, "乙", Some("20")), project(3, "丙", Some("3"))]);
        let theirs = disclosure(&[project(1, "甲", Some("100"))]);
        let ids: Vec<_> = rows(&merged(&base, &mine, &theirs)).into_iter().map(|(id, ..)| id).collect();
        // 1 was changed by them, 2 here, 3 by nobody.
        assert_eq!(ids, [1, 2]);
    }
}
