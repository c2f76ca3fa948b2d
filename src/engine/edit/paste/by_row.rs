//! Pasting rows that say which rows they are: by code, by project, by label.

use std::collections::{BTreeSet, HashMap};

use super::super::rows::subject;
use super::super::{EditError, InputUnit, NewRow, parse_amount, parse_entered};
use super::row_names::{Name, name_of, other_names, plain};
use super::said::{Said, has_figures, said};
use super::{Block, Paste, Spot};
use crate::disclosure::{Amount, AmountUnit, CellKey, Code, ColumnNumber, Kind, Row, RowKey, Table};
use crate::evaluate::{CellIndex, Evaluated, FieldIndex, RowOrigin};
use crate::form::{Column, List, ListIndex, RowKind, TableForm};
use crate::sheet::NumberRow;
use crate::sheet::unit_rows::{Line, Lines};
use crate::spelling::label::bare;

/// What pasting `block` into `table` would do where its columns are the form's own: numbered, all of them, or beginning with
/// codes and names.
pub(super) fn paste_columns(
    evaluated: Evaluated<'_>,
    table: &TableForm,
    block: &Block,
    unit: InputUnit,
    spot: &Spot,
) -> Option<Paste> {
    let (lists, first_row) = columns_of(evaluated, table, block)?;
    let is_single = lists.len() == 1;
    let mut paste = Paste::default();
    let mut matched = 0;
    let mut says_codes = false;
    for (list, columns) in lists {
        says_codes |= say_codes(&columns, &block.rows[first_row..]);
        let beyond = columns.iter().map(|(place, _)| place + 1).max().unwrap_or(0);
        if first_row == 0 && is_single {
            let rows = block.rows.iter().flat_map(|row| row.iter().skip(beyond));
            paste.outside += rows.filter(|text| !text.is_empty()).count();
        }
        let mut rows: Vec<(Said, &Vec<String>)> = Vec::new();
        for row in &block.rows[first_row..] {
            match said(&columns, row) {
                Ok(said) => rows.extend(said.map(|said| (said, row))),
                Err(digits) if has_figures(&table.unit, &columns, row, unit) => {
                    paste.refuse(format!("表{}", table.number), &digits, "读不出是哪个科目编码");
                }
                // Heads stand in the columns of codes, too.
                Err(_) => {}
            }
        }
        let mut reader = Reader::new(evaluated, list, unit, &rows, spot, &mut paste);
        let units = reader.units(&columns, &rows);
        for (place, (said, row)) in rows.into_iter().enumerate() {
            matched += usize::from(reader.read(said, units.contains(&place), &columns, row));
        }
    }
    // A single name that happens to fit does not make rows of it; codes with names do, even where the table has none such.
    (says_codes || matched > 0 && paste.refused.len() < matched).then_some(paste)
}

/// Whether most of `rows` begin with a code and its name: such texts must never be taken as amounts.
fn say_codes(columns: &Columns, rows: &[Vec<String>]) -> bool {
    let is_named = |said: &Said| said.code.is_some() && said.name.contains(|c: char| c.is_alphabetic());
    let named = rows.iter().filter(|row| matches!(said(columns, row), Ok(Some(said)) if is_named(&said))).count();
    named > 0 && named * 2 >= rows.len()
}

/// Which column of the block is which of a list.
pub(super) type Columns = Vec<(usize, Column)>;

