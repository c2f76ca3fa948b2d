//! The disclosure with which the open one is compared, and what the two say differently. Reading and comparing is done on
//! threads of their own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use egui::Context;

use crate::app::workspace::Workspace;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, CellKey, Disclosure, Snapshot};
use disclosure_engine::edit::{EditError, Step};
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::import::{ImportOptions, Imported, Progress, open_with};
use disclosure_engine::review::compare::{Comparison, compare};
use disclosure_engine::review::{Restated, Taken, restated, snapshot, take_over};

/// The disclosure with which is compared.
pub struct Other {
    /// Its file, without the folder.
    pub name: String,
    /// Figures of a foreign document that have no place and are not compared.
    pub left_out: usize,
    form: Arc<Form>,
    disclosure: Disclosure,
    evaluation: Evaluation,
    snapshot: Snapshot,
}

/// What the two say differently, for one revision of the open one.
pub struct Compared {
    pub other: Arc<Other>,
    /// The differences; the other one is the old side.
    pub comparison: Comparison,
    /// What the other one prints in the cells that differ.
    pub marks: HashMap<CellKey, Option<Amount>>,
    /// The revision of the open disclosure.
    pub revision: u64,
}

/// Comparing the open disclosure with another, as it goes on being changed.
#[derive(Default)]
pub struct Comparing {
    loading: Option<Loading>,
    other: Option<Arc<Other>>,
    job: Option<(u64, Receiver<Compared>)>,
    compared: Option<Arc<Compared>>,
}

/// A file that is being read.
struct Loading {
    path: PathBuf,
    progress: Progress,
    other: Receiver<Result<Other, String>>,
}

impl Drop for Loading {
    /// Nobody waits for it any more.
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

impl Comparing {
    /// Begins to read the file at `path`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn load(
        &mut self,
        ctx: &Context,
        forms: &FormLibrary,
        catalog: &Arc<Catalog>,
        path: &Path,
    ) -> Result<(), String> {
        let (sender, receiver) = channel();
        let (ctx, catalog, path) = (ctx.clone(), catalog.clone(), path.to_owned());
        let forms = forms.clone();
        let progress = Progress::default();
        self.loading = Some(Loading { path: path.clone(), progress: progress.clone(), other: receiver });
        spawn("compare-open", move || {
            // Nobody waits any more when it was cancelled.
            let _ = sender.send(Other::open(&path, &forms, &catalog, &progress));
            ctx.request_repaint();
        })
    }

    /// Compares with what was imported and gone through.
    ///
    /// # Errors
    /// When the program does not have its form.
    pub fn take_imported(
        &mut self,
        forms: &FormLibrary,
        catalog: &Catalog,
        name: &str,
        imported: &Imported,
    ) -> Result<(), String> {
        let left_out = imported.report.left_out();
        let other = Other::of(name.to_owned(), imported.disclosure.clone(), left_out, forms, catalog)?;
        (self.other, self.loading) = (Some(Arc::new(other)), None);
        Ok(())
    }

