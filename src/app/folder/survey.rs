//! Reading and checking all disclosures and documents of a folder, on threads of their own.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::SystemTime;

use egui::Context;

use super::arrangement::Arrangement;
use crate::received::{Checker, Compared, Examined, Failure, Since, State, Target, find, in_order};
use disclosure_engine::audit::{Finding, Grade, rule_text};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Disclosure, Kind};
use disclosure_engine::evaluate::{CellIndex, Evaluated};
use disclosure_engine::form::{Form, FormLibrary};

/// One file of the folder.
pub struct Surveyed {
    pub target: Target,
    /// When it was last changed.
    pub modified: Option<SystemTime>,
    /// What is in it, or why there is nothing.
    pub result: Result<Arc<Body>, Failure>,
}

/// A disclosure and what was found in it.
#[derive(Clone)]
pub struct Body {
    pub form: Arc<Form>,
    pub disclosure: Disclosure,
    /// How many findings there are of each grade, in the order of [`Grade::ALL`].
    pub counts: [usize; Grade::ALL.len()],
    pub state: State,
    /// What the lists of the first table close with, under its label: income and spending in all.
    pub totals: Vec<(String, Amount)>,
    /// The rules by which errors and doubts were found.
    pub faults: Vec<Fault>,
    /// How many findings were mended, are left and are new since an earlier check.
    pub since: Option<[usize; 3]>,
    /// The reasons that can only be its own and that nobody accepted: their words, and as a fault where another gives them.
    pub own_reasons: Vec<(String, Fault)>,
    /// Who else gives a reason of its own.
    pub shared_with: Vec<String>,
}

/// How often something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub rule: String,
    pub title: String,
    pub grade: Grade,
    pub count: usize,
}

/// What the thread tells.
enum News {
    /// How many files there are, and what is to be told of others.
    Found(usize, Option<String>),
    One(Box<Surveyed>),
    /// Why an earlier check is not compared.
    NoEarlier(String),
}

/// The disclosures of a folder, as far as they were read.
pub struct Survey {
    pub folder: PathBuf,
    /// Its files, by path.
    pub files: Vec<Surveyed>,
    /// How many files there are; `None` while they are looked for.
    pub found: Option<usize>,
    /// What is to be told of files that are not read.
    pub passed_over: Option<String>,
    /// What an earlier check printed, with which this one is compared.
    pub earlier: Option<PathBuf>,
    /// Why it is not.
    pub problem: Option<String>,
    news: Option<Receiver<News>>,
    is_cancelled: Arc<AtomicBool>,
}

impl Surveyed {
    pub fn body(&self) -> Option<&Arc<Body>> {
        self.result.as_ref().ok()
    }
}

impl Body {
    /// Whether it speaks for a department.
    pub fn is_department(&self) -> bool {
        self.disclosure.kind == Kind::Department
    }

    /// How many findings are of `grade`.
    pub fn count(&self, grade: Grade) -> usize {
        Grade::ALL.into_iter().zip(self.counts).find(|(own, _)| *own == grade).map_or(0, |(_, count)| count)
    }

    /// The same with a reason of its own that `others` give, too.
    fn doubt(&mut self, fault: Fault, others: Vec<String>) {
        let place = Grade::ALL.iter().position(|grade| *grade == fault.grade).unwrap_or_default();
        self.counts[place] += fault.count;
        self.state = self.state.max(if fault.grade == Grade::Error { State::Errors } else { State::Warnings });
        match self.faults.iter_mut().find(|own| own.rule == fault.rule && own.grade == fault.grade) {
            Some(own) => own.count += fault.count,
            None => self.faults.push(fault),
        }
        for other in others {
            if !self.shared_with.contains(&other) {
                self.shared_with.push(other);
            }
        }
    }

    fn of(examined: Examined<'_>) -> Self {
        let (totals, faults, own_reasons) = {
            let codes = examined.codes();
            let evaluated = examined.evaluated(&codes);
            let own = examined.audit.own_reasons.iter().filter(|own| own.finding.accepted.is_none());
            let own = own.map(|own| (own.words.clone(), fault(evaluated, &own.finding)));
            (totals(evaluated), faults(evaluated, &examined), own.collect())
        };
        Self {
            counts: Grade::ALL.map(|grade| examined.audit.count(grade)),
            state: examined.state(),
            totals,
            faults,
            own_reasons,
            shared_with: Vec::new(),
            since: examined.since.as_ref().map(Compared::counts),
            form: examined.form,
            disclosure: examined.disclosure,
        }
    }
}

