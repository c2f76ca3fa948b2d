//! What is done when a command, a finding or a dialog asks for it.

use egui::{Context, ViewportCommand};

use super::documents::After;
use super::{Dialog, Window};
use crate::app::clipboard::copy_cells;
use crate::app::command::Command;
use crate::app::dialogs::{
    AcceptDialog, AddRowDialog, Answer, CommentDialog, ExportStage, HeadingDialog, PasteDialog, RulesDialog,
    SignDialog, TakeOverDialog, is_saving,
};
use crate::app::find_bar::{BarKind, BarRequest};
use crate::app::grid::Direction;
use crate::app::outline::{self, OutlineRequest};
use crate::app::preview::Preview;
use crate::app::protection::Protection;
use crate::app::start::StartRequest;
use crate::app::texts::{TextPage, TextsRequest};
use crate::app::workspace::{Seen, Workspace};
use disclosure_engine::disclosure::{Said, SignOffScope, TextPlace};
use disclosure_engine::edit::{EditError, Heading, set_heading};
use disclosure_engine::evaluate::{CellIndex, addends, dependents};
use disclosure_engine::review::Found;
use disclosure_engine::sheet::{Hit, SheetCell, locate};

impl Window {
    /// Carries out `command`.
    pub(super) fn carry_out(&mut self, ctx: &Context, command: Command) {
        if command.needs_disclosure() && (self.workspace.is_none() || self.shows_folder) {
            return;
        }
        let leaves_cell = !matches!(command, Command::Undo | Command::Redo | Command::Paste | Command::Cut);
        if !self.is_shown_for(command) || leaves_cell && !self.finish_editing() {
            return;
        }
        self.grid.clear_notice();
        self.performance.clear_notice();
        if let Some(protection) = self.protection_from(command) {
            return self.tell_protection(Some(protection));
        }
        match command {
            Command::New => self.leave_for(ctx, After::New),
            Command::RollForward => self.begin_roll(ctx),
            Command::AgainstLastYear => self.toggle_last_year(ctx),
            Command::AddPerformance => self.begin_add_performance(),
            Command::Open => self.leave_for(ctx, After::AskOpen),
            Command::Import => self.ask_to_import(ctx),
            Command::ImportClipboard => self.import_clipboard(ctx),
            Command::Save => self.save(ctx),
            Command::SaveAs => self.save_as(ctx),
            Command::Versions => self.show_versions(),
            Command::Close => self.leave_for(ctx, After::Close),
            Command::Quit => self.leave_for(ctx, After::Quit),
            Command::TogglePrior => self.toggle_prior(ctx),
            Command::ToggleFindings => {
                self.shows_findings = Some(!self.has_findings_panel);
                self.grid.follow();
            }
            Command::ZoomIn => self.settings.zoom_in(ctx),
            Command::ZoomOut => self.settings.zoom_out(ctx),
            Command::ZoomReset => self.settings.set_zoom(100, ctx),
            Command::Help => self.shows_help = true,
            Command::Rules => {
                let newest = || self.forms.all().max_by_key(|form| form.year);
                let form = self.workspace.as_ref().map(Workspace::form).or_else(newest);
                self.dialog = form.map(|form| Dialog::Rules(RulesDialog::new(form, &self.catalog)));
            }
            Command::Export => self.begin_export(ctx),
            Command::TogglePreview => {
                self.preview = if self.preview.is_some() { None } else { Some(Preview::default()) };
                self.grid.follow();
            }
            Command::ExportFindings => self.ask_for_review_sheet(ctx),
            Command::About => self.complain(
                "预算公开编辑器",
                format!("版本 {}\n离线填报、核对单位（部门）预算公开。", env!("CARGO_PKG_VERSION")),
            ),
            Command::NextTable => self.step_table(1),
            Command::PreviousTable => self.step_table(-1),
            Command::NextLeft => self.go_to_next_left(),
            Command::SayComplete => self.say_of_shown(Said::Complete),
            Command::SayEmpty => self.say_of_shown(Said::Empty),
            Command::NextFinding => self.step_review(false),
            Command::PreviousFinding => self.step_review(true),
            Command::ReviewMode => self.toggle_review_mode(),
            Command::Compare => self.ask_to_compare(ctx),
            Command::Folder => self.begin_folder(ctx),
            Command::SignTable => {
                if let Some(table) = self.grid.table() {
                    self.begin_sign(SignOffScope::Table(table));
                }
            }
            Command::SignAll => self.begin_sign(SignOffScope::Whole),
            Command::Comment => self.begin_comment(),
            Command::Find | Command::Replace | Command::GoTo => self.bar.open(match command {
                Command::Find => BarKind::Find,
                Command::Replace => BarKind::Replace,
                _ => BarKind::GoTo,
            }),
            Command::Heading => {
                self.dialog = self.workspace.as_ref().map(|workspace| {
                    let heading = Heading::of(workspace.disclosure());
                    Dialog::Heading(HeadingDialog::change(heading, workspace.protection()))
                });
            }
            _ => self.carry_out_in_grid(ctx, command),
        }
    }

