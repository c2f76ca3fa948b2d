//! Finding amounts, names and codes in all tables.

use super::{Place, Sheet, SheetCell};
use crate::disclosure::{Amount, AmountUnit, TableNumber};
use crate::evaluate::Evaluated;
use crate::form::Column;
use crate::spelling;

/// A place where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub table: TableNumber,
    /// The place in its sheet.
    pub place: Place,
}

/// Every place that `query` is found at, table by table: amounts by their figures with or without commas, codes by their
/// digits with or without blanks, names by any part. Nothing is found for a blank query.
pub fn find(evaluated: Evaluated<'_>, query: &Query) -> Vec<Hit> {
    let mut hits = Vec::new();
    if query.is_blank() {
        return hits;
    }
    for table in &evaluated.form.tables {
        let sheet = Sheet::new(evaluated, table);
        for row in 0..sheet.rows {
            for column in 0..sheet.columns.len() {
                let place = Place { row, column };
                if query.fits_cell(evaluated, sheet.cell(place)) {
                    hits.push(Hit { table: table.number, place });
                }
            }
        }
    }
    hits
}

/// What is searched for. Blanks, the width of characters, the kind of brackets and quotes, and capitals are nothing that
/// tells texts apart.
#[derive(Debug, Clone)]
pub struct Query {
    /// As it was typed, folded.
    text: String,
    /// Its digits and decimal point, if it has nothing else but commas and blanks.
    figure: Option<String>,
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let text = folded(typed);
        let figure = without_commas(&text);
        let is_figure = !figure.is_empty() && figure.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
        Self { text, figure: is_figure.then_some(figure) }
    }

    /// Whether nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether it is part of `text`. A figure is found however its commas are set.
    pub fn fits_text(&self, text: &str) -> bool {
        let text = folded(text);
        let has_figure = |figure: &String| without_commas(&text).contains(figure);
        text.contains(&self.text) || self.figure.as_ref().is_some_and(has_figure)
    }

    /// Whether it is part of the figure that `amount` is in `unit`. An amount of zero is not printed.
    pub fn fits_amount(&self, unit: &AmountUnit, amount: Amount) -> bool {
        let figure = self.figure.as_deref().filter(|_| !amount.is_zero());
        figure.is_some_and(|figure| unit.plain(amount).contains(figure))
    }

    fn fits_cell(&self, evaluated: Evaluated<'_>, cell: SheetCell) -> bool {
        match cell {
            SheetCell::Blank => false,
            SheetCell::Amount(cell) => self.fits_amount(evaluated.unit_of_cell(cell), evaluated.value(cell)),
            SheetCell::Text { list, row, column: Column::CodePart(level) } => {
                // A code is found once, in the column of its own level.
                let code = evaluated.evaluation.layout(list).rows[row].code;
                let is_own = code.is_some_and(|code| code.level() == level);
                let fits = |figure: &str| code.is_some_and(|code| code.to_string().starts_with(figure));
                is_own && self.figure.as_deref().is_some_and(|figure| figure.len() >= 3 && fits(figure))
            }
            SheetCell::Text { list, row, column } => self.fits_text(&evaluated.text(list, row, column)),
        }
    }
}

fn folded(text: &str) -> String {
    spelling::plain(text).flat_map(char::to_lowercase).collect()
}

fn without_commas(text: &str) -> String {
    text.chars().filter(|c| *c != ',').collect()
}
