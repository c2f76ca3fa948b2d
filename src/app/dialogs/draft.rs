//! What is written in a dialog and was not saved: the dialog is not closed over it, but asks.

use egui::{Context, Key, Modifiers, Ui};

use super::Answer;

/// What the button says that takes what is written, where Enter begins a line.
pub(super) const SAVES: &str = "Ctrl+Enter";

/// The question what is to become of it.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    asks: bool,
}

impl Draft {
    /// The question, while it is asked.
    pub fn question(&self) -> Option<&'static str> {
        self.asks.then_some("写的内容还没有保存：保存，还是不要了？")
    }

    /// Stops asking: something else was written or said.
    pub fn forget_question(&mut self) {
        self.asks = false;
    }

    /// Holds the dialog open where `answer` closes it over a draft, and says whether it did: whoever goes on writing then
    /// writes on.
    pub fn hold<T>(&mut self, answer: Option<Answer<T>>, has_draft: bool) -> (Option<Answer<T>>, bool) {
        match answer {
            Some(Answer::Cancelled) if has_draft => {
                self.asks = !self.asks;
                (None, true)
            }
            answer => (answer, false),
        }
    }

    /// The buttons that close the dialog without saving `text`.
    pub fn cancel_ui<T>(&self, ui: &mut Ui, text: &mut String) -> Option<Answer<T>> {
        if !self.asks {
            return ui.button("取消").clicked().then_some(Answer::Cancelled);
        }
        let is_dropped = ui.button("不保存").clicked();
        let goes_on = ui.button("继续写").clicked();
        if is_dropped {
            text.clear();
        }
        (goes_on || is_dropped).then_some(Answer::Cancelled)
    }
}

/// Whether what is written is done with, where Enter begins a line.
pub(super) fn is_sent(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
}

/// Whether the file is to be saved: what is written in a dialog is then taken first, as by its main button.
pub fn is_saving(ctx: &Context) -> bool {
    ctx.input(|input| {
        input.events.iter().any(|event| {
            matches!(event, egui::Event::Key { key: Key::S, pressed: true, modifiers, .. }
                if modifiers.matches_exact(Modifiers::COMMAND))
        })
    })
}
