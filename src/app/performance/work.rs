//! What a person does to the selected fields of a performance table.

use std::ops::Range;

use egui::Ui;

use super::cells::Pointer;
use super::{PerformancePage, sheet};
use crate::app::grid::{Direction, EditMode, Selection, lines_from_clipboard};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{IndicatorField, PerformanceField};
use disclosure_engine::edit::{
    CopiedCell, CopiedCells, EditError, Step, duplicate_indicators, enter_performance, insert_indicator,
    move_indicator, paste_performance, performance_text, remove_indicators,
};
use disclosure_engine::sheet::{PerformanceSheet, Place};

/// Said where nothing can be filled in.
pub(super) const LABEL: &str = "这一格由表式规定，不能修改；单位名称在“编辑 › 单位与年度”里改";
/// Said where a command needs an indicator.
const NO_INDICATOR: &str = "请先选中一行指标";

impl PerformancePage {
    /// Makes `step`, or says why it cannot be.
    fn make(&mut self, workspace: &mut Workspace, step: Result<Step, EditError>) -> bool {
        match step {
            Ok(step) => {
                workspace.make(step);
                true
            }
            Err(error) => {
                self.set_notice(error.to_string());
                false
            }
        }
    }

    /// Takes what was typed. Returns whether it could be taken; else it stays, with a sentence that says why.
    pub(super) fn commit(&mut self, workspace: &mut Workspace) -> bool {
        let Some(step) = self.typed_step(workspace) else { return true };
        match step {
            Ok(step) => {
                workspace.make(step);
                self.editor.stop();
                true
            }
            Err(error) => {
                self.editor.refuse(error.to_string());
                false
            }
        }
    }

    /// The step that takes what was typed, or why it cannot be taken.
    fn typed_step(&self, workspace: &Workspace) -> Option<Result<Step, EditError>> {
        let sheet = sheet(workspace, self.table)?;
        let field = sheet.field(self.selection.cursor)?;
        let typed = self.editor.text().to_owned();
        let fields = self.with_followers(workspace, field).into_iter().map(|field| (field, typed.clone()));
        let name = format!("录入 {}", head(&sheet, self.selection.cursor));
        Some(enter_performance(workspace.evaluated(), self.table, &name, &fields.collect::<Vec<_>>()))
    }

    /// What is being typed, as [`PerformancePage::finish`] would take it, if it can be taken.
    pub fn unfinished(&self, workspace: &Workspace) -> Option<Step> {
        if self.is_editing() { self.typed_step(workspace)?.ok() } else { None }
    }

    /// The field and, where it is the first of several that are printed as one, the others.
    fn with_followers(&self, workspace: &Workspace, field: PerformanceField) -> Vec<PerformanceField> {
        let PerformanceField::Indicator(row, level @ (IndicatorField::LevelOne | IndicatorField::LevelTwo)) = field
        else {
            return vec![field];
        };
        match workspace.disclosure().performance.get(self.table) {
            Some(table) if !table.continues(row, level) => {
                table.printed_together(row, level).map(|row| PerformanceField::Indicator(row, level)).collect()
            }
            _ => vec![field],
        }
    }

    /// The selected fields, each once.
    fn selected(&self, sheet: &PerformanceSheet) -> Vec<(Place, PerformanceField)> {
        let places = self.selection.places().filter_map(|place| {
            let cell = sheet.cell(place)?;
            // A cell that spans several places is selected wherever the selection meets it.
            Some((cell.place, sheet.field(cell.place)?))
        });
        let mut selected: Vec<_> = places.collect();
        selected.sort_unstable_by_key(|(place, _)| *place);
        selected.dedup();
        selected
    }

