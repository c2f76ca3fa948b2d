//! Refusing what the model or the form has no place for, so that nothing of a file is silently lost or overlooked.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::FileError;
use super::document::Document;
use super::place::{in_row, in_table, key_name, row_name};
use crate::disclosure::{Code, ColumnNumber, Component, Disclosure, Project, Row, RowKey, Subject, Table, TableNumber};
use crate::form::{Form, List, RowKind, TableForm};

/// Refuses a table, or a row's stated amounts, that are there twice: the model would keep one of the two.
pub(super) fn refuse_repetitions(document: &Document, form: &Form) -> Result<(), FileError> {
    let mut comments = HashSet::new();
    for comment in &document.comments {
        if !comments.insert(comment.id) {
            let message = "这个编号的批注写了两次，请改用不同的编号".to_owned();
            return Err(FileError::Unfit { place: format!("批注 {}", comment.id), message });
        }
    }
    for (place, text) in document.texts.iter().enumerate() {
        if document.texts[..place].iter().any(|before| before.part == text.part) {
            let message = "这一部分写了两次，请合并".to_owned();
            return Err(FileError::Unfit { place: format!("texts 第 {} 项", place + 1), message });
        }
    }
    for (place, said) in document.said.iter().enumerate() {
        if document.said[..place].iter().any(|before| before.of == said.of) {
            let message = "同一张表或同一部分写了两次，请合并".to_owned();
            return Err(FileError::Unfit { place: format!("said 第 {} 项", place + 1), message });
        }
    }
    super::narrative::refuse_repetitions(document)?;
    let mut numbers = HashSet::new();
    for table in &document.tables {
        let number = TableNumber(table.id.number());
        if !numbers.insert(number) {
            return Err(in_table(number, "这个表写了两次，请合并"));
        }
        let mut keys = HashSet::new();
        for key in table.stated.iter().map(super::document::Stated::key) {
            if !keys.contains(&key) {
                keys.insert(key);
            } else if let Some(table) = form.table(number) {
                let name = key_name(table, form, &Table::default(), &key);
                return Err(in_row(form, number, &name, "这一行的 stated 写了两次，请合并"));
            } else {
                return Err(in_table(number, "一行的 stated 写了两次，请合并"));
            }
        }
    }
    Ok(())
}

/// Refuses what `form` has no place for.
pub(super) fn refuse_misfits(disclosure: &Disclosure, form: &Form) -> Result<(), FileError> {
    for (number, stored) in &disclosure.tables {
        let Some(table) = form.table(*number) else {
            let known = form.tables.iter().map(|table| table.number);
            return Err(in_table(*number, format!("表式 {} 没有这个表，它的表是 {}", form.id, listed(known))));
        };
        let mut table = Checked { form, table, stored, by_key: HashMap::new() };
        table.rows()?;
        table.leaves()?;
        table.names()?;
        table.stated()?;
    }
    for component in disclosure.said.keys() {
        if let Component::Table(number) = component
            && form.table(*number).is_none()
        {
            return Err(in_table(*number, format!("表式 {} 没有这个表", form.id)));
        }
    }
    super::narrative::refuse_misfits(disclosure, form)
}

