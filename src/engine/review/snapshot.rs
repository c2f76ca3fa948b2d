//! Taking down what a disclosure prints.

use std::collections::BTreeMap;

use crate::disclosure::{
    Part, RowKey, Snapshot, SnapshotHeading, SnapshotParagraph, SnapshotPart, SnapshotRow, SnapshotTable, Subject,
};
use crate::evaluate::{CellState, Evaluated, RowOrigin};
use crate::form::{ListIndex, TableForm};
use crate::narrative::{self, Paragraph, narrate};
use crate::spelling;
use crate::states::State;

/// Everything that the disclosure prints.
pub fn snapshot(evaluated: Evaluated<'_>) -> Snapshot {
    let disclosure = evaluated.disclosure;
    let unit = &evaluated.form.text_unit;
    let prior = disclosure.prior.iter().map(|(cell, amount)| (cell.clone(), unit.shown(*amount)));
    Snapshot {
        heading: Some(SnapshotHeading { kind: disclosure.kind, body: disclosure.body.clone(), year: disclosure.year }),
        tables: evaluated.form.tables.iter().map(|table| table_snapshot(evaluated, table)).collect(),
        parts: parts(evaluated),
        performance: disclosure.performance.clone(),
        prior: prior.filter(|(_, amount)| !amount.is_zero()).collect(),
    }
}

/// One table as it is printed.
pub fn table_snapshot(evaluated: Evaluated<'_>, table: &TableForm) -> SnapshotTable {
    let rows = table.list_indices().flat_map(|list| {
        let count = evaluated.evaluation.layout(list).rows.len();
        (0..count).map(move |row| row_snapshot(evaluated, list, row))
    });
    let stored = evaluated.disclosure.table(table.number).and_then(|table| table.note.clone());
    let note = stored.unwrap_or_else(|| empty_note(evaluated, table));
    SnapshotTable { number: table.number, name: table.outline.clone(), rows: rows.collect(), note }
}

/// The sentence that the form prints under an empty table.
fn empty_note(evaluated: Evaluated<'_>, table: &TableForm) -> String {
    if evaluated.states().of_table(evaluated.form, table.number) != State::Empty {
        return String::new();
    }
    let Evaluated { disclosure, .. } = evaluated;
    table.empty.replace("{body}", &disclosure.body).replace("{year}", &disclosure.year.to_string())
}

fn row_snapshot(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> SnapshotRow {
    let laid_out = evaluated.evaluation.layout(list).rows[row];
    let form = evaluated.form.list(list);
    let values = evaluated.evaluation.values(list);
    let (mut own, mut following) = (BTreeMap::new(), BTreeMap::new());
    for (place, column) in form.amounts.iter().enumerate() {
        let unit = evaluated.unit_of_column(list, place);
        let shown = unit.shown(values.value(row, place));
        let is_own = match values.state(row, place) {
            CellState::Blank | CellState::Computed => false,
            CellState::Entered => !shown.is_zero(),
            CellState::Stated => unit.shown(values.computed(row, place)) != shown,
        };
        if is_own {
            own.insert(column.number, shown);
        } else if !shown.is_zero() {
            following.insert(column.number, shown);
        }
    }
    let printed = |place: usize| (form.fields[place].number, evaluated.field_text(list, row, place));
    let fields = (0..form.fields.len()).map(printed).filter(|(_, text)| !text.is_empty()).collect();
    let stored = evaluated.stored(list, row).map(|row| &row.subject);
    let unit = stored.and_then(Subject::project).and_then(|project| project.unit.clone());
    let key = evaluated.row_key(list, row);
    let is_by_code = matches!(key, RowKey::Code(_) | RowKey::UnitCode(..));
    SnapshotRow {
        code: laid_out.code.filter(|_| laid_out.origin != RowOrigin::Fixed),
        unit: unit.filter(|_| laid_out.origin != RowOrigin::Total),
        code_name: laid_out.code.map_or_else(String::new, |_| evaluated.code_name(list, row).to_owned()),
        name: if is_by_code { String::new() } else { evaluated.heading(list, row).to_owned() },
        is_total: laid_out.origin.is_total(),
        key,
        own,
        following,
        fields,
    }
}

/// The parts that are text, as they are printed.
fn parts(evaluated: Evaluated<'_>) -> Vec<SnapshotPart> {
    let sentences = narrate(evaluated);
    let sections = evaluated.form.texts.sections.iter().map(|section| Part::Section(section.number));
    let parts = std::iter::once(Part::Overview).chain(sections).chain([Part::Glossary]);
    let missing = narrative::missing(evaluated);
    let printed = parts.map(|part| {
        let paragraphs = match evaluated.disclosure.texts.get(&part) {
            Some(whole) => whole.iter().map(|text| as_written(text)).collect(),
            None => {
                let own = sentences.iter().filter(|paragraph| paragraph.part == part);
                own.map(|paragraph| as_generated(paragraph, missing)).collect()
            }
        };
        SnapshotPart { part, paragraphs }
    });
    let mut printed: Vec<SnapshotPart> = printed.collect();
    for part in &mut printed {
        part.paragraphs.retain(|paragraph| !spelling::is_blank(&paragraph.text));
    }
    printed.retain(|part| !part.paragraphs.is_empty());
    printed
}

fn as_written(text: &str) -> SnapshotParagraph {
    let text = text.trim().to_owned();
    SnapshotParagraph { key: None, written: text.clone(), text }
}

fn as_generated(paragraph: &Paragraph, missing: &str) -> SnapshotParagraph {
    let filled = || {
        let slots = paragraph.slots().filter(|slot| slot.is_filled);
        slots.filter_map(|slot| slot.text.clone()).collect::<Vec<_>>().join("\n")
    };
    SnapshotParagraph {
        key: Some(paragraph.key.clone()),
        text: paragraph.text(missing).trim().to_owned(),
        written: if paragraph.rewritten.is_some() { paragraph.text(missing) } else { filled() },
    }
}
