//! A performance table as a raster of cells, as it is printed.

use super::Place;
use crate::disclosure::{FundsField, Kind, PerformanceField, PerformanceSubject, PerformanceTable};
use crate::form::{IndicatorColumn, IndicatorHead, PerformanceForm, ProjectPerformanceForm, WholePerformanceForm};

/// The raster of one performance table.
#[derive(Debug, Clone)]
pub struct PerformanceSheet {
    /// Its columns' shares of the width, of a hundred.
    pub shares: Vec<u8>,
    /// The row with the heads of the indicators; these follow it, one a row.
    pub head: usize,
    /// What is filled in for an indicator, column by column.
    fields: Vec<IndicatorColumn>,
    indicators: usize,
    /// The cells above the indicators, row by row.
    cells: Vec<PerformanceCell>,
}

/// A cell of the raster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformanceCell {
    /// Its first row and column.
    pub place: Place,
    /// Rows that it spans.
    pub rows: usize,
    /// Columns that it spans.
    pub columns: usize,
    pub what: PerformanceCellText,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerformanceCellText {
    /// A label of the form, or the name of the body.
    Label(String),
    /// What a person fills in.
    Field(PerformanceField),
}

/// The labels of the table of a project that has nine columns, and of that of the body as a whole that has six, stand as they
/// always did; in other tables each label stands on a line of its own.
const PROJECT_COLUMNS: usize = 9;
const WHOLE_COLUMNS: usize = 6;

impl PerformanceSheet {
    /// The raster of `table`, of the disclosure of `body`, with the labels of `form`.
    pub fn new(form: &PerformanceForm, kind: Kind, body: &str, table: &PerformanceTable) -> Self {
        let heads = match table.subject {
            PerformanceSubject::Project(_) => form.project.heads(),
            PerformanceSubject::Whole => form.whole.heads(),
        };
        let (shares, fields) = (shares(&heads), heads.iter().map(|(holds, ..)| *holds).collect());
        let mut sheet = Self { shares, head: 0, fields, indicators: table.indicators.len(), cells: vec![] };
        match (&table.subject, heads.len()) {
            (PerformanceSubject::Project(_), PROJECT_COLUMNS) => sheet.project(&form.project, kind, body),
            (PerformanceSubject::Whole, WHOLE_COLUMNS) => sheet.whole(&form.whole, kind, body),
            (PerformanceSubject::Project(_), _) => sheet.project_in_lines(&form.project, kind, body),
            (PerformanceSubject::Whole, _) => sheet.whole_in_lines(&form.whole, kind, body),
        }
        sheet.heads(&heads);
        sheet
    }

    pub fn columns(&self) -> usize {
        self.shares.len()
    }

    pub fn rows(&self) -> usize {
        self.head + 1 + self.indicators
    }

    /// The cells above the indicators, the heads of these among them.
    pub fn cells(&self) -> &[PerformanceCell] {
        &self.cells
    }

    /// The cell that covers `place`; each field of an indicator is one, also where it is printed as one with others.
    pub fn cell(&self, place: Place) -> Option<PerformanceCell> {
        if place.row > self.head {
            let what = PerformanceCellText::Field(self.indicator_field(place)?);
            return (place.row < self.rows()).then_some(PerformanceCell { place, rows: 1, columns: 1, what });
        }
        let covers = |cell: &&PerformanceCell| {
            (cell.place.row..cell.place.row + cell.rows).contains(&place.row)
                && (cell.place.column..cell.place.column + cell.columns).contains(&place.column)
        };
        self.cells.iter().find(covers).cloned()
    }

    /// What is filled in at `place`.
    pub fn field(&self, place: Place) -> Option<PerformanceField> {
        match self.cell(place)?.what {
            PerformanceCellText::Field(field) => Some(field),
            PerformanceCellText::Label(_) => None,
        }
    }

    /// What is filled in at `place` of a row of indicators, were it one below the last.
    pub fn indicator_field(&self, place: Place) -> Option<PerformanceField> {
        let row = place.row.checked_sub(self.head + 1)?;
        let field = self.fields.get(place.column)?.field();
        Some(field.map_or(PerformanceField::Weight(row), |field| PerformanceField::Indicator(row, field)))
    }

