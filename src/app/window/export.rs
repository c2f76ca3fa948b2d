//! Writing the finished document, and showing its pages.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use egui::Context;

use super::documents::{After, Picking};
use super::{Dialog, Window};
use crate::app::dialogs::{ExportAnswer, ExportDialog, ExportStage, Wanted};
use crate::app::paths::{PathRequest, opening};
use crate::app::preview::PreviewRequest;
use crate::app::texts::TextPage;
use disclosure_engine::audit::Grade;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::progress::LeftPlace;
use disclosure_engine::sheet::SheetCell;
use disclosure_export::file_name::proposed_name;
use disclosure_export::pdf::{self, Spot};
use disclosure_export::{Bundle, ExportError, ExportFormat, Imprint, Made, Stage, Watch};

/// A document that is being made on a thread of its own.
pub(super) struct ExportJob {
    /// The file, or the folder for all.
    path: PathBuf,
    is_draft: bool,
    made: Receiver<Result<Finished, ExportError>>,
    /// How far it is; it is given up through this.
    watch: Arc<Watch>,
    since: Instant,
    /// What is to be done once it is written.
    then: Option<After>,
}

/// What was made.
enum Finished {
    File(Made),
    All(Bundle),
}

impl Finished {
    /// Writes it to `path`: where it is, and the characters that no font has; or why it was not written.
    fn write(self, path: &Path) -> Result<(PathBuf, String), String> {
        match self {
            Self::File(Made { bytes, missing }) => {
                file::write_atomically(path, &bytes).map(|()| (path.to_owned(), missing))
            }
            Self::All(bundle) => {
                let folder = path.join(&bundle.name);
                bundle.write_into(&folder).map(|()| (folder, bundle.missing))
            }
        }
        .map_err(|error| error.to_string())
    }
}

impl Window {
    /// Asks what to write.
    pub(in crate::app) fn begin_export(&mut self, _ctx: &Context) {
        self.ask_what_to_export(Wanted::File(ExportFormat::Pdf));
    }

    /// The same with all formats chosen.
    pub(in crate::app) fn begin_export_of_all(&mut self, _ctx: &Context) {
        self.ask_what_to_export(Wanted::All);
    }

    fn ask_what_to_export(&mut self, wanted: Wanted) {
        let Some(workspace) = &self.workspace else { return };
        let errors = workspace.audit().count(Grade::Error);
        let progress = workspace.progress();
        let left = progress.left.iter().filter(|left| left.place != LeftPlace::Findings);
        let left = left.map(|left| format!("{}：{}", left.what, left.why)).collect();
        let is_draft = !progress.is_publishable();
        let stage = ExportStage::Choice { wanted, errors, left, is_draft, has_charts: self.exports_charts };
        self.dialog = Some(Dialog::Export(ExportDialog { stage }));
    }

    /// Takes what was asked in the dialog.
    pub(super) fn carry_out_export(&mut self, ctx: &Context, answer: ExportAnswer, dialog: ExportDialog) {
        let Some(exported) = &self.exported else {
            if let ExportAnswer::Export(wanted, has_charts) = answer {
                self.exports_charts = has_charts;
                self.ask_for_export(ctx, wanted);
            }
            return;
        };
        let path = match answer {
            ExportAnswer::Export(wanted, has_charts) => {
                self.exports_charts = has_charts;
                return self.ask_for_export(ctx, wanted);
            }
            ExportAnswer::Open => Some(exported.as_path()),
            ExportAnswer::OpenFolder => exported.parent(),
        };
        // It stays open: first the document is looked at, then its folder.
        match path.map_or(Ok(()), opening::show) {
            Ok(()) => self.dialog = Some(Dialog::Export(dialog)),
            Err(error) => self.complain("没有打开", error),
        }
    }

