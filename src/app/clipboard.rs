//! Cells on the clipboard, as text and as a table in HTML.
//!
//! Works around egui 0.37 (emilk/egui#3259), which copies text only, after the frame. Cells that are copied are left in
//! its memory beside their text; [`CellClipboard`], which sees what it is about to copy, puts both on the clipboard instead.

use egui::{Context, FullOutput, Id, OutputCommand, Plugin};

use disclosure_engine::edit::CopiedCells;

/// The cells that were copied last.
#[derive(Clone, Default)]
struct Copied {
    text: String,
    html: String,
}

fn memory() -> Id {
    Id::unique("copied cells")
}

pub fn copy_cells(ctx: &Context, cells: &CopiedCells) {
    let copied = Copied { text: cells.text(), html: cells.html() };
    ctx.copy_text(copied.text.clone());
    ctx.data_mut(|data| data.insert_temp(memory(), copied));
}

/// Puts copied cells on the clipboard of the desktop.
#[derive(Default)]
pub struct CellClipboard {
    /// Kept, for what is on the clipboard of X11 is there as long as this.
    clipboard: Option<arboard::Clipboard>,
}

impl Plugin for CellClipboard {
    fn debug_name(&self) -> &'static str {
        "cell clipboard"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        // There egui speaks to the compositor itself, and only of text.
        if is_wayland() {
            return;
        }
        output.platform_output.commands.retain(|command| {
            let OutputCommand::CopyText(text) = command else { return true };
            let copied = ctx.data_mut(|data| data.remove_temp::<Copied>(memory()));
            !copied.is_some_and(|copied| copied.text == *text && self.put(copied))
        });
    }
}

impl CellClipboard {
    /// Returns whether it could be put there.
    fn put(&mut self, copied: Copied) -> bool {
        if self.clipboard.is_none() {
            self.clipboard = arboard::Clipboard::new().ok();
        }
        let put = self.clipboard.as_mut().map(|clipboard| clipboard.set_html(copied.html, Some(copied.text)));
        put.is_some_and(|put| put.is_ok())
    }
}

fn is_wayland() -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
