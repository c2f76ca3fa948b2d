//! What is asked on the pages of text.

use super::Window;
use crate::app::texts::TextsRequest;
use crate::edit::{give_paragraph_back, rewrite_paragraph, set_part, set_prior, set_slot};

impl Window {
    pub(super) fn carry_out_texts(&mut self, request: TextsRequest) {
        let Some(workspace) = &mut self.workspace else { return };
        let evaluated = workspace.evaluated();
        let step = match request {
            TextsRequest::Slot(key, value) => set_slot(evaluated, &key, value),
            TextsRequest::Prior(cell, amount) => set_prior(evaluated, &cell, amount),
            TextsRequest::Rewrite(key, text) => rewrite_paragraph(evaluated, &key, &text),
            TextsRequest::GiveBack(key) => Ok(give_paragraph_back(evaluated, &key)),
            TextsRequest::GivePartBack(part) => Ok(set_part(evaluated, part, None)),
            TextsRequest::Comment(place) => return self.begin_comment_on(place),
            TextsRequest::GoTo(key) => {
                if let Some(cell) = evaluated.find(&key) {
                    self.grid.go_to(evaluated, cell);
                    self.texts.hide();
                }
                return;
            }
        };
        match step {
            Ok(step) => workspace.make(step),
            Err(error) => self.complain("没有改成", error.to_string()),
        }
    }
}