    /// Why `command` cannot be carried out on what is open, if that is protected from it.
    pub(super) fn protection_from(&self, command: Command) -> Option<Protection> {
        let workspace = self.workspace.as_ref()?;
        let is_protected = match command {
            Command::Undo => workspace.is_history_protected(false),
            Command::Redo => workspace.is_history_protected(true),
            command => workspace.protection().is_some_and(|protection| !protection.allows_command(command)),
        };
        workspace.protection().filter(|_| is_protected)
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
        let Some(requests) = requests else { return false };
        requests.into_iter().for_each(|request| self.carry_out_texts(request));
        is_taken
    }

    fn carry_out_in_grid(&mut self, ctx: &Context, command: Command) {
        if self.carry_out_in_performance(ctx, command) {
            return;
        }
        let Some(workspace) = &mut self.workspace else { return };
        match command {
            Command::Undo | Command::Redo => {
                let seen = if command == Command::Undo { workspace.undo() } else { workspace.redo() };
                match seen {
                    Some(Seen::Table(shown)) => {
                        self.texts.hide();
                        self.grid.restore(shown);
                    }
                    Some(Seen::Performance(table)) => self.texts.show(TextPage::Performance(table)),
                    None => {}
                }
            }
            Command::Cut => ctx.send_viewport_cmd(ViewportCommand::RequestCut),
            Command::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Command::FillDown => self.grid.fill(workspace, Direction::Down),
            Command::FillRight => self.grid.fill(workspace, Direction::Right),
            Command::Precedents | Command::Dependents => self.trace(command == Command::Precedents),
            Command::Copy if self.texts.shown().is_some() => ctx.send_viewport_cmd(ViewportCommand::RequestCopy),
            Command::Copy => copy_cells(ctx, &self.grid.copied(workspace.evaluated())),
            Command::Clear => self.grid.clear(workspace),
            Command::EditCell => self.grid.edit(workspace),
            Command::SelectAll => self.grid.select_all(workspace.evaluated()),
            Command::AddRow => self.begin_add_row(),
            Command::LoadCatalog => self.ask_for_catalog(ctx),
            _ => self.carry_out_on_rows(command),
        }
    }

    fn step_table(&mut self, step: isize) {
        let Some(workspace) = &self.workspace else { return };
        let pages = outline::pages(workspace);
        let shown = self.shown();
        let place = pages.iter().position(|page| Some(*page) == shown).unwrap_or(0);
        let next = place.saturating_add_signed(step).min(pages.len().saturating_sub(1));
        if let Some(&page) = pages.get(next) {
            self.show_page(page);
        }
    }

    /// The table or the page that is shown.
    pub(super) fn shown(&self) -> Option<OutlineRequest> {
        match self.texts.shown() {
            Some(page) => Some(OutlineRequest::Text(page)),
            None => self.grid.table().map(OutlineRequest::Table),
        }
    }

    /// Shows a table or a page.
    pub(super) fn show_page(&mut self, page: OutlineRequest) {
        // What was said of another page is not about this one.
        if self.shown() != Some(page) {
            self.grid.clear_notice();
        }
        match page {
            OutlineRequest::Table(table) => {
                self.texts.hide();
                self.grid.show_table(table);
            }
            OutlineRequest::Text(page) => self.texts.show(page),
            _ => {}
        }
    }

    /// Shows where the text at `place` is edited.
    pub(super) fn go_to_text(&mut self, place: &TextPlace) {
        let Some(workspace) = &self.workspace else { return };
        self.texts.go_to(workspace, place);
        if let TextPlace::Performance(table, field) = place {
            self.performance.go_to(workspace, *table, *field);
        }
    }

    /// Goes to what the active cell is computed from, or to where it is used, and frames all of it.
    fn trace(&mut self, back: bool) {
        let Some(workspace) = &self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some(SheetCell::Amount(cell)) = self.grid.active(evaluated) else { return };
        let cells: Vec<CellIndex> = if back {
            let addends = addends(evaluated.form, evaluated.evaluation, cell).into_iter().map(|addend| addend.cell);
            let all: Vec<CellIndex> = addends.collect();
            // Cells without a figure are in the way, unless there are no others.
            let filled: Vec<_> = all.iter().copied().filter(|&addend| !evaluated.value(addend).is_zero()).collect();
            if filled.is_empty() { all } else { filled }
        } else {
            dependents(evaluated.form, evaluated.evaluation, cell)
        };
        match cells.first() {
            Some(&first) => {
                self.grid.highlight(cells.iter().copied());
                self.grid.go_to(evaluated, first);
            }
            None if evaluated.evaluation.state(cell).is_computed() => {
                self.grid.set_notice("这一格由程序计算，现在没有算进去的单元格");
            }
            None if back => self.grid.set_notice("这一格是录入的，不由别的单元格算出"),
            None => self.grid.set_notice("没有别的单元格用到这一格"),
        }
    }

