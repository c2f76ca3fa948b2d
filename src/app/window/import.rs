//! Importing what a colleague sent: read on a thread, gone through in a dialog, taken or not.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use egui::Context;

use super::documents::{After, Picking};
use super::{Dialog, Window};
use crate::app::dialogs::{Answer, Answers, Contents, ImportChoice, ImportDialog, ImportPurpose};
use crate::app::outline::OutlineRequest;
use crate::app::paths::PathRequest;
use crate::app::review::ReviewTab;
use disclosure_engine::audit::{Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, Found, ImportError, ImportOptions, Imported, Progress};

/// What is imported rather than opened.
const FOREIGN: [&str; 18] = [
    "xlsx", "xls", "et", "ods", "xlsm", "docx", "odt", "pdf", "ofd", "txt", "tsv", "csv", "html", "htm", "doc", "wps",
    "rtf", "xml",
];
/// The thread that reads: parsers of foreign formats go deep.
const STACK: usize = 16 << 20;

/// A document that is being read on a thread of its own.
pub(super) struct ImportJob {
    name: String,
    answers: Answers,
    purpose: ImportPurpose,
    progress: Progress,
    read: Receiver<Result<Read, Unread>>,
}

/// What was read.
struct Read {
    found: FoundContents,
    /// How many errors it has itself, where that is said.
    errors: usize,
}

enum FoundContents {
    /// A file of this program.
    Own(Box<Disclosure>),
    /// Something else.
    Imported(Contents, Box<Imported>),
}

/// Why nothing was read.
enum Unread {
    Told(String),
    /// A document that follows no form that is known, and why, in a sentence.
    OtherForm(Contents, String),
}

impl From<String> for Unread {
    fn from(sentence: String) -> Self {
        Self::Told(sentence)
    }
}

pub(super) enum ImportSource {
    Path(PathBuf),
    Contents(String, Contents),
}

impl ImportSource {
    fn name(&self) -> String {
        match self {
            Self::Path(path) => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Self::Contents(name, _) => name.clone(),
        }
    }

    fn contents(self) -> Result<Contents, ImportError> {
        match self {
            Self::Path(path) => Ok(file::read_bytes(&path, import::SIZE_LIMIT)?.ok_or(ImportError::TooLarge)?.into()),
            Self::Contents(_, contents) => Ok(contents),
        }
    }

    /// Reads it for `purpose`. A disclosure of last year may be a file of this program too.
    fn read(
        self,
        purpose: &ImportPurpose,
        (forms, catalog): (&FormLibrary, &Catalog),
        options: &ImportOptions,
    ) -> Result<Read, Unread> {
        let is_opened = matches!(purpose, ImportPurpose::Open { .. });
        let found = match self {
            Self::Path(path) if !is_opened => match import::find(&path, forms, catalog, options)? {
                Found::Own(disclosure) => FoundContents::Own(disclosure),
                Found::Imported(contents, imported) => FoundContents::Imported(contents.into(), imported),
            },
            source => {
                let contents = source.contents().map_err(|error| error.to_string())?;
                match import::read(&contents, forms, catalog, options) {
                    Ok(imported) => FoundContents::Imported(contents, Box::new(imported)),
                    Err(error @ ImportError::OtherForm { .. }) => {
                        return Err(Unread::OtherForm(contents, error.to_string()));
                    }
                    Err(error) => return Err(Unread::Told(error.to_string())),
                }
            }
        };
        let disclosure = match &found {
            FoundContents::Own(disclosure) => disclosure,
            FoundContents::Imported(_, imported) => &imported.disclosure,
        };
        let errors = if is_opened { 0 } else { own_errors(disclosure, forms, catalog) };
        Ok(Read { found, errors })
    }
}

/// How many errors `disclosure` has by itself.
fn own_errors(disclosure: &Disclosure, forms: &FormLibrary, catalog: &Catalog) -> usize {
    let Some(form) = forms.get(&disclosure.form) else { return 0 };
    let (evaluation, catalog) = (evaluate(form, disclosure), &*form.catalog(catalog));
    audit(Evaluated { form, catalog, disclosure, evaluation: &evaluation }).count(Grade::Error)
}

