//! Asks the desktop for a path, and in its own dialog where the desktop cannot.

use egui::Context;

use super::{PathAnswer, PathChooser, PathDialog, PathRequest};

/// Asks for one path at a time.
pub struct PathPicker {
    chooser: Box<dyn PathChooser>,
    /// The question that the desktop is asking.
    pending: Option<PathRequest>,
    dialog: Option<PathDialog>,
}

impl PathPicker {
    pub fn new(chooser: Box<dyn PathChooser>) -> Self {
        Self { chooser, pending: None, dialog: None }
    }

    /// Begins to ask. An earlier question is dropped, since a dialog of the desktop may have been lost with its window.
    pub fn start(&mut self, request: PathRequest, ctx: &Context) {
        self.dialog = None;
        self.pending = Some(request.clone());
        self.chooser.start(request, ctx);
    }

    pub fn is_asking(&self) -> bool {
        self.pending.is_some() || self.dialog.is_some()
    }

    /// To be called in every frame, last. Gives the answer once: [`PathAnswer::Chosen`] or [`PathAnswer::Cancelled`].
    pub fn show(&mut self, ctx: &Context) -> Option<PathAnswer> {
        if self.pending.is_some()
            && let Some(answer) = self.chooser.poll()
        {
            let request = self.pending.take();
            if answer != PathAnswer::Unavailable {
                return Some(answer);
            }
            self.dialog = request.map(PathDialog::new);
        }
        let answer = self.dialog.as_mut()?.show(ctx)?;
        self.dialog = None;
        Some(answer)
    }
}