    /// The indicator that stands in `row` of the raster.
    pub fn indicator(&self, row: usize) -> Option<usize> {
        row.checked_sub(self.head + 1).filter(|indicator| *indicator < self.indicators)
    }

    /// Where `field` is filled in.
    pub fn place(&self, field: PerformanceField) -> Option<Place> {
        let is_column = |column: &IndicatorColumn| match field {
            PerformanceField::Indicator(_, field) => column.field() == Some(field),
            PerformanceField::Weight(_) => *column == IndicatorColumn::Weight,
            _ => false,
        };
        match field {
            PerformanceField::Indicator(row, _) | PerformanceField::Weight(row) if row < self.indicators => {
                let column = self.fields.iter().position(is_column)?;
                Some(Place { row: self.head + 1 + row, column })
            }
            _ => {
                let is_it = |cell: &&PerformanceCell| cell.what == PerformanceCellText::Field(field);
                self.cells.iter().find(is_it).map(|cell| cell.place)
            }
        }
    }

    /// The column of weights, where there is one.
    pub fn weight_column(&self) -> Option<usize> {
        self.fields.iter().position(|column| *column == IndicatorColumn::Weight)
    }

    fn project(&mut self, labels: &ProjectPerformanceForm, kind: Kind, body: &str) {
        self.label(0, 0, (1, 2), labels.body.get(kind));
        self.label(0, 2, (1, 7), body);
        self.label(1, 0, (1, 2), &labels.name);
        self.put(1, 2, (1, 4), PerformanceField::Project);
        self.label(1, 6, (1, 2), &labels.contact);
        self.put(1, 8, (1, 1), PerformanceField::Contact);
        self.label(2, 0, (1, 2), &labels.funds);
        self.label(2, 2, (1, 1), &labels.total);
        self.put(2, 3, (1, 1), PerformanceField::Funds(FundsField::Total));
        self.label(2, 4, (1, 1), &labels.fiscal);
        self.put(2, 5, (1, 2), PerformanceField::Funds(FundsField::Fiscal));
        self.label(2, 7, (1, 1), &labels.other);
        self.put(2, 8, (1, 1), PerformanceField::Funds(FundsField::Other));
        self.label(3, 0, (1, 2), &labels.goal);
        self.put(3, 2, (1, 7), PerformanceField::Goal);
        self.head = 4;
    }

    fn whole(&mut self, labels: &WholePerformanceForm, kind: Kind, body: &str) {
        self.label(0, 0, (1, 2), labels.body.get(kind));
        self.label(0, 2, (1, 4), body);
        self.label(1, 0, (1, 2), labels.contact.get(kind));
        self.put(1, 2, (1, 1), PerformanceField::Contact);
        self.label(1, 3, (1, 1), &labels.telephone);
        self.put(1, 4, (1, 2), PerformanceField::Telephone);
        self.label(2, 0, (1, 2), &labels.goal);
        self.put(2, 2, (1, 4), PerformanceField::Goal);
        self.label(3, 0, (4, 1), &labels.funds);
        self.label(3, 1, (1, 2), &labels.source);
        self.label(3, 3, (1, 3), &labels.amount);
        self.label(4, 1, (2, 1), &labels.fiscal_funds);
        self.label(4, 2, (1, 1), &labels.superior);
        self.put(4, 3, (1, 3), PerformanceField::Funds(FundsField::Superior));
        self.label(5, 2, (1, 1), &labels.fiscal);
        self.put(5, 3, (1, 3), PerformanceField::Funds(FundsField::Fiscal));
        self.label(6, 1, (1, 1), &labels.other_funds);
        self.label(6, 2, (1, 1), &labels.other);
        self.put(6, 3, (1, 3), PerformanceField::Funds(FundsField::Other));
        self.head = 7;
    }

