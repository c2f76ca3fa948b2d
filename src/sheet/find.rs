//! Finding amounts, names and codes in all tables.

use super::{Place, Sheet, SheetCell};
use crate::disclosure::TableNumber;
use crate::evaluate::Evaluated;
use crate::form::Column;

/// A place where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The table.
    pub table: TableNumber,
    /// The place in its sheet.
    pub place: Place,
    /// Whether it is a name (and not an amount or a code).
    pub is_name: bool,
}

/// Every place that `query` is found at, table by table: amounts by their figures with or without commas, codes by their
/// digits with or without blanks, names by any part. Nothing is found for a blank query.
pub fn find(evaluated: Evaluated<'_>, query: &str) -> Vec<Hit> {
    let query = Query::new(query);
    let mut hits = Vec::new();
    if query.text.is_empty() {
        return hits;
    }
    for table in &evaluated.form.tables {
        let sheet = Sheet::new(evaluated, table);
        for row in 0..sheet.rows {
            for column in 0..sheet.columns.len() {
                let place = Place { row, column };
                let cell = sheet.cell(place);
                if query.fits(evaluated, cell) {
                    let is_name =
                        matches!(cell, SheetCell::Text { column, .. } if !matches!(column, Column::CodePart(_)));
                    hits.push(Hit { table: table.number, place, is_name });
                }
            }
        }
    }
    hits
}

struct Query {
    /// As it was typed, without the blanks around it.
    text: String,
    /// Its digits and decimal point, if it has nothing else but commas and blanks.
    figure: Option<String>,
}

impl Query {
    fn new(query: &str) -> Self {
        let text = query.trim().to_owned();
        let figure: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ')).collect();
        let is_figure = !figure.is_empty() && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        Self { text, figure: is_figure.then_some(figure) }
    }

    fn fits(&self, evaluated: Evaluated<'_>, cell: SheetCell) -> bool {
        match cell {
            SheetCell::Blank => false,
            SheetCell::Amount(cell) => {
                let value = evaluated.value(cell);
                let figure = self.figure.as_deref().filter(|_| !value.is_zero());
                figure.is_some_and(|figure| evaluated.form.unit.plain(value).contains(figure))
            }
            SheetCell::Text { list, row, column: Column::CodePart(level) } => {
                // A code is found once, in the column of its own level.
                let code = evaluated.evaluation.layout(list).rows[row].code;
                let is_own = code.is_some_and(|code| code.level() == level);
                let fits = |figure: &str| code.is_some_and(|code| code.to_string().starts_with(figure));
                is_own && self.figure.as_deref().is_some_and(|figure| figure.len() >= 3 && fits(figure))
            }
            SheetCell::Text { list, row, column } => evaluated.text(list, row, column).contains(&self.text),
        }
    }
}
