//! Working in cells, of a table as of a performance table (绩效目标表).
//!
//! One [`Controller`] moves, selects, edits, copies, fills and clears; what stands in the cells it is told by
//! [`Contents`]. [`keys`] tells keys of the cells from input of the text field, [`selection`] moves, [`editor`] is the text
//! field on the active cell, [`work`] what is done to the selected cells, [`pointer`] what the mouse does.

mod contents;
mod editor;
mod keys;
mod pointer;
mod selection;
mod work;

use egui::{Rect, Ui};

pub use contents::{Contents, Entered, Given, Table};
pub use editor::{Editor, FieldLook, FieldShape};
#[cfg(test)]
pub use keys::{EditMode, editing_motion, resting_motion};
pub use pointer::{CellMenu, Pointer};
pub use selection::{Raster, Selection};

use self::keys::KeyFilter;
use self::work::Taken;
use super::workspace::Workspace;
use disclosure_engine::disclosure::RowKey;
use disclosure_engine::edit::Step;
use disclosure_engine::sheet::Place;

/// What a notice beside the cells is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// What was done, or that there is nothing to do.
    Information,
    /// Why something was not done.
    Refusal,
}

/// What a person does in the cells that are shown.
#[derive(Default)]
pub struct Controller {
    pub selection: Selection,
    editor: Editor,
    keys: KeyFilter,
    /// The view follows the active cell in the next frame.
    follows_cursor: bool,
    is_dragging: bool,
    /// Rows that fit on the screen.
    page: usize,
    /// Something to say about the last key or click.
    notice: Option<(NoticeKind, String)>,
    /// The cell whose menu is open.
    menu_at: Option<Place>,
    /// What was pasted and not taken by the window yet.
    pasted: Option<String>,
    /// What was typed where a row is begun, and says too little by itself.
    asked: Option<String>,
    /// The row that was added last by typing.
    pub last_added: Option<RowKey>,
}

impl Controller {
    /// Goes over to other cells, of which these are selected.
    pub fn leave_for(&mut self, selection: Selection) {
        *self = Self { selection, keys: std::mem::take(&mut self.keys), page: self.page, ..Self::default() };
    }

    /// Selects these cells and brings the active one into sight.
    pub fn select(&mut self, selection: Selection) {
        self.selection = selection;
        self.follows_cursor = true;
    }

    /// The view follows the active cell in the next frame.
    pub fn follow(&mut self) {
        self.follows_cursor = true;
    }

    /// Whether the view has to follow the active cell now.
    pub fn take_follow(&mut self) -> bool {
        std::mem::take(&mut self.follows_cursor)
    }

    /// Tells how many rows fit on the screen.
    pub fn set_page(&mut self, rows: usize) {
        self.page = rows;
    }

    /// The cell whose menu was open in the last frame.
    pub fn menu_at(&self) -> Option<Place> {
        self.menu_at
    }

    /// What was typed where a row is begun, for which more must be asked.
    pub fn take_asked(&mut self) -> Option<String> {
        self.asked.take()
    }

    pub fn take_pasted(&mut self) -> Option<String> {
        self.pasted.take()
    }

    /// Whether a cell is being edited.
    pub fn is_editing(&self) -> bool {
        self.editor.mode().is_some()
    }

    /// What is being typed.
    pub fn text(&self) -> &str {
        self.editor.text()
    }

    /// Drops what is being typed.
    pub fn stop_editing(&mut self) {
        self.editor.stop();
    }

    /// What to say about the last key or click.
    pub fn notice(&self) -> Option<(NoticeKind, &str)> {
        let refusal = self.editor.refusal().map(|refusal| (NoticeKind::Refusal, refusal));
        refusal.or(self.notice.as_ref().map(|(kind, text)| (*kind, text.as_str())))
    }

    /// Says `notice` until the next key or click.
    pub fn set_notice(&mut self, notice: impl Into<String>) {
        self.notice = Some((NoticeKind::Information, notice.into()));
    }

    /// Says there why something was not done.
    pub fn refuse(&mut self, why: impl Into<String>) {
        self.notice = Some((NoticeKind::Refusal, why.into()));
    }

    /// Forgets the notice, before something else is done.
    pub fn clear_notice(&mut self) {
        self.notice = None;
    }

    /// Takes what is being typed, before something else is done. Returns whether it could be taken; else it stays, with
    /// a sentence that says why.
    pub fn finish(&mut self, workspace: &mut Workspace, table: &dyn Table) -> bool {
        !self.is_editing() || self.commit(workspace, table) != Taken::Not
    }

    /// What is being typed, as [`Controller::finish`] would take it, if it can be taken.
    pub fn unfinished(&self, workspace: &Workspace, table: &dyn Table) -> Option<Step> {
        let contents = table.contents(workspace).filter(|_| self.is_editing())?;
        contents.typed(self.selection.cursor, self.editor.text()).ok()
    }

    /// Draws the text field on the active cell, which is at `rect` if it is on the screen.
    pub fn editor_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        table: &dyn Table,
        rect: Option<Rect>,
        look: FieldLook,
    ) {
        let cursor = self.selection.cursor;
        let check = || match (workspace.protection(), table.contents(workspace)) {
            (Some(protection), _) => Err(protection.why().to_owned()),
            (None, Some(contents)) => contents.offered(cursor).map(drop),
            (None, None) => Ok(()),
        };
        if let Some(refusal) = self.editor.ui(ui, rect, look, check) {
            self.refuse(refusal);
        }
        // Typing goes to the active cell, wherever the view is.
        let is_out_of_sight = rect.is_none_or(|rect| !ui.clip_rect().intersects(rect));
        if self.is_editing() && is_out_of_sight && !self.keys.is_composing() {
            self.follows_cursor = true;
            ui.request_repaint();
        }
    }
}
