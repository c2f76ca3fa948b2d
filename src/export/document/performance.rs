//! Performance tables as they are printed.

use super::table::{Alignment, PrintedCell, PrintedColumn, PrintedRow, PrintedTable};
use super::{Block, Frame};
use disclosure_engine::disclosure::{
    IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use disclosure_engine::sheet::{PerformanceCell, PerformanceCellText, PerformanceSheet, Place};

impl Frame<'_> {
    /// The performance tables of the disclosure.
    pub(super) fn performance(&self) -> Vec<Block> {
        let tables = self.evaluated.disclosure.performance.iter().enumerate();
        tables.map(|(place, table)| Block::Table(self.performance_table(place, table))).collect()
    }

    fn performance_table(&self, place: usize, table: &PerformanceTable) -> PrintedTable {
        let (wording, disclosure) = (&self.wording.performance, self.evaluated.disclosure);
        let sheet = PerformanceSheet::new(wording, disclosure.kind, &disclosure.body, table);
        let title = match &table.subject {
            PerformanceSubject::Project(_) => wording.project.title.as_str(),
            PerformanceSubject::Whole => wording.whole.title.get(disclosure.kind),
        };
        let about = match &table.subject {
            PerformanceSubject::Project(name) => name.trim().to_owned(),
            PerformanceSubject::Whole => String::new(),
        };
        let column = |&share: &u8| PrintedColumn { share: f64::from(share) / 100.0, align: Alignment::Center };
        PrintedTable {
            number: None,
            label: String::new(),
            title: self.fill(title),
            about,
            subtitle: self.fill(&wording.subtitle),
            contents_text: None,
            preparer: String::new(),
            unit_note: String::new(),
            head: Vec::new(),
            head_rows: 0,
            columns: sheet.shares.iter().map(column).collect(),
            rows: (0..sheet.rows()).map(|row| self.performance_row(&sheet, place, table, row)).collect(),
            note: None,
            is_landscape: false,
        }
    }

    fn performance_row(
        &self,
        sheet: &PerformanceSheet,
        place: usize,
        table: &PerformanceTable,
        row: usize,
    ) -> PrintedRow {
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some(cell) = sheet.cell(Place { row, column }) {
            column = cell.place.column + cell.columns;
            if cell.place.row == row {
                cells.extend(self.performance_cell(place, table, &cell));
            }
        }
        PrintedRow { cells, is_total: row == sheet.head }
    }

    /// The cell as it is printed; `None` where it is printed as one with the cell above.
    fn performance_cell(&self, place: usize, table: &PerformanceTable, cell: &PerformanceCell) -> Option<PrintedCell> {
        let printed = |text: &str| {
            let printed = PrintedCell::new(text, cell.place.column, Alignment::Center);
            printed.across(cell.columns).down(cell.rows)
        };
        let field = match &cell.what {
            PerformanceCellText::Label(text) => return Some(printed(text)),
            PerformanceCellText::Field(field) => *field,
        };
        let unit = &self.evaluated.form.text_unit;
        let filled = match field {
            // A telephone number is not published.
            PerformanceField::Telephone => return Some(printed("")),
            PerformanceField::Funds(field) => {
                let amount = table.funds.amount(field);
                PrintedCell { amount, ..printed(&amount.map_or_else(String::new, |amount| unit.text(amount))) }
            }
            PerformanceField::Weight(row) => {
                let weight = table.indicators.get(row)?.weight;
                printed(&weight.map_or_else(String::new, |weight| weight.normalize().to_string()))
            }
            PerformanceField::Indicator(row, level @ (IndicatorField::LevelOne | IndicatorField::LevelTwo)) => {
                if table.continues(row, level) {
                    return None;
                }
                printed(table.text(field)?.trim()).down(table.printed_together(row, level).len())
            }
            PerformanceField::Goal => PrintedCell { align: Alignment::Left, ..printed(table.text(field)?.trim()) },
            _ => printed(table.text(field).unwrap_or_default().trim()),
        };
        Some(PrintedCell { place: Some(TextPlace::Performance(place, field)), ..filled })
    }
}
