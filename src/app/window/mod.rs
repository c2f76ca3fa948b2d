//! The program's window: its panels, and what it does when something is asked of it.

mod carry_out;
mod catalog;
mod cells;
mod charts;
mod comments;
mod crash;
mod deeds;
mod dialog;
mod documents;
mod export;
mod findings;
mod folder;
mod forms;
mod going;
mod import;
mod keeping;
mod long_paste;
mod manual;
mod menu;
mod menu_keys;
mod panels;
mod performance;
mod policy;
mod progress;
mod rest;
mod review;
mod rows;
mod saving;
#[cfg(test)]
mod tests;
mod texts;
mod tour;
mod years;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{CentralPanel, Context, Panel, Ui, ViewportCommand, Visuals};

use self::catalog::Lists;
use self::crash::Crash;
pub use self::crash::guard_work;
use self::documents::{After, FilePlace, Picking};
use self::export::ExportJob;
use self::import::ImportJob;
use self::keeping::Typing;
use self::menu_keys::MenuKeys;
use self::panels::PanelWidths;
use self::policy::Wanted;
use self::tour::Tour;
use super::cell_bar::CellBar;
use super::charts::ChartsPage;
use super::dialogs::{
    AboutDialog, AcceptDialog, AddRowDialog, CatalogsDialog, CodesDialog, CommentDialog, ConflictDialog, Contents,
    ExportDialog, FormsDialog, GenerateDialog, HeadingDialog, ImportDialog, LastYearDialog, MergeDialog, MessageDialog,
    PasteDialog, PerformanceDialog, PolicyDialog, Question, RecoveryDialog, RollDialog, RulesDialog, SignDialog,
    TakeOverDialog, VersionsDialog,
};
use super::find_bar::FindBar;
use super::findings::Findings;
use super::folder::Folder;
use super::grid::Grid;
use super::input_queue::InputQueue;
use super::manual::Manual;
use super::outline::Outline;
use super::paths::{NativeChooser, PathPicker};
use super::performance::PerformancePage;
use super::preview::Preview;
use super::recent::Recent;
use super::review::{Comparing, ReviewPanel, Walk};
use super::said_tables::SaidTables;
use super::settings::Settings;
use super::settling::Settling;
use super::texts::Texts;
use super::theme::Palette;
use super::tour::Places;
use super::widths::ColumnWidths;
use super::workspace::Workspace;
use super::{ending, fonts, start, theme};
use crate::more::More;
use crate::policy::NamedPolicy;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Component;
use disclosure_engine::file::Opened;
use disclosure_engine::file::journal::LeftBehind;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::progress::LeftPlace;
use disclosure_engine::spelling::visible;

pub struct Window {
    forms: FormLibrary,
    /// Folders of forms that the command line named.
    more_forms: Vec<PathBuf>,
    catalog: Arc<Catalog>,
    /// The lists of which it is made.
    lists: Lists,
    /// What a bureau wants checked.
    wanted: Wanted,
    workspace: Option<Workspace>,
    grid: Grid,
    texts: Texts,
    performance: PerformancePage,
    charts: ChartsPage,
    outline: Outline,
    findings: Findings,
    /// What stands beside the findings: differences, comments, sign-offs.
    review: ReviewPanel,
    /// The file with which the disclosure is compared.
    comparing: Comparing,
    /// The folder that was listed last.
    folder: Option<Folder>,
    shows_folder: bool,
    /// The way through findings, differences and comments.
    walk: Walk,
    /// Where what is left to do was gone to last, and the table or part in which that is.
    last_left: Option<(Option<Component>, LeftPlace)>,
    cell_bar: CellBar,
    bar: FindBar,
    /// Whether the list of findings is shown; `None` leaves it to the room that there is.
    shows_findings: Option<bool>,
    has_findings_panel: bool,
    /// Somebody clicked in it, or goes from finding to finding.
    uses_findings: bool,
    /// How wide the panels at the sides were drawn last, in points: outline, findings, pages.
    panel_widths: PanelWidths,
    /// Whether the tables and parts are listed at the left; `None` leaves it to the room that there is.
    wants_outline: Option<bool>,
    has_outline_panel: bool,
    shows_help: bool,
    manual: Manual,
    /// The tour that is being taken, and where its places were drawn.
    tour: Option<Tour>,
    tour_places: Places,
    /// The pages beside the grid, while they are shown.
    preview: Option<Preview>,
    /// The document that is being made.
    exporting: Option<ExportJob>,
    /// Whether documents end with a page of charts, as it was chosen last.
    exports_charts: bool,
    /// What was exported last.
    exported: Option<PathBuf>,
    /// The document that is being read, and the contents of the one that was, to be read again with other answers.
    importing: Option<ImportJob>,
    imported_contents: Option<Contents>,
    dialog: Option<Dialog>,
    picker: PathPicker,
    /// What the path that is being asked for is for.
    picking: Option<Picking>,
    /// What to do once the question about unsaved changes is answered, or the file is saved.
    after: Option<After>,
    recent: Recent,
    /// Where somebody was in the files that were open.
    places: HashMap<PathBuf, FilePlace>,
    /// How many disclosures were opened.
    opened: u64,
    /// What the places to which things are scrolled belong to.
    scrolled: egui::Id,
    said_tables: SaidTables,
    settings: Settings,
    /// The user's state folder, if there is one.
    state: Option<PathBuf>,
    /// What a crash left behind and was not decided about yet.
    left: Vec<LeftBehind>,
    typing: Typing,
    menu_keys: MenuKeys,
    /// A fault of the program after which the person has not gone on yet.
    crash: Option<Crash>,
    /// What is said before anything goes on, over any dialog.
    warning: Option<MessageDialog>,
    /// The title that the window has now.
    title: String,
    is_closing: bool,
}

