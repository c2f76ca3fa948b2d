//! Carrying out commands.

use egui::Context;

use super::Window;
use crate::app::command::{Changes, Command, Deed, Need};
use crate::app::protection::Protection;
use crate::app::texts::{TextPage, TextsRequest};

impl Window {
    pub(super) fn carry_out(&mut self, ctx: &Context, command: Command) {
        if command.needs_disclosure() && (self.workspace.is_none() || self.shows_folder) {
            return;
        }
        let deed = command.entry().deed;
        let leaves_cell = !matches!(deed, Deed::InFocus(_));
        if !self.is_shown_for(command) || leaves_cell && !self.finish_editing() {
            return;
        }
        self.grid.clear_notice();
        self.performance.clear_notice();
        if let Some(protection) = self.protection_from(command) {
            return self.tell_protection(Some(protection));
        }
        match deed {
            Deed::Do(deed) | Deed::InFocus(deed) | Deed::Switch { turn: deed, .. } => deed(self, ctx),
            Deed::InCells(deed) => self.do_in_cells(deed),
        }
    }

    /// Whether what is shown has the cells to which `command` is done.
    pub(super) fn is_shown_for(&self, command: Command) -> bool {
        match (command.entry().needs, self.texts.shown()) {
            (Need::Paragraphs, shown) => shown.is_some_and(TextPage::is_of_texts),
            (Need::Nothing | Need::Disclosure | Need::DoneStep | Need::UndoneStep, _) | (_, None) => true,
            (Need::Cells, Some(page)) => matches!(page, TextPage::Performance(_)),
            (Need::Figures, Some(_)) => false,
        }
    }

    /// Whether `command` can be carried out now.
    pub(super) fn is_possible(&self, command: Command) -> bool {
        let needs = command.entry().needs;
        let Some(workspace) = self.workspace.as_ref().filter(|_| !self.shows_folder) else {
            return needs == Need::Nothing;
        };
        match needs {
            Need::Nothing | Need::Disclosure => true,
            Need::DoneStep => workspace.undo_name().is_some(),
            Need::UndoneStep => workspace.redo_name().is_some(),
            Need::Cells | Need::Figures | Need::Paragraphs => self.is_shown_for(command),
        }
    }

    /// Why `command` cannot be carried out on what is open, if that is protected from it.
    pub(super) fn protection_from(&self, command: Command) -> Option<Protection> {
        let workspace = self.workspace.as_ref()?;
        let protection = workspace.protection()?;
        let is_protected = match command.entry().changes {
            Changes::History => workspace.is_history_protected(command.entry().needs == Need::UndoneStep),
            Changes::Nothing | Changes::Contents | Changes::Review => !protection.allows_command(command),
        };
        is_protected.then_some(protection)
    }

    /// Takes what is being typed into a cell or a text. Returns whether it could be taken.
    pub(super) fn finish_editing(&mut self) -> bool {
        let Some(workspace) = &self.workspace else { return true };
        let requests = self.texts.finish(workspace);
        self.take_finished(requests)
    }

    /// The same without a paragraph that is being rewritten: looking at something else does not take it.
    pub(super) fn finish_fields(&mut self) -> bool {
        let Some(workspace) = &self.workspace else { return true };
        let requests = self.texts.finish_fields(workspace);
        self.take_finished(requests)
    }

    fn take_finished(&mut self, requests: Option<Vec<TextsRequest>>) -> bool {
        let Some(workspace) = &mut self.workspace else { return true };
        let is_taken = self.grid.finish(workspace) && self.performance.finish(workspace);
        let Some(requests) = requests else {
            self.grid.refuse("填的内容里有一处读不出，什么都还没有做：请改正它，或者按 Esc 放弃。");
            return false;
        };
        requests.into_iter().for_each(|request| self.carry_out_texts(request));
        is_taken
    }
}
