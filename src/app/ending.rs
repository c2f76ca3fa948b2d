//! What happens when the system asks the process to end: nothing half-written is left. The window ends as if it were
//! closed; what was not saved is in its journal and offered at the next start.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Makes the window draw a frame, where there is a window.
static WAKE: Mutex<Option<Box<dyn Fn() + Send>>> = Mutex::new(None);
static IS_ASKED: AtomicBool = AtomicBool::new(false);

/// Makes this process end cleanly when the system asks it to, and go on where a file may not grow any more: what writes it
/// then says so. On Windows, which has no such signals, nothing is done.
pub fn end_cleanly() {
    #[cfg(unix)]
    if let Err(error) = signals::watch() {
        log::warn!("signals cannot be watched: {error}");
    }
}

/// From now on there is a window, which `wake` makes draw a frame: it is asked to end before anything else is done.
pub(super) fn wake_when_asked(wake: impl Fn() + Send + 'static) {
    *WAKE.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(wake));
}

/// Whether the process was asked to end.
pub(super) fn is_asked() -> bool {
    IS_ASKED.load(Ordering::Relaxed)
}

#[cfg(unix)]
mod signals {
    use std::ffi::c_int;
    use std::io;
    use std::sync::atomic::Ordering;
    use std::sync::mpsc::channel;
    use std::sync::{Arc, PoisonError};
    use std::thread;
    use std::time::Duration;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;
    use signal_hook::{flag, low_level};

    use super::{IS_ASKED, WAKE};
    use disclosure_engine::file::{journal, remove_unfinished};

    /// How long the window has to end by itself, and how long is waited for a disk that does not answer.
    const PATIENCE: Duration = Duration::from_secs(4);

    pub(super) fn watch() -> io::Result<()> {
        // Nobody reads the flag: that the signal is handled at all makes the system refuse the write instead.
        flag::register(SIGXFSZ, Arc::default())?;
        let ignored = ignored();
        let watched = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored & (1 << (signal - 1)) == 0);
        let mut signals = Signals::new(watched)?;
        thread::Builder::new().name("signals".into()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let wake = WAKE.lock().unwrap_or_else(PoisonError::into_inner).take();
                if let Some(wake) = wake {
                    IS_ASKED.store(true, Ordering::Relaxed);
                    wake();
                    thread::sleep(PATIENCE);
                }
                end(signal);
            }
        })?;
        Ok(())
    }

    /// The signals that whoever started the process lets it ignore, as `nohup` does, by their bits.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
    }

    /// Ends the process as `signal` would.
    fn end(signal: c_int) {
        let (done, is_done) = channel();
        thread::spawn(move || {
            journal::write_all_now();
            // Kept until the end: nothing more is begun.
            let _unfinished = remove_unfinished();
            let _ = done.send(());
            loop {
                thread::park();
            }
        });
        let _ = is_done.recv_timeout(PATIENCE);
        let _ = low_level::emulate_default_handler(signal);
        std::process::exit(128 + signal);
    }
}
