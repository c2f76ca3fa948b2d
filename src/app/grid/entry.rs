//! The lines below the rows of a table that is not complete: rows that are proposed, and a blank one in which a row is begun
//! by typing its code or its project.

use std::collections::BTreeSet;

use crate::app::workspace::Workspace;
use disclosure_engine::catalog::{CatalogEntry, Span};
use disclosure_engine::disclosure::{CellKey, Classification, Code, CodeLevel, Kind, Row, RowKey, Subject};
use disclosure_engine::edit::{Change, NewRow, Step};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::form::{Form, List, ListIndex, RowCheck, RowKind, RowPattern, TableForm};
use disclosure_engine::proposal::ProposedRow;
use disclosure_engine::sheet::{Place, Sheet};
use disclosure_engine::states::State;

/// What may be begun below the rows of a table.
pub struct EntryLines {
    pub list: ListIndex,
    /// How many rows stand above.
    first: usize,
    proposed: Vec<ProposedRow>,
    /// The code that probably comes next.
    pub next: Option<CatalogEntry>,
}

/// One of the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// A row that is proposed.
    Proposed(&'a ProposedRow),
    /// The blank line.
    Blank,
}

/// What was typed into the blank line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// A row.
    Row(NewRow),
    /// The code of a project whose name is still to be asked for.
    ProjectOf(CatalogEntry),
}

impl EntryLines {
    /// The lines below the rows of `sheet`, which gets room for them; `last` is the code that was added last. None where
    /// rows are prescribed, nothing may be changed, or the table is complete.
    pub fn below(workspace: &Workspace, table: &TableForm, sheet: &mut Sheet, last: Option<Code>) -> Option<Self> {
        let evaluated = workspace.evaluated();
        let list = table.list_indices().next().filter(|&list| evaluated.form.list(list).footing().is_some())?;
        let state = evaluated.states().of_table(evaluated.form, table.number);
        if workspace.protection().is_some() || matches!(state, State::Complete | State::Empty) {
            return None;
        }
        let proposed = workspace.progress().proposals.rows.iter().filter(|row| row.list == list);
        let lines = Self {
            list,
            first: sheet.rows,
            proposed: proposed.cloned().collect(),
            next: next_code(evaluated, list, last),
        };
        sheet.rows += lines.proposed.len() + 1;
        Some(lines)
    }

    /// The name that is shown in the line at `row`.
    pub fn name(&self, row: usize) -> Option<&str> {
        match self.at(row)? {
            Line::Proposed(proposed) => Some(&proposed.name),
            Line::Blank => self.next.as_ref().map(|next| next.name.as_str()),
        }
    }

    /// How many rows stand above.
    pub fn first(&self) -> usize {
        self.first
    }

    /// The line at `row` of the sheet, if it is below the rows.
    pub fn at(&self, row: usize) -> Option<Line<'_>> {
        let place = row.checked_sub(self.first)?;
        Some(self.proposed.get(place).map_or(Line::Blank, Line::Proposed))
    }

    /// The row of the sheet in which the blank line stands.
    pub fn blank_row(&self) -> usize {
        self.first + self.proposed.len()
    }

    /// What `text` in the blank line means.
    ///
    /// # Errors
    /// When it means no row.
    pub fn meant(&self, evaluated: Evaluated<'_>, text: &str, last: Option<Code>) -> Result<Meant, String> {
        let list = evaluated.form.list(self.list);
        let (unit, code) = context(evaluated, self.list, last_row(evaluated, self.list));
        let last = last.or(code);
        let is_coded = list.classification().is_some();
        match (&list.rows, list.classification()) {
            (RowKind::UnitProject(_), _) | (RowKind::FunctionProject(_), _)
                if is_amount(text) || !is_coded && is_code(text) =>
            {
                Err(format!("“{text}”是数，不是项目名称：请先打项目名称，再录金额"))
            }
            (RowKind::UnitProject(_), _) | (_, None) => {
                Ok(Meant::Row(NewRow { project: text.to_owned(), unit, ..NewRow::default() }))
            }
            (RowKind::FunctionProject(_), Some(classification)) if !is_code(text) => {
                // In a blank table the code is the one that the line shows.
                let shown = || self.next.as_ref().map(|next| next.code);
                let code = code.or_else(shown).ok_or("请先打这个项目的科目编码")?;
                let code_name = code_name(evaluated, self.list, classification, code);
                Ok(Meant::Row(NewRow { code: Some(code), code_name, project: text.to_owned(), unit }))
            }
            (rows, Some(classification)) => {
                let entry = self.entry(evaluated, classification, text, last)?;
                if matches!(rows, RowKind::FunctionProject(_)) {
                    return Ok(Meant::ProjectOf(entry));
                }
                let CatalogEntry { code, name, .. } = entry;
                Ok(Meant::Row(NewRow { code: Some(code), code_name: name, ..NewRow::default() }))
            }
        }
    }

    /// The code that `text` means: all its digits, the last of them where the first are those of the code before, or a
    /// part of its name. What other tables have goes before the rest of the list of codes.
    fn entry(
        &self,
        evaluated: Evaluated<'_>,
        classification: Classification,
        text: &str,
        last: Option<Code>,
    ) -> Result<CatalogEntry, String> {
        let listed = |code: Code| evaluated.codes().get(classification, code).cloned();
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if is_code(text) {
            let deepest = evaluated.form.list(self.list).deepest_code();
            if let Some(code) = completed(&digits, last, deepest)
                && let Some(entry) = listed(code)
            {
                return Ok(entry);
            }
            let code: Code =
                digits.parse().map_err(|error: disclosure_engine::disclosure::CodeError| error.to_string())?;
            // A code of the year that the list does not have yet is taken, and doubted.
            let name = code_name(evaluated, self.list, classification, code);
            let unlisted = || CatalogEntry { code, name, fund: None, attested: false, span: Span::default() };
            return Ok(listed(code).unwrap_or_else(unlisted));
        }
        let used = used_elsewhere(evaluated, self.list);
        let deepest = evaluated.form.list(self.list).deepest_code();
        let found = evaluated.codes().search(classification, text).filter(|entry| Some(entry.code.level()) == deepest);
        let found: Vec<&CatalogEntry> = found.take(200).collect();
        let first = found.iter().find(|entry| used.contains(&entry.code)).or(found.first());
        first.map(|entry| (*entry).clone()).ok_or_else(|| format!("科目表里没有“{text}”：可以打编码、名称或拼音首字母"))
    }
}

