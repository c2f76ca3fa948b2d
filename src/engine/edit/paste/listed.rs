//! Pasting rows, with the form's own columns or with others.

use std::collections::BTreeSet;

use super::super::InputUnit;
use super::by_row::{Columns, Reader, paste_columns};
use super::columns::{PastedColumns, SaidOfColumns};
use super::compact::{self, Compact, CompactRow};
use super::heads::HeadUnit;
use super::said::{Said, said};
use super::{Block, Paste, Spot};
use crate::disclosure::Code;
use crate::evaluate::Evaluated;
use crate::form::{Column, ColumnRole, TableForm};
use crate::sheet::NumberRow;

/// What pasting rows would do that say which rows they are.
#[derive(Debug)]
pub struct PastedRows {
    pub paste: Paste,
    /// What the columns of a foreign list were taken for; `None` where they are the form's own.
    pub columns: Option<PastedColumns>,
    /// Whether a person must say what its columns are.
    pub is_asked: bool,
    /// Whether what was said of them is something else than what they are taken for by themselves.
    pub is_said: bool,
}

/// What pasting `block` into `table` would do when its rows are matched by what they say they are, or `None` when they do
/// not say it. Heads are recognised and left out; where they end in a row of column numbers, that row says which column
/// is which; otherwise the block must have all columns of the table, or rows that begin with codes and names.
///
/// Any other list whose rows have codes or names is read by what its columns hold, as heads, contents, `spot` or what was
/// `said` of it tell; each row is found by its code or name, and what is not in the block is left as it is.
pub fn paste_rows(
    evaluated: Evaluated<'_>,
    table: &TableForm,
    block: &Block,
    unit: InputUnit,
    spot: &Spot,
    said: SaidOfColumns<'_>,
) -> Option<PastedRows> {
    let by_columns = paste_columns(evaluated, table, block, unit, spot);
    // Heads that name other columns than those that stand there in the form are believed.
    let listed = PastedColumns::of(evaluated, table, block, spot).filter(|listed| {
        by_columns.is_none() || listed.is_by_heads && !is_numbered(block) && !is_in_order(evaluated, listed)
    });
    match (listed, by_columns) {
        (Some(listed), _) => Some(paste_listed(evaluated, block, unit, spot, listed, said)),
        (None, paste) => paste.map(|paste| PastedRows { paste, columns: None, is_asked: false, is_said: false }),
    }
}

fn paste_listed(
    evaluated: Evaluated<'_>,
    block: &Block,
    unit: InputUnit,
    spot: &Spot,
    listed: PastedColumns,
    said: SaidOfColumns<'_>,
) -> PastedRows {
    let compact = compact::read(evaluated, &listed, block, spot);
    let listed = PastedColumns { is_told: listed.is_told && compact.homeless.is_empty(), ..listed };
    let said = said(&listed).filter(|said| said.len() == listed.roles.len());
    let is_said = said.as_ref().is_some_and(|said| *said != listed.roles);
    let (columns, compact) = match said {
        Some(said) => {
            let columns = listed.said(said);
            let compact = compact::read(evaluated, &columns, block, spot);
            (columns, compact)
        }
        None => (listed, compact),
    };
    let is_asked = !columns.is_told || !compact.homeless.is_empty();
    let mut paste = paste_compact(evaluated, compact, unit, spot);
    paste.left_out = columns.left_out(evaluated, block);
    PastedRows { paste, columns: Some(columns), is_asked, is_said }
}

/// Whether a row says the numbers of the form's columns.
fn is_numbered(block: &Block) -> bool {
    let mut rows = block.rows.iter().filter_map(|row| NumberRow::of(row.iter().map(String::as_str)));
    rows.any(|row| !row.marks.is_empty())
}

/// Whether the columns of amounts stand in the order of the form, at its places.
fn is_in_order(evaluated: Evaluated<'_>, listed: &PastedColumns) -> bool {
    let list = evaluated.form.list(listed.list);
    let place = |column: &Column| match column {
        Column::Amount(place) => Some(ColumnRole::AmountOf(list.amounts[*place].number)),
        _ => None,
    };
    let is_own = |(role, column): (&Option<ColumnRole>, &Column)| {
        role.filter(|role| role.is_amount()).is_none_or(|role| place(column) == Some(role))
    };
    listed.roles.iter().zip(&list.columns).all(is_own)
}

fn paste_compact(evaluated: Evaluated<'_>, compact: Compact, unit: InputUnit, spot: &Spot) -> Paste {
    let number = evaluated.form.table_of(compact.list).number;
    let mut paste = Paste::default();
    let unit = match &compact.unit {
        None => unit,
        Some(HeadUnit::Known(unit)) => *unit,
        Some(HeadUnit::Unknown(name)) => {
            let reason = "表头写的单位不是元或万元中的一种，不知道数是多少；请换算成同一种单位，或者不带表头再粘贴";
            paste.refuse(format!("表{number}"), name, reason);
            return paste;
        }
    };
    for (title, text) in &compact.homeless {
        let reason = format!("不知道 {title} 的数是哪一列；请指明各列是什么，或者先选中那一列的一格再粘贴");
        paste.refuse(format!("表{number}"), text, reason);
    }
    for (text, reason) in &compact.refused {
        paste.refuse(format!("表{number}"), text, reason);
    }
    let groups: Vec<(&Columns, Vec<(Said, &CompactRow)>)> = compact
        .groups
        .iter()
        .map(|(columns, rows)| {
            let rows = rows.iter().filter_map(|row| Some((said(columns, &row.cells).ok()??, row)));
            (columns, rows.collect())
        })
        .collect();
    let codes: BTreeSet<Code> = groups.iter().flat_map(|(_, rows)| rows).filter_map(|(said, _)| said.code).collect();
    for (columns, rows) in groups {
        let cells: Vec<(Said, &Vec<String>)> = rows.iter().map(|(said, row)| (said.clone(), &row.cells)).collect();
        let mut reader = Reader::new(evaluated, compact.list, unit, &cells, spot, &mut paste);
        reader.codes.extend(&codes);
        let units = reader.units(columns, &cells);
        for (place, (said, row)) in rows.into_iter().enumerate() {
            if row.unit.is_some() {
                reader.unit_name.clone_from(&row.unit);
            }
            reader.read(said, units.contains(&place), columns, &row.cells);
        }
    }
    paste
}