    fn project_in_lines(&mut self, labels: &ProjectPerformanceForm, kind: Kind, body: &str) {
        self.line(labels.body.get(kind), PerformanceCellText::Label(body.to_owned()));
        self.line(&labels.name, PerformanceCellText::Field(PerformanceField::Project));
        self.asked(&labels.contact, PerformanceField::Contact);
        let money = [
            (&labels.total, FundsField::Total),
            (&labels.fiscal, FundsField::Fiscal),
            (&labels.other, FundsField::Other),
        ];
        self.money(&labels.funds, &money);
        self.asked(&labels.goal, PerformanceField::Goal);
    }

    fn whole_in_lines(&mut self, labels: &WholePerformanceForm, kind: Kind, body: &str) {
        self.line(labels.body.get(kind), PerformanceCellText::Label(body.to_owned()));
        self.asked(labels.contact.get(kind), PerformanceField::Contact);
        self.asked(&labels.telephone, PerformanceField::Telephone);
        self.asked(&labels.goal, PerformanceField::Goal);
        let money = [
            (&labels.superior, FundsField::Superior),
            (&labels.fiscal, FundsField::Fiscal),
            (&labels.other, FundsField::Other),
        ];
        self.money(&labels.funds, &money);
    }

    /// A line with a label and what stands beside it.
    fn line(&mut self, label: &str, what: PerformanceCellText) {
        self.label(self.head, 0, (1, 2), label);
        self.push(self.head, 2, (1, self.columns() - 2), what);
        self.head += 1;
    }

    /// The same of what is filled in; what has no label the form does not ask for.
    fn asked(&mut self, label: &str, field: PerformanceField) {
        if !label.is_empty() {
            self.line(label, PerformanceCellText::Field(field));
        }
    }

    /// A line for each kind of money, beside what they are together.
    fn money(&mut self, together: &str, parts: &[(&String, FundsField)]) {
        let parts: Vec<_> = parts.iter().filter(|(label, _)| !label.is_empty()).collect();
        if together.is_empty() {
            parts.iter().for_each(|(label, field)| self.asked(label, PerformanceField::Funds(*field)));
        } else if !parts.is_empty() {
            self.label(self.head, 0, (parts.len(), 1), together);
            for (label, field) in parts {
                self.label(self.head, 1, (1, 1), label);
                self.put(self.head, 2, (1, self.columns() - 2), PerformanceField::Funds(*field));
                self.head += 1;
            }
        }
    }

    /// The row of heads, below all others.
    fn heads(&mut self, heads: &[IndicatorHead<'_>]) {
        for (column, (_, head, _)) in heads.iter().enumerate() {
            self.label(self.head, column, (1, 1), head);
        }
    }

    fn label(&mut self, row: usize, column: usize, size: (usize, usize), text: &str) {
        self.push(row, column, size, PerformanceCellText::Label(text.to_owned()));
    }

    fn put(&mut self, row: usize, column: usize, size: (usize, usize), field: PerformanceField) {
        self.push(row, column, size, PerformanceCellText::Field(field));
    }

    fn push(&mut self, row: usize, column: usize, (rows, columns): (usize, usize), what: PerformanceCellText) {
        self.cells.push(PerformanceCell { place: Place { row, column }, rows, columns, what });
    }
}

/// Shares of the width, of a hundred; none is nothing, however wide the others are.
fn shares(heads: &[IndicatorHead<'_>]) -> Vec<u8> {
    let all: u32 = heads.iter().map(|(.., width)| u32::from(*width)).sum();
    heads.iter().map(|(.., width)| (u32::from(*width) * 100 / all.max(1)).max(1) as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_some_width() {
        for (widths, expected) in
            [(&[255, 255, 1][..], &[49, 49, 1][..]), (&[1, 1, 2], &[25, 25, 50]), (&[0, 0], &[1, 1]), (&[255], &[100])]
        {
            let heads: Vec<IndicatorHead<'_>> =
                widths.iter().map(|width| (IndicatorColumn::Value, "指标值", *width)).collect();
            assert_eq!(shares(&heads), expected);
        }
    }
}
