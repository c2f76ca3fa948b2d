//! A performance table as a raster of cells, as it is printed.

use super::Place;
use crate::disclosure::{FundsField, IndicatorField, Kind, PerformanceField, PerformanceSubject, PerformanceTable};
use crate::form::{PerformanceForm, ProjectPerformanceForm, WholePerformanceForm};

/// Shares of the width, of a hundred.
const PROJECT_COLUMNS: [u8; 9] = [10, 10, 17, 10, 11, 10, 9, 11, 12];
const WHOLE_COLUMNS: [u8; 6] = [13, 15, 27, 16, 18, 11];

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

#[derive(Debug, Clone, Copy)]
enum IndicatorColumn {
    Text(IndicatorField),
    Weight,
}

use IndicatorColumn::{Text, Weight};
use IndicatorField::{Basis, Evidence, LastYear, LevelOne, LevelThree, LevelTwo, Scoring, Value};

impl PerformanceSheet {
    /// The raster of `table`, of the disclosure of `body`, with the labels of `form`.
    pub fn new(form: &PerformanceForm, kind: Kind, body: &str, table: &PerformanceTable) -> Self {
        let (shares, fields): (Vec<u8>, &[IndicatorColumn]) = match table.subject {
            PerformanceSubject::Project(_) => (
                PROJECT_COLUMNS.into(),
                &[
                    Text(LevelOne),
                    Text(LevelTwo),
                    Text(LevelThree),
                    Text(Value),
                    Text(Basis),
                    Text(LastYear),
                    Weight,
                    Text(Scoring),
                    Text(Evidence),
                ],
            ),
            PerformanceSubject::Whole => (
                WHOLE_COLUMNS.into(),
                &[Text(LevelOne), Text(LevelTwo), Text(LevelThree), Text(Value), Text(Basis), Weight],
            ),
        };
        let mut sheet =
            Self { shares, head: 0, fields: fields.into(), indicators: table.indicators.len(), cells: vec![] };
        match table.subject {
            PerformanceSubject::Project(_) => sheet.project(&form.project, kind, body),
            PerformanceSubject::Whole => sheet.whole(&form.whole, kind, body),
        }
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
        Some(match *self.fields.get(place.column)? {
            Text(field) => PerformanceField::Indicator(row, field),
            Weight => PerformanceField::Weight(row),
        })
    }

    /// The indicator that stands in `row` of the raster.
    pub fn indicator(&self, row: usize) -> Option<usize> {
        row.checked_sub(self.head + 1).filter(|indicator| *indicator < self.indicators)
    }

    /// Where `field` is filled in.
    pub fn place(&self, field: PerformanceField) -> Option<Place> {
        let is_column = |column: &IndicatorColumn| match (field, *column) {
            (PerformanceField::Indicator(_, field), Text(own)) => own == field,
            (PerformanceField::Weight(_), Weight) => true,
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

    pub fn weight_column(&self) -> usize {
        self.fields.iter().position(|column| matches!(column, Weight)).unwrap_or_default()
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
        self.heads(4, &labels.indicators);
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
        self.heads(7, &labels.indicators);
    }

    fn heads(&mut self, row: usize, heads: &[String]) {
        self.head = row;
        for (column, head) in heads.iter().enumerate() {
            self.label(row, column, (1, 1), head);
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