/// What is open over the window.
enum Dialog {
    Message(MessageDialog),
    Question(Question),
    Heading(HeadingDialog),
    AddRow(AddRowDialog),
    Paste(PasteDialog),
    Comment(CommentDialog),
    Accept(Box<AcceptDialog>),
    Rules(RulesDialog),
    About(AboutDialog),
    Forms(FormsDialog),
    Catalogs(CatalogsDialog),
    Policy(PolicyDialog),
    Codes(CodesDialog),
    Export(ExportDialog),
    Generate(GenerateDialog),
    Import(ImportDialog),
    TakeOver(TakeOverDialog),
    Sign(SignDialog),
    Performance(PerformanceDialog),
    Roll(RollDialog),
    LastYear(LastYearDialog),
    Conflict(ConflictDialog),
    Merge(MergeDialog, Box<Opened>),
    Recovery(RecoveryDialog),
    Versions(VersionsDialog),
}

impl Window {
    /// The window that is being made, on `file` if there is one, which asks for paths with `chooser`.
    ///
    /// # Errors
    /// When the data that is built into the program is broken.
    pub fn new(
        ctx: &Context,
        chooser: NativeChooser,
        file: Option<PathBuf>,
        more: &More,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let awake = ctx.clone();
        ending::wake_when_asked(move || awake.request_repaint());
        let picker = PathPicker::new(Box::new(chooser));
        let state = crate::state::state_folder();
        let policy = more.policy.as_deref().map(NamedPolicy::read).transpose()?;
        let forms = policy::as_wanted(policy.as_ref(), crate::forms::library(state.as_deref(), &more.forms)?)?;
        let mut lists = Lists::named(crate::catalogs::read(&more.catalog)?);
        if let Some(policy) = &policy {
            lists.set_wanted(crate::catalogs::read(&policy.catalogs())?);
        }
        let more_forms = more.forms.clone();
        Self::with_data(ctx, file, picker, state, (forms, more_forms, lists, Wanted::named(policy)))
    }

    /// The same with another way to ask for paths and another folder for what is remembered.
    ///
    /// # Errors
    /// As [`Window::new`].
    pub fn with(
        ctx: &Context,
        file: Option<PathBuf>,
        picker: PathPicker,
        state_folder: Option<PathBuf>,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let forms = crate::forms::library(state_folder.as_deref(), &[])?;
        Self::with_data(ctx, file, picker, state_folder, (forms, Vec::new(), Lists::default(), Wanted::default()))
    }

    fn with_data(
        ctx: &Context,
        file: Option<PathBuf>,
        picker: PathPicker,
        state_folder: Option<PathBuf>,
        (forms, more_forms, lists, wanted): (FormLibrary, Vec<PathBuf>, Lists, Wanted),
    ) -> Result<Self, Box<dyn std::error::Error>> {
        fonts::install(ctx);
        theme::apply(ctx);
        let settings = Settings::load_from(state_folder.clone());
        settings.apply(ctx);
        // The zoom is a setting that is kept, within bounds: egui's own keys would go round it.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.add_plugin(InputQueue::default());
        // After the queue: what counts is what the frame is handed. In a debug build egui would write a warning over the window.
        if cfg!(test) || !cfg!(debug_assertions) {
            ctx.add_plugin(Settling::default());
        }
        let mut window = Self {
            forms,
            more_forms,
            catalog: Arc::new(Catalog::builtin()?),
            lists,
            wanted,
            workspace: None,
            grid: Grid::new(ColumnWidths::load_from(state_folder.clone())),
            texts: Texts::default(),
            performance: PerformancePage::default(),
            charts: ChartsPage::default(),
            outline: Outline::default(),
            findings: Findings::default(),
            review: ReviewPanel::default(),
            comparing: Comparing::default(),
            folder: None,
            shows_folder: false,
            walk: Walk::default(),
            last_left: None,
            cell_bar: CellBar::default(),
            bar: FindBar::default(),
            shows_findings: None,
            has_findings_panel: true,
            uses_findings: false,
            panel_widths: PanelWidths::default(),
            wants_outline: None,
            has_outline_panel: true,
            shows_help: false,
            manual: Manual::default(),
            tour: None,
            tour_places: Places::default(),
            preview: None,
            exporting: None,
            exports_charts: false,
            exported: None,
            importing: None,
            imported_contents: None,
            dialog: None,
            picker,
            picking: None,
            after: None,
            recent: Recent::load_from(state_folder.clone()),
            places: HashMap::new(),
            opened: 0,
            scrolled: egui::Id::unique("nothing is opened"),
            said_tables: SaidTables::load_from(state_folder.clone()),
            settings,
            state: state_folder,
            left: Vec::new(),
            typing: Typing::default(),
            menu_keys: MenuKeys::default(),
            crash: None,
            warning: None,
            title: String::new(),
            is_closing: false,
        };
        window.grid.set_scale(window.settings.table_scale());
        window.load_remembered_catalogs();
        window.load_remembered_policy();
        if let Some(file) = file {
            window.open_path(ctx, &file);
        }
        window.offer_recovery();
        Ok(window)
    }

