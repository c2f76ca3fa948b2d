//! Pasting rows that say which rows they are: by code, by project, by label.

use super::super::rows::subject;
use super::super::{InputUnit, NewRow, parse_amount};
use super::{Block, Paste};
use crate::disclosure::{Amount, CellKey, Code, CodeLevel, ColumnNumber, Row, Table};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{Column, List, ListIndex, RowKind, TableForm};

/// The mark that a form prints over columns of text in its row of numbers.
const NUMBER_MARK: &str = "※";

/// What pasting `block` into `table` would do when its rows are matched by what they say they are, or `None` when they do
/// not say it. Heads are recognised and left out; where they end in a row of column numbers, that row says which column
/// is which; otherwise the block must have all columns of the table.
pub fn paste_rows(evaluated: Evaluated<'_>, table: &TableForm, block: &Block, unit: InputUnit) -> Option<Paste> {
    let [list] = table.list_indices().collect::<Vec<_>>()[..] else { return None };
    let form_list = evaluated.form.list(list);
    let columns = columns_of(form_list, block)?;
    let empty = Table::default();
    let stored = evaluated.disclosure.table(table.number).unwrap_or(&empty);
    let mut reader =
        Reader { evaluated, list, form_list, unit, table: stored.clone(), paste: Paste::default(), unit_name: None };
    let mut matched = 0;
    for row in &block.rows[columns.first_row..] {
        matched += usize::from(reader.read(&columns.places, row));
    }
    // A single name that happens to fit does not make rows of it.
    (matched > 0 && reader.paste.refused.len() < matched).then_some(reader.paste)
}

/// Which column of the block is which of the list, and where its rows begin.
struct Columns {
    places: Vec<(usize, Column)>,
    first_row: usize,
}

fn columns_of(list: &List, block: &Block) -> Option<Columns> {
    let number_row = block.rows.iter().position(|row| is_number_row(row));
    if let Some(number_row) = number_row {
        let texts = list.columns.iter().filter(|column| !matches!(column, Column::Amount(_)));
        let mut texts = texts.copied();
        let mut places = Vec::new();
        for (place, text) in block.rows[number_row].iter().enumerate() {
            if text == NUMBER_MARK {
                places.push((place, texts.next()?));
            } else if let Some(column) = text.parse().ok().and_then(|n| list.column_place(ColumnNumber(n))) {
                places.push((place, Column::Amount(column)));
            }
        }
        return Some(Columns { places, first_row: number_row + 1 });
    }
    let is_whole = block.width() == list.columns.len();
    let places = list.columns.iter().copied().enumerate().collect();
    is_whole.then_some(Columns { places, first_row: 0 })
}

fn is_number_row(row: &[String]) -> bool {
    let marks = row.iter().filter(|text| *text == NUMBER_MARK).count();
    marks > 0 && row.iter().all(|text| text.is_empty() || text == NUMBER_MARK || text.parse::<u8>().is_ok())
}

struct Reader<'a> {
    evaluated: Evaluated<'a>,
    list: ListIndex,
    form_list: &'a List,
    unit: InputUnit,
    /// The table with the rows that were added so far.
    table: Table,
    paste: Paste,
    /// The unit under whose row the following ones stand.
    unit_name: Option<String>,
}

/// What a row of the block says it is.
#[derive(Default)]
struct Said {
    code: Option<Code>,
    name: String,
    project: String,
}

