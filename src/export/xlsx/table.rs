//! A table as a sheet.

use rust_xlsxwriter::{Format, Formula, IgnoreError, Note, Worksheet, XlsxError};

use super::super::document::{PrintedCell, PrintedRow, PrintedTable, half_widths};
use super::formats::TABLE_SIZE;
use super::{Writer, first_body_row, first_head_row};
use disclosure_engine::disclosure::{Amount, AmountUnit};
use disclosure_engine::evaluate::{Addend, CellIndex, definition, ratio};

/// How wide all columns are together, in the unit of Excel, about a digit of its usual text.
const PORTRAIT_WIDTH: f64 = 92.0;
const LANDSCAPE_WIDTH: f64 = 150.0;
/// How many characters of half width such a unit holds at the size of a table's text.
const HALF_WIDTHS: f64 = 1.1;
/// Height of a line of a table, in points.
const LINE: f64 = TABLE_SIZE * 1.4;
/// The lowest row.
const LOWEST_ROW: f64 = 18.0;
/// Excel knows no higher row.
const HIGHEST_ROW: f64 = 409.0;

impl Writer<'_> {
    pub(super) fn table(&self, sheet: &mut Worksheet, table: &PrintedTable) -> Result<(), XlsxError> {
        self.set_up_page(sheet, table.is_landscape);
        let total = if table.is_landscape { LANDSCAPE_WIDTH } else { PORTRAIT_WIDTH };
        for (column, printed) in (0..).zip(&table.columns) {
            sheet.set_column_width(column, printed.share * total)?;
        }
        self.above(sheet, table)?;
        self.head(sheet, table)?;
        let first = first_body_row(table);
        for (row, printed) in (first..).zip(&table.rows) {
            let lines = lines(table, printed, total);
            sheet.set_row_height(row, (lines as f64 * LINE + 5.0).clamp(LOWEST_ROW, HIGHEST_ROW))?;
            for cell in &printed.cells {
                self.cell(sheet, row, cell, printed.is_total)?;
            }
        }
        let last_column = last(table.columns.len());
        let mut end = first + u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        if let Some(note) = &table.note {
            let lines = (half_widths(note) as f64 / (total * HALF_WIDTHS)).ceil();
            sheet.set_row_height(end, (lines * LINE + 8.0).min(HIGHEST_ROW))?;
            write_text(sheet, (end, 0), (end, last_column), note, &self.formats.note)?;
            end += 1;
        }
        sheet.ignore_error_range(0, 0, end, last_column, IgnoreError::NumberStoredAsText)?;
        sheet.set_print_area(0, 0, end.saturating_sub(1), last_column)?;
        if table.head_rows > 0 {
            sheet.set_repeat_rows(first_head_row(table).saturating_sub(1), first - 1)?;
            sheet.set_freeze_panes(first, 0)?;
        }
        Ok(())
    }

    /// Label, title, subtitle, and what stands above the corners.
    fn above(&self, sheet: &mut Worksheet, table: &PrintedTable) -> Result<(), XlsxError> {
        let formats = &self.formats;
        let last_column = last(table.columns.len());
        let lines = [
            (&table.label, &formats.label, 18.0),
            (&table.title, &formats.title, 30.0),
            (&table.subtitle, &formats.head.clone().set_border(rust_xlsxwriter::FormatBorder::None), 18.0),
        ];
        let mut row = 0;
        for (text, format, height) in lines.into_iter().filter(|(text, ..)| !text.is_empty()) {
            sheet.set_row_height(row, height)?;
            write_text(sheet, (row, 0), (row, last_column), text, format)?;
            row += 1;
        }
        if row < first_head_row(table) {
            sheet.set_row_height(row, LOWEST_ROW)?;
            // The unit stands over the last columns that are wide enough for it together.
            let split = table.columns.len().saturating_sub(table.columns.len().div_ceil(4)).max(1);
            write_text(sheet, (row, 0), (row, last(split)), &table.preparer, &formats.preparer)?;
            if split < table.columns.len() {
                let first = last(split + 1);
                write_text(sheet, (row, first), (row, last_column), &table.unit_note, &formats.unit_note)?;
            }
        }
        Ok(())
    }

    fn head(&self, sheet: &mut Worksheet, table: &PrintedTable) -> Result<(), XlsxError> {
        let first = first_head_row(table);
        let total = if table.is_landscape { LANDSCAPE_WIDTH } else { PORTRAIT_WIDTH };
        let mut heights = vec![LOWEST_ROW; table.head_rows];
        for cell in &table.head {
            let (row, column) = (first + number(cell.row), last(cell.column + 1));
            let end = (row + number(cell.rows.saturating_sub(1)), last(cell.column + cell.columns));
            write_text(sheet, (row, column), end, &cell.text, &self.formats.head)?;
            let needed = self.head_height(table, cell.column, cell.columns, &cell.text, total);
            // A cell over several rows gets its height from all of them.
            for height in heights.iter_mut().skip(cell.row).take(cell.rows) {
                *height = height.max(needed / cell.rows as f64);
            }
        }
        for (row, height) in (first..).zip(heights) {
            sheet.set_row_height(row, height)?;
        }
        Ok(())
    }

    fn head_height(&self, table: &PrintedTable, column: usize, columns: usize, text: &str, total: f64) -> f64 {
        let share: f64 = table.columns.iter().skip(column).take(columns).map(|column| column.share).sum();
        lines_of(text, share * total) as f64 * LINE + 5.0
    }

    fn cell(&self, sheet: &mut Worksheet, row: u32, cell: &PrintedCell, is_total: bool) -> Result<(), XlsxError> {
        let place = last(cell.column + 1);
        let end = (row + number(cell.rows.saturating_sub(1)), last(cell.column + cell.columns));
        let Some(amount) = cell.amount else {
            let format = self.formats.text(cell.align, cell.indent, is_total);
            return write_text(sheet, (row, place), end, &cell.text, &format);
        };
        let evaluated = self.evaluated;
        let is_entered = cell.cell.is_none_or(|cell| !evaluated.evaluation.state(cell).is_computed());
        let column = cell.cell.map(|cell| &evaluated.form.list(cell.list).amounts[cell.column]);
        let format = match column.and_then(|column| Some((column, column.unit.as_ref()?))) {
            Some((own, unit)) => {
                let sign = if own.has_sign { unit.name.as_str() } else { "" };
                self.formats.count(cell.align, is_total, is_entered, (unit.decimals, sign))
            }
            None => self.formats.amount(cell.align, is_total, cell.cell.is_none(), is_entered),
        };
        if end != (row, place) {
            sheet.merge_range(row, place, end.0, end.1, "", &format)?;
        }
        match cell.cell {
            Some(index) => self.amount(sheet, (row, place), index, amount, &format),
            None => {
                sheet.write_number_with_format(row, place, self.number(&evaluated.form.text_unit, amount), &format)?;
                Ok(())
            }
        }
    }

    /// Writes the amount of `cell`: a formula where it is computed, else a number, with a note where that contradicts
    /// what is computed.
    fn amount(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        cell: CellIndex,
        amount: Amount,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let evaluated = self.evaluated;
        let unit = evaluated.unit_of_cell(cell);
        let addends = definition(evaluated.form, evaluated.evaluation, cell).map(|(_, addends)| addends);
        // Figures in another unit are not added up as they stand.
        let is_alike =
            |addends: &&Vec<Addend>| addends.iter().all(|addend| evaluated.unit_of_cell(addend.cell) == unit);
        let formula = match ratio(evaluated.form, evaluated.evaluation, cell) {
            Some(ratio) => self.places.ratio(cell, &ratio).filter(|_| {
                let mut units = ratio.cells().map(|cell| evaluated.unit_of_cell(cell));
                let first = units.next();
                units.all(|unit| Some(unit) == first)
            }),
            None => addends.as_ref().filter(is_alike).and_then(|addends| self.places.formula(cell, addends)),
        };
        let is_computed = evaluated.evaluation.state(cell).is_computed();
        let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
        match formula {
            Some(formula) if computed == amount && (addends.is_some() || !amount.is_zero()) => {
                let formula = Formula::new(formula).set_result(unit.exact_text(amount));
                sheet.write_formula_with_format(row, column, formula, format)?;
            }
            _ if amount.is_zero() && (!is_computed || computed == amount) => {
                sheet.write_blank(row, column, format)?;
            }
            formula => {
                sheet.write_number_with_format(row, column, self.number(unit, amount), format)?;
                if is_computed && computed != amount && (addends.is_some() || formula.is_some()) {
                    let note = self.stated_note(unit, (amount, computed), formula.as_deref());
                    sheet.insert_note(row, column, &Note::new(note).add_author_prefix(false).set_width(220))?;
                }
            }
        }
        Ok(())
    }

    /// What is said of a stated amount that is not what the program computes.
    fn stated_note(&self, unit: &AmountUnit, (stated, computed): (Amount, Amount), formula: Option<&str>) -> String {
        // Figures that are the same to a reader differ in digits that are not shown.
        let text =
            |amount| if unit.text(stated) == unit.text(computed) { unit.exact_text(amount) } else { unit.text(amount) };
        let by = formula.map_or_else(String::new, |formula| format!("（{formula}）"));
        format!("公布数 {}，按算式{by}得 {} {}。", text(stated), text(computed), unit.name)
    }

    /// `amount` in the unit of its table.
    fn number(&self, unit: &AmountUnit, amount: Amount) -> f64 {
        // A figure of at most 15 digits, which is all that Excel keeps, is the same number read back.
        unit.exact_text(amount).parse().unwrap_or_default()
    }
}

