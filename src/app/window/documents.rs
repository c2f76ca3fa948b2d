//! Opening, making, saving and closing disclosures.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::import::{ImportSource, is_foreign, with_foreign_filter};
use super::{Dialog, Window};
use crate::app::dialogs::{Answers, HeadingDialog, ImportDialog, LastYearUse, MessageDialog, Question, QuestionAnswer};
use crate::app::paths::{PathAnswer, PathRequest};
use crate::app::performance::PerformancePage;
use crate::app::review::{Comparing, ReviewPanel};
use crate::app::safekeeping::{Over, Safekeeping};
use crate::app::samples::Sample;
use crate::app::texts::{TextPage, Texts};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::edit::{EditError, Heading, Shown, set_heading};
use disclosure_engine::file::journal::About;
use disclosure_engine::file::{self, Digest};
use disclosure_engine::form::TableForm;
use disclosure_export::ExportFormat;

/// What a path is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Picking {
    Open,
    Import,
    SaveAs,
    Catalog,
    /// What a bureau wants checked.
    Policy,
    /// A form to add: its folder or ZIP file.
    Form,
    ReviewSheet,
    /// Where to write the picture of the charts.
    Charts,
    Compare,
    Folder,
    /// What an earlier check of the folder printed.
    EarlierCheck,
    /// Where to write the document in this format.
    Export(ExportFormat),
    ExportAll,
    RollFrom,
    /// Last year's file, for this use.
    LastYear(LastYearUse),
    /// Performance tables to take over into the one at this place.
    PerformanceFrom(usize),
}

/// Where somebody is in a file: in which table and on which page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FilePlace {
    shown: Option<Shown>,
    page: Option<TextPage>,
}

/// Whom and which year `disclosure` is about, for a list of files.
pub(super) fn about(disclosure: &Disclosure) -> String {
    format!("{} {} 年", disclosure.body, disclosure.year)
}

/// What is done once nothing unsaved would be lost by it.
#[derive(Debug, Clone)]
pub(super) enum After {
    New,
    AskOpen,
    Open(PathBuf),
    Sample(&'static Sample),
    /// Begin the tour.
    Tour,
    /// Open what was gone through.
    Adopt(Box<ImportDialog>),
    /// What was left behind, by its place.
    Recover(usize),
    /// An earlier version.
    Version(PathBuf),
    /// Show a disclosure that no file holds yet.
    Draft(Box<Disclosure>),
    /// The same with one that was made from last year's.
    Rolled(Box<Disclosure>),
    Close,
    Quit,
}

pub(super) const FILTER: &str = "预算公开文件";

impl Window {
    /// Does `after` now, or when the document that is being exported is written; or asks first whether to save.
    pub(super) fn leave_for(&mut self, ctx: &Context, after: After) {
        let Some(after) = self.after_export(after) else { return };
        if !self.finish_editing() {
            return;
        }
        // Nothing is left before what was read is taken, nor for a folder that is listed.
        if let After::Open(path) = &after
            && (is_foreign(path) || path.is_dir())
        {
            return self.open_path(ctx, path);
        }
        match &self.workspace {
            Some(workspace) if workspace.is_dirty() => {
                let name = workspace.disclosure().body.clone();
                self.after = Some(after);
                let is_kept = workspace.path().is_some() && self.state.is_some();
                self.dialog = Some(Dialog::Question(Question { name, is_kept }));
            }
            _ => self.go_on(ctx, after),
        }
    }

    /// Asks to open `path` in the next frame.
    pub(super) fn ask_to_open(&mut self, path: PathBuf) {
        self.after = Some(After::Open(path));
    }

