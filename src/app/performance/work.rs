//! What a person does to the indicators that are selected in a performance table, and pastes into it.

use std::ops::Range;

use super::{PerformancePage, sheet};
use crate::app::cells::Selection;
use crate::app::grid::lines_from_clipboard;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::edit::{
    EditError, Step, duplicate_indicators, insert_indicator, move_indicator, paste_performance, remove_indicators,
};
use disclosure_engine::sheet::{PerformanceSheet, Place};

/// Said where a command needs an indicator.
const NO_INDICATOR: &str = "请先选中一行指标";

impl PerformancePage {
    /// Pastes `text` where the selection is, and says what could not be taken.
    pub fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        let (Some(sheet), Some(labels)) = (sheet(workspace, self.table), super::labels(workspace)) else { return };
        let block = lines_from_clipboard(text);
        let (mut first, last) = self.controller.selection.block();
        if first == last {
            first = sheet.cell(first).map_or(first, |cell| cell.place);
        }
        let last = last.max_each(first);
        match paste_performance(workspace.evaluated(), labels, self.table, (first, last), &block) {
            Err(error) => self.set_notice(error.to_string()),
            Ok(pasted) => {
                workspace.make(pasted.step);
                self.controller.select(Selection { corner: pasted.last, ..Selection::at(first) });
                if let Some((text, why)) = pasted.refused.first() {
                    let count = pasted.refused.len();
                    self.set_notice(format!("{count} 格没有放进去，其他的已经粘贴。第一格是“{text}”：{why}"));
                }
            }
        }
    }

    fn selected_indicators(&self, sheet: &PerformanceSheet) -> Option<Range<usize>> {
        let (first, last) = self.controller.selection.block();
        let last = sheet.indicator(last.row)?;
        Some(sheet.indicator(first.row).unwrap_or(0)..last + 1)
    }

    /// Puts an indicator in below the selected row; without one, below the last.
    pub fn add_indicator(&mut self, workspace: &mut Workspace) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let last = (sheet.rows() - sheet.head - 1).checked_sub(1);
        let row = sheet.indicator(self.controller.selection.cursor.row).or(last);
        let step = insert_indicator(workspace.disclosure(), self.table, row);
        match step {
            Err(error) => self.set_notice(error.to_string()),
            Ok(step) => {
                workspace.make(step);
                let row = sheet.head + 1 + row.map_or(0, |row| row + 1);
                // Writing goes on at what is measured; the levels are there.
                self.controller.select(Selection::at(Place { row, column: 2 }));
            }
        }
    }

    /// Takes the selected indicators out.
    pub fn remove_indicators(&mut self, workspace: &mut Workspace) {
        self.on_indicators(workspace, |disclosure, table, rows| Ok((remove_indicators(disclosure, table, rows)?, 0)));
    }

    /// Puts copies of the selected indicators in below them.
    pub fn duplicate_indicators(&mut self, workspace: &mut Workspace) {
        self.on_indicators(workspace, |disclosure, table, rows| {
            let by = rows.len() as isize;
            Ok((duplicate_indicators(disclosure, table, rows)?, by))
        });
    }

    /// Moves the selected indicators up by one.
    pub fn move_up(&mut self, workspace: &mut Workspace) {
        self.on_indicators(workspace, |disclosure, table, rows| {
            let above = rows.start.checked_sub(1).ok_or(EditError::FirstIndicator)?;
            Ok((move_indicator(disclosure, table, above, rows.end - 1)?, -1))
        });
    }

    /// Moves the selected indicators down by one.
    pub fn move_down(&mut self, workspace: &mut Workspace) {
        self.on_indicators(workspace, |disclosure, table, rows| {
            let step = move_indicator(disclosure, table, rows.end, rows.start);
            Ok((step.map_err(|_| EditError::LastIndicator)?, 1))
        });
    }

    /// Makes the step of the selected indicators; the selection goes with them, by so many rows.
    fn on_indicators(
        &mut self,
        workspace: &mut Workspace,
        step: impl FnOnce(&Disclosure, usize, Range<usize>) -> Result<(Step, isize), EditError>,
    ) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let Some(rows) = self.selected_indicators(&sheet) else {
            self.set_notice(NO_INDICATOR);
            return;
        };
        match step(workspace.disclosure(), self.table, rows) {
            Err(error) => self.set_notice(error.to_string()),
            Ok((step, by)) => {
                workspace.make(step);
                let moved = |place: Place| Place { row: place.row.saturating_add_signed(by), ..place };
                let Selection { cursor, corner, .. } = self.controller.selection;
                self.controller.select(Selection { corner: moved(corner), ..Selection::at(moved(cursor)) });
            }
        }
    }
}
