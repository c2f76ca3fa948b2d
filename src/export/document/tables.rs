//! The tables of the form as they are printed.

use super::table::{Alignment, PrintedCell, PrintedRow, PrintedTable};
use super::widths::columns;
use super::{Block, Frame};
use disclosure_engine::disclosure::TextPlace;
use disclosure_engine::evaluate::RowOrigin;
use disclosure_engine::form::{Column, HeadCell, TableForm};
use disclosure_engine::sheet::{Place, Sheet, SheetCell, SheetColumn};
use disclosure_engine::states::State;

/// What stands in the ※ row over a column without a number.
const UNNUMBERED: &str = "※";

impl Frame<'_> {
    /// All tables of the form.
    pub(super) fn tables(&self) -> Vec<Block> {
        self.evaluated.form.tables.iter().map(|table| Block::Table(self.table(table))).collect()
    }

    fn table(&self, form: &TableForm) -> PrintedTable {
        let (evaluated, kind) = (self.evaluated, self.evaluated.disclosure.kind);
        let sheet = Sheet::printed(evaluated, form);
        let mut rows: Vec<PrintedRow> = (0..sheet.rows).map(|row| self.row(&sheet, row)).collect();
        if rows.is_empty() && evaluated.form.total_last {
            rows.extend(self.blank_total(&sheet));
        }
        let title = self.fill(form.title.get(kind));
        let number = form.number.0;
        let label = self.fill_titled(&self.wording.table_label, number, &title);
        let place = evaluated.form.tables.iter().position(|table| table.number == form.number).unwrap_or(0);
        // Tables are counted as they come: a form may leave a number out.
        let place = u8::try_from(place + 1).unwrap_or(number);
        let entry = self.fill_titled(&self.wording.table_entry, place, &title);
        let contents_text = if entry.is_empty() { format!("{label} {title}").trim().to_owned() } else { entry };
        let (head, head_rows) = head(evaluated.form, form, &sheet);
        let (columns, is_landscape) = columns(sheet.columns.iter().map(|column| column.column), &head, &rows);
        PrintedTable {
            number: Some(form.number),
            label,
            contents_text: Some(contents_text),
            title,
            about: String::new(),
            subtitle: String::new(),
            preparer: format!("{}{}", evaluated.form.preparer.get(kind), evaluated.disclosure.body),
            unit_note: form.unit_note.clone(),
            head,
            head_rows,
            columns,
            rows,
            note: self.note(form),
            is_landscape,
        }
    }

    /// The total row of an empty table, which closes it where totals come last.
    fn blank_total(&self, sheet: &Sheet) -> Option<PrintedRow> {
        let form = self.evaluated.form;
        let total = &form.list(sheet.columns.first()?.list).footing()?.total;
        let cells = sheet.columns.iter().enumerate().map(|(place, column)| match column.column {
            Column::Name => PrintedCell::new(total, place, Alignment::Center),
            other => PrintedCell::new("", place, alignment(other)),
        });
        Some(PrintedRow { cells: cells.collect(), is_total: true })
    }

    /// The sentence under a table: its own, or that of an empty one.
    fn note(&self, form: &TableForm) -> Option<String> {
        let evaluated = self.evaluated;
        let note = match evaluated.disclosure.table(form.number).and_then(|table| table.note.as_deref()) {
            Some(note) => note.to_owned(),
            // That nobody filled in a table does not say that there is nothing.
            None if evaluated.states().of_table(evaluated.form, form.number) == State::Empty => self.fill(&form.empty),
            None => String::new(),
        };
        Some(note).filter(|note| !note.trim().is_empty())
    }

    fn row(&self, sheet: &Sheet, row: usize) -> PrintedRow {
        let places = (0..sheet.columns.len()).map(|column| Place { row, column });
        let is_total = places.clone().any(|place| self.is_grand_total(sheet, place));
        PrintedRow { cells: places.map(|place| self.cell(sheet, place)).collect(), is_total }
    }

    fn cell(&self, sheet: &Sheet, place: Place) -> PrintedCell {
        let evaluated = self.evaluated;
        let align = alignment(sheet.columns[place.column].column);
        match sheet.cell(place) {
            SheetCell::Blank => PrintedCell::new("", place.column, align),
            SheetCell::Amount(cell) => {
                let amount = evaluated.value(cell);
                let printed = PrintedCell::new(evaluated.table_text(cell), place.column, align);
                PrintedCell { cell: Some(cell), amount: Some(amount), ..printed }
            }
            SheetCell::Text { list, row, column } => {
                let is_grand_total = self.is_grand_total(sheet, place);
                let align = if is_grand_total { Alignment::Center } else { align };
                let printed = PrintedCell::new(evaluated.text(list, row, column), place.column, align);
                if let Column::Field(field) = column {
                    let number = evaluated.form.list(list).fields[field].number;
                    let table = evaluated.form.table_of(list).number;
                    let place = Some(TextPlace::Field(table, evaluated.row_key(list, row), number));
                    return PrintedCell { place, align: alignment(column), ..printed };
                }
                let steps = match column {
                    Column::Label => sheet.depth(evaluated, place),
                    _ => 0,
                };
                // Below a total row at the top, the first step is no indent.
                let is_fixed = evaluated.evaluation.layout(list).rows[row].origin == RowOrigin::Fixed;
                let steps = if is_fixed { steps } else { steps.saturating_sub(1) };
                PrintedCell { indent: u8::try_from(steps).unwrap_or(u8::MAX), ..printed }
            }
        }
    }

    /// Whether the row at `place` is the total of its whole list.
    fn is_grand_total(&self, sheet: &Sheet, place: Place) -> bool {
        let Some((list, row)) = sheet.row_at(place) else { return false };
        match self.evaluated.evaluation.layout(list).rows[row].origin {
            RowOrigin::Total => true,
            RowOrigin::Fixed => {
                let rows = self.evaluated.form.list(list).fixed_rows();
                let closes = rows.iter().any(|row| row.closing);
                rows[row].closing || (!closes && rows[row].indent == 0 && sheet.is_total(self.evaluated, place))
            }
            _ => false,
        }
    }
}

fn alignment(column: Column) -> Alignment {
    match column {
        Column::CodePart(_) => Alignment::Center,
        Column::Name | Column::Project | Column::Label | Column::Field(_) => Alignment::Left,
        Column::Amount(_) => Alignment::Right,
    }
}

/// The head with its ※ row, and how many rows it has.
fn head(form: &disclosure_engine::form::Form, table: &TableForm, sheet: &Sheet) -> (Vec<HeadCell>, usize) {
    let mut head = table.head.clone();
    if !table.numbered {
        return (head, table.head_rows);
    }
    let text = |&SheetColumn { list, column }: &SheetColumn| match column {
        Column::Amount(place) => form.list(list).amounts[place].number.to_string(),
        Column::Field(place) => form.list(list).fields[place].number.to_string(),
        _ => UNNUMBERED.to_owned(),
    };
    head.extend(sheet.columns.iter().enumerate().map(|(column, shown)| HeadCell {
        text: text(shown),
        row: table.head_rows,
        column,
        rows: 1,
        columns: 1,
    }));
    (head, table.head_rows + 1)
}