/// Takes out of `disclosure` what a form that changed has no place for of its kind: rows of another kind, entries where it
/// computes, stated amounts where it does not.
pub(super) fn take_misfits(disclosure: &mut Disclosure, form: &Form) -> Vec<(TableNumber, Table)> {
    let mut taken = Vec::new();
    for (number, stored) in &mut disclosure.tables {
        let Some(table) = form.table(*number) else { continue };
        let (mut misfits, homeless) = Checked { form, table, stored, by_key: HashMap::new() }.misfits();
        if misfits != Table::default() {
            let gone: HashMap<RowKey, &Row> = misfits.rows.iter().map(|row| (row.subject.key(), row)).collect();
            stored.rows.retain_mut(|row| {
                let key = row.subject.key();
                let Some(gone) = gone.get(&key) else { return true };
                row.amounts.retain(|column, _| !gone.amounts.contains_key(column));
                row.fields.retain(|column, _| !gone.fields.contains_key(column));
                // A prescribed row is stored only while something is entered in it.
                let is_blank = row.is_blank() && matches!(row.subject, Subject::Fixed(_));
                !homeless.contains(&key) && !is_blank
            });
            stored.stated.retain(|cell, _| !misfits.stated.contains_key(cell));
            // Rows that are gone as a whole come after the others when the file is read again, too.
            let left: HashSet<RowKey> = stored.rows.iter().map(|row| row.subject.key()).collect();
            misfits.rows.sort_by_key(|row| !left.contains(&row.subject.key()));
            taken.push((*number, misfits));
        }
    }
    taken
}

/// A table of the disclosure beside its form.
struct Checked<'a> {
    form: &'a Form,
    table: &'a TableForm,
    stored: &'a Table,
    /// The stored rows that were found sound, by key: looking each up in the table would take too long in a large one.
    by_key: HashMap<RowKey, &'a Row>,
}

impl<'a> Checked<'a> {
    /// The rows and amounts that have no place, and which of the rows have none; of the others only the amounts are there.
    fn misfits(mut self) -> (Table, HashSet<RowKey>) {
        let (mut misfits, mut homeless) = (Table::default(), HashSet::new());
        for row in &self.stored.rows {
            let key = row.subject.key();
            let Ok(list) = self.list_for(row) else {
                misfits.rows.push(row.clone());
                homeless.insert(key);
                continue;
            };
            let is_misfit = |column: &ColumnNumber| is_computed(list, &key, Some(row), *column) != Ok(false);
            let mut gone = row.clone();
            gone.amounts.retain(|column, _| is_misfit(column));
            gone.fields.retain(|column, _| list.field_place(*column).is_none());
            if !gone.is_blank() {
                misfits.rows.push(gone);
            }
            self.by_key.insert(key, row);
        }
        for ((key, column), amount) in &self.stored.stated {
            let stored = self.by_key.get(key).copied();
            let computed = self.list_for_key(key).and_then(|list| is_computed(list, key, stored, *column));
            if computed != Ok(true) {
                misfits.stated.insert((key.clone(), *column), *amount);
            }
        }
        (misfits, homeless)
    }

    fn rows(&mut self) -> Result<(), FileError> {
        for row in &self.stored.rows {
            if let Err(message) = self.row(row) {
                return Err(in_row(self.form, self.table.number, &row_name(self.table, self.form, row), message));
            }
        }
        Ok(())
    }

    fn row(&mut self, row: &'a Row) -> Result<(), String> {
        let key = row.subject.key();
        if self.by_key.contains_key(&key) {
            let what = if row.subject.project().is_some() { "这个编号" } else { "这一行" };
            return Err(format!("{what}在表里写了两次"));
        }
        let list = self.list_for(row)?;
        for column in row.amounts.keys() {
            if is_computed(list, &key, Some(row), *column)? {
                return Err(format!(
                    "第 {column} 列由程序计算，不能写在行的 amounts 里；公布数要写在这个表的 stated 里"
                ));
            }
        }
        if let Some(column) = row.fields.keys().find(|column| list.field_place(**column).is_none()) {
            let known = list.fields.iter().map(|column| column.number);
            let there = if list.fields.is_empty() {
                "没有文字列".to_owned()
            } else {
                format!("文字列是 {}", listed(known))
            };
            return Err(format!("第 {column} 列不是文字，不能写在行的 texts 里，这里{there}"));
        }
        self.by_key.insert(key, row);
        Ok(())
    }

