//! What keeps the disclosure that is open from being changed, and how a field looks that can only be read.

use egui::{Response, TextBuffer, TextEdit, Ui, Widget};

use super::command::Command;
use super::theme::Palette;
use disclosure_engine::edit::Step;

/// Why what is published cannot be changed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// It is only reviewed: comments, sign-offs and accepted findings are written, nothing else.
    Review,
    /// Somebody else edits the file: nothing is written.
    ReadOnly,
}

impl Protection {
    /// Whether `step` can be made nevertheless.
    pub fn allows(self, step: &Step) -> bool {
        self.allows_review() && step.is_review()
    }

    /// Whether comments, sign-offs and accepted findings can be written.
    pub fn allows_review(self) -> bool {
        self == Self::Review
    }

    /// Whether `command` can be carried out nevertheless.
    pub fn allows_command(self, command: Command) -> bool {
        !command.changes_contents() && (self.allows_review() || !command.is_of_review())
    }

    /// Said when something is to be changed.
    pub fn why(self) -> &'static str {
        match self {
            Self::Review => "审阅模式下内容已锁定，不能修改；要修改，先用“审核 › 退出审阅模式”",
            Self::ReadOnly => "只读打开的文件不能修改；要修改请先另存为别的文件",
        }
    }
}

/// Draws the field that `make` makes on `text`. What is protected can be read, selected and copied there, and not typed
/// into.
pub fn field_ui(
    ui: &mut Ui,
    text: &mut String,
    protection: Option<Protection>,
    make: impl for<'a> FnOnce(&'a mut dyn TextBuffer) -> TextEdit<'a>,
) -> Response {
    match protection {
        None => ui.add(make(text)),
        Some(_) => {
            let fill = Palette::of(ui.visuals()).head_fill;
            ui.add(make(&mut text.as_str()).background_color(fill))
        }
    }
}

/// Draws `button`, which changes what may be protected: then it cannot be pressed, and says why.
pub fn button_ui(ui: &mut Ui, button: impl Widget, protection: Option<Protection>) -> Response {
    let response = ui.add_enabled(protection.is_none(), button);
    match protection {
        Some(protection) => response.on_disabled_hover_text(protection.why()),
        None => response,
    }
}