/// Which column of the block is which of each list, and where its rows begin.
fn columns_of(
    evaluated: Evaluated<'_>,
    table: &TableForm,
    block: &Block,
) -> Option<(Vec<(ListIndex, Columns)>, usize)> {
    let lists: Vec<ListIndex> = table.list_indices().collect();
    let mut numbers = block.rows.iter().map(|row| NumberRow::of(row.iter().map(String::as_str)));
    let number_row = numbers.by_ref().enumerate().find_map(|(place, row)| Some((place, row?)));
    let number_row = number_row.filter(|(_, row)| !row.marks.is_empty());
    if let (Some((place, numbers)), &[list]) = (number_row, lists.as_slice()) {
        let columns = numbered_columns(evaluated.form.list(list), &numbers)?;
        return Some((vec![(list, columns)], place + 1));
    }
    let mut first = 0;
    let mut all = Vec::new();
    for list in lists {
        let columns = &evaluated.form.list(list).columns;
        all.push((list, (first..).zip(columns.iter().copied()).collect()));
        first += columns.len();
    }
    if block.width() == first {
        return Some((all, 0));
    }
    let [(_, columns)] = all.as_mut_slice() else { return None };
    columns.retain(|&(place, _)| place < block.width());
    let has_amounts = columns.iter().any(|(_, column)| matches!(column, Column::Amount(_)));
    (has_amounts && say_codes(columns, &block.rows)).then_some((all, 0))
}

fn numbered_columns(list: &List, row: &NumberRow) -> Option<Columns> {
    let is_name = |column: &Column| !matches!(column, Column::Amount(_) | Column::Field(_));
    let mut texts = list.columns.iter().copied().filter(is_name);
    let mut columns = Vec::new();
    for &mark in &row.marks {
        columns.push((mark, texts.next()?));
    }
    for &(place, number) in &row.numbers {
        if let Some(column) = list.column_place(ColumnNumber(number)) {
            columns.push((place, Column::Amount(column)));
        } else if let Some(field) = list.field_place(ColumnNumber(number)) {
            columns.push((place, Column::Field(field)));
        }
    }
    columns.sort_by_key(|(place, _)| *place);
    Some(columns)
}

/// Puts rows that say which they are into a list.
pub(super) struct Reader<'a, 'p> {
    evaluated: Evaluated<'a>,
    list: ListIndex,
    form_list: &'a List,
    unit: InputUnit,
    /// The rows of the table, by what they are found by.
    rows: HashMap<Name, usize>,
    /// Prescribed rows by what they are called otherwise.
    others: HashMap<String, Vec<usize>>,
    /// Those of them that the block has had already.
    seen: BTreeSet<usize>,
    /// All codes that have a row, in the table or in the block: what stands above another is a total.
    pub(super) codes: BTreeSet<Code>,
    /// The table with the rows that were added so far.
    table: Table,
    /// The unit under whose row the following ones stand.
    pub(super) unit_name: Option<String>,
    paste: &'p mut Paste,
}

impl<'a, 'p> Reader<'a, 'p> {
    pub fn new(
        evaluated: Evaluated<'a>,
        list: ListIndex,
        unit: InputUnit,
        block: &[(Said, &Vec<String>)],
        spot: &Spot,
        paste: &'p mut Paste,
    ) -> Self {
        let form_list = evaluated.form.list(list);
        let table = evaluated.disclosure.table(evaluated.form.table_of(list).number).cloned().unwrap_or_default();
        let mut rows = HashMap::new();
        for row in 0..evaluated.evaluation.layout(list).rows.len() {
            rows.entry(name_of(evaluated, list, row)).or_insert(row);
        }
        let mut others: HashMap<String, Vec<usize>> = HashMap::new();
        for row in 0..form_list.fixed_rows().len() {
            other_names(evaluated, list, row).into_iter().for_each(|name| others.entry(name).or_default().push(row));
        }
        // Of projects with one name those of the unit that is selected are meant.
        if spot.unit.is_some() {
            for row in 0..evaluated.evaluation.layout(list).rows.len() {
                let project = evaluated.stored(list, row).and_then(|stored| stored.subject.project());
                let is_project = evaluated.evaluation.layout(list).rows[row].origin == RowOrigin::Project;
                if is_project && project.is_some_and(|project| project.unit == spot.unit) {
                    rows.insert(name_of(evaluated, list, row), row);
                }
            }
        }
        let stored = table.rows.iter().filter_map(|row| row.subject.code());
        let codes = stored.chain(block.iter().filter_map(|(said, _)| said.code)).collect();
        Self {
            evaluated,
            list,
            form_list,
            unit,
            rows,
            others,
            seen: BTreeSet::new(),
            codes,
            table,
            unit_name: spot.unit.clone(),
            paste,
        }
    }