/// Whether the file is imported rather than opened, by its name.
pub(super) fn is_foreign(path: &Path) -> bool {
    let is_it = |extension: &&str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    FOREIGN.iter().any(is_it)
}

/// `request` with everything that last year's disclosure may be, all of it at once.
pub(super) fn with_any_filter(request: PathRequest) -> PathRequest {
    let extensions: Vec<&str> = std::iter::once(file::EXTENSION).chain(FOREIGN).collect();
    request.filter("上年的预算公开（.budget、Word、Excel、PDF）", &extensions)
}

/// `request` with the kinds of files that are imported.
pub(super) fn with_foreign_filter(request: PathRequest) -> PathRequest {
    request.filter("表格、Word、PDF、OFD、网页、文本", &FOREIGN)
}

impl Window {
    /// Asks for a document to import.
    pub(in crate::app) fn ask_to_import(&mut self, ctx: &Context) {
        self.picking = Some(Picking::Import);
        let request = with_foreign_filter(PathRequest::open("导入表格、Word、PDF、网页或文本"));
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    /// Imports what the clipboard holds: as a table where it has one, else as text.
    pub(in crate::app) fn import_clipboard(&mut self, ctx: &Context) {
        let held = arboard::Clipboard::new().map(|mut clipboard| {
            let html = clipboard.get().html().ok().filter(|html| html.contains("<t"));
            html.or_else(|| clipboard.get_text().ok())
        });
        match held.ok().flatten().filter(|text| !text.trim().is_empty()) {
            Some(text) => self.import_text(ctx, text),
            None => self.complain("剪贴板里没有文字", "请先在 Excel、Word 或网页里选中表格并复制，再来导入。"),
        }
    }

    /// Imports `text`, a page or what was copied as text.
    pub(super) fn import_text(&mut self, ctx: &Context, text: String) {
        let contents = Contents::from(text.into_bytes());
        let answers = Answers::remembering(self.said_tables.all());
        self.begin_import(ctx, ImportSource::Contents("剪贴板".to_owned(), contents), answers);
    }

    /// Imports a document.
    pub(super) fn begin_import(&mut self, ctx: &Context, source: ImportSource, answers: Answers) {
        let purpose = ImportPurpose::Open { can_compare: self.workspace.is_some() };
        self.begin_reading(ctx, source, answers, purpose);
    }

    /// Reads a document on a thread; the window shows how far it is.
    pub(super) fn begin_reading(
        &mut self,
        ctx: &Context,
        source: ImportSource,
        answers: Answers,
        purpose: ImportPurpose,
    ) {
        let name = source.name();
        let progress = Progress::default();
        let options = answers.options(progress.clone());
        let (forms, catalog) = (self.forms.clone(), self.catalog.clone());
        let (finished, read) = channel();
        let (ctx, wanted) = (ctx.clone(), purpose.clone());
        let work = move || {
            // Nobody may be waiting any more.
            let _ = finished.send(source.read(&wanted, (&forms, &catalog), &options));
            ctx.request_repaint();
        };
        match thread::Builder::new().name("import".to_owned()).stack_size(STACK).spawn(work) {
            Ok(_) => {
                let dialog = ImportDialog::reading(name.clone(), answers.clone(), purpose.clone(), progress.clone());
                self.dialog = Some(Dialog::Import(dialog));
                self.importing = Some(ImportJob { name, answers, purpose, progress, read });
            }
            Err(error) => self.complain(purpose.failed(), format!("系统不能再开线程（{error}），请关闭一些程序再试。")),
        }
    }

    /// Shows what was read, once it was.
    pub(super) fn take_import(&mut self) {
        let Some(job) = &self.importing else { return };
        let read = match job.read.try_recv() {
            Ok(read) => read,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => {
                Err(Unread::Told(crate::fault::told("读这个文件", job.purpose.failed())))
            }
        };
        let Some(ImportJob { name, answers, purpose, .. }) = self.importing.take() else { return };
        // The dialog that said how far it was is done.
        self.dialog = None;
        match read {
            Ok(Read { found: FoundContents::Imported(contents, imported), errors }) => {
                self.imported_contents = Some(contents);
                let dialog = ImportDialog::read(name, answers, purpose, (*imported, errors), &self.forms);
                self.dialog = Some(Dialog::Import(dialog));
            }
            Ok(Read { found: FoundContents::Own(last), errors }) => self.take_own_last(name, *last, errors, &purpose),
            Err(Unread::Told(error)) => self.complain(purpose.failed(), format!("{name}\n\n{error}")),
            Err(Unread::OtherForm(contents, why)) => {
                self.imported_contents = Some(contents);
                self.dialog = Some(Dialog::Import(ImportDialog::refused(name, answers, purpose, why)));
            }
        }
    }

    /// Carries out what was asked in the dialog.
    pub(super) fn carry_out_import(
        &mut self,
        ctx: &Context,
        dialog: ImportDialog,
        answer: Option<Answer<ImportChoice>>,
    ) {
        match answer {
            None => self.dialog = Some(Dialog::Import(dialog)),
            Some(Answer::Cancelled) => {
                if let Some(job) = self.importing.take() {
                    job.progress.cancel();
                }
                self.imported_contents = None;
            }
            Some(Answer::Done(ImportChoice::ReadAgain)) => {
                if let Some(contents) = self.imported_contents.clone() {
                    let source = ImportSource::Contents(dialog.name, contents);
                    self.begin_reading(ctx, source, dialog.answers, dialog.purpose);
                }
            }
            Some(Answer::Done(ImportChoice::Compare)) => {
                self.remember_said(&dialog);
                self.compare_imported(&dialog);
            }
            Some(Answer::Done(ImportChoice::Adopt)) => {
                self.remember_said(&dialog);
                match dialog.purpose {
                    ImportPurpose::LastYear(wanted, _) => {
                        self.imported_contents = None;
                        let imported = dialog.imported().map(|imported| imported.disclosure.clone());
                        imported.into_iter().for_each(|last| self.use_last_year(wanted, last));
                    }
                    _ => self.leave_for(ctx, After::Adopt(Box::new(dialog))),
                }
            }
        }
    }

    /// Remembers what was said of tables for the next file of their shape.
    fn remember_said(&self, dialog: &ImportDialog) {
        dialog.answers.said_now().for_each(|(shape, said)| self.said_tables.remember(shape, said));
    }

    /// Opens what was imported as a new disclosure that is still to be saved, or next year's draft from it.
    pub(super) fn adopt(&mut self, dialog: &ImportDialog) {
        self.imported_contents = None;
        let Some(imported) = dialog.imported() else { return };
        if matches!(dialog.purpose, ImportPurpose::Roll) {
            return self.show_rolled(&imported.disclosure);
        }
        self.show_draft(imported.disclosure.clone());
        let report = &imported.report;
        // Of a single table the others are not there: the one that was brought is shown.
        if let Some(table) = report.tables.iter().map(|table| table.number).min() {
            self.show_page(OutlineRequest::Table(table));
        }
        self.grid.set_notice(format!(
            "已导入“{}”：{} 张表，{} 个数",
            dialog.name,
            report.tables.len(),
            report.figures()
        ));
    }

    /// Compares what was imported with what is open.
    fn compare_imported(&mut self, dialog: &ImportDialog) {
        self.imported_contents = None;
        let Some(imported) = dialog.imported() else { return };
        match self.comparing.take_imported(&self.forms, &self.catalog, &dialog.name, imported) {
            Ok(()) => {
                self.shows_findings = Some(true);
                self.review.tab = ReviewTab::Changes;
            }
            Err(error) => self.complain("没有比较", error),
        }
    }

    /// Whether a document is being read.
    #[cfg(test)]
    pub(super) fn is_importing(&self) -> bool {
        self.importing.is_some()
    }
}