    /// Takes what the threads have done, and compares again after a change. A sentence tells what failed.
    pub fn update(&mut self, ctx: &Context, workspace: &mut Workspace) -> Option<String> {
        let mut failure = None;
        if let Some(Loading { path, other, .. }) = &self.loading {
            let read = match other.try_recv() {
                Ok(read) => Some(read),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => Some(Err("读这个文件时程序出错，没有比较".to_owned())),
            };
            match read {
                Some(Ok(other)) => (self.other, self.loading) = (Some(Arc::new(other)), None),
                Some(Err(error)) => {
                    failure = Some(format!("{}\n\n{error}", path.display()));
                    self.loading = None;
                }
                None => {}
            }
        }
        if let Some((_, receiver)) = &self.job {
            match receiver.try_recv() {
                Ok(compared) => {
                    self.compared = Some(Arc::new(compared));
                    self.job = None;
                    workspace.set_compared(self.compared.clone());
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => {
                    self.stop(workspace);
                    failure = Some(crate::fault::told("比较", "没有比较完"));
                }
            }
        }
        if let Some(other) = self.other.take_if(|other| other.form.id != workspace.form().id) {
            match other.by(workspace) {
                Ok((other, told)) => {
                    failure = told;
                    self.other = Some(Arc::new(other));
                }
                Err(sentence) => failure = Some(format!("{}\n\n{sentence}", other.name)),
            }
        }
        self.compare(ctx, workspace);
        failure
    }

    /// Compares on a thread, where that was not done for what is open now.
    fn compare(&mut self, ctx: &Context, workspace: &Workspace) {
        let Some(other) = self.other.clone().filter(|_| self.job.is_none()) else { return };
        let revision = workspace.revision();
        let is_fresh = |compared: &Arc<Compared>| compared.revision == revision && Arc::ptr_eq(&compared.other, &other);
        if self.compared.as_ref().is_some_and(is_fresh) {
            return;
        }
        let (sender, receiver) = channel();
        let (form, catalog) = (workspace.form().clone(), workspace.catalog().clone());
        let (disclosure, ctx) = (workspace.disclosure().clone(), ctx.clone());
        self.job = Some((revision, receiver));
        let work = move || {
            let evaluation = evaluate(&form, &disclosure);
            let own = Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
            let comparison = compare(&form, &other.snapshot, &snapshot(own));
            let rows = comparison.rows.iter();
            let cells = rows.flat_map(|row| row.cells.iter().filter_map(|cell| Some((row.new_cell(cell)?, cell.old))));
            let marks = cells.collect();
            let _ = sender.send(Compared { other, comparison, marks, revision });
            ctx.request_repaint();
        };
        if spawn("compare", work).is_err() {
            self.job = None;
        }
    }

    /// Compares no longer.
    pub fn stop(&mut self, workspace: &mut Workspace) {
        *self = Self::default();
        workspace.set_compared(None);
    }

    /// Gives up reading the file.
    pub fn cancel(&mut self) {
        self.loading = None;
    }

    /// The file that is being read.
    pub fn loading(&self) -> Option<&Path> {
        self.loading.as_ref().map(|loading| loading.path.as_path())
    }

    /// The page or sheet of it that is being read, from 1, and how many there are.
    pub fn page(&self) -> Option<(usize, usize)> {
        self.loading.as_ref()?.progress.page()
    }

    pub fn is_on(&self) -> bool {
        self.other.is_some()
    }

    /// What was found last.
    pub fn compared(&self) -> Option<&Arc<Compared>> {
        self.compared.as_ref()
    }
}

impl Other {
    /// The same by the form of `workspace`, and what has no place of its own in it, in a sentence.
    fn by(&self, workspace: &Workspace) -> Result<(Self, Option<String>), String> {
        let (form, catalog) = (workspace.form().clone(), workspace.catalog());
        let of_other = &*self.form.catalog(catalog);
        let own = Evaluated {
            form: &self.form,
            catalog: of_other,
            disclosure: &self.disclosure,
            evaluation: &self.evaluation,
        };
        let (own_form, other_form) = (form.short_name(), self.form.short_name());
        let Some(Restated { disclosure, told }) = restated(own, &form) else {
            return Err(format!("两份文件的表式不同（{own_form}，{other_form}），没有一张表对应，不能比较"));
        };
        let told = (!told.is_empty()).then(|| {
            format!("{} 用的是另一套表式（{other_form}），只比较对应的；此外：\n\n{}", self.name, told.join("\n"))
        });
        let evaluation = evaluate(&form, &disclosure);
        let snapshot = snapshot(Evaluated { form: &form, catalog, disclosure: &disclosure, evaluation: &evaluation });
        let name = self.name.clone();
        Ok((Self { name, left_out: self.left_out, form, disclosure, evaluation, snapshot }, told))
    }

    fn open(path: &Path, forms: &FormLibrary, catalog: &Catalog, progress: &Progress) -> Result<Self, String> {
        let options = ImportOptions { progress: progress.clone(), ..ImportOptions::default() };
        let opened = open_with(path, forms, catalog, &options)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::of(name, opened.disclosure, opened.left_out, forms, catalog)
    }

    fn of(
        name: String,
        disclosure: Disclosure,
        left_out: usize,
        forms: &FormLibrary,
        catalog: &Catalog,
    ) -> Result<Self, String> {
        let form = forms.get(&disclosure.form).ok_or_else(|| format!("用的表式 {} 本程序没有", disclosure.form))?;
        let (evaluation, catalog) = (evaluate(form, &disclosure), &*form.catalog(catalog));
        let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
        let snapshot = snapshot(evaluated);
        Ok(Self { name, left_out, form: form.clone(), disclosure, evaluation, snapshot })
    }
}

impl Compared {
    /// The step that takes `chosen` over from the other disclosure.
    ///
    /// # Errors
    /// When the open disclosure cannot take one of them, or was changed since it was compared.
    pub fn take_over(&self, workspace: &Workspace, chosen: &[Taken]) -> Result<Step, EditError> {
        if self.revision != workspace.revision() {
            return Err(EditError::ComparisonOutdated);
        }
        let other = Evaluated {
            form: &self.other.form,
            catalog: &self.other.form.catalog(workspace.catalog()),
            disclosure: &self.other.disclosure,
            evaluation: &self.other.evaluation,
        };
        take_over(workspace.evaluated(), other, &self.comparison, chosen)
    }
}

/// A thread that does `work`.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), String> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|error| format!("系统不能再开线程（{error}），请关闭一些程序再试。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_is_given_up_is_not_read_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("别人的.csv");
        std::fs::write(&path, "科目,金额\n").unwrap();
        let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
        let progress = Progress::default();
        let options = ImportOptions { progress: progress.clone(), ..ImportOptions::default() };
        let read = || open_with(&path, &forms, &catalog, &options).unwrap_err();
        let given_up = disclosure_engine::import::ReadError::Cancelled.to_string();
        assert_ne!(read(), given_up);
        let (_sender, other) = channel();
        let mut comparing =
            Comparing { loading: Some(Loading { path: path.clone(), progress, other }), ..Default::default() };
        comparing.cancel();
        assert_eq!(read(), given_up);
    }
}
