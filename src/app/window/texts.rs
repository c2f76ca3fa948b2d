//! What is asked on the pages of text.

use super::Window;
use crate::app::texts::TextsRequest;
use crate::app::workspace::Workspace;
use disclosure_engine::edit::{EditError, Step, give_paragraph_back, rewrite_paragraph, set_part, set_prior, set_slot};

impl Window {
    pub(super) fn carry_out_texts(&mut self, request: TextsRequest) {
        let Some(workspace) = &mut self.workspace else { return };
        if let TextsRequest::GoTo(key) = &request {
            let evaluated = workspace.evaluated();
            if let Some(cell) = evaluated.find(key) {
                self.grid.go_to(evaluated, cell);
                self.texts.hide();
            }
            return;
        }
        if let TextsRequest::Comment(place) = request {
            return self.begin_comment_on(place);
        }
        match Self::text_step(workspace, &request) {
            Some(Ok(step)) => workspace.make(step),
            Some(Err(error)) => self.complain("没有改成", error.to_string()),
            None => {}
        }
    }

    /// The step that `request` asks for, if it asks for one.
    pub(super) fn text_step(workspace: &Workspace, request: &TextsRequest) -> Option<Result<Step, EditError>> {
        let evaluated = workspace.evaluated();
        Some(match request.clone() {
            TextsRequest::Slot(key, value) => set_slot(evaluated, &key, value),
            TextsRequest::Prior(cell, amount) => set_prior(evaluated, &cell, amount),
            TextsRequest::Rewrite(key, text) => rewrite_paragraph(evaluated, &key, &text),
            TextsRequest::GiveBack(key) => Ok(give_paragraph_back(evaluated, &key)),
            TextsRequest::GivePartBack(part) => Ok(set_part(evaluated, part, None)),
            TextsRequest::GoTo(_) | TextsRequest::Comment(_) => return None,
        })
    }
}