/// Whether `text` is an amount, and no code.
fn is_amount(text: &str) -> bool {
    text.contains(['.', ',']) && text.trim().replace(',', "").parse::<rust_decimal::Decimal>().is_ok()
}

/// Whether `text` is the digits of a code, or of a part of one.
fn is_code(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) && text.chars().any(|c| c.is_ascii_digit())
}

/// The code that ends in `digits` and begins as `last` does, as long as `deepest` codes are.
fn completed(digits: &str, last: Option<Code>, deepest: Option<CodeLevel>) -> Option<Code> {
    let missing = match (deepest?, digits.len()) {
        (CodeLevel::Section, 2) | (CodeLevel::Item, 4) => 3,
        (CodeLevel::Item, 2) => 5,
        _ => return None,
    };
    let begin: String = last?.to_string().chars().take(missing).collect();
    format!("{begin}{digits}").parse().ok()
}

fn last_row(evaluated: Evaluated<'_>, list: ListIndex) -> Option<&Row> {
    evaluated.disclosure.table(evaluated.form.table_of(list).number)?.rows.last()
}

/// What the row `beside` a new one already says of it: its unit and its code. The first project is that of the body where
/// it is the only unit.
pub fn context(evaluated: Evaluated<'_>, list: ListIndex, beside: Option<&Row>) -> (Option<String>, Option<Code>) {
    let body = || Some(evaluated.disclosure.body.clone());
    match beside.map(|row| &row.subject) {
        Some(Subject::Project(project)) => (project.unit.clone(), project.code),
        Some(subject) => (None, subject.code()),
        None => match evaluated.form.list(list).rows {
            RowKind::UnitProject(_) => (body(), None),
            RowKind::FunctionProject(_) if evaluated.disclosure.kind == Kind::Department => (body(), None),
            _ => (None, None),
        },
    }
}

/// The codes that other tables have and `list` lacks: the next row is likely to be one of them.
pub fn used_elsewhere(evaluated: Evaluated<'_>, list: ListIndex) -> BTreeSet<Code> {
    let form = evaluated.form;
    let wanted = form.list(list).classification();
    let of = |list: ListIndex| {
        let table = evaluated.disclosure.table(form.table_of(list).number);
        table.into_iter().flat_map(|table| &table.rows).filter_map(|row| row.subject.code())
    };
    let has_projects = matches!(form.list(list).rows, RowKind::FunctionProject(_));
    let own: BTreeSet<Code> = if has_projects { BTreeSet::new() } else { of(list).collect() };
    let others = (0..form.lists.len()).map(ListIndex).filter(|&other| other != list);
    let others = others.filter(|&other| wanted.is_some() && form.list(other).classification() == wanted);
    others.flat_map(of).filter(|code| !own.contains(code)).collect()
}

