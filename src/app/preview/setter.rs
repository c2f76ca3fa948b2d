//! The thread that sets the pages and draws them, so that typing never waits.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use egui::Context;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::Form;
use disclosure_export::document::Document;
use disclosure_export::pdf::{FontSource, PageImage, Pages};

/// A disclosure to be set as pages.
pub(super) struct Wanted {
    pub revision: u64,
    pub form: Arc<Form>,
    pub catalog: Arc<Catalog>,
    pub disclosure: Disclosure,
    pub is_draft: bool,
}

/// Which page of which pages, how large: `scale` hundredths of a pixel to a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PageKey {
    pub revision: u64,
    pub page: usize,
    pub scale: u32,
}

/// What the thread has done.
pub(super) enum Done {
    /// The pages of a revision, or why there are none.
    Set {
        revision: u64,
        pages: Result<Arc<Pages>, String>,
    },
    Drawn {
        key: PageKey,
        image: PageImage,
    },
}

enum Job {
    Set(Box<Wanted>),
    Draw(PageKey, Arc<Pages>),
}

/// The thread, as the window sees it.
pub(super) struct Setter {
    jobs: Sender<Job>,
    done: Receiver<Done>,
    /// The revision that is wanted last; what was asked for another one is given up.
    newest: Arc<AtomicU64>,
}

impl Setter {
    /// Starts the thread. It repaints `ctx` when something is done, and ends when this is dropped.
    pub fn start(ctx: &Context) -> Self {
        let (jobs, taken) = channel();
        let (finished, done) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let worker = Worker { newest: newest.clone(), finished: Mutex::new(finished), ctx: ctx.clone() };
        // Without a thread the preview stays blank; everything else goes on.
        let started = thread::Builder::new().name("preview".to_owned()).spawn(move || worker.work(&taken));
        if let Err(error) = started {
            log::warn!("no thread for the preview: {error}");
        }
        Self { jobs, done, newest }
    }

    /// Sets the pages of `wanted`, and gives up those of any other revision.
    pub fn set(&self, wanted: Wanted) {
        self.newest.store(wanted.revision, Ordering::Relaxed);
        let _ = self.jobs.send(Job::Set(Box::new(wanted)));
    }

    pub fn draw(&self, key: PageKey, pages: Arc<Pages>) {
        let _ = self.jobs.send(Job::Draw(key, pages));
    }

    /// What was done since the last call.
    pub fn done(&self) -> Vec<Done> {
        self.done.try_iter().collect()
    }
}

struct Worker {
    newest: Arc<AtomicU64>,
    finished: Mutex<Sender<Done>>,
    ctx: Context,
}

impl Worker {
    fn work(&self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Set(wanted) => self.set(&wanted),
                Job::Draw(key, pages) => {
                    if let Some(image) = pages.draw(key.page, key.scale as f32 / 100.0) {
                        self.tell(Done::Drawn { key, image });
                    }
                }
            }
        }
    }

    fn set(&self, wanted: &Wanted) {
        let is_outdated = || self.newest.load(Ordering::Relaxed) != wanted.revision;
        if is_outdated() {
            return;
        }
        let Wanted { form, catalog, disclosure, .. } = wanted;
        let evaluation = evaluate(form, disclosure);
        let evaluated = Evaluated { form, catalog, disclosure, evaluation: &evaluation };
        let document = Document::new(evaluated, wanted.is_draft);
        let pages = Pages::new(&document, FontSource::default(), is_outdated);
        if !is_outdated() {
            let pages = pages.map(Arc::new).map_err(|error| error.to_string());
            self.tell(Done::Set { revision: wanted.revision, pages });
        }
    }

    fn tell(&self, done: Done) {
        if let Ok(finished) = self.finished.lock() {
            let _ = finished.send(done);
        }
        self.ctx.request_repaint();
    }
}
