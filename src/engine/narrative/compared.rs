//! Which cells the sentences compare with last year's.

use std::collections::BTreeSet;

use super::rows::{is_chosen, is_item};
use crate::disclosure::{CellKey, Code, RowKey};
use crate::evaluate::{CellIndex, Evaluated, LaidOutRow, RowOrigin};
use crate::form::template::{Condition, Each, MeasureKind, Repeat, RowChoice, Template, Wording};
use crate::form::{ListIndex, RowPattern, Term};

/// The cells of which the template compares this year's figure with last year's, as far as they exist in `evaluated`:
/// what rolling a disclosure forward keeps as last year's figures.
pub fn prior_cells(evaluated: Evaluated<'_>) -> Vec<CellIndex> {
    let Some(template) = &evaluated.form.sentences else { return Vec::new() };
    let mut found = BTreeSet::new();
    for (list, row, column) in compared(template) {
        found.extend(rows(evaluated, list, row).into_iter().map(|row| CellIndex { list, row, column }));
    }
    found.into_iter().collect()
}

/// The cells that sentences compare in rows of a code that they name and that has no row in `evaluated`.
pub(crate) fn compared_without_row(evaluated: Evaluated<'_>) -> Vec<CellKey> {
    let Some(template) = &evaluated.form.sentences else { return Vec::new() };
    let form = evaluated.form;
    let without_row = compared(template).into_iter().filter_map(|(list, row, column)| match row {
        RowOf::Code(code) if evaluated.evaluation.layout(list).rows_of_code(code).is_empty() => {
            let (table, column) = (form.table_of(list).number, form.list(list).amounts[column].number);
            Some(CellKey::new(table, RowKey::Code(code), column))
        }
        _ => None,
    });
    without_row.collect()
}

/// Which rows of a list a comparison needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RowOf {
    Total,
    Fixed(usize),
    Code(Code),
    Classes,
    Items,
    Projects,
    /// Those of the codes of items or projects of another list: any of its lowest codes, since that list may get others.
    Lowest,
}

/// Lists, rows and columns that are compared.
type Compared = BTreeSet<(ListIndex, RowOf, usize)>;

fn compared(template: &Template) -> Compared {
    let mut compared = Compared::new();
    for group in template.parts.iter().flat_map(|part| &part.groups) {
        let each = group.each.as_ref();
        if let Some(Each::Changed(terms)) = each {
            add(terms, None, &mut compared);
        }
        for variant in group.paragraphs.iter().flat_map(|paragraph| &paragraph.variants) {
            for condition in &variant.when {
                if let Condition::HasOrHad(terms) = condition {
                    add(terms, each, &mut compared);
                }
            }
            collect(&variant.wording, each, &mut compared);
        }
    }
    compared
}

/// Adds what `wording`, which is repeated for `each`, compares.
fn collect(wording: &[Wording], each: Option<&Each>, compared: &mut Compared) {
    for piece in wording {
        match piece {
            Wording::Measure(measure) if !matches!(measure.kind, MeasureKind::Amount | MeasureKind::Share) => {
                add(&measure.of, each, compared);
            }
            Wording::Repeat(Repeat { each: own, wording, none, .. }) => {
                if let Each::Changed(terms) = own {
                    add(terms, each, compared);
                }
                // What is repeated for words, or once, speaks of the row of its sentence.
                let inner = match own {
                    Each::Rows { .. } | Each::Merged => Some(own),
                    Each::Words(_) | Each::Changed(_) => each,
                };
                collect(wording, inner, compared);
                collect(none, each, compared);
            }
            _ => {}
        }
    }
}

fn add(terms: &[Term], each: Option<&Each>, compared: &mut Compared) {
    for term in terms {
        let list = term.cell.list;
        let row = match (term.cell.row, each) {
            (RowPattern::Total, _) => RowOf::Total,
            (RowPattern::Fixed(row), _) => RowOf::Fixed(row),
            (RowPattern::Code(code), _) => RowOf::Code(code),
            (RowPattern::Same, Some(Each::Rows { list: own, rows, .. })) if *own == list => match rows {
                RowChoice::Classes => RowOf::Classes,
                RowChoice::Items => RowOf::Items,
                RowChoice::Projects => RowOf::Projects,
            },
            (RowPattern::SameCode, Some(Each::Rows { rows, .. })) => match rows {
                RowChoice::Classes => RowOf::Classes,
                RowChoice::Items | RowChoice::Projects => RowOf::Lowest,
            },
            _ => continue,
        };
        compared.extend(term.cell.column.map(|column| (list, row, column)));
    }
}

fn rows(evaluated: Evaluated<'_>, list: ListIndex, row: RowOf) -> Vec<usize> {
    let layout = evaluated.evaluation.layout(list);
    let chosen =
        |choice: RowChoice| (0..layout.rows.len()).filter(|&row| is_chosen(choice, &layout.rows[row])).collect();
    match row {
        RowOf::Total => vec![0],
        RowOf::Fixed(row) => vec![row],
        RowOf::Code(code) => layout.rows_of_code(code).to_vec(),
        RowOf::Classes => chosen(RowChoice::Classes),
        RowOf::Items => chosen(RowChoice::Items),
        RowOf::Projects => chosen(RowChoice::Projects),
        RowOf::Lowest => {
            // In a list of projects a code means the rows of its projects.
            let is_lowest = |row: &LaidOutRow| is_item(row) || row.origin == RowOrigin::Project;
            (0..layout.rows.len()).filter(|&row| is_lowest(&layout.rows[row])).collect()
        }
    }
}