    /// The list in which `row` stands, or why there is none.
    fn list_for(&self, row: &Row) -> Result<&'a List, String> {
        match &row.subject {
            Subject::Fixed(id) => self.list_with_fixed_row(id),
            Subject::Code { code, .. } => {
                let list = self.lists().find(|list| list.rows.is_by_code()).ok_or_else(|| self.other_kind())?;
                within_depth(list, *code)?;
                Ok(list)
            }
            Subject::Project(project) => self.list_for_project(project),
        }
    }

    fn list_for_project(&self, project: &Project) -> Result<&'a List, String> {
        let of_projects = |list: &&List| matches!(list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        let list = self.lists().find(of_projects).ok_or_else(|| self.other_kind())?;
        match (project.code, &list.rows) {
            (Some(code), RowKind::FunctionProject(_)) => within_depth(list, code).map(|()| list),
            (None, RowKind::FunctionProject(_)) => Err("这个表的项目要有科目编码，请补上 code".into()),
            (Some(_), _) => Err("这个表的项目没有科目编码，请去掉 code".into()),
            (None, _) if !project.code_name.is_empty() => Err("这个表的项目没有科目名称，请去掉 code_name".into()),
            (None, _) => Ok(list),
        }
    }

    fn list_with_fixed_row(&self, id: &str) -> Result<&'a List, String> {
        if let Some(list) = self.lists().find(|list| list.fixed_rows().iter().any(|row| row.id == id)) {
            return Ok(list);
        }
        let ids = self.lists().flat_map(|list| list.fixed_rows()).map(|row| row.id.as_str());
        let closest = ids.min_by_key(|other| strsim::damerau_levenshtein(id, other));
        Err(closest.map_or_else(|| self.other_kind(), |closest| format!("表里没有这个固定行，最接近的是 {closest}")))
    }

    /// The codes with stored rows have none below them: 类 and 款 with details are sums.
    fn leaves(&self) -> Result<(), FileError> {
        let code_of = |row: &Row| match &row.subject {
            Subject::Code { code, .. } => Some(*code),
            _ => None,
        };
        let codes: BTreeSet<Code> = self.stored.rows.iter().filter_map(code_of).collect();
        for row in &self.stored.rows {
            let Some(code) = code_of(row) else { continue };
            let above = std::iter::successors(code.parent(), |code| code.parent());
            if let Some(parent) = above.into_iter().find(|parent| codes.contains(parent)) {
                let (level, parent) = (parent.level().name(), parent.spaced());
                let name = row_name(self.table, self.form, row);
                let message = format!(
                    "它的{level} {parent} 也写成了一行，有明细的{level}由程序加总；请去掉 {parent} 行，公布数写在 stated 里"
                );
                return Err(in_row(self.form, self.table.number, &name, message));
            }
        }
        Ok(())
    }

    fn names(&self) -> Result<(), FileError> {
        for code in self.stored.names.keys() {
            let derived = |list: &List| list.deepest_code().is_some_and(|deepest| code.level() < deepest);
            if !self.lists().any(derived) {
                let message = "names 里只能写由程序加总的类、款的名称";
                let name = format!("科目 {}", code.spaced());
                return Err(in_row(self.form, self.table.number, &name, message));
            }
        }
        Ok(())
    }

    fn stated(&self) -> Result<(), FileError> {
        for (key, column) in self.stored.stated.keys() {
            let computed =
                self.list_for_key(key).and_then(|list| is_computed(list, key, self.by_key.get(key).copied(), *column));
            let message = match computed {
                Ok(true) => continue,
                Ok(false) => {
                    format!("第 {column} 列是录入的，不能写在 stated 里；请写在这一行的 amounts 里")
                }
                Err(message) => message,
            };
            let name = key_name(self.table, self.form, self.stored, key);
            return Err(in_row(self.form, self.table.number, &name, message));
        }
        Ok(())
    }

    /// The list in which the row that `key` names stands, or why there is none. What is stored must be there; a sum may
    /// have nothing below it yet, when a source prints the sum alone.
    fn list_for_key(&self, key: &RowKey) -> Result<&'a List, String> {
        if let Some(row) = self.by_key.get(key) {
            return self.list_for(row);
        }
        match key {
            RowKey::Fixed(id) => self.list_with_fixed_row(id),
            RowKey::Project(_) => Err("表的 rows 里没有这个编号的项目".into()),
            RowKey::Total => self
                .lists()
                .find(|list| list.footing().is_some())
                .ok_or_else(|| "这个表的行是固定的，总计也是其中一行，请写 Fixed(\"…\")".to_owned()),
            RowKey::Unit(_) => {
                self.list_of(|rows| matches!(rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_)))
            }
            RowKey::UnitCode(_, code) => self.list_of_sum(*code, |rows| matches!(rows, RowKind::FunctionProject(_))),
            RowKey::Code(code) => {
                self.list_of_sum(*code, |rows| rows.is_by_code() || matches!(rows, RowKind::FunctionProject(_)))
            }
        }
    }

    fn list_of(&self, fits: impl Fn(&RowKind) -> bool) -> Result<&'a List, String> {
        self.lists().find(|list| fits(&list.rows)).ok_or_else(|| self.other_kind())
    }

    /// The list that has a sum for `code`, which is no stored row.
    fn list_of_sum(&self, code: Code, fits: impl Fn(&RowKind) -> bool) -> Result<&'a List, String> {
        let list = self.lists().find(|list| fits(&list.rows)).ok_or_else(|| self.other_kind())?;
        within_depth(list, code)?;
        match (list.deepest_code() == Some(code.level()), &list.rows) {
            (true, RowKind::FunctionProject(_)) => {
                Err(format!("这个表逐个列项目，没有按{}加总的行", code.level().name()))
            }
            (true, _) => Err("表的 rows 里没有这个科目".into()),
            (false, _) => Ok(list),
        }
    }

    fn lists(&self) -> impl Iterator<Item = &'a List> + use<'a> {
        let form = self.form;
        self.table.list_indices().map(move |list| form.list(list))
    }

    /// What rows the table has, for one that is of another kind.
    fn other_kind(&self) -> String {
        let kind = match self.lists().next().map(|list| &list.rows) {
            Some(RowKind::Function(_)) => "按支出功能分类科目列（Code）",
            Some(RowKind::Economic(_)) => "按支出经济分类科目列（Code）",
            Some(RowKind::GovernmentEconomic(_)) => "按政府预算支出经济分类科目列（Code）",
            Some(RowKind::FunctionProject(_)) => "按功能分类科目和项目列（Project）",
            Some(RowKind::UnitProject(_)) => "按单位和项目列（Project）",
            Some(RowKind::Fixed(_)) | None => "由表式固定（Fixed）",
        };
        format!("这种行不属于这个表，它的行{kind}")
    }
}

/// Whether the program computes the cell in the row that `key` names, `stored` or derived, or why there is none.
fn is_computed(list: &List, key: &RowKey, stored: Option<&Row>, column: ColumnNumber) -> Result<bool, String> {
    let Some(place) = list.column_place(column) else {
        let known = list.amounts.iter().map(|column| column.number);
        return Err(format!("没有第 {column} 列，这里的列是 {}", listed(known)));
    };
    if let RowKey::Fixed(id) = key {
        let row = list.fixed_rows().iter().position(|row| row.id == *id);
        return Ok(row.is_some_and(|row| list.is_computed_at(row, place)));
    }
    // Totals and sums are computed in every column, stored rows where the column says so.
    Ok(stored.is_none_or(|row| list.is_computed(place, row.subject.code().is_some())))
}

fn within_depth(list: &List, code: Code) -> Result<(), String> {
    match list.deepest_code() {
        Some(deepest) if code.level() > deepest => Err(format!("科目编码太长，这个表的科目到{}为止", deepest.name())),
        _ => Ok(()),
    }
}

fn listed(numbers: impl Iterator<Item = impl ToString>) -> String {
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join("、")
}