    pub fn workspace(&self) -> Option<&Workspace> {
        self.workspace.as_ref()
    }

    /// Shows one frame, whatever draws it.
    pub fn show_frame(&mut self, ui: &mut Ui) {
        if ending::is_asked() {
            self.end_at_once(ui.ctx());
        }
        self.guarded(ui, Self::frame);
    }

    /// Draws one frame, then carries out what was asked in it.
    pub fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.refuse_long_paste(&ctx);
        let keyboard = self.keyboard(&ctx);
        self.take_dropped_files(&ctx);
        self.ask_before_closing(&ctx);
        self.take_export(&ctx);
        self.take_comparison(&ctx);
        self.take_import();
        self.take_help_key(&ctx);
        self.take_tour_escape(&ctx);
        let has_dialog = self.has_dialog();
        let mut commands = Vec::new();
        if let Some(action) = self.take_menu_keys(&ctx) {
            self.carry_out_menu(&ctx, action, &mut commands);
        }
        if !has_dialog {
            let is_typing = self.grid.is_editing() || self.texts.is_typing() || self.performance.is_editing();
            commands.extend(menu::take_shortcuts(ui, is_typing, |command| self.is_shown_for(command)));
        }
        if !has_dialog {
            commands.extend(self.texts.take_keys(&ctx));
        }
        if let Some(workspace) = &mut self.workspace {
            workspace.see(self.grid.shown().filter(|_| self.texts.shown().is_none()));
        }
        // What a key asks is done before anything is drawn, so that it is seen at once.
        for command in commands.drain(..) {
            self.carry_out(&ctx, command);
        }
        if has_dialog {
            // What lies below a dialog says nothing when pointed at. It is dimmed already.
            ui.visuals_mut().disabled_alpha = 1.0;
            ui.disable();
        }
        let menu = Panel::top("menu").show(ui, |ui| self.menu_ui(ui, &mut commands));
        self.tour_places.menu = menu.response.rect;
        self.manual_ui(ui);
        if !self.shows_folder {
            self.access_ui(ui);
        }
        if let Some(folder) = self.folder.as_mut().filter(|_| self.shows_folder) {
            if let Some(request) = folder.ui(ui, &self.catalog) {
                self.carry_out_folder(&ctx, request);
            }
        } else if self.workspace.is_some() {
            self.panels_ui(ui, &mut commands, !has_dialog);
        } else {
            let request = CentralPanel::default().show(ui, |ui| start::ui(ui, &self.recent)).inner;
            if let Some(request) = request {
                self.carry_out_start(&ctx, request);
            }
        }
        self.tour_ui(&ctx);
        self.dialogs_ui(&ctx);
        self.manual_over_dialog(&ctx);
        for command in commands {
            self.carry_out(&ctx, command);
        }
        self.tell_refusal();
        self.journal_typing(&ctx);
        self.update_title(&ctx);
        self.settle_keyboard(&ctx, &keyboard);
    }

    fn has_dialog(&self) -> bool {
        self.dialog.is_some() || self.warning.is_some() || self.picker.is_asking() || self.shows_help
    }

    fn update_title(&mut self, ctx: &Context) {
        let title = match &self.workspace {
            None => "预算公开编辑器".to_owned(),
            Some(workspace) => {
                let disclosure = workspace.disclosure();
                let unsaved = match (workspace.access().is_read_only(), workspace.is_dirty()) {
                    (true, _) => " · 只读",
                    (false, true) => " · 未保存",
                    (false, false) => "",
                };
                let file = workspace.path().and_then(|path| path.file_name());
                let file = file.map(|name| format!(" · {}", visible(&name.to_string_lossy()))).unwrap_or_default();
                format!("{} {}{file}{unsaved} — 预算公开编辑器", visible(&disclosure.body), disclosure.year)
            }
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for Window {
    fn clear_color(&self, visuals: &Visuals) -> [f32; 4] {
        Palette::of(visuals).panel.to_normalized_gamma_f32()
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show_frame(ui);
    }
}
