//! Reading and checking all disclosures of a folder, on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use egui::Context;
use walkdir::WalkDir;

use disclosure_engine::audit::Grade;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Disclosure, Kind};
use disclosure_engine::evaluate::{CellIndex, Evaluated, Evaluation, evaluate};
use disclosure_engine::file::{self, EXTENSION};
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::import::is_sent_document;
use disclosure_export::printable::audit;

/// One file of the folder.
pub struct Surveyed {
    pub path: PathBuf,
    /// What is in it, or why there is nothing.
    pub result: Result<Arc<Body>, Unread>,
}

/// Why there is nothing of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It cannot be read: why, in a sentence.
    Broken(String),
    /// It is a document that must be imported first.
    Document,
}

/// A disclosure and what was found in it.
#[derive(Clone)]
pub struct Body {
    pub form: Arc<Form>,
    pub disclosure: Disclosure,
    pub evaluation: Evaluation,
    /// How many findings there are of each grade, in the order of [`Grade::ALL`].
    pub counts: [usize; Grade::ALL.len()],
    /// How many sums and tie-outs were compared.
    pub checked: usize,
    /// What the lists of the first table close with, under its label: income and spending in all.
    pub totals: Vec<(String, Amount)>,
}

/// What the thread tells.
enum News {
    /// How many files there are.
    Found(usize),
    One(Box<Surveyed>),
}

/// The disclosures of a folder, as far as they were read.
pub struct Survey {
    pub folder: PathBuf,
    /// Its files, by path.
    pub files: Vec<Surveyed>,
    /// How many files there are; `None` while they are looked for.
    pub found: Option<usize>,
    news: Option<Receiver<News>>,
    is_cancelled: Arc<AtomicBool>,
}

impl Body {
    pub fn evaluated<'a>(&'a self, catalog: &'a Catalog) -> Evaluated<'a> {
        Evaluated { form: &self.form, catalog, disclosure: &self.disclosure, evaluation: &self.evaluation }
    }

    /// How it stands, by its gravest finding.
    pub fn state(&self) -> &'static str {
        let gravest = Grade::ALL.into_iter().zip(self.counts).find(|(_, count)| *count > 0);
        match gravest.map(|(grade, _)| grade) {
            Some(Grade::Error) => "有错误",
            Some(Grade::Warning) => "有存疑",
            _ if self.checked == 0 => "无可核对",
            Some(Grade::Unchecked) => "平，有未核",
            Some(Grade::ToCome) => "没有填完",
            _ => "平",
        }
    }

    /// Whether it speaks for a department.
    pub fn is_department(&self) -> bool {
        self.disclosure.kind == Kind::Department
    }

    fn read(path: &Path, forms: &FormLibrary, catalog: &Catalog) -> Result<Self, String> {
        let disclosure = file::open(path, forms).map_err(|error| error.to_string())?;
        let form = forms.get(&disclosure.form).cloned();
        let form = form.ok_or_else(|| format!("用的表式 {} 本程序没有", disclosure.form))?;
        let (evaluation, catalog) = (evaluate(&form, &disclosure), &*form.catalog(catalog));
        let evaluated = Evaluated { form: &form, catalog, disclosure: &disclosure, evaluation: &evaluation };
        let audit = audit(evaluated, None);
        let totals = totals(evaluated);
        let (counts, checked) = (Grade::ALL.map(|grade| audit.count(grade)), audit.checked);
        Ok(Self { form, disclosure, evaluation, counts, checked, totals })
    }
}

/// What the lists of the first table close with.
fn totals(evaluated: Evaluated<'_>) -> Vec<(String, Amount)> {
    let lists = evaluated.form.tables.first().into_iter().flat_map(|table| table.list_indices());
    let closing = lists.filter_map(|list| {
        let row = match evaluated.form.list(list).fixed_rows().len() {
            0 => 0,
            rows => rows - 1,
        };
        let is_there = row < evaluated.evaluation.layout(list).rows.len();
        let value = || evaluated.value(CellIndex { list, row, column: 0 });
        is_there.then(|| (evaluated.row_label(list, row), value()))
    });
    closing.collect()
}