    /// Carries out what was asked in the bar for finding and going to cells.
    pub(super) fn carry_out_bar(&mut self, request: BarRequest) {
        let Some(workspace) = &mut self.workspace else { return };
        match request {
            BarRequest::Show(Found::Cell(Hit { table, place })) => {
                self.texts.hide();
                self.grid.go_to_place(table, place);
            }
            BarRequest::Show(Found::Text(place)) => self.go_to_text(&place),
            BarRequest::Show(Found::Prior(cell)) => self.texts.go_to_prior(cell),
            BarRequest::GoTo(text) => {
                self.texts.hide();
                let Some(shown) = self.grid.table() else { return };
                match locate(workspace.evaluated(), shown, &text) {
                    Ok((table, place)) => {
                        self.grid.go_to_place(table, place);
                        self.bar.close();
                    }
                    Err(error) => self.bar.refuse(error.to_string()),
                }
            }
            BarRequest::Replace => {
                let step = self.bar.replacement_step(workspace);
                workspace.make(step);
            }
        }
    }

    /// Pastes `text`. What is not plainly a block of amounts for entered cells is shown before it is done.
    pub(super) fn paste(&mut self, text: &str) {
        let Some(workspace) = &mut self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some((paste, is_by_row)) = self.grid.paste(evaluated, text) else { return };
        let table = self.grid.table().map_or(0, |table| table.0);
        let mut name = format!("粘贴 表{table} {} 格", paste.changed(evaluated));
        if !paste.added.is_empty() {
            name.push_str(&format!("，增加 {} 行", paste.added.len()));
        }
        let is_plain = !is_by_row
            && paste.others.is_empty()
            && paste.computed.is_empty()
            && paste.refused.is_empty()
            && paste.outside == 0;
        if is_plain {
            let step = paste.step(evaluated, name, false);
            workspace.make(step);
        } else {
            self.dialog = Some(Dialog::Paste(PasteDialog::new(evaluated, &paste, &name)));
        }
    }

    /// Carries out what was clicked on the start page.
    pub(super) fn carry_out_start(&mut self, ctx: &Context, request: StartRequest) {
        match request {
            StartRequest::New => self.leave_for(ctx, After::New),
            StartRequest::RollForward => self.begin_roll(ctx),
            StartRequest::Folder => self.begin_folder(ctx),
            StartRequest::Open => self.leave_for(ctx, After::AskOpen),
            StartRequest::OpenPath(path) => self.leave_for(ctx, After::Open(path)),
            StartRequest::Sample(sample) => self.leave_for(ctx, After::Sample(sample)),
            StartRequest::Forget(path) => self.recent.remove(path),
        }
    }

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
                Some(Answer::Done(step)) => {
                    if let Some(workspace) = &mut self.workspace {
                        workspace.make(step);
                    }
                }
                Some(Answer::Cancelled) => {}
            },
            Dialog::Comment(mut dialog) => {
                let answer = dialog.show(ctx);
                let take = |window: &mut Self, _: &CommentDialog, answer| window.take_comment(answer);
                self.settle(dialog, answer, take, CommentDialog::refuse, Dialog::Comment);
            }
            Dialog::Export(dialog) => match (dialog.show(ctx), &dialog.stage) {
                (None, _) => self.dialog = Some(Dialog::Export(dialog)),
                (Some(Answer::Done(())), _) => self.ask_for_export(ctx),
                (Some(Answer::Cancelled), ExportStage::Working { .. }) => self.cancel_export(),
                (Some(Answer::Cancelled), ExportStage::Draft { .. }) => {}
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
            Dialog::Accept(mut dialog) => {
                let answer = dialog.show(ctx);
                let take =
                    |window: &mut Self, dialog: &AcceptDialog, answer| window.take_acceptance(&dialog.finding, answer);
                self.settle(dialog, answer, take, AcceptDialog::refuse, Dialog::Accept);
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
            Dialog::Heading(mut dialog) => {
                let answer = dialog.show(ctx);
                let take =
                    |window: &mut Self, dialog: &HeadingDialog, heading| window.take_heading(dialog.is_new, heading);
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
                let answer = dialog.show(ctx, &self.catalog);
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

    fn take_heading(&mut self, is_new: bool, heading: Heading) -> Result<(), EditError> {
        if is_new {
            return self.make_new(heading);
        }
        if let Some(workspace) = &mut self.workspace {
            let step = set_heading(workspace.disclosure(), heading)?;
            workspace.make(step);
        }
        Ok(())
    }
}