    pub(super) fn go_on(&mut self, ctx: &Context, after: After) {
        self.remember_place();
        match after {
            After::New => {
                // A machine whose clock stands wrong offers the year of the newest form.
                let this_year = u16::try_from(jiff::Zoned::now().year()).unwrap_or_default();
                let year = self.forms.all().map(|form| form.year).fold(this_year, u16::max);
                self.dialog = Some(Dialog::Heading(HeadingDialog::new_disclosure(year, self.settings.region())));
            }
            After::AskOpen => {
                self.picking = Some(Picking::Open);
                let request = PathRequest::open("打开预算公开文件").filter(FILTER, &[file::EXTENSION]);
                self.picker.start(self.beginning_at_hand(with_foreign_filter(request)), ctx);
            }
            After::Open(path) => self.open_path(ctx, &path),
            After::Sample(sample) => match file::read(sample.text, &self.forms) {
                Ok(disclosure) => self.show(disclosure, None),
                Err(error) => self.complain(format!("示例“{}”打不开", sample.name), error.to_string()),
            },
            After::Tour => self.start_tour(ctx),
            After::Adopt(dialog) => self.adopt(&dialog),
            After::Recover(place) => self.recover(place),
            After::Version(path) => self.open_version(&path),
            After::Draft(draft) => self.show_draft(*draft),
            After::Rolled(draft) => {
                self.begin_draft(*draft);
                self.offer_code_changes(Vec::new());
            }
            After::Close => {
                self.workspace = None;
                self.grid.reset();
            }
            After::Quit => {
                self.is_closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    /// Starts in the folder of the file that is open.
    pub(super) fn beginning_at_hand(&self, request: PathRequest) -> PathRequest {
        match self.workspace.as_ref().and_then(Workspace::path).and_then(Path::parent) {
            Some(folder) => request.folder(folder),
            None => request,
        }
    }

    pub(super) fn open_path(&mut self, ctx: &Context, path: &Path) {
        if path.is_dir() {
            return self.list_folder(ctx, path);
        }
        if is_foreign(path) {
            return self.begin_import(
                ctx,
                ImportSource::Path(path.to_owned()),
                Answers::remembering(self.said_tables.all()),
            );
        }
        match file::open_to_edit(path, &self.forms) {
            Ok(opened) => {
                let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
                self.recent.add(&path, about(&opened.disclosure));
                self.show(opened.disclosure, Some((path.clone(), opened.digest)));
                if let Some(told) = opened.form_changed {
                    self.warn("表式改过了", told);
                }
                if self.left.iter().any(|left| left.about.path.as_ref() == Some(&path)) {
                    self.offer_recovery();
                }
            }
            Err(error) => self.complain("文件打不开", format!("{}\n\n{error}", path.display())),
        }
    }

    /// Shows `disclosure`, which was read from a file with this digest, or is new.
    pub(super) fn show(&mut self, disclosure: Disclosure, file: Option<(PathBuf, Digest)>) {
        let about = match file {
            Some((path, digest)) => About { path: Some(path), opened: Some(digest) },
            None => About::default(),
        };
        // The lock on what was open goes first: it may be on the same file.
        self.workspace = None;
        let safekeeping = Safekeeping::new(self.state.as_deref(), about);
        self.show_kept(disclosure, safekeeping, true);
    }

    /// Shows `disclosure`, which no file holds yet.
    pub(super) fn show_draft(&mut self, disclosure: Disclosure) {
        self.workspace = None;
        let safekeeping = Safekeeping::new(self.state.as_deref(), About::default());
        self.show_kept(disclosure, safekeeping, false);
    }

    /// Shows `disclosure`; `is_saved` says whether there is nothing to save.
    pub(super) fn show_kept(&mut self, disclosure: Disclosure, safekeeping: Safekeeping, is_saved: bool) {
        let Some(form) = self.forms.get(&disclosure.form).cloned() else { return };
        // A new disclosure begins where rows are added; the first table only sums up the others.
        let by_rows = |table: &&TableForm| table.list_indices().any(|list| form.list(list).footing().is_some());
        let is_empty = !disclosure.has_amounts();
        let first = form.tables.iter().find(|table| !is_empty || by_rows(table)).map(|table| table.number);
        self.shows_folder = false;
        self.opened += 1;
        let mut workspace = Workspace::new(form, self.catalog.clone(), disclosure, None);
        workspace.keep(safekeeping, is_saved);
        // As it was opened: the first save and 另存为 move nothing on the screen.
        self.scrolled = match workspace.path() {
            Some(path) => egui::Id::unique(("file", path)),
            None => egui::Id::unique(("opened", self.opened)),
        };
        self.workspace = Some(workspace);
        self.texts = Texts::default();
        self.comparing = Comparing::default();
        self.review = ReviewPanel::default();
        self.findings.forget();
        self.walk.reset();
        self.performance = PerformancePage::default();
        self.grid.reset();
        if let Some(first) = first {
            self.grid.show_table(first);
        }
        self.return_to_place();
    }

    /// Remembers where somebody was in the file that is open.
    fn remember_place(&mut self) {
        let Some(path) = self.workspace.as_ref().and_then(Workspace::path).map(Path::to_owned) else { return };
        self.places.insert(path, FilePlace { shown: self.grid.shown(), page: self.texts.shown() });
    }

    /// Goes to where somebody was in the file that is open, when it was open before.
    fn return_to_place(&mut self) {
        let path = self.workspace.as_ref().and_then(Workspace::path);
        let Some(place) = path.and_then(|path| self.places.get(path)).copied() else { return };
        if let Some(shown) = place.shown {
            self.grid.restore(shown);
        }
        // The performance table at a place may be another by now.
        let is_kept = |page: &TextPage| !matches!(page, TextPage::Performance(_));
        if let Some(page) = place.page.filter(is_kept) {
            self.texts.show(page);
        }
    }

    /// What the places to which things are scrolled belong to: a file, or what has none yet.
    pub(super) fn scrolled_thing(&self) -> egui::Id {
        self.scrolled
    }

    /// Makes a new disclosure with `heading`, which follows `form` or the only one for the year.
    pub(super) fn make_new(&mut self, heading: Heading, form: Option<&str>) -> Result<(), EditError> {
        let form = form.and_then(|id| self.forms.get(id)).or_else(|| self.forms.for_year(heading.year)).cloned();
        let Some(form) = form else { return Err(EditError::YearOutOfRange) };
        self.settings.set_region(form.region.as_ref().map(|region| region.code.clone()));
        let mut disclosure = form.disclosure(heading.kind, "", form.year);
        set_heading(&disclosure, heading)?.apply(&mut disclosure);
        self.show(disclosure, None);
        Ok(())
    }

    /// Takes the answer to the question for a path.
    pub(super) fn carry_out_path(&mut self, ctx: &Context, answer: PathAnswer) {
        match (self.picking.take(), answer) {
            (Some(Picking::Open), PathAnswer::Chosen(path)) => self.open_path(ctx, &path),
            (Some(Picking::Import), PathAnswer::Chosen(path)) => {
                self.begin_import(ctx, ImportSource::Path(path), Answers::remembering(self.said_tables.all()));
            }
            (Some(Picking::Compare), PathAnswer::Chosen(path)) => self.compare_with(ctx, &path),
            (Some(Picking::Folder), PathAnswer::Chosen(path)) => self.list_folder(ctx, &path),
            (Some(Picking::EarlierCheck), PathAnswer::Chosen(path)) => self.compare_folder(ctx, &path),
            (Some(Picking::RollFrom), PathAnswer::Chosen(path)) => self.open_to_roll(ctx, &path),
            (Some(Picking::LastYear(wanted)), PathAnswer::Chosen(path)) => self.open_last_year(ctx, wanted, &path),
            (Some(Picking::PerformanceFrom(table)), PathAnswer::Chosen(path)) => {
                self.open_performance(table, &path);
            }
            (Some(Picking::Catalog), PathAnswer::Chosen(path)) => self.load_catalog(&path),
            (Some(Picking::Policy), PathAnswer::Chosen(path)) => self.load_policy(&path),
            (Some(Picking::Form), PathAnswer::Chosen(path)) => self.add_form(&path),
            (Some(Picking::Form), _) => self.show_forms(),
            (Some(Picking::SaveAs), PathAnswer::Chosen(path)) => self.save_to(ctx, &path, Over::Opened),
            (Some(Picking::Export(format)), PathAnswer::Chosen(path)) => self.export_to(ctx, path, format),
            (Some(Picking::ExportAll), PathAnswer::Chosen(path)) => self.export_all_to(ctx, path),
            (Some(Picking::Charts), PathAnswer::Chosen(path)) => self.write_charts(&path),
            (Some(Picking::ReviewSheet), PathAnswer::Chosen(path)) => self.write_review_sheet(&path),
            _ => self.stay(),
        }
    }

    /// Does not go on with what was to come after saving. An import that was gone through is not lost with it.
    fn stay(&mut self) {
        if let Some(After::Adopt(dialog)) = self.after.take() {
            self.dialog = Some(Dialog::Import(*dialog));
        }
    }

    /// Takes the answer to the question whether to save.
    pub(super) fn carry_out_question(&mut self, ctx: &Context, answer: Option<QuestionAnswer>) {
        match answer {
            None => self.stay(),
            Some(QuestionAnswer::Save) => self.save(ctx),
            Some(QuestionAnswer::Discard) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.discard();
                }
                if let Some(after) = self.after.take() {
                    self.go_on(ctx, after);
                }
            }
        }
    }

    /// A file that was dropped on the window is opened.
    pub(super) fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(path) = dropped.filter(|_| !self.has_dialog()) {
            self.leave_for(ctx, After::Open(path));
        } else if self.dialog.is_none()
            && !self.picker.is_asking()
            && let Some(after @ After::Open(_)) = self.after.take()
        {
            self.leave_for(ctx, after);
        }
    }

    /// The window is not closed over unsaved changes, nor over a document that is being exported.
    pub(super) fn ask_before_closing(&mut self, ctx: &Context) {
        let is_asked = ctx.input(|input| input.viewport().close_requested());
        if is_asked && !self.is_closing && !self.finish_editing() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            return;
        }
        let is_dirty = self.workspace.as_ref().is_some_and(Workspace::is_dirty);
        if is_asked && (is_dirty || self.exporting.is_some()) && !self.is_closing {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.leave_for(ctx, After::Quit);
        }
    }

    pub(super) fn complain(&mut self, title: impl Into<String>, text: impl Into<String>) {
        self.dialog = Some(Dialog::Message(MessageDialog { title: title.into(), text: text.into() }));
    }

    /// Says what the person must know before going on with what is being typed, in a dialog too.
    pub(super) fn warn(&mut self, title: impl Into<String>, text: impl Into<String>) {
        self.warning = Some(MessageDialog { title: title.into(), text: text.into() });
    }
}