    /// Takes what was typed into every selected field.
    pub(super) fn commit_to_all(&mut self, workspace: &mut Workspace) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let typed = self.editor.text().to_owned();
        let fields: Vec<_> = self.selected(&sheet).into_iter().map(|(_, field)| (field, typed.clone())).collect();
        match enter_performance(workspace.evaluated(), self.table, &format!("填充 {} 格", fields.len()), &fields) {
            Ok(step) => {
                workspace.make(step);
                self.editor.stop();
            }
            Err(error) => self.editor.refuse(error.to_string()),
        }
    }

    /// Empties the selected fields.
    pub fn clear(&mut self, workspace: &mut Workspace) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let fields: Vec<_> = self.selected(&sheet).into_iter().map(|(_, field)| (field, String::new())).collect();
        let step = enter_performance(workspace.evaluated(), self.table, &format!("清除 {} 格", fields.len()), &fields);
        self.make(workspace, step);
    }

    /// The selection, to be copied. Of a merged cell the first holds its text.
    pub fn copied(&self, workspace: &Workspace) -> CopiedCells {
        let Some(sheet) = sheet(workspace, self.table) else { return CopiedCells::default() };
        let (first, last) = self.selection.block();
        let cell = |place: Place| {
            let cell = sheet.cell(place)?;
            let is_first = cell.place == place || first == last;
            let field = sheet.field(cell.place);
            let text = match field {
                Some(field) => performance_text(workspace.form(), workspace.disclosure(), self.table, field)?,
                None => super::metrics::text(workspace, self.table, &cell),
            };
            is_first.then_some(match field {
                Some(PerformanceField::Funds(_) | PerformanceField::Weight(_)) => CopiedCell::Number(text),
                _ => CopiedCell::Text(text),
            })
        };
        let none = || CopiedCell::Text(String::new());
        let row = |row| {
            let cells = (first.column..=last.column).map(|column| cell(Place { row, column }).unwrap_or_else(none));
            cells.collect()
        };
        CopiedCells { rows: (first.row..=last.row).map(row).collect() }
    }

    /// Fills the selection from its first row or column; a single one from the one beside it.
    pub fn fill(&mut self, workspace: &mut Workspace, direction: Direction) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let (mut first, last) = self.selection.block();
        match direction {
            Direction::Down if first.row == last.row => first.row = first.row.saturating_sub(1),
            Direction::Right if first.column == last.column => first.column = first.column.saturating_sub(1),
            _ => {}
        }
        let mut values = Vec::new();
        for (place, field) in self.selected(&sheet) {
            let source = match direction {
                Direction::Down => Place { row: first.row, ..place },
                Direction::Right => Place { column: first.column, ..place },
            };
            let source = sheet.field(source).filter(|source| *source != field);
            let text = source
                .and_then(|source| performance_text(workspace.form(), workspace.disclosure(), self.table, source));
            values.extend(text.map(|text| (field, text)));
        }
        let name = format!("填充 {} 格", values.len());
        let step = enter_performance(workspace.evaluated(), self.table, &name, &values);
        self.make(workspace, step);
    }

    /// Pastes `text` where the selection is, and says what could not be taken.
    pub fn paste(&mut self, workspace: &mut Workspace, text: &str) {
        let (Some(sheet), Some(labels)) = (sheet(workspace, self.table), super::labels(workspace)) else { return };
        let block = lines_from_clipboard(text);
        let (mut first, last) = self.selection.block();
        if first == last {
            first = sheet.cell(first).map_or(first, |cell| cell.place);
        }
        let last = last.max_each(first);
        match paste_performance(workspace.evaluated(), labels, self.table, (first, last), &block) {
            Err(error) => self.set_notice(error.to_string()),
            Ok(pasted) => {
                workspace.make(pasted.step);
                self.selection = Selection { corner: pasted.last, ..Selection::at(first) };
                self.follows_cursor = true;
                if let Some((text, why)) = pasted.refused.first() {
                    let count = pasted.refused.len();
                    self.set_notice(format!("{count} 格没有放进去，其他的已经粘贴。第一格是“{text}”：{why}"));
                }
            }
        }
    }

    /// The indicators of the selection.
    fn selected_indicators(&self, sheet: &PerformanceSheet) -> Option<Range<usize>> {
        let (first, last) = self.selection.block();
        let last = sheet.indicator(last.row)?;
        Some(sheet.indicator(first.row).unwrap_or(0)..last + 1)
    }

    /// Puts an indicator in below the selected row; without one, below the last.
    pub fn add_indicator(&mut self, workspace: &mut Workspace) {
        let Some(sheet) = sheet(workspace, self.table) else { return };
        let last = (sheet.rows() - sheet.head - 1).checked_sub(1);
        let row = sheet.indicator(self.selection.cursor.row).or(last);
        let step = insert_indicator(workspace.disclosure(), self.table, row);
        if self.make(workspace, step) {
            let row = sheet.head + 1 + row.map_or(0, |row| row + 1);
            // Writing goes on at what is measured; the levels are there.
            self.selection = Selection::at(Place { row, column: 2 });
            self.follows_cursor = true;
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
        step: impl FnOnce(
            &disclosure_engine::disclosure::Disclosure,
            usize,
            Range<usize>,
        ) -> Result<(Step, isize), EditError>,
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
                let Selection { cursor, corner, .. } = self.selection;
                self.selection = Selection { corner: moved(corner), ..Selection::at(moved(cursor)) };
                self.follows_cursor = true;
            }
        }
    }

    /// Carries out what the pointer did.
    pub(super) fn carry_out(&mut self, ui: &Ui, workspace: &mut Workspace, pointer: &Pointer) {
        let opened = pointer.menu.filter(|_| pointer.opens_menu);
        if let Some(place) = pointer.pressed.or(opened) {
            let is_other = place != self.selection.cursor;
            if is_other && self.is_editing() && !self.commit(workspace) {
                return;
            }
            self.notice = None;
            let keeps_block = opened.is_some() && self.selection.contains(place);
            if !keeps_block {
                let extends = pointer.pressed.is_some() && ui.input(|input| input.modifiers.shift);
                let cursor = if extends { self.selection.cursor } else { place };
                self.selection = Selection { corner: place, ..Selection::at(cursor) };
            }
            self.is_dragging = pointer.pressed.is_some();
        } else if self.is_dragging
            && let Some(place) = pointer.held
            && self.selection.corner != place
        {
            self.selection.corner = place;
            ui.request_repaint();
        }
        if ui.input(|input| input.pointer.any_released()) {
            self.is_dragging = false;
        }
        if let Some(place) = pointer.double_clicked {
            self.selection = Selection::at(place);
            self.begin(workspace, EditMode::Amend);
        }
    }
}

/// What a field is called: the head of its column, or the label beside it.
fn head(sheet: &PerformanceSheet, place: Place) -> String {
    let label = |place| match sheet.cell(place).map(|cell| cell.what) {
        Some(disclosure_engine::sheet::PerformanceCellText::Label(text)) => text,
        _ => String::new(),
    };
    match sheet.indicator(place.row) {
        Some(_) => label(Place { row: sheet.head, column: place.column }),
        None => {
            let first = sheet.cell(place).map_or(place, |cell| cell.place);
            label(Place { column: first.column.saturating_sub(1), ..first })
        }
    }
}