    /// Asks where to write the document.
    fn ask_for_export(&mut self, ctx: &Context, wanted: Wanted) {
        let Some(workspace) = &self.workspace else { return };
        let disclosure = workspace.disclosure();
        let needs_pages = matches!(wanted, Wanted::All | Wanted::File(ExportFormat::Pdf | ExportFormat::Ofd));
        // Nobody is to choose a name first, and to wait, for what cannot be made.
        if let Some(error) = needs_pages.then(|| pdf::too_long(workspace.evaluated())).flatten() {
            return self.complain("没有导出", error.to_string());
        }
        let Wanted::File(format) = wanted else {
            self.picking = Some(Picking::ExportAll);
            let request = PathRequest::choose_folder("导出全套：选择文件夹，各种格式的文件放进其中的一个新文件夹");
            return self.picker.start(self.beginning_at_hand(request), ctx);
        };
        let (name, extension) = (format_name(format), format.extension());
        let proposed = proposed_name(disclosure, &format!("{}预算公开.{extension}", disclosure.kind.name()));
        self.picking = Some(Picking::Export(format));
        let request = PathRequest::save(format!("导出 {name}"), proposed).filter(name, &[extension]);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    /// Makes the document on a thread; the window shows that it is working. A name that says another format than `format`
    /// means that; one that says none gets the ending of `format`.
    pub(super) fn export_to(&mut self, ctx: &Context, mut path: PathBuf, format: ExportFormat) {
        if path.extension().is_none() {
            path.set_extension(format.extension());
        }
        let Some(format) = ExportFormat::of(&path) else {
            let text = format!(
                "{}\n\n文件名要以 .pdf、.ofd、.docx、.xlsx 或 .html 结尾，程序由此知道导出成什么。",
                path.display()
            );
            return self.complain("不知道导出成什么格式", text);
        };
        self.make_for(ctx, path, move |evaluated, imprint, watch| {
            format.make(evaluated, imprint, watch).map(Finished::File)
        });
    }

    /// Makes all files on a thread, to be written into a folder in `folder`.
    pub(super) fn export_all_to(&mut self, ctx: &Context, folder: PathBuf) {
        self.make_for(ctx, folder, |evaluated, imprint, watch| {
            Bundle::make(evaluated, imprint, watch).map(Finished::All)
        });
    }

    fn make_for(
        &mut self,
        ctx: &Context,
        path: PathBuf,
        make: impl FnOnce(Evaluated<'_>, Imprint, &Watch) -> Result<Finished, ExportError> + Send + 'static,
    ) {
        let Some(workspace) = &self.workspace else { return };
        let is_draft = !workspace.progress().is_publishable();
        let has_charts = self.exports_charts;
        let (form, catalog) = (workspace.form().clone(), workspace.catalog().clone());
        let disclosure = workspace.disclosure().clone();
        let (finished, made) = channel();
        let watch = Arc::new(Watch::default());
        let watched = watch.clone();
        let ctx = ctx.clone();
        let work = move || {
            let evaluation = evaluate(&form, &disclosure);
            let evaluated =
                Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
            let imprint = Imprint { is_draft, made_on: crate::today(), has_charts };
            // Nobody may be waiting any more.
            let _ = finished.send(make(evaluated, imprint, &watched));
            ctx.request_repaint();
        };
        match thread::Builder::new().name("export".to_owned()).spawn(work) {
            Ok(_) => {
                self.exporting = Some(ExportJob { path, is_draft, made, watch, since: Instant::now(), then: None });
                let stage = ExportStage::Working { is_leaving: false, progress: String::new() };
                self.dialog = Some(Dialog::Export(ExportDialog { stage }));
            }
            Err(error) => self.complain("没有导出", format!("系统不能再开线程（{error}），请关闭一些程序再试。")),
        }
    }

    /// Puts `after` off until the document that is being made is written. Returns it where none is.
    pub(super) fn after_export(&mut self, after: After) -> Option<After> {
        let Some(job) = &mut self.exporting else { return Some(after) };
        job.then = Some(after);
        let stage = ExportStage::Working { is_leaving: true, progress: String::new() };
        self.dialog = Some(Dialog::Export(ExportDialog { stage }));
        None
    }

    /// Writes the document once it is made. Until then the old file is as it was.
    pub(super) fn take_export(&mut self, ctx: &Context) {
        let Some(job) = &self.exporting else { return };
        let made = match job.made.try_recv() {
            Ok(made) => made.map_err(|error| error.to_string()),
            Err(TryRecvError::Empty) => return self.show_progress(ctx),
            Err(TryRecvError::Disconnected) => Err(crate::fault::told("导出", "没有写文件")),
        };
        let Some(job) = self.exporting.take() else { return };
        if matches!(self.dialog, Some(Dialog::Export(_))) {
            self.dialog = None;
        }
        let written = made.and_then(|made| made.write(&job.path));
        match written {
            Ok((path, missing)) => {
                let draft = match (missing.is_empty(), job.is_draft) {
                    (true, false) => "",
                    (true, true) => "（草稿，每页有标记）",
                    (false, _) => "（草稿，每页有标记：有字没有字体能印，印成了编号，见存疑的问题）",
                };
                let text = format!("已导出到 {}{draft}", path.display());
                self.exported = Some(path);
                match job.then {
                    Some(after) => self.leave_for(ctx, after),
                    None => self.dialog = Some(Dialog::Export(ExportDialog { stage: ExportStage::Done { text } })),
                }
            }
            Err(error) => self.complain("没有导出", format!("{}\n\n{error}", job.path.display())),
        }
    }

    /// Says how far the document is, and for how long it has been made.
    fn show_progress(&mut self, ctx: &Context) {
        let Some(job) = &self.exporting else { return };
        let seconds = job.since.elapsed().as_secs();
        let step = match job.watch.stage() {
            Stage::Describing => "整理内容",
            Stage::Setting => "排版",
            Stage::Writing => "生成文件",
        };
        if let Some(Dialog::Export(ExportDialog { stage: ExportStage::Working { progress, .. } })) = &mut self.dialog {
            // What is done at once needs no count.
            *progress = if seconds < 2 { String::new() } else { format!("{step}，已经 {seconds} 秒") };
        }
        ctx.request_repaint_after(Duration::from_millis(500));
    }

    /// Gives up the document that is being made.
    pub(super) fn cancel_export(&mut self) {
        if let Some(job) = self.exporting.take() {
            job.watch.cancel();
        }
    }

    /// What the preview frames: the active cell or field, else the table.
    pub(super) fn spot_in_grid(&self) -> Option<Spot> {
        let workspace = self.workspace.as_ref()?;
        if let Some(TextPage::Performance(_)) = self.texts.shown() {
            return self.performance.active(workspace).map(Spot::Text);
        }
        match self.grid.active(workspace.evaluated()) {
            Some(SheetCell::Amount(cell)) => Some(Spot::Cell(cell)),
            _ => self.grid.table().map(Spot::Table),
        }
    }

    pub(super) fn carry_out_preview(&mut self, ctx: &Context, request: PreviewRequest) {
        let Some(workspace) = &self.workspace else { return };
        match request {
            PreviewRequest::Cell(cell) => {
                self.texts.hide();
                self.grid.go_to(workspace.evaluated(), cell);
            }
            PreviewRequest::Table(table) => {
                self.texts.hide();
                self.grid.show_table(table);
            }
            PreviewRequest::Text(place) => {
                self.go_to_text(&place);
            }
            PreviewRequest::Export => self.begin_export(ctx),
        }
    }
}

/// What a format is called.
fn format_name(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Pdf => "PDF",
        ExportFormat::Ofd => "OFD",
        ExportFormat::Docx => "Word",
        ExportFormat::Xlsx => "Excel",
        ExportFormat::Html | ExportFormat::Fragment => "网页",
    }
}
