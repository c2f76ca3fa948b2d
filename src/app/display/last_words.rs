//! Why eframe gave up.
//!
//! Works around eframe 0.37: a program that drives the event loop itself is not told why a window could not be drawn, which is
//! only logged. Nothing else here keeps a log.

use std::sync::{Mutex, PoisonError};

use log::{Level, LevelFilter, Log, Metadata, Record};

static LAST: LastWords = LastWords(Mutex::new(None));

struct LastWords(Mutex<Option<String>>);

/// Listens from now on.
pub fn listen() {
    // Whoever listens already is this one: a second window is opened where the first could not be.
    if log::set_logger(&LAST).is_ok() {
        log::set_max_level(LevelFilter::Error);
    }
}

/// What eframe writes before the reason.
const LEAD: &str = "Exiting because of error: ";

/// Why eframe gave up, once.
pub fn take() -> Option<String> {
    let said = LAST.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
    Some(said.strip_prefix(LEAD).unwrap_or(&said).to_owned())
}

impl Log for LastWords {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() == Level::Error && metadata.target().starts_with("eframe::native::run")
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(record.args().to_string());
        }
    }

    fn flush(&self) {}
}