impl Survey {
    /// Begins to read `folder` and the folders below it.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(ctx: &Context, forms: &FormLibrary, catalog: &Arc<Catalog>, folder: &Path) -> Result<Self, String> {
        let (sender, news) = channel();
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let (stop, ctx, catalog, root) = (is_cancelled.clone(), ctx.clone(), catalog.clone(), folder.to_owned());
        let forms = forms.clone();
        let work = move || {
            let paths = files_of(&root, &stop);
            // Nobody waits any more when the list was closed.
            let _ = sender.send(News::Found(paths.len()));
            for path in paths {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (path, result) = match path {
                    Found::File(path) => {
                        let read = Body::read(&path, &forms, &catalog).map(Arc::new);
                        (path, read.map_err(Unread::Broken))
                    }
                    Found::Document(path) => (path, Err(Unread::Document)),
                    Found::TooDeep(path) => {
                        (path, Err(Unread::Broken(format!("文件夹套了 {DEEPEST} 级，再往里没有查找"))))
                    }
                };
                if sender.send(News::One(Box::new(Surveyed { path, result }))).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
            ctx.request_repaint();
        };
        let started = thread::Builder::new().name("folder".to_owned()).spawn(work);
        started.map_err(|error| format!("系统不能再开线程（{error}），请关闭一些程序再试。"))?;
        Ok(Self { folder: folder.to_owned(), files: Vec::new(), found: None, news: Some(news), is_cancelled })
    }

    /// Takes what was read since. Returns whether something came.
    pub fn update(&mut self) -> bool {
        let before = (self.files.len(), self.is_working());
        while let Some(news) = &self.news {
            match news.try_recv() {
                Ok(News::Found(count)) => self.found = Some(count),
                Ok(News::One(file)) => self.files.push(*file),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => self.news = None,
            }
        }
        before != (self.files.len(), self.is_working())
    }

    /// Whether files are still being read.
    pub fn is_working(&self) -> bool {
        self.news.is_some()
    }

    pub fn cancel(&mut self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
        self.news = None;
    }
}

impl Drop for Survey {
    fn drop(&mut self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }
}

/// Folders below this level are not searched: nobody sorts disclosures so deep.
const DEEPEST: usize = 64;

/// What is found in a folder.
enum Found {
    File(PathBuf),
    /// A document that would have to be imported.
    Document(PathBuf),
    /// The first folder that is not searched.
    TooDeep(PathBuf),
}

/// The disclosures in `root` and below it, by path; hidden files and folders are passed over.
fn files_of(root: &Path, stop: &AtomicBool) -> Vec<Found> {
    let is_hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(root).sort_by_file_name().max_depth(DEEPEST).into_iter();
    let seen = walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    let is_named = |path: &Path, ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    // What Word and Excel leave beside a document that is open is none.
    let is_rest = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"~$"));
    let is_document = |path: &Path| !is_rest(path) && is_sent_document(path);
    let mut is_too_deep = false;
    let mut found = Vec::new();
    for entry in seen.take_while(|_| !stop.load(Ordering::Relaxed)).flatten() {
        if entry.depth() == DEEPEST && entry.file_type().is_dir() {
            if !std::mem::replace(&mut is_too_deep, true) {
                found.push(Found::TooDeep(entry.into_path()));
            }
        } else if is_named(entry.path(), EXTENSION) && entry.path().is_file() {
            found.push(Found::File(entry.into_path()));
        } else if is_document(entry.path()) && entry.path().is_file() {
            found.push(Found::Document(entry.into_path()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_goes_down_without_an_end_is_searched_to_a_bound() {
        let root = tempfile::tempdir().unwrap();
        let mut folder = root.path().to_owned();
        for level in 0..DEEPEST + 20 {
            if level % 20 == 0 {
                std::fs::write(folder.join("a.budget"), "").unwrap();
            }
            folder.push("d");
            std::fs::create_dir(&folder).unwrap();
        }
        let found = files_of(root.path(), &AtomicBool::new(false));
        let is_deep = |found: &&Found| matches!(found, Found::TooDeep(_));
        assert_eq!(found.iter().filter(is_deep).count(), 1);
        assert_eq!(found.len(), 5);
    }
}