/// Name of `code` as another row has it, or the list of codes.
fn code_name(evaluated: Evaluated<'_>, list: ListIndex, classification: Classification, code: Code) -> String {
    let number = evaluated.form.table_of(list).number;
    let own = evaluated.disclosure.table(number).into_iter().flat_map(|table| &table.rows);
    let of_project = own.filter_map(|row| row.subject.project()).find(|project| project.code == Some(code));
    let listed = || evaluated.codes().get(classification, code).map(|entry| entry.name.clone());
    of_project.map(|project| project.code_name.clone()).or_else(listed).unwrap_or_default()
}

/// The code that probably comes next: among economic codes the one after `last` in the list, under the same code above, and
/// at first the first; in a blank table of projects one that another table has.
fn next_code(evaluated: Evaluated<'_>, list: ListIndex, last: Option<Code>) -> Option<CatalogEntry> {
    let form_list = evaluated.form.list(list);
    let classification = form_list.classification()?;
    let listed = |code: Code| evaluated.codes().get(classification, code).cloned();
    let stored = last_row(evaluated, list);
    if matches!(form_list.rows, RowKind::FunctionProject(_)) {
        let first = || used_elsewhere(evaluated, list).into_iter().next();
        return if stored.is_none() { first().and_then(listed) } else { None };
    }
    let table = evaluated.disclosure.table(evaluated.form.table_of(list).number);
    let own: BTreeSet<Code> =
        table.into_iter().flat_map(|table| &table.rows).filter_map(|row| row.subject.code()).collect();
    let last = last.or(stored.and_then(|row| row.subject.code()));
    // Of functional codes few are used, and the next one seldom is.
    if !classification.is_economic() {
        return None;
    }
    let begin = match last {
        Some(last) => last.parent()?.to_string(),
        None => String::new(),
    };
    let entries = evaluated.codes().search(classification, &begin);
    let is_next = |entry: &&CatalogEntry| {
        let is_deepest = Some(entry.code.level()) == form_list.deepest_code();
        let is_after = last.is_none_or(|last| entry.code > last && entry.code.parent() == last.parent());
        is_deepest && is_after && entry.attested && !own.contains(&entry.code)
    };
    entries.filter(is_next).min_by_key(|entry| entry.code).cloned()
}

/// The row that `step` adds to the table of `list`.
pub fn added_row(form: &Form, list: ListIndex, step: &Step) -> Option<RowKey> {
    step.changes.iter().find_map(|change| match change {
        Change::Row(put) if put.place.table == form.table_of(list).number => {
            put.to.as_ref().map(|row| row.subject.key())
        }
        _ => None,
    })
}

/// The cell of the row `key` in which entering begins: the first that is entered and that the form does not keep for others.
pub fn first_entry(evaluated: Evaluated<'_>, list: ListIndex, key: &RowKey) -> Option<CellIndex> {
    let form = evaluated.form;
    let table = form.table_of(list).number;
    let columns = form.list(list).amounts.iter().enumerate().filter(|(_, column)| !column.is_computed());
    let is_open = |place: usize| !key.code().is_some_and(|code| is_of_others(evaluated, list, code, place));
    let first = columns.clone().find(|(place, _)| is_open(*place)).or_else(|| columns.clone().next());
    first.and_then(|(_, column)| evaluated.find(&CellKey::new(table, key.clone(), column.number)))
}

/// Whether the form says that rows of `code` hold nothing in the column at `place`: 302 is 公用经费, and money of
/// government funds is for codes of these.
fn is_of_others(evaluated: Evaluated<'_>, list: ListIndex, code: Code, place: usize) -> bool {
    let form = evaluated.form;
    let nothing = form.identities.iter().filter(|identity| identity.equation.right.is_empty());
    let mut cells = nothing.flat_map(|identity| &identity.equation.left).map(|term| term.cell);
    let class = RowPattern::Code(code.class());
    let is_nothing = cells.any(|cell| cell.list == list && cell.row == class && cell.column == Some(place));
    let fund = evaluated.codes().fund(code);
    let is_of_other_fund = form.row_rules.iter().any(|rule| match &rule.check {
        RowCheck::Fund { list: own, columns, fund: wanted } => {
            *own == list && columns.contains(&place) && fund.is_some_and(|fund| fund != *wanted)
        }
        _ => false,
    });
    is_nothing || is_of_other_fund
}

/// Where typing goes on in the blank line: in a list of projects at their names.
pub fn blank_place(lines: &EntryLines, sheet: &Sheet, list: &List) -> Place {
    let has_projects = matches!(list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
    let names = list.columns.iter().position(|column| {
        matches!(column, disclosure_engine::form::Column::Project | disclosure_engine::form::Column::Label)
    });
    let column = names.filter(|_| has_projects).unwrap_or(0).min(sheet.columns.len().saturating_sub(1));
    Place { row: lines.blank_row(), column }
}
