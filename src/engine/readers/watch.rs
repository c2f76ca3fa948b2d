//! A reader on a thread of its own, which is abandoned when it takes too long.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{Progress, ReadError, Source};

/// Longer than any page takes.
const LONGEST_PAGE: Duration = Duration::from_secs(40);
/// How often it is looked after.
const STEP: Duration = Duration::from_millis(50);
/// Parsers of nested formats go deep.
const STACK: usize = 64 << 20;

/// Does `read`, which tells its pages to `progress`. It is left behind when it was cancelled, or stays with one page.
pub(super) fn watched(
    kind: &'static str,
    progress: &Progress,
    read: impl FnOnce() -> Result<Source, ReadError> + Send + 'static,
) -> Result<Source, ReadError> {
    let (finished, result) = channel();
    // Nobody may be waiting any more.
    let work = move || drop(finished.send(read()));
    let spawned = thread::Builder::new().name("reader".to_owned()).stack_size(STACK).spawn(work);
    spawned.map_err(|_| ReadError::TooMuch("系统不能再开线程"))?;
    let (mut page, mut since) = (progress.page(), Instant::now());
    loop {
        match result.recv_timeout(STEP) {
            Ok(read) => return read,
            Err(RecvTimeoutError::Disconnected) => return Err(ReadError::Broken(kind)),
            Err(RecvTimeoutError::Timeout) => progress.check()?,
        }
        if progress.page() != page {
            (page, since) = (progress.page(), Instant::now());
        } else if since.elapsed() > LONGEST_PAGE {
            return Err(ReadError::TooMuch("有一页读了太久"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_finds_no_end_can_be_cancelled() {
        let progress = Progress::default();
        progress.cancel();
        let (keep, wait) = channel::<()>();
        let read = watched("PDF ", &progress, move || {
            let _ = wait.recv();
            Err(ReadError::Empty)
        });
        assert!(matches!(read, Err(ReadError::Cancelled)));
        drop(keep);
    }

    #[test]
    fn a_reader_that_ends_is_waited_for() {
        let read = watched("PDF ", &Progress::default(), || Err(ReadError::Empty));
        assert!(matches!(read, Err(ReadError::Empty)));
    }
}
