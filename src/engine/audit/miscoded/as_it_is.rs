//! What is found in a disclosure with the right codes, told of the disclosure as it is.

use super::super::finding::{Finding, Suspect};
use super::super::repair::Repair;
use super::intended::Miscoded;
use crate::disclosure::{CellKey, RowKey, TableNumber, TextKey, TextPlace};
use crate::evaluate::{CellIndex, Evaluated};

pub(super) struct AsItIs<'a> {
    pub evaluated: Evaluated<'a>,
    /// The same with the right codes.
    pub corrected: Evaluated<'a>,
    pub miscoded: &'a [Miscoded],
}

impl AsItIs<'_> {
    /// Names the cells and texts of the disclosure as it is. What has none there is named at the row that was miscoded.
    pub(super) fn show(&self, findings: &mut [Finding]) {
        for finding in findings {
            let cells = |cells: &[CellIndex]| cells.iter().filter_map(|&cell| self.cell(cell)).collect::<Vec<_>>();
            let (first, other) = (cells(finding.first()), cells(finding.other()));
            let is_nowhere = !finding.cells.is_empty() && first.is_empty() && other.is_empty();
            finding.first_side = first.len();
            finding.cells = first.into_iter().chain(other).collect();
            if is_nowhere {
                let row = self.miscoded.last().and_then(|miscoded| miscoded.rows.first());
                finding.cells.extend(row.map(|&(list, row)| CellIndex { list, row, column: 0 }));
                finding.first_side = finding.cells.len();
            }
            let suspects = std::mem::take(&mut finding.suspects).into_iter();
            finding.suspects = suspects.filter_map(|of| Some(Suspect { cell: self.cell(of.cell)?, ..of })).collect();
            let repairs = std::mem::take(&mut finding.repairs).into_iter();
            finding.repairs = repairs.filter_map(|repair| self.repair(repair)).collect();
            if let Some(spot) = &mut finding.text {
                spot.place = self.place(&spot.place);
            }
            // It was asked for while they were put together.
            finding.project = None;
        }
    }

    fn cell(&self, cell: CellIndex) -> Option<CellIndex> {
        let mut key = self.corrected.key(cell);
        key.row = self.row(Some(key.table), &key.row);
        self.evaluated.find(&key)
    }

    /// The row as it is coded; the table is `None` for what speaks of a row of several.
    fn row(&self, table: Option<TableNumber>, row: &RowKey) -> RowKey {
        let is_in = |miscoded: &Miscoded| {
            let mut lists = miscoded.rows.iter().map(|(list, _)| *list);
            table.is_none_or(|table| lists.any(|list| self.evaluated.form.table_of(list).number == table))
        };
        let typed = self.miscoded.iter().find(|miscoded| *row == RowKey::Code(miscoded.code) && is_in(miscoded));
        typed.map_or_else(|| row.clone(), |miscoded| RowKey::Code(miscoded.typed))
    }

    fn repair(&self, repair: Repair) -> Option<Repair> {
        Some(match repair {
            Repair::Compute(cell) => Repair::Compute(self.cell(cell)?),
            Repair::Amount { cell, amount } => Repair::Amount { cell: self.cell(cell)?, amount },
            Repair::Recode { list, row, code, name } => {
                let cell = self.cell(CellIndex { list, row, column: 0 })?;
                Repair::Recode { list: cell.list, row: cell.row, code, name }
            }
            Repair::LastYear { cell, amount } => {
                let row = self.row(Some(cell.table), &cell.row);
                Repair::LastYear { cell: CellKey { row, ..cell }, amount }
            }
            Repair::Text { place, name, text } => Repair::Text { place: self.place(&place), name, text },
            Repair::Piece { place, name, range, piece } => {
                Repair::Piece { place: self.place(&place), name, range, piece }
            }
            Repair::FormNote(_) | Repair::AddRow { .. } | Repair::Sort(_) | Repair::AddPerformance(_) => repair,
        })
    }

    fn place(&self, place: &TextPlace) -> TextPlace {
        let key = |key: &TextKey| {
            let row = key.row.as_ref().map(|row| self.row(None, row));
            TextKey { id: key.id.clone(), row }
        };
        let is_there = |place: &TextPlace| self.evaluated.disclosure.text(place).is_some();
        let as_it_is = match place {
            TextPlace::CodeName(table, row) => TextPlace::CodeName(*table, self.row(Some(*table), row)),
            TextPlace::Slot(slot) => TextPlace::Slot(key(slot)),
            TextPlace::Rewritten(rewritten) => TextPlace::Rewritten(key(rewritten)),
            _ => return place.clone(),
        };
        if is_there(&as_it_is) { as_it_is } else { place.clone() }
    }
}
