//! What commands do that is done in a line or two.

use egui::Context;

use super::documents::After;
use super::{Dialog, Window};
use crate::app::dialogs::{AboutDialog, HeadingDialog, RulesDialog};
use crate::app::find_bar::BarKind;
use crate::app::grid::Scale;
use crate::app::preview::Preview;
use crate::app::start::StartRequest;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::SignOffScope;
use disclosure_engine::edit::Heading;

impl Window {
    pub(in crate::app) fn begin_new(&mut self, ctx: &Context) {
        self.leave_for(ctx, After::New);
    }

    pub(in crate::app) fn begin_open(&mut self, ctx: &Context) {
        self.leave_for(ctx, After::AskOpen);
    }

    pub(in crate::app) fn close(&mut self, ctx: &Context) {
        self.leave_for(ctx, After::Close);
    }

    pub(in crate::app) fn quit(&mut self, ctx: &Context) {
        self.leave_for(ctx, After::Quit);
    }

    /// Carries out what was clicked on the start page.
    pub(super) fn carry_out_start(&mut self, ctx: &Context, request: StartRequest) {
        match request {
            StartRequest::New => self.leave_for(ctx, After::New),
            StartRequest::RollForward => self.begin_roll(ctx),
            StartRequest::Folder => self.begin_folder(ctx),
            StartRequest::Open => self.leave_for(ctx, After::AskOpen),
            StartRequest::Import => self.ask_to_import(ctx),
            StartRequest::OpenPath(path) => self.leave_for(ctx, After::Open(path)),
            StartRequest::Tour => self.begin_tour(ctx),
            StartRequest::Sample(sample) => self.leave_for(ctx, After::Sample(sample)),
            StartRequest::Forget(path) => self.recent.remove(path),
        }
    }

    pub(in crate::app) fn begin_find(&mut self) {
        self.bar.open(BarKind::Find);
    }

    pub(in crate::app) fn begin_replace(&mut self) {
        self.bar.open(BarKind::Replace);
    }

    pub(in crate::app) fn begin_go_to(&mut self) {
        self.bar.open(BarKind::GoTo);
    }

    /// Shows whom and which year the disclosure is about, to be changed.
    pub(in crate::app) fn begin_heading(&mut self) {
        self.dialog = self.workspace.as_ref().map(|workspace| {
            let heading = Heading::of(workspace.disclosure());
            Dialog::Heading(HeadingDialog::change(heading, workspace.protection()))
        });
    }

    pub(in crate::app) fn begin_sign_table(&mut self) {
        if let Some(table) = self.grid.table() {
            self.begin_sign(SignOffScope::Table(table));
        }
    }

    pub(in crate::app) fn begin_sign_all(&mut self) {
        self.begin_sign(SignOffScope::Whole);
    }

    /// Whether the list of findings is shown.
    pub(in crate::app) fn shows_findings(&self) -> bool {
        self.has_findings_panel
    }

    pub(in crate::app) fn toggle_findings(&mut self) {
        self.shows_findings = Some(!self.has_findings_panel);
        self.grid.follow();
    }

    /// Whether the tables and parts are listed at the left.
    pub(in crate::app) fn shows_outline(&self) -> bool {
        self.has_outline_panel
    }

    pub(in crate::app) fn toggle_outline(&mut self) {
        self.wants_outline = Some(!self.has_outline_panel);
        self.grid.follow();
    }

    /// Whether the pages are shown beside the grid.
    pub(in crate::app) fn shows_preview(&self) -> bool {
        self.preview.is_some()
    }

    pub(in crate::app) fn toggle_preview(&mut self) {
        self.preview = if self.preview.is_some() { None } else { Some(Preview::default()) };
        self.grid.follow();
    }

    /// Whether what is published is locked.
    pub(in crate::app) fn is_locked(&self) -> bool {
        self.workspace.as_ref().is_some_and(Workspace::is_locked)
    }

    /// Whether last year's figures are shown beside this year's.
    pub(in crate::app) fn shows_prior(&self) -> bool {
        self.workspace.as_ref().is_some_and(|workspace| workspace.prior().is_some())
    }

    /// Whether last year's figures are compared with last year's file.
    pub(in crate::app) fn is_against_last_year(&self) -> bool {
        self.workspace.as_ref().is_some_and(|workspace| workspace.last_year().is_some())
    }

    pub(in crate::app) fn zoom_in(&mut self, ctx: &Context) {
        self.settings.zoom_in(ctx);
    }

    pub(in crate::app) fn zoom_out(&mut self, ctx: &Context) {
        self.settings.zoom_out(ctx);
    }

    pub(in crate::app) fn zoom_reset(&mut self, ctx: &Context) {
        self.settings.set_zoom(100, ctx);
    }

    pub(in crate::app) fn zoom_table(&mut self, steps: i16) {
        self.scale_tables(self.settings.table_scale().stepped(steps));
    }

    pub(in crate::app) fn reset_table_zoom(&mut self) {
        self.scale_tables(Scale::default());
    }

    /// Makes tables as large as all columns of the one that is shown have room for.
    pub(in crate::app) fn fit_table(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        if let (Some(needed), Some(room)) = (self.grid.least_room(workspace, Scale::default()), self.grid.room()) {
            self.scale_tables(Scale::fitting(needed, room));
        }
    }

    fn scale_tables(&mut self, scale: Scale) {
        self.settings.set_table_scale(scale);
        self.grid.set_scale(scale);
        self.grid.set_notice(format!("表格大小 {}%", scale.percent()));
    }

    pub(in crate::app) fn begin_help(&mut self) {
        self.shows_help = true;
    }

    /// Shows the rules of the form that is open, or of the newest.
    pub(in crate::app) fn show_rules(&mut self) {
        let newest = || self.forms.all().max_by_key(|form| form.year);
        let form = self.workspace.as_ref().map(Workspace::form).or_else(newest);
        self.dialog = form.map(|form| Dialog::Rules(RulesDialog::new(form, &self.catalog)));
    }

    pub(in crate::app) fn show_about(&mut self) {
        self.dialog = Some(Dialog::About(AboutDialog::new()));
    }
}
