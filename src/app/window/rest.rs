//! When a frame leaves the window at rest: what is to have the keyboard has it, and what is typed next arrives there.

use std::mem::{Discriminant, discriminant};

use egui::{Context, Id};

use super::{Dialog, Window};
use crate::app::cells::Editor;
use crate::app::input_queue::{InputQueue, Left};
use crate::app::texts::TextPage;

/// What takes the keyboard from the cells, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keyboard {
    dialog: Option<Discriminant<Dialog>>,
    is_asking: bool,
    shows_help: bool,
    has_bar: bool,
    shows_folder: bool,
    focused: Option<Id>,
}

impl Window {
    pub(super) fn keyboard(&self, ctx: &Context) -> Keyboard {
        Keyboard {
            dialog: self.dialog.as_ref().map(discriminant),
            is_asking: self.picker.is_asking(),
            shows_help: self.shows_help,
            has_bar: self.bar.is_open(),
            shows_folder: self.shows_folder,
            focused: ctx.memory(|memory| memory.focused()),
        }
    }

    /// Tells the queue how this frame leaves the window; `before` had the keyboard at its beginning.
    pub(super) fn settle_keyboard(&self, ctx: &Context, before: &Keyboard) {
        let mut now = self.keyboard(ctx);
        let is_turned = Keyboard { focused: before.focused, ..now.clone() } != *before;
        if is_turned
            && now.focused == before.focused
            && let Some(id) = now.focused.take()
        {
            // What was closed must not hear what is typed next.
            ctx.memory_mut(|memory| memory.surrender_focus(id));
        }
        // A field keeps Tab and arrows for itself only once it was in focus for a frame: before, they would move the focus.
        let is_kept = now.focused == before.focused;
        let is_drawn = |id| ctx.viewport(|viewport| viewport.this_pass.widgets.contains(id));
        let is_held = now.focused.map_or(!self.wants_keyboard(), is_drawn);
        let left = match now.focused {
            _ if is_turned || !is_kept || !is_held => Left::Turning,
            // Keys go to the menus one by one: each may be the last that does.
            _ if self.menu_keys.is_walking() => Left::AtRest,
            Some(id) if id == Editor::id() => Left::InCells,
            _ => Left::AtRest,
        };
        ctx.with_plugin(|queue: &mut InputQueue| queue.hear(left));
    }

    /// Whether cells are shown, which take the keyboard when nothing else has it.
    fn wants_keyboard(&self) -> bool {
        let Some(workspace) = self.workspace.as_ref().filter(|_| !self.shows_folder && !self.has_dialog()) else {
            return false;
        };
        match self.texts.shown() {
            None => self.grid.has_cells(workspace.evaluated()),
            Some(page) => matches!(page, TextPage::Performance(_)),
        }
    }
}
