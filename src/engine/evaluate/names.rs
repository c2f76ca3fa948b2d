//! What rows and cells are called, for people and for machines.

use super::{CellIndex, CellState, Evaluation, RowOrigin, first_asked};
use crate::catalog::{Catalog, CodesOfYear};
use crate::disclosure::{
    Amount, AmountUnit, CellKey, Code, Disclosure, Project, ProjectId, Row, RowKey, Subject, TableNumber,
};
use crate::form::{Column, Form, ListIndex, TableForm};
use crate::spelling::{numeral, visible};
use crate::states::States;
use crate::ties::by_code::ByCode;
use crate::ties::tautology::Tautologies;

/// A disclosure with its form and its values: what checks, exports and the window read.
#[derive(Clone, Copy)]
pub struct Evaluated<'a> {
    pub form: &'a Form,
    pub catalog: &'a Catalog,
    pub disclosure: &'a Disclosure,
    /// Its rows and values.
    pub evaluation: &'a Evaluation,
}

impl<'a> Evaluated<'a> {
    /// The codes of its year.
    pub fn codes(&self) -> CodesOfYear<'a> {
        self.catalog.in_year(self.disclosure.year)
    }

    /// The lasting name of `cell`.
    pub fn key(&self, cell: CellIndex) -> CellKey {
        self.evaluation.key(self.form, self.disclosure, cell)
    }

    /// The cell that `key` names, if it exists now.
    pub fn find(&self, key: &CellKey) -> Option<CellIndex> {
        self.evaluation.find(self.form, self.disclosure, key)
    }

    /// The row of `list` that is called so.
    pub fn row(&self, list: ListIndex, key: &RowKey) -> Option<usize> {
        let table = self.disclosure.table(self.form.table_of(list).number);
        self.evaluation.layout(list).find(self.form.list(list), table, key)
    }

    /// How far its tables are.
    pub fn states(&self) -> &'a States {
        first_asked(&self.evaluation.known.how_far, || States::new(*self))
    }

    /// Which comparisons of its figures cannot fail.
    pub(crate) fn tautologies(&self) -> &'a Tautologies {
        first_asked(&self.evaluation.known.tautologies, || Tautologies::new(*self))
    }

    /// What the identities of its form say of single codes.
    pub(crate) fn by_code(&self) -> &'a ByCode {
        first_asked(&self.evaluation.known.by_code, || ByCode::new(*self))
    }

    /// Whether no figure has more digits than the form shows.
    pub(crate) fn is_as_shown(&self) -> bool {
        let are_as_shown = || (0..self.form.lists.len()).all(|list| self.are_as_shown(ListIndex(list), |_| true));
        *first_asked(&self.evaluation.known.is_as_shown, are_as_shown)
    }

    /// Unit in which the amounts of `list` are printed.
    pub fn unit(&self, list: ListIndex) -> &'a AmountUnit {
        self.unit_of(self.form.table_of(list))
    }

    /// Unit in which the figure in `cell` is printed.
    pub fn unit_of_cell(&self, cell: CellIndex) -> &'a AmountUnit {
        self.unit_of_column(cell.list, cell.column)
    }

    /// Unit in which the figures of a column are printed; that of its table where they are amounts.
    pub fn unit_of_column(&self, list: ListIndex, column: usize) -> &'a AmountUnit {
        self.form.list(list).amounts[column].unit.as_ref().unwrap_or_else(|| self.unit(list))
    }

    /// Unit in which the figure in the cell that `key` names is printed.
    pub fn unit_of_key(&self, key: &CellKey) -> &'a AmountUnit {
        self.form.own_unit(key).unwrap_or_else(|| self.unit_of_table(key.table))
    }

    /// Unit in which the amounts of a table are printed; that of the sentences where the form has no such table.
    pub fn unit_of_table(&self, table: TableNumber) -> &'a AmountUnit {
        self.form.table(table).map_or(&self.form.text_unit, |table| self.unit_of(table))
    }

    fn unit_of(&self, table: &'a TableForm) -> &'a AmountUnit {
        let is_whole = self.disclosure.table(table.number).is_some_and(|stored| stored.without_decimals);
        if is_whole { &table.whole_unit } else { &table.unit }
    }

    /// The lasting name of a row.
    pub fn row_key(&self, list: ListIndex, row: usize) -> RowKey {
        let table = self.disclosure.table(self.form.table_of(list).number);
        self.evaluation.row_key(self.form, table, list, row)
    }

    /// The stored row behind `row`; for a derived row the first below it.
    pub fn stored(&self, list: ListIndex, row: usize) -> Option<&'a Row> {
        let place = self.evaluation.layout(list).rows[row].stored()?;
        self.disclosure.table(self.form.table_of(list).number)?.rows.get(place)
    }

    pub fn project(&self, list: ListIndex, id: ProjectId) -> Option<&'a Project> {
        let row = self.evaluation.layout(list).row_of_project(id)?;
        self.stored(list, row)?.subject.project()
    }

    /// Name of the code of `row` as its table prints it: that of the row, or of its table, or of the catalogue.
    pub fn code_name(&self, list: ListIndex, row: usize) -> &'a str {
        let laid_out = self.evaluation.layout(list).rows[row];
        match (laid_out.origin, self.stored(list, row).map(|stored| &stored.subject)) {
            (RowOrigin::Code, Some(Subject::Code { name, .. })) => name,
            (RowOrigin::Project, Some(Subject::Project(project))) => &project.code_name,
            _ => laid_out.code.map_or("", |code| self.total_name(list, code)),
        }
    }

    /// Name of a derived 类 or 款 row.
    fn total_name(&self, list: ListIndex, code: Code) -> &'a str {
        let printed = self.disclosure.table(self.form.table_of(list).number).and_then(|table| table.names.get(&code));
        let listed = || Some(self.codes().get(self.form.list(list).classification()?, code)?.name.as_str());
        printed.map(String::as_str).or_else(listed).unwrap_or_default()
    }

    /// What the text `column` of `row` prints; nothing for an amount column.
    pub fn text(&self, list: ListIndex, row: usize, column: Column) -> String {
        let laid_out = self.evaluation.layout(list).rows[row];
        match column {
            Column::CodePart(level) => match laid_out.origin {
                RowOrigin::Fixed => String::new(),
                _ => laid_out.code.map_or_else(String::new, |code| code.part(level)),
            },
            Column::Name => match laid_out.origin {
                RowOrigin::Total | RowOrigin::Unit => self.heading(list, row).to_owned(),
                _ => self.code_name(list, row).to_owned(),
            },
            Column::Project => match laid_out.origin {
                RowOrigin::Project => self.heading(list, row).to_owned(),
                _ => String::new(),
            },
            Column::Label => format!("{}{}", self.numbering(list, row), self.heading(list, row)),
            Column::Field(place) => self.field_text(list, row, place),
            Column::Amount(_) => String::new(),
        }
    }

    /// What is entered in a cell for texts or dates, as it was typed; nothing in rows that are derived.
    pub fn field(&self, list: ListIndex, row: usize, place: usize) -> Option<&'a str> {
        let is_derived = self.evaluation.layout(list).rows[row].origin.is_total();
        let stored = self.stored(list, row).filter(|_| !is_derived)?;
        stored.fields.get(&self.form.list(list).fields[place].number).map(String::as_str)
    }

    /// The same as the table prints it.
    pub fn field_text(&self, list: ListIndex, row: usize, place: usize) -> String {
        let column = &self.form.list(list).fields[place];
        self.field(list, row, place).map_or_else(String::new, |text| column.printed(text))
    }

    /// A cell for texts or dates in words: `表4 设备甲（7）存放地点`.
    pub fn field_label(&self, list: ListIndex, row: usize, place: usize) -> String {
        let column = &self.form.list(list).fields[place];
        let table = self.form.table_of(list);
        let number = if table.numbered { format!("（{}）", column.number) } else { " ".to_owned() };
        format!("表{} {}{number}{}", table.number, self.row_label(list, row), column.title)
    }

    /// The same of the cell that `key` names; `None` where the table has no such row.
    pub fn field_label_of(&self, key: &CellKey) -> Option<String> {
        self.form.table(key.table)?.list_indices().find_map(|list| {
            let field = self.form.list(list).field_place(key.column)?;
            Some(self.field_label(list, self.row(list, &key.row)?, field))
        })
    }

    /// Whether the row is printed: the form may want some only where they hold something.
    pub fn is_printed(&self, list: ListIndex, row: usize) -> bool {
        let is_only_filled = self.form.list(list).fixed_rows().get(row).is_some_and(|fixed| fixed.only_filled);
        let fields = self.form.list(list).fields.len();
        !is_only_filled
            || self.cells_of(list, row).any(|cell| !self.value(cell).is_zero())
            || (0..fields).any(|place| self.field(list, row, place).is_some())
    }

    /// Whether the row is shown to who fills in the table: one that is printed, or one in which something can be entered.
    pub fn is_shown(&self, list: ListIndex, row: usize) -> bool {
        self.is_printed(list, row)
            || !self.form.list(list).fields.is_empty()
            || self.cells_of(list, row).any(|cell| !self.evaluation.state(cell).is_computed())
    }

    fn cells_of(&self, list: ListIndex, row: usize) -> impl Iterator<Item = CellIndex> {
        (0..self.form.list(list).amounts.len()).map(move |column| CellIndex { list, row, column })
    }

    /// What counts a fixed row before its label: 一、 What is not printed is not counted.
    fn numbering(&self, list: ListIndex, row: usize) -> String {
        let rows = self.form.list(list).fixed_rows();
        let own = rows.get(row).map(|row| &row.numbering).filter(|own| !own.is_empty());
        let Some(own) = own.filter(|_| self.is_printed(list, row)) else { return String::new() };
        let is_counted = |place: &usize| rows[*place].numbering == *own && self.is_printed(list, *place);
        own.replace("{numeral}", &numeral((0..=row).filter(is_counted).count()))
    }

    /// The one text that names `row` beside its code: the label of a total or fixed row, the name of a unit or project.
    pub fn heading(&self, list: ListIndex, row: usize) -> &'a str {
        let stored = self.stored(list, row).map(|stored| &stored.subject);
        match (self.evaluation.layout(list).rows[row].origin, stored) {
            (RowOrigin::Fixed, _) => &self.form.list(list).fixed_rows()[row].label,
            (RowOrigin::Total, _) => self.form.list(list).footing().map_or("", |footing| &footing.total),
            (RowOrigin::Unit, Some(Subject::Project(project))) => project.unit.as_deref().unwrap_or_default(),
            (RowOrigin::Project, Some(Subject::Project(project))) => &project.name,
            _ => self.code_name(list, row),
        }
    }

    /// The row in words: `208 01 09 社会保险经办机构`. What is hidden in a name is in sight.
    pub fn row_label(&self, list: ListIndex, row: usize) -> String {
        let laid_out = self.evaluation.layout(list).rows[row];
        let label = match (laid_out.origin, laid_out.code) {
            (RowOrigin::CodeTotal | RowOrigin::Code, Some(code)) => {
                format!("{} {}", code.spaced(), self.code_name(list, row))
            }
            (RowOrigin::Project, Some(code)) => format!("{} {}", code.spaced(), self.heading(list, row)),
            _ => self.heading(list, row).to_owned(),
        };
        visible(&label).into_owned()
    }

    /// The cell in words: `表6 301 01 基本工资（2）人员经费`.
    pub fn cell_label(&self, cell: CellIndex) -> String {
        let table = self.form.table_of(cell.list);
        let column = &self.form.list(cell.list).amounts[cell.column];
        let row = self.row_label(cell.list, cell.row);
        if table.numbered {
            format!("表{} {row}（{}）{}", table.number, column.number, column.title)
        } else if self.form.list(cell.list).amounts.len() > 1 {
            format!("表{} {row} {}", table.number, column.title)
        } else {
            format!("表{} {row}", table.number)
        }
    }

    /// The row as machine-readable output names it: a code without spaces, `total`, the id of a fixed row, `CODE/NAME`
    /// or `NAME` of a project, the name of a unit.
    pub fn row_id(&self, list: ListIndex, row: usize) -> String {
        let laid_out = self.evaluation.layout(list).rows[row];
        match (laid_out.origin, laid_out.code) {
            (RowOrigin::Fixed, _) => self.form.list(list).fixed_rows()[row].id.clone(),
            (RowOrigin::Total, _) => "total".to_owned(),
            (RowOrigin::Project, Some(code)) => format!("{code}/{}", self.heading(list, row)),
            (RowOrigin::CodeTotal | RowOrigin::Code, Some(code)) => code.to_string(),
            _ => self.heading(list, row).to_owned(),
        }
    }

    /// The amount entered in the cell, `None` where it is blank or computed.
    pub fn entered(&self, cell: CellIndex) -> Option<Amount> {
        (self.evaluation.state(cell) == CellState::Entered).then(|| self.value(cell))
    }

    /// What the cell counts as.
    pub fn value(&self, cell: CellIndex) -> Amount {
        self.evaluation.value(cell)
    }

    /// What it counts as, rounded to what its table prints.
    pub fn shown(&self, cell: CellIndex) -> Amount {
        self.unit_of_cell(cell).shown(self.value(cell))
    }

    /// Whether an amount is stated in `cell` that is shown with another figure than the computed one.
    pub fn is_stated_otherwise(&self, cell: CellIndex) -> bool {
        let computed = || self.evaluation.values(cell.list).computed(cell.row, cell.column);
        self.evaluation.state(cell) == CellState::Stated
            && self.unit_of_cell(cell).shown(computed()) != self.shown(cell)
    }

    /// Whether no figure of `list` whose cell is as `is_asked` says has more digits than are shown. Percentages that follow
    /// from other figures are not asked.
    pub fn are_as_shown(&self, list: ListIndex, is_asked: impl Fn(CellState) -> bool) -> bool {
        let columns = &self.form.list(list).amounts;
        let values = self.evaluation.values(list);
        if columns.iter().all(|column| column.unit.is_none()) {
            return self.unit(list).are_exact(values.of_states(is_asked));
        }
        (0..columns.len()).filter(|&column| columns[column].ratio.is_none()).all(|column| {
            let cells = (column..values.all().len()).step_by(columns.len().max(1));
            let asked = cells.filter(|&cell| is_asked(values.states[cell])).map(|cell| values.all()[cell]);
            self.unit_of_column(list, column).are_exact(asked)
        })
    }

    /// What the table prints in it; nothing is `0.00`.
    pub fn amount_text(&self, cell: CellIndex) -> String {
        self.unit_of_cell(cell).text(self.value(cell))
    }

    /// What the table prints in it; nothing is blank.
    pub fn table_text(&self, cell: CellIndex) -> String {
        let column = &self.form.list(cell.list).amounts[cell.column];
        column.printed(self.unit_of_cell(cell), self.value(cell))
    }
}