/// Writes a text that stays a text, over the cells from `first` to `end`.
fn write_text(
    sheet: &mut Worksheet,
    first: (u32, u16),
    end: (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if first == end {
        match text {
            "" => sheet.write_blank(first.0, first.1, format)?,
            text => sheet.write_string_with_format(first.0, first.1, text, format)?,
        };
    } else {
        sheet.merge_range(first.0, first.1, end.0, end.1, text, format)?;
    }
    Ok(())
}

/// How many lines the row needs at most.
fn lines(table: &PrintedTable, row: &PrintedRow, total: f64) -> usize {
    let cells = row.cells.iter().filter(|cell| cell.amount.is_none());
    let lines = cells.map(|cell| {
        let columns = table.columns.iter().skip(cell.column).take(cell.columns);
        let width = columns.map(|column| column.share).sum::<f64>() * total - 2.0 * f64::from(cell.indent);
        lines_of(&cell.text, width).div_ceil(cell.rows.max(1))
    });
    lines.max().unwrap_or(1)
}

/// How many lines `text` needs in a column of `width`.
fn lines_of(text: &str, width: f64) -> usize {
    // The lines at the sides need some room, and no line is filled to the last character.
    let room = ((width - 1.0) * HALF_WIDTHS).max(2.0);
    text.split('\n').map(|line| (half_widths(line) as f64 / room).ceil().max(1.0) as usize).sum()
}

/// `count` as a row or a number of rows. No sheet has as many as do not fit, and writing there is refused.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The last of `count` columns.
fn last(count: usize) -> u16 {
    u16::try_from(count.saturating_sub(1)).unwrap_or(u16::MAX)
}
