//! Text that is pasted into a field: read as it looks, and refused where it is too long for any field, in which laying it out
//! would hold the window up.

use std::borrow::Cow;

use egui::{Context, Event};

use super::Window;
use crate::app::cells::Editor;
use disclosure_engine::disclosure::{LONGEST_TEXT, TooLong};
use disclosure_engine::spelling::as_read;

impl Window {
    /// Takes away what is to be pasted into a field and is too long, and says so. What is pasted into cells as a block is
    /// no text: its cells are looked at one by one.
    pub(super) fn refuse_long_paste(&mut self, ctx: &Context) {
        let is_typing = self.has_dialog() || self.grid.is_editing() || self.performance.is_editing();
        let is_cell = || ctx.memory(|memory| memory.focused()) == Some(Editor::id());
        if !ctx.text_edit_focused() || !is_typing && is_cell() {
            return;
        }
        let mut refused = None;
        ctx.input_mut(|input| {
            for event in &mut input.events {
                // What looks like a character of every day is one.
                if let Event::Paste(text) = event
                    && let Cow::Owned(read) = as_read(text)
                {
                    *text = read;
                }
            }
            input.events.retain(|event| {
                let Event::Paste(text) = event else { return true };
                let long = TooLong::of(text, LONGEST_TEXT);
                let is_kept = long.is_none();
                refused = refused.take().or(long);
                is_kept
            });
        });
        if let Some(long) = refused {
            self.warn("没有粘贴", format!("{long}；请分成几段粘贴"));
        }
    }
}