    /// Which rows of the block are those of a department's units.
    pub fn units(&self, columns: &Columns, block: &[(Said, &Vec<String>)]) -> BTreeSet<usize> {
        let is_of_units = matches!(self.form_list.rows, RowKind::UnitProject(_));
        if !is_of_units || self.evaluated.disclosure.kind != Kind::Department {
            return BTreeSet::new();
        }
        let total = self.form_list.footing().map(|footing| plain(&footing.total));
        let (totals, rows): (Vec<usize>, Vec<usize>) =
            (0..block.len()).partition(|&place| Some(plain(block[place].0.label())) == total);
        let figures: Vec<Vec<(usize, Amount)>> =
            block.iter().map(|(_, row)| self.figures(columns, row).collect()).collect();
        let known = self.unit_names();
        let line = |&place: &usize| {
            let is_known = known.contains(&plain(block[place].0.label()));
            Line { indent: 0, figures: &figures[place], is_known }
        };
        let lines = Lines {
            lines: rows.iter().map(line).collect(),
            total: totals.first().map(|&total| figures[total].as_slice()),
            last_place: self.evaluated.unit(self.list).last_place(),
        };
        lines.units().into_iter().map(|unit| rows[unit]).collect()
    }

    /// The figures of a row of the block, by column.
    fn figures(&self, columns: &Columns, row: &[String]) -> impl Iterator<Item = (usize, Amount)> {
        let amount = |column: usize, text: &str| parse_amount(text, self.unit_of(column), self.unit).ok().flatten();
        columns.iter().filter_map(move |&(place, column)| match column {
            Column::Amount(column) => Some((column, amount(column, &row[place]).filter(|amount| !amount.is_zero())?)),
            _ => None,
        })
    }

    /// What the body and the units of its tables are called.
    fn unit_names(&self) -> BTreeSet<String> {
        let disclosure = self.evaluated.disclosure;
        let rows = disclosure.tables.values().flat_map(|table| &table.rows);
        let units = rows.filter_map(|row| row.subject.project()?.unit.as_deref());
        units.chain([disclosure.body.as_str()]).map(plain).collect()
    }

    /// Takes one row of the block. Returns whether it is one of the table's.
    pub fn read(&mut self, said: Said, is_unit: bool, columns: &Columns, row: &[String]) -> bool {
        let amounts: Vec<(usize, &str)> = columns
            .iter()
            .filter_map(|&(place, column)| match column {
                Column::Amount(column) => Some((column, row[place].as_str())),
                _ => None,
            })
            .collect();
        let fields: Vec<(usize, &str)> = columns
            .iter()
            .filter_map(|&(place, column)| match column {
                Column::Field(field) => Some((field, row[place].trim())).filter(|(_, text)| !text.is_empty()),
                _ => None,
            })
            .collect();
        let found = match self.row_said(&said) {
            Ok(found) => found,
            Err(reason) => {
                let has_text = amounts.iter().any(|(_, text)| !text.is_empty()) || !fields.is_empty();
                if has_text {
                    self.refuse_row(&said, reason);
                }
                return false;
            }
        };
        match (found, self.derived_key(&said, is_unit)) {
            (Some(row), _) if !self.seen.insert(row) => {
                self.refuse_row(&said, "这一行在粘贴的内容里已经有了");
            }
            (Some(row), _) => {
                self.put(row, &said, &amounts);
                self.put_fields(row, &fields);
            }
            (None, Some(key)) => {
                self.put_derived(&said, key, &amounts);
                self.refuse_fields(&said, &fields);
            }
            (None, None) => return self.add(&said, &amounts, &fields),
        }
        true
    }

