//! How far the reading of a document is that runs on a thread of its own.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::ReadError;

/// How far the reading of a document is, and the way to end it early. Clones are of the same reading.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_cancelled: AtomicBool,
    page: AtomicUsize,
    pages: AtomicUsize,
    teller: Option<Teller>,
}

/// What is told of each page, in the process that reads for another.
struct Teller(Box<dyn Fn(usize, usize) + Send + Sync>);

impl fmt::Debug for Teller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Teller")
    }
}

impl Progress {
    /// Tells `teller` each page and how many there are.
    pub(super) fn telling(teller: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        Self(Arc::new(State { teller: Some(Teller(Box::new(teller))), ..State::default() }))
    }

    /// Ends the reading with [`ReadError::Cancelled`] as soon as it looks.
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// The page or sheet that is being read, from 1, and how many there are; `None` where that is not known yet.
    pub fn page(&self) -> Option<(usize, usize)> {
        let pages = self.0.pages.load(Ordering::Relaxed);
        (pages > 0).then(|| (self.0.page.load(Ordering::Relaxed), pages))
    }

    pub(crate) fn check(&self) -> Result<(), ReadError> {
        if self.0.is_cancelled.load(Ordering::Relaxed) { Err(ReadError::Cancelled) } else { Ok(()) }
    }

    /// Looks whether the reading was ended before page `page` of `pages`.
    pub(super) fn begin_page(&self, page: usize, pages: usize) -> Result<(), ReadError> {
        self.tell(page, pages);
        self.check()
    }

    /// Takes note of the page that is being read, and how many there are.
    pub(super) fn tell(&self, page: usize, pages: usize) {
        self.0.page.store(page, Ordering::Relaxed);
        self.0.pages.store(pages, Ordering::Relaxed);
        if let Some(Teller(tell)) = &self.0.teller {
            tell(page, pages);
        }
    }
}