impl Reader<'_> {
    /// Takes one row of the block. Returns whether it is one of the table's.
    fn read(&mut self, columns: &[(usize, Column)], row: &[String]) -> bool {
        let Some(said) = said(columns, row) else { return false };
        let amounts: Vec<(usize, &str)> = columns
            .iter()
            .filter_map(|&(place, column)| match column {
                Column::Amount(column) => Some((column, row[place].as_str())),
                _ => None,
            })
            .collect();
        if let Some(row) = self.find(&said) {
            self.put(row, &amounts);
            return true;
        }
        self.add(said, &amounts)
    }

    fn find(&self, said: &Said) -> Option<usize> {
        let layout = self.evaluated.evaluation.layout(self.list);
        let footing = self.form_list.footing();
        (0..layout.rows.len()).find(|&row| {
            let laid_out = layout.rows[row];
            let label = || self.evaluated.text(self.list, row, Column::Label);
            match laid_out.origin {
                RowOrigin::Total => said.code.is_none() && footing.is_some_and(|f| same(&f.total, said.label())),
                RowOrigin::Fixed | RowOrigin::Unit => said.code.is_none() && same(&label(), said.label()),
                RowOrigin::CodeTotal => said.code == laid_out.code && said.project.is_empty(),
                RowOrigin::Code => said.code == laid_out.code,
                RowOrigin::Project => said.code == laid_out.code && same(&label(), said.project_name(self.form_list)),
            }
        })
    }

    fn put(&mut self, row: usize, amounts: &[(usize, &str)]) {
        if self.evaluated.evaluation.layout(self.list).rows[row].origin == RowOrigin::Unit {
            self.unit_name = Some(self.evaluated.text(self.list, row, Column::Label));
        }
        for &(column, text) in amounts {
            match self.amount(text) {
                Ok(amount) => {
                    let cell = CellIndex { list: self.list, row, column };
                    self.paste.put_amount(self.evaluated, cell, amount);
                }
                Err(refusal) => self.paste.refused.push((text.to_owned(), refusal)),
            }
        }
    }

    /// Adds a row that is missing. What stands above others in the block is a total, which comes by itself.
    fn add(&mut self, said: Said, amounts: &[(usize, &str)]) -> bool {
        let is_project = matches!(self.form_list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        let is_named = match &self.form_list.rows {
            RowKind::Fixed(_) => false,
            RowKind::FunctionProject(_) => said.code.is_some() && !said.project.is_empty(),
            RowKind::UnitProject(_) => !said.label().is_empty(),
            RowKind::Function(_) | RowKind::Economic(_) => said.code.map(Code::level) == self.form_list.deepest_code(),
        };
        if !is_named {
            let is_total =
                said.code.is_some_and(|code| code.level() < self.form_list.deepest_code().unwrap_or(CodeLevel::Class));
            return is_total;
        }
        let by_unit = matches!(self.form_list.rows, RowKind::UnitProject(_));
        let unit = by_unit.then(|| self.unit_name.clone().unwrap_or_else(|| self.evaluated.disclosure.body.clone()));
        let project = if is_project { said.project_name(self.form_list).to_owned() } else { String::new() };
        let new = NewRow { code: said.code, code_name: said.name.clone(), project, unit };
        let number = self.evaluated.form.table_of(self.list).number;
        match subject(self.form_list, &self.table, new) {
            Ok(subject) => {
                let mut row = Row::new(subject);
                self.fill(&mut row, amounts);
                self.table.rows.push(row.clone());
                self.paste.added.push((number, row));
                true
            }
            Err(error) => {
                self.paste.refused.push((said.label().to_owned(), error.to_string()));
                false
            }
        }
    }

    fn fill(&mut self, row: &mut Row, amounts: &[(usize, &str)]) {
        let number = self.evaluated.form.table_of(self.list).number;
        for &(column, text) in amounts {
            let column = &self.form_list.amounts[column];
            match (self.amount(text), &column.expression) {
                (Ok(None), _) => {}
                (Ok(Some(amount)), None) => {
                    row.amounts.insert(column.number, amount);
                }
                (Ok(Some(amount)), Some(_)) => {
                    self.paste.computed.push((CellKey::new(number, row.subject.key(), column.number), amount));
                }
                (Err(refusal), _) => self.paste.refused.push((text.to_owned(), refusal)),
            }
        }
    }

    fn amount(&self, text: &str) -> Result<Option<Amount>, String> {
        let amount = parse_amount(text, &self.evaluated.form.unit, self.unit).map_err(|error| error.to_string())?;
        Ok(amount.filter(|amount| !amount.is_zero()))
    }
}

impl Said {
    /// The one text that names a row without a code.
    fn label(&self) -> &str {
        if self.name.is_empty() { &self.project } else { &self.name }
    }

    fn project_name(&self, list: &List) -> &str {
        if matches!(list.rows, RowKind::UnitProject(_)) { self.label() } else { &self.project }
    }
}

/// What `row` says it is; `None` for a blank row, or one whose code is none.
fn said(columns: &[(usize, Column)], row: &[String]) -> Option<Said> {
    let mut said = Said::default();
    let mut digits = String::new();
    for &(place, column) in columns {
        match column {
            Column::CodePart(_) => digits.push_str(&row[place]),
            Column::Name | Column::Label => said.name.clone_from(&row[place]),
            Column::Project => said.project.clone_from(&row[place]),
            Column::Amount(_) => {}
        }
    }
    if !digits.is_empty() {
        said.code = Some(digits.parse().ok()?);
    }
    (said.code.is_some() || !said.label().is_empty()).then_some(said)
}

/// Whether two names are the same for a reader: blanks and the width of letters and brackets do not count.
fn same(a: &str, b: &str) -> bool {
    let plain = |text: &str| -> String {
        let half = |c: char| match c {
            '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            _ => c,
        };
        text.chars().filter(|c| !c.is_whitespace()).map(half).collect()
    };
    !a.is_empty() && plain(a) == plain(b)
}
