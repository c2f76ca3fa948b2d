//! Drawing the dialog that is open, and taking its answer.

use egui::Context;

use super::documents::After;
use super::{Dialog, Window};
use crate::app::command::Command;
use crate::app::dialogs::{
    AcceptDialog, AddRowDialog, Answer, CommentDialog, ExportStage, HeadingAnswer, HeadingDialog, PasteAnswer,
    SignDialog, TakeOverDialog, is_saving,
};
use disclosure_engine::edit::{EditError, Heading, set_heading};

impl Window {
    /// Draws the dialog that is open, and takes its answer. Where it holds something written, Ctrl+S takes that and saves.
    pub(super) fn dialog_ui(&mut self, ctx: &Context) {
        let is_saving = self.dialog.is_some() && is_saving(ctx);
        self.open_dialog_ui(ctx);
        if is_saving && self.dialog.is_none() {
            self.carry_out(ctx, Command::Save);
        }
    }

    fn open_dialog_ui(&mut self, ctx: &Context) {
        let Some(dialog) = self.dialog.take() else { return };
        match dialog {
            Dialog::Message(message) => {
                if !message.show(ctx) {
                    self.dialog = Some(Dialog::Message(message));
                }
            }
            Dialog::Question(question) => match question.show(ctx) {
                None => self.dialog = Some(Dialog::Question(question)),
                Some(Answer::Done(answer)) => self.carry_out_question(ctx, Some(answer)),
                Some(Answer::Cancelled) => self.carry_out_question(ctx, None),
            },
            Dialog::Conflict(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Conflict(dialog)),
                Some(Answer::Done(answer)) => self.carry_out_conflict(ctx, Some(answer)),
                Some(Answer::Cancelled) => self.carry_out_conflict(ctx, None),
            },
            Dialog::Merge(mut dialog, theirs) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Merge(dialog, theirs)),
                Some(Answer::Done(chosen)) => self.take_merged(*theirs, &chosen),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Recovery(mut dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Recovery(dialog)),
                Some(Answer::Done(answer)) => self.carry_out_recovery(ctx, answer),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Versions(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Versions(dialog)),
                Some(Answer::Done(path)) => self.leave_for(ctx, After::Version(path)),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Paste(mut dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Paste(dialog)),
                Some(Answer::Done(PasteAnswer::Paste(step, said))) => {
                    if let Some(workspace) = &mut self.workspace {
                        workspace.make(step);
                    }
                    said.into_iter().for_each(|(shape, columns)| self.remember_columns(&shape, columns));
                }
                Some(Answer::Done(PasteAnswer::Columns(columns, unit))) => self.paste_with(columns, unit),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Comment(mut dialog) => {
                let answer = dialog.show(ctx);
                let take = |window: &mut Self, _: &CommentDialog, answer| window.take_comment(answer);
                self.settle(dialog, answer, take, CommentDialog::refuse, Dialog::Comment);
            }
            Dialog::Export(mut dialog) => match (dialog.show(ctx), &dialog.stage) {
                (None, _) => self.dialog = Some(Dialog::Export(dialog)),
                (Some(Answer::Done(answer)), _) => self.carry_out_export(ctx, answer, dialog),
                (Some(Answer::Cancelled), ExportStage::Working { .. }) => self.cancel_export(),
                (Some(Answer::Cancelled), ExportStage::Choice { .. } | ExportStage::Done { .. }) => {}
            },
            Dialog::Generate(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Generate(dialog)),
                Some(Answer::Done(())) => self.take_generating(dialog.part),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Import(mut dialog) => {
                let answer = dialog.show(ctx, &self.forms);
                self.carry_out_import(ctx, dialog, answer);
            }
            Dialog::Rules(mut dialog) => {
                if !dialog.show(ctx) {
                    self.dialog = Some(Dialog::Rules(dialog));
                }
            }
            Dialog::About(mut dialog) => {
                if !dialog.show(ctx) {
                    self.dialog = Some(Dialog::About(dialog));
                }
            }
            Dialog::Forms(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Forms(dialog)),
                Some(Answer::Done(answer)) => self.carry_out_forms(ctx, answer),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Policy(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Policy(dialog)),
                Some(Answer::Done(answer)) => self.take_policy(ctx, answer),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Catalogs(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Catalogs(dialog)),
                Some(Answer::Done(answer)) => self.take_catalogs(ctx, answer),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Codes(mut dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Codes(dialog)),
                Some(Answer::Done(chosen)) => self.take_code_changes(&chosen),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Accept(mut dialog) => {
                let answer = dialog.show(ctx);
                let take =
                    |window: &mut Self, dialog: &AcceptDialog, answer| window.take_acceptance(&dialog.finding, answer);
                self.settle(*dialog, answer, take, AcceptDialog::refuse, |dialog| Dialog::Accept(Box::new(dialog)));
            }
            Dialog::Sign(mut dialog) => {
                let answer = dialog.show(ctx);
                let take = |window: &mut Self, dialog: &SignDialog, author: String| {
                    window.take_sign_off(dialog.scope, &author)
                };
                self.settle(dialog, answer, take, SignDialog::refuse, Dialog::Sign);
            }
            Dialog::TakeOver(mut dialog) => {
                let answer = dialog.show(ctx);
                let take = |window: &mut Self, dialog: &TakeOverDialog, source| window.take_over(dialog.list, source);
                self.settle(dialog, answer, take, TakeOverDialog::refuse, Dialog::TakeOver);
            }
            Dialog::LastYear(dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::LastYear(dialog)),
                Some(Answer::Done(())) => self.use_last_year(dialog.wanted, *dialog.last),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Heading(mut dialog) => {
                let answer = match dialog.show(ctx, &self.forms) {
                    None => None,
                    Some(Answer::Done(HeadingAnswer::FromLastYear)) => return self.ask_to_roll(ctx),
                    Some(Answer::Done(HeadingAnswer::Take(heading))) => Some(Answer::Done(heading)),
                    Some(Answer::Cancelled) => Some(Answer::Cancelled),
                };
                let take = |window: &mut Self, dialog: &HeadingDialog, heading| window.take_heading(dialog, heading);
                self.settle(dialog, answer, take, HeadingDialog::refuse, Dialog::Heading);
            }
            Dialog::Performance(mut dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Performance(dialog)),
                Some(Answer::Done(choice)) => self.take_performance(ctx, dialog.table, choice),
                Some(Answer::Cancelled) => {}
            },
            Dialog::Roll(mut dialog) => match dialog.show(ctx) {
                None => self.dialog = Some(Dialog::Roll(dialog)),
                Some(Answer::Done(answer)) => self.take_roll(ctx, dialog, answer),
                Some(Answer::Cancelled) => {}
            },
            Dialog::AddRow(mut dialog) => {
                let open = self.workspace.as_ref();
                let catalog = open.map_or_else(|| self.catalog.clone(), |open| open.catalog().clone());
                let year = open.map(|open| open.disclosure().year);
                let answer = dialog.show(ctx, catalog.in_year(year.unwrap_or_default()));
                self.settle(dialog, answer, Self::take_row, AddRowDialog::refuse, Dialog::AddRow);
            }
        }
    }

    /// Takes the answer of a dialog. One without an answer stays open, as does one whose answer cannot be taken, with a
    /// sentence that says why.
    fn settle<D, T>(
        &mut self,
        mut dialog: D,
        answer: Option<Answer<T>>,
        take: impl FnOnce(&mut Self, &D, T) -> Result<(), EditError>,
        refuse: impl FnOnce(&mut D, String),
        open: impl FnOnce(D) -> Dialog,
    ) {
        match answer {
            Some(Answer::Cancelled) => return,
            Some(Answer::Done(answer)) => match take(self, &dialog, answer) {
                Ok(()) => return,
                Err(error) => refuse(&mut dialog, error.to_string()),
            },
            None => {}
        }
        self.dialog = Some(open(dialog));
    }

    fn take_heading(&mut self, dialog: &HeadingDialog, heading: Heading) -> Result<(), EditError> {
        if dialog.is_new {
            return self.make_new(heading, dialog.form());
        }
        if let Some(workspace) = &mut self.workspace {
            let step = set_heading(workspace.disclosure(), heading)?;
            workspace.make(step);
        }
        Ok(())
    }
}