    /// The row of the table that a row of the block is, if there is one.
    ///
    /// # Errors
    /// When it may be several.
    fn row_said(&self, said: &Said) -> Result<Option<usize>, &'static str> {
        let found = self.rows.get(&self.name_said(said)).copied();
        if found.is_some() || said.code.is_some() || self.others.is_empty() {
            return Ok(found);
        }
        match self.others.get(&bare(said.label())).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([only]) => Ok(Some(*only)),
            Some(_) => Err("叫这个名称的不止一行，不知道是哪一行；请照表上印的写，带上前面的编号"),
        }
    }

    fn name_said(&self, said: &Said) -> Name {
        let text = if said.code.is_some() { &said.project } else { said.label() };
        (said.code, plain(text))
    }

    /// The derived row that a row of the block is, though the table has none such yet.
    fn derived_key(&mut self, said: &Said, is_unit: bool) -> Option<RowKey> {
        let footing = self.form_list.footing()?;
        let by_unit = matches!(self.form_list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        match said.code {
            None if plain(&footing.total) == plain(said.label()) => Some(RowKey::Total),
            None if by_unit && (is_unit || plain(said.label()) == plain(&self.evaluated.disclosure.body)) => {
                self.unit_name = Some(said.label().to_owned());
                Some(RowKey::Unit(said.label().to_owned()))
            }
            Some(code) if said.project.is_empty() && self.is_total(code) => Some(match &self.unit_name {
                Some(unit) => RowKey::UnitCode(unit.clone(), code),
                None => RowKey::Code(code),
            }),
            _ => None,
        }
    }

    fn is_total(&self, code: Code) -> bool {
        let is_project = matches!(self.form_list.rows, RowKind::FunctionProject(_));
        is_project || self.codes.range(code..).any(|&other| other != code && code.contains(other))
    }

    fn put(&mut self, row: usize, said: &Said, amounts: &[(usize, &str)]) {
        if self.evaluated.evaluation.layout(self.list).rows[row].origin == RowOrigin::Unit {
            self.unit_name = Some(self.evaluated.text(self.list, row, Column::Label));
        }
        // Beside a name blanks say that there is no money; beside a mere code they say nothing.
        if let Some(code) = said.code
            && said.label().is_empty()
            && amounts.iter().all(|(_, text)| text.is_empty())
        {
            let cell = |column| CellIndex { list: self.list, row, column };
            let has_figure = |column| {
                let cell = cell(column);
                !self.evaluated.evaluation.state(cell).is_computed() && !self.evaluated.value(cell).is_zero()
            };
            if amounts.iter().any(|&(column, _)| has_figure(column)) {
                self.paste.kept.push(code);
            }
            return;
        }
        for &(column, text) in amounts {
            let cell = CellIndex { list: self.list, row, column };
            if let Some(amount) = self.amount(column, text, |reader| reader.evaluated.cell_label(cell)) {
                self.paste.put_amount(self.evaluated, cell, amount);
            }
        }
    }

    /// Puts the texts that a row of the block has; where it has none, those of the row stay.
    fn put_fields(&mut self, row: usize, fields: &[(usize, &str)]) {
        for &(field, text) in fields {
            let cell = FieldIndex { list: self.list, row, field };
            self.paste.put_text(self.evaluated, cell, text);
        }
    }

    /// Notes texts of a derived row, which holds none.
    fn refuse_fields(&mut self, said: &Said, fields: &[(usize, &str)]) {
        for &(field, text) in fields {
            let number = self.evaluated.form.table_of(self.list).number;
            let column = self.form_list.fields[field].number;
            let place = format!("表{number} {}（{column}）{}", said.title(), self.form_list.fields[field].title);
            self.paste.refuse(place, text, EditError::NoFieldInTotals);
        }
    }

    fn put_derived(&mut self, said: &Said, key: RowKey, amounts: &[(usize, &str)]) {
        let number = self.evaluated.form.table_of(self.list).number;
        for &(column, text) in amounts {
            if let Some(Some(amount)) = self.amount(column, text, |reader| reader.place_of(said, column)) {
                let column = self.form_list.amounts[column].number;
                self.paste.computed.push((CellKey::new(number, key.clone(), column), amount));
            }
        }
    }

    /// Adds a row that is missing. Returns whether the table can have it.
    fn add(&mut self, said: &Said, amounts: &[(usize, &str)], fields: &[(usize, &str)]) -> bool {
        let by_unit = matches!(self.form_list.rows, RowKind::UnitProject(_));
        let is_named = match &self.form_list.rows {
            RowKind::Fixed(_) => false,
            RowKind::FunctionProject(_) => said.code.is_some() && !said.project.is_empty(),
            RowKind::UnitProject(_) => !said.label().is_empty(),
            RowKind::Function(_) | RowKind::Economic(_) | RowKind::GovernmentEconomic(_) => said.code.is_some(),
        };
        // Heads have no figures; a row that has some and is none of the table's must not vanish.
        let has_figures = amounts.iter().any(|&(column, text)| {
            parse_amount(text, self.unit_of(column), self.unit).is_ok_and(|amount| amount.is_some())
        });
        if !is_named || !has_figures && said.code.is_none() {
            if has_figures {
                self.refuse_row(said, "这张表没有这一行");
            }
            return false;
        }
        let body = || by_unit.then(|| self.evaluated.disclosure.body.clone());
        let unit = self.unit_name.clone().or_else(body);
        let project = if by_unit { said.label() } else { &said.project }.to_owned();
        let new = NewRow { code: said.code, code_name: said.name.clone(), project, unit };
        match subject(self.evaluated, self.list, &self.table, new) {
            Ok(subject) => {
                let mut row = self.filled(said, Row::new(subject), amounts);
                let number = |field: usize| self.form_list.fields[field].number;
                row.fields = fields.iter().map(|&(field, text)| (number(field), text.to_owned())).collect();
                self.table.rows.push(row.clone());
                self.paste.added.push((self.list, row));
                true
            }
            Err(error) => {
                self.refuse_row(said, error);
                false
            }
        }
    }

    fn filled(&mut self, said: &Said, mut row: Row, amounts: &[(usize, &str)]) -> Row {
        let number = self.evaluated.form.table_of(self.list).number;
        for &(column, text) in amounts {
            let read = self.amount(column, text, |reader| reader.place_of(said, column));
            let column = &self.form_list.amounts[column];
            let Some(Some(amount)) = read else { continue };
            if !column.is_computed() {
                row.amounts.insert(column.number, amount);
            } else {
                self.paste.computed.push((CellKey::new(number, row.subject.key(), column.number), amount));
            }
        }
        row
    }

    fn unit_of(&self, column: usize) -> &'a AmountUnit {
        self.evaluated.unit_of_column(self.list, column)
    }

    /// Reads a figure that would go to `place`; what is none is noted, and `None` is returned.
    fn amount(&mut self, column: usize, text: &str, place: impl FnOnce(&Self) -> String) -> Option<Option<Amount>> {
        match parse_entered(text, self.unit_of(column), self.unit) {
            Ok(amount) => Some(amount.filter(|amount| !amount.is_zero())),
            Err(error) => {
                self.paste.refuse(place(self), text, error);
                None
            }
        }
    }

    /// The cell in the `column` of amounts of a row that the table has not.
    fn place_of(&self, said: &Said, column: usize) -> String {
        let number = self.evaluated.form.table_of(self.list).number;
        let column = &self.form_list.amounts[column];
        format!("表{number} {}（{}）{}", said.title(), column.number, column.title)
    }

    fn refuse_row(&mut self, said: &Said, reason: impl ToString) {
        let place = format!("表{}", self.evaluated.form.table_of(self.list).number);
        self.paste.refuse(place, &said.title(), reason);
    }
}
