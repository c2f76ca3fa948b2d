//! What keys and commands do to the selected cells.

use egui::Ui;

use super::keys::{CellsKey, EditMode};
use super::selection::Motion;
use super::{Contents, Controller, Editor, Given, Selection, Table};
use crate::app::clipboard::copy_cells;
use crate::app::command::CellsDeed;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::RowKey;
use disclosure_engine::edit::{CopiedCell, CopiedCells};
use disclosure_engine::sheet::Place;

/// Where a fill goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// From the first row down.
    Down,
    /// From the first column to the right.
    Right,
}

/// What became of something that was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It cannot be taken, and stays.
    Not,
    Here,
    /// It began a row, in which the active cell is now.
    InNewRow,
}

impl Controller {
    /// Carries out the keys of this frame, unless something else has the keyboard. The text field on the active cell may
    /// have several lines (`has_lines`).
    pub fn take_keys(&mut self, ui: &Ui, workspace: &mut Workspace, table: &dyn Table, has_lines: bool) {
        if ui.memory(|memory| memory.focused().is_some_and(|id| id != Editor::id())) {
            return;
        }
        let mut events = ui.input_mut(|input| std::mem::take(&mut input.events));
        let mut keys = std::mem::take(&mut self.keys);
        keys.set_lines(has_lines);
        let page = self.page.max(1).cast_signed();
        let now = ui.input(|input| input.time);
        keys.filter(&mut events, self.editor.mode(), page, now, &mut |key| {
            self.act(ui, workspace, table, key);
            self.editor.mode()
        });
        self.keys = keys;
        ui.input_mut(|input| input.events = events);
    }

    fn act(&mut self, ui: &Ui, workspace: &mut Workspace, table: &dyn Table, key: CellsKey) {
        // Who types and presses Enter without looking is to see why nothing was taken.
        if workspace.protection().is_none() || !key.ends_entry() {
            self.notice = None;
        }
        if let Some(protection) = workspace.protection().filter(|_| key.changes_contents()) {
            return self.refuse(protection.why());
        }
        match key {
            CellsKey::Move(Motion::NextCell, false) if self.take_expected(workspace, table) => {}
            CellsKey::Move(motion, extend) => self.go(workspace, table, motion, extend),
            CellsKey::Commit(motion) => {
                if self.commit(workspace, table) == Taken::Here {
                    self.go(workspace, table, motion, false);
                }
            }
            CellsKey::Cancel => self.editor.stop(),
            CellsKey::EditEmpty => self.begin(workspace, table, EditMode::Replace),
            CellsKey::Copy => copy_cells(ui.ctx(), &self.copied(workspace, table)),
            CellsKey::Cut => {
                copy_cells(ui.ctx(), &self.copied(workspace, table));
                self.clear(workspace, table);
            }
            // One name or code that is pasted where a row begins is what is typed there.
            CellsKey::Paste(text) if self.begins_row_with(workspace, table, text.trim()) => {
                self.editor.start(text.trim().to_owned(), EditMode::Replace);
                self.commit(workspace, table);
            }
            CellsKey::Paste(text) => self.pasted = Some(text),
            CellsKey::SelectRows => self.widen(workspace, table, true, false),
            CellsKey::SelectColumns => self.widen(workspace, table, false, true),
            CellsKey::CommitToAll => self.commit_to_all(workspace, table),
            CellsKey::Command(_, deed) => self.carry_out(workspace, table, deed),
        }
    }

    pub fn carry_out(&mut self, workspace: &mut Workspace, table: &dyn Table, deed: CellsDeed) {
        match deed {
            CellsDeed::Edit => self.begin(workspace, table, EditMode::Amend),
            CellsDeed::Clear => self.clear(workspace, table),
            CellsDeed::FillDown => self.fill(workspace, table, Direction::Down),
            CellsDeed::FillRight => self.fill(workspace, table, Direction::Right),
            CellsDeed::SelectAll => self.widen(workspace, table, true, true),
        }
    }

    fn go(&mut self, workspace: &Workspace, table: &dyn Table, motion: Motion, extend: bool) {
        let Some(contents) = table.contents(workspace) else { return };
        self.selection.clamp(contents.rows(), contents.columns());
        self.selection.go(motion, extend, &*contents);
        self.follows_cursor = true;
    }

    /// Widens the selection to whole rows, whole columns, or both.
    fn widen(&mut self, workspace: &Workspace, table: &dyn Table, rows: bool, columns: bool) {
        let Some(contents) = table.contents(workspace) else { return };
        self.selection.clamp(contents.rows(), contents.columns());
        self.selection.widen(&*contents, rows, columns);
    }

    /// Begins to edit the active cell.
    pub(super) fn begin(&mut self, workspace: &Workspace, table: &dyn Table, mode: EditMode) {
        if let Some(protection) = workspace.protection() {
            return self.refuse(protection.why());
        }
        let Some(contents) = table.contents(workspace) else { return };
        match contents.offered(self.selection.cursor) {
            Ok(text) => self.editor.start(if mode == EditMode::Amend { text } else { String::new() }, mode),
            Err(why) => self.refuse(why),
        }
        self.follows_cursor = true;
    }

    /// Whether `text` is one cell that may name the row that begins at the cursor, or is its whole code: an amount is neither.
    fn begins_row_with(&self, workspace: &Workspace, table: &dyn Table, text: &str) -> bool {
        let is_one = !text.is_empty() && !text.contains(['\t', '\n', '\r']);
        let is_code = matches!(text.len(), 5 | 7) && text.chars().all(|c| c.is_ascii_digit());
        let is_name = is_code || text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-' | ' '));
        let contents = table.contents(workspace).filter(|_| is_one && is_name && self.editor.mode().is_none());
        contents.is_some_and(|contents| contents.begins_row(self.selection.cursor))
    }