/// By which rules something was found that is to be mended.
fn faults(evaluated: Evaluated<'_>, examined: &Examined<'_>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let is_open = |grade: Grade| matches!(grade, Grade::Error | Grade::Warning);
    for finding in examined.audit.findings.iter().filter(|found| is_open(found.grade) && found.accepted.is_none()) {
        match faults.iter_mut().find(|fault| fault.rule == finding.rule && fault.grade == finding.grade) {
            Some(fault) => fault.count += 1,
            None => faults.push(fault(evaluated, finding)),
        }
    }
    faults
}

fn fault(evaluated: Evaluated<'_>, finding: &Finding) -> Fault {
    let title = rule_text(evaluated.form, &finding.rule).map_or("", |rule| rule.title).to_owned();
    Fault { rule: finding.rule.clone(), title, grade: finding.grade, count: 1 }
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
    /// Begins to read `folder`, the folders and the archives in it, and to compare with the `earlier` check.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(
        ctx: &Context,
        forms: &FormLibrary,
        catalog: &Arc<Catalog>,
        folder: &Path,
        earlier: Option<PathBuf>,
    ) -> Result<Self, String> {
        let (sender, news) = channel();
        let is_cancelled = Arc::new(AtomicBool::new(false));
        let (stop, ctx, catalog, root) = (is_cancelled.clone(), ctx.clone(), catalog.clone(), folder.to_owned());
        let (forms, compared) = (forms.clone(), earlier.clone());
        let work = move || {
            // Nobody waits any more when the list was closed.
            let tell = |news: News| {
                let is_heard = sender.send(news).is_ok();
                ctx.request_repaint();
                is_heard
            };
            let mut checker = Checker::new(&forms, &catalog);
            match compared.as_deref().map(Since::read).transpose() {
                Ok(since) => checker.since = since,
                Err(sentence) => drop(tell(News::NoEarlier(sentence))),
            }
            let found = find(&[&root], &stop);
            if !tell(News::Found(found.targets.len(), found.passed_over())) {
                return;
            }
            let examine = |target: &Target| match stop.load(Ordering::Relaxed) {
                true => None,
                false => {
                    let result = checker.examine(target, |examined| Ok(Arc::new(Body::of(examined))));
                    Some(Surveyed { target: target.clone(), modified: target.modified(), result })
                }
            };
            in_order(&found.targets, examine, |ready, _| {
                let mut ready = ready.into_iter();
                let is_wanted = ready.all(|one| one.is_some_and(|file| tell(News::One(Box::new(file)))));
                if is_wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            ctx.request_repaint();
        };
        let started = thread::Builder::new().name("folder".to_owned()).spawn(work);
        started.map_err(|error| format!("系统不能再开线程（{error}），请关闭一些程序再试。"))?;
        Ok(Self {
            folder: folder.to_owned(),
            files: Vec::new(),
            found: None,
            passed_over: None,
            earlier,
            problem: None,
            news: Some(news),
            is_cancelled,
        })
    }

    /// One that was read.
    #[cfg(test)]
    pub fn of_files(folder: PathBuf, files: Vec<Surveyed>) -> Self {
        let (found, is_cancelled) = (Some(files.len()), Arc::default());
        Self { folder, files, found, passed_over: None, earlier: None, problem: None, news: None, is_cancelled }
    }

    /// Takes what was read since. Returns whether something came.
    pub fn update(&mut self) -> bool {
        let before = (self.files.len(), self.is_working());
        while let Some(news) = &self.news {
            match news.try_recv() {
                Ok(News::Found(count, passed_over)) => (self.found, self.passed_over) = (Some(count), passed_over),
                Ok(News::One(file)) => self.files.push(*file),
                Ok(News::NoEarlier(sentence)) => (self.earlier, self.problem) = (None, Some(sentence)),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => self.news = None,
            }
        }
        before != (self.files.len(), self.is_working())
    }

    /// Doubts the reasons that files share by `arrangement`, which tells each once.
    pub fn doubt(&mut self, arrangement: &mut Arrangement) {
        for (file, placed) in self.files.iter_mut().zip(&mut arrangement.files) {
            let shared = std::mem::take(&mut placed.shared);
            if let (Ok(body), false) = (&mut file.result, shared.is_empty()) {
                let body = Arc::make_mut(body);
                // A second time nothing is doubted twice.
                body.own_reasons.clear();
                shared.into_iter().for_each(|(fault, others)| body.doubt(fault, others));
            }
        }
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
