//! Finding a word or a figure anywhere in a disclosure.

use crate::disclosure::{CellKey, FundsField, IndicatorField, PerformanceField, PerformanceTable, TextPlace};
use crate::evaluate::Evaluated;
use crate::narrative::{Piece, narrate, prior_cells};
use crate::sheet::{self, Hit, Query};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// In a table.
    Cell(Hit),
    Text(TextPlace),
    /// In last year's figure of a cell.
    Prior(CellKey),
}

/// Every place at which `typed` is found, in printed order: in the tables, in the sentences and paragraphs, in last
/// year's figures, and in the performance tables, where a text that several indicators share is found once.
pub fn find_everywhere(evaluated: Evaluated<'_>, typed: &str) -> Vec<Found> {
    let query = Query::new(typed);
    if query.is_blank() {
        return Vec::new();
    }
    let mut found: Vec<Found> = sheet::find(evaluated, &query).into_iter().map(Found::Cell).collect();
    found.extend(in_paragraphs(evaluated, &query).into_iter().map(Found::Text));
    let unit = &evaluated.form.text_unit;
    let prior = prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell));
    let fits = |key: &CellKey| evaluated.disclosure.prior.get(key).is_some_and(|last| query.fits_amount(unit, *last));
    found.extend(prior.filter(fits).map(Found::Prior));
    for (place, table) in evaluated.disclosure.performance.iter().enumerate() {
        let fields = fields(table).into_iter().filter(|field| fits_field(evaluated, &query, table, *field));
        found.extend(fields.map(|field| Found::Text(TextPlace::Performance(place, field))));
    }
    found
}

/// The paragraphs as they are shown: those that somebody wrote as a whole part, and the others as they are generated.
fn in_paragraphs(evaluated: Evaluated<'_>, query: &Query) -> Vec<TextPlace> {
    let disclosure = evaluated.disclosure;
    let mut found: Vec<(_, usize, TextPlace)> = Vec::new();
    for (&part, paragraphs) in &disclosure.texts {
        for (place, text) in paragraphs.iter().enumerate() {
            if query.fits_text(text) {
                found.push((part, place, TextPlace::Paragraph(part, place)));
            }
        }
    }
    for (place, paragraph) in narrate(evaluated).iter().enumerate() {
        if disclosure.texts.contains_key(&paragraph.part) {
            continue;
        }
        // What is missing is marked by words that are not the disclosure's own.
        let text: String = paragraph.printed().iter().filter_map(Piece::text).collect();
        if query.fits_text(&text) {
            found.push((paragraph.part, place, TextPlace::Rewritten(paragraph.key.clone())));
        }
    }
    found.sort_by_key(|(part, place, _)| (*part, *place));
    found.into_iter().map(|(.., place)| place).collect()
}

/// What a person fills in, in printed order. Weights are left out: every table has several of 10.
fn fields(table: &PerformanceTable) -> Vec<PerformanceField> {
    use PerformanceField::{Contact, Funds, Goal, Indicator, Project, Telephone};
    let mut fields = vec![Project, Contact, Telephone];
    fields.extend([FundsField::Total, FundsField::Fiscal, FundsField::Superior, FundsField::Other].map(Funds));
    fields.push(Goal);
    for row in 0..table.indicators.len() {
        let texts = IndicatorField::ALL.into_iter().filter(|field| !table.continues(row, *field));
        fields.extend(texts.map(|field| Indicator(row, field)));
    }
    fields
}

fn fits_field(evaluated: Evaluated<'_>, query: &Query, table: &PerformanceTable, field: PerformanceField) -> bool {
    match field {
        PerformanceField::Funds(of) => {
            table.funds.amount(of).is_some_and(|amount| query.fits_amount(&evaluated.form.text_unit, amount))
        }
        _ => table.text(field).is_some_and(|text| query.fits_text(text)),
    }
}

#[cfg(test)]
mod tests;
