//! What is asked on the pages of text.

use super::{Dialog, Window};
use crate::app::dialogs::GenerateDialog;
use crate::app::texts::TextsRequest;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::Part;
use disclosure_engine::edit::{
    EditError, Step, generate_part, give_paragraph_back, rewrite_paragraph, set_order, set_prior, set_slot,
};

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
        if let TextsRequest::GivePartBack(part) = request {
            return self.begin_generating(part);
        }
        if let TextsRequest::Fill { requests, refused } = request {
            return self.fill(&requests, refused);
        }
        match Self::text_step(workspace, &request) {
            Some(Ok(step)) => workspace.make(step),
            Some(Err(error)) => self.complain("没有改成", error.to_string()),
            None => {}
        }
    }

    /// Begins to word the paragraph otherwise at which the keyboard is.
    pub(in crate::app) fn begin_rewording(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        if let Some(why) = self.texts.begin_rewording(workspace) {
            self.grid.set_notice(why);
        }
    }

    /// Does all of `requests` in one step and says what was `refused`.
    fn fill(&mut self, requests: &[TextsRequest], mut refused: Vec<String>) {
        let Some(workspace) = &mut self.workspace else { return };
        let mut changes = Vec::new();
        for step in requests.iter().filter_map(|request| Self::text_step(workspace, request)) {
            match step {
                Ok(step) => changes.extend(step.changes),
                Err(error) => refused.push(error.to_string()),
            }
        }
        workspace.make(Step::new(format!("粘贴一列（{} 处）", requests.len()), changes));
        if !refused.is_empty() {
            self.warn("有的没有填", refused.join("\n"));
        }
    }

    /// The step that `request` asks for, if it asks for one.
    pub(super) fn text_step(workspace: &Workspace, request: &TextsRequest) -> Option<Result<Step, EditError>> {
        let evaluated = workspace.evaluated();
        Some(match request.clone() {
            TextsRequest::Slot(key, value) => set_slot(evaluated, &key, value),
            TextsRequest::Prior(cell, amount) => set_prior(evaluated, &cell, amount),
            TextsRequest::Rewrite(key, rewording) => rewrite_paragraph(evaluated, &key, &rewording),
            TextsRequest::Order(part, rows) => Ok(set_order(evaluated, part, Some(rows))),
            TextsRequest::GiveBack(key) => Ok(give_paragraph_back(evaluated, &key)),
            TextsRequest::GivePartBack(part) => generate_part(evaluated, part).map(|generated| generated.step),
            TextsRequest::GoTo(_)
            | TextsRequest::Comment(_)
            | TextsRequest::FromLastYear
            | TextsRequest::Fill { .. } => return None,
        })
    }

    /// Leaves `part` to the template; what is said in it and would be lost is shown first.
    fn begin_generating(&mut self, part: Part) {
        let Some(workspace) = &mut self.workspace else { return };
        match generate_part(workspace.evaluated(), part) {
            Ok(generated) if generated.lost.is_empty() => workspace.make(generated.step),
            Ok(generated) => self.dialog = Some(Dialog::Generate(GenerateDialog::new(part, generated.lost))),
            Err(error) => self.complain("没有改成", error.to_string()),
        }
    }

    /// Leaves `part` to the template with what is lost by that.
    pub(super) fn take_generating(&mut self, part: Part) {
        let Some(workspace) = &mut self.workspace else { return };
        match generate_part(workspace.evaluated(), part) {
            Ok(generated) => workspace.make(generated.step),
            Err(error) => self.complain("没有改成", error.to_string()),
        }
    }
}