    /// Takes what was typed; where it cannot be taken, it stays, with a sentence that says why.
    pub(super) fn commit(&mut self, workspace: &mut Workspace, table: &dyn Table) -> Taken {
        let text = self.editor.text().to_owned();
        self.commit_text(workspace, table, &text)
    }

    fn commit_text(&mut self, workspace: &mut Workspace, table: &dyn Table, text: &str) -> Taken {
        let Some(contents) = table.contents(workspace) else { return Taken::Here };
        let cursor = self.selection.cursor;
        if contents.asks(cursor, text) {
            self.editor.stop();
            self.asked = Some(text.to_owned());
            return Taken::InNewRow;
        }
        let begins_row = contents.begins_row(cursor);
        let step = contents.typed(cursor, text);
        drop(contents);
        match step {
            Ok(step) => {
                workspace.make(step.clone());
                self.editor.stop();
                match table.added(workspace, &step) {
                    Some((row, place)) if begins_row => {
                        self.begin_in(row, place);
                        Taken::InNewRow
                    }
                    Some((_, place)) => {
                        self.select(Selection::at(place));
                        Taken::Here
                    }
                    None => Taken::Here,
                }
            }
            Err(refusal) => {
                self.editor.refuse(refusal);
                Taken::Not
            }
        }
    }

    /// Goes on at `place` of the row that was just begun; Enter leads back to where the next one is.
    pub fn begin_in(&mut self, row: RowKey, place: Place) {
        self.last_added = Some(row);
        self.select(Selection { is_begun: true, ..Selection::at(place) });
    }

    /// Takes what probably comes next, where a row is begun. Returns whether there is such a thing.
    fn take_expected(&mut self, workspace: &mut Workspace, table: &dyn Table) -> bool {
        let expected = table.contents(workspace).and_then(|contents| contents.expected(self.selection.cursor));
        let Some(expected) = expected.filter(|_| workspace.protection().is_none()) else { return false };
        self.commit_text(workspace, table, &expected);
        true
    }

    /// Takes what was typed into every selected cell.
    fn commit_to_all(&mut self, workspace: &mut Workspace, table: &dyn Table) {
        let Some(contents) = table.contents(workspace) else { return };
        let entered = contents.entered(&self.selected(&*contents), Given::Typed(self.editor.text()));
        drop(contents);
        match entered {
            Ok(entered) => {
                self.editor.stop();
                workspace.make(entered.step);
                entered.left.into_iter().for_each(|left| self.set_notice(left));
            }
            Err(refusal) => self.editor.refuse(refusal),
        }
    }

    /// Clears the selected cells.
    fn clear(&mut self, workspace: &mut Workspace, table: &dyn Table) {
        let Some(contents) = table.contents(workspace) else { return };
        let places = self.selected(&*contents);
        drop(contents);
        self.enter(workspace, table, &places, Given::Blank);
    }

    /// Fills the selection from its first row or column. A single row is filled from the one above, a single column from
    /// the one at its left.
    fn fill(&mut self, workspace: &mut Workspace, table: &dyn Table, direction: Direction) {
        let Some(contents) = table.contents(workspace) else { return };
        let (first, last) = self.selection.block();
        let source_of = |place: Place| match direction {
            Direction::Down if first.row == last.row => Place { row: first.row.saturating_sub(1), ..place },
            Direction::Down => Place { row: first.row, ..place },
            Direction::Right if first.column == last.column => {
                Place { column: first.column.saturating_sub(1), ..place }
            }
            Direction::Right => Place { column: first.column, ..place },
        };
        let pairs = self.selected(&*contents).into_iter().map(|place| (place, contents.span(source_of(place)).0));
        let (places, sources): (Vec<_>, Vec<_>) = pairs.filter(|(place, source)| place != source).unzip();
        drop(contents);
        self.enter(workspace, table, &places, Given::From(&sources));
    }

    fn enter(&mut self, workspace: &mut Workspace, table: &dyn Table, places: &[Place], given: Given<'_>) {
        match table.contents(workspace).map(|contents| contents.entered(places, given)) {
            Some(Ok(entered)) => {
                workspace.make(entered.step);
                entered.left.into_iter().for_each(|left| self.set_notice(left));
            }
            Some(Err(why)) => self.refuse(why),
            None => {}
        }
    }

    /// The selected cells, each once, row by row.
    fn selected(&self, contents: &dyn Contents) -> Vec<Place> {
        // A cell that spans several places is selected wherever the selection meets it.
        let mut places: Vec<Place> = self.selection.places().map(|place| contents.span(place).0).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The selection, to be copied. Of a cell that spans several places the first holds what stands there.
    pub fn copied(&self, workspace: &Workspace, table: &dyn Table) -> CopiedCells {
        let Some(contents) = table.contents(workspace) else { return CopiedCells::default() };
        let (first, last) = self.selection.block();
        let cell = |place| {
            let own = contents.span(place).0;
            let is_first = own == place || first == last;
            if is_first { contents.copied(own) } else { CopiedCell::Text(String::new()) }
        };
        let row = |row| (first.column..=last.column).map(|column| cell(Place { row, column })).collect();
        CopiedCells { rows: (first.row..=last.row).map(row).collect() }
    }
}
